"""Frames as CSV files, and `datapackage.json`, which describes every table that a folder holds."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Self

from helpers import schema
from helpers.publish import lines
from helpers.publish.codebook import CODEBOOK, codebook
from helpers.publish.gate import Rows
from helpers.publish.lines import Lines
from helpers.publish.package import head
from helpers.publish.parquet import examples
from helpers.publish.switch import DESCRIPTOR, switching

_JSON_TYPES = {"text": "string", "integer": "integer", "decimal": "number"}


def write(tables: Mapping[str, Rows], folder: Path) -> None:
    """Write whole tables as `NAME.csv`.

    Raises TableError, before a file is changed, for what the schema forbids.
    """
    with Writer(folder) as writer:
        writer.add(tables)


class Writer:
    """Writes tables as `NAME.csv` piece by piece, then describes every table of the folder.

    A piece holds the whole of its reports, and pieces come in the order of the first column of a
    table's key, nearly always `report_id`. CSV in UTF-8 with a byte-order mark and line feeds, rows
    in the order of the key. The files are replaced once all pieces are there, all together; an
    error leaves them as they were. `rows`: how many rows each table has so far; `place`: the folder
    in which the new files are made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Counter[str] = Counter()
        self._last: dict[str, str] = {}
        self.place = folder
        self._files: dict[str, BinaryIO] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.place = self._open.enter_context(switching(self.folder))
        self._open.push(self._describe)
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def _describe(self, kind: type[BaseException] | None, *_: object) -> None:
        """Describe the tables once all of their files are closed, unless there was an error."""
        if kind is None:
            _describe(self.folder, self.place)

    def add(self, tables: Mapping[str, Rows]) -> None:
        """Write one piece of some tables.

        Raises TableError for what the schema forbids, or another order.
        """
        self.take(lines.write(tables, self.place, 0), 0)

    def take(self, pieces: Mapping[str, Lines], number: int) -> None:
        """Put the lines of a piece, which lie in files in `place`, behind those before it.

        Raises TableError for another order.
        """
        for name, piece in pieces.items():
            if piece.rows:
                self._go_on(name, piece)
            path = lines.file(name, self.place, number)
            with path.open("rb") as made:
                shutil.copyfileobj(made, self._file(name))
            path.unlink()
            self.rows[name] += piece.rows

    def _go_on(self, name: str, piece: Lines) -> None:
        """Make sure that the reports of a piece come after those of the piece before."""
        if piece.first <= self._last.get(name, ""):
            raise schema.TableError(f"{name}: report {piece.first} comes after {self._last[name]}.")
        self._last[name] = piece.last

    def _file(self, name: str) -> BinaryIO:
        """The file that takes the place of a table's."""
        if name not in self._files:
            path = self.place / f"{name}.csv"
            self._files[name] = self._open.enter_context(path.open("wb"))
            self._files[name].write(_head(name))
        return self._files[name]


def _describe(folder: Path, made: Path) -> None:
    """Write what describes the tables of a folder: a Data Package, and the codebook.

    `made`: where the files lie that will take the places of those in the folder.
    """
    files: dict[str, Path] = {}
    for name in schema.TABLES:
        new, old = made / f"{name}.csv", folder / f"{name}.csv"
        if new.is_file() or old.is_file():
            files[name] = new if new.is_file() else old
    describe([schema.TABLES[name] for name in files], files, made)


def describe(
    tables: Sequence[schema.TableSchema],
    files: Mapping[str, Path],
    folder: Path,
    **release: str,
) -> None:
    """Write the descriptor and the codebook of some tables into a folder.

    `files`: the CSV file of each table. `release`: what a release says of itself, version and
    created.
    """
    resources = [_resource(table, files) for table in tables]
    package = {**head(resources, files.get("reports"), **release), "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_bytes(text.encode())
    shown = {table.name: examples(files[table.name]) for table in tables}
    (folder / CODEBOOK).write_bytes(codebook(tables, shown).encode())


def to_csv(name: str, rows: Rows) -> bytes:
    """One table as the bytes of its CSV: checked, and sorted by its key."""
    with TemporaryDirectory() as folder:
        lines.write({name: rows}, Path(folder), 0)
        return _head(name) + lines.file(name, Path(folder), 0).read_bytes()


def _head(name: str) -> bytes:
    """The names of the columns, and the byte-order mark before them."""
    return (",".join(schema.TABLES[name].names) + "\n").encode("utf-8-sig")


def _resource(table: schema.TableSchema, files: Mapping[str, Path]) -> dict[str, Any]:
    """The Data Package resource of one CSV file; `files`: those of all tables of the folder.

    There is no time in it, so that it changes only with the table.
    """
    path = files[table.name]
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"lineTerminator": "\n"},
        "schema": contents(table, files),
    }


def contents(table: schema.TableSchema, tables: Container[str]) -> dict[str, Any]:
    """A table as a Table Schema: its fields, its key, and what leads to other tables."""
    described: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    keys = list(_foreign_keys(table, tables))
    if keys:
        described["foreignKeys"] = keys
    return described


def _foreign_keys(table: schema.TableSchema, files: Container[str]) -> Iterator[dict[str, Any]]:
    """What leads from a table to others of the folder."""
    for reference in schema.REFERENCES:
        columns, to = reference["columns"], reference["to"]
        applies = table.name not in reference.get("not", ()) and {*columns} <= {*table.names}
        if applies and to in files:
            yield {"fields": columns, "reference": {"resource": to, "fields": reference["at"]}}


def _field(column: schema.ColumnSchema) -> dict[str, Any]:
    """One Table Schema field.

    An optional text is "" for nothing, which is a value and not a missing one.
    """
    optional_text = column.type == "text" and not column.required
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.enum:
        constraints["enum"] = [*column.enum, ""] if optional_text else list(column.enum)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _JSON_TYPES[column.type],
        "description": column.description,
        "description_zh": column.chinese,
    }
    if column.unit:
        field["unit"] = column.unit
    if optional_text:
        field["missingValues"] = []
    if constraints:
        field["constraints"] = constraints
    return field
