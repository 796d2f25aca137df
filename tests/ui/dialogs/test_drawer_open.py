"""The drawer by its own key: a reason, a right, the pulse at the printer; and by itself to be counted and for cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from shoppos.printing.spooler import Spooler
from shoppos.shop.suppliers import SupplierCard
from shoppos.ui.dialogs.close_day import CloseDayDialog, EndShiftDialog
from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
from shoppos.ui.dialogs.drawer_open import OpenDrawerDialog
from shoppos.ui.dialogs.expense import ExpenseDialog
from shoppos.ui.dialogs.expense_list import ExpenseListDialog
from tests.printing.decoder import decoded
from tests.printing.desk import TILL
from tests.printing.virtual import VirtualPrinter
from tests.ui.drawer_hands import FLOAT, Key, bakery, evening, front, morning
from tests.ui.pages import CTRL, SHIFT, context, focus, press, shown, type_in, until, wait
from tests.ui.window import keys_at, window_on
from tests.ui.window import press as window_press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shoppos.shop import Shop
    from tests.stories.clocks import SetClock


@pytest.fixture
def clock() -> SetClock:
    return morning()


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    for made in bakery(folder, clock):
        made.settings.set("printers", [TILL])
        yield made


def kinds(shop: Shop) -> list[tuple[str, str]]:
    """What the drawer was opened for, and why."""
    return shop.db.rows("SELECT kind, reason FROM drawer_opening ORDER BY rowid")


def with_pulses(shop: Shop, qtbot):
    """A window, and a list that gets one longer with each pulse that it asks for."""
    window = window_on(shop, qtbot)
    pulses: list[int] = []
    window.context.open_drawer = lambda: pulses.append(len(kinds(shop)))
    return window, pulses


def test_the_key_asks_why_and_the_printer_gets_the_pulse(shop: Shop, qtbot) -> None:
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [{**TILL, "address": printer.address}])
        spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
        window = window_on(shop, qtbot)
        window.context.open_drawer = spooler.pulse
        window_press(window, Key.Key_V, CTRL | SHIFT)
        front(OpenDrawerDialog)
        keys_at(120, "change for the auto", end=None)
        press(Key.Key_Return)
        printer.settle()
        assert decoded(printer.printed).pulses == 1
        assert "The drawer opens: change for the auto" in window.counter.bar.text()
    assert kinds(shop) == [("reason", "change for the auto")]


def test_a_usual_reason_is_chosen_by_the_arrow_on_any_page(shop: Shop, qtbot) -> None:
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_2, CTRL)
    window_press(window, Key.Key_V, CTRL | SHIFT)
    front(OpenDrawerDialog)
    press(Key.Key_Down)
    press(Key.Key_Return)
    until(lambda: QApplication.activeModalWidget() is None)
    assert kinds(shop) == [("reason", "Change for a note")]
    assert pulses == [1], "it is written down first"


def test_without_a_reason_and_by_esc_it_stays_shut(shop: Shop, qtbot) -> None:
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_V, CTRL | SHIFT)
    dialog = front(OpenDrawerDialog)
    press(Key.Key_Return)
    assert dialog.isVisible()
    assert "Say why the drawer is opened." in dialog.reason.note.text()
    press(Key.Key_Escape)
    until(lambda: QApplication.activeModalWidget() is None)
    assert (kinds(shop), pulses) == ([], [])


def test_where_no_printer_has_a_drawer_the_bar_says_what_to_do(shop: Shop, qtbot) -> None:
    shop.settings.set("printers", [{**TILL, "drawer": False}])
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_V, CTRL | SHIFT)
    assert "No printer of this shop has a cash drawer." in window.counter.bar.text()
    assert QApplication.activeModalWidget() is None
    window_press(window, Key.Key_N, CTRL | SHIFT)
    front(BeginShiftDialog)
    wait(100)
    assert (kinds(shop), pulses) == ([], [])


def test_a_manager_lets_a_cashier_open_it_by_their_pin(shop: Shop, qtbot) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    opened: list[int] = []
    handed = context(shop)
    handed.open_drawer = lambda: opened.append(1)
    dialog = OpenDrawerDialog(handed, None)
    shown(qtbot, dialog)
    type_in("a coin rolled in")
    press(Key.Key_Return)
    until(dialog.pin.isVisible)
    assert "needs a manager's yes" in dialog.wrong.text()
    type_in("1111")
    press(Key.Key_Return)
    assert (kinds(shop), opened) == ([], [])
    type_in("2468")
    press(Key.Key_Return)
    assert (kinds(shop), opened) == ([("reason", "a coin rolled in")], [1])
    assert shop.drawer.openings()[0].allowed == "Meena"


def test_it_opens_by_itself_for_the_float_and_for_the_count_of_a_shift(shop: Shop, qtbot) -> None:
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_N, CTRL | SHIFT)
    front(BeginShiftDialog)
    until(lambda: pulses == [1])
    type_in("2000")
    press(Key.Key_Return)
    until(lambda: shop.shifts.current() is not None)
    until(lambda: focus().window() is window)
    window_press(window, Key.Key_N, CTRL | SHIFT)
    front(EndShiftDialog)
    until(lambda: pulses == [1, 2])
    type_in("2000")
    press(Key.Key_Return)
    until(lambda: shop.shifts.current() is None)
    assert kinds(shop) == [("float", ""), ("count", "")]


def test_it_opens_by_itself_when_the_day_is_counted_and_not_where_nothing_is_to_count(shop, clock, qtbot) -> None:
    evening(shop, clock)
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_D, CTRL | SHIFT)
    front(CloseDayDialog)
    until(lambda: pulses == [1])
    assert kinds(shop) == [("count", "")]
    press(Key.Key_Escape)
    until(lambda: focus().window() is window)
    shop.shifts.close(FLOAT + 40_00)
    window_press(window, Key.Key_D, CTRL | SHIFT)
    front(CloseDayDialog)
    wait(100)
    assert (kinds(shop), pulses) == ([("count", "")], [1])


def test_cash_that_goes_out_opens_it_in_the_same_act(shop: Shop, qtbot) -> None:
    window, pulses = with_pulses(shop, qtbot)
    window_press(window, Key.Key_W, CTRL | SHIFT)
    front(DrawerCashDialog)
    type_in("500")
    press(Key.Key_Return)
    press(Key.Key_Down)
    press(Key.Key_Return)
    until(lambda: QApplication.activeModalWidget() is None)
    assert (kinds(shop), pulses) == ([("movement", "")], [1])
    assert shop.db.row("SELECT kind FROM journal ORDER BY seq DESC LIMIT 1") == ("cash.out",)


def test_an_expense_opens_it_only_in_cash_and_so_does_one_that_is_taken_back(shop: Shop, qtbot) -> None:
    opened: list[int] = []
    handed = context(shop)
    handed.open_drawer = lambda: opened.append(1)
    dialog = ExpenseDialog(handed, None)
    shown(qtbot, dialog)
    dialog.amount.editor.setText("30")
    dialog.accept()
    assert (kinds(shop), opened) == ([("movement", "")], [1])
    for method in ("upi", "cash"):
        shop.expenses.spend("Transport", 500_00, method=method)
        listed = ExpenseListDialog(handed, None)
        shown(qtbot, listed)
        press(Key.Key_Delete)
        type_in("typed twice")
        press(Key.Key_Return)
        until(listed.ask.isHidden)
        listed.reject()
    assert shop.db.row("SELECT count(*) FROM expense WHERE reverses_id IS NOT NULL") == (2,)
    assert (kinds(shop), opened) == ([("movement", "")] * 2, [1, 1])


def test_a_supplier_who_is_paid_in_cash_opens_it(shop: Shop, qtbot) -> None:
    from shoppos.ui.dialogs.supplier import PayForm

    agro = shop.suppliers.add(SupplierCard("Ramesh Agro"), opening=900_00)
    form = PayForm(shop, None, agro)
    shown(qtbot, form)
    assert form.in_cash
    form.amount.editor.setText("500")
    form.accept()
    form = PayForm(shop, None, agro)
    form.by.editor.setCurrentIndex(form.by.editor.findData("upi"))
    assert not form.in_cash
    form.amount.editor.setText("100")
    form.accept()
    assert kinds(shop) == [("movement", "")]
