"""Estimates as lists, papers, messages and commands tell them: only what was promised when they were kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _, catalogue
from shoppos.base.money import plain, quantity, rupees
from shoppos.base.text import fold
from shoppos.reports import letterheads
from shoppos.reports.bill import Bill, BillLine, Buyer, as_json, by_rate
from shoppos.reports.bill_rows import LINES
from shoppos.rules import identifiers
from shoppos.rules.place_of_supply import place_of_supply, tax_labels
from shoppos.rules.whatsapp import whatsapp
from shoppos.rules.words import in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from shoppos.base.file import Reader

OPEN, DRAFT, LAPSED, AT_TILL, SOLD, ORDERED, GIVEN_UP = (
    "open", "draft", "lapsed", "at the till", "sold", "ordered", "given up",
)  # fmt: skip
STATES = (OPEN, DRAFT, LAPSED, AT_TILL, SOLD, ORDERED, GIVEN_UP)
"""How an estimate stands: promised, not promised yet, its day passed, on a bill not paid yet, and how it ended."""
KIND = "ESTIMATE / QUOTATION"
STATE = (
    "CASE WHEN e.state = 'given up' THEN 'given up' "
    "WHEN b.state = 'done' AND v.sale_id IS NULL THEN 'sold' WHEN b.state = 'open' THEN 'at the till' "
    "WHEN e.order_id IS NOT NULL AND o.state <> 'cancelled' THEN 'ordered' "
    "WHEN e.number IS NULL THEN 'draft' WHEN e.valid_until < :today THEN 'lapsed' ELSE 'open' END"
)
FROM = (
    "FROM estimate e JOIN sale s ON s.id = e.sale_id LEFT JOIN sale b ON b.id = e.bill_id "
    "LEFT JOIN void v ON v.sale_id = e.bill_id LEFT JOIN orders o ON o.id = e.order_id "
    "LEFT JOIN personal c ON c.id = coalesce(s.personal_id, o.personal_id, b.personal_id) "
)
ROWS = (
    f"SELECT e.id, coalesce(e.number, ''), {STATE} AS now, e.valid_until, e.business_date, e.made_at, "
    "coalesce(c.name, ''), coalesce(c.phone, ''), s.payable, "
    "(SELECT count(*) FROM sale_line l WHERE l.sale_id = e.sale_id) AS items, "
    "coalesce(iif(b.state = 'done', b.number, NULL), o.number, '') "
    f"{FROM} WHERE (:state = '' OR now = :state) AND (now <> 'draft' OR items > 0) "
    "AND (:ids = '' OR e.id IN (SELECT unhex(value) FROM json_each(:ids))) "
    "ORDER BY e.made_at DESC, e.id DESC LIMIT :most"
)
WORDS = f"SELECT e.id, coalesce(e.number, ''), coalesce(c.name, ''), coalesce(c.phone, '') {FROM}"


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One estimate on the list; days as yyyymmdd, paise, moment in milliseconds. `state` is one of STATES.

    `payable` is what was promised, 0 for a draft; `became` the bill's or order's number.
    """

    id: bytes
    number: str
    state: str
    valid_until: int
    day: int
    made_at: int
    name: str
    phone: str
    payable: int
    items: int
    became: str


@dataclass(frozen=True, slots=True)
class Quote:
    """An estimate as its paper says it: `bill` holds what a bill would say of the same goods, at what was promised."""

    number: str
    state: str
    valid_until: dt.date
    note: str
    became: str
    bill: Bill


def listed(db: Reader, state: str = "", text: str = "", most: int = 200) -> list[EstimateRow]:
    """The estimates in that state, or all, whose number, name or phone holds `text`; the newest first."""
    today, asked, ids = db.clock.business_day(db.clock.ms()), fold(text), ""
    if asked:
        ids = json.dumps([at.hex() for at, *words in db.rows(WORDS) if any(asked in fold(word) for word in words)])
    rows = db.rows(ROWS, {"today": today, "state": state, "ids": ids, "most": most})
    return [EstimateRow(*row) for row in rows]


def state_of(db: Reader, estimate_id: bytes) -> str:
    """How an estimate stands now, one of STATES; NotFound."""
    today = db.clock.business_day(db.clock.ms())
    row = db.row(f"SELECT {STATE} {FROM} WHERE e.id = :id", {"id": estimate_id, "today": today})
    if row is None:
        raise NotFound(_("That estimate is not in the books."), _("Look at the list."))
    state: str = row[0]
    return state


def became(db: Reader, bill_id: bytes | None, order_id: bytes | None) -> str:
    """The number of the bill or order that came of an estimate; "" while there is none."""
    row = db.row(
        "SELECT number FROM sale WHERE id = ? AND state = 'done' UNION ALL SELECT number FROM orders WHERE id = ?",
        (bill_id, order_id),
    )
    return row[0] if row else ""


def load_by_id(db: Reader, estimate_id: bytes, _told: Mapping[str, Any] | None = None) -> Quote:
    """The estimate of that id as its paper says it; NotFound for one that was not promised yet."""
    row = db.row(
        f"SELECT e.number, {STATE}, e.valid_until, e.note, e.bill_id, e.order_id, e.business_date, e.made_at, e.till, "
        "p.name, s.id, s.letterhead_id, s.place, s.gstin, s.with_address, s.personal_id, s.taxable, s.cgst, s.sgst, "
        f"s.igst, s.cess, s.total, s.round_off, s.payable {FROM} JOIN employee p ON p.id = e.employee_id "
        "WHERE e.id = :id AND e.number IS NOT NULL",
        {"id": estimate_id, "today": db.clock.business_day(db.clock.ms())},
    )
    if row is None:
        raise NotFound(_("That estimate is not promised yet."), _("Say until when it is valid."))
    number, state, until, note, bill_id, order_id = row[:6]
    return Quote(
        number=number, state=state, valid_until=day_of(until), note=note, became=became(db, bill_id, order_id),
        bill=_bill(db, number, row[6:]),
    )  # fmt: skip


def _bill(db: Reader, number: str, row: tuple[Any, ...]) -> Bill:
    """The figures of an estimate in the form that a bill's have."""
    (day, made_at, till, employee, sale_id, letterhead_id, chosen, gstin, with_address, personal_id, taxable, cgst,
     sgst, igst, cess, total, round_off, payable) = row  # fmt: skip
    letterhead = letterheads.load(db, letterhead_id)
    state = letterhead.state
    place = place_of_supply(state, chosen=chosen or None, gstin=gstin or None) if state else ""
    lines = tuple(_line(one) for one in db.rows(LINES, (sale_id,)))
    return Bill(
        sale_id=sale_id, number=number, kind=KIND, state="done", business_date=day_of(day),
        made_at=db.clock.at(made_at), till=till, employee=employee, place_of_supply=place,
        inter_state=bool(place) and place != state, tax_labels=tax_labels(state, place) if place else (),
        letterhead=letterhead, buyer=_buyer(db, personal_id, gstin, whole=bool(with_address or gstin)),
        delivery_state="", lines=lines, by_rate=by_rate(lines), taxable=taxable, cgst=cgst, sgst=sgst, igst=igst,
        cess=cess, total=total, discount=sum(line.disc + line.bdisc for line in lines),
        shipping=sum(line.ship for line in lines), round_off=round_off, payable=payable, payments=(), tendered=0,
        change=0, due=0, upi=None, words=in_words(payable), fragment="", saved=0,
        logo=letterheads.picture(db),
    )  # fmt: skip


def _line(row: tuple[Any, ...]) -> BillLine:
    values: Any = (*row[:7], bool(row[7]), *row[8:])
    return BillLine(*values)


def _buyer(db: Reader, personal_id: bytes | None, gstin: str, *, whole: bool) -> Buyer | None:
    """Who asked, with the address only where the estimate carries it."""
    row = db.row("SELECT name, phone, address, pin_code, state FROM personal WHERE id = ?", (personal_id,))
    if row is None:
        return Buyer(gstin=gstin) if gstin else None
    return Buyer(*row, gstin=gstin) if whole else Buyer(name=row[0], phone=row[1])


def message(quote: Quote, language: str = "en") -> str:
    """An estimate as one writes it to who asked: goods and what each comes to, the whole, and until when it holds."""
    gettext = catalogue(language).gettext
    bill = quote.bill
    lines = [gettext("Estimate {number} from {shop}").format(number=quote.number, shop=bill.letterhead.name)]
    lines += [
        f"{n}. {line.name} - {quantity(line.quantity)} {line.unit} - {rupees(line.gross - line.disc)}"
        for n, line in enumerate(bill.lines, 1)
    ]
    off = sum(line.bdisc for line in bill.lines)
    lines += [gettext("Discount: {amount}").format(amount=rupees(off))] if off else []
    lines += [gettext("Delivery: {amount}").format(amount=rupees(bill.shipping))] if bill.shipping else []
    lines.append(gettext("Together: {amount}, tax and all.").format(amount=rupees(bill.payable)))
    lines += [quote.note] if quote.note else []
    lines.append(gettext("The prices hold until {day}.").format(day=f"{quote.valid_until:%d-%m-%Y}"))
    lines.append(gettext("This is an estimate, not a bill. {phone}").format(phone=bill.letterhead.phone).strip())
    return "\n".join(lines)


def link(quote: Quote, text: str) -> str:
    """The link that opens that message in WhatsApp; without a mobile number for whom one chooses there."""
    phone = identifiers.phone(quote.bill.buyer.phone) if quote.bill.buyer is not None else ""
    return whatsapp(phone, text) if phone else whatsapp("", text).replace("/91?", "/?", 1)


def row_json(row: EstimateRow) -> dict[str, Any]:
    """One row of the list as commands tell it."""
    return {
        "id": row.id.hex(), "number": row.number, "state": row.state, "day": day_of(row.day).isoformat(),
        "valid_until": day_of(row.valid_until).isoformat(), "customer": {"name": row.name, "phone": row.phone},
        "items": row.items, "payable": plain(row.payable), "became": row.became,
    }  # fmt: skip


def quote_json(quote: Quote) -> dict[str, Any]:
    """An estimate whole, as commands tell it: what a bill of the same goods would say, and until when."""
    bill = as_json(quote.bill)
    kept = (
        "business_date", "made_at", "till", "employee", "place_of_supply", "inter_state", "customer", "lines",
        "by_rate", "totals", "shipping", "round_off", "payable", "words",
    )  # fmt: skip
    head = {
        "number": quote.number, "kind": "ESTIMATE", "state": quote.state, "valid_until": quote.valid_until.isoformat(),
        "note": quote.note, "became": quote.became,
    }  # fmt: skip
    return {**head, **{name: bill[name] for name in kept}}
