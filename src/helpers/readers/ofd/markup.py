"""The markup of OFD files: elements by their names without a namespace, and numbers in them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

#: Left, top, width and height.
Area = tuple[float, float, float, float]


def name_of(element: Element) -> str:
    """The name of an element."""
    return element.tag.rpartition("}")[2]


def every(element: Element, name: str) -> Iterator[Element]:
    """All elements of a name in an element, and it itself."""
    return (child for child in element.iter() if name_of(child) == name)


def first(element: Element, name: str) -> Element | None:
    """The first of them."""
    return next(every(element, name), None)


def numbers(text: str | None) -> list[float]:
    """The numbers of a text."""
    return [float(number) for number in (text or "").split()]


def area_of(text: str | None) -> Area | None:
    """The four numbers of a text."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def text_of(element: Element, name: str) -> str:
    """The text of the first element of a name."""
    found = first(element, name)
    return (found.text or "").strip() if found is not None else ""
