"""The drawer: it holds the float and what moved, is counted blind, and a difference is accepted, explained and kept."""

import json

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, Refused
from shoppos.base.ids import new_id
from shoppos.base.journal import body_of
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports.audit import audit
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from tests.shop.order_rows import an_order, leaves
from tests.shop.rice_shop import rice_shop
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]
FLOAT = 2000_00
HIDDEN = ("EXPECTED", "SALES", "Total", "Cash (", "2,000", "2,000.00", "100.00", "short")


@pytest.fixture
def clock():
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder, clock):
    yield from rice_shop(folder, clock)


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
    with pytest.raises(InvalidInput, match=r"₹2,040\.00 short"):
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
    for counted, said in ((2080_00, "₹20.00 short: ₹2,080.00 counted"), (2105_00, "holds ₹5.00 too much")):
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


def test_whoever_counts_again_leaves_the_trace_of_the_first_count(shop, clock):
    shop.shifts.open(FLOAT)
    for _twice in range(2):  # the same sum once more is the same count
        with pytest.raises(InvalidInput):
            shop.shifts.close(1)
    clock.go_on(minutes=3)
    with pytest.raises(InvalidInput):
        shop.shifts.close(2047_00)
    kept = shop.db.rows("SELECT counted, expected, employee_id FROM shift_count ORDER BY rowid")
    assert kept == [(1, FLOAT, shop.db.employee), (2047_00, FLOAT, shop.db.employee)]
    assert shop.db.row("SELECT count(*) FROM journal WHERE kind = 'shift.counted'") == (2,)
    closed = shop.shifts.close(FLOAT)
    assert (closed.over, closed.counts, closed.first) == (0, 3, 1)
    told = json.loads(shop.db.row("SELECT told FROM print_job WHERE doc_id = ?", (closed.id,))[0])
    slip = encode(page_for(shop.db, "reading", closed.id, told, "80"), "text").decode()
    assert "Counted 3 times, first ₹0.01" in slip
    assert audit(shop.db).faults == ()


def test_a_count_of_the_day_that_was_refused_stands_on_the_z(shop, clock):
    shop.shifts.open(FLOAT)
    clock.set("2026-11-23 21:00")
    with pytest.raises(InvalidInput):
        shop.days.close(1_00)
    shop.days.close(FLOAT)
    turn = shop.days.z(1).reading.turns[0]
    assert (turn.over, turn.counts, turn.first) == (0, 2, 1_00)
    told = {"kind": "Z", "till": "A1", "number": 1}
    assert "Counted 2 times, first ₹1.00" in encode(page_for(shop.db, "reading", b"", told, "80"), "text").decode()


def test_to_give_the_reason_of_a_count_is_not_to_count_again(shop):
    shop.shifts.open(FLOAT)
    with pytest.raises(InvalidInput):
        shop.shifts.close(1990_00)
    closed = shop.shifts.close(1990_00, reason="a ten is lost")
    assert (closed.over, closed.counts, closed.first) == (-10_00, 1, None)


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


def test_another_movement_with_the_same_key_is_refused_and_says_which_was_written(shop):
    key = new_id()
    shop.shifts.cash("out", 10_00, "tea", key=key)
    for other in (("in", 10_00, "tea"), ("out", 99_00, "tea"), ("out", 10_00, "milk")):
        with pytest.raises(Refused, match=r"Other cash was moved with this key: ₹10\.00, tea"):
            shop.shifts.cash(*other, key=key)
    shop.tills.add("A2")
    shop.tills.use("A2")
    with pytest.raises(Refused, match="Other cash"):
        shop.shifts.cash("out", 10_00, "tea", key=key)
    assert shop.db.row("SELECT count(*) FROM cash_movement") == (1,)


def test_more_cash_than_the_drawer_holds_is_asked_about_once(shop):
    with pytest.raises(Doubtful, match=r"₹9,99,999\.00 out of the drawer\?"):
        shop.shifts.cash("out", 999_999_00, "x")
    shop.shifts.open(FLOAT)
    with pytest.raises(Doubtful, match=r"which holds ₹2,000\.00"):
        shop.shifts.cash("out", 2000_01, "to the bank")
    assert shop.db.row("SELECT count(*) FROM cash_movement") == (0,)
    shop.shifts.cash("out", 2000_00, "to the bank")
    shop.shifts.cash("out", 500_00, "to the bank", sure=True)
    shop.shifts.cash("in", 60_000_00, "from the bank")
    with pytest.raises(Doubtful):
        shop.expenses.spend("Rent", 60_000_00)
    assert shop.expenses.spend("Rent", 60_000_00, sure=True)
    assert shop.expenses.spend("Rent", 60_000_00, method="netbanking")


def test_reasons_of_the_drawer_stand_in_no_chained_body_and_in_no_hashed_figure(shop, clock):
    """Settled 23: what may name people can be erased without breaking the chain."""
    shop.shifts.open(FLOAT)
    shop.shifts.cash("out", 100_00, "advance to Suresh 9812345678")
    clock.set("2026-11-23 21:00")
    shop.days.close(1800_00, reason="lent to Suresh")
    bodies = b"".join(body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    assert b"cash_movement" in bodies
    assert b"Suresh" not in bodies
    it = shop.days.z(1).reading
    assert [one.reason for one in it.movements] == ["advance to Suresh 9812345678"]
    assert (it.difference_reason, it.turns[0].reason) == ("lent to Suresh", "lent to Suresh")


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


def test_cash_booked_after_midnight_is_in_the_drawer_though_the_clock_went_back_before_it(shop, clock):
    shop.shifts.open(FLOAT)
    clock.set("2026-11-24 00:30")
    shop.shifts.cash("out", 30_00, "tea")
    clock.set("2026-11-23 23:50")
    assert shop.shifts.close(FLOAT - 30_00).over == 0
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
        ravi.sales.sell(["1"], CASH)
        ravi.sales.sell(["1"], [Tender("upi")])
        ravi.shifts.print_x()
        doc_id, told = ravi.db.row("SELECT doc_id, told FROM print_job WHERE kind = 'reading'")
        page = page_for(ravi.db, "reading", doc_id, json.loads(told), "80")
        words = " ".join(encode(page, "text").decode().split())
        assert "told when it was counted" in words
        assert not {"EXPECTED", "SALES", "Total", "Cash (", "2,000.00"} & {said for said in HIDDEN if said in words}
        assert "UPI" in words

    def test_a_cashier_counts_blind_and_the_owner_looks(self, ravi):
        ravi.sales.sell(["1"], CASH)
        ravi.sales.sell(["1"], [Tender("upi")])
        found = ravi.shifts.x()
        assert found.blind
        assert [one.method for one in found.by_method] == ["upi"]
        assert (found.expected, found.net, found.opening, found.by_rate, found.bills) == (0, 0, None, (), 2)
        ravi.staff.sign_in("Meena", "4711")
        assert (ravi.shifts.x().blind, ravi.shifts.x().expected) == (False, FLOAT + 100_00)
        ravi.settings.set("shift_blind", False)
        ravi.staff.sign_in("Ravi")
        assert not ravi.shifts.x().blind

    def test_who_may_see_no_reports_is_told_that_it_differs_but_not_by_how_much(self, ravi):
        with pytest.raises(InvalidInput) as differs:
            ravi.shifts.close(1900_00)
        assert str(differs.value).startswith("₹1,900.00 were counted, and that does not agree.")
        assert not {"2,000", "100.00", "short"} & {said for said in HIDDEN if said in str(differs.value)}
        ravi.staff.sign_in("Meena", "4711")
        with pytest.raises(InvalidInput, match=r"₹50\.00 short"):
            ravi.shifts.close(1950_00)

    def test_who_counts_blind_cannot_ask_the_drawer_by_taking_too_much_out_of_it(self, ravi):
        ravi.staff.sign_in("Meena", "4711")
        ravi.settings.set("rights", {})
        ravi.staff.sign_in("Ravi")
        ravi.shifts.cash("out", 2000_01, "to the bank")
        with pytest.raises(Doubtful) as asked:
            ravi.shifts.cash("out", 50_000_00, "to the bank")
        assert "holds" not in str(asked.value)

    def test_the_reading_is_for_whose_turn_it_is_and_for_who_may_see_reports(self, ravi):
        assert ravi.shifts.x_told()["blind"]
        ravi.staff.add("Suman")
        ravi.staff.sign_in("Suman")
        for act in (ravi.shifts.x, ravi.shifts.x_told, ravi.shifts.print_x):
            with pytest.raises(Refused, match="Only a manager"):
                act()
        ravi.staff.sign_out()
        for act in (ravi.shifts.x, ravi.shifts.x_told, ravi.shifts.print_x):
            with pytest.raises(Refused, match="Nobody is signed in"):
                act()
