"""The fields of a Word file that are open at a place of the walk.

Also whether what they print is out of date.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from helpers.readers.word.markup import NOTHING, SHOWS, on_attribute, value

#: Fields that print nothing where they stand, and those whose results Word works out anew for each
#: print.
_SILENT = frozenset(("XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE"))
VOLATILE = frozenset(
    ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "PRINTDATE", "FILESIZE")
)


@dataclass
class _Field:
    """A field that is open.

    `asks`: what it asks for; `in_result`: its result has begun; `dirty`: that is out of date.
    """

    asks: str = ""
    in_result: bool = False
    dirty: bool = False

    @property
    def kind(self) -> str:
        """Its first word (PAGE)."""
        words = self.asks.split()
        if words:
            return words[0].upper()
        return ""


class OpenFields:
    """The fields that are open, the innermost one last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def mark(self, mark: Element) -> None:
        """Take the mark that begins or ends a field or its result.

        The end of a field that prints nothing is set so.
        """
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._open.append(_Field(dirty=on_attribute(mark, "dirty")))
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if not ended.in_result and ended.kind in _SILENT:
                mark.set(SHOWS, NOTHING)

    def ask(self, text: str) -> None:
        """Take a piece of what the innermost field asks for."""
        if self._open:
            self._open[-1].asks += text

    @property
    def asking(self) -> bool:
        """Whether text that stands here belongs to what a field asks for."""
        return not all(field.in_result for field in self._open)

    @property
    def stale(self) -> bool:
        """Whether Word works out anew what stands here before it prints."""
        return any(field.dirty or field.kind in VOLATILE for field in self._open)


def is_stale(simple: Element) -> bool:
    """The same for a field that is a single element."""
    asked = _Field(asks=value(simple, "instr"))
    return on_attribute(simple, "dirty") or asked.kind in VOLATILE
