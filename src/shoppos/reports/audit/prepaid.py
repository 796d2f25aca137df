"""Money of orders: no more is used or received than there is, and what moved elsewhere stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import order_money
from shoppos.reports.audit.faults import Fault, unequal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

STANDS = "NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = p.sale_id)"


def used(db: Reader) -> Iterator[Fault]:
    """The bills of an order use no more than was paid for it before; a bill of no order uses nothing."""
    for number, taken, spent in db.rows(
        "WITH bill (order_id, sale_id) AS (SELECT order_id, sale_id FROM parcel UNION ALL "
        "SELECT c.order_id, s.id FROM parcel c JOIN sale s ON s.with_id = c.sale_id), "
        "paper (order_id, sale_id) AS (SELECT order_id, sale_id FROM bill UNION ALL "
        "SELECT b.order_id, n.sale_id FROM bill b JOIN credit_note n ON n.against_id = b.sale_id), "
        "spent (order_id, amount) AS (SELECT b.order_id, sum(p.amount) FROM paper b "
        f"JOIN payment p ON p.sale_id = b.sale_id WHERE p.method = 'advance' AND {STANDS} GROUP BY b.order_id), "
        "taken (order_id, amount) AS (SELECT order_id, sum(amount) FROM advance GROUP BY order_id) "
        "SELECT o.number, coalesce(t.amount, 0) AS has, coalesce(s.amount, 0) AS uses FROM orders o "
        "LEFT JOIN taken t ON t.order_id = o.id LEFT JOIN spent s ON s.order_id = o.id WHERE uses > has OR has < 0 "
        "ORDER BY o.number"
    ):
        yield unequal(_("What was paid before for order {number}").format(number=number), "amount", taken, spent)
    for (number,) in db.rows(
        "SELECT s.number FROM payment p JOIN sale s ON s.id = p.sale_id WHERE p.method = 'advance' "
        "AND NOT EXISTS (SELECT 1 FROM parcel c WHERE c.sale_id IN (s.id, s.with_id)) AND NOT EXISTS (SELECT 1 "
        "FROM credit_note n JOIN sale t ON t.id = n.against_id JOIN parcel c ON c.sale_id IN (t.id, t.with_id) "
        "WHERE n.sale_id = s.id) ORDER BY s.number"
    ):
        sentence = _("Bill {number} was paid before, but it belongs to no order.")
        yield Fault("sum", number, sentence.format(number=number))


def on_khata(db: Reader) -> Iterator[Fault]:
    """What an order's money leaves on the khata stands there, and nothing else says that it does."""
    for number, given, written in db.rows(
        "SELECT o.number, -a.amount, -coalesce(k.amount, 0) FROM advance a JOIN orders o ON o.id = a.order_id "
        "LEFT JOIN khata_entry k ON k.doc_id = a.id AND k.kind = 'payment' AND k.method = 'advance' "
        "WHERE a.method = 'khata' AND (k.amount IS NULL OR k.amount <> a.amount) ORDER BY o.number"
    ):
        yield unequal(_("The khata of order {number}").format(number=number), "amount", written, given)
    for (place,) in db.rows(
        "SELECT lower(hex(k.doc_id)) FROM khata_entry k WHERE k.method = 'advance' AND NOT EXISTS "
        "(SELECT 1 FROM advance a WHERE a.id = k.doc_id AND a.method = 'khata') ORDER BY 1"
    ):
        sentence = _("A khata was paid by an order's money that no order has ({id}).")
        yield Fault("sum", place, sentence.format(id=place))


def struck(db: Reader) -> Iterator[Fault]:
    """What takes a claimed payment off takes off just that one, once, and none that a UTR proves."""
    for number, amount, off in db.rows(
        "SELECT o.number, a.amount, -sum(b.amount) AS off FROM advance b "
        "JOIN advance a ON a.order_id = b.order_id AND b.reference = lower(hex(a.id)) "
        "JOIN orders o ON o.id = a.order_id "
        "WHERE b.amount < 0 GROUP BY a.id "
        "HAVING off <> a.amount OR EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) ORDER BY o.number"
    ):
        yield unequal(_("What was taken off order {number} again").format(number=number), "amount", off, amount)


def at_door(db: Reader) -> Iterator[Fault]:
    """No more came in at the door than a bill that stands was to be paid there."""
    for number, came, owed in db.rows(
        "SELECT s.number, sum(r.amount) AS came, coalesce((SELECT sum(p.amount) FROM payment p WHERE p.sale_id = s.id "
        "AND p.method = 'cod'), 0) + coalesce((SELECT sum(p.amount) FROM credit_note n JOIN payment p "
        "ON p.sale_id = n.sale_id WHERE n.against_id = s.id AND p.method = 'cod'), 0) AS owed FROM cod_receipt r "
        "JOIN sale s ON s.id = r.sale_id WHERE NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) "
        "GROUP BY s.id HAVING came > owed ORDER BY s.number"
    ):
        yield unequal(_("What came in at the door for bill {number}").format(number=number), "amount", came, owed)


def ways(db: Reader) -> Iterator[Fault]:
    """At the door is paid by cash or UPI, or the courier hands it over; else just that stands on the khata."""
    for number, way in db.rows(
        "SELECT s.number, r.method FROM cod_receipt r JOIN sale s ON s.id = r.sale_id "
        "LEFT JOIN khata_entry k ON k.doc_id = r.id AND k.kind = 'payment' AND k.method = 'cod' "
        "WHERE (r.method = 'khata') <> (k.id IS NOT NULL) OR k.amount <> r.amount "
        "OR r.method NOT IN ('cash', 'upi', 'courier', 'khata') ORDER BY s.number"
    ):
        sentence = _("What came in at the door for bill {number} came by {method}: nobody pays so there.")
        yield Fault("sum", number, sentence.format(number=number, method=way))


def idle(db: Reader) -> Iterator[Fault]:
    """An order of which nothing is in the shop holds no money that no bill used, while its doors are due."""
    orders = db.rows(
        "SELECT o.id, o.number FROM orders o WHERE o.sale_id IS NULL AND EXISTS "
        "(SELECT 1 FROM advance a WHERE a.order_id = o.id) ORDER BY o.number"
    )
    moneys = order_money.of_all(db, [(row[0], 0, "") for row in orders]) if orders else {}
    for order_id, number in orders:
        money = moneys[order_id]
        if money.before and money.cod:
            sentence = _("Order {number} holds {amount} that no bill used, and {due} are due at its doors.")
            said = sentence.format(number=number, amount=rupees(money.before), due=rupees(money.cod))
            yield Fault("sum", number, said)


def matched(db: Reader) -> Iterator[Fault]:
    """A payment that is matched proves what it names, by its own UTR; one that waits names nothing."""
    for key, state in db.rows(
        "SELECT b.key, b.state FROM bank_credit b WHERE (b.state = 'matched') <> (b.doc_id IS NOT NULL) "
        "OR (b.state = 'matched' AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = b.doc_id "
        "AND u.utr IN (b.utr, b.key))) ORDER BY b.key"
    ):
        sentence = _("The payment {key} is {state}, and what it proves does not say so.")
        yield Fault("sum", key, sentence.format(key=key, state=state))


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (
    used, on_khata, struck, at_door, ways, idle, matched,
)  # fmt: skip
