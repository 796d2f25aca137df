"""The drawer: it holds the float and what moved, is counted blind, and a difference is accepted, explained and kept."""

import json

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, Refused
from shoppos.base.ids import new_id
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from tests.shop.order_rows import an_order, leaves
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]
FLOAT = 2000_00


@pytest.fixture
def clock():
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1", "Rice", 100_00, stock=1_000_000))
    yield shop
    shop.close()


def test_a_shift_begins_with_a_float_and_its_look_tells_not_what_must_be_there(shop, clock):
    assert shop.shifts.current() is None
    made = shop.shifts.open(FLOAT)
    clock.go_on(hours=1)
    shop.sales.sell(["1"], CASH)
    found = shop.shifts.current()
    assert found == made
    assert (found.number, found.till, found.employee, found.opening) == (1, "A1", "Meena", FLOAT)
    assert not hasattr(found, "expected")


def test_one_shift_goes_on_at_a_drawer_and_each_till_has_its_own(shop):
    shop.shifts.open(FLOAT)
    with pytest.raises(Refused, match="Meena's shift at till A1 has not ended"):
        shop.shifts.open(0)
    shop.tills.add("A2")
    shop.tills.use("A2")
    assert shop.shifts.open(500_00).number == 1
    shop.sales.sell(["1"], CASH)
    assert shop.shifts.close(600_00).over == 0
    shop.tills.use("A1")
    assert shop.shifts.close(FLOAT).over == 0


def test_everything_that_moves_cash_is_expected_and_nothing_else_is(shop, clock):
    """Pains 17: change, refunds, cancelled bills, dues, orders, the door, cash in and out; no UPI, card or khata."""
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["5*1"], CASH)
    clock.go_on(minutes=5)
    shop.shifts.open(FLOAT)
    clock.go_on(minutes=5)
    shop.sales.sell(["1"], [Tender("cash", 500_00)])
    shop.sales.sell(["1"], [Tender("upi")])
    shop.sales.sell(["2*1"], [Tender("khata")], customer_phone="9812345678")
    shop.sales.void(shop.sales.sell(["3*1"], CASH).numbers[0], "wrong")
    back = shop.sales.sell(["2*1"], CASH).numbers[0]
    shop.returns.take(back, None, Refund("cash"), "torn")
    shop.customers.pay(anil.id, 50_00, "cash")
    shop.customers.pay(anil.id, 30_00, "upi")
    shop.shifts.cash("in", 1000_00, "change from the bank")
    shop.shifts.cash("out", 20_00, "tea")
    with pytest.raises(InvalidInput, match="short"):
        shop.shifts.close(0)
    closed = shop.shifts.close(FLOAT + 100_00 + 50_00 + 1000_00 - 20_00)
    assert (closed.over, closed.expected) == (0, 3130_00)
    assert audit(shop.db).faults == ()


def test_money_of_orders_before_the_bill_and_at_the_door_is_in_the_drawer(shop, clock):
    shop.shifts.open(FLOAT)
    order = an_order(shop, "2*1")
    shop.advances.take(order, Tender("cash", 40_00), sure=True)
    with pytest.raises(InvalidInput, match=r"₹2,040\.00 expected"):
        shop.shifts.close(0)
    bill = leaves(shop, order, Tender("cod"))
    shop.cod.take(bill, 100_00, "cash", tell=False)
    shop.cod.take(bill, 60_00, "upi", tell=False)
    assert shop.shifts.close(2140_00).over == 0


def test_only_what_was_counted_learns_what_was_expected_and_a_difference_wants_a_reason(shop):
    shop.shifts.open(FLOAT)
    shop.sales.sell(["1"], CASH)
    with pytest.raises(InvalidInput, match="Count the drawer first") as blind:
        shop.shifts.close()
    assert "2,100" not in str(blind.value)
    assert blind.value.field == "counted"
    for counted, said in ((2080_00, "₹20.00 short: ₹2,080.00 counted, ₹2,100.00"), (2105_00, "holds ₹5.00 too much")):
        with pytest.raises(InvalidInput, match=said) as refusal:
            shop.shifts.close(counted)
        assert refusal.value.field == "reason"
    assert shop.shifts.current() is not None
    assert shop.db.row("SELECT count(*) FROM shift_close") == (0,)
    closed = shop.shifts.close(2080_00, reason="given too much change")
    assert (closed.over, closed.reason) == (-20_00, "given too much change")
    assert shop.shifts.current() is None
    kept = shop.db.row("SELECT expected, counted, reason FROM shift_close")
    assert kept == (2100_00, 2080_00, "given too much change")


def test_notes_and_coins_are_counted_piece_by_piece(shop):
    shop.shifts.open(1715_00)
    closed = shop.shifts.close(pieces={50000: 3, 10000: 2, 1000: 1, 500: 1, 2000: 0})
    assert (closed.counted, closed.over) == (1715_00, 0)
    assert closed.pieces == ((50000, 3), (10000, 2), (1000, 1), (500, 1))
    assert shop.db.row("SELECT pieces FROM shift_close") == ('{"50000": 3, "10000": 2, "1000": 1, "500": 1}',)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"pieces": {70000: 1}}, "pieces"), ({"pieces": {50000: -1}}, "pieces"),
        ({"counted": 100_00, "pieces": {50000: 1}}, "pieces"), ({"counted": -1}, "counted"),
        ({"counted": 10**14}, "counted"), ({"pieces": {50000: 10**7}}, "pieces"),
    ],
)  # fmt: skip
def test_a_count_that_cannot_be_is_refused(how, field, shop):
    shop.shifts.open(FLOAT)
    with pytest.raises(InvalidInput) as refusal:
        shop.shifts.close(reason="x", **how)
    assert refusal.value.field == field
    assert shop.shifts.current() is not None


def test_without_a_shift_there_is_nothing_to_close_and_the_counter_sells_all_the_same(shop):
    assert shop.sales.sell(["1"], CASH).numbers
    with pytest.raises(Refused, match="No shift is open"):
        shop.shifts.close(100_00)
    shop.shifts.cash("out", 20_00, "tea")
    assert [one.reason for one in shop.shifts.movements()] == ["tea"]


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "field"),
    [("sideways", 1, "x", "kind"), ("in", 0, "x", "amount"), ("out", -5, "x", "amount"), ("in", 5, " \x1b ", "reason"),
     ("in", 10**14, "x", "amount")],
)  # fmt: skip
def test_cash_moves_in_or_out_with_an_amount_and_a_reason(kind, amount, reason, field, shop):
    with pytest.raises(InvalidInput) as refusal:
        shop.shifts.cash(kind, amount, reason)
    assert refusal.value.field == field
    assert shop.db.row("SELECT count(*) FROM cash_movement") == (0,)


def test_the_same_key_moves_cash_once(shop):
    key = new_id()
    assert shop.shifts.cash("in", 100_00, "bank", key=key) == shop.shifts.cash("in", 100_00, "bank", key=key) == key
    assert shop.db.row("SELECT count(*) FROM cash_movement") == (1,)


def test_the_second_shift_knows_nothing_of_the_first(shop, clock):
    shop.shifts.open(FLOAT)
    shop.sales.sell(["1"], CASH)
    shop.shifts.cash("out", 50_00, "milk")
    assert shop.shifts.close(2050_00).over == 0
    shop.sales.sell(["7*1"], CASH)  # between two shifts it lies in nobody's drawer
    second = shop.shifts.open(500_00)
    assert second.number == 2

    clock.go_on(minutes=1)
    shop.sales.sell(["2*1"], CASH)
    assert shop.shifts.close(700_00).over == 0
    assert audit(shop.db).faults == ()


def test_a_shift_past_midnight_expects_the_cash_of_both_days(shop, clock):
    clock.set("2026-11-23 22:00")
    shop.sales.sell(["4*1"], CASH)
    clock.go_on(minutes=1)
    shop.shifts.open(FLOAT)
    clock.go_on(minutes=1)
    shop.sales.sell(["1"], CASH)
    clock.set("2026-11-24 00:30")
    shop.sales.sell(["2*1"], CASH)
    clock.go_on(minutes=1)
    closed = shop.shifts.close(FLOAT + 300_00)
    assert (closed.over, closed.business_date) == (0, 20261124)
    assert audit(shop.db).faults == ()


def test_a_clock_that_is_put_back_moves_no_money(shop, clock):
    shop.shifts.open(FLOAT)
    shop.sales.sell(["1"], CASH)
    clock.set("2026-11-23 06:00")
    shop.sales.sell(["1"], CASH)
    clock.set("2026-11-20 06:00")
    shop.sales.sell(["1"], CASH)
    shop.shifts.cash("out", 30_00, "tea")
    assert shop.shifts.close(FLOAT + 270_00).over == 0
    assert shop.shifts.open(0).number == 2
    assert audit(shop.db).faults == ()


def test_closing_owes_the_slip_of_the_shift(shop):
    shop.shifts.open(FLOAT)
    closed = shop.shifts.close(FLOAT)
    assert shop.db.rows("SELECT id, doc_id, kind, copy_no FROM print_job") == [
        (closed.jobs[0], closed.id, "reading", 0)
    ]


class TestRights:
    """Who may not take cash out asks for a yes to just that; who is to count does not see what must be there."""

    @pytest.fixture
    def ravi(self, shop):
        """Ravi the cashier at the till of a shop whose owner has a PIN and lets managers alone take cash out."""
        shop.settings.set("rights", {"cash.out": "manager"})
        shop.staff.set_pin("Meena", "4711")
        shop.staff.add("Ravi")
        shop.staff.sign_in("Ravi")
        shop.shifts.open(FLOAT)
        return shop

    def test_cash_out_needs_a_yes_that_holds_once_and_for_that_sum(self, ravi):
        ravi.shifts.cash("in", 10_00, "found")
        with pytest.raises(NeedsApproval) as needed:
            ravi.shifts.cash("out", 500_00, "to the bank")
        assert needed.value.act == "cash.out"
        ravi.staff.approve("cash.out", needed.value.doc_id, "4711")
        with pytest.raises(NeedsApproval):
            ravi.shifts.cash("out", 600_00, "to the bank")
        ravi.shifts.cash("out", 500_00, "to the bank")
        with pytest.raises(NeedsApproval):
            ravi.shifts.cash("out", 500_00, "to the bank")

    def test_a_cashier_prints_no_reading_that_tells_what_must_be_there(self, ravi):
        ravi.papers.reading(blind=ravi.shifts.is_blind())
        doc_id, told = ravi.db.row("SELECT doc_id, told FROM print_job")
        page = page_for(ravi.db, "reading", doc_id, json.loads(told), "80")
        words = encode(page, "text").decode()
        assert "told when it was counted" in words
        assert "EXPECTED" not in words

    def test_a_cashier_counts_blind_and_the_owner_looks(self, ravi):
        assert ravi.shifts.x().blind
        ravi.staff.sign_in("Meena", "4711")
        assert not ravi.shifts.x().blind
        ravi.settings.set("shift_blind", False)
        ravi.staff.sign_in("Ravi")
        assert not ravi.shifts.x().blind
