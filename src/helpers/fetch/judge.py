"""What came: a report to be kept, a page that only links it, or something else in its place."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import convert

from helpers.corpus.extraction import Extraction
from helpers.corpus.workers import apart
from helpers.datafile import beside, read
from helpers.errors import UserError
from helpers.fetch.faults import Fault
from helpers.messages import NOTHING, say
from helpers.readers.kinds import HEAD, ending, kind_of
from helpers.readers.web import Link, Overview, overview
from helpers.words import USABLE

log = logging.getLogger(__name__)

WORDS: Mapping[str, str] = read(beside(__file__, "words.yaml"), dict, UserError)
_ERROR_PAGE = re.compile(re.sub(r"\s*\n\s*| (?=\()", "", WORDS["error_page"]), re.IGNORECASE)
#: A page with more text than this says something of its own.
_LITTLE = 600
#: The kinds of web pages; of all others the content itself tells that they may be reports.
_PAGES = frozenset({"html", "mht", "webarchive", "zipped_page"})
_NO_FILE = frozenset({"", ".html", ".htm", ".shtml", ".jsp", ".aspx", ".asp", ".php", ".do"})
_END_OF_PDF = b"%%EOF"
#: Reads a file as `gongkai figures` does.
Read = Callable[[Path], Extraction]
View = Callable[[Path], Overview]


@dataclass(frozen=True)
class Judged:
    """What came, in a file that has the ending of its kind.

    `extraction`: what was read, of a page. `links`: where a page leads that holds no report.
    `base`: the address from which they count, "" for that of the page. `reason`: why it is not
    kept, then.
    """

    path: Path
    kind: str
    extraction: Extraction | None = None
    links: tuple[Link, ...] = ()
    base: str = ""
    reason: Fault | None = None


def judge(part: Path, address: str, read: Read, view: View) -> Judged:
    """Tell what has come from an address. Raises Fault for what is no report and no page."""
    kind = kind_of(part)
    _check_whole(part, kind)
    path = part.with_suffix(ending(kind, PurePosixPath(address.partition("?")[0]).name))
    part.replace(path)
    if kind not in _PAGES:
        return Judged(path, kind)
    extraction = read(path)
    content = extraction.content
    if say("cut_off") in content.gaps:
        raise Fault("fetch_damaged")
    if content.status in USABLE:
        return Judged(path, kind, extraction)
    seen = _seen(path, view)
    reason = _reason(seen, address, content.said)
    return Judged(path, kind, links=tuple(seen.links), base=seen.base, reason=reason)


def view_apart(path: Path) -> Overview:
    """What a page is that holds no report, looked at in a process of its own."""
    answer: Any = apart().submit(overview, path).result()
    return convert(answer, Overview)


def _check_whole(path: Path, kind: str) -> None:
    """Raise Fault for a file that is empty, of no kind, or lacks its end."""
    if kind == "empty":
        raise Fault("fetch_empty")
    size = path.stat().st_size
    with path.open("rb") as stream:
        begins_zipped = stream.read(2) == b"PK"
        stream.seek(max(size - HEAD, 0))
        has_end = _END_OF_PDF in stream.read()
    if kind == "pdf" and not has_end:
        raise Fault("fetch_damaged")
    if not kind:
        raise Fault("fetch_damaged" if begins_zipped else "fetch_kind")


def _seen(path: Path, view: View) -> Overview:
    try:
        return view(path)
    except Exception:  # whatever a page does to what opens it: there is nothing to be seen then
        log.debug("%s", path.name, exc_info=True)
        return Overview("", [], False)


def _reason(seen: Overview, address: str, said: object) -> Fault:
    """Why a page is not kept."""
    is_short = len(seen.text) < _LITTLE
    if is_short and _ERROR_PAGE.search(seen.text):
        return Fault("fetch_error_page")
    if seen.is_shell:
        return Fault("fetch_browser")
    asked = PurePosixPath(address.partition("?")[0]).suffix.lower()
    if asked not in _NO_FILE and len(asked) <= 5:
        return Fault("fetch_instead", ending=asked)
    return Fault("fetch_no_report", said=said or NOTHING)
