"""That part of the picture of a page that is cells, and the ink in it."""

from __future__ import annotations

import cv2
import numpy as np

from helpers.readers.pdf.document import PdfPage
from helpers.readers.pdf.pdfium import RECTANGLE, Array, grown, lengths, middles

#: So much of a cell's edge may be its rule, in points; of small cells this part.
EDGE, EDGE_SHARE = 2.0, 0.25
#: A ground of its own within a cell, such as a highlight, is at least so wide and high, in points.
GROUND = 5.0
#: A box whose shade differs from that of its cell by more than this, of 255, is seen by everybody.
DIFFERENT = 40
#: Where the shade of a cell is looked for: its ground is the most frequent shade, since text is
#: smoothed into many.
_ACROSS, _DOWN = np.linspace(0.01, 0.99, 17), np.linspace(0.02, 0.98, 7)


class View:
    """The picture around all cells of a page, in pixels from the top left of what is looked at.

    `cells`: n x 4, boxes on the page as it is shown, in points. `outer`: the same in pixels,
    `inner`: without their rules. `shades`: how bright the ground of each cell is. `difference`: how
    far each pixel is from the shade of its ground, 0 to 255.
    """

    def __init__(self, page: PdfPage, cells: Array, edge: float) -> None:
        self.page, self.cells = page, cells
        #: 0 where lines of text run across the page as it is shown, 1 where they run down or up.
        self.along = 0 if (page.upright - page.turn) % 180 == 0 else 1
        first = cells[:, :2].min(axis=0) * page.scale
        last = cells[:, 2:].max(axis=0) * page.scale
        left, top = (max(int(side), 0) for side in first)
        right, bottom = (int(side) + 2 for side in last)
        self._grey = page.picture((left, top, right, bottom))
        self.high, self.wide = self._grey.shape
        self._corner = np.array([left, top])
        shorter = lengths(cells).min(axis=1)
        rules = np.minimum(edge, EDGE_SHARE * shorter)
        self.inner = self.inward(grown(cells, -rules[:, None]))
        self.outer = self.outward(cells)
        #: The number of the cell that each pixel lies in, -1 where it lies in none.
        self._numbered = np.full(self._grey.shape, -1, np.int16)
        for n, (x0, y0, x1, y1) in enumerate(self.outer.tolist()):
            self._numbered[y0:y1, x0:x1] = n
        self._ground = self._without_ink()
        self.difference = cv2.absdiff(self._grey, self._ground)
        self._sums = cv2.integral(self.difference)

    def inward(self, boxes: Array) -> Array:
        """Boxes in points as the whole pixels within them, none outside the view."""
        low = np.ceil(self._moved(boxes[:, :2]))
        high = np.floor(self._moved(boxes[:, 2:]))
        return self._clipped(low, high)

    def outward(self, boxes: Array) -> Array:
        """Boxes in points as the whole pixels that they touch, none outside the view."""
        low = np.floor(self._moved(boxes[:, :2]))
        high = np.ceil(self._moved(boxes[:, 2:]))
        return self._clipped(low, high)

    def _moved(self, points: Array) -> Array:
        """Points of the page, in pixels from the top left of the view."""
        return np.asarray(points * self.page.scale - self._corner)

    def _clipped(self, low: Array, high: Array) -> Array:
        """Boxes between these corners, as far as they lie in the view."""
        size = self.wide, self.high
        low = np.clip(low, 0, size).astype(int)
        high = np.clip(high, 0, size).astype(int)
        return np.hstack([low, np.maximum(low, high)])

    def inside(self, boxes: Array) -> Array:
        """Those of these boxes, in whole pixels, whose middle lies in a cell.

        Not those at the edge of one, where its rule is.
        """
        cell = self.cells_at(middles(boxes))
        low, high = np.hsplit(self.inner[cell], 2)
        whole = self.outward(boxes)
        middle = middles(whole)
        within = (middle > low) & (middle < high)
        return whole[(cell >= 0) & within.all(axis=1)]

    def cells_at(self, points: Array) -> Array:
        """The number of the cell at each point of the page, -1 where there is none."""
        x, y = self._moved(points).astype(int).T
        inside = (x >= 0) & (y >= 0) & (x < self.wide) & (y < self.high)
        found = np.full(len(points), -1)
        found[inside] = self._numbered[y[inside], x[inside]]
        return found

    def erase(self, boxes: Array) -> None:
        """Take no ink within these boxes, in whole pixels, for ink any more."""
        if not len(boxes):
            return
        for x0, y0, x1, y1 in boxes.tolist():
            self.difference[y0:y1, x0:x1] = 0
        self._sums = cv2.integral(self.difference)

    def shade_at(self, points: Array) -> Array:
        """How bright the ground is at each point of the page."""
        last = self.wide - 1, self.high - 1
        x, y = self._moved(points).astype(int).clip(0, last).T
        return np.asarray(self._ground[y, x])

    def ink(self, boxes: Array) -> Array:
        """How much ink each box holds (n x 4, whole pixels).

        That is the mean distance from the ground; 0 without pixels.
        """
        x0, y0, x1, y1 = boxes.T
        sums = self._sums
        ink = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
        pixels = (x1 - x0) * (y1 - y0)
        return ink / np.maximum(pixels, 1)

    def stray(self, shade: int, covers: Array) -> Array:
        """For each cell how many pixels are further from their ground than this.

        Pixels in the boxes `covers` do not count.
        """
        _, left = cv2.threshold(self.difference, shade, 1, cv2.THRESH_BINARY)
        for x0, y0, x1, y1 in covers.tolist():
            left[y0:y1, x0:x1] = 0
        cells = self.inner.tolist()
        return np.array([np.count_nonzero(left[y0:y1, x0:x1]) for x0, y0, x1, y1 in cells])

    def _without_ink(self) -> Array:
        """The picture as it would be without ink.

        Each cell, and each ground of its own in it, in its own shade.
        """
        self._boxes, self._boxed = self._fills()
        fills = self.inward(self._boxes)
        shades = self._shades_of(np.vstack([self.inner, fills]))
        count = len(self.cells)
        self.shades, self._box_shades = shades[:count], shades[count:]
        # Whole cells, since text may touch the rules.
        grounds = np.vstack([self.outer, fills])
        picture = self._grey.copy()
        for (x0, y0, x1, y1), shade in zip(grounds.tolist(), shades.tolist(), strict=True):
            picture[y0:y1, x0:x1] = shade
        return picture

    def _shades_of(self, grounds: Array) -> Array:
        """How bright each of these boxes (n x 4, whole pixels) is for the most part."""
        x0, y0, x1, y1 = grounds.T[:, :, None]
        xs = x0 + _ACROSS * (x1 - x0)
        ys = y0 + _DOWN * (y1 - y0)
        columns = xs.astype(int).clip(0, self.wide - 1)
        rows = ys.astype(int).clip(0, self.high - 1)
        samples = self._grey[rows[:, :, None], columns[:, None, :]]
        return _most_frequent(samples.reshape(len(grounds), -1))

    def boxed(self, points: Array) -> Array:
        """The cells that show a filled box on which no character with its middle here stands."""
        x0, y0, x1, y1 = self._boxes.T[:, :, None]
        x, y = points.T
        inside = (x > x0) & (x < x1) & (y > y0) & (y < y1)
        empty = ~inside.any(axis=1)
        apart = np.abs(self._box_shades - self.shades[self._boxed])
        return self._boxed[empty & (apart > DIFFERENT)]

    def _fills(self) -> tuple[Array, Array]:
        """Filled boxes within one cell, which are a ground of their own, and the cell of each."""
        paths = self.page.painted.paths
        large = (lengths(paths.boxes) >= GROUND).all(axis=1)
        rectangular = paths.kinds == RECTANGLE
        fills = paths.boxes[large & paths.filled & rectangular]
        as_shown = [self.page.as_shown(box) for box in fills.tolist()]
        boxes = np.array(as_shown, float).reshape(-1, 4)
        first = self.cells_at(boxes[:, :2] + 1)
        last = self.cells_at(boxes[:, 2:] - 1)
        within = (first >= 0) & (first == last)
        return boxes[within], first[within]


def _most_frequent(samples: Array) -> Array:
    """The most frequent shade of each row of samples."""
    count = len(samples)
    bins = np.arange(count)[:, None] * 256 + samples
    counts = np.bincount(bins.ravel(), minlength=256 * count)
    return counts.reshape(count, 256).argmax(axis=1)
