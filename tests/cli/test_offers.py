"""Offers and price lists by command."""

import pytest


def test_an_offer_is_made_seen_sold_and_ended(stocked):
    made = stocked("offers", "add", "--of", "1001", "--buy", "2", "--get", "1", "--json").json
    assert (made["name"], made["kind"]) == ("Buy 2 get 1 free", "get")
    assert stocked("offers", "list", "--json").json[0]["runs"] is True
    bill = stocked("sell", "3*1001", "--pay", "cash", "--json").json
    assert (bill["lines"][0]["offer"], bill["lines"][0]["disc"]) == ("Buy 2 get 1 free", "150.00")
    assert stocked("offers", "end", made["id"]).code == 0
    assert stocked("offers", "list").out.strip() == "There are no offers."
    assert stocked("offers", "end", "zz").code == 1


def test_three_for_a_price_and_a_happy_hour_are_told_as_they_were_made(stocked):
    stocked("offers", "add", "--count", "3", "--price", "100", "--name", "Three for 100")
    stocked("offers", "add", "--off", "10", "--hours", "17:00-19:30", "--days", "67", "--least", "500")
    three, hour = stocked("offers", "list", "--json").json
    assert (three["name"], three["count"], three["price"]) == ("Three for 100", 3, "100.00")
    assert (hour["off"], hour["hours"], hour["days"], hour["least"]) == ("10", ["17:00", "19:30"], [6, 7], "500.00")


@pytest.mark.parametrize("words", [("--buy", "2"), ("--count", "1"), ("--off", "0"), ("--off", "5", "--days", "8")])
def test_half_an_offer_is_refused(stocked, words):
    assert stocked("offers", "add", *words).code == 1


def test_a_price_list_is_made_filled_shown_and_ended(stocked):
    assert stocked("pricelists", "add", "Wholesale").code == 0
    assert stocked("pricelists", "set", "wholesale", "1001", "90", "--from", "10").code == 0
    assert stocked("pricelists", "show", "Wholesale", "--json").json[0]["price"] == "90.00"
    assert stocked("pricelists", "for-all", "Wholesale").code == 0
    assert stocked("pricelists", "list", "--json").json == [
        {"name": "Wholesale", "prices": 1, "customers": 0, "for_all": True}
    ]
    assert stocked("sell", "10*1001", "--pay", "cash", "--json").json["lines"][0]["price"] == "90.00"
    assert stocked("pricelists", "unset", "Wholesale", "1001", "--from", "10").code == 0
    assert stocked("pricelists", "show", "Wholesale").out.strip() == "It has no prices yet."
    assert stocked("pricelists", "for-all").code == 0
    assert stocked("pricelists", "end", "Wholesale").code == 0
    assert stocked("pricelists", "show", "Wholesale").code == 1


def test_many_items_are_shown_changed_and_taken_back(stocked):
    before = stocked("items", "show", "1001", "--json").json["price"]
    dry = stocked("items", "edit", "--all", "--price=-10%", "--round", "1", "--dry-run", "--json").json
    assert dry["import_id"] is None
    assert stocked("items", "show", "1001", "--json").json["price"] == before
    done = stocked("items", "edit", "--all", "--price=-10%", "--round", "1", "--json").json
    assert stocked("items", "show", "1001", "--json").json["price"] == dry["items"][0]["new_price"] != before
    assert stocked("items", "undo", done["import_id"]).code == 0
    assert stocked("items", "show", "1001", "--json").json["price"] == before
    assert stocked("items", "edit", "--price", "+1").code == 1


def test_a_rate_hangs_on_the_price(stocked):
    assert (
        "18 % where one comes to more than 2,500.00" in stocked("items", "rate-by-price", "1001", "--above", "2500").out
    )
    assert stocked("items", "rate-by-price", "1001").code == 0


def test_a_bare_price_is_set_and_a_signed_one_changes_it(stocked):
    assert stocked("items", "edit", "--price", "8", "parle").code == 0
    assert stocked("items", "show", "1002", "--json").json["price"] == "8.00"
    assert stocked("items", "edit", "--price=+1.50", "parle").code == 0
    assert stocked("items", "show", "1002", "--json").json["price"] == "9.50"


def test_what_no_item_can_take_is_said_with_the_item_and_its_reason(stocked):
    refused = stocked("items", "edit", "--price", "990", "surf")
    assert refused.code == 1
    assert "Surf Excel 1 kg: Above the MRP (₹990.00)" in refused.err
    assert "No item is called so." in stocked("items", "edit", "--price", "5", "xqzvw").err
