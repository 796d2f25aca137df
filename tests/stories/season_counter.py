"""A season's counter: what is sold, cancelled and taken back, in the shop and in the plain books beside it."""

import datetime as dt
import random
from collections import Counter

from shoppos.rules.offers import GET, Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.billing import Done
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from shoppos.shop.suppliers import SupplierCard
from tests.stories.clocks import SetClock
from tests.stories.plain_books import PIECE, Books, Line, Paper

PER, WORTH = 50_00, 1_00
PRICES = {"SOAP": 40_00, "BISC": 10_00, "DAL": 168_00, "MILK": 60_00, "TEA": 250_00, "BOX": 450_00, "KIT": 130_00}
COSTS = {"SOAP": 30_00, "BISC": 7_00, "DAL": 120_00, "MILK": 50_00, "TEA": 180_00, "BOX": 340_00}
RATES = {"SOAP": 1800, "BISC": 500, "DAL": 0, "MILK": 0, "TEA": 500, "BOX": 1800, "KIT": 1800}
PARTS = {**{code: {code: 1} for code in PRICES}, "BOX": {"SOAP": 12}, "KIT": {"SOAP": 2, "MILK": 1}}
PHONES = {"Anil": "9812345671", "Sunita": "9812345672", "Ravi": "9812345673", "Farah": "9812345674",
          "Anil again": "9812345675"}  # fmt: skip
OPENING = {"SOAP": 3_000, "BISC": 2_000, "DAL": 900, "TEA": 800}


class SeasonCounter:
    """One shop with its seeded luck; each act is done in the shop and written into the plain books beside it."""

    def __init__(self, shop: Shop, clock: SetClock, seed: int) -> None:
        """Stock the shelves, write down people and suppliers, and let one offer and one price list run."""
        self.shop, self.clock, self.dice = shop, clock, random.Random(seed)
        self.books = Books(PARTS, by_batch="MILK", per=PER, worth=WORTH)
        self.done: Counter[str] = Counter()
        self.ids = {code: shop.catalogue.add(self._form(code)) for code in PRICES}
        for code, pieces in OPENING.items():
            self.books.come(code, pieces * PIECE)
        shop.keepings.set(self.ids["MILK"], tracks="batch")
        for pack in ("BOX", "KIT"):
            shop.packs.set_parts(self.ids[pack], {self.ids[part]: n * PIECE for part, n in PARTS[pack].items()})
        biscuits = Choice(products=frozenset({self.ids["BISC"].hex()}))
        shop.offers.add(Offer(b"", "", GET, of=biscuits, buy=2, get=1))
        shop.points.set_rule(PER, WORTH, active=True)
        self.people = {name: shop.customers.add(name, phone).id for name, phone in PHONES.items()}
        wholesale = shop.prices.add("Wholesale")
        shop.prices.set(wholesale, self.ids["TEA"], 230_00)
        shop.prices.set(wholesale, self.ids["TEA"], 220_00, least=5 * PIECE)
        shop.customers.set_terms(self.people["Ravi"], list_id=wholesale)
        self.suppliers = {
            "Agro": shop.suppliers.add(SupplierCard("Agro", gstin="27AAPFU0939F1ZV"), opening=500_00).id,
            "Village": shop.suppliers.add(SupplierCard("Village")).id,
        }
        self.books.owed["Agro"] = 500_00
        self.came: list[tuple[str, str, list[list]]] = []

    def _form(self, code: str) -> ProductForm:
        stock = OPENING[code] * PIECE if code in OPENING else None
        exempt = "taxable" if RATES[code] else "exempt"
        unit = "KG" if code == "DAL" else "PCS"
        return ProductForm(
            code, code.title(), PRICES[code], cost=COSTS.get(code), rate=RATES[code], treatment=exempt, unit=unit,
            stock=stock,
        )  # fmt: skip

    @property
    def day(self) -> int:
        """The business day."""
        return int(f"{dt.datetime.fromtimestamp(self.clock.ms() / 1000, dt.timezone(dt.timedelta(hours=5.5))):%Y%m%d}")

    # -- selling

    def sell(self) -> None:
        """A bill of some lines, paid in one of many ways."""
        self.clock.go_on(minutes=self.dice.randrange(3, 20))
        who = self.dice.choice(["", "", *PHONES])
        who = "" if who == "Farah" and self.books.one(who) == "gone" else who
        wanted = self._basket()
        lines = [self.books.line(code, n, self._worth(code, n, who), self.day) for code, n in wanted]
        payable = sum(line.net for line in lines)
        tenders, ways = self._pay(payable, who)
        typed = [f"{n / PIECE:g}*{code}" for code, n in wanted]
        if self.dice.random() < 0.4:
            sale = self.shop.sales.on_screen().id
            if who:
                self.shop.sales.set_customer(sale, self.people[self.books.one(who)])
            for text in typed:
                self.shop.sales.enter(sale, text)
            done = self.shop.sales.checkout(sale, tenders)
        else:
            done = self.shop.sales.sell(typed, tenders, customer_phone=PHONES[who] if who else "")
        assert (done.payable, len(done.numbers)) == (payable, 1)
        self.books.bill(Paper(done.numbers[0], lines, ways, who), self.day)
        self.done["sale"] += 1

    def _basket(self) -> list[tuple[str, int]]:
        chosen = self.dice.sample(sorted(PRICES), self.dice.randrange(1, 5))
        wanted, milk = [], self.books.good(self.day)
        for code in chosen:
            n = self.dice.randrange(1, 9) * 250 if code == "DAL" else self.dice.randrange(1, 7) * PIECE
            need = n * PARTS[code].get("MILK", 0)
            if need <= milk:
                milk -= need
                wanted.append((code, n))
        return wanted or [("SOAP", PIECE)]

    def _worth(self, code: str, quantity: int, who: str) -> int:
        price = PRICES[code]
        if code == "TEA" and who == "Ravi":
            price = 220_00 if quantity >= 5 * PIECE else 230_00
        free = quantity // PIECE // 3 if code == "BISC" else 0
        return price * quantity // PIECE - free * price

    def _pay(self, payable: int, who: str) -> tuple[list[Tender], Counter]:
        way = self.dice.choice(["cash", "note", "upi", "card", "split", "khata", "part", "points"])
        points = max(self.books.points[self.books.one(who)], 0) * WORTH if who else 0
        if way == "points" and points:
            by_points = min(points, payable)
            rest = payable - by_points
            tenders = [Tender("points", by_points), *([Tender("cash", rest)] if rest else [])]
            return tenders, Counter(points=by_points, cash=rest)
        if way == "khata" and who not in {"", "Farah"}:
            return [Tender("khata")], Counter(khata=payable)
        if way == "part" and who not in {"", "Farah"}:
            half = payable // 200 * 100
            tenders = [*([Tender("cash", half)] if half else []), Tender("khata", payable - half)]
            return tenders, Counter(cash=half, khata=payable - half)
        if way == "split" and payable > 100:
            return [Tender("upi", 1_00), Tender("cash", payable - 1_00)], Counter(upi=1_00, cash=payable - 1_00)
        if way == "note":
            return [Tender("cash", payable + 13_00)], Counter(cash=payable)
        way = way if way in {"upi", "card"} else "cash"
        return [Tender(way)], Counter({way: payable})

    # -- what is undone

    def void(self) -> None:
        """A bill of which nothing came back yet is cancelled."""
        fit = [one for one in self.books.bills if not (one.void or one.refunded or one.exchanged)]
        paper = self.dice.choice(fit)
        self.shop.sales.void(paper.number, "wrong")
        self.books.cancel(paper, self.day)
        self.done["void"] += 1

    def take_back(self) -> None:
        """Part of a bill comes back, some of it damaged; for money, for store credit or for other goods."""
        fit = [one for one in self.books.bills if not one.void and any(line.back < line.quantity for line in one.lines)]
        paper = self.dice.choice(fit)
        left = [at for at, line in enumerate(paper.lines) if line.back < line.quantity]
        gives = {
            at: self._some(paper.lines[at]) for at in self.dice.sample(left, self.dice.randrange(1, len(left) + 1))
        }
        way = self.dice.choice(["cash", "upi", "khata" if paper.who not in {"", "Farah"} else "cash"])
        instead = self.dice.random() < 0.3
        told = {at + 1: Give(n, "damage" if damaged else "restock") for at, (n, damaged) in gives.items()}
        made = self.shop.returns.take(
            paper.number, told, Refund(way, tenders=(Tender("cash"),) if instead else ()), "not wanted",
            exchange=["2*SOAP", "1*DAL"] if instead else [],
        )  # fmt: skip
        ways = dict(made.ways)
        due = paper.ways["khata"] if way != "khata" else made.payable
        assert 0 <= ways.get("khata", 0) <= due
        worth = self.books.back(paper, gives, ways, self.day)
        assert made.payable == worth == sum(ways.values())
        self.done["return"] += 1
        self.done["damaged"] += any(damaged for _n, damaged in gives.values())
        self.done["partial"] += len(gives) < len(paper.lines)
        self.done["store credit"] += way == "khata" and not instead
        if made.bill is not None:
            self._taken_instead(paper, made.bill, ways)

    def _some(self, line: Line) -> tuple[int, bool]:
        """How much comes back; an offer's line whole, so that nothing is left over a paisa."""
        left, step = line.quantity - line.back, 250 if line.code == "DAL" else PIECE
        n = left if line.code == "BISC" else self.dice.randrange(1, left // step + 1) * step
        return n, self.dice.random() < 0.3

    def _taken_instead(self, paper: Paper, bill: Done, ways: dict[str, int]) -> None:
        lines = [self.books.line("SOAP", 2 * PIECE, 80_00, self.day), self.books.line("DAL", PIECE, 168_00, self.day)]
        netted = ways.get("exchange", 0)
        assert bill.payable == 248_00
        paid = Counter(exchange=netted, cash=248_00 - netted)
        self.books.bill(Paper(bill.numbers[0], lines, paid, paper.who, exchanged=True), self.day)
        self.done["exchange"] += 1
