"""Who calls, where their goods go, what that costs, and what they always take."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taken import ANIL, product


def test_a_caller_is_known_by_four_digits_a_number_or_a_name(shop: Shop, anil: bytes, order: bytes):
    shop.customers.set_terms(anil, likes="Filter coffee", tags=("vip",))
    shop.sales.sell(["1002"], [Tender("khata")], customer_phone=ANIL)
    for typed in ("5678", ANIL, "+91 98123 45678", "anil"):
        caller = shop.orders.caller(typed)
        assert caller.customer
        assert caller.customer.id == anil
    assert [one.number for one in caller.orders] == [shop.orders.view(order).number]
    assert caller.orders[0].items == 2
    assert [one.payable for one in caller.bills] == [10_00]
    assert (caller.owes, caller.terms.likes, caller.terms.tags) == (10_00, "Filter coffee", ("vip",))
    assert caller.addresses[0].card.address == "4 Lake View, Pune"


def test_several_who_could_be_calling_are_offered(shop: Shop, anil: bytes):
    shop.customers.add("Bina", "9000005678")
    caller = shop.orders.caller("5678")
    assert caller.customer is None
    assert {one.name for one in caller.found} == {"Anil Kumar", "Bina"}
    new = shop.orders.caller("98989 89898")
    assert (new.customer, new.found, new.phone) == (None, (), "9898989898")
    assert shop.orders.caller("").customer is None


def test_the_card_the_goods_go_to_is_on_the_bill_and_decides_the_place_of_supply(shop: Shop, anil: bytes, order: bytes):
    made = shop.customers.add_address(anil, "9 MG Road, Bengaluru", label="Office", pin_code="560001", state="29")
    view = shop.orders.set(order, personal_id=made.personal_id)
    assert (view.card.address, view.sale.place, view.sale.with_address) == ("9 MG Road, Bengaluru", "29", True)
    assert [one.label for one in view.addresses] == ["", "Office"]
    view = shop.orders.set(order, way="pickup")
    assert (view.sale.place, view.sale.with_address) == ("27", False)
    with pytest.raises(NotFound):
        shop.orders.set(order, personal_id=b"x" * 16)


def test_a_new_address_is_kept_on_the_card_or_beside_it(shop: Shop, anil: bytes, order: bytes):
    place = shop.orders.place("560001")
    assert (place.state, place.districts, place.known) == ("29", ("Bengaluru Urban",), True)
    view = shop.orders.address(order, "9 MG Road", pin_code="560001", town="Bengaluru", label="Office")
    assert (view.card.address, view.card.state, view.card.phone) == ("9 MG Road, Bengaluru", "29", ANIL)
    assert shop.customers.card(anil).address == "4 Lake View, Pune"
    assert len(shop.customers.addresses(anil)) == 1
    view = shop.orders.address(order, "1 Bengaluru Palace Road", town="Bengaluru")
    assert view.card.address == "1 Bengaluru Palace Road", "a town that stands there already is not said twice"
    with pytest.raises(InvalidInput) as refused:
        shop.orders.address(order, " ")
    assert refused.value.field == "address"


def test_a_name_goes_on_the_callers_card(shop: Shop):
    order = shop.orders.begin(phone="9898989898").id
    view = shop.orders.rename(order, "Zoya Shaikh")
    assert (view.customer.name, view.card.name) == ("Zoya Shaikh", "Zoya Shaikh")
    assert shop.customers.by_phone("9898989898").name == "Zoya Shaikh"


def test_another_customer_takes_their_prices_along(shop: Shop, anil: bytes, order: bytes):
    bina = shop.customers.add("Bina", "9000001234").id
    cheap = shop.prices.add("Wholesale")
    shop.prices.set(cheap, product(shop, "1001"), 140_00)
    shop.customers.set_terms(bina, list_id=cheap)
    view = shop.orders.set(order, customer_id=bina)
    assert (view.customer.id, view.sale.customer.id, view.sale.lines[0].price) == (bina, bina, 140_00)
    with pytest.raises(Refused):
        shop.orders.undo(order)


def test_money_stays_with_who_paid_it_when_the_order_becomes_another_customers(shop: Shop, anil: bytes, order: bytes):
    bina = shop.customers.add("Bina", "9000001234").id
    shop.advances.take(order, Tender("cash", 100_00))
    with pytest.raises(Doubtful, match=r"has paid ₹100\.00 for order A1/2627/O00001"):
        shop.orders.set(order, customer_id=bina)
    assert shop.orders.view(order).customer.id == anil
    view = shop.orders.set(order, sure=True, customer_id=bina)
    assert (view.customer.id, view.paid) == (bina, 0)
    assert (shop.customers.get(anil).owes, shop.customers.get(bina).owes) == (-100_00, 0)
    shop.advances.take(order, Tender("upi", 50_00))
    with pytest.raises(Refused, match=r"₹50\.00 of order A1/2627/O00001 are said to be paid by Bina"):
        shop.orders.set(order, sure=True, customer_id=anil)


def test_delivery_costs_what_the_shop_has_set_and_what_is_typed_stays(shop: Shop, order: bytes):
    shop.settings.set("delivery", {"charge": 40_00, "free_from": 500_00, "pins": {"560": 90_00}})
    view = shop.orders.set_quantity(order, 1, 1000).view
    assert (view.sale.shipping, view.payable) == (0, 212_00), "the rule came when the order was begun already"
    view = shop.orders.set(order, shipping=40_00)
    assert shop.orders.set_quantity(order, 1, 2000).view.sale.shipping == 40_00
    assert shop.orders.set_quantity(order, 1, 3000).view.sale.shipping == 0, "free from 500 on"
    assert shop.orders.set_quantity(order, 1, 2000).view.sale.shipping == 40_00
    assert shop.orders.address(order, "9 MG Road, Bengaluru", pin_code="560001").sale.shipping == 90_00
    assert shop.orders.set(order, way="pickup").sale.shipping == 0
    assert shop.orders.set(order, way="delivery").sale.shipping == 90_00
    shop.orders.set(order, shipping=0)
    assert shop.orders.enter(order, "1002").view.sale.shipping == 0, "a charge that was let off stays off"


def test_a_fresh_order_is_charged_from_its_first_line_and_the_undo_takes_the_charge_too(shop: Shop, anil: bytes):
    shop.settings.set("delivery", {"charge": 40_00, "free_from": 0, "pins": {}})
    order = shop.orders.begin(phone=ANIL).id
    assert shop.orders.enter(order, "1001").view.payable == 190_00
    assert shop.orders.undo(order).view.sale.shipping == 0


def test_terms_are_checked_by_name(shop: Shop, order: bytes):
    view = shop.orders.set(
        order, promised=20991231, slot="10-12", pay_by="cod", note="Ring twice", language="hi", channel="counter"
    )
    assert (view.promised, view.slot, view.pay_by, view.note) == (20991231, "10-12", "cod", "Ring twice")
    for wrong in (
        {"promised": 20200101}, {"promised": 20991301}, {"pay_by": "beads"}, {"pay_by": "advance"},
        {"pay_by": "points"}, {"language": "xx"}, {"way": "boat"}, {"colour": "red"}, {"shipping": -1},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            shop.orders.set(order, **wrong)
    assert shop.orders.begin(phone=ANIL).language == "hi", "spoken to as last time"


def test_the_goods_they_always_take_come_at_todays_prices(shop: Shop, anil: bytes):
    shop.sales.sell(["2*1001@5", "1003", "3*1002"], [Tender("cash")], customer_phone=ANIL)
    shop.catalogue.change(product(shop, "1003"), price=65_00)
    shop.catalogue.retire(product(shop, "1002"))
    order = shop.orders.begin(phone=ANIL).id
    entered = shop.orders.repeat_last(order)
    assert [(line.code, line.quantity, line.price, line.disc) for line in entered.view.sale.lines] == [
        ("1001", 2000, 150_00, 0), ("1003", 1000, 65_00, 0),
    ]  # fmt: skip
    assert entered.message == "No longer sold: Parle-G 100 g."


def test_who_never_ordered_has_nothing_to_repeat(shop: Shop):
    order = shop.orders.begin(phone="9898989898").id
    with pytest.raises(Refused):
        shop.orders.repeat_last(order)


def test_the_last_order_counts_before_it_is_billed(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    again = shop.orders.begin(phone=ANIL).id
    entered = shop.orders.repeat_last(again)
    assert [line.code for line in entered.view.sale.lines] == ["1001", "1003"]
    assert entered.view.doubts == (f"Order {shop.orders.view(order).number} of this customer is open still.",)


def test_an_order_follows_its_customer_to_the_card_theirs_has_joined(shop: Shop, anil: bytes, order: bytes):
    shop.orders.confirm(order)
    kept = shop.customers.add("Anil K.", "9000001234", address="1 Hill Road, Pune").id
    shop.merging.merge(kept, anil)
    view = shop.orders.view(order)
    assert (view.customer.id, view.card.address) == (kept, "4 Lake View, Pune"), "the goods go where it was said"
    assert view.addresses[0].card.address == "1 Hill Road, Pune"
    assert shop.orders.set(order, personal_id=view.addresses[0].personal_id).card.address == "1 Hill Road, Pune"
    again = shop.orders.begin(phone=ANIL)
    assert again.customer.id == kept
    assert [one.id for one in shop.orders.caller("1234").orders] == [again.id, order]
    shop.orders.enter(again.id, "1001")
    assert "is open still" in shop.orders.view(again.id).doubts[0]


def test_the_last_order_is_repeated_whole_in_however_many_parcels_it_left(shop: Shop, anil: bytes):
    order = shop.orders.begin(phone=ANIL).id
    for line in ("2*1001", "1003", "3*1002"):
        shop.orders.enter(order, line)
    shop.orders.confirm(order, sure=True)
    first = shop.dispatching.dispatch(order, lines={1: 2000, 3: 1000}, carrier="Raju", sure=True)
    second = shop.dispatching.dispatch(order, carrier="Raju", sure=True)
    shop.dispatching.deliver(first.parcel_id, refused={1: 1000}, tenders=[Tender("cash")])
    assert repeated(shop) == {"1001": 2000, "1002": 3000, "1003": 1000}
    shop.dispatching.bring_back(second.parcel_id, "nobody there")
    assert repeated(shop) == {"1001": 2000, "1002": 3000, "1003": 1000}, "a part of it was kept"


def test_what_came_back_whole_is_neither_last_nor_got(shop: Shop, anil: bytes):
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone=ANIL)
    order = shop.orders.begin(phone=ANIL).id
    shop.orders.enter(order, "1003")
    shop.orders.confirm(order, sure=True)
    parcel = shop.dispatching.dispatch(order, carrier="Raju", sure=True).parcel_id
    shop.dispatching.deliver(parcel, refused={1: 1000})
    assert repeated(shop) == {"1001": 1000}
    again = shop.orders.begin(phone=ANIL, key=new_id()).id
    assert shop.orders.enter(again, "1003").view.doubts == ()


def repeated(shop: Shop) -> dict[str, int]:
    """What comes when the last order is repeated, forgotten again."""
    order = shop.orders.begin(phone=ANIL, key=new_id()).id
    lines = shop.orders.repeat_last(order).view.sale.lines
    shop.orders.cancel(order, "only tried")
    return {line.code: line.quantity for line in lines}
