"""Dispatch: bill, stock, parcel and papers in one act; what stays behind stays an order; the money adds up."""

import pytest

from shoppos.base.clock import day_of
from shoppos.base.db import CommitUnknown, Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.ids import new_id
from shoppos.reports import label, slip
from shoppos.reports.audit import audit
from shoppos.reports.order_money import of as money_of
from shoppos.rules.offers import GET, Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


def left(shop: Shop, code: str) -> tuple[int, int]:
    """Thousandths on hand and promised."""
    product = shop.catalogue.show(code).product_id
    return shop.stock.on_hand(product), shop.stock.reserved(product)


def payments(shop: Shop, *sale_ids: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    for sale_id in sale_ids:
        for method, amount in shop.db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (sale_id,)):
            found[method] = found.get(method, 0) + amount
    return found


def adds_up(shop: Shop, order_id: bytes) -> None:
    """What an order comes to is what its parcels' payments are and what is open still."""
    view = shop.orders.view(order_id)
    sales = [parcel.sale_id for parcel in view.parcels]
    every = [
        row[0] for at in sales for row in shop.db.rows("SELECT id FROM sale WHERE id = ? OR with_id = ?", (at, at))
    ]
    opened = view.sale.payable if view.sale else 0
    assert sum(payments(shop, *every).values()) + opened == view.payable
    assert view.paid + view.due == view.payable
    assert view.agreed == view.payable


@pytest.fixture
def order(shop: Shop) -> bytes:
    """Two packs of Surf and three of Parle-G, 330 rupees at the door."""
    return confirmed(shop, "2*1001", "3*1002")


def test_the_bill_is_drawn_the_goods_leave_and_the_papers_are_owed_at_once(shop: Shop, order):
    shop.dispatching.pack_all(order)
    found = shop.dispatching.dispatch(order, courier="Delhivery", awb="1490 8112", weight=2350, pieces=2)
    assert found.done.numbers == ("A1/2627/000001",)
    assert payments(shop, *found.done.sale_ids) == {"cod": 330_00}
    assert left(shop, "1001") == (48_000, 0)
    assert left(shop, "1002") == (197_000, 0)
    owed = dict(shop.db.rows("SELECT kind, id FROM print_job WHERE doc_id = ?", (found.done.sale_ids[0],)))
    assert set(owed) == {"bill", "label"}
    assert owed["label"] == found.label_job
    view = shop.orders.view(order)
    (parcel,) = view.parcels
    assert (view.state, view.sale, view.payment, view.due) == ("dispatched", None, "cod", 330_00)
    assert (parcel.courier, parcel.awb, parcel.weight, parcel.cod) == ("Delhivery", "14908112", 2350, 330_00)
    assert (parcel.way, parcel.state, parcel.bill) == ("courier", "out", "A1/2627/000001")
    assert shop.db.row("SELECT count(*) FROM packed_line") == (0,)
    adds_up(shop, order)
    steps = shop.db.rows("SELECT step FROM message WHERE doc_id = ? AND state = 'owed'", (order,))
    assert steps == [("dispatched",)]


def test_the_label_and_the_slip_speak_of_the_parcel(shop: Shop, order):
    done = shop.dispatching.dispatch(order, courier="Delhivery", awb="1490", weight=2350).done
    it = label.shipping_label(shop.db, done.sale_ids[0], {"pieces": 2})
    assert (it.order, it.courier, it.awb, it.weight, it.pieces) == ("A1/2627/O00001", "Delhivery", "1490", 2350, 2)
    assert (it.cod, it.to.name, it.to.pin_code) == (330_00, "Asha Kulkarni", "411004")
    told = slip.load_by_id(shop.db, done.sale_ids[0])
    assert (told.number, told.also, told.channel, told.way) == (
        "A1/2627/O00001", "A1/2627/000001", "phone", "delivery",
    )  # fmt: skip
    assert told == slip.load_by_id(shop.db, order)


def test_an_orders_slip_is_there_before_its_bill(shop: Shop, order):
    shop.orders.set(order, promised=20991231, slot="10-12", note="Ring twice")
    shop.orders.set_line_note(order, 1, "gift wrap")
    told = slip.load_by_id(shop.db, order)
    assert (told.number, told.also, told.slot, told.notes) == ("A1/2627/O00001", "", "10-12", "Ring twice")
    assert told.promised.date() == day_of(20991231)
    assert [(line.code, line.quantity, line.note) for line in told.lines] == [
        ("1001", 2000, "gift wrap"), ("1002", 3000, ""),
    ]  # fmt: skip
    job = shop.dispatching.print_slip(order)
    assert shop.dispatching.print_slip(order) == job, "one that waits is not owed twice"


def test_the_same_key_sends_once(shop: Shop, order):
    key = new_id()
    first = shop.dispatching.dispatch(order, key=key)
    assert shop.dispatching.dispatch(order, key=key) == first
    assert shop.db.row("SELECT count(*) FROM parcel") == (1,)
    other = confirmed(shop, "1003", phone="9812345671")
    with pytest.raises(Refused, match="belongs to another parcel"):
        shop.dispatching.dispatch(other, key=key)


def test_what_left_does_not_leave_again(shop: Shop, order):
    shop.dispatching.dispatch(order)
    with pytest.raises(Refused, match="Order A1/2627/O00001 is dispatched"):
        shop.dispatching.dispatch(order)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"courier": "India Post", "awb": "CM123456707IN"}, "awb"),
        ({"courier": "Delhivery", "carrier": "Ravi"}, "carrier"),
        ({"weight": -1}, "weight"),
        ({"pieces": 0}, "pieces"),
        ({"lines": {1: 3000}}, "quantity"),
        ({"lines": {1: 0}}, "lines"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_done(shop: Shop, order, how, field):
    with pytest.raises(InvalidInput) as refused:
        shop.dispatching.dispatch(order, **how)
    assert refused.value.field == field
    assert shop.orders.view(order).state == "confirmed"
    assert left(shop, "1001") == (50_000, 2000)
    assert shop.db.row("SELECT count(*) FROM print_job") == (0,)


def test_a_line_that_is_none_is_not_found(shop: Shop, order):
    with pytest.raises(NotFound):
        shop.dispatching.dispatch(order, lines={9: 1000})


def test_a_draft_a_pick_up_and_an_order_without_address_are_not_sent(shop: Shop):
    draft = shop.orders.begin(phone="9845012345").id
    shop.orders.enter(draft, "1001")
    with pytest.raises(Refused, match="taken, but not confirmed"):
        shop.dispatching.dispatch(draft)
    fetched = confirmed(shop, "1001", way="pickup", phone="9812345671")
    with pytest.raises(Refused, match="is confirmed"):
        shop.dispatching.dispatch(fetched)
    nowhere = confirmed(shop, "1001", phone="9812345672", address="")
    with pytest.raises(Refused, match="has no address to send to"):
        shop.dispatching.dispatch(nowhere)
    with pytest.raises(Refused, match="is confirmed"):
        shop.dispatching.hand_over(nowhere)


def test_a_box_that_is_half_packed_does_not_leave(shop: Shop, order):
    shop.dispatching.scan(order, "1001")
    with pytest.raises(Refused, match="was begun and is not done"):
        shop.dispatching.dispatch(order)


# -- money


def test_what_was_paid_before_pays_first_and_the_rest_at_the_door(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 100_00))
    done = shop.dispatching.dispatch(order).done
    assert payments(shop, *done.sale_ids) == {"advance": 100_00, "cod": 230_00}
    assert label.shipping_label(shop.db, done.sale_ids[0], {}).cod == 230_00
    assert shop.orders.view(order).payment == "part paid"
    adds_up(shop, order)


def test_all_paid_before_leaves_nothing_at_the_door(shop: Shop, order):
    shop.advances.take(order, Tender("upi", 330_00, "412345678901"))
    done = shop.dispatching.dispatch(order).done
    assert payments(shop, *done.sale_ids) == {"advance": 330_00}
    assert shop.orders.view(order).payment == "paid"


def test_more_than_the_bill_stays_the_customers(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 400_00), sure=True)
    shop.dispatching.dispatch(order)
    view = shop.orders.view(order)
    assert (view.credit, view.payment) == (70_00, "paid")
    shop.advances.give_back(order, 70_00, reason="paid too much")
    assert shop.orders.view(order).credit == 0


def test_an_order_for_the_khata_goes_on_the_khata(shop: Shop):
    order = confirmed(shop, "1001", pay_by="khata")
    done = shop.dispatching.dispatch(order).done
    assert payments(shop, *done.sale_ids) == {"khata": 150_00}
    view = shop.orders.view(order)
    assert (view.customer.owes, view.due, view.payment) == (150_00, 150_00, "due")
    shop.customers.take(view.customer.id, 150_00)
    assert shop.orders.view(order).payment == "paid"


def test_money_given_now_is_taken_before_the_door(shop: Shop, order):
    done = shop.dispatching.dispatch(order, tenders=[Tender("card", 130_00)]).done
    assert payments(shop, *done.sale_ids) == {"card": 130_00, "cod": 200_00}


def test_an_order_that_should_be_paid_before_is_asked_about(shop: Shop):
    order = confirmed(shop, "1001", pay_by="upi")
    with pytest.raises(Doubtful, match=r"should be paid before, and ₹150\.00 are due"):
        shop.dispatching.dispatch(order)
    assert payments(shop, *shop.dispatching.dispatch(order, sure=True).done.sale_ids) == {"cod": 150_00}


def test_money_that_nobody_saw_come_is_asked_about(shop: Shop, order):
    shop.advances.take(order, Tender("upi", 330_00))
    with pytest.raises(Doubtful, match=r"₹330\.00 of order A1/2627/O00001 are said to be paid"):
        shop.dispatching.dispatch(order)
    assert shop.dispatching.dispatch(order, sure=True).done.due == 0


# -- picked up


def test_what_is_picked_up_is_billed_paid_and_delivered_in_one_act(shop: Shop):
    order = confirmed(shop, "2*1001", way="pickup", pay_by="cash")
    found = shop.dispatching.hand_over(order, [Tender("cash", 500_00)])
    assert (found.done.change, found.label_job) == (200_00, None)
    view = shop.orders.view(order)
    assert (view.state, view.payment, view.parcels[0].way, view.parcels[0].state) == (
        "delivered", "paid", "pickup", "delivered",
    )  # fmt: skip
    assert left(shop, "1001") == (48_000, 0)
    assert view.steps[-1].kind == "handed_over"
    adds_up(shop, order)


def test_who_comes_pays_exactly_where_nobody_says_otherwise(shop: Shop):
    order = confirmed(shop, "1001", way="pickup", pay_by="")
    done = shop.dispatching.hand_over(order).done
    assert payments(shop, *done.sale_ids) == {"cash": 150_00}
    with pytest.raises(Refused, match="is delivered"):
        shop.dispatching.hand_over(order)


def test_too_little_at_the_counter_is_refused(shop: Shop):
    order = confirmed(shop, "1001", way="pickup", pay_by="")
    with pytest.raises(Refused, match=r"₹50\.00 is still to pay"):
        shop.dispatching.hand_over(order, [Tender("cash", 100_00)])
    assert shop.orders.view(order).state == "confirmed"


# -- a part of it


def test_what_stays_behind_is_promised_still_and_leaves_in_its_turn(shop: Shop, order):
    first = shop.dispatching.dispatch(order, lines={1: 1000}, courier="Delhivery", awb="1")
    view = shop.orders.view(order)
    assert (first.done.payable, view.state, view.payable) == (150_00, "confirmed", 330_00)
    assert [(line.code, line.quantity) for line in view.sale.lines] == [("1001", 1000), ("1002", 3000)]
    assert left(shop, "1001") == (49_000, 1000)
    assert left(shop, "1002") == (200_000, 3000)
    adds_up(shop, order)
    second = shop.dispatching.dispatch(order, courier="Delhivery", awb="2")
    view = shop.orders.view(order)
    assert (second.done.payable, view.state, [one.no for one in view.parcels]) == (180_00, "dispatched", [1, 2])
    assert left(shop, "1001") == (48_000, 0)
    adds_up(shop, order)


def test_what_was_paid_before_is_used_parcel_by_parcel(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 200_00))
    first = shop.dispatching.dispatch(order, lines={1: 1000}).done
    assert payments(shop, *first.sale_ids) == {"advance": 150_00}
    second = shop.dispatching.dispatch(order).done
    assert payments(shop, *second.sale_ids) == {"advance": 50_00, "cod": 130_00}
    adds_up(shop, order)


def test_discounts_and_delivery_are_neither_lost_nor_doubled(shop: Shop):
    order = confirmed(shop, "2*1001", "4*1002", shipping=40_00)
    shop.orders.discount_line(order, 2, amount=3_00)
    shop.orders.discount_bill(order, amount=34_00)
    whole = shop.orders.view(order).payable
    assert whole == 343_00
    first = shop.dispatching.dispatch(order, lines={1: 1000, 2: 2000}).done
    second = shop.dispatching.dispatch(order).done
    shipped = [shop.db.row("SELECT shipping FROM sale WHERE id = ?", (one.sale_ids[0],)) for one in (first, second)]
    assert shipped == [(40_00,), (0,)]
    assert abs(first.payable + second.payable - whole) <= 100, "each bill is rounded to the rupee"
    off = shop.db.row("SELECT sum(disc), sum(bdisc) FROM sale_line WHERE code IN ('1001', '1002')")
    assert off == (3_00, 34_00)
    adds_up(shop, order)


def test_half_of_an_offer_costs_what_was_agreed(shop: Shop):
    product = shop.catalogue.show("1002").product_id
    shop.offers.add(Offer(b"", "", GET, Choice(products=frozenset({product.hex()})), buy=2, get=1))
    order = confirmed(shop, "3*1002")
    assert shop.orders.view(order).payable == 20_00
    first = shop.dispatching.dispatch(order, lines={1: 2000}).done
    second = shop.dispatching.dispatch(order).done
    assert abs(first.payable + second.payable - 20_00) <= 100


# -- an order that becomes two bills


@pytest.fixture
def business(shop: Shop) -> bytes:
    """Soap with tax and dal without, for a registered buyer: the law wants two papers."""
    shop.customers.add(
        "Kaveri Traders", "9845099999", gstin="27AAPFU0939F1ZV", address="44 Tilak Road, Pune", pin_code="411030",
        state="27",
    )  # fmt: skip
    return confirmed(shop, "2*1001", "1*2001", phone="9845099999")


def test_two_bills_are_one_parcel(shop: Shop, business):
    shop.advances.take(business, Tender("cash", 68_00))
    found = shop.dispatching.dispatch(business, courier="Delhivery", awb="7")
    assert len(found.done.numbers) == 2
    assert payments(shop, *found.done.sale_ids) == {"advance": 68_00, "cod": 400_00}
    assert label.shipping_label(shop.db, found.done.sale_ids[0], {}).cod == 400_00
    assert label.shipping_label(shop.db, found.done.sale_ids[1], {}).awb == "7"
    assert len(slip.load_by_id(shop.db, business).lines) == 2
    adds_up(shop, business)
    shop.dispatching.deliver(found.parcel_id, tenders=[Tender("cash", 400_00)])
    assert shop.orders.view(business).payment == "paid"


def test_two_bills_come_back_as_two_notes(shop: Shop, business):
    found = shop.dispatching.dispatch(business)
    arrived = shop.dispatching.bring_back(found.parcel_id, "Door locked")
    assert len(arrived.credit.numbers) == 2
    assert (arrived.order_state, arrived.due) == ("returned", 0)
    assert left(shop, "1001") == (50_000, 0)
    assert left(shop, "2001") == (100_000, 0)


# -- what must not be


def test_a_bill_that_left_is_not_cancelled_behind_the_orders_back(shop: Shop, order):
    found = shop.dispatching.dispatch(order)
    with pytest.raises(Refused, match=r"Bill A1/2627/000001 left with order A1/2627/O00001\. Bring its parcel back"):
        shop.sales.void("A1/2627/000001", "typed wrong")
    shop.dispatching.deliver(found.parcel_id)
    with pytest.raises(Refused, match="Press F8"):
        shop.sales.void("A1/2627/000001", "typed wrong")


def unsure(monkeypatch, *, saved: bool) -> None:
    """The disk does not confirm the next COMMIT, which took place or did not."""
    real = Database._commit

    def commit(self, raw, tx):
        monkeypatch.undo()
        if saved:
            real(self, raw, tx)
        else:
            self._roll_back(raw, tx)
        raise CommitUnknown("disk")

    monkeypatch.setattr(Database, "_commit", commit)


def test_a_dispatch_that_was_saved_after_all_is_told_as_done(shop: Shop, order, monkeypatch):
    unsure(monkeypatch, saved=True)
    found = shop.dispatching.dispatch(order, courier="Delhivery", awb="3")
    assert found.done.numbers == ("A1/2627/000001",)
    assert found.label_job is not None
    assert shop.orders.view(order).state == "dispatched"


def test_a_dispatch_that_was_not_saved_says_so(shop: Shop, order, monkeypatch):
    unsure(monkeypatch, saved=False)
    with pytest.raises(Unavailable, match="not saved"):
        shop.dispatching.dispatch(order)
    assert shop.orders.view(order).state == "confirmed"
    assert shop.dispatching.dispatch(order).done.numbers == ("A1/2627/000001",)


def test_the_books_agree_with_all_that_was_sent(shop: Shop, order, business):
    first = shop.dispatching.dispatch(order, lines={1: 1000})
    shop.dispatching.dispatch(order)
    shop.dispatching.bring_back(first.parcel_id, "Nobody there")
    shop.dispatching.deliver(shop.dispatching.dispatch(business).parcel_id, tenders=[Tender("cash")])
    assert [str(fault) for fault in audit(shop.db).faults] == []
    assert money_of(shop.db, order, 0).back == 150_00
