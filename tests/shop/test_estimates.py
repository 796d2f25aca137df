"""Estimates: promised until a day, on no till's screen, and sold or ordered at the prices that were promised."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import estimates as told
from shoppos.reports.audit import audit
from shoppos.rules import offers
from shoppos.rules.offers import Offer
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ASHA, PARLE, SURF, opened

CASH = [Tender("cash")]
TIFFIN = "3001"


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 11:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    shop = opened(folder, clock)
    shop.catalogue.add(ProductForm(TIFFIN, "Steel Tiffin", 400_00, inclusive=False, rate=1800, hsn="7323"))
    yield shop
    shop.close()


def promised(shop: Shop, *lines: str, until: int = 20261201, **who: str) -> bytes:
    """An estimate of those lines with its number."""
    made = shop.estimates.begin(**who).id
    for line in lines:
        shop.estimates.enter(made, line)
    shop.estimates.keep(made, until)
    return made


def new_price(shop: Shop, code: str, price: int) -> None:
    hit = shop.catalogue.find_code(code)
    assert hit is not None
    shop.catalogue.change(hit.product_id, price=price)


def test_an_estimate_is_on_no_screen_and_not_held(shop: Shop, clock: SetClock):
    made = shop.estimates.begin().id
    view = shop.estimates.enter(made, f"2*{SURF}").view
    assert (view.number, view.state, view.sale.payable, view.sale.items) == ("", "open", 300_00, 1)
    counter = shop.sales.on_screen()
    assert counter.lines == ()
    assert counter.held == 0
    assert shop.sales.held() == []
    shop.sales.enter(counter.id, PARLE)
    assert shop.sales.on_screen().held == 0
    with pytest.raises(Refused, match="That is estimate"):
        shop.sales.recall(view.sale.id)
    with pytest.raises(Refused, match="That is estimate"):
        shop.sales.checkout(view.sale.id, CASH)
    with pytest.raises(Refused, match="That is estimate"):
        shop.sales.abandon(view.sale.id)


def test_nothing_is_reserved_and_no_stock_moves(shop: Shop, clock: SetClock):
    before = shop.db.rows("SELECT product_id, on_hand FROM stock ORDER BY product_id")
    promised(shop, f"40*{SURF}")
    assert shop.db.rows("SELECT product_id, on_hand FROM stock ORDER BY product_id") == before
    assert shop.db.row("SELECT count(*) FROM reservation") == (0,)


def test_the_number_is_drawn_when_it_is_promised(shop: Shop, clock: SetClock):
    draft = shop.estimates.begin().id
    shop.estimates.enter(draft, SURF)
    first = promised(shop, PARLE)
    assert shop.estimates.view(first).number == "A1/2627/E00001"
    shop.estimates.keep(draft, 20261130)
    assert shop.estimates.view(draft).number == "A1/2627/E00002"
    assert shop.estimates.keep(draft, 20261205).number == "A1/2627/E00002"  # once more: another day, no other number
    assert shop.db.rows("SELECT kind, copy_no FROM print_job") == [("estimate", 0), ("estimate", 0)]
    assert audit(shop.db).agrees


def test_by_default_it_holds_for_the_days_that_the_shop_chose(shop: Shop, clock: SetClock):
    made = shop.estimates.begin().id
    shop.estimates.enter(made, SURF)
    assert shop.estimates.keep(made).valid_until == 20261208
    shop.settings.set("estimate_days", 3)
    assert shop.estimates.begin().valid_until == 20261126


@pytest.mark.parametrize(("day", "words"), [(20261122, "has passed"), (20261131, "not a day"), (20400101, "so long")])
def test_nobody_promises_for_a_day_that_cannot_be(shop: Shop, clock: SetClock, day: int, words: str):
    made = shop.estimates.begin().id
    shop.estimates.enter(made, SURF)
    with pytest.raises(InvalidInput, match=words) as wrong:
        shop.estimates.keep(made, day)
    assert wrong.value.field == "valid_until"
    assert shop.estimates.view(made).number == ""


def test_an_empty_one_is_not_promised_and_is_taken_up_again(shop: Shop, clock: SetClock):
    made = shop.estimates.begin().id
    with pytest.raises(Refused, match="nothing on this estimate"):
        shop.estimates.keep(made)
    assert shop.estimates.begin(phone=ASHA).id == made
    view = shop.estimates.view(made)
    assert view.sale.customer is not None
    assert view.sale.customer.name == "Asha Kulkarni"
    key = new_id()
    assert shop.estimates.begin(key=key).id == shop.estimates.begin(key=key).id == key


def test_it_is_sold_as_promised_whatever_the_price_is_now(shop: Shop, clock: SetClock):
    made = promised(shop, f"3*{SURF}", f"2*{TIFFIN}", phone=ASHA)
    total = shop.estimates.view(made).sale.payable
    new_price(shop, SURF, 155_00)
    view = shop.estimates.to_sale(made)
    assert shop.sales.on_screen().id == view.id
    assert view.payable == total
    assert view.customer is not None
    assert view.customer.name == "Asha Kulkarni"
    assert shop.estimates.to_sale(made).id == view.id  # once more: the same bill
    done = shop.sales.checkout(view.id, CASH)
    assert done.payable == total
    assert shop.estimates.view(made).became == done.numbers[0]
    with pytest.raises(Refused, match=f"became bill {done.numbers[0]}"):
        shop.estimates.to_sale(made)
    assert [row.state for row in shop.estimates.list()] == ["sold"]
    assert audit(shop.db).agrees


def test_what_stood_on_the_screen_is_held(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    shop.sales.enter(shop.sales.on_screen().id, PARLE)
    view = shop.estimates.to_sale(made)
    assert view.held == 1
    assert [line.code for line in view.lines] == [SURF]


def test_after_its_day_it_is_asked_once_which_price_counts(shop: Shop, clock: SetClock):
    made = promised(shop, f"2*{SURF}", PARLE)
    new_price(shop, SURF, 155_00)
    clock.set("2026-12-02 10:00")
    assert [row.state for row in shop.estimates.list()] == ["lapsed"]
    with pytest.raises(Doubtful, match=r"₹150\.00 → ₹155\.00") as asked:
        shop.estimates.to_sale(made)
    assert asked.value.field == "prices"
    assert "₹310.00" in asked.value.message
    assert "₹320.00" in asked.value.message
    assert shop.sales.on_screen().lines == ()
    assert shop.estimates.to_sale(made, prices="today").payable == 320_00
    other = promised(shop, SURF, until=20261203)
    clock.set("2026-12-05 10:00")
    new_price(shop, SURF, 140_00)
    assert shop.estimates.to_sale(other, prices="promised").payable == 155_00


def test_a_lapsed_one_that_costs_the_same_is_not_asked_about(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    clock.set("2026-12-20 10:00")
    assert shop.estimates.to_sale(made).payable == 150_00


def test_what_an_offer_took_off_comes_off_when_it_runs_no_more(shop: Shop, clock: SetClock):
    offer = shop.offers.add(Offer(b"", "Ten off", offers.PERCENT, off=1000))
    made = promised(shop, f"2*{SURF}")
    assert shop.estimates.view(made).sale.payable == 270_00
    shop.offers.end(offer)
    assert shop.estimates.to_sale(made).payable == 270_00


def test_a_given_up_bill_can_be_sold_again_and_a_paid_one_not(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    first = shop.estimates.to_sale(made)
    assert [row.state for row in shop.estimates.list()] == ["at the till"]
    shop.sales.abandon(first.id)
    assert [row.state for row in shop.estimates.list()] == ["open"]
    again = shop.estimates.to_sale(made)
    assert again.id != first.id
    assert again.payable == first.payable
    assert audit(shop.db).agrees


def test_it_becomes_an_order_at_what_was_promised(shop: Shop, clock: SetClock):
    made = promised(shop, f"3*{SURF}", f"2*{PARLE}", phone=ASHA)
    total = shop.estimates.view(made).sale.payable
    new_price(shop, SURF, 155_00)
    order = shop.estimates.to_order(made)
    assert shop.estimates.to_order(made) == order
    view = shop.orders.view(order)
    assert (view.state, view.way, view.payable, view.customer.name) == ("taken", "pickup", total, "Asha Kulkarni")
    assert shop.estimates.view(made).became == view.number
    assert [row.state for row in shop.estimates.list()] == ["ordered"]
    with pytest.raises(Refused, match=f"became order {view.number}"):
        shop.estimates.to_sale(made)
    shop.orders.confirm(order)
    shop.orders.cancel(order, "Does not want it")
    assert shop.estimates.to_order(made) != order
    assert audit(shop.db).agrees


def test_an_order_of_nobody_asks_for_a_phone(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    with pytest.raises(InvalidInput) as asked:
        shop.estimates.to_order(made)
    assert asked.value.field == "phone"
    assert shop.orders.view(shop.estimates.to_order(made, phone=ASHA)).customer.phone == ASHA


def test_what_is_rung_up_at_the_counter_becomes_an_estimate(shop: Shop, clock: SetClock):
    counter = shop.sales.on_screen().id
    shop.sales.enter(counter, f"2*{SURF}")
    view = shop.estimates.of_sale(counter)
    assert view.sale.payable == 300_00
    assert shop.sales.on_screen().id != counter
    assert shop.sales.held() == []
    assert shop.estimates.of_sale(counter).id == view.id
    with pytest.raises(Refused, match="nothing on this bill"):
        shop.estimates.of_sale(shop.sales.on_screen().id)
    shop.estimates.keep(view.id)
    assert audit(shop.db).agrees


def test_what_is_changed_later_is_promised_anew(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    shop.estimates.enter(made, f"4*{PARLE}")
    shop.estimates.set_price(made, 1, 140_00)
    quote = told.load_by_id(shop.db, made)
    assert quote.bill.payable == 180_00 == shop.estimates.view(made).sale.payable
    assert shop.estimates.undo(made).view.sale.payable == 190_00
    assert told.load_by_id(shop.db, made).bill.payable == 190_00
    shop.estimates.remove(made, 2)
    with pytest.raises(Refused, match="Nothing would be left"):
        shop.estimates.remove(made, 1)
    assert audit(shop.db).agrees


def test_one_that_came_to_nothing_is_given_up_with_its_reason(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    with pytest.raises(InvalidInput) as wrong:
        shop.estimates.give_up(made)
    assert wrong.value.field == "reason"
    shop.estimates.give_up(made, "Bought elsewhere")
    shop.estimates.give_up(made, "Bought elsewhere")
    view = shop.estimates.view(made)
    assert (view.state, view.reason) == ("given up", "Bought elsewhere")
    for act in (shop.estimates.to_sale, shop.estimates.to_order, shop.estimates.keep, shop.estimates.undo):
        with pytest.raises(Refused):
            act(made)
    draft = shop.estimates.begin().id
    shop.estimates.enter(draft, SURF)
    shop.estimates.give_up(draft)
    assert [row.state for row in shop.estimates.list()] == ["given up", "given up"]
    assert audit(shop.db).agrees


def test_it_is_found_by_its_number_and_its_last_digits(shop: Shop, clock: SetClock):
    first, second = promised(shop, SURF), promised(shop, PARLE)
    assert shop.estimates.find("a1/2627/e00001") == first
    assert shop.estimates.find("E2") == shop.estimates.find("00002") == second
    for wrong in ("3", "E", "", "Surf"):
        with pytest.raises(NotFound):
            shop.estimates.find(wrong)


def test_its_figures_are_those_of_the_bill_that_comes_of_it(shop: Shop, clock: SetClock):
    shop.customers.add("Asha Traders", "9812345672", gstin="29AAGCB7383J1Z4", state="29")
    made = shop.estimates.begin(phone="9812345672").id
    for line in (f"3*{SURF}", f"2*{TIFFIN}", ".75*2001"):
        shop.estimates.enter(made, line)
    shop.estimates.discount_bill(made, amount=11_00)
    shop.estimates.keep(made)
    quote = told.load_by_id(shop.db, made).bill
    assert quote.inter_state
    assert quote.igst > 0
    assert quote.buyer is not None
    assert quote.buyer.gstin == "29AAGCB7383J1Z4"
    done = shop.sales.checkout(shop.estimates.to_sale(made).id, CASH)
    assert done.payable == quote.payable
    sums = shop.db.row("SELECT sum(taxable), sum(igst), sum(payable) FROM sale WHERE number IS NOT NULL")
    assert sums == (quote.taxable, quote.igst, quote.payable)


def test_words_of_it_are_never_in_the_journal(shop: Shop, clock: SetClock):
    made = promised(shop, SURF)
    shop.estimates.set_note(made, "for Asha's wedding")
    shop.estimates.give_up(made, "Asha went to Patil")
    bodies = b" ".join(bytes(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    assert b"wedding" not in bodies
    assert b"Patil" not in bodies


def inter_state(shop: Shop) -> bytes:
    """An estimate rung up for a buyer registered in another State, with its number."""
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, TIFFIN)
    shop.sales.set_gstin(sale, "29AABCR1718E1ZL")
    made = shop.estimates.of_sale(sale).id
    shop.estimates.set_note(made, "Engraving is extra")
    shop.estimates.keep(made, 20261201)
    return made


@pytest.mark.parametrize("way", ["pickup", "delivery"])
def test_an_order_of_an_estimate_keeps_the_gstin_and_the_state_it_was_promised_for(shop: Shop, way: str):
    order = shop.estimates.to_order(inter_state(shop), phone="9812345671", name="Anil", way=way)
    if way == "delivery":
        shop.orders.address(order, "12 MG Road", state="27")
        shop.orders.set(order, way="pickup")
    assert shop.orders.view(order).note == "Engraving is extra"
    shop.orders.confirm(order, sure=True)
    shop.dispatching.hand_over(order, CASH, sure=True)
    assert shop.db.rows("SELECT gstin, inter_state, cgst, igst FROM sale WHERE state = 'done'") == [
        ("29AABCR1718E1ZL", 1, 0, 72_00)
    ]
    assert audit(shop.db).faults == ()


def test_an_order_of_an_estimate_keeps_the_state_and_that_the_address_stands_on_it(shop: Shop):
    bina = shop.customers.add("Bina Rao", "9812345699", address="12 MG Road", state="29")
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, TIFFIN)
    shop.sales.set_customer(sale, bina.id, with_address=True)
    made = shop.estimates.of_sale(sale).id
    shop.estimates.keep(made, 20261201)
    order = shop.orders.view(shop.estimates.to_order(made))
    assert order.payable == 472_00
    shop.orders.confirm(order.id, sure=True)
    shop.dispatching.hand_over(order.id, CASH, sure=True)
    assert shop.db.rows("SELECT place, with_address, igst FROM sale WHERE state = 'done'") == [("29", 1, 72_00)]


def test_where_only_managers_make_estimates_nobody_else_changes_or_sells_one(shop: Shop):
    made = promised(shop, TIFFIN)
    shop.settings.set("rights", {"estimate": "manager"})
    shop.staff.set_pin(shop.staff.current.name, "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    before = shop.estimates.view(made)
    for act in (
        lambda: shop.estimates.set_price(made, 1, 1_00), lambda: shop.estimates.enter(made, PARLE),
        lambda: shop.estimates.set_customer(made, None), lambda: shop.estimates.set_note(made, "half price"),
        lambda: shop.estimates.to_order(made, phone=ASHA), lambda: shop.estimates.to_sale(made),
    ):  # fmt: skip
        with pytest.raises(Refused, match="Only a manager"):
            act()
    assert shop.estimates.view(made) == before
