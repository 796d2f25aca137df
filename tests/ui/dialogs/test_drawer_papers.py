"""The X and the Zs by real keys, and how all dialogs of the drawer look on the smallest screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from shoppos.base import i18n
from shoppos.base.errors import Refused
from shoppos.shop import Shop
from shoppos.ui import style
from shoppos.ui.dialogs.close_day import CloseDayDialog, DayResultDialog, EndShiftDialog
from shoppos.ui.dialogs.closed_days import ClosedDaysDialog
from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
from shoppos.ui.dialogs.reading import ReadingDialog, of_x, of_z
from tests.stories.clocks import SetClock
from tests.ui.drawer_hands import Key, bakery, closing, evening, front, morning, with_printer
from tests.ui.pages import CTRL, SHIFT, context, press, shown, type_in, until, wait
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


# -- readings and the list


def test_the_x_is_seen_as_it_will_be_printed_and_enter_prints_it(shop, clock, qtbot, tmp_path) -> None:
    evening(shop, clock)
    with_printer(shop, tmp_path)
    dialog = ReadingDialog(context(shop), of_x(shop), None)
    shown(qtbot, dialog)
    until(lambda: dialog.drawn is not None and not dialog.drawn.isNull())
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert shop.db.row("SELECT count(*) FROM print_job WHERE kind = 'reading'") == (1,)
    assert dialog.state.text() == "It goes to the printer."


def test_the_x_of_who_counts_first_is_blind(shop, clock) -> None:
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    evening(shop, clock)
    assert of_x(shop).told["blind"] == 1
    shop.staff.sign_in("Meena")
    assert "blind" not in of_x(shop).told
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Suman", "cashier")
    shop.staff.sign_in("Suman")
    with pytest.raises(Refused, match="Only a manager"):
        of_x(shop)


def test_without_a_printer_a_reading_says_so_and_owes_nothing(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = ReadingDialog(context(shop), of_x(shop), None)
    shown(qtbot, dialog)
    until(lambda: dialog.drawn is not None)
    dialog.print_slip()
    assert "No printer is set up yet" in dialog.state.text()
    assert shop.db.row("SELECT count(*) FROM print_job WHERE kind = 'reading'") == (0,)


def test_the_closed_days_are_listed_opened_and_printed_again(shop, clock, qtbot, tmp_path) -> None:
    evening(shop, clock)
    with_printer(shop, tmp_path)
    shop.days.close(2050_00, reason="somebody's ten")
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_F, CTRL | SHIFT)
    listed = front(ClosedDaysDialog)
    until(lambda: bool(listed.model.rows))
    assert listed.model.rows == [("1", "23-11-2026", "21:40", "1", "40.00", "10.00 too much: somebody's ten")]
    press(Key.Key_P, CTRL)
    assert listed.state.text() == "Z 1 is printed again, marked DUPLICATE."
    copies = shop.db.rows("SELECT copy_no FROM print_job WHERE kind = 'reading' ORDER BY copy_no")
    assert copies == [(0,), (1,)]
    listed.accept()


def test_a_z_is_drawn_from_its_record(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.days.close(2040_00)
    dialog = ReadingDialog(context(shop), of_z(shop.days.z(1)), None)
    shown(qtbot, dialog)
    until(lambda: dialog.drawn is not None and not dialog.drawn.isNull())
    assert dialog.windowTitle() == "Paper: Z 1 of 23-11-2026"


def test_every_heading_of_the_closed_days_stands_whole(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.days.close(2040_00)
    listed = ClosedDaysDialog(context(shop), None)
    shown(qtbot, listed)
    until(lambda: bool(listed.model.rows))
    head = listed.table.horizontalHeader()
    assert head.count() == 6
    assert all(head.sectionSize(at) >= head.sectionSizeHint(at) for at in range(head.count()))


def test_why_a_drawer_differed_stands_whole_below_the_closed_days(shop, clock, qtbot) -> None:
    evening(shop, clock)
    why = "gave a customer of the morning a two thousand note instead of a five hundred one"
    shop.days.close(2000_00, reason=why)
    listed = ClosedDaysDialog(context(shop), None)
    shown(qtbot, listed)
    until(lambda: bool(listed.model.rows))
    assert listed.state.isVisible()
    assert why in listed.state.text()


def test_a_list_without_days_says_so(shop, qtbot) -> None:
    listed = ClosedDaysDialog(context(shop), None)
    shown(qtbot, listed)
    until(lambda: listed.state.text() == "No day was closed yet.")
    assert not listed.open_button.isEnabled()
    assert listed.chosen is None


# -- how it looks


@pytest.fixture(params=["en", "hi"])
def large(request, qapp, monkeypatch, shop: Shop, clock):
    style.load_fonts()
    style.apply(qapp, theme="light", percent=150)
    i18n.use(request.param)
    monkeypatch.setattr(QWidget, "screen", lambda _self: Small())
    for module in ("order_ask", "paper"):
        monkeypatch.setattr(f"shoppos.ui.dialogs.{module}.QGuiApplication.primaryScreen", Small)
    evening(shop, clock)
    yield shop
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


class Small:
    """A screen as small as the smallest that is promised."""

    def availableSize(self) -> QSize:  # noqa: N802  (Qt calls it so)
        return QSize(1024, 600)


def test_all_fit_the_smallest_screen_at_the_largest_letters(large: Shop, qtbot) -> None:
    before = [CloseDayDialog(context(large), None), EndShiftDialog(context(large), None),
              DrawerCashDialog(context(large), "out", None), BeginShiftDialog(context(large), None)]  # fmt: skip
    done = large.days.close(2020_00, reason="gave somebody a note of twenty too much, and nobody knows to whom it was")
    after = [DayResultDialog(context(large), done, None), ClosedDaysDialog(context(large), None),
             ReadingDialog(context(large), of_z(large.days.z(1)), None)]  # fmt: skip
    for made in (*before, *after):
        qtbot.addWidget(made, before_close_func=QWidget.hide)
        made.show()
        assert made.width() <= 1024, type(made)
        assert made.height() <= 600, type(made)
        for button in made.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_a_difference_and_its_reason_are_in_sight_on_the_smallest_screen(large: Shop, qtbot) -> None:
    dialog = closing(qtbot, large)
    dialog.fit()
    type_in("2020")
    press(Key.Key_Return)
    until(dialog.reason.isVisible)
    wait(20)
    for seen in (dialog.differs, dialog.reason.editor, dialog.yes):
        assert seen.visibleRegion().boundingRect().size() == seen.size()
    assert dialog.height() <= 600


def test_every_field_has_a_name_for_who_cannot_see_it(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    assert all(editor.accessibleName() for editor in dialog.findChildren(QLineEdit))
    assert dialog.grid.editors[0].accessibleName() == "How many of ₹500"
