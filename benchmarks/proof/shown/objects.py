"""A PDF as its objects: read, changed as data, and written again. All that is wanted of a PDF editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import playa


class Name(str):
    """A name, as /Font."""

    __slots__ = ()


@dataclass(frozen=True)
class Ref:
    """A reference to an object of the file."""

    number: int


@dataclass
class Stream:
    """A stream, written as it is."""

    data: bytes
    entries: dict[str, Any] = field(default_factory=dict)


def entries(**values: Any) -> dict[str, Any]:
    """A dictionary whose keys are names."""
    return values


class File:
    """All objects of a PDF by their numbers; references in them are followed by `at`."""

    def __init__(self, path: Path) -> None:
        with playa.open(path) as document:
            self.objects = {number: _known(document[number]) for number in document}
            self.root: dict[str, Any] = self.objects[document.trailer["Root"].objid]
            self._root = Ref(document.trailer["Root"].objid)

    def at(self, value: Any) -> Any:
        """The object that a reference means, or the value itself."""
        return self.objects[value.number] if isinstance(value, Ref) else value

    def add(self, value: Any) -> Ref:
        """Keep a new object."""
        number = max(self.objects) + 1
        self.objects[number] = value
        return Ref(number)

    def page(self, number: int) -> dict[str, Any]:
        """A page, from 1."""
        return self.at(self.at(self.root["Pages"])["Kids"][number - 1])

    def own(self, holder: dict[str, Any], key: str) -> dict[str, Any]:
        """A dictionary in another one, which nobody shares, made where there is none."""
        holder[key] = dict(self.at(holder.get(key, {})))
        return holder[key]

    def save(self, path: Path) -> Path:
        """Write the file."""
        body, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
        for number, value in sorted(self.objects.items()):
            places[number] = len(body)
            body += b"%d 0 obj\n%s\nendobj\n" % (number, written(value))
        size, start = max(places) + 1, len(body)
        body += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            body += (
                b"%010d 00000 n \n" % places[number]
                if number in places
                else b"0000000000 00000 f \n"
            )
        trailer = written({"Size": size, "Root": self._root})
        path.write_bytes(body + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))
        return path


def _known(value: Any) -> Any:
    """A value of playa's as one of ours."""
    if isinstance(value, playa.pdftypes.PSLiteral):
        return Name(value.name)
    if isinstance(value, playa.pdftypes.ObjRef):
        return Ref(value.objid)
    if (
        type(value) is playa.pdftypes.ContentStream
    ):  # isinstance with this class takes any mapping for one
        return Stream(value.rawdata, _known(value.attrs))
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_known(each) for each in value]
    return value


def written(value: Any) -> bytes:
    """A value as it stands in a file; text is written as a text string."""
    for kind, writer in WRITERS.items():
        if isinstance(value, kind):
            return writer(value)
    raise TypeError(value)


def _name(value: Name) -> bytes:
    return b"/" + value.encode("ascii").replace(b"#", b"#23").replace(b" ", b"#20")


def _stream(value: Stream) -> bytes:
    head = {**value.entries, "Length": len(value.data)}
    return b"%s\nstream\n%s\nendstream" % (written(head), value.data)


def _dictionary(value: dict[str, Any]) -> bytes:
    return b"<<%s>>" % b" ".join(
        _name(Name(key)) + b" " + written(each) for key, each in value.items()
    )


def _text(value: str) -> bytes:
    return _bytes(value.encode() if value.isascii() else value.encode("utf-16"))


def _bytes(value: bytes) -> bytes:
    return b"<%s>" % value.hex().encode()


#: In this order: a name is text, and whether something holds is a number, to Python.
WRITERS: dict[type, Callable[[Any], bytes]] = {
    Name: _name,
    Ref: lambda value: b"%d 0 R" % value.number,
    Stream: _stream,
    dict: _dictionary,
    list: lambda value: b"[%s]" % b" ".join(map(written, value)),
    tuple: lambda value: b"[%s]" % b" ".join(map(written, value)),
    str: _text,
    bytes: _bytes,
    bool: lambda value: b"true" if value else b"false",
    int: lambda value: b"%d" % value,
    float: lambda value: b"%.4f" % value,
    type(None): lambda _: b"null",
}
