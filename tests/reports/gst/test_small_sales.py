"""Tokens in the return: their sales count at once, their paper is the one invoice of the day's end."""

from xml.etree import ElementTree as ET

import pytest

from shoppos.reports import periods, tally
from shoppos.reports.audit import audit
from shoppos.reports.gst import gstr1
from shoppos.reports.gst.checklist import checklist
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender

CASH = [Tender("cash")]


@pytest.fixture
def small(shop: Shop) -> Shop:
    shop.settings.set("small_sales", "consolidate")
    return shop


def this_month(shop: Shop):
    return periods.around(periods.today(shop.db.clock), "month")


def numbers(told):
    return [
        (row["from"], row["to"], row["totnum"])
        for kind in told.get("doc_issue", {"doc_det": []})["doc_det"] for row in kind["docs"]
    ]  # fmt: skip


def test_before_the_day_s_end_they_are_sales_without_a_paper(small: Shop):
    small.sales.sell(["1001"], CASH)
    told = gstr1.gstr1(small.db, this_month(small))
    assert told["b2cs"][0]["txval"] == 127.12
    assert numbers(told) == []


def test_after_it_they_have_the_one_invoice_and_count_once(small: Shop):
    small.sales.sell(["1001"], CASH)
    small.sales.sell(["1002"], CASH)
    bill = small.sales.sell(["3001"], CASH).numbers[0]
    small.days.close(sure=True)
    told = gstr1.gstr1(small.db, this_month(small))
    invoice = small.db.row("SELECT number FROM consolidated")[0]
    assert numbers(told) == [(bill, bill, 1), (invoice, invoice, 1)]
    assert sum(row["txval"] for row in told["b2cs"]) == pytest.approx(127.12 + 9.52 + 400)
    assert [one.code for one in checklist(small.db, this_month(small)) if one.refused] == []
    assert audit(small.db).faults == ()


def test_what_comes_back_of_a_token_is_taken_off_by_a_credit_note(small: Shop):
    token = small.sales.sell(["1001"], CASH).numbers[0]
    small.sales.sell(["1002"], CASH)
    small.days.close(sure=True)
    note = small.returns.take(token, None, Refund("cash")).numbers[0]
    told = gstr1.gstr1(small.db, periods.Period(this_month(small).first, periods.day("2199-12-31")))
    assert [(row["rt"], row["txval"]) for row in told["b2cs"]] == [(5.0, 9.52)]
    assert numbers(told)[-1] == (note, note, 1)


def test_the_accountant_gets_the_tokens_and_not_their_invoice_on_top(small: Shop):
    small.sales.sell(["1001"], CASH)
    small.sales.sell(["1002"], CASH)
    small.days.close(sure=True)
    told = ET.fromstring("".join(tally.tally(small.db, this_month(small), "Sharma")))
    assert len(list(told.iter("VOUCHER"))) == 2
