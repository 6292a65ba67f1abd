"""The tables of a country as a Parquet dataset: each part is written by the process that makes it.

A folder for each table holds its parts, `00000.parquet` and so on. The reports of an agency are in
one part, by report_id, and a part of any table has the reports of the same part of the others.
"""

from __future__ import annotations

import glob
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from helpers import agencies, lock, measures, schema, settings, tidy
from helpers.corpus import assemble, corrections, reading
from helpers.corpus.assemble import Report
from helpers.corpus.corrections import Correction
from helpers.corpus.extraction import Packed, pack
from helpers.corpus.spool import Spool
from helpers.corpus.workers import RaisedError, each_done
from helpers.database import database
from helpers.errors import UnreadableReport, UserError
from helpers.files import PART, sweep_parts
from helpers.forms import Form
from helpers.publish import read
from helpers.publish.batches import known
from helpers.publish.codebook import CODEBOOK, codebook
from helpers.publish.codes import code_tables
from helpers.publish.gate import Rows, entered
from helpers.publish.parquet import Source, examples_of_parts, parts, query, write
from helpers.publish.switch import DESCRIPTOR
from helpers.publish.write import contents

#: So many parts are being made or wait for it at a time.
WINDOW = 32
_WHOLE = read.Span(None, None)
#: What a dataset consists of.
_ITS_OWN = {*schema.TABLES, DESCRIPTOR, CODEBOOK, lock.FILE}
UNMADE = (
    "A part of the tables was not made ({}), perhaps for want of memory or of room on the disk: "
    "start again, with fewer workers; what was read is not read again."
)


def write_dataset(
    index: Sequence[Packed], folder: Path, executor: Executor, size: int = settings.READINGS
) -> Counter[str]:
    """Make all tables of many reports, in parts of about so many → the rows of each table.

    `index`: what `index_corpus` gives. `executor`: its processes must see the cache and the folder.
    What was in the folder, which is `prepared`, stays until all is made.
    Raises UserError where a part cannot be made, or the executor is broken.
    """
    rows: Counter[str] = Counter()
    with _replacing(folder) as made:
        for of_part in _parts(index, made, executor, size):
            rows.update(of_part)
        rows.update(_write_all(made, _whole_tables(made), 0))
        _describe(made)
    return rows


def corrected(
    index: Sequence[Packed], known_corrections: Sequence[Correction], forms: Mapping[str, Form]
) -> list[Packed]:
    """An index in which the reports that have corrections are whole, and corrected."""
    names = dict(assemble.named(index))
    for name, of_report in corrections.by_report(names, known_corrections).items():
        whole = reading.kept(names[name], forms).whole()
        report = corrections.corrected(name, whole, of_report, forms)
        names[name] = pack(report.source, report.content)
    return list(names.values())


def _parts(
    index: Sequence[Packed], folder: Path, executor: Executor, size: int
) -> Iterator[dict[str, int]]:
    """Have all parts made, a window of them at a time → the rows of each, as they are done."""
    parts_of = enumerate(assemble.cut(index, size))
    for _, future in each_done(executor, partial(make_part, folder), parts_of, WINDOW):
        try:
            yield future.result()
        except UserError:
            raise
        except Exception as error:
            raise UserError(UNMADE.format(_why(error))) from error


def _why(error: Exception) -> str:
    """What a process, or what carries its answers, says of a part that was not made."""
    if isinstance(error, UnreadableReport | RaisedError):
        return str(error).partition(":")[0]  # what to do with a report is no help here
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def make_part(folder: Path, part: tuple[int, Sequence[Report[Packed]]]) -> dict[str, int]:
    """Write one part of every table, by its number, of some reports → how many rows each has.

    It may be made twice, by two processes at a time: each file takes its place when it is whole.
    """
    number, reports = part
    forms, definitions = known()
    spool = Spool(reading.kept(report.extraction, forms) for report in reports)
    named = []
    for report, summary in zip(reports, spool.summaries, strict=True):
        named.append(Report(report.name, report.standing, summary))
    with TemporaryDirectory() as work:
        piece = assemble.piece(named, spool, Path(work) / "details.json")
        with assemble.opened(piece) as tables:
            counts = _write_all(folder, tables, number)
    sources = {name: _source(folder, name, number) for name in ("figures", "reports")}
    printed = read.piece(sources, _WHOLE)
    tidied = tidy.tidy(printed["figures"], printed["reports"], forms)
    tidied["measures"] = measures.measure(printed["figures"], tidied["coverage"], definitions)
    return counts | _write_all(folder, tidied, number)


def _write_all(folder: Path, tables: Mapping[str, Rows], number: int) -> dict[str, int]:
    counts = {}
    with database(threads=1) as connection:
        for name, rows in tables.items():
            relation = entered(name, rows, connection)
            path = _file(folder, name, number)
            path.parent.mkdir(exist_ok=True)
            write(schema.TABLES[name], relation, path)
            [[counts[name]]] = relation.aggregate("count(*)").fetchall()
    return counts


def _file(folder: Path, name: str, number: int) -> Path:
    return folder / name / f"{number:05}.parquet"


def _source(folder: Path, name: str, number: int) -> Source:
    return parts(schema.TABLES[name], [_file(folder, name, number)])


def _whole_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables that are small whatever the number of reports."""
    source = parts(schema.TABLES["reports"], _files(folder, "reports"))
    names = query("agency, named_by", source, "")
    forms, _ = known()
    return {"agencies": agencies.identify(names), **code_tables(forms)}


def _files(folder: Path, name: str) -> list[Path]:
    return sorted((folder / name).glob("*.parquet"))


def _describe(folder: Path) -> None:
    """Write what describes the tables: a Data Package whose resources have many files each."""
    tables = [table for name, table in schema.TABLES.items() if (folder / name).is_dir()]
    names = {table.name for table in tables}
    resources = []
    examples = {}
    for table in tables:
        files = _files(folder, table.name)
        examples[table.name] = examples_of_parts(table, parts(table, files[:1]))
        resources.append(
            {
                "name": table.name,
                "type": "table",
                "path": [path.relative_to(folder).as_posix() for path in files],
                "description": table.description,
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "schema": contents(table, names),
            }
        )
    package = {**schema.PACKAGE, "version": settings.VERSION, "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    (folder / CODEBOOK).write_text(codebook(tables, examples), encoding="utf-8")


@contextmanager
def prepared(folder: Path) -> Iterator[None]:
    """Keep a folder ready for a dataset, and other runs out of it, as long as the block lasts.

    Raises UserError where it holds something else, or cannot be replaced; Locked.
    """
    former = _former(folder)
    if former.is_dir() and not folder.exists():
        former.rename(folder)  # a process was killed between the two moves of `_replacing`
    _refuse_other(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Cannot make {folder}: {error.strerror}; name another folder.") from error
    if folder.is_mount() or not os.access(folder.parent, os.W_OK):
        raise UserError(f"{folder} cannot be replaced where it is: name a folder within it.")
    with lock.hold(folder):
        yield


def _refuse_other(folder: Path) -> None:
    """Raise UserError where there is anything but a dataset: nobody else's files are removed."""
    if not folder.exists():
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else {folder.name}
    if names - _ITS_OWN or (names - {lock.FILE} and DESCRIPTOR not in names):
        raise UserError(f"{folder} holds something else: name a folder for the dataset alone.")


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder beside another, whose place it takes at the end of the block."""
    sweep_parts(folder.parent, f".{glob.escape(folder.name)}.[0-9]*{PART}")
    former = _former(folder)
    _refuse_other(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}{PART}")
    beside.mkdir()
    try:
        yield beside
        shutil.rmtree(former, ignore_errors=True)
        if folder.is_dir():
            folder.rename(former)
        beside.rename(folder)
        shutil.rmtree(former, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _former(folder: Path) -> Path:
    """Where a dataset lies until the next one has taken its place."""
    return folder.with_name(f".{folder.name}.former")
