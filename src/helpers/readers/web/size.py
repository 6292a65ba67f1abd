"""How large and how deep a page is, by its tags: parsers take too long over what is nested."""

from __future__ import annotations

import re

from helpers.readers.limits import check_limit

_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
#: Elements that hold nothing, or end by themselves before the next one of their kind: pages leave
#: them open.
_SINGLE = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt body html head".split()
)
#: Tags that are left open, for each level of nesting: parsers close most of them.
_OPEN = 10


def check_size(source: str) -> None:
    """Raise UnreadableReport where a page has too many tags, or leaves too many open."""
    tags = deep = deepest = 0
    for end, name in _TAG.findall(source):
        tags += not end
        if name.lower() not in _SINGLE:
            deep += -1 if end else 1
            deepest = max(deepest, deep)
    check_limit("elements", tags)
    check_limit("nesting", deepest / _OPEN)
