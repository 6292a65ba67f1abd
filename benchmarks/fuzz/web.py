"""Hostile web pages, alone and as saved with all their parts."""

from __future__ import annotations

from base64 import b64encode

from fuzz.shapes import hostile


def page(body: str, head: str = "") -> bytes:
    """A page in the usual standard."""
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def table(rows: int, columns: int, cell: str = "<td>7") -> str:
    return f"<table>{('<tr>' + cell * columns) * rows}</table>"


@hostile("html")
def nested_divs() -> bytes:
    return page("<div>" * 200_000 + table(9, 9))


@hostile("html")
def nested_spans_in_a_cell() -> bytes:
    return page(f"<table><tr><td>{'<b>' * 100_000}7</td></tr></table>")


@hostile("html")
def nested_fonts() -> bytes:
    return page("<font size=2>" * 50_000 + "7" + table(9, 9))


@hostile("html")
def nested_tables() -> bytes:
    return page("<table><tr><td>" * 20_000 + "7")


@hostile("html")
def nested_tables_of_many_rows() -> bytes:
    return page(("<table><tr><td>1<td>2<tr><td>3<td>" * 2000) + "7")


@hostile("html")
def nested_templates() -> bytes:
    return page("<template>" * 50_000 + table(9, 9))


@hostile("html")
def nested_lists() -> bytes:
    return page("<ul><li>" * 50_000 + table(9, 9))


@hostile("html")
def unclosed_paragraphs() -> bytes:
    """Formatting that is never closed is opened again in each paragraph."""
    return page("<b><i><u><s><em><p>" * 5000 + table(9, 9))


@hostile("html")
def misplaced_in_tables() -> bytes:
    return page("<table>" + "<b><a href=x>text<tr><td>7</td>" * 5000)


@hostile("html")
def cells_2000000() -> bytes:
    return page(table(200_000, 10))


@hostile("html")
def cells_300000_in_a_row() -> bytes:
    return page(table(1, 300_000))


@hostile("html")
def tables_100000() -> bytes:
    return page("<table><tr><td>1<td>2</table>" * 100_000)


@hostile("html")
def rows_of_one_table_300000() -> bytes:
    return page(table(300_000, 1))


@hostile("html")
def wide_spans() -> bytes:
    return page(table(2000, 20, "<td colspan=1000000>7"))


@hostile("html")
def deep_spans() -> bytes:
    return page(table(2000, 20, "<td rowspan=1000000>7"))


@hostile("html")
def both_spans() -> bytes:
    return page(table(3000, 30, "<td rowspan=1000000 colspan=1000000>7"))


@hostile("html")
def spans_to_the_end() -> bytes:
    return page(table(2000, 10, "<td rowspan=0>7"))


@hostile("html")
def overlapping_spans() -> bytes:
    return page(table(1000, 100, "<td rowspan=50 colspan=3>7"))


@hostile("html")
def frames_3000() -> bytes:
    return page("<iframe srcdoc='<table><tr><td>1<td>2</table>'></iframe>" * 3000)


@hostile("html")
def frames_in_frames() -> bytes:
    """Each frame holds ten, four deep, in the page itself."""
    content = table(9, 9)
    for _ in range(4):
        source = content.replace("&", "&amp;").replace("'", "&#39;")
        content = f"<iframe srcdoc='{source}'></iframe>" * 10
    return page(content)


@hostile("html")
def frame_of_itself() -> bytes:
    return page("<iframe src='frame_of_itself.html'></iframe>" * 30 + table(9, 9))


@hostile("html")
def frames_by_address() -> bytes:
    inner = b64encode(page(table(300, 10))).decode()
    return page(f"<iframe src='data:text/html;base64,{inner}'></iframe>" * 300)


@hostile("html")
def style_rules_50000() -> bytes:
    rules = "".join(f"a b c .x{n} td:nth-child(2n+{n}) {{color:red}} " for n in range(50_000))
    return page(table(200, 10, "<td class=x1>7"), f"<style>{rules}</style>")


@hostile("html")
def style_chain() -> bytes:
    """Selectors that ask for every element around, in deep elements."""
    rules = "".join(
        f"div div div div div div .c{n % 7} {{color:#00{n % 10}}} " for n in range(2000)
    )
    return page(
        "<div class=c1>" * 280 + table(100, 20, "<td class=c2>7"), f"<style>{rules}</style>"
    )


@hostile("html")
def style_siblings() -> bytes:
    rules = "".join(f"td ~ td ~ td ~ td ~ .c{n % 7} {{color:red}} " for n in range(300))
    return page(table(3, 5000, "<td class=c2>7"), f"<style>{rules}</style>")


@hostile("html")
def style_positions() -> bytes:
    """`nth-child` counts the elements before each of many."""
    rules = "".join(f"td:nth-last-of-type({n}n+3) {{color:red}} " for n in range(1, 100))
    return page(table(5, 10_000), f"<style>{rules}</style>")


@hostile("html")
def style_has() -> bytes:
    return page(
        "<div>" * 250 + table(200, 20),
        "<style>:has(:has(td)) td:not(:has(b)) {color:red}</style>" * 50,
    )


@hostile("html")
def style_is_in_is() -> bytes:
    inner = "td"
    for _ in range(18):
        inner = f":is({inner},{inner})"
    return page(table(20, 20), f"<style>{inner}{{color:red}}</style>")


@hostile("html")
def style_commas() -> bytes:
    return page(table(200, 20), f"<style>{','.join(['td'] * 100_000)}{{color:red}}</style>")


@hostile("html")
def style_brackets() -> bytes:
    return page(table(9, 9), f"<style>{'a{' * 100_000}</style><style>{'(' * 100_000}</style>")


@hostile("html")
def style_variables() -> bytes:
    """Variables that stand for ten of the next: 10^9 letters."""
    said = "".join(f"--a{n}:{f'var(--a{n + 1})' * 10};" for n in range(9))
    return page(table(50, 20), f"<style>td{{{said}--a9:red;color:var(--a0)}}</style>")


@hostile("html")
def style_variables_in_a_ring() -> bytes:
    return page(table(50, 20), "<style>td{--a:var(--b);--b:var(--a);color:var(--a)}</style>")


@hostile("html")
def style_import_of_itself() -> bytes:
    return page(table(9, 9), "<style>@import 'data:text/css,@import%20%22a%22';</style>" * 500)


@hostile("html")
def styles_of_each_cell() -> bytes:
    cells = "".join(
        f"<td style='color:#{n % 4096:03x};width:{n}px'>7" + "<tr>" * (n % 20 == 0)
        for n in range(100_000)
    )
    return page(f"<table><tr>{cells}</table>")


@hostile("html")
def style_long() -> bytes:
    return page(table(9, 9, f"<td style='{'color:red;' * 20_000}'>7"))


@hostile("html")
def style_numbers() -> bytes:
    return page(
        table(20, 9),
        f"<style>td{{width:calc({'(' * 5000}1px{')' * 5000});color:rgb({'9' * 99_999})}}</style>",
    )


@hostile("html")
def attributes_100000() -> bytes:
    return page(f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>{table(9, 9)}</div>")


@hostile("html")
def attribute_of_20_megabytes() -> bytes:
    return page(f"<div class='{'a ' * 10_000_000}'>{table(9, 9)}</div>")


@hostile("html")
def classes_many() -> bytes:
    return page(
        table(2000, 10, f"<td class='{' '.join(f'c{n}' for n in range(300))}'>7"),
        "<style>.c1 .c2{color:red}</style>",
    )


@hostile("html")
def entities() -> bytes:
    return page("&amp;" * 1_000_000 + "&#0;&#x110000;&#xd800;" * 10_000 + table(9, 9))


@hostile("html")
def text_of_50_megabytes() -> bytes:
    return page("一百二十件" * 3_500_000 + table(9, 9))


@hostile("html")
def breaks_million() -> bytes:
    return page("2023年<br>" * 300_000 + table(9, 9))


@hostile("html")
def digits_million() -> bytes:
    return page(
        f"<p>{'9' * 1_000_000}件</p><table>{('<tr><td>收到' + '<td>' + '9' * 20_000) * 9}</table>"
    )


@hostile("html")
def commas_million() -> bytes:
    return page(f"<p>收到申请{'1,' * 200_000}件</p>" + table(9, 9, f"<td>{'1,234' * 2000}"))


@hostile("html")
def spaces_million() -> bytes:
    return page(f"<p>{' 年 ' * 300_000}</p>" + table(9, 9, f"<td>{'&nbsp; ' * 20_000}7"))


@hostile("html")
def sentences_100000() -> bytes:
    return page(
        "".join(
            f"<p>2023年，本机关共收到政府信息公开申请{n}件，其中自然人申请{n}件。</p>"
            for n in range(30_000)
        )
        + table(9, 9)
    )


#: Words of a form, and a number.
OF_A_FORM = [
    "自然人",
    "总计",
    "本年新收政府信息公开申请数量",
    "予以公开",
    "商业企业",
    "结转下年度继续办理",
    "0",
]


@hostile("html")
def labels_of_a_form_everywhere() -> bytes:
    """Tables full of the words of a form."""
    return page(
        ("<table>" + ("<tr>" + "".join(f"<td>{word}" for word in OF_A_FORM)) * 200 + "</table>")
        * 40
    )


@hostile("html")
def labels_of_a_form_in_one_table() -> bytes:
    return page(
        "<table>" + ("<tr>" + "".join(f"<td>{word}" for word in OF_A_FORM * 4)) * 2000 + "</table>"
    )


@hostile("html")
def tags_unclosed() -> bytes:
    return page("<div " * 500_000 + "<" * 1_000_000 + table(9, 9))


@hostile("html")
def comments() -> bytes:
    return page("<!--" * 500_000 + table(9, 9))


@hostile("html")
def scripts_100000() -> bytes:
    return page(
        "<script>document.getElementById('a').innerHTML='x'</script>" * 30_000 + table(9, 9)
    )


@hostile("html")
def script_long() -> bytes:
    script = "var a='<table>'+" * 500_000
    return page(f"<script>{script}0</script>{table(9, 9)}")


@hostile("html")
def links_100000() -> bytes:
    return page("<a href='2023年政府信息公开工作年度报告.pdf'>年度报告</a>" * 100_000)


@hostile("html")
def sheets_linked() -> bytes:
    return page(
        table(9, 9),
        "".join(f"<link rel=stylesheet href='../../../etc/passwd{n}'>" for n in range(20_000)),
    )


@hostile("html")
def encodings() -> bytes:
    return b"<meta charset=utf-7>" * 10_000 + b"\xff\xfe\x00\xd8" * 100_000 + page(table(9, 9))


@hostile("html")
def right_to_left() -> bytes:
    return page(table(100, 10, f"<td><bdo dir=rtl>{'&#8238;&#8237;' * 500}7"))


@hostile("html")
def hidden_tables() -> bytes:
    return page("<div style='display:none'>" * 200 + table(3000, 10))


def _mail(parts: list[tuple[str, str, bytes]]) -> bytes:
    written = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n"
    for kind, place, content in parts:
        head = f"--B\nContent-Type: {kind}\nContent-Location: {place}\nContent-Transfer-Encoding: base64\n\n"
        written += head.encode() + b64encode(content) + b"\n"
    return written + b"--B--\n"


@hostile("mht")
def frames_of_one_another() -> bytes:
    first = page("<iframe src=b></iframe>" * 20 + table(9, 9))
    second = page("<iframe src=a></iframe>" * 20 + table(9, 9))
    return _mail([("text/html", "a", first), ("text/html", "b", second)])


@hostile("mht")
def parts_50000() -> bytes:
    return _mail(
        [("text/html", "a", page(table(9, 9)))]
        + [("text/css", f"b{n}", b"td{}") for n in range(50_000)]
    )


@hostile("mht")
def parts_in_parts() -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n"
    return (
        b"MIME-Version: 1.0\n"
        + b"".join(head % (n, n) for n in range(5000))
        + b"Content-Type: text/html\n\n"
        + page(table(9, 9))
    )


@hostile("mht")
def boundary_everywhere() -> bytes:
    return (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n" + b"--B\n" * 1_000_000
    )


@hostile("mht")
def headers_long() -> bytes:
    return b"Content-Type: text/html;" + b" a=b;\n " * 200_000 + b"\n\n" + page(table(9, 9))


@hostile("mht")
def sheets_that_import_in_a_ring() -> bytes:
    first = page(table(20, 9), "<link rel=stylesheet href=b>" * 50)
    ring = b"@import 'b';" * 20 + b"td{color:red}"
    return _mail([("text/html", "a", first), ("text/css", "b", ring)])


@hostile("mht")
def page_of_cells() -> bytes:
    return _mail([("text/html", "a", page(table(100_000, 10)))])
