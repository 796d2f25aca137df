"""Storefronts: what a web shop must be able to do for the shop, and one round of listening to it and telling it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from shoppos.base.backoff import pause
from shoppos.base.errors import InvalidInput, NotFound, Refused, ShopError, Unavailable
from shoppos.base.i18n import _, ngettext
from shoppos.base.lock import WindowLock
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.worker import Worker
from shoppos.online import drop_folder, woocommerce
from shoppos.reports.outside import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.reports.outside import Free, News
    from shoppos.rules.outside_order import Batch, Told

log = logging.getLogger(__name__)

MAKE: dict[str, Callable[[Mapping[str, Any], Secrets], Storefront]] = {
    woocommerce.KIND: woocommerce.storefront,
    drop_folder.KIND: drop_folder.storefront,
}
"""A new kind of web shop is one line here."""
EVERY = 60
"""Seconds between two rounds (setting "web_every")."""
ELSEWHERE = 20.0
"""Seconds after which it is looked again whether another program still listens."""
TABLES = frozenset({"component", "product", "reservation", "setting", "stock"})
"""Tables whose change may be news of the stock for a web shop."""
LOOK = 10
"""Rounds after which the stock is looked at whoever changed it: other programs tell nobody."""
LOCK = "web.lock"


class Storefront(Protocol):
    """One web shop, or whatever stands for one."""

    name: str

    def orders(self, since: str, /) -> Iterator[Batch]:
        """What it has since then, batch by batch; a batch is asked for only when the one before is safely kept.

        Unavailable when it is not reached now; Refused when it lets nobody in.
        """
        ...

    def stuck(self, told: Told, /) -> None:
        """An order of the batch under way could not be taken in, for a fault of ours: it is told again later."""
        ...

    def tell(self, news: News) -> None:
        """Say how far an order is; the same twice says it once, as far as it can be asked before."""
        ...

    def push_stock(self, items: Sequence[Free]) -> int:
        """Say what can be sold; gives how many items it did not know yet."""
        ...

    def test(self) -> str:
        """Look whether it answers; gives a sentence, changes nothing."""
        ...

    def rest(self) -> None:
        """Nothing more is asked for now."""
        ...


class Desk(Protocol):
    """Who keeps the orders."""

    def receive(self, source: str, told: Told) -> str:
        """Take in one order, once."""
        ...

    def cursor(self, source: str) -> str:
        """Up to where a source was read."""
        ...

    def read_up_to(self, source: str, cursor: str) -> None:
        """All before that is kept."""
        ...

    def owed(self, source: str) -> list[News]:
        """What a source was not told yet."""
        ...

    def told(self, row_id: bytes, news: str) -> None:
        """It knows that now."""
        ...

    def stock(self, source: str, *, everything: bool = False) -> list[Free]:
        """What of its items can be sold."""
        ...


@dataclass(slots=True)
class Synced:
    """What a round with one source did: orders by what became of them, what was told, and what went wrong in words."""

    source: str
    orders: dict[str, int] = field(default_factory=dict[str, int])
    told: int = 0
    stock: int = 0
    trouble: list[str] = field(default_factory=list[str])
    after: float | None = None

    @property
    def waits(self) -> int:
        """Orders that a person must look at."""
        return self.orders.get("waiting", 0)


def sources(db: Reader) -> list[dict[str, Any]]:
    """The web shops and folders that are set up; no secret stands among them."""
    return setting(db, SOURCES, list[dict[str, Any]]())


def storefront(told: Mapping[str, Any], secrets: Secrets) -> Storefront:
    """The web shop that a setting describes; InvalidInput for a kind that is none."""
    make = MAKE.get(str(told.get("kind", "")))
    if make is None:
        raise InvalidInput(
            _("{kind} is no kind of web shop.").format(kind=clean(str(told.get("kind", "")), 40)),
            ", ".join(MAKE),
            "kind",
        )
    return make(told, secrets)


def named(db: Reader, name: str) -> dict[str, Any]:
    """One that is set up, by its name; NotFound."""
    for told in sources(db):
        if told.get("name") == name:
            return told
    raise NotFound(_("There is no web shop {name}.").format(name=clean(name, 40)), _("List them: shoppos web list"))


def sync(
    front: Storefront, desk: Desk, told: Mapping[str, Any], known: dict[str, int] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Synced:  # fmt: skip
    """One round with one source: listen, tell, push stock. Each part is tried, whatever became of the one before.

    `known` are the pieces that it was told last, by code; what did not change is not told again.
    """
    done = Synced(front.name)
    for part in (_listen, _tell):
        try:
            part(front, desk, done, stopping)
        except ShopError as trouble:
            _trouble(done, trouble)
    try:
        _push(front, desk, told, done, known if known is not None else {})
    except ShopError as trouble:
        _trouble(done, trouble)
    return done


def _listen(front: Storefront, desk: Desk, done: Synced, stopping: Callable[[], bool]) -> None:
    stuck = False
    for batch in front.orders(desk.cursor(front.name)):
        done.trouble += batch.strange
        for order in batch.orders:
            if stopping():
                return
            try:
                became = desk.receive(front.name, order)
            except ShopError:
                raise
            except Exception:  # a bug, of which the other orders know nothing; this one is told again
                log.exception("An order of %s could not be taken in", front.name)
                stuck = True
                front.stuck(order)
                done.trouble.append(_("An order could not be taken in. Details are in the log."))
                continue
            done.orders[became] = done.orders.get(became, 0) + 1
        if batch.cursor and not stuck:
            desk.read_up_to(front.name, batch.cursor)


def _tell(front: Storefront, desk: Desk, done: Synced, stopping: Callable[[], bool]) -> None:
    for news in desk.owed(front.name):
        if stopping():
            return
        try:
            front.tell(news)
        except InvalidInput as refusal:  # this one will never go; the others do
            done.trouble.append(str(refusal))
        desk.told(news.id, news.key)
        done.told += 1


def _push(front: Storefront, desk: Desk, told: Mapping[str, Any], done: Synced, known: dict[str, int]) -> None:
    if not told.get("stock"):
        return
    items = desk.stock(front.name, everything=told["stock"] == "all")
    changed = [item for item in items if known.get(item.sku) != item.pieces]
    if changed:
        done.stock = front.push_stock(changed)
        known.update(changed)


def _trouble(done: Synced, trouble: ShopError) -> None:
    done.trouble.append(str(trouble))
    if isinstance(trouble, Unavailable):
        done.after = max(done.after or 0.0, float(getattr(trouble, "after", None) or 0.0))


class Web:
    """Listens to all web shops again and again, behind the counter's back; of all programs on a shop one at a time."""

    def __init__(
        self, db: Reader, desk: Desk, folder: Path, secrets: Secrets,
        on_news: Callable[[str, str], None] = lambda _said, _kind: None,
    ) -> None:  # fmt: skip
        """`on_news` is told on this worker's thread what a person should hear: a sentence, and good or warn."""
        self._db, self._desk, self._secrets, self._on_news = db, desk, secrets, on_news
        self._lock = WindowLock(folder / LOCK)
        self._known: dict[str, dict[str, int]] = {}
        self._shut: dict[str, str] = {}
        self._tries = self._rounds = 0
        self.worker = Worker("web shops", self.work)

    def start(self) -> None:
        """Listen from now on."""
        self.worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """The stock may be another: it is told in the next round."""
        if tables & TABLES:
            self._rounds = 0
        if "setting" in tables:
            self._shut.clear()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the order under way; False if it still is after `timeout` seconds."""
        return self.worker.stop(timeout)

    def work(self) -> float | None:
        """One round with all of them; gives the seconds until the next, None where none is set up."""
        every = [told for told in sources(self._db) if told.get("active", True)]
        rest = float(max(setting(self._db, "web_every", EVERY), 5))
        if not every:
            return rest
        try:
            self._lock.take(signed=False)
        except Refused:
            return ELSEWHERE
        looks, self._rounds = self._rounds % LOOK == 0, self._rounds + 1
        try:
            done = [self._one(told if looks else {**told, "stock": ""}) for told in every if not self.worker.stopping]
        finally:
            self._lock.release()
        if any(one.trouble for one in done):
            self._rounds = 0  # what may not have been told is told in the next round
        if not any(one.after is not None for one in done):
            self._tries = 0
            return rest
        self._tries += 1
        return max(rest, pause(self._tries), *(one.after or 0.0 for one in done))

    def once(self, name: str = "") -> list[Synced]:
        """One round now, with all that are set up or the one of that name; Unavailable while another program does."""
        every = [named(self._db, name)] if name else [one for one in sources(self._db) if one.get("active", True)]
        try:
            self._lock.take(signed=False)
        except Refused:
            raise Unavailable(
                _("The web shops are listened to by another program just now."), _("Wait a moment, then try again.")
            ) from None
        try:
            return [self._one(told) for told in every]
        finally:
            self._lock.release()

    # -- inside

    def _one(self, told: Mapping[str, Any]) -> Synced:
        name = str(told.get("name", ""))
        try:
            front = storefront(told, self._secrets)
            try:
                done = sync(front, self._desk, told, self._known.setdefault(name, {}), lambda: self.worker.stopping)
            finally:
                front.rest()
        except ShopError as trouble:
            done = Synced(name, trouble=[str(trouble)])
        self._say(done)
        return done

    def _say(self, done: Synced) -> None:
        """Tell what is new; the same trouble is told once, until it is over."""
        why = "\n".join(done.trouble)
        if why and self._shut.get(done.source) != why:
            self._on_news(f"{done.source}: {done.trouble[0]}", "warn")
        elif done.waits:
            said = ngettext("{n} order of {name} waits for you.", "{n} orders of {name} wait for you.", done.waits)
            self._on_news(said.format(n=done.waits, name=done.source), "warn")
        elif new := done.orders.get("new", 0):
            said = ngettext("{n} new order of {name}.", "{n} new orders of {name}.", new)
            self._on_news(said.format(n=new, name=done.source), "good")
        self._shut[done.source] = why
