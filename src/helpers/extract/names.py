"""What is the name of an agency, and which names may be of one agency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.extract.words import OWN, fragment, pattern
from helpers.text import simplified

#: How long a name is.
_LENGTHS = range(2, 41)
_ENDS = re.compile(f"(?:{'|'.join(map(fragment, ('department', 'institution', 'ends')))})$")
_NEVER = pattern("never")
_NEVER_IN_PROSE = pattern("never_in_prose")
_GENERIC = re.compile(fragment("generic") + "+")
_BARE = pattern("bare")
_BARE_GOVERNMENT = pattern("bare_government")
_GOVERNMENT = pattern("government")
_TOWNSHIP = pattern("township")
_INNER_OFFICE = pattern("inner_office")
_PLATFORM = pattern("platform")
_WITH_PLACE = re.compile("^" + fragment("with_place"))
_PLACE_AT_END = re.compile(fragment("place_at_end") + "$")
_ITSELF = pattern("itself")
_HOLDS_PLACES = pattern("holds_places")
_OF_A_SITE = pattern("of_a_site")
#: The name of the site before that of an agency of the same place.
_SITE = re.compile(rf"^(?P<place>{fragment('with_place')})(?:人民)?(?:政府)?(?=(?P=place))")
_SEAL = re.compile(fragment("seal") + "$")
_NOTE = re.compile(r"\([^()]*\)$")
_OFFICE = pattern("office")


def ends_as_agency(text: str) -> bool:
    """Whether a text ends as the names of agencies do."""
    return bool(_ENDS.search(_NOTE.sub("", simplified(text))))


def is_sentence(text: str) -> bool:
    """Whether a text holds words that names of agencies hold in titles at most."""
    plain = simplified(text)
    return bool(_NEVER.search(plain) or _NEVER_IN_PROSE.search(plain))


def is_name(text: str) -> bool:
    """Whether a text names one agency: no sentence, no 我局, no 街道办事处 without its place."""
    return is_name_in_title(text) and not is_sentence(text)


def is_name_in_title(text: str) -> bool:
    """Whether what stands before the year of a title names one agency."""
    plain = _NOTE.sub("", simplified(text))
    if len(plain) not in _LENGTHS or _NEVER.search(plain):
        return False
    return ends_as_agency(plain) and not _GENERIC.fullmatch(plain)


def is_bare(name: str) -> bool:
    """Whether a name lacks the name of its place: 县审计局."""
    return bool(_BARE.match(simplified(name)))


def lacks_its_place(name: str) -> bool:
    """Whether a name begins with a government that lacks its place: 区人民政府青石街道办事处."""
    return bool(_BARE_GOVERNMENT.match(simplified(name)))


def is_government(name: str) -> bool:
    """Whether it governs a county or more: its site holds the reports of all departments."""
    return bool(_GOVERNMENT.search(simplified(name)))


def is_office_of_government(name: str) -> bool:
    """Whether it is the office that puts together what all departments of a government send in."""
    return is_government(name) and not simplified(name).endswith("政府")


def is_platform(name: str) -> bool:
    """Whether it is a body that publishes for others."""
    return bool(_PLATFORM.search(simplified(name)))


def speaks_for_itself(name: str) -> bool:
    """Whether a name can be that of the agency itself, not of who publishes for it."""
    return is_name(name) and not (is_government(name) or is_platform(name))


def is_own(name: str) -> bool:
    """The same of a name that says its place, as far as it must: not 县审计局."""
    return speaks_for_itself(name) and not is_bare(name)


def says_its_place(name: str) -> bool:
    """Whether a name begins with a place: 青石县审计局, not 县审计局 or 审计局."""
    return bool(_WITH_PLACE.match(simplified(name)))


def goes_on(line: str, name: str) -> bool:
    """Whether a line ends within a name, and the next one begins with its end."""
    return may_go_on(line) and not says_its_place(name) and is_name(line + name)


def may_go_on(line: str) -> bool:
    """Whether a line may end within a name: 青石县人力资源和社会, over 保障局."""
    is_site = _OF_A_SITE.search(simplified(line))
    return says_its_place(line) and not ends_as_agency(line) and not is_site


def is_another(line: str, below: str) -> bool:
    """Whether a line holds a whole name, and the one below begins another: two items of a list."""
    is_whole = is_own(line) and not _HOLDS_PLACES.search(simplified(line))
    return is_whole and says_its_place(below)


def without_site(name: str) -> str:
    """青石县人民政府青石县教育局 → 青石县教育局."""
    found = _SITE.search(simplified(name))
    if found:
        return name[found.end() :]
    return name


def without_seal(name: str) -> str:
    """A signature without the words that stand for its seal: 青石县教育局(盖章)."""
    found = _SEAL.search(simplified(name))
    if found:
        return name[: found.start()]
    return name


def is_place(name: str) -> bool:
    """Whether a name is that of a place with a government: 青石镇."""
    return bool(_TOWNSHIP.search(simplified(name)))


def without_inner_office(name: str) -> str:
    """青石县教育局办公室 → 青石县教育局, which it is a part of."""
    found = _INNER_OFFICE.search(simplified(name))
    if found:
        return name[: found.start()]
    return name


def fits(name: str, text: str) -> bool:
    """Whether a name is of the kind that a report's own words say (我局, 我镇), if they say any."""
    said = [held for own, held in OWN if own.search(text)]
    plain = simplified(name)
    return not said or any(held.search(plain) for held in said)


def is_itself(subject: str) -> bool:
    """Whether a subject is how a report speaks of its own agency: 我局."""
    return bool(_ITSELF.fullmatch(simplified(subject)))


def says_own_kind(text: str) -> bool:
    """Whether a report's own words say of what kind its agency is."""
    return any(own.search(text) for own, _ in OWN)


def may_be_one(first: str, second: str) -> bool:
    """Whether two names may be of one agency: 青石县市场监管局, 青石县市场监督管理局."""
    short, long = sorted((_core(first), _core(second)), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def goes_before(name: str, short: str) -> bool:
    """Whether a name is the same as a short one, or says its place besides."""
    return _core(name).endswith(_core(short))


def _core(name: str) -> str:
    plain = simplified(name)
    return _OFFICE.sub("", plain) or plain


def fullest(name: str, others: Sequence[str]) -> str:
    """The one among other names that says the place which `name` lacks, else `name`."""
    if says_its_place(name):
        return name
    short = simplified(name)
    for other in others:
        place, found, rest = simplified(other).rpartition(short)
        is_of_place = is_bare(name) or _PLACE_AT_END.search(place)
        if found and not rest and says_its_place(other) and is_of_place:
            return other
    return name
