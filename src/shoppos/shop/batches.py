"""Batches: received with their expiry, sold the nearest expiry first, and looked up while they last."""

from collections.abc import Sequence
from typing import NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.batch import Batch
from shoppos.shop.moves import Move, Moves

ON_HAND = (
    "SELECT b.id, b.code, b.expiry, s.on_hand FROM batch b JOIN batch_stock s ON s.batch_id = b.id "
    "WHERE b.product_id = ? AND s.on_hand > 0 ORDER BY b.expiry IS NULL, b.expiry, b.id"
)


class NewBatch(NamedTuple):
    """A batch as it is received: its code, the day it expires (yyyymmdd or None), MRP and cost in paise."""

    code: str
    expiry: int | None = None
    mrp: int | None = None
    cost: int | None = None


class Standing(NamedTuple):
    """What is on hand of one batch, in thousandths."""

    id: bytes
    code: str
    expiry: int | None
    on_hand: int

    def expired(self, day: int) -> bool:
        """Whether it may not be sold any more on that day: it is good to the end of its last one."""
        return self.expiry is not None and self.expiry < day


def on_hand(db: Database, product_id: bytes) -> list[Standing]:
    """The batches of a product that are on hand, the nearest expiry first; those without one last."""
    return list(map(Standing._make, db.rows(ON_HAND, (product_id,))))


def checked(batch: NewBatch) -> NewBatch:
    """The batch with its code in one spelling; InvalidInput for no code, and for a day that is none."""
    code = clean(batch.code, 60).upper()
    if not code:
        raise InvalidInput(_("A batch needs its code."), _("It stands beside the expiry on the pack."), "batch")
    sane("mrp", batch.mrp, batch.cost)
    try:
        if batch.expiry is not None:
            day_of(batch.expiry)
    except ValueError:
        raise InvalidInput(
            _("{day} is not a day.").format(day=batch.expiry), _("Type it like 2027-03-31."), "expiry"
        ) from None
    return NewBatch(code, batch.expiry, batch.mrp, batch.cost)


def register(db: Database, tx: Transaction, product_id: bytes, batch: NewBatch) -> bytes:
    """The id of the batch with that code, made when it is new.

    InvalidInput when the same code came with another expiry before: one of the two is a slip.
    """
    batch = checked(batch)
    row = db.row("SELECT id, expiry FROM batch WHERE product_id = ? AND code = ?", (product_id, batch.code))
    if row is None:
        batch_id = new_id()
        made = {"id": batch_id, "product_id": product_id, **batch._asdict(), "made_at": tx.at}
        tx.insert(Batch, made)
        return batch_id
    if batch.expiry is not None and row[1] is not None and batch.expiry != row[1]:
        raise InvalidInput(
            _("Batch {code} expires on {day} by an earlier receipt.").format(
                code=batch.code, day=f"{day_of(row[1]):%d-%m-%Y}"
            ),
            _("Look at the pack again, or give this batch another code."),
            "expiry",
        )
    changes = {
        name: value for name, value in batch._asdict().items() if name != "code" and value is not None
    }  # fmt: skip
    if changes:
        tx.change(Batch, {"id": row[0]}, changes)
    found: bytes = row[0]
    return found


def find(db: Database, product_id: bytes, code: str) -> bytes:
    """The id of a batch by its code; InvalidInput when the product has no such batch."""
    spelled = clean(code, 60).upper()
    row = db.row("SELECT id FROM batch WHERE product_id = ? AND code = ?", (product_id, spelled))
    if row is None:
        raise InvalidInput(_("There is no batch {code} of this item.").format(code=spelled), field="batch")
    found: bytes = row[0]
    return found


def take(moves: Moves, move: Move, batches: Sequence[Standing]) -> int:
    """Take a move's goods from those batches in their order; gives the thousandths that they do not hold."""
    left = -move.quantity
    for batch in batches:
        part = min(left, batch.on_hand)
        if part > 0:
            moves.batches.append(move.batch(batch.id, -part))
            left -= part
    return left


def loose(db: Database, product_id: bytes, total: int) -> int:
    """Thousandths on hand of which nobody knows the batch, of `total` in all."""
    return total - sum(batch.on_hand for batch in on_hand(db, product_id))
