"""The drawer by real keys: a shift, cash in and out, the X, the day's end counted blind, and the list of Zs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from shoppos.base.money import rupees
from shoppos.shop import Shop
from shoppos.shop.business_day import closed_day
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.close_day import CloseDayDialog, DayResultDialog, EndShiftDialog
from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
from tests.stories.clocks import SetClock
from tests.ui.drawer_hands import BREAD, FLOAT, Key, bakery, closing, evening, front, morning, texts, with_printer
from tests.ui.pages import CTRL, SHIFT, context, focus, press, shown, type_in, until
from tests.ui.window import keys_at, window_on
from tests.ui.window import press as window_press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> SetClock:
    return morning()


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    yield from bakery(folder, clock)


# -- a shift, and cash that goes in and out


def test_a_shift_begins_with_its_float_and_the_bar_says_so(shop: Shop, qtbot) -> None:
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_N, CTRL | SHIFT)
    front(BeginShiftDialog)
    type_in("2000")
    press(Key.Key_Return)
    current = shop.shifts.current()
    assert current is not None
    assert current.opening == FLOAT
    assert "Meena has the drawer of till A1 with ₹2,000.00." in window.counter.bar.text()


def test_the_same_key_ends_the_shift_while_the_day_goes_on(shop: Shop, qtbot) -> None:
    shop.shifts.open(FLOAT)
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_N, CTRL | SHIFT)
    front(EndShiftDialog)
    type_in("2000")
    press(Key.Key_Return)
    until(lambda: shop.shifts.current() is None)
    until(lambda: "The drawer agrees: ₹2,000.00." in window.counter.bar.text())
    assert closed_day(shop.db) < 20261123


@pytest.mark.parametrize("typed", ["", "abc", "-5"])
def test_a_float_that_is_none_begins_nothing(shop: Shop, qtbot, typed: str) -> None:
    dialog = closing(qtbot, shop, BeginShiftDialog)
    type_in(typed)
    press(Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.float.failed
    assert shop.shifts.current() is None


def test_cash_goes_out_for_a_usual_reason_and_in_for_ones_own_words(shop: Shop, qtbot) -> None:
    shop.shifts.open(FLOAT)
    window = window_on(shop, qtbot)
    opened: list[int] = []
    window.context.open_drawer = lambda: opened.append(1)
    window_press(window, Key.Key_W, CTRL | SHIFT)
    front(DrawerCashDialog)
    type_in("500")
    press(Key.Key_Return)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert "₹500.00 taken out: To the bank" in window.counter.bar.text()
    until(lambda: QApplication.activeModalWidget() is None)
    until(lambda: focus().window() is window)
    window_press(window, Key.Key_I, CTRL | SHIFT)
    front(DrawerCashDialog)
    type_in("120")
    press(Key.Key_Return)
    keys_at(120, "coins of the temple", end=None)
    press(Key.Key_Return)
    moved = [(one.kind, one.amount, one.reason) for one in shop.shifts.movements()]
    assert moved == [("out", 500_00, "To the bank"), ("in", 120_00, "coins of the temple")]
    assert opened == [1, 1]


def test_cash_without_a_reason_stays_where_it_is(shop: Shop, qtbot) -> None:
    dialog = DrawerCashDialog(context(shop), "out", None)
    shown(qtbot, dialog)
    type_in("500")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert dialog.isVisible()
    assert "Say what the cash is for." in dialog.reason.note.text()
    assert shop.shifts.movements() == []


def test_a_manager_allows_cash_to_go_out_by_their_pin(shop: Shop, qtbot) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"cash.out": "manager"})
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    dialog = DrawerCashDialog(context(shop), "out", None)
    shown(qtbot, dialog)
    type_in("500")
    press(Key.Key_Return)
    type_in("to the bank")
    press(Key.Key_Return)
    assert dialog.pin.isVisible()
    type_in("2468")
    press(Key.Key_Return)
    assert [one.amount for one in shop.shifts.movements()] == [500_00]


# -- the day's end


def test_a_count_that_agrees_closes_the_day_and_shows_what_the_z_says(shop, clock, qtbot, tmp_path) -> None:
    evening(shop, clock)
    with_printer(shop, tmp_path)
    window = window_on(shop, qtbot)
    woken: list[int] = []
    window.context.wake_printer = lambda: woken.append(1)
    window_press(window, Key.Key_D, CTRL | SHIFT)
    front(CloseDayDialog)
    type_in("2040")
    press(Key.Key_Return)
    result = front(DayResultDialog)
    assert closed_day(shop.db) >= 20261123
    said = texts(result)
    assert "23-11-2026 is closed: Z 1" in said
    assert "The drawer agrees: ₹2,040.00." in said
    assert "₹40.00" in said
    assert "The Z slip goes to the printer." in said
    assert "1 paper" in said, "the bill's paper was not printed yet"
    assert woken
    press(Key.Key_Return)
    assert not result.isVisible()
    assert shop.db.row("SELECT count(*) FROM print_job WHERE kind = 'reading'") == (1,)


def test_a_difference_is_said_in_words_and_asks_for_its_reason(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("2020")
    press(Key.Key_Return)
    until(dialog.reason.isVisible)
    assert dialog.differs.text() == "⚠ The drawer is ₹20.00 short: ₹2,020.00 counted."
    assert closed_day(shop.db) < 20261123, "nothing is closed before it is explained"
    until(dialog.reason.editor.hasFocus)
    press(Key.Key_Return)
    until(lambda: dialog.job is None)
    assert dialog.isVisible(), "an empty reason is none"
    type_in("gave a twenty too much")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert (dialog.done_with.closed.over, dialog.done_with.closed.reason) == (-20_00, "gave a twenty too much")
    assert "₹20.00 short: gave a twenty too much" in texts(shown(qtbot, result_of(shop, dialog)))


def result_of(shop: Shop, dialog: CloseDayDialog) -> DayResultDialog:
    return DayResultDialog(context(shop), dialog.done_with, None)


def test_counting_once_more_takes_the_difference_off_the_screen(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("2060")
    press(Key.Key_Return)
    until(dialog.reason.isVisible)
    assert "holds ₹20.00 too much" in dialog.differs.text()
    dialog.counted.editor.setFocus()
    dialog.counted.editor.selectAll()
    type_in("2040")
    assert not dialog.differs.isVisible()
    assert not dialog.reason.isVisible()
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.over == 0


def test_what_must_be_there_stands_nowhere_before_it_was_counted(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.shifts.cash("out", 13_00, "tea")
    due = rupees(FLOAT + BREAD - 13_00)
    for kind in (CloseDayDialog, EndShiftDialog):
        dialog = closing(qtbot, shop, kind)
        for told in (due, due.removeprefix("₹"), "2027", "40.00", "13.00"):
            assert told not in texts(dialog)
        dialog.reject()


def test_notes_and_coins_make_the_sum(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    press(Key.Key_Down)
    type_in("4")
    assert dialog.counted.editor.text() == "2000.00"
    press(Key.Key_Return)
    for _note in (100, 50, 20):
        press(Key.Key_Down)
    type_in("2")
    assert dialog.counted.editor.text() == "2040.00"
    assert "= 2,000" in texts(dialog)
    press(Key.Key_Up)
    assert dialog.grid.editors[3].hasFocus()
    press(Key.Key_Return, CTRL)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.pieces == ((50000, 4), (2000, 2))


def test_enter_in_the_last_coin_closes_and_a_typed_sum_forgets_the_notes(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    press(Key.Key_Down)
    type_in("3")
    press(Key.Key_Up)
    assert dialog.counted.editor.hasFocus()
    dialog.counted.editor.selectAll()
    type_in("5")
    assert not dialog.grid.touched
    press(Key.Key_Down)
    type_in("4")
    for _note in (200, 100, 50, 20, 10, 5, 2, 1):
        press(Key.Key_Down)
    assert dialog.grid.editors[-1].hasFocus()
    type_in("40")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.counted == 2040_00


def test_enter_in_an_empty_note_leads_to_the_end_and_up_leads_back(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    press(Key.Key_Down)
    press(Key.Key_Return)  # nothing is counted yet: it goes on
    type_in("10")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert dialog.yes.hasFocus()
    assert dialog.done_with is None
    press(Key.Key_Up)
    assert dialog.grid.editors[2].hasFocus()
    for _note in (50, 20):
        press(Key.Key_Down)
    type_in("2")
    for _end in ("10", "the button", "done"):
        press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.pieces == ((20000, 10), (2000, 2))


@pytest.mark.parametrize("typed", ["", "abc"])
def test_nothing_counted_closes_nothing(shop, clock, qtbot, typed) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in(typed)
    press(Key.Key_Return)
    until(lambda: dialog.counted.failed)
    assert dialog.isVisible()
    assert closed_day(shop.db) < 20261123


def test_a_day_that_has_just_begun_is_asked_about_once(shop, clock, qtbot) -> None:
    shop.shifts.open(FLOAT)
    clock.set("2026-11-23 02:00")
    dialog = closing(qtbot, shop)
    type_in("2010")
    press(Key.Key_Return)
    until(dialog.wrong.isVisible)
    assert "has just begun" in dialog.wrong.text()
    press(Key.Key_Return)
    until(dialog.reason.isVisible)
    type_in("a tip")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.over == 10_00


def test_a_shift_of_the_new_day_goes_on_where_the_day_before_is_closed(shop, clock, qtbot) -> None:
    clock.set("2026-11-22 20:00")
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set("2026-11-23 05:00")
    shop.shifts.open(FLOAT)
    dialog = closing(qtbot, shop)
    assert "22-11-2026" in dialog.windowTitle()
    assert "it goes on, and there is nothing to count" in dialog.whose.text()
    assert not dialog.counted.isVisible()
    press(Key.Key_Return)
    until(dialog.wrong.isVisible)
    assert "the day that is closed now is 22-11-2026" in dialog.wrong.text()
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert "'s shift goes on: nothing was counted." in texts(shown(qtbot, result_of(shop, dialog)))
    assert shop.shifts.current() is not None


def test_forgotten_days_are_named_and_get_their_own_z(shop, clock, qtbot) -> None:
    clock.set("2026-11-20 20:00")
    shop.sales.sell(["1"], [Tender("cash")])
    shop.days.close()
    clock.set("2026-11-21 20:00")
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set("2026-11-23 20:00")
    dialog = closing(qtbot, shop)
    assert "21-11-2026" in dialog.told.text()
    assert "there is nothing to count" in dialog.whose.text()
    assert not dialog.counted.isVisible()
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.numbers == (2, 3)
    assert "Days that nobody had closed were closed too. Their Zs have these numbers: 2." in texts(
        shown(qtbot, result_of(shop, dialog))
    )


def test_a_manager_closes_the_day_by_their_pin(shop, clock, qtbot) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"day.close": "manager"})
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("2040")
    press(Key.Key_Return)
    until(dialog.pin.isVisible)
    type_in("1111")
    press(Key.Key_Return)
    until(dialog.wrong.isVisible)
    assert closed_day(shop.db) < 20261123
    type_in("2468")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert closed_day(shop.db) >= 20261123


def test_esc_closes_nothing(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("2040")
    press(Key.Key_Escape)
    assert not dialog.isVisible()
    assert closed_day(shop.db) < 20261123
    assert shop.shifts.current() is not None


def test_a_day_that_is_closed_is_said_in_the_bar(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.days.close(2040_00)
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_2, CTRL)
    window_press(window, Key.Key_D, CTRL | SHIFT)
    assert "23-11-2026 is closed already: Z 1" in window.bar.text()
    assert QApplication.activeModalWidget() is None
