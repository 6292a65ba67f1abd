"""Make the cases of all makers and the clean files, judge them, and count what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from proof.shown import controls, judge
from proof.shown.judge import Row, Tally
from proof.shown.makers import MAKERS, all_cases

#: What is seen in the Word files, which `make proof` writes, so that tests need no LibreOffice.
SEEN_IN_WORD = Path(__file__).parent / "word_seen.csv"
#: In how many parts the cases of a maker are tried, for two processes to share them; those of
#: LibreOffice in one run.
PARTS = {"pdf": 4, "web": 4, "chromium": 2, "word": 1, "libreoffice": 1}


@dataclass
class Result:
    """What became of all cases, by family and maker, and of the clean files, by maker."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    clean: dict[str, controls.Tally] = field(default_factory=dict)
    seen_in_word: list[Row] = field(default_factory=list)

    @property
    def said(self) -> Iterable[str]:
        """A sentence on each case that falls short."""
        for tally in (*self.tallies.values(), *self.clean.values()):
            yield from tally.said


def try_cases(name: str, part: int, parts: int) -> Result:
    """Judge a part of the cases of a maker."""
    result = Result()
    maker = MAKERS[name]
    with TemporaryDirectory() as folder:
        for made in maker.make(all_cases(name)[part::parts], Path(folder)):
            made.look()
            tally = result.tallies.setdefault((made.case.family, maker.title), Tally())
            tally.add(judge.judge(made))
            result.seen_in_word += judge.rows(made) if name == "word" else []
    return result


def try_controls(name: str) -> Result:
    """Judge the clean files of a maker."""
    maker, tally = controls.MAKERS[name], controls.Tally()
    with TemporaryDirectory() as folder:
        for clean in maker.make(controls.all_cases(name), Path(folder)):
            tally.add(controls.judge(clean))
    return Result(clean={maker.title: tally})


def try_all(executor: Executor) -> Result:
    """Judge everything, and keep what is seen in the Word files."""
    whole = Result()
    asked = [
        executor.submit(try_cases, name, part, parts)
        for name, parts in PARTS.items()
        for part in range(parts)
    ]
    asked += [executor.submit(try_controls, name) for name in controls.MAKERS]
    for future in asked:
        result = future.result()
        for key, tally in result.tallies.items():
            whole.tallies.setdefault(key, Tally()).add(tally)
        whole.clean |= result.clean
        whole.seen_in_word += result.seen_in_word
    judge.write_list(SEEN_IN_WORD, whole.seen_in_word)
    return whole
