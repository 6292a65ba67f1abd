"""Some rows of figures.csv → the rows with a picture each, for a page."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers import settings
from helpers.corpus.reading import extract_report
from helpers.errors import UserError
from helpers.evidence.place import picture
from helpers.forms import load_forms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpers.forms import Form

KEY = ["report_id", "table", "n"]


def exhibits(
    rows: pd.DataFrame, figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path
) -> pd.DataFrame:
    """Rows that each name a figure by report_id, table and n, with two columns more; only the first few are filled.

    `picture`: where it is printed, as a piece of a page, or a sentence where the file cannot be
    shown; `readings`: of a doubtful figure the values that the readings of its cell give. Both are
    None from row `settings.PICTURES` on.
    """
    forms = load_forms()
    known = figures.set_index(KEY, drop=False)
    shown = [
        known.loc[key]
        for key in rows[KEY].head(settings.PICTURES).itertuples(index=False, name=None)
    ]
    rest = [None] * (len(rows) - len(shown))
    pictures = [_picture(figure, figures, reports, raw_dir) for figure in shown]
    readings = [_readings(figure, raw_dir, forms) for figure in shown]
    columns = {"picture": pictures + rest, "readings": readings + rest}
    return rows.assign(
        **{name: pd.Series(each, index=rows.index, dtype=object) for name, each in columns.items()}
    )


def _picture(figure: pd.Series, figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path) -> str:
    try:
        return picture(figure, figures, reports, raw_dir).html
    except UserError as error:
        told = str(error).replace(f"{raw_dir}/", "")  # a page tells nothing of the machine
        return f'<p lang="en">{escape(told)}</p>'


def _readings(figure: pd.Series, raw_dir: Path, forms: Mapping[str, Form]) -> tuple[object, ...]:
    """The values that the file's readings give; a file read before is not read again."""
    path = raw_dir / figure["file"]
    if figure["status"] != "doubtful" or not path.is_file():
        return ()
    read = extract_report(path, forms).content.figures
    return next(
        (each.readings for each in read if (each.table, each.n) == (figure["table"], figure["n"])),
        (),
    )
