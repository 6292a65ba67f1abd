"""The same report printed plainly, from which is known where its cells lie and how tall its digits are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from helpers.extract.report import read_content
from printing import FORMS, Key, Report
from proof.shown import oracle, pictures
from proof.shown.cases import plain_keys
from proof.shown.oracle import Seen
from proof.shown.pictures import Spot

#: What a Latin digit is high, in the size of its font, by about.
DIGIT = 0.73


class Control:
    """A plain print of a report, in letters of about `size` points; `frame`: how far its rules lie within its cells.

    `spots`: where each figure is. `digit`: how tall a digit is, in points.
    """

    def __init__(self, path: Path, report: Report, size: float, frame: float = 0.0) -> None:
        content = read_content(path, FORMS)
        assert content.status == "verified", content.message
        self.path, self.size = path, size
        self.spots = {
            (each.table, each.row, each.column): Spot(each.page, _within(each.box, frame))
            for each in content.figures
            if each.page and each.box
        }
        key = plain_keys(report)[0]
        seen = self.seen(key)
        assert seen.text == report.cell(key).text, seen
        self.digit = seen.height

    @cache  # noqa: B019 - there are few controls
    def seen(self, key: Key) -> Seen:
        """What is seen in a cell."""
        [views] = pictures.of_pdf(self.path, [self.spots[key]])
        return oracle.see(views, self.size * DIGIT)


def _within(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return x0 + by, y0 + by, x1 - by, y1 - by
