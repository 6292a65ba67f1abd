"""Web pages in which elements, scripts, or the cascade of their styles decide what is seen of a cell."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from proof.shown.cases import Kind
from proof.shown.web import Page

# ---- which rule wins: what is shown, the style sheet, and the element around a digit behind the
# number

CASCADES = {
    "later_rule_shows": ("a later rule shows it", ".$n { display: none } .$n { display: inline }"),
    "later_rule_hides": ("a later rule hides it", ".$n { display: inline } .$n { display: none }"),
    "important_wins": ("an earlier rule is important", ".$n { display: none !important } .$n { display: inline }"),
    "stronger_selector_wins": ("a stronger rule comes first", "td .$n { display: none } .$n { display: inline }"),
    "id_wins": ("an id is stronger than classes", "#$n { display: none } td span.$n.$n { display: inline }"),
    "where_is_weak": (":where has no strength", "span { display: inline } :where(td .$n) { display: none }"),
    "is_has_strength": (
        ":is is as strong as what it holds",
        ":is(#q, .$n) { display: none } td .$n { display: inline }",
    ),
    "all_but_others": (":not reaches it", "td span:not(.shown) { display: none }"),
    "nth_child": (":nth-child reaches it", "td span:nth-child(2n + 1) { display: none }"),
    "last_of_type": (":last-of-type reaches it", "td span:last-of-type { visibility: hidden }"),
    "has_it": (":has reaches it", "td:has(.$n) span { display: none }"),
    "sibling": ("it follows another element", "td b + span { display: none }"),
    "attribute_begins": ("its attribute begins so", "td [class^='$n'] { display: none }"),
    "only_printed": ("only the print hides it", "@media print { .$n { display: none } }"),
    "only_on_screens": ("only screens hide it", "@media screen { .$n { display: none } }"),
    "only_on_phones": ("only small screens hide it", "@media (max-width: 300px) { .$n { display: none } }"),
    "on_wide_screens": ("wide screens hide it", "@media (min-width: 600px) { .$n { display: none } }"),
    "if_supported": ("it is hidden where grids are known", "@supports (display: grid) { .$n { display: none } }"),
    "in_a_layer": (
        "a layer is weaker than no layer", ".$n { display: inline } @layer a { #$n, .$n { display: none } }",
    ),
    "nested_rule": ("a rule within a rule hides it", "td { & .$n { display: none } }"),
    "by_variable": ("a variable hides it", ":root { --d: none } .$n { display: var(--d, inline) }"),
    "by_default_of_variable": ("a variable is not there", ".$n { display: var(--unknown, none) }"),
    "commented_out": ("the rule is a comment", "/* .$n { display: none } */ td { }"),
    "broken_value": ("the value is broken", ".$n { display: non; visibility: hide }"),
    "broken_rule_before": (
        "a broken rule comes before",
        ".x { color red } } .$n { display: none } .$n { display: none }",
    ),
    "only_hovered": ("only the mouse hides it", "td:hover .$n { display: none }"),
    "in_capitals": ("properties are written in capitals", ".$n { DISPLAY: NONE }"),
    "escaped_name": ("the name is escaped", ".\\$c { display: none }"),
}  # fmt: skip


def _cascade(name: str, shown: str, sheet: str) -> Kind:
    def kind(page: Page) -> None:
        escaped = f"{ord(page.name[0]):06x}{page.name[1:]}"
        page.style(Template(sheet).substitute(n=page.name, c=escaped))
        page.put(
            f"{page.text}<b></b><span id='{page.name}' class='{page.name}'>{page.digits()}</span>"
        )

    kind.__name__, kind.__doc__ = name, f"A digit that may be hidden: {shown}."
    return kind


def shown_child_of_hidden(page: Page) -> None:
    """A number that is visible within what is hidden."""
    page.style(f".{page.name} {{ visibility: hidden }} .{page.name} b {{ visibility: visible }}")
    page.put(f"<span class='{page.name}'>{page.digits()}<b>{page.text}</b></span>")


def sheet_for_print(page: Page) -> None:
    """A digit that a style sheet for prints hides."""
    page.head += f"<style media='print'>.{page.name} {{ display: none }}</style>"
    page.put(f"{page.text}<span class='{page.name}'>{page.digits()}</span>")


def sheet_of_another_kind(page: Page) -> None:
    """A digit that something hides which is no style sheet."""
    page.head += f"<style type='text/plain'>.{page.name} {{ display: none }}</style>"
    page.put(f"{page.text}<span class='{page.name}'>{page.digits()}</span>")


def sheet_that_is_missing(page: Page) -> None:
    """A number whose style sheet is not there."""
    page.head += "<link rel='stylesheet' href='missing/style.css'>"
    page.put(f"<span class='{page.name} hidden num'>{page.text}</span>")


def sheet_in_the_address(page: Page) -> None:
    """A digit that a style sheet hides which stands in its own address."""
    page.head += f"<link rel='stylesheet' href='data:text/css,.{page.name}%7Bdisplay:none%7D'>"
    page.put(f"{page.text}<span class='{page.name}'>{page.digits()}</span>")


def sheet_in_the_body(page: Page) -> None:
    """A digit that a style sheet at the end of the page hides."""
    page.body += f"<style>.{page.name} {{ display: none }}</style>"
    page.put(f"{page.text}<span class='{page.name}'>{page.digits()}</span>")


# ---- elements: what is shown, and what stands in the cell ($t: the number, $d: a digit, $o:
# another number)

ELEMENTS = {
    "hidden_attribute": ("a hidden element", "$t<span hidden>$d</span>"),
    "hidden_until_found": ("an element hidden until it is found", "$t<div hidden='until-found'>$d</div>"),
    "closed_details": ("closed details", "<details><summary style='list-style: none'>$t</summary>$o</details>"),
    "closed_dialog": ("a closed dialog", "$t<dialog>$o</dialog>"),
    "template": ("a template", "$t<template>$d</template>"),
    "shadow": ("a shadow that stands for what it covers", "<div>$o<template shadowrootmode='open'>$t</template></div>"),
    "shadow_with_slot": (
        "a shadow around its number",
        "<div>$t<template shadowrootmode='open'><slot></slot>$d</template></div>",
    ),
    "noscript": ("what stands there without scripts", "$t<noscript>$d</noscript>"),
    "noembed": ("what stands there without plug-ins", "$t<noembed>$d</noembed>"),
    "noframes": ("what stands there without frames", "$t<noframes>$d</noframes>"),
    "datalist": ("a list of data", "$t<datalist><option>$d</option></datalist>"),
    "canvas": ("what stands for a canvas", "$t<canvas width='1' height='1'>$d</canvas>"),
    "video": ("what stands for a film", "$t<video width='1' height='1'>$d</video>"),
    "audio": ("what stands for a sound", "$t<audio>$d</audio>"),
    "object": ("what stands for an object", "<object data='missing.bin' type='application/x-nothing'>$t</object>"),
    "script_text": ("a script", "$t<script type='text/plain'>$d</script>"),
    "style_text": ("a style sheet", "$t<style>$d</style>"),
    "title_of_svg": ("the title of a drawing", "$t<svg width='1' height='1'><title>$d</title></svg>"),
    "ruby": ("letters above", "<ruby>$t<rt>$d</rt></ruby>"),
    "ruby_brackets": ("brackets for old browsers", "<ruby>$t<rp>$d</rp><rt></rt></ruby>"),
    "popover": ("a popover", "$t<div popover>$d</div>"),
    "inert": ("an inert element", "<span inert>$t</span>"),
    "aria_hidden": ("an element that only screen readers skip", "<span aria-hidden='true'>$t</span>"),
    "aria_label": ("a label for screen readers", "<span aria-label='$o' title='$o'>$t</span>"),
    "data_value": ("an element with a value", "<data value='$o'>$t</data>"),
    "white_font": ("an element with a colour", "$t<font color='#ffffff'>$d</font>"),
    "small_font": ("an element with a size", "$t<font size='1' style='vertical-align: 6px'>$d</font>"),
    "comment": ("a comment", "$a<!-- $d -->$z"),
    "comment_never_closed": ("a comment with signs", "$a<!--$d-- > $d --!>$z"),
    "cdata": ("what would be text elsewhere", "$a<![CDATA[$d]]>$z"),
    "instruction": ("an instruction", "$a<?php echo $d; ?>$z"),
    "for_old_browsers": ("a comment that old browsers show", "$t<!--[if IE]>$d<![endif]-->"),
    "not_for_old_browsers": ("what old browsers do not show", "<![if !IE]>$t<![endif]>"),
    "entities": ("characters by their numbers", "$e"),
    "zero_width": ("characters without width", "$a&#8203;&zwnj;$z"),
    "soft_hyphen": ("a soft hyphen", "$a&shy;$z"),
    "break_chance": ("a place to break", "$a<wbr>$z"),
    "right_to_left_mark": ("a mark that turns digits", "&#x202e;$r&#x202c;"),
    "right_to_left_isolate": ("a mark that leaves digits", "&#x2067;$t&#x2069;"),
    "left_to_right_override": ("a mark that leaves digits", "&#x202d;$t&#x202c;"),
    "override_never_closed": ("a mark that turns digits to the end", "&#x202e;$r"),
    "input": (
        "a field with a value",
        "<input value='$t' style='border: 0; font: inherit; width: 4em; text-align: center'>",
    ),
    "input_of_another_kind": ("a hidden field", "$t<input type='hidden' value='$d'>"),
    "input_placeholder": ("a hint in an empty field", "<input placeholder='$t' style='border: 0; width: 5em'>"),
    "readonly_input": (
        "a field that is read only",
        "<input readonly value='$t' style='border: none; background: none; width: 6em'>",
    ),
    "textarea": (
        "a field for text",
        "<textarea rows='1' cols='8' style='border: 0; resize: none; font: inherit'>$t</textarea>",
    ),
    "choice": (
        "a list to choose from",
        "<select style='appearance: none; border: 0'><option>$o<option selected>$t</select>",
    ),
    "button": ("a button", "<button style='border: 0; background: none; font: inherit'>$t</button>"),
    "output": ("an output", "<output>$t</output>"),
    "drawing": ("a drawing", "<svg width='70' height='20'><text x='2' y='16' font-size='16'>$t</text></svg>"),
    "drawing_with_hidden_text": (
        "a drawing with text that it only defines",
        "$t<svg width='1' height='1'><defs><text y='9'>$d</text></defs></svg>",
    ),
    "formula": ("a formula", "<math><mn>$t</mn></math>"),
    "raised_in_formula": ("a formula with a raised digit", "<math><msup><mn>$t</mn><mn>$d</mn></msup></math>"),
    "fraction": ("a fraction", "$m/$k"),
    "fraction_sign": ("a fraction in one sign", "$t&frac12;"),
    "full_width": ("wide digits", "$w"),
    "nested_table": ("a table within the cell", "<table><tr><td style='border: 0'>$t</td></tr></table>"),
    "frame_in_cell": (
        "a frame within the cell",
        "<iframe srcdoc='<body style=margin:0>$t' width='90' height='24' frameborder='0'></iframe>",
    ),
    "frame_content": ("what stands for a frame", "$t<iframe width='1' height='1' style='border: 0'>$d</iframe>"),
    "marquee": ("a line that stands still", "<marquee scrollamount='0' behavior='slide'>$t</marquee>"),
    "picture": (
        "a picture of its number",
        "<img alt='' src='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2270%22 "
        "height=%2220%22%3E%3Ctext x=%222%22 y=%2216%22 font-size=%2216%22%3E$t%3C/text%3E%3C/svg%3E'>",
    ),
    "picture_with_text": (
        "a picture with words for it",
        "$t<img alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>",
    ),
    "unknown_element": ("an element that nobody knows", "<o:p>$t</o:p>"),
    "unclosed": ("an element that is not closed", "<b><span>$t"),
    "two_attributes": ("an attribute given twice", "$t<span style='color: #000' style='display: none'>$d</span>"),
}  # fmt: skip


def _element(name: str, shown: str, markup: str) -> Kind:
    def kind(page: Page) -> None:
        text = page.text
        half = len(text) // 2
        numbers = {
            "t": text,
            "d": page.digits(),
            "o": page.other(),
            "m": page.digits(2),
            "k": page.digits(2),
        }
        halves = {"a": text[:half], "z": text[half:], "r": text[::-1]}
        codes = "".join(f"&#{ord(each)};" for each in text)
        page.put(Template(markup).substitute(numbers, **halves, e=codes, w=text.translate(WIDE)))

    kind.__name__, kind.__doc__ = name, f"A cell with {shown}."
    return kind


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")

# ---- scripts: what is shown, what stands in the cell, and the script

SCRIPTS = {
    "fills": ("fills a blank cell", "<span id='$n'></span>", "document.getElementById('$n').textContent = '$t'"),
    "fills_from_data": (
        "fills a cell from its data", "<b class='$n'></b>",
        "const data = {a: $t}; document.querySelectorAll('.$n').forEach(b => { b.innerHTML = data.a })",
    ),
    "fills_later": (
        "fills a cell after a while", "<i id='$n'></i>",
        "setTimeout(() => { document.getElementById('$n').innerHTML = '<span>$t</span>' }, 10)",
    ),
    "fills_when_loaded": (
        "fills a cell once the page is there", "<i id='$n'></i>",
        "window.onload = function () { document.all['$n'].innerText = '$t' }",
    ),
    "changes": ("changes a number", "<span id='$n'>$o</span>", "document.getElementById('$n').firstChild.data = '$t'"),
    "adds_digit": (
        "adds a digit", "<span id='$n'>$t</span>",
        "document.getElementById('$n').appendChild(document.createTextNode('$d'))",
    ),
    "hides": ("hides a digit", "$t<span id='$n'>$d</span>", "document.getElementById('$n').style.display = 'none'"),
    "removes": ("removes a digit", "$t<span id='$n'>$d</span>", "document.getElementById('$n').remove()"),
    "empties": ("empties a cell", "<span id='$n'>$t</span>", "$n.innerHTML = ''"),
    "sets_class": (
        "sets a class that hides a digit", "$t<span id='$n'>$d</span><style>.gone { visibility: hidden }</style>",
        "document.getElementById('$n').className = 'gone'",
    ),
    "adds_rule": (
        "adds a rule that hides a digit", "$t<span id='$n'>$d</span>",
        "document.styleSheets[0].insertRule('#$n { display: none }', 0)",
    ),
    "adds_comma": (
        "sets the comma of thousands", "<span id='$n'>1234</span>",
        "const e = document.getElementById('$n'); e.textContent = Number(e.textContent).toLocaleString('en')",
    ),
    "fails": (
        "fails before it fills a cell", "<span id='$n'></span>",
        "jQuery('#$n').hide(); document.getElementById('$n').textContent = '$t'",
    ),
    "asks_in_vain": (
        "asks for what is not there", "<span id='$n'>$t</span>",
        "fetch('missing.json').then(r => r.json()).then(j => { document.getElementById('$n').textContent = j.a })",
    ),
}  # fmt: skip


def _script(name: str, shown: str, markup: str, code: str) -> Kind:
    def kind(page: Page) -> None:
        values = {"n": page.name, "t": page.text, "o": page.other(), "d": page.digits()}
        page.put(Template(markup).substitute(values))
        page.script(Template(code).substitute(values))

    kind.__name__, kind.__doc__ = f"script_{name}", f"A script {shown}."
    return kind


def script_writes(page: Page) -> None:
    """A script in the cell writes its number."""
    page.put(f"<script>document.write('{page.text}')</script>")


def script_in_attribute(page: Page) -> None:
    """A picture that is missing sets the number."""
    page.put(
        f"<img src='missing.png' width='0' onerror=\"this.parentNode.textContent = '{page.text}'\">"
    )


def script_when_all_is_loaded(page: Page) -> None:
    """An attribute of the page fills a cell."""
    page.put(f"<span id='{page.name}'></span>")
    page.body += f"<img src='data:,' onerror=\"document.getElementById('{page.name}').textContent = '{page.text}'\">"


# ---- parts of the table


def hidden_cell_before(page: Page) -> None:
    """A hidden cell before that of the number."""
    page.put(
        page.text,
        before=page.chance.choice(["<td hidden>", "<td style='display: none'>"])
        + f"{page.digits(2)}</td>",
    )


def hidden_row_twin(page: Page) -> None:
    """A number whose row is there twice, hidden in the second table."""
    page.put(page.text)
    page.style(".old { display: none }")
    page.body += f"<table class='old'><tr><td>{page.other()}</td></tr></table>"


def number_of_a_hidden_cell(page: Page) -> None:
    """A cell that is hidden, with what it covers left empty."""
    page.put(f"<span>{page.text}</span>", "style='visibility: hidden'")


def whole_page_in_a_frame(page: Page) -> None:
    """A report in a frame, with a raised digit."""
    page.put(f"{page.text}<sup>{page.digits()}</sup>")
    page.framed = True


def _kinds(make: Callable[..., Kind], table: dict[str, tuple[str, ...]]) -> dict[Kind, int]:
    return {make(name, *row): 1 for name, row in table.items()}


FAMILIES = {
    "rules that win": {
        **_kinds(_cascade, CASCADES), shown_child_of_hidden: 1, sheet_for_print: 1, sheet_of_another_kind: 1,
        sheet_that_is_missing: 1, sheet_in_the_address: 1, sheet_in_the_body: 1,
    },
    "elements": _kinds(_element, ELEMENTS),
    "scripts": {**_kinds(_script, SCRIPTS), script_writes: 1, script_in_attribute: 1, script_when_all_is_loaded: 1},
    "parts of a table": {
        hidden_cell_before: 1, hidden_row_twin: 1, number_of_a_hidden_cell: 1, whole_page_in_a_frame: 1,
    },
}  # fmt: skip
