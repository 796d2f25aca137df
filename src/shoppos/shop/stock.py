"""Stock: what is on hand, and every change of it."""

from collections.abc import Iterable, Mapping, Sequence

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import quantity as show_quantity
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.base.text import code as spell
from shoppos.base.transaction import Transaction
from shoppos.models.stock import Stock, StockMove
from shoppos.shop.business_day import booking_day

SUM = (
    "INSERT INTO stock (product_id, on_hand, tracked) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
    "SET on_hand = on_hand + excluded.on_hand, tracked = max(tracked, excluded.tracked)"
)
COUNTED = frozenset({"opening", "adjust"})


class StockRoom:
    """Moves are only ever added; what is on hand is their sum, kept beside them in the same transaction."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def on_hand(self, product_id: bytes) -> int | None:
        """Thousandths on hand, or None for a product whose stock was never counted."""
        row = self.db.row("SELECT on_hand FROM stock WHERE product_id = ? AND tracked = 1", (product_id,))
        return row[0] if row else None

    def move_lines(self, tx: Transaction, rows: Sequence[Mapping[str, Value]]) -> None:
        """Write the moves of one document's lines and their sums; a line can move only once per kind."""
        if not rows:
            return
        tx.insert(StockMove, *rows)
        tx.raw.executemany(SUM, [(r["product_id"], r["quantity"], int(r["kind"] in COUNTED)) for r in rows])
        tx.facts.touched(Stock)

    def open_with(self, tx: Transaction, counted: Iterable[tuple[bytes, int]]) -> None:
        """The opening stock of new products, in thousandths."""
        day = booking_day(self.db)
        self.move_lines(tx, [_row(product_id, "opening", quantity, "", day) for product_id, quantity in counted])

    def move(self, code: str, quantity: int, reason: str) -> int:
        """Correct the stock of one product by `quantity` thousandths, and say why; gives what is on hand then."""
        if not quantity:
            raise InvalidInput(_("A stock move needs a quantity other than 0."), field="quantity")
        sane("quantity", quantity)
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the stock changes."), _("For example: damaged, counted, found."), "reason")
        with self.db.transaction("stock.moved") as tx:
            product = self.db.row(
                "SELECT id FROM product WHERE code = :code UNION ALL SELECT product_id FROM barcode WHERE code = :code",
                {"code": spell(code)},
            )
            if product is None:
                raise NotFound(_("No item has the code {code}.").format(code=clean(code)))
            self.move_lines(tx, [_row(product[0], "adjust", quantity, reason, booking_day(self.db))])
        return self.on_hand(product[0]) or 0

    def warning(self, name: str, on_hand: int | None, selling: int, low: int | None) -> str:
        """What the counter says of a product's stock when `selling` thousandths go out now; "" when all is well."""
        if on_hand is None:
            return ""
        left = on_hand - selling
        if left >= 0 and left > (low or 0):
            return ""
        said = {
            "have": show_quantity(on_hand),
            "name": name,
            "sell": show_quantity(selling),
            "left": show_quantity(left),
        }
        if left < 0:
            return _(
                "Only {have} of {name} in stock; this bill sells {sell}. Sold anyway - please check the shelf."
            ).format(**said)
        return _("Only {have} left of {name}. Sold {sell} now - stock will be {left}.").format(**said)


def _row(product_id: bytes, kind: str, quantity: int, reason: str, day: int) -> dict[str, Value]:
    return {
        "doc_id": new_id(), "line": 1, "kind": kind, "product_id": product_id, "quantity": quantity,
        "business_date": day, "reason": reason,
    }  # fmt: skip
