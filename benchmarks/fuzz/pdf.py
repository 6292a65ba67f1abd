"""Hostile PDFs, written object by object."""

from __future__ import annotations

import zlib

from fuzz.shapes import hostile

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
TEXT = b"BT /F 9 Tf 50 50 Td (12) Tj ET 10 10 m 500 10 l S "


def pdf(objects: dict[int, bytes]) -> bytes:
    """A file with these objects, of which 1 is the catalogue."""
    written = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    for number, at in places.items():
        section = b"xref\n%d 1\n" if number == min(places) else b"%d 1\n"
        written += section % number + b"%010d 00000 n \n" % at
    size = max(places) + 1
    written += b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(written)


def stream(content: bytes, entries: bytes = b"", length: bytes = b"") -> bytes:
    """A stream as it is written."""
    size = length or b"%d" % len(content)
    return b"<<%s/Length %s>>\nstream\n%s\nendstream" % (entries, size, content)


def packed(content: bytes, entries: bytes = b"") -> bytes:
    """A stream that is deflated."""
    return stream(zlib.compress(content, 9), b"/Filter/FlateDecode" + entries)


def one_page(content: bytes, others: dict[int, bytes] | None = None, **entries: bytes) -> bytes:
    """A file with one page, whose content is object 4; `entries`: those of the page."""
    page = {"MediaBox": b"[0 0 595 842]", "Resources": FONT} | entries
    said = b"".join(b"/%s %s" % (name.encode(), value) for name, value in page.items())
    return pdf(
        {
            1: CATALOG,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s>>" % said,
            4: content,
            **(others or {}),
        }
    )


@hostile("pdf")
def self_length() -> bytes:
    """A stream whose length is the stream itself, on a page that every library is asked to read."""
    return one_page(stream(_unnamed(9, 9), length=b"4 0 R"))


@hostile("pdf")
def lengths_in_a_ring() -> bytes:
    return one_page(stream(TEXT, length=b"5 0 R"), {5: b"6 0 R", 6: b"5 0 R"})


def _forms(deep: int, wide: int, ring: bool) -> bytes:
    others = {}
    draw = b"".join(b"/X%d Do " % n for n in range(wide))
    for level in range(deep):
        below = 5 + (level + 1) % deep if ring else 6 + level
        names = b"".join(b"/X%d %d 0 R" % (n, below) for n in range(wide))
        entries = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<<%s>>>>" % names
        )
        content = TEXT + (draw if ring or level < deep - 1 else b"")
        others[5 + level] = stream(content, entries)
    first = b"<</XObject<<%s>>>>" % b"".join(b"/X%d 5 0 R" % n for n in range(wide))
    return one_page(stream(TEXT + draw), others, Resources=first)


@hostile("pdf")
def form_bomb() -> bytes:
    """Forms that draw the next one ten times, nine deep."""
    return _forms(9, 10, ring=False)


@hostile("pdf")
def form_recursion() -> bytes:
    """Forms that draw one another in a ring."""
    return _forms(3, 8, ring=True)


@hostile("pdf")
def form_chain() -> bytes:
    """Forms in forms, 2,000 deep."""
    return _forms(2000, 1, ring=False)


@hostile("pdf")
def nested_arrays() -> bytes:
    return one_page(stream(TEXT), {5: b"[" * 100_000 + b"]" * 100_000}, Annots=b"5 0 R")


@hostile("pdf")
def nested_arrays_in_page() -> bytes:
    return one_page(stream(TEXT), MediaBox=b"[" * 100_000 + b"]" * 100_000)


@hostile("pdf")
def nested_dictionaries() -> bytes:
    return one_page(
        stream(TEXT), {5: b"<</A" * 100_000 + b" 1" + b">>" * 100_000}, Metadata=b"5 0 R"
    )


@hostile("pdf")
def nested_arrays_in_content() -> bytes:
    return one_page(stream(b"[" * 500_000 + TEXT))


@hostile("pdf")
def nested_states() -> bytes:
    """The state of the pen is put away half a million times."""
    return one_page(packed(b"q " * 500_000 + TEXT))


@hostile("pdf")
def page_tree_ring() -> bytes:
    return pdf(
        {
            1: CATALOG,
            2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1000000>>",
            3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1000000>>",
        }
    )


@hostile("pdf")
def page_tree_bomb() -> bytes:
    """A tree of pages, of which each lists the next level ten times."""
    objects = {1: CATALOG}
    for level in range(8):
        kids = b" ".join([b"%d 0 R" % (3 + level)] * 10)
        count = 10 ** (8 - level)
        objects[2 + level] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    objects[10] = b"<</Type/Page/MediaBox[0 0 595 842]>>"
    return pdf(objects)


def _pages(number: int, content: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(number))
    objects = {1: CATALOG, 2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, number)}
    objects[3] = packed(content)
    for n in range(number):
        objects[10 + n] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources%s>>" % FONT
        )
    return pdf(objects)


def _table(rows: int, columns: int) -> bytes:
    """The content of a page that is filled by a ruled table."""
    parts = [b"BT /F 4 Tf ET 0.3 w"]
    width, height = 560 / columns, 800 / rows
    for row in range(rows + 1):
        parts.append(b"20 %.2f m 580 %.2f l S" % (20 + row * height, 20 + row * height))
    for column in range(columns + 1):
        parts.append(b"%.2f 20 m %.2f 820 l S" % (20 + column * width, 20 + column * width))
    for row in range(rows):
        for column in range(columns):
            at = 21 + column * width, 21 + row * height
            parts.append(b"BT /F 4 Tf %.2f %.2f Td (7) Tj ET" % at)
    return b"\n".join(parts)


def _unnamed(rows: int, columns: int) -> bytes:
    """The same with letters of which nobody knows what they are."""
    return _table(rows, columns).replace(b"(7)", b"(\x80)")


@hostile("pdf")
def pages_5000() -> bytes:
    return _pages(5000, TEXT)


@hostile("pdf")
def pages_300_of_tables() -> bytes:
    return _pages(300, _table(50, 20))


@hostile("pdf")
def table_of_40000_cells() -> bytes:
    return one_page(packed(_table(200, 200)))


@hostile("pdf")
def grid_of_1000_by_1000_rules() -> bytes:
    lines = [b"0.1 w"]
    for n in range(1000):
        lines.append(b"20 %.2f m 580 %.2f l S" % (20 + n * 0.8, 20 + n * 0.8))
        lines.append(b"%.2f 20 m %.2f 820 l S" % (20 + n * 0.56, 20 + n * 0.56))
    return one_page(packed(b"\n".join(lines) + TEXT))


@hostile("pdf")
def million_rules() -> bytes:
    """A million lines, each a path of its own."""
    lines = (
        b"%d %d m %d %d l S" % (n % 590, n % 837, (n * 7) % 590, n % 837) for n in range(10**6)
    )
    return one_page(packed(b"\n".join(lines) + TEXT))


@hostile("pdf")
def million_marks() -> bytes:
    lines = (b"%d %d 1 1 re f" % (n % 590, n // 590 % 837) for n in range(10**6))
    return one_page(packed(b"\n".join(lines) + TEXT))


@hostile("pdf")
def path_of_a_million_points() -> bytes:
    points = (b"%d %d l" % (n % 590, (n * 31) % 837) for n in range(10**6))
    return one_page(packed(b"0 0 m " + b"\n".join(points) + b" S " + TEXT))


@hostile("pdf")
def million_letters() -> bytes:
    return one_page(packed(TEXT + b"BT /F 2 Tf 10 800 Td (" + b"12 34 " * 200_000 + b") Tj ET"))


@hostile("pdf")
def million_objects_of_text() -> bytes:
    texts = (b"BT /F 3 Tf %d %d Td (7) Tj ET" % (n % 590, n // 590 % 837) for n in range(500_000))
    return one_page(packed(TEXT + b"\n".join(texts)))


@hostile("pdf")
def flate_bomb() -> bytes:
    """The content of a page unpacks to a gigabyte of spaces."""
    return one_page(packed(TEXT + b" " * 10**9))


@hostile("pdf")
def flate_bomb_twice() -> bytes:
    inner = zlib.compress(zlib.compress(b"q Q " * 250_000_000, 9), 9)
    return one_page(stream(inner, b"/Filter[/FlateDecode/FlateDecode]"))


@hostile("pdf")
def filters_1000() -> bytes:
    names = b"/ASCIIHexDecode" * 1000
    return one_page(stream(TEXT, b"/Filter[%s]" % names))


@hostile("pdf")
def object_stream_bomb() -> bytes:
    """A stream of objects that unpacks to half a gigabyte, and says it holds a million."""
    inner = b"10 0 " + b" " * 500_000_000 + b"<<>>"
    objects = packed(inner, b"/Type/ObjStm/N 1000000/First 5")
    return one_page(stream(TEXT), {5: objects})


@hostile("pdf")
def object_stream_in_itself() -> bytes:
    """The cross-reference stream says that the stream of objects lies in itself."""
    rows = b"".join(bytes((2, 0, 5, n)) for n in range(6))
    table = packed(rows, b"/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R")
    body = b"%PDF-1.7\n5 0 obj\n" + packed(b"1 0 <<>>", b"/Type/ObjStm/N 1/First 4/Extends 5 0 R")
    body += b"\nendobj\n"
    end = b"6 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + end


@hostile("pdf")
def xref_ring() -> bytes:
    """Two tables of references that name each other as the one before."""
    whole = one_page(stream(TEXT))
    at = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))
    return whole.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % at)


@hostile("pdf")
def xref_of_a_billion() -> bytes:
    return one_page(stream(TEXT)).replace(b"xref\n1 1", b"xref\n0 1000000000", 1)


@hostile("pdf")
def object_number_of_a_billion() -> bytes:
    return one_page(stream(TEXT), {999_999_999: b"<<>>"})


@hostile("pdf")
def references_in_a_ring() -> bytes:
    return one_page(
        stream(TEXT), {5: b"6 0 R", 6: b"7 0 R", 7: b"5 0 R"}, Resources=b"5 0 R", Rotate=b"6 0 R"
    )


@hostile("pdf")
def huge_media_box() -> bytes:
    return one_page(stream(TEXT), MediaBox=b"[0 0 1000000000 1000000000]")


@hostile("pdf")
def large_media_box() -> bytes:
    """As large as viewers allow: 14,400 points."""
    return one_page(stream(_table(40, 10)), MediaBox=b"[0 0 14400 14400]")


@hostile("pdf")
def endless_media_box() -> bytes:
    return one_page(stream(_table(40, 10)), MediaBox=b"[-1e38 -1e38 1e38 1e38]")


@hostile("pdf")
def wide_page() -> bytes:
    """A page of two million points by a hundred, with letters so small that the picture is fine."""
    content = _table(10, 10).replace(b"/F 4 Tf", b"/F 0.5 Tf")
    return one_page(stream(content), MediaBox=b"[0 0 2000000 842]")


@hostile("pdf")
def large_page_with_a_note() -> bytes:
    note = b"<</Type/Annot/Subtype/Square/Rect[0 0 99 99]>>"
    return one_page(
        stream(_table(9, 9)), {5: note}, MediaBox=b"[0 0 200000 200000]", Annots=b"[5 0 R]"
    )


@hostile("pdf")
def scan_of_a_huge_page() -> bytes:
    image = packed(
        b"\x80" * 10_000,
        b"/Type/XObject/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    return one_page(
        stream(b"q 100000 0 0 100000 0 0 cm /I Do Q"),
        {5: image},
        MediaBox=b"[0 0 100000 100000]",
        Resources=b"<</XObject<</I 5 0 R>>>>",
    )


@hostile("pdf")
def picture_of_a_billion_pixels() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 32000/Height 32000/BitsPerComponent 8/ColorSpace/DeviceGray"
    return one_page(
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        {5: packed(b"\x80" * 32_000 * 32_000, entries)},
        Resources=b"<</XObject<</I 5 0 R>>>>",
    )


@hostile("pdf")
def scans_500() -> bytes:
    """Five hundred pages that are pictures."""
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(500))
    objects = {1: CATALOG, 2: b"<</Type/Pages/Kids[%s]/Count 500>>" % kids}
    objects[3] = stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    entries = b"/Type/XObject/Subtype/Image/Width 1240/Height 1754/BitsPerComponent 8/ColorSpace/DeviceGray"
    rows = bytearray()
    for y in range(1754):
        rows += b"\x00" * 1240 if y % 40 < 3 else (b"\x00" * 3 + b"\xff" * 97) * 12 + b"\xff" * 40
    objects[4] = packed(bytes(rows), entries)
    for n in range(500):
        objects[10 + n] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</I 4 0 R>>>>>>"
        )
    return pdf(objects)


def _font(entries: bytes, others: dict[int, bytes], text: bytes = b"(12)") -> bytes:
    content = b"BT /F 9 Tf 50 50 Td %s Tj ET 10 10 m 500 10 l S" % text
    return one_page(stream(content), {5: entries, **others}, Resources=b"<</Font<</F 5 0 R>>>>")


@hostile("pdf")
def font_in_itself() -> bytes:
    """A composite font whose descendant it is itself."""
    return _font(
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]>>", {}
    )


@hostile("pdf")
def glyphs_that_draw_themselves() -> bytes:
    """A font whose letters are drawn with the font."""
    entries = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 49/LastChar 50"
    entries += b"/Widths[9 9]/Encoding<</Differences[49/a/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
    return _font(entries, {6: stream(b"9 0 d0 BT /F 1 Tf (12121212) Tj ET")}, b"(1212121212)")


@hostile("pdf")
def cmap_bomb() -> bytes:
    """A map of characters with ranges of billions of codes."""
    ranges = b"100 beginbfrange\n" + b"<0000> <ffffffff> <0000>\n" * 100 + b"endbfrange\n"
    cmap = b"/CIDInit /ProcSet findresource begin begincmap " + ranges * 100 + b"endcmap"
    entries = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>/W[0 4000000000 500]>>"
    return _font(entries, {6: packed(cmap, b"/Type/CMap/CMapName/A"), 7: below})


@hostile("pdf")
def cmap_that_uses_itself() -> bytes:
    entries = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/DescendantFonts[7 0 R]>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A>>"
    cmap = stream(b"begincmap endcmap", b"/Type/CMap/CMapName/A/UseCMap 6 0 R")
    return _font(entries, {6: cmap, 7: below})


@hostile("pdf")
def pattern_of_itself() -> bytes:
    entries = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.001/YStep 0.001"
    entries += b"/Resources<</Pattern<</P 5 0 R>>>>"
    content = b"/Pattern cs /P scn 0 0 595 842 re f "
    return one_page(
        stream(content * 50 + TEXT),
        {5: stream(content, entries)},
        Resources=b"<</Pattern<</P 5 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    )


@hostile("pdf")
def shading_by_a_slow_program() -> bytes:
    """Thousands of shadings, each computed by a program for each pixel."""
    program = stream(
        b"{" + b"dup mul sin " * 2000 + b"}", b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]"
    )
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 6 0 R>>"
    return one_page(
        stream(_table(9, 9) + b" /S sh" * 200),
        {5: shading, 6: program},
        Resources=b"<</Shading<</S 5 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    )


@hostile("pdf")
def groups_in_groups() -> bytes:
    """Transparent groups, 25 deep, each as large as the page."""
    others = {}
    for level in range(25):
        entries = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency>>/Resources<</XObject<</X %d 0 R>>/ExtGState<</G<</ca 0.5>>>>>>"
            % (6 + level)
        )
        others[5 + level] = stream(
            b"/G gs 0 0 595 842 re f /X Do /X Do" if level < 24 else b"0 0 9 9 re f", entries
        )
    first = b"<</XObject<</X 5 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return one_page(stream(_table(9, 9) + b" /X Do"), others, Resources=first)


@hostile("pdf")
def notes_100000() -> bytes:
    note = b"<</Type/Annot/Subtype/Square/Rect[0 0 99 99]/C[1 0 0]>>"
    return one_page(stream(_table(9, 9)), {5: note}, Annots=b"[%s]" % (b"5 0 R " * 100_000))


@hostile("pdf")
def fields_in_a_ring() -> bytes:
    """A form with fields that are children of one another."""
    whole = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R]/Resources%s>>"
        % FONT,
        4: stream(TEXT),
        5: b"<</T(a)/FT/Tx/Kids[6 0 R 5 0 R]/Parent 6 0 R/Subtype/Widget/Rect[0 0 9 9]>>",
        6: b"<</T(b)/FT/Tx/Kids[5 0 R 6 0 R]/Parent 5 0 R/Subtype/Widget/Rect[0 0 9 9]>>",
    }
    return pdf(whole)


@hostile("pdf")
def layers_100000() -> bytes:
    """Marked content in layers, opened and never closed."""
    return one_page(packed(b"/OC /L BDC " * 100_000 + TEXT))


@hostile("pdf")
def clips_100000() -> bytes:
    return one_page(packed(b"0 0 595 842 re W n " * 100_000 + _table(20, 10)))


@hostile("pdf")
def unknown_letters() -> bytes:
    """Letters of which nobody knows what they are: the file is read by every way that there is."""
    return one_page(packed(_unnamed(60, 20)))


@hostile("pdf")
def zeros_of_200_megabytes() -> bytes:
    return b"%PDF-1.7\n" + bytes(200_000_000)


@hostile("pdf")
def headers_million() -> bytes:
    """A damaged file in which a million objects begin."""
    return b"%PDF-1.7\n" + b"1 0 obj<</Type/Page/Parent 1 0 R" * 1_000_000
