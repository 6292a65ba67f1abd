"""Tables on disk: CSV files that anyone can read.

They are described by `datapackage.json` and `codebook.md`. The files hold no time and no path: the
same tables give the same bytes. `read` reads them back, in whole, in part or piece by piece;
`write` writes them, `switch` puts them in the place of older ones, all together.
"""

from __future__ import annotations

from helpers.publish.parquet import texts
from helpers.publish.read import MissingTableError, counts, load, pieces
from helpers.publish.switch import finish, switching
from helpers.publish.write import Writer, to_csv, write

__all__ = [
    "MissingTableError",
    "Writer",
    "counts",
    "finish",
    "load",
    "pieces",
    "switching",
    "texts",
    "to_csv",
    "write",
]
