"""One release: the tables of a folder, with all that a researcher needs to use and cite them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import duckdb
import yaml
from jinja2 import Environment, StrictUndefined

from helpers import schema
from helpers.datafile import beside
from helpers.errors import UserError
from helpers.files import PART, sha256_of, sweep_parts, writing
from helpers.publish.parquet import head
from helpers.publish.read import table_file
from helpers.publish.switch import DESCRIPTOR, current
from helpers.publish.write import describe
from helpers.releases import revisions, versions
from helpers.releases.archive import CHECKSUMS, pack
from helpers.releases.database import PARQUET, connect, write_database, write_parquet

CITATION = "CITATION.cff"
README = "README.md"
LICENCE = "LICENSE-DATA"
_TEMPLATE = beside(__file__, "readme.md.jinja")
_MESSAGE = "Please cite these tables and the agencies that published the reports."


@dataclass(frozen=True)
class Release:
    """A release that was made.

    `since`: the archive of the release before, None for a first one, whose `revisions` are None.
    """

    archive: Path
    since: Path | None
    revisions: revisions.Revisions | None


def make(version: str, tables: Path, folder: Path, day: date) -> Release:
    """Pack the tables of a folder into the archive of a version, in a folder of archives.

    `day`: on which it is released. Raises UserError for a version that is none or exists already,
    for tables that are missing or not those of their descriptor, and where the folder cannot be
    written.
    """
    _check_new(version, folder)
    _described(tables)
    archive = versions.archive(folder, version)
    since = versions.before(folder, version)
    with _workshop(folder) as work:
        made = work / versions.name(version)
        made.mkdir()
        _copy(tables, made)
        found = _revise(since, made, work)
        _fill(made, version, day, since, work)
        with writing(archive) as part:
            pack(made, part, made.name, day)
            _check_new(version, folder)  # another process may have made it in the meantime
    return Release(archive, since, found)


def _check_new(version: str, folder: Path) -> None:
    known = versions.released(folder)
    if versions.parse(version) in known:
        path = known[versions.parse(version)]
        raise UserError(
            f"Release {version} is made already ({path}) and stays as it is: choose a higher one."
        )


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder beside the archives to make one in, gone afterwards."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep_parts(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".", suffix=PART) as work:
            yield Path(work)
    except OSError as error:
        raise UserError(
            f"Cannot write to {folder}: {error.strerror}; name another folder."
        ) from error


def _described(tables: Path) -> Mapping[str, Any]:
    """The descriptor of a folder in which every table has been written by this version."""
    for name, table in schema.TABLES.items():
        path = table_file(name, tables)
        if head(path) != table.names:
            raise UserError(f"{path} is of another version of gongkai: call `gongkai run`.")
    path = current(tables, DESCRIPTOR)
    try:
        described: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read: call `gongkai run`.") from error
    return described


def _copy(tables: Path, made: Path) -> None:
    """Copy the tables that the descriptor describes, byte for byte."""
    digests = {entry["name"]: entry["hash"] for entry in _described(tables)["resources"]}
    for name in schema.TABLES:
        path = table_file(name, tables)
        copy = made / path.name
        shutil.copyfile(path, copy)
        if digests.get(name) != f"sha256:{sha256_of(copy)}":
            raise UserError(
                f"{path} is not the table that {DESCRIPTOR} describes: call `gongkai run` again."
            )


def _revise(since: Path | None, made: Path, work: Path) -> revisions.Revisions | None:
    """Write what has changed since the release before."""
    if since is None:
        revisions.write_none(made)
        return None
    earlier = revisions.opened(str(since), since.parent, work)
    return revisions.compare(earlier, made, made, work)


def _fill(made: Path, version: str, day: date, since: Path | None, work: Path) -> None:
    """Add to the tables of a release all else that is in its archive."""
    tables = [*schema.TABLES.values(), *revisions.TABLES.values()]
    files = {table.name: made / f"{table.name}.csv" for table in tables}
    describe(tables, files, made, version=version, created=f"{day}T00:00:00Z")
    described = json.loads((made / DESCRIPTOR).read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in described["resources"]}
    database = f"{schema.PACKAGE['name']}.duckdb"
    try:
        write_parquet(tables, made, work)
        write_database(made / database, tables, schemas, made, work)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UserError(f"The tables cannot be made a database: {said}") from error
    citation = _citation(described, day)
    (made / CITATION).write_bytes(citation.encode())
    (made / README).write_bytes(_readme(described, database, since, made, work).encode())
    (made / LICENCE).write_bytes(_licence().encode())


def _licence() -> str:
    """The licence of the data, which every way of installing puts beside the package."""
    text = distribution("gongkai").read_text(f"licenses/{LICENCE}")
    assert text, f"gongkai was installed without {LICENCE}"
    return text


def _citation(described: Mapping[str, Any], day: date) -> str:
    """How to cite the release, for programs (cff)."""
    facts = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": described["title"],
        "abstract": described["description"],
        "authors": [{"name": author["title"]} for author in described["contributors"]],
        "version": described["version"],
        "date-released": f"{day}",
        "license": described["licenses"][0]["name"],
        "identifiers": [{"type": "other", "value": described["id"]}],
        "keywords": described["keywords"],
    }
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=100)


def _readme(
    described: Mapping[str, Any], database: str, since: Path | None, made: Path, work: Path
) -> str:
    """The first file that a person opens."""
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        package=described,
        authors=", ".join(author["title"] for author in described["contributors"]),
        database=database,
        since=since.stem if since else "",
        checksums=CHECKSUMS,
        tables=[*schema.TABLES.values(), *revisions.TABLES.values()],
        counts=_counts(made, work),
    )


def _counts(made: Path, work: Path) -> Mapping[Hashable, Any]:
    """How much the tables hold: figures of canonical reports, and whose, and when."""
    source = str(made / PARQUET / "reports.parquet")
    query = """
        SELECT CAST(sum(figures) AS BIGINT) AS figures, count(*) AS reports,
            count(DISTINCT agency) AS agencies, min("year") AS first_year, max("year") AS last_year
        FROM read_parquet(?) WHERE duplicate_of IS NULL AND figures > 0
    """
    with connect(":memory:", work) as connection:
        return connection.execute(query, [source]).df().to_dict("records")[0]
