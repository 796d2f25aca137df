"""Stock, khata, points and returns in any order: what the shop keeps is what plain books say, and the audit agrees."""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shoppos.base.errors import Refused
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.reports.reading import read
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.return_view import Give
from shoppos.shop.suppliers import SupplierCard
from tests.stories.clocks import SetClock
from tests.stories.plain_books import PIECE, Books, Paper

DAY = 2026_05_20
PRICES = {"SOAP": 40_00, "MILK": 60_00, "BOX": 450_00, "KIT": 130_00}
PARTS = {"SOAP": {"SOAP": 1}, "MILK": {"MILK": 1}, "BOX": {"SOAP": 12}, "KIT": {"SOAP": 2, "MILK": 1}}
EXPIRY = {"B1": 2026_06_01, "B2": 2026_08_15, "B3": 2026_12_31}
PHONES = {"Anil": "9812345671", "Sunita": "9812345672"}
PER, WORTH = 30_00, 50
CODE, PICK, WHO = st.sampled_from(sorted(PRICES)), st.integers(0, 30), st.sampled_from(["", *PHONES])


class Goods(RuleBasedStateMachine):
    """One small shop: a plain item, one by batch, a box of the first and a kit of both; two people with khata."""

    folder: Path
    runs = 0

    @initialize()
    def open(self):
        type(self).runs += 1
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-goods-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.clock = SetClock("2026-05-20 10:00")
        self.shop = Shop.open(self.place / "shop", clock=self.clock)
        self.books = Books(PARTS, by_batch="MILK", per=PER, worth=WORTH)
        self.ids = {
            code: self.shop.catalogue.add(
                ProductForm(code, code.title(), PRICES[code], rate=500, cost=20_00, stock=9000 if code == "SOAP" else 0)
            )
            for code in PRICES
        }
        self.shop.keepings.set(self.ids["MILK"], tracks="batch")
        for pack in ("BOX", "KIT"):
            self.shop.packs.set_parts(self.ids[pack], {self.ids[part]: n * PIECE for part, n in PARTS[pack].items()})
        self.books.come("SOAP", 9000)
        self.shop.points.set_rule(PER, WORTH, active=True)
        self.people = {name: self.shop.customers.add(name, phone).id for name, phone in PHONES.items()}
        self.agro = self.shop.suppliers.add(SupplierCard("Agro")).id
        for batch in ("B2", "B1"):
            self._receive("MILK", 4, batch)

    def teardown(self):
        if hasattr(self, "agro"):
            found = audit(self.shop.db, most=3)
            self.shop.close()
            shutil.rmtree(self.place)
            assert found.agrees, found.faults

    @rule(
        goods=st.lists(st.tuples(CODE, st.integers(1, 4)), min_size=1, max_size=3), who=WHO,
        way=st.sampled_from(["cash", "upi", "khata", "points"]), screen=st.booleans(),
    )  # fmt: skip
    def sell(self, goods, who, way, screen):
        goods = list(dict(goods).items())
        self.clock.go_on(minutes=1)
        payable = sum(PRICES[code] * n for code, n in goods)
        ways = self._ways(payable, who, way)
        tenders = [Tender(key, paise) for key, paise in ways.items() if paise]
        typed = [f"{n}*{code}" for code, n in goods]
        if screen:
            sale = self.shop.sales.on_screen().id
            for text in typed:
                self.shop.sales.enter(sale, text)
            if who:
                self.shop.sales.set_customer(sale, self.people[who])
            done = self.shop.sales.checkout(sale, tenders)
        else:
            done = self.shop.sales.sell(typed, tenders, customer_phone=PHONES.get(who, ""))
        assert done.payable == payable
        lines = [self.books.line(code, n * PIECE, PRICES[code] * n, DAY) for code, n in goods]
        self.books.bill(Paper(done.numbers[0], lines, ways, who), DAY)

    def _ways(self, payable, who, way):
        if way == "points" and who:
            by_points = min(max(self.books.points[who], 0) * WORTH, payable)
            return Counter(points=by_points, cash=payable - by_points)
        if way == "khata" and who:
            return Counter(khata=payable // 2, cash=payable - payable // 2)
        return Counter({way if way == "upi" else "cash": payable})

    def _open_bills(self):
        return [
            one for one in self.books.bills if not one.void and any(line.back < line.quantity for line in one.lines)
        ]

    @precondition(lambda self: self._open_bills())
    @rule(
        pick=PICK, at=st.integers(0, 2), pieces=st.integers(1, 4), damaged=st.booleans(), instead=st.booleans(),
        way=st.sampled_from(["cash", "khata"]),
    )  # fmt: skip
    def take_back(self, pick, at, pieces, damaged, instead, way):
        bills = self._open_bills()
        paper = bills[pick % len(bills)]
        at %= len(paper.lines)
        line = paper.lines[at]
        left, asked = (line.quantity - line.back) // PIECE, pieces
        fate, refund = (
            "damage" if damaged else "restock",
            Refund(way if paper.who else "cash", tenders=(Tender("cash"),)),
        )
        self.clock.go_on(minutes=1)
        if asked > left:
            with pytest.raises(Refused):
                self.shop.returns.take(paper.number, {at + 1: Give(asked * PIECE, fate)}, refund, "spoilt")
            return
        made = self.shop.returns.take(
            paper.number, {at + 1: Give(asked * PIECE, fate)}, refund, "spoilt", exchange=["1*SOAP"] if instead else []
        )
        ways = dict(made.ways)
        worth = self.books.back(paper, {at: (asked * PIECE, damaged)}, ways, DAY)
        assert made.payable == worth == sum(ways.values())
        if made.bill is not None:
            netted = ways["exchange"]
            assert netted == min(worth, PRICES["SOAP"])
            lines = [self.books.line("SOAP", PIECE, PRICES["SOAP"], DAY)]
            paid = Counter(exchange=netted, cash=PRICES["SOAP"] - netted)
            self.books.bill(Paper(made.bill.numbers[0], lines, paid, paper.who, exchanged=True), DAY)

    @precondition(lambda self: self.books.bills)
    @rule(pick=PICK)
    def void(self, pick):
        paper = self.books.bills[pick % len(self.books.bills)]
        if paper.void or paper.refunded or paper.exchanged:
            with pytest.raises(Refused):
                self.shop.sales.void(paper.number, "wrong")
            return
        self.shop.sales.void(paper.number, "wrong")
        self.books.cancel(paper, DAY)

    @rule(who=st.sampled_from(sorted(PHONES)), share=st.integers(1, 3))
    def pay(self, who, share):
        owes = self.books.khata[who]
        amount = max(owes, 0) * share // 3
        if amount <= 0:
            with pytest.raises(Refused):
                self.shop.customers.pay(self.people[who], max(owes, 0) + 1)
            return
        self.clock.go_on(minutes=1)
        self.shop.customers.pay(self.people[who], amount)
        self.books.khata[who] -= amount
        self.books.took(DAY, {"cash": amount})

    @rule(
        code=st.sampled_from(["SOAP", "MILK", "BOX"]), pieces=st.integers(1, 9), batch=st.sampled_from(sorted(EXPIRY))
    )
    def receive(self, code, pieces, batch):
        self._receive(code, pieces, batch)

    def _receive(self, code, pieces, batch):
        named = (batch, EXPIRY[batch]) if code == "MILK" else ("", None)
        line = ReceiptLine(self.ids[code], pieces * PIECE, 20_00, batch=named[0], expiry=named[1])
        self.shop.buying.receive(Receipt(self.agro, (line,), key=new_id()))
        self.books.come(code, pieces * PIECE, named[0], named[1] or 0)
        self.books.owed["Agro"] += pieces * 20_00

    @rule(code=st.sampled_from(["SOAP", "BOX"]), own=st.booleans())
    def lose(self, code, own):
        (self.shop.stock.use if own else self.shop.stock.damage)(code, PIECE, "dropped", sure=True)
        self.books.go(code, PIECE)

    @rule(code=st.sampled_from(["SOAP", "MILK"]), found=st.integers(0, 30))
    def count(self, code, found):
        begun = self.shop.counting.start("items", products=[self.ids[code]])
        self.shop.counting.enter(begun.id, f"{found}*{code}", replace=True)
        self.shop.counting.finish(begun.id, "counted")
        self.books.found(code, found * PIECE)

    @invariant()
    def recount(self):
        if not hasattr(self, "agro"):
            return
        shop, books = self.shop, self.books
        for code in ("SOAP", "MILK"):
            assert shop.stock.on_hand(self.ids[code]) == books.stock[code], code
        there = {one.code: one.on_hand for one in shop.stock.batches(self.ids["MILK"])}
        assert there == {batch: books.batches[batch][1] for batch in books.order()}
        for name, person in self.people.items():
            assert shop.customers.get(person).owes == books.khata[name], name
            assert shop.points.balance(person) == books.points[name], name
        assert shop.suppliers.get(self.agro).owed == books.owed["Agro"]
        told = {one.method: one.kept for one in read(shop.db, "A1", DAY).by_method if one.kept}
        assert told == {way: paise for way, paise in books.takings.get(DAY, Counter()).items() if paise}


def test_whatever_happens_in_whatever_order_the_books_agree(new_shop):
    enough = int(os.environ.get("SHOPPOS_STORIES", "20"))
    machine = type("Machine", (Goods,), {"folder": new_shop})
    chosen = settings(
        max_examples=enough, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)
    assert machine.runs >= enough
