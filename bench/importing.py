"""A list of 100,000 items comes in: validated, indexed and chained, beside a bare executemany of the same rows."""

import csv
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Bar
from shoppos.base import collector
from shoppos.shop import FILE, Shop

ITEMS = 100_000
MOST_MB = 600
HEADINGS = (
    "Item name*", "Item code", "Category", "HSN", "Default MRP", "Sale price", "Purchase price",
    "Opening stock quantity", "Minimum stock quantity", "Tax Rate", "Inclusive Of Tax", "Base Unit (x)",
)  # fmt: skip
TABLES = ("product", "product_rate", "stock_move", "stock")
SEARCH = ("product_search", "product_parts")
"""What a bare program would have to write too: the words by which items are found."""


def row(number: int) -> list[object]:
    """One item as Vyapar lists it."""
    brand, thing = fill.BRANDS[number % len(fill.BRANDS)], fill.THINGS[number % len(fill.THINGS)]
    return [
        f"{brand} {thing} {number % 997} g", f"890{number:010d}", "Grocery", "1905", 40, 35.5, 30.25, 10, 3, "GST@5%",
        "Inclusive", "PIECES (Pcs)",
    ]  # fmt: skip


def lists(folder: Path, items: int) -> tuple[Path, Path]:
    """The same list as CSV and as Excel."""
    plain, book = folder / "items.csv", folder / "items.xlsx"
    with plain.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *map(row, range(items))])
    with xlsxwriter.Workbook(str(book), {"constant_memory": True}) as made:
        page = made.add_worksheet("Items")
        page.write_row(0, 0, HEADINGS)
        for number in range(items):
            page.write_row(number + 1, 0, row(number))
    return plain, book


def bring_in(folder: Path, path: Path) -> tuple[float, float]:
    """Seconds to read and try a list, and to write it, in a shop of its own."""
    shop = Shop.create(folder, name="Bench", state="27", gstin="27AAPFU0939F1ZV")
    try:
        begun = time.perf_counter()
        checked = shop.importing.check(shop.importing.read(path))
        tried = time.perf_counter()
        done = shop.importing.apply(checked)
        ended = time.perf_counter()
        if done.added != len(checked.new) or done.bad:
            raise RuntimeError(done)
        return tried - begun, ended - tried
    finally:
        shop.close()


def bare(folder: Path, target: Path) -> float:
    """Seconds that a bare program takes to write the same rows into an empty shop's tables, in one transaction."""
    source: Any = dbapi2.connect(str(folder / FILE))
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table in TABLES:
        rows[table] = source.execute(f"SELECT * FROM {table}").fetchall()
    for table in SEARCH:
        rows[table] = source.execute(f"SELECT rowid, words FROM {table}").fetchall()
    source.close()
    Shop.create(target, name="Bench", state="27", gstin="27AAPFU0939F1ZV").close()
    db: Any = dbapi2.connect(str(target / FILE), isolation_level=None)
    db.execute("PRAGMA cache_size=-16000")
    db.execute("PRAGMA foreign_keys=ON")
    begun = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for table, every in rows.items():
        names = "(rowid, words)" if table in SEARCH else ""
        db.executemany(f"INSERT INTO {table} {names} VALUES ({', '.join('?' * len(every[0]))})", every)
    db.execute("COMMIT")
    taken = time.perf_counter() - begun
    db.close()
    return taken


def bars(_bills: int, items: int = ITEMS) -> list[Bar]:
    """Bar 16 of the table."""
    work = Path(tempfile.mkdtemp(prefix="shoppos-bench-"))
    collector.settle()  # as the program does once all is loaded
    try:
        plain, book = lists(work, items)
        found = list[Bar]()
        for name, path in (("CSV", plain), ("Excel", book)):
            tried, written = bring_in(work / name, path)
            floor = bare(work / name, work / f"{name}-bare")
            what = f"import of {items:,} items, {name} (tried in {tried:.1f} s)"
            found.append(Bar("16", what, 1000 * (tried + written), 1000 * floor, "ms", 4.0, 2.5))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append(Bar("16", "memory at its highest", peak, None, "MB", MOST_MB, MOST_MB / 2))
        return found
    finally:
        shutil.rmtree(work, ignore_errors=True)
