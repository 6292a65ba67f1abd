"""Hostile archives."""

from __future__ import annotations

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

from fuzz.shapes import hostile, zipped
from fuzz.web import page, table

PAGE = page(table(9, 9))


@hostile("zip")
def ratio() -> bytes:
    """Twelve files of 40 MB each that are nothing but zeros."""
    return zipped({f"{n}.html": bytes(40_000_000) for n in range(12)})


@hostile("zip")
def ratio_of_one() -> bytes:
    return zipped({"a.pdf": b"%PDF-1.7\n" + bytes(490_000_000)})


@hostile("zip")
def bombs_in_an_archive() -> bytes:
    """Archives that each unpack to nearly as much as one may."""
    inner = zipped({"a.pdf": b"%PDF-1.7\n" + bytes(400_000_000)})
    return zipped({f"{n}.zip": inner for n in range(50)})


@hostile("zip")
def archives_in_archives() -> bytes:
    content = zipped({"a.html": PAGE})
    for _ in range(10):
        content = zipped({f"{n}.zip": content for n in range(3)})
    return content


@hostile("zip")
def entries_100000() -> bytes:
    return zipped({f"{n}.html": b"<p>1" for n in range(100_000)})


@hostile("zip")
def entries_1900_in_30_archives() -> bytes:
    """Each archive holds as many files as one may; none of them is a report."""
    inner = zipped({f"{n}.txt": b"1" for n in range(1900)})
    return zipped({f"{n}.zip": inner for n in range(30)})


@hostile("zip")
def overlapping() -> bytes:
    """Two thousand entries that all mean the same bytes, which unpack to 200 KB."""
    data = b"<table>" + b"<tr><td>7<td>8" * 15_000
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = squeezed.compress(data) + squeezed.flush()
    fields = (20, 0x800, 8, 0, 0, zlib.crc32(data), len(content), len(data))
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields, 1, 0) + b"a" + content
    listing = b""
    for n in range(1900):
        name = b"a" if n == 0 else b"%d.html" % n
        listing += (
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *fields, len(name), 0, 0, 0, 0, 0, 0)
            + name
        )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1900, 1900, len(listing), len(local), 0)
    return local + listing + end


@hostile("zip")
def locked() -> bytes:
    content = bytearray(zipped({"a.html": PAGE}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@hostile("zip")
def climbing_names() -> bytes:
    return zipped(
        {
            "../../../tmp/fuzz-was-here.html": PAGE,
            "/etc/fuzz.html": PAGE,
            "..\\..\\a.html": PAGE,
            "a/../../b.html": PAGE,
        }
    )


@hostile("zip")
def names_alike() -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for _ in range(500):
            package.writestr("a.html", PAGE)
    return written.getvalue()


@hostile("zip")
def names_long() -> bytes:
    return zipped({"a/" * 20_000 + f"{n}.html": PAGE for n in range(20)})


@hostile("zip")
def says_less_than_it_is() -> bytes:
    content = bytearray(zipped({"a.html": PAGE + b" " * 100_000_000}))
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 24, 10)
    return bytes(content)


@hostile("zip")
def hostile_members() -> bytes:
    """A page, a file that kills its process, and another page: both pages are read."""
    from fuzz.pdf import form_bomb

    return zipped({"a.html": PAGE, "b.pdf": form_bomb(), "c.html": PAGE})
