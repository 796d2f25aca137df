"""Orders taken, changed and given up in any order: none is lost, what is promised is what they hold, and no more."""

import os
import shutil
import tempfile
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
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock

PIECE = 1000
STOCK = {"SOAP": 20, "MILK": 8}
PARTS = {"SOAP": {"SOAP": 1}, "MILK": {"MILK": 1}, "KIT": {"SOAP": 2, "MILK": 1}}
PRICES = {"SOAP": 40_00, "MILK": 60_00, "KIT": 130_00}
PHONES = ("9812345671", "9812345672")
CODE, PICK, MANY = st.sampled_from(sorted(PARTS)), st.integers(0, 30), st.integers(1, 9)


class Plain:
    """An order in plain words: what is on it by line, whether it is confirmed, and whether its customer waits."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.state = "taken"
        self.lines: dict[int, tuple[str, int]] = {}
        self.waits = False
        self.paid = 0

    def parts(self) -> dict[str, int]:
        """Pieces of everything that has a stock of its own."""
        found = dict.fromkeys(STOCK, 0)
        for code, n in self.lines.values():
            for part, per in PARTS[code].items():
                found[part] += per * n
        return found

    def worth(self) -> int:
        """What it comes to, in paise."""
        return sum(PRICES[code] * n for code, n in self.lines.values())


class Taking(RuleBasedStateMachine):
    """Two people at the phone, three things to sell, one of them a kit of the others."""

    folder: Path
    runs = 0

    @initialize()
    def open(self):
        type(self).runs += 1
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-orders-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.clock = SetClock("2026-11-23 10:00")
        self.shop = Shop.open(self.place / "shop", clock=self.clock)
        self.ids = {
            code: self.shop.catalogue.add(
                ProductForm(code, code.title(), PRICES[code], rate=500, stock=STOCK.get(code, 0) * PIECE)
            )
            for code in PARTS
        }
        self.shop.packs.set_parts(self.ids["KIT"], {self.ids[part]: n * PIECE for part, n in PARTS["KIT"].items()})
        self.people = [self.shop.customers.add("", phone, address="Pune").id for phone in PHONES]
        self.orders: list[Plain] = []
        self.credit = dict.fromkeys(self.people, 0)

    def teardown(self):
        if hasattr(self, "shop"):
            found = audit(self.shop.db, most=3)
            self.shop.close()
            shutil.rmtree(self.place)
            assert found.agrees, found.faults

    # -- what is done

    @rule(who=st.integers(0, 1))
    def begin(self, who):
        self.clock.go_on(minutes=1)
        order = Plain(new_id())
        self.shop.orders.begin(customer_id=self.people[who], key=order.key)
        self.orders.append(order)

    @precondition(lambda self: self.orders)
    @rule(pick=PICK, code=CODE, n=MANY)
    def enter(self, pick, code, n):
        order = self._one(pick)
        same = next((number for number, line in order.lines.items() if line[0] == code), None)
        number = same or max(order.lines, default=0) + 1
        before = order.lines.get(number, (code, 0))[1]
        self._change(order, {**order.lines, number: (code, before + n)},
                     lambda: self.shop.orders.enter(order.key, f"{n}*{code}"))  # fmt: skip

    @precondition(lambda self: any(order.lines for order in self.orders))
    @rule(pick=PICK, line=PICK, n=MANY)
    def set_quantity(self, pick, line, n):
        order, number = self._line(pick, line)
        self._change(order, {**order.lines, number: (order.lines[number][0], n)},
                     lambda: self.shop.orders.set_quantity(order.key, number, n * PIECE))  # fmt: skip

    @precondition(lambda self: any(order.lines for order in self.orders))
    @rule(pick=PICK, line=PICK)
    def remove(self, pick, line):
        order, number = self._line(pick, line)
        rest = {key: value for key, value in order.lines.items() if key != number}
        if not rest and order.state == "confirmed":
            with pytest.raises(Refused):
                self.shop.orders.remove(order.key, number)
            return
        self._change(order, rest, lambda: self.shop.orders.remove(order.key, number))

    @precondition(lambda self: self.orders)
    @rule(pick=PICK, waits=st.booleans())
    def wait(self, pick, waits):
        order = self._one(pick)
        if order.state == "cancelled":
            return
        short = order.state == "confirmed" and not waits and not self._fits(order, order.lines, {})
        if short and order.waits:
            with pytest.raises(Refused):
                self.shop.orders.set(order.key, backorder=False)
            return
        self.shop.orders.set(order.key, backorder=waits)
        order.waits = waits

    @precondition(lambda self: self.orders)
    @rule(pick=PICK)
    def confirm(self, pick):
        order = self._one(pick)
        good = order.state == "confirmed" or (
            order.state == "taken" and order.lines and (order.waits or self._fits(order, order.lines, {}))
        )
        if good:
            order.state = self.shop.orders.confirm(order.key, sure=True).state
            assert order.state == "confirmed"
        else:
            with pytest.raises(Refused):
                self.shop.orders.confirm(order.key, sure=True)

    @rule(who=st.integers(0, 1), goods=st.dictionaries(CODE, MANY, min_size=1))
    def take(self, who, goods):
        self.begin(who)
        for code, n in goods.items():
            self.enter(len(self.orders) - 1, code, n)
        self.confirm(len(self.orders) - 1)

    @precondition(lambda self: self.orders)
    @rule(pick=PICK)
    def undo(self, pick):
        order = self._one(pick)
        try:
            self.shop.orders.undo(order.key)
        except Refused:
            return
        lines = self.shop.orders.view(order.key).sale.lines
        codes = {line.no: (line.code, line.quantity // PIECE) for line in lines}
        if order.state == "confirmed" and not order.waits:
            assert self._fits(order, codes, order.lines)
        order.lines = codes

    @precondition(lambda self: any(order.state == "confirmed" for order in self.orders))
    @rule(pick=PICK, rupees=st.integers(1, 50))
    def pay_before(self, pick, rupees):
        order = self._one(pick, "confirmed")
        self.shop.advances.take(order.key, Tender("cash", rupees * 100), sure=True)
        order.paid += rupees * 100

    @precondition(lambda self: self.orders)
    @rule(pick=PICK, way=st.sampled_from(["", "cash"]))
    def cancel(self, pick, way):
        order = self._one(pick)
        view = self.shop.orders.cancel(order.key, "changed their mind", refund_way=way)
        assert view.state == "cancelled"
        if order.state != "cancelled" and not way:
            self.credit[view.customer.id] += order.paid
        order.state, order.paid = "cancelled", 0

    @rule(code=CODE, n=MANY)
    def sell(self, code, n):
        """The counter sells what stands on the shelf, whoever it was promised to."""
        have = min(self._on_hand(part) // per for part, per in PARTS[code].items())
        if n <= have:
            self.shop.sales.sell([f"{n}*{code}"], [Tender("cash")])

    # -- what must hold

    @invariant()
    def promised_is_what_confirmed_orders_hold(self):
        if not hasattr(self, "shop"):
            return
        for part in STOCK:
            held = sum(order.parts()[part] for order in self.orders if order.state == "confirmed")
            assert self.shop.stock.reserved(self.ids[part]) == held * PIECE

    @invariant()
    def no_order_is_lost(self):
        if not hasattr(self, "shop"):
            return
        kept = dict(self.shop.db.rows("SELECT id, state FROM orders"))
        assert kept == {order.key: order.state for order in self.orders}
        for order in self.orders:
            view = self.shop.orders.view(order.key)
            assert {line.no: (line.code, line.quantity // PIECE) for line in view.sale.lines} == order.lines
            if order.state != "cancelled":
                assert view.sale.payable == order.worth()
            if order.state == "confirmed":
                assert (view.agreed, view.paid) == (order.worth(), min(order.paid, order.worth()))

    @invariant()
    def what_was_paid_is_somewhere(self):
        if not hasattr(self, "shop"):
            return
        for who in self.people:
            assert -self.shop.customers.get(who).owes == self.credit[who]
        held = self.shop.db.row("SELECT coalesce(sum(amount), 0) FROM advance")[0]
        assert held == sum(order.paid for order in self.orders)

    @invariant()
    def the_screen_stays_empty(self):
        if hasattr(self, "shop"):
            assert self.shop.sales.on_screen().lines == ()
            assert self.shop.sales.held() == []

    # -- inside

    def _one(self, pick: int, state: str = "") -> Plain:
        fits = [order for order in self.orders if state in {"", order.state}]
        return fits[pick % len(fits)]

    def _line(self, pick: int, line: int) -> tuple[Plain, int]:
        fits = [order for order in self.orders if order.lines]
        order = fits[pick % len(fits)]
        return order, sorted(order.lines)[line % len(order.lines)]

    def _on_hand(self, part: str) -> int:
        return (self.shop.stock.on_hand(self.ids[part]) or 0) // PIECE

    def _fits(self, order: Plain, lines: dict[int, tuple[str, int]], before: dict[int, tuple[str, int]]) -> bool:
        """Whether what these lines ask for beyond those before is free beside what others were promised."""
        for part in STOCK:
            others = sum(o.parts()[part] for o in self.orders if o.state == "confirmed" and o is not order)
            wanted, had = _with(order, lines).parts()[part], _with(order, before).parts()[part]
            if wanted > had and wanted + others > self._on_hand(part):
                return False
        return True

    def _change(self, order: Plain, lines: dict[int, tuple[str, int]], act) -> None:
        short = order.state == "confirmed" and not order.waits and not self._fits(order, lines, order.lines)
        if order.state == "cancelled" or short:
            with pytest.raises(Refused):
                act()
        else:
            act()
            order.lines = lines


def _with(order: Plain, lines: dict[int, tuple[str, int]]) -> Plain:
    """The same order with other lines."""
    other = Plain(order.key)
    other.lines = lines
    return other


def test_taking_in_any_order_loses_nothing_and_promises_no_more_than_it_holds(new_shop: Path) -> None:
    enough = int(os.environ.get("SHOPPOS_STORIES", "15"))
    Taking.folder, Taking.runs = new_shop, 0
    run_state_machine_as_test(
        Taking,
        settings=settings(
            max_examples=enough, stateful_step_count=30, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
    assert Taking.runs >= enough
