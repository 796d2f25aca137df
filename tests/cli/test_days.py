"""The end of the day by command: close, list, show, print; later bills count for tomorrow."""

import datetime as dt

import pytest

from shoppos.base.clock import Clock
from tests.stories.clocks import SetClock


@pytest.fixture
def clock(monkeypatch):
    """The clock of every command from now on."""
    stands = SetClock("2036-11-23 21:00")
    monkeypatch.setattr(Clock, "ms", lambda _self: stands.stands)
    return stands


@pytest.fixture
def evening(clock, stocked):
    assert stocked("shift", "open", "--float", "500").code == 0
    assert stocked("sell", "1001", "1002", "--pay", "cash").code == 0
    return stocked


def test_the_day_is_closed_listed_shown_and_printed_again(evening, clock):
    said = evening("day", "close", "--counted", "650", "--reason", "given too much")
    assert said.code == 0
    for words in ("Day 23-11-2036 is closed: Z 1 of till A1.", "Sales", "₹160.00", "The drawer is ₹10.00 short."):
        assert words in said.out
    assert said.out.count("short") == 1
    late = evening("sell", "1001", "--pay", "cash", "--json").json
    assert late["business_date"] == "2036-11-24"
    clock.go_on(days=1)
    second = evening("day", "close", "--json").json
    assert (second["number"], second["business_date"], second["net"], second["perpetual"], second["zs"]) == (
        2, "2036-11-24", "150.00", "310.00", [2]
    )  # fmt: skip
    rows = evening("day", "list", "--json").json
    assert [(one["number"], one["net"], one["over"]) for one in rows] == [(2, "150.00", None), (1, "160.00", "-10.00")]
    assert rows[0]["previous"] == rows[1]["hash"]
    shown = evening("day", "show", "1", "--json").json
    drawer = shown["figures"]["drawer"]
    assert (drawer["float"], drawer["expected"], drawer["counted"], drawer["over"], drawer["reason"]) == (
        "500.00", "660.00", "650.00", "-10.00", "given too much"
    )  # fmt: skip
    assert [(one["employee"], one["over"]) for one in drawer["shifts"]] == [("Meena", "-10.00")]
    assert shown["figures"]["unsent"] == {"papers": 1, "messages": 0, "reports": 0}
    assert "Z 1 of till A1, 23-11-2036" in evening("day", "show", "1").out
    assert "Z 1 will be printed" in evening("day", "print", "1").out
    assert [one["kind"] for one in evening("queue", "list", "--json").json].count("reading") == 3
    assert evening("verify").code == 0


def test_a_closed_days_bill_is_cancelled_by_a_credit_note(evening):
    assert evening("day", "close", "--counted", "660").code == 0
    number = "A1/3637/000001"
    said = evening("bill", "void", number, "--reason", "wrong goods")
    assert f"Bill {number} can be cancelled no more, so A1/3637/C00001 takes it back: wrong goods" in said.out
    assert "Given back: Cash ₹" in said.out
    assert evening("bill", "show", number, "--json").json["state"] == "returned"
    assert "A1/3637/C00001" in evening("bill", "list").out


def test_what_does_not_do_is_said_and_changes_nothing(evening, clock):
    assert "Count the drawer first" in evening("day", "close").err
    said = evening("day", "close", "--pieces", "500=1,100=1")
    assert (said.code, "₹60.00 short" in said.err) == (1, True)
    assert evening("day", "list", "--json").json == []
    assert "No day was closed yet." in evening("day", "list").out
    assert "Till A1 has no Z 1" in evening("day", "show", "1").err
    assert evening("day", "print", "1").code == 1
    assert evening("day", "close", "--counted", "660").code == 0
    said = evening("day", "close")
    assert (said.code, "23-11-2036 is closed already" in said.err) == (1, True)
    clock.set("2036-11-24 00:20")
    assert "--sure" in evening("day", "close").err
    assert evening("day", "close", "--sure", "--json").json["business_date"] == "2036-11-24"


def test_just_after_midnight_yesterday_is_closed_and_today_goes_on(evening, clock):
    clock.set("2036-11-24 00:20")
    said = evening("day", "close", "--counted", "660")
    assert "Day 23-11-2036 is closed" in said.out
    assert "Today is open still" in said.out


def test_cash_of_bills_made_after_midnight_is_not_called_earlier(evening, clock):
    clock.set("2036-11-24 00:20")
    assert evening("sell", "2*1002", "--pay", "cash").code == 0
    assert evening("day", "close", "--counted", "680").code == 0
    said = " ".join(evening("day", "show", "1").out.split())
    assert "Outside this shift or day 20.00" in said
    assert "Before" not in said


def test_a_shift_that_began_today_is_asked_about_where_yesterday_is_closed(evening, clock):
    assert evening("shift", "close", "--counted", "660").code == 0
    clock.set("2036-11-24 05:00")
    assert evening("shift", "open", "--float", "1000").code == 0
    clock.set("2036-11-24 05:06")
    asked = evening("day", "close", "--counted", "1000")
    assert "the day that is closed now is 23-11-2036" in asked.err
    assert "--sure" in asked.err
    said = evening("day", "close", "--sure")
    assert "Day 23-11-2036 is closed" in said.out
    assert "'s shift goes on." in said.out
    assert evening("shift", "close", "--counted", "1000").code == 0


def test_the_text_of_a_closed_day_has_all_that_it_takes_to_add_it_up(evening):
    bill = evening("sell", "2*1002", "--pay", "cash", "--json").json["number"]
    assert evening("bill", "void", bill, "--reason", "wrong").code == 0
    evening("sell", "10*1002", "--pay", "khata", "--customer", "9812345678")
    assert evening("customers", "pay", "9812345678", "40").code == 0
    assert evening("shift", "cash", "out", "30", "--reason", "tea").code == 0
    assert evening("day", "close", "--counted", "670").code == 0
    said = " ".join(evening("day", "show", "1").out.split())
    for part in ("Bills made 3", "Cancelled 1, -20.00", "Dues received: Cash 40.00", "Float ", "Cash taken out 30.00",
                 "Expected in the drawer 670.00"):  # fmt: skip
        assert part in said


def test_days_that_were_forgotten_are_named(evening, clock):
    assert evening("day", "close", "--counted", "660").code == 0
    for _day in range(2):
        clock.go_on(days=1)
        assert evening("sell", "1002", "--pay", "cash").code == 0
    said = evening("day", "close")
    assert "Days that nobody had closed were closed too. Their Zs have these numbers: 2." in said.out
    days = [one["business_date"] for one in evening("day", "list", "--json").json]
    assert days == [(dt.date(2036, 11, 25) - dt.timedelta(days=n)).isoformat() for n in range(3)]


def test_small_sales_get_one_invoice_a_day_which_is_shown_printed_and_missed_where_nobody_closes(
    clock, stocked, tmp_path
):
    assert stocked("settings", "set", "small_sales", "consolidate").code == 0
    asked = stocked("sell", "1002", "--pay", "cash", "--invoice", "--json").json
    assert (asked["number"], asked["kind"]) == ("A1/3637/000001", "TAX INVOICE")
    token = stocked("sell", "1001", "--pay", "cash", "--json").json["number"]
    clock.go_on(days=1)
    second = stocked("sell", "1001", "--pay", "upi", "--json").json["number"]
    said = stocked("verify", "--json")
    assert (said.code, said.json["open_tokens"]) == (
        0, [{"till": "A1", "day": "2036-11-23", "bills": 1, "first": token, "last": token}]
    )  # fmt: skip
    assert f"no invoice stands for 1 tokens, {token} to {token}. Close the day." in stocked("verify").err
    closed = stocked("day", "close", "--json").json
    assert closed["invoices"] == ["A1/3637/S00001", "A1/3637/S00002"]
    shown = stocked("bill", "show", "a1/3637/s00002", "--json").json
    assert (shown["kind"], shown["business_date"], shown["payable"], shown["by_rate"]["18"]["cgst"]) == (
        "TAX INVOICE", "2036-11-24", "150.00", "11.44"
    )  # fmt: skip
    assert shown["tokens"] == {"bills": 1, "first": second, "last": second}
    assert stocked("bill", "show", second, "--json").json["invoice"] == "A1/3637/S00002"
    assert f"For 1 small sales: {second} to {second}" in stocked("bill", "show", "A1/3637/S00002").out
    file = tmp_path / "invoice.txt"
    assert stocked("print", "bill", "A1/3637/S00001", "--out", file).code == 0
    assert "TAX INVOICE" in file.read_text("utf-8")
    assert stocked("verify", "--json").json["open_tokens"] == []
    assert stocked("bill", "void", "A1/3637/S00001", "--reason", "all").code == 1
