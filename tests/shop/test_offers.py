"""Offers on the counter's lines, on the bill and in the books."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.reports.audit import audit
from shoppos.reports.bill import load
from shoppos.reports.explain import explain
from shoppos.rules.offers import COUNT, GET, PERCENT, Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.offers import minutes
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock


def of(shop: Shop, code: str) -> Choice:
    hit = shop.catalogue.find_code(code)
    return Choice(products=frozenset({hit.product_id.hex()}))


def buy_two_get_one(shop: Shop) -> bytes:
    return shop.offers.add(Offer(b"", "", GET, of=of(shop, "1002"), buy=2, get=1))


def test_buy_two_get_one_takes_the_third_off_and_says_so(shop: Shop):
    buy_two_get_one(shop)
    sale = shop.sales.on_screen().id
    view = shop.sales.enter(sale, "3*1002").view
    assert (view.payable, view.lines[0].offer) == (20_00, "Buy 2 get 1 free: -₹10.00")
    assert shop.sales.enter(sale, "-").view.lines[0].offer == ""


def test_what_an_offer_took_off_stands_on_the_bill_and_agrees_with_the_journal(shop: Shop):
    offer = buy_two_get_one(shop)
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "6*1002")
    shop.sales.enter(sale, "1001")
    done = shop.sales.checkout(sale, [Tender("cash")])
    assert done.payable == 190_00
    assert shop.db.rows("SELECT line, offer_id, said, amount FROM line_offer") == [
        (1, offer, "Buy 2 get 1 free", 20_00)
    ]
    assert shop.db.row("SELECT disc, disc_amount, gross FROM sale_line WHERE line = 1") == (20_00, 20_00, 60_00)
    assert audit(shop.db).agrees


def test_tax_is_on_what_is_paid_and_not_on_what_an_offer_took_off(shop: Shop):
    shop.offers.add(Offer(b"", "", PERCENT, of=of(shop, "3001"), off=1000))
    shop.sales.sell(["3001"], [Tender("cash")])
    assert shop.db.row("SELECT taxable, cgst, sgst FROM sale") == (360_00, 32_40, 32_40)


def test_the_better_of_an_offer_and_a_discount_by_hand_holds_and_is_named(shop: Shop):
    offer = buy_two_get_one(shop)
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "3*1002").view.payable == 20_00
    view = shop.sales.enter(sale, "/1").view
    assert (view.payable, view.lines[0].disc) == (20_00, 10_00)
    assert view.lines[0].offer == "Buy 2 get 1 free: -₹10.00 (better than the -₹0.30 typed)"
    larger = shop.sales.enter(sale, "/50").view
    assert (larger.payable, larger.lines[0].offer) == (15_00, "")
    shop.sales.enter(sale, "/1")
    assert shop.sales.checkout(sale, [Tender("cash")]).payable == 20_00
    assert shop.sales.sell(["3*1002/1"], [Tender("cash")]).payable == 20_00
    assert shop.db.rows("SELECT offer_id, amount FROM line_offer") == [(offer, 10_00)] * 2
    assert shop.db.rows("SELECT disc_rate, disc_amount, disc FROM sale_line") == [(0, 10_00, 10_00)] * 2
    assert audit(shop.db).agrees


def test_undo_brings_the_offer_back_as_it_was(shop: Shop):
    buy_two_get_one(shop)
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "3*1002")
    shop.sales.enter(sale, "*2")
    assert shop.sales.undo(sale).payable == 20_00


def test_an_offer_runs_in_its_hours_and_on_its_days_only(folder, shop: Shop):
    everything = Offer(b"", "Happy hour", PERCENT, off=5000, hours=(minutes("17:00"), minutes("19:00")))
    shop.offers.add(everything)
    shop.close()
    for hour, payable in ((16, 10_00), (17, 5_00), (18, 5_00), (19, 10_00)):
        then = Shop.open(folder, clock=SetClock(f"2026-11-23T{hour}:30:00+05:30"))
        sale = then.sales.on_screen().id
        assert then.sales.enter(sale, "1002").view.payable == payable, hour
        then.sales.abandon(sale)
        then.close()


def test_an_offer_that_was_ended_takes_nothing_off(shop: Shop):
    offer = buy_two_get_one(shop)
    shop.offers.end(offer)
    assert shop.sales.enter(shop.sales.on_screen().id, "3*1002").view.payable == 30_00
    with pytest.raises(NotFound):
        shop.offers.end(offer)


def test_an_offer_is_read_back_as_it_was_made(shop: Shop):
    made = Offer(
        b"", "Tea and biscuits", GET, of=Choice(categories=frozenset({"Tea"})), buy=1, get=2, also=of(shop, "1002"),
        off=5000, stacks=True, since=20260401, until=20270331, days=frozenset({6, 7}), hours=(1020, 1200),
    )  # fmt: skip
    made_id = shop.offers.add(made)
    (read,) = shop.offers.all()
    assert read.id == made_id
    assert {f: getattr(read, f) for f in Offer.__slots__ if f != "id"} == {
        f: getattr(made, f) for f in Offer.__slots__ if f != "id"
    }


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (Offer(b"", "", GET, buy=0, get=1), "buy"),
        (Offer(b"", "", COUNT, count=1, price=10_00), "count"),
        (Offer(b"", "", PERCENT, off=0), "off"),
        (Offer(b"", "", "gift"), "kind"),
        (Offer(b"", "", PERCENT, off=100, since=20270101, until=20260101), "until"),
    ],
)
def test_an_offer_that_lacks_something_is_refused_by_its_field(offer, field, shop: Shop):
    with pytest.raises(InvalidInput) as refused:
        shop.offers.add(offer)
    assert refused.value.field == field


def test_the_bill_says_what_each_offer_took_off(shop: Shop):
    buy_two_get_one(shop)
    done = shop.sales.sell(["3*1002"], [Tender("cash")])
    bill = load(shop.db, done.numbers[0])
    assert (bill.lines[0].offer, bill.lines[0].disc) == ("Buy 2 get 1 free", 10_00)
    assert "less ₹10.00 by the offer Buy 2 get 1 free" in explain(bill)[0]
