"""The money of an order: what it comes to, what was paid before its bills, with them and at the door, what is due."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shoppos.base.file import Reader
from shoppos.reports import khata
from shoppos.reports.prepaid import CLAIMED as BEFORE_CLAIMED
from shoppos.reports.prepaid import DOOR_CLAIMED

DUE, PART_PAID, PAID, COD, REFUNDED, CLAIMED = "due", "part paid", "paid", "cod", "refunded", "claimed"
NOTHING_DUE, CREDITED = "nothing due", "credited"
"""How far an order is paid; nothing of it says where its goods are.

Nothing is due of what came back or was given up before anybody paid for it: REFUNDED is what was paid and went back,
CREDITED where all of it stands on the customer's khata.
"""
BILLS = (
    "WITH paper (order_id, id, first, payable, customer_id) AS ("
    "SELECT c.order_id, s.id, c.sale_id, s.payable, s.customer_id FROM parcel c JOIN sale s ON s.id = c.sale_id "
    "WHERE c.order_id IN (SELECT unhex(value) FROM json_each(:ids)) UNION ALL "
    "SELECT c.order_id, s.id, c.sale_id, s.payable, s.customer_id FROM parcel c JOIN sale s ON s.with_id = c.sale_id "
    "WHERE s.with_id IS NOT NULL AND c.order_id IN (SELECT unhex(value) FROM json_each(:ids))) "
)
STANDS = "NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = p.id)"
SUMS = (
    BILLS + "SELECT p.order_id, coalesce(sum(p.payable), 0), "
    "coalesce(sum((SELECT sum(m.amount) FROM payment m WHERE m.sale_id = p.id AND m.method = 'cod')), 0), "
    "coalesce(sum((SELECT sum(m.amount) FROM payment m WHERE m.sale_id = p.id AND m.method = 'advance')), 0), "
    "coalesce(sum((SELECT sum(m.amount) FROM payment m WHERE m.sale_id = p.id AND m.method = 'khata')), 0) "
    "+ coalesce(sum((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = p.id AND r.method = 'khata')), 0), "
    "coalesce(sum((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = p.id)), 0) "
    f"FROM paper p WHERE {STANDS} GROUP BY p.order_id"
)
BACK = (
    BILLS + "SELECT p.order_id, coalesce(sum(s.payable), 0), "
    "coalesce(sum((SELECT sum(m.amount) FROM payment m WHERE m.sale_id = n.sale_id AND m.method = 'cod')), 0), "
    "coalesce(sum((SELECT sum(m.amount) FROM payment m WHERE m.sale_id = n.sale_id AND m.method = 'advance')), 0), "
    "coalesce(sum((SELECT -sum(m.amount) FROM payment m WHERE m.sale_id = n.sale_id AND m.method = 'khata')), 0), "
    "coalesce(sum((SELECT -sum(m.amount) FROM payment m WHERE m.sale_id = n.sale_id "
    "AND m.method NOT IN ('cod', 'advance', 'khata'))), 0) "
    "FROM paper p JOIN credit_note n ON n.against_id = p.id JOIN sale s ON s.id = n.sale_id GROUP BY p.order_id"
)
ON_KHATA = (
    BILLS + "SELECT p.order_id, p.id, p.customer_id FROM paper p WHERE +p.customer_id IS NOT NULL AND EXISTS "
    f"(SELECT 1 FROM payment m WHERE m.sale_id = p.id AND m.method = 'khata') AND {STANDS} "
    "UNION ALL SELECT a.order_id, a.id, o.customer_id FROM advance a JOIN orders o ON o.id = a.order_id "
    "WHERE a.method = 'khata' AND a.amount > 0 AND a.order_id IN (SELECT unhex(value) FROM json_each(:ids)) "
    "UNION ALL SELECT p.order_id, r.id, p.customer_id FROM paper p JOIN cod_receipt r ON r.sale_id = p.id "
    f"WHERE r.method = 'khata' AND +p.customer_id IS NOT NULL AND {STANDS}"
)
"""What a bill left there, what it used of a payment that never came, and what was not paid at its door."""
BEFORE = (
    "SELECT order_id, sum(amount), coalesce(-sum(amount) FILTER (WHERE amount < 0 AND NOT EXISTS (SELECT 1 "
    "FROM advance c WHERE c.order_id = advance.order_id AND c.amount > 0 AND lower(hex(c.id)) = advance.reference)), "
    "0), coalesce(sum(amount) FILTER (WHERE amount > 0 AND method = 'khata'), 0), "
    "coalesce(-sum(amount) FILTER (WHERE amount < 0 AND method = 'khata'), 0) FROM advance "
    "WHERE order_id IN (SELECT unhex(value) FROM json_each(:ids)) GROUP BY order_id"
)
DOORS = DOOR_CLAIMED.replace("WHERE", "JOIN paper p ON p.id = r.sale_id WHERE", 1)
UNSEEN = (
    BILLS + "SELECT order_id, sum(amount) FROM ("
    f"SELECT a.order_id, a.amount {BEFORE_CLAIMED} AND a.order_id IN (SELECT unhex(value) FROM json_each(:ids)) "
    f"UNION ALL SELECT p.order_id, r.amount {DOORS} "
    f"AND {STANDS} UNION ALL SELECT p.order_id, m.amount FROM paper p JOIN payment m ON m.sale_id = p.id "
    f"WHERE m.method = 'upi' AND {STANDS} AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = m.sale_id "
    "AND u.line = m.line)) GROUP BY order_id"
)
"""What is said to have been paid, before, with the bills or at the door, and nobody has seen come in."""
AGREED = (
    "SELECT told FROM order_step WHERE order_id = ? AND kind IN ('confirmed', 'changed') "
    "AND json_extract(told, '$.payable') IS NOT NULL ORDER BY id DESC LIMIT 1"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """What an order comes to and what of it was paid, in paise.

    `payable` is of all of it, billed and not, less what came back; `due` what is still to be paid, of it `cod` on bills
    at the door and `khata` on the customer's khata. `claimed` is said to have been paid, and nobody has seen it come:
    it is neither paid nor due. `before` is what was paid and no bill has used yet; `credit` what of that is more than
    what is left to bill. `billed` is the sum of the bills, `back` that of their credit notes.
    """

    payable: int = 0
    paid: int = 0
    due: int = 0
    payment: str = DUE
    before: int = 0
    credit: int = 0
    billed: int = 0
    back: int = 0
    cod: int = 0
    khata: int = 0
    claimed: int = 0


def of(db: Reader, order_id: bytes, open_payable: int, pay_by: str = "") -> Money:
    """The money of one order, of which `open_payable` paise did not leave yet; `pay_by` is how it was to be paid."""
    return of_all(db, [(order_id, open_payable, pay_by)])[order_id]


def of_all(db: Reader, orders: Sequence[tuple[bytes, int, str]]) -> dict[bytes, Money]:
    """The money of many orders at once, each with what did not leave yet (paise) and how it was to be paid."""
    return _of_all(db, [(order_id, opened, 0, pay_by) for order_id, opened, pay_by in orders])


def by_agreement(db: Reader, orders: Sequence[tuple[bytes, int | None, str]]) -> dict[bytes, Money]:
    """The money of many orders at once, each with what the whole was agreed to come to, in paise.

    What is not billed of that did not leave yet; None for an order of which nothing is in the shop.
    """
    return _of_all(db, [(order_id, 0, agreed or 0, pay_by) for order_id, agreed, pay_by in orders])


def _of_all(db: Reader, orders: Sequence[tuple[bytes, int, int, str]]) -> dict[bytes, Money]:
    asked = {"ids": json.dumps([order[0].hex() for order in orders])}
    bills = {row[0]: row[1:] for row in db.rows(SUMS, asked)}
    back = {row[0]: row[1:] for row in db.rows(BACK, asked)} if bills else {}
    before = {row[0]: row[1:] for row in db.rows(BEFORE, asked)}
    unseen: dict[bytes, int] = dict(db.rows(UNSEEN, asked)) if before or bills else {}
    khatas = _khatas(db, asked) if bills else {}
    found: dict[bytes, Money] = {}
    for order_id, opened, agreed, pay_by in orders:
        billed, cod, used, credited, received = bills.get(order_id, (0, 0, 0, 0, 0))
        open_payable = opened or max(agreed - billed, 0)
        came_back, cod_back, set_free, khata_back, given = back.get(order_id, (0, 0, 0, 0, 0))
        held, returned, written, kept = before.get(order_id, (0, 0, 0, 0))
        left = max(held - used - set_free, 0)
        at_door = max(cod + cod_back - received, 0)
        on_khata = khatas.get(order_id, 0)
        payable = billed - came_back + open_payable
        due = max(open_payable - left, 0) + at_door + on_khata
        credit = max(left - open_payable, 0)
        claimed = min(max(unseen.get(order_id, 0) - credit, 0), payable - due)
        money = Money(
            payable, payable - due - claimed, due, "", left, credit, billed, came_back, at_door, on_khata, claimed
        )
        went_back = given > 0 or khata_back > credited + written or (returned > 0 and not held)
        word = REFUNDED if given > 0 or returned > kept else CREDITED
        found[order_id] = _named(money, pay_by, word if went_back else "")
    return found


def _named(money: Money, pay_by: str, went_back: str) -> Money:
    """The money with the word for how far it is paid; `went_back` the word for what was given back or left, else ""."""
    if went_back and not money.payable:
        word = went_back
    elif not money.payable and not money.due:
        word = NOTHING_DUE
    elif not money.due and money.payable:
        word = CLAIMED if money.claimed else PAID
    elif money.due and money.paid > 0:
        word = PART_PAID
    else:
        word = COD if money.cod or (pay_by == "cod" and not money.khata) else DUE
    return replace(money, payment=word)


def of_parts(money: Money, pay_by: str) -> tuple[Money, Money]:
    """The money of an order that was sent in part, of what has left and of what is in the shop, each by itself."""
    gone, due = money.billed - money.back, money.cod + money.khata
    claimed = min(money.claimed, max(gone - due, 0))
    left = Money(
        gone, gone - due - claimed, due, billed=money.billed, back=money.back, cod=money.cod, khata=money.khata,
        claimed=claimed,
    )  # fmt: skip
    inside = max(money.payable - gone, 0)
    due = max(inside - money.before, 0)
    claimed = min(money.claimed - claimed, inside - due)
    rest = Money(inside, inside - due - claimed, due, before=money.before, credit=money.credit, claimed=claimed)
    return _named(left, pay_by, ""), _named(rest, pay_by, "")


def _khatas(db: Reader, asked: dict[str, str]) -> dict[bytes, int]:
    """What of each order stands on its customer's khata still; each khata is read once."""
    opened: dict[bytes, dict[bytes, int]] = {}
    found: dict[bytes, int] = {}
    for order_id, doc_id, customer_id in db.rows(ON_KHATA, asked):
        if customer_id not in opened:
            rest, _credit = khata.outstanding(khata.entries(db, customer_id))
            opened[customer_id] = {one.doc_id: one.left for one in rest}
        found[order_id] = found.get(order_id, 0) + opened[customer_id].get(doc_id, 0)
    return found


def confirmed_at(db: Reader, order_id: bytes, otherwise: int) -> int:
    """What the whole order came to when its goods were agreed with the customer last, in paise."""
    row = db.row(AGREED, (order_id,))
    told = json.loads(row[0]).get("payable") if row else None
    return told if isinstance(told, int) else otherwise
