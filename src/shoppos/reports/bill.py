"""One bill, whole: everything its paper, its screen and the command line say, read from the records of a done sale."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity, rate
from shoppos.base.text import clean
from shoppos.reports import bill_rows, dues, letterheads
from shoppos.reports.bill_rows import SaleRow
from shoppos.rules import methods
from shoppos.rules.bank_details import BankDetails
from shoppos.rules.documents import Kind
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.logo import Logo
from shoppos.rules.place_of_supply import tax_labels
from shoppos.rules.pricing import RateTotal
from shoppos.rules.words import in_words

TAXES = ("taxable", "cgst", "sgst", "igst", "cess")
SUMS = (*TAXES, "total", "round_off", "payable")
"""What a sale and its bill both say, in paise."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line: quantity in thousandths, rates in hundredths of a percent, all money in paise.

    `offer` names the offer that took the discount off, "" where somebody did by hand; `note` is what was asked for
    beyond the item, and the serial numbers of its pieces.
    """

    code: str
    name: str
    local_name: str
    hsn: str
    unit: str
    quantity: int
    price: int
    inclusive: bool
    mrp: int | None
    treatment: str
    rate: int
    cess_rate: int
    gross: int
    disc: int
    bdisc: int
    ship: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    offer: str = ""
    note: str = ""

    @property
    def total(self) -> int:
        """Taxable value and taxes."""
        return self.taxable + self.cgst + self.sgst + self.igst + self.cess


@dataclass(frozen=True, slots=True)
class BillPayment:
    """One payment, net of change. `state`: taken, claimed (UPI without its UTR), verified, or refunded (a note's)."""

    line: int
    method: str
    label: str
    amount: int
    reference: str
    state: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought, as far as they said; all "" once their data was erased."""

    name: str = ""
    phone: str = ""
    address: str = ""
    pin_code: str = ""
    state: str = ""
    gstin: str = ""


class Tokens(NamedTuple):
    """For how many small sales the one invoice of a day stands, and the first and last of their numbers."""

    bills: int
    first: str
    last: str


class Invoice(NamedTuple):
    """The one invoice of a day on which a token stands."""

    number: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Against:
    """The bill that a credit note takes back, wholly or in part, and why (Rule 53(1A)(g)).

    `invoice` is that on which it stands where it is a token of a day that was closed.
    """

    number: str
    date: dt.date
    reason: str = ""
    invoice: Invoice | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """A done sale as its paper says it, in paise; `tendered` and `change` are what passed over the counter.

    A credit note is one too: amounts positive, payments what was given back, `against` the bill if there was one. A
    bill's `state`: done, void, "part returned" or returned; `notes` number its credit notes, `bank` is where to pay,
    `logo` the picture that the shop has on its papers now. The one invoice for a day's small sales names its `tokens`,
    and each of them that `invoice`.
    """

    sale_id: bytes
    number: str
    kind: str
    state: str
    business_date: dt.date
    made_at: dt.datetime
    till: str
    employee: str
    place_of_supply: str
    inter_state: bool
    tax_labels: tuple[str, ...]
    letterhead: Letterhead
    buyer: Buyer | None
    delivery_state: str
    lines: tuple[BillLine, ...]
    by_rate: tuple[RateTotal, ...]
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    total: int
    discount: int
    shipping: int
    round_off: int
    payable: int
    payments: tuple[BillPayment, ...]
    tendered: int
    change: int
    due: int
    upi: str | None
    words: str
    fragment: str
    saved: int
    void_reason: str = ""
    against: Against | None = None
    notes: tuple[str, ...] = ()
    bank: BankDetails | None = None
    logo: Logo | None = None
    tokens: Tokens | None = None
    invoice: Invoice | None = None


def load(db: Reader, number: str) -> Bill:
    """The bill of that number, upper or lower case; NotFound names it."""
    asked = clean(number).upper()
    sale = bill_rows.numbered(db, asked)
    if sale is None:
        raise NotFound(_("There is no bill {number}.").format(number=asked), _("Look it up with: shoppos bill list"))
    return _bill(db, sale)


def load_by_id(db: Reader, sale_id: bytes) -> Bill:
    """The bill of a done sale."""
    sale = bill_rows.of_id(db, sale_id)
    if sale is None:
        raise NotFound(_("That bill is not done."))
    return _bill(db, sale)


def _bill(db: Reader, sale: SaleRow) -> Bill:
    letterhead = letterheads.load(db, sale.letterhead_id)
    lines = tuple(_line(r) for r in bill_rows.lines(db, sale))
    noted = sale.kind == Kind.CREDIT_NOTE
    payments, change = _payments(db, sale, noted=noted)
    due = 0 if noted or sale.tokens or sale.void_reason is not None else sum(dues.unpaid(db, sale.id))
    notes = [] if noted else bill_rows.notes(db, sale)
    return Bill(
        sale_id=sale.id,
        number=sale.number,
        kind=sale.kind,
        state="void" if sale.void_reason is not None else _state(lines, sum(row[1] for row in notes)),
        business_date=day_of(sale.business_date),
        made_at=db.clock.at(sale.made_at),
        till=sale.till,
        employee=sale.employee,
        place_of_supply=sale.place,
        inter_state=bool(sale.inter_state),
        tax_labels=tax_labels(letterhead.state, sale.place) if sale.place else (),
        letterhead=letterhead,
        buyer=_buyer(db, sale),
        delivery_state="",
        lines=lines,
        by_rate=by_rate(lines),
        **{name: getattr(sale, name) for name in SUMS},
        discount=sum(line.disc + line.bdisc for line in lines),
        shipping=sum(line.ship for line in lines),
        payments=payments,
        tendered=sale.tendered,
        change=change,
        due=due,
        upi=dues.link(letterhead, sale.number, due, dues.attempt(db, sale.id) if due else 1),
        words=in_words(sale.payable),
        fragment=_fragment(db, sale.till, sale.seq),
        saved=0 if noted or sale.tokens else _saved(lines),
        void_reason=sale.void_reason or "",
        against=_against(db, sale) if noted else None,
        notes=tuple(row[0] for row in notes),
        bank=letterheads.account(db) if due > 0 else None,
        logo=letterheads.picture(db),
        tokens=Tokens(sale.tokens, sale.first, sale.last) if sale.tokens else None,
        invoice=_stands_on(db, sale.business_date, sale.till) if sale.kind == Kind.TOKEN else None,
    )


def _payments(db: Reader, sale: SaleRow, *, noted: bool) -> tuple[tuple[BillPayment, ...], int]:
    """What was paid or given back, and the change; of a day's small sales what was kept by each way."""
    if sale.tokens:
        kept = bill_rows.paid_of_day(db, sale)
        return tuple(BillPayment(line, way, label(way), amount, "", "taken") for line, way, amount in kept), 0
    paid = bill_rows.payments(db, sale)
    return (_given_back(paid), 0) if noted else net_of_change(paid)


def _state(lines: tuple[BillLine, ...], back: int) -> str:
    """What has become of a bill of which `back` thousandths came back."""
    if not back:
        return "done"
    return "returned" if back == sum(line.quantity for line in lines) else "part returned"


def _against(db: Reader, sale: SaleRow) -> Against | None:
    row = bill_rows.against(db, sale)
    if row is None:
        return None
    number, day, reason, kind, till = row
    return Against(number, day_of(day), reason, _stands_on(db, day, till) if kind == Kind.TOKEN else None)


def _stands_on(db: Reader, day: int, till: str) -> Invoice | None:
    found = bill_rows.stands_on(db, day, till)
    return Invoice(found[0], day_of(found[1])) if found else None


def _given_back(rows: list[tuple[Any, ...]]) -> tuple[BillPayment, ...]:
    """What a credit note gives back, above zero."""
    return tuple(
        BillPayment(line, method, label(method), -amount, reference, "refunded")
        for line, method, amount, reference, _utr in rows
    )


def _line(row: tuple[Any, ...]) -> BillLine:
    values: Any = (*row[:7], bool(row[7]), *row[8:])
    return BillLine(*values)


def _buyer(db: Reader, sale: SaleRow) -> Buyer | None:
    row = db.row("SELECT name, phone, address, pin_code, state FROM personal WHERE id = ?", (sale.personal_id,))
    if row is None:
        return Buyer(gstin=sale.gstin) if sale.gstin else None
    if sale.with_address or sale.gstin:
        return Buyer(*row, gstin=sale.gstin)
    return Buyer(name=row[0], phone=row[1])


def by_rate(lines: tuple[BillLine, ...]) -> tuple[RateTotal, ...]:
    """The stored lines summed by rate and cess, the lowest rate first."""
    groups: dict[tuple[int, int], list[BillLine]] = {}
    for line in lines:
        groups.setdefault((line.rate, line.cess_rate), []).append(line)
    return tuple(
        RateTotal(
            key[0], key[1], sum(x.taxable for x in group), sum(x.cgst for x in group), sum(x.sgst for x in group),
            sum(x.igst for x in group), sum(x.cess for x in group),
        )
        for key, group in sorted(groups.items())
    )  # fmt: skip


def net_of_change(rows: list[tuple[Any, ...]]) -> tuple[tuple[BillPayment, ...], int]:
    """The payments with the change taken off the cash it was given from, and the change in paise."""
    change = left = -sum(row[2] for row in rows if row[2] < 0)
    kept = list[BillPayment]()
    for line, method, amount, reference, utr in reversed([row for row in rows if row[2] > 0]):
        off = min(left, amount) if method == "cash" else 0
        left -= off
        if amount - off:
            state = ("verified" if utr else "claimed") if method == "upi" else "taken"
            kept.append(BillPayment(line, method, label(method), amount - off, utr or reference, state))
    return tuple(reversed(kept)), change


def label(method: str) -> str:
    """A way to pay in words."""
    return methods.label(method)


def _fragment(db: Reader, till: str, seq: int | None) -> str:
    row = db.row("SELECT hash FROM journal WHERE till = ? AND seq = ?", (till, seq))
    return row[0].hex()[:8].upper() if row else ""


def _saved(lines: tuple[BillLine, ...]) -> int:
    """Discounts, and what the prices are below the MRPs, in paise."""
    below = sum(max(0, x.mrp * x.quantity // 1000 - x.gross) for x in lines if x.mrp and x.inclusive)
    return below + sum(x.disc + x.bdisc for x in lines)


def as_json(bill: Bill) -> dict[str, Any]:
    """The bill as the command line's contract has it: money with two decimals, quantities with up to three."""
    money = (*TAXES, "total")
    line_money = ("gross", "disc", "bdisc", "ship", *money)
    return {
        "number": bill.number,
        "kind": bill.kind,
        "state": bill.state,
        "business_date": bill.business_date.isoformat(),
        "made_at": bill.made_at.isoformat(timespec="seconds"),
        "till": bill.till,
        "employee": bill.employee,
        "place_of_supply": bill.place_of_supply,
        "inter_state": bill.inter_state,
        "customer": bill.buyer and {name: getattr(bill.buyer, name) for name in Buyer.__slots__},
        "lines": [
            {
                "code": x.code, "name": x.name, "hsn": x.hsn, "quantity": quantity(x.quantity), "unit": x.unit,
                "price": plain(x.price), "inclusive": x.inclusive, "rate": rate(x.rate),
                **{name: plain(getattr(x, name)) for name in line_money}, **({"note": x.note} if x.note else {}),
                **({"offer": x.offer} if x.offer else {}),
            }
            for x in bill.lines
        ],
        "by_rate": rates_json(bill.by_rate),
        "totals": {name: plain(getattr(bill, name)) for name in money},
        "shipping": plain(bill.shipping),
        "round_off": plain(bill.round_off),
        "payable": plain(bill.payable),
        "payments": [
            {"method": p.method, "amount": plain(p.amount), "reference": p.reference, "state": p.state}
            for p in bill.payments
        ],
        "tendered": plain(bill.tendered),
        "change": plain(bill.change),
        "due": plain(bill.due),
        "upi": bill.upi,
        "words": bill.words,
        "fragment": bill.fragment,
        "against": bill.against and {
            "number": bill.against.number, "date": bill.against.date.isoformat(), "reason": bill.against.reason,
            **({"invoice": bill.against.invoice.number} if bill.against.invoice else {}),
        },
        "credit_notes": list(bill.notes),
        **({"tokens": bill.tokens._asdict()} if bill.tokens else {}),
        **({"invoice": bill.invoice.number} if bill.invoice else {}),
    }  # fmt: skip


def rates_json(groups: Iterable[RateTotal]) -> dict[str, dict[str, str]]:
    """The sums of each rate, whatever its cess, under the rate in percent."""
    sums: dict[int, dict[str, int]] = {}
    for group in groups:
        into = sums.setdefault(group.rate, dict.fromkeys(TAXES, 0))
        for name in TAXES:
            into[name] += getattr(group, name)
    return {rate(key): {name: plain(value) for name, value in into.items()} for key, into in sums.items()}
