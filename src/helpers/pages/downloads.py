"""The published tables as links inside a page: each once, where it is first needed.

From then on the page points to it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import publish, settings
from helpers.charts import selection


@dataclass(frozen=True)
class Download:
    """A table as a page offers it.

    `link` holds all of it, and is empty where the page has no room for it.
    """

    table: str
    file: str
    size: int
    link: str
    first: bool = True

    @property
    def weight(self) -> str:
        """How large the file is."""
        if self.size >= 1e6:
            return f"{self.size / 1e6:,.1f} MB"
        return f"{max(self.size // 1000, 1)} kB"


class Downloads:
    """The tables of one page; together they are never larger than `settings.DOWNLOADS`."""

    def __init__(self, folder: Path, agencies: Sequence[str], years: Sequence[int]) -> None:
        self.folder, self.agencies, self.years = folder, agencies, years
        self.room = settings.DOWNLOADS
        self.offered: dict[str, Download] = {}

    def offer(self, table: str) -> Download:
        """A table with its content, or with a mark that the page has offered it before."""
        if table in self.offered:
            return replace(self.offered[table], first=False)
        size, content = self._content(table)
        link = ""
        if size <= self.room:
            link = f"data:text/csv;charset=utf-8;base64,{b64encode(content).decode()}"
            self.room -= size
        self.offered[table] = Download(table, self._file(table), size, link)
        return self.offered[table]

    def _content(self, table: str) -> tuple[int, bytes]:
        """The published file, or the rows of the reports selected in the same form; and its size.

        A file that is too large anyway is not read.
        """
        if not (self.agencies or self.years):
            path = self.folder / f"{table}.csv"
            size = path.stat().st_size
            return size, path.read_bytes() if size <= self.room else b""
        reports = publish.load("reports", self.folder)
        selected = selection.chosen(reports, self.agencies, self.years)["report_id"].tolist()
        rows = publish.load(table, self.folder, report_id=selected)
        content = publish.to_csv(table, rows)
        return len(content), content

    def _file(self, table: str) -> str:
        """The name to save it under, which says what was selected."""
        name = "-".join([table, *self.agencies, *map(str, self.years)])
        if len(name) > 60:
            name = f"{table}-selected"
        return f"{name}.csv".replace("/", "_")
