"""Publishing: puts the pages of orders where their customers find them, and takes them down when they are over."""

from __future__ import annotations

import hashlib
import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shoppos.base.backoff import pause
from shoppos.base.errors import Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.lock import WindowLock
from shoppos.base.worker import Worker
from shoppos.online.places import Place, known_hosts
from shoppos.reports import tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets

log = logging.getLogger(__name__)

TABLES = frozenset({
    "orders", "order_step", "parcel", "advance", "cod_receipt", "setting", "letterhead", "credit_note", "void",
    "personal",
})  # fmt: skip
"""Tables whose change may change a page."""
LOOK = 60.0
"""Seconds after which it is looked whether another program has changed an order."""
ELSEWHERE = 30.0
"""Seconds after which it is looked again whether another program still publishes."""
SHORTEST, LONGEST = 2.0, 900.0
"""Seconds: the first pause after a failure is at most the one, each further at most twice as long, up to the other."""
IN_VAIN = 3
"""After so many failures in a row the place is left alone for a while."""
LOCK = "tracking.lock"
PASSWORD = "tracking-password"  # noqa: S105  (the name under which it is kept)


class Page(Protocol):
    """A page to put; without a digest it is to be taken down."""

    @property
    def order_id(self) -> bytes:
        """Whose page it is."""
        ...

    @property
    def name(self) -> str:
        """The name of its file."""
        ...

    @property
    def digest(self) -> str:
        """Of what it must say."""
        ...


class Ledger(Protocol):
    """Who knows what is to be published, and is told what became of it."""

    def shell(self) -> bytes:
        """The page without any order."""
        ...

    def due(self) -> Sequence[Page]:
        """What is to be put or taken down."""
        ...

    def text(self, order_id: bytes) -> bytes:
        """A page as it is to be put now."""
        ...

    def put_up(self, order_id: bytes, digest: str) -> None:
        """It lies there."""
        ...

    def failed(self, order_id: bytes, why: str) -> None:
        """It could not be put."""
        ...

    def taken_down(self, order_id: bytes) -> None:
        """It lies there no longer."""
        ...


@dataclass(slots=True)
class Done:
    """What a round did, and why it did no more."""

    put: int = 0
    down: int = 0
    failed: int = 0
    why: str = ""


def place_of(db: Reader, secrets: Secrets) -> Place | None:
    """Where the shop puts its pages; None where it puts them nowhere."""
    chosen = tracking.choices(db)
    if not chosen.publish or not chosen.key:
        return None
    password = secrets.get(PASSWORD) if chosen.user else ""
    return Place(chosen.publish, chosen.user, password, chosen.endpoint, known_hosts(db.path.parent))


def put(place: Place, name: str, data: bytes) -> None:
    """Put a file and read it back; Unavailable when something else lies there afterwards."""
    place.put(name, data)
    if hashlib.sha256(place.get(name) or b"").digest() != hashlib.sha256(data).digest():
        raise Unavailable(_("What was put there reads back otherwise."), _("It is put once more."))


class Publisher:
    """Publishes what is due. Of all programs on one shop one does it at a time; nobody waits for it.

    Started, it has a thread of its own. Not started, `round` does one on the caller's.
    """

    def __init__(
        self,
        ledger: Ledger,
        folder: Path,
        find: Callable[[], Place | None],
        on_news: Callable[[str], None] = lambda _why: None,
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """`find` gives the place that is set up now; `on_news` hears once why nothing can be put, then "" again."""
        self._ledger, self._find, self._on_news, self._chance = ledger, find, on_news, chance
        self._lock = WindowLock(folder / LOCK)
        self._shell = (b"", "")
        self._tries = 0
        self.trouble = ""
        self.last = Done()
        self.worker = Worker("publishing", self.work)

    def start(self) -> None:
        """Publish from now on."""
        self.worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """Look again when a commit touched what may change a page."""
        if tables & TABLES:
            self.worker.wake()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the page under way; False if it still is after `timeout` seconds."""
        return self.worker.stop(timeout)

    def work(self) -> float | None:
        """One round; gives the seconds until the next, None while the shop publishes nothing."""
        place = self._place()
        if place is None:
            return None
        try:
            self._lock.take(signed=False)
        except Refused:
            return ELSEWHERE
        try:
            self.last = done = self.round(place)
        finally:
            self._lock.release()
        self._tries = self._tries + 1 if done.failed else 0
        self._tell(done.why)
        return self.pause() if done.failed else LOOK

    def pause(self) -> float:
        """Seconds until the next try, longer after each that failed."""
        return pause(self._tries, self._chance, shortest=SHORTEST, longest=LONGEST)

    def round(self, place: Place) -> Done:
        """Put and take down what is due now; after IN_VAIN failures in a row the rest waits."""
        done, vain = Done(), 0
        try:
            self._put_shell(place)
        except ShopError as error:
            done.failed, done.why, vain = 1, str(error), 1
        for page in self._ledger.due():
            if vain >= IN_VAIN or self.worker.stopping:
                break
            try:
                self._settle(place, page, done)
            except ShopError as error:
                vain, done.failed, done.why = vain + 1, done.failed + 1, str(error)
                self._ledger.failed(page.order_id, str(error))
            else:
                vain = 0
        return done

    # -- inside

    def _place(self) -> Place | None:
        try:
            return self._find()
        except ShopError as error:
            self._tell(str(error))
            return None

    def _put_shell(self, place: Place) -> None:
        """The page for links with the state behind the #, once for each place and each change."""
        shell = self._ledger.shell()
        if self._shell != (shell, place.told):
            if place.get(tracking.INDEX) != shell:
                put(place, tracking.INDEX, shell)
            self._shell = (shell, place.told)

    def _settle(self, place: Place, page: Page, done: Done) -> None:
        if page.digest:
            put(place, page.name, self._ledger.text(page.order_id))
            self._ledger.put_up(page.order_id, page.digest)
            done.put += 1
        else:
            place.remove(page.name)
            if place.get(page.name) is not None:
                raise Unavailable(
                    _("The page of an order that is over could not be taken down."), _("It is tried again.")
                )
            self._ledger.taken_down(page.order_id)
            done.down += 1

    def _tell(self, why: str) -> None:
        """Once for each new reason, and once when it is over."""
        if why != self.trouble:
            self.trouble = why
            log.info("Publishing: %s", why or "all is well again")
            self._on_news(why)
