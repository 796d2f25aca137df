"""Whatever happens to the goods in whatever order: kept sums, sums of moves and a recount of the test are one."""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.batches import NewBatch
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.reserving import Promise
from tests.stories.clocks import SetClock

PARTS = {"SOAP": {"SOAP": 1}, "MILK": {"MILK": 1}, "BOX": {"SOAP": 12}, "KIT": {"SOAP": 2, "MILK": 1}}
EXPIRY = {"B1": 20260601, "B2": 20260815, "B3": 20261231}


class Goods(RuleBasedStateMachine):
    """One shop with a plain item, one kept by batch, a box of the first and a kit of both."""

    folder: Path

    @initialize()
    def open(self):
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-goods-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.shop = Shop.open(self.place / "shop", clock=SetClock("2026-05-20 10:00"))
        add = self.shop.catalogue.add
        self.ids = {
            code: add(ProductForm(code, code.title(), 1000, cost=700, stock=0 if code in {"BOX", "KIT"} else 30_000))
            for code in PARTS
        }
        self.shop.keepings.set(self.ids["MILK"], tracks="batch")
        for pack in ("BOX", "KIT"):
            self.shop.packs.set_parts(self.ids[pack], {self.ids[c]: n * 1000 for c, n in PARTS[pack].items()})
        self.have = Counter({"SOAP": 30_000, "MILK": 30_000})
        self.held = Counter()
        self.lots = Counter()
        self.godown = Counter()
        self.bills = []
        self.counts = []

    def teardown(self):
        if hasattr(self, "shop"):
            self.shop.close()
            shutil.rmtree(self.place)

    def moved(self, code, quantity):
        for part, each in PARTS[code].items():
            self.have[part] += quantity * each

    def from_lots(self, quantity):
        """The nearest expiry first; gives what was taken of which lot, the last to expire first."""
        taken = []
        for lot in sorted(self.lots, key=EXPIRY.__getitem__):
            part = min(quantity, self.lots[lot])
            if part:
                self.lots[lot] -= part
                quantity -= part
                taken.insert(0, [lot, part])
        return taken

    def to_lots(self, taken, quantity):
        """As much as came of each lot goes back to it, the last to expire first; the rest has no lot."""
        for one in taken:
            part = min(quantity, one[1])
            self.lots[one[0]] += part
            one[1] -= part
            quantity -= part

    @rule(
        code=st.sampled_from(["SOAP", "MILK", "BOX"]), pieces=st.integers(1, 9), batch=st.sampled_from(sorted(EXPIRY))
    )
    def receive(self, code, pieces, batch):
        made = NewBatch(batch, EXPIRY[batch], 1200, 700) if code == "MILK" else None
        with self.shop.db.transaction("test.received") as tx:
            self.shop.stock.receive(
                tx, new_id(), 1, self.ids[code], pieces * 1000, day=20260520, kind="opening", batch=made
            )
        self.moved(code, pieces * 1000)
        if made:
            self.lots[batch] += pieces * 1000

    @rule(lines=st.lists(st.tuples(st.sampled_from(sorted(PARTS)), st.integers(1, 5)), min_size=1, max_size=3))
    def sell(self, lines):
        done = self.shop.sales.sell([f"{n}*{code}" for code, n in lines], [Tender("cash")])
        sold = []
        for code, n in lines:
            self.moved(code, -n * 1000)
            taken = self.from_lots(n * 1000 * PARTS[code].get("MILK", 0))
            sold.append([code, n * 1000, taken])
        self.bills.append([done.numbers[0], sold])

    @rule(pick=st.integers(0, 20), at=st.integers(0, 2), damaged=st.booleans())
    def take_back(self, pick, at, damaged):
        if not self.bills:
            return
        number, lines = self.bills[pick % len(self.bills)]
        at %= len(lines)
        code, left, taken = lines[at]
        if left <= 0:
            return
        from shoppos.shop.return_view import Give

        fate = "damage" if damaged else "restock"
        self.shop.returns.take(number, {at + 1: Give(1000, fate)}, Refund("cash"))
        lines[at][1] -= 1000
        back = 1000 * PARTS[code].get("MILK", 0)
        if damaged:
            before = Counter(self.lots)
            self.to_lots(taken, back)
            self.lots = before
        else:
            self.to_lots(taken, back)
            self.moved(code, 1000)

    @rule(pick=st.integers(0, 20))
    def void(self, pick):
        if not self.bills:
            return
        number, lines = self.bills[pick % len(self.bills)]
        try:
            self.shop.sales.void(number, "wrong")
        except ShopError:
            return
        for line in lines:
            self.moved(line[0], line[1])
            self.to_lots(line[2], line[1] * PARTS[line[0]].get("MILK", 0))
            line[1] = 0

    @rule(code=st.sampled_from(sorted(PARTS)), pieces=st.integers(1, 3), own=st.booleans())
    def lose(self, code, pieces, own):
        act = self.shop.stock.use if own else self.shop.stock.damage
        act(code, pieces * 1000, "broken", sure=True)
        self.moved(code, -pieces * 1000)
        self.from_lots(pieces * 1000 * PARTS[code].get("MILK", 0))

    @rule(code=st.sampled_from(["SOAP", "MILK"]), pieces=st.integers(1, 20), back=st.booleans())
    def carry(self, code, pieces, back):
        ends = ("godown", "shop") if back else ("shop", "godown")
        lies = self.godown[code] if back else self.have[code] - self.godown[code]
        try:
            self.shop.stock.transfer(code, pieces * 1000, *ends)
        except ShopError:
            assert lies < pieces * 1000
            return
        assert lies >= pieces * 1000
        self.godown[code] += -pieces * 1000 if back else pieces * 1000

    @rule(code=st.sampled_from(sorted(PARTS)), pieces=st.integers(1, 9))
    def reserve(self, code, pieces):
        free = min(
            (self.have[part] - self.held[part]) // (each * 1000) for part, each in PARTS[code].items()
        )  # fmt: skip
        try:
            with self.shop.db.transaction("test.reserved") as tx:
                self.shop.stock.reserve(tx, new_id(), [Promise(1, self.ids[code], pieces * 1000)])
        except ShopError:
            assert free < pieces
            return
        assert free >= pieces
        for part, each in PARTS[code].items():
            self.held[part] += each * pieces * 1000

    @rule()
    def release(self):
        with self.shop.db.transaction("test.released") as tx:
            for (doc,) in self.shop.db.rows("SELECT DISTINCT doc_id FROM reservation"):
                self.shop.stock.release(tx, doc)
        self.held.clear()

    @rule(found=st.integers(0, 40), code=st.sampled_from(["SOAP", "MILK"]), meanwhile=st.integers(0, 3))
    def count(self, found, code, meanwhile):
        counting = self.shop.counting
        count = counting.start("items", products=[self.ids[code]])
        was = self.have[code]
        counting.enter(count.id, f"{found}*{code}", replace=True)
        if meanwhile:
            self.sell([(code, meanwhile)])
        counting.finish(count.id, "counted")
        loose = max(self.have[code] - sum(self.lots.values()), 0)
        self.have[code] += found * 1000 - was
        if code == "MILK":
            self.from_lots(max(was - found * 1000 - loose, 0))

    @invariant()
    def agrees(self):
        if not hasattr(self, "have"):
            return
        db = self.shop.db
        for code in ("SOAP", "MILK"):
            kept = db.row("SELECT on_hand FROM stock WHERE product_id = ?", (self.ids[code],))[0]
            moved = db.row("SELECT sum(quantity) FROM stock_move WHERE product_id = ?", (self.ids[code],))[0]
            assert kept == moved == self.have[code]
            assert self.shop.stock.free(self.ids[code]) == self.have[code] - self.held[code]
            assert self.shop.stock.places(self.ids[code]).get("godown", 0) == self.godown[code]
        lots = {batch.code: batch.on_hand for batch in self.shop.stock.batches(self.ids["MILK"])}
        assert lots == {lot: n for lot, n in self.lots.items() if n}

    def check_books(self):
        self.release()  # what the test promised belongs to no order, and the books say so
        assert audit(self.shop.db).faults == ()


@pytest.fixture
def machine(folder):
    class Checked(Goods):
        def teardown(self):
            if hasattr(self, "have"):
                self.check_books()
            super().teardown()

    Checked.folder = folder
    return Checked


def test_stock_is_true_whatever_happens_to_the_goods(machine):
    many = int(os.environ.get("SHOPPOS_EXAMPLES", "15"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=many, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
