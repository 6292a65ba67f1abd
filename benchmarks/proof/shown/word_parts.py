"""Word files in which fields, lists, boxes, notes, changes or tables decide what is seen of a cell."""

from __future__ import annotations

import io

from docx.oxml.ns import qn
from PIL import Image

from printing_docx import DECLARED, elements, paragraph, run
from proof.shown.digits import printed
from proof.shown.word import WordFile

#: An empty paragraph that takes no room.
SMALL = paragraph(run("", '<w:sz w:val="2"/>'))
AUTHOR = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'


# ---- changes and notes


def inserted(file: WordFile) -> None:
    """A digit that was inserted under tracked changes."""
    file.say(run(file.text[:1]), f"<w:ins {AUTHOR}>{run(file.text[1:])}</w:ins>")


def deleted_digits(file: WordFile) -> None:
    """Digits that were deleted under tracked changes."""
    file.say(
        run(file.text),
        f"<w:del {AUTHOR}><w:r><w:delText>{file.digits(2)}</w:delText></w:r></w:del>",
    )


def replaced(file: WordFile) -> None:
    """A number that replaces another one under tracked changes."""
    gone = f"<w:del {AUTHOR}><w:r><w:delText>{file.other()}</w:delText></w:r></w:del>"
    file.say(gone, f"<w:ins {AUTHOR}>{run(file.text)}</w:ins>")


def moved(file: WordFile) -> None:
    """A number that was moved here from within the cell."""
    file.say(
        f"<w:moveFrom {AUTHOR}>{run(file.digits(2))}</w:moveFrom>",
        f"<w:moveTo {AUTHOR}>{run(file.text)}</w:moveTo>",
    )


def footnoted(file: WordFile) -> None:
    """The mark of a footnote behind the number."""
    notes = "".join(
        f'<w:footnote w:id="{number}"{kind}><w:p><w:r>{content}</w:r></w:p></w:footnote>'
        for number, kind, content in (
            (-1, ' w:type="separator"', "<w:separator/>"),
            (0, ' w:type="continuationSeparator"', "<w:continuationSeparator/>"),
            (2, "", "<w:footnoteRef/><w:t>a note</w:t>"),
        )
    )
    file.part("footnotes", "footnotes", f"<w:footnotes {DECLARED}>{notes}</w:footnotes>")
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    file.say(run(file.text), mark)


def custom_footnote_mark(file: WordFile) -> None:
    """A raised sign as a mark behind the number."""
    file.say(run(file.text), run(f"[{file.digits()}]", '<w:vertAlign w:val="superscript"/>'))


def bookmarked(file: WordFile) -> None:
    """A number cut by bookmarks, comments and marks of the spelling check."""
    mark = '<w:bookmarkStart w:id="9" w:name="b"/><w:bookmarkEnd w:id="9"/><w:proofErr w:type="spellStart"/>'
    file.say(run(file.text[:1]), mark, run(file.text[1:]))


# ---- fields


def _field(code: str, result: str) -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{middle}{result}{end}"


def simple_field(file: WordFile) -> None:
    """A simple field with a result."""
    file.say(f'<w:fldSimple w:instr=" QUOTE {file.other()} ">{run(file.text)}</w:fldSimple>')


def complex_field(file: WordFile) -> None:
    """A field that asks for something else than its result."""
    file.say(_field(f'ADDIN "{file.other()}"', run(file.text)))


def link(file: WordFile) -> None:
    """A link whose address is a number."""
    file.say(_field(f'HYPERLINK "http://a.example/{file.other()}"', run(file.text)))


def field_within_field(file: WordFile) -> None:
    """A field within what a field asks for."""
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end")
    )
    inner = _field("ADDIN x", run(file.digits()))
    file.say(
        f"{begin}<w:r><w:instrText> ADDIN </w:instrText></w:r>{inner}{middle}{run(file.text)}{end}"
    )


def form_field(file: WordFile) -> None:
    """A field of a form with a number."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/><w:enabled/><w:textInput>'
        f'<w:default w:val="{file.other()}"/></w:textInput></w:ffData></w:fldChar></w:r>'
    )
    rest = _field("FORMTEXT", run(file.text)).split("</w:r>", 1)[1]
    file.say(begin + rest)


def content_control(file: WordFile) -> None:
    """A content control with a number."""
    file.say(
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run(file.text)}</w:sdtContent></w:sdt>"
    )


def choice(file: WordFile) -> None:
    """A content control that offers numbers."""
    items = "".join(
        f'<w:listItem w:displayText="{each}" w:value="{each}"/>'
        for each in (file.other(), file.text)
    )
    kind = f"<w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr>"
    file.say(f"<w:sdt>{kind}<w:sdtContent>{run(file.text)}</w:sdtContent></w:sdt>")


def smart_tag(file: WordFile) -> None:
    """A number within tags that nobody sees."""
    inner = f'<w:customXml w:uri="u" w:element="e">{run(file.text)}</w:customXml>'
    file.say(f'<w:smartTag w:uri="u" w:element="n">{inner}</w:smartTag>')


# ---- lists


def list_number(file: WordFile) -> None:
    """A number that a list counts, in a paragraph without text."""
    file.put(paragraph(file.list_from(file.text.split(".")[0])))


def list_number_before(file: WordFile) -> None:
    """A digit that a list counts before the number."""
    file.put(paragraph(file.list_from(file.digits()), run(file.text)))


def list_with_text(file: WordFile) -> None:
    """A digit that a list writes before the number."""
    file.put(paragraph(file.list_from("1", "none", file.digits()), run(file.text)))


def list_by_style(file: WordFile) -> None:
    """A digit that the style of the paragraph counts before the number."""
    numbered = file.list_from(file.digits())
    name = file.style("paragraph", numbered)
    file.put(paragraph(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>', run(file.text)))


def list_that_is_hidden(file: WordFile) -> None:
    """A number whose list counts in white."""
    file.put(
        paragraph(
            file.list_from(file.digits(), settings='<w:color w:val="FFFFFF"/>'), run(file.text)
        )
    )


# ---- boxes and pictures


def _drawing(content: str, across: float, down: float) -> str:
    size = f'cx="{across * 12700:.0f}" cy="{down * 12700:.0f}"'
    inline = f'<wp:inline><wp:extent {size}/><wp:docPr id="7" name="7"/><a:graphic>{content}</a:graphic></wp:inline>'
    return f"<w:drawing>{inline}</w:drawing>"


def box(text: str, across: float = 40, down: float = 16) -> str:
    """A text box that stands in its line."""
    shape = (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{across * 12700:.0f}" cy="{down * 12700:.0f}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
    )
    content = (
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
        f"<wps:spPr>{shape}</wps:spPr><wps:txbx><w:txbxContent>{paragraph(run(text))}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData>'
    )
    return _drawing(content, across, down)


def text_box(file: WordFile) -> None:
    """A number in a text box that stands in the cell."""
    file.say(f"<w:r>{box(file.text)}</w:r>")


def text_box_in_alternatives(file: WordFile) -> None:
    """A number in a text box, with another one for old programs."""
    choice = f'<mc:Choice Requires="wps">{box(file.text)}</mc:Choice>'
    old = f"<mc:Fallback><w:pict>{_old_box(file.other())}</w:pict></mc:Fallback>"
    file.say(f"<w:r><mc:AlternateContent>{choice}{old}</mc:AlternateContent></w:r>")


def _old_box(text: str) -> str:
    box = f"<v:textbox inset='0,0,0,0'><w:txbxContent>{paragraph(run(text))}</w:txbxContent></v:textbox>"
    return f"<v:rect style='width:40pt;height:16pt' stroked='f' filled='f'>{box}</v:rect>"


def old_text_box(file: WordFile) -> None:
    """A number in a text box of the old kind."""
    file.say(f"<w:r><w:pict>{_old_box(file.text)}</w:pict></w:r>")


def alternative_that_nobody_knows(file: WordFile) -> None:
    """A number that stands for what no program knows."""
    other = f'<mc:Choice Requires="w14"><w:t>{file.text}</w:t></mc:Choice>'
    file.say(
        f"<w:r><mc:AlternateContent>{other}<mc:Fallback><w:t>{file.other()}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(file: WordFile) -> None:
    """A number as a picture in a blank cell."""
    pixels = printed(file.text, "Helvetica", 10, 6)
    kept = io.BytesIO()
    Image.fromarray(pixels).save(kept, "PNG")
    across, down = pixels.shape[1] / 6, pixels.shape[0] / 6
    size = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{across * 12700:.0f}" cy="{down * 12700:.0f}"/></a:xfrm>'
    content = (
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="n"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{file.picture(kept)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr>{size}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    file.say(f"<w:r>{_drawing(content, across, down)}</w:r>")


def symbol(file: WordFile) -> None:
    """A digit that is a symbol of a font."""
    digit = f'<w:r><w:sym w:font="DejaVu Sans" w:char="{ord(file.text[-1]):04X}"/></w:r>'
    file.say(run(file.text[:-1]), digit)


def ruby(file: WordFile) -> None:
    """A small digit above the number."""
    sizes = '<w:hps w:val="10"/><w:hpsRaise w:val="14"/><w:hpsBaseText w:val="18"/>'
    small = run(file.digits(), '<w:sz w:val="10"/>')
    file.say(
        f"<w:r><w:ruby><w:rubyPr>{sizes}</w:rubyPr><w:rt>{small}</w:rt><w:rubyBase>{run(file.text)}</w:rubyBase></w:ruby></w:r>"
    )


# ---- characters


def turned_by_character(file: WordFile) -> None:
    """Digits behind a character that turns them."""
    file.say(run(f"\u202e{file.text[::-1]}\u202c"))


def turned_by_element(file: WordFile) -> None:
    """Digits in an element that sets them from right to left."""
    file.say(f'<w:bdo w:val="rtl">{run(file.text[::-1])}</w:bdo>')


def without_width(file: WordFile) -> None:
    """A number with characters that have no width."""
    file.say(run(f"{file.text[:1]}\u200b\u2060{file.text[1:]}"))


def soft_hyphen(file: WordFile) -> None:
    """A number with a soft hyphen."""
    file.say(f"<w:r><w:t>{file.text[:1]}</w:t><w:softHyphen/><w:t>{file.text[1:]}</w:t></w:r>")


def other_digits(file: WordFile) -> None:
    """A number in wide digits."""
    file.say(run(file.text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))))


# ---- tables


def nested_table(file: WordFile) -> None:
    """A number in a table within the cell."""
    row = f"<w:tr><w:tc><w:tcPr/>{paragraph(run(file.text))}</w:tc></w:tr>"
    file.put(f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="700"/></w:tblGrid>{row}</w:tbl>', SMALL)


def nested_table_of_two(file: WordFile) -> None:
    """A number whose digits stand in the cells of a table within the cell."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcMar><w:left w:w="0"/><w:right w:w="0"/></w:tcMar></w:tcPr>{paragraph(run(text))}</w:tc>'
        for text in (file.text[:1], file.text[1:])
    )
    grid = '<w:tblGrid><w:gridCol w:w="105"/><w:gridCol w:w="500"/></w:tblGrid>'
    layout = '<w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr>'
    file.put(f"<w:tbl>{layout}{grid}<w:tr>{cells}</w:tr></w:tbl>", SMALL)


def two_paragraphs(file: WordFile) -> None:
    """A number in the first of two paragraphs, the second one hidden."""
    hidden = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    file.put(paragraph(run(file.text)), paragraph(hidden, run(file.digits(2), "<w:vanish/>")))


def indented_out_of_the_cell(file: WordFile) -> None:
    """A number that is indented to the right within its cell."""
    file.put(paragraph('<w:pPr><w:jc w:val="right"/></w:pPr>', run(file.text)))


def of_two_halves(file: WordFile) -> None:
    """A cell of two parts that are merged from left to right, the second one empty."""
    file.say(run(file.text))
    for span in file.cell.xpath("./w:tcPr/w:gridSpan"):
        columns = int(span.get(qn("w:val")))
        span.getparent().replace(span, elements(f'<w:gridSpan w:val="{columns - 1}"/>')[0])
        file.of_cell('<w:hMerge w:val="restart"/>')
        file.cell.addnext(elements(f"<w:tc><w:tcPr><w:hMerge/></w:tcPr>{paragraph()}</w:tc>")[0])


FAMILIES = {
    "changes and notes": {
        inserted: 1, deleted_digits: 2, replaced: 2, moved: 1, footnoted: 2, custom_footnote_mark: 1, bookmarked: 1,
    },
    "fields": {
        simple_field: 1, complex_field: 2, link: 1, field_within_field: 1, form_field: 1, content_control: 1, choice: 1,
        smart_tag: 1,
    },
    "lists": {list_number: 2, list_number_before: 2, list_with_text: 1, list_by_style: 1, list_that_is_hidden: 1},
    "boxes and pictures": {
        text_box: 2, text_box_in_alternatives: 2, old_text_box: 2, alternative_that_nobody_knows: 1, picture: 2,
        symbol: 2, ruby: 1,
    },
    "characters": {turned_by_character: 1, turned_by_element: 1, without_width: 1, soft_hyphen: 1, other_digits: 1},
    "parts of a table": {
        nested_table: 2, nested_table_of_two: 1, two_paragraphs: 1, indented_out_of_the_cell: 1,
        of_two_halves: 2,
    },
}  # fmt: skip
