"""Each heading of 40 agencies of several levels, read against the table under it and computed again in another way.

Here nothing but the printed page counts: its headings, and the cells of its tables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

import pytest
from lxml import html

from agencies import tables_of
from helpers.charts import ranking, section
from helpers.words import LEVELS
from test_many_agencies import CHARTS, Tables, chosen, frame_of

COUNTIES = [f"青石{number:02}县人民政府" for number in range(24)]
OTHERS = [f"白河{number}镇人民政府" for number in range(8)] + [f"青石{n}县财政局" for n in range(6)]
#: Whose level their names do not tell.
UNKNOWN = ["白河市人民政府", "青石新区管委会"]
NAMES = (*COUNTIES, *OTHERS, *UNKNOWN)

NUMBER = r"(?:每千件)?-?[\d,.]+(?:%|[万亿]?元|件|条|个)?"
TWO_YEARS = re.compile(
    rf"(?P<first>\d{{4}})年和(?P<last>\d{{4}})年都有数的(?P<n>\d+)个机构，.*?的中位数"
    rf"(?:从\d{{4}}年的(?P<start>{NUMBER})(?P<verb>升至|降至)\d{{4}}年的(?P<end>{NUMBER})"
    rf"|\d{{4}}年与\d{{4}}年持平，均为(?P<same>{NUMBER}))(?:；(?P<rest>.*))?。"
)
ONE_YEAR = re.compile(rf"(?P<year>\d{{4}})年(?P<n>\d+)个机构.*?的中位数为(?P<middle>{NUMBER})。?")
SOME = re.compile(
    rf"(?P<year>\d{{4}})年(?P<n>\d+)个机构中(?P<some>\d+)个有.*?，最多的是(?P<who>\S+?)（(?P<most>{NUMBER})）。"
)
PARTS = re.compile(r"(?P<year>\d{4})年(?P<n>\d+)个机构的.*?中，占比的中位数：(?P<shares>.*)。")
RANKED = re.compile(
    rf"(?P<year>\d{{4}})年(?P<level>\S+?)机构中，.*?最高的是(?P<high>\S+?)（(?P<most>{NUMBER})，\S+?）"
    rf"，最低的是(?P<low>\S+?)（(?P<least>{NUMBER})，\S+?）；(?P<n>\d+)个机构的中位数为(?P<middle>{NUMBER})"
    r"(?:；(?P<few>\d+)个机构分母不足100，未排序)?(?:；缺(?P<missing>\d+)个机构)?。"
)


@dataclass
class Table:
    """A heading, and the rows under it: agency, year, and a number or None in each column."""

    heading: str
    names: list[str]
    rows: list[tuple[str, int, list[float | None]]]

    @property
    def told(self) -> int:
        """The first column that is not zero throughout."""
        return next(n for n in range(len(self.names)) if any(self.of(n).values()))

    def of(self, column: int) -> dict[tuple[str, int], float]:
        return {
            (name, year): cells[column]
            for name, year, cells in self.rows
            if cells[column] is not None
        }


def number(text: str) -> float | None:
    """The number that a cell or a heading begins with."""
    found = re.match(r"(?:每千件)?(-?[\d,]+(?:\.\d+)?)(%?)([万亿]?)", text)
    if not found:
        return None
    digits, percent, scale = found.groups()
    return (
        float(digits.replace(",", ""))
        * {"": 1, "万": 1e4, "亿": 1e8}[scale]
        / (100 if percent else 1)
    )


def is_rounded(text: str, value: float) -> bool:
    """Whether a printed number is a value as far as its digits go."""
    shown = number(text)
    assert shown is not None, text
    digits = re.match(r"(?:每千件)?-?[\d,]+(?:\.(\d+))?", text)[1] or ""
    step = abs(number(re.sub(r"[\d,.]+", f"{10 ** -len(digits):.{len(digits)}f}", text, count=1)))
    return abs(shown - value) <= 0.501 * step + 0.0006 * ("%" in text)


def sections(piece: str) -> Iterator[Table]:
    for part in html.fragment_fromstring(piece, create_parent="div").iter("section"):
        heading = part.xpath("string(h2/span[@lang='zh'])")
        heads = part.xpath(".//thead//th/span[@lang='zh']/text()")
        rows = []
        for row in part.xpath(".//tbody/tr"):
            name, year, *cells = (cell.text_content() for cell in row.iter("td"))
            rows.append((name, int(year[:4]), [*map(number, cells)]))
        yield Table(heading, heads[2:], rows)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return chosen(tables_of(40, range(2018, 2025), names=NAMES, median=300), [])


def told(name: str, tables: Tables) -> list[Table]:
    """The sections of a chart, without its picture."""
    chart, frame = replace(CHARTS[name], draw=None), frame_of(name, tables)
    show = ranking.show if chart.name.startswith("ranking") else section.show
    return [*sections(show(chart, frame).data)]


@pytest.mark.parametrize("name", [name for name in CHARTS if not name.startswith("agency.")])
def test_each_heading_says_what_its_table_says(tables: Tables, name: str) -> None:
    found = told(name, tables)
    assert found
    for table in found:
        kind, check = next(
            (kind, check) for kind, check in CHECKS.items() if kind.fullmatch(table.heading)
        )
        check(table, kind.fullmatch(table.heading))
        assert "比上年" not in table.heading


def in_year(table: Table, year: int) -> dict[str, float]:
    return {name: value for (name, at), value in table.of(table.told).items() if at == year}


def is_common(table: Table, year: int) -> bool:
    """Whether most agencies have a value in a year and in none after it."""
    values = table.of(table.told)
    agencies = {name for name, _ in values}
    most = [
        each for each in {at for _, at in values} if 2 * len(in_year(table, each)) > len(agencies)
    ]
    return year == max(most)


def check_two_years(table: Table, said: re.Match[str]) -> None:
    first, last = int(said["first"]), int(said["last"])
    then, now = in_year(table, first), in_year(table, last)
    both = then.keys() & now.keys()
    assert is_common(table, last)
    assert len(both) == int(said["n"]) >= len(now) / 2
    assert first >= 2019 or last < 2019  # forms that count differently are not compared
    begin, end = (median(values[name] for name in both) for values in (then, now))
    if said["same"]:
        assert is_rounded(said["same"], begin)
        assert is_rounded(said["same"], end)
    else:
        assert is_rounded(said["start"], begin)
        assert is_rounded(said["end"], end)
        assert (said["verb"] == "升至") == (end > begin)
    if said["rest"]:
        assert len(both) < len(now)
        check_one_year(table, ONE_YEAR.fullmatch(said["rest"]))
    else:
        assert is_rounded(said["end"] or said["same"], median(now.values()))


def check_one_year(table: Table, said: re.Match[str]) -> None:
    values = in_year(table, int(said["year"]))
    assert is_common(table, int(said["year"]))
    assert len(values) == int(said["n"])
    assert is_rounded(said["middle"], median(values.values()))


def check_some(table: Table, said: re.Match[str]) -> None:
    values = in_year(table, int(said["year"]))
    assert (len(values), sum(value > 0 for value in values.values())) == (
        int(said["n"]),
        int(said["some"]),
    )
    assert median(values.values()) == 0
    assert values[said["who"]] == max(values.values())
    assert is_rounded(said["most"], max(values.values()))


def check_parts(table: Table, said: re.Match[str]) -> None:
    rows = [cells for _, year, cells in table.rows if year == int(said["year"])]
    assert len(rows) == int(said["n"])
    shares = {}
    for place, name in enumerate(table.names[1:], 1):
        known = [cells[place] / cells[0] for cells in rows if cells[place] is not None]
        shares[name] = median(known) if known else 0
    largest = sorted(shares.values(), reverse=True)
    for place, text in enumerate(said["shares"].split("，")):
        name, share = re.fullmatch(r"(\D+)([\d.]+%)", text).groups()
        assert is_rounded(share, shares[name])
        assert is_rounded(share, largest[place])


def check_ranked(table: Table, said: re.Match[str]) -> None:
    """All of one level and year; places in their order; who has none is counted by the reason."""
    names = {words.chinese: code for code, words in LEVELS.items()}
    assert {year for _, year, _ in table.rows} == {int(said["year"])}
    level = {"county": COUNTIES, "township": OTHERS[:8], "department": OTHERS[8:]}
    assert {name for name, _, _ in table.rows} == {*level[names[said["level"]]]}
    ranked = {
        name: cells[1]
        for name, _, cells in table.rows
        if cells[0] is not None and cells[1] is not None
    }
    few = sum(cells[0] is None and cells[1] is not None for _, _, cells in table.rows)
    assert is_rounded(said["most"], max(ranked.values()))
    assert is_rounded(said["least"], min(ranked.values()))
    assert max(ranked, key=ranked.__getitem__) in said["high"] or "等" in said["high"]
    assert len(ranked) == int(said["n"])
    assert is_rounded(said["middle"], median(ranked.values()))
    assert few == int(said["few"] or 0)
    assert len(table.rows) - len(ranked) - few == int(said["missing"] or 0)
    assert [cells[0] for _, _, cells in table.rows[: len(ranked)]] == sorted(
        cells[0] for _, _, cells in table.rows[: len(ranked)]
    )


def check_title(table: Table, said: re.Match[str]) -> None:
    """A title alone, where nothing is printed, nothing but zeros, or too little to rank."""
    is_zero = not any(any(table.of(column).values()) for column in range(len(table.names)))
    assert "可排序的机构不足两个" in said[0] or is_zero


CHECKS = {
    TWO_YEARS: check_two_years,
    ONE_YEAR: check_one_year,
    SOME: check_some,
    PARTS: check_parts,
    RANKED: check_ranked,
    re.compile(".*"): check_title,
}
