"""The dialogs of expenses: written down by the keyboard alone, and taken back from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from shoppos.base import i18n
from shoppos.ui import style
from shoppos.ui.dialogs.expense import ExpenseDialog
from shoppos.ui.dialogs.expense_list import ExpenseListDialog
from tests.ui.pages import CTRL, SHIFT, context, press, shown, type_in
from tests.ui.window import press as window_press
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

Key = Qt.Key


@pytest.fixture
def dialog(qtbot, shop: Shop) -> ExpenseDialog:
    made = ExpenseDialog(context(shop), None)
    shown(qtbot, made)
    return made


def rows(shop: Shop) -> list[tuple[str, int, str, str]]:
    return shop.db.rows("SELECT category, amount, method, paid_to FROM expense ORDER BY id")


def test_what_for_and_how_much_are_enough_and_enter_writes_it_down(dialog: ExpenseDialog, shop: Shop) -> None:
    type_in("tea")
    press(Key.Key_Return)
    type_in("75")
    press(Key.Key_Return)
    assert rows(shop) == [("Tea and snacks", 75_00, "cash", "")]
    assert not dialog.isVisible()


def test_a_barcode_is_no_amount_and_much_cash_is_asked_about_once(dialog: ExpenseDialog, shop: Shop) -> None:
    dialog.amount.editor.setText("89010587")
    dialog.accept()
    assert "is a barcode" in dialog.amount.note.text()
    dialog.amount.editor.setText("890105")
    dialog.accept()
    assert "₹8,90,105.00 out of the drawer?" in dialog.wrong.text()
    assert rows(shop) == []
    dialog.accept()
    assert rows(shop) == [("Rent", 890_105_00, "cash", "")]


def test_tab_goes_to_the_rest_and_enter_anywhere_writes_it_down(dialog: ExpenseDialog, shop: Shop) -> None:
    opened: list[int] = []
    dialog.context.open_drawer = lambda: opened.append(1)
    type_in("tea")
    press(Key.Key_Return)
    type_in("120.50")
    for _field in ("method", "paid_to"):
        press(Key.Key_Tab)
    type_in("Ramu")
    press(Key.Key_Return)
    assert rows(shop) == [("Tea and snacks", 120_50, "cash", "Ramu")]
    assert dialog.said == "₹120.50 for Tea and snacks is written down, paid by Cash."
    assert opened == [1]
    assert not dialog.isVisible()


def test_a_mistake_stands_below_its_field_and_nothing_is_written(dialog: ExpenseDialog, shop: Shop) -> None:
    dialog.accept()
    assert dialog.isVisible()
    assert "How much was paid?" in dialog.amount.note.text()
    dialog.amount.editor.setText("abc")
    dialog.accept()
    assert dialog.isVisible()
    assert rows(shop) == []


def test_cash_leaves_the_drawer_and_says_so(dialog: ExpenseDialog, shop: Shop) -> None:
    assert "leaves the drawer" in dialog.drawer.text()
    assert not dialog.day.isEnabled()
    type_in("rent")
    dialog.amount.editor.setText("12000")
    dialog.amount.editor.textEdited.emit("12000")
    assert "income tax" in dialog.drawer.text()
    dialog.method.editor.setCurrentIndex(dialog.method.editor.findData("upi"))
    assert "stays as it is" in dialog.drawer.text()
    assert dialog.day.isEnabled()
    dialog.day.editor.setText("05-04-2025")
    dialog.accept()
    assert shop.db.rows("SELECT amount, business_date FROM expense") == [(12_000_00, 20250405)]
    assert shop.db.rows("SELECT * FROM cash_movement") == []


def test_pressed_twice_it_is_written_once(dialog: ExpenseDialog, shop: Shop) -> None:
    dialog.amount.editor.setText("50")
    dialog.accept()
    dialog.accept()
    assert len(rows(shop)) == 1


def test_a_manager_allows_it_with_a_pin(dialog: ExpenseDialog, shop: Shop) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"expense": "manager"})
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    dialog.amount.editor.setText("50")
    dialog.accept()
    assert dialog.pin.isVisible()
    type_in("2468")
    press(Key.Key_Return)
    assert len(rows(shop)) == 1


def test_the_key_works_on_every_page_and_the_bill_stays(shop: Shop, qtbot) -> None:
    window = window_on(shop, qtbot)
    shop.sales.enter(shop.sales.on_screen().id, "1001")
    window_press(window, Key.Key_2, CTRL)
    window_press(window, Key.Key_X, CTRL | SHIFT)
    front = QApplication.activeModalWidget()
    assert isinstance(front, ExpenseDialog)
    front.amount.editor.setText("75")
    front.accept()
    assert "₹75.00 for Rent is written down" in window.bar.text()
    assert len(shop.sales.on_screen().lines) == 1


def test_one_is_taken_back_from_the_list(qtbot, shop: Shop) -> None:
    shop.expenses.spend("Transport", 300_00)
    listed = ExpenseListDialog(context(shop), None)
    shown(qtbot, listed)
    assert listed.total.text() == "₹300.00"
    press(Key.Key_Delete)
    type_in("Typed twice")
    press(Key.Key_Return)
    assert [amount for _what, amount, _how, _who in rows(shop)] == [300_00, -300_00]
    assert listed.total.text() == "₹0.00"
    assert not listed.back.isEnabled()
    listed.table.selectRow(1)
    assert not listed.back.isEnabled()


def test_an_empty_list_says_so(qtbot, shop: Shop) -> None:
    listed = ExpenseListDialog(context(shop), None)
    shown(qtbot, listed)
    assert listed.kinds.text() == "Nothing was spent in these days."
    assert listed.chosen is None


@pytest.fixture(params=["en", "hi"])
def large(request, qapp, monkeypatch, shop: Shop):
    style.load_fonts()
    style.apply(qapp, theme="light", percent=150)
    i18n.use(request.param)
    monkeypatch.setattr(QWidget, "screen", lambda _self: Small())
    monkeypatch.setattr("shoppos.ui.dialogs.order_ask.QGuiApplication.primaryScreen", Small)
    yield shop
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


class Small:
    """A screen as small as the smallest that is promised."""

    def availableSize(self) -> QSize:  # noqa: N802  (Qt calls it so)
        return QSize(1024, 600)


def test_both_fit_the_smallest_screen_at_the_largest_letters(large: Shop, qtbot) -> None:
    large.expenses.spend("Phone and internet", 12_345_00, paid_to="Bharat Sanchar Nigam Limited, Pune Camp exchange")
    for made in (ExpenseDialog(context(large), None), ExpenseListDialog(context(large), None)):
        qtbot.addWidget(made)
        made.show()
        assert made.width() <= 1024
        assert made.height() <= 600
        for button in made.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()
