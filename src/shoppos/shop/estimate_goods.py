"""The goods of an estimate: every change is the counter's own, and answers with the estimate as it stands then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.models.estimate import OPEN
from shoppos.reports import estimates as told
from shoppos.shop.estimate_sale import EstimateSale
from shoppos.shop.ringing import Entered

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.db import Database
    from shoppos.shop.catalogue import Catalogue
    from shoppos.shop.customers import Customers
    from shoppos.shop.hits import Hit
    from shoppos.shop.papers import Papers
    from shoppos.shop.sale_view import SaleView
    from shoppos.shop.settings import Settings
    from shoppos.shop.stock import StockRoom
    from shoppos.shop.tills import Tills

COLUMNS = (
    "id", "number", "state", "sale_id", "valid_until", "bill_id", "order_id", "note", "reason", "business_date",
    "made_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredEstimate:
    """The columns COLUMNS of one estimate."""

    id: bytes
    number: str | None
    state: str
    sale_id: bytes
    valid_until: int
    bill_id: bytes | None
    order_id: bytes | None
    note: str
    reason: str
    business_date: int
    made_at: int


@dataclass(frozen=True, slots=True)
class EstimateView:
    """An estimate whole; days as yyyymmdd, `made_at` in milliseconds. `number` is "" before it was promised.

    `lapsed`: its day has passed. `became` is the number of the bill or order that came of it, "" while there is none
    or its sale stands on a till still.
    """

    id: bytes
    number: str
    state: str
    lapsed: bool
    valid_until: int
    sale: SaleView
    note: str
    reason: str
    became: str
    business_date: int
    made_at: int


@dataclass(frozen=True, slots=True)
class EstimateEntered:
    """What became of what was typed on an estimate: it after it, the line, what to tell, and products to pick."""

    view: EstimateView
    line: int | None = None
    message: str = ""
    hits: tuple[Hit, ...] = ()


class EstimateGoods:
    """What is asked for: rung up, changed, taken back."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.customers = customers
        self.staff = stock.staff
        self.papers = papers
        self.lines = EstimateSale(db, settings, tills, catalogue, customers, stock, papers)

    def view(self, estimate_id: bytes) -> EstimateView:
        """An estimate whole, its goods priced now."""
        row = self.row_of(estimate_id)
        return EstimateView(
            id=row.id, number=row.number or "", state=row.state,
            lapsed=row.state == OPEN and row.number is not None and row.valid_until < self.today(),
            valid_until=row.valid_until, sale=self.lines.view(row.sale_id), note=row.note, reason=row.reason,
            became=told.became(self.db, row.bill_id, row.order_id), business_date=row.business_date,
            made_at=row.made_at,
        )  # fmt: skip

    # -- the goods

    def enter(
        self, estimate_id: bytes, text: str, *, line: int | None = None, sure: bool = False
    ) -> EstimateEntered:  # fmt: skip
        """Do what was typed or scanned; the grammar, the refusals and the questions are the counter's own."""
        return self._do(estimate_id, lambda sale: self.lines.enter(sale, text, line=line, sure=sure))

    def pick(self, estimate_id: bytes, text: str, product_id: bytes, *, sure: bool = False) -> EstimateEntered:
        """Add a product picked from the results of `text`."""
        return self._do(estimate_id, lambda sale: self.lines.pick(sale, text, product_id, sure=sure))

    def set_quantity(self, estimate_id: bytes, line: int, quantity: int, *, sure: bool = False) -> EstimateEntered:
        """Set a line's quantity in thousandths."""
        return self._do(estimate_id, lambda sale: self.lines.set_quantity(sale, line, quantity, sure=sure))

    def change_quantity(self, estimate_id: bytes, line: int, delta: int, *, sure: bool = False) -> EstimateEntered:
        """Add `delta` thousandths to a line; at nothing left the line goes."""
        return self._do(estimate_id, lambda sale: self.lines.change_quantity(sale, line, delta, sure=sure))

    def set_price(self, estimate_id: bytes, line: int, price: int) -> EstimateEntered:
        """Promise a line at another price for one unit, in paise."""
        return self._do(estimate_id, lambda sale: self.lines.set_price(sale, line, price))

    def discount_bill(self, estimate_id: bytes, *, rate: int = 0, amount: int = 0) -> EstimateEntered:
        """Take a percentage (hundredths) or an amount (paise) off the whole."""
        return self._do(estimate_id, lambda sale: self.lines.discount_bill(sale, rate=rate, amount=amount))

    def set_shipping(self, estimate_id: bytes, amount: int) -> EstimateEntered:
        """Charge what bringing it costs, in paise."""
        return self._do(estimate_id, lambda sale: self.lines.set_shipping(sale, amount))

    def set_line_note(self, estimate_id: bytes, line: int, note: str) -> EstimateEntered:
        """What is meant by a line beyond its item; "" for nothing."""
        return self._do(estimate_id, lambda sale: self.lines.set_line_note(sale, line, note))

    def remove(self, estimate_id: bytes, line: int) -> EstimateEntered:
        """Take a line off."""
        return self._do(estimate_id, lambda sale: self.lines.remove(sale, line))

    def undo(self, estimate_id: bytes) -> EstimateEntered:
        """Take the last change of the goods back; Refused when there is none."""
        return self._do(estimate_id, lambda sale: Entered(self.lines.undo(sale)))

    # -- inside

    def _do(self, estimate_id: bytes, act: Callable[[bytes], Entered]) -> EstimateEntered:
        with self.db.transaction("estimate.changed"):
            self.staff.guard("estimate")
            entered = act(self.row_of(estimate_id).sale_id)
            return EstimateEntered(self.view(estimate_id), entered.line, entered.message, entered.hits)

    def row_of(self, estimate_id: bytes) -> StoredEstimate:
        """An estimate as it is stored; NotFound."""
        row = self.db.row(f"SELECT {', '.join(COLUMNS)} FROM estimate WHERE id = ?", (estimate_id,))
        if row is None:
            raise NotFound(_("That estimate is not in the books."), _("Look at the list."))
        return StoredEstimate(*row)

    def open_one(self, estimate_id: bytes) -> StoredEstimate:
        """An estimate on which something can be changed still."""
        row = self.row_of(estimate_id)
        if row.state != OPEN:
            raise Refused(_("Estimate {number} has ended.").format(number=row.number or ""), _("Make a new one."))
        return row

    def today(self) -> int:
        """The business day, as yyyymmdd."""
        return self.db.clock.business_day(self.db.clock.ms())
