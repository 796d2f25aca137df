"""What a shop promises and what it spends: an estimate sold, one ordered, one lapsed; a week of expenses."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.base.errors import Doubtful, Refused
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import expenses as spent
from shoppos.reports import questions
from shoppos.reports.audit import audit
from shoppos.reports.report import Period
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ANIL, ASHA, BUTTER, DAL, PARLE, SURF, on_hand, opened, promised
from tests.stories.plain_orders import wrong_with

CASH = [Tender("cash")]


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 09:30")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    shop = opened(folder, clock)
    yield shop
    shop.close()


def costs_now(shop: Shop, code: str, price: int) -> None:
    hit = shop.catalogue.find_code(code)
    assert hit is not None
    shop.catalogue.change(hit.product_id, price=price)


def paper(shop: Shop, estimate: bytes) -> str:
    return encode(page_for(shop.db, "estimate", estimate, {}, "80"), "text").decode()


def test_an_estimate_becomes_a_sale(shop: Shop, clock: SetClock):
    # Asha asks what a month of goods would cost. Somebody else is being served meanwhile.
    counter = shop.sales.on_screen().id
    shop.sales.enter(counter, PARLE)
    estimate = shop.estimates.begin(ASHA).id
    for line in (f"4*{SURF}", f"10*{DAL}", f"30*{PARLE}"):
        shop.estimates.enter(estimate, line)
    shop.estimates.discount_bill(estimate, rate=500)
    before = on_hand(shop)
    view = shop.estimates.keep(estimate, 20261130)
    promised_sum = 2_451_00  # 600 + 1,680 + 300 less 5 %
    assert view.sale.payable == promised_sum
    assert "2,451.00" in paper(shop, estimate)
    assert on_hand(shop) == before
    assert promised(shop) == {}
    assert shop.sales.on_screen().id == counter
    assert shop.sales.held() == []

    # The counter goes on; the price of Surf goes up; a week later Asha comes with her paper.
    shop.sales.checkout(counter, CASH)
    clock.set("2026-11-30 18:45")
    costs_now(shop, SURF, 158_00)
    sale = shop.estimates.to_sale(shop.estimates.find("1"))
    assert (sale.payable, sale.customer.name) == (promised_sum, "Asha Kulkarni")
    assert [line.price for line in sale.lines] == [150_00, 168_00, 10_00]

    # She takes one more packet, which costs what it costs today, and pays.
    sale = shop.sales.enter(sale.id, SURF).view
    assert [(line.code, line.quantity, line.price) for line in sale.lines if line.code == SURF] == [
        (SURF, 4_000, 150_00), (SURF, 1_000, 158_00),
    ]  # fmt: skip
    done = shop.sales.checkout(sale.id, CASH)
    assert done.payable == 2_601_00  # and 158 less 5 %
    assert shop.estimates.view(estimate).became == done.numbers[0]
    assert on_hand(shop)[SURF] == before[SURF] - 5_000
    assert "2,451.00" in paper(shop, estimate), "the paper of then still says what was promised then"
    with pytest.raises(Refused, match="became bill"):
        shop.estimates.to_sale(estimate)
    assert wrong_with(shop) == []
    assert audit(shop.db, most=9).faults == ()


def test_an_estimate_becomes_an_order(shop: Shop, clock: SetClock):
    # Anil wants it brought. There are only three of butter: an estimate does not mind, an order does.
    estimate = shop.estimates.begin(ANIL).id
    for line in (f"2*{SURF}", f"5*{BUTTER}"):
        shop.estimates.enter(estimate, line)
    view = shop.estimates.keep(estimate, 20261201)
    assert any("Only 3 of Amul Butter" in said for said in view.sale.warnings)
    costs_now(shop, SURF, 158_00)
    clock.set("2026-11-25 10:00")
    order = shop.estimates.to_order(estimate, way="delivery", channel="phone")
    assert shop.orders.view(order).payable == view.sale.payable == 610_00
    with pytest.raises(Refused, match="Butter"):
        shop.orders.confirm(order, sure=True)
    (butter,) = [line.no for line in shop.orders.view(order).sale.lines if line.code == BUTTER]
    shop.orders.set_quantity(order, butter, 3_000)
    shop.orders.confirm(order, sure=True)
    assert promised(shop) == {SURF: 2_000, BUTTER: 3_000}
    assert shop.orders.view(order).agreed == 486_00
    shop.dispatching.pack_all(order)
    shop.dispatching.dispatch(order)
    (row,) = shop.estimates.list()
    assert (row.state, row.became) == ("ordered", shop.orders.view(order).number)
    assert wrong_with(shop) == []
    assert audit(shop.db, most=9).faults == ()


def test_an_estimate_lapses(shop: Shop, clock: SetClock):
    # Nobody comes for it. Two days after its day somebody does, and dal is dearer now.
    estimate = shop.estimates.begin(ASHA).id
    shop.estimates.enter(estimate, f"20*{DAL}")
    shop.estimates.keep(estimate, 20261128)
    other = shop.estimates.begin(ANIL).id
    shop.estimates.enter(other, f"10*{DAL}")
    shop.estimates.keep(other, 20261128)
    clock.set("2026-11-28 21:00")
    assert {row.state for row in shop.estimates.list()} == {"open"}, "its last day counts"
    clock.set("2026-11-30 10:00")
    assert {row.state for row in shop.estimates.list("lapsed")} == {"lapsed"}
    costs_now(shop, DAL, 175_00)
    with pytest.raises(Doubtful, match=r"valid until 28-11-2026.*3,360\.00.*3,500\.00"):
        shop.estimates.to_sale(estimate)
    # The owner keeps the word given to Asha; Anil pays what it costs today; both bills add up.
    assert shop.sales.checkout(shop.estimates.to_sale(estimate, prices="promised").id, CASH).payable == 3_360_00
    assert shop.sales.checkout(shop.estimates.to_sale(other, prices="today").id, CASH).payable == 1_750_00
    assert {row.state for row in shop.estimates.list()} == {"sold"}
    assert wrong_with(shop) == []
    assert audit(shop.db, most=9).faults == ()


def test_expenses_of_a_week(shop: Shop, clock: SetClock):
    # Monday: rent by the bank, tea in cash. Every day tea; on Wednesday the auto is written down twice.
    drawer = 0
    shop.expenses.spend("Rent", 25_000_00, method="netbanking", paid_to="Joshi & Sons", reference="N22031")
    wrong = b""
    for day in range(23, 29):
        clock.set(f"2026-11-{day} 17:00")
        shop.sales.sell([f"2*{SURF}"], CASH)
        shop.expenses.spend("Tea and snacks", 120_00, paid_to="Ramu")
        drawer += 300_00 - 120_00
        if day == 25:
            shop.expenses.spend("Transport", 450_00, paid_to="Auto, from the mandi")
            wrong = shop.expenses.spend("Transport", 450_00, paid_to="Auto, from the mandi")
            drawer -= 900_00
    # On Saturday the second is taken back: its cash is in the drawer again, and both stay in the books.
    shop.expenses.take_back(wrong, "Written down twice")
    drawer += 450_00
    week = Period(dt.date(2026, 11, 23), dt.date(2026, 11, 29))
    rows = shop.expenses.list(week)
    assert sum(row.amount for row in rows) == 25_000_00 + 6 * 120_00 + 450_00
    assert spent.by_category(rows) == [
        ("Rent", 1, 25_000_00), ("Tea and snacks", 6, 720_00), ("Transport", 1, 450_00),
    ]  # fmt: skip
    (cash,) = shop.db.row(
        "SELECT (SELECT sum(amount) FROM payment WHERE method = 'cash') "
        "+ (SELECT sum(iif(kind = 'in', amount, -amount)) FROM cash_movement)"
    )
    assert cash == drawer
    report = questions.ask(shop.db, "expenses", week)
    assert "₹26,170.00 spent" in report.finding
    assert "most on Rent, ₹25,000.00" in report.finding
    assert questions.ask(shop.db, "expenses", week, method="cash").figures[0].value == 1_170_00
    assert wrong_with(shop) == []
    assert audit(shop.db, most=9).faults == ()
