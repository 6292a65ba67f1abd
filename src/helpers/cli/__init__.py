"""The `gongkai` command.

`init` makes a project, `fetch` gets reports from their addresses, `status` tells which are there;
`run` reads a folder of reports, `dataset` those of a country; `figures` shows one, `evidence` where
a figure is printed; `release` packs the tables under a version, `compare` tells two releases apart.
EXIT_CODES holds the exit codes; 141 comes where nobody reads the output any more, as shells have
it. What a command needs is imported when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import io
import os
import sys
import tempfile
import traceback
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import project, settings
from helpers.cli import fetched
from helpers.errors import UserError, terminable, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXIT_CODES = """exit codes:
  0  done; files that could not be read are named in the last lines
  1  a notebook failed, or not one report could be used
  2  wrong input: a folder missing, empty or not to be written; a parameter, agency or year unknown
  3  another run writes to one of the folders
  4  a notebook took longer than --time-limit
  130  stopped with Ctrl-C
  143  stopped by SIGTERM
"""

#: Reports of these statuses are named after a run: the words that introduce them.
UNUSED = {"failed": "Could not be read", "no_form": "No table of a known form"}


@dataclass(frozen=True)
class InProject:
    """A folder by its place in the project, as an option has it until the project is known."""

    place: str


def command() -> int:
    """The command as a shell starts it: in UTF-8 whatever the locale, as are its kernels.

    A terminal that is told to take something else is shown the codes of what it cannot.
    """
    if sys.getfilesystemencoding() != "utf-8":
        # Names of files, arguments and tables would all come out otherwise.
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command → its exit code.

    Errors are one sentence on stderr, with `--debug` under a traceback.
    """
    options = _parser().parse_args(arguments)
    try:
        with project.chosen(options.project) as here:
            _settle(options, here)
            code: int = options.command(options)
            sys.stdout.flush()
    except KeyboardInterrupt as stop:
        exit_code, sentence = told(stop)
        print(sentence, file=sys.stderr)
        return exit_code
    except BrokenPipeError:
        # `gongkai figures FILE | head`: what is left goes nowhere, also when Python ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return 141
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        exit_code, sentence = told(error)
        print(f"gongkai: {sentence}", file=sys.stderr)
        return exit_code
    return code


def _settle(options: argparse.Namespace, here: Path) -> None:
    """Give the folders that nobody named their place in the project."""
    for name, value in vars(options).items():
        if isinstance(value, InProject):
            setattr(options, name, here / value.place)


def _parser() -> argparse.ArgumentParser:
    example = "gongkai run --raw my-reports --out tables --reports pages"
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description=(
            "Read Chinese annual reports on government-information disclosure "
            "into checked tables and charts."
        ),
        epilog=f"example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"%(prog)s {importlib.metadata.version('gongkai')}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_init(commands)
    _add_run(commands)
    _add_dataset(commands)
    _add_figures(commands)
    _add_evidence(commands)
    _add_release(commands)
    _add_compare(commands)
    fetched.add_fetch(partial(_add, commands), _add_folder)
    fetched.add_status(partial(_add, commands), _add_folder)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    example: str,
) -> argparse.ArgumentParser:
    """A command with an example and the exit codes under its help."""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "--debug", action="store_true", help="show the whole traceback of an error"
    )
    about = "the project (default: the one that you stand in, else the current folder)"
    command.add_argument("--project", type=Path, metavar="DIR", help=about)
    return command


def _add_folder(command: argparse.ArgumentParser, option: str, default: str, what: str) -> None:
    about = f"folder {what} (default: {default} of the project)"
    command.add_argument(option, type=Path, default=InProject(default), metavar="DIR", help=about)


def _add_init(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from helpers.cli import started

    about = "Make a project of your own: folders for reports and tables, and the notebooks."
    started.add_options(_add(commands, "init", about, "gongkai init demo && cd demo"))


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "Read a folder of reports, write the tables, and make the pages with charts."
    example = "gongkai run --raw my-reports --out tables --reports pages -p 'years=[2023, 2024]'"
    command = _add(commands, "run", about, example)
    raw = "with the reports, PDF, .docx, .xlsx, .xls, HTML or pictures"
    _add_folder(command, "--raw", settings.RAW_DIR, raw)
    _add_folder(command, "--out", settings.PROCESSED_DIR, "that the tables are written to")
    _add_folder(command, "--reports", settings.REPORTS_DIR, "that the pages are written to")
    _add_readers(command, "that read the reports")
    about = "read also reports that have been read before and have not changed"
    command.add_argument("--force", action="store_true", help=about)
    command.add_argument(
        "-p",
        "--parameter",
        type=_assignment,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter of the notebooks, e.g. 'agencies=[淮安市人民政府]'; may be repeated",
    )
    _add_schedule(command)
    command.set_defaults(command=_run)


def _add_dataset(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = (
        "Read any number of reports into a dataset of Parquet files, of which each process writes "
        "its own; without pages."
    )
    example = "gongkai dataset --raw reports country --cluster tcp://HOST:8786"
    command = _add(commands, "dataset", about, example)
    about = "folder for the dataset alone; one that it held before is replaced when all is made"
    command.add_argument("folder", type=Path, metavar="FOLDER", help=about)
    _add_folder(command, "--raw", settings.RAW_DIR, "with the reports")
    _add_readers(command, "that read and make tables, and see the same folders and GONGKAI_CACHE")
    command.set_defaults(command=_dataset)


def _add_readers(command: argparse.ArgumentParser, whose: str) -> None:
    """Who reads: processes of this machine, or a cluster."""
    command.add_argument(
        "--workers",
        type=_positive,
        default=settings.WORKERS,
        metavar="N",
        help="reports read at the same time (default: %(default)s)",
    )
    about = f"address of a Dask scheduler with workers {whose}, see docs/scale.md"
    command.add_argument("--cluster", default="", metavar="ADDRESS", help=about)


def _add_schedule(command: argparse.ArgumentParser) -> None:
    """What a run needs that nobody watches."""
    options = command.add_argument_group("scheduled runs", "see docs/scheduling.md")
    about = "seconds that each notebook may take (default: as long as it takes)"
    options.add_argument("--time-limit", type=_positive, metavar="SECONDS", help=about)
    about = "runs kept in the folder of pages, besides the one that is shown (default: %(default)s)"
    options.add_argument("--keep", type=_positive, default=settings.KEEP, metavar="N", help=about)
    about = (
        "command for the shell if the run does not succeed; "
        "GONGKAI_MESSAGE and GONGKAI_STATUS tell it why"
    )
    options.add_argument("--on-failure", default="", metavar="CMD", help=about)


def _add_figures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "Show the figures of one report, its status, and the sums that do not hold."
    command = _add(commands, "figures", about, "gongkai figures report.pdf --csv figures.csv")
    about = "a report, PDF, .docx, .xlsx, .xls, HTML or a picture"
    command.add_argument("file", type=Path, metavar="FILE", help=about)
    about = "write the figures to this file as well"
    command.add_argument("--csv", type=Path, metavar="OUT.csv", help=about)
    command.set_defaults(command=_figures)


def _add_evidence(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = (
        "Show where a figure, or each number of a row of any table, is printed: a picture of the "
        "page, or of a file without pages the rows around it."
    )
    example = (
        "gongkai evidence hongze_2023 review reconsideration total\n"
        "  gongkai evidence requests 'ROW OF requests.csv'\n"
        "  gongkai evidence outcomes agency=淮安市人民政府 year=2024 outcome=granted "
        "applicant=business"
    )
    command = _add(commands, "evidence", about, example)
    about = (
        "REPORT TABLE ROW COLUMN: a report_id or file, or how one begins, and the codes of a cell; "
        "or TABLE and a row of its CSV file as it stands there; or TABLE and NAME=VALUE of the "
        "columns that tell its row"
    )
    command.add_argument("what", nargs="+", metavar="WHAT", help=about)
    _add_folder(command, "--raw", settings.RAW_DIR, "that the reports were read from")
    _add_folder(command, "--out", settings.PROCESSED_DIR, "that the tables were written to")
    about = (
        "where to write it (default: named after the figure, in the current folder); "
        ".png for a PDF, else .html"
    )
    command.add_argument("--picture", type=Path, metavar="FILE", help=about)
    command.set_defaults(command=_evidence)


def _add_release(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = (
        "Pack the tables under a version into one archive: CSV, Parquet, a DuckDB file, codebook, "
        "checksums, and what has changed since the release before."
    )
    command = _add(commands, "release", about, "gongkai release 1.0.0")
    about = "two or three numbers with points, such as 1.0.0; higher than the releases before"
    command.add_argument("version", metavar="VERSION", help=about)
    _add_folder(command, "--out", settings.PROCESSED_DIR, "that the tables were written to")
    _add_folder(command, "--releases", settings.RELEASES_DIR, "that the archives are in")
    about = "day of the release (default: today)"
    command.add_argument("--date", type=_day, default=None, metavar="YYYY-MM-DD", help=about)
    command.set_defaults(command=_release)


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "Tell which reports and figures are new, changed or withdrawn between two releases."
    command = _add(commands, "compare", about, "gongkai compare 1.0.0 1.1.0")
    for name in ("before", "after"):
        about = "a version, an archive, or a folder of tables"
        command.add_argument(name, metavar=name.upper(), help=about)
    _add_folder(command, "--releases", settings.RELEASES_DIR, "that the archives are in")
    about = "write every revised figure to this file as well"
    command.add_argument("--csv", type=Path, metavar="OUT.csv", help=about)
    command.set_defaults(command=_compare)


def _run(options: argparse.Namespace) -> int:
    from helpers import run
    from helpers.corpus import assemble, sources

    order = run.Order(
        raw=_absolute(options.raw),
        out=_absolute(options.out),
        reports=_absolute(options.reports),
        workers=options.workers,
        extra=dict(options.parameter),
        time_limit=options.time_limit,
        keep=options.keep,
        on_failure=options.on_failure,
        force=options.force,
        cluster=options.cluster,
    )
    with terminable():
        reports = run.run_all(order)
    print(assemble.summary(reports))
    for report in reports.itertuples():
        if report.status in UNUSED:
            print(f"{UNUSED[str(report.status)]}: {report.file}: {report.message}")
        elif sources.OUTDATED.english in str(report.message):
            print(f"Check: {report.file}: {sources.OUTDATED.english}")
    index = order.reports / "index.html"
    print(f"Tables: {order.out}\nPages:  {index}")
    return 0


def _dataset(options: argparse.Namespace) -> int:
    from helpers.cli.gathered import gather

    raw, folder = _absolute(options.raw), _absolute(options.folder)
    with terminable():
        rows, said = gather(raw, folder, options.workers, options.cluster)
    print(f"{said}\nDataset: {folder}")
    return 0 if rows["figures"] else 1


def _absolute(folder: Path) -> Path:
    return folder.expanduser().absolute()


def _figures(options: argparse.Namespace) -> int:
    from helpers import publish
    from helpers.cli.printout import show
    from helpers.corpus import assemble
    from helpers.corpus.reading import extract_apart
    from helpers.forms import load_forms

    report: Path = options.file
    if not report.is_file():
        kinds = "a PDF, Word or Excel file, web page or picture"
        raise UserError(f"There is no file {report}: name {kinds}.")
    _refuse_same(options.csv, report)
    forms = load_forms()
    extraction = extract_apart(report, forms)
    figures = assemble.tables([extraction])["figures"]
    if options.csv and len(figures):
        _write(publish.to_csv("figures", figures), options.csv)
    print(show(extraction, forms))
    if options.csv and figures.empty:
        print(f"There are no figures, so {options.csv} was not written.", file=sys.stderr)
    return 1 if figures.empty else 0


def _evidence(options: argparse.Namespace) -> int:
    from helpers import exhibits, publish

    reports = publish.load("reports", options.out)
    row = _row_meant(options.what, options.out)
    figures = publish.load("figures", options.out, report_id=[row["report_id"]])
    found = exhibits.figures_of(row, figures)
    picture = exhibits.pictures(row, figures, reports, options.raw)
    figure = found.iloc[0]
    name = "-".join(figure[["report_id", "table", "row", "column"]])
    path = options.picture or Path(name + picture.suffix)
    if path.suffix.lower() != picture.suffix:
        raise UserError(
            f"The picture of this figure cannot be written as {path}: name a {picture.suffix} file."
        )
    _refuse_same(path, options.raw / figure["file"])
    _write(picture.content, path)
    for _, figure in found.iterrows():
        print(f"{exhibits.sentence(figure)}: {path.absolute()}")
    return 0


def _row_meant(what: Sequence[str], tables: Path) -> Mapping[Any, Any]:
    """The row of a table that a person names, in one of three ways."""
    from helpers import exhibits, publish

    table, *rest = what
    if rest and all("=" in part for part in rest):
        wanted = dict(map(_assignment, rest))
        rows = publish.load(table, tables)
        return dict(exhibits.row_of(rows, wanted))
    if len(rest) == 1:
        [texts] = csv.reader(rest)
        return exhibits.as_row(table, texts)
    if len(rest) != 3:
        raise UserError("Name REPORT TABLE ROW COLUMN, or TABLE and a row of it.")
    reports = publish.load("reports", tables)
    report = exhibits.report_named(reports, table)
    figures = publish.load("figures", tables, report_id=[report])
    return dict(exhibits.find(figures, reports, report, (rest[0], rest[1], rest[2])))


def _release(options: argparse.Namespace) -> int:
    from helpers import releases
    from helpers.cli.revised import counts

    day = options.date or datetime.now(UTC).date()
    with terminable():
        release = releases.make(options.version, options.out, options.releases, day)
    print(f"Release: {release.archive}")
    if release.since and release.revisions:
        print(f"Since {release.since.stem}:\n{counts(release.revisions)}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from helpers import releases
    from helpers.cli.revised import counts, first

    with terminable(), tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        before = releases.opened(options.before, options.releases, work / "before")
        after = releases.opened(options.after, options.releases, work / "after")
        found = releases.compare(before, after, work, work)
        print(counts(found))
        print(first(work / "revisions.csv"), end="")
        if options.csv:
            _write((work / "revisions.csv").read_bytes(), options.csv)
    return 0


def _refuse_same(output: Path | None, report: Path) -> None:
    """Never write over the report itself."""
    if output and output.exists() and output.samefile(report):
        raise UserError(f"{output} is the report itself and would be lost: name another file.")


def _write(content: bytes, path: Path) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}; name another file.") from error


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year < 1980:  # ZIP archives know no earlier one
        raise argparse.ArgumentTypeError(f"'{text}' is no day, such as 2026-01-31")
    return day


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    return name, value
