"""Small sales: numbered by default; where the shop chose tokens, one tax invoice a day stands for them, never both."""

import pytest

from shoppos.base.errors import Refused
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.shop.credit_notes import Refund
from shoppos.shop.return_view import Give
from tests.shop.day_hands import CASH, SMALL_GOODS, shop_on, sold


@pytest.fixture
def shop(folder, clock):
    with shop_on(folder, clock, SMALL_GOODS) as shop:
        shop.settings.set("small_sales", "consolidate")
        yield shop


def test_by_default_every_sale_is_numbered(shop):
    shop.settings.set("small_sales", "number")
    assert sold(shop, "1") == "A1/2627/000001"
    assert shop.days.close().invoices == ()
    assert shop.db.row("SELECT count(*) FROM consolidated") == (0,)


@pytest.mark.parametrize(
    ("lines", "how", "token"),
    [
        (("1",), {}, True), (("19*1", "1@9.49"), {}, True), (("20*1",), {}, False), (("19*1", "1@9.50"), {}, False),
        (("1", "3"), {}, True), (("3",), {}, True), (("1",), {"customer_phone": "9812345678"}, True),
        (("1",), {"gstin": "29AABCR1718E1ZL"}, False), (("1",), {"state": "29"}, False),
        (("19*1",), {"shipping": 20_00}, False), (("25*1",), {"discount": "60"}, True),
    ],
)  # fmt: skip
def test_a_token_is_given_below_two_hundred_rupees_where_no_invoice_is_wanted(lines, how, token, shop):
    """rules.md 1: value < Rs 200, an unregistered recipient; 200.00 exactly is not less than 200."""
    number = sold(shop, *lines, **how)
    assert ("/T" in number) == token
    found = bill.load(shop.db, number)
    assert (found.kind == "TOKEN") == token
    assert (found.payable < 200_00) >= token
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize("scheme", ["composition", "unregistered"])
def test_a_shop_that_takes_no_gst_gives_no_tokens(scheme, shop):
    shop.settings.set_profile(scheme=scheme, **({"gstin": ""} if scheme == "unregistered" else {}))
    assert sold(shop, "1") == "A1/2627/000001"


def test_on_a_screen_too_but_not_for_an_order(shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1")
    assert shop.sales.checkout(sale, CASH).numbers == ("A1/2627/T00001",)
    card = shop.customers.add("Anil Kumar", "9812345678", address="4 Lake View, Pune", pin_code="411001", state="27")
    order = shop.orders.begin(customer_id=card.id).id
    shop.orders.set(order, pay_by="cod", backorder=True)
    shop.orders.enter(order, "1")
    shop.orders.confirm(order, sure=True)
    shop.dispatching.dispatch(order, sure=True)
    assert shop.db.row("SELECT number, kind FROM sale WHERE number IS NOT NULL ORDER BY made_at DESC, seq DESC") == (
        "A1/2627/000001", "TAX INVOICE"
    )  # fmt: skip


def test_the_close_writes_one_invoice_that_is_the_sum_of_the_tokens(shop, clock):
    numbers = [sold(shop, "1", "2"), sold(shop, "3*1"), sold(shop, "1", "3"), sold(shop, "2*2")]
    big = sold(shop, "20*2")
    shop.sales.void(numbers[1], "wrong")
    clock.set("2026-11-23 21:00")
    done = shop.days.close()
    assert (big, done.invoices) == ("A1/2627/000001", ("A1/2627/S00001",))
    row = shop.db.row(
        "SELECT number, business_date, first, last, bills, taxable, cgst, sgst, igst, cess, round_off, payable "
        "FROM consolidated"
    )
    papers = [bill.load(shop.db, number) for number in numbers if number != numbers[1]]
    sums = [sum(getattr(one, name) for one in papers)
            for name in ("taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable")]  # fmt: skip
    assert row == (done.invoices[0], 20261123, numbers[0], numbers[3], 3, *sums)
    it = shop.days.z(1).reading
    assert (it.bills, it.tokens, it.first, it.last, it.first_token, it.last_token, it.consolidated) == (
        5, 4, big, big, numbers[0], numbers[3], done.invoices[0]
    )  # fmt: skip
    assert it.net == sum(sums[-1:]) + 900_00
    assert audit(shop.db).faults == ()


def test_each_day_has_its_own_and_a_late_token_is_on_the_next(shop, clock):
    sold(shop, "1")
    clock.set("2026-11-23 21:00")
    first = shop.days.close().invoices
    late = sold(shop, "1")
    clock.set("2026-11-24 12:00")
    sold(shop, "2")
    clock.set("2026-11-24 21:00")
    second = shop.days.close().invoices
    assert (first, second) == (("A1/2627/S00001",), ("A1/2627/S00002",))
    assert shop.db.rows("SELECT first, bills FROM consolidated ORDER BY number") == [("A1/2627/T00001", 1), (late, 2)]
    clock.set("2026-11-25 21:00")
    assert shop.days.close().invoices == ()
    assert audit(shop.db).faults == ()


def test_where_every_token_was_cancelled_there_is_no_invoice(shop):
    shop.sales.void(sold(shop, "1"), "wrong")
    assert shop.days.close().invoices == ()
    assert audit(shop.db).faults == ()


OF_DAYS = "SELECT number, business_date, first, last, bills FROM consolidated ORDER BY business_date"


@pytest.mark.parametrize("closed_before", [True, False])
def test_each_day_that_nobody_closed_gets_its_own_invoice(closed_before, shop, clock):
    """s.31(3)(b): a consolidated tax invoice at the close of each day."""
    if closed_before:
        shop.days.close()
    clock.set("2026-11-24 12:00")
    first = [sold(shop, "1"), sold(shop, "2")]
    clock.set("2026-11-25 12:00")
    second = sold(shop, "1")
    clock.set("2026-11-25 21:00")
    done = shop.days.close()
    assert shop.db.rows(OF_DAYS) == [
        ("A1/2627/S00001", 20261124, *first, 2), ("A1/2627/S00002", 20261125, second, second, 1)
    ]  # fmt: skip
    assert [shop.days.z(number).reading.consolidated for number in done.numbers][-1] == "A1/2627/S00002"
    assert audit(shop.db).faults == ()


def test_tokens_of_two_financial_years_stand_on_an_invoice_of_each(shop, clock):
    for day in ("2027-03-30", "2027-03-31", "2027-04-01"):
        clock.set(f"{day} 12:00")
        sold(shop, "1")
    shop.sales.sell(["20*2"], CASH)
    clock.set("2027-04-01 21:00")
    shop.days.close()
    assert [row[:2] for row in shop.db.rows(OF_DAYS)] == [
        ("A1/2627/S00001", 20270330), ("A1/2627/S00002", 20270331), ("A1/2728/S00001", 20270401)
    ]  # fmt: skip
    assert audit(shop.db).faults == ()


def test_closed_after_midnight_the_invoice_is_of_the_day_of_its_tokens_though_a_bill_was_made_since(shop, clock):
    shop.settings.set("day_start", 0)
    clock.set("2026-10-31 21:00")
    token = sold(shop, "1")
    clock.set("2026-11-01 00:10")
    assert sold(shop, "20*2") == "A1/2627/000001"
    clock.set("2026-11-01 00:21")
    shop.days.close()
    assert shop.db.rows(OF_DAYS) == [("A1/2627/S00001", 20261031, token, token, 1)]
    assert audit(shop.db).faults == ()


def test_goods_of_a_token_come_back_by_a_credit_note(shop, clock):
    number = sold(shop, "3*1")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "broken")
    clock.set("2026-11-23 21:00")
    shop.days.close()
    assert shop.db.row("SELECT payable FROM consolidated") == (30_00,)
    assert shop.sales.void(number, "all") == ("A1/2627/C00002",)
    with pytest.raises(Refused):
        shop.sales.void(number, "again")
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize("paper", ["58", "80", "A5"])
def test_a_tokens_paper_calls_itself_a_token_and_no_invoice(paper, shop):
    number = sold(shop, "1", "2")
    (sale_id,) = shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))
    words = encode(page_for(shop.db, "bill", sale_id, {}, paper), "text").decode()
    assert "TOKEN" in words
    assert "INVOICE" not in words.upper()
    assert number in words
