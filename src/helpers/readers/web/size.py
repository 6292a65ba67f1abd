"""How large and how deep a page is, by its tags: parsers take too long over what is nested."""

from __future__ import annotations

import re

from helpers.readers.limits import check_limit
from helpers.readers.web.markup import CELLS

_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
#: Elements that hold nothing, or end by themselves before the next one of their kind: pages leave
#: them open.
_SINGLE = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th"),
        *("thead", "tbody", "tfoot", "colgroup", "rp", "rt", "body", "html", "head"),
    }
)
#: Tags that are left open, for each level of nesting: parsers close most of them.
_OPEN = 10
#: A tag may have many attributes only where it is so long.
_LONG = 20_000
_QUOTED = re.compile(r""" "[^"]*"|'[^']*' """, re.VERBOSE)


def check_size(source: str) -> None:
    """Raise UnreadableReport where a page has too many tags, or leaves too many open."""
    tags = cells = deep = deepest = 0
    for end, written in _TAG.findall(source):
        name = written.lower()
        tags += not end
        cells += not end and name in CELLS
        if name not in _SINGLE:
            deep += -1 if end else 1
            deepest = max(deepest, deep)
    check_limit("elements", tags)
    check_limit("all_cells", cells)
    check_limit("nesting", deepest / _OPEN)
    for part in source.split("<"):
        if len(part) > _LONG:
            tag = _QUOTED.sub(" ", part.partition(">")[0])
            check_limit("attributes", len(tag.split()))
