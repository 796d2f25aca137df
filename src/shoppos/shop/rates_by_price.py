"""Goods whose GST rate hangs on what one piece comes to, such as clothes and shoes."""

from collections.abc import Sequence

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.models.product import RateByPrice
from shoppos.rules.documents import Treatment
from shoppos.rules.pricing import WHOLE, PricedSale
from shoppos.shop.sale_view import OpenLine

PIECE = 1000


class RatesByPrice:
    """Which goods have a second rate, and from which price on it holds."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def of(self, product_id: bytes) -> tuple[int, int] | None:
        """Up to which price of one unit before tax (paise) a product has its own rate, and the rate above it."""
        row = self.db.row("SELECT most, rate FROM rate_by_price WHERE product_id = ?", (product_id,))
        return (row[0], row[1]) if row else None

    def set(self, product_id: bytes, most: int | None, rate: int = 0) -> None:
        """Tax a product at `rate` (hundredths of a percent) where one comes to more than `most` paise; None: never."""
        if most is not None and (most < 0 or not 0 <= rate <= WHOLE):
            raise InvalidInput(_("A rate by price needs a price and a rate."), field="rate")
        with self.db.transaction("product.rate") as tx:
            if most is None:
                tx.remove(RateByPrice, {"product_id": product_id})
            elif not tx.change(RateByPrice, {"product_id": product_id}, {"most": most, "rate": rate}):
                tx.insert(RateByPrice, {"product_id": product_id, "most": most, "rate": rate})

    def on(self, lines: Sequence[OpenLine], priced: PricedSale) -> list[OpenLine] | None:
        """The lines with the rate that their discounted price asks for; None where all have it already.

        The sale value of one piece decides, less line and bill discount and without the tax at its own rate.
        """
        if not lines or self.db.row("SELECT 1 FROM rate_by_price LIMIT 1") is None:
            return None
        changed = list(lines)
        for at, (line, money) in enumerate(zip(lines, priced.lines, strict=True)):
            known = self.of(line.product_id)
            if known is None or line.treatment != Treatment.TAXABLE:
                continue
            most, above = known
            net = money.gross - money.disc - money.bdisc
            whole = WHOLE + (line.rate + line.cess_rate if line.inclusive else 0)
            if net * PIECE * WHOLE > most * line.quantity * whole:
                changed[at] = line._replace(rate=above)
        return None if changed == list(lines) else changed
