"""What is promised: goods on the shelf that an order will take, and what is free beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import quantity as show_quantity
from shoppos.base.money import sane
from shoppos.base.transaction import Transaction
from shoppos.models.keeping import Reservation
from shoppos.rules import packs as rules
from shoppos.shop import packs

RESERVED = (
    "SELECT coalesce((SELECT sum(quantity) FROM reservation WHERE product_id = :product), 0)"
    " + coalesce((SELECT sum((r.quantity * c.quantity + 500) / 1000) FROM component c"
    " JOIN reservation r ON r.product_id = c.product_id WHERE c.part_id = :product), 0)"
)


class Promise(NamedTuple):
    """One line of an order: thousandths of a product."""

    line: int
    product_id: bytes
    quantity: int


def reserved(db: Database, product_id: bytes) -> int:
    """Thousandths of a product that are promised, in packs of it too."""
    row = db.row(RESERVED, {"product": product_id})
    return row[0] if row else 0


def free(db: Database, product_id: bytes) -> int | None:
    """Thousandths on hand that nobody was promised; None where stock is not counted, below zero where too much was."""
    parts = packs.parts_of(db, product_id)
    if parts:
        return rules.whole((free(db, part), per_piece) for part, per_piece in parts.items())
    row = db.row("SELECT on_hand FROM stock WHERE product_id = ? AND tracked = 1", (product_id,))
    return row[0] - reserved(db, product_id) if row else None


def reserve(db: Database, tx: Transaction, doc_id: bytes, lines: Sequence[Promise], *, backorder: bool = False) -> None:
    """Promise the lines of one document, inside its own transaction.

    Refused for what is not free, unless the customer waits for it (`backorder`); then nothing at all is promised.
    """
    for line in lines:
        sane("quantity", line.quantity)
        if line.quantity <= 0:
            raise InvalidInput(_("The quantity must be more than 0."), field="quantity")
    for line in lines:
        if not backorder:
            _refuse_short(db, line)
        tx.insert(
            Reservation,
            {"doc_id": doc_id, "line": line.line, "product_id": line.product_id, "quantity": line.quantity},
        )


def renew(db: Database, tx: Transaction, doc_id: bytes, lines: Sequence[Promise], *, backorder: bool = False) -> None:
    """Promise exactly these lines to a document, inside its own transaction; what it was promised else is free again.

    Refused for what more of it is not free, unless the customer waits for it (`backorder`).
    """
    rows = db.rows("SELECT line, product_id, quantity FROM reservation WHERE doc_id = ?", (doc_id,))
    held = {row[0]: Promise(*row) for row in rows}
    wanted = {line.line: line for line in lines}
    for number in held.keys() - wanted.keys():
        tx.remove(Reservation, {"doc_id": doc_id, "line": number})
    fresh = [line for line in lines if line.line not in held]
    altered = [line for line in lines if line.line in held and held[line.line] != line]
    for line in sorted(altered, key=lambda one: one.quantity - held[one.line].quantity):
        was = held[line.line].quantity if held[line.line].product_id == line.product_id else 0
        if line.quantity > was and not backorder:
            _refuse_short(db, line, was)
        new = {"product_id": line.product_id, "quantity": line.quantity}
        tx.change(Reservation, {"doc_id": doc_id, "line": line.line}, new)
    reserve(db, tx, doc_id, fresh, backorder=backorder)


def release(db: Database, tx: Transaction, doc_id: bytes) -> int:
    """Promise nothing to a document any more: it took its goods, or was given up. Gives how many lines there were."""
    held = db.rows("SELECT line FROM reservation WHERE doc_id = ? ORDER BY line", (doc_id,))
    for (line,) in held:
        tx.remove(Reservation, {"doc_id": doc_id, "line": line})
    return len(held)


def _refuse_short(db: Database, line: Promise, was: int = 0) -> None:
    """Refused when less is free than the line asks for; `was` thousandths of it are the document's own already."""
    have = free(db, line.product_id)
    if have is None or have + was >= line.quantity:
        return
    name = (db.row("SELECT name FROM product WHERE id = ?", (line.product_id,)) or ("",))[0]
    said = ngettext(
        "Only {have} of {name} is free; {want} asked for.", "Only {have} of {name} are free; {want} asked for.",
        1 if have + was == rules.PIECE else 2,
    )  # fmt: skip
    raise Refused(
        said.format(have=show_quantity(max(have + was, 0)), name=name, want=show_quantity(line.quantity)),
        _("Lower the quantity, or let the customer wait for it."),
    )
