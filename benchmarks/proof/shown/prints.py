"""Reports that a browser or a word processor prints as PDFs, with one cell marked up otherwise."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import browsing
import printing as pr
from browsing import Browser
from printing_docx import DECLARED, elements, run
from proof.shown import pictures, web_markup, web_style, word_parts, word_runs
from proof.shown.cases import Case, Kind, Made
from proof.shown.control import Control
from proof.shown.web import REPORTS, Page, plain_page
from proof.shown.word import WordFile

# ---- the browser

#: How the tables of a printed page are set: every row is high enough for what is raised.
LOOKS = tuple(
    "table { border-collapse: collapse; width: 100%; table-layout: fixed } p { margin: 0 } tr { break-inside: avoid } "
    f"td {{ border: 1px solid #000; padding: 2px; height: 26px; font: {font}; text-align: center }}"
    for font in ("11px 'DejaVu Sans'", "12px 'Noto Sans CJK SC'", "11px 'DejaVu Serif'")
)
#: How large these letters are, in points.
SIZE = 8.5


class Print(Page):
    """A web page that is to be printed."""

    looks = LOOKS


class Press:
    """A browser that prints."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.folder = browser, TemporaryDirectory()

    def print(self, page: Path, path: Path) -> Path:
        """Print a page once its scripts have run, with its grounds."""
        self.browser.open(page)
        self.browser.driver.execute_async_script("setTimeout(arguments[0], 60)")
        printed = self.browser.driver.execute_cdp_cmd(
            "Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True}
        )
        path.write_bytes(b64decode(printed["data"]))
        return path

    @cache  # noqa: B019 - there are few of them
    def control(self, which: int, look: int) -> Control:
        """A plain print."""
        report = pr.report(REPORTS[which][0], seed=REPORTS[which][1])
        page = plain_page(report, LOOKS[look], Path(self.folder.name) / "plain.html")
        path = self.print(page, Path(self.folder.name) / f"{which}_{look}.pdf")
        return Control(path, report, SIZE)


def make_by_browser(cases: Iterable[Case], folder: Path) -> Iterator[Made]:
    """Print web pages, with one browser."""
    with TemporaryDirectory() as downloads, browsing.browser(Path(downloads)) as browser:
        press = Press(browser)
        for case in cases:
            page = Print(case)
            case.kind(page)
            path = press.print(
                page.write(Path(downloads) / "page.html"), folder / f"{case.name}.pdf"
            )
            control = press.control(page.which, page.look)
            views = pictures.framed(path, control.spots[page.key])
            yield Made(case, path, page.form, {page.key: views} if views else {}, control.digit)


def watermark(page: Page) -> None:
    """A large slanting year over the cell and its neighbours."""
    page.style(
        f".{page.name} {{ position: relative }} .{page.name}::before {{ content: '{page.digits(4)}'; left: -60px; "
        "top: -60px; position: absolute; font: bold 80px sans-serif; color: #0002; transform: rotate(-35deg) }"
    )
    page.put(page.chance.choice(["", page.text]), f"class='{page.name}'")


def drawn_by_script(page: Page) -> None:
    """A number that a script draws on a canvas."""
    page.put(
        f"<canvas id='{page.name}' width='240' height='64' style='width: 60px; height: 16px'></canvas>"
    )
    page.script(
        f"const c = document.getElementById('{page.name}').getContext('2d'); c.font = '48px sans-serif'; "
        f"c.fillText('{page.text}', 20, 48)"
    )


def margin_note(page: Page) -> None:
    """A number of which the print names the note below."""
    page.put(f"{page.text}<sup style='font-size: 7px; line-height: 0'>[{page.digits()}]</sup>")
    page.body += "<p style='font-size: 9px'>[1] note</p>"


def _some(families: Mapping[str, Mapping[Kind, int]], *names: str) -> dict[Kind, int]:
    """Kinds by their names."""
    known = {kind.__name__: kind for kinds in families.values() for kind in kinds}
    return {known[name]: 1 for name in names}


BY_BROWSER = {
    "styles that hide": _some(
        web_style.FAMILIES, "visibility_hidden", "opacity_none", "opacity_nearly_none", "font_size_none",
        "colour_transparent", "fill_transparent", "indented_away", "placed_away", "clipped", "clip_path", "no_height",
        "no_width", "scaled_to_nothing", "moved_away", "masked", "for_readers_only", "white", "white_digit",
        "cut_to_width",
    ),
    "styles that mark": {
        kind: 1
        for kind in web_style.FAMILIES["styles that mark"]
        if kind.__name__ not in ("struck_by_parent", "deletion_that_is_not_struck")
    } | {margin_note: 1},
    "styles that write": _some(
        web_style.FAMILIES, "written_behind", "written_before", "written_whole", "written_from_attribute",
        "written_by_counter", "written_small_and_raised", "numbered_list", "spaced",
    ),
    "styles that order": _some(web_style.FAMILIES, "right_to_left", "in_reverse_row", "in_another_order", "floated"),
    "styles that cover": {
        **_some(web_style.FAMILIES, "covered", "covered_by_another", "pulled_out", "on_a_picture"), watermark: 3,
    },
    "rules that win": _some(web_markup.FAMILIES, "only_printed", "only_on_screens", "sheet_for_print"),
    "elements": {
        **_some(
            web_markup.FAMILIES, "ruby", "right_to_left_mark", "input", "textarea", "choice", "drawing",
            "raised_in_formula", "full_width", "fraction_sign", "small_font", "picture", "shadow_with_slot",
            "script_fills",
        ),
        drawn_by_script: 2,
    },
}  # fmt: skip


# ---- the word processor


def _in_header(file: WordFile, xml: str) -> None:
    """Something that stands in the head of each page."""
    header = file.document.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0]._p.extend(elements(xml))


def header_watermark(file: WordFile) -> None:
    """A large slanting year that stands in the head of each page."""
    path = (
        f"<v:textpath style='font-family:\"DejaVu Sans\";font-size:1pt' string='{file.digits(4)}'/>"
    )
    shape = (
        "<v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800' "
        "path='m@7,l@8,m@5,21600l@6,21600e' "
        "xmlns:o='urn:schemas-microsoft-com:office:office'><v:path textpathok='t' o:connecttype='rect'/>"
        "<v:textpath on='t' fitshape='t'/></v:shapetype><v:shape type='#_x0000_t136' style='position:absolute;"
        "margin-left:0;margin-top:0;width:420pt;height:150pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        f"mso-position-vertical-relative:margin' fillcolor='#d9d9d9' stroked='f'>{path}</v:shape>"
    )
    _in_header(file, f"<w:r><w:pict>{shape}</w:pict></w:r>")
    file.say(*([run(file.text)] if file.chance.random() < 0.5 else []))


def endnoted(file: WordFile) -> None:
    """The mark of an endnote behind the number."""
    notes = "<w:endnote w:id='2'><w:p><w:r><w:endnoteRef/><w:t>a note</w:t></w:r></w:p></w:endnote>"
    file.part("endnotes", "endnotes", f"<w:endnotes {DECLARED}>{notes}</w:endnotes>")
    file.say(
        run(file.text),
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:endnoteReference w:id='2'/></w:r>",
    )


BY_OFFICE = {
    "runs that are hidden": dict.fromkeys(word_runs.FAMILIES["runs that are hidden"], 1),
    "runs that are marks": dict.fromkeys(word_runs.FAMILIES["runs that are marks"], 1),
    "runs that are struck out": dict.fromkeys(word_runs.FAMILIES["runs that are struck out"], 1),
    "runs that are plain": _some(
        word_runs.FAMILIES, "bold_number", "underlined_number", "highlighted_number", "condensed_number",
        "in_a_frame_number", "spaced_number", "capitals_number",
    ),
    "styles and grounds": _some(word_runs.FAMILIES, "white_in_a_white_cell", "automatic_on_black", "black_on_black"),
    "changes and notes": {
        **_some(word_parts.FAMILIES, "deleted_digits", "replaced", "moved", "footnoted", "custom_footnote_mark"),
        endnoted: 1,
    },
    "fields": _some(word_parts.FAMILIES, "simple_field", "form_field"),
    "lists": _some(word_parts.FAMILIES, "list_number", "list_number_before"),
    "boxes and pictures": {
        **_some(word_parts.FAMILIES, "text_box", "old_text_box", "picture", "symbol", "ruby"), header_watermark: 3,
    },
    "characters": _some(word_parts.FAMILIES, "turned_by_character", "turned_by_element"),
    "parts of a table": _some(word_parts.FAMILIES, "nested_table", "of_two_halves"),
}  # fmt: skip
