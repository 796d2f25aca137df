"""An order of the web shop, paid online: promised, packed, dispatched, and its number told back; told as it happens."""

from shoppos.online.storefront import sync
from shoppos.online.woocommerce import WooCommerce
from shoppos.reports.audit import audit
from tests.online.woocommerce_server import KEY, SECRET, WebShop, an_order, serving

TOLD = {"name": "webshop", "kind": "woocommerce", "stock": "mapped"}


def test_paid_online_packed_dispatched_and_told_back(shop):
    web = WebShop()
    surf = shop.catalogue.find_code("1001").product_id
    web.products.append({"id": 31, "sku": "1001", "type": "simple", "stock_quantity": 50})
    shop.receiving.map("webshop", "1001", surf)
    with serving(web) as url:
        front = WooCommerce("webshop", url, KEY, SECRET, sleep=lambda _seconds: None)

        # At night Asha orders and pays by UPI; the web shop holds the money's word, not the bank's.
        web.place(an_order(41, date_paid="2026-05-03T01:10:00", payment_method="razorpay",
                           payment_method_title="UPI", transaction_id="pay_29QQoUBi66xm2f"))  # fmt: skip
        done = sync(front, shop.receiving, TOLD)
        assert (done.orders, done.told, done.trouble) == ({"new": 1}, 0, [])
        order_id = shop.db.row("SELECT order_id FROM outside_order")[0]
        order = shop.orders.view(order_id)
        assert (order.state, order.payable, order.paid, order.claimed) == ("confirmed", 20500, 0, 20500)

        # Her goods are promised, so the web shop has one less to sell.
        assert web.products[0]["stock_quantity"] == 49

        # In the morning the bank's list proves the payment.
        ((advance, amount, _attempt),) = shop.advances.claimed(order_id)
        assert amount == 20500
        shop.advances.verify(advance, "412345678901")
        order = shop.orders.view(order_id)
        assert (order.paid, order.due, order.payment) == (20500, 0, "paid")

        # Packed by scanning, then off with the courier; the bill is drawn and nothing is due at the door.
        shop.dispatching.scan(order_id, "8901030865275")
        shop.dispatching.scan(order_id, "2*1002")
        shop.dispatching.pack(order_id)
        sent = shop.dispatching.dispatch(order_id, courier="Delhivery", awb="DL1234567890", weight=1200)
        assert (sent.done.payable, sent.done.due) == (20500, 0)

        # The web shop hears of it once, with the number and the link, however often it is listened to.
        for _round in range(3):
            assert sync(front, shop.receiving, TOLD).trouble == []
        (note,) = web.notes[41]
        assert note["customer_note"]
        assert "DL1234567890" in note["note"]
        assert "https://www.delhivery.com/track/package/DL1234567890" in note["note"]
        assert web.orders[41]["status"] == "processing"

        # Delivered: the order is complete there, too.
        parcel_id = shop.orders.view(order_id).parcels[0].id
        shop.dispatching.deliver(parcel_id)
        for _round in range(3):
            sync(front, shop.receiving, TOLD)
        assert web.orders[41]["status"] == "completed"
        assert [told["status"] for _number, told in web.puts] == ["processing", "completed"]  # each once

    assert shop.orders.view(order_id).state == "delivered"
    assert shop.stock.on_hand(surf) == 49_000
    assert audit(shop.db, lambda _done, _all: None, 5).agrees
