"""An open sale as the counter sees it: its lines read, priced and put into words."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shoppos.base.db import Database
from shoppos.base.i18n import _
from shoppos.base.journal import Value
from shoppos.base.money import rupees
from shoppos.rules.documents import Kind, Scheme, collects_tax, documents
from shoppos.rules.offers import Off
from shoppos.rules.place_of_supply import place_of_supply
from shoppos.rules.pricing import PricedSale, PriceLine, part, price_sale
from shoppos.shop.customers import CustomerView
from shoppos.shop.packs import KEPT, ON_HAND
from shoppos.shop.settings import Terms

ADDRESS_NEEDED = 50_000_00
"""Taxable value in paise from which a bill to an unregistered buyer must name them (Rule 46(e))."""

INPUTS = (
    "product_id", "code", "name", "local_name", "hsn", "unit", "quantity", "price", "inclusive", "mrp", "cost",
    "treatment", "rate", "cess_rate", "cess_per_unit", "disc_rate", "disc_amount",
)  # fmt: skip
HEADER = (
    "state", "opened_at", "employee_id", "customer_id", "personal_id", "gstin", "place", "note", "discount_rate",
    "discount_amount", "shipping", "till", "with_address",
)  # fmt: skip


class OpenLine(NamedTuple):
    """A line of an open sale: what was asked for, and what is on hand (None where stock is not counted).

    `tracks`, `policy` and `pack` say how the product is kept, `note` what was asked for beyond it.
    """

    line: int
    product_id: bytes
    code: str
    name: str
    local_name: str
    hsn: str
    unit: str
    quantity: int
    price: int
    inclusive: int
    mrp: int | None
    cost: int | None
    treatment: str
    rate: int
    cess_rate: int
    cess_per_unit: int
    disc_rate: int
    disc_amount: int
    on_hand: int | None = None
    low: int | None = None
    tracks: str = ""
    policy: str = ""
    pack: int = 0
    note: str = ""

    def inputs(self) -> dict[str, Value]:
        """The columns as they are stored."""
        return dict(zip(INPUTS, self[1:], strict=False))


class Header(NamedTuple):
    """What holds for the whole of an open sale."""

    state: str
    opened_at: int
    employee_id: bytes
    customer_id: bytes | None
    personal_id: bytes | None
    gstin: str
    place: str
    note: str
    discount_rate: int
    discount_amount: int
    shipping: int
    till: str
    with_address: int


class LineView(NamedTuple):
    """A line on screen; `amount` is the price after the line's discount, `total` what it adds to the bill, in paise.

    `offer` says what an offer took off, "" where none did.
    """

    no: int
    product_id: bytes
    code: str
    name: str
    local_name: str
    quantity: int
    unit: str
    price: int
    inclusive: bool
    rate: int
    disc: int
    amount: int
    total: int
    on_hand: int | None
    mrp: int | None
    note: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True)
class SaleView:
    """An open sale on screen; money in paise. `gst_free`: no tax stands on this shop's bills."""

    id: bytes
    lines: tuple[LineView, ...]
    payable: int
    taxable: int
    tax: int
    total: int
    round_off: int
    saved: int
    discount: int
    shipping: int
    items: int
    quantity: int
    gst_free: bool
    customer: CustomerView | None
    note: str
    state: str
    with_address: bool
    place: str
    panel: dict[str, Any]
    can_undo: bool
    held: int
    warnings: tuple[str, ...]
    gstin: str = ""
    personal_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One paper the sale becomes: its kind, which lines stand on it, and their money."""

    kind: Kind
    indexes: tuple[int, ...]
    priced: PricedSale


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A sale priced: by which terms, the whole of it, the papers it becomes, and where it is supplied.

    `lines` are those it was priced by, less what offers took off (`offs`, by the lines' numbers).
    """

    terms: Terms
    priced: PricedSale
    documents: tuple[Document, ...]
    place: str
    inter_state: bool
    lines: list[OpenLine] = field(default_factory=list[OpenLine])
    offs: dict[int, tuple[Off, ...]] = field(default_factory=dict[int, tuple[Off, ...]])

    @property
    def payable(self) -> int:
        """What the customer pays for all papers together, in paise."""
        return sum(document.priced.payable for document in self.documents)


def read_header(db: Database, sale_id: bytes) -> Header | None:
    """The head of a sale, or None before its first line."""
    row = db.row(f"SELECT {', '.join(HEADER)} FROM sale WHERE id = ?", (sale_id,))
    return Header(*row) if row else None


def read_header_and_order(db: Database, sale_id: bytes) -> tuple[Header | None, str]:
    """The head of a sale with the number of the order whose goods it holds, "" for the counter's own: one question."""
    row = db.row(
        f"SELECT coalesce((SELECT number FROM orders WHERE sale_id = sale.id), ''), {', '.join(HEADER)} "
        "FROM sale WHERE id = ?",
        (sale_id,),
    )
    return (Header(*row[1:]), row[0]) if row else (None, "")


LINES = (
    f"SELECT l.line, {', '.join('l.' + name for name in INPUTS)}, {ON_HAND}, p.low, {KEPT}, coalesce(n.note, '') "
    "FROM sale_line l JOIN product p ON p.id = l.product_id "
    "LEFT JOIN stock s ON s.product_id = l.product_id AND s.tracked = 1 "
    "LEFT JOIN keeping k ON k.product_id = l.product_id "
    "LEFT JOIN line_note n ON n.sale_id = l.sale_id AND n.line = l.line WHERE l.sale_id = ? ORDER BY l.line"
)


def read_lines(db: Database, sale_id: bytes) -> list[OpenLine]:
    """The lines of an open sale in the order they were rung up."""
    return list(map(OpenLine._make, db.rows(LINES, (sale_id,))))


def reckon(header: Header, lines: list[OpenLine], terms: Terms) -> Reckoning:
    """Price an open sale with the counter's own rules and split it into the papers the law wants.

    A discount or shipping on the whole bill waits until there is a line to share it.
    """
    profile, round_to = terms.profile, terms.round_to
    scheme = Scheme(profile.scheme)
    taxed = collects_tax(scheme)
    place = (
        place_of_supply(profile.state, chosen=header.place or None, gstin=header.gstin or None) if profile.state else ""
    )
    intra = place == profile.state
    price_lines = [
        PriceLine(
            line.quantity, line.price, line.rate if taxed else 0, bool(line.inclusive), line.disc_rate,
            line.disc_amount, line.cess_rate if taxed else 0, line.cess_per_unit if taxed else 0,
        )
        for line in lines
    ]  # fmt: skip
    priced = price_sale(
        price_lines, intra=intra, bill_discount=header.discount_amount if lines else 0,
        bill_discount_rate=header.discount_rate, shipping=header.shipping if lines else 0, round_to=round_to,
    )  # fmt: skip
    papers = documents(scheme, [line.treatment for line in lines], registered=bool(header.gstin))
    split = tuple(
        Document(kind, tuple(on), priced if len(papers) == 1 else part(priced, price_lines, on, round_to))
        for kind, on in papers
    )
    return Reckoning(terms, priced, split, place, not intra, lines)


def line_views(
    lines: list[OpenLine], priced: PricedSale, offs: dict[int, tuple[Off, ...]] | None = None
) -> tuple[LineView, ...]:
    """The lines as the table shows them, with the offers that took something off."""
    offs = offs or {}
    return tuple(
        LineView(
            line.line, line.product_id, line.code, line.name, line.local_name, line.quantity, line.unit, line.price,
            bool(line.inclusive), line.rate, money.disc, money.gross - money.disc, money.total, line.on_hand, line.mrp,
            line.note, " + ".join(map(_said, offs.get(line.line, ()))),
        )
        for line, money in zip(lines, priced.lines, strict=True)
    )  # fmt: skip


def _said(off: Off) -> str:
    """An offer with what it takes off, and the smaller discount that it came instead of."""
    said = f"{off.said}: -{rupees(off.amount)}"
    if off.instead:
        said += " " + _("(better than the -{amount} typed)").format(amount=rupees(off.instead))
    return said


def saved(lines: list[OpenLine], priced: PricedSale) -> int:
    """What the customer saves against the MRPs, and by discounts, in paise."""
    off = sum(money.disc + money.bdisc for money in priced.lines)
    below = sum(
        max(0, line.mrp * line.quantity // 1000 - money.gross)
        for line, money in zip(lines, priced.lines, strict=True)
        if line.mrp and line.inclusive
    )
    return off + below


def legal_warnings(header: Header, lines: list[OpenLine], reckoning: Reckoning) -> list[str]:
    """What the law asks and the bill lacks: the buyer's name from Rs 50,000, no price above the MRP.

    A shop under the composition levy makes no inter-State supply of goods (CGST Act s.10(2)(c)).
    """
    found = [
        _("{name} is sold above its MRP of {mrp}.").format(name=line.name, mrp=rupees(line.mrp))
        for line in lines
        if line.mrp and line.inclusive and line.price > line.mrp
    ]
    if reckoning.inter_state and reckoning.terms.profile.scheme == Scheme.COMPOSITION:
        found.append(
            _("Under the composition levy the shop may sell no goods to another State. Take the State off: F5.")
        )
    if reckoning.priced.taxable >= ADDRESS_NEEDED and not (header.gstin or header.with_address):
        found.append(_("From ₹50,000 the bill must carry the customer's name and address. Press F5."))
    return found
