"""The blanks of messages: money is said as it stands, and the way into the chat where there is one."""

import pytest

from shoppos.shop import Shop
from shoppos.shop.conversation import Incoming
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


def bodies(shop: Shop, step: str) -> list[str]:
    """What is or was said at a step."""
    return [row[0] for row in shop.db.rows("SELECT body FROM message WHERE step = ? ORDER BY id", (step,))]


@pytest.mark.parametrize(("to_khata", "step", "words"), [
    (True, "credit", "₹100.00 for A1/2627/O00001 stands on your khata"), (False, "refund", "was given back to you"),
])  # fmt: skip
def test_money_kept_on_the_khata_is_not_said_to_be_given_back(shop: Shop, to_khata, step, words):
    order = confirmed(shop, "2*1001", "3*1002")
    shop.advances.take(order, Tender("cash", 330_00))
    shop.advances.give_back(order, 100_00, reason="Less was sent", to_khata=to_khata)
    (said,) = bodies(shop, step)
    assert words in said
    assert bodies(shop, "refund" if to_khata else "credit") == []


@pytest.mark.parametrize(("refund", "step"), [("khata", "credit"), ("cash", "refund")])
def test_what_was_paid_for_goods_refused_at_the_door_is_said_where_it_is(shop: Shop, refund, step):
    order = confirmed(shop, "2*1001", "3*1002")
    shop.advances.take(order, Tender("cash", 330_00))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    shop.dispatching.deliver(parcel, refused={1: 1000}, refund=refund)
    assert {one: len(bodies(shop, one)) for one in ("credit", "refund")} == {
        "credit": int(step == "credit"), "refund": int(step == "refund"),
    }  # fmt: skip


def test_what_a_bill_has_used_is_not_said_to_come_back(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    shop.advances.take(order, Tender("cash", 330_00))
    shop.dispatching.dispatch(order, lines={1: 2000}, carrier="Ravi")
    shop.orders.cancel(order, "The rest is not wanted", refund_way="cash")
    assert [body for body in bodies(shop, "cancelled") if "₹" in body] == []


def test_what_is_only_claimed_is_not_said_to_come_back(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    shop.advances.take(order, Tender("cash", 130_00))
    shop.advances.take(order, Tender("upi", 200_00))
    shop.messages.texts.set("delayed", "", "en", "Paid: {paid}")
    assert shop.messages.drafted("delayed", order) == "Paid: ₹130.00"


def test_a_customer_is_told_the_way_into_the_chat_until_they_are_there(shop: Shop):
    shop.settings.set("telegram", {"bot": "sharma_bot"})
    order = confirmed(shop, "1001")
    customer = shop.db.row("SELECT customer_id FROM orders")[0]
    link = shop.messages.start_link(customer)
    assert f"Write to us on Telegram: {link}" in bodies(shop, "confirmed")[0]
    shop.messages.texts.set("packed", "", "en", "Ask us: {chat}")
    assert shop.messages.drafted("packed", order, "email") == f"Ask us: {link}"
    start = f"/start {shop.messages.start_code(customer)}"
    shop.messages.receive([Incoming("telegram", "551", "b:1", start)])
    assert shop.messages.drafted("packed", order, "email") == ""


def test_an_order_is_confirmed_while_the_secret_of_the_chat_cannot_be_read(shop: Shop, monkeypatch):
    class Locked:
        """A store that its owner has not unlocked."""

        def get_password(self, *_told):
            raise RuntimeError("locked")

    monkeypatch.setattr(shop.messages.secrets, "_found", [Locked()])
    shop.settings.set("telegram", {"bot": "sharma_bot"})
    confirmed(shop, "1001")
    (said,) = bodies(shop, "confirmed")
    assert "t.me" not in said
