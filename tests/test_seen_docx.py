"""A Word file shows what its styles, lists, fields and drawings print: what nobody sees is no figure, and what is shown
and cannot be read is not blank."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import printing as pr
from expect import assert_reads
from helpers.extract.report import read_content
from helpers.prove.content import Content
from printing import FORMS, report
from printing_docx import as_strict, body_of, paragraph, plain, run, save_docx

KEY = ("disclosure", "licensing", "decisions")
MARK = "@@"
READ, BLANK, WITHHELD = Decimal(64), None, "withheld"


def style(kind: str, name: str, content: str, based: str = "", default: bool = False) -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    by_default = ' w:default="1"' if default else ""
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="{kind}"{by_default} w:styleId="{name}">{named}{on}{content}</w:style>'


def looks(kind: str, name: str, settings: str, based: str = "") -> str:
    return style(kind, name, f"<w:rPr>{settings}</w:rPr>", based)


def in_style(name: str, *runs: str, settings: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{settings}</w:pPr>{"".join(runs)}</w:p>'


def with_settings(settings: str, *runs: str) -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(runs)}</w:p>"


def styled(text: str, name: str) -> str:
    return run(text, f'<w:rStyle w:val="{name}"/>')


def listed(number: int, text: str, kind: str = "decimal", level: str = "", start: int = 1) -> str:
    """A list of one level that prints `text` before its paragraphs."""
    counted = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
    own = f'<w:lvl w:ilvl="0">{counted}<w:lvlText w:val="{text}"/>{level}</w:lvl>'
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{own}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    )


def in_list(number: int, text: str = "", settings: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>{settings}'
    return with_settings(numbered, run(text) if text else "")


def twins(choice: str, fallback: str, requires: str = "wps") -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def box(
    content: str,
    *,
    wrap: str = "wrapNone",
    fill: str = "",
    place: str = "anchor",
    form: str = "rect",
) -> str:
    """A drawing with a text box, or without text where `content` is empty."""
    text = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>" if content else ""
    filled = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    drawn = f'<wps:spPr><a:xfrm><a:ext cx="400000" cy="250000"/></a:xfrm><a:prstGeom prst="{form}"/>{filled}</wps:spPr>'
    shape = (
        f"<a:graphic><a:graphicData><wps:wsp>{drawn}{text}</wps:wsp></a:graphicData></a:graphic>"
    )
    return f"<w:r><w:drawing><wp:{place}><wp:{wrap}/>{shape}</wp:{place}></w:drawing></w:r>"


def vml(content: str, style: str = "position:absolute", more: str = "") -> str:
    text = f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>" if content else ""
    return f'<w:r><w:pict><v:rect style="{style}" {more}>{text}</v:rect></w:pict></w:r>'


def field(asks: str, *result: str, dirty: str = "") -> str:
    def mark(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r>'

    asked = f'<w:r><w:instrText xml:space="preserve">{asks}</w:instrText></w:r>'
    answer = mark("separate") + "".join(result) if result else ""
    return mark("begin", dirty) + asked + answer + mark("end")


def inner(*rows: str) -> str:
    cells = ("".join(f"<w:tc>{plain(text)}</w:tc>" for text in row.split("|")) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl><w:p/>"


def colour(code: str, more: str = "") -> str:
    return f'<w:color w:val="{code}"{more}/>'


def shade(code: str, pattern: str = "clear", ink: str = "auto") -> str:
    return f'<w:shd w:val="{pattern}" w:color="{ink}" w:fill="{code}"/>'


LIST_STYLE = style("paragraph", "L", '<w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr>')
COMMENTED = '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
RAISED = '<w:vertAlign w:val="superscript"/>'
NO_TWIN = "</mc:Choice></mc:AlternateContent>"
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
THEME_WHITE = ' w:themeColor="background1"'
WHITE_LETTERS = 'srgbClr w14:val="FFFFFF"'
FILLED = "<w14:textFill><w14:solidFill><w14:{}/></w14:solidFill></w14:textFill>"

#: What stands in the cell, what a person sees there, and which styles, lists or else the file has
#: for it.
CELLS: dict[str, tuple[str, object, dict[str, str]]] = {
    # hidden
    "hidden": (paragraph(run("64"), run("7", "<w:vanish/>")), READ, {}),
    "hidden, all": (paragraph(run("77", "<w:vanish/>")), BLANK, {}),
    "hidden by a character style": (
        paragraph(run("64"), styled("7", "H")),
        READ,
        {"styles": looks("character", "H", "<w:vanish/>")},
    ),
    "hidden by a style below the style": (
        paragraph(run("64"), styled("7", "B")),
        READ,
        {"styles": looks("character", "H", "<w:vanish/>") + looks("character", "B", "<w:b/>", "H")},
    ),
    "shown again by the style": (
        paragraph(styled("64", "B")),
        READ,
        {
            "styles": looks("character", "H", "<w:vanish/>")
            + looks("character", "B", '<w:vanish w:val="0"/>', "H")
        },
    ),
    "hidden by a paragraph style": (
        in_style("H", run("77")),
        BLANK,
        {"styles": looks("paragraph", "H", "<w:vanish/>")},
    ),
    "hidden twice, which programs take for shown or hidden": (
        in_style("H", styled("64", "C")),
        WITHHELD,
        {"styles": looks("paragraph", "H", "<w:vanish/>") + looks("character", "C", "<w:vanish/>")},
    ),
    "hidden by a style, shown by itself": (
        in_style("H", run("64", '<w:vanish w:val="0"/>')),
        READ,
        {"styles": looks("paragraph", "H", "<w:vanish/>")},
    ),
    "hidden in some views": (paragraph(run("64"), run("7", "<w:specVanish/>")), WITHHELD, {}),
    "hidden on the web": (paragraph(run("64", "<w:webHidden/>")), WITHHELD, {}),
    "hidden before it was changed": (
        paragraph(run("64", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")),
        READ,
        {},
    ),
    # colours
    "white": (paragraph(run("77", colour("FFFFFF"))), BLANK, {}),
    "nearly white": (paragraph(run("77", colour("FDFDFE"))), BLANK, {}),
    "pale": (paragraph(run("77", colour("E0E0E0"))), WITHHELD, {}),
    "yellow": (paragraph(run("77", colour("FFFF66"))), WITHHELD, {}),
    "grey": (paragraph(run("64", colour("808080"))), READ, {}),
    "white by the theme": (paragraph(run("77", colour("FFFFFF", THEME_WHITE))), BLANK, {}),
    "white by the theme alone": (paragraph(run("77", colour("000000", THEME_WHITE))), WITHHELD, {}),
    "white by the theme, darkened": (
        paragraph(run("64", colour("808080", THEME_WHITE + ' w:themeShade="80"'))),
        READ,
        {},
    ),
    "black by the theme, lightened to white": (
        paragraph(run("77", colour("FFFFFF", ' w:themeColor="text1" w:themeTint="00"'))),
        BLANK,
        {},
    ),
    "white by a character style": (
        paragraph(run("64"), styled("7", "W")),
        READ,
        {"styles": looks("character", "W", colour("FFFFFF"))},
    ),
    "white by a paragraph style": (
        in_style("W", run("77")),
        BLANK,
        {"styles": looks("paragraph", "W", colour("FFFFFF"))},
    ),
    "white style, black by itself": (
        in_style("W", run("64", colour("000000"))),
        READ,
        {"styles": looks("paragraph", "W", colour("FFFFFF"))},
    ),
    "white style, automatic by itself": (
        in_style("W", run("64", colour("auto"))),
        READ,
        {"styles": looks("paragraph", "W", colour("FFFFFF"))},
    ),
    "white on a dark run": (paragraph(run("64", colour("FFFFFF") + shade("1F4E79"))), READ, {}),
    "white on a dark highlight": (
        paragraph(run("64", colour("FFFFFF") + '<w:highlight w:val="darkBlue"/>')),
        READ,
        {},
    ),
    "white on a dark paragraph": (
        with_settings(shade("1F4E79"), run("64", colour("FFFFFF"))),
        READ,
        {},
    ),
    "black on black": (paragraph(run("77", colour("000000") + shade("000000"))), WITHHELD, {}),
    "black on a black highlight": (
        paragraph(run("77", colour("000000") + '<w:highlight w:val="black"/>')),
        WITHHELD,
        {},
    ),
    "automatic on black": (paragraph(run("64", shade("000000"))), READ, {}),
    "black on solid black": (
        paragraph(run("77", colour("000000") + shade("FFFFFF", "solid", "000000"))),
        WITHHELD,
        {},
    ),
    "white on a pattern": (
        paragraph(run("77", colour("FFFFFF") + shade("FFFFFF", "diagStripe", "000000"))),
        WITHHELD,
        {},
    ),
    "filled with nothing": (
        paragraph(run("77", "<w14:textFill><w14:noFill/></w14:textFill>")),
        WITHHELD,
        {},
    ),
    "filled with white": (
        paragraph(run("77", colour("FFFFFF") + FILLED.format(WHITE_LETTERS))),
        BLANK,
        {},
    ),
    "filled with white over black": (
        paragraph(run("77", FILLED.format(WHITE_LETTERS))),
        WITHHELD,
        {},
    ),
    "filled with the theme's black": (
        paragraph(run("64", FILLED.format('schemeClr w14:val="tx1"'))),
        READ,
        {},
    ),
    # size and shape
    "tiny": (paragraph(run("64"), run("7", '<w:sz w:val="2"/>')), WITHHELD, {}),
    "tiny by a style": (
        paragraph(run("64"), styled("7", "T")),
        WITHHELD,
        {"styles": looks("character", "T", '<w:sz w:val="3"/>')},
    ),
    "a small digit on the line": (
        paragraph(run("64", '<w:sz w:val="24"/>'), run("1", '<w:sz w:val="10"/>')),
        WITHHELD,
        {},
    ),
    "drawn together": (paragraph(run("1100", '<w:spacing w:val="-100"/>')), WITHHELD, {}),
    "a little nearer": (
        paragraph(run("64", '<w:spacing w:val="-10"/><w:sz w:val="21"/>')),
        READ,
        {},
    ),
    "condensed": (paragraph(run("1100", '<w:w w:val="20"/>')), WITHHELD, {}),
    "narrow": (paragraph(run("64", '<w:w w:val="80"/>')), READ, {}),
    "fitted into a point": (paragraph(run("1100", '<w:fitText w:val="60"/>')), WITHHELD, {}),
    "two lines in one": (paragraph(run("64", '<w:eastAsianLayout w:combine="1"/>')), WITHHELD, {}),
    "from right to left": (paragraph('<w:bdo w:val="rtl">' + run("46") + "</w:bdo>"), WITHHELD, {}),
    "turned by a character": (paragraph(run("\u202e46\u202c")), WITHHELD, {}),
    "a font of pictures": (
        paragraph(run("64", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
        WITHHELD,
        {},
    ),
    "lines too low": (
        with_settings('<w:spacing w:line="40" w:lineRule="exact"/>', run("77")),
        WITHHELD,
        {},
    ),
    "outside its cell": (with_settings('<w:ind w:left="-2000"/>', run("77")), WITHHELD, {}),
    "a little to the left": (
        with_settings('<w:ind w:left="-107" w:right="-50"/>', run("64")),
        READ,
        {},
    ),
    # raised and struck out
    "raised": (paragraph(run("64"), run("1", RAISED)), READ, {}),
    "lowered": (paragraph(run("64"), run("1", '<w:vertAlign w:val="subscript"/>')), READ, {}),
    "raised by position, and smaller": (
        paragraph(run("64"), run("1", '<w:position w:val="10"/><w:sz w:val="10"/>')),
        READ,
        {},
    ),
    "raised by position, as large": (
        paragraph(run("64"), run("1", '<w:position w:val="10"/>')),
        WITHHELD,
        {},
    ),
    "all raised by position": (paragraph(run("64", '<w:position w:val="6"/>')), READ, {}),
    "lowered by a hair": (paragraph(run("6"), run("4", '<w:position w:val="-1"/>')), READ, {}),
    "all raised": (paragraph(run("1", RAISED)), WITHHELD, {}),
    "raised by a character style": (
        paragraph(run("64"), styled("1", "F")),
        READ,
        {"styles": looks("character", "F", RAISED)},
    ),
    "raised by the style below": (
        paragraph(run("64"), styled("1", "G")),
        READ,
        {"styles": looks("character", "F", RAISED) + looks("character", "G", "<w:i/>", "F")},
    ),
    "raised style set on the line": (
        paragraph(run("6"), run("4", '<w:rStyle w:val="F"/><w:vertAlign w:val="baseline"/>')),
        READ,
        {"styles": looks("character", "F", RAISED)},
    ),
    "a mark before the number": (paragraph(run("①", RAISED), run("64")), READ, {}),
    "struck out, all": (paragraph(run("77", "<w:strike/>")), WITHHELD, {}),
    "struck out twice, all": (paragraph(run("77", "<w:dstrike/>")), WITHHELD, {}),
    "struck out by a style, all": (
        paragraph(styled("77", "S")),
        WITHHELD,
        {"styles": looks("character", "S", "<w:strike/>")},
    ),
    "struck out by a paragraph style, all": (
        in_style("S", run("77")),
        WITHHELD,
        {"styles": looks("paragraph", "S", "<w:strike/>")},
    ),
    "struck out before the number": (paragraph(run("77", "<w:strike/>"), run("64")), READ, {}),
    "struck out behind the number, by a style": (
        paragraph(run("64"), styled("7", "S")),
        READ,
        {"styles": looks("character", "S", "<w:strike/>")},
    ),
    "struck out with its unit left": (paragraph(run("77", "<w:strike/>"), run("件")), WITHHELD, {}),
    # tracked changes, controls, fields
    "moved": (
        paragraph(f"<w:moveFrom>{run('77')}</w:moveFrom><w:moveTo>{run('64')}</w:moveTo>"),
        READ,
        {},
    ),
    "a control that asks for text": (
        paragraph(CONTROL.format("<w:showingPlcHdr/>", run("77"))),
        WITHHELD,
        {},
    ),
    "a control bound to other data": (
        paragraph(CONTROL.format('<w:dataBinding w:xpath="/a"/>', run("77"))),
        WITHHELD,
        {},
    ),
    "a control": (paragraph(CONTROL.format("<w:text/>", run("64"))), READ, {}),
    "a simple field": (
        paragraph(f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("64")}</w:fldSimple>'),
        READ,
        {},
    ),
    "a simple field without result": (
        paragraph('<w:fldSimple w:instr="=SUM(ABOVE)"/>'),
        WITHHELD,
        {},
    ),
    "a form field": (paragraph(field(" FORMTEXT ", run("64"))), READ, {}),
    "a list to choose from": (paragraph(field(" FORMDROPDOWN ")), WITHHELD, {}),
    "a field that is out of date": (
        paragraph(field("=SUM(ABOVE)", run("77"), dirty=' w:dirty="true"')),
        WITHHELD,
        {},
    ),
    "the number of the page": (paragraph(field(" PAGE ", run("77"))), WITHHELD, {}),
    "an entry of an index": (paragraph(run("64"), field(' XE "77" ')), READ, {}),
    "a hidden entry of an index": (
        paragraph(
            run("64"), field(' XE "77" ').replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
        ),
        READ,
        {},
    ),
    "an equation field": (paragraph(field(r" EQ \o(6,4) ")), WITHHELD, {}),
    # twins
    "the twin that Word knows": (paragraph(twins(run("64"), run("77"))), READ, {}),
    "the twin for the rest": (paragraph(twins(run("77"), run("64"), "new")), READ, {}),
    "a twin inside of a run": (
        paragraph(f"<w:r>{twins('<w:t>64</w:t>', '<w:t>77</w:t>', 'w14')}</w:r>"),
        READ,
        {},
    ),
    "twins around a paragraph": (twins(plain("64"), plain("77")), READ, {}),
    "twins in twins": (paragraph(twins(twins(run("64"), run("77")), run("88"))), READ, {}),
    "a twin that no one knows": (
        paragraph('<mc:AlternateContent><mc:Choice Requires="new">' + run("77") + NO_TWIN),
        BLANK,
        {},
    ),
    "a control around a paragraph that asks for text": (
        CONTROL.format("<w:showingPlcHdr/>", plain("77")),
        WITHHELD,
        {},
    ),
    "a check box": (paragraph(field(" FORMCHECKBOX ")), WITHHELD, {}),
    "a hidden result": (paragraph(field("=1", run("77", "<w:vanish/>"))), BLANK, {}),
    "two tables": (inner("6") + inner("4"), WITHHELD, {}),
    "text and a table": (plain("6") + inner("4"), WITHHELD, {}),
    "a table in a table": (
        f"<w:tbl><w:tr><w:tc>{inner('64')}</w:tc></w:tr></w:tbl><w:p/>",
        READ,
        {},
    ),
    "a table with white text": (
        inner("77").replace(plain("77"), paragraph(run("77", colour("FFFFFF")))),
        BLANK,
        {},
    ),
    "a table with a number struck out": (
        inner("77").replace(plain("77"), paragraph(run("77", "<w:strike/>"))),
        WITHHELD,
        {},
    ),
    "another file": ("<w:altChunk/>" + plain(""), WITHHELD, {}),
    "the day": (paragraph("<w:r><w:dayLong/></w:r>"), WITHHELD, {}),
    "far to the right": (with_settings('<w:ind w:left="20000"/>', run("77")), WITHHELD, {}),
    "a dash with a mark": (paragraph(run("—"), run("1", RAISED)), BLANK, {}),
    "a number cut by what is struck out": (
        paragraph(run("6"), run("7", "<w:strike/>"), run("4")),
        WITHHELD,
        {},
    ),
    "struck out above the number": (paragraph(run("77", "<w:strike/>")) + plain("64"), READ, {}),
    "a list in brackets": (in_list(91), WITHHELD, {"lists": listed(91, "(%1)")}),
    "a number of a list and a word for nothing": (
        in_list(91, "无"),
        WITHHELD,
        {"lists": listed(91, "%1.")},
    ),
    "markup of another program": (paragraph(f"<new:box>{run('64')}</new:box>"), READ, {}),
    # tables, boxes, lists
    "a table of one cell": (inner("64"), READ, {}),
    "a table of one row": (inner("64|件"), READ, {}),
    "a table of one row with two numbers": (inner("6|4"), WITHHELD, {}),
    "a table of two rows": (inner("6|1", "58|2"), WITHHELD, {}),
    "an empty table": (inner("", ""), BLANK, {}),
    "a box in the cell": (paragraph(box(plain("64"), place="inline")), WITHHELD, {}),
    "a box that floats from the cell": (paragraph(box(plain("64"))), WITHHELD, {}),
    "an old box in the cell": (paragraph(vml(plain("64"))), WITHHELD, {}),
    "a framed paragraph": (
        with_settings('<w:framePr w:w="400" w:hSpace="100"/>', run("77")),
        WITHHELD,
        {},
    ),
    "a picture": (paragraph("<w:r><w:drawing/></w:r>"), WITHHELD, {}),
    "a symbol": (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F036"/></w:r>'), WITHHELD, {}),
    "a number of a list": (in_list(91), Decimal(1), {"lists": listed(91, "%1.")}),
    "a number of a list by its style": (
        in_style("L"),
        Decimal(64),
        {"lists": listed(91, "%1、", start=64), "styles": LIST_STYLE},
    ),
    "a list taken off": (
        in_style("L", run("64"), settings='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        READ,
        {"lists": listed(91, "%1."), "styles": LIST_STYLE},
    ),
    "a number of a list and a number": (in_list(91, "3"), WITHHELD, {"lists": listed(91, "%1.")}),
    "a Chinese number of a list": (
        in_list(91),
        WITHHELD,
        {"lists": listed(91, "%1、", "chineseCounting")},
    ),
    "a bullet": (in_list(91), WITHHELD, {"lists": listed(91, "●", "bullet")}),
    "a bullet before the number": (in_list(91, "64"), READ, {"lists": listed(91, "●", "bullet")}),
    "a bullet that is a minus": (in_list(91, "64"), WITHHELD, {"lists": listed(91, "-", "bullet")}),
    "a list that prints nothing": (in_list(91, "64"), READ, {"lists": listed(91, "", "none")}),
    "a hidden number of a list": (
        in_list(91, "64"),
        WITHHELD,
        {"lists": listed(91, "%1.", level="<w:rPr><w:vanish/></w:rPr>")},
    ),
    "a white number of a list": (
        in_list(91),
        BLANK,
        {"lists": listed(91, "%1.", level=f"<w:rPr>{colour('FFFFFF')}</w:rPr>")},
    ),
    "a mark of a footnote": (
        paragraph(run("64"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        READ,
        {},
    ),
    "a mark of a comment": (
        paragraph('<w:commentRangeStart w:id="1"/>', run("64"), COMMENTED),
        READ,
        {},
    ),
    "small print over the number": (
        paragraph(
            f"<w:r><w:ruby><w:rt>{run('1')}</w:rt><w:rubyBase>{run('64')}</w:rubyBase></w:ruby></w:r>"
        ),
        READ,
        {},
    ),
}


def save(
    path: Path, cell: str = plain("64"), change: Callable[[str], str] = str, **more: str
) -> Path:
    """A clean report on the form of 2021 with this markup in one cell, with its body changed."""
    printed = report("national_2021")
    pr.write(printed, KEY, MARK, None)
    body = change(body_of(printed)).replace(plain(MARK), cell)
    assert MARK not in body
    return save_docx(path, body, **more)


def figure_of(content: Content):
    return next(each for each in content.figures if (each.table, each.row, each.column) == KEY)


def assert_shows(content: Content, shown: object) -> None:
    """The cell is read as it is shown, and proven, or is withheld with the whole report."""
    figure = figure_of(content)
    if shown == WITHHELD:
        assert (figure.proof, content.status) == ("none", "incomplete")
    else:
        assert (figure.value, content.status) == (shown, "verified")
        assert figure.proof in ("seen", "second_reading")


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_what_a_person_sees(tmp_path: Path, name: str) -> None:
    markup, shown, more = CELLS[name]
    assert_shows(read_content(save(tmp_path / "report.docx", markup, **more), FORMS), shown)


# What reaches a cell from the table and the document around it

PAGE_BREAK = paragraph('<w:r><w:br w:type="page"/></w:r>')
SECTION = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


def at_top(*paragraphs: str) -> Callable[[str], str]:
    return lambda body: "".join(paragraphs) + body


def at_end(*paragraphs: str) -> Callable[[str], str]:
    return lambda body: body + "".join(paragraphs)


def in_row(markup: str) -> Callable[[str], str]:
    """Settings of the row in which the cell stands."""

    def change(body: str) -> str:
        before, row, after = body.partition("行政许可")
        start = before.rindex("<w:trPr>") + len("<w:trPr>")
        return before[:start] + markup + before[start:] + row + after

    return change


def in_cell(markup: str) -> Callable[[str], str]:
    """Settings of the cell itself."""
    span = '<w:gridSpan w:val="3"/>'
    return lambda body: body.replace(
        f"{span}</w:tcPr>{plain(MARK)}", f"{span}{markup}</w:tcPr>{plain(MARK)}"
    )


def in_tables(markup: str) -> Callable[[str], str]:
    return lambda body: body.replace("<w:tblPr/>", f"<w:tblPr>{markup}</w:tblPr>")


WHITE = paragraph(run("64", colour("FFFFFF")))
WHITE_FIRST = style(
    "table",
    "T",
    f'<w:tblStylePr w:type="firstCol"><w:rPr>{colour("FFFFFF")}</w:rPr></w:tblStylePr>',
)
WHITE_TABLE = looks("table", "T", colour("FFFFFF"))
WHITE_LAST = style(
    "table", "T", f'<w:tblStylePr w:type="lastCol"><w:rPr>{colour("FFFFFF")}</w:rPr></w:tblStylePr>'
)


def last_column(look: str) -> Callable[[str], str]:
    return in_tables(f'<w:tblStyle w:val="T"/><w:tblLook w:val="{look}"/>')


def drawn_letters(text: str, height: int) -> str:
    shape = f'<v:shape type="#_x0000_t136" style="position:absolute;width:90pt;height:{height}pt">'
    return f'<w:r><w:pict>{shape}<v:textpath string="{text}"/></v:shape></w:pict></w:r>'


#: How the report is changed beside the cell that shows 64, and whether that is still seen there.
AROUND: dict[str, tuple[Callable[[str], str], object, dict[str, str]]] = {
    "a box with digits above the tables": (at_top(paragraph(box(plain("9")))), WITHHELD, {}),
    "an old box with digits above the tables": (at_top(paragraph(vml(plain("9")))), WITHHELD, {}),
    "a box with digits in its twin": (
        at_top(paragraph(f"<w:r>{twins(box(plain('9'))[5:-6], vml(plain('9'))[5:-6])}</w:r>")),
        WITHHELD,
        {},
    ),
    "a box with digits below the tables": (at_end(paragraph(box(plain("9 件")))), WITHHELD, {}),
    "a box with digits in a footer": (str, WITHHELD, {"footer": box(plain("9"))}),
    "a framed paragraph with digits": (
        at_top(with_settings('<w:framePr w:y="3000"/>', run("9"))),
        WITHHELD,
        {},
    ),
    "a table that floats with digits": (
        at_top(inner("9").replace("<w:tbl>", "<w:tbl><w:tblPr><w:tblpPr/></w:tblPr>")),
        WITHHELD,
        {},
    ),
    "a white box that may cover a number": (
        at_top(paragraph(box("", fill="FFFFFF"))),
        WITHHELD,
        {},
    ),
    "an old white box": (at_top(paragraph(vml(""))), WITHHELD, {}),
    "a box with digits on a page of its own": (
        at_top(paragraph(box(plain("2023"))), PAGE_BREAK),
        READ,
        {},
    ),
    "a box with digits in a section of its own": (
        at_top(paragraph(box(plain("2023"))), SECTION),
        READ,
        {},
    ),
    "a box with digits in the text": (at_top(paragraph(box(plain("9"), place="inline"))), READ, {}),
    "a box with digits that keeps the text off": (
        at_top(paragraph(box(plain("9"), wrap="wrapTopAndBottom"))),
        READ,
        {},
    ),
    "a box with a Chinese number": (at_top(paragraph(box(plain("六十四")))), WITHHELD, {}),
    "a hidden box with digits": (
        at_top(paragraph(box(plain("9")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1))),
        READ,
        {},
    ),
    "a deleted box with digits": (at_top(paragraph(f"<w:del>{box(plain('9'))}</w:del>")), READ, {}),
    "letters drawn over a table": (str, WITHHELD, {"footer": drawn_letters("77", 14)}),
    "a watermark": (str, READ, {"footer": drawn_letters("2024", 150)}),
    "a style for its column that is not asked for": (
        last_column("0000"),
        READ,
        {"styles": WHITE_LAST},
    ),
    "a row too low": (in_row('<w:trHeight w:val="60" w:hRule="exact"/>'), WITHHELD, {}),
    "a row just high enough": (in_row('<w:trHeight w:val="240" w:hRule="exact"/>'), READ, {}),
    "a row at least so high": (in_row('<w:trHeight w:val="60"/>'), READ, {}),
    "black cell": (in_cell(shade("000000")), READ, {}),
    "white on a dark cell": (in_cell(shade("1F4E79")), READ, {"cell": WHITE}),
    "white on a dark table": (in_tables(shade("1F4E79")), READ, {"cell": WHITE}),
    "white on a cell without shade in a dark table": (
        lambda body: in_cell(shade("auto"))(in_tables(shade("1F4E79"))(body)),
        READ,
        {"cell": WHITE},
    ),
    "hidden by the style of every paragraph": (
        str,
        "no_form",
        {"styles": looks("paragraph", "Normal", "<w:vanish/>")},
    ),
    "fitted into a cell": (in_cell('<w:tcW w:w="60" w:type="dxa"/><w:tcFitText/>'), WITHHELD, {}),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_lies_around_a_cell_changes_what_it_shows(tmp_path: Path, name: str) -> None:
    change, shown, more = AROUND[name]
    content = read_content(save(tmp_path / "report.docx", change=change, **more), FORMS)
    if shown == "no_form":
        assert content.status == "no_form"
    else:
        assert_shows(content, shown)


def test_white_by_the_style_of_its_table_is_not_seen(tmp_path):
    change = in_tables('<w:tblStyle w:val="T"/><w:tblLook w:val="0000" w:firstColumn="1"/>')
    one = read_content(save(tmp_path / "one.docx", change=change, styles=WHITE_TABLE), FORMS)
    other = read_content(save(tmp_path / "other.docx", change=change, styles=WHITE_FIRST), FORMS)
    assert one.status == "no_form"
    assert other.status != "verified"


def test_a_box_with_digits_leaves_the_labels_where_they_are(tmp_path):
    content = read_content(
        save(tmp_path / "report.docx", change=at_top(paragraph(box(plain("9"))))), FORMS
    )
    assert {each.proof for each in content.figures} == {"none"}
    assert {each.status for each in content.figures} == {"doubtful"}
    assert content.form is not None


# Clean reports in the many ways that word processors set them


def every(markup: Callable[[str], str]) -> Callable[[str], str]:
    """Set the text of every cell and paragraph in this way."""

    def change(body: str) -> str:
        return "".join(_set(piece, markup) for piece in body.split("\n"))

    return change


def _set(body: str, markup: Callable[[str], str]) -> str:
    head, *parts = body.split("<w:p><w:r><w:rPr></w:rPr>")
    done = [head]
    for part in parts:
        inside, end, rest = part.partition("</w:r></w:p>")
        done.append(markup(inside) + rest if end else part)
    return "".join(done)


def set_run(settings: str) -> Callable[[str], str]:
    return every(lambda texts: f"<w:p><w:r><w:rPr>{settings}</w:rPr>{texts}</w:r></w:p>")


def set_paragraph(settings: str, around: str = "{}") -> Callable[[str], str]:
    return every(
        lambda texts: f"<w:p><w:pPr>{settings}</w:pPr>{around.format(f'<w:r>{texts}</w:r>')}</w:p>"
    )


def dark_heads(body: str) -> str:
    """White bold heads on dark cells."""
    for label in ("本年制发件数", "本年废止件数", "现行有效件数", "信息内容", "本年处理决定数量"):
        body = body.replace(
            f"<w:tcPr></w:tcPr>{plain(label)}",
            f"<w:tcPr>{shade('1F4E79')}</w:tcPr>{paragraph(run(label, '<w:b/>' + colour('FFFFFF')))}",
        )
    return body


def numbered_labels(body: str) -> str:
    """The labels' own numbers are set by a list."""
    for number in range(1, 9):
        body = body.replace(f'preserve">{number}.', 'preserve">@')
    return body.replace(
        '<w:p><w:r><w:rPr></w:rPr><w:t xml:space="preserve">@',
        '<w:p><w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">',
    )


ZEBRA = style(
    "table",
    "Zebra",
    f'<w:rPr>{colour("000000")}</w:rPr><w:tblPr><w:tblStyleRowBandSize w:val="1"/></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/>{colour("FFFFFF", THEME_WHITE)}</w:rPr>'
    f"<w:tcPr>{shade('4F81BD')}</w:tcPr></w:tblStylePr>"
    f'<w:tblStylePr w:type="band1Horz"><w:tcPr>{shade("DCE6F1")}</w:tcPr></w:tblStylePr>',
)
PAGE_NUMBER = field(" PAGE ", run("3"))
PICTURE = "<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic>"
SEAL = f'<w:r><w:drawing><wp:anchor behindDoc="0"><wp:wrapNone/>{PICTURE}</wp:anchor></w:drawing></w:r>'
RED_LINE = box("", fill="FF0000", form="line")
CLEAN: dict[str, tuple[Callable[[str], str], dict[str, str]]] = {
    "as it comes": (str, {}),
    "in colours": (set_run(colour("1F3864")), {}),
    "in the theme's text colour": (set_run(colour("000000", ' w:themeColor="text1"')), {}),
    "in the theme's dark grey": (
        set_run(colour("404040", ' w:themeColor="text1" w:themeTint="BF"')),
        {},
    ),
    "filled like a drawing": (set_run(FILLED.format('schemeClr w14:val="tx1"')), {}),
    "in East Asian fonts": (
        set_run(
            '<w:rFonts w:ascii="宋体" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:szCs w:val="21"/>'
        ),
        {},
    ),
    "small": (set_run('<w:sz w:val="13"/>'), {}),
    "squeezed a little": (
        set_run('<w:sz w:val="21"/><w:spacing w:val="-20"/><w:w w:val="90"/>'),
        {},
    ),
    "raised by a point throughout": (set_run('<w:position w:val="2"/>'), {}),
    "not hidden, not struck out": (
        set_run('<w:vanish w:val="0"/><w:strike w:val="false"/><w:rtl w:val="0"/>'),
        {},
    ),
    "underlined, in boxes, with marks of the checker": (
        set_run('<w:u w:val="single"/><w:bdr w:val="single"/><w:noProof/><w:em w:val="dot"/>'),
        {},
    ),
    "formerly white": (
        set_run(
            f'<w:rPrChange w:id="1" w:author="a"><w:rPr>{colour("FFFFFF")}</w:rPr></w:rPrChange>'
        ),
        {},
    ),
    "inserted": (set_paragraph("", '<w:ins w:id="1" w:author="a">{}</w:ins>'), {}),
    "in content controls": (
        set_paragraph("", CONTROL.format('<w:alias w:val="数"/><w:text/>', "{}")),
        {},
    ),
    "with bookmarks": (
        set_paragraph(
            "",
            '<w:bookmarkStart w:id="3" w:name="a"/>{}<w:bookmarkEnd w:id="3"/><w:proofErr w:type="spellEnd"/>',
        ),
        {},
    ),
    "with comments": (set_paragraph("", '<w:commentRangeStart w:id="1"/>{}' + COMMENTED), {}),
    "permitted to editors": (
        set_paragraph("", '<w:permStart w:id="1" w:edGrp="everyone"/>{}<w:permEnd w:id="1"/>'),
        {},
    ),
    "with page breaks of the last print": (
        set_paragraph("", "<w:r><w:lastRenderedPageBreak/></w:r>{}"),
        {},
    ),
    "to the right": (
        set_paragraph('<w:jc w:val="right"/><w:ind w:left="-107" w:rightChars="-50"/>'),
        {},
    ),
    "in lines of fixed height": (
        set_paragraph('<w:spacing w:before="60" w:line="240" w:lineRule="exact"/>'),
        {},
    ),
    "off the grid": (
        set_paragraph('<w:snapToGrid w:val="0"/><w:widowControl/><w:adjustRightInd w:val="0"/>'),
        {},
    ),
    "with zebra stripes": (
        in_tables(
            '<w:tblStyle w:val="Zebra"/><w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
        ),
        {"styles": ZEBRA},
    ),
    "white on dark heads": (dark_heads, {}),
    "numbered by a list": (numbered_labels, {"lists": listed(91, "%1.")}),
    "with a page number in a box": (str, {"footer": box(paragraph(PAGE_NUMBER))}),
    "with a page number in an old box": (
        str,
        {"footer": vml(paragraph(run("- "), PAGE_NUMBER, run(" -")))},
    ),
    "with a page number in a frame": (str, {"footer": PAGE_NUMBER}),
    "with a box of words": (at_top(paragraph(box(plain("青石县人民政府办公室2024年1月印发")))), {}),
    "with a red line": (at_top(paragraph(RED_LINE)), {}),
    "with a seal": (at_end(paragraph(SEAL, run("青石县人民政府"))), {}),
    "with rows of fixed height": (
        lambda body: body.replace(
            "<w:trPr></w:trPr>", '<w:trPr><w:trHeight w:val="567" w:hRule="exact"/></w:trPr>'
        ),
        {},
    ),
    "with rows that do not break": (
        lambda body: body.replace(
            "<w:trPr></w:trPr>", '<w:trPr><w:cantSplit/><w:jc w:val="center"/></w:trPr>'
        ),
        {},
    ),
    "with floating tables": (
        in_tables(
            '<w:tblpPr w:leftFromText="180" w:vertAnchor="text"/><w:tblOverlap w:val="never"/>'
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_report_stays_verified_and_every_figure_is_seen(tmp_path: Path, name: str) -> None:
    change, more = CLEAN[name]
    printed = report("national_2021")
    path = save_docx(tmp_path / "report.docx", change(body_of(printed)), **more)
    assert name == "as it comes" or change is str or change(body_of(printed)) != body_of(printed)
    content = read_content(path, FORMS)
    assert_reads(content, printed)
    assert {each.proof for each in content.figures} == {"identity", "seen"}


def test_a_list_counts_on_from_the_text_above(tmp_path):
    above = at_top(in_list(91, "总体情况"), in_list(91, "其他"))
    path = save(tmp_path / "report.docx", in_list(91), above, lists=listed(91, "%1."))
    assert_shows(read_content(path, FORMS), Decimal(3))


def test_a_list_begins_again_where_it_says_so(tmp_path):
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    other = f'<w:num w:numId="92"><w:abstractNumId w:val="91"/>{again}</w:num>'
    path = save(
        tmp_path / "report.docx",
        in_list(92),
        at_top(in_list(91, "总体情况")),
        lists=listed(91, "%1.") + other,
    )
    assert_shows(read_content(path, FORMS), Decimal(7))


def test_figures_in_a_font_that_the_file_brings_are_not_seen(tmp_path):
    path = save(
        tmp_path / "report.docx", paragraph(run("64", '<w:rFonts w:ascii="Odd" w:hAnsi="Odd"/>'))
    )
    brought = '<w:font w:name="Odd"><w:embedRegular xmlns:r="r" r:id="rId1"/></w:font></w:fonts>'
    with zipfile.ZipFile(path) as usual, zipfile.ZipFile(tmp_path / "brought.docx", "w") as package:
        for name in usual.namelist():
            package.writestr(name, usual.read(name).replace(b"</w:fonts>", brought.encode()))
    figure = figure_of(read_content(tmp_path / "brought.docx", FORMS))
    assert (figure.value, figure.proof) == (READ, "second_reading")


def test_a_white_title_on_a_picture_is_read(tmp_path):
    printed = report("national_2021")
    white = paragraph(run(printed.title, colour("FFFFFF")))
    behind = paragraph(SEAL.replace('behindDoc="0"', 'behindDoc="1"'))
    titled = body_of(printed).replace(plain(printed.title), white)
    hidden = read_content(save_docx(tmp_path / "hidden.docx", titled), FORMS)
    backed = read_content(save_docx(tmp_path / "backed.docx", behind + titled), FORMS)
    assert (hidden.year, backed.year) == (None, 2023)


def test_thousands_are_read(tmp_path):
    content = read_content(save(tmp_path / "report.docx", plain("1,629")), FORMS)
    assert (figure_of(content).value, figure_of(content).proof) == (1629, "seen")


# Names and merged cells


@pytest.mark.parametrize("size", ["21", "10.5pt"])
def test_strict_office_open_xml_is_read(tmp_path, size):
    cell = paragraph(
        run("64", f'<w:sz w:val="{size}"/>'), styled("1", "F"), run("7", "<w:vanish/>")
    )
    path = as_strict(save(tmp_path / "report.docx", cell, styles=looks("character", "F", RAISED)))
    assert_shows(read_content(path, FORMS), READ)


def test_cells_merged_the_old_way_are_read_like_those_that_span(tmp_path):
    def merged(body: str) -> str:
        for width in range(2, 16):
            parts = body.split(f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>')
            body = parts[0] + "".join(_apart(part, width) for part in parts[1:])
        return body

    def _apart(part: str, width: int) -> str:
        inside, _, rest = part.partition("</w:tc>")
        down = (
            '<w:vMerge w:val="restart"/>'
            if 'w:val="restart"' in inside
            else "<w:vMerge/>"
            if "vMerge" in inside
            else ""
        )
        covered = f"<w:tc><w:tcPr><w:hMerge/>{down}</w:tcPr>{plain('9')}</w:tc>" * (width - 1)
        return f'<w:tc><w:tcPr><w:hMerge w:val="restart"/>{inside}</w:tc>{covered}{rest}'

    printed = report("national_2021")
    changed = merged(body_of(printed))
    assert "gridSpan" not in changed
    assert_reads(read_content(save_docx(tmp_path / "report.docx", changed), FORMS), printed)
