"""Money for an order before its bill: every way, the claimed and the proved, what is left, and who gets it back."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.printing.documents import page_for
from shoppos.reports import khata, order_money
from shoppos.reports.audit import audit
from shoppos.rules import upi
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_rows import an_order, leaves

UTR = "412345678901"


@pytest.fixture
def order(shop: Shop) -> bytes:
    """An order of Rs 310: two of washing powder, one biscuit."""
    return an_order(shop, "2*1001", "1002")


def rows(shop: Shop, order_id: bytes):
    return shop.db.rows(
        "SELECT amount, method, reference, reason FROM advance WHERE order_id = ? ORDER BY id", (order_id,)
    )


def test_a_part_by_cash_and_the_rest_by_card_pay_the_order(shop: Shop, order):
    assert shop.advances.due(order) == 310_00
    shop.advances.take(order, Tender("cash", 100_00))
    assert shop.advances.due(order) == 210_00
    shop.advances.take(order, Tender("card", None, "RRN 9"))
    assert (shop.advances.due(order), shop.advances.left(order)) == (0, 310_00)
    assert rows(shop, order) == [(100_00, "cash", "", ""), (210_00, "card", "RRN 9", "")]
    steps = shop.db.rows("SELECT kind, told FROM order_step WHERE order_id = ? ORDER BY id", (order,))
    assert [kind for kind, _told in steps] == ["paid", "paid"]
    assert audit(shop.db).faults == ()


def test_the_same_key_twice_takes_the_money_once(shop: Shop, order):
    key = new_id()
    assert shop.advances.take(order, Tender("cash", 50_00), key=key) == key
    assert shop.advances.take(order, Tender("cash", 50_00), key=key) == key
    assert shop.advances.left(order) == 50_00


def test_a_qr_asks_for_exactly_what_is_due_under_a_reference_never_used(shop: Shop, order):
    first, second = shop.advances.qr(order), shop.advances.qr(order, 99_50)
    assert first.reference != second.reference
    assert (first.amount, upi.parse(first.link)["am"]) == (310_00, "310.00")
    assert (upi.parse(second.link)["am"], upi.parse(second.link)["tr"]) == ("99.50", second.reference)
    assert shop.advances.left(order) == 0


def test_a_qr_needs_something_to_pay_and_a_upi_id(shop: Shop, order):
    shop.advances.take(order, Tender("cash"))
    with pytest.raises(InvalidInput, match="nothing to pay"):
        shop.advances.qr(order)
    shop.settings.set_profile(upi="")
    with pytest.raises(Refused, match="no UPI id"):
        shop.advances.qr(order, 1_00)


def test_upi_without_a_utr_is_claimed_until_one_is_known(shop: Shop, order):
    shown = shop.advances.qr(order, 200_00)
    paid = shop.advances.take(order, Tender("upi", 200_00, "", shown.reference))
    assert shop.advances.claimed(order) == [(paid, 200_00, shown.reference)]
    shop.advances.verify(paid, UTR)
    assert shop.advances.claimed(order) == []
    with pytest.raises(Refused, match="its UTR already"):
        shop.advances.verify(paid, "412345678902")
    assert audit(shop.db).faults == ()


def test_one_utr_pays_one_order_and_nothing_else(shop: Shop, order):
    shop.advances.take(order, Tender("upi", 10_00, UTR))
    number = shop.db.row("SELECT number FROM orders")[0]
    with pytest.raises(Refused, match=number):
        shop.advances.take(order, Tender("upi", 10_00, UTR))
    with pytest.raises(Refused, match=number):
        shop.sales.sell(["1002"], [Tender("upi", None, UTR)])
    assert shop.advances.left(order) == 10_00


def test_a_qr_of_another_order_is_no_payment_of_this_one(shop: Shop, order):
    other = an_order(shop, "1003")
    shown = shop.advances.qr(other)
    with pytest.raises(Refused, match="No QR"):
        shop.advances.take(order, Tender("upi", 10_00, "", shown.reference))


@pytest.mark.parametrize("way", ["khata", "cod", "points", "exchange", "advance"])
def test_an_order_is_paid_before_by_money_alone(shop: Shop, order, way):
    with pytest.raises(Refused):
        shop.advances.take(order, Tender(way, 10_00))
    assert rows(shop, order) == []


def test_nothing_below_one_paisa_is_taken_and_a_wrong_utr_neither(shop: Shop, order):
    for tender in (Tender("cash", 0), Tender("cash", -5), Tender("upi", 5_00, "1234"), Tender("cash", 10**13)):
        with pytest.raises(InvalidInput):
            shop.advances.take(order, tender)
    with pytest.raises(NotFound):
        shop.advances.take(new_id(), Tender("cash", 5_00))


def test_more_than_was_agreed_is_asked_about_once(shop: Shop):
    order = an_order(shop, "1002", agreed=10_00)
    with pytest.raises(Doubtful, match=r"100\.00"):
        shop.advances.take(order, Tender("cash", 100_00))
    shop.advances.take(order, Tender("cash", 100_00), sure=True)
    assert shop.advances.left(order) == 100_00


def test_the_bill_uses_what_was_paid_before_and_the_rest_is_left(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 400_00))
    bill = leaves(shop, order)
    paid = shop.db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (bill,))
    assert paid == [("advance", 310_00)]
    assert shop.advances.left(order) == 90_00
    assert audit(shop.db).faults == ()


def test_money_is_given_back_with_a_reason_and_never_more_than_is_left(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 100_00))
    with pytest.raises(InvalidInput, match="Say why"):
        shop.advances.give_back(order, 40_00)
    with pytest.raises(Refused, match=r"100\.00"):
        shop.advances.give_back(order, 100_01, "cash", "cancelled")
    for amount in (0, -1):
        with pytest.raises(InvalidInput):
            shop.advances.give_back(order, amount, "cash", "cancelled")
    with pytest.raises(Refused):
        shop.advances.give_back(order, 10_00, "cod", "cancelled")
    shop.advances.give_back(order, 40_00, "netbanking", "cancelled", reference="N123")
    assert rows(shop, order)[-1] == (-40_00, "netbanking", "N123", "cancelled")
    assert shop.advances.left(order) == 60_00


def test_what_is_only_claimed_is_not_given_back_but_taken_off(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 30_00))
    claimed = shop.advances.take(order, Tender("upi", 70_00))
    with pytest.raises(Refused, match="only claimed"):
        shop.advances.give_back(order, 31_00, "cash", "cancelled")
    shop.advances.strike(claimed, "never came")
    assert (shop.advances.left(order), shop.advances.claimed(order)) == (30_00, [])
    with pytest.raises(Refused):
        shop.advances.strike(claimed, "never came")
    with pytest.raises(Refused, match="taken off"):
        shop.advances.verify(claimed, UTR)
    proved = shop.advances.take(order, Tender("upi", 70_00, UTR))
    with pytest.raises(Refused, match="proved"):
        shop.advances.strike(proved, "never came")


def test_a_claimed_payment_that_a_bill_has_used_is_due_when_it_is_taken_off(shop: Shop, order):
    anil = shop.customers.by_phone("9812345678")
    claimed = shop.advances.take(order, Tender("upi"))
    leaves(shop, order)
    with pytest.raises(Doubtful, match=r"used this payment: ₹310\.00 are due"):
        shop.advances.strike(claimed, "never came")
    assert shop.customers.get(anil.id).owes == 0
    shop.advances.strike(claimed, "never came", sure=True)
    assert (shop.customers.get(anil.id).owes, shop.advances.left(order)) == (310_00, 0)
    assert shop.advances.claimed(order) == []
    money = order_money.of(shop.db, order, 0)
    assert (money.payment, money.due, money.khata, money.paid) == ("due", 310_00, 310_00, 0)
    assert audit(shop.db).faults == ()


def test_another_amount_than_was_claimed_and_used_pays_and_the_rest_is_due(shop: Shop, order):
    anil = shop.customers.by_phone("9812345678")
    claimed = shop.advances.take(order, Tender("upi"))
    leaves(shop, order)
    shop.bank.arrived("412345678901", 309_00)
    shop.bank.match(shop.bank.open()[0].id, claimed, 1, sure=True)
    assert shop.bank.open() == []
    assert shop.customers.get(anil.id).owes == 1_00
    money = order_money.of(shop.db, order, 0)
    assert (money.due, money.paid, money.claimed, money.payment) == (1_00, 309_00, 0, "part paid")
    assert audit(shop.db).faults == ()


def test_what_is_left_may_stay_with_the_customer_on_the_khata(shop: Shop, order):
    anil = shop.customers.by_phone("9812345678")
    shop.advances.take(order, Tender("cash", 100_00))
    shop.advances.give_back(order, 100_00, reason="next time", to_khata=True)
    assert shop.customers.get(anil.id).owes == -100_00
    assert khata.outstanding(khata.entries(shop.db, anil.id))[1] == 100_00
    assert shop.advances.left(order) == 0
    assert audit(shop.db).faults == ()


def test_giving_money_back_asks_for_a_yes_where_the_shop_wants_it(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 100_00))
    shop.settings.set("rights", {"return": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    with pytest.raises(Refused, match="manager"):
        shop.advances.give_back(order, 10_00, "cash", "cancelled")
    yes = shop.staff.approve("return", order, "4711")
    shop.advances.give_back(order, 10_00, "cash", "cancelled", approved=yes.id)
    assert shop.advances.left(order) == 90_00


def test_a_receipt_is_owed_and_says_what_was_paid_for_which_order(shop: Shop, order):
    shop.advances.take(order, Tender("cash", 40_00))
    paid = shop.advances.take(order, Tender("upi", 60_00, UTR))
    job = shop.advances.receipt(paid)
    assert shop.db.row("SELECT kind, doc_id, copy_no FROM print_job WHERE id = ?", (job,)) == ("receipt", paid, 0)
    page = page_for(shop.db, "receipt", paid, {}, "80mm")
    said = repr(page.parts)
    for words in ("A1/2627/O00001", "Paid for it so far", "100.00", "60.00", UTR, "Anil Verma"):
        assert words in said
    assert "9812345678" not in said
    with pytest.raises(NotFound):
        shop.advances.receipt(new_id())


def test_what_is_left_on_the_khata_of_a_cancelled_order_names_the_order(shop: Shop, order: bytes):
    shop.advances.take(order, Tender("cash", 100_00))
    shop.advances.give_back(order, 100_00, reason="cancelled", to_khata=True)
    view = shop.orders.view(order)
    (entry,) = khata.entries(shop.db, view.customer.id)
    assert (entry.kind, entry.amount, entry.number) == ("payment", -100_00, view.number)
