"""Releases: the tables of one day under one version, in one archive that stays as it is.

`make` makes one, `compare` tells what two of them have in common and what not. Files of any size
pass through DuckDB, which holds a part of them at a time.
"""

from __future__ import annotations

from helpers.releases.release import Release, make
from helpers.releases.revisions import Revisions, compare, looked, opened

__all__ = ["Release", "Revisions", "compare", "looked", "make", "opened"]
