"""What came in at the bank: told once, matched by a reference alone, and everything else left to a person."""

import datetime as dt

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import bill, dues, khata, khata_told
from shoppos.reports.audit import audit
from shoppos.rules import upi
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.counted import counted
from tests.shop.order_rows import an_order, leaves

UTR, OTHER = "412345678901", "412345678902"


@pytest.fixture
def order(shop: Shop) -> bytes:
    """An order of Rs 310."""
    return an_order(shop, "2*1001", "1002")


def state(shop: Shop, number: str) -> list[str]:
    return [payment.state for payment in bill.load(shop.db, number).payments]


def utrs(shop: Shop):
    return [utr for (utr,) in shop.db.rows("SELECT utr FROM utr ORDER BY utr, doc_id")]


def sms(amount: str, utr: str = UTR, note: str = "") -> str:
    return f"Rs.{amount} credited to HDFC Bank A/c XX1234 on 23-11-26 from VPA anil@upi (UPI {utr}) {note}"


def test_the_same_payment_told_by_three_sources_is_one(shop: Shop):
    assert (shop.bank.paste(sms("310.00")).new, shop.bank.paste(sms("310.00")).known) == (1, 1)
    assert shop.bank.arrived(UTR, 310_00).known == 1
    assert shop.bank.learn([Credit(310_00, UTR), Credit(310_00, UTR)]).known == 2
    assert [(one.amount, one.credit.utr, one.source, one.by) for one in shop.bank.open()] == [
        (310_00, UTR, "sms", "Meena")
    ]
    assert audit(shop.db).faults == ()


def test_of_several_messages_each_is_judged_on_its_own(shop: Shop):
    debit = "Rs 900 debited from A/c XX12 to VPA shop@ybl UPI 412345678999"
    learned = shop.bank.paste("\n\n".join((sms("310.00"), debit, "hello", sms("40.00", OTHER))))
    assert (learned.new, [one.amount for one in shop.bank.open()]) == (2, [310_00, 40_00])
    assert ["debited from A/c" in learned.odd[0], "hello" in learned.odd[1], len(learned.odd)] == [True, True, 2]
    with pytest.raises(Refused, match="that left"):
        shop.bank.paste(debit)
    assert shop.bank.paste(f"{debit}\n\nhello").odd[0].startswith("This message speaks of money that left")
    assert audit(shop.db).faults == ()


def test_one_utr_with_two_amounts_is_told_to_a_person(shop: Shop):
    shop.bank.arrived(UTR, 310_00)
    (said,) = shop.bank.arrived(UTR, 311_00).odd
    assert "310.00" in said
    assert "311.00" in said
    assert [one.amount for one in shop.bank.open()] == [310_00]


def test_two_payments_alike_in_one_file_are_two_and_the_file_again_none(shop: Shop):
    alike = Credit(50_00, said="CASH DEPOSIT", at=dt.datetime.fromisoformat("2026-11-20T00:00"))
    assert shop.bank.learn([alike, alike], "file").new == 2
    again = shop.bank.learn([alike, alike], "file")
    assert (again.new, again.known) == (0, 2)


def test_a_payment_for_a_qr_of_an_order_becomes_its_advance_by_itself(shop: Shop, order):
    shown = shop.advances.qr(order)
    learned = shop.bank.paste(sms("310.00", note=shown.reference))
    assert (learned.new, learned.open, len(learned.matched)) == (1, 0, 1)
    assert shown.reference in learned.matched[0]
    assert (shop.advances.left(order), shop.advances.claimed(order)) == (310_00, [])
    assert shop.db.row("SELECT attempt, reference FROM advance") == (shown.reference, UTR)
    assert shop.bank.paste(sms("310.00", note=shown.reference)).new == 0
    assert shop.advances.left(order) == 310_00
    assert audit(shop.db).faults == ()


def test_a_claimed_advance_is_proved_by_our_reference(shop: Shop, order):
    shown = shop.advances.qr(order, 200_00)
    shop.advances.take(order, Tender("upi", 200_00, "", shown.reference))
    assert shop.bank.learn([Credit(200_00, UTR, reference=shown.reference)]).open == 0
    assert (shop.advances.claimed(order), shop.advances.left(order)) == ([], 200_00)
    assert utrs(shop) == [UTR]


def test_a_utr_that_was_typed_is_confirmed_by_the_bank(shop: Shop, order):
    paid = shop.advances.take(order, Tender("upi", 100_00, UTR))
    assert shop.bank.arrived(UTR, 100_00).open == 0
    (one,) = shop.db.rows("SELECT state, doc_id FROM bank_credit")
    assert one == ("matched", paid)
    assert shop.advances.left(order) == 100_00


def test_a_typed_utr_with_another_amount_waits_for_a_person(shop: Shop, order):
    shop.advances.take(order, Tender("upi", 100_00, UTR))
    assert shop.bank.arrived(UTR, 99_00).open == 1
    (first, *_rest) = shop.bank.suggestions(shop.bank.open()[0].id)
    assert (first.score, first.certain) == (95, False)
    assert "99.00" in first.why


def test_a_bills_claimed_payment_is_proved_and_says_so_on_its_paper(shop: Shop):
    sale = new_id()
    shop.sales.enter(sale, "1001")
    shown = shop.sales.upi_attempt(sale, 150_00)
    (number,) = shop.sales.checkout(sale, [Tender("upi", None, "", shown.reference)]).numbers
    assert state(shop, number) == ["claimed"]
    assert shop.bank.paste(sms("150.00", note=f"/{shown.reference}/")).open == 0
    assert state(shop, number) == ["verified"]


def test_one_transfer_proves_both_papers_of_a_sale(shop: Shop):
    sale = new_id()
    for text in ("1001", "2001"):
        shop.sales.enter(sale, text)
    shop.sales.set_gstin(sale, "27AAPFU0939F1ZV")
    shown = shop.sales.upi_attempt(sale, 318_00)
    numbers = shop.sales.checkout(sale, [Tender("upi", None, "", shown.reference)]).numbers
    assert len(numbers) == 2
    assert shop.bank.learn([Credit(318_00, UTR, reference=shown.reference)]).open == 0
    assert [state(shop, number) for number in numbers] == [["verified"], ["verified"]]
    assert audit(shop.db).faults == ()


def test_amount_and_time_are_only_a_suggestion(shop: Shop, order):
    (number,) = shop.sales.sell(["1001"], [Tender("upi")]).numbers
    shop.advances.qr(order, 150_00)
    assert shop.bank.learn([Credit(150_00, UTR, "Anil Verma")]).open == 1
    credit = shop.bank.open()[0].id
    kinds = [(one.claim.kind, one.certain) for one in shop.bank.suggestions(credit)]
    assert sorted(kinds) == [("asked", False), ("bill", False)]
    assert shop.bank.suggestions(credit)[0].claim.kind == "asked"  # the order's customer has the payer's name
    assert utrs(shop) == []
    chosen = next(one.claim for one in shop.bank.suggestions(credit) if one.claim.kind == "bill")
    shop.bank.match(credit, chosen.doc_id, chosen.line)
    assert state(shop, number) == ["verified"]
    assert shop.bank.open() == []
    with pytest.raises(Refused, match="matched already"):
        shop.bank.match(credit, chosen.doc_id, chosen.line)


def test_the_only_one_of_that_amount_is_named_so(shop: Shop):
    shop.sales.sell(["1001"], [Tender("upi")])
    shop.bank.learn([Credit(150_00, UTR)])
    (only,) = shop.bank.suggestions(shop.bank.open()[0].id)
    assert "nothing else" in only.why
    assert not only.certain


def test_a_person_gives_a_payment_to_an_order_by_its_id(shop: Shop, order):
    shop.bank.arrived(UTR, 75_00)
    shop.bank.match(shop.bank.open()[0].id, order)
    assert shop.advances.left(order) == 75_00
    with pytest.raises(NotFound):
        shop.bank.match(new_id(), order)


def test_a_claimed_advance_of_another_amount_is_written_anew_when_a_person_says_so(shop: Shop, order):
    claimed = shop.advances.take(order, Tender("upi", 100_00))
    shop.bank.arrived(UTR, 90_00)
    credit = shop.bank.open()[0].id
    with pytest.raises(Doubtful, match=r"90\.00 came"):
        shop.bank.match(credit, claimed, 1)
    shop.bank.match(credit, claimed, 1, sure=True)
    assert (shop.advances.left(order), shop.advances.claimed(order)) == (90_00, [])
    assert audit(shop.db).faults == ()


def test_less_than_a_bill_says_never_proves_it(shop: Shop):
    (number,) = shop.sales.sell(["1001"], [Tender("upi")]).numbers
    (sale,) = shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))
    shop.bank.arrived(UTR, 149_00)
    credit = shop.bank.open()[0].id
    with pytest.raises(Refused, match=r"149\.00 came"):
        shop.bank.match(credit, sale, 1, sure=True)
    assert state(shop, number) == ["claimed"]


def test_a_payment_without_a_utr_proves_nothing_until_one_is_typed(shop: Shop):
    (number,) = shop.sales.sell(["1001"], [Tender("upi")]).numbers
    (sale,) = shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))
    shop.bank.paste("Received Rs 150 from Anil Verma")
    credit = shop.bank.open()[0].id
    with pytest.raises(Refused, match="do not tell the UTR"):
        shop.bank.match(credit, sale, 1)
    with pytest.raises(InvalidInput):
        shop.bank.match(credit, sale, 1, utr="123")
    shop.bank.match(credit, sale, 1, utr=UTR)
    assert state(shop, number) == ["verified"]
    assert shop.bank.arrived(UTR, 150_00).known == 1


def test_what_a_service_calls_a_payment_proves_it_where_no_utr_is_told(shop: Shop, order):
    shown = shop.advances.qr(order, 10_00)
    assert shop.bank.learn([Credit(10_00, key="pay_1", reference=shown.reference)]).open == 0
    assert utrs(shop) == ["pay_1"]


def test_a_khata_payment_and_one_at_the_door_are_proved_too(shop: Shop, order):
    shop.sales.sell(["1003"], [Tender("khata")], customer_phone="9812345678")
    anil = shop.customers.by_phone("9812345678")
    shop.customers.pay(anil.id, 62_00, "upi")
    shop.bank.arrived(UTR, 62_00)
    (one,) = shop.bank.suggestions(shop.bank.open()[0].id)
    assert one.claim.kind == "khata"
    shop.bank.match(shop.bank.open()[0].id, one.claim.doc_id, 1)
    at_door = leaves(shop, order, Tender("cod"))
    shop.cod.take(at_door, 310_00, "upi")
    shop.bank.arrived(OTHER, 310_00)
    (one,) = shop.bank.suggestions(shop.bank.open()[0].id)
    assert one.claim.kind == "door"
    shop.bank.match(shop.bank.open()[0].id, one.claim.doc_id, 1)
    assert utrs(shop) == [UTR, OTHER]
    assert khata.outstanding(khata.entries(shop.db, anil.id))[1] == 0
    assert audit(shop.db).faults == ()


def test_a_qr_that_is_paid_after_the_goods_left_is_money_at_the_door(shop: Shop, order):
    shown = shop.advances.qr(order)
    at_door = leaves(shop, order, Tender("cod"))
    assert shop.bank.learn([Credit(310_00, UTR, reference=shown.reference)]).open == 0
    assert shop.cod.due(at_door) == 0
    assert shop.advances.left(order) == 0
    assert shop.bank.learn([Credit(310_00, OTHER, reference=shown.reference)]).open == 1
    assert shop.advances.left(order) == 0


def test_a_qr_paid_twice_is_one_payment_and_one_double(shop: Shop, order):
    shown = shop.advances.qr(order)
    for utr in (UTR, OTHER):
        shop.bank.learn([Credit(310_00, utr, "anil@upi", reference=shown.reference)])
    assert shop.advances.left(order) == 310_00
    (second,) = shop.bank.open()
    (double,) = shop.bank.doubles()
    assert (double.second, second.credit.utr) == (second.id, OTHER)
    assert double.first != double.second
    with pytest.raises(Doubtful, match=r"O00001 is paid already; this would be ₹310\.00 too much"):
        shop.bank.match(second.id, order)
    shop.bank.match(second.id, order, sure=True)
    assert shop.advances.left(order) == 620_00  # the customer's credit, to be given back
    shop.advances.give_back(order, 310_00, "upi", "paid twice")
    assert shop.bank.doubles() == []


def test_the_same_customer_paying_the_same_again_within_a_day_is_listed(shop: Shop, order):
    shop.bank.learn([Credit(75_00, UTR, "anil@upi")])
    shop.bank.match(shop.bank.open()[0].id, order)
    shop.bank.learn([Credit(75_00, OTHER, "anil@upi"), Credit(75_00, "412345678903", "priya@upi")])
    (double,) = shop.bank.doubles()
    assert "anil@upi" in double.why


def test_what_is_for_nothing_here_is_left_with_a_note_and_can_be_taken_up(shop: Shop, order):
    shop.bank.arrived(UTR, 500_00)
    credit = shop.bank.open()[0].id
    with pytest.raises(InvalidInput):
        shop.bank.leave(credit, "")
    shop.bank.leave(credit, "my own transfer")
    assert shop.bank.open() == []
    shop.bank.take_up(credit)
    shop.bank.match(credit, order)
    with pytest.raises(Refused):
        shop.bank.leave(credit, "no")


def test_staff_hear_of_it_at_once_and_the_window_is_told_which_table(shop: Shop, order):
    heard = []
    shop.db.committed.connect(heard.append)
    before = shop.db.clock.ms() - 1
    shown = shop.advances.qr(order)
    shop.bank.learn([Credit(310_00, UTR, reference=shown.reference), Credit(5_00, OTHER)])
    number = shop.db.row("SELECT number FROM orders")[0]
    news = shop.bank.news(before)
    assert len(news) == 2
    assert any(number in one and "310.00" in one for one in news)
    assert any("nobody knows" in one for one in news)
    assert any("bank_credit" in tables for tables in heard)
    assert shop.bank.news(shop.db.clock.ms() + 1) == []


def test_nothing_that_left_or_has_no_utr_is_noted(shop: Shop):
    for text in ("Rs 5 debited from A/c XX1 UPI Ref 412345678901", "hello"):
        with pytest.raises((Refused, InvalidInput)):
            shop.bank.paste(text)
    for utr, amount in (("", 5_00), ("123", 5_00), (UTR, 0), (UTR, -5), (UTR, 10**13)):
        with pytest.raises(InvalidInput):
            shop.bank.arrived(utr, amount)
    assert shop.bank.open() == []


def test_a_statement_file_is_learned_once_and_its_odd_rows_are_named(shop: Shop, order, tmp_path):
    shown = shop.advances.qr(order)
    path = tmp_path / "statement.csv"
    path.write_text(
        "Sharma Kirana\nA/c 50100\nDate,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.\n"
        f"23/11/26,UPI-ANIL-anil@upi-SBIN-412345678901-{shown.reference},0000412345678901,,310.00\n"
        "23/11/26,UPI-RENT,0000412345678999,5000.00,\n"
        "23/11/26,UPI-PRIYA-priya@upi,4.12346E+11,,20.00\n",
        encoding="utf-8",
    )
    learned = shop.bank.read_file(path)
    assert (learned.new, learned.open, len(learned.matched), len(learned.odd)) == (1, 0, 1, 1)
    assert "Row 6" in learned.odd[0]
    assert shop.bank.read_file(path).known == 1
    assert shop.advances.left(order) == 310_00
    path.write_text("Item,Price\nSoap,5\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="no statement"):
        shop.bank.read_file(path)


def on_credit(shop: Shop, *lines: str):
    """A bill on the khata, its number, and the reference of the link on its paper."""
    number = shop.sales.sell(lines, [Tender("khata")], customer_phone="9812345678").numbers[0]
    (sale_id,) = shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))
    link = dues.link(shop.settings.profile(), number, dues.unpaid(shop.db, sale_id)[0], 1)
    return sale_id, number, upi.parse(link)["tr"]


def test_a_due_paid_by_the_link_on_its_bill_is_off_the_khata_by_itself(shop: Shop):
    sale_id, number, reference = on_credit(shop, "1001")
    learned = shop.bank.paste(sms("150.00", note=reference))
    assert (learned.open, number in learned.matched[0]) == (0, True)
    assert dues.unpaid(shop.db, sale_id) == (0, 0)
    assert shop.bank.learn([Credit(150_00, OTHER, said=reference)]).open == 1  # paid twice: nothing is due any more
    assert audit(shop.db).faults == ()


def test_a_reminded_customer_pays_the_whole_khata_by_its_link(shop: Shop):
    on_credit(shop, "1001")
    anil = shop.customers.by_phone("9812345678")
    today = shop.db.clock.now().date()
    link = khata_told.statement(shop.db, anil.id, today, today).link
    assert shop.bank.learn([Credit(150_00, UTR, said=upi.parse(link)["tr"])]).open == 0
    assert shop.customers.get(anil.id).owes == 0
    assert audit(shop.db).faults == ()


def test_a_part_of_a_due_is_for_a_person_and_no_more_than_is_due(shop: Shop):
    sale_id, _number, reference = on_credit(shop, "1001")
    anil = shop.customers.by_phone("9812345678")
    shop.bank.learn([Credit(50_00, UTR, said=reference), Credit(500_00, OTHER)])
    part, much = (one.id for one in sorted(shop.bank.open(), key=lambda one: one.amount))
    with pytest.raises(Refused, match=r"150\.00 are due"):
        shop.bank.match(much, anil.id)
    shop.bank.match(part, sale_id)
    assert dues.unpaid(shop.db, sale_id) == (100_00, 0)
    shop.bank.arrived("412345678903", 100_00)
    shop.bank.match(next(one.id for one in shop.bank.open() if one.amount == 100_00), anil.id)
    assert shop.customers.get(anil.id).owes == 0
    assert audit(shop.db).faults == ()


def test_what_is_due_at_the_door_is_paid_by_the_bills_id(shop: Shop, order):
    at_door = leaves(shop, order, Tender("cod"))
    shop.bank.arrived(UTR, 310_00)
    shop.bank.match(shop.bank.open()[0].id, at_door)
    assert shop.cod.due(at_door) == 0
    assert shop.db.row("SELECT method, reference FROM cod_receipt") == ("upi", UTR)


def test_who_paid_is_forgotten_with_the_customer_and_that_it_came_is_not(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    sale = shop.sales.sell(["1002"], [Tender("upi")], customer_phone="9812345678").sale_ids[0]
    shop.bank.learn([Credit(10_00, UTR, "anil@upi", "UPI/ANIL VERMA"), Credit(7_00, OTHER, "priya@upi", "UPI/PRIYA")])
    paid = next(one for one in shop.bank.open() if one.amount == 10_00)
    shop.bank.match(paid.id, sale, 1)
    shop.privacy.erase(anil.id)
    kept = shop.db.rows("SELECT amount, payer, said, state FROM bank_credit ORDER BY amount DESC")
    assert kept == [(10_00, "", "", "matched"), (7_00, "priya@upi", "UPI/PRIYA", "open")]
    assert audit(shop.db).faults == ()


def test_what_a_payment_may_be_for_is_asked_as_often_however_often_a_qr_was_shown(shop: Shop, order):
    reference = {shop.advances.qr(order, 310_00).reference for _again in range(576)}.pop()
    shop.advances.take(order, Tender("upi", 100_00, attempt=shop.advances.qr(order, 100_00).reference), sure=True)
    (one,) = shop.bank.learn([Credit(310_00, "", said="BY TRANSFER ANIL")], "file").ids
    with counted(shop) as work:
        found = shop.bank.suggestions(one)
    assert len(found) == 576
    assert {may.claim.number for may in found} == {"A1/2627/O00001"}
    assert work.questions < 60, "no question for each of them"
    shop.bank.learn([Credit(310_00, UTR, said=reference)])
    assert reference not in {may.claim.reference for may in shop.bank.suggestions(one)}, "that one is paid"
