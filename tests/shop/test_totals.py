"""The totals are written in each document's own transaction, and always are what its bills come to."""

import pytest

from shoppos.base.errors import Refused
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.shop.order_taking import confirmed
from tests.shop.plain_totals import kept, reckoned
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def costly(shop: Shop) -> Shop:
    """A shop that knows what some of its goods have cost."""
    shop.catalogue.add(ProductForm("5001", "Ghee 1 l", 60000, cost=48033, rate=500, hsn="0405", stock=50_000))
    shop.catalogue.add(
        ProductForm("5002", "Cola 300 ml", 4000, cost=2150, rate=4000, cess_rate=1200, hsn="2202", stock=50_000)
    )
    return shop


def same(shop: Shop) -> bool:
    for now, should in zip(kept(shop), reckoned(shop), strict=True):
        assert now == should
        assert now
    return True


def test_a_bill_is_added_up_in_its_own_hour_and_for_who_sold_it(costly: Shop):
    costly.sales.sell(["2*1001", "1002", ".75*2001", "3*5001/10", "5002", "3001"], CASH, discount="5%", shipping=4000)
    assert same(costly)
    (row,) = costly.db.rows("SELECT bills, lines, costed > 0, cost, employee_id FROM sale_total")
    assert row == (1, 6, 1, 3 * 48033 + 2150, costly.db.employee)
    costly.sales.sell(["1001"], [Tender("cash", 100_00), Tender("upi", reference="412345678901")])
    costly.sales.sell(["1001", "2001"], [Tender("cash", 500_00)], gstin="29AABCR1718E1ZL", discount="7")
    assert same(costly)
    assert dict(costly.db.rows("SELECT method, bills FROM method_total")) == {"cash": 4, "upi": 1}


def test_a_cancelled_bill_and_a_credit_note_take_off_on_their_own_day(folder, costly: Shop):
    first = costly.sales.sell(["2*1001", "5001"], CASH).numbers[0]
    second = costly.sales.sell(["1002", "2*5002"], [Tender("card")]).numbers[0]
    clock = SetClock("2026-01-01 10:00")
    clock.stands = costly.db.clock.ms() + 86_400_000
    later = Shop.open(folder, clock=clock)
    later.sales.void(first, "wrong goods")
    later.returns.take(second, {2: Give(1000)}, Refund("cash"), "broken", exchange=["3001"])
    assert same(later)
    days = later.db.rows("SELECT day, sum(bills), sum(voids), sum(notes), sum(off_cost) FROM sale_total GROUP BY day")
    assert [row[1:] for row in days] == [(2, 0, 0, 0), (1, 1, 1, 48033 + 2150)]
    assert later.db.row("SELECT bills, amount < 0 FROM method_total WHERE method = 'cash' ORDER BY day DESC") == (1, 1)
    later.close()


def test_goods_without_their_bill_are_taken_off_too(costly: Shop):
    costly.sales.sell(["1003"], CASH)
    costly.settings.set("returns", {"no_bill": "allow"})
    costly.returns.take_without(["1003", "5001"], Refund("cash"), "no bill")
    assert same(costly)


def test_an_order_is_added_up_when_it_leaves_and_not_before(costly: Shop):
    order = confirmed(costly, "2*1001", "4*5002", shipping=4000)
    assert costly.db.rows("SELECT 1 FROM sale_total") == []
    costly.dispatching.dispatch(order, lines={1: 2000, 2: 1000})
    assert same(costly)
    assert costly.db.rows("SELECT method, bills FROM method_total") == [("cod", 1)]


def test_what_is_not_done_leaves_no_trace_in_the_totals(costly: Shop):
    costly.sales.sell(["1001"], CASH)
    before = kept(costly)
    with pytest.raises(Refused):
        costly.sales.sell(["1001"], [Tender("khata")])
    assert kept(costly) == before


def test_a_bill_adds_by_four_statements_however_long_it_is(costly: Shop):
    asked = list[str]()
    costly.db.raw.set_trace_callback(asked.append)
    costly.sales.sell([f"{n}*{code}" for n in (1, 2) for code in ("1001", "1002", "1003", "5001", "5002")], CASH)
    costly.db.raw.set_trace_callback(None)
    into = [sql.split()[2] for sql in asked if sql.startswith("INSERT INTO") and "_total " in sql]
    assert len(set(into)) == 4
    assert into.count("item_total") == 5
    assert into.count("tax_total") == len(costly.db.rows("SELECT 1 FROM tax_total"))
    assert not [sql for sql in asked if "_total" in sql and not sql.startswith("INSERT INTO")]
    assert same(costly)
