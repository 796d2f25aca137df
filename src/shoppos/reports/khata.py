"""The khata read: its lines, what is open of each bill, how old that is, and who is to be reminded."""

from __future__ import annotations

import json
from bisect import bisect_left
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.settings import setting
from shoppos.reports.one_person import cards, marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

BUCKETS = (30, 60, 90)
"""Days at which one age of a due ends and the next begins."""
REMIND_AFTER, REMIND_AGAIN = 30, 7
"""Days after which a due is reminded of, and days between two reminders, until the shop chooses."""
AT_DOOR = (
    "(SELECT coalesce((SELECT o.number || ' ' FROM parcel p JOIN orders o ON o.id = p.order_id "
    "WHERE p.sale_id IN (d.id, d.with_id)), '') || d.number FROM cod_receipt r JOIN sale d ON d.id = r.sale_id "
    "WHERE r.id = k.doc_id)"
)
"""Of what was not paid at a door the numbers of its order and bill."""
BEFORE_BILL = "(SELECT o.number FROM advance a JOIN orders o ON o.id = a.order_id WHERE a.id = k.doc_id)"
"""Of what was paid for an order and left to its customer the order's number."""
ENTRIES = (
    "SELECT k.id, k.doc_id, k.kind, k.amount, k.business_date, "
    "coalesce(s.number, iif(k.method = 'cod' AND k.amount > 0, {door}, NULL), "
    "iif(k.method = 'advance' AND k.amount < 0, {before}, NULL), ''), n.against_id, k.method, "
    "k.reference, k.customer_id, k.made_at FROM khata_entry k LEFT JOIN sale s ON s.id = k.doc_id "
    "LEFT JOIN credit_note n ON n.sale_id = k.doc_id WHERE k.customer_id IN ({cards}) AND k.kind <> 'adjust' "
    "ORDER BY k.id"
)
OF_DEBTORS = (
    "SELECT k.id, k.doc_id, k.kind, k.amount, k.business_date, '', iif(k.kind = 'return', "
    "(SELECT n.against_id FROM credit_note n WHERE n.sale_id = k.doc_id), NULL), k.method, k.reference, "
    "k.customer_id, k.made_at FROM khata_entry k WHERE k.customer_id IN (SELECT unhex(value) FROM json_each(?)) "
    "AND k.kind <> 'adjust'"
)
"""The same in no order of many people without the bills' numbers, which would be looked up one by one."""


TAKEN_FOR = (
    "SELECT t.order_id, t.told FROM order_step t WHERE t.order_id IN (SELECT id FROM orders WHERE customer_id IN "
    "({cards})) AND t.kind = 'paid' AND json_extract(t.told, '$.khata') IS NOT NULL"
)
"""What was paid by an order's own QR or link, or at the till for that order, and went on its customer's khata."""
ON_KHATA = (
    "WITH asked (id) AS (SELECT unhex(value) FROM json_each(?)) "
    "SELECT p.order_id, p.sale_id FROM asked a JOIN parcel p ON p.order_id = a.id UNION ALL "
    "SELECT p.order_id, s.id FROM asked a JOIN parcel p ON p.order_id = a.id JOIN sale s ON s.with_id = p.sale_id "
    "UNION ALL SELECT v.order_id, v.id FROM asked a JOIN advance v ON v.order_id = a.id "
    "WHERE v.method = 'khata' AND v.amount > 0"
)
"""The bills of orders, and what they used of payments that never came: what may stand on a khata for them."""


class Entry(NamedTuple):
    """One line of a khata: paise, above zero what was taken on credit; `number` of its bill or credit note.

    `pays` are the bills that a payment was taken for: it settles those before any other.
    """

    id: bytes
    doc_id: bytes
    kind: str
    amount: int
    business_date: int
    number: str
    against_id: bytes | None
    method: str
    reference: str
    customer_id: bytes
    made_at: int
    pays: frozenset[bytes] = frozenset()


class Open(NamedTuple):
    """What is still open of one credit: its document, number, business day (yyyymmdd), amount and rest in paise."""

    doc_id: bytes
    number: str
    business_date: int
    amount: int
    left: int


class Ageing(NamedTuple):
    """What is owed by its age in days, in paise: up to 30, 60, 90, over; `credit` is what the customer has too much."""

    buckets: tuple[int, int, int, int]
    credit: int
    oldest: int

    @property
    def owes(self) -> int:
        """What is owed in all; below zero what they have to their credit."""
        return sum(self.buckets) - self.credit


class Debtor(NamedTuple):
    """One who owes: how much by age, when they last paid and were last reminded (yyyymmdd, 0 never), and `due` now."""

    customer_id: bytes
    name: str
    phone: str
    ageing: Ageing
    last_paid: int
    last_reminded: int
    due: bool


def entries(db: Reader, customer_id: bytes) -> list[Entry]:
    """Every line of all cards of a person, oldest first; what only moved from card to card is left out."""
    found = cards(db, customer_id)
    return _entries(db, marks(found), found)


def _entries(db: Reader, asked: str, values: tuple[bytes | str, ...]) -> list[Entry]:
    """The lines of the cards that are `asked` for, each payment with the bills that it was taken for."""
    pays = _taken_for(db, asked, values)
    rows = db.rows(ENTRIES.format(cards=asked, door=AT_DOOR, before=BEFORE_BILL), values)
    return [Entry(*row, pays=pays.get(row[1], frozenset())) for row in rows]


def _taken_for(db: Reader, asked: str, values: tuple[bytes | str, ...]) -> dict[bytes, frozenset[bytes]]:
    """By the payment's document the bills it was taken for; of a payment that names none nothing."""
    steps = [(order_id, json.loads(told)) for order_id, told in db.rows(TAKEN_FOR.format(cards=asked), values)]
    bills: dict[bytes, set[bytes]] = {}
    for order_id, doc_id in db.rows(ON_KHATA, (json.dumps([one.hex() for one, _told in steps]),)) if steps else ():
        bills.setdefault(order_id, set()).add(doc_id)
    return {
        bytes.fromhex(doc): frozenset([bytes.fromhex(told["bill"])] if "bill" in told else bills.get(order_id, ()))
        for order_id, told in steps
        for doc in told.get("entries", [told["doc"]])
    }


def outstanding(lines: list[Entry]) -> tuple[list[Open], int]:
    """What is open of each credit, and what was paid beyond all of them, in paise.

    What came back of a bill sinks that bill's own due, and so does what was paid for it; a cancelled one is none; else
    the oldest is settled first.
    """
    owed, of, settled = _owed(lines)
    found = list[Open]()
    for doc_id, amount in owed.items():
        left = max(0, amount - settled)
        settled -= amount - left
        found.append(Open(doc_id, of[doc_id].number, of[doc_id].business_date, amount, left))
    return found, settled


def _owed(lines: list[Entry]) -> tuple[dict[bytes, int], dict[bytes, Entry], int]:
    """What each document's own payments left of it, its first line, and what was paid for none of them."""
    cancelled = {line.doc_id for line in lines if line.kind == "void"}
    owed: dict[bytes, int] = {}
    of: dict[bytes, Entry] = {}
    settled = 0
    for line in lines:
        doc_id, amount = line.doc_id, line.amount
        if doc_id in cancelled:
            continue
        if amount > 0:
            owed[doc_id] = owed.get(doc_id, 0) + amount
            of.setdefault(doc_id, line)
            continue
        rest = -amount
        if line.pays or line.against_id:
            against = [line.against_id] if line.kind == "return" and line.against_id else []
            for bill in (*against, *sorted(line.pays)):
                own = min(owed.get(bill, 0), rest)
                if own:
                    owed[bill] -= own
                    rest -= own
        settled += rest
    return owed, of, settled


def ageing_of(lines: list[Entry], today: int) -> Ageing:
    """What is open by its age on `today` (yyyymmdd)."""
    return _aged(lines, _ages(lines, today))


def _ages(lines: Iterable[Entry], today: int) -> dict[int, int]:
    """How many days ago each day was on which something was taken."""
    now = day_of(today)
    return {day: max((now - day_of(day)).days, 0) for day in {line.business_date for line in lines}}


def _aged(lines: list[Entry], ages: dict[int, int]) -> Ageing:
    """What is open by its age, each day's as `ages` has it."""
    owed, of, settled = _owed(lines)
    buckets, oldest = [0, 0, 0, 0], 0
    for doc_id, amount in owed.items():
        if amount > settled:
            days = ages[of[doc_id].business_date]
            oldest = max(oldest, days)
            buckets[bisect_left(BUCKETS, days)] += amount - settled
        settled = max(settled - amount, 0)
    return Ageing((buckets[0], buckets[1], buckets[2], buckets[3]), settled, oldest)


def ageing(db: Reader, customer_id: bytes) -> Ageing:
    """What a customer owes by its age today."""
    return ageing_of(entries(db, customer_id), today(db))


def today(db: Reader) -> int:
    """The business day now, yyyymmdd."""
    return db.clock.business_day(db.clock.ms())


def debtors(db: Reader) -> list[Debtor]:
    """Everybody who owes something, the oldest due first; `due` says who is to be reminded now."""
    owing: dict[bytes, tuple[str, str, int]] = {
        row[0]: row[1:]
        for row in db.rows(
            "SELECT c.id, p.name, p.phone, coalesce((SELECT max(r.business_date) FROM reminder r "
            "WHERE r.customer_id = c.id), 0) FROM (SELECT customer_id FROM khata_entry GROUP BY customer_id "
            "HAVING sum(amount) > 0) k JOIN customer c ON c.id = k.customer_id JOIN personal p ON p.id = c.personal_id "
            "WHERE c.active = 1"
        )
    }
    lines = _lines_of(db, owing)
    after, again = setting(db, "remind_after", REMIND_AFTER), setting(db, "remind_again", REMIND_AGAIN)
    now, found = today(db), list[Debtor]()
    ages = _ages(chain.from_iterable(lines.values()), now)
    for customer_id, (name, phone, reminded) in owing.items():
        aged = _aged(lines[customer_id], ages)
        paid = max(
            (line.business_date for line in lines[customer_id] if line.kind == "payment" and line.amount < 0), default=0
        )
        rested = not reminded or (day_of(now) - day_of(reminded)).days >= again
        found.append(Debtor(customer_id, name, phone, aged, paid, reminded, aged.oldest >= after and rested))
    return sorted(found, key=lambda one: (-one.ageing.oldest, -one.ageing.owes))


def _lines_of(db: Reader, people: Iterable[bytes]) -> dict[bytes, list[Entry]]:
    """The lines of many people at once, oldest first by the card that stands, of merged cards too; no numbers."""
    into = dict(db.rows("SELECT customer_id, merged_into FROM customer_terms WHERE merged_into IS NOT NULL"))
    lines: dict[bytes, list[Entry]] = {customer_id: [] for customer_id in people}
    every = [*lines, *(card for card in into if _top(into, card) in lines)]
    asked = json.dumps([card.hex() for card in every])
    pays = _taken_for(db, "SELECT unhex(value) FROM json_each(?)", (asked,))
    nothing: frozenset[bytes] = frozenset()
    top = {card: lines[_top(into, card)] for card in every}
    for row in sorted(db.rows(OF_DEBTORS, (asked,)), key=itemgetter(0)):
        entry = Entry._make((*row, pays.get(row[1], nothing) if pays else nothing))
        top[entry.customer_id].append(entry)
    return lines


def _top(into: dict[bytes, bytes], card: bytes) -> bytes:
    while card in into:
        card = into[card]
    return card
