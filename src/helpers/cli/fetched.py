"""`gongkai fetch` and `gongkai status`: reports from their addresses, and what is there of them."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import settings
from helpers.errors import UserError, terminable
from helpers.files import replace_file
from helpers.text import steady

if TYPE_CHECKING:
    from helpers.fetch import Outcome, Wanted

#: Makes a command with its help, and adds an option for a folder.
Add = Callable[..., argparse.ArgumentParser]
AddFolder = Callable[[argparse.ArgumentParser, str, str, str], None]
_STDIN = "-"
#: So many addresses of a kind are named; fetched.csv has all.
_NAMED = 100
#: Hosts that are not one's own have so many seconds between two requests, or more.
_POLITE = 1.0
#: So many rows of the status are shown; --csv writes all.
_SHOWN = 200


def add_fetch(add: Add, add_folder: AddFolder) -> None:
    """Add the command that fetches reports."""
    about = (
        "Fetch reports from the addresses of sources.csv, of another list, or from one address, "
        "and say what became of each."
    )
    example = (
        "gongkai fetch                                      # the addresses of sources.csv\n"
        "  gongkai fetch list.csv --raw my-reports --follow\n"
        "  gongkai fetch https://www.example.org/2023.html --agency 青石县财政局 --year 2023\n"
        "  gongkai fetch --list | gongkai fetch - --raw my-reports"
    )
    command = add("fetch", about, example)
    about = (
        "an address, a CSV file with a column url (agency and year may stand beside it), or - for "
        "such a file from standard input (default: sources.csv of the folder)"
    )
    command.add_argument("what", nargs="?", metavar="WHAT", help=about)
    add_folder(command, "--raw", settings.RAW_DIR, "that the reports are put into")
    command.add_argument("--agency", default="", help="agency of the one address")
    command.add_argument("--year", default="", help="year of the one address")
    about = "follow the links of a page that only links the report"
    command.add_argument("--follow", action="store_true", help=about)
    about = "look for a page that is gone in an archive"
    command.add_argument("--archive", action="store_true", help=about)
    about = "where that archive is: an address with {day} and {url} in it (default: %(default)s)"
    command.add_argument(
        "--archive-at", type=_archive, default=settings.ARCHIVE, metavar="ADDRESS", help=about
    )
    hours = settings.FETCH["fresh_hours"]
    about = f"ask also for what was got in the last {hours:g} hours"
    command.add_argument("--again", action="store_true", help=about)
    about = (
        "write the list of addresses that comes along to this file, or show it, and fetch nothing"
    )
    command.add_argument("--list", nargs="?", const=_STDIN, metavar="FILE", help=about)
    _add_manners(command)
    command.set_defaults(command=_fetch)


def _add_manners(command: argparse.ArgumentParser) -> None:
    options = command.add_argument_group("manners", "see docs/fetch.md")
    about = "seconds between two requests to one host (default: %(default)g)"
    delay = settings.FETCH["delay"]
    options.add_argument("--delay", type=_seconds, default=delay, metavar="SECONDS", help=about)
    about = "a mail address or a page that the hosts are told, so that they can write to you"
    options.add_argument("--contact", default="", metavar="ADDRESS", help=about)
    about = (
        "a network or an address that may be asked although it is not public, such as 10.2.0.0/16; "
        "may be repeated"
    )
    options.add_argument(
        "--allow", type=_network, action="append", default=[], metavar="NETWORK", help=about
    )


def add_status(add: Add, add_folder: AddFolder) -> None:
    """Add the command that tells what is there."""
    about = "Tell which agencies and years are expected, fetched, read and verified, or missing."
    command = add("status", about, "gongkai status --expected agencies.csv --csv status.csv")
    add_folder(command, "--raw", settings.RAW_DIR, "with the reports")
    add_folder(command, "--out", settings.PROCESSED_DIR, "that the tables were written to")
    about = (
        "a CSV file of what is expected: a column agency, and year or years (2021-2024); "
        "default: the agencies and years of sources.csv"
    )
    command.add_argument("--expected", type=Path, metavar="FILE", help=about)
    about = "write the whole table to this file as well"
    command.add_argument("--csv", type=Path, metavar="OUT.csv", help=about)
    command.set_defaults(command=_status)


def _fetch(options: argparse.Namespace) -> int:
    from helpers import fetch

    if options.list:
        return _list(options.list, fetch.starting_list())
    if options.delay < _POLITE and not options.allow:
        raise UserError(f"--delay below {_POLITE:g} s is for hosts of your own: add --allow.")
    order = fetch.Order(
        folder=options.raw.expanduser().absolute(),
        manners=fetch.manners(delay=options.delay, contact=options.contact),
        wanted=_wanted(options),
        choice=fetch.Choice(
            follow=options.follow,
            archive=options.archive_at if options.archive else "",
            again=options.again,
        ),
        allowed=options.allow,
    )
    with terminable():
        return report(fetch.fetch(order))


def report(outcomes: Iterable[tuple[Outcome, int]]) -> int:
    """Show what becomes of the addresses, and name those without a report → exit code."""
    done = list(_with_progress(outcomes))
    counts = Counter(outcome.outcome for outcome in done)
    parts = [f"{count:,} {name.replace('_', ' ')}" for name, count in counts.most_common()]
    failed = [outcome for outcome in done if not outcome.is_got]
    _name("Fetched", [outcome for outcome in done if outcome.outcome == "new"])
    _name("Changed", [outcome for outcome in done if outcome.outcome == "changed"])
    _name("Not fetched", failed)
    noun = "address" if len(done) == 1 else "addresses"
    print(f"{len(done):,} {noun}: {', '.join(parts)}.")
    return 0 if len(failed) < len(done) else 1


def _name(what: str, outcomes: Sequence[Outcome]) -> None:
    """Name the first of some addresses, and what became of each."""
    for outcome in outcomes[:_NAMED]:
        place = " ".join(filter(None, (outcome.wanted.subject, outcome.place)))
        print(steady(f"{what}: {place}: {outcome.said.english}"))
    if len(outcomes) > _NAMED:
        print(f"{what}: {len(outcomes) - _NAMED:,} more; fetched.csv has them.")


def _with_progress(outcomes: Iterable[tuple[Outcome, int]]) -> Iterator[Outcome]:
    """Pass outcomes on; a line on stderr for each who watches, for a log one now and then."""
    said = time.monotonic()
    for number, (outcome, left) in enumerate(outcomes, 1):
        now = time.monotonic()
        if sys.stderr.isatty() or now - said >= settings.LINE_SECONDS:
            said = now
            line = f"{number:,} done, {left:,} left: {outcome.outcome}: {outcome.place}"
            print(steady(line), file=sys.stderr, flush=True)
        yield outcome


def _wanted(options: argparse.Namespace) -> list[Wanted] | None:
    """The addresses that the command line names; None for those of the folder."""
    from helpers import fetch
    from helpers.corpus.sources import check_year

    what: str | None = options.what
    is_address = bool(what) and "://" in str(what)
    if (options.agency or options.year) and not is_address:
        raise UserError("--agency and --year belong to one address: name it.")
    if not what:
        return None
    if is_address:
        check_year(options.year, "--year")
        year = int(options.year) if options.year else None
        return [fetch.Wanted(what, options.agency.strip(), year)]
    path = Path("/dev/stdin") if what == _STDIN else Path(what).expanduser()
    return fetch.read_list(path)


def _list(where: str, text: str) -> int:
    """Show the list that comes along, or write it to a file that is not there yet."""
    if where == _STDIN:
        print(text, end="")
        return 0
    path = Path(where).expanduser()
    if path.exists():
        raise UserError(f"{path} is there already and would be lost: name another file.")
    try:
        replace_file(path, text.encode("utf-8-sig"))
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}; name another file.") from error
    print(f"List: {path}")
    return 0


def _status(options: argparse.Namespace) -> int:
    from tabulate import tabulate

    from helpers import fetch

    found = fetch.status(options.raw, options.out, options.expected)
    if options.csv:
        text = found.to_csv(index=False, lineterminator="\n")
        try:
            replace_file(options.csv, text.encode("utf-8-sig"))
        except OSError as error:
            raise UserError(f"Cannot write {options.csv}: {error.strerror}.") from error
    if found.empty:
        print("Nothing is expected, fetched or read yet: begin with `gongkai fetch --list`.")
        return 0
    first = found.sort_values(["missing", "agency", "year"], ascending=[False, True, True])
    table = tabulate(first.head(_SHOWN).values.tolist(), list(found.columns), disable_numparse=True)
    print(steady(table))
    if len(found) > _SHOWN:
        print(f"{len(found) - _SHOWN:,} more rows: --csv writes all.")
    counts = {name: int(found[name].ne("").sum()) for name in ("expected", "read")}
    counts["verified"] = int(found["status"].eq("verified").sum())
    lacking = found["missing"].value_counts()
    parts = [f"{count:,} {name}" for name, count in counts.items()]
    parts += [f"{count:,} {name}" for name, count in lacking.items() if name]
    print(f"{', '.join(parts)}.")
    return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= settings.FETCH["longest_delay"]:
        limit = settings.FETCH["longest_delay"]
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds from 0 to {limit:g}")
    return seconds


def _archive(text: str) -> str:
    if "{url}" not in text:
        raise argparse.ArgumentTypeError(f"'{text}' has no place for the address: write {{url}}")
    return text


def _network(text: str) -> object:
    from helpers.fetch import network

    try:
        return network(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no network, such as 10.2.0.0/16") from error
