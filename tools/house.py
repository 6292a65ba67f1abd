"""Draw the house: its rooms by floor, and which room imports which, from the code itself.

Usage: python tools/house.py [FILE]. A room is a folder of src/helpers or a loose file in it; the
floors are the layers that pyproject.toml names. Prints how many rooms, floors and imports there
are; draws docs/images/house.png, or FILE.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

import grimp
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "helpers"
#: Inches of a floor and of the page, and the colours of rooms, of ground and of imports.
HIGH, WIDE = 0.62, 9.0
ROOM, GROUND, IMPORT = "#12436D", "#595959", "#28A197"


def floors() -> list[list[str]]:
    """The rooms of each layer, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [line.replace("|", ":").split(" : ") for line in layers]


def room_of(module: str) -> str:
    """The room that a module stands in."""
    return module.split(".")[1] if "." in module else ""


def imports() -> Counter[tuple[str, str]]:
    """How many modules of one room import a module of another."""
    graph = grimp.build_graph(PACKAGE)
    pairs: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = room_of(module), room_of(imported)
            if pair[0] and pair[1] and pair[0] != pair[1]:
                pairs[pair] += 1
    return pairs


def depth(pairs: Counter[tuple[str, str]]) -> int:
    """The longest way down, in rooms."""
    below: dict[str, set[str]] = {}
    for upper, lower in pairs:
        below.setdefault(upper, set()).add(lower)
    known: dict[str, int] = {}

    def down(room: str) -> int:
        if room not in known:
            known[room] = 1 + max(map(down, below.get(room, ())), default=0)
        return known[room]

    return max(map(down, {room for pair in pairs for room in pair}))


def draw(layers: list[list[str]], pairs: Counter[tuple[str, str]]) -> Figure:
    """The floors from the roof to the ground; the thicker a line, the more modules import."""
    drawing = Figure(figsize=(WIDE, HIGH * len(layers)))
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(-len(layers) + 0.4, 0.6))
    places = {}
    for floor, rooms in enumerate(layers):
        for number, room in enumerate(rooms):
            shift = 0.06 * (floor % 5 - 2) if len(rooms) == 1 else 0.0
            places[room] = ((number + 0.5) / len(rooms) + shift, -floor)
    for (upper, lower), count in sorted(pairs.items()):
        (x0, y0), (x1, y1) = places[upper], places[lower]
        on_ground = (ROOT / "src" / PACKAGE / f"{lower}.py").is_file()
        style = {"color": GROUND, "alpha": 0.15} if on_ground else {"color": IMPORT, "alpha": 0.6}
        style["linewidth"] = 0.5 + count / 4
        axes.plot([x0, x1], [y0, y1], zorder=1, **style)
    for room, (x, y) in places.items():
        loose = (ROOT / "src" / PACKAGE / f"{room}.py").is_file()
        box = {"boxstyle": "round,pad=0.45", "facecolor": GROUND if loose else ROOM, "linewidth": 0}
        axes.text(x, y, room, color="white", ha="center", va="center", fontsize=10, bbox=box)
    return drawing


def main() -> None:
    """Count and draw."""
    pairs, layers = imports(), floors()
    rooms = {room for pair in pairs for room in pair}
    counts = f"{len(rooms)} rooms, {depth(pairs)} floors, {len(pairs)} pairs of rooms, "
    print(counts + f"{sum(pairs.values())} imports between rooms")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "house.png"
    draw(layers, pairs).savefig(target, dpi=120)


if __name__ == "__main__":
    main()
