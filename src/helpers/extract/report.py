"""A report file → its figures, the checks on them, and what the report is worth."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from errno import EINVAL
from pathlib import Path

from helpers import readers
from helpers.errors import UnreadableReport
from helpers.extract.naming import name
from helpers.extract.title import holds_several, scope
from helpers.forms import Form
from helpers.match import FormMatch, match_form
from helpers.messages import joined, say, sentence
from helpers.prove.content import Content
from helpers.prove.figures import read_figures
from helpers.prove.identities import warning
from helpers.prove.narrative import narrate
from helpers.prove.verdict import conclude, gaps_of, remarks_of, settle
from helpers.readers.grid import FIGURES, FORM, PLACES, Reading, Readings
from helpers.words import PROVEN

log = logging.getLogger(__name__)

#: Of a file with several reports no figure is published, since nobody can tell whose it is.
SEVERAL = say("several_reports")
#: Python looks for garbage once per so many new objects: a reading makes very many, and leaves
#: hardly any garbage.
GARBAGE = 100_000


def read_content(path: Path, forms: Mapping[str, Form]) -> Content:
    """Read a file, cheapest way first, until a reading proves itself; else the one that says most.

    Raises OSError and MemoryError where that is no fault of the file.
    """
    contents: list[Content] = []
    notes: list[str] = []
    try:
        with _little_garbage():
            readings = readers.readings(path)
            reading = next(readings, None)
            while reading:
                content = _against(contents, _judge(reading, forms))
                contents.append(content)
                notes += reading.log
                notes.append(f"{reading.reader}: {content.status}. {content.message}".strip())
                reading = None if _settled(content) else _dearer(readings, content)
    except MemoryError:  # says something of this machine, nothing of the file
        raise
    # A reader's library may raise anything on a damaged file; one report must not end a run.
    except Exception as error:
        if of_the_disk(error):
            raise
        failed = _failed(error, path)
        if not contents:
            return failed
        notes.append(f"a dearer reading failed: {failed.message}")
    for note in notes:
        log.info("%s: %s", path.name, note)
    return replace(max(contents, key=_worth), log=tuple(notes))


def _failed(error: Exception, path: Path) -> Content:
    """What is said of a file that a reader could not read to its end."""
    if isinstance(error, UnreadableReport):
        return Content(error.status, error.said)
    log.debug("%s", path.name, exc_info=True)
    return Content("failed", say("unreadable"))


def _dearer(readings: Readings, content: Content) -> Reading | None:
    """The next way to read a report, if there is one that may find what is lacking."""
    try:
        return readings.send(content.lacking)
    except StopIteration:
        return None


def of_the_disk(error: Exception) -> bool:
    """Whether the system could not read the file.

    Libraries raise OSError for a content that they do not like, too, and the system where a damaged
    file sends them to a place that no file has.
    """
    return isinstance(error, OSError) and error.errno not in (None, EINVAL)


@contextmanager
def _little_garbage() -> Iterator[None]:
    threshold, *of_older = gc.get_threshold()
    gc.set_threshold(GARBAGE, *of_older)
    try:
        yield
    finally:
        gc.set_threshold(threshold, *of_older)


def _against(earlier: Sequence[Content], content: Content) -> Content:
    """A reading held against those before it.

    One that proves itself, yet does not see rows that an earlier one saw, has not seen the whole
    table.
    """
    if content.status not in PROVEN:
        return content
    seen: set[tuple[str, str]] = set()
    for before in earlier:
        seen |= _rows(before)
    lost = seen - _rows(content)
    if not lost:
        return content
    partial = conclude(replace(content, gaps=(say("rows_lost", len(lost)),)))
    return replace(partial, lacking=content.lacking | {PLACES})


def _rows(content: Content) -> set[tuple[str, str]]:
    """The rows (table, row) of the form that a reading sees."""
    return {(figure.table, figure.row) for figure in content.figures if figure.row}


def _worth(content: Content) -> tuple[bool, int, int]:
    """What makes one reading better than another: a form, fewer places in doubt, more figures."""
    sound = sum(figure.proof != "none" for figure in content.figures)
    return _settled(content), sound, len(content.figures)


def _settled(content: Content) -> bool:
    """Whether no dearer reading is needed."""
    return content.status in PROVEN or content.said == SEVERAL


def _judge(reading: Reading, forms: Mapping[str, Form]) -> Content:
    naming = name(reading)
    match = match_form(reading.grids, forms.values(), naming.year)
    gap = [sentence(reading.gaps)] if reading.gaps else []
    content = Content(
        status="no_form",
        said=joined((say("no_form"), *gap, *reading.remarks)),
        agency=naming.agency,
        year=naming.year,
        agency_by=naming.agency_by,
        year_by=naming.year_by,
        pages=reading.pages,
        reader=reading.reader,
        scope=scope(reading.text),
        remarks=reading.remarks,
        lacking=frozenset((PLACES, FIGURES, FORM)),
    )
    if match is None:
        return content
    if _is_several(match, reading.text):
        return replace(content, status="incomplete", said=SEVERAL)
    figures, remarks = read_figures(match, reading.grids)
    warnings = map(warning, remarks)
    told = narrate(reading.passages, naming.agency, naming.year)
    content = replace(
        content,
        form=match.form.code,
        figures=tuple(figures),
        checks=(*warnings, *told.warnings),
        narrative=tuple(told.mentions),
        sentences=told.sentences,
        understood=told.understood,
        gaps=(*gaps_of(match), *reading.gaps),
        remarks=(*reading.remarks, *remarks_of(match)),
    )
    content = settle(content, match.form)
    return replace(content, lacking=_lacking(content, match, reading))


def _lacking(content: Content, match: FormMatch, reading: Reading) -> frozenset[str]:
    """What another way to read the report might find.

    These are places that are printed and not bound, and figures in doubt.
    """
    unproven = any(figure.lacks_proof for figure in content.figures)
    doubtful = any(check.verdict == "doubtful" for check in content.checks)
    # Every figure is as it is printed, and yet most sums are broken.
    moved = doubtful and not unproven
    lacking = set()
    if unproven or doubtful:
        lacking.add(FIGURES)
    if moved or match.is_printed_elsewhere(reading):
        lacking.add(PLACES)
    return frozenset(lacking)


def _is_several(match: FormMatch, text: str) -> bool:
    """Whether a file holds several reports: tables that differ, or tables below two titles.

    One table twice with other figures may be that of the year before, and the same figures twice an
    attachment.
    """
    twice = [table for table in match.tables if table.twice]
    whole = len(twice) >= min(2, len(match.form.tables))
    differ = sum(bool(table.rivals) for table in twice) > 1
    if whole and differ:
        return True
    return (whole or bool(match.beside)) and holds_several(text)
