"""The records of an old Excel file that xlrd passes over: drawings, conditions, empty results."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from io import StringIO

from xlrd.compdoc import CompDoc, CompDocError

from helpers.readers.sheet.book import Area, Sheet

#: Records by their numbers (MS-XLS 2.3).
_BEGIN, _END, _SHEET = 0x0809, 0x0A, 0x85
_FORMULA, _DRAWING, _OBJECT, _NOTE = 0x06, 0xEC, 0x5D, 0x1C
_CONDITIONS, _CONDITION = 0x01B0, 0x01B1
#: The record of the program that worked out the formulas, and the bits of one to be done anew.
_COUNTED, _ANEW = 0x01C1, 3
#: The results of a formula that nobody worked out: zero, or an empty text.
_NO_RESULT = (bytes(8), b"\x03\0\0\0\0\0\xff\xff")
#: A condition that changes the number format or the letters.
_CHANGES = 0x0600_0000
#: How the place of a drawing begins (MS-ODRAW, OfficeArtClientAnchor).
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_PLACE = struct.Struct("<8H")
#: How an object begins that is placed in a record of its own.
_COMMON = b"\x15\0\x12\0"
#: The kinds of objects that are a line, and a note.
_IS_LINE, _IS_NOTE = 0x01, 0x19


def add_records(data: bytes, sheets: Sequence[Sheet]) -> None:
    """Add to each sheet of a file what its records tell; `sheets`: also those that are hidden."""
    stream = _stream(data)
    places = list(_places(stream))
    if len(places) != len(sheets):
        return
    counted = any(number == _COUNTED for number, _ in _records(stream, 0))
    for place, sheet in zip(places, sheets, strict=True):
        _Records(sheet, counted=counted).read(stream, place)


def _stream(data: bytes) -> bytes:
    document = CompDoc(data, logfile=StringIO())
    for name in ("Workbook", "Book"):
        try:
            memory, base, length = document.locate_named_stream(name)
        except CompDocError:
            return b""
        if memory:
            return bytes(memory[base : base + length])
    return b""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from one place on to the end of its part, without those of parts in it."""
    depth = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (number == _BEGIN) - (number == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield number, stream[at : at + length]
        at += length


def _places(stream: bytes) -> Iterator[int]:
    """Where each worksheet begins."""
    for number, record in _records(stream, 0):
        if number == _SHEET and len(record) > 5 and record[5] == 0:
            yield int.from_bytes(record[:4], "little")


class _Records:
    """The records of one sheet."""

    def __init__(self, sheet: Sheet, *, counted: bool) -> None:
        """`counted`: whether the file says which Excel worked out its formulas."""
        self._sheet, self._counted = sheet, counted
        self._places: list[Area] = []
        self._notes: dict[int, Area] = {}
        self._conditioned: Area | None = None

    def read(self, stream: bytes, place: int) -> None:
        steps = {
            _FORMULA: self._read_formula,
            _DRAWING: self._read_drawing,
            _OBJECT: self._read_object,
            _NOTE: self._read_note,
            _CONDITIONS: self._read_conditions,
            _CONDITION: self._read_condition,
        }
        for number, record in _records(stream, place):
            step = steps.get(number)
            if step and len(record) >= 8:
                step(record)

    def _read_formula(self, record: bytes) -> None:
        """A formula to be worked out anew, whose result is that of a program that cannot."""
        row, column = struct.unpack_from("<HH", record)
        if len(record) <= 14 or record[6:14] not in _NO_RESULT:
            return
        if record[14] & _ANEW or not self._counted:
            self._sheet.unsolved.add((row, column))
            self._sheet.second.pop((row, column), None)

    def _read_drawing(self, record: bytes) -> None:
        at = record.find(_ANCHOR)
        while at >= 0:
            place = record[at + len(_ANCHOR) :]
            self._places.append(_area(place[2:]))
            at = record.find(_ANCHOR, at + 1)

    def _read_object(self, record: bytes) -> None:
        kind, identifier = struct.unpack_from("<HH", record, 4)
        if record[:4] != _COMMON:  # as before 1997: its place is in it
            self._places.append(_area(record[10:]))
        if not self._places:
            return
        place = self._places.pop(0)
        if kind == _IS_NOTE:
            self._notes[identifier] = place
        elif kind == _IS_LINE:
            self._sheet.crossed.append(place)
        else:
            self._sheet.covered.append(place)

    def _read_note(self, record: bytes) -> None:
        """A note lies over the cells only if it is always shown."""
        _, _, settings, identifier = struct.unpack_from("<4H", record)
        if settings & 2 and identifier in self._notes:
            self._sheet.covered.append(self._notes[identifier])

    def _read_conditions(self, record: bytes) -> None:
        if len(record) >= 12:
            top, bottom, left, right = struct.unpack_from("<4H", record, 4)
            self._conditioned = Area(top, left, bottom, right)

    def _read_condition(self, record: bytes) -> None:
        changes = int.from_bytes(record[6:10], "little") & _CHANGES
        if changes and self._conditioned:
            self._sheet.covered.append(self._conditioned)


def _area(place: bytes) -> Area:
    """The slots between two corners, each given by a column and a row and how far into them."""
    left, _, top, _, right, _, bottom, _ = _PLACE.unpack(place[: _PLACE.size].ljust(_PLACE.size))
    return Area(top, left, bottom, right)
