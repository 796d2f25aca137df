"""Money for an order whose goods have left in part or whole: it pays the doors and the khata, never nothing."""

import pytest

from shoppos.base.errors import Doubtful, Refused
from shoppos.reports import dues, khata
from shoppos.reports.audit import audit
from shoppos.rules import upi
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import PHONE, confirmed

UTR = "412345678901"


def some_left(shop: Shop, order: bytes, *, all_of_it: bool = False) -> list[bytes]:
    """The first line leaves with Ravi, then the rest if `all_of_it` does; gives the sales."""
    view = shop.orders.view(order)
    assert view.sale is not None
    first = shop.orders.lines.open_lines(view.sale.id)[0]
    sent = [shop.dispatching.dispatch(order, lines={first.line: first.quantity}, carrier="Ravi")]
    if all_of_it:
        sent.append(shop.dispatching.dispatch(order, carrier="Ravi"))
    return [sale_id for one in sent for sale_id in one.done.sale_ids]


def by_page(shop: Shop, order: bytes, utr: str = UTR):
    """The customer pays what their page asks for; gives what was learned."""
    page = shop.tracking.state(order)
    return shop.bank.learn([Credit(page.due, utr, said=f"UPI {page.attempt}")])


def test_one_payment_pays_the_doors_of_several_parcels(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    sales = some_left(shop, order, all_of_it=True)
    assert shop.tracking.state(order).due == 330_00
    assert by_page(shop, order).matched
    view = shop.orders.view(order)
    assert (view.paid, view.due, view.credit) == (330_00, 0, 0)
    assert [shop.cod.due(sale) for sale in sales] == [0, 0]
    assert (shop.tracking.state(order).due, shop.dispatching.run("Ravi").to_collect) == (0, 0)
    assert shop.db.rows("SELECT amount FROM cod_receipt ORDER BY amount") == [(30_00,), (300_00,)]
    assert [step.told["amount"] for step in view.steps if step.kind == "paid"] == [330_00]
    assert audit(shop.db).faults == ()


def test_the_door_is_paid_first_and_the_rest_waits_for_its_bill(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    (sale,) = some_left(shop, order)
    assert by_page(shop, order).matched
    assert (shop.cod.due(sale), shop.advances.left(order), shop.advances.due(order)) == (0, 30_00, 0)
    assert shop.dispatching.run("Ravi").to_collect == 0
    shop.dispatching.dispatch(order, carrier="Ravi")
    assert (shop.orders.view(order).due, shop.orders.view(order).credit) == (0, 0)
    assert audit(shop.db).faults == ()


def test_what_stands_on_the_khata_is_paid_there(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="khata")
    shop.dispatching.deliver(shop.dispatching.dispatch(order, carrier="Ravi").parcel_id)
    assert (shop.advances.due(order), shop.tracking.state(order).due) == (300_00, 300_00)
    assert by_page(shop, order).matched
    view, customer = shop.orders.view(order), shop.customers.by_phone(PHONE)
    assert (view.paid, view.due, view.credit, view.payment) == (300_00, 0, 0, "paid")
    assert customer is not None
    assert customer.owes == 0
    assert shop.tracking.state(order).due == 0
    assert audit(shop.db).faults == ()


def test_a_page_asks_under_a_new_reference_once_a_khata_was_paid_by_it(shop: Shop):
    anil = confirmed(shop, "1003", pay_by="khata")
    shop.dispatching.dispatch(anil, carrier="Ravi")
    order = confirmed(shop, "2*1001", pay_by="khata")
    shop.dispatching.dispatch(order, carrier="Ravi")
    before = shop.tracking.state(order).attempt
    asked = shop.tracking.state(order).due
    shop.bank.learn([Credit(asked - 100_00, UTR, said=f"UPI {before}")])
    shop.bank.match(shop.bank.open()[0].id, order)
    assert shop.tracking.state(order).due == 100_00
    assert shop.tracking.state(order).attempt != before


def test_what_is_paid_for_an_order_settles_that_order_and_not_an_older_bill(shop: Shop):
    first = confirmed(shop, "1003", pay_by="khata")
    older = shop.sales.sell(["1003"], [Tender("khata")], customer_phone=PHONE).sale_ids[0]
    shop.dispatching.dispatch(first, carrier="Ravi")
    order = confirmed(shop, "2*1001", pay_by="khata")
    shop.dispatching.dispatch(order, carrier="Ravi")
    owes = dues.unpaid(shop.db, older)[0]
    assert by_page(shop, order).matched
    assert shop.tracking.state(order).due == 0
    assert (dues.unpaid(shop.db, older)[0], shop.tracking.state(first).due) == (owes, owes)
    customer = shop.customers.by_phone(PHONE)
    assert customer is not None
    (card,) = (one for one in khata.debtors(shop.db) if one.customer_id == customer.id)
    assert card.ageing.owes == customer.owes == 2 * owes
    shop.customers.pay(customer.id, owes)
    assert dues.unpaid(shop.db, older)[0] == 0, "what names no bill settles the oldest"
    assert shop.tracking.state(first).due == owes
    shop.advances.take(first, Tender("cash"))
    assert shop.tracking.state(first).due == 0
    assert audit(shop.db).faults == ()


def test_the_link_on_an_orders_bill_settles_that_bill_first(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="khata")
    older = shop.sales.sell(["1003"], [Tender("khata")], customer_phone=PHONE).sale_ids[0]
    done = shop.dispatching.dispatch(order, carrier="Ravi").done
    owes, due = dues.unpaid(shop.db, older)[0], dues.unpaid(shop.db, done.sale_ids[0])[0]
    reference = upi.reference(f"{done.numbers[0]}P1")
    before = shop.tracking.state(order).attempt
    assert shop.bank.learn([Credit(due, UTR, said=f"UPI {reference}")]).matched
    assert (dues.unpaid(shop.db, older)[0], dues.unpaid(shop.db, done.sale_ids[0])[0]) == (owes, 0)
    assert (shop.tracking.state(order).due, shop.orders.view(order).payment) == (0, "paid")
    assert shop.tracking.state(order).attempt != before
    assert audit(shop.db).faults == ()


def test_the_same_payment_told_under_a_reference_that_was_paid_is_for_a_person(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    some_left(shop, order)
    shown = shop.tracking.state(order)
    shop.bank.learn([Credit(shown.due, UTR, said=shown.attempt)])
    shop.orders.enter(order, "10*1002")
    learned = shop.bank.learn([Credit(shown.due, "412345678902", said=shown.attempt)])
    assert learned.open == 1
    assert [double.second for double in shop.bank.doubles()] == list(learned.ids)


@pytest.mark.parametrize("key", [None, bytes(range(16))], ids=["no key", "a key"])
def test_money_for_what_has_left_goes_to_its_door_and_no_more_than_is_due(shop: Shop, key):
    order = confirmed(shop, "2*1001", "3*1002")
    sales = some_left(shop, order, all_of_it=True)
    with pytest.raises(Refused, match=r"Only ₹330\.00 are due"):
        shop.advances.take(order, Tender("cash", 330_01))
    with pytest.raises(Refused, match="not paid by Card"):
        shop.advances.take(order, Tender("card"))
    taken = shop.advances.take(order, Tender("cash", 310_00), key=key)
    if key is not None:
        assert shop.advances.take(order, Tender("cash", 310_00), key=key) == taken == key
    assert [shop.cod.due(sale) for sale in sales] == [0, 20_00]
    shop.advances.take(order, Tender("cash"))
    assert shop.db.row("SELECT count(*) FROM advance") == (0,)
    with pytest.raises(Refused, match="Nothing is due for order"):
        shop.advances.take(order, Tender("cash"))
    assert audit(shop.db).faults == ()


def test_money_for_what_stands_on_the_khata_is_a_khata_payment(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="khata")
    shop.dispatching.deliver(shop.dispatching.dispatch(order, carrier="Ravi").parcel_id)
    shop.advances.take(order, Tender("card", 100_00))
    shop.advances.take(order, Tender("upi", 200_00, UTR))
    assert shop.db.rows("SELECT method, amount FROM khata_entry WHERE kind = 'payment' ORDER BY id") == [
        ("card", -100_00),
        ("upi", -200_00),
    ]
    assert shop.orders.view(order).due == 0
    assert audit(shop.db).faults == ()


def test_a_claim_stands_for_one_thing_and_a_utr_for_all_of_one_act(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    some_left(shop, order)
    with pytest.raises(Refused, match="paid when the bank shows it"):
        shop.advances.take(order, Tender("upi"))
    shop.advances.take(order, Tender("upi", None, UTR))
    assert shop.orders.view(order).due == 0
    learned = shop.bank.learn([Credit(330_00, UTR)])
    assert learned.matched  # the bank confirms what was typed, whole
    assert audit(shop.db).faults == ()


def test_a_claim_at_the_doors_of_two_parcels_is_proved_as_one(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    some_left(shop, order, all_of_it=True)
    shop.advances.take(order, Tender("upi"))
    (credit,) = shop.bank.learn([Credit(330_00, UTR)]).ids
    (may,) = shop.bank.suggestions(credit)
    shop.bank.match(credit, may.claim.doc_id, may.claim.line)
    assert shop.db.rows("SELECT DISTINCT utr FROM utr") == [(UTR,)]
    assert shop.bank.open() == []
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize("claimed", [True, False])
def test_what_comes_for_a_cancelled_order_waits_for_a_person(shop: Shop, claimed):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shown = shop.advances.qr(order)
    if claimed:
        shop.advances.take(order, Tender("upi", attempt=shown.reference))
    shop.orders.cancel(order, "changed mind")
    learned = shop.bank.learn([Credit(300_00, UTR, said=f"UPI {shown.reference}")])
    assert (learned.matched, learned.open) == ((), 1)
    (may,) = shop.bank.suggestions(learned.ids[0])
    assert not may.certain
    assert "needs no more money: ₹300.00 of it are to be given back" in may.why
    with pytest.raises(Doubtful, match="give it back"):
        shop.bank.match(learned.ids[0], may.claim.doc_id, may.claim.line)
    shop.bank.match(learned.ids[0], may.claim.doc_id, may.claim.line, sure=True)
    shop.advances.give_back(order, 300_00, reason="cancelled before it came")
    assert shop.advances.left(order) == 0
    assert audit(shop.db).faults == ()


def test_what_is_more_than_an_order_that_left_needs_waits_for_a_person(shop: Shop):
    order = confirmed(shop, "2*1001")
    shown = shop.advances.qr(order)
    (sale,) = some_left(shop, order)
    shop.cod.take(sale, 100_00)
    assert shop.bank.learn([Credit(300_00, UTR, said=shown.reference)]).open == 1


def test_a_second_payment_by_the_link_of_a_page_or_a_bill_is_listed(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    link = shop.tracking.state(order).attempt
    first = shop.bank.learn([Credit(300_00, UTR, said=link)])
    second = shop.bank.learn([Credit(300_00, "412345678902", said=link)])
    assert (len(first.matched), second.open) == (1, 1)
    (double,) = shop.bank.doubles()
    assert (double.first, double.second) == (first.ids[0], second.ids[0])
    assert f"{shop.orders.view(order).number} was paid before" in double.why
