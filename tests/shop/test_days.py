"""The day's end: one Z for each business day, tied to the one before; what comes later belongs to the next day."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.business_day import closed_day
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.shop.day_hands import day_of, shop_on, sold

FLOAT = 2000_00


@pytest.fixture
def shop(folder, clock):
    with shop_on(folder, clock) as shop:
        yield shop


# -- closing


def test_closing_counts_the_drawer_ends_the_shift_and_draws_the_z(shop, clock):
    shop.shifts.open(FLOAT)
    clock.go_on(hours=1)
    sold(shop, "2*1", "2")
    shop.shifts.cash("out", 20_00, "tea")
    clock.set("2026-11-23 21:40")
    done = shop.days.close(2420_00, reason="change")
    assert (done.number, done.business_date, done.closed.over, done.numbers) == (1, 20261123, -10_00, (1,))
    assert shop.shifts.current() is None
    found = shop.days.z(1)
    it = found.reading
    assert (it.z_number, it.net, it.opening, it.counted, it.expected, it.over) == (
        1, 450_00, FLOAT, 2420_00, 2430_00, -10_00
    )  # fmt: skip
    assert (it.employee, it.difference_reason, [one.reason for one in it.movements]) == ("Meena", "change", ["tea"])
    assert it.chain_head == found.head[:8].upper() == done.head[:8].upper()
    assert closed_day(shop.db) >= 20261123
    assert closed_day(shop.db) < 20261124
    assert audit(shop.db).faults == ()


def test_a_difference_without_a_reason_closes_nothing(shop):
    shop.shifts.open(FLOAT)
    sold(shop)
    for how in ({}, {"counted": 2000_00}, {"pieces": {50000: 1}}):
        with pytest.raises(InvalidInput):
            shop.days.close(**how)
    assert shop.db.rows("SELECT kind FROM journal ORDER BY seq DESC LIMIT 3")[-1] == ("sale.done",)
    assert shop.db.rows("SELECT counted FROM shift_count ORDER BY rowid") == [(2000_00,), (500_00,)]
    assert closed_day(shop.db) < 20261123
    assert shop.days.close(pieces={50000: 4, 10000: 1}).number == 1


def test_a_day_without_a_shift_is_closed_without_a_count(shop):
    sold(shop)
    with pytest.raises(InvalidInput, match="No shift is open at till A1"):
        shop.days.close(100_00)
    done = shop.days.close()
    assert done.closed is None
    it = shop.days.z(1).reading
    assert (it.opening, it.counted, it.over, it.expected) == (None, None, None, 100_00)


def test_zs_are_numbered_and_each_ties_the_one_before(shop, clock):
    for day in (23, 24, 27):
        clock.set(f"2026-11-{day} 21:00")
        sold(shop, "2")
        shop.days.close()
    found = shop.days.zs()
    assert [(one.number, one.business_date) for one in found] == [(3, 20261127), (2, 20261124), (1, 20261123)]
    assert [one.perpetual for one in found] == [750_00, 500_00, 250_00]
    assert found[-1].previous == "0" * 64
    for newer, older in pairwise(found):
        assert newer.previous == older.hash
        assert newer.reading.previous == older.hash[:8].upper()
        told = shop.db.row("SELECT figures FROM day_close WHERE number = ?", (newer.number,))[0]
        assert newer.hash == hashlib.sha256(f"{older.hash}\n{told}".encode()).hexdigest()
    assert [one.number for one in shop.days.zs(1)] == [3]
    with pytest.raises(NotFound, match="no Z 4"):
        shop.days.z(4)


def test_a_z_is_read_as_it_was_closed_whatever_happened_since(shop, clock):
    shop.shifts.open(FLOAT)
    number = sold(shop, "2")
    shop.days.close(FLOAT + 250_00)
    before = shop.days.z(1)
    clock.set("2026-11-24 10:00")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "torn")
    shop.settings.set_profile(name="Another name")
    shop.shifts.open(0)
    assert shop.days.z(1) == before
    assert before.reading.shop == "Sharma Kirana"


def test_a_day_is_closed_once(shop, clock):
    sold(shop)
    clock.set("2026-11-23 21:00")
    shop.days.close()
    for moment in ("2026-11-23 21:01", "2026-11-23 23:59", "2026-11-20 12:00"):
        clock.set(moment)
        assert shop.days.to_close() == ()
        with pytest.raises(Refused, match="23-11-2026 is closed already: Z 1 of till A1"):
            shop.days.close()
    assert shop.db.row("SELECT count(*) FROM day_close") == (1,)


def test_of_two_who_close_the_same_day_at_once_one_does(shop, clock, folder):
    sold(shop)
    others = [Shop.open(folder, clock=clock) for _n in range(4)]

    def close(other):
        try:
            return other.days.close().number
        except Refused as refusal:
            return str(refusal)
        finally:
            other.db.release()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(close, others))
    assert min(map(str, said)) == "1"
    assert sum("closed already" in str(one) for one in said) == 3
    assert shop.db.row("SELECT count(*) FROM day_close") == (1,)
    for other in others:
        other.close()
    assert audit(shop.db).faults == ()


def test_each_till_closes_its_own_day(shop, clock):
    shop.tills.add("A2")
    clock.set("2026-11-23 21:00")
    sold(shop)
    shop.days.close()
    shop.tills.use("A2")
    assert day_of(shop, sold(shop, "2")) == 20261123
    assert shop.days.close().number == 1
    assert [one.reading.net for one in shop.days.zs()] == [250_00]
    assert audit(shop.db).faults == ()


def test_what_waits_is_told_and_holds_nothing_up(shop, clock):
    sold(shop)
    sold(shop)
    shop.days.close()
    assert shop.days.z(1).reading.unsent == (2, 0, 0)
    papers = shop.db.rows("SELECT kind, told FROM print_job ORDER BY id")
    assert [row[0] for row in papers] == ["bill", "bill", "reading"]
    assert json.loads(papers[-1][1]) == {"kind": "Z", "till": "A1", "number": 1}


def test_a_report_waits_only_for_a_place_in_use(shop, clock):
    shop.reports.set_place("folder", str(shop.db.path.parent / "a"), key="a")
    shop.reports.set_place("folder", str(shop.db.path.parent / "b"), key="b")
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    shop.days.close()
    shop.reports.set_place("folder", str(shop.db.path.parent / "b"), key="b", active=False)
    clock.set("2026-11-24 12:00")
    sold(shop)
    clock.set("2026-11-24 21:00")
    shop.days.close()
    assert shop.days.z(2).reading.unsent[2] == 2


def test_a_zs_slip_printed_again_is_a_copy(shop):
    shop.days.close()
    shop.days.print_again(1)
    shop.days.print_again(1)
    assert [row[0] for row in shop.db.rows("SELECT copy_no FROM print_job ORDER BY id")] == [0, 1, 2]


def test_reports_are_owed_in_the_act_that_closes_the_day(shop):
    asked = []

    def owe(tx, day, number):
        asked.append((tx.kind, day, number))
        return [b"r" * 16]

    shop.days.owe_reports = owe
    assert shop.days.close().report_ids == (b"r" * 16,)
    assert [one[1:] for one in asked] == [(20261123, 1)]

    def fail(_tx, _day, _number):
        raise Refused("No.")

    shop.days.owe_reports = fail
    shop.db.clock.go_on(days=1)
    with pytest.raises(Refused, match="No"):
        shop.days.close()
    assert shop.db.row("SELECT count(*) FROM day_close") == (1,)


# -- bills of a closed day


def test_a_bill_of_a_closed_day_is_cancelled_by_a_credit_note(shop, clock):
    number = sold(shop, "2*1", "2")
    clock.set("2026-11-23 21:00")
    shop.days.close()
    notes = shop.sales.void(number, "wrong goods")
    assert notes == ("A1/2627/C00001",)
    assert shop.db.row("SELECT count(*) FROM void") == (0,)
    found = bill.load(shop.db, notes[0])
    assert (found.payable, found.business_date.day, found.against.reason) == (450_00, 24, "wrong goods")
    assert bill.load(shop.db, number).state == "returned"
    with pytest.raises(Refused, match="came back already"):
        shop.sales.void(number, "again")
    with pytest.raises(Refused, match="is a credit note"):
        shop.sales.void(notes[0], "again")
    assert shop.days.z(1).reading.net == 450_00
    assert audit(shop.db).faults == ()


def test_what_is_left_of_a_bill_of_a_closed_day_is_taken_back(shop, clock):
    number = sold(shop, "3*1")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "torn")
    clock.set("2026-11-23 21:00")
    shop.days.close()
    (note,) = shop.sales.void(number, "all wrong")
    assert bill.load(shop.db, note).payable == 200_00


def test_its_money_goes_back_by_the_way_it_came(shop, clock):
    anil = shop.customers.add("Anil Verma", "9812345678")
    by_upi = shop.sales.sell(["1"], [Tender("upi", None, "412345678901")]).numbers[0]
    due = shop.sales.sell(["2"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    clock.set("2026-11-23 21:00")
    shop.days.close()
    for number, way in ((by_upi, "upi"), (due, "khata")):
        (note,) = shop.sales.void(number, "wrong")
        assert shop.db.rows(
            "SELECT DISTINCT p.method FROM payment p JOIN sale s ON s.id = p.sale_id WHERE s.number = ?", (note,)
        ) == [(way,)]
    assert shop.customers.get(anil.id).owes == 0


def test_a_bill_paid_in_several_ways_gives_back_by_each_as_it_would_on_its_own_day(shop, clock):
    shop.customers.add("Anil Verma", "9812345678")
    paid = [Tender("cash", 50_00), Tender("card", 30_00), Tender("khata")]
    early = shop.sales.sell(["2*1"], paid, customer_phone="9812345678").numbers[0]
    partly = shop.sales.sell(["2*1"], paid, customer_phone="9812345678").numbers[0]
    clock.set("2026-11-23 21:00")
    shop.days.close()

    def back(note):
        told = "SELECT p.method, -p.amount FROM payment p JOIN sale s ON s.id = p.sale_id WHERE s.number = ?"
        return dict(shop.db.rows(told, (note,)))

    (note,) = shop.sales.void(early, "wrong")
    assert back(note) == {"cash": 50_00, "card": 30_00, "khata": 120_00}
    (first,) = shop.returns.take(partly, {1: Give(1000)}, Refund("card"), "torn").numbers
    assert back(first) == {"khata": 100_00}
    (rest,) = shop.sales.void(partly, "wrong")
    assert back(rest) == {"khata": 20_00, "cash": 50_00, "card": 30_00}
    assert shop.customers.by_phone("9812345678").owes == 0
    assert audit(shop.db).faults == ()


def test_a_bill_of_a_day_that_is_open_is_voided_as_ever_whatever_was_closed(shop, clock):
    clock.set("2026-11-23 21:00")
    shop.days.close()
    number = sold(shop)
    assert shop.sales.void(number, "wrong") == ()
    assert bill.load(shop.db, number).state == "void"


def test_to_cancel_a_bill_of_a_closed_day_asks_what_a_late_return_asks(shop, clock):
    number = sold(shop)
    clock.set("2026-11-23 21:00")
    shop.days.close()
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    clock.set("2027-02-01 10:00")
    with pytest.raises(NeedsApproval, match="could come back until") as needed:
        shop.sales.void(number, "wrong")
    assert needed.value.act == "return_late"
    assert bill.load(shop.db, number).state == "done"
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    (note,) = shop.sales.void(number, "wrong")
    assert bill.load(shop.db, note).payable == 100_00
    assert audit(shop.db).faults == ()


def test_in_time_it_asks_what_a_return_asks(shop, clock):
    number = sold(shop)
    clock.set("2026-11-23 21:00")
    shop.days.close()
    shop.settings.set("rights", {"return": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as needed:
        shop.sales.void(number, "wrong")
    assert needed.value.act == "return"
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    assert len(shop.sales.void(number, "wrong")) == 1


def test_what_a_shop_never_takes_back_is_cancelled_all_the_same_by_who_may(shop, clock):
    shop.settings.set("returns", {"approve_after": False, "days": 0})
    number = sold(shop)
    clock.set("2026-11-23 21:00")
    shop.days.close()
    clock.set("2027-02-01 10:00")
    assert len(shop.sales.void(number, "rung up for the wrong customer")) == 1


def test_another_till_cancels_a_late_bill_on_its_own_day_not_before(shop, clock):
    """The first till has closed today: a bill it made later is of tomorrow, and so is its cancelling."""
    shop.tills.add("A2")
    clock.set("2026-11-23 21:00")
    early = sold(shop)
    shop.days.close()
    late = sold(shop)
    shop.tills.use("A2")
    assert shop.sales.void(late, "wrong") == ()
    assert shop.db.row("SELECT business_date FROM void") == (20261124,)
    assert shop.sales.void(early, "wrong") == ("A2/2627/C00001",)
    assert audit(shop.db).faults == ()


# -- rights


def test_with_nobody_at_the_till_no_day_is_closed(shop):
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_out()
    with pytest.raises(Refused, match="Nobody is signed in"):
        shop.days.close()
    with pytest.raises(Refused, match="Nobody is signed in"):
        shop.shifts.open(0)


def test_who_may_not_close_the_day_asks(shop):
    shop.settings.set("rights", {"day.close": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as needed:
        shop.days.close()
    shop.staff.approve("day.close", needed.value.doc_id, "4711")
    assert shop.days.close().number == 1
    assert shop.days.z(1).reading.employee == "Ravi"


def test_a_closed_day_is_shown_to_who_closed_it_and_to_who_may_see_reports(shop, clock):
    shop.staff.add("Ravi")
    shop.staff.add("Suman")
    shop.staff.set_pin("Meena", "4711")
    clock.set("2026-11-23 21:00")
    shop.staff.sign_in("Ravi")
    shop.days.close()
    clock.set("2026-11-24 21:00")
    shop.staff.sign_in("Meena", "4711")
    shop.days.close()
    assert [one.number for one in shop.days.zs()] == [2, 1]
    shop.staff.sign_in("Ravi")
    assert [one.number for one in shop.days.zs()] == [1]
    assert shop.days.z(1).closed_by == shop.db.employee
    looks = (shop.days.zs, lambda: shop.days.z(1), lambda: shop.days.print_again(1))
    with pytest.raises(Refused, match="Only a manager"):
        shop.days.z(2)
    shop.staff.sign_in("Suman")
    for look in looks:
        with pytest.raises(Refused, match="Only a manager"):
            look()
    shop.staff.sign_out()
    for look in looks:
        with pytest.raises(Refused, match="Nobody is signed in"):
            look()
    assert shop.days.last() == (20261124, 2)
