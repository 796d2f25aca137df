"""An open sale: rung up, changed, refused, taken back, held and brought back."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, ShopError
from shoppos.base.journal import body_of
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock


@pytest.fixture
def sale(shop: Shop) -> bytes:
    """The sale on screen with soap and biscuits."""
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.enter(sale, "2*1002")
    return sale


def test_nothing_is_written_before_the_first_thing_is_rung_up(shop: Shop):
    assert shop.sales.on_screen().lines == ()
    assert shop.db.row("SELECT count(*) FROM sale") == (0,)


def test_the_same_thing_again_is_one_more_of_it(shop: Shop, sale):
    view = shop.sales.enter(sale, "8901030865275").view
    assert [(line.code, line.quantity) for line in view.lines] == [("1001", 2000), ("1002", 2000)]


def test_a_thing_at_another_price_stands_on_a_line_of_its_own(shop: Shop, sale):
    view = shop.sales.enter(sale, "1001@140").view
    assert [(line.code, line.price) for line in view.lines] == [("1001", 15000), ("1002", 1000), ("1001", 14000)]
    assert shop.sales.enter(sale, "1001").view.lines[0].quantity == 2000


def test_commands_act_on_the_chosen_line_else_on_the_last(shop: Shop, sale):
    assert shop.sales.enter(sale, "*5").view.lines[1].quantity == 5000
    assert shop.sales.enter(sale, "*3", line=1).view.lines[0].quantity == 3000
    assert shop.sales.enter(sale, "+", line=1).view.lines[0].quantity == 4000
    assert shop.sales.enter(sale, "=120", line=1).view.lines[0].price == 12000


def test_one_less_of_the_last_one_takes_the_line_off(shop: Shop, sale):
    view = shop.sales.enter(sale, "-", line=1).view
    assert [line.code for line in view.lines] == ["1002"]


@pytest.mark.parametrize(
    ("typed", "payable"),
    [("/10", 168_00), ("-5", 165_00), ("//10", 153_00), ("--20", 150_00), ("=9", 168_00), ("/10-1", 167_00)],
)
def test_a_discount_comes_off_and_undo_gives_it_back(typed, payable, shop: Shop, sale):
    assert shop.sales.enter(sale, typed).view.payable == payable
    assert shop.sales.undo(sale).payable == 170_00


def test_a_fifth_of_a_kilo_by_its_weight(shop: Shop, sale):
    view = shop.sales.enter(sale, "0.2*2001").view
    assert (view.lines[-1].quantity, view.lines[-1].amount) == (200, 33_60)


@pytest.mark.parametrize("typed", ["-21", "--171", "/101", "@-1", "*0", "*-2"])
def test_what_would_fall_below_zero_is_refused_and_changes_nothing(typed, shop: Shop, sale):
    before = shop.sales.view(sale)
    with pytest.raises((InvalidInput, Refused, NotFound)):
        shop.sales.enter(sale, typed)
    assert shop.sales.view(sale) == before


def test_fewer_of_a_discounted_thing_never_leave_a_bill_that_cannot_be_shown(shop: Shop, sale):
    shop.sales.enter(sale, "-15")
    with pytest.raises(Refused, match="discount of line 2"):
        shop.sales.enter(sale, "*1")
    assert shop.sales.view(sale).payable == 155_00


def test_a_line_that_carries_the_bills_discount_cannot_be_taken_off_before_it(shop: Shop, sale):
    shop.sales.enter(sale, "--100")
    with pytest.raises(Refused, match="more than the bill"):
        shop.sales.remove(sale, 1)
    shop.sales.enter(sale, "--0")
    assert shop.sales.remove(sale, 1).view.payable == 20_00


def test_a_discount_on_an_emptied_bill_waits_for_the_next_line(shop: Shop, sale):
    shop.sales.enter(sale, "--5")
    shop.sales.set_shipping(sale, 10_00)
    shop.sales.remove(sale, 1)
    assert shop.sales.remove(sale, 2).view.payable == 0
    assert shop.sales.enter(sale, "1002").view.payable == 15_00


def test_many_pieces_are_asked_about_once(shop: Shop, sale):
    with pytest.raises(Doubtful):
        shop.sales.enter(sale, "1000*1002")
    assert shop.sales.enter(sale, "1000*1002", sure=True).view.lines[1].quantity == 1_002_000


def test_a_name_gives_what_it_finds_and_picking_takes_what_was_typed(shop: Shop, sale):
    found = shop.sales.enter(sale, "3*parle")
    assert [hit.code for hit in found.hits] == ["1002"]
    assert found.view.lines[1].quantity == 2000
    assert shop.sales.pick(sale, "3*parle", found.hits[0].product_id).view.lines[1].quantity == 5000


def test_an_unknown_code_is_sold_at_once_by_name_and_price(shop: Shop, sale):
    view = shop.sales.add_new(sale, code="8909999999994", name="Agarbatti", price=45_00, rate=500).view
    assert (view.lines[-1].name, view.payable) == ("Agarbatti", 215_00)
    assert shop.catalogue.show("8909999999994").form.rate == 500


def test_a_failed_new_item_leaves_neither_item_nor_line(shop: Shop, sale):
    with pytest.raises(InvalidInput):
        shop.sales.add_new(sale, code="77", name="", price=1)
    assert shop.catalogue.find_code("77") is None
    assert shop.sales.view(sale).items == 2


def test_a_label_of_the_shops_scale_is_read_by_its_pattern(shop: Shop, sale):
    shop.settings.set("scale_patterns", [["weight", "21IIIIIWWWWWC", 3]])
    before = shop.sales.view(sale).items
    with pytest.raises(NotFound):
        shop.sales.enter(sale, "2199999007504")
    assert shop.sales.view(sale).items == before


def test_the_customer_stands_on_the_bill_with_their_gstin(shop: Shop, sale):
    buyer = shop.customers.add("Hotel Ashok", "9812345678", gstin="29AABCR1718E1ZL")
    view = shop.sales.set_customer(sale, buyer.id)
    assert (view.customer.name, view.place) == ("Hotel Ashok", "29")
    assert shop.sales.set_customer(sale, None).place == "27"


def test_a_gstin_is_checked_before_it_stands_on_a_bill(shop: Shop, sale):
    with pytest.raises(InvalidInput, match="GSTIN"):
        shop.sales.set_gstin(sale, "29AABCR1718E1ZX")
    assert shop.sales.set_gstin(sale, "29aabcr1718e1zl").place == "29"


def test_a_state_must_be_one(shop: Shop, sale):
    with pytest.raises(InvalidInput):
        shop.sales.set_state(sale, "98")
    assert shop.sales.set_state(sale, "29").place == "29"


def test_undo_goes_back_step_by_step_to_the_empty_bill(shop: Shop, sale):
    for typed in ("/10", "*7", "2001", "--5"):
        shop.sales.enter(sale, typed)
    shop.sales.remove(sale, 1)
    shop.sales.set_note(sale, "red bag")
    seen = []
    while shop.sales.view(sale).can_undo:
        seen.append(shop.sales.undo(sale).payable)
    assert seen[-2:] == [150_00, 0]
    assert len(seen) == 8
    with pytest.raises(Refused, match="nothing to take back"):
        shop.sales.undo(sale)


def test_an_empty_sale_is_not_held(shop: Shop):
    with pytest.raises((Refused, NotFound)):
        shop.sales.hold(shop.sales.on_screen().id)


def test_held_sales_are_known_by_note_customer_or_number(shop: Shop):
    for note, customer in (("red bag", None), ("", "Anil"), ("", None)):
        sale = shop.sales.on_screen().id
        shop.sales.enter(sale, "1001")
        if customer:
            shop.sales.set_customer(sale, shop.customers.add(customer).id)
        shop.sales.hold(sale, note)
    assert [held.label for held in shop.sales.held()] == ["red bag", "Anil", "Held 3"]
    assert shop.sales.on_screen().held == 3


def test_a_bill_emptied_and_left_is_not_counted_as_held(shop: Shop):
    first = shop.sales.on_screen().id
    shop.sales.enter(first, "1001")
    second = shop.sales.hold(first).id
    shop.sales.enter(second, "1002")
    shop.sales.remove(second, 1)
    assert shop.sales.recall(first).held == 0
    assert shop.sales.held() == []


def test_an_abandoned_sale_uses_no_number_and_cannot_come_back(shop: Shop, sale):
    shop.sales.abandon(sale)
    with pytest.raises(Refused, match="finished"):
        shop.sales.recall(sale)
    assert shop.sales.sell(["1001"], [Tender("cash")]).numbers[0].endswith("/000001")


def test_a_paid_sale_is_changed_no_more(shop: Shop, sale):
    shop.sales.checkout(sale, [Tender("cash")])
    for act in (
        lambda: shop.sales.enter(sale, "1001"),
        lambda: shop.sales.remove(sale, 1),
        lambda: shop.sales.set_note(sale, "x"),
        lambda: shop.sales.hold(sale),
        lambda: shop.sales.abandon(sale),
    ):
        with pytest.raises(Refused, match="finished"):
            act()


def test_the_pay_panel_is_kept_with_its_sale_alone(shop: Shop, sale):
    shop.sales.stage(sale, {"method": "upi", "amount": 17000})
    assert shop.sales.on_screen().panel == {"method": "upi", "amount": 17000}
    assert shop.sales.hold(sale).panel == {}
    assert shop.sales.recall(sale).panel == {}


def test_a_thousand_more_are_asked_about_like_a_thousand(shop: Shop, sale):
    with pytest.raises(Doubtful):
        shop.sales.enter(sale, "+1234567")
    assert shop.sales.view(sale).lines[1].quantity == 2000
    many = shop.sales.enter(sale, "+1234567", sure=True).view.lines[1].quantity
    assert many == 1_234_569_000
    assert shop.sales.change_quantity(sale, 2, -1000).view.lines[1].quantity == many - 1000


def test_a_thousand_of_a_new_item_are_asked_about_before_it_is_made(shop: Shop, sale):
    new = {"code": "77", "name": "Tea", "price": 1, "quantity": 1_000_000}
    with pytest.raises(Doubtful):
        shop.sales.add_new(sale, **new)
    assert shop.catalogue.find_code("77") is None
    assert shop.sales.add_new(sale, **new, sure=True).view.lines[-1].quantity == 1_000_000


def test_a_held_sale_that_has_no_price_any_more_is_still_on_the_list(folder):
    clock = SetClock("2026-07-15 12:00")
    shop = Shop.open(folder, clock=clock)
    tea = shop.catalogue.add(ProductForm("1", "Tea", 10_00, rate=500))
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1")
    shop.sales.hold(sale, "Asha")
    shop.catalogue.set_rate(tea, 20260716, 500, 0, 50_00)  # a cess above the price itself
    clock.go_on(days=1)
    assert [(held.label, held.payable, held.lines) for held in shop.sales.held()] == [("Asha", 0, 1)]
    with pytest.raises(ShopError):
        shop.sales.recall(sale)
    assert shop.sales.on_screen().lines == ()
    clock.go_on(days=-1)
    assert shop.sales.recall(sale).payable == 10_00
    shop.close()


def test_a_sale_held_at_another_till_stays_there_and_its_bill_names_the_till_that_made_it(shop: Shop, folder):
    shop.tills.add("B1")
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.hold(sale)
    back = Shop.open(folder, till="B1")
    with pytest.raises(Refused, match="till A1"):
        back.sales.recall(sale)
    assert back.sales.on_screen().lines == ()
    number = back.sales.checkout(sale, [Tender("cash")]).numbers[0]
    assert number.startswith("B1/")
    assert audit(back.db).faults == ()
    back.close()


def test_a_state_that_was_chosen_stays_when_a_customer_is_named(shop: Shop, sale):
    asha = shop.customers.add("Asha", "9876500001", address="5 Tilak Road", state="07")
    ravi = shop.customers.add("Ravi", "9876500002", address="7 Tilak Road", state="24")
    shop.sales.set_state(sale, "29")
    assert shop.sales.set_customer(sale, asha.id).state == "29"
    assert shop.sales.set_customer(sale, asha.id, with_address=True).state == "29"
    assert shop.sales.set_customer(sale, None).state == "29"
    shop.sales.set_state(sale, "")
    assert shop.sales.set_customer(sale, asha.id, with_address=True).state == "07"
    assert shop.sales.set_customer(sale, ravi.id, with_address=True).state == "24"
    assert shop.sales.set_customer(sale, ravi.id).state == ""


def test_a_note_stays_out_of_the_chain(shop: Shop, sale):
    shop.sales.set_note(sale, "Asha 9876500001")
    shop.sales.hold(sale)
    shop.sales.recall(sale)
    shop.sales.checkout(sale, [Tender("cash")])
    told = b"".join(body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    assert b"Asha" not in told
    assert shop.db.row("SELECT note FROM sale WHERE id = ?", (sale,)) == ("Asha 9876500001",)
    assert audit(shop.db).faults == ()
