"""Parcels behind the shop's door: delivered, in part, not at all, and brought back."""

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import dues
from shoppos.reports.bill import load
from shoppos.reports.label import shipping_label
from shoppos.reports.order_goods import goods
from shoppos.reports.timeline import timeline
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed
from tests.shop.test_dispatching import adds_up, left, payments


@pytest.fixture
def order(shop: Shop) -> bytes:
    """Two packs of Surf and three of Parle-G, 330 rupees at the door."""
    return confirmed(shop, "2*1001", "3*1002")


@pytest.fixture
def parcel(shop: Shop, order) -> bytes:
    """It left with Ravi."""
    return shop.dispatching.dispatch(order, carrier="Ravi").parcel_id


def told(shop: Shop, order_id: bytes) -> list[str]:
    """The steps of which the customer was told or is to be."""
    rows = shop.db.rows("SELECT step FROM message WHERE doc_id = ? AND state <> 'cancelled' ORDER BY id", (order_id,))
    return [row[0] for row in rows]


# -- delivered


def test_money_at_the_door_settles_the_bill(shop: Shop, order, parcel):
    found = shop.dispatching.deliver(parcel, tenders=[Tender("cash", 130_00), Tender("upi", 200_00, "412345678901")])
    assert (found.state, found.order_state, found.taken, found.due) == ("delivered", "delivered", 330_00, 0)
    rows = shop.db.rows("SELECT method, amount FROM cod_receipt ORDER BY id")
    assert rows == [("cash", 130_00), ("upi", 200_00)]
    assert shop.orders.view(order).payment == "paid"
    assert told(shop, order) == ["delivered"]
    adds_up(shop, order)


def test_without_money_it_is_delivered_and_due(shop: Shop, order, parcel):
    found = shop.dispatching.deliver(parcel)
    assert (found.order_state, found.due) == ("delivered", 330_00)
    assert shop.orders.view(order).payment == "cod"


def test_too_much_at_the_door_is_refused_and_nothing_is_done(shop: Shop, order, parcel):
    with pytest.raises(Refused, match=r"₹400\.00 is more than the ₹330\.00 due at the door"):
        shop.dispatching.deliver(parcel, tenders=[Tender("cash", 400_00)])
    assert shop.orders.view(order).state == "dispatched"
    assert shop.db.row("SELECT count(*) FROM cod_receipt") == (0,)


def test_a_delivered_parcel_stays_where_it_is(shop: Shop, parcel):
    key = new_id()
    shop.dispatching.deliver(parcel, key=key)
    assert shop.dispatching.deliver(parcel, key=key).state == "delivered"
    d = shop.dispatching
    for act in (
        lambda: d.deliver(parcel),
        lambda: d.fail(parcel, "again"),
        lambda: d.bring_back(parcel, "why"),
        lambda: d.send_again(parcel),
        lambda: d.set_awb(parcel, "1"),
    ):
        with pytest.raises(Refused, match="Parcel 1 of order A1/2627/O00001 is delivered already"):
            act()


def test_a_parcel_that_is_none_is_not_found(shop: Shop):
    with pytest.raises(NotFound):
        shop.dispatching.deliver(new_id())


# -- delivered in part


def test_what_is_refused_at_the_door_comes_back_and_is_due_no_more(shop: Shop, order, parcel):
    found = shop.dispatching.deliver(parcel, refused={1: 1000}, tenders=[Tender("cash")], reason="one was torn")
    assert (found.credit.payable, found.taken, found.due) == (150_00, 180_00, 0)
    assert left(shop, "1001") == (49_000, 0)
    view = shop.orders.view(order)
    assert (view.state, view.payable, view.payment) == ("delivered", 180_00, "paid")
    step = view.steps[-1]
    assert (step.kind, step.said, step.told["back"]) == ("part_delivered", "one was torn", 150_00)


def test_what_was_paid_before_goes_back_as_credit(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 330_00))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    found = shop.dispatching.deliver(parcel, refused={2: 3000})
    assert dict(found.credit.ways) == {"khata": 30_00}
    assert shop.orders.view(order).customer.owes == -30_00
    assert "credit" in told(shop, order)


def test_the_share_of_the_delivery_charge_of_what_is_refused_is_said(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002", shipping=33_00)
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    found = shop.dispatching.deliver(parcel, refused={1: 1000}, tenders=[Tender("cash")])
    assert (found.charge, found.credit.payable, found.taken) == ((15_00, 18_00), 165_00, 198_00)
    note = load(shop.db, found.credit.numbers[0])
    assert note.shipping == 15_00, "and it stands on the credit note"
    step = shop.orders.view(order).steps[-1]
    assert (step.told["charge_back"], step.told["charge_stays"]) == (15_00, 18_00)
    (words,) = (one.words for one in timeline(shop.db, order) if one.kind == "part_delivered")
    assert "₹15.00 of the delivery charge are taken off with what came back; ₹18.00 of it stay" in words


def test_the_delivery_charge_of_a_parcel_that_nobody_took_is_taken_off_whole(shop: Shop):
    order = confirmed(shop, "2*1001", shipping=33_00)
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    assert shop.dispatching.bring_back(parcel, "Refused").charge == (33_00, 0)
    assert shop.orders.view(order).payment == "nothing due"


def test_what_was_paid_at_the_door_and_came_back_is_refunded(shop: Shop, order, parcel):
    shop.dispatching.deliver(parcel, tenders=[Tender("cash")])
    number = shop.orders.view(order).parcels[0].bill
    shop.returns.take(number, None, Refund("cash"))
    assert shop.orders.view(order).payment == "refunded"


def test_what_stood_on_the_khata_and_came_back_was_never_given_back(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="khata")
    parcel = shop.dispatching.dispatch(order, carrier="Ravi", tenders=[Tender("khata")]).parcel_id
    shop.dispatching.bring_back(parcel, "Refused")
    view = shop.orders.view(order)
    assert (view.payment, view.customer.owes) == ("nothing due", 0)


def test_all_goods_of_an_order_are_told_with_what_became_of_them(shop: Shop):
    order = confirmed(shop, "4*1001", "6*1002")
    first = shop.dispatching.dispatch(order, lines={1: 2000, 2: 3000}, carrier="Ravi").parcel_id
    shop.dispatching.deliver(first, refused={1: 1000})
    second = shop.dispatching.dispatch(order, lines={1: 1000}, carrier="Ravi").parcel_id
    shop.dispatching.fail(second, "away")
    shop.dispatching.bring_back(second, "away")
    third = shop.dispatching.dispatch(order, lines={2: 1000}, carrier="Ravi").parcel_id
    shop.dispatching.deliver(third)
    shop.returns.take(shop.orders.view(order).parcels[2].bill, None, Refund("khata"))
    had = [(one.parcel, one.code, one.quantity, one.became) for one in goods(shop.db, order)]
    assert had == [
        (1, "1001", 1000, "refused"), (1, "1001", 1000, "delivered"), (1, "1002", 3000, "delivered"),
        (2, "1001", 1000, "brought back"), (3, "1002", 1000, "returned"),
        (None, "1001", 1000, "in the shop"), (None, "1002", 2000, "in the shop"),
    ]  # fmt: skip
    shop.orders.cancel(order, "Enough")
    assert [(one.code, one.became) for one in goods(shop.db, order)][-2:] == [
        ("1001", "cancelled"), ("1002", "cancelled"),
    ]  # fmt: skip


def test_a_slot_of_no_day_is_refused_where_nobody_took_the_parcel(shop: Shop, parcel):
    with pytest.raises(InvalidInput, match="There is no slot evening: the shop has no slots") as refused:
        shop.dispatching.fail(parcel, "away", slot="evening")
    assert refused.value.field == "slot"


def test_torn_goods_are_no_stock(shop: Shop, order, parcel):
    shop.dispatching.deliver(parcel, refused={1: 1000}, damaged=True)
    assert left(shop, "1001") == (48_000, 0)


# -- not delivered


def test_who_is_not_there_gets_a_new_day_and_is_told(shop: Shop, order, parcel):
    found = shop.dispatching.fail(parcel, "Nobody at home", 20991231, "10-12")
    assert (found.state, found.order_state) == ("failed", "dispatched")
    view = shop.orders.view(order)
    assert (view.promised, view.slot, view.parcels[0].tries) == (20991231, "10-12", 1)
    assert (view.steps[-1].kind, view.steps[-1].said) == ("not_delivered", "Nobody at home")
    assert told(shop, order) == ["not_delivered"]
    again = shop.dispatching.send_again(parcel, "Sunil")
    assert again.state == "out"
    assert shop.orders.view(order).parcels[0].carrier == "Sunil"
    assert shop.dispatching.deliver(parcel, tenders=[Tender("cash")]).due == 0


def test_a_reason_is_wanted_and_a_day_to_come(shop: Shop, order, parcel):
    with pytest.raises(InvalidInput, match="Say why it was not delivered") as refused:
        shop.dispatching.fail(parcel, "  ")
    assert refused.value.field == "reason"
    with pytest.raises(InvalidInput, match="has passed") as refused:
        shop.dispatching.fail(parcel, "away", 20200101)
    assert refused.value.field == "promised"
    assert shop.orders.view(order).parcels[0].tries == 0


def test_the_same_key_fails_once(shop: Shop, order, parcel):
    key = new_id()
    shop.dispatching.fail(parcel, "away", key=key)
    shop.dispatching.fail(parcel, "away", key=key)
    assert shop.orders.view(order).parcels[0].tries == 1


def test_only_what_failed_is_sent_again(shop: Shop, parcel):
    with pytest.raises(Refused, match="on its way already"):
        shop.dispatching.send_again(parcel)


# -- brought back


def test_a_parcel_that_came_back_is_stock_and_no_due(shop: Shop, order, parcel):
    shop.dispatching.fail(parcel, "away")
    found = shop.dispatching.bring_back(parcel, "Refused at the door")
    assert (found.state, found.order_state, found.due) == ("returned", "returned", 0)
    assert dict(found.credit.ways) == {"cod": 330_00}
    assert left(shop, "1001") == (50_000, 0)
    view = shop.orders.view(order)
    assert (view.payable, view.due, view.payment) == (0, 0, "nothing due"), "nobody paid, so nothing went back"
    assert told(shop, order) == ["cancelled"]
    (sale_id,) = shop.db.row("SELECT sale_id FROM parcel WHERE id = ?", (parcel,))
    assert dues.unpaid(shop.db, sale_id) == (0, 0)


@pytest.mark.parametrize(("refund", "went"), [("khata", {"cod": 230_00, "khata": 100_00}),
                                              ("cash", {"cod": 230_00, "cash": 100_00})])  # fmt: skip
def test_an_advance_is_kept_as_credit_or_given_back(shop: Shop, order, refund, went):
    shop.advances.take(order, Tender("cash", 100_00))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    found = shop.dispatching.bring_back(parcel, "Refused", refund=refund)
    assert dict(found.credit.ways) == went
    owes = shop.orders.view(order).customer.owes
    assert owes == (-100_00 if refund == "khata" else 0)
    assert shop.orders.view(order).payment == ("credited" if refund == "khata" else "refunded")


def test_what_is_kept_as_credit_is_the_customers_whose_card_stands(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 100_00))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi").parcel_id
    kept = shop.customers.add("Asha K.", "9800000001").id
    shop.merging.merge(kept, shop.orders.view(order).customer.id)
    shop.dispatching.bring_back(parcel, "Refused")
    assert shop.customers.get(kept).owes == -100_00


def test_damaged_goods_do_not_come_back_on_the_shelf(shop: Shop, order, parcel):
    shop.dispatching.bring_back(parcel, "Wet", damaged=True)
    assert left(shop, "1001") == (48_000, 0)


def test_what_nobody_took_comes_back_however_late_and_whatever_the_window(shop: Shop, order, monkeypatch):
    shop.keepings.set(shop.catalogue.show("1001").product_id, return_days=-1)
    shop.settings.set("returns", {"days": 0, "approve_after": False})
    parcel = shop.dispatching.dispatch(order, courier="Delhivery", awb="9").parcel_id
    later = shop.db.clock.ms() + 20 * 86_400_000
    monkeypatch.setattr(shop.db.clock, "ms", lambda: later)
    assert shop.dispatching.bring_back(parcel, "Came back by courier").order_state == "returned"


def test_where_the_shop_wants_a_yes_for_returns_a_parcel_needs_it_too(shop: Shop, order, parcel):
    shop.settings.set("rights", {"return": "manager"})
    shop.staff.set_pin("Meena", "1234")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as asked:
        shop.dispatching.bring_back(parcel, "Refused")
    assert shop.orders.view(order).state == "dispatched"
    given = shop.staff.approve(asked.value.act, asked.value.doc_id, "1234", "seen it", name="Meena")
    assert shop.dispatching.bring_back(parcel, "Refused", approved=given.id).order_state == "returned"


def test_what_came_back_over_the_counter_does_not_come_back_twice(shop: Shop, order, parcel):
    shop.returns.take("A1/2627/000001", None, Refund("cash"), "brought it himself")
    found = shop.dispatching.bring_back(parcel, "see the note")
    assert (found.credit, found.order_state) == (None, "returned")
    assert left(shop, "1001") == (50_000, 0)


def test_an_order_is_what_its_parcels_are(shop: Shop, order):
    d = shop.dispatching
    first = d.dispatch(order, lines={1: 1000}).parcel_id
    assert d.bring_back(first, "torn").order_state == "confirmed", "the rest is in the shop still"
    second = d.dispatch(order).parcel_id
    assert d.deliver(second, tenders=[Tender("cash")]).order_state == "delivered"
    view = shop.orders.view(order)
    assert (view.payable, view.paid, view.due) == (180_00, 180_00, 0)
    assert payments(shop, *(parcel.sale_id for parcel in view.parcels)) == {"cod": 330_00}


# -- the courier's number


def test_a_number_that_comes_later_stands_on_the_label(shop: Shop, order):
    found = shop.dispatching.dispatch(order, courier="India Post")
    shop.dispatching.set_awb(found.parcel_id, "CM 123456706 IN", weight=2400)
    it = shipping_label(shop.db, found.done.sale_ids[0], {})
    assert (it.courier, it.awb, it.weight) == ("India Post", "CM123456706IN", 2400)
    assert shop.orders.find("cm123456706in") == order
    jobs = shop.db.rows("SELECT copy_no FROM print_job WHERE kind = 'label'")
    assert jobs == [(0,)], "the label that waits says it"
    with pytest.raises(InvalidInput, match="is not a number of India Post"):
        shop.dispatching.set_awb(found.parcel_id, "CM123456707IN")


def test_a_number_that_comes_when_the_news_were_sent_is_told_too(shop: Shop, order):
    shop.settings.set("sms", {"url": "https://sms.example.in", "form": "json"})
    shop.settings.set("messages", {"quiet": [0, 0]})
    parcel = shop.dispatching.dispatch(order, courier="Delhivery").parcel_id
    while (out := shop.messages.claim(["sms"])) is not None:
        shop.messages.sent(out.id)
    for _again in range(2):
        shop.dispatching.set_awb(parcel, "14908112")
    rows = shop.db.rows("SELECT state, body LIKE '%14908112%' FROM message WHERE step = 'dispatched' ORDER BY id")
    assert rows == [("sent", 0), ("owed", 1)]


def test_a_number_that_comes_before_the_news_were_sent_stands_in_them(shop: Shop, order):
    parcel = shop.dispatching.dispatch(order, courier="Delhivery").parcel_id
    shop.dispatching.set_awb(parcel, "14908112")
    rows = shop.db.rows("SELECT state, body LIKE '%14908112%' FROM message WHERE step = 'dispatched' ORDER BY id")
    assert rows == [("cancelled", 0), ("owed", 1)]


def test_a_parcel_of_which_nothing_is_taken_comes_back_whole(shop: Shop, order, parcel):
    key = new_id()
    for _again in range(2):
        found = shop.dispatching.deliver(parcel, refused={1: 2000, 2: 3000}, reason="Too late", key=key)
        assert (found.state, found.order_state, found.taken, found.due) == ("returned", "returned", 0, 0)
    assert "delivered" not in told(shop, order)
    assert "cancelled" in told(shop, order)
    assert [step.said for step in shop.orders.view(order).steps if step.kind == "returned"] == ["Too late"]
    assert (shop.orders.view(order).payable, shop.orders.view(order).due) == (0, 0)


def test_nothing_is_paid_for_a_parcel_of_which_nothing_is_taken(shop: Shop, order, parcel):
    with pytest.raises(Refused):
        shop.dispatching.deliver(parcel, refused={1: 2000, 2: 3000}, tenders=[Tender("cash", 10_00)])
    assert shop.orders.view(order).state == "dispatched"
