"""What takes long and is done beside the selling: proving the books, and bringing in a whole list."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Bar, taken
from shoppos.base.clock import Clock
from shoppos.base.file import Reader
from shoppos.reports.audit import audit
from shoppos.shop import FILE, Shop

BILLS, ITEMS = 100_000, 100_000
TABLES = ("product", "barcode", "stock", "stock_move")
"""What an import writes of each item, beside the journal and the search."""


def bars(_bills: int) -> list[Bar]:
    """Bars 12 and 16 of the table."""
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        shop = Path(scratch, "shop")
        shutil.copytree(fill.ready(BILLS), shop)
        return [verified(shop, BILLS), imported(Path(scratch), ITEMS)]


def verified(folder: Path, bills: int) -> Bar:
    """The whole chain walked and every bill computed again; refuses to time books that do not agree."""
    db = Reader(folder / FILE, Clock())
    agrees = list[bool]()
    spent = taken(lambda: agrees.append(audit(db).agrees))
    db.close()
    if agrees != [True]:
        raise ValueError(folder)
    return Bar("12", f"verify of {bills:,} bills", spent / 1000, None, "s", 20, 8)


def imported(scratch: Path, items: int) -> Bar:
    """A list read, tried and applied, beside the same rows by executemany into the same tables and indexes."""
    fill.make(scratch / "source", items)
    source = Shop.open(scratch / "source")
    source.importing.export(scratch / "list.csv")
    source.close()
    fill.make(scratch / "target", 0)
    shop = Shop.open(scratch / "target")
    done = list[int]()

    def bring_in() -> None:
        checked = shop.importing.check(shop.importing.read(scratch / "list.csv"))
        done.append(shop.importing.apply(checked).added)

    ours = taken(bring_in)
    shop.close()
    if done != [items]:
        raise ValueError(done)
    floor = _floor(scratch)
    return Bar("16", f"import of {items:,} items from a list", ours / 1000, floor / 1000, "s", 4, 2.5)


def _floor(scratch: Path) -> float:
    """Milliseconds that plain SQLite takes for the rows of the filled shop, in one transaction."""
    fill.make(scratch / "floor", 0)
    db: Any = dbapi2.connect(str(scratch / "target" / FILE), isolation_level=None)
    rows = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    db.close()
    db = dbapi2.connect(str(scratch / "floor" / FILE), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
        db.execute(f"PRAGMA {pragma}")

    def write() -> None:
        db.execute("BEGIN IMMEDIATE")
        for table, many in rows.items():
            if many:
                db.executemany(fill.insert(table, many[0]), many)
        db.execute("COMMIT")

    spent = taken(write)
    db.close()
    return spent
