"""The specimens set anew: the same headings, paragraphs and tables, printed as another kind of file."""

from __future__ import annotations

from conftest import ROOT
from narrative import NOTICE, compose
from narrative import Report as Composed
from plan import load_figures, load_specimens
from printing import FORMS, Cell, Line, Report, Sheet
from sheets import Sheet as Laid

#: The tool that sets the specimens, here without its printers.
SPECIMENS = ROOT / "tools" / "specimens"
_KINDS = {"value": "value", "label": "label"}


def composed() -> dict[str, Composed]:
    """Each specimen by its name, put together from its figures."""
    figures = load_figures(SPECIMENS / "figures.csv")
    specimens = load_specimens(SPECIMENS / "specimens.yaml")
    return {
        one.slug: compose(one, FORMS[one.form], figures[one.agency, one.year]) for one in specimens
    }


def set_anew(specimen: Composed) -> Report:
    """A specimen as a report to be printed: the text above a table is its caption, each table on a page."""
    above, pages = [NOTICE], []
    for section in specimen.sections:
        above += [section.heading, *section.paragraphs]
        if section.sheet:
            pages.append([_sheet(section.sheet, "\n".join(above))])
            above = []
    pages.append([Sheet("", "\n".join(above), [], [1.0])])
    return Report(FORMS[specimen.specimen.form], specimen.specimen.heading, pages)


def _sheet(laid: Laid, caption: str) -> Sheet:
    lines = [Line([]) for _ in range(laid.rows)]
    for slot in sorted(laid.slots, key=lambda slot: slot.column):
        kind = _KINDS.get(slot.kind, "head")
        cell = Cell(slot.column, slot.text, kind, slot.rows, slot.columns)
        lines[slot.row].cells.append(cell)
    share = 500 / sum(laid.widths)
    widths = [width * share for width in laid.widths]
    return Sheet("", caption, lines, widths, laid.header_rows)
