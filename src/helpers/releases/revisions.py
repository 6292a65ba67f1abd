"""What has changed from one release to the next: reports, and single figures with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from helpers import schema
from helpers.datafile import beside, read
from helpers.errors import UserError
from helpers.publish.parquet import texts
from helpers.publish.read import table_file
from helpers.releases import versions
from helpers.releases.archive import unpack
from helpers.releases.database import connect

#: The tables that only a release has.
TABLES = schema.tables(read(beside(__file__, "tables.yaml"), dict, UserError))
#: The tables that are compared.
COMPARED = ("reports", "figures")

#: When two reports are the same, the surest first.
_SAME = (
    "now.report_id = was.report_id",
    "now.sha256 = was.sha256",
    """now.agency = was.agency AND now.year = was.year AND now.agency <> '' AND now.year <> ''
    AND now.duplicate_of = '' AND was.duplicate_of = ''""",
    "now.file = was.file AND (now.year = was.year OR '' IN (now.year, was.year))",
)
#: The reports of both releases that are not paired yet, paired where that leaves no choice.
_PAIR = """
INSERT INTO pairs
SELECT now.report_id, was.report_id
FROM now JOIN was ON {same}
WHERE now.report_id NOT IN (SELECT report FROM pairs)
    AND was.report_id NOT IN (SELECT report_before FROM pairs)
QUALIFY row_number() OVER (PARTITION BY now.report_id ORDER BY was.report_id) = 1
    AND row_number() OVER (PARTITION BY was.report_id ORDER BY now.report_id) = 1
"""
#: One row per report of either release, with what both say of it. A pair is called by one number.
_REPORTS = """
CREATE TABLE reports AS
WITH matched AS (
    FROM pairs
    UNION ALL
    SELECT report_id, '' FROM now WHERE report_id NOT IN (SELECT report FROM pairs)
    UNION ALL
    SELECT '', report_id FROM was WHERE report_id NOT IN (SELECT report_before FROM pairs)
)
SELECT row_number() OVER (ORDER BY report, report_before) AS pair, report, report_before,
    CASE report WHEN '' THEN was.agency ELSE now.agency END AS agency,
    CASE report WHEN '' THEN was.year ELSE now.year END AS year,
    CASE report WHEN '' THEN was.file ELSE now.file END AS file,
    coalesce(was.sha256, '') AS sha256_before, coalesce(now.sha256, '') AS sha256,
    coalesce(was.form, '') AS form_before, coalesce(now.form, '') AS form,
    coalesce(was.status, '') AS status_before, coalesce(now.status, '') AS status
FROM matched
LEFT JOIN was ON was.report_id = report_before
LEFT JOIN now ON now.report_id = report
"""
#: The figures of one release that stand in a cell of a form.
_FIGURES = """
CREATE TABLE figures_{release} AS
SELECT pair, "table", "row", "column", n, ref, printed, value, status
FROM {figures} JOIN (SELECT pair, {report} AS report_id FROM reports) USING (report_id)
WHERE "row" <> '' AND "column" <> ''
"""
#: The reports with the same figures in both, which are most: they need not be looked at again.
_UNCHANGED = """
CREATE TABLE unchanged AS
WITH was AS (
    SELECT pair, sum(hash(figures_was)) AS digest FROM figures_was GROUP BY pair
), now AS (
    SELECT pair, sum(hash(figures_now)) AS digest FROM figures_now GROUP BY pair
)
SELECT pair FROM was JOIN now USING (pair, digest)
"""
#: The figures of the other reports. One that is printed twice is told from its copy by the order of
#: print.
_CELLS = """
CREATE TABLE cells_{release} AS
SELECT *,
    row_number() OVER (
        PARTITION BY pair, "table", "row", "column" ORDER BY CAST(n AS INTEGER)
    ) AS copy
FROM figures_{release} WHERE pair NOT IN (SELECT pair FROM unchanged)
"""
#: A value is the same however it is written (12 and 12.00); what is too long for a number is
#: compared as a text.
_REVISIONS = """
CREATE TABLE revisions AS
WITH both_releases AS (
    SELECT pair, "table", "row", "column", copy,
        now.ref, was.printed AS printed_before, now.printed,
        was.value AS value_before, now.value, was.status AS status_before, now.status
    FROM cells_was AS was FULL JOIN cells_now AS now
        USING (pair, "table", "row", "column", copy)
), compared AS (
    SELECT *,
        value <> value_before AND coalesce(
            TRY_CAST(value AS DECIMAL(38, 6)) <> TRY_CAST(value_before AS DECIMAL(38, 6)), true
        ) AS is_other,
        (status = 'doubtful') <> (status_before = 'doubtful') AS is_settled,
        status = 'doubtful' AND printed <> printed_before AS is_doubted_otherwise,
        status = 'corrected' AND (status_before <> 'corrected' OR is_other) AS is_corrected,
        status <> 'corrected' AND status_before = 'corrected' AS is_uncorrected
    FROM both_releases
)
SELECT
    CASE
        WHEN status_before IS NULL THEN 'new'
        WHEN status IS NULL THEN 'withdrawn'
        ELSE 'changed'
    END AS change,
    CASE
        WHEN report_before = '' THEN 'new_report'
        WHEN report = '' THEN 'report_withdrawn'
        WHEN is_corrected OR status_before IS NULL AND status = 'corrected' THEN 'corrected'
        WHEN is_uncorrected THEN 'correction_withdrawn'
        WHEN sha256 <> sha256_before THEN 'republished'
        WHEN form <> form_before AND form <> '' AND form_before <> '' THEN 'form_changed'
        ELSE 'reread'
    END AS reason,
    compared.* EXCLUDE (is_other, is_settled, is_doubted_otherwise, is_corrected, is_uncorrected),
    report, report_before, agency, year
FROM compared JOIN (
    SELECT pair, report, report_before, agency, year, sha256, sha256_before, form, form_before
    FROM reports
) USING (pair)
WHERE status IS NULL OR status_before IS NULL
    OR is_other OR is_settled OR is_doubted_otherwise OR is_corrected OR is_uncorrected
"""
_REVISED_REPORTS = """
CREATE TABLE revised_reports AS
WITH counted AS (
    SELECT pair,
        count(*) FILTER (change = 'new') AS figures_new,
        count(*) FILTER (change = 'changed') AS figures_changed,
        count(*) FILTER (change = 'withdrawn') AS figures_withdrawn
    FROM revisions GROUP BY pair
)
SELECT
    CASE
        WHEN report_before = '' THEN 'new'
        WHEN report = '' THEN 'withdrawn'
        WHEN sha256 <> sha256_before THEN 'republished'
        WHEN report <> report_before THEN 'renamed'
        ELSE 'changed'
    END AS change,
    reports.*,
    coalesce(figures_new, 0) AS figures_new,
    coalesce(figures_changed, 0) AS figures_changed,
    coalesce(figures_withdrawn, 0) AS figures_withdrawn
FROM reports LEFT JOIN counted USING (pair)
WHERE report <> report_before OR sha256 <> sha256_before OR form <> form_before
    OR status <> status_before OR counted.pair IS NOT NULL
"""


@dataclass(frozen=True)
class Revisions:
    """How many reports and figures differ.

    `reports`: by change. `figures`: by change and reason.
    """

    reports: Mapping[str, int]
    figures: Mapping[tuple[str, str], int]


def compare(before: Path, after: Path, made: Path, work: Path) -> Revisions:
    """Write the tables of revisions between two folders of tables into the folder `made`.

    `work`: a folder for what does not fit in memory. Raises UserError for tables that cannot be
    compared.
    """
    try:
        with looked(before, after, work) as connection:
            for name, table in TABLES.items():
                _write(connection, table, made / f"{name}.csv", work / "rows.csv")
            return _summary(connection)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UserError(f"{before} and {after} cannot be compared: {said}") from error


def opened(named: str, folder: Path, work: Path) -> Path:
    """The tables that a person names: a folder of them, an archive, or a version of `folder`.

    Those of an archive are unpacked into the folder `work`. Raises UserError where there are none.
    """
    path = Path(named).expanduser()
    if path.is_dir():
        for name in COMPARED:
            table_file(name, path)
        return path
    if not path.is_file():
        path = _archive(named, folder)
    tables = work / path.stem
    tables.mkdir(parents=True)
    unpack(path, [f"{name}.csv" for name in COMPARED], tables)
    return tables


def _archive(version: str, folder: Path) -> Path:
    with suppress(UserError):
        known = versions.released(folder)
        if versions.parse(version) in known:
            return known[versions.parse(version)]
    raise UserError(
        f"There is no release '{version}' in {folder}: name another version, the archive of one, "
        "or a folder of tables."
    )


def write_none(made: Path) -> None:
    """Write the tables of revisions of a first release: their heads."""
    for name, table in TABLES.items():
        (made / f"{name}.csv").write_bytes(_head(table))


@contextmanager
def looked(before: Path, after: Path, work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with all that differs between two folders of tables.

    Its tables `reports`, `revisions` and `revised_reports` call a report by a number, `pair`;
    `figures_was` and `figures_now` hold the figures of each folder. Raises duckdb.Error and OSError
    for tables that cannot be compared.
    """
    with connect(work / "revisions.duckdb", work) as connection:
        _look(connection, before, after)
        yield connection


def _look(connection: duckdb.DuckDBPyConnection, before: Path, after: Path) -> None:
    for release, folder in (("was", before), ("now", after)):
        words, parameters = texts(folder / "reports.csv")
        connection.execute(f"CREATE TABLE {release} AS FROM {words}", parameters)
    connection.execute("CREATE TABLE pairs (report VARCHAR, report_before VARCHAR)")
    for same in _SAME:
        connection.execute(_PAIR.format(same=same))
    connection.execute(_REPORTS)
    for release, folder, report in (("was", before, "report_before"), ("now", after, "report")):
        words, parameters = texts(folder / "figures.csv")
        query = _FIGURES.format(release=release, figures=words, report=report)
        connection.execute(query, parameters)
    connection.execute(_UNCHANGED)
    for release in ("was", "now"):
        connection.execute(_CELLS.format(release=release))
    connection.execute(_REVISIONS)
    connection.execute(_REVISED_REPORTS)


def _write(
    connection: duckdb.DuckDBPyConnection, table: schema.TableSchema, path: Path, rows: Path
) -> None:
    """Write a table as all are: with a byte-order mark, in the order of its key."""
    columns = [f'nullif(CAST("{name}" AS VARCHAR), \'\') AS "{name}"' for name in table.names]
    key = ", ".join(f'"{name}"' for name in table.key)
    query = f'SELECT {", ".join(columns)} FROM (FROM "{table.name}" ORDER BY {key})'
    connection.sql(query).write_csv(str(rows), header=False)
    with path.open("wb") as target, rows.open("rb") as source:
        target.write(_head(table))
        shutil.copyfileobj(source, target)


def _head(table: schema.TableSchema) -> bytes:
    return f"{','.join(table.names)}\n".encode("utf-8-sig")


def _summary(connection: duckdb.DuckDBPyConnection) -> Revisions:
    reports = "SELECT change, count(*) FROM revised_reports GROUP BY change ORDER BY change"
    figures = """
        SELECT change, reason, count(*) FROM revisions GROUP BY ALL ORDER BY change, reason
    """
    by_reason = connection.execute(figures).fetchall()
    return Revisions(
        reports=dict(connection.execute(reports).fetchall()),
        figures={(change, reason): count for change, reason, count in by_reason},
    )
