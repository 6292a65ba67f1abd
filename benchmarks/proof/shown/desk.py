"""A desk on which one cell of a printed report is changed: what a PDF editor can do to a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import printing as pr
from printing import Key, Report
from printing_pdf import Paper, fit, print_pdf
from proof.shown import fonts, pictures
from proof.shown.cases import Case, Made, Subject
from proof.shown.control import Control
from proof.shown.digits import STANDARD
from proof.shown.editor import PageEditor, literal, rectangle
from proof.shown.fonts import Font
from proof.shown.objects import File, Name
from proof.shown.pictures import Spot

#: The reports in which a cell is changed: the form, which one of its reports, and how it is set.
REPORTS = (
    ("national_2021", 1, Paper()),
    ("national_2021", 2, Paper(size=9, rules="boxes")),
    ("national_2021", 3, Paper(size=7.5, rules="separate", head="coloured")),
    ("national_2021", 4, Paper(rules="gaps", head="dark")),
    ("national_2019", 5, Paper(rules="boxes", head="coloured")),
    ("annex_fujian", 6, Paper(size=10)),
)
#: How often each of them is taken.
OFTEN = (3, 2, 2, 1, 2, 1)
#: How far from the edges of its cell a frame is drawn, in points.
FRAMES = {"separate": 1.0, "gaps": 0.8}


class Plain:
    """A report printed plainly."""

    def __init__(self, form: str, seed: int, paper: Paper) -> None:
        self.form, self.seed, self.paper = form, seed, paper
        self.folder = TemporaryDirectory()
        path = print_pdf(self.report(), Path(self.folder.name) / "control.pdf", paper)
        self.control = Control(path, self.report(), paper.size, FRAMES.get(paper.rules, 0))

    def report(self) -> Report:
        """The report, to be changed and printed again."""
        report = pr.report(self.form, seed=self.seed)
        fit(report, self.paper)
        return report


@cache
def plain(number: int) -> Plain:
    """One of the reports, printed once."""
    return Plain(*REPORTS[number])


class Desk(Subject, PageEditor):
    """One cell of a report, blank until something is put into it.

    `printed`: the number of the plain report. `face`: the font of what is put into the cell.
    Lengths are in points from the lower left corner of the page, as in the file itself.
    """

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.set = plain(self.chance.choices(range(len(REPORTS)), OFTEN)[0])
        self.take(self.set.report())
        self.size, self.printed = self.set.paper.size, self.text
        if self.is_free:
            self.text = self.digits(self.chance.randint(2, 4))
        self.spots = dict(self.set.control.spots)
        self.watched = [self.key]
        self.clear()
        pr.write(self.report, self.key, "", None)

    def keep(self) -> str:
        """Print the number as the report does; it has to be said before anything is put on the page."""
        pr.write(self.report, self.key, self.text, None)
        return self.text

    @cached_property
    def file(self) -> File:
        with TemporaryDirectory() as folder:
            return File(print_pdf(self.report, Path(folder) / "report.pdf", self.set.paper))

    @property
    def number(self) -> int:
        """The page on which the cell stands."""
        return self.spot.page

    # ---- where things are

    @property
    def is_free(self) -> bool:
        """Whether the number is a count in no sum, so that it may be any."""
        return self.key[0] == "disclosure" and "." not in self.printed

    @property
    def paper(self) -> str:
        """The operator that sets the colour of the cell's ground."""
        return "0.93 g" if self.set.paper.rules == "gaps" else "1 g"

    @property
    def spot(self) -> Spot:
        return self.spots[self.key]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The cell: left, bottom, right, top."""
        return self.box_of(self.key)

    def box_of(self, key: Key) -> tuple[float, float, float, float]:
        """Another cell, on its own page."""
        x0, y0, x1, y1 = self.set.control.spots[key].box
        return x0, self.height - y1, x1, self.height - y0

    @property
    def height(self) -> float:
        return self.set.paper.shape[1]

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def base(self) -> float:
        """The base line of a number in the middle of the cell."""
        return (self.box[1] + self.box[3]) / 2 - self.size * 0.31

    def left(self, text: str, size: float | None = None) -> float:
        """Where a text begins that stands in the middle of the cell."""
        return self.middle - self.face.width(text, size or self.size) / 2

    def inner(self, by: float = 0.8) -> tuple[float, float, float, float]:
        """The cell without its rules, or with more of a margin."""
        x0, y0, x1, y1 = self.box
        return x0 + by, y0 + by, x1 - by, y1 - by

    def extent(self, text: str | None = None) -> tuple[float, float, float, float]:
        """The box of a number in the middle of the cell, from its base line to its top."""
        text = text or self.text
        x = self.left(text)
        return x, self.base, x + self.face.width(text, self.size), self.base + self.size * 0.73

    @property
    def to_cell(self) -> str:
        """The operator after which the unit square is the cell."""
        x0, y0, x1, y1 = self.inner()
        return f"{x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {y0:.2f} cm"

    def near(self, count: int) -> list[Key]:
        """The cells on the same page that lie nearest."""
        x, y = self.middle, self.spot.box[1]
        same = [
            key
            for key, spot in self.spots.items()
            if spot.page == self.spot.page and key != self.key
        ]
        return sorted(
            same, key=lambda key: abs(self.spots[key].box[0] - x) + abs(self.spots[key].box[1] - y)
        )[:count]

    # ---- what is printed in the cell

    @cached_property
    def face(self) -> Font:
        """A font as any other; once it is asked for, it stays."""
        path = self.chance.choice(
            [fonts.NOTO, fonts.NOTO, fonts.SANS, fonts.SERIF, fonts.TIMES, None]
        )
        if path is None:
            return fonts.standard(
                self.file, self.chance.choice(STANDARD), Encoding=Name("WinAnsiEncoding")
            )
        return fonts.embedded(self.file, path, tells={})

    def show(
        self,
        text: str | None = None,
        at: tuple[float, float] | float | None = None,
        size: float | None = None,
        font: Font | None = None,
        before: str = "",
    ) -> str:
        """A text object: the number in the middle of the cell, if nothing else is said.

        `at`: where it begins, or how far from the left. `before`: operators before its text.
        """
        text, size = text or self.text, size or self.size
        at = self.left(text, size) if at is None else at
        x, y = at if isinstance(at, tuple) else (at, self.base)
        name = self.use("Font", (font or self.face).ref)
        return f"BT {name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {before} {literal(text)} Tj ET"

    def on_paper(self, text: str) -> str:
        """A number on a box that hides what stands in the cell."""
        return f"{self.paper} {rectangle(self.inner())} 0 g {self.show(text)}"

    # ---- the page as a whole

    def turn(self, degrees: int) -> None:
        """Turn the page, so that its text lies on its side or on its head."""
        self.page["Rotate"] = degrees
        self.spots = {key: replace(spot, turn=360 - degrees) for key, spot in self.spots.items()}

    def crop(self, margin: float) -> None:
        """Show the page without its margins."""
        width, height = self.set.paper.shape
        self.page["CropBox"] = [margin, margin, width - margin, height - margin]
        self._move(1, -margin, -margin)

    def scale(self, factor: float) -> None:
        """Draw the whole page smaller, from its top left corner."""
        self.around = f"q {factor} 0 0 {factor} 0 {self.height * (1 - factor):.2f} cm", "Q"
        self._move(factor, 0, 0)

    def _move(self, factor: float, right: float, down: float) -> None:
        for key, spot in self.spots.items():
            x0, y0, x1, y1 = (length * factor for length in spot.box)
            self.spots[key] = replace(spot, box=(x0 + right, y0 + down, x1 + right, y1 + down))

    def finish(self, folder: Path) -> Made:
        """Save the file, and take pictures of what is watched."""
        path = self.save(folder / f"{self.case.name}.pdf")
        views = pictures.of_pdf(path, [self.spots[key] for key in self.watched])
        return Made(
            self.case,
            path,
            self.set.form,
            dict(zip(self.watched, views, strict=True)),
            self.set.control.digit,
        )


def make(cases: Iterable[Case], folder: Path) -> Iterator[Made]:
    """Make the files of cases."""
    for case in cases:
        desk = Desk(case)
        case.kind(desk)
        yield desk.finish(folder)
