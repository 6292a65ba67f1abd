"""Parts of tables are read from copies in Parquet; what counts is the CSV file, whatever happens to a copy."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers import files, publish, settings
from helpers.database import database
from helpers.errors import Terminated, terminable
from helpers.publish import parquet

PROCESSED = settings.ROOT / settings.PROCESSED_DIR


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is kept."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """A folder whose figures may be written again."""
    publish.write({"figures": publish.load("figures", PROCESSED)}, tmp_path / "tables")
    return tmp_path / "tables"


def blanks(folder: Path) -> pd.DataFrame:
    return publish.load("figures", folder, status=["blank"])


def test_rows_come_in_the_order_of_the_file_with_all_their_texts(kept: Path, figures: Path) -> None:
    whole = publish.load("figures", figures)
    assert_frame_equal(blanks(figures), whole[whole["status"].eq("blank")].reset_index(drop=True))
    assert [file.suffix for file in kept.iterdir()] == [".parquet"]


def test_a_copy_that_cannot_be_kept_is_done_without(kept: Path, figures: Path) -> None:
    """As with a disk that is full or must not be written."""
    kept.write_text("a file where the folder should be")
    assert len(blanks(figures))
    counts = publish.counts("figures", figures, ["table", "proof"], without="value")
    assert counts["cells"].sum() == len(publish.load("figures", figures))


def test_a_table_that_is_written_again_is_copied_again(kept: Path, figures: Path) -> None:
    assert len(blanks(figures))
    whole = publish.load("figures", figures)
    publish.write({"figures": whole[whole["status"].ne("blank")]}, figures)
    assert blanks(figures).empty


def test_copies_of_yesterday_go_with_the_next_run(kept: Path, figures: Path) -> None:
    """Each run writes into a folder of its own."""
    assert len(blanks(figures))
    [copy] = kept.iterdir()
    files.sweep()
    assert copy.exists()
    os.utime(copy, (0, 0))
    files.sweep()
    assert not copy.exists()


def test_a_cell_that_somebody_changes_in_the_file_is_read_as_changed(
    kept: Path, figures: Path
) -> None:
    """Even where the file is as long as before, and has the time of before."""
    file = figures / "figures.csv"
    label = publish.load("figures", figures).loc[0, "label"]
    named = ("WHERE label = ?", label)
    assert len(parquet.query("*", parquet.table(file), *named))
    times = file.stat()
    changed = file.with_suffix(".changed")
    changed.write_bytes(file.read_bytes().replace(label.encode(), label[::-1].encode()))
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    changed.replace(file)
    assert parquet.query("*", parquet.table(file), *named).empty


def test_two_folders_have_a_copy_each(kept: Path, figures: Path) -> None:
    assert len(blanks(figures)) == len(blanks(PROCESSED))
    assert len(list(kept.iterdir())) == 2


def asked_to_end_in_a_long_query() -> None:
    with terminable(), database(threads=1) as connection:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        connection.execute("SELECT sum(a.i * b.i) FROM range(100_000) a(i), range(100_000) b(i)")


def test_a_long_query_ends_as_all_else_when_the_process_is_asked_to() -> None:
    """DuckDB makes an error of its own of any signal."""
    with pytest.raises(Terminated):
        asked_to_end_in_a_long_query()


def test_a_copy_is_cut_into_parts(
    kept: Path, figures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a report is found without reading all others."""
    monkeypatch.setattr(parquet, "ROWS", 2048)  # DuckDB makes no smaller ones
    blanks(figures)
    [copy] = kept.iterdir()
    groups = duckdb.sql(f"SELECT DISTINCT row_group_id FROM parquet_metadata('{copy}')").fetchall()
    assert len(groups) == -(-len(publish.load("figures", figures)) // 2048) > 1
