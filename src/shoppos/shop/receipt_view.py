"""What a receipt of goods comes to: taxes by State and rate, cost of a piece, and the margin before and after."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules import purchasing
from shoppos.rules.documents import Scheme
from shoppos.rules.purchasing import Bought, BoughtLine
from shoppos.shop.receipt import LineView, Receipt, ReceiptLine, ReceiptView
from shoppos.shop.settings import Settings
from shoppos.shop.suppliers import SupplierView

KNOWN = (
    "SELECT p.id, p.code, p.name, p.unit, p.hsn, p.price, p.inclusive, p.mrp, p.cost, coalesce(r.rate, 0), "
    "coalesce(r.cess_rate, 0), coalesce(r.cess_per_unit, 0), coalesce(k.tracks, '') FROM product p "
    "LEFT JOIN product_rate r ON r.product_id = p.id AND r.since = "
    "(SELECT max(since) FROM product_rate WHERE product_id = p.id AND since <= ?) "
    "LEFT JOIN keeping k ON k.product_id = p.id WHERE p.id IN (SELECT unhex(value) FROM json_each(?))"
)
SOON = 30
"""Days within which goods that expire are worth a word."""
LEAP = 1_500
"""Hundredths of a percent by which a cost may rise before one is told."""


class Known(NamedTuple):
    """What the card of a product says; money in paise, rates in hundredths of a percent on the bill's day."""

    id: bytes
    code: str
    name: str
    unit: str
    hsn: str
    price: int
    inclusive: int
    mrp: int | None
    cost: int | None
    rate: int
    cess_rate: int
    cess_per_unit: int
    tracks: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A receipt with all that was looked up and computed for it."""

    view: ReceiptView
    known: dict[bytes, Known]
    priced: tuple[BoughtLine, ...]
    taxed: bool


class Reckoning:
    """Computes a receipt; nothing is written."""

    def __init__(self, db: Database, settings: Settings) -> None:
        """Work on `db`; `settings` say in which State and how the shop pays GST."""
        self.db = db
        self.settings = settings

    def reckon(self, receipt: Receipt, supplier: SupplierView | None) -> Reckoned:
        """What the receipt comes to; a supplier without GSTIN charges no tax (CGST Act s.32)."""
        profile = self.settings.profile()
        intra = not (supplier and supplier.card.state) or supplier.card.state == profile.state
        taxed = receipt.taxed and (supplier is None or bool(supplier.card.gstin))
        credit = profile.scheme == Scheme.REGULAR
        known = self.known(receipt)
        priced = tuple(
            purchasing.price_line(_bought(line, known[line.product_id], receipt, taxed=taxed), intra=intra)
            for line in receipt.lines
        )
        lines = tuple(
            _line_view(line, known[line.product_id], bought, credit=credit)
            for line, bought in zip(receipt.lines, priced, strict=True)
        )
        computed = sum(line.total for line in priced)
        total = computed if receipt.total is None else receipt.total
        sums = {name: sum(getattr(line, name) for line in priced) for name in ("taxable", "cgst", "sgst", "igst")}
        view = ReceiptView(
            lines, intra, **sums, cess=sum(line.cess for line in priced), computed=computed,
            difference=total - computed, total=total, warnings=tuple(self._warnings(receipt, lines)),
        )  # fmt: skip
        return Reckoned(view, known, priced, taxed)

    def known(self, receipt: Receipt) -> dict[bytes, Known]:
        """The cards of the products that came; NotFound when one is gone."""
        day = receipt.bill_date or self.db.clock.business_day(self.db.clock.ms())
        wanted = {line.product_id for line in receipt.lines}
        rows = self.db.rows(KNOWN, (day, json.dumps([one.hex() for one in wanted])))
        found = {row[0]: Known(*row) for row in rows}
        if len(found) != len(wanted):
            raise NotFound(_("An item of this receipt is not in the catalogue any more."), _("Take its line out."))
        return found

    def _warnings(self, receipt: Receipt, lines: tuple[LineView, ...]) -> list[str]:
        """What one should look at, without being stopped by it."""
        said = list[str]()
        today = day_of(self.db.clock.business_day(self.db.clock.ms()))
        for line, view in zip(receipt.lines, lines, strict=True):
            if view.new_margin is not None and view.new_margin < 0:
                words = _("{name} costs {cost} and sells for less.")
                said.append(words.format(name=view.name, cost=rupees(view.landed)))
            if view.new_mrp is not None and view.new_price > view.new_mrp:
                words = _("The price of {name} is above its MRP {mrp}.")
                said.append(words.format(name=view.name, mrp=rupees(view.new_mrp)))
            if view.was and (view.landed - view.was) * purchasing.WHOLE > view.was * LEAP:
                words = _("{name} cost {was} before, now {cost}.")
                said.append(words.format(name=view.name, was=rupees(view.was), cost=rupees(view.landed)))
            if line.expiry is not None and 0 <= (day_of(line.expiry) - today).days < SOON:
                words = _("Batch {batch} of {name} expires on {day}.")
                day = f"{day_of(line.expiry):%d-%m-%Y}"
                said.append(words.format(batch=line.batch, name=view.name, day=day))
        return said


def _bought(line: ReceiptLine, known: Known, receipt: Receipt, *, taxed: bool) -> Bought:
    if not taxed:
        return Bought(line.quantity, line.cost, line.free)
    return Bought(
        line.quantity, line.cost, line.free, known.rate, known.cess_rate, known.cess_per_unit, receipt.with_tax
    )


def _line_view(line: ReceiptLine, known: Known, priced: BoughtLine, *, credit: bool) -> LineView:
    landed = purchasing.landed(priced, line.pieces, credit=credit)
    rate, inclusive = known.rate + known.cess_rate, bool(known.inclusive)
    new_price = known.price if line.price is None else line.price
    nets = [purchasing.earned(price, rate, inclusive=inclusive, credit=credit) for price in (known.price, new_price)]
    facts: dict[str, Any] = {
        "tracks": known.tracks, "rate": known.rate, "taxable": priced.taxable, "tax": priced.tax,
        "total": priced.total, "landed": landed, "was": known.cost, "price": known.price, "new_price": new_price,
        "mrp": known.mrp, "new_mrp": known.mrp if line.mrp is None else line.mrp,
        "margin": purchasing.margin(nets[0], known.cost), "new_margin": purchasing.margin(nets[1], landed),
    }  # fmt: skip
    return LineView(known.id, known.code, known.name, known.unit, **facts)
