"""A season of credit in random order: the khata and the points agree with a plain recount, and the books with both."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shoppos.base.errors import Refused
from shoppos.reports import customers, khata
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give

PHONES = ("9812345671", "9812345672", "9812345673")
PER, WORTH, PRICE = 30_00, 50, 100_00
WHO = st.integers(0, 2)


class KhataMachine(RuleBasedStateMachine):
    """Sells, pays, voids, takes back, merges and parts; `owes` and `points` are counted by hand beside it."""

    made: Path
    place: Path
    runs = 0

    @initialize()
    def open(self):
        type(self).runs += 1
        folder = self.place / str(self.runs)
        shutil.copytree(self.made, folder)
        self.shop = Shop.open(folder)
        self.shop.catalogue.add(ProductForm("1", "Rice", PRICE, stock=10_000_000))
        self.shop.points.set_rule(PER, WORTH, active=True)
        self.ids = [self.shop.customers.add(f"P{at}", phone).id for at, phone in enumerate(PHONES)]
        self.card = [0, 1, 2]  # which card each one's dues stand on
        self.owes, self.points = [0, 0, 0], [0, 0, 0]
        self.bills: list[dict] = []
        self.last_merge = None

    def touch(self):
        self.last_merge = None

    @rule(who=WHO, pieces=st.integers(1, 4), credit=st.integers(0, 4), spend=st.booleans())
    def sell(self, who, pieces, credit, spend):
        at = self.card[who]
        payable = pieces * PRICE
        on_khata = payable * credit // 4
        worth = max(self.points[at], 0) * WORTH
        by_points = min(worth, payable - on_khata) if spend else 0
        tenders = [Tender("khata", on_khata)] if on_khata else []
        tenders += [Tender("points", by_points)] if by_points else []
        tenders += [Tender("cash", payable - on_khata - by_points)] if payable - on_khata - by_points else []
        number = self.shop.sales.sell([f"{pieces}*1"], tenders, customer_phone=PHONES[who]).numbers[0]
        earned, spent = (payable - by_points) // PER, -(-by_points // WORTH)
        self.owes[at] += on_khata
        self.points[at] += earned - spent
        self.bills.append({"number": number, "at": at, "pieces": pieces, "left": pieces, "earned": earned,
                           "spent": spent, "clawed": 0, "khata": on_khata, "gone": False,
                           "paid": by_points, "back": 0, "unspent": 0})  # fmt: skip
        self.touch()

    @rule(who=WHO, share=st.integers(1, 4))
    def pay(self, who, share):
        at = self.card[who]
        if self.owes[at] <= 0:
            with pytest.raises(Refused):
                self.shop.customers.pay(self.ids[who], 1)
            return
        amount = max(self.owes[at] * share // 4, 1)
        self.shop.customers.pay(self.ids[who], amount, "cash")
        self.owes[at] -= amount
        self.touch()

    @rule(which=st.integers(0, 30))
    def void(self, which):
        bills = [one for one in self.bills if not one["gone"] and one["left"] == one["pieces"]]
        if not bills:
            return
        bill = bills[which % len(bills)]
        self.shop.sales.void(bill["number"], "wrong")
        at = self.root(bill["at"])
        self.owes[at] -= bill["khata"]
        self.points[at] += bill["spent"] - bill["earned"]
        bill["gone"] = True
        self.touch()

    @rule(which=st.integers(0, 30), pieces=st.integers(1, 4))
    def take_back(self, which, pieces):
        bills = [one for one in self.bills if not one["gone"] and one["left"]]
        if not bills:
            return
        bill = bills[which % len(bills)]
        back = min(pieces, bill["left"])
        at = self.root(bill["at"])
        before = self.shop.customers.get(self.ids[at]).owes
        done = self.shop.returns.take(bill["number"], {1: Give(back * 1000)}, Refund("cash"), "spoilt")
        off = dict(done.ways).get("khata", 0)
        assert self.shop.customers.get(self.ids[at]).owes == before - off
        self.owes[at] -= off
        bill["left"] -= back
        clawed = (bill["pieces"] - bill["left"]) * bill["earned"] // bill["pieces"]
        bill["back"] += dict(done.ways).get("points", 0)
        unspent = bill["spent"] * bill["back"] // bill["paid"] if bill["paid"] else 0
        self.points[at] += unspent - bill["unspent"] - (clawed - bill["clawed"])
        bill["clawed"], bill["unspent"] = clawed, unspent
        self.touch()

    @rule(keep=WHO, gone=WHO)
    def merge(self, keep, gone):
        a, b = self.card[keep], self.card[gone]
        if a == b:
            with pytest.raises(Refused):
                self.shop.merging.merge(self.ids[keep], self.ids[gone])
            return
        self.shop.merging.merge(self.ids[a], self.ids[b])
        self.last_merge = (a, b, self.owes[b], self.points[b], list(self.card))
        self.owes[a] += self.owes[b]
        self.points[a] += self.points[b]
        self.owes[b] = self.points[b] = 0
        self.card = [a if card == b else card for card in self.card]

    @rule()
    def part(self):
        if self.last_merge is None:
            return
        a, b, owes, points, card = self.last_merge
        self.shop.merging.unmerge(self.ids[b])
        self.owes[a] -= owes
        self.points[a] -= points
        self.owes[b], self.points[b] = owes, points
        self.card = card
        self.last_merge = None

    def root(self, at):
        return self.card[at]

    @invariant()
    def recount(self):
        if not hasattr(self, "shop"):
            return
        for who, customer_id in enumerate(self.ids):
            at = self.card[who]
            view = self.shop.customers.get(customer_id)
            assert view.owes == self.owes[at] == khata.ageing(self.shop.db, customer_id).owes
            assert self.shop.points.balance(self.ids[at]) == self.points[at]
            lines = customers.points(self.shop.db, customer_id)
            assert (lines[-1].balance if lines else 0) == self.points[at]
            lines = self.shop.customers.khata(customer_id)
            assert (lines[-1].balance if lines else 0) == self.owes[at]

    def teardown(self):
        if hasattr(self, "shop"):
            found = audit(self.shop.db)
            self.shop.close()
            assert found.agrees, found.faults


def test_khata_and_points_agree_with_a_plain_recount(new_shop, tmp_path):
    machine = type("Machine", (KhataMachine,), {"made": new_shop, "place": tmp_path})
    enough = int(os.environ.get("SHOPPOS_STORIES", "20"))
    chosen = settings(
        max_examples=enough, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)
    assert machine.runs >= enough
