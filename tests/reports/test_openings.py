"""What is told of a drawer opened without a sale: how often, by whom, why, and whether anything came of it."""

import pytest

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NeedsApproval
from shoppos.base.money import rupees
from shoppos.reports import deliveries, openings, phone, questions
from shoppos.reports.audit import audit
from shoppos.reports.report import Link, Period
from tests.printing.desk import TILL
from tests.reports.questions.counting import figures, rows, table
from tests.shop.rice_shop import rice_shop
from tests.stories.clocks import SetClock

FLOAT = 2000_00
DAY = 20261123


@pytest.fixture
def clock():
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder, clock):
    yield from rice_shop(folder, clock, TILL)


@pytest.fixture
def day(shop, clock):
    """A day of a till: a float, cash out, two reasons, a count in vain and one that ends the shift and the day."""
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Meena", "4711")
    shop.drawer.open_to_count(for_float=True)
    clock.go_on(minutes=1)
    shop.shifts.open(FLOAT)
    clock.go_on(minutes=5)
    shop.drawer.open("change for the auto")
    shop.shifts.cash("out", 20_00, "tea for the porters", opens=True)
    shop.expenses.spend("Transport", 50_00, opens=True)
    shop.staff.sign_in("Ravi")
    clock.go_on(minutes=5)
    shop.drawer.open_to_count()
    clock.set("2026-11-23 21:00")
    shop.staff.sign_in("Meena", "4711")
    shop.drawer.open("a coin fell behind it")
    shop.drawer.open_to_count()
    clock.go_on(minutes=1)
    shop.days.close(FLOAT - 70_00)
    return shop


def test_the_x_and_the_z_count_each_of_them_by_what_for(day):
    told = (("reason", 2), ("count", 2), ("float", 1), ("movement", 2))
    assert openings.counts(day.db, "A1", DAY, DAY) == told
    z = day.days.z(1).reading
    assert (z.openings, z.opened) == (told, 7)
    assert day.shifts.x().openings == (), "the next day has begun"
    assert openings.counts(day.db, "A2", DAY, DAY) == ()
    assert audit(day.db).faults == ()


def test_a_reading_of_before_counts_what_was_opened_until_then(shop, clock):
    shop.drawer.open("first")
    clock.go_on(minutes=5)
    at = clock.ms()
    clock.go_on(minutes=5)
    shop.drawer.open("second")
    assert openings.counts(shop.db, "A1", DAY, DAY, at=at) == (("reason", 1),)
    assert openings.counts(shop.db, "A1", DAY, DAY, after=at) == (("reason", 1),)
    assert shop.shifts.x().opened == 2


def test_each_is_listed_with_who_and_why_and_what_came_of_it(day):
    found = openings.listed(day.db, DAY, DAY)
    assert [(one.kind, one.employee, openings.why(one), one.in_vain) for one in found] == [
        ("float", "Meena", "", False), ("reason", "Meena", "change for the auto", False),
        ("movement", "Meena", "tea for the porters", False), ("movement", "Meena", "Transport", False),
        ("count", "Ravi", "the drawer was not counted", True), ("reason", "Meena", "a coin fell behind it", False),
        ("count", "Meena", "", False),
    ]  # fmt: skip
    assert openings.listed(day.db, DAY, DAY, "A2") == []
    assert openings.listed(day.db, DAY + 1, DAY + 1) == []


def test_a_count_that_did_not_agree_was_a_count_and_a_float_that_no_shift_followed_was_in_vain(shop, clock):
    shop.drawer.open_to_count(for_float=True)
    clock.go_on(minutes=1)
    shop.drawer.open_to_count(for_float=True)
    shop.shifts.open(FLOAT)
    shop.drawer.open_to_count()
    clock.go_on(minutes=1)
    with pytest.raises(InvalidInput):
        shop.shifts.close(1_00)
    clock.go_on(minutes=1)
    shop.drawer.open_to_count()
    found = openings.listed(shop.db, DAY, DAY)
    assert [one.in_vain for one in found] == [True, False, False, True]
    assert [openings.why(one) for one in found] == ["no shift was begun", "", "", "the drawer was not counted"]


def test_another_till_s_count_says_nothing_of_this_drawer(shop, clock):
    shop.shifts.open(FLOAT)
    shop.drawer.open_to_count()
    shop.tills.add("A2")
    shop.tills.use("A2")
    shop.shifts.open(0)
    clock.go_on(minutes=1)
    shop.shifts.close(0)
    assert [one.in_vain for one in openings.listed(shop.db, DAY, DAY)] == [True]


def asked(shop, **choices):
    """Who took off what on that day."""
    return questions.ask(shop.db, "discounts", Period(day_of(DAY), day_of(DAY)), **choices)


def test_who_took_off_what_names_who_opened_the_drawer_and_why(day):
    found = asked(day)
    assert figures(found)["Drawer opened without a sale"] == 7
    by = {row["employee"]: row["drawer"] for row in rows(table(found, "employee"))}
    assert by == {"Meena": 6, "Ravi": 1}, "who sold nothing stands there too"
    each = [row for row in rows(table(found, "day")) if row["what"] == "Drawer opened"]
    assert [(row["item"], row["why"], row["employee"], row["amount"]) for row in each] == [
        ("To count it", "", "Meena", None), ("For a reason", "a coin fell behind it", "Meena", None),
        ("To count it", "the drawer was not counted", "Ravi", None),
        ("For cash in or out", "Transport", "Meena", None),
        ("For cash in or out", "tea for the porters", "Meena", None),
        ("For a reason", "change for the auto", "Meena", None), ("For the float", "", "Meena", None),
    ]  # fmt: skip
    assert found.alerts == ("3 times the drawer was opened without sale or count: Meena, Ravi.",)


def test_the_figure_leads_to_the_drawer_alone_and_a_line_to_what_was_sold_that_day(day):
    figure = next(one for one in asked(day).figures if one.title == "Drawer opened without a sale")
    assert figure.link == Link("report", "discounts", {"only": "drawer"}, asked(day).period)
    alone = asked(day, **figure.link.choices)
    assert {row["what"] for row in rows(table(alone, "day"))} == {"Drawer opened"}
    ravi = next(bytes.fromhex(line.link.choices["employee"]) for line in table(alone, "employee").lines
                if line.values[0] == "Ravi")  # fmt: skip
    his = asked(day, only="drawer", employee="Ravi")
    assert figures(his)["Drawer opened without a sale"] == 1
    (line,) = table(his, "day").lines
    assert (line.link.target, line.link.choices) == ("bills", {"employee": ravi.hex()})


def test_who_allowed_it_stands_beside_it(shop, clock):
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as needed:
        shop.drawer.open("change")
    shop.staff.approve("drawer.open", needed.value.doc_id, "4711")
    shop.drawer.open("change")
    (row,) = rows(table(asked(shop), "day"))
    assert (row["employee"], row["allowed"], row["why"]) == ("Ravi", "Meena", "change")


def test_a_day_without_a_sale_on_which_the_drawer_was_opened_is_no_empty_report(shop):
    assert figures(asked(shop)) == {}
    shop.drawer.open("to look")
    assert figures(asked(shop))["Drawer opened without a sale"] == 1
    assert "nothing was given off" in asked(shop).finding


def test_the_owner_s_evening_report_says_it_above_all_figures(day):
    (report_id,) = day.db.row("SELECT id FROM owed_report ORDER BY rowid LIMIT 1")
    found = phone.compose(day.db, deliveries.report(day.db, report_id))
    assert found.alerts == ("3 times the drawer was opened without sale or count: Meena, Ravi.",)
    assert rupees(FLOAT - 70_00) not in " ".join(found.alerts)


def test_a_drawer_that_opened_as_it_should_worries_nobody(shop, clock):
    shop.drawer.open_to_count(for_float=True)
    shop.shifts.open(FLOAT)
    shop.shifts.cash("in", 10_00, "change", opens=True)
    clock.set("2026-11-23 21:00")
    shop.drawer.open_to_count()
    clock.go_on(minutes=1)
    shop.days.close(FLOAT + 10_00)
    assert asked(shop).alerts == ()
    assert openings.alerts(openings.listed(shop.db, DAY, DAY)) == []
