"""The most wanted first: search finds products in the order of their numbers, and the best sellers get the lowest."""

import datetime as dt
from time import monotonic

from shoppos.base.clock import day_number, day_of
from shoppos.base.db import Database
from shoppos.base.worker import Worker
from shoppos.models.product import Product
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.learning import Learning

TOP = 500
"""So many products stand in front, by what was sold lately; the order behind them matters to nobody."""
DAYS_BACK = dt.timedelta(days=60)
IDLE = 20.0
"""Seconds without a commit before anything is counted: a busy counter has the disk for itself."""
AGAIN = 6 * 3600.0
"""Seconds until what was sold lately is counted anew."""
FEW, PAUSE = 10, 0.5
"""Pairs that change places in one transaction, and the seconds that the counter has between two of them."""

SOLD = (
    "SELECT m.product_id FROM stock_move m JOIN product p ON p.id = m.product_id AND p.active = 1 "
    "WHERE m.kind = 'sale' AND m.business_date >= ? GROUP BY m.product_id ORDER BY count(*) DESC, p.number LIMIT ?"
)


class Ranking:
    """Brings the wanted to the front a few at a time, so that the counter never waits for it."""

    def __init__(self, db: Database, catalogue: Catalogue) -> None:
        """Rank the products of `catalogue`."""
        self.db = db
        self.catalogue = catalogue

    def swaps(self, top: int = TOP) -> list[tuple[bytes, bytes]]:
        """Which products change places: a wanted one from behind, and one in front that hardly sells.

        Reads every stock move once: for a worker, not for the window's thread.
        """
        since = day_number(day_of(self.catalogue.today()) - DAYS_BACK)
        wanted = [row[0] for row in self.db.rows(SOLD, (since, top))]
        front = {row[0] for row in self.db.rows("SELECT id FROM product ORDER BY number LIMIT ?", (len(wanted),))}
        coming = [product for product in wanted if product not in front]
        going = sorted(front - set(wanted))
        return list(zip(coming, going, strict=False))

    def swap(self, pairs: list[tuple[bytes, bytes]]) -> None:
        """Let each pair change numbers, in one short transaction; some twenty pairs take 20 ms."""
        with self.db.transaction("product.ranked") as tx:
            for coming, going in pairs:
                number = {product: self._number(product) for product in (coming, going)}
                self.catalogue.unindex(tx, number[coming])
                self.catalogue.unindex(tx, number[going])
                tx.change(Product, {"id": coming}, {"number": -1})
                tx.change(Product, {"id": going}, {"number": number[coming]})
                tx.change(Product, {"id": coming}, {"number": number[going]})
                self.catalogue.index(tx, coming)
                self.catalogue.index(tx, going)

    def _number(self, product: bytes) -> int:
        row = self.db.row("SELECT number FROM product WHERE id = ?", (product,))
        return row[0] if row else 0


class Promotions:
    """Ranks in idle moments, on a thread of its own; what search learnt is written beside it."""

    def __init__(self, ranking: Ranking, idle: float = IDLE) -> None:
        """Nothing happens before `start`, and then only after `idle` seconds in which nobody sold."""
        self._ranking = ranking
        self._idle = idle
        self._last = monotonic()
        self._due = 0.0
        self._left: list[tuple[bytes, bytes]] = []
        self._worker = Worker("ranking", self.work)
        self._learning = Learning(ranking.catalogue.searching, idle)

    def start(self) -> None:
        """Wait for the first idle moment."""
        self._last = monotonic()
        self._ranking.db.committed.connect(self._heard)
        self._worker.start()
        self._learning.start()

    def stop(self) -> bool:
        """Leave the rest for another day; False if a few are still changing places after some seconds."""
        self._ranking.db.committed.disconnect(self._heard)
        learnt = self._learning.stop()
        return self._worker.stop() and learnt

    def _heard(self, _tables: frozenset[str]) -> None:
        self._last = monotonic()

    def work(self) -> float:
        """One round: count, or let a few change places; answers in how many seconds the next round is due."""
        now = monotonic()
        if not self._left:
            if now < self._due:
                return self._due - now
            if now - self._last < self._idle:
                return self._idle - (now - self._last)
        try:
            if not self._left:
                self._left = self._ranking.swaps()
                self._due = now + AGAIN
            few, self._left = self._left[:FEW], self._left[FEW:]
            if few:
                self._ranking.swap(few)
        finally:
            self._ranking.db.release()
        return PAUSE if self._left else AGAIN
