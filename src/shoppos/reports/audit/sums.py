"""What one row cannot show: sums that are kept beside the records, numbers without gaps, and the locks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shoppos.base import journal
from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.models import schema
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.rules import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader


def stock(db: Reader) -> Iterator[Fault]:
    """What is on hand is the sum of its moves."""
    for code, kept, moved in db.rows(
        "SELECT p.code, coalesce(s.on_hand, 0), coalesce(m.moved, 0) FROM product p "
        "LEFT JOIN stock s ON s.product_id = p.id LEFT JOIN "
        "(SELECT product_id, sum(quantity) AS moved FROM stock_move GROUP BY product_id) m ON m.product_id = p.id "
        "WHERE coalesce(s.on_hand, 0) <> coalesce(m.moved, 0) ORDER BY p.number"
    ):
        yield unequal(_("The stock of item {code}").format(code=code), "on_hand", kept, moved)


def voids(db: Reader) -> Iterator[Fault]:
    """A cancelled bill has brought back what it sold."""
    for (number,) in db.rows(
        "SELECT s.number FROM void v JOIN sale s ON s.id = v.sale_id WHERE EXISTS (SELECT 1 FROM stock_move m "
        "WHERE m.doc_id = v.sale_id AND m.kind = 'sale' AND NOT EXISTS (SELECT 1 FROM stock_move b "
        "WHERE b.doc_id = m.doc_id AND b.line = m.line AND b.kind = 'void' AND b.product_id = m.product_id "
        "AND b.quantity = -m.quantity)) ORDER BY s.number"
    ):
        sentence = _("Bill {number} is cancelled, but its goods are not all back in stock.")
        yield Fault("sum", number, sentence.format(number=number))


def khata(db: Reader) -> Iterator[Fault]:
    """What was sold on credit stands on the khata, and what was cancelled is off it again."""
    for number, sold, written in db.rows(
        "SELECT s.number, sum(p.amount), coalesce((SELECT k.amount FROM khata_entry k WHERE k.doc_id = s.id "
        "AND k.kind = 'sale'), 0) AS written FROM payment p JOIN sale s ON s.id = p.sale_id "
        "WHERE p.method = 'khata' AND s.kind <> 'CREDIT NOTE' "
        "GROUP BY s.id HAVING sum(p.amount) <> written ORDER BY s.number"
    ):
        yield unequal(_("The khata of bill {number}").format(number=number), "amount", written, sold)
    for number, taken, back in db.rows(
        "SELECT s.number, k.amount, coalesce((SELECT -b.amount FROM khata_entry b WHERE b.doc_id = k.doc_id "
        "AND b.kind = 'void'), 0) AS back FROM void v JOIN khata_entry k ON k.doc_id = v.sale_id AND k.kind = 'sale' "
        "JOIN sale s ON s.id = v.sale_id WHERE k.amount <> back ORDER BY s.number"
    ):
        yield unequal(_("The khata of bill {number}").format(number=number), "amount", back, taken)


def references(db: Reader) -> Iterator[Fault]:
    """A bank's reference belongs to one UPI payment and no other, and a paper that is owed to a bill.

    What one act has shared among the parcels, the khata and the rest of an order is one payment.
    """
    for (utr,) in db.rows(
        "SELECT u.utr FROM utr u LEFT JOIN payment p ON p.sale_id = u.doc_id AND p.line = u.line "
        "LEFT JOIN khata_entry k ON k.doc_id = u.doc_id AND k.kind = 'payment' "
        "LEFT JOIN advance a ON a.id = u.doc_id AND a.amount > 0 LEFT JOIN cod_receipt c ON c.id = u.doc_id "
        "WHERE coalesce(p.method, k.method, iif(a.method IN ('card', 'netbanking'), 'upi', a.method), c.method) "
        "IS NOT 'upi' ORDER BY u.utr"
    ):
        yield Fault("unknown", utr, _("UTR {utr} belongs to no UPI payment.").format(utr=utr))
    for (utr,) in db.rows(
        "SELECT u.utr FROM utr u LEFT JOIN cod_receipt c ON c.id = u.doc_id "
        "LEFT JOIN sale s ON s.id = coalesce(c.sale_id, u.doc_id) "
        "GROUP BY u.utr HAVING count(DISTINCT coalesce(s.with_id, s.id, u.doc_id)) > 1 "
        "AND (count(DISTINCT u.made_at) > 1 OR count(s.id) > count(c.id)) ORDER BY u.utr"
    ):
        yield Fault("sum", utr, _("UTR {utr} stands for several payments.").format(utr=utr))
    for (doc,) in db.rows(
        "SELECT lower(hex(j.doc_id)) FROM print_job j LEFT JOIN sale s ON s.id = j.doc_id "
        "WHERE j.kind IN ('bill', 'label', 'slip') AND s.number IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM consolidated c WHERE c.id = j.doc_id AND j.kind = 'bill') ORDER BY j.id"
    ):
        yield Fault("missing", doc, _("A paper is owed for a bill that is gone ({id}).").format(id=doc))
    for number, copy in db.rows(
        "SELECT coalesce(s.number, c.number), j.copy_no FROM print_job j LEFT JOIN sale s ON s.id = j.doc_id "
        "LEFT JOIN consolidated c ON c.id = j.doc_id WHERE j.kind = 'bill' AND j.copy_no > 0 "
        "AND (s.id IS NOT NULL OR c.id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM reprint r WHERE r.doc_id = j.doc_id "
        "AND r.copy_no = j.copy_no) ORDER BY 1, j.copy_no"
    ):
        sentence = _("Copy {copy} of bill {number} was printed, and nobody has asked for it.")
        yield Fault("missing", number, sentence.format(copy=copy, number=number))
    for table, _rowid, parent, _key in db.rows("PRAGMA foreign_key_check"):
        sentence = _("A row of {table} belongs to a row of {parent} that is gone.")
        yield Fault("missing", table, sentence.format(table=table, parent=parent))


def series(db: Reader) -> Iterator[Fault]:
    """Every number up to the last one drawn is there once, and its days never go back."""
    drawn = {(row[0], row[1], row[2]): row[3] for row in db.rows("SELECT till, letter, fy, next FROM series")}
    runs: dict[tuple[str, str, str], tuple[int, int]] = {}
    for till, number, day in db.rows(
        "SELECT till, number, business_date FROM (SELECT till, number, business_date FROM sale WHERE state = 'done' "
        "UNION ALL SELECT till, number, business_date FROM consolidated "
        "UNION ALL SELECT substr(number, 1, instr(number, '/') - 1), number, business_date FROM purchase "
        "UNION ALL SELECT substr(number, 1, instr(number, '/') - 1), number, business_date FROM purchase_order "
        "UNION ALL SELECT substr(number, 1, instr(number, '/') - 1), number, business_date FROM orders "
        "UNION ALL SELECT till, number, business_date FROM estimate WHERE number IS NOT NULL) "
        "ORDER BY till, length(number), number"
    ):
        letter, n = _parts(number)
        at = (till, letter, number.split("/")[1] if number.count("/") == 2 else "")  # noqa: PLR2004  (till/year/number)
        last, before = runs.get(at, (0, 0))
        if n != last + 1:
            yield _gap(at, last + 1)
        if day < before:
            yield Fault(
                "number", number, _("Bill {number} is of an earlier day than the one before.").format(number=number)
            )
        runs[at] = (n, day)
    for at in sorted(drawn.keys() | runs.keys()):
        last = drawn.get(at, 1) - 1
        for n in range(runs.get(at, (0, 0))[0] + 1, last + 1):
            yield _gap(at, n)
        if last < runs.get(at, (0, 0))[0]:
            name = "/".join(at)
            sentence = _("The series {series} has given out more numbers than it has counted.")
            yield Fault("number", name, sentence.format(series=name))


def _parts(number: str) -> tuple[str, int]:
    """The letter and the count at a number's end; 0 where there is none."""
    found = re.search(r"/([A-Z]?)(\d+)$", number)
    return (found[1], int(found[2])) if found else ("", 0)


def _gap(at: tuple[str, str, str], n: int) -> Fault:
    till, letter, fy = at
    first = day_of(20000401 + int(fy[:2]) * 10_000) if fy.isdigit() else None
    number = numbers.number(till, first, n, letter) if first else f"{till} {n}"
    return Fault("number", number, _("Bill {number} was drawn, but is not there.").format(number=number))


def people(db: Reader) -> Iterator[Fault]:
    """What identifies a person is what was sealed, or was erased whole."""
    names = ("name", "phone", "address", "pin_code", "state", "email")
    cursor = db.raw.execute(f"SELECT id, commitment, salt, {', '.join(names)} FROM personal")
    for personal_id, sealed, salt, *values in cursor:
        if not salt and not any(values):
            continue
        if journal.commitment(salt, dict(zip(names, values, strict=True))) != sealed:
            place = personal_id.hex()
            sentence = _("A customer's card ({id}) was changed after it was written.")
            yield Fault("row", place, sentence.format(id=place))


def guards(db: Reader) -> Iterator[Fault]:
    """The locks that keep finished documents from being changed are all in place."""
    there = {row[0] for row in db.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    for statement in schema.triggers():
        if statement not in there:
            name = statement.split()[2]
            sentence = _("The lock {name} on finished documents is gone or was changed.")
            yield Fault("guard", name, sentence.format(name=name))


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (stock, voids, khata, references, series, people, guards)
