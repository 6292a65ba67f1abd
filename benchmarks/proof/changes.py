"""Ways to change what a label means, and to misprint it so that it means the same.

A change takes a label and the year of its report and returns another text, or None where it would
change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from helpers.forms import FormTable
from printing import FORMS, Key
from proof.bases import At

_NUMBER = re.compile(
    r"(?:其中[：:])?(?:（[一二三四五六七八九十]）|[一二三四五六七八九十]、|\d[.、])?"
)


@dataclass(frozen=True)
class Label:
    """One printed label: where it stands, its text, what it is, and the figures that it names (none: a heading)."""

    at: At
    text: str
    kind: str
    keys: frozenset[Key]

    @property
    def words(self) -> str:
        """The label without its number."""
        return self.text[_NUMBER.match(self.text).end() :]  # type: ignore[union-attr]

    @property
    def number(self) -> str:
        """The number before it."""
        return self.text.removesuffix(self.words)


#: Another text for a label in the report of a year; None where the change would be none.
Change = Callable[[Label, int], str | None]


# ---- changes of meaning

#: Words that say the same: a label that begins with one of them is only misprinted with another.
SAME = {"上年": ("上年", "上一年"), "去年": ("上年", "上一年"), "歷年": ("历年",)}


def before(word: str) -> Change:
    """A word before the label, behind its number."""

    def change(label: Label, _: int) -> str | None:
        same = label.words.startswith(SAME.get(word, word))
        return None if same else f"{label.number}{word}{label.words}"

    return change


def before_number(word: str) -> Change:
    """A word before the number of the label."""

    def change(label: Label, _: int) -> str | None:
        return f"{word}{label.text}" if label.number else None

    return change


def within(word: str) -> Change:
    """A word in the middle of the label."""

    def change(label: Label, _: int) -> str | None:
        half = (len(label.words) + 1) // 2
        same = label.words[:half].endswith(word) or label.words[half:].startswith(word)
        return None if same else f"{label.number}{label.words[:half]}{word}{label.words[half:]}"

    return change


def behind(word: str) -> Change:
    """A word behind the label."""

    def change(label: Label, _: int) -> str | None:
        return (
            None
            if re.sub(r"\W", "", label.text).endswith(re.sub(r"\W", "", word) or word)
            else label.text + word
        )

    return change


def with_note(note: str) -> Change:
    """A note behind the label, in brackets."""

    def change(label: Label, _: int) -> str | None:
        return None if note in label.text else f"{label.text}（{note}）"

    return change


def in_its_note(word: str) -> Change:
    """A word in the brackets that end the label."""

    def change(label: Label, _: int) -> str | None:
        return (
            f"{label.text[:-1]}，{word}{label.text[-1]}"
            if label.text[-1] in ")）" and "，" in label.text
            else None
        )

    return change


def for_this_year(word: str) -> Change:
    """Another word for 本年."""

    def change(label: Label, _: int) -> str | None:
        return label.text.replace("本年", word) if "本年" in label.text else None

    return change


def of_another_year(text: str) -> Change:
    """The label with the year before the last; where it prints the year itself, with that year instead."""

    def change(label: Label, year: int) -> str | None:
        if str(year) in label.text:
            return label.text.replace(str(year), str(year - 2))
        return text.format(year=year - 2, label=label.text)

    return change


def of_which(label: Label, _: int) -> str | None:
    """其中 before the label of what the form does not count as a part."""
    wanted = label.kind in ("row", "column") and not label.text.startswith("其中")
    return (
        f"其中：{label.text}"
        if wanted and not all(_is_part(key, label.kind) for key in label.keys)
        else None
    )


def _is_part(key: Key, kind: str) -> bool:
    """Whether the row or the column of a figure is a part of another one, by its code, its parent or a sum."""
    table = next(
        table for form in FORMS.values() for table in form.tables.values() if _has(table, key)
    )
    row = table.row(key[1])
    if kind == "row":
        return "." in row.code or row.parent not in ("", row.code)
    return any(
        key[2] in way
        for each in table.identities
        if each.each == "row"
        for ways in each.left
        for way in ways
    )


def _has(table: FormTable, key: Key) -> bool:
    return table.code == key[0] and any(row.code == key[1] for row in table.rows)


def of_forests(label: Label, year: int) -> str | None:
    """Any other word may name a part; in the label of a group it cannot be told from another name of the group."""
    return None if label.kind.startswith("group") else before("林业")(label, year)


def two(one: Change, other: Change) -> Change:
    """Two changes at once."""

    def change(label: Label, year: int) -> str | None:
        first, second = one(label, year), other(label, year)
        return first and second and first + second.removeprefix(label.text)

    return change


def _each(make: Callable[[str], Change], *words: str) -> tuple[Change, ...]:
    return tuple(map(make, words))


#: Every kind, as docs/proof.md prints it, with the changes of this kind.
CHANGES: dict[str, tuple[Change, ...]] = {
    "不, 非, 未, 无, 没有 before it": _each(before, "不", "非", "未", "无", "没有"),
    "撤销, 取消, 拒绝, 撤銷 before it": _each(before, "撤销", "取消", "拒绝", "撤銷"),
    "不, 上年 before its number": _each(before_number, "不", "上年"),
    "上年, 去年, 往年, 截至上年 before it": _each(before, "上年", "去年", "往年", "截至上年"),
    "累计, 历年, 歷年 before it": _each(before, "累计", "历年", "歷年"),
    "预计, 计划, 拟, 計劃 before it": _each(before, "预计", "计划", "拟", "計劃"),
    "上半年, 本月, 第一季度, 年末 before it": _each(before, "上半年", "本月", "第一季度", "年末"),
    "除, 仅, 部分, 不含 before it": _each(before, "除", "仅", "部分", "不含"),
    "乡镇, 省级, 林业 before it": (*_each(before, "乡镇", "省级"), of_forests),
    "平均, 人均, 同比 before it": _each(before, "平均", "人均", "同比"),
    "其中 before what is no part": (of_which,),
    "不, 未 within it": _each(within, "不", "未"),
    "上年, 累计, 预计, 部分 within it": _each(within, "上年", "累计", "预计", "部分"),
    "上年, 本月, 上半年, 近年 for its 本年": _each(for_this_year, "上年", "本月", "上半年", "近年"),
    "率, 占比, 比例, 比重 behind it": _each(behind, "率", "占比", "比例", "比重"),
    "%, ％, ‰ behind it": _each(behind, "%", "％", "‰"),
    "（%）, （单位：%）, （率）, （占比） behind it": _each(
        with_note, "%", "单位：%", "率", "占比"
    ),
    "同比增长, 同比增長, 环比, 增减 behind it": _each(
        behind, "同比增长", "同比增長", "环比", "增减"
    ),
    "（同比增长）, （环比）, （平均）, （人均） behind it": _each(
        with_note, "同比增长", "环比", "平均", "人均"
    ),
    "上年, 累计, 预计 behind it": _each(behind, "上年", "累计", "预计"),
    "（上年数）, （去年）, （截至上年） behind it": _each(with_note, "上年数", "去年", "截至上年"),
    "（累计）, （预计）, （拟） behind it": _each(with_note, "累计", "预计", "拟"),
    "（第一季度）, （上半年） behind it": _each(with_note, "第一季度", "上半年"),
    "（不含乡镇）, （除乡镇）, （仅本级） behind it": _each(
        with_note, "不含乡镇", "除乡镇", "仅本级"
    ),
    "（含乡镇）, （乡镇）, （其中：乡镇）, （部分） behind it": _each(
        with_note, "含乡镇", "乡镇", "其中：乡镇", "部分"
    ),
    "（未办结）, （已撤销）, （金额） behind it": _each(with_note, "未办结", "已撤销", "金额"),
    "（不含乡镇） on a line of its own": _each(behind, "\n（不含乡镇）"),
    "含上年 in its note": (in_its_note("含上年"),),
    "another year behind it": (
        of_another_year("{label}（{year}年）"),
        of_another_year("{label}（{year}）"),
    ),
    "another year before it": (of_another_year("{year}年{label}"),),
    "预计 before it and （万件） behind it": (two(before("预计"), with_note("万件")),),
}


#: Units in which a count may be printed, and what one of it is worth; `None`: no count can be
#: meant.
UNITS: dict[str, dict[str, int | None]] = {
    "（万件）, （单位：万件）, 万件 behind it": {"（万件）": 10**4, "（单位：万件）": 10**4, "万件": 10**4},
    "（万）, （萬件） behind it": {"（万）": 10**4, "（萬件）": 10**4},
    "（百件）, （千条）, （亿件） behind it": {"（百件）": 100, "（千条）": 1_000, "（亿件）": 10**8},
    "（万元）, （单位：元） behind it": {"（万元）": None, "（单位：元）": None},
}  # fmt: skip
#: The same for a unit that stands in a cell of its own.
BESIDE: dict[str, dict[str, int | None]] = {
    "万件, 百件, 万条 beside it": {"万件": 10**4, "百件": 100, "万条": 10**4},
    "%, ％, ‰ beside it": {"%": None, "％": None, "‰": None},
}
#: Units in which an amount of money may be printed.
OF_MONEY = ("（万）", "（万元）", "（单位：元）")


# ---- misprints


def twice(first: int, size: int) -> Change:
    """Some characters of the label are printed twice."""

    def change(label: Label, _: int) -> str | None:
        start = first % len(label.words)
        again = label.words[start : start + size]
        whole = len(again) == size and not again[0].isdigit()
        return f"{label.number}{label.words[:start]}{again}{label.words[start:]}" if whole else None

    return change


def all_twice(label: Label, _: int) -> str | None:
    """A short label is printed twice."""
    return (
        label.number + label.words * 2
        if len(label.words) <= SHORT and not label.words[0].isdigit()
        else None
    )


def with_number(number: str) -> Change:
    """Another number before the label."""

    def change(label: Label, _: int) -> str | None:
        return f"{number}{label.words}" if label.number and "其中" not in label.number else None

    return change


def one_character(other: str) -> Change:
    """One character of a long label is missing, or another one."""

    def change(label: Label, _: int) -> str | None:
        places = [
            n for n, letter in enumerate(label.words) if letter.isalpha() and letter not in TURNING
        ]
        if len(places) < LONG:
            return None
        n = places[len(label.text) * 7 % len(places)]
        return f"{label.number}{label.words[:n]}{other}{label.words[n + 1 :]}"

    return change


def without_note(label: Label, _: int) -> str | None:
    """The brackets that end the label are missing."""
    start = max(label.words.rfind("（"), label.words.rfind("("))
    return label.number + label.words[:start] if start > 0 and label.text[-1] in ")）" else None


def cut_note(label: Label, _: int) -> str | None:
    """The brackets that end the label are cut at the last comma."""
    start = label.text.rfind("，")
    return (
        label.text[:start]
        if start > 0 and label.text[-1] in ")）" and label.words[0] not in "(（"
        else None
    )


def instead(text: str, other: str) -> Change:
    """Other words for some of the label's."""

    def change(label: Label, _: int) -> str | None:
        return label.text.replace(text, other) if text in label.text else None

    return change


def marked(mark: str) -> Change:
    """The mark of a footnote behind the label."""
    return lambda label, _: label.text + mark


def of_the_year(text: str) -> Change:
    """The label with the report's own year."""

    def change(label: Label, year: int) -> str | None:
        return None if str(year) in label.text else text.format(year=year, label=label.text)

    return change


def of_which_part(label: Label, year: int) -> str | None:
    """其中 before the label of what the form counts as a part."""
    wanted = label.kind in ("row", "column") and not label.text.startswith("其中")
    return f"其中：{label.text}" if wanted and not of_which(label, year) else None


#: A label is so long that one character does not matter, or so short that it may be printed twice.
LONG, SHORT = 6, 8
#: Characters that turn a label, so that another one or none is no misprint.
TURNING = "不未非无没上下年累计历增减"
#: Every kind of misprint, as docs/proof.md prints it.
MISPRINTS: dict[str, tuple[Change, ...]] = {
    "its first, or its last character twice": (twice(0, 1), twice(-1, 1)),
    "its first word twice, all of it twice": (twice(0, 2), all_twice),
    "one character missing, or another one": (one_character(""), one_character("某")),
    "blanks, or a line feed in it": (
        lambda label, _: "\u3000".join(label.text),
        lambda label, _: f"{label.text[:2]}\n{label.text[2:]}",
    ),
    "another number, or none": _each(with_number, "3、", "(2)", "（二）", "三、", "①", "3", ""),
    "a bracket of its number missing": (instead("（一）", "一）"), instead("（二）", "（二")),
    "its note missing, or cut": (without_note, cut_note),
    "其它 for 其他, 规范性文件 for 行政规范性文件": (instead("其他", "其它"), instead("行政规范性", "规范性")),
    "其中 before what is a part": (of_which_part,),
    "（件）, （单位：件）, 单位：件, （宗）, （数量） behind it": (
        *_each(with_note, "件", "单位：件", "宗", "数量"),
        behind("单位：件"),
    ),
    "（本年）, （本年度） behind it": _each(with_note, "本年", "本年度"),
    "its own year behind it": (of_the_year("{label}（{year}年度）"), of_the_year("{label}（{year}）")),
    "*, ※, ①, （注1）, [1] behind it": _each(marked, "*", "※", "①", "（注1）", "[1]"),
    "。, ：, 的 behind it": (
        *_each(behind, "。", "："),
        lambda label, _: None if label.text[-1] in ")）" else f"{label.text}的",
    ),
}  # fmt: skip
