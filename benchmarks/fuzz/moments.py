"""Runs that are killed, or find the disk full, before each of their writes: the scenes of tests/test_switch.py."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import test_switch


@dataclass(frozen=True)
class Moments:
    """How many moments there are of each kind, and how many scenes left old beside new."""

    kills: int
    faults: int
    mixed: int


def moments(folder: Path) -> Moments:
    """Play every scene in a folder of its own."""
    mixed = 0
    counted: Counter[str] = test_switch.MOMENTS
    for name, scene in vars(test_switch).items():
        if name.startswith("test_"):
            place = folder / name
            place.mkdir()
            os.environ["GONGKAI_CACHE"] = str(place / "cache")
            try:
                scene(place)
            except AssertionError as error:
                mixed += 1
                print(f"{name}: {error}", flush=True)
    return Moments(counted["kill"], counted["is_full"], mixed)
