"""The audit of drawer and closed days: an evening agrees, and whoever changes a figure of it is found and named."""

import hashlib
import json
import time

import pytest

from shoppos.base.journal import body_of, canonical, chain
from shoppos.base.packing import pack
from shoppos.models.shift import CashMovement, Consolidated, DayClose, DrawerOpening, Shift, ShiftClose, ShiftCount
from shoppos.reports.audit import audit, drawer
from shoppos.reports.audit.shapes import FROZEN
from shoppos.shop.payments import Tender
from tests.printing.desk import TILL
from tests.reports.test_audit import attack, first
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock(monkeypatch, shop):
    """The shop's clock from now on, years after the shop was made and one millisecond further each time it is read."""
    stands = SetClock("2036-11-23 09:00")

    def ms():
        stands.stands += 1
        return stands.stands

    monkeypatch.setattr(shop.db.clock, "ms", ms)
    return stands


@pytest.fixture
def evening(shop, clock):
    """A shop with tokens that has closed two days, the first of them with two shifts."""
    shop.settings.set("small_sales", "consolidate")
    shop.settings.set("printers", [TILL])
    sales = shop.sales
    sales.sell(["1001"], CASH)
    shop.shifts.open(500_00)
    sales.sell(["2*1001", "1002"], [Tender("cash", 500_00)])
    sales.sell(["1003"], [Tender("upi")])
    shop.shifts.cash("in", 100_00, "from the bank", opens=True)
    shop.drawer.open("change for a note")
    shop.shifts.cash("out", 20_00, "tea")
    shop.shifts.close(pieces={50000: 1, 10000: 3, 2000: 4}, reason="ten too little")
    shop.shifts.open(200_00)
    sales.void(sales.sell(["3*1002"], CASH).numbers[0], "wrong")
    sales.sell(["3*1002"], CASH)
    shop.days.close(230_00)
    clock.set("2036-11-24 12:00")
    sales.sell(["1002"], CASH)
    clock.set("2036-11-24 21:00")
    shop.days.close()
    return shop


def test_an_evening_agrees_and_every_row_of_it_is_chained(evening):
    assert audit(evening.db).faults == ()
    assert {Shift, ShiftCount, ShiftClose, CashMovement, DrawerOpening, DayClose, Consolidated} <= set(FROZEN)
    over = evening.db.rows("SELECT counted - expected FROM shift_close ORDER BY made_at")
    assert over == [(-10_00,), (0,)]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("shift", "opening = opening + 100"), ("shift_close", "counted = counted + 100"),
        ("cash_movement", "amount = amount + 100"), ("day_close", "made_at = made_at + 1"),
        ("drawer_opening", "till = 'A2'"),
        ("consolidated", "payable = payable + 100, round_off = round_off + 100"),
    ],
)  # fmt: skip
def test_a_row_of_the_drawer_that_is_changed_is_not_what_the_journal_tells(table, change, evening):
    attack(evening, f"UPDATE {table} SET {change} WHERE rowid = (SELECT max(rowid) FROM {table})"
           if table not in {"shift_close", "day_close"}
           else f"UPDATE {table} SET {change} WHERE made_at = (SELECT max(made_at) FROM {table})")  # fmt: skip
    assert first(evening).kind == "row"


@pytest.mark.parametrize("table", ["shift_close", "cash_movement", "drawer_opening", "day_close", "consolidated"])
def test_a_row_of_the_drawer_that_is_gone_is_missed(table, evening):
    attack(evening, f"DELETE FROM {table} WHERE made_at = (SELECT min(made_at) FROM {table})")
    assert first(evening).kind == "missing"


def found(shop, check, *changes):
    """What one check says after a change, whatever the journal would say of it too."""
    attack(shop, *changes)
    return [fault.sentence for fault in check(shop.db)]


def test_what_was_expected_is_recounted_from_all_that_moved(evening):
    assert list(drawer.shifts(evening.db)) == []
    said = found(evening, drawer.shifts, "UPDATE shift_close SET expected = expected - 1000 WHERE reason <> ''")
    assert "The shift of till A1 that began on 23-11-2036 09:00" in said[0]
    assert "expected is ₹880.00, it should be ₹890.00" in said[0]
    said = found(evening, drawer.shifts, "UPDATE shift SET kept_before = 0 WHERE opening = 50000")
    assert any("kept_before is ₹0.00, it should be ₹150.00" in one for one in said)


def test_a_movement_that_was_slipped_in_is_noticed_by_its_shift(evening):
    change = "UPDATE cash_movement SET amount = amount + 500 WHERE kind = 'out'"
    assert "it should be ₹885.00" in found(evening, drawer.shifts, change)[0]


def test_notes_that_make_another_sum_and_a_difference_without_a_reason_are_named(evening):
    change = "UPDATE shift_close SET pieces = '{\"50000\": 2}', reason = '' WHERE reason <> ''"
    said = found(evening, drawer.shifts, change)
    assert any("counted is ₹880.00, it should be ₹1,000.00" in one for one in said)
    assert any("nobody said why" in one for one in said)


def test_where_the_clock_was_put_back_no_moment_is_trusted_and_no_false_alarm_rung(shop, clock):
    shop.shifts.open(0)
    shop.sales.sell(["1001"], CASH)
    clock.set("2036-11-23 07:00")
    shop.sales.sell(["1001"], CASH)
    clock.set("2036-11-23 10:00")
    shop.shifts.close(300_00)
    clock.set("2036-11-23 09:30")
    shop.sales.sell(["1001"], CASH)
    assert audit(shop.db).faults == ()


def test_a_proof_that_cannot_be_made_says_so(shop, clock):
    shop.shifts.open(0)
    clock.set("2036-11-23 07:00")
    shop.sales.sell(["1001"], CASH)
    clock.set("2036-11-23 10:00")
    shop.shifts.close(150_00, reason="x")
    verdict = audit(shop.db)
    assert verdict.agrees
    assert len(verdict.unproven) == 1
    assert "began on 23-11-2036 09:00: the clock was put back meanwhile" in verdict.unproven[0]


def test_a_shift_in_which_two_things_were_written_in_one_millisecond_is_proved_all_the_same(shop, clock, monkeypatch):
    shop.shifts.open(0)
    shop.shifts.cash("in", 100_00, "from the bank")
    stands = clock.stands = clock.stands + 5
    monkeypatch.setattr(shop.db.clock, "ms", lambda: stands)
    shop.shifts.cash("in", 10_00, "found")
    shop.shifts.cash("out", 20_00, "tea")
    stands += 5
    shop.shifts.close(90_00)
    assert audit(shop.db).unproven == ()
    change = "UPDATE shift_close SET expected = 9100, counted = 9100"
    assert "expected is ₹91.00, it should be ₹90.00" in found(shop, drawer.shifts, change)[0]


def test_a_z_of_a_journal_that_was_hashed_anew_is_no_head_of_it(evening):
    """Trust 0.4: whoever rewrites the journal whole, hashes and all, cannot change what stands on the Zs."""
    previous, told = None, []
    for seq, body, prev in evening.db.rows("SELECT seq, body, prev FROM journal WHERE till = 'A1' ORDER BY seq"):
        changed = body_of(body)
        if seq == 2:
            changed = canonical({**json.loads(changed), "at": json.loads(changed)["at"] - 60_000})
        before = previous or prev
        previous = chain(before, changed)
        told.append(
            f"UPDATE journal SET body = x'{pack(changed).hex()}', prev = x'{before.hex()}', hash = x'{previous.hex()}' "
            f"WHERE till = 'A1' AND seq = {seq}"
        )
    attack(evening, *told)
    faults = audit(evening.db, most=99).faults
    assert [fault.kind for fault in faults] == ["chain", "chain"]
    assert faults[0].sentence.startswith("Z 1 of till A1 ends a journal that is not this one")


def test_two_shifts_open_at_once_are_named(evening):
    said = found(evening, drawer.one_at_a_time, "DELETE FROM shift_close")
    assert said == ["At till A1 2 shifts are open at once."]


def test_a_z_that_is_left_out_leaves_a_gap_and_a_broken_tie(evening):
    said = found(evening, drawer.zs, "DELETE FROM day_close WHERE number = 1")
    assert said[0] == "Z 2 of till A1 follows Z 0: one is gone."
    assert "Z 2 of till A1 does not tie the one before" in said[1]


def test_figures_that_are_changed_break_the_tie_though_they_add_up(evening):
    said = found(
        evening, drawer.zs, """UPDATE day_close SET figures = replace(figures, 'Meena', 'Nobody') WHERE number = 1"""
    )
    assert "Z 1 of till A1 does not tie" in said[0]


def rewritten(shop, number, change):
    """Change a Z's figures and make every hash from there on anew, as somebody who knows how would."""
    statements, previous = [], None
    for at, told, before, own in shop.db.rows(
        "SELECT number, figures, previous, hash FROM day_close WHERE number >= ? ORDER BY number", (number,)
    ):
        figures = json.loads(told)
        if at == number:
            change(figures)
        text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = before if previous is None else previous
        new = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        statements.append((
            "UPDATE day_close SET figures = ?, previous = ?, hash = ? WHERE number = ? AND hash = ?",
            (text, previous, new, at, own),
        ))  # fmt: skip
        previous = new
    return statements


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.update(payable=it["payable"] - 100_00), "Z 1 of till A1 does not add up: payable is"),
        (lambda it: it["by_rate"][-1].update(cgst=1), "Z 1 of till A1, by rate 1800/0 does not add up"),
        (lambda it: it["by_method"][0].update(taken=1), "Z 1 of till A1, by method cash does not add up"),
        (lambda it: it.update(perpetual=1), "Z 1 of till A1 does not add up: payable is"),
        (lambda it: it.update(day="2036-11-22"), "Z 1 of till A1 does not add up: day is"),
    ],
)  # fmt: skip
def test_a_z_is_recounted_from_the_bills_of_its_day(change, said, evening):
    assert list(drawer.zs(evening.db)) == []
    assert said in found(evening, drawer.zs, *rewritten(evening, 1, change))[0]


def test_a_z_says_how_often_the_drawer_was_opened_without_a_sale(evening):
    assert list(drawer.zs(evening.db)) == []
    said = found(evening, drawer.zs, "DELETE FROM drawer_opening WHERE kind = 'reason'")
    assert "Z 1 of till A1 says how often the drawer was opened without a sale: 2. The books say 1." in said


def test_a_bill_slipped_into_a_closed_day_does_not_agree_with_its_z(evening):
    said = found(
        evening, drawer.zs, "UPDATE sale SET business_date = 20361123 WHERE business_date = 20361124 AND state = 'done'"
    )
    assert "Z 1 of till A1 does not add up: payable is" in said[0]


def test_a_day_closed_twice_is_named(evening):
    said = found(
        evening, drawer.zs, "DROP INDEX day_close_day", "UPDATE day_close SET business_date = 20361123 WHERE number = 2"
    )
    assert "Z 2 of till A1 closes a day that was closed before." in said


def test_the_invoice_for_small_sales_equals_its_tokens(evening):
    assert list(drawer.consolidated(evening.db)) == []
    change = "UPDATE consolidated SET taxable = taxable - 100, payable = payable - 100 WHERE bills > 1"
    said = found(evening, drawer.consolidated, change)
    assert "The invoice A1/3637/S00001 for small sales does not add up: taxable is" in said[0]
    change = "UPDATE consolidated SET bills = bills + 1 WHERE bills = 1"
    assert any('bills is "2"' in one or "bills is 2" in one for one in found(evening, drawer.consolidated, change))


def test_the_invoice_for_small_sales_is_of_their_kind_of_their_year_and_of_a_closed_day(evening):
    said = found(evening, drawer.consolidated, "UPDATE consolidated SET kind = 'BILL OF SUPPLY'")
    assert any("kind is" in one for one in said)
    said = found(evening, drawer.consolidated, "UPDATE consolidated SET number = 'A1/3536/S00009' WHERE bills = 1")
    assert any("number is" in one for one in said)
    said = found(evening, drawer.consolidated, "UPDATE consolidated SET seq = 1 WHERE bills = 1")
    assert any("belongs to no day that was closed" in one for one in said)


def test_a_token_that_stands_on_no_invoice_or_on_another_day_s_is_named(evening):
    first_of, second_of = evening.db.rows("SELECT number, first, last FROM consolidated ORDER BY number")
    said = found(evening, drawer.consolidated, ("UPDATE consolidated SET first = ? WHERE number = ?",
                                                (first_of[2], second_of[0])))  # fmt: skip
    assert any("names other tokens than those of its day" in one for one in said)
    said = found(evening, drawer.consolidated, ("DELETE FROM consolidated WHERE number = ?", (second_of[0],)))
    assert f"No invoice stands for the token {second_of[2]}." in said
    said = found(evening, drawer.consolidated, "UPDATE consolidated SET first = 'A1/3637/T99999'")
    assert any("names other tokens than those of its day" in one for one in said)


def test_a_token_for_what_needs_an_invoice_is_found_when_the_bills_are_priced_again(evening):
    evening.settings.set("small_sales", "number")
    time.sleep(0)
    assert audit(evening.db).agrees
    evening.sales.gives_tokens = True
    evening.sales._is_token = lambda _header, _reckoning: True
    evening.sales.sell(["2*1001"], CASH)
    assert first(evening).sentence.endswith("is a token, but the law wants an invoice for it.")
