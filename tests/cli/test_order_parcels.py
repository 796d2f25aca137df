"""Parcels of orders at the command line: who takes them, what comes back of them, and the money from the doors."""

import uuid

from shoppos.reports.audit import audit
from shoppos.shop import Shop
from tests.cli.conftest import ASHA


def key():
    return str(uuid.uuid4())


def test_a_parcel_needs_somebody_who_takes_it_and_goods_in_it(taken):
    assert taken("order", "confirm", 1).code == 0
    nobody = taken("order", "dispatch", 1, "--sure")
    assert nobody.code == 1
    assert "Nobody takes the parcel" in nobody.err
    empty = taken("order", "dispatch", 1, "--courier", "Delhivery")
    assert empty.code != 0
    assert "Nothing of order" in empty.err
    taken("order", "pack", 1)
    stranger = taken("order", "dispatch", 1, "--carrier", "Ravi")
    assert stranger.code != 0
    assert "Ravi does not work here" in stranger.err
    mistyped = taken("order", "dispatch", 1, "--courier", "Indai Post", "--awb", "CM123456707IN")
    assert mistyped.code != 0
    assert "Is it India Post?" in mistyped.err
    assert taken("order", "show", 1, "--json").json["bills"] == []
    assert taken("order", "dispatch", 1, "--carrier", "Ravi", "--sure").code == 0


def test_a_part_leaves_now_and_the_rest_in_its_own_parcel(taken):
    taken("order", "confirm", 1)
    first = taken("order", "dispatch", 1, "1*1001", "--carrier", "Ravi", "--sure", "--json").json
    assert (first["state"], [line["quantity"] for line in first["lines"]]) == ("confirmed", ["1"])
    second = taken("order", "dispatch", 1, "--carrier", "Ravi", "--sure", "--json").json
    assert [(one["no"], one["payable"]) for one in second["parcels"]] == [(1, "150.00"), (2, "150.00")]
    both = taken("order", "deliver", 1)
    assert (both.code, "--parcel N" in both.err) == (1, True)
    assert taken("order", "deliver", 1, "--parcel", 2, "--pay", "cash").code == 0
    assert taken("order", "deliver", 1, "--pay", "cash", "--json").json["payment"] == "paid"


def test_that_each_part_is_rounded_by_itself_is_said_when_the_first_leaves(stocked):
    item = stocked("items", "add", "8077", "Soap", "--price", "10.50")
    assert item.code == 0, item.err
    begun = stocked("order", "take", *ASHA, "--confirm", "--sure", "2*8077")
    assert begun.code == 0, begun.err
    first = stocked("order", "dispatch", 1, "1*8077", "--carrier", "Ravi", "--sure")
    assert "In parts it comes to ₹1.00 more: each bill is rounded by itself." in first.err


def test_the_list_says_what_an_order_that_was_delivered_wants_still(sent):
    sent("order", "deliver", 1)
    assert "delivered (money due, to be told)" in sent("order", "list").out
    sent("cod", "take", 1, "cash")
    assert "delivered (to be told)" in sent("order", "list").out


def test_goods_that_were_refused_at_the_door_are_not_due(sent):
    done = sent("order", "deliver", 1, "--refused", "1001", "--reason", "torn", "--pay", "cash", "--json").json
    assert (done["state"], done["payable"], done["payment"]) == ("delivered", "150.00", "paid")
    assert sent("verify").code == 0


def test_what_of_the_delivery_charge_comes_back_is_said_at_the_door_and_of_the_order(stocked):
    stocked("order", "take", "--phone", "9812300000", "--address", "4 Camp, Pune", "--pay-by", "cod", "--shipping",
            "40", "--confirm", "--sure", "2*1001", "10*1002")  # fmt: skip
    assert stocked("order", "dispatch", 1, "--courier", "Delhivery", "--awb", "1490811234567", "--sure").code == 0
    said = stocked("order", "deliver", 1, "--refused", "1001", "--pay", "cash")
    assert "₹15.00 of the delivery charge are taken off with what came back; ₹25.00 of it stay." in said.err
    shown = stocked("order", "show", 1)
    assert "₹15.00 of the delivery charge are taken off" in shown.out
    rows = [line.split("  ") for line in shown.out.splitlines()]
    became = [[cell.strip() for cell in row if cell.strip()] for row in rows if "1001" in row[0] or "1002" in row[0]]
    assert [(row[0], row[2], row[5]) for row in became] == [
        ("1001", "1", "refused at the door"), ("1001", "1", "delivered"), ("1002", "10", "delivered"),
    ]  # fmt: skip
    told = stocked("order", "show", 1, "--json").json
    (parcel,) = told["parcels"]
    assert (parcel["shipping"], parcel["shipping_back"]) == ("25.00", "15.00")
    assert [(one["code"], one["quantity"], one["became"]) for one in told["goods"]] == [
        ("1001", "1", "refused"), ("1001", "1", "delivered"), ("1002", "10", "delivered"),
    ]  # fmt: skip


def test_of_a_parcel_that_nobody_took_and_nobody_paid_nothing_is_due(sent):
    back = sent("order", "return", 1, "--reason", "refused", "--json").json
    assert (back["payment"], back["due"]) == ("nothing due", "0.00")
    assert "nothing due" in sent("order", "show", 1).out
    (one,) = sent("order", "list", "--state", "returned", "--json").json
    assert one["payment"] == "nothing due"


def test_a_slot_that_is_none_is_refused_with_a_sentence(stocked):
    said = stocked("order", "take", "--phone", "9812300000", "--slot", "evening", "1001")
    assert (said.code, "There is no slot evening: the shop has no slots" in said.err) == (1, True)
    assert stocked("order", "list", "--json").json == []


def test_nobody_home_then_out_again_then_back_in_the_shop(sent, folder):
    assert sent("order", "fail", 1, "--reason", "door locked", "--due", "2030-01-05").code == 0
    assert sent("order", "show", 1, "--json").json["promised"] == "2030-01-05"
    assert sent("order", "again", 1).code == 0
    back = sent("order", "return", 1, "--reason", "refused", "--json").json
    assert (back["state"], back["due"], back["parcels"][0]["state"]) == ("returned", "0.00", "returned")
    assert sent("stock", "show", "1001", "--json").json["on_hand"] == "50"
    shop = Shop.open(folder)
    assert audit(shop.db).agrees
    shop.close()


def test_what_was_delivered_comes_back_too(sent):
    sent("order", "deliver", 1, "--pay", "cash")
    back = sent("order", "return", 1, "--reason", "wrong size", "--refund", "cash", "--json").json
    assert (back["state"], back["payment"]) == ("delivered", "refunded")
    assert sent("order", "return", 1, "--reason", "wrong size", "--refund", "cash").code == 0
    assert len(sent("bill", "list", "--json").json) == 2


def test_what_is_fetched_is_handed_over_and_paid_at_the_counter(stocked):
    stocked("order", "take", "--phone", "9812300000", "--pickup", "--confirm", "1001")
    words = ("order", "hand-over", 1, "--pay", "cash=200", "--key", key(), "--json")
    done = stocked(*words).json
    assert (done["state"], done["payment"], stocked(*words).json["bills"]) == ("delivered", "paid", done["bills"])


def test_a_run_is_settled_with_what_was_paid_at_the_doors(taken):
    for words in (("confirm", 1), ("dispatch", 1, "--carrier", "Ravi", "--sure")):
        taken("order", *words)
    assert taken("order", "run", "Ravi", "--json").json["to_collect"] == "300.00"
    taken("order", "deliver", 1)
    short = taken("order", "run", "Ravi", "--settle", "290")
    assert (short.code, "--sure" in short.err) == (1, True)
    done = taken("order", "run", "ravi", "--settle", "300", "--key", key(), "--json")
    assert (done.code, done.json["settled"]) == (0, {"expected": "300.00", "brought": "300.00", "short": "0.00"})
    assert taken("order", "show", 1, "--json").json["payment"] == "paid"


def test_who_settles_is_answered_with_what_was_booked(taken):
    for words in (("confirm", 1), ("dispatch", 1, "--carrier", "Ravi", "--sure")):
        taken("order", *words)
    short = taken("order", "deliver", 1, "--pay", "cash=100")
    assert (short.code, "₹200.00 stay due of the customer" in short.err) == (1, True)
    taken("order", "deliver", 1)
    said = taken("order", "run", "Ravi", "--settle", "290", "--sure").out
    assert "Ravi brought ₹290.00: booked." in said
    assert "₹10.00 are short." in said
    assert "carries nothing" not in said


def test_what_is_not_paid_at_the_door_goes_on_the_khata(sent):
    done = sent("order", "deliver", 1, "--pay", "cash=100", "--rest", "khata", "--json").json
    assert (done["state"], done["paid"], done["payment"]) == ("delivered", "100.00", "part paid")
    assert [step["told"].get("khata") for step in done["steps"] if step["kind"] == "delivered"] == [done["due"]]
