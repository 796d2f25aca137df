"""A year of a shop, made by its own counter: the same bills each time, and what they were, read plainly.

`year` is an open shop at the evening of 23 November 2026 with some 400 bills since 24 November 2025: three employees,
two tills, discounts, typed prices, cancelled bills, goods that came back, khata and its payments.
"""

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock

FIRST, LAST = dt.date(2025, 11, 24), dt.date(2026, 11, 23)
SEED = 20261123
BILLS = 400
GOODS = (
    ProductForm("1001", "Surf Excel 1 kg", 15000, local_name="सर्फ एक्सेल", category="Household", rate=1800, mrp=15500,
                cost=11200, hsn="3402", stock=9_000_000),
    ProductForm("1002", "Parle-G 100 g", 1000, category="Biscuits", rate=500, mrp=1000, cost=800, hsn="1905",
                stock=9_000_000),
    ProductForm("1003", "Amul Butter 100 g", 6200, local_name="अमूल मक्खन", category="Dairy", rate=500, cost=5400,
                hsn="0405", stock=9_000_000),
    ProductForm("2001", "तूर दाल (loose)", 16800, category="Pulses", unit="KG", treatment="exempt", cost=13950,
                hsn="0713", stock=9_000_000),
    ProductForm("2002", "Basmati Rice", 9900, category="Pulses", unit="KG", treatment="nil", hsn="1006",
                stock=9_000_000),
    ProductForm("3001", "Steel Tiffin", 40000, category="Household", inclusive=False, rate=1800, cost=41000,
                hsn="7323", stock=9_000_000),
    ProductForm("3002", "தமிழ் filter coffee", 34550, category="Drinks", rate=500, hsn="0901", stock=9_000_000),
    ProductForm("3003", "Cola 300 ml", 4000, category="Drinks", rate=4000, cess_rate=1200, cost=2150, hsn="2202",
                stock=9_000_000),
    ProductForm("9001", '=2+5|<b>Tea</b> & "co"', 2500, rate=500, cost=1900, hsn="0902", stock=9_000_000),
)  # fmt: skip
"""The last is what somebody wrote who means harm."""
PEOPLE = (("Anil Verma", "9876543210"), ("Sunita Rao", "9812345678"), ("Iqbal Khan", "9822012345"))
GSTIN, AWAY = "27AAPFU0939F1ZV", "29"


@dataclass(frozen=True)
class Doc:
    """One document as it counts: a bill +1, a credit note or a cancelled bill -1, on its own day and hour."""

    kind: str
    sign: int
    id: bytes
    number: str
    day: int
    hour: int
    till: str
    employee: str
    head: dict[str, Any]
    lines: tuple[dict[str, Any], ...]
    paid: tuple[tuple[str, int], ...]

    @property
    def net(self) -> int:
        """What it adds to the sales."""
        return self.sign * self.head["payable"]


@pytest.fixture(scope="session")
def year_folder(new_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the year's shop, closed; not to be written in."""
    folder = tmp_path_factory.mktemp("year") / "shop"
    shutil.copytree(new_shop, folder)
    shop = Shop.open(folder, clock=SetClock(f"{FIRST} 08:00"))
    try:
        make(shop)
    finally:
        shop.close()
    return folder


@pytest.fixture
def year(year_folder: Path, tmp_path: Path) -> Iterator[Shop]:
    """A shop of the test's own with that year behind it, in its last evening."""
    folder = Path(shutil.copytree(year_folder, tmp_path / "year"))
    shop = Shop.open(folder, clock=SetClock(f"{LAST} 21:30"))
    yield shop
    shop.close()


def make(shop: Shop, bills: int = BILLS) -> None:
    """Sell through a year: the same chance each time."""
    chance = random.Random(SEED)
    for form in GOODS:
        shop.catalogue.add(form)
    for name in ("Asha", "Ravi"):
        shop.staff.add(name)
    shop.tills.add("A2", "Door")
    people = [shop.customers.add(name, phone) for name, phone in PEOPLE]
    for at, moment in enumerate(_moments(chance, bills)):
        _stand(shop, chance, moment)
        done = _sell(shop, chance, at)
        _afterwards(shop, chance, at, done)
        if at % 29 == 28:
            owner = people[at % len(people)]
            owed = shop.customers.get(owner.id).owes
            if owed > 0:
                shop.customers.pay(owner.id, min(owed, 25_000), chance.choice(("cash", "card")))


def _moments(chance: random.Random, bills: int) -> list[dt.datetime]:
    """When each bill is made: Saturdays and evenings more often, some days not at all; several on the last."""
    days = [FIRST + dt.timedelta(days=at) for at in range((LAST - FIRST).days)]
    weights = [0 if day.day == 17 else 5 if day.weekday() == 5 else 2 for day in days]
    chosen = chance.choices(days, weights, k=bills - 12) + [LAST] * 12
    hours = [9, 10, 11, 12, 13, 16, 17, 18, 19, 20]
    found = [
        dt.datetime.combine(
            day, dt.time(chance.choices(hours, [2, 3, 3, 2, 1, 2, 4, 8, 5, 2])[0], chance.randrange(60))
        )
        for day in chosen
    ]
    return sorted(found)


def _stand(shop: Shop, chance: random.Random, moment: dt.datetime) -> None:
    clock: Any = shop.db.clock
    clock.set(f"{moment:%Y-%m-%d %H:%M}")
    shop.tills.use("A2" if chance.random() < 0.25 else "A1")
    shop.staff.sign_in(chance.choices(("Meena", "Asha", "Ravi"), (3, 4, 2))[0])


def _sell(shop: Shop, chance: random.Random, at: int) -> str:
    """One sale; gives its number."""
    lines = [_line(chance) for _line_no in range(chance.randint(1, 4))]
    options: dict[str, Any] = {}
    if at % 11 == 0:
        options["discount"] = chance.choice(("5%", "7", "2.5%"))
    if at % 17 == 0:
        options["gstin"] = GSTIN
    elif at % 19 == 0:
        options["state"] = AWAY
    if at % 23 == 0:
        options["shipping"] = 4000
    tenders = [Tender("cash")]
    match at % 7:
        case 1 | 2:
            tenders = [Tender("upi", reference=f"4{at:011d}" if at % 2 else "")]
        case 3:
            tenders = [Tender("card")]
        case 4:
            tenders = [Tender("cash", 500), Tender("upi", reference=f"5{at:011d}")]
        case 5:
            options["customer_phone"] = PEOPLE[at % len(PEOPLE)][1]
            tenders = [Tender("khata")] if at % 2 else [Tender("cash")]
        case _:
            pass
    return shop.sales.sell(lines, tenders, **options).numbers[0]


def _line(chance: random.Random) -> str:
    form = chance.choices(GOODS, (6, 9, 5, 6, 4, 1, 3, 5, 2))[0]
    many = f".{chance.randint(2, 9)}5" if form.unit == "KG" else str(chance.randint(1, 4))
    special = chance.random()
    tail = "/10" if special < 0.06 else f"@{form.price // 100 - 1}" if special < 0.09 else ""
    return f"{many}*{form.code}{tail}"


def _afterwards(shop: Shop, chance: random.Random, at: int, number: str) -> None:
    """What becomes of some bills: cancelled at once or the day after, goods brought back days later."""
    clock: Any = shop.db.clock
    if at % 41 == 40:
        shop.sales.void(number, "Wrong item")
    elif at % 37 == 36 and at < BILLS - 15:
        clock.go_on(days=1)
        shop.sales.void(number, "Customer changed their mind")
    elif at % 26 == 25:
        clock.go_on(hours=1)
        view = shop.returns.open(number)
        line = view.lines[0]
        fate = "damage" if chance.random() < 0.3 else "restock"
        shop.returns.take(number, {line.line: Give(line.left, fate)}, Refund("cash"), "Broken")


# -- read plainly, for tests to count for themselves


def documents(shop: Shop, first: dt.date = FIRST, last: dt.date = LAST) -> list[Doc]:
    """Every document that counts from `first` to `last`, in the order in which they were made."""
    db = shop.db
    a, b = int(f"{first:%Y%m%d}"), int(f"{last:%Y%m%d}")
    heads = {row[0]: dict(zip(HEAD, row, strict=True)) for row in db.rows(f"SELECT {', '.join(HEAD)} FROM sale")}
    lines: dict[bytes, list[dict[str, Any]]] = {}
    for row in db.rows(f"SELECT {', '.join(LINE)} FROM sale_line ORDER BY sale_id, line"):
        lines.setdefault(row[0], []).append(dict(zip(LINE, row, strict=True)))
    paid: dict[bytes, list[tuple[str, int]]] = {}
    for sale_id, method, amount in db.rows("SELECT sale_id, method, amount FROM payment ORDER BY sale_id, line"):
        paid.setdefault(sale_id, []).append((method, amount))
    names = dict(db.rows("SELECT id, name FROM employee"))
    gone_at = dict(db.rows("SELECT sale_id, till FROM void WHERE till IS NOT NULL"))
    found = list[tuple[int, Doc]]()

    def count(kind: str, sign: int, head: dict[str, Any], day: int, at: int, employee: bytes) -> None:
        if a <= day <= b:
            at_till = gone_at.get(head["id"], head["till"]) if kind == "void" else head["till"]
            hour = db.clock.at(at).hour
            own = head["id"]
            money = tuple((key, sign * abs_ if kind == "void" else abs_) for key, abs_ in paid.get(own, []))
            doc = Doc(kind, sign, own, head["number"], day, hour, at_till, names[employee], head,
                      tuple(lines[own]), money)  # fmt: skip
            found.append((at, doc))

    for head in heads.values():
        if head["state"] == "done":
            note = head["kind"] == "CREDIT NOTE"
            kind, sign = ("note", -1) if note else ("bill", 1)
            count(kind, sign, head, head["business_date"], head["made_at"], head["employee_id"])
    for sale_id, day, at, employee in db.rows("SELECT sale_id, business_date, made_at, employee_id FROM void"):
        count("void", -1, heads[sale_id], day, at, employee)
    return [doc for _at, doc in sorted(found, key=lambda one: (one[0], one[1].id))]


HEAD = (
    "id", "number", "state", "kind", "till", "business_date", "made_at", "employee_id", "gstin", "place",
    "inter_state", "taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable",
)  # fmt: skip
LINE = (
    "sale_id", "line", "product_id", "code", "name", "hsn", "unit", "quantity", "price", "inclusive", "cost",
    "treatment", "rate", "cess_rate", "gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess",
)  # fmt: skip
