"""The most wanted first: search finds products in the order of their numbers, and the best sellers get the lowest."""

import datetime as dt

from shoppos.base.clock import day_number, day_of
from shoppos.base.db import Database
from shoppos.models.product import Product
from shoppos.shop.catalogue import Catalogue

TOP = 500
"""So many products stand in front, by what was sold lately; the order behind them matters to nobody."""
DAYS_BACK = dt.timedelta(days=60)

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
