"""Limits and defaults, each written once."""

from __future__ import annotations

from pathlib import Path

#: The repository. Relative paths in notebooks are relative to it, those of commands to the current
#: folder.
ROOT = Path(__file__).resolve().parents[2]

RAW_DIR = "data/raw"
PROCESSED_DIR = "data/processed"
REPORTS_DIR = "reports"
WORKERS = 2

#: So many seconds and bytes of memory a report may take to read; the slowest of the bundled ones is
#: far below both.
REPORT_SECONDS = 600
REPORT_MEMORY = 4 * 1024**3

#: So many bytes a file of the folder of reports may have.
REPORT_BYTES = 300_000_000
#: So many files an archive may hold, and so many bytes they may unpack to.
ARCHIVE_FILES = 2000
ARCHIVE_BYTES = 500_000_000

#: So many seconds pass between two lines on the progress of a reading, where no bar is shown.
LINE_SECONDS = 60
#: The variable that tells a kernel that what it writes to stderr goes to a log.
LOGGED = "GONGKAI_LOGGED"

#: A rate of fewer than these is not ranked with others: chance alone moves it by ten points.
FEW = 100

#: So many runs stay in the folder of reports, the one that is shown among them or besides.
KEEP = 10

#: So many agencies have a page in a run, those with the most reports; the index says so.
AGENCY_PAGES = 1000

#: So many printed cells a section of a page shows as pictures.
PICTURES = 12

#: So many rows of a table stand in a page; what is left out is said, and is in the published
#: tables.
TABLED = 300
#: So many bytes of CSV a page carries; a table for which no room is left is named, and stays in its
#: folder.
DOWNLOADS = 600_000
#: Tables are read and written in pieces of so many reports.
PIECE = 500
#: So many rows of a table `explore` shows; its frame holds all.
ROWS = 5000


def resolve(path: str | Path) -> Path:
    """Make a path absolute; a relative one is relative to the repository, never to a notebook."""
    path = Path(path).expanduser()
    return path if path.is_absolute() else ROOT / path
