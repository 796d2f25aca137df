"""Couriers: by which link a parcel is followed, and which numbers can be theirs."""

import json
from pathlib import Path

import pytest

from shoppos.rules import couriers
from shoppos.rules.couriers import DEFAULTS, S10, Courier

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text("utf-8"))


def test_a_shop_begins_with_the_links_that_are_known():
    known = {one.name: one.template for one in DEFAULTS}
    assert known == {one["courier"]: one["template"] for one in VECTORS["courier_tracking"]}


@pytest.mark.parametrize("told", VECTORS["s10"], ids=lambda told: told["number"])
def test_a_number_of_the_post_has_a_check_digit(told):
    fault = couriers.awb_fault(Courier("India Post", "", S10), couriers.spelled(told["number"]))
    assert (fault == "") == told["valid_check_digit"]


def test_other_couriers_numbers_are_taken_as_they_are():
    assert couriers.awb_fault(Courier("Delhivery"), "EM123456784IN") == ""
    assert couriers.awb_fault(None, "EM123456784IN") == ""


def test_a_parcel_is_followed_by_its_number_where_the_link_has_a_place_for_it():
    delhivery, post = couriers.named(DEFAULTS, "delhivery"), couriers.named(DEFAULTS, "INDIA POST")
    assert delhivery.deep
    assert delhivery.link("12 3/4") == "https://www.delhivery.com/track/package/12%203%2F4"
    assert not post.deep
    assert post.link("CM123456706IN") == post.template
    assert Courier("Ravi").link("1") == ""


def test_a_number_has_one_spelling():
    assert couriers.spelled(" cm 1234 5670 6in\n") == "CM123456706IN"


def test_what_a_setting_holds_is_read_as_it_was_written():
    own = (Courier("Ravi Transport", "https://x.in/{awb}", S10), Courier("Bus"))
    assert couriers.read(couriers.write(own)) == own
    assert couriers.read([{"name": " "}, {"name": "A", "check": "odd"}]) == (Courier("A"),)
