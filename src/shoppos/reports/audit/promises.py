"""Expenses and estimates: cash that was spent left the drawer, and what was promised stands as it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.rules.expenses import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader


def spent(db: Reader) -> Iterator[Fault]:
    """Each expense in cash moved just its amount out of a drawer, or back into it; no other moved any."""
    for category, amount, method, day, moved in db.rows(
        "SELECT e.category, e.amount, e.method, e.business_date, (SELECT coalesce(sum(iif(m.kind = 'out', m.amount, "
        "-m.amount)), 0) FROM cash_movement m WHERE m.expense_id = e.id) AS moved FROM expense e "
        "WHERE moved <> iif(e.method = 'cash', e.amount, 0) ORDER BY e.business_date, e.id"
    ):
        where = _("What {category} of {day} took out of the drawer").format(category=label(category), day=day)
        yield unequal(where, "amount", moved, amount if method == "cash" else 0)


def supplied(db: Reader) -> Iterator[Fault]:
    """What left a drawer for a supplier is just what they were paid in cash then, once."""
    for name, day, moved, paid in db.rows(
        "SELECT coalesce(s.name, ''), m.business_date, sum(iif(m.kind = 'out', m.amount, -m.amount)) AS moved, "
        "coalesce(-e.amount, 0) AS paid FROM cash_movement m LEFT JOIN supplier_entry e ON e.doc_id = m.supplier_doc "
        "AND e.kind = 'payment' AND e.method = 'cash' LEFT JOIN supplier s ON s.id = e.supplier_id "
        "WHERE m.supplier_doc IS NOT NULL GROUP BY m.supplier_doc HAVING moved <> paid ORDER BY m.business_date, m.id"
    ):
        where = _("What the supplier {name} was paid in cash on {day}").format(name=name, day=day)
        yield unequal(where, "amount", moved, paid)


def taken_back(db: Reader) -> Iterator[Fault]:
    """What takes an expense back is just as much, of the same kind and way."""
    for category, amount, was in db.rows(
        "SELECT b.category, b.amount, coalesce(e.amount, 0) FROM expense b LEFT JOIN expense e ON e.id = b.reverses_id "
        "WHERE (b.reverses_id IS NULL) <> (b.amount > 0) OR b.reverses_id IS NOT NULL AND (e.id IS NULL "
        "OR e.amount <> -b.amount OR e.category <> b.category OR e.method <> b.method) ORDER BY b.id"
    ):
        sentence = _("{category}: {amount} takes back an expense of {was}.")
        named = {"category": label(category), "amount": rupees(amount), "was": rupees(was)}
        yield Fault("sum", category, sentence.format(**named))


def promised(db: Reader) -> Iterator[Fault]:
    """The sale of an estimate is there and at no till, open as long as the estimate is; what was promised adds up."""
    for number, state, sale, till in db.rows(
        "SELECT coalesce(e.number, '-'), e.state, coalesce(s.state, ''), coalesce(s.till, '') FROM estimate e "
        "LEFT JOIN sale s ON s.id = e.sale_id WHERE coalesce(s.till, '-') <> '' "
        "OR coalesce(s.state, '') <> iif(e.state = 'open', 'open', 'void') ORDER BY e.number"
    ):
        sentence = _("Estimate {number} is {state}, but its sale is {sale} at till {till}.")
        named = {"number": number, "state": state, "sale": sale or _("nothing"), "till": till or "-"}
        yield Fault("sum", number, sentence.format(**named))
    for number, total, lines in db.rows(
        "SELECT e.number, s.total, (SELECT coalesce(sum(l.taxable + l.cgst + l.sgst + l.igst + l.cess), 0) "
        "FROM sale_line l WHERE l.sale_id = s.id) AS lines FROM estimate e JOIN sale s ON s.id = e.sale_id "
        "WHERE e.number IS NOT NULL AND s.total <> lines ORDER BY e.number"
    ):
        yield unequal(_("Estimate {number}").format(number=number), "total", total, lines)


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (spent, supplied, taken_back, promised)
