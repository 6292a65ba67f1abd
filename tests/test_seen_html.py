"""What a web page shows is what counts: each case is a cell whose styles show something else than its text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import printing as pr
from helpers.extract.report import Content, read_content
from helpers.forms import load_forms
from printing import report
from printing_html import print_html

FORMS = load_forms()
KEY = ("disclosure", "licensing", "decisions")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A report of the form of 2021 as a page, with a mark for the cell in question."""
    printed = report("national_2021")
    pr.write(printed, KEY, "4711", 4711)
    path = print_html(printed, tmp_path_factory.mktemp("seen") / "report.html")
    text = path.read_text(encoding="utf-8").replace(
        '<td colspan="3"><p>4711</p>', "<td colspan=3><p>4711</p>"
    )
    return text.replace("<td colspan=3><p>4711</p></td>", "<td colspan=3>@</td>")


@pytest.fixture
def read(tmp_path: Path, source: str):
    """Read the page with something in the cell, in its head, or at its end."""

    def reading(
        cell: str, head: str = "", end: str = "", *, doctype: str = "<!DOCTYPE html>"
    ) -> Content:
        page = source.replace(
            "<td colspan=3>@</td>", cell if cell.startswith("<td") else f"<td colspan=3>{cell}</td>"
        )
        page = doctype + page.replace("</head>", f"{head}</head>").replace(
            "</body>", f"{end}</body>"
        )
        path = tmp_path / "report.html"
        path.write_text(page, encoding="utf-8")
        return read_content(path, FORMS)

    return reading


def figure_of(content: Content):
    [figure] = [each for each in content.figures if (each.table, each.row, each.column) == KEY]
    return figure


def style(rules: str) -> str:
    return f"<style>{rules}</style>"


HIDDEN = {
    "display: none by a class": ("64<i class=h>7</i>", style(".h{display:none}")),
    "display: none by an id": ("64<i id=h>7</i>", style("#h{display:none}")),
    "display: none by a selector of descent": ("64<i>7</i>", style("table td > i{display:none}")),
    "display: none by an attribute": ("64<i data-old>7</i>", style("[data-old]{display:none}")),
    "display: none by :nth-child": (
        "<p><b>64</b><b>7</b></p>",
        style("b:nth-child(2){display:none}"),
    ),
    "display: none by :not": ("<p><b class=k>64</b><b>7</b></p>", style("b:not(.k){display:none}")),
    "display: none in a nested rule": (
        "64<i class=h>7</i>",
        style("td{color:black; & .h{display:none}}"),
    ),
    "display: none in a layer": ("64<i class=h>7</i>", style("@layer a{.h{display:none}}")),
    "display: none on wide screens": (
        "64<i class=h>7</i>",
        style("@media (min-width:900px){.h{display:none}}"),
    ),
    "display: none where grids are known": (
        "64<i class=h>7</i>",
        style("@supports (display:grid){.h{display:none}}"),
    ),
    "display by a custom property": (
        "64<i class=h>7</i>",
        style(":root{--d:none} .h{display:var(--d)}"),
    ),
    "an important rule against the inline style": (
        "64<i class=h style='display:inline'>7</i>",
        style(".h{display:none!important}"),
    ),
    "a style sheet behind the text": ("64<i class=h>7</i><style>.h{display:none}</style>", ""),
    "a sheet in a data address": (
        "64<i class=h>7</i>",
        "<link rel=stylesheet href='data:text/css,.h{display:none}'>",
    ),
    "case of classes before there were standards": (
        "64<i class=H>7</i>",
        style(".h{display:none}"),
    ),
    "visibility": ("64<i style='visibility:hidden'>7</i>", ""),
    "visibility collapsed": ("64<i class=h>7</i>", style(".h{visibility:collapse}")),
    "opacity": ("64<i class=h>7</i>", style(".h{opacity:0}")),
    "opacity by a filter": ("64<i class=h>7</i>", style(".h{filter:opacity(0)}")),
    "no size": ("64<i class=h>7</i>", style(".h{font-size:0}")),
    "no size by the shorthand": ("64<i class=h>7</i>", style(".h{font:0/0 a}")),
    "no size by arithmetic": ("64<i class=h>7</i>", style(".h{font-size:calc(1em * 0)}")),
    "one pixel": ("64<i class=h>7</i>", style(".h{font-size:1px}")),
    "white on white": ("64<font color=white>7</font>", ""),
    "almost white on white": ("64<font color=#fefefe>7</font>", ""),
    "transparent": ("64<i class=h>7</i>", style(".h{color:transparent}")),
    "transparent fill": ("64<i class=h>7</i>", style(".h{-webkit-text-fill-color:transparent}")),
    "the colour of its cell": ("<td colspan=3 bgcolor=#eeeeee>64<font color=#eeeeee>7</font>", ""),
    "the colour of its row": ("64<i class=h>7</i>", style("tr{background:#ddd} .h{color:#ddd}")),
    "off the page to the left": ("64<i class=h>7</i>", style(".h{position:absolute;left:-9999px}")),
    "off the page above": ("64<i class=h>7</i>", style(".h{position:fixed;top:-5000px}")),
    "clipped": ("64<i class=h>7</i>", style(".h{position:absolute;clip:rect(0,0,0,0)}")),
    "clipped by a path": ("64<i class=h>7</i>", style(".h{clip-path:inset(100%)}")),
    "for screen readers alone": (
        "64<span class=sr-only>7</span>",
        style(
            ".sr-only{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);border:0}"
        ),
    ),
    "no height": ("<p>64</p><p class=h>7</p>", style(".h{height:0;overflow:hidden}")),
    "scaled to nothing": (
        "64<i class=h>7</i>",
        style(".h{display:inline-block;transform:scale(0)}"),
    ),
    "the attribute hidden": ("64<i hidden>7</i>", ""),
    "a closed details": ("64<details><summary></summary>7</details>", ""),
    "a dialog": ("64<dialog>7</dialog>", ""),
    "a popover": ("64<div popover>7</div>", ""),
    "a template": ("64<template>7</template>", ""),
    "noembed": ("64<noembed>7</noembed>", ""),
    "noscript": ("64<noscript>7</noscript>", ""),
    "a datalist": ("64<datalist><option>7</datalist>", ""),
    "rp": ("<ruby>64<rp>7</rp></ruby>", ""),
    "audio without controls": ("64<audio>7</audio>", ""),
}

SHOWN = {
    "a raised mark by its element": ("64<sup>7</sup>", ""),
    "a raised mark in brackets": ("64<sup>[1]</sup>", ""),
    "a raised mark by a class": (
        "64<i class=n>1</i>",
        style(".n{vertical-align:super;font-size:60%}"),
    ),
    "a raised mark by a length": (
        "64<i class=n>1</i>",
        style(".n{vertical-align:6px;font-size:10px}"),
    ),
    "a raised mark as style resets have it": (
        "64<sup>1</sup>",
        style(
            "sup{position:relative;top:-.5em;font-size:75%;line-height:0;vertical-align:baseline}"
        ),
    ),
    "a raised mark before the number": ("<sup>1</sup>64", ""),
    "a raised link to a note": ("64<sup><a href='#n1'>1</a></sup>", ""),
    "a lowered mark": ("64<sub>1</sub>", ""),
    "an annotation": ("<ruby>64<rt>1</rt></ruby>", ""),
    "a raised style reset to the line": (
        "6<sup>4</sup>",
        style("sup{vertical-align:baseline;font-size:inherit}"),
    ),
    "a struck number before the new one": ("<s>7</s>64", ""),
    "a struck number by a class": (
        "<i class=o>70</i> 64",
        style(".o{text-decoration:line-through}"),
    ),
    "a struck number by a deletion": ("<del>7</del><ins>64</ins>", ""),
    "s that is not struck": ("<s>6</s>4", style("s{text-decoration:none}")),
    "a digit written behind": ("<p class=n>6</p>", style(".n::after{content:'4'}")),
    "a digit written before": ("<p class=n>4</p>", style(".n:before{content:'6'}")),
    "an attribute written": (
        "<p class=n data-v=64></p>",
        style(".n::before{content:attr(data-v)}"),
    ),
    "a digit written into the cell itself": (
        "<td colspan=3 class=n>6",
        style(".n::after{content:'4'}"),
    ),
    "a digit written in white": (
        "<td colspan=3 class=n>64",
        style(".n::after{content:'7';color:#fff}"),
    ),
    "a raised mark written": (
        "<td colspan=3 class=n>64",
        style(".n::after{content:'1';vertical-align:super;font-size:9px}"),
    ),
    "an escape written": ("<p class=n>6</p>", style(r".n::after{content:'\34'}")),
    "nothing written": (
        "<p class=n>64</p>",
        style(".n::after{content:'';display:block;clear:both}"),
    ),
    "a mark that turns the digits": ("<p>\u202e46\u202c</p>", ""),
    "an element that turns the digits": ("<bdo dir=rtl>46</bdo>", ""),
    "a style that turns the digits": (
        "<i class=r>46</i>",
        style(".r{direction:rtl;unicode-bidi:bidi-override}"),
    ),
    "a number in a table from right to left": ("<p dir=rtl>64</p>", ""),
    "visible in a hidden cell": (
        "<td colspan=3 style='visibility:hidden'><p style='visibility:visible'>64</p>",
        "",
    ),
    "hidden in print": ("64", style("@media print{td{display:none}}")),
    "hidden on phones": ("64", style("@media (max-width:600px){td{display:none}}")),
    "hidden under the pointer": ("<p class=h>64</p>", style(".h:hover{display:none}")),
    "a rule that a stronger one undoes": (
        "<p class=h>64</p>",
        style("p.h{display:block} .h{display:none}"),
    ),
    "a layer that others undo": (
        "<p class=h>64</p>",
        style(".h{display:block} @layer a{p.h{display:none}}"),
    ),
    "a value that no browser knows": (
        "<p class=h>64</p>",
        style(".h{display:nothing; font-size:-1px; opacity:x}"),
    ),
    "a selector that no browser knows": ("<p class=h>64</p>", style(".h:foo-bar!{display:none}")),
    "white on a dark cell": ("<td colspan=3 bgcolor=#336699><font color=white>64</font>", ""),
    "clip without a position": ("<i class=h>64</i>", style(".h{clip:rect(0,0,0,0)}")),
    "a width that the line does not have": (
        "<i class=h>64</i>",
        style(".h{width:0;height:0;overflow:hidden}"),
    ),
    "wbr and a soft hyphen": ("6<wbr>&shy;4", ""),
    "an open details": ("<details open><summary></summary>64</details>", ""),
    "div set in the line": ("6<div class=i>4</div>", style(".i{display:inline}")),
    "a frame that is in the file": ("<iframe srcdoc='64'></iframe>", ""),
    "a table of one cell in the cell": ("<table><tr><td>64</td></tr></table>", ""),
    "a commented style sheet": ("64", "<style><!-- td i{display:none} --></style>"),
    "a bold digit": ("6<b>4</b>", style("b{font-weight:bold;color:#a00}")),
}

WITHHELD = {
    "the whole number struck out": ("<s>64</s>", ""),
    "the whole cell struck out": (
        "<td colspan=3 class=o>64",
        style(".o{text-decoration:line-through}"),
    ),
    "struck out with a line that cannot be seen": (
        "64<i class=o>7</i>",
        style(".o{text-decoration:line-through transparent}"),
    ),
    "filled by a script": (
        "<span id=a1></span>",
        "",
        "<script>document.getElementById('a1').textContent='64'</script>",
    ),
    "filled by a script that names its class": (
        "<b class=v1></b>",
        "",
        "<script>$('.v1').html(64)</script>",
    ),
    "filled by a script that counts names": (
        "<b id=c7></b>",
        "",
        "<script>for(i=0;i<9;i++)f('c'+i).innerText=d[i]</script>",
    ),
    "filled by a script that names its row": (
        "<td colspan=3>",
        "",
        "<script>document.querySelectorAll('td')[9].innerHTML='64'</script>",
    ),
    "filled where it stands": ("<script>document.write(64)</script>", ""),
    "changed by a script": ("<b id=a1>6</b>", "", "<script>a1.textContent='64'</script>"),
    "filled when the page is loaded": (
        "<b id=a1></b><img src=x onerror=\"a1.textContent='64'\">",
        "",
    ),
    "bound to data": ("<b v-text=n></b>", ""),
    "a counter written": ("<p class=n></p>", style(".n::before{content:counter(x)}")),
    "a picture written": ("<p class=n></p>", style(".n::before{content:url(64.png)}")),
    "a picture behind the cell": ("<td colspan=3 class=n>", style(".n{background:url(64.png)}")),
    "a picture behind a part of it": (
        "<i class=n></i>",
        style(".n{background-image:url(64.png);display:inline-block}"),
    ),
    "a form field": ("<input value=64>", ""),
    "a form field to choose in": ("<select><option>64</select>", ""),
    "a larger form field": ("<textarea>64</textarea>", ""),
    "a picture": ("<img src=64.png>", ""),
    "a drawing": ("<svg><text>64</text></svg>", ""),
    "a formula": ("<math><msup><mn>64</mn><mn>2</mn></msup></math>", ""),
    "an item's number": ("<ol><li></ol>", ""),
    "letters that are hardly there": ("64<i class=h>7</i>", style(".h{opacity:.2}")),
    "a colour that is hardly there": ("64<font color=#eeeeee>7</font>", ""),
    "blacked out": ("64<i class=h>7</i>", style(".h{background:black}")),
    "cut by its box": ("<p class=h>647</p>", style(".h{width:2ch;overflow:hidden}")),
    "half cut by a path": ("<p class=h>64</p>", style(".h{clip-path:inset(0 50% 0 0)}")),
    "turned round": (
        "6<i class=h>9</i>",
        style(".h{display:inline-block;transform:rotate(180deg)}"),
    ),
    "moved over its neighbour": ("6<i class=h>4</i>", style(".h{position:relative;left:-30px}")),
    "in another order": (
        "<p class=h><i>4</i><i>6</i></p>",
        style(".h{display:flex;flex-direction:row-reverse}"),
    ),
    "floating before its neighbour": ("4<i class=h>6</i>", style(".h{float:left}")),
    "digits over one another": ("<i class=h>64</i>", style(".h{letter-spacing:-1em}")),
    "digits behind turned ones": ("6<bdo dir=rtl>7</bdo>4", ""),
    "two lines": ("6<i class=h>4</i>", style(".h{display:block}")),
    "a line feed that counts": ("<p class=h>6\n4</p>", style(".h{white-space:pre-line}")),
    "a gap where a digit is hidden": ("6<i class=h>7</i>4", style(".h{visibility:hidden}")),
    "dots for digits": ("<p class=h>64</p>", style(".h{-webkit-text-security:disc}")),
    "a part much smaller in the line": ("64<i class=h>7</i>", style(".h{font-size:50%}")),
    "the first letter alone": ("<p class=h>647</p>", style(".h::first-letter{font-size:0}")),
    "a linked sheet that may hide a digit": (
        "64<i class=h>7</i>",
        "<link rel=stylesheet href=site.css>",
    ),
    "a sheet asked for that may hide a digit": ("64<i class=h>7</i>", style("@import 'site.css';")),
    "a digit behind its cell": (
        "64<i class=h>7</i>",
        style("td{background:#fff} .h{position:relative;z-index:-1}"),
    ),
    "a white box over a digit": (
        "<p class=h>647<i></i></p>",
        style(
            ".h{position:relative} .h i{position:absolute;right:0;width:9px;height:20px;background:#fff}"
        ),
    ),
    "a line over the number that a sheet draws": (
        "<p class=h>64</p>",
        style(
            ".h{position:relative} .h::after{content:'';position:absolute;left:0;right:0;top:50%;border-top:2px solid}"
        ),
    ),
    "a border beside a digit": ("6<i class=h>4</i>", style(".h{border-left:3px solid}")),
    "digits that float to the right": (
        "<i class=h>4</i><i class=h>6</i>",
        style(".h{float:right}"),
    ),
    "a shadow that alone is seen": (
        "64<i class=h>7</i>",
        style(".h{color:white;text-shadow:0 0 2px black}"),
    ),
    "a letter of the page's own font": (
        "64<i class=h>7</i>",
        style("@font-face{font-family:odd;src:url(data:font/woff2;base64,AA)} .h{font-family:odd}"),
    ),
    "a table of two cells in the cell": ("<table><tr><td>6</td><td>4</td></tr></table>", ""),
    "a page that is not in the file": ("<iframe src=64.html></iframe>", ""),
}

CLEAN = {
    "a linked sheet": ("64", "<link rel=stylesheet href=site.css>"),
    "a linked sheet and a class on the cell": (
        "<td colspan=3 class=num>64",
        "<link rel=stylesheet href=site.css>",
    ),
    "a linked sheet and a class around the number": (
        "<span class=num>64</span>",
        "<link rel=stylesheet href=site.css>",
    ),
    "an icon font": (
        "64",
        style("@font-face{font-family:icons;src:url(i.woff)} .icon{font-family:icons}"),
    ),
    "a menu": (
        "64",
        style(".menu li ul{display:none} .menu li:hover ul{display:block}"),
        "<ul class=menu><li>首页<ul><li>要闻</ul></ul>",
    ),
    "a counter of visits": (
        "64",
        "",
        "<span id=hits></span><script>document.getElementById('hits').innerHTML=9</script>",
    ),
    "statistics from elsewhere": (
        "64",
        "<script src='//hm.example.cn/h.js'></script>",
        "<script>var _hmt=_hmt||[];_hmt.push(['a'])</script>",
    ),
    "a script for the size of letters": (
        "64",
        "",
        "<script>function doZoom(n){document.getElementById('zoom').style.fontSize=n+'px'}</script>",
    ),
    "a script for a folding menu": (
        "64",
        "",
        "<script>$('.menu').click(function(){$(this).next().toggle()})</script>",
    ),
    "stripes by a script beside what it asks for": (
        "64",
        "",
        "<script>$('tr:even').addClass('alt');$.ajax({data:{id:3},success:function(data){hits=data.value}})</script>",
    ),
    "stripes in the table": (
        "64",
        style("tr:nth-child(even){background:#f3f6fa} tr:hover{background:#ffc}"),
    ),
    "white heads on blue": ("64", style("tr:first-child td{background:#1a5fa8;color:#fff}")),
    "what Word writes": (
        "<p class=MsoNormal style='text-indent:-21.0pt;margin-left:21.0pt;mso-char-indent-count:2.0'>"
        "<span lang=EN-US style='font-size:10.5pt;font-family:宋体'>64</span></p>",
        style("p.MsoNormal{margin:0cm;text-align:justify;font-size:10.5pt}"),
    ),
    "a sheet for phones": (
        "64",
        style(
            "@media screen and (max-width:768px){table,td{display:block}td:before{content:attr(data-label)}}"
        ),
    ),
    "a sheet for print": ("64", "<link rel=stylesheet media=print href=print.css>"),
    "a reset": (
        "64",
        style(
            "*{margin:0;padding:0;box-sizing:border-box} table{border-collapse:collapse;border-spacing:0} "
            "td,th{padding:0} :root{--main:#06c}"
        ),
    ),
    "an animated page": (
        "64",
        style("@keyframes in{from{opacity:0}to{opacity:1}} h1{animation:in 1s}"),
    ),
    "grey for mourning": (
        "64",
        style("html{filter:grayscale(100%);-webkit-filter:grayscale(100%)}"),
    ),
    "an underlined number": ("<u>64</u>", ""),
    "a red number": ("<font color=red>64</font>", ""),
    "a number in small letters": ("<small>64</small>", ""),
    "a number in several pieces": (
        "<span>6</span><span lang=EN-US>4</span>",
        style("span{font-family:宋体}"),
    ),
    "a centred number": ("<center><b>64</b></center>", ""),
    "a number with its unit": ("<span>64</span><span>件</span>", style("span{color:#333}")),
    "a link around a number": (
        "<a href='detail.html'>64</a>",
        style("a{color:#06c;text-decoration:none}"),
    ),
    "a box that scrolls": (
        "64",
        style("body{overflow-x:hidden} table{display:table;overflow:auto}"),
    ),
    "a page in two columns": (
        "64",
        style(
            "body{position:relative;width:1200px;margin:0 auto} h1{position:absolute;left:0;top:0}"
        ),
    ),
    "selectors of other browsers": (
        "64",
        style(
            "::-webkit-scrollbar{width:0} input::-moz-focus-inner{border:0} td::selection{color:white}"
        ),
    ),
    "conditions": (
        "64",
        style("@supports (display:grid){table{width:100%}} @media screen{td{color:#000}}"),
    ),
    "a picture behind the page": ("64", style("body{background:url(bg.jpg) #fff}")),
    "a hidden field of a form": ("64<input type=hidden name=k value=9>", ""),
    "a page before there were standards": (
        "64",
        style("body{color:#333;font-size:12} table{font-size:14}"),
    ),
}


def parts(case: tuple[str, ...]) -> tuple[str, str, str]:
    cell, head, *end = case
    return cell, head, end[0] if end else ""


@pytest.mark.parametrize("name", [*HIDDEN, *SHOWN])
def test_what_is_seen_is_read(read, name):
    doctype = "" if "before there were standards" in name else "<!DOCTYPE html>"
    content = read(*parts({**HIDDEN, **SHOWN}[name]), doctype=doctype)
    figure = figure_of(content)
    assert (figure.value, figure.proof, content.status) == (64, "seen", "verified")


@pytest.mark.parametrize("name", WITHHELD)
def test_what_nobody_can_be_sure_of_is_withheld(read, name):
    content = read(*parts(WITHHELD[name]))
    figure = figure_of(content)
    assert (figure.proof, figure.status, content.status) == ("none", "doubtful", "incomplete")


@pytest.mark.parametrize("name", CLEAN)
def test_an_ordinary_page_stays_verified(read, name):
    doctype = "" if "before there were standards" in name else "<!DOCTYPE html>"
    content = read(*parts(CLEAN[name]), doctype=doctype)
    figure = figure_of(content)
    assert (figure.value, content.status, content.message) == (64, "verified", "")
    unknown = any(each in name for each in ("linked", "behind the page"))
    assert figure.proof == ("second_reading" if unknown else "seen")


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "&nbsp;",
        "<b class=x></b>",
        "<font color=white>64</font>",
        "<i style='display:none'>64</i>",
        "<td colspan=3 style='text-indent:-9999px'>64",
        "<td colspan=3 style='opacity:0'>64",
    ],
)
def test_a_cell_in_which_nothing_is_seen_is_blank(read, cell):
    content = read(cell, "<style>.y::before{content:'64'}</style>")
    figure = figure_of(content)
    assert (figure.value, figure.status, figure.proof, content.status) == (
        None,
        "blank",
        "seen",
        "verified",
    )


def test_blank_cells_beside_scripts_of_the_page_are_blank(read):
    script = "<script src=a.js></script><script>document.getElementById('hits').innerHTML='<b>7</b>';var total=3</script>"
    content = read("<td colspan=3 id=c9 class=num>", end=script)
    assert (figure_of(content).status, content.status) == ("blank", "verified")


def test_a_label_of_which_a_part_is_hidden_is_what_is_left(tmp_path, source):
    page = source.replace("@", "64").replace(
        "行政许可", "<i style='display:none'>不</i>行政许可<i hidden>率</i>"
    )
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    assert read_content(tmp_path / "report.html", FORMS).status == "verified"


def test_a_label_that_a_sheet_denies_names_nothing(tmp_path, source):
    page = source.replace("@", "64").replace(
        "</head>", "<style>.l::before{content:'非'}</style></head>"
    )
    page = page.replace("<p>行政许可", "<p class=l>行政许可")
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    assert read_content(tmp_path / "report.html", FORMS).status != "verified"


# Tables that a page folds up


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The tables of a report, and those of another year, each without the page around them."""
    folder = tmp_path_factory.mktemp("years")
    pages = (
        print_html(report("national_2021", seed=seed), folder / f"{seed}.html").read_text(
            encoding="utf-8"
        )
        for seed in (1, 2)
    )
    own, other = (page.partition("<body>")[2].partition("</body>")[0] for page in pages)
    return own, other


TABS = "<style>.tab{display:none}.on{display:block}</style>"


@pytest.mark.parametrize("first", [True, False], ids=["shown first", "shown last"])
@pytest.mark.parametrize(
    "wrap",
    [
        "<div class=tab>{}</div>",
        "<div hidden>{}</div>",
        "<details>{}</details>",
        "<div style='visibility:hidden'>{}</div>",
    ],
)
def test_tables_of_another_year_in_a_hidden_tab_do_not_count(tmp_path, two_years, wrap, first):
    own, other = two_years
    tabs = [f"<div class='tab on'>{own}</div>", wrap.format(other)]
    path = tmp_path / "report.html"
    path.write_text(TABS + "".join(tabs if first else tabs[::-1]), encoding="utf-8")
    content = read_content(path, FORMS)
    path.write_text(own, encoding="utf-8")
    assert content.status == "verified"
    assert [each.value for each in content.figures] == [
        each.value for each in read_content(path, FORMS).figures
    ]


@pytest.mark.parametrize(
    "wrap", ["<div class=tab>{}</div>", "<div hidden>{}</div>", "<details>{}</details>"]
)
def test_tables_that_are_all_folded_up_are_read(tmp_path, two_years, wrap):
    menu = "<table><tr><td>首页</td><td>公开</td></tr></table>"
    path = tmp_path / "report.html"
    path.write_text(TABS + menu + wrap.format(two_years[0]), encoding="utf-8")
    content = read_content(path, FORMS)
    assert content.status == "verified"
    assert {each.proof for each in content.figures} == {"identity", "second_reading"}


def test_a_report_in_a_frame_is_read(tmp_path, two_years):
    path = tmp_path / "report.html"
    framed = two_years[0].replace("&", "&amp;").replace("'", "&#x27;")
    path.write_text(f"<h1>公开年报</h1><iframe srcdoc='{framed}'></iframe>", encoding="utf-8")
    content = read_content(path, FORMS)
    assert content.status == "verified"
    assert "seen" in {each.proof for each in content.figures}


# Sheets that are saved with their page, and sheets that are an attack


def test_the_sheets_in_a_saved_page_are_its_own(tmp_path, source):
    page = source.replace("@", "64<i class=h>7</i>").replace(
        "</head>", "<link rel=stylesheet href=http://a.cn/s.css></head>"
    )
    parts_ = [
        ("text/html", "http://a.cn/", page),
        ("text/css", "http://a.cn/s.css", ".h{display:none}"),
    ]
    body = "".join(
        f"--x\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: {place}\r\n\r\n{text}\r\n"
        for kind, place, text in parts_
    )
    path = tmp_path / "report.mht"
    path.write_bytes(
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n{body}--x--\r\n'.encode()
    )
    content = read_content(path, FORMS)
    assert (figure_of(content).value, figure_of(content).proof, content.status) == (
        64,
        "seen",
        "verified",
    )


@pytest.mark.parametrize(
    "sheet",
    [
        ".h{display:none}" * 100_000,
        "* * * * * * * * * * * * * * i{display:none}",
        ":is(" * 500 + "i" + ")" * 500 + "{display:none}",
        "i{color:" + "var(--a)" * 500 + ";--a:var(--a)}",
        "@media screen{" * 300 + "i{display:none}" + "}" * 300,
        "i{width:calc(" + "(" * 5000 + "1px" + ")" * 5000 + ")}",
    ],
    ids=[
        "too many rules",
        "too many links",
        "too deep a selector",
        "a property that names itself",
        "too deep a block",
        "too deep a sum",
    ],
)
def test_a_hostile_sheet_proves_nothing_and_costs_little(read, sheet):
    started = time.perf_counter()
    content = read("64<i class=h>7</i>", style(sheet))
    assert time.perf_counter() - started < 10
    figure = figure_of(content)
    assert (figure.value, figure.proof) in {
        (64, "seen"),
        (647, "none"),
        (647, "seen"),
        (64, "second_reading"),
    }
