"""A web page of a report in which one cell is marked up otherwise, and its picture in Chromium."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

import browsing
import printing as pr
from browsing import Browser
from printing import Cell, Key, Report
from printing_html import Markup, plain, print_html
from proof.shown import oracle
from proof.shown.cases import Case, Made, Subject, plain_keys
from proof.shown.ink import Pixels
from proof.shown.pictures import Views

#: How far from the edges of a cell its rules lie, in pixels of the page.
RULE = 2
#: In pixels of the picture to one of the page.
SCALES = (4.0, 5.5)
#: The reports in which a cell is changed: the form, and which one of its reports.
REPORTS = (
    ("national_2021", 1),
    ("national_2021", 2),
    ("national_2021", 3),
    ("national_2019", 4),
    ("annex_fujian", 5),
)
#: How the tables of a page are set.
LOOKS = (
    "td { border: 1px solid #000; padding: 6px 8px; font: 16px sans-serif; text-align: center }",
    "table { border-collapse: collapse } td { border: 1px solid #999; padding: 5px; font-family: serif }",
    "td { padding: 8px; font: 15px 'DejaVu Sans'; background: #f3f7fb }",
    "table { border-collapse: collapse } td { border: 1px solid #000; padding: 7px; font: 14pt 'Noto Serif CJK SC' }",
)
#: How tall a digit is in the size of a page's letters, in pixels.
DIGIT = 16 * 0.73
#: Where the nth cell of the page is, or of the page in its frame.
RECTANGLE = """
const [number, framed] = arguments;
const inner = framed ? document.querySelector("iframe") : null;
const cell = (inner ? inner.contentDocument : document).querySelectorAll("td")[number];
const box = cell.getBoundingClientRect(), at = inner ? inner.getBoundingClientRect() : {x: 0, y: 0};
return [box.x + at.x + scrollX, box.y + at.y + scrollY, box.width, box.height];
"""
_HERE = "\ue000"  # a sign of nobody's, where the cell is


class Page(Subject):
    """A web page of a report; its cell is empty until it is said what stands in it.

    `name`: a class or an id that nothing else has.
    """

    looks: Sequence[str] = LOOKS

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.which = self.chance.randrange(len(REPORTS))
        self.look = self.chance.randrange(len(self.looks))
        self.form, seed = REPORTS[self.which]
        self.take(pr.report(self.form, seed=seed))
        self.name = self.chance.choice(["n", "x1", "data", "foot", "num", "gk_z"])
        self.watched = [self.key]
        self.styles: list[str] = []
        self.head = self.body = self.inner = self.attributes = self.before = ""
        self.framed, self.markup = False, plain

    @property
    def ground(self) -> str:
        """The colour on which the number stands."""
        return "#f3f7fb" if "f3f7fb" in self.looks[self.look] else "#fff"

    # ---- what stands on the page

    def put(self, inner: str, attributes: str = "", before: str = "") -> None:
        """What stands in the cell; `before`: what stands before it in its row."""
        self.inner, self.attributes, self.before = inner, attributes and " " + attributes, before

    def style(self, css: str) -> None:
        """A style sheet of its own, behind that of the page."""
        self.styles.append(css)

    def script(self, code: str, attributes: str = "") -> None:
        """A script at the end of the page."""
        self.body += f"<script{attributes and ' ' + attributes}>{code}</script>"

    # ---- the end

    def write(self, path: Path) -> Path:
        """Write the page."""
        html = page_of(self.report, self.key, path, self.markup)
        sheets = "".join(f"<style>{css}</style>" for css in (self.looks[self.look], *self.styles))
        html = re.sub(
            rf"<td([^<>]*)>{_HERE}",
            lambda td: f"{self.before}<td{td[1]}{self.attributes}>{self.inner}",
            html,
        )
        html = html.replace("</title>", f"</title><meta charset='utf-8'>{sheets}{self.head}")
        html = html.replace("</body>", f"{self.body}</body>")
        if self.framed:
            frame = f"<iframe srcdoc='{escape(html)}' width='900' height='3000' frameborder='0'></iframe>"
            html = f"<html><meta charset='utf-8'><body><h1>{self.report.title}</h1>{frame}</body></html>"
        path.write_text(html, "utf-8")
        return path

    def places(self) -> dict[Key, int]:
        """Which cell of the page is that of each figure that is watched."""
        order = [cell.key for cell in self.report.cells()]
        shift = self.before.count("<td")
        here = order.index(self.key)
        return {
            key: order.index(key) + (shift if order.index(key) >= here else 0)
            for key in self.watched
        }


def page_of(report: Report, key: Key, path: Path, markup: Markup) -> str:
    """A page with a mark instead of what stands in one cell."""

    def marked(cell: Cell) -> str:
        return _HERE if cell.key == key else markup(cell)

    return print_html(report, path, marked).read_text("utf-8")


def plain_page(report: Report, look: str, path: Path) -> Path:
    """A page on which every cell is plain."""
    html = print_html(report, path, plain).read_text("utf-8")
    path.write_text(
        html.replace("</title>", f"</title><meta charset='utf-8'><style>{look}</style>"), "utf-8"
    )
    return path


class Camera:
    """A browser that takes pictures of cells."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def views(self, page: Path, places: Iterable[int], *, framed: bool = False) -> list[Views]:
        """Pictures of the cells of a page, once its scripts have run; none of a cell that has no room on it."""
        self.browser.open(page)
        self.browser.driver.execute_async_script("setTimeout(arguments[0], 60)")
        rectangles = [self.browser.run(RECTANGLE, place, framed) for place in places]
        return [self._views(*rectangle) for rectangle in rectangles]

    def _views(self, x: float, y: float, width: float, height: float) -> Views:
        if min(width, height) <= 2 * RULE:
            return ()
        clip = {
            "x": x + RULE,
            "y": y + RULE,
            "width": width - 2 * RULE,
            "height": height - 2 * RULE,
        }
        return tuple((self._picture(clip | {"scale": scale}), scale) for scale in SCALES)

    def _picture(self, clip: dict[str, float]) -> Pixels:
        shot = self.browser.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True}
        )
        return np.asarray(Image.open(io.BytesIO(b64decode(shot["data"]))).convert("RGB"))

    @cache  # noqa: B019 - there are few of them
    def digit(self, which: int, look: int) -> float:
        """How tall a digit is on a plain page, in pixels; the oracle has to read what is printed there."""
        report = pr.report(REPORTS[which][0], seed=REPORTS[which][1])
        key = plain_keys(report)[0]
        with TemporaryDirectory() as folder:
            path = plain_page(report, LOOKS[look], Path(folder) / "plain.html")
            [views] = self.views(path, [[cell.key for cell in report.cells()].index(key)])
        seen = oracle.see(views, DIGIT)
        assert seen.text == report.cell(key).text, seen
        return seen.height


def make(cases: Iterable[Case], folder: Path) -> Iterator[Made]:
    """Make the pages of cases, with one browser."""
    with TemporaryDirectory() as downloads, browsing.browser(Path(downloads)) as browser:
        yield from photograph(cases, folder, Camera(browser))


def photograph(cases: Iterable[Case], folder: Path, camera: Camera) -> Iterator[Made]:
    """Make the pages of cases, and take pictures of what is watched."""
    for case in cases:
        page = Page(case)
        case.kind(page)
        path = page.write(folder / f"{case.name}.html")
        views = camera.views(path, page.places().values(), framed=page.framed)
        watched = dict(zip(page.watched, views, strict=True))
        yield Made(case, path, page.form, watched, camera.digit(page.which, page.look))
