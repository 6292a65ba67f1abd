"""Web pages and Word files in which every cell shows what it says, whatever else stands in them."""

from __future__ import annotations

import io
from html import escape

import numpy as np
from PIL import Image, ImageDraw

from printing import Cell
from printing_docx import paragraph, run
from printing_html import plain
from proof.shown.cases import Kind
from proof.shown.web import Page
from proof.shown.word import WordFile, elements
from proof.shown.word_parts import box

# ---- web pages: what is shown, and the style sheet

SHEETS = {
    "embedded_sheet": (
        "a style sheet",
        "table { width: 90%; margin: auto } td { padding: 4px; color: #222; line-height: 1.5 }",
    ),
    "sheet_for_print": (
        "rules for the print",
        "@media print { .nav, .foot { display: none } td { color: #000 } } @page { margin: 2cm }",
    ),
    "sheet_for_phones": (
        "rules for small screens",
        "@media (max-width: 600px) { table, td { display: block; font-size: 0 } }",
    ),
    "zebra": (
        "a ground for every second row",
        "tr:nth-child(even) td { background: #eef } tr:hover td { background: #ffd }",
    ),
    "bold": ("bold numbers", "td + td { font-weight: bold; letter-spacing: .5px }"),
    "aligned": ("numbers at the right", "td + td { text-align: right; padding-right: 12px }"),
    "underlined": ("underlined numbers", "td + td { text-decoration: underline }"),
    "coloured": ("coloured numbers", ":root { --ink: #1a3c6e } td + td p { color: var(--ink, black) }"),
    "wide_table": ("a table that can be scrolled", "table { display: block; overflow-x: auto; max-width: 100% }"),
    "hidden_menu": (
        "a menu that is hidden",
        ".menu ul { display: none } .menu:hover ul { display: block } .x { visibility: hidden }",
    ),
    "written_elsewhere": (
        "rules that write outside of the tables",
        "h2::before { content: '§ ' } h1::after { content: '（2024）' }",
    ),
    "raised_elsewhere": (
        "rules that raise outside of the tables",
        "sup, .note { vertical-align: super; font-size: 60% } s { opacity: 0 }",
    ),
    "animated": (
        "rules that move links",
        "a { transition: opacity 0.3s; opacity: 0.8 } a:hover { opacity: 0; transform: scale(0) }",
    ),
    "own_font": (
        "a font that is missing",
        "@font-face { font-family: F; src: url(missing.woff2) } td { font-family: F, sans-serif }",
    ),
    "box_of_borders": (
        "boxes",
        "* { box-sizing: border-box } td { border: 2px double #888; border-radius: 3px; position: relative }",
    ),
}  # fmt: skip

# ---- what stands in all cells, and what else stands on the page

CELLS = {
    "word_spans": (
        "spans as Word writes them",
        "<p class=MsoNormal><span lang=EN-US style='mso-bidi-font-size:10.0pt'>{}</span><o:p></o:p></p>",
    ),
    "fonts": ("elements that set a font", "<font face='Arial' size='2' color='#333333'>{}</font>"),
    "bold_elements": ("bold elements", "<b>{}</b>"),
    "linked_numbers": ("links", "<a href='#t'>{}</a>"),
    "blocks": ("blocks", "<div style='text-align:center; margin:0 auto'><span>{}</span></div>"),
    "inserted": ("elements of insertion", "<ins style='text-decoration: none'>{}</ins>"),
    "shown_blocks": (
        "blocks that are said to be shown",
        "<span style='display: inline-block; visibility: visible; opacity: 1'>{}</span>",
    ),
    "spaces": ("spaces around them", "&nbsp;{}&nbsp;"),
}  # fmt: skip
PARTS = {
    "counter_by_script": (
        "a counter that a script fills",
        "<p>浏览次数：<span id='hits'>0</span></p><script>document.getElementById('hits').textContent = 1234</script>",
    ),
    "menu_by_script": (
        "a menu that a script opens",
        "<ul id='m' style='display: none'><li>2023</li><li>2022</li></ul><script>document.onclick = function () "
        "{ var m = document.getElementById('m'); m.style.display = m.style.display ? '' : 'none' }</script>",
    ),
    "script_that_is_missing": (
        "scripts that are missing",
        "<script src='jquery.min.js'></script><script>$('.x').hide()</script>",
    ),
    "search_form": (
        "a form to search with",
        "<form><input name='q' value='2024'><input type='hidden' value='7'><button>查询</button></form>",
    ),
    "footer": (
        "a foot with numbers",
        "<div class='foot' style='position: fixed; bottom: -80px'>备案号 2024001234</div>",
    ),
    "hidden_remarks": (
        "remarks that nobody sees",
        "<div style='display: none'>64</div><!-- 77 --><noscript>12</noscript><template>9</template>",
    ),
    "closed_note": ("a note that is closed", "<details><summary>说明</summary>共 64 件<sup>1</sup></details>"),
    "struck_text": ("struck text outside of the tables", "<p><s>2022 年共 71 件</s> 2023 年共 64 件</p>"),
    "seal": (
        "a drawn seal",
        "<svg width='90' height='90'><circle cx='45' cy='45' r='40' fill='none' stroke='red'/>"
        "<text y='50' x='20'>2024</text></svg>",
    ),
}  # fmt: skip


def _sheet(name: str, shown: str, css: str) -> Kind:
    def kind(page: Page) -> None:
        page.style(css)
        page.head += "<link rel='stylesheet' href='css/main.css'>"
        page.body += (
            "<div class='menu nav x'>导航<ul><li>2023</li></ul></div><p class='note'>注 1</p>"
        )

    kind.__name__, kind.__doc__ = name, f"A page with {shown}."
    return kind


def _cells(name: str, shown: str, markup: str) -> Kind:
    def kind(page: Page) -> None:
        def marked(cell: Cell) -> str:
            return markup.format(escape(cell.text)) if cell.key else plain(cell)

        page.markup = marked
        page.put(markup.format(page.text))

    kind.__name__, kind.__doc__ = name, f"Numbers in {shown}."
    return kind


def _part(name: str, shown: str, markup: str) -> Kind:
    def kind(page: Page) -> None:
        page.body += markup

    kind.__name__, kind.__doc__ = name, f"A page with {shown}."
    return kind


def thousands(page: Page) -> None:
    """Numbers with commas of thousands."""
    for cell in page.report.cells():
        if cell.key and cell.text.isdigit():
            cell.text = f"{int(cell.text):,}"
    page.put(page.report.cell(page.key).text)


WEB: dict[Kind, int] = {
    **{_sheet(name, *row): 1 for name, row in SHEETS.items()},
    **{_cells(name, *row): 1 for name, row in CELLS.items()},
    **{_part(name, *row): 1 for name, row in PARTS.items()},
    thousands: 1,
}
#: What is printed by a browser, too.
PRINTED = {kind: 1 for kind in WEB if kind.__name__ in (
    "zebra", "bold", "aligned", "underlined", "coloured", "sheet_for_print", "written_elsewhere", "raised_elsewhere",
    "word_spans", "linked_numbers", "blocks", "seal", "struck_text", "box_of_borders",
)}  # fmt: skip

# ---- Word files: what is shown, and the properties of the runs of all figures

RUNS = {
    "bold_runs": ("bold", "<w:b/><w:bCs/>"),
    "italic_runs": ("italic", "<w:i/>"),
    "underlined_runs": ("underlined", '<w:u w:val="single"/>'),
    "coloured_runs": ("blue", '<w:color w:val="1F3864" w:themeColor="accent1"/>'),
    "highlighted_runs": ("highlighted", '<w:highlight w:val="yellow"/>'),
    "spaced_runs": ("spaced", '<w:spacing w:val="10"/><w:kern w:val="2"/>'),
    "shown_runs": (
        "said to be plain",
        '<w:vanish w:val="0"/><w:strike w:val="0"/><w:vertAlign w:val="baseline"/>',
    ),
    "languages": ("of a language", '<w:lang w:val="en-US" w:eastAsia="zh-CN"/><w:noProof/>'),
    "smaller_runs": ("smaller", '<w:sz w:val="15"/>'),
}


def _runs(name: str, shown: str, properties: str) -> Kind:
    def kind(file: WordFile) -> None:
        for each in file.document.element.xpath("//w:tc//w:r"):
            if "".join(each.itertext()).replace(".", "").isdigit():
                each.get_or_add_rPr().extend(elements(properties))

    kind.__name__, kind.__doc__ = name, f"Numbers that are {shown}."
    return kind


def _say(file: WordFile, *paragraphs: str) -> None:
    """Paragraphs behind the tables."""
    file.table.getparent()[-1].addprevious(elements("".join(paragraphs))[0])


def head_and_foot(file: WordFile) -> None:
    """The number of the page below, and a year above."""
    section = file.document.sections[0]
    section.header.paragraphs[0].text = "2024年第3号"
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    section.footer.paragraphs[0]._p.extend(elements(field))


def shaded_rows(file: WordFile) -> None:
    """Every second row on a ground."""
    for row in file.document.element.xpath("//w:tr")[::2]:
        for cell in row.xpath("./w:tc"):
            cell.get_or_add_tcPr().extend(
                elements('<w:shd w:val="clear" w:color="auto" w:fill="EAF1DD"/>')
            )


def aligned_right(file: WordFile) -> None:
    """Numbers at the right of their cells."""
    for place in file.document.element.xpath("//w:tc//w:jc"):
        place.set(place.keys()[0], "right")


def changes_outside(file: WordFile) -> None:
    """Tracked changes outside of the tables."""
    author = 'w:id="1" w:author="a"'
    gone = f"<w:del {author}><w:r><w:delText>64</w:delText></w:r></w:del>"
    _say(file, paragraph(run("共"), gone, f"<w:ins {author}>{run('71')}</w:ins>", run("件")))


def box_outside(file: WordFile) -> None:
    """A text box outside of the tables."""
    _say(file, paragraph(f"<w:r>{box('64')}</w:r>"))


def list_outside(file: WordFile) -> None:
    """A list outside of the tables."""
    _say(file, paragraph(file.list_from("3"), run("说明")))


def raised_outside(file: WordFile) -> None:
    """Raised, struck and hidden text outside of the tables."""
    runs = (
        ("1", '<w:vertAlign w:val="superscript"/>'),
        ("64", "<w:strike/>"),
        ("77", "<w:vanish/>"),
    )
    _say(file, paragraph(*(run(*each) for each in runs)))


def seal_below(file: WordFile) -> None:
    """A picture of a seal below the tables."""
    picture = Image.fromarray(np.full((120, 120, 3), 255, np.uint8))
    ImageDraw.Draw(picture).ellipse((5, 5, 115, 115), outline=(200, 30, 30), width=4)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    file.document.add_picture(kept)


def marks_of_editing(file: WordFile) -> None:
    """Bookmarks and marks of the spelling check in all cells."""
    mark = '<w:bookmarkStart w:id="5" w:name="b"/><w:bookmarkEnd w:id="5"/><w:proofErr w:type="gramStart"/>'
    for each in file.document.element.xpath("//w:tc/w:p/w:r"):
        for element in elements(mark):
            each.addnext(element)


def controls_around(file: WordFile) -> None:
    """Numbers in content controls."""
    for each in file.document.element.xpath("//w:tc/w:p/w:r"):
        control = elements("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>")[0]
        each.addprevious(control)
        control[-1].append(each)


def thousands_in_word(file: WordFile) -> None:
    """Numbers with commas of thousands."""
    for each in file.document.element.xpath("//w:tc//w:t"):
        if each.text and each.text.isdigit():
            each.text = f"{int(each.text):,}"


WORD: dict[Kind, int] = {
    **{_runs(name, *row): 1 for name, row in RUNS.items()},
    **dict.fromkeys(
        (
            head_and_foot, shaded_rows, aligned_right, changes_outside, box_outside, list_outside, raised_outside,
            seal_below, marks_of_editing, controls_around, thousands_in_word,
        ),
        1,
    ),
}  # fmt: skip
