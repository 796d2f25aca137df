"""The drawer that opens without a sale: written down each time, with who, when and what for; else it stays shut."""

import sqlite3

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, Refused
from shoppos.base.ids import new_id
from shoppos.base.journal import body_of
from shoppos.reports.audit import audit
from shoppos.shop.payments import Tender
from shoppos.shop.suppliers import SupplierCard
from tests.printing.desk import OFFICE, TILL
from tests.shop.rice_shop import rice_shop
from tests.stories.clocks import SetClock

FLOAT = 2000_00
OPENINGS = "SELECT o.till, o.kind, o.reason, o.business_date, e.name, a.name FROM drawer_opening o "
OPENINGS += "JOIN employee e ON e.id = o.employee_id LEFT JOIN employee a ON a.id = o.approved_id ORDER BY o.rowid"


@pytest.fixture
def clock():
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder, clock):
    yield from rice_shop(folder, clock, OFFICE, TILL)


@pytest.fixture
def ravi(shop):
    """Ravi the cashier at the till of a shop whose owner has a PIN."""
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    return shop


def opened(shop):
    """Every opening as it stands in the books."""
    return shop.db.rows(OPENINGS)


def entries(shop):
    return shop.db.row("SELECT count(*) FROM journal")[0]


def test_a_drawer_that_is_opened_for_a_reason_is_written_down(shop, clock):
    shop.drawer.open(" a customer wants\x1b change ")
    assert opened(shop) == [("A1", "reason", "a customer wants change", 20261123, "Meena", None)]
    kind, body = shop.db.row("SELECT kind, body FROM journal ORDER BY seq DESC LIMIT 1")
    assert kind == "drawer.opened"
    assert b"drawer_opening" in body_of(body)
    assert b"customer" not in body_of(body), "a reason may name people"
    assert audit(shop.db).faults == ()


def test_without_a_drawer_nothing_is_written_and_the_next_step_is_said(shop):
    shop.settings.set("printers", [OFFICE, {**TILL, "drawer": False}])
    before = entries(shop)
    with pytest.raises(Refused, match=r"No printer of this shop has a cash drawer.*settings, under Printers"):
        shop.drawer.open("change")
    assert not shop.drawer.open_to_count()
    assert (opened(shop), entries(shop)) == ([], before)
    shop.shifts.cash("in", 10_00, "change", opens=True)
    assert opened(shop) == []


@pytest.mark.parametrize("reason", ["", "  ", "\x1b"])
def test_no_reason_opens_nothing(reason, shop):
    with pytest.raises(InvalidInput, match="Say why the drawer is opened") as refusal:
        shop.drawer.open(reason)
    assert refusal.value.field == "reason"
    assert opened(shop) == []


def test_a_cashier_needs_a_managers_yes_to_just_this_reason_and_once(ravi):
    with pytest.raises(NeedsApproval, match="A manager allows it with their PIN") as needed:
        ravi.drawer.open("change for a note")
    assert needed.value.act == "drawer.open"
    ravi.staff.approve("drawer.open", needed.value.doc_id, "4711")
    with pytest.raises(NeedsApproval):
        ravi.drawer.open("another reason")
    ravi.drawer.open("change for a note")
    with pytest.raises(NeedsApproval):
        ravi.drawer.open("change for a note")
    assert opened(ravi) == [("A1", "reason", "change for a note", 20261123, "Ravi", "Meena")]


def test_a_yes_at_one_till_opens_no_drawer_at_another(ravi):
    with pytest.raises(NeedsApproval) as needed:
        ravi.drawer.open("change")
    ravi.staff.approve("drawer.open", needed.value.doc_id, "4711")
    ravi.tills.add("A2")
    ravi.tills.use("A2")
    with pytest.raises(NeedsApproval):
        ravi.drawer.open("change")


def test_the_owner_may_let_cashiers_open_it_and_a_manager_needs_no_yes(ravi):
    ravi.staff.sign_in("Meena", "4711")
    ravi.drawer.open("to look at the notes")
    ravi.settings.set("rights", {"drawer.open": "cashier"})
    ravi.staff.sign_in("Ravi")
    ravi.drawer.open("change")
    assert [(row[4], row[5]) for row in opened(ravi)] == [("Meena", None), ("Ravi", None)]


def test_while_nobody_is_at_the_till_the_drawer_stays_shut(ravi):
    ravi.staff.sign_in("Meena", "4711")
    ravi.settings.set("rights", {"drawer.open": "cashier"})
    ravi.staff.sign_out()
    with pytest.raises(Refused, match="Nobody is signed in"):
        ravi.drawer.open("change")
    assert not ravi.drawer.open_to_count()
    assert opened(ravi) == []


def test_to_count_it_asks_no_right_and_is_written_down(ravi):
    assert ravi.drawer.open_to_count(for_float=True)
    ravi.shifts.open(FLOAT)
    assert ravi.drawer.open_to_count()
    assert [(row[1], row[2], row[4]) for row in opened(ravi)] == [("float", "", "Ravi"), ("count", "", "Ravi")]
    assert ravi.shifts.close(FLOAT).over == 0


def test_cash_in_and_out_opens_it_in_the_same_act(shop):
    agro = shop.suppliers.add(SupplierCard("Ramesh Agro"))
    shop.shifts.cash("in", 500_00, "change", opens=True)
    shop.shifts.cash("out", 20_00, "to the bank", opens=True)
    spent = shop.expenses.spend("Tea and snacks", 30_00, opens=True)
    shop.expenses.take_back(spent, "typed twice", opens=True)
    shop.suppliers.pay(agro.id, 70_00, sure=True, opens=True)
    shop.expenses.spend("Rent", 900_00, method="upi", opens=True)
    shop.suppliers.pay(agro.id, 10_00, "upi", sure=True, opens=True)
    shop.shifts.cash("in", 5_00, "typed at another desk")
    amounts = "SELECT m.amount FROM drawer_opening o JOIN cash_movement m ON m.id = o.movement_id ORDER BY o.rowid"
    assert shop.db.rows(amounts) == [(500_00,), (20_00,), (30_00,), (30_00,), (70_00,)]
    for (body,) in shop.db.rows("SELECT body FROM journal WHERE kind = 'cash.in' ORDER BY seq LIMIT 1"):
        assert b"cash_movement" in body_of(body)
        assert b"drawer_opening" in body_of(body)
    assert audit(shop.db).faults == ()


def test_cash_that_was_refused_or_moved_before_opens_nothing(shop):
    shop.shifts.open(FLOAT)
    with pytest.raises(Doubtful):
        shop.shifts.cash("out", 99_000_00, "x", opens=True)
    key = new_id()
    for _twice in range(2):
        shop.shifts.cash("in", 10_00, "change", key=key, opens=True)
    assert [row[1] for row in opened(shop)] == ["movement"]


def test_after_the_close_it_counts_for_the_next_day(shop, clock):
    clock.set("2026-11-23 21:00")
    shop.sales.sell(["1"], [Tender("cash")])
    shop.drawer.open("first")
    shop.days.close()
    shop.drawer.open("second")
    assert [(row[2], row[3]) for row in opened(shop)] == [("first", 20261123), ("second", 20261124)]


@pytest.mark.parametrize("change", ["UPDATE drawer_opening SET kind = 'count'", "DELETE FROM drawer_opening"])
def test_an_opening_is_never_changed(change, shop, folder):
    shop.drawer.open("change")
    raw = sqlite3.connect(folder / "shop.db")
    with pytest.raises(sqlite3.IntegrityError, match="finished"):
        raw.execute(change)
    raw.close()
