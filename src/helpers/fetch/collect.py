"""One address of the list → its files in the folder of reports, or the word why there are none."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from helpers.corpus.extraction import Extraction
from helpers.errors import UnreadableReport, UserError
from helpers.fetch import place
from helpers.fetch.client import Client
from helpers.fetch.faults import GONE, PREFIX, Fault
from helpers.fetch.follow import choose
from helpers.fetch.guard import without_secrets
from helpers.fetch.judge import Judged, Read, View, judge
from helpers.fetch.ledger import Journal, Sources
from helpers.fetch.manners import Manners
from helpers.fetch.part import Part
from helpers.fetch.wanted import Wanted
from helpers.files import sha256_of, shown
from helpers.messages import say
from helpers.readers.web.beside import joined
from helpers.words import Words

log = logging.getLogger(__name__)

#: The outcomes with a report at hand.
GOT = frozenset({"new", "changed", "unchanged", "same_figures", "fresh", "lost", "own"})
#: Those after which an address is not asked again for a while.
_LASTING = (GOT | {"followed"}) - {"lost"}
#: The report of a year is published in spring of the next: a copy of this day has it.
_PUBLISHED = (4, 1)


@dataclass(frozen=True)
class Outcome:
    """What became of an address. `asked`: the address itself, a link on it, or an archived copy.

    `file`: where the report lies in the folder.
    """

    wanted: Wanted
    asked: str
    outcome: str
    said: Words
    file: str = ""

    @property
    def place(self) -> str:
        """The address that was asked, as it can be told."""
        return without_secrets(self.asked)

    @property
    def is_got(self) -> bool:
        """Whether there is a report."""
        return self.outcome in GOT


@dataclass(frozen=True)
class Choice:
    """What a person chose: to follow links, to ask an archive, to ask again what was just asked.

    `archive`: the address of an archive with {day} and {url}, "" for none. `ambiguous`: the
    addresses that the list names for several agencies or years, and which of both it is.
    """

    follow: bool = False
    archive: str = ""
    again: bool = False
    ambiguous: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Collector:
    """Fetches single addresses into a folder; safe for threads.

    `read`, `view`: open a page, in a process of its own.
    """

    folder: Path
    client: Client
    choice: Choice
    manners: Manners
    sources: Sources
    journal: Journal
    read: Read
    view: View

    def collect(self, each: Wanted) -> list[Outcome]:
        """What became of an address, of the links on it, or of its archived copy."""
        try:
            return self._page(each, each.url, steps=1)
        except Fault as fault:
            if fault.outcome in GONE:
                return [self._gone(each, fault)]
            return [self._failed(each, each.url, fault)]
        except (OSError, MemoryError, UserError):  # these are no fault of the address
            raise
        except Exception as error:
            # A library may raise anything on what a hostile server sends; it must not end the run.
            log.debug("%s", each.url, exc_info=True)
            return [self._failed(each, each.url, Fault("fetch_broken", error=type(error).__name__))]

    def _gone(self, each: Wanted, fault: Fault) -> Outcome:
        """What is left of a page that is gone: what was fetched before, or what an archive has."""
        rows = self.sources.files_of(each)
        if rows:
            last = {**self.journal.last(each, each.url), "file": rows[-1]["file"]}
            return self._note(each, each.url, "fetch_lost", last)
        if self.choice.archive:
            return self._archived(each)
        return self._failed(each, each.url, fault)

    def _archived(self, each: Wanted) -> Outcome:
        """What an archive holds of a page that is gone."""
        day = date(each.year + 1, *_PUBLISHED) if each.year else datetime.now(UTC).date()
        asked = self.choice.archive.replace("{day}", f"{day:%Y%m%d}").replace("{url}", each.url)
        try:
            return self._page(each, asked, steps=-1)[0]
        except Fault as fault:
            missing = Fault("fetch_not_archived", reason=fault.said)
            return self._failed(each, each.url, missing)

    def _page(self, each: Wanted, asked: str, steps: int, alone: bool = True) -> list[Outcome]:
        """One address: its file, or those of its links. `alone`: the only one of its kind."""
        last = self.journal.last(each, asked)
        if self._is_fresh(last):
            said = say("fetch_fresh", hours=round(self.manners.fresh_hours))
            return [Outcome(each, asked, "fresh", said, last.get("file", ""))]
        kept = self.journal.intact(last)
        known = {"ETag": last["etag"], "Last-Modified": last["last_modified"]} if kept else {}
        part = Part(self.folder / place.COMING, repr((each, asked)), known, self.manners)
        if not self.client.get(asked, part.headers, part.take):
            return [self._stays(each, asked, last, "fetch_unchanged", last)]
        try:
            judged = judge(part.path, asked, self.read, self.view)
        except Fault:
            part.drop()
            raise
        if judged.reason:
            judged.path.unlink()
            part.drop()
            base = joined(part.facts["final_url"], judged.base)
            return self._follow(each, asked, judged, base, steps)
        fault = self._misnamed(each, asked, judged)
        if fault:
            judged.path.unlink()
            part.drop()
            raise fault
        outcome = self._keep(each, asked, judged, part.facts, alone)
        part.drop()
        return [outcome]

    def _misnamed(self, each: Wanted, asked: str, judged: Judged) -> Fault | None:
        """Why what came cannot be the report that the list says, or None."""
        if each.url in self.choice.ambiguous and asked == each.url:
            return Fault("fetch_ambiguous")
        read = judged.extraction.content.year if judged.extraction else None
        if each.year and read and read != each.year:
            return Fault("fetch_other_year", read=read, said=each.year)
        return None

    def _is_fresh(self, last: Mapping[str, str]) -> bool:
        if self.choice.again or last.get("outcome") not in _LASTING:
            return False
        if last["file"] and not self.journal.intact(last):
            return False
        try:
            age = datetime.now(UTC) - datetime.fromisoformat(last["checked"])
        except (ValueError, TypeError):  # somebody has changed it
            return False
        return age < timedelta(hours=self.manners.fresh_hours)

    def _follow(
        self, each: Wanted, asked: str, judged: Judged, base: str, steps: int
    ) -> list[Outcome]:
        """The files of the links on a page. Raises Fault where none is followed."""
        must_name = self.choice.ambiguous.get(each.url, frozenset())
        addresses, are_files = choose(judged.links, base, each, must_name, self.manners.links)
        reason = judged.reason
        if reason and (not addresses or reason.outcome == "error_page"):
            raise reason
        # A page may lead to one page more, and that to files: nobody is led on and on.
        may_follow = steps >= 0 if are_files else steps > 0
        if not self.choice.follow or not may_follow:
            raise Fault("fetch_linked", address=addresses[0])
        outcomes = []
        for address in addresses:
            try:
                outcomes += self._page(each, address, steps - 1, alone=len(addresses) == 1)
            except Fault as fault:
                outcomes.append(self._failed(each, address, fault))
        if all(outcome.is_got for outcome in outcomes):
            self._note(each, asked, "fetch_followed", {})
        return outcomes

    def _keep(
        self, each: Wanted, asked: str, judged: Judged, facts: Mapping[str, str], alone: bool
    ) -> Outcome:
        """Put a report into the folder, unless it is there already."""
        sha256 = sha256_of(judged.path)
        before = self._before(each, asked, facts["final_url"], alone)
        recorded = {**_recorded(facts), "sha256": sha256}
        if before and sha256_of(before) == sha256:
            judged.path.unlink()
            return self._stays(
                each, asked, {"file": self._name(before)}, "fetch_unchanged", recorded
            )
        if before and self._same_figures(judged.extraction, before):
            judged.path.unlink()
            recorded["sha256"] = sha256_of(before)
            return self._stays(
                each, asked, {"file": self._name(before)}, "fetch_same_figures", recorded
            )
        files = {row["file"] for row in self.sources.rows()}
        path = place.put(judged.path, self.folder, each, asked, files)
        name = self._name(path)
        is_archived = asked != each.url and asked.endswith(each.url)
        values = {
            "file": name,
            "sha256": sha256,
            "retrieved_on": f"{datetime.now(UTC):%Y-%m-%d}",
            "origin": "published",
            "final_url": facts["final_url"],
            "media_type": facts["media_type"],
            "supersedes": self._name(before) if before else "",
            "archived": "yes" if is_archived else "",
        }
        self.sources.put(each, values)
        what = "fetch_changed" if before else "fetch_new"
        return self._stays(each, asked, {"file": name}, what, recorded)

    def _before(self, each: Wanted, asked: str, final_url: str, alone: bool) -> Path | None:
        """The newest version that is there of what an address holds."""
        rows = self.sources.files_of(each)
        known = self.journal.last(each, asked).get("file")
        same = [row for row in rows if row["file"] == known]
        same = same or [row for row in rows if row["final_url"] == final_url]
        if not same and alone and len(rows) == 1:
            same = rows
        return self.folder / same[-1]["file"] if same else None

    def _same_figures(self, now: Extraction | None, before: Path) -> bool:
        """Whether a page says the same as its older version, whatever else changed around it."""
        if now is None:
            return False
        try:
            earlier = self.read(before)
        except (OSError, UnreadableReport):
            return False
        return _said(now) == _said(earlier)

    def _stays(
        self,
        each: Wanted,
        asked: str,
        last: Mapping[str, str],
        what: str,
        facts: Mapping[str, str],
    ) -> Outcome:
        return self._note(each, asked, what, {**facts, "file": last["file"]})

    def _note(self, each: Wanted, asked: str, what: str, facts: Mapping[str, str]) -> Outcome:
        """Record an outcome."""
        told = {} if what == "fetch_followed" else {"file": facts["file"]}
        return self._record(each, asked, what, say(what, **told), facts)

    def _failed(self, each: Wanted, asked: str, fault: Fault) -> Outcome:
        """Record that an address gave no report; what is known of its last version stays."""
        last = self.journal.last(each, asked)
        return self._record(each, asked, fault.outcome, fault.said, last)

    def _record(
        self, each: Wanted, asked: str, what: str, said: Words, facts: Mapping[str, str]
    ) -> Outcome:
        outcome = what.removeprefix(PREFIX)
        values = {
            **facts,
            "outcome": outcome,
            "message": said.english,
            "message_zh": said.chinese,
            "checked": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self.journal.put(each, asked, values)
        return Outcome(each, asked, outcome, said, facts.get("file", ""))

    def _name(self, path: Path) -> str:
        """A file as sources.csv calls it."""
        return shown(path.relative_to(self.folder).as_posix())


def _recorded(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: facts[name] for name in ("final_url", "media_type", "etag", "last_modified")}


def _said(extraction: Extraction) -> object:
    """What a page says as far as tables are made of it."""
    content = extraction.content
    figures = [(each.table, each.row, each.column, each.printed) for each in content.figures]
    sentences = [each.sentence for each in content.narrative]
    return content.agency, content.year, content.status, figures, sentences
