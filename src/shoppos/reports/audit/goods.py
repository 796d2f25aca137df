"""Goods: batches, single pieces, places, promises and counts agree with the stock they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports.audit.faults import Fault, unequal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader


def batches(db: Reader) -> Iterator[Fault]:
    """What is on hand of a batch is the sum of its moves, and never below nothing."""
    for code, batch, kept, moved in db.rows(
        "SELECT p.code, b.code, coalesce(s.on_hand, 0), coalesce(m.moved, 0) FROM batch b "
        "JOIN product p ON p.id = b.product_id LEFT JOIN batch_stock s ON s.batch_id = b.id LEFT JOIN "
        "(SELECT batch_id, sum(quantity) AS moved FROM batch_move GROUP BY batch_id) m ON m.batch_id = b.id "
        "WHERE coalesce(s.on_hand, 0) <> coalesce(m.moved, 0) OR coalesce(m.moved, 0) < 0 ORDER BY p.code, b.code"
    ):
        yield unequal(_("Batch {batch} of item {code}").format(batch=batch, code=code), "on_hand", kept, max(moved, 0))


def batch_moves(db: Reader) -> Iterator[Fault]:
    """The batches of a move are batches of its product, go its way, and are not more than it moved."""
    for code, day, moved, stock in db.rows(
        "SELECT p.code, coalesce(max(m.business_date), 0), sum(b.quantity), coalesce(max(m.quantity), 0) "
        "FROM batch_move b JOIN batch t ON t.id = b.batch_id JOIN product p ON p.id = t.product_id "
        "LEFT JOIN stock_move m ON m.doc_id = b.doc_id AND m.line = b.line AND m.kind = b.kind "
        "AND m.product_id = t.product_id GROUP BY b.doc_id, b.line, b.kind, t.product_id "
        "HAVING m.quantity IS NULL OR abs(sum(b.quantity)) > abs(m.quantity) "
        "OR min(b.quantity * m.quantity) < 0 ORDER BY p.code"
    ):
        where = _("What moved of the batches of item {code} on {day}").format(code=code, day=day)
        yield unequal(where, "quantity", moved, stock)


def pieces(db: Reader) -> Iterator[Fault]:
    """A piece is in stock once or not at all, and moves with a move of its product."""
    for code, serial, here in db.rows(
        "SELECT p.code, m.serial, sum(m.quantity) FROM serial_move m JOIN product p ON p.id = m.product_id "
        "GROUP BY m.product_id, m.serial HAVING sum(m.quantity) NOT IN (0, 1) ORDER BY p.code, m.serial"
    ):
        yield unequal(_("The piece {serial} of item {code}").format(serial=serial, code=code), "pieces", here, 1)
    for code, serial in db.rows(
        "SELECT p.code, m.serial FROM serial_move m JOIN product p ON p.id = m.product_id WHERE NOT EXISTS "
        "(SELECT 1 FROM stock_move s WHERE s.doc_id = m.doc_id AND s.line = m.line AND s.kind = m.kind "
        "AND s.product_id = m.product_id AND s.quantity * m.quantity > 0) ORDER BY p.code, m.serial"
    ):
        sentence = _("The piece {serial} of item {code} moved, but the stock did not.")
        yield Fault("sum", serial, sentence.format(serial=serial, code=code))


def voids(db: Reader) -> Iterator[Fault]:
    """A cancelled bill has brought each piece and each batch back that it took."""
    for (number,) in db.rows(
        "SELECT s.number FROM void v JOIN sale s ON s.id = v.sale_id WHERE EXISTS (SELECT 1 FROM batch_move m "
        "WHERE m.doc_id = v.sale_id AND m.kind = 'sale' AND NOT EXISTS (SELECT 1 FROM batch_move b "
        "WHERE b.doc_id = m.doc_id AND b.line = m.line AND b.kind = 'void' AND b.batch_id = m.batch_id "
        "AND b.quantity = -m.quantity)) OR EXISTS (SELECT 1 FROM serial_move m WHERE m.doc_id = v.sale_id "
        "AND m.kind = 'sale' AND NOT EXISTS (SELECT 1 FROM serial_move b WHERE b.doc_id = m.doc_id "
        "AND b.line = m.line AND b.kind = 'void' AND b.serial = m.serial)) ORDER BY s.number"
    ):
        sentence = _("Bill {number} is cancelled, but its batches or pieces are not all back.")
        yield Fault("sum", number, sentence.format(number=number))


def places(db: Reader) -> Iterator[Fault]:
    """No place beside the shop floor holds less than nothing."""
    for code, place, there in db.rows(
        "SELECT p.code, m.place, sum(m.quantity) FROM place_move m JOIN product p ON p.id = m.product_id "
        "GROUP BY m.product_id, m.place HAVING sum(m.quantity) < 0 ORDER BY p.code, m.place"
    ):
        yield unequal(_("Item {code} in {place}").format(code=code, place=place), "quantity", there, 0)


def counts(db: Reader) -> Iterator[Fault]:
    """A finished count has moved just what it found to differ, and an open one nothing."""
    for code, day, moved, should in db.rows(
        "SELECT p.code, strftime('%Y-%m-%d', c.made_at / 1000, 'unixepoch'), coalesce(m.quantity, 0) AS moved, "
        "iif(c.finished_at IS NULL OR l.counted IS NULL, 0, l.counted - l.expected) AS should FROM stock_count_line l "
        "JOIN stock_count c ON c.id = l.count_id JOIN product p ON p.id = l.product_id LEFT JOIN "
        "(SELECT doc_id, product_id, sum(quantity) AS quantity FROM stock_move WHERE kind = 'count' "
        "GROUP BY doc_id, product_id) m ON m.doc_id = c.id AND m.product_id = l.product_id "
        "WHERE moved <> should ORDER BY c.id, p.code"
    ):
        where = _("The count of item {code} of {day}").format(code=code, day=day)
        yield unequal(where, "quantity", moved, should)


def packs(db: Reader) -> Iterator[Fault]:
    """A pack has no stock of its own: its parts have it."""
    for code, on_hand in db.rows(
        "SELECT p.code, s.on_hand FROM product p JOIN stock s ON s.product_id = p.id WHERE s.on_hand <> 0 "
        "AND EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id) ORDER BY p.code"
    ):
        yield unequal(_("The stock of the pack {code}").format(code=code), "on_hand", on_hand, 0)


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (batches, batch_moves, pieces, voids, places, counts, packs)
