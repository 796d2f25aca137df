"""A receipt of goods before it is saved: what was typed, and what it comes to."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import sane
from shoppos.base.text import clean


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One product that came: `quantity` paid for and `free` thousandths, `cost` of one unit in paise as typed.

    `batch`, `expiry` (yyyymmdd) and `serials` where the product is kept by them; a new `mrp` and `price` in paise.
    """

    product_id: bytes
    quantity: int
    cost: int
    free: int = 0
    batch: str = ""
    expiry: int | None = None
    serials: tuple[str, ...] = ()
    mrp: int | None = None
    price: int | None = None

    @property
    def pieces(self) -> int:
        """Thousandths that came in all."""
        return self.quantity + self.free


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods of one supplier with one bill: its number and day (yyyymmdd), and its total in paise as it says.

    `with_tax`: the costs hold the tax; `taxed` is False for a supplier that charges none (composition). `order_id`
    names the purchase order that it answers; the same `key` is received once.
    """

    supplier_id: bytes | None = None
    lines: tuple[ReceiptLine, ...] = ()
    bill_number: str = ""
    bill_date: int | None = None
    total: int | None = None
    with_tax: bool = False
    taxed: bool = True
    order_id: bytes | None = None
    note: str = ""
    key: bytes | None = None

    def with_line(self, line: ReceiptLine, at: int | None = None) -> "Receipt":
        """The receipt with one line more, or with another one at its place."""
        lines = list(self.lines)
        if at is None:
            lines.append(line)
        else:
            lines[at] = line
        return replace(self, lines=tuple(lines))

    def without_line(self, at: int) -> "Receipt":
        """The receipt without that line."""
        return replace(self, lines=self.lines[:at] + self.lines[at + 1 :])


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as it is shown: what it comes to in paise, and what the shop earns before and after.

    `landed` is what a unit costs in the end, `was` what it cost before; margins in hundredths of a percent.
    """

    product_id: bytes
    code: str
    name: str
    unit: str
    tracks: str
    rate: int
    taxable: int
    tax: int
    total: int
    landed: int
    was: int | None
    price: int
    new_price: int
    mrp: int | None
    new_mrp: int | None
    margin: int | None
    new_margin: int | None

    @property
    def labelled_anew(self) -> bool:
        """Whether what stands on the shelf is wrong from now on."""
        return (self.price, self.mrp) != (self.new_price, self.new_mrp)


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as it stands, in paise; `difference` is what the typed total says more than the lines."""

    lines: tuple[LineView, ...]
    intra: bool
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    computed: int
    difference: int
    total: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A purchase that is saved: its number and total, and the products whose labels are to be printed anew."""

    id: bytes
    number: str
    total: int
    labels: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def checked(receipt: Receipt) -> Receipt:
    """The receipt with clean words; InvalidInput names what cannot be."""
    if receipt.supplier_id is None:
        raise InvalidInput(_("Whose goods are these?"), _("Choose the supplier."), "supplier")
    if not receipt.lines:
        raise InvalidInput(_("Nothing was received."), _("Scan the first item."), "code")
    sane("total", receipt.total)
    if receipt.total is not None and receipt.total < 0:
        raise InvalidInput(_("A total cannot be below zero."), field="total")
    return replace(
        receipt, lines=tuple(map(checked_line, receipt.lines)), bill_number=clean(receipt.bill_number, 40).upper(),
        bill_date=checked_day(receipt.bill_date, "bill_date"), note=clean(receipt.note, 300),
    )  # fmt: skip


def checked_line(line: ReceiptLine) -> ReceiptLine:
    """One line with clean words; InvalidInput names the field that does not do."""
    sane("quantity", line.quantity, line.free)
    sane("cost", line.cost, line.mrp, line.price)
    if line.quantity <= 0 or line.free < 0:
        raise InvalidInput(
            _("Quantity must be more than 0."), _("Goods that go back are sent back from their purchase."), "quantity"
        )
    if min(line.cost, line.mrp or 0, line.price or 0) < 0:
        raise InvalidInput(_("A price cannot be below zero."), field="cost")
    serials = tuple(filter(None, (clean(one, 60) for one in line.serials)))
    return replace(
        line, batch=clean(line.batch, 60).upper(), expiry=checked_day(line.expiry, "expiry"), serials=serials
    )


def checked_day(day: int | None, name: str) -> int | None:
    """A day as yyyymmdd, or None; InvalidInput for the field `name` when it is in no calendar."""
    try:
        return day if day is None else int(f"{day_of(day):%Y%m%d}")
    except ValueError:
        raise InvalidInput(_("{day} is not a day.").format(day=day), _("Type it like 2027-03-31."), name) from None


def told(receipt: Receipt) -> str:
    """A receipt as it is kept while it is typed."""
    return json.dumps(asdict(receipt), default=bytes.hex, ensure_ascii=False)


def untold(text: str) -> Receipt:
    """The receipt that `told` kept."""
    kept: Mapping[str, Any] = json.loads(text)
    lines = tuple(map(_untold_line, kept["lines"]))
    ids = {name: bytes.fromhex(kept[name]) if kept[name] else None for name in ("supplier_id", "order_id", "key")}
    facts: dict[str, Any] = {**kept, **ids, "lines": lines}
    return Receipt(**facts)


def _untold_line(kept: Mapping[str, Any]) -> ReceiptLine:
    ids: dict[str, Any] = {"product_id": bytes.fromhex(kept["product_id"]), "serials": tuple(kept["serials"])}
    facts: dict[str, Any] = {**kept, **ids}
    return ReceiptLine(**facts)
