"""What orders from outside say of money: claimed until somebody has seen it, and given back once."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.reports.audit import audit
from shoppos.shop.payments import Tender
from tests.shop.web_orders import SOURCE, received, told


def test_who_has_paid_all_pays_no_odd_paise_at_the_door(shop):
    view = received(shop, paid="379.50", pay_by="upi", reference="pay_29QQoUBi66xm2f")
    assert (view.payable, view.claimed, view.due, view.credit) == (37900, 37900, 0, 50)
    assert shop.advances.claimed(view.id) != []
    paid = next(step for step in view.steps if step.kind == "paid_outside")
    assert paid.said == "pay_29QQoUBi66xm2f"


def test_what_was_paid_since_is_written_down_once(shop):
    view = received(shop, pay_by="card")
    assert view.paid == 0
    for version in ("2026-05-03T11:00:00", "2026-05-03T12:00:00"):
        view = received(shop, pay_by="card", paid="100.00", reference="T1", version=version)
        assert (view.paid, view.claimed) == (0, 10000)


def steps_told(shop, order_id) -> set[str]:
    """Of what the customer is told, or is to be."""
    return {row[0] for row in shop.db.rows("SELECT step FROM message WHERE doc_id = ?", (order_id,))}


@pytest.mark.parametrize(("pay_by", "reference"), [("netbanking", ""), ("card", "txn_1"), ("razorpay", "pay_29QQo")])
def test_what_a_source_says_was_paid_is_claimed_until_somebody_has_seen_it(shop, pay_by, reference):
    view = received(shop, pay_by=pay_by, paid="379.50", reference=reference)
    assert (view.paid, view.claimed, view.payment) == (0, 37900, "claimed")
    assert "payment" not in steps_told(shop, view.id)
    assert all("received" not in row[0] for row in shop.db.rows("SELECT body FROM message WHERE body <> ''"))
    with pytest.raises(Refused, match="only claimed"):
        shop.advances.give_back(view.id, 100_00, "cash", "asked for")
    with pytest.raises(Doubtful, match="said to be paid"):
        shop.dispatching.dispatch(view.id, carrier="Ravi")
    [(claim, amount, _attempt)] = shop.advances.claimed(view.id)
    with pytest.raises(InvalidInput, match="reference under which it came"):
        shop.advances.verify(claim, "")
    assert shop.bank.arrived("412345678901", amount).open == 1
    shop.bank.match(shop.bank.open()[0].id, claim, 1)
    assert shop.orders.view(view.id).payment == "paid"
    assert "payment" in steps_told(shop, view.id)
    assert audit(shop.db).faults == ()


def test_the_word_of_a_trusted_source_is_enough_to_send_and_stays_a_claim(shop):
    shop.settings.set("web", [{"name": SOURCE, "kind": "woocommerce", "trusted": True}])
    view = received(shop, pay_by="card", paid="379.50", reference="txn_1")
    parcel = shop.dispatching.dispatch(view.id, carrier="Ravi")
    assert shop.orders.view(view.id).payment == "claimed"
    back = shop.dispatching.bring_back(parcel.parcel_id, "not home", refund="cash")
    assert back.credit is not None
    assert dict(back.credit.ways).keys() == {"advance"}
    assert audit(shop.db).faults == ()


def test_a_trusted_source_says_nothing_of_what_was_claimed_here(shop):
    shop.settings.set("web", [{"name": SOURCE, "kind": "woocommerce", "trusted": True}])
    view = received(shop, pay_by="card", paid="100.00", reference="txn_1")
    shop.advances.take(view.id, Tender("upi", 50_00))
    with pytest.raises(Doubtful, match=r"₹50\.00 of order"):
        shop.dispatching.dispatch(view.id, carrier="Ravi")


def test_a_person_proves_what_came_by_card_under_its_own_reference(shop):
    view = received(shop, pay_by="card", paid="379.50", reference="txn_1")
    shop.advances.verify(shop.advances.claimed(view.id)[0][0], "settled txn_1")
    assert shop.orders.view(view.id).payment == "paid"
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize("seen", [False, True])
def test_what_the_web_shop_gave_back_is_not_given_back_once_more(shop, seen):
    view = received(shop, pay_by="card", paid="379.50", reference="txn_1")
    shop.advances.take(view.id, Tender("cash", 50_00), sure=True)
    if seen:
        shop.advances.verify(shop.advances.claimed(view.id)[0][0], "txn_1")
    assert shop.receiving.receive(SOURCE, told(state="cancelled", version="2026-05-03T11:00:00")) == "cancelled"
    assert shop.db.rows("SELECT amount FROM khata_entry") == [(-50_00,)]
    assert shop.advances.left(view.id) == 0
    back = shop.db.rows("SELECT amount, method, reason FROM advance WHERE amount < 0 AND method = 'card'")
    assert back == [(-379_50, "card", "Given back in the web shop")]
    assert audit(shop.db).faults == ()
