"""Readers: a report's path → its running text and its grids, by file type."""
