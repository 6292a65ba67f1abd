"""Files → extractions: from the cache where a report is known, else read.

As many reports are read at the same time as the executor has processes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from msgspec import msgpack

from helpers.corpus import archives, cache
from helpers.corpus.extraction import Extraction, Packed, Reading, pack
from helpers.corpus.sources import Source, on_disk
from helpers.corpus.workers import RaisedError, apart
from helpers.errors import UnreadableReport, UserError
from helpers.extract.report import of_the_disk, read_content
from helpers.files import sha256_of, shown, sweep
from helpers.forms import Form, load_forms
from helpers.messages import say
from helpers.prove.content import Content
from helpers.words import PROVEN

log = logging.getLogger(__name__)

BROKEN = (
    "A process that read reports is gone, perhaps for want of memory: "
    "start again, with fewer workers."
)
#: So many reports are with the executor at a time: memory does not grow with the number of reports.
WINDOW = 64
_READING = msgpack.Decoder(Reading)


def extract_report(path: Path, forms: Mapping[str, Form] | None = None) -> Extraction:
    """Read one file on its own; an unreadable one has the status `failed` and says why.

    Raises OSError where there is no such file, or the disk does not give it.
    """
    source = on_disk(path.parent, shown(path.name))
    return _decoded(_extract(source, forms or load_forms())).whose(source).whole()


def extract_apart(path: Path, forms: Mapping[str, Form]) -> Extraction:
    """The same in a process of its own, within the limits of a run, unless the report is known."""
    source = on_disk(path.parent, shown(path.name))
    known = _known(source, cache.digests(forms))
    if known:
        return known.whose(source).whole()
    return _outcome(apart().submit(_extract, source, forms), source).whole()


def extract_corpus(
    sources: Iterable[Source], forms: Mapping[str, Form], executor: Executor, force: bool = False
) -> Iterator[Packed]:
    """Read many files with any executor of concurrent.futures → extractions, in no set order.

    A file that the executor gave up, or that wanted too much memory, is `failed`, and is tried
    again by the next run. `force`: read also what has been read before. Raises UserError where the
    executor itself is broken.
    """
    digests = cache.digests(forms)

    def known(source: Source) -> Packed | None:
        """What needs no process: so none has to start for what has not changed."""
        reading = None if force else _known(source, digests)
        return reading.whose(source) if reading else None

    yield from _read_all(sources, executor, partial(_extract, forms=forms, force=force), known)


def index_corpus(sources: Iterable[Source], executor: Executor) -> Iterator[Packed]:
    """The same, but what was read stays in the cache, for `kept`: of each comes what orders tables.

    That is status, agency and year; `details` are empty. Of what could not be read all comes.
    """
    yield from _read_all(sources, executor, _index, lambda _: None)


def kept(packed: Packed, forms: Mapping[str, Form]) -> Packed:
    """All that was read of a report of an index; read anew where the cache has lost it."""
    if packed.details:
        return packed
    return _decoded(_extract(packed.source, forms)).whose(packed.source)


def _read_all(
    sources: Iterable[Source],
    executor: Executor,
    task: Callable[[Source], bytes],
    known: Callable[[Source], Packed | None],
) -> Iterator[Packed]:
    """Have a task done with each source, but for those that are known."""
    sweep()
    reading: dict[Future[bytes], Source] = {}
    try:
        for source in sources:
            if source.refused:  # nor for what is not opened at all
                yield pack(source, _refusal(source.refused))
                continue
            packed = known(source)
            if packed:
                yield packed
                continue
            if len(reading) == WINDOW:
                yield from _done(reading)
            reading[executor.submit(task, source)] = source
        while reading:
            yield from _done(reading)
    except BrokenExecutor as error:
        raise UserError(BROKEN) from error


def _done(reading: dict[Future[bytes], Source]) -> Iterator[Packed]:
    """What is read by now, taken out of what is being read; waits until there is something."""
    done = wait(reading, return_when=FIRST_COMPLETED).done
    for future in done:
        source = reading.pop(future)
        yield _outcome(future, source)


def _outcome(future: Future[bytes], source: Source) -> Packed:
    try:
        return _decoded(future.result()).whose(source)
    except UnreadableReport as error:
        return pack(source, Content("failed", error.said))
    except MemoryError:
        return pack(source, Content("failed", say("too_much_memory")))
    except BrokenExecutor:
        raise
    except Exception as error:
        # No reader raises anything else: what carries the readings to other machines does.
        if isinstance(error, OSError) and of_the_disk(error):
            said = say("unread_disk", error=error.strerror)
        else:
            name = error.name if isinstance(error, RaisedError) else type(error).__name__
            log.warning("%s: %s", source.file, name)
            said = say("given_up")
        return pack(source, Content("failed", said))


def _extract(source: Source, forms: Mapping[str, Form], force: bool = False) -> bytes:
    """Read a file, unless that is known → a `Reading` as bytes, which is all that leaves a process.

    What reads hostile files must not be able to make the process run that gets its answer.
    """
    digests = cache.digests(forms)
    known = None if force else _known(source, digests)
    reading = known or _read(source, forms, digests)
    return msgpack.encode(reading)


def _index(source: Source) -> bytes:
    """The same, but of the reading what orders tables alone; the rest is kept in the cache."""
    content = _decoded(_extract(source, _forms())).content
    brief = Content(content.status, agency=content.agency, year=content.year)
    return msgpack.encode(Reading(brief, b""))


@lru_cache
def _forms() -> dict[str, Form]:
    """The forms, read once by each process: a million reports need not carry them."""
    return load_forms()


def _read(source: Source, forms: Mapping[str, Form], digests: Mapping[str, str]) -> Reading:
    if source.refused:
        return Reading.of(_refusal(source.refused))
    with archives.as_file(source.folder, source.file) as path:
        content = read_content(path, forms)
        if sha256_of(path) != source.sha256:
            raise UnreadableReport(say("changed"))
    reading = Reading.of(content)
    proved_by = content.form if content.status in PROVEN else ""
    cache.store(name_of(source), cache.Kept(reading, proved_by, digests))
    return reading


def _refusal(reason: UnreadableReport) -> Content:
    """The content of a file that is not opened."""
    return Content(reason.status, reason.said)


def _known(source: Source, digests: Mapping[str, str]) -> Reading | None:
    """What was read before, if it still counts."""
    kept = cache.load(name_of(source))
    if kept is None or not kept.counts(digests):
        return None
    return kept.reading


def _decoded(answer: bytes) -> Reading:
    """The answer of a process, as far as it is a reading."""
    return _READING.decode(answer)


def name_of(source: Source) -> str:
    """The name by which the reading of a source is kept."""
    ending = PurePosixPath(source.file).suffix.lower()
    return cache.key(source.sha256 + ending + source.beside)
