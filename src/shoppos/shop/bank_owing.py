"""What is due and nobody showed a QR for: found by its amount, by who paid, or by its number in the bank's words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.text import ascii_digits, fold
from shoppos.reports import khata, order_money
from shoppos.reports.one_person import survivor
from shoppos.reports.order_board import UNPAID_AT_DOOR
from shoppos.reports.prepaid import CLAIMED, DOOR_CLAIMED
from shoppos.rules import matching
from shoppos.rules.matching import ADVANCE, ASKED, DOOR, DUE, NAME, Claim
from shoppos.shop.bank_dues import of_bill

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shoppos.base.db import Database
    from shoppos.rules.bank_words import Credit

DAYS = 90
"""How old a due on a khata may be to be found by its amount alone; what is older is found by who paid."""
MOST = 12
"""People whose khata is looked at, by their name and by an amount: each takes a millisecond."""
DOORS = 200
"""Unpaid doors that are looked at."""
AMOUNTS = "(SELECT value FROM json_each(:amounts))"
ORDERS = (
    "SELECT o.id, o.number, o.made_at, iif(o.sale_id IS NULL, NULL, o.agreed), o.pay_by, p.name, p.phone FROM orders o "
    "JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id WHERE "
)
UNDER_WAY = (
    "o.state IN ('confirmed', 'packed', 'dispatched') AND o.agreed "
    "- coalesce((SELECT sum(a.amount) FROM advance a WHERE a.order_id = o.id), 0) "
    "- coalesce((SELECT sum(r.amount) FROM parcel c JOIN cod_receipt r ON r.sale_id = c.sale_id "
    f"WHERE c.order_id = o.id), 0) IN {AMOUNTS} ORDER BY o.made_at DESC LIMIT 20"
)
"""Orders that are under way and have, by what was agreed and came in, just that much to be paid still."""
THESE = "o.id IN (SELECT unhex(value) FROM json_each(:ids))"
CALLED = "o.number IN (SELECT value FROM json_each(:whole)) OR o.number IN (SELECT number FROM orders WHERE {ends})"
RECENT = (
    f"SELECT DISTINCT +customer_id FROM khata_entry WHERE id >= :since AND amount IN {AMOUNTS} "
    "AND kind IN ('sale', 'payment') LIMIT :most"
)
"""Whose khata has grown by just that much of late."""
PAYERS = (
    "WITH who (id) AS (SELECT c.id FROM personal p JOIN customer c ON c.personal_id = p.id "
    "WHERE p.phone IN (SELECT value FROM json_each(:phones)) AND p.phone <> '' UNION "
    "SELECT customer_id FROM customer_word WHERE word IN (SELECT value FROM json_each(:words))) "
    "SELECT id, (SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = who.id) AS owed FROM who "
    "WHERE owed >= :least ORDER BY owed LIMIT :most"
)
"""Those of a payer's name or phone number who owe as much, who owe just that first."""
OF_DOC = (
    "SELECT c.order_id, s.id FROM sale s LEFT JOIN parcel c ON c.sale_id IN (s.id, s.with_id) WHERE s.id = coalesce("
    "(SELECT sale_id FROM cod_receipt WHERE id = :doc), :doc) UNION ALL "
    "SELECT order_id, NULL FROM advance WHERE id = :doc"
)
"""The order and the bill of what stands on a khata: of a bill, of what was not paid at its door, or before it."""
PHONE = re.compile(r"(?<!\d)(?:\+?91)?([6-9]\d{9})(?!\d)", re.ASCII)


class Person(NamedTuple):
    """Who owes something: the card that stands, its name and phone."""

    id: bytes
    name: str
    phone: str


def owing(db: Database, credits: Sequence[Credit]) -> list[Claim]:  # noqa: A002  (the trade's word)
    """What exactly one of these payments is due of, whether it was asked for or not.

    Orders that are under way, those that were delivered and not paid, bills on the khata, and the whole khata of one
    who has that payer's name or phone.
    """
    amounts = {credit.amount for credit in credits}
    asked = json.dumps(sorted(amounts))
    found = _orders(db, UNDER_WAY, {"amounts": asked}, amounts)
    since = (db.clock.ms() - DAYS * 86_400_000).to_bytes(6) + bytes(10)
    recent = [row[0] for row in db.rows(RECENT, {"since": since, "amounts": asked, "most": MOST})]
    payers = _payers(db, credits)
    doors = [row[0] for row in db.rows(f"{UNPAID_AT_DOOR} LIMIT {DOORS}")]
    bills, of_orders = list[Claim](), set(doors)
    for person in _people(db, [*payers, *recent]):
        opened, credit = khata.outstanding(khata.entries(db, person.id))
        docs = [one.doc_id for one in opened if one.left in amounts]
        for doc_id in docs:
            order_id, sale_id = db.row(OF_DOC, {"doc": doc_id}) or (None, None)
            if order_id is not None:
                of_orders.add(order_id)
            if sale_id is not None and (bill := of_bill(db, sale_id, person.phone)) is not None:
                bills.append(bill)
        owed = sum(one.left for one in opened) - credit
        if not docs and owed in amounts and person.id in payers:
            parts = ((person.id, 0),)
            bills.append(Claim(DUE, person.id, 0, owed, 0, "", "", "", person.name, parts, person.phone, due=True))
    return [*found, *_left(db, of_orders - {claim.doc_id for claim in found}, amounts, bills)]


def named(db: Database, credits: Sequence[Credit]) -> list[Claim]:  # noqa: A002  (the trade's word)
    """The orders and bills whose numbers stand in the words of these payments, with what is due or claimed of each."""
    numbers = sorted({number for credit in credits for number in matching.numbers(credit)})
    if not numbers:
        return []
    ends = [number for number in numbers if "/" not in number]
    where = CALLED.format(ends=" OR ".join(f"number LIKE '%/{end}'" for end in ends) or "0")
    rows = db.rows(f"{ORDERS} {where} ORDER BY o.made_at DESC LIMIT 10", {"whole": json.dumps(numbers)})
    money = order_money.by_agreement(db, [(row[0], row[3], row[4]) for row in rows]) if rows else {}
    found = list[Claim]()
    for order_id, number, made_at, _agreed, _by, name, phone in rows:
        claimed = [
            Claim(kind, doc_id, 1, amount, at, "", "", number, name, ((doc_id, 1),), phone, named=True)
            for kind, doc_id, amount, at in _claimed(db, order_id)
        ]
        due = money[order_id].due
        if due or not claimed:
            parts = ((order_id, 0),)
            found.append(Claim(ASKED, order_id, 0, due, made_at, "", "", number, name, parts, phone, named=True))
        found += claimed
    listed = json.dumps([number for number in numbers if "/" in number])
    bills = db.rows("SELECT id FROM sale WHERE number IN (SELECT value FROM json_each(?))", (listed,))
    return found + [bill for (sale_id,) in bills if (bill := of_bill(db, sale_id, "", named=True)) is not None]


def _left(db: Database, orders: set[bytes], amounts: set[int], bills: list[Claim]) -> list[Claim]:
    """Orders of which something has left that just that much is due of, and the bills that are no part of those."""
    ids = json.dumps([one.hex() for one in orders])
    found = _orders(db, THESE, {"ids": ids}, amounts) if orders else []
    asked = json.dumps([one.doc_id.hex() for one in found])
    inside = {
        row[0]
        for row in db.rows(
            "SELECT s.id FROM parcel c JOIN sale s ON s.id = c.sale_id OR s.with_id = c.sale_id "
            "WHERE c.order_id IN (SELECT unhex(value) FROM json_each(?))",
            (asked,),
        )
    }
    once = {claim.doc_id: claim for claim in bills if claim.doc_id not in inside and claim.amount in amounts}
    return [*found, *once.values()]


def _orders(db: Database, where: str, values: dict[str, str], amounts: set[int]) -> list[Claim]:
    """The orders of which one of these amounts is due, to the paisa."""
    rows = db.rows(f"{ORDERS} {where}", values)
    money = order_money.by_agreement(db, [(row[0], row[3], row[4]) for row in rows]) if rows else {}
    return [
        Claim(ASKED, row[0], 0, due, row[2], "", "", row[1], row[5], ((row[0], 0),), row[6], due=True)
        for row in rows
        if (due := money[row[0]].due) in amounts
    ]


def _claimed(db: Database, order_id: bytes) -> list[tuple[str, bytes, int, int]]:
    """What is said to have been paid for an order and nobody has seen: kind, id, paise and when."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in db.rows(
            f"SELECT '{ADVANCE}', a.id, a.amount, a.made_at {CLAIMED} AND a.order_id = :order UNION ALL "
            f"SELECT '{DOOR}', r.id, r.amount, r.made_at {DOOR_CLAIMED} AND r.sale_id IN (SELECT sale_id FROM parcel "
            "WHERE order_id = :order)",
            {"order": order_id},
        )
    ]


def _payers(db: Database, credits: Iterable[Credit]) -> set[bytes]:  # noqa: A002  (the trade's word)
    """The cards of those whose name or phone number these payments tell, if they owe as much."""
    found = set[bytes]()
    for credit in credits:
        own = fold(credit.payer.partition("@")[0]) if "@" in credit.payer else ""
        words = {word for word in fold(credit.payer).split() if len(word) >= NAME}
        words |= {own[:end] for end in range(NAME + 1, len(own) + 1)}
        phones = PHONE.findall(ascii_digits(f"{credit.payer} {credit.said}"))
        asked = {"phones": json.dumps(phones), "words": json.dumps(sorted(words))}
        rows = db.rows(PAYERS, {**asked, "least": credit.amount, "most": MOST})
        found |= {survivor(db, row[0]) for row in rows}
    return found


def _people(db: Database, cards: Iterable[bytes]) -> list[Person]:
    """Who they are, each once by the card that stands."""
    ids = json.dumps(sorted({survivor(db, card).hex() for card in cards}))
    rows = db.rows(
        "SELECT c.id, p.name, p.phone FROM customer c JOIN personal p ON p.id = c.personal_id "
        "WHERE c.id IN (SELECT unhex(value) FROM json_each(?))",
        (ids,),
    )
    return [Person(*row) for row in rows]
