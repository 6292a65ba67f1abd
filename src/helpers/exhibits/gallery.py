"""Some rows of figures.csv → the rows with a picture each, for a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers import settings
from helpers.charts import markup
from helpers.corpus.archives import as_file
from helpers.corpus.reading import extract_apart
from helpers.errors import UnreadableReport, UserError
from helpers.exhibits.place import picture
from helpers.forms import load_forms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpers.forms import Form

KEY = ["report_id", "table", "n"]


def exhibits(
    rows: pd.DataFrame, figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path
) -> pd.DataFrame:
    """Rows that each name a figure by report_id, table and n, with two columns more.

    `picture`: where it is printed, as a piece of a page, or a sentence where the file cannot be
    shown; `readings`: of a doubtful figure the values that the readings of its cell give. Both are
    None from row `settings.PICTURES` on.
    """
    forms = load_forms()
    known = figures.set_index(KEY, drop=False)
    keys = rows[KEY].head(settings.PICTURES)
    shown = [known.loc[key] for key in keys.itertuples(index=False, name=None)]
    rest = [None] * (len(rows) - len(shown))
    pictures = [_picture(figure, figures, reports, raw_dir) for figure in shown]
    readings = [_readings(figure, raw_dir, forms) for figure in shown]
    return rows.assign(
        picture=pd.Series(pictures + rest, index=rows.index, dtype=object),
        readings=pd.Series(readings + rest, index=rows.index, dtype=object),
    )


def _picture(figure: pd.Series, figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path) -> str:
    try:
        return picture(figure, figures, reports, raw_dir).html
    except UserError as error:
        told = str(error).replace(f"{raw_dir}/", "")  # a page tells nothing of the machine
        return markup.english_paragraph(told)


def _readings(figure: pd.Series, raw_dir: Path, forms: Mapping[str, Form]) -> tuple[object, ...]:
    """The values that the file's readings give; a file read before is not read again."""
    if figure["status"] != "doubtful":
        return ()
    try:
        with as_file(raw_dir, figure["file"]) as path:
            report = extract_apart(path, forms)
    except (OSError, UnreadableReport):
        return ()
    for read in report.content.figures:
        if (read.table, read.n) == (figure["table"], figure["n"]):
            return read.readings
    return ()
