"""The day book: everything a real shop did on one day, in order, with debits and credits that are equal."""

import pytest

from shoppos.reports import periods, reading
from shoppos.reports.day_book import day_book
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.return_view import Give
from shoppos.shop.suppliers import SupplierCard
from tests.shop.order_rows import an_order, leaves
from tests.stories.clocks import SetClock


@pytest.fixture
def book(shop):
    """Reads the day book of today as (kind, {account: paise})."""

    def read():
        period = periods.around(periods.today(shop.db.clock), "day")
        return [
            (one.kind.value, {entry.ledger.name: entry.amount for entry in one.entries})
            for one in day_book(shop.db, period)
        ]

    return read


def test_a_cash_sale_debits_cash_and_credits_sales_and_tax(shop, book):
    shop.sales.sell(["1001", "2001"], [Tender("cash", 500_00)])
    assert book() == [(
        "Sales",
        {"Cash": 318_00, "Sales GST 18%": -127_12, "Sales Exempt": -168_00, "Output CGST": -11_44,
         "Output SGST": -11_44},
    )]  # fmt: skip


def test_an_exclusive_price_is_rounded_on_an_account_of_its_own(shop, book):
    shop.sales.sell(["3001@333.33"], [Tender("upi", reference="412345678901")])
    assert book()[0][1] == {
        "UPI": 393_00, "Sales GST 18%": -333_33, "Output CGST": -30_00, "Output SGST": -30_00, "Round Off": 33,
    }  # fmt: skip


def test_credit_stands_on_the_customer_s_account_until_it_is_paid(shop, book):
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345678")
    shop.customers.pay(anil.id, 4_00)
    assert [(kind, told.get("Anil Verma (9812345678)")) for kind, told in book()] == [
        ("Sales", 10_00),
        ("Receipt", -4_00),
    ]
    assert book()[1][1]["Cash"] == 4_00


def test_a_cancelled_bill_stands_twice_and_comes_to_nothing(shop, book):
    shop.sales.sell(["1001"], [Tender("cash")])
    shop.sales.void(shop.sales.last().number, "wrong item")
    sold, gone = book()
    assert (sold[0], gone[0]) == ("Sales", "Credit Note")
    assert {name: -amount for name, amount in sold[1].items()} == gone[1]


def test_a_credit_note_credits_what_was_given_back(shop, book):
    shop.sales.sell(["2*1001"], [Tender("cash")])
    shop.returns.take(shop.sales.last().number, {1: Give(1000)}, Refund("cash"))
    assert book()[1] == (
        "Credit Note", {"Sales GST 18%": 127_12, "Output CGST": 11_44, "Output SGST": 11_44, "Cash": -150_00},
    )  # fmt: skip


def test_what_an_exchange_costs_more_is_all_that_is_taken(shop, book):
    shop.sales.sell(["1001"], [Tender("cash")])
    shop.returns.take(
        shop.sales.last().number, None, Refund("cash", tenders=(Tender("cash", 322_00),)), exchange=["3001"]
    )
    told = [entries for _kind, entries in book()]
    assert sum(entries.get("Exchange", 0) for entries in told) == 0
    assert sum(entries.get("Cash", 0) for entries in told) == 472_00


def test_expenses_and_cash_moved_are_booked_once(shop, book):
    shop.shifts.open(1000_00)
    spent = shop.expenses.spend("Rent", 300_00, note="May")
    shop.expenses.spend("Electricity", 80_00, method="upi")
    shop.shifts.cash("out", 200_00, "to the bank")
    shop.expenses.take_back(spent, "paid twice")
    told = book()
    assert [(kind, max(entries, key=entries.get)) for kind, entries in told] == [
        ("Payment", "Rent (Expense)"), ("Payment", "Electricity (Expense)"), ("Payment", "Cash In and Out"),
        ("Receipt", "Cash"),
    ]  # fmt: skip
    assert sum(entries.get("Cash", 0) for _kind, entries in told) == -200_00


def test_what_was_short_at_the_count_is_booked(shop, book):
    shop.shifts.open(1000_00)
    shop.shifts.close(990_00, reason="change given wrong")
    assert book() == [("Journal", {"Cash Over and Short": 10_00, "Cash": -10_00})]


def test_the_names_of_accounts_never_meet(shop, book):
    shop.customers.add("Cash", "9812345678")
    shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345678")
    assert "Cash (9812345678)" in book()[0][1]


def test_a_shop_without_gst_books_all_sales_on_one_account(shop, book):
    shop.settings.set_profile(scheme="unregistered", gstin="")
    shop.sales.sell(["1001", "2001"], [Tender("cash")])
    assert book()[0][1] == {"Cash": 318_00, "Sales": -318_00}


def test_what_came_in_by_each_way_is_what_the_day_s_reading_kept(shop, book):
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["2*1001"], [Tender("cash", 100_00), Tender("upi", reference="412345678901")])
    shop.returns.take(shop.sales.last().number, {1: Give(1000)}, Refund("cash"))
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    shop.customers.pay(anil.id, 70_00, "upi", "412345678902")
    order = an_order(shop, "2*1001", "1002")
    shop.advances.take(order, Tender("cash", 110_00))
    shop.cod.take(leaves(shop, order, Tender("cod")), 50_00)
    other = an_order(shop, "1001")
    shop.advances.take(other, Tender("card", 150_00))
    shop.advances.give_back(other, 40_00, "cash", "too much")
    shop.advances.give_back(other, 30_00, reason="kept for him", to_khata=True)
    told: dict[str, int] = {}
    for _kind, entries in book():
        assert sum(entries.values()) == 0
        for name, amount in entries.items():
            told[name] = told.get(name, 0) + amount
    found = reading.read(shop.db, "A1", shop.db.clock.business_day(shop.db.clock.ms()))
    kept = {way.method: way.kept for way in found.by_method}
    assert {name: told[name] for name in ("Cash", "UPI", "Card")} == {
        "Cash": kept["cash"], "UPI": kept["upi"], "Card": kept["card"],
    }  # fmt: skip
    assert told["Cash on Delivery"] == 150_00
    assert told["Advances from Customers"] == -80_00
    assert "Unsettled" not in told


def test_goods_received_paid_for_and_sent_back_stand_on_the_supplier_s_account(shop, book):
    agro = shop.suppliers.add(SupplierCard("Agro Traders", gstin="27AAPFU0939F1ZV"), opening=500_00).id
    typed = (ReceiptLine(shop.catalogue.show("1001").product_id, 10_000, 100_00),)
    done = shop.buying.receive(Receipt(agro, typed, bill_number="INV 7"), sure=True)
    shop.suppliers.pay(agro, 700_00, "netbanking", "NEFT1", sure=True)
    shop.sending_back.take(done.number, {1: 2_000}, "torn")
    told = book()
    assert [kind for kind, _entries in told] == ["Journal", "Purchase", "Payment", "Debit Note"]
    assert told[1][1] == {
        "Purchase GST 18%": 1000_00, "Input CGST": 90_00, "Input SGST": 90_00, "Agro Traders (Supplier)": -1180_00,
    }  # fmt: skip
    owed = -sum(entries.get("Agro Traders (Supplier)", 0) for _kind, entries in told)
    assert owed == shop.suppliers.get(agro).owed == 744_00


def test_two_cards_that_become_one_move_their_balance(shop, book):
    first = shop.customers.add("Anil Verma", "9812345678")
    other = shop.customers.add("Anil V", "9812345679")
    shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345679")
    shop.merging.merge(first.id, other.id)
    told: dict[str, int] = {}
    for _kind, entries in book():
        for name, amount in entries.items():
            told[name] = told.get(name, 0) + amount
    assert (told["Anil Verma (9812345678)"], told["Khata Moved"]) == (10_00, 0)


def test_of_one_moment_what_was_written_down_first_stands_first(folder):
    shop = Shop.open(folder, clock=SetClock("2026-11-23 10:00"))
    for n in range(12):
        shop.expenses.spend(("Rent", "Electricity")[n % 2], 10_00 + n, method="upi")
        shop.shifts.cash(("out", "in")[n % 2], 1_00 + n, "to the bank")
    told = day_book(shop.db, periods.around(periods.today(shop.db.clock), "day"))
    assert [one.amount for one in told] == [paise for n in range(12) for paise in (10_00 + n, 1_00 + n)]
    shop.close()
