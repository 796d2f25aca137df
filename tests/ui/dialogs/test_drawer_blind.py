"""What the drawer tells to whom: a blind count and its trace, the X and the closed days, and money that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from shoppos.shop import Shop
from shoppos.ui.dialogs.close_day import CloseDayDialog, DayResultDialog, EndShiftDialog
from shoppos.ui.dialogs.closed_days import ClosedDaysDialog
from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
from shoppos.ui.dialogs.expense import ExpenseDialog
from tests.stories.clocks import SetClock
from tests.ui.drawer_hands import FLOAT, Key, bakery, closing, evening, front, morning, texts
from tests.ui.pages import CTRL, SHIFT, context, press, shown, type_in, until
from tests.ui.window import press as window_press
from tests.ui.window import window_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> SetClock:
    return morning()


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    yield from bakery(folder, clock)


def test_who_may_see_no_reports_is_told_no_sum_and_the_count_is_kept(shop, clock, qtbot) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("1")
    press(Key.Key_Return)
    until(dialog.reason.isVisible)
    assert dialog.differs.text() == "⚠ ₹1.00 were counted, and that does not agree."
    assert "2,0" not in texts(dialog).replace("begun with ₹2,000.00", "")
    assert shop.db.rows("SELECT counted FROM shift_count") == [(1_00,)]
    dialog.counted.editor.setFocus()
    dialog.counted.editor.selectAll()
    type_in("2040")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    told = texts(shown(qtbot, DayResultDialog(context(shop), dialog.done_with, None)))
    assert "The drawer agrees: ₹2,040.00. Counted 2 times, first ₹1.00." in told


@pytest.mark.parametrize("which", [CloseDayDialog, EndShiftDialog, BeginShiftDialog, ExpenseDialog])
def test_what_fits_has_no_bar_to_scroll_by(shop, clock, qtbot, which) -> None:
    if which is not BeginShiftDialog:
        evening(shop, clock)
    dialog = closing(qtbot, shop, which)
    assert dialog.area.verticalScrollBar().maximum() == 0


def test_a_barcode_is_no_money_and_too_much_of_it_is_asked_about_once(shop, qtbot) -> None:
    """Settled 16: what was scanned into an amount is refused as at the counter."""
    shop.shifts.open(FLOAT)
    dialog = shown(qtbot, DrawerCashDialog(context(shop), "out", None))
    dialog.reason.editor.setCurrentText("To the bank")
    dialog.amount.editor.setText("89010587")
    dialog.accept()
    assert "is a barcode" in dialog.amount.note.text()
    dialog.amount.editor.setText("2500")
    dialog.accept()
    assert "₹2,500.00 out of the drawer, which holds ₹2,000.00?" in dialog.wrong.text()
    assert shop.db.row("SELECT count(*) FROM cash_movement") == (0,)
    dialog.accept()
    assert shop.db.row("SELECT amount FROM cash_movement") == (2500_00,)


def test_the_x_and_the_closed_days_are_kept_from_who_may_not_see_them(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.days.close(2040_00)
    shop.staff.set_pin("Meena", "2468")
    shop.staff.sign_out()
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_Y, CTRL | SHIFT)
    assert QApplication.activeModalWidget() is None
    assert "Nobody is signed in" in window.counter.bar.text()
    window_press(window, Key.Key_F, CTRL | SHIFT)
    listed = front(ClosedDaysDialog)
    until(lambda: "Nobody is signed in" in listed.state.text())
    assert listed.model.rows == []
    listed.reject()
