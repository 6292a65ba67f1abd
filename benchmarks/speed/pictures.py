"""The pictures of docs/performance.md, in the style of the project's charts."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from helpers.charts.draw.style import BLUE, GREY, ORANGE, PALE, RULE, figure
from speed.peers import Score
from speed.scale import Run

COLOURS = (BLUE, ORANGE)


def readers(scores: Sequence[Score]) -> Figure:
    """Seconds a report, on a scale on which each step is ten times the last, and the share of figures right."""
    drawing = figure(9, 0.42 * len(scores) + 1.1)
    seconds, right = drawing.subplots(1, 2, sharey=True)
    names = [score.name for score in scores]
    times = [score.seconds for score in scores]
    seconds.set_xscale("log")
    seconds.set_xlim(min(times) / 2, max(times) * 3)
    seconds.xaxis.set_major_formatter(FuncFormatter(lambda time, _: f"{time:g}"))
    seconds.set_title("seconds a report (log scale)", loc="left", fontsize=11)
    _bars(seconds, names, times, [f"{time:.3f}" for time in times])
    shares = [score.right or 0 for score in scores]
    said = ["finds no tables" if score.right is None else f"{score.right:.1%}" for score in scores]
    right.set_xlim(0, 1.2)
    right.set_xticks([0, 0.5, 1])
    right.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    right.set_title("figures in the right place", loc="left", fontsize=11)
    _bars(right, names, shares, said)
    seconds.invert_yaxis()
    return drawing


def _bars(panel: Axes, names: list[str], values: list[float], said: list[str]) -> None:
    colours = [BLUE if name == "gongkai" else PALE for name in names]
    bars = panel.barh(names, values, color=colours, height=0.62)
    panel.bar_label(bars, said, padding=4, fontsize=9, color=GREY)
    panel.grid(axis="x", color=RULE, linewidth=0.6)
    panel.set_axisbelow(True)
    sns.despine(ax=panel, left=True)


def scale(runs: Sequence[Run]) -> Figure:
    """Seconds a report and memory of the largest worker by number of reports, a line for each number of workers."""
    drawing = figure(9, 3.2)
    seconds, memory = drawing.subplots(1, 2)
    for workers, colour in zip(sorted({run.workers for run in runs}), COLOURS, strict=False):
        of = [run for run in runs if run.workers == workers]
        sizes = [run.reports for run in of]
        name = f"{workers} worker{'s' if workers > 1 else ''}"
        seconds.plot(
            sizes, [run.seconds / run.reports for run in of], "o-", color=colour, label=name
        )
        memory.plot(sizes, [run.memory / 1e6 for run in of], "o-", color=colour)
    for panel, title in ((seconds, "seconds a report"), (memory, "peak memory of a worker, MB")):
        panel.set_title(title, loc="left", fontsize=11)
        panel.set_xscale("log")
        panel.set_xticks(
            sorted({run.reports for run in runs}),
            [f"{size:,}" for size in sorted({r.reports for r in runs})],
        )
        panel.xaxis.set_minor_formatter(NullFormatter())
        panel.set_ylim(0, panel.dataLim.ymax * 1.15)
        panel.set_xlabel("reports", fontsize=9)
        panel.grid(axis="y", color=RULE, linewidth=0.6)
        sns.despine(ax=panel, left=True)
    seconds.legend(frameon=False, fontsize=9)
    return drawing
