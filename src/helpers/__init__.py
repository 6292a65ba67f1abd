"""Read annual reports on government-information disclosure into checked, tidy tables.

What an analyst needs: `load`, `tables`, `describe`, `codes`, `join`, `evidence`. Each has an
example in its help.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import project, settings

if TYPE_CHECKING:
    import pandas as pd

    from helpers.exhibits import Picture

# jsonschema, which Jupyter's libraries check notebooks with, compiles the grammar of addresses (RFC
# 3987) whenever it is imported and finds this: a second of each start, for what no notebook holds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = settings.VERSION
#: By this the notebooks tell this package from another one that is called `helpers`.
PROJECT = "gongkai"

__all__ = ["codes", "describe", "evidence", "join", "load", "tables"]


def __dir__() -> list[str]:
    """What an analyst needs, for the Tab key; the rooms of the house are imported by name."""
    return __all__


def load(
    name: str,
    folder: str | Path = settings.PROCESSED_DIR,
    *,
    agencies: Collection[str] = (),
    years: Collection[int] = (),
    labels: bool = False,
) -> pd.DataFrame:
    """Load a published table as a frame.

    Text is str, whole numbers are Int64, money and all other numbers float64.

    `folder`: where the tables are; a relative one is relative to the project. `agencies`, `years`:
    those of the reports to keep, all where none is given. `labels`: with the Chinese and English
    label of each code beside it, as NAME_zh and NAME_en. Raises MissingTableError where there is no
    such table, TableError where its file is not what the schema says.

    >>> helpers.load("requests", agencies=["淮安市人民政府"], years=[2024], labels=True)
    """
    from helpers import publish

    return publish.for_analyst(name, project.resolve(folder), agencies, years, labels)


def tables() -> pd.DataFrame:
    """One row per published table: what a row of it is, in English and Chinese, and its key.

    >>> helpers.tables()
    """
    from helpers import publish

    return publish.overview()


def describe(name: str) -> pd.DataFrame:
    """One row per column of a table: its type, unit, allowed values and meaning.

    >>> helpers.describe("requests")
    """
    from helpers import publish

    return publish.description(name)


def codes(column: str = "", folder: str | Path = settings.PROCESSED_DIR) -> pd.DataFrame:
    """The codes of a column in Chinese and English, and the forms that print them.

    >>> helpers.codes("outcome")
    """
    found = load("codes", folder)
    return found[found["column"].eq(column)].reset_index(drop=True) if column else found


def join(
    frame: pd.DataFrame, other: str, folder: str | Path = settings.PROCESSED_DIR
) -> pd.DataFrame:
    """Rows of a table with those of another one beside them: each row once for each that fits.

    `other`: `figures` puts page, box and printed text beside each figure that a row names;
    any other table, such as `reports`, is joined by the columns that lead to it. Columns of the
    same name get the name of the table behind theirs.

    >>> helpers.join(helpers.load("outcomes"), "figures")
    >>> helpers.join(helpers.load("requests"), "reports")
    """
    from helpers import publish

    return publish.joined(frame, other, load(other, folder))


def evidence(
    row: pd.Series[Any] | Mapping[str, Any] | pd.DataFrame,
    folder: str | Path = settings.PROCESSED_DIR,
    raw: str | Path = settings.RAW_DIR,
) -> Picture:
    """Show where the numbers of a row of any table are printed; a notebook shows the picture.

    `raw`: the folder that the reports were read from. Raises UserError where the row names no
    figure, or the file is no longer the one that was read.

    >>> helpers.evidence(helpers.load("outcomes").iloc[0])
    """
    import pandas as pd

    from helpers import exhibits, publish

    named: dict[Any, Any] = dict(row.iloc[0] if isinstance(row, pd.DataFrame) else row)
    place = project.resolve(folder)
    figures = publish.load("figures", place, report_id=[str(named.get("report_id", ""))])
    reports = publish.load("reports", place)
    return exhibits.pictures(named, figures, reports, project.resolve(raw))
