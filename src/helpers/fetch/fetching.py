"""A whole list of addresses: several hosts at a time, each host one address after the other."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx

from helpers import lock
from helpers.corpus.reading import extract_apart
from helpers.errors import UserError
from helpers.fetch.client import Client
from helpers.fetch.collect import Choice, Collector, Outcome
from helpers.fetch.faults import Stopped
from helpers.fetch.guard import Guard, Network, Resolve, resolve
from helpers.fetch.judge import Read, View, view_apart
from helpers.fetch.ledger import Journal, Sources, check_folder, known_addresses
from helpers.fetch.manners import Manners
from helpers.fetch.place import COMING
from helpers.fetch.wanted import Wanted, ambiguous
from helpers.files import sweep_parts
from helpers.forms import load_forms
from helpers.messages import say


@dataclass(frozen=True)
class Order:
    """What is asked for: the addresses of a list, None for those of the folder's sources.csv.

    `allowed`: networks that may be asked although they are not public.
    """

    folder: Path
    manners: Manners
    wanted: Sequence[Wanted] | None = None
    choice: Choice = field(default_factory=Choice)
    allowed: Sequence[Network] = ()


def fetch(
    order: Order, resolve: Resolve = resolve, read: Read | None = None, view: View = view_apart
) -> Iterator[tuple[Outcome, int]]:
    """Fetch a list → what became of each address as it comes, with how many are left.

    Raises UserError before anything is asked where the input cannot be used, Locked where another
    run fetches into the folder.
    """
    check_folder(order.folder)
    with lock.hold(order.folder):
        sources, journal = Sources(order.folder), Journal(order.folder)
        to_fetch, own = known_addresses(sources)
        if order.wanted is not None:
            wanted, theirs = dict.fromkeys(order.wanted), set(own)
            to_fetch = [each for each in wanted if each not in theirs]
            own = [each for each in own if each in wanted]
        if not to_fetch and not own:
            raise UserError(
                f"No address to fetch: fill in the column url of {order.folder / 'sources.csv'}, "
                "or begin with `gongkai fetch --list`."
            )
        journal.open()
        coming = order.folder / COMING
        coming.mkdir(exist_ok=True)
        sweep_parts(coming, "*")
        collector = Collector(
            folder=order.folder,
            client=Client(order.manners, Guard(order.allowed, resolve)),
            choice=replace(order.choice, ambiguous=ambiguous(to_fetch)),
            manners=order.manners,
            sources=sources,
            journal=journal,
            read=read or _read_apart(),
            view=view,
        )
        for number, each in enumerate(own):
            left = len(own) - number - 1 + len(to_fetch)
            yield Outcome(each, each.url, "own", say("fetch_own")), left
        yield from _all(collector, to_fetch)


def _read_apart() -> Read:
    forms = load_forms()
    return lambda path: extract_apart(path, forms)


#: What a thread hands over: the outcomes of an address, or what ended it.
_Done = SimpleQueue[list[Outcome] | BaseException]


def _all(collector: Collector, to_fetch: Sequence[Wanted]) -> Iterator[tuple[Outcome, int]]:
    """Fetch addresses in threads that end with the program, whatever they wait for."""
    queues: SimpleQueue[list[Wanted]] = SimpleQueue()
    for of_host in _by_host(to_fetch):
        queues.put(of_host)
    done: _Done = SimpleQueue()
    for _ in range(collector.manners.hosts):
        threading.Thread(target=_work, args=(collector, queues, done), daemon=True).start()
    left = len(to_fetch)
    try:
        while left:
            outcomes = done.get()
            if isinstance(outcomes, BaseException):
                raise outcomes
            left -= 1
            for outcome in outcomes:
                yield outcome, left
    finally:
        collector.client.hosts.stop()


def _by_host(to_fetch: Sequence[Wanted]) -> list[list[Wanted]]:
    """The addresses of each host, in the order of the list."""
    found: dict[str, list[Wanted]] = defaultdict(list)
    for each in to_fetch:
        try:
            host = httpx.URL(each.url).host
        except (httpx.InvalidURL, UnicodeError):
            host = ""
        found[host].append(each)
    return list(found.values())


def _work(collector: Collector, queues: SimpleQueue[list[Wanted]], done: _Done) -> None:
    """Fetch the addresses of one host after the other, until there is none left."""
    try:
        while True:
            for each in queues.get_nowait():
                done.put(collector.collect(each))
    except (Empty, Stopped):
        return
    except BaseException as error:  # the thread that waits for it raises it
        done.put(error)
