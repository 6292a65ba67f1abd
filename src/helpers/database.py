"""DuckDB, as every part opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def database(
    path: Path | str = ":memory:", **config: str | int
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that draws no progress bars, and that Ctrl-C ends as all else."""
    with duckdb.connect(path, config=dict(config)) as connection:
        # In a notebook it cannot be set without ipywidgets, and is off then.
        [[draws]] = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
        if draws:
            connection.execute("SET enable_progress_bar = false")
        try:
            yield connection
        except RuntimeError as error:
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from error
            raise
