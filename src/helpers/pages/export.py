"""An executed notebook → a page that needs nothing but itself."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from lxml import html
from nbconvert import HTMLExporter
from PIL import Image

from helpers import publish, settings
from helpers.charts import selection
from helpers.pages import notebook as executed
from helpers.pages import template
from helpers.pages.downloads import Downloads
from helpers.pages.notebook import Executed
from helpers.words import STATUSES, Words

#: The small picture of a page in the index: twice as many pixels as are shown, cut below.
SMALL = (480, 300)

ORIGINS = {
    "published": Words("公布的报告", "published"),
    "specimen": Words("样张", "specimen"),
    "": Words("", ""),
}


@dataclass(frozen=True)
class WebPage:
    """A page as the index shows it.

    `agency`: the one that it is about, else empty; `picture`: its first chart, small, as a data
    URI; `made`: when its notebook ended.
    """

    file: str
    title: Words
    says: Words
    agency: str
    picture: str
    alt: str
    made: datetime


def write_page(notebook: Path, folder: Path) -> WebPage:
    """Turn an executed notebook into a page with its contents, downloads, sources and versions.

    Its code is folded.
    """
    source = executed.read(notebook)
    title = Words(source.agency, source.title.english) if source.agency else source.title
    fragments = [*source.fragments()]
    resources = {
        "title": title,
        "says": source.says,
        "headings": [*_headings(fragments)],
        **_foot(source),
    }
    text, _ = _exporter().from_notebook_node(source.cells, resources={"page": resources})
    page = folder / f"{notebook.stem}.html"
    page.write_text(text, encoding="utf-8")
    picture, alt = _small_picture(fragments)
    return WebPage(page.name, title, source.says, source.agency, picture, alt, source.ended)


def _exporter() -> HTMLExporter:
    """What makes a page, with the project's template."""
    folders = [str(template.TEMPLATES)]
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=folders, extra_template_paths=folders
    )
    for name, function in template.FILTERS.items():
        exporter.register_filter(name, function)
    return exporter


def _headings(fragments: list[html.HtmlElement]) -> Iterator[dict[str, str]]:
    """The sections of a page: where each begins, and its short name in both languages."""
    for fragment in fragments:
        for section in fragment.iter("section"):
            spans = section.xpath("h2/span[@lang]")
            words = {span.get("lang"): span.text_content() for span in spans}
            short = {tongue: section.get(f"data-{tongue}", text) for tongue, text in words.items()}
            yield {"name": section.get("id"), **short}


def _foot(source: Executed) -> dict[str, Any]:
    """What a page is made from: the tables as downloads, the reports, and the parameters.

    The downloads go to the cells too.
    """
    downloads = Downloads(source.tables, *source.selection)
    for cell in source.cells.cells:
        if "step" in cell.metadata:
            step = cell.metadata["step"]
            tables = [name for name in step["tables"] if name != "reports"]
            step["downloads"] = [downloads.offer(name) for name in tables]
    reports = selection.chosen(publish.load("reports", source.tables), *source.selection)
    rows = reports.assign(
        origin=reports["origin"].map(ORIGINS), status=reports["report_status"].map(STATUSES)
    )
    return {
        "reports": rows.head(settings.TABLED).to_dict("records"),
        "files": len(rows),
        "download": downloads.offer("reports"),
        "parameters": [(known, _shown(known.value)) for known in source.parameters],
        "versions": template.versions(),
        "made": source.ended,
    }


def _shown(value: Any) -> str:
    """The value of a parameter; of a folder only its name, since the rest tells of the machine."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return Path(value).name if isinstance(value, str) else str(value)


def _small_picture(fragments: list[html.HtmlElement]) -> tuple[str, str]:
    """The first picture of a page, reduced to its upper part, as a data URI, and its text."""
    images = chain.from_iterable(fragment.iter("img") for fragment in fragments)
    first = next(images, None)
    if first is None:
        return "", ""
    _, _, content = first.get("src").partition("base64,")
    picture = Image.open(BytesIO(b64decode(content))).convert("RGB")
    width, height = SMALL
    picture.thumbnail((width, picture.height))
    upper = picture.crop((0, 0, width, min(height, picture.height)))
    file = BytesIO()
    upper.quantize(64).save(file, "PNG", optimize=True)
    small = b64encode(file.getvalue()).decode()
    return f"data:image/png;base64,{small}", first.get("alt")
