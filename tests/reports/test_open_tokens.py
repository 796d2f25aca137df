"""Tokens of days that nobody closed: the check list before filing, the page of today and verify name them."""

import pytest

from shoppos.reports import dashboard, periods
from shoppos.reports.gst import gstr1
from shoppos.reports.gst.checklist import checklist
from shoppos.reports.open_tokens import OpenTokens, open_tokens
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock():
    return SetClock("2026-10-30 10:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1001", "Soap", 150_00, rate=1800, hsn="3402", stock=50_000))
    shop.catalogue.add(ProductForm("1002", "Biscuits", 10_00, rate=500, hsn="1905", stock=50_000))
    shop.settings.set("small_sales", "consolidate")
    shop.sales.sell(["1001"], CASH)
    shop.sales.sell(["1002"], CASH)
    clock.set("2026-10-31 10:00")
    shop.sales.void(shop.sales.sell(["1002"], CASH).numbers[0], "wrong")
    shop.sales.sell(["1001"], CASH)
    yield shop
    shop.close()


def refused(shop, month):
    period = periods.named(month, periods.today(shop.db.clock))
    return [(one.document, one.sentence) for one in checklist(shop.db, period) if one.code == "open_tokens"]


def test_while_the_day_goes_on_its_tokens_wait_for_its_close(shop):
    assert [one.day for one in open_tokens(shop.db)] == [20261030]


def test_a_month_that_nobody_closed_is_refused_until_its_days_are_closed(shop, clock):
    clock.set("2026-11-02 21:00")
    assert open_tokens(shop.db) == [
        OpenTokens("A1", 20261030, 2, "A1/2627/T00001", "A1/2627/T00002"),
        OpenTokens("A1", 20261031, 1, "A1/2627/T00004", "A1/2627/T00004"),
    ]
    assert refused(shop, "2026-10") == [
        (
            "A1/2627/T00001",
            "A1/2627/T00001 – A1/2627/T00002: small sales of till A1 on 30 October 2026 stand on no invoice (2).",
        ),
        ("A1/2627/T00004", "A1/2627/T00004: small sales of till A1 on 31 October 2026 stand on no invoice (1)."),
    ]  # fmt: skip
    assert refused(shop, "2026-11") == []
    told = dashboard.decisions(shop.db, dashboard.Asker("A1", 20261102))
    assert ("close_day", "3 small sales stand on no invoice (A1/2627/T00001 to A1/2627/T00004): close the day") in [
        (one.action, one.sentence) for one in told
    ]
    shop.days.close()
    assert open_tokens(shop.db) == []
    assert refused(shop, "2026-10") == []
    october = gstr1.gstr1(shop.db, periods.named("2026-10", periods.today(shop.db.clock)))
    documents = [row for kind in october["doc_issue"]["doc_det"] for row in kind["docs"]]
    assert [(row["from"], row["to"], row["totnum"]) for row in documents] == [("A1/2627/S00001", "A1/2627/S00002", 2)]
