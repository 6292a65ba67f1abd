"""Hostile Office and OFD files: packages of XML, RTF, and the old binary ones."""

from __future__ import annotations

import io
import struct

import xlwt

from fuzz.shapes import hostile, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAUGH = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "哈">{_LAUGH}]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a9 SYSTEM "file:///etc/hostname"><!ENTITY % b SYSTEM "http://localhost:9/"> %b;]>'


def _related(parts: dict[str, str], first: str) -> dict[str, bytes]:
    """A package whose main part is the one of this name; relations of the others are empty."""
    listing = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="{first}"/></Relationships>'
    whole = {"[Content_Types].xml": _TYPES, "_rels/.rels": listing, **parts}
    return {name: content.encode() for name, content in whole.items()}


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
CELL = "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc>"


def word(body: str, before: str = "", **parts: str) -> bytes:
    """A Word file with this body; `parts`: others, by their kind."""
    main = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    named = {"word/document.xml": main}
    listed = ""
    for kind, content in parts.items():
        named[f"word/{kind}.xml"] = content
        listed += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
    named["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'
    )
    return zipped(_related(named, "word/document.xml"))


def table(rows: int, columns: int, cell: str = CELL) -> str:
    return f"<w:tbl>{('<w:tr>' + cell * columns + '</w:tr>') * rows}</w:tbl>"


@hostile("docx")
def tables_in_tables() -> bytes:
    opened, closed = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return word(opened * 100_000 + closed * 100_000)


@hostile("docx")
def tables_in_tables_250() -> bytes:
    opened, closed = "<w:tbl><w:tr><w:tc>", f"<w:p/></w:tc>{CELL * 20}</w:tr></w:tbl>"
    return word(opened * 80 + table(20, 9) + closed * 80)


@hostile("docx")
def wide_cells() -> bytes:
    cell = CELL.replace("<w:p>", '<w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p>', 1)
    return word(table(2000, 20, cell))


@hostile("docx")
def wide_rows() -> bytes:
    row = f'<w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr>{CELL}</w:tr>'
    return word(f"<w:tbl>{row * 2000}</w:tbl>")


@hostile("docx")
def merged_down() -> bytes:
    cell = CELL.replace("<w:p>", "<w:tcPr><w:vMerge/></w:tcPr><w:p>", 1)
    return word(table(4000, 20, cell))


@hostile("docx")
def cells_200000() -> bytes:
    return word(table(20_000, 10))


@hostile("docx")
def cells_60000() -> bytes:
    return word(table(6000, 10))


@hostile("docx")
def tables_20000() -> bytes:
    return word(table(1, 2) * 20_000)


@hostile("docx")
def laughs() -> bytes:
    return word(f"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>{table(9, 9)}", LAUGHS)


@hostile("docx")
def entity_from_outside() -> bytes:
    return word(f"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>{table(9, 9)}", OUTSIDE)


@hostile("docx")
def paragraphs_300000() -> bytes:
    return word("<w:p><w:r><w:t>2023年</w:t></w:r></w:p>" * 200_000)


@hostile("docx")
def runs_300000() -> bytes:
    return word(f"<w:p>{'<w:r><w:t>7</w:t></w:r>' * 300_000}</w:p>")


@hostile("docx")
def part_of_a_gigabyte() -> bytes:
    return word(" " * 1_000_000_000)


@hostile("docx")
def styles_in_a_ring() -> bytes:
    style = '<w:style w:type="table" w:styleId="%s"><w:basedOn w:val="%s"/></w:style>'
    styles = f'<w:styles xmlns:w="{WORD}">{style % ("a", "b")}{style % ("b", "a")}</w:styles>'
    body = table(9, 9).replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="a"/></w:tblPr>')
    return word(body, styles=styles)


@hostile("docx")
def styles_in_a_chain() -> bytes:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(20_000)
    )
    cell = CELL.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr>', 1)
    return word(table(20, 9, cell), styles=f'<w:styles xmlns:w="{WORD}">{chain}</w:styles>')


@hostile("docx")
def numbering_deep() -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:lvlText w:val="{"%1" * 20_000}"/></w:lvl>' for n in range(9)
    )
    numbering = f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    cell = CELL.replace(
        "<w:p>", '<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr>', 1
    )
    return word(table(200, 9, cell), numbering=numbering)


@hostile("docx")
def fields_in_fields() -> bytes:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1</w:instrText></w:r>'
    )
    return word(f"<w:p>{begin * 50_000}</w:p>{table(9, 9)}")


@hostile("docx")
def elements_deep() -> bytes:
    return word("<w:sdt><w:sdtContent>" * 50_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 50_000)


@hostile("docx")
def attribute_of_10_megabytes() -> bytes:
    return word(f'<w:p w:rsidR="{"a" * 10_000_000}"/>{table(9, 9)}')


def workbook(
    rows: str, extra: str = "", shared: str = "", styles: str = "", before: str = ""
) -> bytes:
    """A workbook with one sheet of these rows; `before`: what stands before its root."""
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in (
            ("worksheet", "s.xml"),
            ("sharedStrings", "t.xml"),
            ("styles", "y.xml"),
        )
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>',
        "xl/s.xml": f'{before}<worksheet xmlns="{SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{extra}</worksheet>',
        "xl/t.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
        "xl/y.xml": f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
    }
    return zipped(_related(parts, "xl/workbook.xml"))


def _rows(rows: int, columns: int, cell: str = "<c><v>7</v></c>") -> str:
    return f"<row>{cell * columns}</row>" * rows


@hostile("xlsx")
def dimension_of_a_whole_sheet() -> bytes:
    return workbook(_rows(9, 9))


@hostile("xlsx")
def corners() -> bytes:
    return workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )


@hostile("xlsx")
def corner_of_letters() -> bytes:
    return workbook(
        '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row><row r="999999999999"><c r="A999999999999"><v>2</v></c></row>'
    )


@hostile("xlsx")
def strings_million() -> bytes:
    return workbook(_rows(9, 9, '<c t="s"><v>5</v></c>'), shared="<si><t>7</t></si>" * 1_000_000)


@hostile("xlsx")
def cells_1000000() -> bytes:
    return workbook(_rows(50_000, 20))


@hostile("xlsx")
def cells_150000() -> bytes:
    return workbook(_rows(15_000, 10))


@hostile("xlsx")
def merges_overlapping() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n + 1}:XFD{n + 1000}"/>' for n in range(50_000))
    return workbook(_rows(200, 20), f"<mergeCells>{merges}</mergeCells>")


@hostile("xlsx")
def merge_of_all() -> bytes:
    return workbook(
        _rows(20, 20), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' * 100
    )


@hostile("xlsx")
def columns_hidden_twice() -> bytes:
    columns = "<cols>" + '<col min="1" max="2000000000" hidden="1"/>' * 20_000 + "</cols>"
    return workbook(_rows(100, 20), columns)


@hostile("xlsx")
def sheet_laughs() -> bytes:
    return workbook(_rows(9, 9) + "<row><c t='str'><v>&a9;</v></c></row>", before=LAUGHS)


@hostile("xlsx")
def formats_long() -> bytes:
    code = "0,0;" * 50_000 + "#" * 200_000
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    return workbook(_rows(100, 20, '<c s="1"><v>1234.5</v></c>'), styles=styles)


@hostile("xlsx")
def formats_of_brackets() -> bytes:
    code = "[" * 100_000 + "0" + "]" * 100_000
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    return workbook(_rows(100, 20, '<c s="1"><v>1234.5</v></c>'), styles=styles)


@hostile("xlsx")
def numbers_of_great_power() -> bytes:
    return workbook(
        _rows(50, 20, "<c><v>1e308</v></c><c><v>1e999999999</v></c><c><v>-1e-300</v></c>")
    )


@hostile("xlsx")
def conditions_50000() -> bytes:
    rule = '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="cellIs" dxfId="0" priority="1" operator="equal"><formula>7</formula></cfRule></conditionalFormatting>'
    return workbook(_rows(100, 20), rule * 50_000)


@hostile("xls")
def rows_far_down() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in (0, 65_535):
        for column in (0, 255):
            sheet.write(row, column, 7)
    return _saved(book)


@hostile("xls")
def xls_cells_100000() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(10_000):
        for column in range(10):
            sheet.write(row, column, 7)
    return _saved(book)


@hostile("xls")
def xls_merged_all() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(50):
        for column in range(20):
            sheet.write(row, column, 7)
    sheet.merged_ranges.extend((n, 65_535, 0, 255) for n in range(2000))
    return _saved(book)


@hostile("xls")
def ole_sectors_in_a_ring() -> bytes:
    """The table of sectors says that each follows itself."""
    book = bytearray(_small_book())
    first = struct.unpack_from("<i", book, 76)[0]
    at = 512 + first * 512
    for n in range(100):
        struct.pack_into("<i", book, at + n * 4, n)
    return bytes(book)


@hostile("xls")
def ole_sectors_of_a_billion() -> bytes:
    book = bytearray(_small_book())
    struct.pack_into("<i", book, 44, 0x7FFFFFFF)
    struct.pack_into("<i", book, 72, 0x7FFFFFFF)
    return bytes(book)


@hostile("doc")
def doc_of_zeros() -> bytes:
    return _small_book()[:1024] + "WordDocument".encode("utf-16-le") + bytes(10_000_000)


@hostile("doc")
def doc_in_a_ring() -> bytes:
    """A workbook that calls itself a Word file, its sectors in a ring."""
    book = ole_sectors_in_a_ring()
    return book.replace(
        "Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")
    ) + "WordDocument".encode("utf-16-le")


def _small_book() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for n in range(400):
        sheet.write(n % 40, n // 40, n)
    return _saved(book)


def _saved(book: xlwt.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


HEAD = r"{\rtf1\ansi "
ROW = r"\trowd\cellx1000\cellx2000\intbl 1\cell 2\cell\row "


@hostile("rtf")
def braces_million() -> bytes:
    return (HEAD + "{" * 1_000_000 + ROW * 9).encode()


@hostile("rtf")
def braces_pairs_million() -> bytes:
    return (HEAD + "{}" * 1_000_000 + ROW * 9 + "}").encode()


@hostile("rtf")
def rtf_rows_100000() -> bytes:
    return (HEAD + ROW * 100_000 + "}").encode()


@hostile("rtf")
def rtf_cells_in_a_row() -> bytes:
    edges = "".join(rf"\cellx{n}" for n in range(50_000))
    return (HEAD + rf"\trowd{edges}\intbl " + r"7\cell " * 50_000 + r"\row}").encode()


@hostile("rtf")
def rtf_nested_tables() -> bytes:
    return (
        HEAD
        + r"\trowd\cellx9000\intbl\itap2 7\nestcell{\*\nesttableprops\trowd\cellx99\nestrow}"
        * 20_000
        + "}"
    ).encode()


@hostile("rtf")
def rtf_binary() -> bytes:
    return (HEAD + r"\bin2000000000 " + ROW * 9 + "}").encode()


@hostile("rtf")
def rtf_numbers() -> bytes:
    return (
        HEAD + r"\trowd\cellx" + "9" * 1_000_000 + r"\intbl\u" + "9" * 100_000 + r"?7\cell\row}"
    ).encode()


@hostile("rtf")
def rtf_words() -> bytes:
    return (HEAD + r"\a" * 2_000_000 + ROW * 9 + "}").encode()


@hostile("rtf")
def rtf_letters() -> bytes:
    return (HEAD + r"\u24180?" * 1_000_000 + r"\'b9\'ab" * 500_000 + ROW * 9 + "}").encode()


@hostile("rtf")
def rtf_picture_of_50_megabytes() -> bytes:
    return (HEAD + r"{\pict\pngblip " + "00" * 25_000_000 + "}" + ROW * 9 + "}").encode()


SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
RULE = '<ofd:PathObject Boundary="10 10 100 100" Stroke="true"><ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData></ofd:PathObject>'
WORDS = '<ofd:TextObject Boundary="10 10 90 9" Size="3"><ofd:TextCode X="0" Y="3" DeltaX="g 9 3">12</ofd:TextCode></ofd:TextObject>'


def ofd(objects: str, pages: int = 1, before: str = "", **parts: str) -> bytes:
    """An OFD file; all pages are the same one. `parts`: others, by the name of the file."""
    listed = '<ofd:Page BaseLoc="p.xml"/>' * pages
    known = "".join(f'<ofd:TemplatePage ID="{name}" BaseLoc="{name}.xml"/>' for name in parts)
    content = f"{before}<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    named = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>d.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "d.xml": f"<ofd:Document {SPACE}><ofd:CommonData>{known}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "p.xml": content,
        **{f"{name}.xml": text for name, text in parts.items()},
    }
    return zipped({name: text.encode() for name, text in named.items()})


@hostile("ofd")
def ofd_pages_5000() -> bytes:
    return ofd(WORDS + RULE, pages=5000)


@hostile("ofd")
def ofd_templates_in_a_ring() -> bytes:
    template = f'<ofd:Page {SPACE}><ofd:Template TemplateID="a"/><ofd:Content><ofd:Layer>{WORDS}</ofd:Layer></ofd:Content></ofd:Page>'
    return ofd('<ofd:Template TemplateID="a"/>' + WORDS, a=template)


@hostile("ofd")
def ofd_templates_100000() -> bytes:
    template = (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{WORDS}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    return ofd('<ofd:Template TemplateID="a"/>' * 100_000, a=template)


@hostile("ofd")
def ofd_blocks_deep() -> bytes:
    return ofd("<ofd:PageBlock>" * 50_000 + WORDS + "</ofd:PageBlock>" * 50_000)


@hostile("ofd")
def ofd_layers_deep() -> bytes:
    """Layers in layers: each is found by all that are around it."""
    return ofd("<ofd:Layer>" * 3000 + WORDS * 50 + "</ofd:Layer>" * 3000)


@hostile("ofd")
def ofd_texts_300000() -> bytes:
    return ofd(WORDS * 100_000)


@hostile("ofd")
def ofd_paths_300000() -> bytes:
    return ofd(RULE * 100_000 + WORDS)


@hostile("ofd")
def ofd_steps_million() -> bytes:
    return ofd(RULE.replace("M 0 0", "M 0 0 " + "L 5 5 " * 1_000_000) + WORDS)


@hostile("ofd")
def ofd_deltas() -> bytes:
    return ofd(WORDS.replace("g 9 3", "g 10000 3 " * 20_000))


@hostile("ofd")
def ofd_huge_page() -> bytes:
    return ofd(
        "<ofd:Area><ofd:PhysicalBox>0 0 1000000 1000000</ofd:PhysicalBox></ofd:Area>"
        + (WORDS + RULE) * 20
    )


@hostile("ofd")
def ofd_laughs() -> bytes:
    return ofd(WORDS.replace("12<", "&a9;<"), before=LAUGHS)


@hostile("ofd")
def ofd_elements_deep() -> bytes:
    return ofd("<ofd:x>" * 200_000 + "</ofd:x>" * 200_000)


@hostile("ofd")
def ofd_names_outside() -> bytes:
    return ofd(WORDS, a="x").replace(b"p.xml", b"../.x")
