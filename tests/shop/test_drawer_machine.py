"""A drawer in random order: what is expected is always the float and what moved, counted by hand beside it."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.money import rupees
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.business_day import closed_day
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock

PRICE, PHONE = 100_00, "9812345678"
AMOUNT = st.integers(1, 500_00)


class DrawerMachine(RuleBasedStateMachine):
    """Sells, voids, takes back, moves cash, hands the drawer over and closes days; `holds` is the cash, by hand."""

    made: Path
    place: Path
    runs = 0

    @initialize()
    def open(self):
        type(self).runs += 1
        folder = self.place / str(self.runs)
        shutil.copytree(self.made, folder)
        self.clock = SetClock("2036-11-19 21:00")
        self.shop = Shop.open(folder, clock=self.clock)
        self.shop.catalogue.add(ProductForm("1", "Rice", PRICE, stock=10_000_000))
        self.anil = self.shop.customers.add("Anil", PHONE).id
        self.holds = 0
        self.float = None
        self.owes = 0
        self.net = Counter()
        self.zs: list[int] = []
        self.bills: list[dict] = []
        self.zs += self.shop.days.close().numbers  # from here on no day is left out
        self.clock.set("2036-11-20 10:00")

    def book(self, amount):
        """What is sold net counts for the business day on which it is written."""
        self.net[self.shop.days.business_day()] += amount

    @rule(minutes=st.sampled_from([0, 1, 300, 1440, -120]))
    def time(self, minutes):
        self.clock.go_on(minutes=minutes)

    @rule(pieces=st.integers(1, 4), more=st.sampled_from([0, 50_00, 500_00]), way=st.sampled_from(["cash", "upi"]))
    def sell(self, pieces, more, way):
        payable = pieces * PRICE
        tender = Tender("cash", payable + more) if way == "cash" else Tender("upi")
        number = self.shop.sales.sell([f"{pieces}*1"], [tender]).numbers[0]
        self.bills.append({"number": number, "left": pieces, "whole": True, "cash": way == "cash"})
        self.holds += payable if way == "cash" else 0
        self.book(payable)

    @rule(pieces=st.integers(1, 3))
    def on_khata(self, pieces):
        self.shop.sales.sell([f"{pieces}*1"], [Tender("khata")], customer_phone=PHONE)
        self.owes += pieces * PRICE
        self.book(pieces * PRICE)

    @rule(share=st.integers(1, 3))
    def pay_dues(self, share):
        amount = self.owes * share // 3
        if amount:
            self.shop.customers.pay(self.anil, amount, "cash")
            self.owes -= amount
            self.holds += amount

    @rule(which=st.integers(0, 20))
    def void(self, which):
        bills = [one for one in self.bills if one["left"]]
        if not bills:
            return
        bill = bills[which % len(bills)]
        (day,) = self.shop.db.row("SELECT business_date FROM sale WHERE number = ?", (bill["number"],))
        closed = closed_day(self.shop.db) >= day
        if not bill["whole"] and not closed:
            with pytest.raises(Refused, match="came back already"):
                self.shop.sales.void(bill["number"], "wrong")
            return
        assert bool(self.shop.sales.void(bill["number"], "wrong")) == closed
        self.holds -= bill["left"] * PRICE if bill["cash"] else 0
        self.book(-bill["left"] * PRICE)
        bill["left"] = 0

    @rule(which=st.integers(0, 20))
    def take_back(self, which):
        bills = [one for one in self.bills if one["left"]]
        if not bills:
            return
        bill = bills[which % len(bills)]
        self.shop.returns.take(bill["number"], {1: Give(1000)}, Refund("cash"), "torn")
        bill["left"] -= 1
        bill["whole"] = False
        self.holds -= PRICE
        self.book(-PRICE)

    @rule(kind=st.sampled_from(["in", "out"]), amount=AMOUNT)
    def move(self, kind, amount):
        self.shop.shifts.cash(kind, amount, "change", sure=True)
        self.holds += amount if kind == "in" else -amount

    @rule(opening=st.integers(0, 2000_00))
    def begin(self, opening):
        if self.float is not None:
            with pytest.raises(Refused, match="has not ended"):
                self.shop.shifts.open(opening)
            return
        self.shop.shifts.open(opening)
        self.float, self.holds = opening, 0

    @rule(over=st.sampled_from([0, 0, -20_00, 35_00]), day=st.booleans())
    def end(self, over, day):
        if day and not self.shop.days.to_close():
            with pytest.raises(Refused, match="closed already"):
                self.shop.days.close()
            return
        if self.float is None:
            if day:
                self._closed(self.shop.days.close(sure=True))
            return
        counted = self.float + self.holds + over
        close = (lambda *a, **k: self.shop.days.close(*a, sure=True, **k)) if day else self.shop.shifts.close
        if counted < 0:
            return
        if over:
            with pytest.raises(InvalidInput, match="short" if over < 0 else "too much"):
                close(counted)
        done = close(counted, reason="explained" if over else "")
        assert (done.closed if day else done).over == over
        self.float = None
        if day:
            self._closed(done)

    def _closed(self, done):
        self.zs += done.numbers
        assert closed_day(self.shop.db) >= done.business_date
        assert self.shop.days.business_day() > done.business_date

    @invariant()
    def what_is_expected_is_the_float_and_what_moved(self):
        if self.float is None:
            return
        with pytest.raises(InvalidInput) as told:
            self.shop.shifts.close(99_999_999_01)
        assert f"{rupees(99_999_999_01 - self.float - self.holds)} too much" in str(told.value)

    @invariant()
    def zs_are_gapless_and_say_what_was_sold(self):
        found = self.shop.days.zs(100)
        assert [one.number for one in reversed(found)] == list(range(1, len(self.zs) + 1)) == self.zs
        by_day = {one.business_date: one.reading.net for one in found}
        assert all(by_day.get(day, 0) == net for day, net in self.net.items() if closed_day(self.shop.db) >= day)
        assert found[0].perpetual == sum(by_day.values())

    def teardown(self):
        if not hasattr(self, "shop"):
            return
        assert audit(self.shop.db).faults == ()
        self.shop.close()


def test_a_drawer_in_random_order_holds_what_was_put_into_it(new_shop, tmp_path):
    machine = type("Machine", (DrawerMachine,), {"made": new_shop, "place": tmp_path})
    enough = int(os.environ.get("SHOPPOS_STORIES", "20"))
    chosen = settings(
        max_examples=enough, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)
    assert machine.runs >= enough
