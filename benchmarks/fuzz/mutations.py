"""Files in which a few bytes have changed, and the figures with a proof that the unchanged file does not hold."""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from rapidfuzz.distance import Levenshtein
from reportlab import rl_config

import printing as pr
from fuzz.shapes import zipped
from fuzz.shown import heads, shows
from fuzz.trial import CRASHED, is_hung, is_unsafe
from helpers.errors import UnreadableReport
from helpers.extract import read_content
from helpers.forms import Form, load_forms
from helpers.text import compact
from helpers.words import PROVEN
from printing_docx import print_docx
from printing_html import print_html
from printing_ofd import print_ofd
from printing_pdf import print_pdf
from printing_rtf import print_rtf
from printing_xlsx import print_xls, print_xlsx

#: What a proven figure says: its value, its text as printed, and where that stands in a file
#: without pages.
Said = tuple[str, str, str]
#: Table, row and column of a figure.
Place = tuple[str, str, str]
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
#: So many bytes are changed at a time, but where a piece is cut off.
LONGEST = 40
#: A change of so few bytes may be one of the printed text itself.
SMALL = 4


@dataclass(frozen=True)
class Change:
    """What was done to the bytes of a file, or of a part that is unpacked in it."""

    data: bytes
    said: str
    size: int


def change(data: bytes, chance: random.Random) -> Change:
    """Change a few bytes in one of six ways."""
    at = chance.randrange(len(data))
    size = min(chance.choice((1, 1, 2, 4, LONGEST)), len(data) - at)
    end = at + size
    piece, before, after = data[at:end], data[:at], data[end:]
    way = chance.choice(("flip", "delete", "insert", "duplicate", "swap", "truncate"))
    if way == "flip":
        new = bytes(byte ^ (1 << chance.randrange(8)) for byte in piece)
    elif way == "insert":
        new = piece + chance.randbytes(size)
    elif way == "duplicate":
        new = piece * 2
    elif way == "swap":
        new, after = after[:size], piece + after[size:]
    else:
        new = b""
    if way == "truncate":
        after, size = b"", len(data) - at
    return Change(before + new + after, f"{way} of {size} at {at}: {piece!r} -> {new!r}", size)


def mutant(data: bytes, chance: random.Random) -> Change:
    """Change a file, or a part of it where it is a package."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return change(data, chance)
    try:
        with ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except BadZipFile:
        return change(data, chance)
    name = chance.choice([name for name, content in parts.items() if content])
    done = change(parts[name], chance)
    return Change(zipped({**parts, name: done.data}), f"{name}: {done.said}", done.size)


def bases(folder: Path) -> Iterator[Path]:
    """Small reports of every kind that can be printed, figures as invented."""
    small = pr.report("national_2021", seed=5)
    rl_config.invariant = 1
    for name, print_it in {
        "a.html": print_html,
        "b.docx": print_docx,
        "c.rtf": print_rtf,
        "d.xlsx": print_xlsx,
        "e.xls": print_xls,
        "f.ofd": print_ofd,
        "g.pdf": print_pdf,
    }.items():
        yield _timeless(print_it(small, folder / name))
    yield _unpacked(folder / "h.pdf")
    yield _saved(folder / "i.mht", (folder / "a.html").read_bytes())


def _timeless(path: Path) -> Path:
    """A package that does not say when it was made: its bytes are the same in each run."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        path.write_bytes(
            zipped({name: _TIME.sub(b"2024-01-01T00:00:00", parts[name]) for name in parts})
        )
    return path


def _unpacked(path: Path) -> Path:
    """A PDF whose pages are not deflated: what changes in them is what they draw."""
    before = rl_config.pageCompression
    rl_config.pageCompression = 0
    try:
        return print_pdf(pr.report("national_2021", seed=6), path)
    finally:
        rl_config.pageCompression = before


def _saved(path: Path, page: bytes) -> Path:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n"
    path.write_bytes(head + b"Content-Transfer-Encoding: 8bit\n\n" + page + b"\n--B--\n")
    return path


@cache
def _forms() -> Mapping[str, Form]:
    return load_forms()


def proven_figures(path: Path) -> tuple[str, str, list[tuple[Place, Said]]]:
    """The status of a file, what is said of it, and its figures that have a proof, or are called verified as a whole."""
    content = read_content(path, _forms())
    trusted = content.status in PROVEN
    figures = []
    for each in content.figures:
        if each.row and each.column and (trusted or each.proof != "none"):
            figures.append(
                ((each.table, each.row, each.column), (str(each.value), each.printed, each.place))
            )
    return content.status, content.message, figures


@dataclass(frozen=True)
class Answer:
    """What was read of a file, and how long that took; `ended`: its process was, or gave it up."""

    status: str
    message: str
    figures: list[tuple[Place, Said]]
    seconds: float
    ended: bool = False


@dataclass
class Count:
    """What became of the mutants of one file; `seconds`: of the slowest."""

    file: str
    mutants: int = 0
    proven: int = 0
    failed: int = 0
    crashed: int = 0
    ended: int = 0
    printed: int = 0
    wrong: int = 0
    hung: int = 0
    unsafe: int = 0
    seconds: float = 0.0

    def add(self, answer: Answer) -> None:
        """Count a mutant by its status and message."""
        self.mutants += 1
        self.proven += answer.status in PROVEN
        self.failed += answer.status in ("failed", "left_out")
        self.crashed += answer.status == CRASHED
        self.ended += answer.ended
        self.hung += is_hung(answer.seconds)
        self.unsafe += is_unsafe(answer.message)
        self.seconds = max(self.seconds, answer.seconds)


def trial(
    base: Path, number: int, executor: Executor, seed: int, told: Callable[[str], None]
) -> Count:
    """Read so many mutants of a file; `told` is called with each figure that nobody printed."""
    chance = random.Random(f"{base.name} {seed}")
    count = Count(base.name)
    data = base.read_bytes()
    truth = dict(_read(base, executor).figures)
    for n in range(number):
        done = mutant(data, chance)
        path = base.with_name(f"mutant-{n}{base.suffix}")
        path.write_bytes(done.data)
        answer = _read(path, executor)
        count.add(answer)
        other = [each for each in answer.figures if _value(truth.get(each[0])) != _value(each[1])]
        alone = len(other) == 1
        if other and all(
            _is_printed(path, done, truth.get(at), said, alone)
            or (at in truth and _is_labelled(path, at, said))
            for at, said in other
        ):
            count.printed += 1
        elif other:
            count.wrong += 1
            first = [(place, truth.get(place), said) for place, said in other[:3]]
            told(f"{base.name} {answer.status}: {done.said}: {len(other)} figures: {first}")
        path.unlink()
    return count


def _value(said: Said | None) -> str:
    return said[0] if said else "no such figure"


def _is_printed(path: Path, done: Change, before: Said | None, now: Said, alone: bool) -> bool:
    """Whether a figure says what the changed file prints where the unchanged one prints it.

    Another program reads the same there; or as many letters differ as bytes, or the only one is a
    number that is no text in the file, which may become any other.
    """
    if before is None:
        return False
    if before[2] and before[2] == now[2] and shows(path, now[2], now[1]):
        return True
    small = done.size <= SMALL
    return small and (alone or Levenshtein.distance(before[1], now[1]) <= 2 * done.size)


def _is_labelled(path: Path, at: Place, now: Said) -> bool:
    """Whether a web page prints a figure below the label of its column and beside that of its row.

    Labels may trade places, too; as another program reads the page.
    """
    table = _forms()["national_2021"].tables[at[0]]
    columns = [column.labels for column in table.columns if column.code == at[2]]
    if not columns or not shows(path, now[2], now[1]):
        return False
    around = heads(path, now[2])
    labels = (table.row(at[1]).labels[0], columns[0][0])
    return all(compact(label) in around for label in labels)


def _read(path: Path, executor: Executor) -> Answer:
    started = time.perf_counter()
    try:
        status, message, figures = executor.submit(proven_figures, path).result()
    except (UnreadableReport, MemoryError) as error:
        return Answer("failed", str(error), [], time.perf_counter() - started, ended=True)
    except Exception as error:
        return Answer(CRASHED, repr(error), [], time.perf_counter() - started)
    said = [(tuple(place), tuple(said)) for place, said in figures]
    return Answer(status, message, said, time.perf_counter() - started)
