"""The money of an order in any order of acts: taken less given back is used or left, the drawer and the books agree."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shoppos.base.errors import Doubtful, Refused
from shoppos.reports.audit import audit
from shoppos.reports.reading import read
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.shop.order_rows import an_order, leaves
from tests.shop.order_taking import confirmed

AMOUNTS = st.integers(1, 400_00)
PAYABLE = 310_00


class OrderMoneyMachine(RuleBasedStateMachine):
    """One order of Rs 310 in a shop of its own, and a model of plain numbers beside it."""

    claims = Bundle("claims")
    shown = Bundle("shown")
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.shop = Shop.open(Path(shutil.copytree(self.folder, Path(self.place.name) / "shop")))
        self.shop.catalogue.add(ProductForm("1001", "Soap", 150_00, rate=1800, stock=50_000))
        self.shop.catalogue.add(ProductForm("1002", "Biscuit", 10_00, rate=500, stock=50_000))
        self.order = an_order(self.shop, "2*1001", "1002")
        self.taken = self.used = self.claimed = self.cash = self.khata = self.door = 0
        self.sale = b""
        self.utrs = 0

    def utr(self) -> str:
        self.utrs += 1
        return f"4123{self.utrs:08d}"

    @precondition(lambda self: not self.sale)
    @rule(amount=AMOUNTS, way=st.sampled_from(["cash", "card", "upi"]))
    def take(self, amount, way):
        self.shop.advances.take(self.order, Tender(way, amount, self.utr() if way == "upi" else ""))
        self.taken += amount
        self.cash += amount if way == "cash" else 0

    @precondition(lambda self: not self.sale)
    @rule(target=claims, amount=AMOUNTS)
    def claim(self, amount):
        self.taken += amount
        self.claimed += amount
        return (self.shop.advances.take(self.order, Tender("upi", amount)), amount, [])

    @precondition(lambda self: not self.sale)
    @rule(target=shown, amount=AMOUNTS)
    def show(self, amount):
        return (self.shop.advances.qr(self.order, amount), [])

    @rule(one=shown)
    def the_bank_tells_a_qr_was_paid(self, one):
        shown, paid = one
        at_door = self.shop.advances.paid(self.order).at_door if self.sale else 0
        learned = self.shop.bank.learn([Credit(shown.amount, self.utr(), reference=shown.reference)])
        if paid:
            assert learned.open == 1  # a second payment of one QR is for a person
            return
        if self.sale and at_door < shown.amount:
            assert learned.open == 1  # no bill can use all of it any more
            return
        if not self.sale and self.taken >= PAYABLE:
            assert learned.open == 1  # the order is paid: whether this is too much is asked
            return
        paid.append(1)
        assert learned.open == 0
        if self.sale:
            self.door += shown.amount
        else:
            self.taken += shown.amount

    @rule(one=claims, good=st.booleans())
    def settle_a_claim(self, one, good):
        doc_id, amount, ended = one
        act = (lambda: self.shop.advances.verify(doc_id, self.utr())) if good else (
            lambda: self.shop.advances.strike(doc_id, "never came")
        )  # fmt: skip
        if ended:
            with pytest.raises(Refused):
                act()
            return
        if not good and self.taken - self.used < amount:  # a bill has used it: that is asked about
            with pytest.raises(Doubtful):
                act()
            return
        act()
        ended.append(1)
        self.claimed -= amount
        self.taken -= 0 if good else amount

    @rule(amount=AMOUNTS, way=st.sampled_from(["cash", "upi", "khata"]))
    def give_back(self, amount, way):
        def act():
            self.shop.advances.give_back(self.order, amount, way, "less was wanted", to_khata=way == "khata")

        if amount > max(self.taken - self.used - self.claimed, 0):
            with pytest.raises(Refused):
                act()
            return
        act()
        self.taken -= amount
        self.cash -= amount if way == "cash" else 0
        self.khata -= amount if way == "khata" else 0

    @precondition(lambda self: not self.sale)
    @rule()
    def leave_with_its_bill(self):
        self.used = min(self.taken, PAYABLE)
        self.sale = leaves(self.shop, self.order, *([Tender("cod")] if self.used < PAYABLE else []))

    @precondition(lambda self: self.sale)
    @rule(amount=AMOUNTS)
    def pay_at_the_door(self, amount):
        if amount > PAYABLE - self.used - self.door:
            with pytest.raises(Refused):
                self.shop.cod.take(self.sale, amount)
            return
        self.shop.cod.take(self.sale, amount)
        self.door += amount
        self.cash += amount

    @invariant()
    def it_adds_up(self):
        stands = self.shop.advances.paid(self.order)
        assert (stands.taken, stands.used, stands.claimed) == (self.taken, self.used, self.claimed)
        assert stands.left == self.taken - self.used >= 0
        due = PAYABLE - self.used - self.door if self.sale else max(PAYABLE - self.taken, 0)
        assert self.shop.advances.due(self.order) == due
        assert read(self.shop.db, "A1", self.shop.db.clock.now().date()).expected == self.cash
        anil = self.shop.customers.by_phone("9812345678")
        assert anil is not None
        assert anil.owes == self.khata

    def teardown(self):
        assert audit(self.shop.db).faults == ()
        self.shop.close()
        self.place.cleanup()


class ParcelMoneyMachine(RuleBasedStateMachine):
    """An order that leaves in two parcels, paid at the door or on the khata: no money idles beside what is due."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.shop = Shop.open(Path(shutil.copytree(self.folder, Path(self.place.name) / "shop")))
        self.shop.catalogue.add(ProductForm("1001", "Soap", 150_00, rate=1800, stock=50_000))
        self.shop.catalogue.add(ProductForm("1002", "Biscuit", 10_00, rate=500, stock=50_000))
        self.order, self.paid, self.back, self.utrs = b"", 0, 0, 0
        self.out: list[bytes] = []

    def utr(self) -> str:
        self.utrs += 1
        return f"4123{self.utrs:08d}"

    @initialize(pay_by=st.sampled_from(["cod", "cod", "khata"]))
    def begin(self, pay_by):
        self.order = confirmed(self.shop, "2*1001", "3*1002", pay_by=pay_by)

    @rule(share=st.integers(1, 100), way=st.sampled_from(["cash", "upi"]))
    def pay_in_the_shop(self, share, way):
        amount = max(self.shop.advances.due(self.order) * share // 100, 0)
        if not amount:
            return
        self.shop.advances.take(self.order, Tender(way, amount, self.utr() if way == "upi" else ""))
        self.paid += amount

    @rule(again=st.booleans())
    def pay_by_the_page(self, again):
        page = self.shop.tracking.state(self.order)
        if not page.attempt:
            return
        assert self.shop.bank.learn([Credit(page.due, self.utr(), said=page.attempt)]).matched
        self.paid += page.due
        assert self.shop.orders.view(self.order).due == 0
        if again:
            assert self.shop.bank.learn([Credit(page.due, self.utr(), said=page.attempt)]).open == 1

    @rule(amount=st.integers(1, 100_00))
    def pay_by_a_qr(self, amount):
        amount = min(amount, self.shop.advances.due(self.order))
        if not amount:
            return
        shown = self.shop.advances.qr(self.order, amount)
        assert self.shop.bank.learn([Credit(amount, self.utr(), said=shown.reference)]).matched
        self.paid += amount

    @rule(whole=st.booleans())
    def a_parcel_leaves(self, whole):
        view = self.shop.orders.view(self.order)
        if "dispatch" not in view.acts or view.sale is None:
            return
        goods = self.shop.orders.lines.open_lines(view.sale.id)
        lines = None if whole else {goods[0].line: goods[0].quantity}
        self.out.append(self.shop.dispatching.dispatch(self.order, lines=lines, carrier="Ravi").parcel_id)

    @precondition(lambda self: self.out)
    @rule(at_door=st.booleans())
    def a_parcel_arrives(self, at_door):
        before = self.shop.advances.paid(self.order).received
        self.shop.dispatching.deliver(self.out.pop(), tenders=[])
        if at_door and (due := self.shop.dispatching.run("Ravi").to_bring):
            self.shop.dispatching.settle_run("Ravi", due)
        self.paid += self.shop.advances.paid(self.order).received - before

    @precondition(lambda self: self.out)
    @rule()
    def a_parcel_comes_back(self):
        given = self.given()
        self.shop.dispatching.bring_back(self.out.pop(), "nobody there", refund="cash")
        self.back += self.given() - given

    def given(self) -> int:
        """What went back over the counter with credit notes."""
        row = self.shop.db.row(
            "SELECT coalesce(sum(p.amount), 0) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
            "WHERE p.method = 'cash'"
        )
        return -row[0]

    @invariant()
    def what_was_paid_is_somewhere(self):
        if not self.order:
            return
        view = self.shop.orders.view(self.order)
        customer = self.shop.customers.get(view.customer.id)
        assert not (view.credit and view.due)
        on_khata = max(-customer.owes, 0)
        assert self.paid - self.back == view.paid + view.credit + on_khata
        assert view.due == self.shop.advances.due(self.order)

    def teardown(self):
        assert audit(self.shop.db).faults == ()
        self.shop.close()
        self.place.cleanup()


def enough(short: int) -> int:
    """How many lives are tried: a short round, or as many as SHOPPOS_STORIES says."""
    return int(os.environ.get("SHOPPOS_STORIES", str(short)))


def test_what_a_customer_pays_for_parcels_is_used_given_back_or_left(new_shop: Path):
    machine = type("Here", (ParcelMoneyMachine,), {"folder": new_shop})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=enough(20), stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_an_orders_money_adds_up_whatever_is_done_with_it(new_shop: Path):
    machine = type("Here", (OrderMoneyMachine,), {"folder": new_shop})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=enough(12), stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
