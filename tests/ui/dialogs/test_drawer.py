"""The drawer by real keys: a shift, cash in and out, the X, the day's end counted blind, and the list of Zs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from shoppos.base import i18n
from shoppos.base.money import rupees
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.dialogs.close_day import CloseDayDialog, DayResultDialog, EndShiftDialog
from shoppos.ui.dialogs.closed_days import ClosedDaysDialog
from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
from shoppos.ui.dialogs.reading import ReadingDialog, of_x, of_z
from tests.stories.clocks import SetClock
from tests.ui.pages import CTRL, SHIFT, context, focus, press, shown, type_in, until, wait
from tests.ui.window import keys_at, window_on
from tests.ui.window import press as window_press

Key = Qt.Key
FLOAT = 2000_00
BREAD = 40_00
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 09:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    from shoppos.shop.catalogue import ProductForm

    made = Shop.open(folder, clock=clock)
    made.catalogue.add(ProductForm("1", "Bread", BREAD, rate=0, hsn="1905", stock=1_000_000))
    yield made
    made.close()


def with_printer(shop: Shop, tmp_path: Path) -> None:
    shop.settings.set(
        "printers", [{"name": "Counter", "address": f"file:{tmp_path / 'paper'}", "paper": "80", "language": "escpos"}]
    )


def evening(shop: Shop, clock: SetClock) -> None:
    """A shift, one bill of ₹40 in cash, and it is twenty to ten."""
    shop.shifts.open(FLOAT)
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set("2026-11-23 21:40")


def front(kind: type[QWidget]) -> QWidget:
    until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert found is not None
    until(found.isActiveWindow)
    return found


def closing(qtbot, shop: Shop, kind: type[QDialog] = CloseDayDialog) -> QDialog:
    made = kind(context(shop), None)
    shown(qtbot, made)
    return made


def texts(widget: QWidget) -> str:
    """All that can be read on it, by eyes or ears."""
    said = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    said += [one.text() + one.placeholderText() for one in widget.findChildren(QLineEdit)]
    said += [one.accessibleName() + one.toolTip() + one.accessibleDescription() for one in widget.findChildren(QWidget)]
    return "\n".join(said)


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
    assert not shop.days.is_closed(20261123)


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
    assert shop.days.is_closed(20261123)
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
    assert dialog.differs.text() == "⚠ The drawer is ₹20.00 short: ₹2,020.00 counted, ₹2,040.00 expected."
    assert not shop.days.is_closed(20261123), "nothing is closed before it is explained"
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
    for _note in (200, 100, 50, 20):
        press(Key.Key_Return)
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
        press(Key.Key_Return)
    assert dialog.grid.editors[-1].hasFocus()
    type_in("40")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert dialog.done_with.closed.counted == 2040_00


@pytest.mark.parametrize("typed", ["", "abc"])
def test_nothing_counted_closes_nothing(shop, clock, qtbot, typed) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in(typed)
    press(Key.Key_Return)
    until(lambda: dialog.counted.failed)
    assert dialog.isVisible()
    assert not shop.days.is_closed(20261123)


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
    assert "Days that nobody had closed got a Z too: 2." in texts(shown(qtbot, result_of(shop, dialog)))


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
    assert not shop.days.is_closed(20261123)
    type_in("2468")
    press(Key.Key_Return)
    until(lambda: dialog.done_with is not None)
    assert shop.days.is_closed(20261123)


def test_esc_closes_nothing(shop, clock, qtbot) -> None:
    evening(shop, clock)
    dialog = closing(qtbot, shop)
    type_in("2040")
    press(Key.Key_Escape)
    assert not dialog.isVisible()
    assert not shop.days.is_closed(20261123)
    assert shop.shifts.current() is not None


def test_a_day_that_is_closed_is_said_in_the_bar(shop, clock, qtbot) -> None:
    evening(shop, clock)
    shop.days.close(2040_00)
    window = window_on(shop, qtbot)
    window_press(window, Key.Key_2, CTRL)
    window_press(window, Key.Key_D, CTRL | SHIFT)
    assert "23-11-2026 is closed already: Z 1" in window.bar.text()
    assert QApplication.activeModalWidget() is None


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
    evening(shop, clock)
    assert "blind" not in of_x(shop).told
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    assert of_x(shop).told["blind"] == 1


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
