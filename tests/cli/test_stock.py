"""Stock by command: what is on hand, why it changed."""

import pytest


def test_a_stock_card_tells_what_came_and_went(stocked):
    number = stocked("sell", "3*1001", "--pay", "cash", "--json").json["number"]
    assert stocked("stock", "move", "1001", "-2.5", "--reason", "damaged", "--json").json["on_hand"] == "44.5"
    assert stocked("stock", "move", "8901030865275", "+1", "--reason", "found", "--json").json["on_hand"] == "45.5"
    card = stocked("stock", "show", "1001", "--json").json
    assert (card["on_hand"], card["low"], card["unit"]) == ("45.5", "5", "PCS")
    assert [(move["kind"], move["quantity"], move["number"] or move["reason"]) for move in card["moves"]] == [
        ("adjust", "1", "found"), ("adjust", "-2.5", "damaged"), ("sale", "-3", number), ("opening", "50", ""),
    ]  # fmt: skip
    assert "45.5 PCS on hand" in stocked("stock", "show", "1001").out


def test_stock_that_was_never_counted_is_not_a_zero(stocked):
    assert stocked("stock", "show", "1002", "--json").json["on_hand"] is None
    assert "was never counted" in stocked("stock", "show", "1002").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("1001", "5"), 2), (("1001", "0", "--reason", "x"), 1), (("1001", "many", "--reason", "x"), 1),
        (("9999", "5", "--reason", "x"), 1), (("1001", "5", "--reason", " "), 1),
    ],
)  # fmt: skip
def test_a_move_needs_an_item_a_quantity_and_a_reason(stocked, words, code):
    assert stocked("stock", "move", *words).code == code
    assert stocked("stock", "show", "1001", "--json").json["on_hand"] == "50"


@pytest.mark.parametrize("act", ["use", "damage"])
def test_more_than_is_on_hand_is_taken_off_only_by_who_is_sure(stocked, act):
    refused = stocked("stock", act, "1001", "51", "--reason", "x")
    assert refused.code == 1
    assert "Only 50 of Surf Excel 1 kg are on hand." in refused.err
    assert "--sure" in refused.err
    assert stocked("stock", "show", "1001", "--json").json["on_hand"] == "50"
    assert stocked("stock", act, "1001", "50", "--reason", "x", "--json").json["on_hand"] == "0"
    assert stocked("stock", act, "1001", "1", "--reason", "x", "--sure", "--json").json["on_hand"] == "-1"
    assert stocked("keep", "set", "1001", "--policy", "allow").code == 0
    assert stocked("stock", act, "1001", "1", "--reason", "x", "--json").json["on_hand"] == "-2"


def test_a_sale_of_more_than_lies_in_the_shop_says_where_the_rest_is(stocked):
    assert stocked("stock", "transfer", "1001", "10", "--to", "Godown").code == 0
    fits = stocked("sell", "40*1001", "--pay", "cash", "--json").json
    assert not any("lie in" in said for said in fits.get("warnings", []))
    assert stocked("stock", "move", "1001", "35", "--reason", "found").code == 0
    said = stocked("sell", "40*1001", "--pay", "cash", "--json").json["warnings"]
    assert "Only 35 of Surf Excel 1 kg are in the shop itself. 10 lie in Godown." in said


def test_goods_are_not_carried_from_a_place_that_is_none(stocked):
    stocked("stock", "transfer", "1001", "10", "--to", "Godown")
    refused = stocked("stock", "transfer", "1001", "1", "--from", "Attic")
    assert refused.code == 1
    assert "There is no place called Attic." in refused.err
    assert "the shop, Godown" in refused.err
    assert "Only 10 lie in Godown." in stocked("stock", "transfer", "1001", "11", "--from", "godown").err
