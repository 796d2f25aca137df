"""The day book as a report: every document with its accounts, and sums that are equal."""

import pytest

from shoppos.reports import periods, questions
from shoppos.reports.questions import daybook
from shoppos.shop.payments import Tender


@pytest.fixture
def ask(shop):
    def asked():
        return questions.ask(shop.db, "daybook", periods.around(periods.today(shop.db.clock), "day"))

    return asked


def test_a_document_stands_once_with_all_its_accounts(shop, ask):
    shop.sales.sell(["1001"], [Tender("cash", 100_00), Tender("upi", reference="412345678901")])
    number = shop.sales.last().number
    told = ask()
    assert [line.values[1:6] for line in told.tables[0].lines] == [
        ("Bill", number, "Cash", 100_00, None), (None, None, "UPI", 50_00, None),
        (None, None, "Sales GST 18%", None, 127_12), (None, None, "Output CGST", None, 11_44),
        (None, None, "Output SGST", None, 11_44),
    ]  # fmt: skip
    assert {line.link.target for line in told.tables[0].lines} == {number}
    assert told.tables[0].total[4:6] == (150_00, 150_00)
    assert told.finding.endswith("one document, ₹150.00 on each side.")


def test_both_sides_are_equal_after_a_day_with_everything(shop, ask):
    shop.shifts.open(500_00)
    shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["3*1002", ".5*2001"], [Tender("khata")], customer_phone="9812345678")
    shop.sales.sell(["3001@333.33"], [Tender("cash")], discount="5%", shipping=4000)
    shop.sales.void(shop.sales.last().number, "wrong")
    shop.expenses.spend("Rent", 300_00)
    told = ask()
    debit, credit = told.tables[0].total[4:6]
    assert debit == credit > 0
    assert sum(line.values[4] or 0 for line in told.tables[0].lines) == debit
    assert sum(line.values[5] or 0 for line in told.tables[0].lines) == credit


def test_a_long_list_is_cut_and_its_sums_are_not(shop, ask, monkeypatch):
    monkeypatch.setattr(daybook, "MOST", 2)
    for _n in range(3):
        shop.sales.sell(["1002"], [Tender("cash")])
    told = ask()
    assert sum(line.values[0] is not None for line in told.tables[0].lines) == 2
    assert told.tables[0].total[4] == 30_00
    assert "The first 2 are listed." in told.notes[0]


def test_a_day_without_documents_says_so(ask):
    assert ask().finding.endswith("nothing was booked.")
