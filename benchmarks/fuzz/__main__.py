"""`make fuzz`: read hostile files and files in which bytes have changed as a run does, and write docs/robustness.md.

`python -m fuzz 500` changes bytes of 500 files instead of 5,000.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from fuzz import archives, mutations, office, pdf, pictures, web
from fuzz.mutations import Count
from fuzz.shapes import SHAPES
from fuzz.trial import Cost, Meter, costs
from helpers import settings
from helpers.corpus.workers import Processes

MUTANTS = 5000
MAKERS = (pdf, web, office, archives, pictures)
#: What a kind is called whose files end like this.
_KINDS = {"png": "picture", "tif": "picture", "jpg": "picture"}
TEXT = """# How hard it is to break

Made by `make fuzz`. Reports come from thousands of sites, and each is taken for hostile. Files that were built to hang,
crash or fill the memory of a reader are read one after another in the processes of a real run, and so are reports in
which a few bytes have changed. An archive counts as one file here, with all that is in it. Times and memory are those of the machine that made this page, {load} busy; memory is the
most that the process had while it was at the file, what it held before included.

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
*Printed*: reports in which the change is one of a printed number, which is read as the file now prints it. *Other*:
reports with a figure that has a proof, or stands in a report called `verified` or `inconsistent`, and that the unchanged
file does not hold in that place: the file that prints them is another one now, or they are wrong.

{mutants}

## What is not bounded

- What a library does within one call cannot be interrupted: a page that draws itself 10^9 times, or fills itself with
  slow shadings, ends with the memory or the time of its process, not with a sentence on its cause.
- A font or a page that is damaged in the file is read as pdfium draws it: where it draws no 8, 80 is seen as 0, and
  another program may show 80. The sums of the form tell, where there are any.
- Archives are unpacked, and saved pages searched for the files beside them, in the process of the run itself, bounded by
  size alone.
- On a Dask cluster the workers' own limits hold, not these.
- Limits of memory need Linux.
"""


def main() -> None:
    """Try everything, and write what was counted."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MUTANTS
    with TemporaryDirectory() as folder:
        os.environ["GONGKAI_CACHE"] = str(Path(folder) / "cache")
        with Processes(1) as processes, Meter() as meter:
            read = list(_hostile(Path(folder), processes, meter))
        with Processes(1) as processes:
            counts = list(_mutants(Path(folder), number, processes))
    (settings.ROOT / "docs" / "robustness.md").write_text(_page(read, counts), "utf-8")


def _hostile(folder: Path, processes: Processes, meter: Meter) -> Iterator[Cost]:
    for ending, shapes in SHAPES.items():
        for name, shape in shapes.items():
            place = folder / ending / name
            place.mkdir(parents=True)
            file = place / f"{name}.{ending}"
            file.write_bytes(shape())
            for cost in costs([file], processes, meter):
                print(
                    f"{cost.seconds:5.1f} s {cost.megabytes:6.0f} MB {cost.file}: {cost.message[:80]}",
                    flush=True,
                )
                yield cost
            file.unlink()


def _mutants(folder: Path, number: int, processes: Processes) -> Iterator[Count]:
    bases = list(mutations.bases(folder))
    for base in bases:
        count = mutations.trial(base, number // len(bases), processes, seed=1, told=print)
        print(count, flush=True)
        yield count


def _page(read: list[Cost], counts: list[Count]) -> str:
    slow = sorted(read, key=lambda cost: -cost.seconds)[:10]
    named = [f"`{cost.file}` ({cost.seconds:.0f} s)" for cost in slow]
    limits = [(f"`{name}`", f"{most:,}") for name, most in settings.LIMITS.items()]
    return TEXT.format(
        load=f"{os.getloadavg()[0] / (os.cpu_count() or 1):.0%}",
        seconds=settings.REPORT_SECONDS,
        memory=settings.REPORT_MEMORY / 1024**3,
        scan=settings.SCAN_MEMORY / 1024**3,
        limits=_table(limits, ["limit", "most"]),
        hostile=_table(list(_kinds(read)), _HOSTILE),
        slow=f"The slowest: {', '.join(named)}.",
        mutants=_table([_row(count) for count in counts], _MUTANTS),
    )


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
_MUTANTS = ["report", "changed", "proven", "failed", "ended", "printed", "other"]


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
        count.crashed, count.printed, count.wrong,
    ]  # fmt: skip


def _table(rows: list[object], heads: list[str]) -> str:
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


if __name__ == "__main__":
    main()
