"""Draw what gongkai is in one picture, in both languages: docs/images/what_it_is.LANGUAGE.svg.

Usage: python tools/diagram.py. The steps go down the picture, so that it can be read on a phone.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"

#: Each step of the way in both languages: what it is, and a line on how.
STEPS = [
    (
        ("年度报告", "PDF、Word、Excel、网页、OFD、扫描件"),
        ("Annual reports", "PDF, Word, Excel, web pages, OFD, scans"),
    ),
    (
        ("读表", "按行标题、列标题定位，印法不同也可"),
        ("Tables are read", "each cell bound to its printed labels"),
    ),
    (
        ("证明", "表内勾稽关系、页面所见、第二次读取"),
        ("Figures are proven", "by sums, by the page, by a second reading"),
    ),
    (
        ("数据表", "CSV、Parquet、DuckDB，每格注明页码和位置"),
        ("Tables", "CSV, Parquet, DuckDB, with page and place"),
    ),
    (
        ("网页", "图表、文字、数据，可离线打开"),
        ("Pages", "charts, sentences, data; they open offline"),
    ),
]
#: The ways beside the steps: what cannot be proven, and the way from any number to its page.
DOUBT = ("核对不了的：照实标出", "What has no proof is marked")
BACK = ("凭任何数字都能找到原页", "From any number back to its page")
LANGUAGES = ("zh", "en")

WIDE, HIGH, GAP, LEFT, BOX = 640, 92, 40, 24, 510
INK, PAPER, LINE = "#12436d", "#ffffff", "#28a197"
#: The looks of text.
NAME = f'font-size="26" font-weight="bold" fill="{PAPER}"'
HOW = f'font-size="21" fill="{PAPER}"'
DOUBTFUL = 'font-size="20" fill="#b35c00"'
WAY_BACK = 'font-size="21" fill="#0f6b63"'
FONT = "'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def drawn(language: int) -> str:
    """The picture in a language, as SVG."""
    tall = len(STEPS) * (HIGH + GAP) + 44
    title = escape(" → ".join(step[language][0] for step in STEPS))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" role="img"'
        f' font-family="{FONT}">',
        f"<title>{title}</title>",
        f'<rect width="{WIDE}" height="{tall}" fill="{PAPER}"/>',
    ]
    for number, step in enumerate(STEPS):
        parts += _step(20 + number * (HIGH + GAP), *step[language], last=number == len(STEPS) - 1)
    parts += _doubt(20 + 3 * HIGH + 2 * GAP, DOUBT[language])
    parts += _back(tall, BACK[language])
    return "\n".join([*parts, "</svg>", ""])


def _step(top: int, name: str, how: str, *, last: bool) -> list[str]:
    """A box with two lines, and the arrow to the next one."""
    parts = [
        f'<rect x="{LEFT}" y="{top}" width="{BOX}" height="{HIGH}" rx="10" fill="{INK}"/>',
        _text(LEFT + 22, top + 38, NAME, name),
        _text(LEFT + 22, top + 71, HOW, how),
    ]
    if not last:
        parts.append(_arrow(f"M{LEFT + 60} {top + HIGH + 2} v{GAP - 14}", INK))
        parts.append(_head(LEFT + 60, top + HIGH + GAP - 2, INK))
    return parts


def _doubt(bottom: int, words: str) -> list[str]:
    """What becomes of a figure without proof, beside the arrow below the proof."""
    return [_text(LEFT + 90, bottom + 28, DOUBTFUL, words)]


def _back(tall: int, words: str) -> list[str]:
    """The way back: from the tables and pages up to the report."""
    right = LEFT + BOX
    first = 20 + HIGH // 2
    last = 20 + (len(STEPS) - 1) * (HIGH + GAP) + HIGH // 2
    path = f"M{right} {last} h44 V{first} h-30"
    return [
        _arrow(path, LINE),
        f'<path d="M{right + 4} {first} l16 -9 v18 z" fill="{LINE}"/>',
        _text(LEFT, tall - 22, WAY_BACK, f"↑ {words}"),
    ]


def _text(x: int, y: int, look: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" {look}>{escape(words)}</text>'


def _arrow(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="4"/>'


def _head(x: int, y: int, colour: str) -> str:
    return f'<path d="M{x} {y} l-9 -16 h18 z" fill="{colour}"/>'


def main() -> None:
    for number, language in enumerate(LANGUAGES):
        (IMAGES / f"what_it_is.{language}.svg").write_text(drawn(number), "utf-8")


if __name__ == "__main__":
    main()
