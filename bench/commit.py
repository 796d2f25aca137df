"""A bill of ten lines done, through the shop and by plain SQLite writing the same rows with the same durability."""

import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Bar, in_turns, percentile
from shoppos.base import journal
from shoppos.printing.spooler import Spooler
from shoppos.shop import FILE, Shop, totals
from shoppos.shop.payments import Tender

LINES = 10
ROUNDS = 200
PACE = 0.004
KIB = 1024
PRINTED = 300
PRODUCT = "SELECT p.* FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = ?"


class Floor:
    """The rows of ready-made bills, written by plain statements on one held connection: WAL, FULL, no constraint."""

    def __init__(self, folder: Path, kinds: list[fill.Template]) -> None:
        """Write into the shop's file in `folder`, which is no shop any more afterwards."""
        self.db: Any = dbapi2.connect(str(folder / FILE), isolation_level=None)
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "foreign_keys=OFF", "cache_size=-16000",
            "ignore_check_constraints=ON", "temp_store=MEMORY",
        ):  # fmt: skip
            self.db.execute(f"PRAGMA {pragma}")
        for (name,) in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.db.execute(f"DROP TRIGGER {name}")
        self.kinds = kinds
        self.head = journal.head(self.db, kinds[0].till)
        self.count = 0
        self.dice = random.Random(12)
        self.codes = list[str]()
        self.coming = self._next()

    def _next(self) -> fill.Rows:
        kind = self.kinds[self.count % len(self.kinds)]
        self.more = kind.more
        rows, self.head = kind.clone(kind.sale["made_at"], kind.sale["business_date"], f"F{self.count}", self.head)
        return rows

    def prepare(self) -> None:
        """Make the next bill's rows, unmeasured."""
        self.count += 1
        self.coming = self._next()

    def bill(self) -> None:
        """Write the bill that was prepared."""
        db, rows = self.db, self.coming
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE series SET next = next + 1")
        db.execute(fill.insert("sale", rows.sale), rows.sale)
        db.executemany(fill.insert("sale_line", rows.lines[0]), rows.lines)
        db.executemany(fill.insert("payment", rows.payments[0]), rows.payments)
        db.executemany(fill.insert("stock_move", rows.moves[0]), rows.moves)
        db.executemany(fill.STOCK, rows.stock)
        db.execute(totals.SALES, self.more.sale)
        db.executemany(totals.METHODS, self.more.methods)
        db.executemany(totals.ITEMS, self.more.items)
        db.executemany(totals.TAXES, self.more.taxes)
        db.execute(fill.insert("print_job", rows.job), rows.job)
        db.execute(fill.insert("journal", rows.entry), rows.entry)
        db.execute("COMMIT")

    def scan(self) -> None:
        """Make the next bill's rows and take ten things, unmeasured."""
        self.prepare()
        self.codes = fill.basket(self.dice, LINES)

    def scanned_bill(self) -> None:
        """Look ten barcodes up, then write the bill that was prepared."""
        for code in self.codes:
            self.db.execute(PRODUCT, (code,)).fetchone()
        self.bill()

    def idle(self) -> None:
        """What both do when nothing is sold."""
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


class Ours:
    """The same through the shop."""

    def __init__(self, folder: Path) -> None:
        """Sell in the shop in `folder`."""
        self.shop = Shop.open(folder)
        self.dice = random.Random(11)
        self.cash = [Tender("cash")]
        self.sale = b""
        self.codes = list[str]()

    def scan(self) -> None:
        """Put ten things on the counter, unmeasured."""
        self.codes = fill.basket(self.dice, LINES)

    def ring(self) -> None:
        """Ring ten things up, unmeasured."""
        self.sale = self.shop.sales.on_screen().id
        for code in fill.basket(self.dice, LINES):
            self.shop.sales.enter(self.sale, code)

    def sell(self) -> None:
        """The whole sale at once."""
        self.shop.sales.sell(self.codes, self.cash)

    def checkout(self) -> None:
        """The sale that stands on the screen."""
        self.shop.sales.checkout(self.sale, self.cash)


def bars(bills: int) -> list[Bar]:
    """Bars 1, 2, 3 and 15 of the table."""
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        places = {n: _places(n, Path(scratch)) for n in sorted({0, bills})}
        size, paper = _bytes_a_bill(places[0][0]), bytes_of_a_paper(places[0][0])
        found, all_ours = list[Bar](), list[Ours]()
        for n, (mine, plain) in places.items():
            ours = Ours(mine)
            found += _beside_the_floor(n, ours, Floor(plain, fill.templates(ours.shop, 60, LINES, seed=23)))
            all_ours.append(ours)
        if bills:
            found.append(_growth(bills, *all_ours))
        found += _written(places[bills][0])
    found.append(Bar("15", "a bill of 5 lines in the file", size, None, "bytes", 900, 700))
    found.append(Bar("15", "  what its paper adds once it is printed", paper, None, "bytes"))
    return found


def _places(bills: int, scratch: Path) -> tuple[Path, Path]:
    source = fill.ready(bills)
    ours, floor = scratch / f"ours-{bills}", scratch / f"floor-{bills}"
    for target in (ours, floor):
        shutil.copytree(source, target)
    return ours, floor


def _beside_the_floor(bills: int, ours: Ours, floor: Floor) -> list[Bar]:
    """A bill each in turn: one till is one program with one file, so that no other shop's rows lie between."""
    found = list[Bar]()
    for said, plain, mine in (
        (f"{LINES}-line bill paid and done", (floor.prepare, floor.bill), (ours.ring, ours.checkout)),
        (f"{LINES} things scanned and done at once", (floor.scan, floor.scanned_bill), (ours.scan, ours.sell)),
    ):
        times, own = in_turns([plain, mine], ROUNDS, pace=PACE, idle=lambda: [floor.idle(), ours.shop.db.checkpoint()])
        half = percentile(times, 50)
        found.append(Bar("1", f"{said}, {bills:,} bills before", percentile(own, 50), half, "ms", 2.0, 1.5))
        about = f"  its p99 (against p50; the floor's own p99: {percentile(times, 99):.2f})"
        found.append(Bar("2", about, percentile(own, 99), half, "ms", 3.0, 2.0))
    return found


def _growth(bills: int, small: Ours, large: Ours) -> Bar:
    acts = [(one.ring, one.checkout) for one in (small, large)]
    empty, grown = in_turns(acts, ROUNDS, pace=PACE, idle=lambda: [one.shop.db.checkpoint() for one in (small, large)])
    said = f"growth of its p50 from 0 to {bills:,} bills"
    return Bar("3", said, percentile(grown, 50), percentile(empty, 50), "ms", 1.6, 1.4)


def _bytes_a_bill(folder: Path) -> float:
    """Bytes that the file grows by, with each bill of five lines."""
    copy = folder.with_name("size")
    shutil.copytree(folder, copy)
    before = (copy / FILE).stat().st_size
    fill.grow(copy, 5_000)
    return ((copy / FILE).stat().st_size - before) / 5_000


def bytes_of_a_paper(folder: Path) -> float:
    """Bytes of the file that each bill uses more after its paper came out than before."""
    copy = folder.with_name("printed")
    shutil.copytree(folder, copy)
    (copy / "papers").mkdir()
    shop = Shop.open(copy)
    roll = {"name": "Roll", "address": f"file:{copy / 'papers'}", "form": "escpos", "paper": "80"}
    shop.settings.set("printers", [roll])
    spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
    dice, products = random.Random(29), shop.catalogue.count()
    for _bill in range(PRINTED):
        shop.sales.sell(fill.basket(dice, 5, products), [Tender("cash")])
    before = _used(shop)
    while spooler.pay_one():
        continue
    size = (_used(shop) - before) / PRINTED
    shop.close()
    return size


def _used(shop: Shop) -> int:
    pages, free, page = (shop.db.rows(f"PRAGMA {name}")[0][0] for name in ("page_count", "freelist_count", "page_size"))
    return (pages - free) * page


CHILD = """
import sys, pathlib, os
from bench import commit
ours = commit.Ours(pathlib.Path(sys.argv[1]))
ours.shop.db.checkpoint()
for _ in range(5): ours.scan(); ours.sell()
os.write(1, b"BEGIN")
for _ in range(100): ours.scan(); ours.sell()
os.write(1, b"ENDED")
os._exit(0)
"""


def _written(folder: Path) -> list[Bar]:
    """Syncs and KiB a bill as the system saw them; nothing where there is no strace."""
    strace = shutil.which("strace")
    if strace is None:
        return []
    log = folder / "strace.log"
    calls = "trace=fsync,fdatasync,pwrite64,pwritev,write,sync_file_range"
    subprocess.run(
        [strace, "-f", "-s", "16", "-e", calls, "-o", log, sys.executable, "-c", CHILD, folder], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    told = log.read_text("utf-8", errors="replace")
    told = told[told.index('"BEGIN"') : told.index('"ENDED"')]
    syncs = len(re.findall(r"\bf(?:data)?sync\(", told)) / 100
    kib = sum(int(size) for size in re.findall(r"pwrite(?:64|v)\(.* = (\d+)$", told, re.MULTILINE)) / 100 / KIB
    return [
        Bar("2", "  its syncs (strace)", syncs, None, "fsync", 1, 1),
        Bar("2", "  its writes (strace)", kib, None, "KiB", 350, 280),
    ]
