"""The day book as a report: every document with its accounts, and sums that are equal."""

import pytest

from shoppos.reports import periods, questions
from shoppos.reports.day_book import day_book
from shoppos.reports.questions import daybook
from shoppos.shop.payments import Tender
from tests.plans import overheard
from tests.reports.questions.counting import PERIODS


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


@pytest.mark.parametrize("most", [1, 40, 10_000])
def test_the_sums_of_what_is_not_listed_are_those_of_its_documents(year, monkeypatch, most):
    monkeypatch.setattr(daybook, "MOST", most)
    damaged = year.db.rows(
        "SELECT id FROM sale WHERE state = 'done' AND kind <> 'CREDIT NOTE' ORDER BY id LIMIT 2 OFFSET 250"
    )
    for (trigger,) in year.db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        year.db.raw.execute(f"DROP TRIGGER {trigger}")
    year.db.raw.execute("UPDATE sale_line SET taxable = -taxable WHERE sale_id = ? AND line = 1", damaged[0])
    year.db.raw.execute("UPDATE payment SET amount = amount + 700 WHERE sale_id = ? AND line = 1", damaged[1])
    period = PERIODS["a year"]
    every = list(day_book(year.db, period))
    told = questions.ask(year.db, "daybook", period)
    debit = sum(entry.amount for one in every for entry in one.entries if entry.amount > 0)
    assert {one.kind for one in every} >= {"Sales", "Credit Note", "Receipt"}
    assert told.tables[0].total[4:6] == (debit, debit)
    assert [figure.value for figure in told.figures] == [len(every), debit, debit]
    assert sum(line.values[0] is not None for line in told.tables[0].lines) == min(most, len(every))


def test_bills_that_are_not_listed_are_not_read_account_by_account(year, monkeypatch):
    monkeypatch.setattr(daybook, "MOST", 1)
    with overheard(year, monkeypatch) as asked:
        questions.ask(year.db, "daybook", PERIODS["a month"])
    read = [sql for sql, _values in asked if sql.startswith("WITH doc")]
    assert 0 < len(read) <= 9, "three of each day up to the first document, and three of what is not plain in the rest"


def test_a_day_without_documents_says_so(ask):
    assert ask().finding.endswith("nothing was booked.")
