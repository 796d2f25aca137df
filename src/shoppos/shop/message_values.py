"""What stands in the blanks of a message: of an order or a bill, of the shop, and where a parcel is followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _, catalogue
from shoppos.base.money import rupees
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports.one_person import survivor
from shoppos.reports.prepaid import prepaid
from shoppos.rules import couriers
from shoppos.rules import message_words as words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.file import Reader

MONEY = ("amount", "due", "paid", "khata")
BEFORE_THE_BILL = ("taken", "confirmed", "packed")
"""States of an order of which the advances say what is still to be paid."""
SHORT_LINK, LONGEST_LINK = 60, 2500


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what and to whom a message speaks: the order or bill, its customer, and what its blanks are filled with."""

    doc_id: bytes
    customer_id: bytes
    language: str
    values: Mapping[str, Any]
    pickup: bool = False
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One parcel of an order: which of several, 0 for the whole.

    `more` of it has to leave yet, or once more; else, while another is on its way, the rest is `moving`.
    """

    no: int
    more: bool
    moving: bool = False


def part_of(db: Reader, order_id: bytes, parcel: str) -> Part | None:
    """Which part of an order a parcel (the hex of its id) is: 0 for the only one and the last; None for no parcel.

    All is there when every parcel was delivered and nothing is in the shop: that is said of the order, once.
    """
    rows = db.rows("SELECT lower(hex(id)), no, state FROM parcel WHERE order_id = ? ORDER BY no", (order_id,))
    no = next((row[1] for row in rows if row[0] == parcel), 0)
    inside = db.row("SELECT 1 FROM orders WHERE id = ? AND sale_id IS NOT NULL", (order_id,)) is not None
    if not no:
        return None
    if not inside and (len(rows) == 1 or all(row[2] == "delivered" for row in rows)):
        return Part(0, more=False)
    others = {row[2] for row in rows if row[0] != parcel}
    more = inside or "failed" in others
    return Part(no, more=more, moving=not more and "out" in others)


def of_order(db: Reader, order_id: bytes) -> Subject:
    """An order: its number, day and money (paise); NotFound when there is none."""
    row = db.row(
        "SELECT o.customer_id, o.language, o.number, o.agreed, o.promised, o.slot, o.way, p.name, "
        "(SELECT coalesce(sum(amount), 0) FROM advance WHERE order_id = o.id), o.state FROM orders o "
        "JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id WHERE o.id = ?",
        (order_id,),
    )
    if row is None:
        raise NotFound(_("There is no such order."), _("Look on the board."))
    values = {
        "number": row[2], "amount": row[3], "day": row[4], "slot": row[5], "name": row[7],
        "paid": prepaid(db, order_id).proved,
        "due": max(row[3] - row[8], 0) if row[8] > 0 and row[9] in BEFORE_THE_BILL else 0,
    }  # fmt: skip
    return Subject(order_id, survivor(db, row[0]), row[1], values, pickup=row[6] == "pickup", is_order=True)


def of_bill(db: Reader, sale_id: bytes) -> Subject:
    """A bill: its number and payable (paise); Refused when it names nobody."""
    row = db.row(
        "SELECT s.customer_id, s.number, s.payable, coalesce(p.name, '') FROM sale s "
        "LEFT JOIN personal p ON p.id = s.personal_id WHERE s.id = ?",
        (sale_id,),
    )
    if row is None or row[0] is None:
        raise Refused(
            _("This bill names no customer to whom it could be sent."), _("Print it, or choose a bill with a customer.")
        )
    return Subject(sale_id, survivor(db, row[0]), "", {"number": row[1], "amount": row[2], "name": row[3]})


def of_the_shop(db: Reader) -> dict[str, Any]:
    """Who the shop is, as its papers say."""
    row = db.row("SELECT name, phone FROM letterhead ORDER BY id DESC LIMIT 1") or ("", "")
    return {"shop": row[0], "phone": row[1]}


def link(
    db: Reader, known: Mapping[str, Any], about: Subject, channel: str, page: Callable[[bytes], str] | None
) -> str:
    """Where it is followed: on the shop's page, else on the courier's; an SMS takes the short one or none."""
    found = known.get("link") or (page(about.doc_id) if page and about.is_order else "")
    if not found or channel == words.SMS:
        kept = setting(db, "couriers", list[dict[str, Any]]())
        carries = couriers.named(couriers.read(kept) or couriers.DEFAULTS, str(known.get("courier", "")))
        awb = str(known.get("awb", ""))
        if carries is not None and carries.deep and awb:
            return carries.link(awb)
    return "" if channel == words.SMS and len(str(found)) > SHORT_LINK else str(found)


def still_true(db: Reader, step: str, told: Mapping[str, Any], goes: int) -> tuple[str, dict[str, Any]]:
    """A step and its values as they are true at the moment (milliseconds) from which the message may go.

    A day that is over by then is named no more, nor its slot; what "comes today" is on its way then.
    """
    known, day = dict(told), db.clock.business_day(goes)
    if isinstance(known.get("day"), int) and 0 < known["day"] < day:
        known |= {"day": None, "slot": ""}
    if step == words.OUT and day > db.clock.business_day(db.clock.ms()):
        return words.DISPATCHED, known
    return step, known


def said(told: Mapping[str, Any], language: str, channel: str) -> dict[str, str]:
    """What stands in each blank, in words; "" for what there is nothing to say of, as an amount of nothing."""
    values = dict[str, str]()
    for name in words.BLANKS:
        value = told.get(name) or ""
        if name == "reason":
            value = str(value).rstrip(". ")
        if name in MONEY and isinstance(value, int):
            value = rupees(value).replace("₹", "Rs ") if channel == words.SMS else rupees(value)
        elif name == "day" and isinstance(value, int):
            value = words.day_said(day_of(value), catalogue(language).gettext)
        values[name] = clean(str(value), LONGEST_LINK if name in {"link", "chat"} else 500)
    if not values["name"]:
        values["name"] = catalogue(language).gettext("customer")
    return values
