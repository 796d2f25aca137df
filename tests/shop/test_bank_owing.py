"""What is due of an order and was paid though nobody showed a QR: proposed; and what is paid already: asked about."""

import datetime as dt

import pytest

from shoppos.base.errors import Doubtful
from shoppos.cli.order_words import payment_said
from shoppos.reports import dues
from shoppos.reports.audit import audit
from shoppos.reports.timeline import timeline
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed

UTR, OTHER = "412345678901", "412345678902"


def proposed(shop: Shop, amount: int, payer: str = "", said: str = "") -> list[str]:
    """The numbers of what a payment may be for, the likeliest first."""
    (credit,) = shop.bank.learn([Credit(amount, "", payer, said=said or payer or "NEFT")]).ids
    found = shop.bank.suggestions(credit)
    assert not any(one.certain for one in found)
    return [one.claim.number for one in found]


def number(shop: Shop, order: bytes) -> str:
    return shop.orders.view(order).number


def test_the_only_order_of_which_that_much_is_due_is_proposed_and_not_matched(shop: Shop):
    order = confirmed(shop, "1001", pay_by="upi")
    learned = shop.bank.learn([Credit(150_00, UTR, "someone@oksbi")])
    assert (learned.matched, learned.open) == ((), 1)
    (only,) = shop.bank.suggestions(learned.ids[0])
    assert (only.claim.number, only.why) == (
        number(shop, order),
        "just what is due of it, and nothing else comes to it",
    )
    shop.bank.match(learned.ids[0], only.claim.doc_id, only.claim.line)
    assert shop.orders.view(order).payment == "paid"


def test_of_several_only_that_of_who_paid_is_proposed(shop: Shop):
    asha = confirmed(shop, "1001", pay_by="upi")
    ravi = shop.customers.add("Ravi Patil", "9800000001", address="1 Hill Road, Pune", pin_code="411001", state="27")
    other = shop.orders.begin(customer_id=ravi.id).id
    shop.orders.enter(other, "1001")
    shop.orders.confirm(other, sure=True)
    assert proposed(shop, 150_00, "nobody@upi") == []
    assert proposed(shop, 150_00, "ASHA KULKARNI") == [number(shop, asha)]
    assert proposed(shop, 150_00, "ravi.patil@ybl") == [number(shop, other)]
    assert proposed(shop, 150_00, said="UPI 9800000001 paid") == [number(shop, other)]
    assert proposed(shop, 149_00, "asha@upi") == []
    shop.advances.take(asha, Tender("cash", 50_00))
    assert proposed(shop, 100_00, "asha12@upi") == [number(shop, asha)], "the rest"


def test_a_paid_order_is_not_proposed_and_asked_about_and_not_thanked_for_again(shop: Shop):
    shop.settings.set("messages", {"quiet": [0, 0]})
    order = confirmed(shop, "1001", pay_by="upi")
    shop.advances.qr(order)
    first, second = shop.bank.learn([Credit(150_00, UTR, "asha@upi"), Credit(150_00, OTHER, "asha@upi")]).ids
    assert [one.second for one in shop.bank.doubles()] == [second], "before either is matched"
    shop.bank.match(first, order)
    assert shop.bank.suggestions(second) == []
    assert [one.second for one in shop.bank.doubles()] == [second]
    with pytest.raises(Doubtful, match=r"is paid already; this would be ₹150\.00 too much"):
        shop.bank.match(second, order)
    shop.bank.match(second, order, sure=True)
    assert shop.advances.left(order) == 300_00
    thanks, again = (row[0] for row in shop.db.rows("SELECT body FROM message WHERE step = 'payment' ORDER BY id"))
    assert "we have received ₹150.00" in thanks
    assert "which was paid already" in again
    assert "received" not in again


def test_what_is_claimed_and_who_proved_it_stand_on_the_order(shop: Shop):
    order = confirmed(shop, "1001", pay_by="upi")
    paid = shop.advances.take(order, Tender("upi", 150_00))
    assert words(shop, order)[-1] == "₹150.00 said to be paid (UPI)"
    (credit,) = shop.bank.learn([Credit(150_00, UTR, "asha@upi")]).ids
    shop.bank.match(credit, paid, 1)
    last = [one for one in timeline(shop.db, order) if one.of == "step"][-1]
    assert (last.words, last.by) == (f"₹150.00 came in, UTR {UTR}", "Meena")


def why(shop: Shop, credit: Credit) -> list[tuple[str, str, str]]:
    """What such a payment may be for: kind, number and reason, the likeliest first; none of it certain."""
    (credit_id,) = shop.bank.learn([credit]).ids
    found = shop.bank.suggestions(credit_id)
    assert not any(one.certain for one in found)
    return [(one.claim.kind, one.claim.number, one.why) for one in found]


@pytest.mark.parametrize("written", ["Order {whole} thanks", "UPI/{end}/asha", "ORDER {plain}", "order {dashed}"])
def test_an_order_that_the_bank_names_comes_first_whatever_the_amount(shop: Shop, written):
    named = confirmed(shop, "1001", pay_by="upi")
    ravi = shop.customers.add("Ravi Patil", "9800000001", address="1 Hill Road, Pune", pin_code="411001", state="27")
    other = shop.orders.begin(customer_id=ravi.id).id
    shop.orders.enter(other, "1003")
    shop.orders.confirm(other, sure=True)
    shop.advances.qr(other)
    whole = number(shop, named)
    till, year, end = whole.split("/")
    said = written.format(whole=whole, end=end, plain=f"{till}{year}{end}", dashed=whole.replace("/", "-").lower())
    (first, second) = why(shop, Credit(62_00, UTR, "ravi@ybl", said))
    assert first == ("asked", whole, "its number stands in the text, but ₹62.00 came and ₹150.00 are due")
    assert second[1] == number(shop, other)
    ((kind, numbered, reason),) = why(shop, Credit(150_00, OTHER, "x@upi", said))
    assert (kind, numbered, reason) == ("asked", whole, "its number stands in the text")
    credit = shop.bank.open()[0].id
    shop.bank.match(credit, named)
    assert shop.advances.left(named) == 62_00


def test_a_claim_of_an_order_that_the_bank_names_is_what_is_proved(shop: Shop):
    order = confirmed(shop, "1001", pay_by="upi")
    paid = shop.advances.take(order, Tender("upi", 150_00))
    (credit,) = shop.bank.learn([Credit(150_00, UTR, "x@upi", f"for {number(shop, order)}")]).ids
    (only,) = shop.bank.suggestions(credit)
    assert (only.claim.kind, only.claim.doc_id, only.why) == ("advance", paid, "its number stands in the text")
    shop.bank.match(credit, only.claim.doc_id, only.claim.line)
    assert (shop.advances.left(order), shop.advances.claimed(order)) == (150_00, [])


def test_a_bill_that_the_bank_names_is_proposed(shop: Shop):
    bill = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    assert why(shop, Credit(50_00, UTR, "x@upi", f"Bill {bill}")) == [
        ("due", bill, "its number stands in the text, but ₹50.00 came and ₹150.00 are due")
    ]
    assert why(shop, Credit(50_00, OTHER, "x@upi", "Bill A1/2627/999999")) == []


def test_a_delivered_orders_debt_is_proposed_at_the_door_and_on_the_khata(shop: Shop, out):
    parcel = shop.orders.view(out).parcels[0]
    shop.dispatching.deliver(parcel.id, tenders=[Tender("cash", 100_00)])
    just = "just what is due of it, and nothing else comes to it"
    assert why(shop, Credit(70_00, "", "x@upi", "one")) == [("asked", number(shop, out), just)], "due at the door"
    shop.dispatching.rest_to_khata(parcel.sale_id)
    assert why(shop, Credit(70_00, UTR, "x@upi", "two")) == [("asked", number(shop, out), just)], "on the khata"
    assert why(shop, Credit(69_00, OTHER, "asha@upi", "three")) == []
    credit = next(one.id for one in shop.bank.open() if one.credit.utr == UTR)
    shop.bank.match(credit, out)
    assert shop.orders.view(out).payment == "paid"
    assert why(shop, Credit(70_00, "", "asha@upi", "four")) == []
    assert audit(shop.db).faults == ()


def test_what_was_claimed_at_a_door_is_found_though_it_was_typed_hours_after_it_was_paid(shop: Shop, out):
    paid = shop.db.clock.now() - dt.timedelta(hours=7)
    shop.dispatching.deliver(shop.orders.view(out).parcels[0].id, tenders=[Tender("upi")])
    assert [kind for kind, _number, _why in why(shop, Credit(170_00, UTR, "x@upi", at=paid))] == ["door"]


def test_a_counter_bill_on_the_khata_is_proposed_without_its_reference(shop: Shop):
    bill = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    (sale_id,) = shop.db.row("SELECT id FROM sale WHERE number = ?", (bill,))
    (credit,) = shop.bank.learn([Credit(150_00, UTR, "x@upi", "NEFT")]).ids
    (only,) = shop.bank.suggestions(credit)
    assert (only.claim.kind, only.claim.number, only.certain) == ("due", bill, False)
    shop.bank.match(credit, only.claim.doc_id, only.claim.line)
    assert dues.unpaid(shop.db, sale_id) == (0, 0)
    assert why(shop, Credit(150_00, OTHER, "x@upi", "NEFT")) == []


def test_the_whole_khata_of_who_paid_is_proposed_by_name_or_phone(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    for line in ("1001", "1003"):
        shop.sales.sell([line], [Tender("khata")], customer_phone="9812345678")
    all_of_it = [("due", "", "just what is due on the khata; the name is like it")]
    assert why(shop, Credit(212_00, "", "ANIL VERMA", "a")) == all_of_it
    assert why(shop, Credit(212_00, "", "anilv@ybl", "b")) == all_of_it
    assert why(shop, Credit(212_00, "", "", "UPI/9812345678/pay")) == all_of_it
    assert why(shop, Credit(212_00, UTR, "anil@upi", "c")) == all_of_it
    assert why(shop, Credit(212_00, "", "priya@upi", "d")) == []
    assert why(shop, Credit(211_00, "", "anil@upi", "e")) == []
    credit = next(one.id for one in shop.bank.open() if one.credit.utr == UTR)
    shop.bank.match(credit, anil.id)
    assert shop.customers.get(anil.id).owes == 0
    assert why(shop, Credit(212_00, "", "anil@upi", "f")) == []


@pytest.fixture
def out(shop: Shop) -> bytes:
    """An order of Rs 170 on its way with a person of the shop."""
    order = confirmed(shop, "1001", "2*1002")
    shop.dispatching.pack_all(order)
    shop.dispatching.dispatch(order, carrier="Ravi")
    return order


def test_who_proved_what_was_claimed_at_a_door_stands_on_the_order(shop: Shop, out):
    shop.dispatching.deliver(shop.orders.view(out).parcels[0].id, tenders=[Tender("upi")])
    credit = shop.bank.learn([Credit(170_00, UTR, "asha@upi")]).ids[0]
    (door,) = [one.claim for one in shop.bank.suggestions(credit) if one.claim.kind == "door"]
    shop.bank.match(credit, door.doc_id, 1)
    last = [one for one in timeline(shop.db, out) if one.of == "step"][-1]
    assert (last.kind, last.words, last.by) == ("proved", f"₹170.00 came in, UTR {UTR}", "Meena")
    assert last.parcel_id == shop.orders.view(out).parcels[0].id
    assert shop.orders.view(out).payment == "paid"
    assert audit(shop.db).faults == ()


def test_what_comes_in_of_a_door_says_whether_it_was_seen_and_by_which_utr(shop: Shop, out):
    parcel = shop.orders.view(out).parcels[0]
    shop.dispatching.deliver(parcel.id)
    shop.cod.take(parcel.sale_id, 20_00, "upi")
    shop.cod.take(parcel.sale_id, 50_00, "upi", OTHER)
    shop.bank.arrived(UTR, 100_00)
    shop.bank.match(shop.bank.open()[0].id, parcel.sale_id)
    assert words(shop, out)[-3:] == [
        "₹20.00 said to be paid at the door (UPI)",
        f"₹50.00 of the door came in (UPI), UTR {OTHER}",
        f"₹100.00 of the door came in (UPI), UTR {UTR}",
    ]


def test_who_proved_what_was_claimed_of_an_orders_khata_stands_on_the_order(shop: Shop, out):
    shop.dispatching.deliver(shop.orders.view(out).parcels[0].id, rest="khata")
    shop.advances.take(out, Tender("upi", 170_00))
    assert words(shop, out)[-1] == "₹170.00 said to be paid (UPI)"
    credit = shop.bank.learn([Credit(170_00, UTR, "asha@upi")]).ids[0]
    (claim,) = [one.claim for one in shop.bank.suggestions(credit)]
    assert claim.kind == "khata"
    shop.bank.match(credit, claim.doc_id, 1)
    assert words(shop, out)[-1] == f"₹170.00 came in, UTR {UTR}"
    assert audit(shop.db).faults == ()


def test_a_cancelled_orders_money_on_the_khata_was_not_given_back(shop: Shop):
    order = confirmed(shop, "1001", pay_by="upi")
    shop.advances.take(order, Tender("cash", 150_00))
    shop.orders.cancel(order, "changed her mind")
    assert shop.orders.view(order).payment == "credited"
    assert payment_said("credited") == "credit on the khata"


def words(shop: Shop, order: bytes) -> list[str]:
    return [one.words for one in timeline(shop.db, order) if one.of == "step"]
