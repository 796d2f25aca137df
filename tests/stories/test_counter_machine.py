"""Whatever a cashier does in whatever order: the books agree after every act, and undo gives back exactly what was."""

import os
import shutil
import tempfile
from collections import defaultdict
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

from shoppos.base.errors import Doubtful, ShopError
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.crash import books
from tests.stories.clocks import SetClock

CODES = ("1001", "1002", "2001", "3001", "4001")
TYPED = [
    "*2",
    "*0.5",
    "*1000",
    "+",
    "-",
    "+3",
    "=95",
    "@0",
    "/10",
    "/100",
    "-5",
    "--20",
    "//5",
    "//100",
    "--100000",
    "2*1001",
    "0.75*2001",
    "1002@8.50",
    "3001/10",
    "1001-15",
    "-0",
    "*0",
    "?",
    "9999999",
    "surf",
]
STATES = ("", "27", "29", "96")


def content(view):
    """What a person sees of an open sale, without what other sales change."""
    lines = tuple((x.no, x.code, x.quantity, x.price, x.rate, x.disc, x.amount, x.total) for x in view.lines)
    customer = view.customer.id if view.customer else None
    return lines, view.payable, view.discount, view.shipping, view.note, view.state, customer


class Counter(RuleBasedStateMachine):
    """One till of one shop, by every key a cashier has."""

    folder: Path

    @initialize()
    def open(self):
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-story-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.clock = SetClock("2026-03-30 10:00")
        self.shop = Shop.open(self.place / "shop", clock=self.clock)
        self.sales = self.shop.sales
        self.before = defaultdict(list)
        self.bills = []
        self.said = []

    def teardown(self):
        if hasattr(self, "shop"):
            self.shop.close()
            shutil.rmtree(self.place)

    # -- acts

    def edit(self, act):
        """Do one change; a refused one changes nothing, any other can be taken back."""
        sale = self.sales.on_screen()
        was = content(sale)
        try:
            act(sale.id)
        except ShopError as error:
            self.said.append(str(error))
            assert content(self.sales.view(sale.id)) == was
        else:
            self.before[sale.id].append(was)

    def line(self, pick):
        lines = self.sales.on_screen().lines
        return lines[pick % len(lines)].no if lines else None

    @rule(code=st.sampled_from(CODES), times=st.integers(1, 4))
    def scan(self, code, times):
        for _time in range(times):
            self.edit(lambda sale: self.sales.enter(sale, code))

    @rule(text=st.sampled_from(["", *TYPED]), pick=st.integers(0, 9))
    def type(self, text, pick):
        sale = self.sales.on_screen()
        was, line = content(sale), self.line(pick)
        try:
            entered = self.sales.enter(sale.id, text, line=line)
        except Doubtful:
            entered = self.sales.enter(sale.id, text, line=line, sure=True)
        except ShopError as error:
            self.said.append(str(error))
            assert content(self.sales.view(sale.id)) == was
            return
        if entered.hits or text in {"", "?"}:
            assert content(entered.view) == was
        else:
            self.before[sale.id].append(was)

    @rule(pick=st.integers(0, 9))
    def remove(self, pick):
        self.edit(lambda sale: self.sales.remove(sale, self.line(pick)))

    @rule(amount=st.sampled_from([0, 1, 4_00, 99_99]))
    def ship(self, amount):
        self.edit(lambda sale: self.sales.set_shipping(sale, amount))

    @rule(known=st.booleans(), address=st.booleans())
    def customer(self, known, address):
        found = self.shop.customers.by_phone("9812345678")
        self.edit(lambda sale: self.sales.set_customer(sale, found.id if known else None, with_address=address))

    @rule(state=st.sampled_from(STATES))
    def state(self, state):
        self.edit(lambda sale: self.sales.set_state(sale, state))

    @rule(gstin=st.sampled_from(["", "29AABCR1718E1ZL", "29AABCR1718E1ZX"]))
    def gstin(self, gstin):
        self.edit(lambda sale: self.sales.set_gstin(sale, gstin))

    @rule(note=st.sampled_from(["", "red bag", "\u202e evil \x1b@"]))
    def note(self, note):
        self.edit(lambda sale: self.sales.set_note(sale, note))

    @rule()
    def undo(self):
        sale = self.sales.on_screen()
        assert sale.can_undo == bool(self.before[sale.id])
        if sale.can_undo:
            assert content(self.sales.undo(sale.id)) == self.before[sale.id].pop()
        else:
            with pytest.raises(ShopError):
                self.sales.undo(sale.id)

    @rule()
    def hold(self):
        sale = self.sales.on_screen()
        if sale.lines:
            fresh = self.sales.hold(sale.id)
            assert fresh.lines == ()
            assert sale.id in {held.sale_id for held in self.sales.held()}

    @precondition(lambda self: self.sales.held())
    @rule(pick=st.integers(0, 9))
    def recall(self, pick):
        held = self.sales.held()
        wanted = held[pick % len(held)]
        assert self.sales.recall(wanted.sale_id).payable == wanted.payable
        assert self.sales.on_screen().id == wanted.sale_id

    @rule()
    def abandon(self):
        sale = self.sales.on_screen()
        assert self.sales.abandon(sale.id).lines == ()
        self.before.pop(sale.id, None)

    @rule(
        ways=st.lists(st.sampled_from(["cash", "upi", "card", "khata", "netbanking"]), max_size=3),
        share=st.integers(1, 4), extra=st.sampled_from([0, 0, 1_00, 500_00]),
    )  # fmt: skip
    def pay(self, ways, share, extra):
        sale = self.sales.on_screen()
        tenders = [Tender(way, sale.payable * share // 8) for way in ways if sale.payable * share // 8]
        rest = sale.payable - sum(tender.amount for tender in tenders)
        tenders.append(Tender("cash", rest + extra))
        try:
            done = self.sales.checkout(sale.id, tenders)
        except ShopError:
            assert content(self.sales.view(sale.id)) == content(sale)
            return
        assert done.payable == sale.payable
        assert (done.tendered, done.change) == (sale.payable + extra, extra)
        assert sum(bill.load(self.shop.db, number).payable for number in done.numbers) == sale.payable
        assert self.sales.checkout(sale.id, tenders).numbers == done.numbers
        self.bills += done.numbers
        self.before.pop(sale.id, None)

    @precondition(lambda self: self.bills)
    @rule(pick=st.integers(0, 99))
    def void(self, pick):
        number = self.bills[pick % len(self.bills)]
        month = self.clock.business_day(self.clock.ms()) // 100
        found = bill.load(self.shop.db, number)
        if found.state == "done":
            late = int(f"{found.business_date:%Y%m}") < month
            notes = self.sales.void(number, "wrong customer")
            assert bool(notes) == late
            assert bill.load(self.shop.db, number).state == ("returned" if late else "void")
        else:
            with pytest.raises(ShopError, match="already"):
                self.sales.void(number, "again")

    @rule(amount=st.sampled_from([1, 50_00, 10_000_00]))
    def pay_khata(self, amount):
        customer = self.shop.customers.by_phone("9812345678")
        try:
            assert self.shop.customers.pay(customer.id, amount).owes == customer.owes - amount
        except ShopError:
            assert amount > customer.owes

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours):
        self.clock.go_on(hours=hours, minutes=7)

    @rule()
    def power_cut(self):
        """Nothing is closed in order: the next program finds what stood on the screen."""
        was = self.sales.on_screen()
        self.shop = Shop.open(self.place / "shop", clock=self.clock)
        self.sales = self.shop.sales
        now = self.sales.on_screen()
        assert content(now) == content(was)
        assert (now.id == was.id) or not was.lines

    # -- what always holds

    @invariant()
    def the_books_agree(self):
        if hasattr(self, "shop"):
            assert books.wrong_with(self.shop) == []
            assert books.numbers(self.shop) == sorted(self.bills)

    @invariant()
    def the_screen_adds_up(self):
        if hasattr(self, "shop"):
            view = self.sales.on_screen()
            assert sum(line.total for line in view.lines) == view.total
            assert view.payable == view.total + view.round_off >= 0
            assert view.held == len(self.sales.held())
            assert all(self.said), "a refusal without a word"


@pytest.fixture(scope="module")
def stocked(new_shop, tmp_path_factory):
    """A shop's folder with goods of every treatment and one customer."""
    folder = Path(shutil.copytree(new_shop, tmp_path_factory.mktemp("stocked") / "shop"))
    shop = Shop.open(folder)
    for form in (
        ProductForm("1001", "Surf Excel 1 kg", 150_00, rate=1800, mrp=155_00, stock=50_000),
        ProductForm("1002", "Parle-G 100 g", 10_00, rate=500, stock=5_000),
        ProductForm("2001", "Toor Dal (loose)", 168_00, unit="KG", treatment="exempt", stock=9_000),
        ProductForm("3001", "Steel Tiffin", 400_00, inclusive=False, rate=1800),
        ProductForm("4001", "Cola 250 ml", 20_00, rate=4000, cess_per_unit=25, mrp=20_00),
    ):
        shop.catalogue.add(form)
    shop.customers.add("Anil Verma", "9812345678", state="29", address="MG Road, Bengaluru")
    shop.close()
    return folder


def test_no_order_of_acts_breaks_the_books(stocked):
    Counter.folder = stocked
    enough = int(os.environ.get("SHOPPOS_STORIES", "25"))
    checks = list(HealthCheck)
    chosen = settings(max_examples=enough, stateful_step_count=40, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Counter, settings=chosen)


def test_the_books_agree_when_a_bill_of_last_month_is_taken_back(stocked):
    Counter.folder = stocked
    one = Counter()
    one.open()
    one.scan(code="1001", times=1)
    one.pay(extra=0, share=1, ways=[])
    one.time_passes(hours=40)
    one.void(pick=0)
    one.the_books_agree()
    assert one.shop.db.row("SELECT number FROM sale WHERE kind = 'CREDIT NOTE'") == ("A1/2627/C00001",)
    one.teardown()
