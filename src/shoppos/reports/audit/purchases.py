"""Purchases: lines make their totals, what is owed is what was bought less what was paid and sent back, goods moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports.audit.faults import Fault, unequal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

SUMMED = ("taxable", "cgst", "sgst", "igst", "cess")


def totals(db: Reader) -> Iterator[Fault]:
    """The lines of a purchase make its sums."""
    kept = ", ".join(f"p.{name}" for name in SUMMED)
    made = ", ".join(f"coalesce(sum(l.{name}), 0)" for name in SUMMED)
    for number, *amounts in db.rows(
        f"SELECT p.number, {kept}, {made} FROM purchase p LEFT JOIN purchase_line l ON l.purchase_id = p.id "
        "GROUP BY p.id ORDER BY p.number"
    ):
        head, lines = amounts[: len(SUMMED)], amounts[len(SUMMED) :]
        for name, written, wanted in zip(SUMMED, head, lines, strict=True):
            if written != wanted:
                yield unequal(_("Purchase {number}").format(number=number), name, written, wanted)


def owed(db: Reader) -> Iterator[Fault]:
    """Each purchase stands on its supplier's account with its total, and nothing else stands there in its name."""
    for number, wanted, written in db.rows(
        "SELECT p.number, CASE p.kind WHEN 'received' THEN p.total ELSE -p.total END AS wanted, "
        "coalesce((SELECT e.amount FROM supplier_entry e WHERE e.doc_id = p.id AND e.supplier_id = p.supplier_id "
        "AND e.kind = CASE p.kind WHEN 'received' THEN 'purchase' ELSE 'return' END), 0) AS written "
        "FROM purchase p WHERE wanted <> written ORDER BY p.number"
    ):
        yield unequal(_("The supplier's account of purchase {number}").format(number=number), "amount", written, wanted)
    for name, kind, amount in db.rows(
        "SELECT s.name, e.kind, e.amount FROM supplier_entry e JOIN supplier s ON s.id = e.supplier_id "
        "LEFT JOIN purchase p ON p.id = e.doc_id WHERE (e.kind IN ('purchase', 'return')) <> (p.id IS NOT NULL) "
        "OR (e.kind = 'payment' AND e.amount >= 0) ORDER BY e.id"
    ):
        sentence = _("An entry ({kind}) on the account of {name} belongs to no purchase.")
        yield Fault("unknown", name, sentence.format(kind=kind, name=name) + f" {amount}")


def moved(db: Reader) -> Iterator[Fault]:
    """What a line says came in or went back stands in the stock; the line of a pack moved its parts."""
    for number, line, wanted, there in db.rows(
        "SELECT p.number, l.line, CASE p.kind WHEN 'received' THEN l.quantity + l.free ELSE -l.quantity END AS wanted, "
        "coalesce((SELECT m.quantity FROM stock_move m WHERE m.doc_id = p.id AND m.line = l.line "
        "AND m.kind = CASE p.kind WHEN 'received' THEN 'purchase' ELSE 'sent_back' END "
        "AND m.product_id = l.product_id), 0) AS there FROM purchase p JOIN purchase_line l ON l.purchase_id = p.id "
        "WHERE wanted <> there AND (there <> 0 OR NOT EXISTS (SELECT 1 FROM stock_move m WHERE m.doc_id = p.id "
        "AND m.line = l.line AND m.product_id <> l.product_id)) ORDER BY p.number, l.line"
    ):
        where = _("The stock of line {line} of purchase {number}").format(line=line, number=number)
        yield unequal(where, "quantity", there, wanted)
    for kind, doc in db.rows(
        "SELECT m.kind, lower(hex(m.doc_id)) FROM stock_move m LEFT JOIN purchase_line l ON l.purchase_id = m.doc_id "
        "AND l.line = m.line WHERE m.kind IN ('purchase', 'sent_back') AND l.line IS NULL ORDER BY m.doc_id"
    ):
        yield Fault("unknown", doc, _("Stock moved ({kind}) for a purchase that is not there.").format(kind=kind))


def capped(db: Reader) -> Iterator[Fault]:
    """Of no line went back more than came, in quantity or in money."""
    for number, line, back, came in db.rows(
        "SELECT p.number, l.line, sum(r.quantity) AS back, l.quantity + l.free AS came FROM purchase p "
        "JOIN purchase_line l ON l.purchase_id = p.id JOIN purchase n ON n.against_id = p.id "
        "JOIN purchase_line r ON r.purchase_id = n.id AND r.line = l.line GROUP BY p.id, l.line "
        "HAVING back > came OR sum(r.taxable) > l.taxable ORDER BY p.number"
    ):
        where = _("What went back of line {line} of purchase {number}").format(line=line, number=number)
        yield unequal(where, "quantity", back, came)


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (totals, owed, moved, capped)
