"""Orders: what is promised is what the open orders hold, and each stands where its goods and its parcels are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.rules.orders import of_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

HELD = "o.state IN ('confirmed', 'packed')"


def promises(db: Reader) -> Iterator[Fault]:
    """To each confirmed order just its own goods are promised, line by line."""
    for number, code, promised, held in db.rows(
        "SELECT o.number, p.code, coalesce(r.quantity, 0), l.quantity FROM orders o "
        "JOIN sale_line l ON l.sale_id = o.sale_id JOIN product p ON p.id = l.product_id "
        "LEFT JOIN reservation r ON r.doc_id = o.id AND r.line = l.line AND r.product_id = l.product_id "
        f"WHERE {HELD} AND coalesce(r.quantity, 0) <> l.quantity ORDER BY o.number, l.line"
    ):
        yield unequal(_("What order {number} was promised of item {code}").format(number=number, code=code),
                      "quantity", promised, held)  # fmt: skip


def strays(db: Reader) -> Iterator[Fault]:
    """Nothing is promised to what holds no goods: an order that left, was given up, or never was."""
    for code, promised in db.rows(
        "SELECT p.code, sum(r.quantity) FROM reservation r JOIN product p ON p.id = r.product_id WHERE NOT EXISTS "
        "(SELECT 1 FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id WHERE o.id = r.doc_id AND l.line = r.line "
        f"AND l.product_id = r.product_id AND {HELD}) GROUP BY r.product_id ORDER BY p.code"
    ):
        where = _("What is promised of item {code} to no open order").format(code=code)
        yield unequal(where, "quantity", promised, 0)


def states(db: Reader) -> Iterator[Fault]:
    """An order with goods in the shop has an open sale and no ended state; any other is what its parcels make of it."""
    for number, sale in db.rows(
        "SELECT o.number, coalesce(s.state, '') FROM orders o LEFT JOIN sale s ON s.id = o.sale_id "
        "WHERE o.sale_id IS NOT NULL AND (coalesce(s.state, '') <> 'open' "
        "OR o.state NOT IN ('taken', 'confirmed', 'packed')) ORDER BY o.number"
    ):
        sentence = _("Order {number} holds goods, but its sale is {state}.")
        yield Fault("sum", number, sentence.format(number=number, state=sale or _("nothing")))
    for number, state, told in db.rows(
        "SELECT o.number, o.state, coalesce((SELECT group_concat(p.state) FROM parcel p WHERE p.order_id = o.id), '') "
        "FROM orders o WHERE o.sale_id IS NULL ORDER BY o.number"
    ):
        should = of_parcels(told.split(",") if told else ())
        if state != should:
            yield unequal(_("Order {number}").format(number=number), "state", state, should)


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (promises, strays, states)
