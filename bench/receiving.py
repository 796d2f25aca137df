"""Goods received and goods taken back: through the shop, and by plain SQLite writing the same rows as durably."""

import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Bar, in_turns, percentile
from shoppos.base.ids import new_id
from shoppos.shop import FILE, Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard

LINES = 200
BACK = 10
ROUNDS = 40
PACE = 0.004
RECEIVED = (
    ("purchase", "id"), ("purchase_line", "purchase_id"), ("supplier_entry", "doc_id"), ("stock_move", "doc_id"),
)  # fmt: skip
RETURNED = (
    ("sale", "id"), ("sale_line", "sale_id"), ("payment", "sale_id"), ("stock_move", "doc_id"),
    ("credit_note", "sale_id"), ("credit_line", "sale_id"), ("print_job", "doc_id"),
)  # fmt: skip
Row = tuple[Any, ...]


class Floor:
    """The rows of one real document over and over, by plain statements on one held connection: WAL, FULL, no rule."""

    def __init__(self, folder: Path, tables: Sequence[tuple[str, str]], doc_id: bytes) -> None:
        """Write into the shop's file in `folder`, which is no shop any more; `tables` name the document's column."""
        self.db: Any = dbapi2.connect(str(folder / FILE), isolation_level=None)
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "foreign_keys=OFF", "cache_size=-16000",
            "ignore_check_constraints=ON", "temp_store=MEMORY",
        ):  # fmt: skip
            self.db.execute(f"PRAGMA {pragma}")
        for (name,) in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.db.execute(f"DROP TRIGGER {name}")
        self.doc_id = doc_id
        self.rows = {
            table: self.db.execute(f"SELECT * FROM {table} WHERE {key} = ?", (doc_id,)).fetchall()
            for table, key in tables
        }
        self.entry: Row = self.db.execute("SELECT * FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        moves = self.db.execute("SELECT product_id, quantity FROM stock_move WHERE doc_id = ?", (doc_id,)).fetchall()
        self.stock = [(product, quantity, 0) for product, quantity in moves]
        self.costs = list[tuple[int, bytes]]()
        self.fresh: dict[str, list[Row]] = {}

    def prepare(self) -> None:
        """Make the next document's rows, unmeasured."""
        at, seq = new_id(), self.entry[1] + 1
        number = at.hex()
        own = {table: self.rows[table][0][0] for table in ("supplier_entry", "print_job") if self.rows.get(table)}
        self.fresh = {
            table: [self._row(row, {self.doc_id: at, own.get(table): new_id()}, number) for row in rows]
            for table, rows in self.rows.items()
        }
        self.entry = (self.entry[0], seq, *self.entry[2:])

    def _row(self, row: Row, anew: dict[Any, bytes], number: str) -> Row:
        """One row with its own ids and number anew."""
        numbered = self.rows.get("purchase") or self.rows["sale"]
        return tuple(
            anew[value] if isinstance(value, bytes) and value in anew
            else number if isinstance(value, str) and "/" in value and value in numbered[0]
            else value
            for value in row
        )  # fmt: skip

    def write(self) -> None:
        """Write the document that was prepared."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE series SET next = next + 1")
        for table, rows in self.fresh.items():
            if rows:
                db.executemany(fill.insert(table, rows[0]), rows)
        db.executemany(fill.STOCK, self.stock)
        db.executemany("UPDATE product SET cost = ? WHERE id = ?", self.costs)
        db.execute(fill.insert("journal", self.entry), self.entry)
        db.execute("COMMIT")

    def idle(self) -> None:
        """What both do when nothing is written."""
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


class Receiving:
    """A supplier's bill of two hundred lines, each at a cost that is new."""

    def __init__(self, folder: Path, lines: int = LINES) -> None:
        """Receive in the shop in `folder`."""
        self.shop = Shop.open(folder)
        self.dice, self.count = random.Random(17), lines
        self.supplier = self.shop.suppliers.add(SupplierCard("Agro", gstin="27AAPFU0939F1ZV")).id
        every = self.shop.db.rows("SELECT id FROM product ORDER BY number")
        self.products = [row[0] for row in every]
        self.receipt = Receipt()

    def prepare(self) -> None:
        """Type it, unmeasured."""
        chosen = self.dice.sample(self.products, self.count)
        lines = tuple(ReceiptLine(one, 12_000, self.dice.randrange(5_00, 900_00)) for one in chosen)
        self.receipt = Receipt(self.supplier, lines, bill_number=new_id().hex(), key=new_id())

    def receive(self) -> bytes:
        """Save it; gives its id."""
        return self.shop.buying.receive(self.receipt).id


class Returning:
    """A bill of ten lines that comes back whole."""

    def __init__(self, folder: Path, products: int) -> None:
        """Sell and take back in the shop in `folder`."""
        self.shop = Shop.open(folder)
        self.dice, self.products = random.Random(19), products
        self.number = ""

    def prepare(self) -> None:
        """Sell it, unmeasured."""
        codes = fill.basket(self.dice, BACK, self.products)
        self.number = self.shop.sales.sell(codes, [Tender("cash")]).numbers[0]

    def take(self) -> bytes:
        """Take all of it back for cash; gives the note's id."""
        return self.shop.returns.take(self.number, None, Refund("cash")).sale_ids[0]


def bars(_bills: int, products: int = fill.PRODUCTS, rounds: int = ROUNDS) -> list[Bar]:
    """Bars 17 and 18 of the table."""
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        source = fill.ready(0, products)
        places = [Path(shutil.copytree(source, Path(scratch) / name)) for name in ("received", "returned")]
        receiving, returning = Receiving(places[0]), Returning(places[1], products)
        receiving.prepare()
        floor = _beside(places[0], receiving.shop, RECEIVED, receiving.receive())
        floor.costs = [(n, product) for n, (product, _quantity, _known) in enumerate(floor.stock, 500)]
        found = _bars("17", f"{LINES} lines of goods received", receiving.shop, floor, receiving, rounds)
        returning.prepare()
        floor = _beside(places[1], returning.shop, RETURNED, returning.take())
        found += _bars("18", f"a bill of {BACK} lines taken back", returning.shop, floor, returning, rounds)
        return found


def _beside(folder: Path, shop: Shop, tables: Sequence[tuple[str, str]], doc_id: bytes) -> Floor:
    """The floor in a copy of the file as it stands now, with the document that is written over and over."""
    shop.db.checkpoint()
    copy = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-floor")))
    return Floor(copy, tables, doc_id)


def _bars(
    no: str, said: str, shop: Shop, floor: Floor, ours: Receiving | Returning, rounds: int
) -> list[Bar]:  # fmt: skip
    act = ours.receive if isinstance(ours, Receiving) else ours.take
    times, own = in_turns(
        [(floor.prepare, floor.write), (ours.prepare, act)], rounds, pace=PACE,
        idle=lambda: [floor.idle(), shop.db.checkpoint()],
    )  # fmt: skip
    shop.close()
    floor.db.close()
    return [Bar(no, said, percentile(own, 50), percentile(times, 50), "ms", 3.0, 2.0)]
