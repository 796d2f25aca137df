"""Delivery: brings the reports that are owed to each of their places, and says in words why one does not arrive."""

from __future__ import annotations

import logging
import random
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol

from shoppos.base.backoff import pause
from shoppos.base.db import UNREADABLE
from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.lock import WindowLock
from shoppos.base.worker import Worker
from shoppos.online.channels import Failed, Later, Outcome, Sent, Stopped, Unsure
from shoppos.online.report_ways import Ways
from shoppos.reports import deliveries, periods
from shoppos.rules.whatsapp import whatsapp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.reports.deliveries import Place, Travelling

    Render = Callable[[Reader, Travelling], dict[str, bytes]]
    """Makes a report's files by format: "html", "pdf", "text", and "mail" and "subject" of its mail."""

log = logging.getLogger(__name__)

TABLES = frozenset({"owed_report", "delivery", "setting"})
"""Tables whose change may let a report go."""
ELSEWHERE = 5.0
"""Seconds after which it is looked again whether another program still sends."""
STOPPED = 900.0
"""Seconds after which an account that was not accepted is tried again: somebody may have mended it."""
LAST = 6.0
"""Seconds that a program which ends gives to what may go now."""
SHORTEST, LONGEST = 2.0, 3600.0
"""Seconds: the first pause after a failure is at most the one, each further at most twice as long, up to the other."""
LOCK = "deliveries.lock"


class Claimed(Protocol):
    """A report that was claimed for a place."""

    @property
    def report(self) -> Travelling:
        """Which report."""
        ...

    @property
    def place(self) -> Place:
        """Where it goes."""
        ...

    @property
    def tries(self) -> int:
        """How often it was tried, this time too."""
        ...


class Ledger(Protocol):
    """Who keeps the reports: says which is next, and is told what became of it."""

    def unmade(self) -> list[bytes]:
        """Reports whose files are not made yet."""
        ...

    def not_made(self, report_id: bytes, why: str) -> None:
        """It could not be made."""
        ...

    def remake(self) -> int:
        """Owe again what could not be made before."""
        ...

    def files(self, report_id: bytes) -> dict[str, bytes]:
        """A report as it was made."""
        ...

    def keep(self, report_id: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Keep a report as it was made, once."""
        ...

    def claim(self, without: Collection[str] = ()) -> Claimed | None:
        """The next report, marked as being sent before its first byte leaves."""
        ...

    def next_at(self, without: Collection[str] = ()) -> int | None:
        """When the next one may go, in milliseconds."""
        ...

    def sent(self, report_id: bytes, place: str, reference: str = "") -> bool:
        """It arrived."""
        ...

    def failed(self, report_id: bytes, place: str, why: str) -> bool:
        """It will not go like this."""
        ...

    def later(self, report_id: bytes, place: str, at: int, why: str = "", *, counted: bool = True) -> bool:
        """It did not arrive yet."""
        ...

    def recover(self) -> int:
        """Owe again what a dead sender left half sent."""
        ...


class Deliverer:
    """Delivers what is owed. Of all programs on one shop one does it at a time; the counter waits for none.

    Started, it has a thread of its own. Not started, `work` does a round on the caller's.
    """

    def __init__(
        self,
        ledger: Ledger,
        db: Reader,
        secrets: Secrets,
        folder: Path,
        render: Render,
        on_news: Callable[[str], None] = lambda _why: None,
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """`render` makes a report; `on_news` hears, on this thread, why one will not arrive by itself."""
        self._ledger, self._db, self._render, self._on_news = ledger, db, render, on_news
        self._secrets = secrets
        self._lock = WindowLock(folder / LOCK)
        self._chance = chance
        self._away = dict[str, tuple[int, int, str]]()
        self._told = dict[str, str]()
        self._begun = False
        self.elsewhere = False
        """Whether another program was sending when this one looked last."""
        self.worker = Worker("reports", self.work)

    def start(self) -> None:
        """Deliver from now on."""
        self.worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """Look again when a commit touched what may let a report go."""
        if tables & TABLES:
            self.worker.wake()

    def finish(self, timeout: float = LAST) -> bool:
        """Wait until all has gone that may go now, for so many seconds at most; whether it has."""
        until = monotonic() + timeout
        try:
            while waits := self._due():
                if not self.worker.running or monotonic() > until:
                    break
                sleep(0.05)
        except UNREADABLE:  # it keeps no program from ending
            log.exception("It is not known whether reports wait")
            return False
        return not waits

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the report under way; False if it still is after `timeout` seconds."""
        return self.worker.stop(timeout)

    def again(self) -> None:
        """Somebody wants it now: places that were left alone for a while are tried at once."""
        self._away.clear()
        self.worker.wake()

    def work(self) -> float | None:
        """Make and send all that may go now; gives the seconds until more may, None when nothing is owed."""
        if not self._begun:
            self._begun = True
            self._ledger.remake()
        made = self._ledger.unmade()
        if not made and self._ledger.next_at() is None and not self._sending():
            return None
        try:
            self._lock.take(signed=False)
        except Refused:
            self.elsewhere = True
            return ELSEWHERE
        self.elsewhere = False
        ways = Ways(self._db, self._secrets)
        self._mended(ways)
        try:
            if self._sending():
                self._ledger.recover()
            for report_id in made:
                self._made(report_id)
            self._send_all(ways)
        finally:
            ways.rest()
            self._lock.release()
        return self._rest()

    # -- inside

    def _sending(self) -> bool:
        return bool(deliveries.counts(self._db)["sending"])

    def _due(self) -> bool:
        """Whether something waits that may go now."""
        at = self._ledger.next_at(self._closed())
        return bool(at is not None and at <= self._db.clock.ms()) or self._sending()

    def _made(self, report_id: bytes) -> dict[str, bytes]:
        """A report's files; none where it cannot be made, which holds up no other."""
        if kept := self._ledger.files(report_id):
            return kept
        one = deliveries.report(self._db, report_id)
        try:
            files = self._render(self._db, one)
        except Exception:
            log.exception("A report could not be made")
            why = _("This report could not be made. Details are in the log.")
            self._ledger.not_made(report_id, why)
            self._on_news(f"{deliveries.name_of(one)}: {why}")
            return {}
        return self._ledger.keep(report_id, files)

    def _closed(self) -> list[str]:
        """The places that are left alone for a while."""
        now = self._db.clock.ms()
        return [key for key, (until, _tries, _looks) in tuple(self._away.items()) if until > now]

    def _mended(self, ways: Ways) -> None:
        """A place that was changed since it was left alone, or its mail account, is tried at once."""
        known = {one.key: one for one in deliveries.places(self._db)}
        for key, (_until, _tries, looks) in tuple(self._away.items()):
            if key not in known or ways.looks(known[key]) != looks:
                del self._away[key]

    def _send_all(self, ways: Ways) -> None:
        while not self.worker.stopping and (claimed := self._ledger.claim(self._closed())) is not None:
            files = self._made(claimed.report.id)
            if not files:
                continue
            looks = ways.looks(claimed.place)
            try:
                outcome = ways.send(claimed.report, claimed.place, files)
            except Exception:
                log.exception("A report could not be sent")
                outcome = Failed(_("This report could not be sent. Details are in the log."))
            self._ended(claimed, outcome, looks)

    def _ended(self, claimed: Claimed, outcome: Outcome, looks: str) -> None:
        report_id, key = claimed.report.id, claimed.place.key
        match outcome:
            case Sent(reference):
                self._away.pop(key, None)
                self._told.pop(key, None)
                self._ledger.sent(report_id, key, reference)
            case Failed(why) | Unsure(why):
                self._ledger.failed(report_id, key, why)
                self._tell(claimed, why)
            case Stopped(why):
                now = self._db.clock.ms()
                self._away[key] = (now + int(STOPPED * 1000), 0, looks)
                self._ledger.later(report_id, key, now, why)
                self._tell(claimed, why)
            case Later():
                self._put_back(claimed, outcome, looks)

    def _put_back(self, claimed: Claimed, outcome: Later, looks: str) -> None:
        """Try it again later: this report alone where its mail was put off, else all of its place."""
        report_id, key, now = claimed.report.id, claimed.place.key, self._db.clock.ms()
        if claimed.place.kind == "mail" and not outcome.offline:
            wait = outcome.after if outcome.after is not None else self._pause(claimed.tries - 1)
            self._ledger.later(report_id, key, now + int(wait * 1000), outcome.why)
            return
        tries = self._away[key][1] if key in self._away else 0
        self._away[key] = (now + int(self._pause(tries) * 1000) + 1, tries + 1, looks)
        why = outcome.why or _("There was no way out to the net.")
        self._ledger.later(report_id, key, now, why)

    def _pause(self, tries: int) -> float:
        return pause(tries, self._chance, shortest=SHORTEST, longest=LONGEST)

    def _tell(self, claimed: Claimed, why: str) -> None:
        """Once for each place and reason."""
        key = claimed.place.key
        if self._told.get(key) != why:
            self._told[key] = why
            log.info("A report does not reach the place %s", key)
            self._on_news(_("Reports do not reach {place}: {why}").format(place=claimed.place.name, why=why))

    def _rest(self) -> float | None:
        """Seconds until the next report may go, or a place that was left alone is tried again."""
        now = self._db.clock.ms()
        closed = self._closed()
        soonest = [at for at in (self._ledger.next_at(closed),) if at is not None]
        if closed and self._ledger.next_at() is not None:
            soonest.append(min(self._away[key][0] for key in closed))
        return max(min(soonest) - now, 20) / 1000 if soonest else None


def try_place(db: Reader, secrets: Secrets, render: Render, place: Place) -> str:
    """Send the newest report, or today so far, to a place now, and say what became of it; nothing is kept of it.

    Gives the link to open where a person presses send. Unavailable or InvalidInput, in words, where it did not arrive.
    """
    found = deliveries.latest(db)
    one = found[0] if found else deliveries.trial(db, periods.today(db.clock))
    files = render(db, one)
    if place.by_hand:
        return whatsapp(place.where, files["text"].decode())
    ways = Ways(db, secrets, makes=True)
    try:
        outcome = ways.send(one, place, files, f"-test-{new_id().hex()[-8:]}" if place.kind == "mail" else "-test")
    finally:
        ways.rest()
    match outcome:
        case Sent(reference):
            return reference
        case Failed(why) | Stopped(why):
            raise InvalidInput(why, _("Look at how the place is set up."), "where")
        case Later(why) | Unsure(why):
            raise Unavailable(why or _("There was no way out to the net."), _("Nothing was kept of this test."))
