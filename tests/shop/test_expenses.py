"""Expenses: written down once, taken out of the drawer when paid in cash, and taken back by another."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import expenses as told
from shoppos.reports.audit import audit
from shoppos.reports.report import Period
from shoppos.rules import expenses as rules
from shoppos.shop import Shop
from tests.stories.clocks import SetClock


def this_month(shop: Shop) -> list[told.ExpenseRow]:
    day = shop.db.clock.now().date()
    return shop.expenses.list(Period(day - dt.timedelta(days=30), day))


def drawer(shop: Shop) -> list[tuple[str, int, str]]:
    return shop.db.rows("SELECT kind, amount, reason FROM cash_movement ORDER BY id")


def test_cash_that_is_spent_leaves_the_drawer(shop: Shop):
    made = shop.expenses.spend("Tea and snacks", 120_00, paid_to="Ramu", note="four glasses")
    (row,) = this_month(shop)
    assert (row.id, row.category, row.amount, row.method, row.paid_to, row.note, row.till, row.employee) == (
        made, "Tea and snacks", 120_00, "cash", "Ramu", "four glasses", "A1", "Meena",
    )  # fmt: skip
    assert drawer(shop) == [("out", 120_00, "Tea and snacks")]
    assert shop.db.row("SELECT expense_id FROM cash_movement") == (made,)
    assert audit(shop.db).agrees


@pytest.mark.parametrize("method", ["upi", "card", "netbanking"])
def test_what_is_not_paid_in_cash_leaves_the_drawer_alone(shop: Shop, method: str):
    shop.expenses.spend("Rent", 25_000_00, method=method, reference="N123")
    assert [row.method for row in this_month(shop)] == [method]
    assert drawer(shop) == []


def test_one_key_is_one_expense(shop: Shop):
    key = new_id()
    assert shop.expenses.spend("Rent", 500_00, key=key) == shop.expenses.spend("Rent", 500_00, key=key) == key
    assert len(this_month(shop)) == len(drawer(shop)) == 1


def test_what_was_wrong_is_taken_back_and_both_stay(shop: Shop):
    made = shop.expenses.spend("Transport", 300_00, paid_to="Auto")
    back = shop.expenses.take_back(made, "Typed twice")
    newest, first = this_month(shop)
    assert (newest.id, newest.amount, newest.reverses, newest.note) == (back, -300_00, made, "Typed twice")
    assert first.taken_back
    assert not newest.taken_back
    assert drawer(shop) == [("out", 300_00, "Transport"), ("in", 300_00, "Transport")]
    assert told.by_category([newest, first]) == [("Transport", 0, 0)]
    with pytest.raises(Refused, match="taken back already"):
        shop.expenses.take_back(made, "Again")
    with pytest.raises(Refused, match="Write the expense down once more"):
        shop.expenses.take_back(back, "Again")
    assert audit(shop.db).agrees


def test_taking_back_wants_a_reason_and_an_expense(shop: Shop):
    made = shop.expenses.spend("Rent", 500_00)
    with pytest.raises(InvalidInput) as wrong:
        shop.expenses.take_back(made, "  ")
    assert wrong.value.field == "reason"
    with pytest.raises(NotFound):
        shop.expenses.take_back(new_id(), "Wrong")
    assert len(drawer(shop)) == 1


@pytest.mark.parametrize(
    ("field", "words", "category", "amount", "more"),
    [
        ("category", "What was it for", "", 100, {}),
        ("category", "no category", "Yachts", 100, {}),
        ("amount", "How much", "Rent", 0, {}),
        ("amount", "How much", "Rent", -5, {}),
        ("amount", "too large", "Rent", 10**14, {}),
        ("method", "not paid so", "Rent", 100, {"method": "khata"}),
        ("day", "not a day", "Rent", 100, {"day": 20260231, "method": "upi"}),
        ("day", "not come yet", "Rent", 100, {"day": 29990101, "method": "upi"}),
        ("day", "drawer today", "Rent", 100, {"day": 20200101}),
    ],
)
def test_what_cannot_be_spent_is_said_by_its_field(shop: Shop, field, words, category, amount, more):
    with pytest.raises(InvalidInput, match=words) as wrong:
        shop.expenses.spend(category, amount, **more)
    assert wrong.value.field == field
    assert this_month(shop) == []
    assert drawer(shop) == []


def test_a_payment_by_the_bank_may_be_of_an_earlier_day(shop: Shop):
    shop.expenses.spend("Electricity", 4_310_00, method="netbanking", day=20250405)
    assert told.listed(shop.db, 20250405, 20250405)[0].amount == 4_310_00


def test_a_category_is_known_in_any_case_and_the_shop_has_its_own(shop: Shop):
    assert shop.expenses.categories() == rules.CATEGORIES
    shop.expenses.spend("tea AND snacks", 10_00)
    assert shop.expenses.set_categories(["Flowers", " flowers ", "Temple", ""]) == ("Flowers", "Temple")
    shop.expenses.spend("flowers", 20_00)
    with pytest.raises(InvalidInput, match="Flowers, Temple"):
        shop.expenses.spend("Rent", 20_00)
    assert [row.category for row in this_month(shop)] == ["Flowers", "Tea and snacks"]
    with pytest.raises(InvalidInput):
        shop.expenses.set_categories([" "])


def test_an_expense_is_found_by_the_end_of_its_id(shop: Shop):
    made = shop.expenses.spend("Rent", 500_00)
    (row,) = this_month(shop)
    assert shop.expenses.find(row.short.upper()) == made
    for wrong in ("", "%", "nothing"):
        with pytest.raises(NotFound):
            shop.expenses.find(wrong)


def test_who_may_not_take_cash_out_needs_a_yes_to_just_that(shop: Shop):
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"cash.out": "manager"})
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as asked:
        shop.expenses.spend("Transport", 300_00)
    shop.staff.approve(asked.value.act, asked.value.doc_id, "2468")
    with pytest.raises(NeedsApproval):
        shop.expenses.spend("Transport", 3_000_00)
    shop.expenses.spend("Transport", 300_00)
    with pytest.raises(NeedsApproval):  # a yes is for once
        shop.expenses.spend("Transport", 300_00)
    assert drawer(shop) == [("out", 300_00, "Transport")]


def test_whom_it_was_paid_to_is_never_in_the_journal(shop: Shop):
    shop.expenses.spend("Wages", 9_000_00, paid_to="Ramesh Pawar", reference="REF77", note="for October")
    bodies = b" ".join(bytes(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    for hidden in (b"Ramesh", b"REF77", b"October"):
        assert hidden not in bodies


def test_an_expense_of_a_closed_day_or_a_past_year_needs_a_managers_yes(folder):
    clock = SetClock("2026-11-22 20:00")
    shop = Shop.open(folder, clock=clock)
    shop.days.close()
    clock.set("2026-11-24 09:00")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    for day, why in ((20261122, "22-11-2026 is closed"), (20250401, "01-04-2025 is closed")):
        with pytest.raises(NeedsApproval, match=why) as needed:
            shop.expenses.spend("Rent", 500_00, method="upi", day=day)
    assert shop.db.rows("SELECT id FROM expense") == []
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    shop.expenses.spend("Rent", 500_00, method="upi", day=20250401)
    with pytest.raises(NeedsApproval):
        shop.expenses.spend("Rent", 500_00, method="upi", day=20250401)
    shop.expenses.spend("Rent", 500_00, method="upi", day=20261123)
    assert shop.db.rows("SELECT business_date FROM expense ORDER BY id") == [(20250401,), (20261123,)]
    shop.close()


def test_where_no_day_was_closed_a_past_year_is_over_all_the_same(folder):
    shop = Shop.open(folder, clock=SetClock("2026-04-02 09:00"))
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    shop.expenses.spend("Rent", 500_00, method="upi", day=20260401)
    with pytest.raises(NeedsApproval, match="financial year that is over"):
        shop.expenses.spend("Rent", 500_00, method="upi", day=20260331)
    shop.close()
