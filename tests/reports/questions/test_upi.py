"""What was taken by UPI, what is proved, and what the bank told beside, are what payments and UTRs say."""

import datetime as dt

import pytest

from shoppos.reports.report import Period
from shoppos.rules.bank_words import Credit
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import PERIODS, ask, figures, rows, summed, table
from tests.shop.order_rows import an_order


def taken(shop, period):
    """Day, paise and whether there is a UTR of each UPI payment on a bill that stands, read plainly."""
    void = {row[0] for row in shop.db.rows("SELECT sale_id FROM void")}
    known = set(shop.db.rows("SELECT doc_id, line FROM utr"))
    sales = {row[0]: row[1] for row in shop.db.rows("SELECT id, business_date FROM sale WHERE state = 'done'")}
    return [
        (sales[sale_id], amount, (sale_id, line) in known)
        for sale_id, line, method, amount in shop.db.rows("SELECT sale_id, line, method, amount FROM payment")
        if method == "upi" and amount > 0 and sale_id not in void
        and period.span[0] <= sales[sale_id] <= period.span[1]
    ]  # fmt: skip


@pytest.mark.parametrize("name", PERIODS)
def test_each_day_is_what_was_paid_and_what_is_proved(year, name):
    found = taken(year, PERIODS[name])
    report = ask(year, "upi", PERIODS[name])
    days = {row["day"]: row for row in rows(report.tables[0])}
    assert {day: row["taken"] for day, row in days.items()} == summed((day, paise) for day, paise, _known in found)
    proved = summed((day, paise if known else 0) for day, paise, known in found)
    assert {day: row["proved"] for day, row in days.items()} == proved
    assert all(row["taken"] == row["proved"] + row["claimed"] for row in days.values())
    claims = [row["amount"] for row in rows(report.tables[1])] if len(report.tables) > 1 else []
    assert sorted(claims) == sorted(paise for _day, paise, known in found if not known)
    assert figures(report)["Claimed only"] == sum(claims)
    assert (f"{len(claims)} payments" in report.finding) == (1 < len(claims) < len(found))


def test_a_claim_leads_to_its_bill_and_is_gone_once_its_utr_is_known(year):
    number = year.sales.sell(["1001"], [Tender("upi")]).numbers[0]
    period = PERIODS["a day"]
    before = rows(table(ask(year, "upi", period), "day"))[0]["claimed"]
    claimed = ask(year, "upi", period).tables[1]
    assert number in {line.link.target for line in claimed.lines}
    sale_id = year.db.row("SELECT id FROM sale WHERE number = ?", (number,))[0]
    year.bank.arrived("999912345678", 15000)
    year.bank.match(year.bank.open()[0].id, sale_id, 1)
    assert rows(table(ask(year, "upi", period), "day"))[0]["claimed"] == before - 15000


def test_money_at_the_bank_for_nobody_and_what_was_paid_twice_wait_for_a_person(shop):
    order = an_order(shop, "2*1001", "1002")
    shown = shop.advances.qr(order)
    for utr in ("412345678901", "412345678902"):
        shop.bank.learn([Credit(310_00, utr, "anil@upi", reference=shown.reference)])
    shop.bank.arrived("412345678909", 75_00)
    today = dt.date.fromisoformat(str(shop.db.clock.now().date()))
    report = ask(shop, "upi", Period(today, today))
    (day,) = rows(report.tables[0])
    assert (day["taken"], day["proved"], day["unmatched"], day["twice"]) == (310_00, 310_00, 385_00, 310_00)
    assert report.alerts == (
        "One payment came twice: ₹310.00.",
        "One payment at the bank waits to be told what it is for: ₹75.00.",
    )
    assert report.finding.endswith("₹310.00 was paid by UPI, and all of it is proved by its UTR.")


def test_a_utr_that_was_only_typed_is_told_apart_once_the_bank_has_told_of_that_day(shop):
    typed = shop.sales.sell(["1001"], [Tender("upi", reference="632500000007")]).numbers[0]
    today = dt.date.fromisoformat(str(shop.db.clock.now().date()))
    day = Period(today, today)
    before = ask(shop, "upi", day)
    assert (figures(before)["Proved by a UTR"], figures(before)["Seen at the bank"]) == (150_00, 0)
    assert before.alerts == ()
    shop.sales.sell(["1001"], [Tender("upi", reference="632500000008")])
    shop.bank.arrived("632500000008", 150_00)
    after = ask(shop, "upi", day)
    assert (figures(after)["Proved by a UTR"], figures(after)["Seen at the bank"]) == (300_00, 150_00)
    assert after.alerts == (
        "The UTR of one payment, ₹150.00, was typed, but the bank did not tell it among the payments of that day.",
    )
    assert [line.link.target for line in after.tables[1].lines] == [typed]
    shop.bank.arrived("632500000007", 150_00)
    assert ask(shop, "upi", day).alerts == ()


def test_days_without_any_say_so(shop):
    report = ask(shop, "upi", Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31)))
    assert report.finding == "Nothing was paid by UPI: May 2026."
    assert report.charts == ()
