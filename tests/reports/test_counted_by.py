"""A drawer that another counted than whose turn it was: the days closed and the owner's alerts name both."""

from shoppos.reports import periods, phone_notes
from shoppos.reports.questions import z
from shoppos.reports.report import Asked


def test_who_counted_anothers_drawer_is_named_beside_whose_it_was(shop):
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    shop.shifts.open(500_00)
    shop.staff.sign_in("Meena")
    shop.days.close(490_00, reason="ten gone", sure=True)
    closed = shop.days.z(1)
    assert phone_notes.counted_by_others(shop.db, closed) == ["Ravi's drawer was counted by Meena."]
    period = periods.around(shop.db.clock.now().date(), "day")
    report = z.ask(shop.db, Asked(period))
    (line,) = next(one for one in report.tables if one.title == "Each count").lines
    assert "Ravi, counted by Meena" in line.values


def test_who_counts_their_own_is_named_once(shop):
    shop.shifts.open(500_00)
    shop.days.close(490_00, reason="ten gone", sure=True)
    assert phone_notes.counted_by_others(shop.db, shop.days.z(1)) == []
