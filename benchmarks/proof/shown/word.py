"""A Word file of a report in which one cell is set otherwise, and its picture in print by LibreOffice.

Where LibreOffice is known to show something else than Word, there is no kind: formulas, transparent
letters, fields that it works out anew, what Word hides in one of its views alone, and cells of
which all is deleted under tracked changes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

import printing as pr
from printing import Report
from printing_docx import as_strict, body_of, elements, paragraph, run
from proof.shown import pictures
from proof.shown.cases import Case, Made, Subject
from proof.shown.control import Control

#: The reports in which a cell is changed: the form, which one of its reports, its letters, and
#: their size in points.
REPORTS = (
    ("national_2021", 1, "DejaVu Sans", 8.0),
    ("national_2021", 2, "Noto Sans CJK SC", 10.0),
    ("national_2021", 3, "DejaVu Serif", 8.0),
    ("national_2019", 4, "Noto Serif CJK SC", 9.0),
    ("annex_fujian", 5, "DejaVu Sans", 10.5),
)
#: The least height of a row, in points: what is raised makes no row higher, so that all cells stay
#: in their places.
ROW = 22
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
CENTRED = '<w:pPr><w:jc w:val="center"/></w:pPr>'
_HERE = "\ue000"  # a sign of nobody's, where the cell is


class WordFile(Subject):
    """A Word file of a report; its cell is empty until it is said what stands in it.

    `strict`: whether it is written as strict Office Open XML. `cell`, `row`, `table`: their
    elements.
    """

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.which = self.chance.randrange(len(REPORTS))
        self.form, self.seed, font, size = REPORTS[self.which]
        self.take(pr.report(self.form, seed=self.seed))
        pr.write(self.report, self.key, _HERE, None)
        self.document = document_of(self.report, font, size)
        self.cell = next(
            each
            for each in self.document.element.iter(qn("w:tc"))
            if _HERE in "".join(each.itertext())
        )
        self.row = self.cell.getparent()
        self.table = self.row.getparent()
        self.strict = False
        self.put(paragraph(CENTRED))

    # ---- what stands in the file

    def put(self, *paragraphs: str) -> None:
        """What stands in the cell."""
        for element in self.cell.xpath("./*[not(self::w:tcPr)]"):
            self.cell.remove(element)
        self.cell.extend(elements("".join(paragraphs)))

    def say(self, *runs: str) -> None:
        """A paragraph of runs in the cell."""
        self.put(paragraph(CENTRED, *runs))

    def of_cell(self, properties: str) -> None:
        """Properties of the cell."""
        self.cell.get_or_add_tcPr().extend(elements(properties))

    def style(self, kind: str, properties: str, name: str = "Other", based: str = "") -> str:
        """A style of a kind ("character", "paragraph", "table"); its name."""
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        head = f'<w:style w:type="{kind}" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        self.document.styles.element.extend(elements(f"{head}{base}{properties}</w:style>"))
        return name

    def by_default(self, properties: str) -> None:
        """Properties of every run that says nothing else."""
        default = self.document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
        default.extend(elements(properties))

    def list_from(
        self, start: str, form: str = "decimal", text: str = "%1", settings: str = ""
    ) -> str:
        """A list that counts from a number; the properties of its paragraphs."""
        numbering = self.document.part.numbering_part.element
        level = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        level = f'<w:lvl w:ilvl="0">{level}<w:rPr>{settings}</w:rPr></w:lvl>'
        numbering.insert(
            0, elements(f'<w:abstractNum w:abstractNumId="77">{level}</w:abstractNum>')[0]
        )
        numbering.extend(elements('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        return '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'

    def part(self, name: str, kind: str, xml: str) -> None:
        """Another part of the file, as its footnotes."""
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        main = self.document.part
        part = Part(PackURI(f"/word/{name}.xml"), content, xml.encode(), main.package)
        main.relate_to(part, f"{RELATIONSHIP_TYPE.STYLES.rsplit('/', 1)[0]}/{kind}")

    def picture(self, file: Any) -> str:
        """The name of a picture that is kept in the file."""
        return self.document.part.get_or_add_image(file)[0]

    def save(self, path: Path) -> Path:
        """Write the file."""
        self.document.save(str(path))
        return as_strict(path) if self.strict else path


def document_of(report: Report, font: str, size: float) -> Any:
    """A report as a document with ruled tables and rows of one height."""
    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = section.page_width // 20
    body = body_of(report, lambda text: paragraph(CENTRED, run(text)))
    body = body.replace(
        "<w:tblPr/>",
        f'<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>',
    )
    body = body.replace("<w:trPr>", f'<w:trPr><w:cantSplit/><w:trHeight w:val="{ROW * 20}"/>')
    body = body.replace("</w:tcPr>", '<w:vAlign w:val="center"/></w:tcPr>')
    for element in reversed(elements(body)):
        document.element.body.insert(0, element)
    default = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    for old in default.xpath("w:sz | w:szCs | w:rFonts"):
        default.remove(old)
    fonts = " ".join(f'w:{script}="{font}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    default.extend(
        elements(
            f'<w:rFonts {fonts}/><w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'
        )
    )
    spacing = document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr/w:spacing")
    for each in spacing:
        each.getparent().remove(each)
    return document


def print_all(files: Sequence[Path], folder: Path) -> None:
    """Print Word files with LibreOffice, in one run."""
    if not shutil.which("soffice"):
        raise SystemExit(
            "soffice is missing: apt-get update && apt-get install -y libreoffice-writer fonts-noto-cjk"
        )
    with TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=900,
        )


def _report(which: int) -> tuple[Report, float]:
    form, seed, _, size = REPORTS[which]
    return pr.report(form, seed=seed), size


def _control(which: int, folder: Path) -> Path:
    path = folder / f"0{which}.docx"
    report, size = _report(which)
    document_of(report, REPORTS[which][2], size).save(str(path))
    return path


def make(cases: Iterable[Case], folder: Path) -> Iterator[Made]:
    """Make the Word files of cases, print them all at once, and take pictures of the prints."""
    yield from (made for made, _ in _printed(list(cases), folder))


def make_prints(cases: Iterable[Case], folder: Path) -> Iterator[Made]:
    """The same files as LibreOffice prints them: what is read is the print."""
    for made, printed in _printed(list(cases), folder):
        made.path = printed.replace(folder / printed.name)
        yield made


def write(case: Case, folder: Path) -> tuple[WordFile, Path]:
    """Make the Word file of a case."""
    file = WordFile(case)
    case.kind(file)
    return file, file.save(folder / f"{case.name}.docx")


def _printed(cases: Sequence[Case], folder: Path) -> Iterator[tuple[Made, Path]]:
    files = [write(case, folder) for case in cases]
    with TemporaryDirectory() as name:
        place = Path(name)
        controls = {
            which: _control(which, place) for which in sorted({file.which for file, _ in files})
        }
        print_all([*controls.values(), *(path for _, path in files)], place)
        plain = {
            which: Control(path.with_suffix(".pdf"), *_report(which))
            for which, path in controls.items()
        }
        for file, path in files:
            control, printed = plain[file.which], place / f"{path.stem}.pdf"
            views = pictures.framed(printed, control.spots[file.key])
            yield (
                Made(file.case, path, file.form, {file.key: views} if views else {}, control.digit),
                printed,
            )
