"""Files → extractions: from the cache where a report is known, else read.

As many reports are read at the same time as the executor has processes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import msgpack

from helpers.corpus import archives, cache
from helpers.corpus.extraction import Extraction, Packed, Reading, pack
from helpers.corpus.sources import Source, on_disk
from helpers.corpus.workers import RaisedError, apart, each_done
from helpers.errors import UnreadableReport
from helpers.extract.report import of_the_disk, read_content
from helpers.files import sha256_of, shown, sweep
from helpers.forms import Form, load_forms
from helpers.messages import say
from helpers.prove.content import Content
from helpers.words import PROVEN

log = logging.getLogger(__name__)

#: So many reports are with the executor at a time: memory does not grow with the number of reports.
WINDOW = 64
#: So many reports are looked for in the cache at a time.
BATCH = 100
_READING = msgpack.Decoder(Reading)


def extract_report(path: Path, forms: Mapping[str, Form] | None = None) -> Extraction:
    """Read one file on its own; an unreadable one has the status `failed` and says why.

    Raises OSError where there is no such file, or the disk does not give it.
    """
    source = on_disk(path.parent, shown(path.name))
    return _decoded(_extract(source, forms or load_forms())).whose(source).whole()


def extract_apart(path: Path, forms: Mapping[str, Form]) -> Extraction:
    """The same in a process of its own, within the limits of a run, unless the report is known."""
    folder = path.parent.absolute()  # that process may have begun in another folder
    source = on_disk(folder, shown(path.name))
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
    sweep()
    digests = cache.digests(forms)
    unread = []
    for source in sources:
        known = None if force else _known(source, digests)
        if source.refused:
            yield pack(source, _refusal(source.refused))
        elif known:  # no process has to start for what has not changed
            yield known.whose(source)
        else:
            unread.append(source)
    yield from _outcomes(executor, partial(_extract, forms=forms, force=force), unread)


def index_corpus(sources: Iterable[Source], executor: Executor) -> Iterator[Packed]:
    """The same, but what was read stays in the cache, for `kept`: of each comes what orders tables.

    That is status, agency and year; `details` are empty. Of what could not be read all comes. The
    processes look what is known, many reports at a time.
    """
    sweep()
    opened, unread = [], []
    for source in sources:
        if source.refused:
            yield pack(source, _refusal(source.refused))
        else:
            opened.append(source)
    batches = [opened[first : first + BATCH] for first in range(0, len(opened), BATCH)]
    for batch, future in each_done(executor, _known_briefs, batches, WINDOW):
        # Where the process is gone, each is looked for on its own.
        answers = [None] * len(batch) if future.exception() else future.result()
        for source, answer in zip(batch, answers, strict=True):
            if answer:
                yield _decoded(answer).whose(source)
            else:
                unread.append(source)
    yield from _outcomes(executor, _index, unread)


def kept(packed: Packed, forms: Mapping[str, Form]) -> Packed:
    """All that was read of a report of an index; read anew where the cache has lost it."""
    if packed.details:
        return packed
    return _decoded(_extract(packed.source, forms)).whose(packed.source)


def _outcomes(
    executor: Executor, task: Callable[[Source], bytes], sources: Iterable[Source]
) -> Iterator[Packed]:
    """What comes of reading each of some files."""
    for source, future in each_done(executor, task, sources, WINDOW):
        yield _outcome(future, source)


def _outcome(future: Future[bytes], source: Source) -> Packed:
    try:
        return _decoded(future.result()).whose(source)
    except UnreadableReport as error:
        return pack(source, Content("failed", error.said))
    except MemoryError:
        return pack(source, Content("failed", say("too_much_memory")))
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
    """The same, but of the reading what orders tables alone, if the rest is kept in the cache.

    A disk that is full, or must not be written, keeps nothing.
    """
    forms = load_forms()
    answer = _extract(source, forms)
    return _brief(_decoded(answer)) if _known(source, cache.digests(forms)) else answer


def _known_briefs(sources: Iterable[Source]) -> list[bytes | None]:
    """The same of those files that are known; None for each of the others."""
    digests = cache.digests(load_forms())
    readings = [_known(source, digests) for source in sources]
    return [_brief(reading) if reading else None for reading in readings]


def _brief(reading: Reading) -> bytes:
    content = reading.content
    brief = Content(content.status, agency=content.agency, year=content.year)
    return msgpack.encode(Reading(brief, b""))


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
