"""A bill read back whole: what it says adds up, names who made it, and stays as it was when the shop changes."""

from dataclasses import replace

import pytest

from shoppos.base import i18n, journal
from shoppos.base.errors import NotFound
from shoppos.reports import bill, bills
from shoppos.rules import upi
from shoppos.shop import Shop
from shoppos.shop.payments import Tender

CASH = (Tender("cash"),)


def sold(shop, *lines, pay=CASH, **more):
    return bill.load(shop.db, shop.sales.sell(lines, pay, **more).numbers[0])


def test_a_bill_adds_up_in_every_direction(shop: Shop):
    it = sold(shop, "3*1001@140/5", "2*1002", ".75*2001", "3001-10", discount="7%", shipping=4000)
    assert it.total == it.taxable + it.cgst + it.sgst + it.igst + it.cess == sum(line.total for line in it.lines)
    assert it.payable == it.total + it.round_off
    for name in ("taxable", "cgst", "sgst", "igst", "cess"):
        assert getattr(it, name) == sum(getattr(line, name) for line in it.lines)
        assert getattr(it, name) == sum(getattr(group, name) for group in it.by_rate)
    assert [group.rate for group in it.by_rate] == [0, 500, 1800]
    assert it.shipping == 4000
    assert it.discount == sum(line.disc + line.bdisc for line in it.lines) > 0
    assert it.saved >= it.discount
    assert sum(payment.amount for payment in it.payments) == it.payable


def test_a_bill_says_who_where_and_when(shop: Shop):
    it = sold(shop, "1001")
    now = shop.db.clock.now()
    assert (it.till, it.employee, it.state, it.kind) == ("A1", "Meena", "done", "TAX INVOICE")
    assert abs((now - it.made_at).total_seconds()) < 60
    assert it.business_date == now.date()
    assert (it.letterhead.name, it.letterhead.gstin) == ("Sharma Kirana", "27AAPFU0939F1ZV")
    assert (it.place_of_supply, it.inter_state, it.tax_labels) == ("27", False, ("CGST", "SGST"))
    assert it.words == "Rupees One Hundred Fifty Only"
    digest = shop.db.row("SELECT hash FROM journal WHERE kind = 'sale.done'")[0]
    assert it.fragment == digest.hex()[:8].upper()


def test_an_old_bill_keeps_the_shop_as_it_was(shop: Shop):
    before = sold(shop, "1001", "3001")
    shop.settings.set_profile(name="Sharma and Sons", address="99 New Road", upi="other@okbank")
    card = shop.catalogue.show("1001")
    shop.catalogue.change(card.product_id, name="Surf Excel 1 kg new", price=19900, rate=500, hsn="9999")
    shop.catalogue.retire(shop.catalogue.show("3001").product_id)
    assert bill.load(shop.db, before.number) == before
    assert sold(shop, "1001").letterhead.name == "Sharma and Sons"


def test_change_is_taken_off_the_cash_it_was_given_from(shop: Shop):
    it = sold(shop, "2*1001", pay=(Tender("card", 100_00), Tender("cash", 500_00)))
    assert [(p.method, p.amount) for p in it.payments] == [("card", 100_00), ("cash", 200_00)]
    assert (it.tendered, it.change, it.due) == (600_00, 300_00, 0)


@pytest.mark.parametrize(
    ("rows", "kept", "change"),
    [
        ([(1, "cash", 500, "", None), (2, "cash", -100, "", None)], [("cash", 400)], 100),
        ([(1, "cash", 100, "", None), (2, "cash", 300, "", None), (3, "cash", -350, "", None)], [("cash", 50)], 350),
        ([(1, "upi", 200, "", None), (2, "cash", 100, "", None), (3, "cash", -100, "", None)], [("upi", 200)], 100),
        ([], [], 0),
    ],
)
def test_payments_are_net_of_change(rows, kept, change):
    payments, given = bill.net_of_change(rows)
    assert [(p.method, p.amount) for p in payments] == kept
    assert given == change


def test_a_upi_payment_is_claimed_until_its_utr_is_known(shop: Shop):
    it = sold(shop, "1001", pay=(Tender("upi"),))
    assert [(p.state, p.reference) for p in it.payments] == [("claimed", "")]
    assert bills.find(shop.db, it.business_date, it.business_date)[0].claimed
    shop.sales.verify_upi(it.number, 1, "412345678901")
    it = bill.load(shop.db, it.number)
    assert [(p.state, p.reference) for p in it.payments] == [("verified", "412345678901")]
    assert not bills.find(shop.db, it.business_date, it.business_date)[0].claimed


def test_dues_are_settled_oldest_first(shop: Shop):
    anil = shop.customers.add("Anil Verma", "9812345678")
    numbers = [sold(shop, "1001", pay=(Tender("khata"),), customer_phone="9812345678").number for _n in range(3)]

    def dues():
        return [bill.load(shop.db, number).due for number in numbers]

    assert dues() == [150_00, 150_00, 150_00]
    shop.customers.pay(anil.id, 200_00)
    assert dues() == [0, 100_00, 150_00]
    shop.sales.void(numbers[2], "brought back")
    assert dues() == [0, 100_00, 0]
    shop.customers.pay(anil.id, 100_00)
    assert dues() == [0, 0, 0]
    assert bill.load(shop.db, numbers[1]).upi is None


def test_an_unpaid_bill_carries_a_link_for_exactly_what_is_due(shop: Shop):
    shop.customers.add("Anil Verma", "9812345678")
    it = sold(shop, "2*1001", pay=(Tender("cash", 100_00), Tender("khata")), customer_phone="9812345678")
    link = upi.parse(it.upi)
    assert (link["pa"], link["am"], link["cu"]) == ("sharmakirana@okhdfcbank", "200.00", "INR")
    assert link["tr"] == it.number.replace("/", "") + "P1"


def test_a_buyer_is_named_and_may_be_forgotten(shop: Shop):
    shop.customers.add("Anil Verma", "9812345678", gstin="29AABCR1718E1ZL")
    it = sold(shop, "1001", customer_phone="9812345678")
    assert (it.buyer.name, it.buyer.phone, it.buyer.gstin) == ("Anil Verma", "9812345678", "29AABCR1718E1ZL")
    assert (it.inter_state, it.tax_labels) == (True, ("IGST",))
    shop.db.raw.execute("UPDATE personal SET salt = x'', name = '', phone = ''")
    assert bill.load(shop.db, it.number).buyer.name == ""
    assert sold(shop, "1001").buyer is None


def test_a_cancelled_bill_says_why_and_stays(shop: Shop):
    it = sold(shop, "1001")
    shop.sales.void(it.number, "wrong item")
    it = bill.load(shop.db, it.number)
    assert (it.state, it.void_reason, it.due, it.payable) == ("void", "wrong item", 0, 150_00)
    assert bills.find(shop.db, it.business_date, it.business_date)[0].state == "void"


def test_a_number_is_found_in_small_letters_and_an_unknown_one_is_named(shop: Shop):
    it = sold(shop, "1001")
    assert bill.load(shop.db, f" {it.number.lower()} ") == it
    assert bill.load_by_id(shop.db, it.sale_id) == it
    with pytest.raises(NotFound, match="A9/2627/000001"):
        bill.load(shop.db, "a9/2627/000001")
    with pytest.raises(NotFound):
        bill.load_by_id(shop.db, bytes(16))
    open_sale = shop.sales.on_screen().id
    shop.sales.enter(open_sale, "1001")
    with pytest.raises(NotFound):
        bill.load_by_id(shop.db, open_sale)


def test_bills_are_found_by_number_customer_and_amount(shop: Shop):
    shop.customers.add("Anil 100% Verma", "9812345678")
    first = sold(shop, "1001", customer_phone="9812345678")
    second = sold(shop, "1002", "2001")

    def found(text):
        return [row.number for row in bills.find(shop.db, first.business_date, first.business_date, text)]

    assert found("") == [second.number, first.number]
    assert found("000002") == [second.number]
    assert found("verma") == found("5678") == found("100%") == found("150") == [first.number]
    assert found("100_") == found("%%%") == []
    assert bills.find(shop.db, first.business_date, first.business_date, limit=1)[0].number == second.number


def test_the_paper_can_say_the_ways_to_pay_in_another_language():
    i18n.use("hi")
    try:
        hindi = [bill.label(key) for key in ("cash", "upi", "card", "netbanking", "khata", "cod")]
    finally:
        i18n.use("en")
    assert hindi != [bill.label(key) for key in ("cash", "upi", "card", "netbanking", "khata", "cod")]
    assert bill.label("something") == "something"


def test_the_bill_that_a_credit_note_takes_back_is_told_to_programs_too(shop: Shop):
    it = sold(shop, "1001")
    assert it.against is None
    assert bill.as_json(it)["against"] is None
    against = bill.Against("A1/2627/000001", it.business_date, "torn")
    told = bill.as_json(replace(it, kind="CREDIT NOTE", against=against))
    assert told["against"] == {"number": "A1/2627/000001", "date": it.business_date.isoformat(), "reason": "torn"}


def test_the_document_for_programs_has_no_number_that_is_not_text(shop: Shop):
    told = bill.as_json(sold(shop, "3*1001", ".75*2001"))

    def leaves(value):
        if isinstance(value, dict):
            return [leaf for one in value.values() for leaf in leaves(one)]
        return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value]

    assert {type(leaf) for leaf in leaves(told)} <= {str, bool, type(None)}
    assert told["lines"][1]["quantity"] == "0.75"
    assert journal.canonical(told)


def test_a_bill_that_is_due_names_the_shop_s_account_and_a_paid_one_does_not(shop):
    due = sold(shop, "1001", pay=(Tender("khata"),), customer_phone="9812345678").number
    paid = sold(shop, "1001").number
    assert bill.load(shop.db, due).bank is None
    told = {"holder": "Sharma", "account": "001234567890", "ifsc": "HDFC0001234", "bank": ""}
    shop.settings.set("bank_details", told)
    named = bill.load(shop.db, due).bank
    assert named is not None
    assert (named.holder, named.account, named.ifsc, named.bank) == ("Sharma", "001234567890", "HDFC0001234", "")
    assert bill.load(shop.db, paid).bank is None
