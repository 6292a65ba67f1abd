"""A report file → its figures, the checks on them, and what the report is worth; a folder of them → three tables."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from helpers import cache, readers
from helpers.checks import check, proven_cells, warning
from helpers.errors import UnreadableReport, UserError
from helpers.extraction import Content, Extraction, Packed, pack
from helpers.figures import prove, read_figures
from helpers.forms import Form, load_forms
from helpers.match import FormMatch, match_form
from helpers.narrative import RULE, compare, narrate
from helpers.readers.grid import FIGURES, PLACES, Reading, Readings
from helpers.sources import Source, describe
from helpers.title import agency_and_year, holds_several, scope

log = logging.getLogger(__name__)

#: What a reading is called that has proven itself, whether or not the agency printed its sums right.
PROVEN = ("verified", "inconsistent")
#: Of such a file no figure is published, since nobody can tell whose it is.
SEVERAL = "The file holds more than one report: split it into one file for each."
TOO_MUCH = (
    "Reading took more memory than it may: take out of the file what is not the report, "
    "or raise REPORT_MEMORY in settings.py."
)
UNREAD = "It could not be read from the disk ({}): mend that, and run again."
GIVEN_UP = "Its reading was given up ({}): see that every worker finds the file by the same path, and run again."
BROKEN = "A process that read reports is gone, perhaps for want of memory: start again, with fewer workers."
#: Python looks for garbage once per so many new objects: a reading makes very many, and leaves hardly any garbage.
GARBAGE = 100_000
#: So many reports are with the executor at a time: memory does not grow with the number of reports.
WINDOW = 64


def extract_report(path: Path, forms: Mapping[str, Form] | None = None) -> Extraction:
    """Read one file on its own; an unreadable one has the status `failed` and says why.

    Raises OSError where there is no such file, or the disk does not give it.
    """
    return _extract(describe(path, path.name), forms or load_forms()).whole()


def extract_corpus(
    sources: Iterable[Source], forms: Mapping[str, Form], executor: Executor, force: bool = False
) -> Iterator[Packed]:
    """Read many files with any executor of concurrent.futures → extractions as they are done, in no set order.

    A file that the executor gave up, or that wanted too much memory, is `failed`, and is tried again by the next run.
    `force`: read also what has been read before. Raises UserError where the executor itself is broken.
    """
    cache.sweep()
    digests, reading = cache.digests(forms), dict[Future[Packed], Source]()
    try:
        for source in sources:
            known = None if force else _known(source, digests)
            if known:  # no process has to start for what has not changed
                yield known
                continue
            if len(reading) == WINDOW:
                yield from _done(reading)
            reading[executor.submit(_extract, source, forms, force)] = source
        while reading:
            yield from _done(reading)
    except BrokenExecutor as error:
        raise UserError(BROKEN) from error


def _done(reading: dict[Future[Packed], Source]) -> Iterator[Packed]:
    """What is read by now, taken out of what is being read; waits until there is something."""
    for future in wait(reading, return_when=FIRST_COMPLETED).done:
        yield _outcome(future, reading.pop(future))


def _outcome(future: Future[Packed], source: Source) -> Packed:
    try:
        return future.result()
    except UnreadableReport as error:
        return pack(source, Content("failed", str(error)))
    except MemoryError:
        return pack(source, Content("failed", TOO_MUCH))
    except BrokenExecutor:
        raise
    except Exception as error:  # no reader raises anything else: what carries the readings to other machines does
        said = UNREAD.format(error) if _of_the_disk(error) else GIVEN_UP.format(type(error).__name__)
        return pack(source, Content("failed", said))


def _extract(source: Source, forms: Mapping[str, Form], force: bool = False) -> Packed:
    digests = cache.digests(forms)
    known = None if force else _known(source, digests)
    if known:
        return known
    content = read_content(source.path, forms)
    packed = pack(source, content)
    kept = cache.Kept((packed.content, packed.details), content.form if content.status in PROVEN else "", digests)
    cache.store(_name(source), kept)
    return packed


def _known(source: Source, digests: Mapping[str, str]) -> Packed | None:
    """What was read before, if it still counts."""
    kept = cache.load(_name(source))
    return Packed(source, *kept.reading) if kept and kept.counts(digests) else None


def _name(source: Source) -> str:
    return cache.key(source.sha256 + source.path.suffix.lower())


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
                notes += [*reading.log, f"{reading.reader}: {content.status}. {content.message}".strip()]
                reading = None if _settled(content) else _dearer(readings, content)
    except UnreadableReport as error:
        return Content("failed", str(error))
    except MemoryError:  # says something of this machine, nothing of the file
        raise
    except Exception as error:  # a reader's library may raise anything on a damaged file; one report must not end a run
        if _of_the_disk(error):
            raise
        log.debug("%s", path.name, exc_info=True)
        if not contents:
            return Content("failed", f"The file could not be read ({type(error).__name__}): fetch it again.")
        notes.append(f"a dearer reading failed ({type(error).__name__})")
    for note in notes:
        log.info("%s: %s", path.name, note)
    return replace(max(contents, key=_worth), log=tuple(notes))


def _dearer(readings: Readings, content: Content) -> Reading | None:
    """The next way to read a report, if there is one that may find what is lacking."""
    try:
        return readings.send(content.lacking)
    except StopIteration:
        return None


def _of_the_disk(error: Exception) -> bool:
    """Whether the system could not read the file; libraries raise OSError for a content that they do not like, too."""
    return isinstance(error, OSError) and error.errno is not None


@contextmanager
def _little_garbage() -> Iterator[None]:
    often, *others = gc.get_threshold()
    gc.set_threshold(GARBAGE, *others)
    try:
        yield
    finally:
        gc.set_threshold(often, *others)


def _against(earlier: Sequence[Content], content: Content) -> Content:
    """A reading that proves itself, yet does not see rows that an earlier one saw, has not seen the whole table."""
    seen = {(figure.table, figure.row) for other in earlier for figure in other.figures if figure.row}
    lost = seen - {(figure.table, figure.row) for figure in content.figures}
    if content.status not in PROVEN or not lost:
        return content
    gap = f"{len(lost)} rows were seen in one reading and not in another"
    return replace(_conclude(replace(content, gaps=(gap,))), lacking=content.lacking | {PLACES})


def _worth(content: Content) -> tuple[bool, int, int]:
    """What makes one reading better than another: a form, fewer places in doubt, more figures."""
    sound = sum(figure.proof != "none" and bool(figure.row and figure.column) for figure in content.figures)
    return _settled(content), sound, len(content.figures)


def _settled(content: Content) -> bool:
    """Whether no dearer reading is needed."""
    return content.status in PROVEN or content.message == SEVERAL


def _judge(reading: Reading, forms: Mapping[str, Form]) -> Content:
    agency, year = agency_and_year(reading.text)
    match = match_form(reading.grids, forms.values(), year)
    message = "No table of a known form was found: if the report has one, look at it and add its form."
    content = Content("no_form", message, agency, year, "", reading.pages, reading.reader, scope(reading.text))
    content = replace(content, remarks=reading.remarks, lacking=frozenset((PLACES, FIGURES)))
    if match is None:
        return replace(content, message=" ".join([message, *reading.remarks]))
    if _is_several(match, reading.text):
        return replace(content, status="incomplete", message=SEVERAL)
    figures, remarks = read_figures(match, reading.grids)
    warnings = tuple(map(warning, remarks))
    told, sums = narrate(reading.passages, agency, year)
    content = replace(
        content,
        form=match.form.code,
        figures=tuple(figures),
        checks=(*warnings, *sums),
        narrative=tuple(told),
        gaps=_gaps(match),
    )
    content = settle(content, match.form)
    return replace(content, lacking=_lacking(content, match, reading))


def _lacking(content: Content, match: FormMatch, reading: Reading) -> frozenset[str]:
    """What another way to read the report might find: places that are printed and not bound, figures in doubt."""
    unproven = any(figure.proof == "none" for figure in content.figures)
    doubtful = any(each.verdict == "doubtful" for each in content.checks)
    moved = doubtful and not unproven  # every figure is as it is printed, and yet most sums are broken
    figures = {FIGURES} if unproven or doubtful else set()
    places = {PLACES} if moved or match.is_printed_elsewhere(reading) else set()
    return frozenset(figures | places)


def _is_several(match: FormMatch, text: str) -> bool:
    """Whether a file holds more than one report: two sets of tables that differ, or two sets below two titles.

    One table twice with other figures may be that of the year before, and the same figures twice an attachment.
    """
    twice = [table for table in match.tables if table.twice]
    whole = len(twice) >= min(2, len(match.form.tables))
    differ = sum(bool(table.rivals) for table in twice) > 1
    return (whole and differ) or ((whole or bool(match.beside)) and holds_several(text))


def settle(content: Content, form: Form) -> Content:
    """Hold the figures of a report against its form and its text → the content with checks, proofs and status.

    The warnings among its checks stay, but for those between text and tables; all other checks are made again.
    """
    stay = [each for each in content.checks if each.verdict == "warning" and not (each.rule == RULE and each.table)]
    checks = check(form, content.figures)
    figures = tuple(prove(content.figures, proven_cells(checks)))
    told, differences = compare(content.narrative, form, figures)
    checks = [*checks, *stay, *differences]
    return _conclude(replace(content, figures=figures, checks=tuple(checks), narrative=tuple(told)))


def _gaps(match: FormMatch) -> tuple[str, ...]:
    """What was not found, or found twice."""
    absent = [f"table {code} was not found" for code in match.absent]
    missing = [
        f"{len(table.missing)} cells of table {table.table.code} were not found"
        for table in match.tables
        if table.missing
    ]
    unplaced = [
        f"{len(table.unplaced)} cells of table {table.table.code} may belong to rows that were not found"
        for table in match.tables
        if table.unplaced
    ]
    twice = [
        f"{len(table.rivals)} cells of table {table.table.code} are printed twice with other figures"
        for table in match.tables
        if table.rivals
    ]
    return (*absent, *missing, *unplaced, *twice)


def _conclude(content: Content) -> Content:
    """The content as `verified`, `inconsistent` or `incomplete`, with the sentence that says why."""
    verdicts = Counter(each.verdict for each in content.checks)
    unproven = sum(figure.proof == "none" for figure in content.figures)
    reasons = list(content.gaps)
    if not any(figure.value is not None for figure in content.figures):
        reasons.append("no figure is printed")
    if unproven:
        reasons.append(f"{unproven} cells are in doubt or without proof")
    if verdicts["doubtful"]:
        reasons.append(f"{verdicts['doubtful']} sums are broken and may be misread")
    wrong = [f"{verdicts['wrong_in_print']} sums are wrong in print"] if verdicts["wrong_in_print"] else []
    status = "incomplete" if reasons else "inconsistent" if wrong else "verified"
    said = [_sentence([*reasons, *wrong])] if reasons or wrong else []
    said += ["A person must look."] if reasons else []
    return replace(content, status=status, message=" ".join([*said, *content.remarks]))


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
