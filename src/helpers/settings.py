"""Limits and defaults, each written once."""

from __future__ import annotations

from pathlib import Path

#: The same as in pyproject.toml and CITATION.cff.
VERSION = "0.1.0"
_PACKAGE = Path(__file__).resolve().parent
#: What comes along with the code: the checkout, or of a wheel the folder that stands for it.
ROOT = _PACKAGE / "brought" if (_PACKAGE / "brought").is_dir() else _PACKAGE.parents[1]

NOTEBOOKS = "notebooks"
RAW_DIR = "data/raw"
PROCESSED_DIR = "data/processed"
REPORTS_DIR = "reports"
RELEASES_DIR = "releases"
WORKERS = 2

#: So many seconds and bytes of memory a report may take to read. Each page that is a picture begins
#: the seconds anew, and OCR may take more memory.
REPORT_SECONDS = 60
REPORT_MEMORY = 1024**3
SCAN_MEMORY = 1536 * 1024**2

#: How much of one file is read, so that a hostile one ends before its time is up; a report is far
#: below each. `messages.yaml` has for each name, as limit_NAME, what to do.
LIMITS = {
    "pages": 1000,  # of a file that has pages; frames of a picture
    "scans": 200,  # pages that are pictures
    "objects": 300_000,  # letters, paths, corners of paths and pictures of a page
    "shadings": 100,  # grounds of a page that are computed for each pixel
    "notes": 2000,  # notes, stamps and fields of a page
    "rules": 50_000,  # lines of a page that may belong to a table
    "cells": 30_000,  # of a table, or of all tables of a page
    "all_cells": 100_000,  # of all tables of a file
    "tables": 5000,  # of a file without pages
    "tables_deep": 20,  # tables of a Word file in one another
    "elements": 200_000,  # of a web page, those in its frames among them
    "attributes": 10_000,  # of an element
    "nesting": 1000,  # elements in one another
    "frames": 200,  # pages within a web page
    "letters": 2_000_000,  # of the running text
    "words": 3_000_000,  # control words and groups of an RTF file
    "pixels": 90_000_000,  # of a picture, or of a page that is drawn
}

#: So many bytes a file of the folder of reports may have.
REPORT_BYTES = 300_000_000
#: So many files an archive may hold, and so many bytes they may unpack to.
ARCHIVE_FILES = 2000
ARCHIVE_BYTES = 500_000_000
#: An archive in an archive is kept in memory between two files of it if it has no more bytes.
ARCHIVE_KEPT = 50_000_000

#: How `gongkai fetch` asks for reports; docs/fetch.md explains each. Times are in seconds.
FETCH = {
    "delay": 3.0,  # between two requests to one host
    "longest_delay": 60.0,  # a host that wants more between two requests is not asked
    "tries": 4,  # for an address, where another try may help
    "backoff": 5.0,  # before the second try; twice as long before each further one
    "longest_wait": 180.0,  # a host that wants more before the next try is left for the next run
    "silence": 30.0,  # without a byte
    "seconds": 600.0,  # for one answer, from the first byte to the last
    "bytes": 100_000_000,  # of a file
    "unpacked": 50_000_000,  # bytes of what comes compressed, which is pages
    "redirects": 8,
    "robots_bytes": 512_000,  # of robots.txt that count (RFC 9309)
    "fresh_hours": 20.0,  # what was got since is not asked for again
    "hosts": 4,  # that are asked at the same time
    "failures": 3,  # of a host one after the other, then it is left for the next run
    "links": 5,  # of a page that are followed
}
#: Where a page that is gone is looked for: the copy as it was, nearest to a day.
ARCHIVE = "https://web.archive.org/web/{day}id_/{url}"

#: So many seconds pass between two lines on the progress of a reading, where no bar is shown.
LINE_SECONDS = 60
#: The variable that tells a kernel that what it writes to stderr goes to a log.
LOGGED = "GONGKAI_LOGGED"

#: A rate of fewer than these is not ranked with others: chance alone moves it by ten points.
FEW = 100

#: A number below this has no change in per cent: from 2 to 3 is no rise by half.
SMALL_BASE = 20
#: So many names a sentence gives; of the others it tells the number.
NAMED = 10

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
DOWNLOADS = 800_000
#: So many reports are named as sources in a descriptor; of more reports it names the sites alone.
SOURCES = 1000
#: Tables are read and written in pieces of so many reports.
PIECE = 1000
#: A table of so many bytes is read by DuckDB, which takes a while to begin, and is faster then.
LARGE = 2_000_000
#: What was read is made tables of in pieces of so many reports.
READINGS = 500
#: What DuckDB holds of tables that it compares or packs; the rest lies on the disk.
DUCKDB_MEMORY = "500MB"
#: The database of a release enforces the keys of tables of so many rows; of larger ones, whose
#: indexes would have to fit in memory, it only tells them.
KEYED = 1_000_000
#: So many rows of a table `explore` shows; its frame holds all.
ROWS = 5000
