"""Shops of any size for the bench: real products, and bills cloned from real ones with a whole chain."""

import hashlib
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from shoppos.base import journal, packing
from shoppos.base.clock import Clock, day_of
from shoppos.base.db import Database
from shoppos.base.ids import new_id
from shoppos.models import migrations
from shoppos.reports.recount import COUNTED, months, recount
from shoppos.rules import numbers
from shoppos.shop import FILE, Shop, totals
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender

PRODUCTS = 100_000
TEMPLATES = 400
BATCH = 5_000
DAY_MS = 86_400_000
SPREAD_DAYS = 900
CACHE = Path(tempfile.gettempdir()) / "shoppos-bench"

BRANDS = [
    "Amul",
    "Britannia",
    "Parle",
    "Tata",
    "Surf",
    "Rin",
    "Wheel",
    "Nirma",
    "Dabur",
    "Patanjali",
    "Haldiram",
    "Bikaji",
    "Maggi",
    "Nescafe",
    "Bru",
    "Lipton",
    "Colgate",
    "Pepsodent",
    "Dettol",
    "Lifebuoy",
    "Lux",
    "Santoor",
    "Vim",
    "Harpic",
    "Fortune",
    "Saffola",
    "Aashirvaad",
    "Everest",
    "MDH",
    "Catch",
    "Kissan",
    "Mother",
]
THINGS = [
    "Butter",
    "Biscuit",
    "Salt",
    "Tea",
    "Coffee",
    "Soap",
    "Detergent",
    "Toothpaste",
    "Shampoo",
    "Oil",
    "Atta",
    "Rice",
    "Masala",
    "Chilli",
    "Turmeric",
    "Jam",
    "Sauce",
    "Noodles",
    "Chips",
    "Namkeen",
    "Milk",
    "Ghee",
    "Paneer",
    "Curd",
    "Juice",
    "Water",
    "Matchbox",
    "Incense",
    "Battery",
    "Bulb",
    "Pen",
    "Notebook",
    "Eraser",
    "Comb",
]
HINDI = ("मक्खन", "बिस्कुट", "नमक", "चाय", "कॉफ़ी", "साबुन", "तेल", "आटा", "चावल", "मसाला")
SIZES = tuple(
    f"{count} {unit}"
    for unit, counts in (("g", (50, 100, 200, 250, 500)), ("kg", (1, 2, 5)), ("ml", (100, 200, 500)))
    for count in counts
)


def ean(number: int) -> str:
    """A valid EAN-13 of an Indian company prefix."""
    digits = f"890{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def forms(count: int) -> Iterator[ProductForm]:
    """Products as a kirana's list has them."""
    dice = random.Random(7)
    for number in range(count):
        price = dice.randrange(5, 900) * 100
        yield ProductForm(
            code=f"{10_000 + number}", cost=price * 4 // 5, category=dice.choice(("Food", "Care", "Home", "")),
            name=f"{dice.choice(BRANDS)} {dice.choice(THINGS)} {dice.choice(THINGS)} {dice.choice(SIZES)}",
            local_name=dice.choice(HINDI) if number % 3 else "", price=price, mrp=price + dice.randrange(5) * 500,
            hsn=dice.choice(("190531", "340250", "040510", "210690")), rate=dice.choice((500, 500, 1800)),
            barcodes=(ean(number),), stock=dice.randrange(10, 500) * 1000,
        )  # fmt: skip


def make(folder: Path, products: int = PRODUCTS) -> None:
    """A new shop with that many products and no bill."""
    shop = Shop.create(
        folder, owner="Meena", name="Sharma Kirana", address="12 MG Road, Pune", pin_code="411001", state="27",
        gstin="27AAPFU0939F1ZV", upi="sharmakirana@okhdfcbank",
    )  # fmt: skip
    shop.db.raw.execute("PRAGMA synchronous=OFF")
    coming = forms(products)
    while batch := [(new_id(), form) for form in islice(coming, BATCH)]:
        with shop.db.transaction("bench.filled") as tx:
            shop.catalogue.insert(tx, batch)
        shop.db.checkpoint()
    shop.close()


def basket(dice: random.Random, lines: int, products: int = PRODUCTS) -> list[str]:
    """Barcodes of different products, as they are scanned."""
    return [ean(number) for number in dice.sample(range(products), lines)]


@dataclass(frozen=True)
class Rows:
    """All rows of one bill in the order of their tables' columns."""

    sale: tuple[Any, ...]
    lines: list[tuple[Any, ...]]
    payments: list[tuple[Any, ...]]
    moves: list[tuple[Any, ...]]
    job: tuple[Any, ...]
    entry: tuple[Any, ...]
    stock: list[tuple[Any, ...]]


MARKS = {"seq": 8_111_111_111_111_101, "ms": 8_111_111_111_111_103, "day": 8_111_111_111_111_107}
ID_MARK, NUMBER_MARK, HLC_MARK = "\u2060id", "\u2060number", "\u2060hlc"


class Template:
    """A real bill's rows, from which others are cloned: same goods, other number, day, ids and place in the chain."""

    def __init__(self, db: Any, sale_id: bytes) -> None:
        """Read the rows of a done bill."""
        self.sale = _one(db, "SELECT * FROM sale WHERE id = ?", sale_id)
        self.lines = _all(db, "SELECT * FROM sale_line WHERE sale_id = ? ORDER BY line", sale_id)
        self.payments = _all(db, "SELECT * FROM payment WHERE sale_id = ? ORDER BY line", sale_id)
        self.moves = _all(db, "SELECT * FROM stock_move WHERE doc_id = ? ORDER BY line", sale_id)
        self.job = _one(db, "SELECT * FROM print_job WHERE doc_id = ?", sale_id)
        self.till = self.sale["till"]
        stored = db.execute("SELECT body FROM journal WHERE till = ? AND seq = ?", (self.till, self.sale["seq"]))
        self.body = self._marked(json.loads(journal.body_of(stored.fetchone()[0])), sale_id)
        self.quantities = [(row["product_id"], row["quantity"], 0) for row in self.moves]
        self.values = [[tuple(row.values()) for row in rows] for rows in (self.lines, self.payments)]
        when = totals.When(self.sale["business_date"], 12, self.sale["employee_id"])
        paid = [(row["method"], row["amount"]) for row in self.payments]
        self.more = totals.more_of(totals.BILL, when, totals.head_of(self.sale), map(totals.line_of, self.lines), paid)

    def _marked(self, body: dict[str, Any], sale_id: bytes) -> str:
        """The journal's body with marks where a clone differs."""
        old = {"ms": self.sale["made_at"], "day": self.sale["business_date"], "seq": self.sale["seq"]}
        body.update(at=MARKS["ms"], seq=MARKS["seq"], hlc=HLC_MARK)
        for told in body["new"].values():
            rows = told.get("r") or [list(row.values()) for row in told["o"]]
            for row in rows:
                for place, value in enumerate(row):
                    if value == sale_id.hex():
                        row[place] = ID_MARK
                    elif value == self.sale["number"]:
                        row[place] = NUMBER_MARK
                    else:
                        row[place] = next((MARKS[k] for k, v in old.items() if value == v and k != "seq"), value)
            if "seq" in told.get("c", ()):
                rows[0][told["c"].index("seq")] = MARKS["seq"]
                rows[0][told["c"].index("opened_at")] = MARKS["ms"]
        return journal.canonical(body).decode()

    def sold(
        self, ms: int, day: int, number: str
    ) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """One more bill as a report reads it: head, lines and payments, outside the journal."""
        at = new_id()
        new = {"id": at, "number": number, "business_date": day, "made_at": ms, "opened_at": ms}
        lines, payments = ([(at, *row[1:]) for row in rows] for rows in self.values)
        return tuple({**self.sale, **new}.values()), lines, payments

    def clone(self, ms: int, day: int, number: str, head: journal.Head) -> tuple[Rows, journal.Head]:
        """The rows of one more bill, and the end of the chain after it."""
        sale_id, seq, hlc = new_id(), head.seq + 1, journal.tick(head.hlc, ms)
        new = {"id": sale_id, "number": number, "seq": seq, "business_date": day, "made_at": ms, "opened_at": ms}
        body = self.body
        for mark, value in (
            (ID_MARK, sale_id.hex()), (NUMBER_MARK, number), (HLC_MARK, f"{hlc:016x}"), (str(MARKS["seq"]), str(seq)),
            (str(MARKS["ms"]), str(ms)), (str(MARKS["day"]), str(day)),
        ):  # fmt: skip
            body = body.replace(mark, value)
        text = body.encode()
        end = journal.Head(seq, hlc, journal.chain(head.hash, text))
        rows = Rows(
            sale=tuple({**self.sale, **new}.values()),
            lines=[(sale_id, *list(row.values())[1:]) for row in self.lines],
            payments=[(sale_id, *list(row.values())[1:]) for row in self.payments],
            moves=[tuple({**row, "doc_id": sale_id, "business_date": day}.values()) for row in self.moves],
            job=tuple({**self.job, "id": new_id(), "doc_id": sale_id, "made_at": ms}.values()),
            entry=(self.till, seq, hlc, "sale.done", packing.pack(text), head.hash, end.hash),
            stock=self.quantities,
        )
        return rows, end


def _all(db: Any, sql: str, key: bytes) -> list[dict[str, Any]]:
    cursor = db.execute(sql, (key,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _one(db: Any, sql: str, key: bytes) -> dict[str, Any]:
    return _all(db, sql, key)[0]


STOCK = (
    "INSERT INTO stock (product_id, on_hand, tracked) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
    "SET on_hand = on_hand + excluded.on_hand"
)


def insert(table: str, row: tuple[Any, ...]) -> str:
    """The INSERT of whole rows like that one."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"


def write(db: Any, batch: Sequence[Rows]) -> None:
    """Write whole bills by plain statements; sums of stock and the series are the caller's."""
    for table, rows in (
        ("sale", [bill.sale for bill in batch]),
        ("sale_line", [row for bill in batch for row in bill.lines]),
        ("payment", [row for bill in batch for row in bill.payments]),
        ("stock_move", [row for bill in batch for row in bill.moves]),
        ("print_job", [bill.job for bill in batch]),
        ("journal", [bill.entry for bill in batch]),
    ):
        db.executemany(insert(table, rows[0]), rows)


def templates(shop: Shop, count: int, lines: int, seed: int = 5) -> list[Template]:
    """Sell `count` real bills and read them back."""
    dice = random.Random(seed)
    products = shop.catalogue.count()
    ways = ("cash", "cash", "card")
    done = [shop.sales.sell(basket(dice, lines, products), [Tender(dice.choice(ways))]) for _bill in range(count)]
    return [Template(shop.db.raw, bill.sale_ids[0]) for bill in done]


class Past(Clock):
    """A clock that goes as it should, some days late."""

    def __init__(self, days: int) -> None:
        """Stand `days` behind."""
        super().__init__()
        self.late = days * DAY_MS

    def ms(self) -> int:
        """Milliseconds since 1970 in UTC, those days ago."""
        return super().ms() - self.late


def grow(folder: Path, bills: int, lines: int = 5) -> None:
    """Add that many bills of five lines to a shop, from 900 days ago till yesterday; the chain stays whole."""
    clock = Past(SPREAD_DAYS)
    shop = Shop.open(folder, clock=clock)
    kinds = templates(shop, min(TEMPLATES, bills), lines)
    begun, till, end = clock.ms(), shop.db.till, journal.head(shop.db.raw, shop.db.till)
    series = Counter({fy: next_ - 1 for fy, next_ in shop.db.rows("SELECT fy, next FROM series")})
    shop.close()
    db = quick(folder)
    step = (SPREAD_DAYS - 1) * DAY_MS // bills
    moved: Counter[bytes] = Counter()
    db.execute("BEGIN IMMEDIATE")
    day, batch = 0, list[Rows]()
    for n in range(len(kinds), bills):
        ms = begun + n * step
        day = clock.business_day(ms)
        year = numbers.fy_code(day_of(day))
        series[year] += 1
        kind = kinds[n % len(kinds)]
        rows, end = kind.clone(ms, day, numbers.number(till, day_of(day), series[year]), end)
        moved.update({product: quantity for product, quantity, _counted in rows.stock})
        batch.append(rows)
        if len(batch) == BATCH or n == bills - 1:
            write(db, batch)
            batch.clear()
    db.executemany(STOCK, [(product, quantity, 0) for product, quantity in moved.items()])
    told = [(till, "", fy, used + 1, day) for fy, used in series.items()]
    db.executemany("INSERT OR REPLACE INTO series (till, letter, fy, next, last_day) VALUES (?, ?, ?, ?, ?)", told)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()
    add_up(folder)


def quick(folder: Path) -> Any:
    """The shop's file for writing very much of it at once."""
    db = dbapi2.connect(str(folder / FILE), isolation_level=None)
    for pragma in ("journal_mode=DELETE", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
        db.execute(f"PRAGMA {pragma}")
    return db


def add_up(folder: Path) -> None:
    """Write the totals of all that a shop has sold."""
    db = Database(folder / FILE, Clock())
    db.raw.execute("PRAGMA synchronous=OFF")
    db.raw.execute("BEGIN IMMEDIATE")
    for table in COUNTED:
        db.raw.execute(f"DELETE FROM {table}")
    for month in list(months(db)):
        for table in COUNTED:
            rows = recount(db, table, month)
            db.raw.executemany(insert(table, rows[0]), rows)
    db.raw.execute("COMMIT")
    db.close()


def ready(
    bills: int, products: int = PRODUCTS, *, of: str = "", sell: Callable[[Path, int], None] = grow
) -> Path:  # fmt: skip
    """The folder of a shop with that many products and bills, made once and kept for the next run.

    `sell` makes the bills, `of` names what it makes where that is not a whole shop.
    """
    name = f"{products}-{bills}-{of}{_version()}"
    folder = CACHE / name
    if folder.exists():
        return folder
    begun = time.perf_counter()
    part = CACHE / f"{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    if bills:
        shutil.copytree(ready(0, products), part)
        sell(part, bills)
    else:
        make(part, products)
    part.rename(folder)
    print(
        f"made a shop of {products:,} products and {bills:,} bills in {time.perf_counter() - begun:.0f} s", flush=True
    )
    return folder


def _version() -> str:
    """A shop made by other tables or by another generator is made anew."""
    sources = [
        *sorted(Path(__file__).parent.glob("fill*.py")),
        *sorted(Path(migrations.__file__).parent.rglob("*.py")),
        Path(packing.__file__),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
