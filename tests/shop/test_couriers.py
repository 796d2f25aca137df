"""The shop's own couriers, and the numbers they gave."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput
from shoppos.rules.couriers import DEFAULTS, S10, Courier
from shoppos.shop import Shop
from tests.shop.order_taking import confirmed


def test_a_shop_writes_its_own_list_over_the_usual_one(shop: Shop):
    couriers = shop.dispatching.couriers
    assert couriers.list() == DEFAULTS
    couriers.set([Courier("Professional", "https://pro.example/{awb}"), Courier("Post", "", S10)])
    assert [one.name for one in couriers.list()] == ["Professional", "Post"]
    assert couriers.link("professional", "AB 1") == "https://pro.example/AB%201"
    assert couriers.link("Delhivery", "1") == ""
    couriers.set([])
    assert couriers.list() == DEFAULTS


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ([Courier(" ")], "name"),
        ([Courier("A"), Courier("a")], "name"),
        ([Courier("A", "javascript:alert(1)")], "template"),
        ([Courier("A", "", "luhn")], "check"),
    ],
)
def test_what_cannot_be_a_courier_is_refused_by_its_field(shop: Shop, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        shop.dispatching.couriers.set(wrong)
    assert refused.value.field == field
    assert shop.dispatching.couriers.list() == DEFAULTS


def test_a_number_of_the_post_is_checked_and_spelled_in_one_way(shop: Shop):
    couriers = shop.dispatching.couriers
    assert couriers.checked("india post", "cm 123456706 in") == ("India Post", "CM123456706IN")
    with pytest.raises(InvalidInput, match="CM123456707IN is not a number of India Post") as refused:
        couriers.checked("India Post", "CM123456707IN")
    assert refused.value.field == "awb"
    assert "One of its digits is wrong" in refused.value.hint
    with pytest.raises(InvalidInput) as short:
        couriers.checked("India Post", "CM12345670IN")
    assert "nine digits and IN" in short.value.hint


def test_a_courier_who_is_not_on_the_list_is_asked_about_once(shop: Shop):
    couriers = shop.dispatching.couriers
    with pytest.raises(Doubtful, match="Indai Post is not on the list of couriers") as asked:
        couriers.checked("Indai Post", "CM123456707IN")
    assert asked.value.field == "courier"
    with pytest.raises(Doubtful, match="My Uncle is not on the list"):
        couriers.checked("My Uncle", "1")
    assert couriers.checked("My Uncle", "1", sure=True) == ("My Uncle", "1")


def test_the_same_number_twice_is_asked_about_once(shop: Shop):
    d = shop.dispatching
    first = confirmed(shop, "1001")
    d.dispatch(first, courier="Delhivery", awb="1490811")
    second = confirmed(shop, "1002", phone="9812345671")
    with pytest.raises(Doubtful, match="1490811 is the number of a parcel of order A1/2627/O00001 already"):
        d.dispatch(second, courier="Delhivery", awb="1490811")
    assert shop.orders.view(second).state == "confirmed"
    assert d.dispatch(second, courier="Delhivery", awb="1490811", sure=True).done.numbers


def test_the_bare_names_that_older_labels_left_in_the_settings_are_no_couriers(shop):
    shop.settings.set("couriers", ["DTDC", "Own boy"])
    assert shop.dispatching.couriers.list() == DEFAULTS
