"""Print the bundled specimens from figures that agencies published, and list them in sources.csv."""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

import browser
import word
from helpers.forms import load_forms
from narrative import Report, compose
from plan import Specimen, load_figures, load_specimens

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "data/raw/specimens"
#: Written into every file in place of the hour of printing, so that a second run gives the same
#: bytes.
PRINTED_ON = datetime(2026, 11, 23, tzinfo=UTC)
SOURCES = ["file", "agency", "year", "url", "retrieved_on", "sha256", "origin", "note"]


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and print the specimens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--figures", type=Path, default=HERE / "figures.csv", help="the published figures"
    )
    parser.add_argument(
        "--out", type=Path, default=OUT, help="folder for the PDFs; sources.csv goes beside it"
    )
    options = parser.parse_args(arguments)
    specimens, forms = load_specimens(HERE / "specimens.yaml"), load_forms()
    figures = load_figures(options.figures)
    options.out.mkdir(parents=True, exist_ok=True)
    reports = [compose(one, forms[one.form], figures[one.agency, one.year]) for one in specimens]
    print_reports(reports, options.out)
    list_sources(specimens, options.out)


def print_reports(reports: list[Report], out: Path) -> None:
    """Print each report with its own engine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for report in reports:
            specimen = report.specimen
            if specimen.engine == "word":
                word.build(report, folder / f"{specimen.slug}.docx", PRINTED_ON)
            else:
                html = folder / f"{specimen.slug}.html"
                browser.build(report, html)
                browser.export(html, html.with_suffix(".pdf"), folder / "chromium")
        word.export(folder, folder / "libreoffice")
        for report in reports:
            finish(folder / f"{report.specimen.slug}.pdf", report.specimen, out)


def finish(printed: Path, specimen: Specimen, out: Path) -> None:
    """Replace what changes from run to run (dates, identifiers); the pages stay as the engine wrote them."""
    with pikepdf.open(printed) as pdf:
        for place, key in (
            (pdf.Root, "/Metadata"),
            (pdf.trailer, "/DocChecksum"),
            (pdf.trailer, "/ID"),
        ):
            if key in place:
                del place[key]
        pdf.docinfo["/Title"] = specimen.heading.replace("\n", "") + "（样张 SPECIMEN）"
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = PRINTED_ON.strftime(
            "D:%Y%m%d%H%M%SZ"
        )
        pdf.save(
            out / printed.name,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


def list_sources(specimens: list[Specimen], out: Path) -> None:
    """Write the specimens into sources.csv beside their folder; lines of other files stay."""
    path = out.parent / "sources.csv"
    lines: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.DictReader(file) if line["origin"] != "specimen"]
    for one in specimens:
        pdf = out / f"{one.slug}.pdf"
        sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
        name = pdf.relative_to(out.parent).as_posix()
        values = [name, one.agency, str(one.year), one.url, "", sha256, "specimen", one.shows]
        lines.append(dict(zip(SOURCES, values, strict=True)))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SOURCES, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(lines, key=lambda line: line["file"]))


if __name__ == "__main__":
    sys.exit(main())
