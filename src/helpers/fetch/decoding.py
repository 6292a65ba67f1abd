"""What an answer holds, piece by piece, unpacked where it comes compressed, and never too much."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx

from helpers.fetch.faults import Fault

#: So many bytes are unpacked at a time: a bomb fills no memory.
_PIECE = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS
_PLAIN = frozenset({"", "identity"})
_ZIPPED = frozenset({"gzip", "x-gzip"})


def decoded(response: httpx.Response, most: int) -> Iterator[bytes]:
    """Yield the content of an answer. Raises Fault where it unpacks to more than `most` bytes."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in _PLAIN:
        yield from response.iter_raw()
    elif encoding in _ZIPPED:
        yield from _limited(_unzipped(response.iter_raw()), most)
    else:
        raise Fault("fetch_encoding", encoding=encoding[:40])


def is_packed(response: httpx.Response) -> bool:
    """Whether an answer comes compressed: its bytes are not those of the file."""
    return response.headers.get("Content-Encoding", "").strip().lower() not in _PLAIN


def _limited(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise Fault("fetch_unpacked", megabytes=most // 1_000_000)
        yield piece


def _unzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The content of one gzip member, or of several one after the other."""
    unpack, is_begun = zlib.decompressobj(_GZIP), False
    for piece in pieces:
        data = piece
        while data:
            is_begun = True
            yield _unpacked(unpack, data)
            data = unpack.unconsumed_tail
            if unpack.eof:
                data = unpack.unused_data.lstrip(b"\0")
                unpack, is_begun = zlib.decompressobj(_GZIP), False
    if is_begun:
        yield unpack.flush()
        if not unpack.eof:
            raise Fault("fetch_cut")


def _unpacked(unpack: zlib._Decompress, data: bytes) -> bytes:
    try:
        return unpack.decompress(data, _PIECE)
    except zlib.error as error:
        raise Fault("fetch_broken", error="gzip") from error
