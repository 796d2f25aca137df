"""Credit notes: each priced again from the bill it takes back, and never more back than was sold, paid or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.reports import returned
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.rules.returns import price_return

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.rules.pricing import PricedSale

CAPPED = ("quantity", "gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess")


def repriced(db: Reader, note_id: bytes, against_id: bytes) -> tuple[returned.Paper, PricedSale] | None:
    """The bill of a credit note as it was then, and what the rules make of the note; None when the bill is gone.

    Refused or InvalidInput for what the rules would not have allowed.
    """
    paper = returned.paper(db, against_id, before=note_id)
    if paper is None:
        return None
    places = paper.places
    rows = db.rows(
        "SELECT c.of_line, l.quantity FROM credit_line c JOIN sale_line l ON l.sale_id = c.sale_id AND l.line = c.line "
        "WHERE c.sale_id = ?",
        (note_id,),
    )
    return paper, price_return(paper.sold, {places.get(of_line, -1): quantity for of_line, quantity in rows})


def told(db: Reader) -> Iterator[Fault]:
    """Every credit note says what it takes back, line by line of the same goods, and nothing else says so."""
    for number, kind in db.rows(
        "SELECT s.number, s.kind FROM sale s LEFT JOIN credit_note n ON n.sale_id = s.id WHERE s.state = 'done' "
        "AND (s.kind = 'CREDIT NOTE') <> (n.sale_id IS NOT NULL) ORDER BY s.number"
    ):
        if kind == "CREDIT NOTE":
            sentence = _("Credit note {number} does not say of what bill it is.")
        else:
            sentence = _("Bill {number} is noted as a credit note, but is none.")
        yield Fault("missing", number, sentence.format(number=number))
    for number, line in db.rows(
        "SELECT s.number, l.line FROM sale s JOIN sale_line l ON l.sale_id = s.id "
        "LEFT JOIN credit_note n ON n.sale_id = s.id LEFT JOIN credit_line c ON c.sale_id = s.id AND c.line = l.line "
        "LEFT JOIN sale_line b ON b.sale_id = n.against_id AND b.line = c.of_line "
        "WHERE s.state = 'done' AND s.kind = 'CREDIT NOTE' AND (c.sale_id IS NULL "
        "OR (n.against_id IS NULL) <> (c.of_line IS NULL) OR (n.against_id IS NOT NULL AND (b.line IS NULL "
        "OR b.product_id <> l.product_id OR b.price <> l.price OR b.rate <> l.rate))) ORDER BY s.number, l.line"
    ):
        sentence = _("Line {line} of credit note {number} is not of the bill it takes back.")
        yield Fault("sum", number, sentence.format(line=line, number=number))


def capped(db: Reader) -> Iterator[Fault]:
    """Of no line came back more than was sold, in quantity or any amount, and no bill gave back more than its sum."""
    back = ", ".join(f"sum(l.{name})" for name in CAPPED)
    had = ", ".join(f"b.{name}" for name in CAPPED)
    for number, line, *amounts in db.rows(
        f"SELECT s.number, b.line, {had}, {back} FROM credit_note n JOIN credit_line c ON c.sale_id = n.sale_id "
        "JOIN sale_line l ON l.sale_id = c.sale_id AND l.line = c.line JOIN sale s ON s.id = n.against_id "
        "JOIN sale_line b ON b.sale_id = s.id AND b.line = c.of_line GROUP BY b.sale_id, b.line ORDER BY s.number"
    ):
        sold, came = amounts[: len(CAPPED)], amounts[len(CAPPED) :]
        at = next((n for n in range(len(CAPPED)) if came[n] > sold[n]), None)
        if at is not None:
            where = _("What came back of line {line} of bill {number}").format(line=line, number=number)
            yield unequal(where, CAPPED[at], came[at], sold[at])
    for number, payable, given, whole in db.rows(
        "SELECT s.number, s.payable, sum(t.payable), "
        "(SELECT sum(l.quantity) FROM sale_line l WHERE l.sale_id = s.id) = (SELECT sum(l.quantity) FROM credit_note m "
        "JOIN sale_line l ON l.sale_id = m.sale_id WHERE m.against_id = s.id) FROM credit_note n "
        "JOIN sale t ON t.id = n.sale_id JOIN sale s ON s.id = n.against_id GROUP BY s.id ORDER BY s.number"
    ):
        if given > payable or (whole and given != payable):
            yield unequal(_("What was given back of bill {number}").format(number=number), "payable", given, payable)


def settled(db: Reader) -> Iterator[Fault]:
    """What went onto the khata stands there, and what paid a new bill is on that bill."""
    for number, given, written in db.rows(
        "SELECT s.number, sum(p.amount), coalesce((SELECT k.amount FROM khata_entry k WHERE k.doc_id = s.id "
        "AND k.kind = 'return' AND k.customer_id = s.customer_id), 0) AS written FROM credit_note n "
        "JOIN sale s ON s.id = n.sale_id JOIN payment p ON p.sale_id = s.id WHERE p.method = 'khata' "
        "GROUP BY s.id HAVING sum(p.amount) <> written ORDER BY s.number"
    ):
        yield unequal(_("The khata of credit note {number}").format(number=number), "amount", written, given)
    for doc, amount in db.rows(
        "SELECT coalesce(s.number, lower(hex(k.doc_id))), k.amount FROM khata_entry k "
        "LEFT JOIN sale s ON s.id = k.doc_id WHERE k.kind = 'return' AND NOT EXISTS (SELECT 1 FROM payment p "
        "WHERE p.sale_id = k.doc_id AND p.method = 'khata' AND p.amount < 0) ORDER BY 1"
    ):
        yield unequal(_("The khata of credit note {number}").format(number=doc), "amount", amount, 0)
    for number, taken, given in db.rows(
        "SELECT s.number, coalesce((SELECT sum(p.amount) FROM payment p JOIN sale w ON w.id = p.sale_id "
        "WHERE p.method = 'exchange' AND (w.id = s.id OR w.with_id = s.id)), 0) AS taken, "
        "coalesce((SELECT -sum(p.amount) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
        "WHERE n.exchange_id = s.id AND p.method = 'exchange'), 0) AS given FROM sale s WHERE s.id IN "
        "(SELECT coalesce(w.with_id, w.id) FROM payment p JOIN sale w ON w.id = p.sale_id WHERE p.method = 'exchange' "
        "AND p.amount > 0 UNION SELECT exchange_id FROM credit_note WHERE exchange_id IS NOT NULL) "
        "AND taken <> given ORDER BY s.number"
    ):
        yield unequal(_("The exchange on bill {number}").format(number=number), "amount", taken, given)


def moved(db: Reader) -> Iterator[Fault]:
    """What came back stands in the stock: as much as was sold of it, and out again when it was damaged."""
    for note_id, number, against in db.rows(
        "SELECT n.sale_id, s.number, n.against_id FROM credit_note n JOIN sale s ON s.id = n.sale_id "
        "WHERE n.against_id IS NOT NULL ORDER BY s.number"
    ):
        paper = returned.paper(db, against, before=note_id)
        if paper is not None and _wanted(db, paper, note_id) != _there(db, note_id):
            sentence = _("Credit note {number} brought back other goods than its bill sold.")
            yield Fault("sum", number, sentence.format(number=number))


def moved_alone(db: Reader) -> Iterator[Fault]:
    """Goods that came back without a bill came in, and went out again just when they were damaged."""
    for number, line in db.rows(
        "SELECT s.number, c.line FROM credit_note n JOIN sale s ON s.id = n.sale_id "
        "JOIN credit_line c ON c.sale_id = n.sale_id LEFT JOIN stock_move m ON m.doc_id = c.sale_id "
        "AND m.line = c.line WHERE n.against_id IS NULL GROUP BY c.sale_id, c.line "
        "HAVING coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'return'), 0) <= 0 "
        "OR (c.fate = 'damage') <> (sum(m.quantity) = 0) OR sum(m.kind NOT IN ('return', 'damage')) > 0 "
        "ORDER BY s.number, c.line"
    ):
        sentence = _("What came back with line {line} of credit note {number} is not so in the stock.")
        yield Fault("sum", number, sentence.format(line=line, number=number))


def _wanted(db: Reader, paper: returned.Paper, note_id: bytes) -> dict[tuple[int, str, bytes], int]:
    """The moves a credit note should have made, by its line, their kind and the product."""
    found: dict[tuple[int, str, bytes], int] = {}
    for line, of_line, fate, quantity in db.rows(
        "SELECT c.line, c.of_line, c.fate, l.quantity FROM credit_line c "
        "JOIN sale_line l ON l.sale_id = c.sale_id AND l.line = c.line WHERE c.sale_id = ?",
        (note_id,),
    ):
        place = paper.places.get(of_line)
        if place is None:
            continue
        sold, before = paper.lines[place].quantity, paper.sold.taken[place].quantity
        for product, out in db.rows(
            "SELECT product_id, -quantity FROM stock_move WHERE doc_id = ? AND line = ? AND kind = 'sale'",
            (paper.sale_id, of_line),
        ):
            back = half_up(out * (before + quantity), sold) - half_up(out * before, sold)
            if back:
                found[line, "return", product] = back
                if fate == "damage":
                    found[line, "damage", product] = -back
    return found


def _there(db: Reader, note_id: bytes) -> dict[tuple[int, str, bytes], int]:
    rows = db.rows("SELECT line, kind, product_id, quantity FROM stock_move WHERE doc_id = ?", (note_id,))
    return {(line, kind, product): quantity for line, kind, product, quantity in rows}


def final(db: Reader) -> Iterator[Fault]:
    """Nothing is cancelled that came back, or that is itself a credit note."""
    for (number,) in db.rows(
        "SELECT s.number FROM void v JOIN sale s ON s.id = v.sale_id WHERE EXISTS (SELECT 1 FROM credit_note n "
        "WHERE v.sale_id IN (n.sale_id, n.against_id)) ORDER BY s.number"
    ):
        sentence = _("Bill {number} is cancelled, though goods of it came back.")
        yield Fault("sum", number, sentence.format(number=number))


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (told, capped, settled, moved, moved_alone, final)
