"""`python -m proof.shown FOLDER [MAKER ...]`: make the cases of all makers or some, and list what is seen in them."""

from __future__ import annotations

import sys
from pathlib import Path

from proof.shown import controls, judge
from proof.shown.makers import MAKERS, all_cases

CONTROLS = "controls"


def main() -> None:
    """A folder for each maker, with its files and its cases.csv; the clean files are in a folder of their own."""
    folder, *names = sys.argv[1:]
    for name in names or [*MAKERS, CONTROLS]:
        place = Path(folder) / name
        place.mkdir(parents=True, exist_ok=True)
        if name == CONTROLS:
            _write_controls(place)
        else:
            _write_cases(name, place)


def _write_cases(name: str, place: Path) -> None:
    made = [each.look() for each in MAKERS[name].make(all_cases(name), place)]
    judge.write_list(place / "cases.csv", (row for each in made for row in judge.rows(each)))
    dropped = [each for each in made if not judge.truth(each)]
    print(f"{place}: {len(made)} cases, {len(dropped)} dropped")
    for each in dropped:
        print(f"    {each.path.name}: {', '.join(seen.why for seen in each.seen.values())}")


def _write_controls(place: Path) -> None:
    clean = []
    for name, maker in controls.MAKERS.items():
        inside = place / name
        inside.mkdir(exist_ok=True)
        clean += maker.make(controls.all_cases(name), inside)
    judge.write_list(place / "cases.csv", map(controls.row, clean))
    print(f"{place}: {len(clean)} clean files")


if __name__ == "__main__":
    main()
