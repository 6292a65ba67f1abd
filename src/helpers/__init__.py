"""Read annual reports on government-information disclosure into checked, tidy tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import settings

if TYPE_CHECKING:
    import pandas as pd

# jsonschema, which Jupyter's libraries check notebooks with, compiles the grammar of addresses (RFC
# 3987) whenever it is imported and finds this: a second of each start, for what no notebook holds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
#: By this the notebooks tell this package from another one that is called `helpers`.
PROJECT = "gongkai"


def load(name: str, folder: str | Path = settings.PROCESSED_DIR) -> pd.DataFrame:
    """Load a published table as a frame.

    Text is str, whole numbers are Int64, money and all other numbers float64.

    `folder`: where the tables are; a relative one is relative to the project. Raises
    MissingTableError where there is no such table, TableError where its file is not what the schema
    says.
    """
    from helpers import publish, schema

    return schema.for_analysis(name, publish.load(name, settings.resolve(folder)))
