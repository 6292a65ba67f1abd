"""A run that is killed between any two writes: readers find the old tables or the new ones, never some of both.

A child is killed at its first, second, ... change of the disk, as Python's audit events tell of
them, until one comes through.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from helpers import publish
from helpers.corpus import cache
from helpers.corpus.extraction import Reading
from helpers.prove.content import Content
from helpers.publish.switch import DESCRIPTOR
from helpers.run import chain, folders, record
from test_publish import fees, reports

#: What Python tells before it changes the disk.
CHANGES = {
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate",
    "os.chmod", "os.utime", "shutil.copyfile", "shutil.rmtree",
}  # fmt: skip


def is_change(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        _, mode, flags = arguments
        return "w" in str(mode) or bool(int(str(flags)) & (os.O_WRONLY | os.O_RDWR))
    return event in CHANGES


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def is_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stopped_at(number: int, work: Callable[[], None], fault: Callable[[], None]) -> bool:
    """Do some work in a child, with a fault before its nth change; whether it came so far."""
    child = os.fork()
    if not child:
        seen = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if is_change(event, arguments):
                seen += 1
                if seen == number:
                    fault()

        sys.addaudithook(watch)
        try:
            work()
        except Exception:
            os._exit(1)
        finally:
            os._exit(seen >= number)
    _, status = os.waitpid(child, 0)
    return status != 0


#: How many times a work was stopped, by the fault that stopped it; `make fuzz` tells.
MOMENTS: Counter[str] = Counter()


def stops(
    work: Callable[[], None], again: Callable[[], None], fault: Callable[[], None] = kill
) -> Iterator[int]:
    """Stop the work at each of its moments; `again` makes the scene for the next one."""
    number = 1
    again()
    while stopped_at(number, work, fault):
        MOMENTS[fault.__name__] += 1
        yield number
        number += 1
        again()
    assert number > 3, "no change of the disk was seen"


def write(folder: Path, amount: int) -> None:
    publish.write({"reports": reports({"year": amount}), "fees": fees(Decimal(amount))}, folder)


def state(folder: Path) -> set[int]:
    """What readers find: the amounts that the tables hold, which tell old from new."""
    year = publish.load("reports", folder)["year"].tolist()
    amount = publish.load("fees", folder)["amount_yuan"].tolist()
    return {*year, *map(int, amount)}


def check_descriptor(folder: Path) -> None:
    """No descriptor stands over tables that are not those it describes."""
    if not (folder / DESCRIPTOR).exists():
        return
    for resource in json.loads((folder / DESCRIPTOR).read_text("utf-8"))["resources"]:
        digest = hashlib.sha256((folder / resource["path"]).read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))


def test_published_tables_are_old_or_new_whenever_it_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for amount in (2019, 2025):
        write(tmp_path / str(amount), amount)

    def hand_over(amount: int) -> None:
        folders.publish(tmp_path / str(amount), out)

    found = []
    for _ in stops(lambda: hand_over(2025), lambda: hand_over(2019)):
        [shown] = state(out)
        check_descriptor(out)
        publish.finish(out)
        assert state(out) == {shown}, "what was published stays published"
        check_descriptor(out)
        found.append(shown)
    assert found == sorted(found), "the new tables are there from one moment on"
    assert {*found} == {2019, 2025}
    left = {path.name for path in out.iterdir() if not path.name.endswith(".part")}
    assert left == {"codebook.md", DESCRIPTOR, "fees.csv", "reports.csv"}


def test_a_disk_that_is_full_at_any_write_leaves_whole_tables_and_no_rest(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for amount in (2019, 2025):
        write(tmp_path / str(amount), amount)

    def hand_over(amount: int) -> None:
        folders.publish(tmp_path / str(amount), out)

    for _ in stops(lambda: hand_over(2025), lambda: hand_over(2019), is_full):
        assert state(out) in ({2019}, {2025})
        check_descriptor(out)
        publish.finish(out)
        assert not [path for path in out.iterdir() if path.suffix == ".part"]


def test_tables_and_pages_of_a_run_belong_together_after_the_next_start(tmp_path: Path) -> None:
    """Whatever was handed over when the run was killed: the next one does the rest, or begins anew."""
    order = chain.Order(tmp_path / "raw", tmp_path / "out", tmp_path / "pages")
    for amount in (2019, 2025):
        write(tmp_path / str(amount), amount)

    def run(amount: int) -> None:
        folder = order.reports / folders.RUNS / str(amount)
        kept = record.Record(folder, order.facts(), order.folders)
        with kept.run():
            kept.publishing()
            chain._publish(order, folder)

    def anew() -> None:
        shutil.rmtree(order.reports, ignore_errors=True)
        for amount in (2019, 2025):
            made = order.reports / folders.RUNS / str(amount) / "tables"
            shutil.copytree(tmp_path / str(amount), made)
        run(2019)

    found = []
    for _ in stops(lambda: run(2025), anew):
        chain._settle(order)
        [shown] = state(order.out)
        check_descriptor(order.out)
        latest = folders.latest(order.reports)
        assert latest
        assert latest.name == str(shown)
        ends = [
            json.loads((folder / record.STATUS).read_text("utf-8"))["status"]
            for folder in folders.runs(order.reports)
        ]
        assert ends in (["succeeded"], ["succeeded", "succeeded" if shown == 2025 else "killed"])
        found.append(shown)
    assert {*found} == {2019, 2025}


def test_a_reading_in_the_cache_is_old_or_new(tmp_path: Path) -> None:
    old, new = (cache.Kept(Reading.of(Content(status)), "", {}) for status in ("failed", "no_form"))
    for _ in stops(lambda: cache.store("name", new), lambda: cache.store("name", old)):
        assert cache.load("name") in (old, new)


def test_a_copy_of_a_table_in_parquet_is_whole_or_made_anew(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, 2019)

    def copy() -> None:
        publish.counts("fees", out, ["form"], without="year")

    def without_copies() -> None:
        for path in (tmp_path / "cache").glob("*"):
            path.unlink()

    for _ in stops(copy, without_copies):
        assert publish.counts("fees", out, ["form"], without="year")["cells"].tolist() == [1]
