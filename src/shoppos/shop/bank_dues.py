"""Dues that were paid by the link on a bill, a reminder or an order's page: found by its reference, written down."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.reports import dues, order_money
from shoppos.reports.one_person import cards, marks, survivor
from shoppos.reports.prepaid import CLAIMED, DOOR_CLAIMED
from shoppos.rules.matching import ADVANCE, ASKED, DOOR, DUE, KHATA, Claim
from shoppos.shop import order_book
from shoppos.shop.business_day import booking_day
from shoppos.shop.references import use_utr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.shop.cod import CashOnDelivery
    from shoppos.shop.khata import Khata

PAID_BY = (
    "SELECT 1 FROM advance WHERE order_id = :id AND attempt = :word AND amount > 0 UNION ALL SELECT 1 FROM order_step "
    "WHERE order_id = :id AND kind = 'paid' AND json_extract(told, '$.reference') = :word"
)
"""Whether the link of that reference has paid an order before: a reference stands for one payment."""
OF_BILL = re.compile(r"([A-Z][A-Z0-9]{0,2})(\d{4})(\d{6})P\d{1,3}", re.ASCII)
"""A bill's number without its strokes, and which amount due of it this is (`reports.dues.link`)."""
OF_KHATA = re.compile(r"K([0-9A-F]{12})\d{8}P\d+", re.ASCII)
"""The end of a customer's id, the day and the amount (`reports.khata_told`)."""
OF_ORDER = re.compile(r"([A-Z][A-Z0-9]{0,2})(\d{4})(O\d{5,6})P\d{1,3}", re.ASCII)
"""An order's number without its strokes, and which payment of it this is (`reports.tracking.state`)."""
ORDER = (
    "SELECT o.id, o.number, o.made_at, o.sale_id, o.agreed, o.pay_by, p.name FROM orders o "
    "JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id WHERE o.number = ?"
)
BILL = (
    "SELECT s.id, s.number, s.made_at, coalesce((SELECT name FROM personal WHERE id = s.personal_id), '') FROM sale s "
    "WHERE s.state = 'done' AND "
)

PARCEL = "SELECT order_id, id FROM parcel WHERE sale_id IN (?, (SELECT with_id FROM sale WHERE id = ?))"


def due_claims(db: Database, words: Iterable[str]) -> list[Claim]:
    """What is due still of the bills and on the khatas that these words name."""
    found = list[Claim | None]()
    for word in words:
        bill, card, order = OF_BILL.fullmatch(word), OF_KHATA.fullmatch(word), OF_ORDER.fullmatch(word)
        if order is not None:
            found.append(_of_order(db, "/".join((order[1], order[2], order[3])), word))
        elif bill is not None:
            number = "/".join((bill[1], bill[2], bill[3]))
            found.append(_of_bill(db, "s.number = ?", number, word))
        elif card is not None:
            row = db.row("SELECT id FROM customer WHERE hex(id) LIKE ?", (f"%{card[1]}",))
            found.append(_of_khata(db, row[0], word) if row else None)
    return [claim for claim in found if claim is not None]


def due_of(db: Database, doc_id: bytes) -> Claim | None:
    """What is due of one bill or on one customer's khata, by its id; None where nothing is."""
    return _of_bill(db, "s.id = ?", doc_id, "") or _of_khata(db, doc_id, "")


def pay_due(
    db: Database, tx: Transaction, khata: Khata, cod: CashOnDelivery, claim: Claim, amount: int, proof: str
) -> bytes:  # fmt: skip
    """Write down that a due was paid, in paise, by the payment of that UTR; gives the id of the row that says so."""
    if amount > claim.amount:
        raise Refused(
            _("Only {due} are due for {number}.").format(due=rupees(claim.amount), number=claim.number or claim.name),
            _("Give it to an order, or leave it with a note and give the rest back."),
        )
    at_door = cod.due(claim.doc_id)
    if at_door >= amount:
        first = cod.write(tx, new_id(), claim.doc_id, amount, "upi", proof)[0]
        cod.tell(tx, claim.doc_id, amount, "upi", proof)
        return first
    row = db.row("SELECT customer_id FROM sale WHERE id = ?", (claim.doc_id,))
    doc_id, day = new_id(), booking_day(db)
    customer_id = survivor(db, row[0] if row else claim.doc_id)
    khata.write_khata(tx, customer_id, doc_id, "payment", -amount, day, method="upi", reference=proof)
    use_utr(db, tx, doc_id, 1, proof)
    if row:
        _tell_order(db, tx, claim, amount, doc_id)
    return doc_id


def prove(db: Database, tx: Transaction, cod: CashOnDelivery, claim: Claim, proof: str) -> None:
    """What was said to be paid of a bill, at a door or on a khata is proved by that UTR, on each of its rows.

    The order of which a door's or a khata's is a due keeps it as a step: who said so, and the UTR.
    """
    parts = [part for part, _line in claim.parts]
    if claim.kind == DOOR:
        cod.prove(tx, parts, proof)
        return
    for part, line in claim.parts:
        use_utr(db, tx, part, line, proof, parts)
    if claim.kind == KHATA and (order_id := _claimed_for(db, claim.doc_id)) is not None:
        told = {"amount": claim.amount, "utr": proof, "doc": claim.doc_id.hex()}
        order_book.step(db, tx, order_id, "proved", told=told)


def _claimed_for(db: Database, doc_id: bytes) -> bytes | None:
    """The order for which a payment on a khata was said to have been made; None where it was for none."""
    row = db.row("SELECT customer_id FROM khata_entry WHERE doc_id = ? AND kind = 'payment'", (doc_id,))
    every = cards(db, row[0]) if row else ()
    found = db.row(
        "SELECT x.order_id FROM orders o CROSS JOIN order_step x ON x.order_id = o.id WHERE x.kind = 'paid' "
        f"AND json_extract(x.told, '$.doc') = ? AND o.customer_id IN ({marks(every)})",
        (doc_id.hex(), *every),
    )
    return found[0] if found else None


def _tell_order(db: Database, tx: Transaction, claim: Claim, amount: int, doc_id: bytes) -> None:
    """Keep, where a bill is a parcel's, on its order by which entry of the khata it was paid: that settles it first."""
    parcel = db.row(PARCEL, (claim.doc_id, claim.doc_id))
    if parcel is None:
        return
    told = {"amount": amount, "method": "upi", "doc": doc_id.hex(), "khata": amount, "bill": claim.doc_id.hex()}
    if claim.reference:
        told["reference"] = claim.reference
    order_book.step(db, tx, parcel[0], "paid", told=told, parcel_id=parcel[1])


def _of_order(db: Database, number: str, word: str) -> Claim | None:
    """What is due of an order: of its bills, and of what was agreed and is not billed yet."""
    row = db.row(ORDER, (number,))
    if row is None:
        return None
    order_id, _number, made_at, sale_id, agreed, pay_by, name = row
    if db.row(PAID_BY, {"id": order_id, "word": word}) is not None:
        return None
    billed = order_money.of(db, order_id, 0).billed
    left = max(order_money.confirmed_at(db, order_id, agreed) - billed, 0) if sale_id else 0
    money = order_money.of(db, order_id, left, pay_by)
    due = money.due + money.claimed
    if money.claimed == due and (claim := _claimed(db, order_id, due)) is not None:
        kind, doc_id = claim
        return Claim(kind, doc_id, 1, due, made_at, word, "", number, name, ((doc_id, 1),))
    return Claim(ASKED, order_id, 0, due, made_at, word, "", number, name, ((order_id, 0),)) if due > 0 else None


def _claimed(db: Database, order_id: bytes, amount: int) -> tuple[str, bytes] | None:
    """The one payment of an order that was claimed and not seen, if it is just that much: its kind and id."""
    rows = db.rows(
        f"SELECT '{ADVANCE}', a.id, a.amount {CLAIMED} AND a.order_id = :order UNION ALL "
        f"SELECT '{DOOR}', r.id, r.amount {DOOR_CLAIMED} AND r.sale_id IN (SELECT sale_id FROM parcel "
        "WHERE order_id = :order)",
        {"order": order_id},
    )
    return (rows[0][0], rows[0][1]) if len(rows) == 1 and rows[0][2] == amount else None


def _of_bill(db: Database, where: str, value: str | bytes, word: str) -> Claim | None:
    row = db.row(BILL + where, (value,))
    if row is None:
        return None
    sale_id, number, made_at, name = row
    due = sum(dues.unpaid(db, sale_id))
    return Claim(DUE, sale_id, 0, due, made_at, word, "", number, name, ((sale_id, 0),)) if due > 0 else None


def of_bill(db: Database, sale_id: bytes, phone: str, *, named: bool = False) -> Claim | None:
    """What is due of one bill, though nobody asked for it; `named` where its number was written; None for nothing."""
    claim = _of_bill(db, "s.id = ?", sale_id, "")
    return replace(claim, phone=phone, due=not named, named=named) if claim is not None else None


def _of_khata(db: Database, customer_id: bytes, word: str) -> Claim | None:
    known = db.row(
        "SELECT p.name FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.id = ?", (customer_id,)
    )
    if known is None:
        return None
    every = cards(db, customer_id)
    row = db.row(f"SELECT coalesce(sum(amount), 0) FROM khata_entry WHERE customer_id IN ({marks(every)})", every)
    owed = row[0] if row else 0
    return Claim(DUE, customer_id, 0, owed, 0, word, "", "", known[0], ((customer_id, 0),)) if owed > 0 else None
