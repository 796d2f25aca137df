"""What goes to a supplier on paper or as a message: what is ordered of them, and what comes back to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _, catalogue
from shoppos.base.money import half_up, quantity
from shoppos.base.text import clean
from shoppos.rules import identifiers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.file import Reader

PIECE = 1000
KEPT = "!~*'()"
"""What encodeURIComponent leaves as it is, beside letters, digits and - _ ."""
SHOP = "SELECT name, address, pin_code, phone, gstin FROM letterhead WHERE made_at <= ? ORDER BY id DESC LIMIT 1"
ORDER = (
    "SELECT o.number, o.business_date, o.note, o.state, e.name, o.made_at, s.name, s.address, s.phone, s.email, "
    "s.gstin, o.id, '', '', NULL FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id "
    "JOIN employee e ON e.id = o.employee_id WHERE "
)
ORDERED = (
    "SELECT p.code, p.name, p.hsn, p.unit, l.quantity, l.cost, 0, 0 FROM purchase_order_line l "
    "JOIN product p ON p.id = l.product_id WHERE l.order_id = ? ORDER BY l.line"
)
NOTE = (
    "SELECT n.number, n.business_date, n.note, n.kind, e.name, n.made_at, s.name, s.address, s.phone, s.email, "
    "s.gstin, n.id, a.number, a.bill_number, a.bill_date FROM purchase n JOIN supplier s ON s.id = n.supplier_id "
    "JOIN employee e ON e.id = n.employee_id JOIN purchase a ON a.id = n.against_id WHERE n.kind = 'returned' AND "
)
BACK = (
    "SELECT l.code, l.name, l.hsn, l.unit, l.quantity, l.cost, l.taxable, l.cgst + l.sgst + l.igst + l.cess "
    "FROM purchase_line l WHERE l.purchase_id = ? ORDER BY l.line"
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One product: thousandths, cost of a unit before tax, value and tax in paise (no tax on an order)."""

    code: str
    name: str
    hsn: str
    unit: str
    quantity: int
    cost: int
    taxable: int
    tax: int


@dataclass(frozen=True, slots=True)
class SupplierPaper:
    """A purchase order, or with `against` a debit note; `total` in paise, an order's is expected and before tax."""

    number: str
    day: dt.date
    note: str
    state: str
    employee: str
    shop: str
    shop_address: str
    shop_phone: str
    shop_gstin: str
    supplier: str
    supplier_address: str
    supplier_phone: str
    supplier_email: str
    supplier_gstin: str
    against: str
    bill_number: str
    bill_date: dt.date | None
    lines: tuple[PaperLine, ...]
    total: int

    @property
    def is_note(self) -> bool:
        """Whether goods go back, and are not ordered."""
        return bool(self.against)


def read_order(db: Reader, doc_id: bytes, _told: Mapping[str, Any]) -> SupplierPaper:
    """The purchase order with that id."""
    return _paper(db, db.row(ORDER + "o.id = ?", (doc_id,)), ORDERED)


def read_note(db: Reader, doc_id: bytes, _told: Mapping[str, Any]) -> SupplierPaper:
    """The debit note with that id."""
    return _paper(db, db.row(NOTE + "n.id = ?", (doc_id,)), BACK)


def order(db: Reader, number: str) -> SupplierPaper:
    """The purchase order of that number."""
    return _paper(db, db.row(ORDER + "o.number = ?", (clean(number).upper(),)), ORDERED)


def message(paper: SupplierPaper, language: str = "en") -> str:
    """An order as one writes it to a supplier: shop, number, what and how many; no cost, which they know."""
    gettext = catalogue(language).gettext
    lines = [gettext("Order {number} from {shop}").format(number=paper.number, shop=paper.shop)]
    lines += [f"{n}. {line.name} - {quantity(line.quantity)} {line.unit}" for n, line in enumerate(paper.lines, 1)]
    lines += [paper.note] if paper.note else []
    lines.append(gettext("Please tell us when it comes. {phone}").format(phone=paper.shop_phone).strip())
    return "\n".join(lines)


def whatsapp(paper: SupplierPaper, text: str) -> str:
    """The link that opens the message in WhatsApp for who sends it; without a mobile number for whom one chooses."""
    phone = identifiers.phone(paper.supplier_phone)
    return f"https://wa.me/{'91' + phone if phone else ''}?text={quote(text, safe=KEPT)}"


def mail(paper: SupplierPaper, text: str) -> str:
    """The link that opens the message in the mail program."""
    subject = text.split("\n", 1)[0]
    address = quote(paper.supplier_email, safe="@")
    body = quote(text.replace("\n", "\r\n"), safe=KEPT)
    return f"mailto:{address}?subject={quote(subject, safe=KEPT)}&body={body}"


def _paper(db: Reader, row: tuple[Any, ...] | None, of_lines: str) -> SupplierPaper:
    if row is None:
        raise NotFound(_("That paper for a supplier is not there."))
    number, day, note, state, employee, made_at, name, address, phone, email, gstin, doc_id, *of = row
    shop = db.row(SHOP, (made_at,)) or db.row(SHOP, (1 << 62,)) or ("", "", "", "", "")
    lines = [PaperLine(*line) for line in db.rows(of_lines, (doc_id,))]
    if of[0]:
        total = (db.row("SELECT total FROM purchase WHERE id = ?", (doc_id,)) or (0,))[0]
    else:
        lines = [PaperLine(*_fields(line), half_up(line.quantity * line.cost, PIECE), 0) for line in lines]
        total = sum(line.taxable for line in lines)
    return SupplierPaper(
        number, day_of(day), note, state, employee, shop[0], " ".join(filter(None, shop[1:3])), shop[3], shop[4],
        name, address, phone, email, gstin, of[0], of[1], day_of(of[2]) if of[2] else None, tuple(lines), total,
    )  # fmt: skip


def _fields(line: PaperLine) -> tuple[str, str, str, str, int, int]:
    return line.code, line.name, line.hsn, line.unit, line.quantity, line.cost
