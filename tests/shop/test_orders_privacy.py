"""What is asked with an order is its customer's: told to them, and forgotten with them."""

import pytest

from shoppos.base.errors import Refused
from shoppos.base.journal import body_of
from shoppos.reports.audit import audit
from shoppos.reports.personal_data import personal_data
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taken import ANIL
from tests.shop.order_taking import confirmed
from tests.shop.web_orders import received


def test_a_customer_is_told_of_their_orders(shop: Shop, anil: bytes, order: bytes):
    shop.orders.set(order, note="Ask for Lakshmi")
    shop.orders.confirm(order)
    shop.orders.cancel(order, "Lakshmi is ill")
    (told,) = personal_data(shop.db, anil)["orders"]
    assert (told["number"], told["state"], told["agreed"]) == (shop.orders.view(order).number, "cancelled", "362.00")
    assert (told["note"], told["said"]) == ("Ask for Lakshmi", ["Lakshmi is ill"])


def test_what_was_asked_with_an_order_is_forgotten_with_its_customer(shop: Shop, anil: bytes, order: bytes):
    shop.orders.set(order, note="Ask for Lakshmi")
    shop.orders.confirm(order)
    with pytest.raises(Refused, match="open bill"):
        shop.privacy.erase(anil)
    shop.orders.cancel(order, "No")
    kept = shop.privacy.erase(anil).kept
    view = shop.orders.view(order)
    assert (view.note, view.card.name, view.card.address, view.card.phone) == ("", "", "", "")
    assert any("a step of an order" in sentence for sentence in kept)
    assert shop.customers.by_phone(ANIL) is None
    assert audit(shop.db, most=9).faults == ()


def test_nobody_is_forgotten_while_their_parcel_is_on_its_way(shop: Shop, anil: bytes):
    order = confirmed(shop, "1001", phone=ANIL, pay_by="cash")
    shop.dispatching.pack_all(order)
    sent = shop.dispatching.dispatch(order, courier="India Post", awb="EE123456785IN")
    with pytest.raises(Refused, match="on its way"):
        shop.privacy.erase(anil)
    shop.dispatching.bring_back(sent.parcel_id, "Nobody home")
    shop.privacy.erase(anil)
    assert shop.orders.view(order).card.name == ""


def test_a_customer_is_told_what_the_bank_said_of_their_payments_and_it_is_forgotten_with_them(
    shop: Shop, anil: bytes, order: bytes
):
    shop.orders.confirm(order)
    shown = shop.advances.qr(order, 100_00)
    shop.bank.learn([Credit(100_00, "412345678901", "zarinaqq@okaxis", "from Zarinaqq", reference=shown.reference)])
    document = personal_data(shop.db, anil)
    (credit,) = document["bank"]
    assert (credit["amount"], credit["utr"], credit["payer"]) == ("100.00", "412345678901", "zarinaqq@okaxis")
    assert "Zarinaqq" in credit["said"]
    (told,) = document["orders"]
    assert [(one["amount"], one["method"]) for one in told["paid"]] == [("100.00", "upi")]
    shop.orders.cancel(order, "No", refund_way="cash")
    shop.privacy.erase(anil)
    (credit,) = personal_data(shop.db, anil)["bank"]
    assert (credit["amount"], credit["payer"], credit["said"]) == ("100.00", "", "")
    assert "Zarinaqq" not in str(personal_data(shop.db, anil))


def test_no_address_of_a_upi_account_stands_in_the_journal(shop: Shop, anil: bytes, order: bytes):
    """Written as the reference of money before the bill, given back, at the door, on the khata, or told outside."""
    shop.orders.confirm(order)
    shop.advances.take(order, Tender("cash", 50_00, "zarinaqq@okaxis"))
    shop.advances.give_back(order, 20_00, "upi", "too much", reference="zarinaqq@ybl")
    received(shop, paid="100.00", pay_by="upi", reference="zarinaqq@paytm")
    sent = shop.dispatching.dispatch(order, carrier="Ravi")
    shop.advances.take(order, Tender("cash", 10_00, "zarinaqq@oksbi"), sure=True)
    khata = confirmed(shop, "1001", phone=ANIL, pay_by="khata")
    shop.dispatching.dispatch(khata, carrier="Ravi", tenders=[Tender("khata")])
    shop.advances.take(khata, Tender("cash", 10_00, "zarinaqq@icici"), sure=True)
    kept = shop.db.rows("SELECT reference FROM advance UNION ALL SELECT reference FROM cod_receipt")
    assert {"zarinaqq@okaxis", "zarinaqq@ybl", "zarinaqq@paytm", "zarinaqq@oksbi"} <= {row[0] for row in kept}
    said = [row[0] for row in shop.db.rows("SELECT said FROM order_step WHERE order_id = ?", (khata,))]
    assert "zarinaqq@icici" in said, "what the khata does not keep, the order does"
    bodies = [body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal")]
    assert not any(b"zarinaqq" in body for body in bodies)
    assert any(b'"advance"' in body for body in bodies)
    assert sent.parcel_id
    assert audit(shop.db).agrees
