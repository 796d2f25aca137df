"""Moves of stock, of batches and of single pieces, written together with the sums that are kept beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shoppos.base.ids import new_ids
from shoppos.base.journal import Value
from shoppos.base.transaction import Transaction
from shoppos.models.batch import BatchMove, BatchStock, SerialMove
from shoppos.models.stock import Stock, StockMove

SUM = (
    "INSERT INTO stock (product_id, on_hand, tracked) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
    "SET on_hand = on_hand + excluded.on_hand, tracked = max(tracked, excluded.tracked)"
)
FIRST_SUM = (
    "INSERT INTO stock (product_id, on_hand, tracked) VALUES (?, ?, 1) ON CONFLICT DO UPDATE "
    "SET on_hand = on_hand + excluded.on_hand"
)
"""What is bought is known from its first receipt on; what was sold before anybody counted it stays unknown."""
BATCH_SUM = (
    "INSERT INTO batch_stock (batch_id, on_hand) VALUES (?, ?) "
    "ON CONFLICT DO UPDATE SET on_hand = on_hand + excluded.on_hand"
)
COUNTED = frozenset({"opening", "adjust", "count"})


def write_stock(tx: Transaction, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write moves and their sums; a line can move a product only once per kind."""
    if not rows:
        return
    tx.insert(StockMove, *rows)
    others = [row for row in rows if row["kind"] != "purchase"]
    tx.raw.executemany(SUM, [(r["product_id"], r["quantity"], int(r["kind"] in COUNTED)) for r in others])
    if len(others) < len(rows):
        bought = [(r["product_id"], r["quantity"]) for r in rows if r["kind"] == "purchase"]
        tx.raw.executemany(FIRST_SUM, bought)
    tx.facts.touched(Stock)


def write_opening(tx: Transaction, counted: Sequence[tuple[bytes, int]], day: int) -> None:
    """The opening stock of many new products in thousandths, each a document of its own; `day` is yyyymmdd."""
    ids = new_ids(len(counted))
    tx.insert_all(
        StockMove,
        ("doc_id", "line", "kind", "product_id", "quantity", "business_date", "reason"),
        [
            (doc_id, 1, "opening", product_id, quantity, day, "")
            for doc_id, (product_id, quantity) in zip(ids, counted, strict=True)
        ],
    )
    tx.raw.executemany(SUM, [(product_id, quantity, 1) for product_id, quantity in counted])
    tx.facts.touched(Stock)


def track(tx: Transaction, product_id: bytes) -> None:
    """Know the stock of a product from now on, though it was found just as expected."""
    tx.run(SUM, (product_id, 0, 1), touches=Stock)


@dataclass(slots=True)
class Moves:
    """What one document moves, until it is written."""

    stock: list[Mapping[str, Value]] = field(default_factory=list[Mapping[str, Value]])
    batches: list[Mapping[str, Value]] = field(default_factory=list[Mapping[str, Value]])
    serials: list[Mapping[str, Value]] = field(default_factory=list[Mapping[str, Value]])

    def write(self, tx: Transaction) -> None:
        """Write them inside the document's own transaction."""
        write_stock(tx, self.stock)
        tx.insert(BatchMove, *self.batches)
        tx.insert(SerialMove, *self.serials)
        if self.batches:
            tx.raw.executemany(BATCH_SUM, [(row["batch_id"], row["quantity"]) for row in self.batches])
            tx.facts.touched(BatchStock)


class Move(NamedTuple):
    """One product that one line of a document moves, in thousandths; `day` is yyyymmdd."""

    doc_id: bytes
    line: int
    kind: str
    product_id: bytes
    quantity: int
    day: int
    reason: str = ""

    def row(self) -> dict[str, Value]:
        """The row of the stock."""
        return {
            "doc_id": self.doc_id, "line": self.line, "kind": self.kind, "product_id": self.product_id,
            "quantity": self.quantity, "business_date": self.day, "reason": self.reason,
        }  # fmt: skip

    def batch(self, batch_id: bytes, quantity: int) -> dict[str, Value]:
        """The row of one of its batches."""
        return {
            "doc_id": self.doc_id, "line": self.line, "kind": self.kind, "batch_id": batch_id, "quantity": quantity,
        }  # fmt: skip

    def piece(self, serial: str) -> dict[str, Value]:
        """The row of one of its pieces, in or out as the move goes."""
        return {
            "doc_id": self.doc_id, "line": self.line, "kind": self.kind, "serial": serial,
            "product_id": self.product_id, "quantity": 1 if self.quantity > 0 else -1,
        }  # fmt: skip
