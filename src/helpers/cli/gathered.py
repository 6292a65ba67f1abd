"""The tables of a whole country: a dataset of Parquet, made where the reports are read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from helpers import forms, publish
from helpers.corpus import assemble, corrections, progress, reading, sources
from helpers.corpus.workers import connected
from helpers.run.folders import keep_apart


def gather(raw: Path, folder: Path, workers: int, cluster: str) -> tuple[Counter[str], str]:
    """Read a folder of reports, and write the dataset → the rows of its tables, and a sentence.

    Raises UserError where there are no reports, or the folder is among them or holds something
    else; Locked.
    """
    folder = folder.resolve()  # of a link that one gave the link stays
    keep_apart(raw, folder)
    known_forms, found = forms.load_forms(), sources.find_reports(raw)
    known_misreadings = corrections.read(raw)
    with publish.prepared(folder), connected(workers, cluster) as executor:
        read = reading.index_corpus(found, executor)
        index = list(progress.shown(read, len(found)))
        index = publish.corrected(index, known_misreadings, known_forms)
        rows = publish.write_dataset(index, folder, executor)
    statuses = pd.DataFrame({"status": [report.content.status for report in index]})
    return rows, f"{assemble.summary(statuses)} Figures: {rows['figures']:,}."
