"""The pieces of HTML that a page is put together from: the macros of markup.html.j2, as functions.

Arguments named `content`, `heading`, `picture`, `image`, `excerpt`, and the cells of a grid, are
markup already; all others are text, which is escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

import jinja2
from markupsafe import Markup

from helpers.words import NOT_ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helpers.words import Words

#: A cell of an excerpt: how many rows and columns it takes, its text, and whether it is marked.
ExcerptCell: TypeAlias = tuple[int, int, str, bool]


def _escaped(value: Any) -> Markup:
    """Text as markup; quotes as `html.escape` writes them, not as jinja2 by itself would."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("helpers.charts", ""), autoescape=True, finalize=_escaped
)
_MACROS: Any = _ENVIRONMENT.get_template("markup.html.j2").module


def both(words: Words) -> str:
    """Words in Chinese and English as a piece of a page, which may show one of the two alone."""
    return str(_MACROS.both(words))


def not_asked() -> str:
    """That a form does not ask, as each table says it."""
    return str(_MACROS.not_asked(NOT_ASKED))


def whole(text: str) -> str:
    """A number with its unit, kept on one line."""
    return str(_MACROS.whole(text))


def paragraph(words: Words) -> str:
    """A paragraph in Chinese and English."""
    return str(_MACROS.paragraph(words))


def english_paragraph(text: str) -> str:
    """A paragraph in English alone."""
    return str(_MACROS.english_paragraph(text))


def note(words: Words, sign: str = "", meanings: Iterable[Words] = ()) -> str:
    """A note in small print, and what a sign means that stands at some of the numbers."""
    return str(_MACROS.note(words, sign, meanings))


def note_links(notes: Iterable[tuple[str, Words]]) -> str:
    """Links to notes at the end of a page, by their codes and names."""
    return str(_MACROS.note_links([*notes]))


def notes(notes: Iterable[tuple[str, Words, Words]]) -> str:
    """Notes at the end of a page: code, name and text of each."""
    return str(_MACROS.notes([*notes]))


def points(lines: Iterable[Words]) -> str:
    """The main points of a page; nothing where there are none."""
    return str(_MACROS.points([*lines]))


def section(name: str, heading: str, content: str, short: Words) -> str:
    """A section of a page under its heading; `short`: its name in the contents."""
    return str(_MACROS.section(name, heading, content, short))


def figure(title: Words, image: str) -> str:
    """A chart under its title."""
    return str(_MACROS.figure(title, image))


def image(source: str, text: str) -> str:
    """A picture as wide as a phone, and the text that stands for it."""
    return str(_MACROS.image(source, text))


def image_by_width(narrow: str, wide: str, text: str) -> str:
    """A picture for phones and one for wide windows, and the text that stands for both."""
    return str(_MACROS.image_by_width(narrow, wide, text))


def printed_image(source: str, text: str) -> str:
    """A picture of print, as wide as it is or as the page, and the text that stands for it."""
    return str(_MACROS.printed_image(source, text))


def exhibit(caption: Words, picture: str) -> str:
    """A piece of a report under the sentence about it."""
    return str(_MACROS.exhibit(caption, picture))


def boxed(content: str, label: str, kind: str) -> str:
    """A box of its own that scrolls, also by keyboard; `label` is read out."""
    return str(_MACROS.boxed(content, label, kind))


def folded(content: str, words: Words) -> str:
    """What opens on a click on `words`."""
    return str(_MACROS.folded(content, words))


def listing(lines: Iterable[Words]) -> str:
    """A list."""
    return str(_MACROS.listing(lines))


def download(file: str, link: str, words: Words) -> str:
    """A link that holds a file, in a paragraph; `file`: the name to save it under."""
    return str(_MACROS.download(file, link, words))


def grid(head: Iterable[Words], rows: Iterable[Iterable[str]], kind: str) -> str:
    """A table whose cells are markup; `kind`: the class that sets it, empty for none."""
    return str(_MACROS.grid(head, rows, kind))


def grouped(
    name: Words,
    years: Sequence[str],
    groups: Iterable[tuple[Words, Iterable[tuple[Words, Iterable[str]]]]],
) -> str:
    """A table with a column for each year, and for each group of measures a heading and its rows.

    `groups`: each heading with its rows, each row its name with its cells, which are markup.
    """
    return str(_MACROS.grouped(name, years, groups))


def excerpt(caption: str, columns: int, blocks: Iterable[Iterable[Iterable[ExcerptCell]]]) -> str:
    """Blocks of rows of a printed table so many columns wide, with a gap between the blocks."""
    return str(_MACROS.excerpt(caption, columns, blocks))


def document(title: str, excerpt: str) -> str:
    """An excerpt as a file of its own."""
    return str(_MACROS.document(title, excerpt))
