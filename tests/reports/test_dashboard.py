"""The owner's look: each part is what a count of the shop's own rows says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.reports import dashboard, deliveries
from shoppos.reports.dashboard import Asker
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui.widgets.report_sign import trouble
from tests.shop.order_rows import an_order
from tests.shop.report_rows import owed
from tests.stories.clocks import SetClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY = "2026-11-16 10:00"


@pytest.fixture
def timed(shop: Shop, folder: Path) -> Iterator[tuple[Shop, SetClock]]:
    """A shop whose clock stands where the test puts it."""
    shop.close()
    clock = SetClock(MONDAY)
    opened = Shop.open(folder, clock=clock)
    yield opened, clock
    opened.close()


def asker(shop: Shop, **more: bool) -> Asker:
    return Asker(shop.db.till, shop.db.clock.business_day(shop.db.clock.ms()), **more)


def test_today_is_compared_with_the_same_weekday_up_to_the_same_time(timed: tuple[Shop, SetClock]) -> None:
    shop, clock = timed
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.go_on(hours=8)
    evening = shop.sales.sell(["2*1001"], [Tender("upi", 30_000)])
    clock.set("2026-11-23 12:00")
    shop.sales.sell(["1003"], [Tender("cash", 6_200)])
    found = dashboard.sales(shop.db, asker(shop))
    assert (found.net, found.bills, found.was, found.was_whole) == (6_200, 1, 15_000, 45_000)
    assert found.hours == tuple(range(10, 19))
    assert dict(zip(found.hours, found.before, strict=True)) == {
        **dict.fromkeys(range(10, 19), 0),
        10: 15_000,
        18: 30_000,
    }
    assert found.now[2] == 6_200
    clock.set("2026-11-23 19:00")
    assert dashboard.sales(shop.db, asker(shop)).was == 45_000, evening.number


def test_a_cancelled_bill_and_goods_that_came_back_count_below_zero(timed: tuple[Shop, SetClock]) -> None:
    shop, clock = timed
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.sales.sell(["1003"], [Tender("cash", 6_200)])
    shop.sales.void("A1/2627/000001", "wrong customer")
    assert dashboard.sales(shop.db, asker(shop)).net == 6_200
    clock.set("2026-11-23 11:00")
    assert dashboard.sales(shop.db, asker(shop)).was == 6_200


def test_the_drawer_is_told_only_to_who_may_see_it(shop: Shop) -> None:
    shop.shifts.open(50_000)
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.sales.sell(["1003"], [Tender("upi", 6_200)])
    found = dashboard.cash(shop.db, asker(shop))
    assert found is not None
    assert (found.expected, found.employee, found.ways) == (65_000, "Meena", (("cash", 15_000), ("upi", 6_200)))
    assert dashboard.cash(shop.db, asker(shop, cash=False)) is None
    assert shop.shifts.close(65_000).over == 0, "it is what a count finds"


def test_dues_orders_and_what_runs_out_are_counted(shop: Shop) -> None:
    shop.customers.add("Anil Verma", "9876512345")
    shop.sales.sell(["1001"], [Tender("khata", 15_000)], customer_phone="9876512345")
    owed = dashboard.dues(shop.db, asker(shop))
    assert (owed.owed, owed.people, owed.ages, owed.remind) == (15_000, 1, (15_000, 0, 0, 0), 0)
    an_order(shop, "1002")
    orders = dashboard.orders(shop.db, asker(shop))
    assert (dict(orders.columns)["new"], orders.count, orders.late) == (1, 1, 0)
    assert dashboard.low(shop.db, asker(shop)).count == 0
    shop.sales.sell(["46*1001"], [Tender("cash", 46 * 15_000)], customer_phone="9876512345")
    low = dashboard.low(shop.db, asker(shop))
    assert (low.count, low.items) == (1, (("Surf Excel 1 kg", 3_000, "PCS"),))


def test_what_waits_for_a_person_is_said_and_leads_there(shop: Shop) -> None:
    assert dashboard.decisions(shop.db, asker(shop)) == ()
    shop.bank.learn([Credit(310_00, "412345678901", "anil@upi"), Credit(99_00, "412345678902", "asha@upi")])
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE print_job SET state = 'uncertain', error = 'no paper'")
    told = dashboard.decisions(shop.db, asker(shop))
    assert [(one.action, one.count, one.sentence) for one in told] == [
        ("bank", 2, "2 payments came in, nobody knows what for"), ("papers", 1, "One paper did not come out"),
    ]  # fmt: skip


def test_days_that_were_not_closed_wait_too(timed: tuple[Shop, SetClock]) -> None:
    shop, clock = timed
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.set("2026-11-17 10:00")
    assert dashboard.decisions(shop.db, asker(shop)) == (), "who never closes a day is not reminded of it"
    shop.days.close()
    clock.set("2026-11-19 10:00")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.set("2026-11-20 10:00")
    one, _alone = dashboard.decisions(shop.db, asker(shop))
    assert (one.action, one.sentence) == ("close_day", "19-11-2026 was not closed")
    shop.days.close()
    shop.tills.add("B1")
    shop.tills.use("B1")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.set("2026-11-21 10:00")
    one, _alone = dashboard.decisions(shop.db, asker(shop))
    assert (one.action, one.sentence) == ("close_day", "20-11-2026 was not closed"), "a till that never did"


def test_days_that_another_till_has_not_closed_wait_and_what_it_sells_today_does_not(
    timed: tuple[Shop, SetClock],
) -> None:
    shop, clock = timed
    shop.tills.add("B1")
    shop.tills.use("B1")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.set("2026-11-17 20:00")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.tills.use("A1")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.days.close()
    tonight = Asker("A1", shop.days.business_day())
    assert [(one.action, one.hand, one.sentence) for one in dashboard.decisions(shop.db, tonight)] == [
        ("reports", "z last-30-days", "Till B1: 16-11-2026 was not closed")
    ], "the evening is not over for the other till"
    clock.set("2026-11-18 10:00")
    assert "Till B1: 2 days were not closed, the first on 16-11-2026" in [
        one.sentence for one in dashboard.decisions(shop.db, asker(shop))
    ]
    clock.set("2026-12-20 10:00")
    assert not [one for one in dashboard.decisions(shop.db, asker(shop)) if "B1" in one.sentence], "it was given up"


def test_a_shop_whose_figures_never_leave_its_computer_is_told_after_three_days(timed: tuple[Shop, SetClock]) -> None:
    shop, clock = timed
    assert dashboard.decisions(shop.db, asker(shop)) == (), "nothing was sold yet"
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    clock.set("2026-11-18 10:00")
    assert dashboard.decisions(shop.db, asker(shop)) == ()
    clock.set("2026-11-19 10:00")
    (told,) = dashboard.decisions(shop.db, asker(shop))
    assert (told.action, told.hand, told.count) == ("settings", "reports", 1)
    assert told.sentence == "For 3 days the shop's figures stand on this computer alone"


def test_a_place_that_nothing_reached_for_days_is_told_and_one_that_has_all_is_not(
    timed: tuple[Shop, SetClock],
) -> None:
    shop, clock = timed
    place = shop.reports.set_place("mail", "owner@example.in", name="Owner")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.days.close()
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE delivery SET state = 'sent', done_at = ?", (tx.at,))
    clock.set("2026-11-23 10:00")
    assert dashboard.decisions(shop.db, asker(shop)) == (), f"{place.name} has all that was sold"
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    (told,) = dashboard.decisions(shop.db, asker(shop))
    assert (told.action, told.sentence) == ("deliveries", "No report left this computer for 7 days")


def test_a_report_that_is_stuck_is_told_until_its_place_is_switched_off(timed: tuple[Shop, SetClock]) -> None:
    shop, _clock = timed
    shop.reports.set_place("mail", "owner@example.in", key="m")
    (one,) = owed(shop, 1)
    assert dashboard.decisions(shop.db, asker(shop)) == ()
    shop.reports.not_made(one, "It cannot be drawn.")
    (told,) = dashboard.decisions(shop.db, asker(shop))
    assert (told.action, told.count, told.sentence) == ("deliveries", 1, "1 report did not arrive")
    shop.reports.set_place("mail", "owner@example.in", key="m", active=False)
    assert dashboard.decisions(shop.db, asker(shop)) == ()


def test_each_table_reads_only_the_parts_that_it_changes() -> None:
    assert dashboard.touched(frozenset({"khata_entry"})) == ("cash", "dues")
    assert dashboard.touched(frozenset({"setting"})) == ()
    assert set(dashboard.touched(frozenset().union(*(tables for _read, tables in dashboard.PARTS.values())))) == set(
        dashboard.PARTS
    )


def test_the_card_counts_what_waits_in_the_very_words_of_the_sign(timed: tuple[Shop, SetClock]) -> None:
    shop, clock = timed
    shop.reports.set_place("mail", "owner@example.in", key="m")
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    owed(shop, 2)
    clock.go_on(minutes=90)
    (told,) = dashboard.decisions(shop.db, asker(shop))
    sign = trouble(deliveries.counts(shop.db), shop.db.clock.ms())
    assert (told.count, told.sentence) == (4, "2 reports wait, the oldest for 1 h · 2 reports to send by hand")
    assert sign.text == "⇪  2 reports wait, the oldest for 1 h  ·  2 reports to send by hand"
