"""Whether what differs between two labels can change what they mean.

A new word that does so is a new word here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

#: What is compared in other words: how it is said here, and all the ways to print it.
_SAME = {
    # 2015年累计 may be the sum of that year, or of all years up to it.
    "本年": re.compile(r"(?!\{year\}年?度?累计)\{year\}(?:年度?)?|本年度|当年|全年"),
    "上年": re.compile("上一年度?|上年度|去年|前一年"),
    "下年": re.compile("下一年度?|下年度|次年|明年|来年"),
    "其他": re.compile("其它"),
    # What machines write that turn texts into those of Taiwan.
    "信息": re.compile("资讯"),
    "规范性文件": re.compile("规范性(?:档案|文档)"),
}
#: Words that turn a label into another one where they are printed, and where they are missing.
_TURNS = {
    "last year": "上年|往年",
    "next year": "下年",
    "sum over years": "累计|历年",
    "denial": "不(?!同(?!意))|[未非无没]",
}
#: Words that a printed label may hold only where the form's label does.
_MORE = {
    "change": "增|减|同比|环比|升|降|涨|跌|幅|变化|变动|差|净",
    "year": "前年|历史|历次|截[至止]|至今|以来|上[期届次]|原|曾|[近两几多]年|年[初末底均]",
    "part of a year": r"[上下]半年|季度?|[本当上每]月|月份|\d月|旬|周|每日",
    "plan": "预计|预测|预算|预期|估|计划|规划|拟|目标|(?<!回)应|将|待|暂|力争",
    "share": "(?<!法)率|比|占|百分|均|每|指数|倍|折",
    "factor": "[十百千万亿]",
}
#: The same, but for texts that are not even a piece of the form's labels: the name of a chapter may
#: hold them.
_NEAR = {
    "end": "撤销|撤回|取消|废止|废除|停止|中止|终止|暂停|作废|失效|驳回|拒绝?|[否勿免退]|禁止",
    "part": "其中|含|除|外|仅|只|部分|其他|其余|个别"
    "|本级|下级|所属|直属|下属|[省市区县乡镇村]|街道",
    "quantity": "元|金额|经费|人数|户数",
}
#: What a label may hold besides: whose it is, what is counted, the mark of a footnote.
_FILLER = re.compile(
    r"(?:本年|行政|政府|信息|情况|事项|项目|数量|总数|决定|注?\d{1,2}"
    r"|[数总件条宗项个次类的了到于与和及等所])+"
)
TURNS = {kind: re.compile(words) for kind, words in {**_TURNS, "change": _MORE["change"]}.items()}
_TURN = re.compile("|".join(_TURNS.values()))
_LOUD = re.compile("|".join([*_TURNS.values(), *_MORE.values()]))
_MEANT = re.compile("|".join([_LOUD.pattern, *_NEAR.values()]))

#: A character or a word that is printed twice is a misprint.
_TWICE = re.compile(r"(.{1,8}?)\1+")
#: So many characters more than the form's label has at one place are a word, and no misprint.
A_WORD = 2
#: From here on a text is a label or a piece of it, in percent.
A_PIECE = 50


@lru_cache(maxsize=100_000)
def spoken(words: str) -> str:
    """The words of a label in one manner of speaking.

    No word stands twice, and one word for all that mean the same.
    """
    text = _TWICE.sub(r"\1", words)
    for word, ways in _SAME.items():
        text = ways.sub(word, text)
    return _TWICE.sub(r"\1", text)


def alters(printed: str, label: str, *, misprints: bool) -> bool:
    """Whether printed words say something else than those of a label of the form.

    Both are as they are `spoken`. They do where a word that changes the meaning is printed that the
    label does not hold at this place, where the word that turns the label is missing, and where any
    other word is added. `misprints`: a word may stand for another one, since all the others are the
    same.
    """
    if printed == label:
        return False
    added: set[int] = set()
    for more, less in _differences(printed, label):
        size = len(more) - (len(less) if misprints else 0)
        if size >= A_WORD and not _FILLER.fullmatch(printed, more.start, more.stop):
            return True
        if _is_turned(label, less):
            return True
        added.update(more)
    return not added.isdisjoint(_places_of(_MEANT, printed))


def _places_of(words: re.Pattern[str], text: str) -> set[int]:
    """The places of all characters of these words in a text."""
    places: set[int] = set()
    for word in words.finditer(text):
        places.update(range(*word.span()))
    return places


def _differences(printed: str, label: str) -> Iterator[tuple[range, range]]:
    """The pieces between what both say, by their places in the printed words and in the label's."""
    end = label_end = 0
    for block in Indel.editops(printed, label).as_matching_blocks():
        more, less = range(end, block.a), range(label_end, block.b)
        if more or less:
            yield more, less
        end, label_end = block.a + block.size, block.b + block.size


def _is_turned(label: str, less: range) -> bool:
    """Whether what is missing of a label is the word that turns it: 不 of 不掌握.

    A longer piece is an abbreviation: 无正当理由 may be left out.
    """
    turns = _places_of(_TURN, label).intersection(less)
    return bool(turns) and len(less) - len(turns) < A_WORD


def says_else(text: str, labels: Sequence[str]) -> bool:
    """Whether a text says something else than the label that it, or a piece of it, is most alike.

    All are as they are `spoken`. Vertical labels come in pieces and in any order, so that only the
    words are counted, and not their places.
    """
    likenesses = [(fuzz.partial_ratio(text, label), label) for label in labels]
    alike, nearest = max(likenesses, default=(0.0, ""))
    if alike < A_PIECE:
        return _LOUD.search(text) is not None
    more = Counter(_MEANT.findall(text)) - Counter(_MEANT.findall(nearest))
    lost = Counter(_TURN.findall(nearest)) - Counter(_TURN.findall(text))
    return bool(more) or (bool(lost) and len(text) >= len(nearest))
