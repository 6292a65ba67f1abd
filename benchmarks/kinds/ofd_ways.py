"""Ways to set a report as an OFD file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kinds.hidden import ALONE, ROW, SUMMED, hide_figures, hide_row
from printing import Cell, Report
from printing_ofd import SPACE, Page, print_ofd

_TEXT = re.compile(r"<ofd:TextObject.*?</ofd:TextObject>")
_CODE = re.compile(
    r'<ofd:TextCode X="([\d.]+)" Y="([\d.]+)" DeltaX="([^"]*)">([^<]+)</ofd:TextCode>'
)
_PAGE, _DOCUMENT, _RES = (
    "Doc_0/Pages/Page_0/Content.xml",
    "Doc_0/Document.xml",
    "Doc_0/PublicRes.xml",
)


def with_steps_as_groups(report: Report, path: Path) -> None:
    """Steps between letters are written as groups (g 3 2.6)"""

    def step(found: re.Match[str]) -> str:
        x, y, steps, text = found.groups()
        grouped = " ".join(f"g 1 {each}" for each in steps.split())
        return f'<ofd:TextCode X="{x}" Y="{y}" DeltaX="{grouped}">{text}</ofd:TextCode>'

    print_ofd(report, path, lambda _, objects: _CODE.sub(step, objects))


def letter_by_letter(report: Report, path: Path) -> None:
    """Each letter has a place of its own"""

    def spell(found: re.Match[str]) -> str:
        x, y, steps, text = found.groups()
        at, codes = float(x), []
        for letter, width in zip(text, [*map(float, steps.split()), 0.0], strict=False):
            codes.append(f'<ofd:TextCode X="{at:.3f}" Y="{y}">{letter}</ofd:TextCode>')
            at += width
        return "".join(codes)

    print_ofd(report, path, lambda _, objects: _CODE.sub(spell, objects))


def in_scaled_letters(report: Report, path: Path) -> None:
    """Letters are of size 1, and their matrix makes them larger"""

    def scale(objects: str) -> str:
        objects = objects.replace('Size="2.6"', 'Size="1" CTM="2.6 0 0 2.6 0 0"').replace(
            'Y="2.6"', 'Y="1"'
        )
        return re.sub(r'DeltaX="([^"]*)"', _shorter, objects)

    print_ofd(report, path, lambda _, objects: scale(objects))


def _shorter(found: re.Match[str]) -> str:
    return f'DeltaX="{" ".join(f"{float(step) / 2.6:.4f}" for step in found[1].split())}"'


def on_turned_pages(report: Report, path: Path) -> None:
    """All is turned by a matrix, so that the page must be turned to be read"""
    print_ofd(report, path)

    def turn(part: str) -> str:
        height = float(re.search(r"PhysicalBox>0 0 [\d.]+ ([\d.]+)", part)[1])
        part = re.sub(r"PhysicalBox>0 0 ([\d.]+) ([\d.]+)", r"PhysicalBox>0 0 \2 \1", part)
        place = f'Boundary="0 0 {height} 210" CTM="0 1 -1 0 {{}} {{}}"'

        def moved(found: re.Match[str]) -> str:
            x, y = map(float, found[1].split()[:2])
            return place.format(f"{height - y:.4f}", f"{x:.4f}")

        return re.sub(r'Boundary="([^"]*)"', moved, part)

    _change(path, lambda name, part: turn(part) if "/Page_" in name else part)


def with_tables_in_a_template(report: Report, path: Path) -> None:
    """Lines and labels are of a template, the numbers of the page"""
    print_ofd(report, path, lambda cell, objects: f"<!--{objects}-->" if cell.key else objects)
    parts = _parts(path)
    for name in [name for name in parts if "/Page_" in name]:
        number = name.split("Page_")[1][0]
        template = f"Tpls/Tpl_{number}.xml"
        parts[f"Doc_0/{template}"] = re.sub(r"<!--(.*?)-->", _rules, parts[name])
        texts = "".join(_TEXT.findall("".join(re.findall(r"<!--(.*?)-->", parts[name]))))
        area = re.search(r"<ofd:Area>.*?</ofd:Area>", parts[name])[0]
        used = f'<ofd:Template TemplateID="9{number}"/>'
        content = f'<ofd:Content><ofd:Layer ID="1">{texts}</ofd:Layer></ofd:Content>'
        parts[name] = f"<ofd:Page {SPACE}>{area}{used}{content}</ofd:Page>"
        listed = f'<ofd:TemplatePage ID="9{number}" BaseLoc="{template}"/></ofd:CommonData>'
        parts[_DOCUMENT] = parts[_DOCUMENT].replace("</ofd:CommonData>", listed)
    _save(path, parts)


def _rules(found: re.Match[str]) -> str:
    return _TEXT.sub("", found[1])


def as_several_documents(report: Report, path: Path) -> None:
    """The second document of the file holds the report, the first a letter"""
    print_ofd(report, path)
    parts = _parts(path)
    letter = Page()
    letter.text(15, 20, "关于报送年度报告的函", 5)
    page = f'<ofd:Content><ofd:Layer ID="1">{"".join(letter.objects)}</ofd:Layer></ofd:Content>'
    parts["Doc_1/Pages/Page_0/Content.xml"] = f"<ofd:Page {SPACE}>{page}</ofd:Page>"
    parts["Doc_1/Document.xml"] = re.sub(
        r"(<ofd:Pages>.*?/>).*</ofd:Pages>", r"\1</ofd:Pages>", parts[_DOCUMENT]
    )
    body = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts["OFD.xml"] = parts["OFD.xml"].replace("<ofd:DocBody>", f"{body}<ofd:DocBody>", 1)
    parts["Doc_1/PublicRes.xml"] = parts[_RES]
    _save(path, parts)


def with_drawings_by_reference(report: Report, path: Path) -> None:
    """All numbers are drawings that the page names"""
    units: list[str] = []

    def refer(cell: Cell, objects: str) -> str:
        if not cell.key:
            return objects
        number = 500 + len(units)
        texts = "".join(_TEXT.findall(objects))
        units.append(
            f'<ofd:CompositeGraphicUnit ID="{number}" Width="210" Height="297"><ofd:Content>{texts}</ofd:Content></ofd:CompositeGraphicUnit>'
        )
        return (
            _TEXT.sub("", objects)
            + f'<ofd:CompositeObject ID="{number}9" Boundary="0 0 210 297" ResourceID="{number}"/>'
        )

    print_ofd(report, path, refer)
    _resource(path, f"<ofd:CompositeGraphicUnits>{''.join(units)}</ofd:CompositeGraphicUnits>")


def with_a_seal(report: Report, path: Path) -> None:
    """A picture that lets through what is below lies over the tables"""
    print_ofd(report, path)
    seal = Image.new("RGBA", (90, 90), (0, 0, 0, 0))
    seal.paste((220, 0, 0, 120), (30, 30, 60, 60))
    saved = io.BytesIO()
    seal.save(saved, "PNG")
    _picture(path, saved.getvalue())


def with_a_watermark(report: Report, path: Path) -> None:
    """A pale note runs across the page"""
    text = '<ofd:TextObject ID="7" Boundary="30 60 150 150" CTM="0.7 0.7 -0.7 0.7 40 0" Font="1" Size="20" Alpha="40"><ofd:TextCode X="0" Y="20" DeltaX="20 20 20">内部资料</ofd:TextCode></ofd:TextObject>'
    print_ofd(report, path)
    _note(path, text)


def with_a_hidden_row(report: Report, path: Path) -> None:
    """A row is of objects that are not shown"""
    hide_row(report)
    cells = {id(cell) for cell in report.line(*ROW).cells}
    print_ofd(
        report,
        path,
        lambda cell, objects: (
            objects.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
            if id(cell) in cells
            else objects
        ),
    )


def with_white_figures(report: Report, path: Path) -> None:
    """Two numbers are white by a setting that they name"""
    _figures(
        report,
        path,
        lambda objects: objects.replace("<ofd:TextObject", '<ofd:TextObject DrawParam="77"'),
    )
    colour = '<ofd:DrawParam ID="76"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    _resource(
        path, f'<ofd:DrawParams>{colour}<ofd:DrawParam ID="77" Relative="76"/></ofd:DrawParams>'
    )


def with_transparent_figures(report: Report, path: Path) -> None:
    """Two numbers are wholly transparent"""
    _figures(
        report,
        path,
        lambda objects: objects.replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"'),
    )


def with_covered_figures(report: Report, path: Path) -> None:
    """A white box of a note lies over two numbers"""
    boxes: list[str] = []

    def find(objects: str) -> str:
        boxes.extend(re.findall(r'<ofd:TextObject ID="\d+" Boundary="([^"]*)"', objects))
        return objects

    _figures(report, path, find)
    _note(path, "".join(map(_white_box, boxes)))


def _white_box(box: str) -> str:
    *_, width, height = box.split()
    data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    fill = '<ofd:FillColor Value="255 255 255"/>'
    return f'<ofd:PathObject ID="8" Boundary="{box}" Fill="true" Stroke="false">{fill}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def below_a_picture_that_cannot_be_opened(report: Report, path: Path) -> None:
    """A picture in a format that is not read lies over the tables, so that no figure is sure"""
    print_ofd(report, path)
    _picture(path, b"\x97JB2\r\n")


def _figures(report: Report, path: Path, change: Callable[[str], str]) -> None:
    hide_figures(report)
    print_ofd(
        report,
        path,
        lambda cell, objects: change(objects) if cell.key in (ALONE, SUMMED) else objects,
    )


def _picture(path: Path, data: bytes) -> None:
    """Lay a picture over the first page."""
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>seal.png</ofd:MediaFile></ofd:MultiMedia>'
    _resource(path, f"<ofd:MultiMedias>{media}</ofd:MultiMedias>")
    image = '<ofd:ImageObject ID="6" Boundary="10 30 180 180" CTM="180 0 0 180 0 0" ResourceID="9"/></ofd:Layer>'
    _change(path, lambda name, part: part.replace("</ofd:Layer>", image) if name == _PAGE else part)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Doc_0/Res/seal.png", data)


def _note(path: Path, objects: str) -> None:
    """Lay objects over the first page, as a note."""
    parts = _parts(path)
    for number in range(sum("/Page_" in name for name in parts)):
        listed = f'<ofd:Page PageID="{number + 10}"><ofd:FileLoc>Annot_{number}.xml</ofd:FileLoc></ofd:Page>'
        parts.setdefault("Doc_0/Annots/Annotations.xml", "")
        parts["Doc_0/Annots/Annotations.xml"] += listed
        shown = f'<ofd:Annot ID="5"><ofd:Appearance Boundary="0 0 210 297">{objects}</ofd:Appearance></ofd:Annot>'
        parts[f"Doc_0/Annots/Annot_{number}.xml"] = (
            f"<ofd:PageAnnot {SPACE}>{shown}</ofd:PageAnnot>"
        )
    listing = parts["Doc_0/Annots/Annotations.xml"]
    parts["Doc_0/Annots/Annotations.xml"] = f"<ofd:Annotations {SPACE}>{listing}</ofd:Annotations>"
    named = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    parts[_DOCUMENT] = parts[_DOCUMENT].replace("</ofd:Document>", named)
    _save(path, parts)


def _resource(path: Path, listed: str) -> None:
    _change(
        path,
        lambda name, part: (
            part.replace("</ofd:Res>", f"{listed}</ofd:Res>") if name == _RES else part
        ),
    )


def _change(path: Path, change: Callable[[str, str], str]) -> None:
    _save(path, {name: change(name, part) for name, part in _parts(path).items()})


def _parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def _save(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)


WAYS = [
    with_steps_as_groups,
    letter_by_letter,
    in_scaled_letters,
    on_turned_pages,
    with_tables_in_a_template,
    as_several_documents,
    with_drawings_by_reference,
    with_a_seal,
    with_a_watermark,
    with_a_hidden_row,
    with_white_figures,
    with_transparent_figures,
    with_covered_figures,
    below_a_picture_that_cannot_be_opened,
]
