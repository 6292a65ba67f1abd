"""Web pages in which style sheets decide what is seen of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from proof.shown.cases import Kind
from proof.shown.web import Page

# ---- what makes a part of a cell unseen: what is shown, and the declarations

UNSEEN = {
    "display_none": ("is not displayed", "display: none"),
    "visibility_hidden": ("is hidden by visibility", "visibility: hidden"),
    "visibility_collapse": ("is collapsed", "visibility: collapse"),
    "opacity_none": ("has no opacity", "opacity: 0"),
    "opacity_nearly_none": ("has nearly no opacity", "opacity: 0.01"),
    "font_size_none": ("has no size", "font-size: 0"),
    "font_shorthand": ("has no size by the shorthand", "font: 0/0 serif"),
    "colour_transparent": ("is transparent", "color: transparent"),
    "colour_without_alpha": ("has a colour without alpha", "color: rgba(0, 0, 0, 0)"),
    "fill_transparent": ("is filled with nothing", "-webkit-text-fill-color: transparent"),
    "indented_away": ("is indented away", "display: inline-block; width: 0; text-indent: -9999px"),
    "placed_away": ("is placed outside of the page", "position: absolute; left: -9999px"),
    "placed_above": ("is placed above the window", "position: fixed; top: -200px; left: 0"),
    "clipped": ("is clipped away", "position: absolute; clip: rect(0, 0, 0, 0)"),
    "clip_path": ("is clipped away by a path", "clip-path: inset(50%)"),
    "clip_circle": ("is clipped away by a circle", "clip-path: circle(0)"),
    "no_height": ("has no height", "display: inline-block; height: 0; overflow: hidden"),
    "no_max_height": ("has no height at most", "display: block; max-height: 0; overflow: hidden"),
    "no_width": (
        "has no width",
        "display: inline-block; width: 0; overflow: hidden; vertical-align: top",
    ),
    "scaled_to_nothing": ("is scaled to nothing", "display: inline-block; transform: scale(0)"),
    "scaled_by_property": (
        "is scaled to nothing by its own property",
        "display: inline-block; scale: 0",
    ),
    "moved_away": ("is moved away", "display: inline-block; transform: translateX(-9999px)"),
    "turned_sideways": (
        "is turned until nothing is seen",
        "display: inline-block; transform: rotateY(90deg)",
    ),
    "filtered": ("is filtered away", "filter: opacity(0)"),
    "masked": ("is masked", "-webkit-mask-image: linear-gradient(transparent, transparent)"),
    "content_hidden": (
        "is skipped",
        "display: inline-block; content-visibility: hidden; width: 0; height: 0",
    ),
    "for_readers_only": (
        "is for screen readers only",
        "position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip: rect(0 0 0 0)",
    ),
    "floated_away": ("floats outside of the page", "float: left; margin-left: -9999px"),
}


def _by_class(page: Page, css: str) -> str:
    page.style(f".{page.name} {{ {css} }}")
    return f"class='{page.name}'"


def _by_id(page: Page, css: str) -> str:
    page.style(f"#{page.name} {{ {css} }}")
    return f"id='{page.name}'"


def _inline(_: Page, css: str) -> str:
    return f"style='{css}'"


def _by_attribute(page: Page, css: str) -> str:
    page.style(f"td span[data-kind|='{page.name}'] {{ {css} }}")
    return f"data-kind='{page.name}-2'"


#: How the declarations reach the part, as if by chance.
WAYS: tuple[Callable[[Page, str], str], ...] = (
    _by_class,
    _by_class,
    _by_id,
    _inline,
    _by_attribute,
)


def _reach(page: Page, css: str) -> str:
    """Attributes of an element that has these declarations."""
    return page.chance.choice(WAYS)(page, css)


def _unseen(name: str, shown: str, css: str) -> Kind:
    """A kind in which a digit, or the whole number, is not seen."""

    def kind(page: Page) -> None:
        attributes = _reach(page, css)
        where = page.chance.choice(["behind", "behind", "before", "whole"])
        if where == "whole":
            page.put(f"<span {attributes}>{page.text}</span>")
        else:
            part = f"<span {attributes}>{page.digits()}</span>"
            page.put(page.text + part if where == "behind" else part + page.text)

    kind.__name__, kind.__doc__ = name, f"A part of the cell {shown}."
    return kind


# ---- what makes a part of a cell a mark, or strikes it out

MARKED = {
    "raised": ("is small and raised", "vertical-align: super; font-size: 60%"),
    "raised_by_top": (
        "is small and raised by its place",
        "position: relative; top: -0.5em; font-size: 10px",
    ),
    "raised_by_transform": (
        "is small and raised",
        "display: inline-block; transform: translateY(-5px) scale(0.6)",
    ),
    "raised_in_full_size": ("is raised", "vertical-align: 3px"),
    "raised_by_variant": (
        "is a raised form",
        "font-variant-position: super; vertical-align: 5px; font-size: 0.6em",
    ),
    "lowered": ("is small and lowered", "vertical-align: sub; font-size: 60%"),
    "lowered_by_length": ("is small and lowered", "vertical-align: -4px; font-size: 9px"),
}
STRUCK = {
    "struck_out": ("is struck out", "text-decoration: line-through"),
    "struck_by_longhand": (
        "is struck out",
        "text-decoration-line: line-through; text-decoration-color: red",
    ),
    "struck_twice": ("is struck out twice", "text-decoration: line-through double"),
    "struck_by_gradient": (
        "is struck out by a picture",
        "background: linear-gradient(transparent 45%, #000 45%, #000 55%, transparent 55%)",
    ),
}


def _marked(name: str, shown: str, css: str) -> Kind:
    """A kind in which a digit beside the number is no part of it."""

    def kind(page: Page) -> None:
        attributes = _reach(page, css)
        part = f"<span {attributes}>{page.digits()}</span>"
        page.put(page.text + part if page.chance.random() < 0.7 else part + page.text)

    kind.__name__, kind.__doc__ = name, f"A digit beside the number {shown}."
    return kind


def _struck(name: str, shown: str, css: str) -> Kind:
    """A kind in which the number, or another one before it, is struck out."""

    def kind(page: Page) -> None:
        attributes = _reach(page, css)
        before = page.chance.random() < 0.5
        struck = page.digits(2) if before else page.text
        page.put(f"<span {attributes}>{struck}</span>" + (page.text if before else ""))

    kind.__name__, kind.__doc__ = name, f"A number {shown}."
    return kind


def struck_by_element(page: Page) -> None:
    """A number in an element that is struck out."""
    tag = page.chance.choice(["s", "del", "strike"])
    page.put(f"<{tag}>{page.text}</{tag}>")


def struck_by_parent(page: Page) -> None:
    """A number in a cell that is struck out by its own style."""
    page.put(page.text, _reach(page, "text-decoration: line-through"))


def struck_by_overlay(page: Page) -> None:
    """A number with a line over it that a style sheet draws."""
    page.style(f".{page.name} {{ position: relative }} .{page.name}::after {{ content: ''; position: absolute; "
               "left: -2px; right: -2px; top: 50%; border-top: 2px solid #c00 }")  # fmt: skip
    page.put(f"<span class='{page.name}'>{page.text}</span>")


def deletion_that_is_not_struck(page: Page) -> None:
    """A number in an element of deletion that is not struck out."""
    page.style("s { text-decoration: none }")
    page.put(f"<s>{page.text}</s>")


def underlined(page: Page) -> None:
    """A number with a line below it."""
    tag = page.chance.choice(["u", "ins"])
    page.put(
        f"<{tag}>{page.text}</{tag}>" if page.chance.random() < 0.5 else page.text,
        "style='text-decoration: underline'",
    )


def raised_by_element(page: Page) -> None:
    """A digit in an element that raises or lowers it."""
    tag = page.chance.choice(["sup", "sub"])
    page.put(f"{page.text}<{tag}>{page.digits()}</{tag}>")


def raised_number_of_a_note(page: Page) -> None:
    """A raised link to a note behind the number."""
    page.put(
        f"{page.text}<a href='#note' class='{page.name}' style='font-size: 9px; vertical-align: super'>[1]</a>"
    )


# ---- what style sheets write


def written_behind(page: Page) -> None:
    """A digit that a style sheet writes behind the number."""
    page.style(f".{page.name}::after {{ content: '{page.digits()}' }}")
    page.put(f"<span class='{page.name}'>{page.text}</span>")


def written_before(page: Page) -> None:
    """A digit that a style sheet writes before the number."""
    page.style(f'td.{page.name}:before {{ content: "{page.digits()}" }}')
    page.put(page.text, f"class='{page.name}'")


def written_whole(page: Page) -> None:
    """A number that a style sheet writes into an empty cell."""
    page.style(f"#{page.name}::before {{ content: '{page.text}' }}")
    page.put("", f"id='{page.name}'")


def written_from_attribute(page: Page) -> None:
    """A number that a style sheet takes from an attribute."""
    page.style("td[data-value]::after { content: attr(data-value) }")
    page.put("", f"data-value='{page.text}'")


def written_by_counter(page: Page) -> None:
    """A number that a style sheet counts."""
    page.style(
        f".{page.name} {{ counter-reset: n {page.text.split('.')[0]} }} .{page.name}::before {{ content: counter(n) }}"
    )
    page.put("", f"class='{page.name}'")


def written_in_code(page: Page) -> None:
    """A digit that a style sheet writes by its code point."""
    page.style(f".{page.name}::after {{ content: '\\003{page.digits()}' }}")
    page.put(f"<b class='{page.name}'>{page.text}</b>")


def written_by_variable(page: Page) -> None:
    """A digit that a style sheet writes from a variable."""
    page.style(
        f":root {{ --v: '{page.digits()}' }} td i::after {{ content: var(--v); font-style: normal }}"
    )
    page.put(f"{page.text}<i></i>")


def written_small_and_raised(page: Page) -> None:
    """A small raised digit that a style sheet writes."""
    page.style(
        f".{page.name}::after {{ content: '{page.digits()}'; font-size: 60%; vertical-align: super }}"
    )
    page.put(f"<span class='{page.name}'>{page.text}</span>")


def written_but_not_displayed(page: Page) -> None:
    """A digit that a style sheet writes and does not display."""
    page.style(
        f".{page.name}::after {{ content: '{page.digits()}' }} .{page.name}::after {{ display: none }}"
    )
    page.put(f"<span class='{page.name}'>{page.text}</span>")


def numbered_list(page: Page) -> None:
    """A number that a list counts in a cell."""
    page.style(
        "td ol { margin: 0; padding: 0; list-style-position: inside } td li::marker { content: counter(list-item) }"
    )
    page.put(f"<ol start='{page.text.split('.')[0]}'><li></li></ol>")


def first_letter(page: Page) -> None:
    """A first digit without size."""
    page.style(f".{page.name}::first-letter {{ font-size: 0 }}")
    page.put(f"<div class='{page.name}'>{page.digits()}{page.text}</div>")


def cut_to_width(page: Page) -> None:
    """A number of which the last digits are cut off."""
    width = f"width: {len(page.text)}ch; overflow: hidden; white-space: nowrap"
    page.style(f".{page.name} {{ display: inline-block; vertical-align: bottom; {width} }}")
    page.put(f"<span class='{page.name}'>{page.text}{page.digits(2)}</span>")


def transformed(page: Page) -> None:
    """A number on which a change of case has no effect."""
    page.put(
        page.text,
        _reach(page, page.chance.choice(["text-transform: uppercase", "font-variant: small-caps"])),
    )


def spaced(page: Page) -> None:
    """A number whose digits stand apart."""
    page.put(page.text, _reach(page, "letter-spacing: 3px"))


def white(page: Page) -> None:
    """A number in the colour of its cell."""
    colour = page.chance.choice(["#fff", "#eef4ff", "ivory"])
    page.style(
        f"td.{page.name} {{ background: {colour} }} td.{page.name} span {{ color: {colour} }}"
    )
    page.put(f"<span>{page.text}</span>", f"class='{page.name}'")


def white_digit(page: Page) -> None:
    """A digit in the colour of its ground."""
    css = f"color: {page.ground}; background: {page.ground}"
    page.put(f"{page.text}<span {_reach(page, css)}>{page.digits()}</span>")


# ---- order


def right_to_left(page: Page) -> None:
    """Digits that are set from right to left."""
    page.put(
        f"<span {_reach(page, 'direction: rtl; unicode-bidi: bidi-override')}>{page.text[::-1]}</span>"
    )


def right_to_left_element(page: Page) -> None:
    """Digits in an element that sets them from right to left."""
    page.put(f"<bdo dir='rtl'>{page.text}</bdo>")


def right_to_left_block(page: Page) -> None:
    """Digits in a block from right to left, which leaves their order."""
    page.put(page.text, "dir='rtl'")


def in_reverse_row(page: Page) -> None:
    """Digits in a row that is set in reverse."""
    page.style(f".{page.name} {{ display: inline-flex; flex-direction: row-reverse }}")
    digits = "".join(f"<span>{digit}</span>" for digit in page.text)
    page.put(f"<span class='{page.name}'>{digits}</span>")


def in_another_order(page: Page) -> None:
    """Digits in a row with an order of its own."""
    page.style(f".{page.name} {{ display: inline-flex }} .{page.name} :first-child {{ order: 2 }}")
    digits = "".join(f"<span>{digit}</span>" for digit in page.text)
    page.put(f"<span class='{page.name}'>{digits}</span>")


def floated(page: Page) -> None:
    """Digits that float to the right, one after the other."""
    page.style(f".{page.name} {{ display: inline-block }} .{page.name} span {{ float: right }}")
    digits = "".join(f"<span>{digit}</span>" for digit in page.text)
    page.put(f"<div class='{page.name}'>{digits}</div>")


# ---- covers


def covered(page: Page) -> None:
    """A number below a white box."""
    page.style(f".{page.name} {{ position: relative; display: inline-block }} .{page.name} i {{ position: absolute; "
               f"inset: 0; background: {page.ground} }}")  # fmt: skip
    page.put(f"<span class='{page.name}'>{page.text}<i></i></span>")


def covered_by_another(page: Page) -> None:
    """A number below another one on white."""
    page.style(f".{page.name} {{ position: relative; display: inline-block }} .{page.name} b {{ position: absolute; "
               f"inset: 0; background: {page.ground}; font-weight: normal }}")  # fmt: skip
    page.put(f"<span class='{page.name}'>{page.text}<b>{page.other()}</b></span>")


def behind_the_page(page: Page) -> None:
    """A number behind the ground of its cell."""
    page.style(f"table {{ position: relative; z-index: 0; background: #fff }} td.{page.name} {{ background: #fff }} "
               f".{page.name} span {{ position: relative; z-index: -1 }}")  # fmt: skip
    page.put(f"<span>{page.text}</span>", f"class='{page.name}'")


def pulled_out(page: Page) -> None:
    """A digit that is pulled below the digit before it, on white."""
    page.style(
        f".{page.name} {{ margin-left: -1ch; background: {page.ground}; position: relative }}"
    )
    page.put(f"{page.text[:-1]}{page.digits()}<span class='{page.name}'>{page.text[-1]}</span>")


def on_a_picture(page: Page) -> None:
    """A number that is the ground of an empty cell."""
    drawn = (
        "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2260%22 height=%2220%22%3E%3Ctext x=%220%22 y=%2216%22 "
        f"font-size=%2216%22%3E{page.text}%3C/text%3E%3C/svg%3E"
    )
    page.style(f".{page.name} {{ background: url('data:image/svg+xml,{drawn}') no-repeat center }}")
    page.put("&nbsp;", f"class='{page.name}'")


def _kinds(
    make: Callable[[str, str, str], Kind], table: Mapping[str, tuple[str, str]], times: int
) -> dict[Kind, int]:
    return {make(name, *row): times for name, row in table.items()}


FAMILIES = {
    "styles that hide": _kinds(_unseen, UNSEEN, 1) | {white: 2, white_digit: 2, cut_to_width: 1},
    "styles that mark": {
        **_kinds(_marked, MARKED, 1), **_kinds(_struck, STRUCK, 1), struck_by_element: 1, struck_by_parent: 1,
        struck_by_overlay: 1, deletion_that_is_not_struck: 1, underlined: 1, raised_by_element: 2,
        raised_number_of_a_note: 1,
    },
    "styles that write": {
        written_behind: 2, written_before: 1, written_whole: 1, written_from_attribute: 1, written_by_counter: 1,
        written_in_code: 1, written_by_variable: 1, written_small_and_raised: 1, written_but_not_displayed: 1,
        numbered_list: 1, first_letter: 1, transformed: 1, spaced: 1,
    },
    "styles that order": {
        right_to_left: 1, right_to_left_element: 1, right_to_left_block: 1, in_reverse_row: 1, in_another_order: 1,
        floated: 1,
    },
    "styles that cover": {
        covered: 1, covered_by_another: 1, behind_the_page: 1, pulled_out: 1, on_a_picture: 1,
    },
}  # fmt: skip
