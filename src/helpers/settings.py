"""Limits and defaults, each written once."""

from __future__ import annotations

from pathlib import Path

#: The repository: relative paths in notebooks and commands are relative to it.
ROOT = Path(__file__).resolve().parents[2]

RAW_DIR = "data/raw"
PROCESSED_DIR = "data/processed"
REPORTS_DIR = "reports"
WORKERS = 2


def resolve(path: str | Path) -> Path:
    """Make a path absolute; a relative one is relative to the repository, never to a notebook."""
    path = Path(path).expanduser()
    return path if path.is_absolute() else ROOT / path
