"""`make fuzz`: read hostile files and files in which bytes have changed as a run does, and write docs/robustness.md.

`python -m fuzz 500` changes bytes of 500 files instead of 5,000.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from fuzz import archives, mutations, office, pdf, pictures, web
from fuzz.moments import Moments, moments
from fuzz.mutations import Count
from fuzz.shapes import SHAPES
from fuzz.trial import CRASHED, Cost, Meter, costs, is_hung, is_unsafe
from helpers import settings
from helpers.corpus.workers import Processes

MUTANTS = 5000
MAKERS = (pdf, web, office, archives, pictures)
#: What a kind is called whose files end like this.
_KINDS = {"png": "picture", "tif": "picture", "jpg": "picture"}
TEXT = """# How hard it is to break

Made by `make fuzz`. Reports come from thousands of sites, and each is taken for hostile. Files that were built to hang,
crash or fill the memory of a reader are read one after another in the processes of a real run, and so are reports in
which a few bytes have changed; tables and pages are published by processes that are killed. An archive counts as one
file here, with all that is in it. Times and memory are those of the machine that made this page, {load} busy. Memory is
the most that the process of the reader had while it was at the file, with the code of its libraries and what it held
before; the limits hold for its data alone (1.0 GB are 1,074 MB).

{summary}

*Crashed*: the run ended. *Hung*: took 10 s more than the limit of time. *Lost*: got no row. *Mixed*: left some tables or
pages of one run beside those of another. *Unsafe*: a message with an error of Python's, a folder of the machine or what
steers a terminal. *Wrong with proof*: a figure that the file does not show and that has a proof, or stands in a report
called `verified` or `inconsistent`. A moment of kill is one write of tables, pages, readings or copies before which the
process is killed; a fault is one that fails as on a full disk (`tests/test_switch.py`). The slowest file
was {most}.

## What is bounded

A report may take {seconds} s and {memory:.1f} GB, where pages are pictures {seconds} s a page and {scan:.1f} GB. What takes
more costs itself alone: its row says so, its process is replaced, and the next report is read. `LIMITS` in `settings.py`
ends most hostile files long before:

{limits}

## Hostile files

{hostile}

*Limit*: refused for what it holds, with a sentence that says what to do. *Memory*, *time*: stopped by the process's own
limits. *Ended*: the process was ended by a library. In all of these the run went on.

{slow}

## Reports in which bytes have changed

Bytes are flipped, deleted, inserted, doubled, swapped or cut off, in the file or in a part that is unpacked in it.
Counted are reports with a figure that has a proof, or stands in a report called `verified` or `inconsistent`, and that the unchanged
file does not hold in that place. *Printed*: the changed file shows them there, as other programs read it too (Modest,
openpyxl, xlrd), or as many letters of the number as bytes have changed. *Wrong*: it does not.

{mutants}

## What is not bounded

- What a library does within one call cannot be interrupted: a page that draws itself 10^9 times ends with the memory or
  the time of its process, not with a sentence on its cause.
- Damage to a PDF is told by the checksums of its streams and fonts, and by the grammar of what is stored without one. A
  number or a place in a page that is stored without a checksum can change into another one, as can any letter of a web
  page: then the file prints that, and only the sums of the form tell.
- Archives are unpacked, and saved pages searched for the files beside them, in the process of the run itself, bounded by
  size alone.
- On a Dask cluster the workers' own limits hold, not these.
- Limits of memory need Linux.
"""


def main() -> None:
    """Try everything, and write what was counted."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MUTANTS
    with TemporaryDirectory() as folder:
        stopped = moments(Path(folder))
        os.environ["GONGKAI_CACHE"] = str(Path(folder) / "cache")
        with Processes(1) as processes, Meter() as meter:
            read = list(_hostile(Path(folder), processes, meter))
            meter.taken()
            counts = list(_mutants(Path(folder), number, processes))
            memory = meter.taken()
    page = _page(read, counts, stopped, memory)
    (settings.ROOT / "docs" / "robustness.md").write_text(page, "utf-8")


def _hostile(folder: Path, processes: Processes, meter: Meter) -> Iterator[Cost]:
    for ending, shapes in SHAPES.items():
        for name, shape in shapes.items():
            place = folder / ending / name
            place.mkdir(parents=True)
            file = place / f"{name}.{ending}"
            file.write_bytes(shape())
            for cost in costs([file], processes, meter):
                took = f"{cost.seconds:5.1f} s {cost.megabytes:6.0f} MB"
                print(f"{took} {cost.file}: {cost.message[:80]}", flush=True)
                yield cost
            file.unlink()


def _mutants(folder: Path, number: int, processes: Processes) -> Iterator[Count]:
    bases = list(mutations.bases(folder))
    for base in bases:
        count = mutations.trial(base, number // len(bases), processes, seed=1, told=print)
        print(count, flush=True)
        yield count


def _page(read: list[Cost], counts: list[Count], stopped: Moments, memory: float) -> str:
    slow = sorted(read, key=lambda cost: -cost.seconds)[:10]
    named = [f"`{cost.file}` ({cost.seconds:.0f} s)" for cost in slow]
    large = max(read, key=lambda cost: cost.megabytes)
    limits = [(f"`{name}`", f"{most:,}") for name, most in settings.LIMITS.items()]
    return TEXT.format(
        load=f"{os.getloadavg()[0] / (os.cpu_count() or 1):.0%}",
        summary=_table(_summary(read, counts, stopped, memory), _SUMMARY),
        most=f"{named[0]}, and the most memory `{large.file}` ({large.megabytes:,.0f} MB)",
        seconds=settings.REPORT_SECONDS,
        memory=settings.REPORT_MEMORY / 1024**3,
        scan=settings.SCAN_MEMORY / 1024**3,
        limits=_table(limits, ["limit", "most"]),
        hostile=_table(list(_kinds(read)), _HOSTILE),
        slow=f"The slowest: {', '.join(named)}.",
        mutants=_table([_row(count) for count in counts], _MUTANTS),
    )


def _summary(
    read: list[Cost], counts: list[Count], stopped: Moments, memory: float
) -> list[list[object]]:
    """One row for each way of breaking: what must be 0, then the worst that it cost."""
    slowest, largest = max(cost.seconds for cost in read), max(cost.megabytes for cost in read)
    files = [
        "hostile files", len(read),
        sum(cost.status == CRASHED for cost in read),
        sum(is_hung(cost.seconds) for cost in read),
        sum(cost.status == "" for cost in read),
        "", sum(is_unsafe(cost.message) for cost in read), "",
        f"{slowest:.0f}", f"{largest:,.0f}",
    ]  # fmt: skip
    changed = [
        "mutants", sum(count.mutants for count in counts),
        sum(count.crashed for count in counts),
        sum(count.hung for count in counts),
        0, "", sum(count.unsafe for count in counts), sum(count.wrong for count in counts),
        f"{max(count.seconds for count in counts):.0f}", f"{memory:,.0f}",
    ]  # fmt: skip
    killed = ["moments of kill", stopped.kills, "", "", "", stopped.mixed, "", "", "", ""]
    full = ["faults (disk full)", stopped.faults, "", "", "", stopped.mixed, "", "", "", ""]
    return [files, changed, killed, full]


_SUMMARY = [
    "what was tried",
    "number",
    "crashed",
    "hung",
    "lost",
    "mixed",
    "unsafe",
    "wrong with proof",
    "slowest, s",
    "most memory, MB",
]
_HOSTILE = [
    "kind",
    "files",
    "read",
    "limit",
    "other reason",
    "memory",
    "time",
    "ended",
    "slowest, s",
    "most memory, MB",
]
_MUTANTS = ["report", "changed", "proven", "failed", "ended", "printed", "wrong"]


def _kinds(read: list[Cost]) -> Iterator[list[object]]:
    kinds: dict[str, list[Cost]] = {}
    for cost in read:
        ending = cost.file.rpartition(".")[2]
        kinds.setdefault(_KINDS.get(ending, ending), []).append(cost)
    for kind, of_kind in kinds.items():
        marks = [cost.end for cost in of_kind]
        ends = [marks.count(end) for end in ("read", "limit", "other", "memory", "time", "ended")]
        slowest = max(cost.seconds for cost in of_kind)
        most = max(cost.megabytes for cost in of_kind)
        yield [kind, len(of_kind), *ends, f"{slowest:.0f}", f"{most:,.0f}"]


def _row(count: Count) -> list[object]:
    return [
        f"{count.file[2:]}", count.mutants, count.proven, count.failed,
        count.ended, count.printed, count.wrong,
    ]  # fmt: skip


def _table(rows: Sequence[object], heads: list[str]) -> str:
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


if __name__ == "__main__":
    main()
