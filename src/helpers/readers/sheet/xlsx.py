"""Excel files since 2007 (.xlsx, .xlsm): what openpyxl reads of them, and how they are shown.

openpyxl and calamine are given a package of the parts that count alone, without empty cells: they
would set up a million of them, as sheets that were formatted to their end have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import ZIP_STORED, BadZipFile, ZipFile
from zlib import error as DeflateError  # noqa: N812 - an exception that zlib calls error

from openpyxl import load_workbook
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.package import LARGEST, of_kind, parsed, part_of, relations_of
from helpers.readers.sheet.book import PLAIN, Area, Look, Sheet, Slot, check_size
from helpers.readers.sheet.letters import is_odd, is_pale, is_turned, left_of
from helpers.readers.word.colours import WHITE, Colour, Palette, lightened, rgb

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: Cells and rows without content; rows that are hidden stay.
_EMPTY = re.compile(
    rb'<c (?=[^>]*\br=")[^>]*(?:/>|(?<!/)></c>)|<row (?=[^>]*\br=")(?![^>]*hidden)[^>]*/>'
)
#: What is raised of a file that is damaged.
_FAULTS = (
    BadZipFile, DeflateError, ElementTree.ParseError, expat.ExpatError, InvalidFileException,
)  # fmt: skip
#: Colours of the theme by their numbers.
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_USUAL = 11.0  # points
#: A drawing without a corner at its end reaches over slots at least so high and wide (in EMU).
_SMALL = 120_000
#: A row is too low for letters of more than so many times its height.
_LOW = 1.6


def read_xlsx(path: Path) -> tuple[list[Sheet], bytes]:
    """The sheets that are shown with their second reading, and the package for the first one.

    Raises:
        UnreadableReport: the file is damaged or absurdly large.
    """
    try:
        with ZipFile(path) as package:
            return _read(package)
    except _FAULTS as error:
        raise UnreadableReport(say("damaged_sheet")) from error


def _read(package: ZipFile) -> tuple[list[Sheet], bytes]:
    mains = of_kind("officeDocument", relations_of(package, ""))
    main = mains[0] if mains else ""
    book = parsed(part_of(package, main))
    if book is None:
        raise UnreadableReport(say("damaged_sheet"))
    relations = relations_of(package, main)
    names = {relation.identifier: relation.name for relation in relations}
    worksheets = set(of_kind("worksheet", relations))
    texts, styles, theme = (
        parsed(part_of(package, next(iter(of_kind(kind, relations)), "")))
        for kind in ("sharedStrings", "styles", "theme")
    )
    settled = _Settled(
        marked=_marked_texts(texts),
        hiding=_hiding(styles),
        recount=_flag(book.find(f"{_MAIN}calcPr"), "fullCalcOnLoad"),
    )
    sheets, filled = [], 0
    for entry in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        part = names.get(entry.get(_LINK, ""), "")
        if part not in worksheets:
            continue
        layout = _Layout(package, part, settled)
        sheet = layout.read(entry.get("name", ""))
        filled = check_size(layout.filled, filled)
        if entry.get("state", "visible") == "visible":
            sheets.append(sheet)
    cleaned = _cleaned(package, worksheets)
    _second(cleaned, sheets, Palette(theme))
    return sheets, cleaned


def _cleaned(package: ZipFile, worksheets: set[str]) -> bytes:
    """The package of the parts that both libraries read, without empty cells."""
    out = BytesIO()
    size = 0
    with ZipFile(out, "w", ZIP_STORED) as copy:
        for name in dict.fromkeys(package.namelist()):
            if not name.endswith((".xml", ".rels")) or "/pivot" in name:
                continue
            part = part_of(package, name)
            size += len(part)
            if size > 3 * LARGEST:
                raise UnreadableReport(say("large_package", megabytes=3 * LARGEST // 10**6))
            if name in worksheets:
                # Else what is left out might mend a part that is damaged.
                expat.ParserCreate().Parse(part, True)
                part = _EMPTY.sub(b"", part)
            copy.writestr(name, part)
    return out.getvalue()


@dataclass(frozen=True)
class _Settled:
    """What is settled once for all sheets.

    `marked`: what is left of texts with raised letters, by their numbers; `hiding`: the settings of
    conditions that may hide something; `recount`: whether Excel is to work out all formulas anew.
    """

    marked: dict[str, str]
    hiding: set[int]
    recount: bool


class _Layout:
    """What the part of a sheet says beside the values."""

    def __init__(self, package: ZipFile, part: str, settled: _Settled) -> None:
        self._package, self._part, self._settled = package, part, settled
        self.filled: set[Slot] = set()
        self._row = self._column = -1

    def read(self, name: str) -> Sheet:
        sheet = Sheet(name)
        source = _EMPTY.sub(b"", part_of(self._package, self._part))
        steps: dict[str, Callable[[Sheet, Element], None]] = {
            "row": self._read_row,
            "col": self._read_column,
            "sheetFormatPr": self._read_format,
            "sheetView": self._read_view,
            "mergeCell": self._read_merged,
            "conditionalFormatting": self._read_conditions,
        }
        for _, element in ElementTree.iterparse(BytesIO(source)):
            step = steps.get(element.tag.removeprefix(_MAIN))
            if step:
                step(sheet, element)
                element.clear()
        self._read_drawings(sheet)
        return sheet

    def _read_row(self, sheet: Sheet, row: Element) -> None:
        self._row = int(row.get("r", self._row + 2)) - 1
        self._column = -1
        height = float(row.get("ht", "15"))
        if _flag(row, "hidden") or height == 0:
            sheet.hidden_rows.add(self._row)
        elif height * _LOW < _USUAL:
            sheet.low.add(self._row)
        for cell in row.iterfind(f"{_MAIN}c"):
            self._read_cell(sheet, cell)

    def _read_cell(self, sheet: Sheet, cell: Element) -> None:
        name = cell.get("r")
        self._column = _boundaries(name).left if name else self._column + 1
        slot = (self._row, self._column)
        value = cell.findtext(f"{_MAIN}v", "")
        kind = cell.get("t", "n")
        formula = cell.find(f"{_MAIN}f")
        inline = cell.find(f"{_MAIN}is")
        if not value and inline is None and formula is None:
            return
        self.filled.add(slot)
        if kind == "e":
            sheet.errors[slot] = value
        elif formula is not None and kind != "str" and self._is_unsolved(value):
            sheet.unsolved.add(slot)
        left = self._settled.marked.get(value) if kind == "s" else _left_of(inline)
        if left is not None:
            sheet.marked[slot] = left

    def _is_unsolved(self, value: str) -> bool:
        """Whether a formula has no result, or the zero of a program that leaves it to Excel."""
        return not value or (self._settled.recount and float(value) == 0)

    def _read_column(self, sheet: Sheet, column: Element) -> None:
        span = range(int(column.get("min", "1")) - 1, int(column.get("max", "1")))
        width = float(column.get("width", sheet.width))
        if _flag(column, "hidden") or width == 0:
            sheet.hidden_columns.append(span)
        sheet.widths.append((span, width))

    def _read_format(self, sheet: Sheet, element: Element) -> None:
        sheet.width = float(element.get("defaultColWidth", sheet.width))

    def _read_view(self, sheet: Sheet, element: Element) -> None:
        if element.get("showZeros") in ("0", "false"):
            sheet.shows_zeros = False
        if _flag(element, "showFormulas"):
            sheet.covered.append(Area(0, 0, 2**20, 2**14))

    def _read_merged(self, sheet: Sheet, element: Element) -> None:
        sheet.merged.append(_boundaries(element.get("ref", "A1")))

    def _read_conditions(self, sheet: Sheet, element: Element) -> None:
        """Cells that a condition may hide, or show in another way."""
        for rule in element.iterfind(f"{_MAIN}cfRule"):
            styled = rule.get("dxfId", "")
            shows = [part.get("showValue") for part in rule]
            if "0" in shows or (styled.isdigit() and int(styled) in self._settled.hiding):
                sheet.covered += map(_boundaries, element.get("sqref", "").split())

    def _read_drawings(self, sheet: Sheet) -> None:
        relations = relations_of(self._package, self._part)
        for name in of_kind("drawing", relations):
            drawing = parsed(part_of(self._package, name))
            for anchor in drawing if drawing is not None else ():
                over = sheet.crossed if _is_line(anchor) else sheet.covered
                over.append(_anchored(anchor))
        for name in of_kind("vmlDrawing", relations):
            sheet.covered += _shapes(part_of(self._package, name))


def _flag(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name, "0") in ("1", "true")


def _boundaries(reference: str) -> Area:
    """The area of a reference such as B2:C3."""
    left, top, right, bottom = range_boundaries(reference)
    return Area((top or 1) - 1, (left or 1) - 1, (bottom or 2**20) - 1, (right or 2**14) - 1)


def _is_line(anchor: Element) -> bool:
    """Whether a drawing is nothing but a line, as across the corner of a head."""
    shapes = [each.get("prst", "") for each in anchor.iterfind(f".//{_SHAPE}prstGeom")]
    return bool(shapes) and all(shape.startswith(("line", "straight")) for shape in shapes)


def _anchored(anchor: Element) -> Area:
    """The slots that a drawing lies over."""

    def corner(which: str) -> Slot | None:
        found = anchor.find(f"{_ANCHOR}{which}")
        if found is None:
            return None
        row, column = (found.findtext(f"{_ANCHOR}{side}", "0") for side in ("row", "col"))
        return int(row), int(column)

    top, left = corner("from") or (0, 0)
    end = corner("to")
    if end is None:
        size = anchor.find(f"{_ANCHOR}ext")
        high, wide = (int(size.get(side, "0")) if size is not None else 0 for side in ("cy", "cx"))
        # Where the drawing begins is told by the place on the sheet, or not at all.
        moved = 0 if anchor.find(f"{_ANCHOR}from") is not None else 2**20
        end = top + high // _SMALL + moved, left + wide // _SMALL + moved
    return Area(top, left, *end)


def _shapes(part: bytes) -> Iterator[Area]:
    """The slots under notes that are always shown, and under controls."""
    for shape in re.findall(rb"<x:ClientData\s.*?</x:ClientData>", part, re.DOTALL):
        place = re.search(rb"<x:Anchor>([\d,\s-]+)</x:Anchor>", shape)
        if place is None or (b'"Note"' in shape and b"<x:Visible" not in shape):
            continue
        numbers = [int(number) for number in place[1].split(b",")]
        if len(numbers) == 8:
            yield Area(numbers[2], numbers[0], numbers[6], numbers[4])


def _marked_texts(root: Element | None) -> dict[str, str]:
    """What is left of the texts in which letters are marked, by the numbers of these texts."""
    if root is None:
        return {}
    items = enumerate(root.iterfind(f"{_MAIN}si"))
    texts = {str(number): _left_of(item) for number, item in items}
    return {number: left for number, left in texts.items() if left is not None}


def _left_of(item: Element | None) -> str | None:
    """What is left of a text without its raised letters; None where there are no marks."""
    if item is None:
        return None
    pieces = []
    for run in item.iterfind(f"{_MAIN}r"):
        raised = run.find(f"{_MAIN}rPr/{_MAIN}vertAlign")
        struck = run.find(f"{_MAIN}rPr/{_MAIN}strike")
        pieces.append(
            (
                run.findtext(f"{_MAIN}t", ""),
                raised is not None and raised.get("val") != "baseline",
                struck is not None and struck.get("val", "1") in ("1", "true"),
            )
        )
    return left_of(pieces)


def _hiding(styles: Element | None) -> set[int]:
    """The settings of conditions that may hide or change what is printed, by their numbers."""
    if styles is None:
        return set()
    settings = enumerate(styles.iterfind(f"{_MAIN}dxfs/{_MAIN}dxf"))
    return {number for number, setting in settings if _hides(setting)}


def _hides(setting: Element) -> bool:
    if setting.find(f"{_MAIN}numFmt") is not None:
        return True
    if setting.find(f"{_MAIN}font/{_MAIN}strike") is not None:
        return True
    colour = setting.find(f"{_MAIN}font/{_MAIN}color")
    if colour is None:
        return False
    plain = rgb(colour.get("rgb", "")[-6:])
    return colour.get("theme") == "0" or (plain is not None and is_pale(plain, WHITE))


def _second(cleaned: bytes, sheets: list[Sheet], palette: Palette) -> None:
    """Give the sheets their values by openpyxl, and how each is set."""
    book = load_workbook(BytesIO(cleaned), read_only=True, data_only=True, keep_links=False)
    usual = book._fonts[0].sz or _USUAL if book._fonts else _USUAL
    looks: dict[tuple[int, ...], Look] = {}
    for sheet in sheets:
        source: Any = book[sheet.name]
        source.reset_dimensions()
        for row in source.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                style = tuple(cell.style_array)
                if style not in looks:
                    looks[style] = _look(cell, palette, usual)
                slot = (cell.row - 1, cell.column - 1)
                sheet.looks[slot] = looks[style]
                if slot not in sheet.errors and slot not in sheet.unsolved:
                    sheet.second[slot] = cell.value


def _look(cell: Any, palette: Palette, usual: float) -> Look:
    font, fill, place = cell.font, cell.fill, cell.alignment
    size = float(font.sz or usual)
    ground = WHITE
    if fill.fill_type:
        ground = _colour(fill.fgColor, palette, WHITE)
    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
    return Look(
        code=cell.number_format or PLAIN.code,
        odd=is_odd(
            _colour(font.color, palette, (0, 0, 0)),
            ground,
            size,
            marked=bool(font.strike or font.vertAlign in ("superscript", "subscript")),
        ),
        turned=is_turned(place.horizontal, place.textRotation or 0),
        ruled=any(side is not None and side.style for side in sides),
        size=size / usual,
        shrinks=bool(place.shrinkToFit),
    )


def _colour(colour: Any, palette: Palette, default: Colour) -> Colour:
    """A colour of openpyxl, `default` where it is left to the program."""
    if colour is None:
        return default
    if colour.type == "rgb":
        return rgb(str(colour.rgb)[-6:]) or default
    if colour.type == "indexed":
        code = COLOR_INDEX[colour.indexed] if colour.indexed < len(COLOR_INDEX) else ""
        return rgb(code[-6:]) or default
    if colour.type == "theme" and colour.theme < len(_THEME):
        named = palette.named(_THEME[colour.theme]) or default
        tint = colour.tint or 0.0
        return lightened(named, 1 - abs(tint), max(tint, 0.0))
    return default
