"""Tables on disk: CSV files that anyone can read.

They are described by `datapackage.json` and `codebook.md`. The files hold no time and no path: the
same tables give the same bytes. `read` reads them back, in whole, in part or piece by piece;
`write` writes them, `switch` puts them in the place of older ones, all together.
"""

from __future__ import annotations

from helpers.publish.analyst import description, for_analyst, joined, overview
from helpers.publish.batches import extracted, tidied
from helpers.publish.codes import code_tables
from helpers.publish.dataset import corrected, prepared, write_dataset
from helpers.publish.parquet import texts
from helpers.publish.read import MissingTableError, counts, load, pieces
from helpers.publish.switch import finish, switching
from helpers.publish.write import Writer, to_csv, write

__all__ = [
    "MissingTableError",
    "Writer",
    "code_tables",
    "corrected",
    "counts",
    "description",
    "extracted",
    "finish",
    "for_analyst",
    "joined",
    "load",
    "overview",
    "pieces",
    "prepared",
    "switching",
    "texts",
    "tidied",
    "to_csv",
    "write",
    "write_dataset",
]
