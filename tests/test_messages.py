"""What is said of a report: in both languages the same, and in good English."""

import re
from pathlib import Path

import pytest

from helpers.messages import MESSAGES, joined, say, sentence
from helpers.readers import READERS
from helpers.readers.kinds import KINDS
from helpers.settings import LIMITS
from helpers.words import Words

PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("what", MESSAGES)
def test_a_message_says_the_same_in_both_languages(what: str) -> None:
    """The same numbers and names; Chinese with its own punctuation; no English but codes in it."""
    texts = MESSAGES[what]
    assert set(texts) - {"one"} == {"english", "chinese"}
    names = set(PLACE.findall(texts["english"]))
    assert set(PLACE.findall(texts["chinese"])) == names
    assert set(PLACE.findall(texts.get("one", texts["english"]))) >= names - {"count"}
    assert re.search("[\u4e00-\u9fff]", texts["chinese"])
    assert not re.search("[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]", texts["chinese"])
    assert texts["english"].endswith(".") == texts["chinese"].endswith("。")


@pytest.mark.parametrize("what", [what for what in MESSAGES if "one" in MESSAGES[what]])
def test_a_message_counts_in_good_english(what: str) -> None:
    names = dict.fromkeys(PLACE.findall(MESSAGES[what]["english"]), "x") | {"found": 3}
    names.pop("count")
    one, two = say(what, 1, **names).english, say(what, 2, **names).english
    assert not re.search(r"\b1 \w+s |\b2 \w+[^s] |\b2 \w+s (is|was|stands|has)\b", f"{one} {two}")
    assert one != two


def test_every_message_is_said_and_no_other(root: Path) -> None:
    """Their codes stand in the code as they stand in messages.yaml."""
    code = "".join(path.read_text("utf-8") for path in (root / "src" / "helpers").rglob("*.py"))
    derived = {f"kind_{kind}" for kind in KINDS - set(READERS)}
    derived |= {f"limit_{name}" for name in LIMITS}
    assert derived <= set(MESSAGES)
    assert {what for what in MESSAGES if f'"{what}"' not in code} <= derived
    assert set(re.findall(r"""\bsay\(\s*"(\w+)\"""", code)) <= set(MESSAGES)


def test_parts_become_a_sentence_and_sentences_follow_one_another() -> None:
    table = Words("行政复议", "review")
    parts = [say("cells", 2, table=table), say("wrong", 1)]
    assert joined([sentence(parts), say("look"), Words("", "")]) == Words(
        "“行政复议”表有2个单元格未找到；1处表内勾稽不符（按原文照录）。需人工查看。",
        "2 cells of table review were not found; 1 sum is wrong in print. A person must look.",
    )
