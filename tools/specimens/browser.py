"""The browser-like style: a web page printed by Chromium without a window."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from narrative import NOTICE, Report
from sheets import Sheet, Slot
from word import PALETTES

CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--no-pdf-header-footer",
]


def _font() -> str:
    """The address of a TrueType font: Chromium can embed and subset no other kind."""
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "zhplot, which brings the font of the browser style, is missing: install the project first."
        )
    return (Path(spec.origin).parent / "fonts/NotoSansSC-Regular.ttf").as_uri()


def build(report: Report, path: Path) -> None:
    """Write the report as a web page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    environment.filters["parts"] = _parts
    page = report.specimen.page
    html = environment.get_template("page.html.jinja").render(
        heading=report.specimen.heading,
        font=_font(),
        notice=NOTICE,
        sections=report.sections,
        page=page,
        palette=PALETTES[page.palette],
    )
    path.write_text(html, "utf-8")


def export(html: Path, pdf: Path, profile: Path) -> None:
    """Print one web page."""
    command = [*CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", html.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _parts(sheet: Sheet, repeat_header: bool) -> list[tuple[str, list[list[Slot]]]]:
    """The lines of a table under `thead`, which a browser repeats on every page, and `tbody`."""
    slots = sorted(sheet.slots, key=lambda slot: slot.column)
    lines = [[slot for slot in slots if slot.row == row] for row in range(sheet.rows)]
    head = sheet.header_rows if repeat_header else 0
    return [
        (part, rows) for part, rows in (("thead", lines[:head]), ("tbody", lines[head:])) if rows
    ]
