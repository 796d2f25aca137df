"""The audit of the totals: whoever changes one, or a bill under them, is found, and the row is named in words."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from shoppos.reports.audit import audit, totals
from shoppos.reports.audit.span import give_way
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.reports.test_audit import attack, first
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def counted(folder):
    """A shop with bills of two months, one cancelled and one brought back."""
    clock = SetClock("2026-10-31 18:20")
    shop = Shop.open(folder, clock=clock)
    shop.sales.add_new(shop.sales.on_screen().id, code="1001", name="Surf", price=15000)
    shop.sales.checkout(shop.sales.on_screen().id, CASH)
    number = shop.sales.sell(["2*1001"], [Tender("card")]).numbers[0]
    clock.set("2026-11-02 09:05")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "torn")
    shop.sales.void(shop.sales.sell(["1001"], CASH).numbers[0], "wrong")
    assert audit(shop.db).faults == ()
    yield shop
    shop.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE sale_total SET payable = payable + 100 WHERE day = 20261031",
            "The total of 31-10-2026 from 18:00, till A1, Meena does not add up: what was to pay is ₹451.00,",
        ),
        (
            "UPDATE sale_total SET hour = 10 WHERE day = 20261102",
            "The total of 02-11-2026 from 9:00, till A1, Meena is missing, though bills make it.",
        ),
        (
            "UPDATE method_total SET amount = amount - 1 WHERE method = 'card'",
            "The total of 31-10-2026 paid by card, till A1 does not add up: the amount is ₹299.99, it should be",
        ),
        (
            "UPDATE method_total SET method = 'upi' WHERE method = 'card'",
            "The total of 31-10-2026 paid by card, till A1 is missing, though bills make it.",
        ),
        (
            "INSERT INTO method_total VALUES (20261102, 'A1', 'upi', 1, 100)",
            "The total of 02-11-2026 paid by upi, till A1 is kept, but no bill makes it.",
        ),
        (
            "UPDATE item_total SET quantity = quantity + 1000 WHERE month = 202611",
            "The total of item 1001 in 11-2026 does not add up: the quantity is 0, it should be -1.",
        ),
        ("DELETE FROM item_total WHERE month = 202610", "The total of item 1001 in 10-2026 is missing"),
        (
            "UPDATE tax_total SET taxable = 0 WHERE month = 202610",
            "The tax total of 10-2026, HSN -, PCS, 0 %, place 27 does not add up: the taxable value is ₹0.00",
        ),
        ("INSERT INTO tax_total SELECT 202701, 0, '27', 0, 'nil', 0, 0, '', 'KG', 0, 0, 0, 0, 0, 0", "of 01-2027"),
    ],
)
def test_a_total_changed_is_named(counted, statement, said):
    attack(counted, statement)
    found = audit(counted.db, most=9).faults
    assert {fault.kind for fault in found} <= {"sum", "missing", "unknown"}
    assert said in found[0].sentence


def test_a_bill_changed_is_named_before_the_totals_that_no_longer_fit_it(counted):
    attack(counted, "UPDATE payment SET method = 'cash' WHERE method = 'card'")
    assert first(counted).kind == "row"
    assert [fault.where for fault in audit(counted.db, most=9).faults][-2:] == [
        "The total of 31-10-2026 paid by card, till A1", "The total of 31-10-2026 paid by cash, till A1",
    ]  # fmt: skip


def test_the_recount_is_told_as_it_goes_on_and_may_be_left_off(counted):
    seen = list[tuple[int, int]]()
    verdict = audit(counted.db, lambda done, every: seen.append((done, every)))
    assert seen[-1] == (verdict.entries + 4, verdict.entries + 4)
    assert [done for done, _every in seen] == sorted(done for done, _every in seen)

    def stop(done: int, every: int) -> None:
        if done == every:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        audit(counted.db, stop)
    assert not counted.db.raw.in_transaction


@pytest.mark.skipif(not hasattr(os, "nice"), reason="only where the system knows how to go second")
def test_other_processes_let_the_counter_go_first():
    with ProcessPoolExecutor(1, get_context("spawn"), give_way) as pool:
        assert pool.submit(os.nice, 0).result() == min(os.nice(0) + 10, 19)


def test_all_cores_find_the_same_row(counted):
    attack(counted, "UPDATE method_total SET amount = amount + 1 WHERE method = 'card'")
    bills = list[int]()
    alone = list(totals.check(counted.db))
    assert [fault.where for fault in alone] == ["The total of 31-10-2026 paid by card, till A1"]
    assert list(totals.check(counted.db, bills.append, many=1)) == alone
    assert bills == [2, 2]
