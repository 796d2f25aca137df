"""Goods that come back: what moved with a bill's line moves back with it, down to batch and serial number."""

from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.journal import Value
from shoppos.base.money import half_up
from shoppos.reports.returned import SoldLine
from shoppos.shop.moves import Moves
from shoppos.shop.return_view import DAMAGE, Give

OUT_OF_BATCHES = (
    "SELECT m.batch_id, -m.quantity - coalesce((SELECT sum(b.quantity) FROM credit_note n "
    "JOIN credit_line c ON c.sale_id = n.sale_id JOIN batch_move b ON b.doc_id = c.sale_id AND b.line = c.line "
    "AND b.kind = 'return' WHERE n.against_id = m.doc_id AND c.of_line = m.line AND b.batch_id = m.batch_id), 0) "
    "FROM batch_move m JOIN batch t ON t.id = m.batch_id "
    "WHERE m.doc_id = ? AND m.line = ? AND m.kind = 'sale' AND t.product_id = ? ORDER BY t.expiry DESC, m.batch_id DESC"
)
OUT_OF_SERIALS = (
    "SELECT m.serial, m.product_id FROM serial_move m WHERE m.doc_id = ? AND m.line = ? AND m.kind = 'sale' "
    "ORDER BY m.serial"
)


@dataclass(frozen=True, slots=True)
class Back:
    """One line of a credit note as its goods move: of which bill and line, how many came before, what comes now."""

    note: bytes
    line: int
    bill: bytes
    sold: SoldLine
    before: int
    give: Give
    day: int


def add_line(db: Database, moves: Moves, back: Back, out: tuple[str, ...]) -> None:
    """Add what one line moves; `out` are its serial numbers that are still with the customer."""
    for product_id, moved in db.rows(
        "SELECT product_id, quantity FROM stock_move WHERE doc_id = ? AND line = ? AND kind = 'sale'",
        (back.bill, back.sold.line),
    ):
        after = back.before + back.give.quantity
        quantity = half_up(-moved * after, back.sold.quantity) - half_up(-moved * back.before, back.sold.quantity)
        if quantity:
            add_move(moves, back, product_id, quantity)
            _add_batches(db, moves, back, product_id, quantity)
    if out:
        _add_serials(db, moves, back, out)


def add_move(moves: Moves, back: Back, product_id: bytes, quantity: int) -> None:
    """Add the move of one product: in, and out again when it came back damaged."""
    row: dict[str, Value] = {
        "doc_id": back.note, "line": back.line, "kind": "return", "product_id": product_id, "quantity": quantity,
        "business_date": back.day, "reason": "",
    }  # fmt: skip
    moves.stock.append(row)
    if back.give.fate == DAMAGE:
        moves.stock.append({**row, "kind": "damage", "quantity": -quantity})


def _add_batches(db: Database, moves: Moves, back: Back, product_id: bytes, quantity: int) -> None:
    """The batches it was sold from, the one that expires last first."""
    for batch_id, out in db.rows(OUT_OF_BATCHES, (back.bill, back.sold.line, product_id)):
        part = min(quantity, out)
        if part <= 0:
            continue
        quantity -= part
        row: dict[str, Value] = {
            "doc_id": back.note, "line": back.line, "kind": "return", "batch_id": batch_id, "quantity": part,
        }  # fmt: skip
        moves.batches.append(row)
        if back.give.fate == DAMAGE:
            moves.batches.append({**row, "kind": "damage", "quantity": -part})


def _add_serials(db: Database, moves: Moves, back: Back, out: tuple[str, ...]) -> None:
    came = back.give.serials or out
    for serial in came:
        if serial not in out:
            raise Refused(
                _("The piece {serial} is not of this bill, or came back already.").format(serial=serial),
                _("Scan the number on the piece itself."),
            )
    if len(came) * 1000 != back.give.quantity:
        raise InvalidInput(
            _("Which piece of {name} came back?").format(name=back.sold.copied()["name"]),
            _("Scan its serial number."),
            "serials",
        )
    of = dict(db.rows(OUT_OF_SERIALS, (back.bill, back.sold.line)))
    for serial in came:
        row: dict[str, Value] = {
            "doc_id": back.note, "line": back.line, "kind": "return", "serial": serial, "product_id": of[serial],
            "quantity": 1,
        }  # fmt: skip
        moves.serials.append(row)
        if back.give.fate == DAMAGE:
            moves.serials.append({**row, "kind": "damage", "quantity": -1})
