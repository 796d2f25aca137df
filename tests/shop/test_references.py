"""A UTR proves one payment: of one sale, whatever papers it became, or of one khata."""

import pytest

from shoppos.base.errors import InvalidInput, Refused
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.rules import upi
from shoppos.shop import Shop
from shoppos.shop.payments import Tender

GSTIN = "27AAPFU0939F1ZV"
UTR = "412345678901"
OTHER = "412345678902"


def two_papers(shop: Shop, *tenders: Tender):
    """A registered buyer's mixed bill: tax invoice and bill of supply."""
    done = shop.sales.sell(["1001", "2001"], tenders, gstin=GSTIN)
    assert len(done.numbers) == 2
    return done


def payments(shop: Shop, number: str):
    return [(p.method, p.amount, p.reference, p.state) for p in bill.load(shop.db, number).payments]


def test_one_utr_pays_both_papers_of_a_sale_and_no_other(shop: Shop):
    first, second = two_papers(shop, Tender("upi", reference=UTR)).numbers
    assert payments(shop, first) == [("upi", 150_00, UTR, "verified")]
    assert payments(shop, second) == [("upi", 168_00, UTR, "verified")]
    with pytest.raises(Refused, match=first):
        shop.sales.sell(["1001"], [Tender("upi", reference=UTR)])
    assert audit(shop.db).faults == ()


def test_a_payment_split_between_the_papers_keeps_its_reference_on_both(shop: Shop):
    first, second = two_papers(shop, Tender("card", 200_00, "RRN 7"), Tender("upi", reference=UTR)).numbers
    assert payments(shop, first) == [("card", 150_00, "RRN 7", "taken")]
    assert payments(shop, second) == [("card", 50_00, "RRN 7", "taken"), ("upi", 118_00, UTR, "verified")]


def test_a_payment_claimed_on_both_papers_is_verified_on_both_with_one_utr(shop: Shop):
    first, second = two_papers(shop, Tender("upi")).numbers
    shop.sales.verify_upi(first, 1, UTR)
    shop.sales.verify_upi(second, 1, UTR)
    for utr in (UTR, OTHER):
        with pytest.raises(Refused, match="its UTR already"):
            shop.sales.verify_upi(second, 1, utr)
    assert [payments(shop, number)[0][3] for number in (first, second)] == ["verified", "verified"]
    assert audit(shop.db).faults == ()


def test_two_payments_of_one_bill_have_two_utrs(shop: Shop):
    with pytest.raises(Refused, match="two payments"):
        shop.sales.sell(["1001"], [Tender("upi", 50_00, UTR), Tender("upi", reference=UTR)])
    number = shop.sales.sell(["1001"], [Tender("upi", 50_00), Tender("upi")]).numbers[0]
    shop.sales.verify_upi(number, 1, UTR)
    with pytest.raises(Refused, match="already"):
        shop.sales.verify_upi(number, 2, UTR)


def test_two_qrs_of_one_sale_are_two_payments_on_whichever_paper(shop: Shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.enter(sale, "2001")
    shop.sales.set_gstin(sale, GSTIN)
    shown = [shop.sales.upi_attempt(sale, amount).reference for amount in (150_00, 168_00)]
    done = shop.sales.checkout(sale, [Tender("upi", 150_00, "", shown[0]), Tender("upi", None, "", shown[1])])
    shop.sales.verify_upi(done.numbers[0], 1, UTR)
    with pytest.raises(Refused, match="already"):
        shop.sales.verify_upi(done.numbers[1], 1, UTR)


def test_a_utr_belongs_to_a_bill_or_a_khata_and_never_to_both(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["2*1001"], [Tender("khata")], customer_phone="9812345678")
    billed = shop.sales.sell(["1001"], [Tender("upi", reference=UTR)]).numbers[0]
    with pytest.raises(Refused, match=billed):
        shop.customers.pay(anil.id, 50_00, "upi", UTR)
    assert shop.customers.pay(anil.id, 50_00, "upi", OTHER).owes == 250_00
    with pytest.raises(Refused, match="khata payment"):
        shop.customers.pay(anil.id, 50_00, "upi", OTHER)
    with pytest.raises(Refused, match="khata payment"):
        shop.sales.sell(["1001"], [Tender("upi", reference=OTHER)])
    assert shop.customers.get(anil.id).owes == 250_00
    assert audit(shop.db).faults == ()


def test_a_khatas_reference_is_clean_text_and_a_utr_is_one(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    shop.customers.pay(anil.id, 10_00, "card", "x\x1b@\x1dV0\u202e<b>" + "y" * 100)
    kept = shop.db.row("SELECT reference FROM khata_entry WHERE method = 'card'")[0]
    assert kept == "x@ V0<b>" + "y" * 32
    with pytest.raises(InvalidInput, match="not a UTR"):
        shop.customers.pay(anil.id, 10_00, "upi", "12\x1b[2J")
    assert shop.customers.get(anil.id).owes == 140_00


def test_the_audit_names_a_utr_that_stands_for_two_sales(shop: Shop):
    shop.sales.sell(["1001"], [Tender("upi", reference=UTR)])
    shop.sales.sell(["1001"], [Tender("upi", reference=OTHER)])
    shop.db.raw.execute("DROP TRIGGER utr_no_update")
    shop.db.raw.execute("UPDATE utr SET utr = ? WHERE utr = ?", (UTR, OTHER))
    assert any("several payments" in fault.sentence for fault in audit(shop.db, most=9).faults)


def test_a_qr_that_was_never_shown_for_this_sale_pays_nothing(shop: Shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shown = shop.sales.upi_attempt(sale, 150_00).reference
    with pytest.raises(Refused, match="NOTSHOWN"):
        shop.sales.checkout(sale, [Tender("upi", attempt="NOTSHOWN")])
    with pytest.raises(Refused, match=shown):
        shop.sales.sell(["1001"], [Tender("upi", attempt=shown)])
    assert shop.sales.checkout(sale, [Tender("upi", attempt=shown)]).payable == 150_00


def test_the_payment_of_a_cancelled_bill_is_not_verified(shop: Shop):
    number = shop.sales.sell(["1001"], [Tender("upi")]).numbers[0]
    shop.sales.void(number, "brought back")
    with pytest.raises(Refused, match="is cancelled"):
        shop.sales.verify_upi(number, 1, UTR)


def test_a_printed_link_has_a_new_reference_when_its_due_has_changed(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    number = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]

    def printed():
        link = upi.parse(bill.load(shop.db, number).upi)
        return link["tr"][-2:], link["am"]

    assert printed() == ("P1", "150.00")
    shop.customers.pay(anil.id, 50_00)
    assert printed() == ("P2", "100.00")
    shop.customers.pay(anil.id, 30_00)
    assert printed() == ("P3", "70.00")
