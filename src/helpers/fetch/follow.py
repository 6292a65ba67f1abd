"""The links of a page that lead to the report which the page itself does not hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from helpers.fetch.judge import WORDS
from helpers.fetch.wanted import Wanted
from helpers.readers.web import Link
from helpers.readers.web.beside import joined
from helpers.readers.web.elsewhere import NAMED

_REPORT = re.compile(WORDS["report"])
_YEAR = re.compile(WORDS["year"])


def choose(
    links: Iterable[Link], base: str, each: Wanted, must_name: Collection[str], most: int
) -> tuple[list[str], bool]:
    """The addresses that may be the report, and whether they are files; none where nobody can tell.

    Files come first: those that are called so, or the only one. Then the page in a frame, then the
    one page that is called the report of this year. `must_name`: "agency" or "year" or both, where
    only a link that names them can be told from that to another report.
    """
    agency, year = each.agency, each.year
    telling = [link for link in links if _names(link, each, must_name)]
    found = _by_kind(telling, base)
    files = [link for link in found["file"] if _suits(link, year)]
    named = [link for link in files if NAMED.search(unquote(link.said))]
    if named or len(files) == 1:
        return [link.address for link in (named or files)[:most]], True
    if len(found["frame"]) == 1:
        return [found["frame"][0].address], False
    pages = [link for link in found["page"] if _REPORT.search(link.said) and _suits(link, year)]
    dated = [link for link in pages if year and str(year) in link.said]
    pages = dated or pages
    if len(pages) > 1 and agency:
        pages = [link for link in pages if agency in link.said]
    return ([pages[0].address] if len(pages) == 1 else []), False


def _by_kind(links: Iterable[Link], base: str) -> dict[str, list[Link]]:
    """The links to other places of the web by their kind, each place once."""
    found: dict[str, list[Link]] = {"file": [], "frame": [], "page": []}
    known = {joined(base, base)}
    for link in links:
        address = joined(base, link.address)
        if address.startswith(("http://", "https://")) and address not in known:
            known.add(address)
            found[link.kind].append(Link(link.kind, address, link.said))
    return found


def _names(link: Link, each: Wanted, must_name: Collection[str]) -> bool:
    """Whether a link names the agency and the year, as far as it must."""
    said = unquote(link.said)
    has_year = "year" not in must_name or (each.year is not None and str(each.year) in said)
    has_agency = "agency" not in must_name or (bool(each.agency) and each.agency in said)
    return has_year and has_agency


def _suits(link: Link, year: int | None) -> bool:
    """Whether a link speaks of no other year only."""
    said = _YEAR.findall(unquote(link.said))
    return not said or year is None or str(year) in said
