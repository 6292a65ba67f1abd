"""What is said of a report, in English and in Chinese, from `messages.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpers.datafile import beside, read
from helpers.errors import UserError
from helpers.words import Words

MESSAGES: Mapping[str, Mapping[str, str]] = read(beside(__file__, "messages.yaml"), dict, UserError)
NOTHING = Words("", "")


def say(what: str, count: int = 0, /, **values: object) -> Words:
    """A message with its numbers and names in it; what is a name in both languages is `Words`."""
    texts = MESSAGES[what]
    english = texts.get("one", texts["english"]) if count == 1 else texts["english"]
    in_english, in_chinese = dict(values), dict(values)
    for name, value in values.items():
        if isinstance(value, Words):
            in_english[name], in_chinese[name] = value.english, value.chinese
    return Words(
        texts["chinese"].format(count=count, **in_chinese),
        english.format(count=count, **in_english),
    )


def columns(said: Words) -> dict[str, str]:
    """A message as published tables have it, in two columns."""
    return {"message": said.english, "message_zh": said.chinese}


def sentence(parts: Iterable[Words]) -> Words:
    """Parts as one sentence in each language."""
    said = list(parts)
    english = "; ".join(part.english for part in said)
    chinese = "；".join(part.chinese for part in said)
    return Words(f"{chinese}。", f"{english[:1].upper()}{english[1:]}.")


def joined(sentences: Iterable[Words]) -> Words:
    """Sentences one after the other."""
    said = list(sentences)
    chinese = "".join(words.chinese for words in said)
    english = " ".join(words.english for words in said if words.english)
    return Words(chinese, english)
