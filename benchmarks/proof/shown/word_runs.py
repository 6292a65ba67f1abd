"""Word files in which the properties of runs, paragraphs and styles decide what is seen of a cell."""

from __future__ import annotations

from collections.abc import Callable

from printing_docx import paragraph, run
from proof.shown.cases import Kind
from proof.shown.word import WordFile, elements

#: What properties of a run do to what they stand at: what is shown, and the properties.
HIDDEN = {
    "vanish": ("is hidden", "<w:vanish/>"),
    "white": ("is white", '<w:color w:val="FFFFFF"/>'),
    "nearly_white": ("is nearly white", '<w:color w:val="FDFDFD"/>'),
    "theme_white": (
        "has the colour of the ground",
        '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
    ),
    "tiny": ("is too small to be seen", '<w:sz w:val="1"/>'),
    "shaded_alike": (
        "has the colour of its shade",
        '<w:color w:val="D9E2F3"/><w:shd w:val="clear" w:fill="D9E2F3"/>',
    ),
}
MARKS = {
    "superscript": ("is raised", '<w:vertAlign w:val="superscript"/>'),
    "subscript": ("is lowered", '<w:vertAlign w:val="subscript"/>'),
    "raised_small": ("is small and raised", '<w:position w:val="8"/><w:sz w:val="12"/>'),
    "raised_in_full_size": ("is raised", '<w:position w:val="5"/>'),
    "lowered": ("is small and lowered", '<w:position w:val="-5"/><w:sz w:val="11"/>'),
}
STRUCK = {
    "strike": ("is struck out", "<w:strike/>"),
    "double_strike": ("is struck out twice", "<w:dstrike/>"),
    "bold_strike": ("is bold and struck out", "<w:b/><w:strike/>"),
}
PLAIN = {
    "bold": ("is bold", "<w:b/>"),
    "italic": ("is italic", "<w:i/>"),
    "underlined": ("is underlined", '<w:u w:val="single"/>'),
    "underlined_twice": ("is underlined twice", '<w:u w:val="double"/>'),
    "highlighted": ("is highlighted", '<w:highlight w:val="yellow"/>'),
    "shaded": ("is shaded", '<w:shd w:val="clear" w:fill="E2EFD9"/>'),
    "red": ("is red", '<w:color w:val="C00000"/>'),
    "capitals": ("is in small capitals", "<w:smallCaps/>"),
    "all_capitals": ("is in capitals", "<w:caps/>"),
    "outline": ("is outlined", "<w:outline/>"),
    "condensed": ("is condensed", '<w:w w:val="50"/>'),
    "spaced": ("is spaced", '<w:spacing w:val="40"/>'),
    "right_to_left": ("is of a script from right to left", "<w:rtl/>"),
    "not_hidden": ("is said not to be hidden", '<w:vanish w:val="0"/>'),
    "not_struck": ("is said not to be struck out", '<w:strike w:val="false"/>'),
    "on_the_line": ("is said to stand on the line", '<w:vertAlign w:val="baseline"/>'),
    "in_a_frame": ("has a frame", '<w:bdr w:val="single" w:sz="4" w:space="1"/>'),
}


def _at_digit(file: WordFile, way: Way, properties: str) -> None:
    """A digit behind the number, or before it, that has these properties."""
    part = way(file, properties)
    digit = part(file.digits())
    file.say(*((run(file.text), digit) if file.chance.random() < 0.75 else (digit, run(file.text))))


def _by_run(_: WordFile, properties: str) -> Callable[[str], str]:
    return lambda text: run(text, properties)


def _by_style(file: WordFile, properties: str) -> Callable[[str], str]:
    name = file.style("character", f"<w:rPr>{properties}</w:rPr>")
    return lambda text: run(text, f'<w:rStyle w:val="{name}"/>')


def _by_style_of_style(file: WordFile, properties: str) -> Callable[[str], str]:
    file.style("character", f"<w:rPr>{properties}</w:rPr>", "Base")
    name = file.style("character", "<w:rPr><w:i/></w:rPr>", based="Base")
    return lambda text: run(text, f'<w:rStyle w:val="{name}"/>')


Way = Callable[[WordFile, str], Callable[[str], str]]
WAYS: tuple[Way, ...] = (_by_run, _by_run, _by_style, _by_style_of_style)


def _digit_kind(name: str, shown: str, properties: str) -> Kind:
    def kind(file: WordFile) -> None:
        _at_digit(file, file.chance.choice(WAYS), properties)

    kind.__name__, kind.__doc__ = f"{name}_digit", f"A digit beside the number {shown}."
    return kind


def _whole_kind(name: str, shown: str, properties: str) -> Kind:
    def kind(file: WordFile) -> None:
        file.say(file.chance.choice(WAYS)(file, properties)(file.text))

    kind.__name__, kind.__doc__ = f"{name}_number", f"A number that {shown}."
    return kind


def _struck_first(name: str, shown: str, properties: str) -> Kind:
    def kind(file: WordFile) -> None:
        file.say(run(file.digits(2), properties), run(file.text))

    kind.__name__, kind.__doc__ = f"{name}_before", f"A number before the right one {shown}."
    return kind


# ---- by paragraph, by table, by default


def hidden_by_paragraph_style(file: WordFile) -> None:
    """A number in a paragraph whose style hides it."""
    name = file.style("paragraph", "<w:rPr><w:vanish/></w:rPr>")
    file.put(paragraph(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>', run(file.text)))


def white_by_paragraph_style(file: WordFile) -> None:
    """A number in a paragraph whose style is white."""
    name = file.style("paragraph", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    file.put(paragraph(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>', run(file.text)))


def struck_by_paragraph_style(file: WordFile) -> None:
    """A number in a paragraph whose style strikes it out."""
    name = file.style("paragraph", "<w:rPr><w:strike/></w:rPr>")
    file.put(paragraph(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>', run(file.text)))


def white_in_a_white_cell(file: WordFile) -> None:
    """A number in the colour of its shaded cell."""
    colour = file.chance.choice(["DDEBF7", "FFF2CC"])
    file.of_cell(f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>')
    file.say(run(file.text, f'<w:color w:val="{colour}"/>'))


def plain_in_a_shaded_cell(file: WordFile) -> None:
    """A number in a shaded cell."""
    file.of_cell('<w:shd w:val="clear" w:color="auto" w:fill="DDEBF7"/>')
    file.say(run(file.text))


def automatic_on_black(file: WordFile) -> None:
    """A number whose colour is left to Word, in a black cell."""
    file.of_cell('<w:shd w:val="clear" w:color="auto" w:fill="000000"/>')
    file.say(run(file.text, '<w:color w:val="auto"/>'))


def black_on_black(file: WordFile) -> None:
    """A black number in a black cell."""
    file.of_cell('<w:shd w:val="clear" w:color="auto" w:fill="000000"/>')
    file.say(run(file.text, '<w:color w:val="000000"/>'))


def white_by_table_style(file: WordFile) -> None:
    """A blank cell with a white number in a table of its own style."""
    file.style("table", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', "White")
    for text in file.table.xpath(".//w:r"):
        text.get_or_add_rPr().extend(elements('<w:color w:val="000000"/>'))
    file.table.tblPr.insert(0, elements('<w:tblStyle w:val="White"/>')[0])
    file.say(run(file.text))


def white_by_default(file: WordFile) -> None:
    """A number that is white because all is that says nothing else."""
    for text in file.document.element.xpath("//w:r"):
        text.get_or_add_rPr().extend(elements('<w:color w:val="000000"/>'))
    file.by_default('<w:color w:val="FFFFFF"/>')
    file.say(run(file.text))


def not_struck_by_its_style(file: WordFile) -> None:
    """A number that is not struck out although the style of its paragraph does."""
    name = file.style("paragraph", "<w:rPr><w:strike/></w:rPr>")
    file.put(
        paragraph(
            f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>', run(file.text, '<w:strike w:val="0"/>')
        )
    )


def in_strict_words(file: WordFile) -> None:
    """A raised digit in a file of the strict kind."""
    file.strict = True
    file.say(run(file.text), run(file.digits(), '<w:vertAlign w:val="superscript"/>'))


FAMILIES = {
    "runs that are hidden": {
        **{_digit_kind(name, *row): 2 for name, row in HIDDEN.items()},
        **{_whole_kind(name, *row): 1 for name, row in HIDDEN.items()},
    },
    "runs that are marks": {_digit_kind(name, *row): 2 for name, row in MARKS.items()},
    "runs that are struck out": {
        **{_whole_kind(name, *row): 1 for name, row in STRUCK.items()},
        **{_struck_first(name, *row): 1 for name, row in STRUCK.items()},
    },
    "runs that are plain": {_whole_kind(name, *row): 1 for name, row in PLAIN.items()},
    "styles and grounds": {
        hidden_by_paragraph_style: 1, white_by_paragraph_style: 1, struck_by_paragraph_style: 1,
        white_in_a_white_cell: 2, plain_in_a_shaded_cell: 1,
        automatic_on_black: 1, black_on_black: 1, white_by_table_style: 1, white_by_default: 1,
        not_struck_by_its_style: 1, in_strict_words: 2,
    },
}  # fmt: skip
