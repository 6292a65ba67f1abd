"""The texts and words of an RTF file → its running text, and the rows of its tables.

A table in a cell is a table of its own, and the table around it is layout: its text runs on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.readers.flow import BREAK
from helpers.readers.rtf.tokens import FLOATS, Said, Word, is_low
from helpers.readers.word.colours import BLACK, WHITE, Colour, faint

#: A caption is this long at most.
CAPTION = 200
#: Above this share (in hundredths of a percent) a pattern is what is seen of a ground.
_HALF = 5000
#: Words that say which part of a merged cell one is: down, across.
_MERGES = {
    "clvmgf": ("down", "begin"),
    "clvmrg": ("down", "go on"),
    "clmgf": ("across", "begin"),
    "clmrg": ("across", "go on"),
}
#: Words that say what is behind a cell: a colour, that of its pattern, and how dense this is.
_GROUNDS = frozenset({"clcbpat", "clcfpat", "clshdng"})


@dataclass(frozen=True)
class Edge:
    """The right edge of a cell in twips, and how the cell is set."""

    right: int
    settings: dict[str, int | str]

    def part(self, direction: str) -> str:
        """Which part of cells merged down or across it is: the one that begins, or goes on."""
        return str(self.settings.get(direction, ""))

    def ground(self, colours: Sequence[Colour | None]) -> Colour:
        """What is behind the text of the cell."""
        is_dense = int(self.settings.get("clshdng", 0)) > _HALF
        number = int(self.settings.get("clcfpat" if is_dense else "clcbpat", 0))
        colour = colours[number] if 0 < number < len(colours) else None
        return colour or (BLACK if is_dense else WHITE)


@dataclass(frozen=True)
class Cell:
    """A cell of a row, and whether nobody can be sure of its digits."""

    text: str
    odd: bool


@dataclass
class Table:
    """The rows of a table: the edges of its cells, and the cells; `level`: 1 outside all others."""

    above: str
    level: int = 1
    rows: list[tuple[tuple[Edge, ...], tuple[Cell, ...]]] = field(default_factory=list)
    ended: bool = False


@dataclass
class Body:
    """What is read so far: running text and tables, and the row that is being read.

    `colours`: of the file; `floats`: whether something may lie over any table; `torn`: how many
    rows have more or fewer cells than edges, so that nobody knows where each stands.
    """

    colours: Sequence[Colour | None]
    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    floats: bool = False
    torn: int = 0
    _edges: list[Edge] = field(default_factory=list)
    _settings: dict[str, int | str] = field(default_factory=dict)
    _low: bool = False
    _level: int = 0
    _said: list[Said] = field(default_factory=list)
    _cells: dict[int, list[list[Said]]] = field(default_factory=dict)
    _holds: bool = False
    _inside: bool = False
    _framed: bool = False
    _seen: int = 0

    @property
    def text(self) -> str:
        """The running text."""
        return BREAK.join([*self.lines, _whole(self._said)]).strip()

    def add(self, said: Said) -> None:
        """Take a piece of text."""
        if self._framed and any(map(str.isdigit, said.text)):
            self.floats = self.floats or not any(map(str.isalpha, said.text))
        self._said.append(said)
        if self._level == 0 and not self._cells and BREAK in said.text:
            self._run_on()

    def follow(self, word: Word) -> None:
        """What a word does to the table that is being read."""
        if word == FLOATS:
            self.floats = True
        elif word.name.startswith("pos") or word.name == "absw":
            self._framed = True
        elif word.name == "pard":
            self._level, self._framed = 0, False
        elif word.name == "intbl":
            self._level = max(self._level, 1)
        elif word.name == "itap":
            self._enter(word.number or 0)
        else:
            self._set_table(word.name, word.number)

    def _enter(self, level: int) -> None:
        """Begin a paragraph in a table of this level; what stands before one in a cell runs on."""
        if level > 1 and not self._inside:
            self._run_on()
            self._inside = True
        self._level = level

    def _run_on(self) -> None:
        """What was said is running text."""
        *whole, rest = _whole(self._said).split(BREAK)
        self.lines += whole
        self._said = [Said(rest)] if rest else []

    def _set_table(self, name: str, number: int | None) -> None:
        if name in _MERGES:
            direction, part = _MERGES[name]
            self._settings[direction] = part
        elif name in _GROUNDS:
            self._settings[name] = number or 0
        elif name == "trowd":
            self._edges, self._settings, self._low = [], {}, False
        elif name == "trrh":
            self._low = is_low(number or 0)
        elif name == "cellx":
            self._edges.append(Edge(number or 0, self._settings))
            self._settings = {}
        else:
            self._end(name)

    def _end(self, name: str) -> None:
        """What ends a cell or a row."""
        if name in ("cell", "nestcell"):
            level = 1 if name == "cell" else max(self._level, 2)
            self._cells.setdefault(level, []).append(self._said)
            self._said, self._inside = [], False
            if self.tables and self.tables[-1].level > level:
                self.tables[-1].ended, self._holds = True, level == 1
        elif name in ("row", "nestrow"):
            self._end_row(1 if name == "row" else max(self._level, 2))

    def _end_row(self, level: int) -> None:
        cells = self._cells.pop(level, [])
        if level == 1 and self._holds:
            for said in cells:
                self.lines += _whole(said).split(BREAK)
            self._holds = False
            return
        if self._begins(level):
            above = BREAK.join(line for line in self.lines[-2:] if line.strip())
            self.tables.append(Table(above[-CAPTION:], level))
        self._seen = len(self.lines)
        if len(cells) != len(self._edges):
            self.torn += 1
            cells = []
        row = tuple(self._cell(*each) for each in zip(cells, self._edges, strict=False))
        self.tables[-1].rows.append((tuple(self._edges), row))

    def _begins(self, level: int) -> bool:
        """Whether a row is the first of a table."""
        if not self.tables or self.tables[-1].ended or self.tables[-1].level != level:
            return True
        return any(line.strip() for line in self.lines[self._seen :])

    def _cell(self, said: Sequence[Said], edge: Edge) -> Cell:
        ground = edge.ground(self.colours)
        odd = any(self._is_odd(piece, ground) for piece in said)
        return Cell(_whole(said).strip(), odd)

    def _is_odd(self, piece: Said, ground: Colour) -> bool:
        has_digits = any(map(str.isdigit, piece.text))
        pale = faint(piece.ink, (piece.ground or ground,))
        return piece.odd or (has_digits and (self._low or pale))


def _whole(said: Sequence[Said]) -> str:
    """The text of pieces; two halves of a character, which a file writes apart, are one."""
    text = "".join(piece.text for piece in said)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
