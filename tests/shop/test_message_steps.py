"""An order's own acts owe its customer the news: from the read-back to the door, each step once, stale ones never."""

import pytest

from shoppos.base.errors import ShopError
from shoppos.reports import messages as read
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


@pytest.fixture
def gateway(shop: Shop) -> None:
    """A shop that sends by itself, by day and night."""
    shop.settings.set("messages", {"quiet": [0, 0]})
    shop.settings.set("sms", {"url": "https://sms.example.in"})


def news(shop: Shop, order_id: bytes) -> list[tuple[str, str]]:
    return [(one.step, one.state) for one in read.of_document(shop.db, order_id)]


def sent(shop: Shop) -> str:
    """The next message, as it goes."""
    out = shop.messages.claim(["sms"])
    shop.messages.sent(out.id, "r")
    return out.body


def test_from_the_read_back_to_the_door_each_step_is_told_once(shop, gateway):
    order_id = confirmed(shop, "1001", "2*1002")
    number = shop.orders.view(order_id).number
    assert f"Dear Asha Kulkarni, your order {number} is confirmed. It comes to Rs 170.00." in sent(shop)
    shop.dispatching.pack_all(order_id)
    assert f"Your order {number} is packed." in sent(shop)
    left = shop.dispatching.dispatch(order_id, courier="Delhivery", awb="1234567890", weight=900)
    said = sent(shop)
    assert "Delhivery, number 1234567890." in said
    assert "https://www.delhivery.com/track/package/1234567890" in said
    assert "To pay at the door: Rs 170.00." in said
    shop.dispatching.deliver(left.parcel_id, tenders=[Tender("cash")])
    assert f"Your order {number} is delivered." in sent(shop)
    assert news(shop, order_id) == [(step, "sent") for step in ("confirmed", "packed", "dispatched", "delivered")]


def test_three_days_without_a_net_only_the_last_news_go(shop, gateway):
    order_id = confirmed(shop, "1001")
    shop.dispatching.pack_all(order_id)
    left = shop.dispatching.dispatch(order_id, courier="Delhivery", awb="1234567890", weight=900)
    shop.dispatching.deliver(left.parcel_id, tenders=[Tender("cash")])
    assert news(shop, order_id) == [
        ("confirmed", "cancelled"), ("packed", "cancelled"), ("dispatched", "cancelled"), ("delivered", "owed"),
    ]  # fmt: skip
    assert "is delivered" in sent(shop)
    assert shop.messages.claim(["sms"]) is None


def test_a_cancelled_order_tells_nothing_else_any_more(shop, gateway):
    order_id = confirmed(shop, "1001")
    shop.orders.cancel(order_id, "changed her mind")
    assert news(shop, order_id) == [("confirmed", "cancelled"), ("cancelled", "owed")]
    assert "Reason: changed her mind." in sent(shop)


def test_an_act_that_is_refused_tells_nothing(shop, gateway):
    order_id = confirmed(shop, "1001")
    before = news(shop, order_id)
    with pytest.raises(ShopError):
        shop.dispatching.dispatch(order_id, courier="Nobody at all", awb="", weight=-5)
    assert news(shop, order_id) == before
