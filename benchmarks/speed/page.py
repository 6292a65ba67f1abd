"""The tables of docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabulate import tabulate

from speed.chain import Step
from speed.mapping import DESCRIPTION
from speed.peers import PASSES, Score
from speed.scale import Run

INTRODUCTION = """# Performance

Made by `make bench` on one machine: {machine}.
Times say how these readers compare there, not how long they take elsewhere; where the load is as high as the number of
cores, other work shared them, and two workers gain nothing."""

#: What the profile was made of, and what it says.
STAGES = """The same reports, in the fastest of the passes. Nothing of it stands out any more: characters are read
twice, from Python one by one, and every label is held against those of every form. To read ten times faster than now,
pages, cells and matching would have to leave Python; a report is then bound by what pdfium takes for its text."""


@dataclass(frozen=True)
class Measured:
    """All that a run of the benchmark found.

    `reports`: what was read by all readers; `stages`: seconds a report of each; `steps`: the notebooks after the last
    of the `runs`.
    """

    machine: str
    reports: str
    scores: Sequence[Score]
    stages: Mapping[str, float]
    runs: Sequence[Run]
    steps: Sequence[Step]


def page(found: Measured) -> str:
    """All of docs/performance.md."""
    readers = _readers(found.scores, found.reports)
    growth = [*_scale(found.runs), *_chain(found.runs[-1], found.steps)]
    sections = [INTRODUCTION.format(machine=found.machine), *readers, *_stages(found.stages), *growth]
    return "\n\n".join(sections) + "\n"


def _readers(scores: Sequence[Score], reports: str) -> list[str]:
    own = scores[0].seconds
    rows = [
        [
            each.name,
            each.version,
            f"{each.seconds:.3f}",
            f"{each.seconds / own:.2f}",
            f"{each.memory / 1e6:.0f}",
            "" if each.right is None else f"{each.right:.1%}",
        ]
        for each in scores
    ]
    return [
        "## The same reports with other readers",
        f"{reports}. Each reader has one process, which has read all reports before the clock starts; they take turns "
        f"with each report, and seconds are the mean over the reports of the median of {PASSES} times. Of this project "
        "they hold everything that is done with a report: finding tables, reading them twice, matching them with the "
        "form, checking their sums. The others find tables on all pages, with their defaults, and prove nothing. "
        "*pdfium, text alone* finds no table: it is the limit. This project was made with these very reports at hand, "
        "the libraries were not.",
        DESCRIPTION,
        _table(["reader", "version", "seconds a report", "times gongkai", "peak memory, MB", "figures right"], rows),
        "![Seconds a report and figures right, by reader](images/performance.png)",
    ]


def _stages(stages: Mapping[str, float]) -> list[str]:
    whole = sum(stages.values())
    rows = [[name, f"{1000 * each:.1f}", f"{each / whole:.0%}"] for name, each in stages.items()]
    return ["## Where the time of a report goes", STAGES, _table(["stage", "ms a report", "share"], rows)]


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
    heads = ["reports", "workers", "seconds", "seconds a report", "speed-up", "peak memory of a worker, MB"]
    return [
        "## More and more reports",
        "Invented reports on every form in every style of page that `make proof` prints as PDF, read by this project "
        "with an empty cache. Seconds hold what it takes to start the workers. *Unchanged*: seconds to go through the "
        "same reports again, and to find out from the content of each that none has changed.",
        _table([*heads, "unchanged", "proven"], rows),
        "![Seconds a report, by number of reports and of workers](images/scale.png)",
    ]


def _chain(run: Run, steps: Sequence[Step]) -> list[str]:
    rows: list[list[object]] = [[f"reading, {run.workers} workers", f"{run.seconds:.0f}", f"{run.memory / 1e6:.0f}"]]
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
        rows, heads, tablefmt="github", disable_numparse=True, colalign=["left", *["right"] * (len(heads) - 1)]
    )
