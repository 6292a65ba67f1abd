"""The tables of docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabulate import tabulate

from speed.chain import Step
from speed.mapping import DESCRIPTION
from speed.peers import PASSES, Score
from speed.scale import Run
from speed.tables import Written

INTRODUCTION = """# Performance

Made by `make bench` on one machine: {machine}.
Times say how these readers compare there, not how long they take elsewhere; where the load is as high as the number of
cores, other work shared them, and two workers gain nothing."""

#: What the profile was made of, and what it says.
STAGES = """The same reports, in the fastest of the passes. Nothing of it stands out any more: pdfium is asked for each
character and path one by one, the picture of every page with tables is drawn and held against them, and every label is
held against those of every form. To read ten times faster than now, pages, cells and matching would have to leave
Python; a report is then bound by what pdfium takes for its text and its picture."""


@dataclass(frozen=True)
class Measured:
    """All that a run of the benchmark found.

    `reports`: what was read by all readers; `printed`: how they did with reports printed anew;
    `stages`: seconds a report of each; `written`: tables made of readings; `steps`: the notebooks
    after the last of the `runs`.
    """

    machine: str
    reports: str
    scores: Sequence[Score]
    printed: Sequence[Score]
    stages: Mapping[str, float]
    runs: Sequence[Run]
    written: Sequence[Written]
    steps: Sequence[Step]


def page(found: Measured) -> str:
    """All of docs/performance.md."""
    readers = [*_readers(found.scores, found.reports), *_printed(found.printed)]
    chain = _chain(found.runs[-1], found.steps)
    growth = [*_scale(found.runs), *_written(found.written), *chain]
    sections = [
        INTRODUCTION.format(machine=found.machine),
        *readers,
        *_stages(found.stages),
        *growth,
    ]
    return "\n\n".join(sections) + "\n"


def _readers(scores: Sequence[Score], reports: str) -> list[str]:
    return [
        "## The same reports with other readers",
        f"{reports}. Each reader has one process, which has read all reports before the clock starts; they take turns "
        f"with each report, and seconds are the mean over the reports of the median of {PASSES} times. Of this project "
        "they hold everything that is done with a report: finding tables, looking at the picture of every cell, "
        "matching them with the form, checking their sums. The others find tables on all pages, with their defaults, "
        "and prove nothing. *pdfium, text alone* finds no table: it is the limit. This project was made with these "
        "very reports at hand, the libraries were not.",
        DESCRIPTION,
        _compared(scores),
        "![Seconds a report and figures right, by reader](images/performance.png)",
    ]


def _printed(scores: Sequence[Score]) -> list[str]:
    return [
        "## Reports in other styles",
        "Printed anew each time by Chromium (three fonts, some of which it draws itself; ruled, dotted and zebra "
        "tables; three sizes of paper) and, from Word files whose rows are as high as their text, by LibreOffice. Two "
        "of them say in words what should be a number, so that they stay `incomplete` whatever is tried.",
        _compared(scores),
    ]


def _compared(scores: Sequence[Score]) -> str:
    heads = [
        "reader",
        "version",
        "seconds a report",
        "times gongkai",
        "processor's seconds",
        "times gongkai",
    ]
    own = scores[0]
    rows: list[list[object]] = [
        [
            each.name,
            each.version,
            f"{each.seconds:.3f}",
            f"{each.seconds / own.seconds:.2f}",
            f"{each.processor:.3f}",
            f"{each.processor / own.processor:.2f}",
            f"{each.memory / 1e6:.0f}",
            "" if each.right is None else f"{each.right:.1%}",
        ]
        for each in scores
    ]
    return _table([*heads, "peak memory, MB", "figures right"], rows)


def _stages(stages: Mapping[str, float]) -> list[str]:
    whole = sum(stages.values())
    rows = [[name, f"{1000 * each:.1f}", f"{each / whole:.0%}"] for name, each in stages.items()]
    return [
        "## Where the time of a report goes",
        STAGES,
        _table(["stage", "ms a report", "share"], rows),
    ]


def _scale(runs: Sequence[Run]) -> list[str]:
    alone = {run.reports: run.seconds for run in runs if run.workers == 1}
    rows = [
        [
            f"{run.reports:,}",
            run.workers,
            f"{run.seconds:.1f}",
            f"{run.seconds / run.reports:.3f}",
            f"{alone[run.reports] / run.seconds:.2f}",
            f"{run.memory / 1e6:.0f}",
            f"{run.again:.2f}",
            f"{run.proven:,}",
        ]
        for run in runs
    ]
    heads = [
        "reports",
        "workers",
        "seconds",
        "seconds a report",
        "speed-up",
        "peak memory of a worker, MB",
    ]
    return [
        "## More and more reports",
        "Invented reports on every form in every style of page that `make proof` prints as PDF, read by this project "
        "with an empty cache. Seconds hold what it takes to start the workers. *Unchanged*: seconds to go through the "
        "same reports again, and to find out from the content of each that none has changed.",
        _table([*heads, "unchanged", "proven"], rows),
        "![Seconds a report, by number of reports and of workers](images/scale.png)",
    ]


def _written(written: Sequence[Written]) -> list[str]:
    rows: list[list[object]] = [
        [
            f"{each.reports:,}",
            f"{each.figures:,}",
            f"{each.read:.1f}",
            f"{each.tidied:.1f}",
            f"{1000 * (each.read + each.tidied) / each.reports:.1f}",
            f"{1000 * (each.read_processor + each.tidied_processor) / each.reports:.1f}",
            f"{each.memory / 1e6:.0f}",
        ]
        for each in written
    ]
    heads = ["reports", "figures", "figures to narrative, s", "tidy tables, s"]
    return [
        "## From readings to tables",
        "The readings of the specimens, over and over, as of agencies with ten years each; nothing is read anew. "
        "Milliseconds are those of both steps together.",
        _table([*heads, "ms a report", "processor's ms", "memory, MB"], rows),
    ]


def _chain(run: Run, steps: Sequence[Step]) -> list[str]:
    rows: list[list[object]] = [
        [f"reading, {run.workers} workers", f"{run.seconds:.0f}", f"{run.memory / 1e6:.0f}"]
    ]
    rows += [[step.notebook, f"{step.seconds:.0f}", f"{step.memory / 1e6:.0f}"] for step in steps]
    whole = run.seconds + sum(step.seconds for step in steps)
    return [
        "## From reports to pages",
        f"The {run.reports:,} reports of the last run, as those of agencies with ten years each. The notebooks run one "
        "after the other, `01_extract` once all is read; pages of single agencies are left out. Memory is that of the "
        f"largest process. All of it took {whole / 60:.1f} minutes.",
        _table(["step", "seconds", "memory, MB"], rows),
    ]


def _table(heads: list[str], rows: list[list[object]]) -> str:
    return tabulate(
        rows,
        heads,
        tablefmt="github",
        disable_numparse=True,
        colalign=["left", *["right"] * (len(heads) - 1)],
    )
