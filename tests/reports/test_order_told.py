"""One order told whole, and everything that happened to it in one line each."""

from shoppos.reports.orders import order_told, timeline
from shoppos.reports.timeline import step_words
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


def sent(shop: Shop) -> bytes:
    """An order of which one parcel was refused in part and the rest is in the shop."""
    order = confirmed(shop, "2*1001", "1*2001", shipping=40_00)
    shop.advances.take(order, Tender("cash", 100_00))
    shop.dispatching.weigh(order, 2, 1040)
    shop.dispatching.scan(order, "1001")
    shop.dispatching.pack(order, short="later")
    parcel = shop.dispatching.dispatch(order, courier="Delhivery", awb="1490811", weight=2100).parcel_id
    shop.dispatching.fail(parcel, "Nobody at home")
    shop.dispatching.send_again(parcel)
    shop.dispatching.deliver(parcel, refused={2: 1040}, tenders=[Tender("cash")])
    return order


def test_an_order_is_told_in_the_words_of_the_contract(shop: Shop):
    told = order_told(shop.db, sent(shop))
    assert (told["number"], told["state"], told["payment"]) == ("A1/2627/O00001", "confirmed", "part paid")
    assert told["customer"] == {
        "name": "Asha Kulkarni", "phone": "9812345670", "address": "7 Lake View Road, Pune", "pin_code": "411004",
        "state": "27",
    }  # fmt: skip
    assert (told["lines"][0]["code"], told["lines"][0]["quantity"], told["lines"][0]["packed"]) == ("1001", "1", "0")
    (parcel,) = told["parcels"]
    assert (parcel["awb"], parcel["state"], parcel["tries"], parcel["bills"]) == (
        "1490811", "delivered", 1, ["A1/2627/000001"],
    )  # fmt: skip
    assert [line["quantity"] for line in parcel["lines"]] == ["1", "1.04"]
    view = shop.orders.view(shop.orders.find("1"))
    for name in ("payable", "paid", "due"):
        assert told[name] == f"{getattr(view, name) / 100:.2f}"
    assert told["promised"] is None or len(told["promised"]) == 10
    assert told["made_at"].endswith("+05:30")
    assert {one["step"] for one in told["messages"]} >= {"confirmed", "packed", "dispatched"}


def test_the_timeline_says_who_did_what_with_its_figures(shop: Shop):
    found = timeline(shop.db, sent(shop))
    steps = [one for one in found if one.of == "step"]
    assert [one.kind for one in steps] == [
        "taken", "confirmed", "paid", "weighed", "packed", "dispatched", "not_delivered", "out", "part_delivered",
    ]  # fmt: skip
    words = {one.kind: one.words for one in steps}
    assert words["confirmed"] == "Confirmed: ₹508.00"
    assert words["weighed"] == "2001 weighed: 1.04 instead of 1; it comes to ₹515.00"
    assert words["dispatched"] == "Dispatched with bill A1/2627/000001. Delhivery 1490811"
    assert words["paid"] == "₹100.00 paid before (Cash)"
    assert words["part_delivered"].startswith("Delivered in part; A1/2627/C00001: ₹")
    assert {one.by for one in steps} == {"Meena"}
    assert next(one.more for one in steps if one.kind == "not_delivered") == "Nobody at home"
    assert [one.at for one in found] == sorted(one.at for one in found)


def test_what_the_customer_was_told_stands_between_the_steps(shop: Shop):
    found = [one for one in timeline(shop.db, sent(shop)) if one.of == "message"]
    assert {one.kind for one in found} >= {"confirmed", "packed", "dispatched", "not_delivered"}
    assert all(one.words and one.state for one in found)


def test_a_step_nobody_has_words_for_is_told_by_its_name():
    assert step_words("exchanged", {"amount": 5}) == "exchanged"
    assert step_words("delayed", {}) == "Put off to"


def test_a_parcel_that_our_own_people_carry_has_no_dot_behind_its_bill():
    assert step_words("dispatched", {"numbers": ["A1/2627/000001"], "courier": "", "awb": ""}) == (
        "Dispatched with bill A1/2627/000001"
    )
