"""Many items changed from the items' page: seen before, done by keys, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.ui.dialogs.bulk_edit import BulkEditDialog, scopes
from tests.ui.pages import CTRL, Key, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def dialog(qtbot, shop: Shop) -> BulkEditDialog:
    return shown(qtbot, BulkEditDialog(shop, None, scopes(shop, [], "")))


def test_nothing_is_written_before_it_was_seen(dialog: BulkEditDialog, shop: Shop, qtbot) -> None:
    assert focus() is dialog.price.editor
    type_in("-10%")
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(dialog.plan) == 5)
    assert shop.catalogue.find_code("1001").price == 150_00
    assert [row[3] for row in dialog.model.rows if row[0] == "1001"] == ["135.00"]
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: dialog.done_edit is not None)
    assert shop.catalogue.find_code("1001").price == 135_00
    shop.bulk.undo(dialog.done_edit.id)
    assert shop.catalogue.find_code("1001").price == 150_00


def test_what_stays_says_why(dialog: BulkEditDialog, qtbot) -> None:
    type_in("+50")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.plan) == 5)
    said = {row[0]: row[-1] for row in dialog.model.rows}
    assert said["1001"] == "Above the MRP"
    assert said["3001"] == ""
    assert dialog.go.text() == "Change 3 items (Ctrl+S)"


def test_another_wish_has_to_be_seen_again(dialog: BulkEditDialog, shop: Shop, qtbot) -> None:
    type_in("-1")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.plan) == 5)
    dialog.price.editor.setText("-2")
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.plan[0].new_price == dialog.plan[0].old_price - 200)
    assert dialog.done_edit is None


def test_a_wish_without_sense_stands_under_its_field(dialog: BulkEditDialog) -> None:
    type_in("much")
    press(Key.Key_Return)
    assert dialog.price.failed


def test_the_items_marked_found_and_of_each_category_can_be_chosen(shop: Shop) -> None:
    soap = shop.catalogue.find_code("1001").product_id
    shop.catalogue.change(soap, category="Home")
    marked = [soap, shop.catalogue.find_code("1002").product_id]
    found = scopes(shop, marked, "amul")
    assert [(name, len(ids)) for name, ids in found] == [
        ("Marked: 2", 2), ('Found by "amul": 1', 1), ("Category Home: 1", 1), ("All items: 5", 5),
    ]  # fmt: skip


def test_on_a_small_screen_the_form_scrolls_and_its_buttons_stay(dialog: BulkEditDialog) -> None:
    assert dialog.minimumSizeHint().height() <= 420
    dialog.resize(1000, 520)
    for button in (dialog.look, dialog.go):
        assert dialog.rect().contains(button.geometry()), button.text()


def test_no_category_is_chosen_unasked(qtbot, shop: Shop) -> None:
    shop.catalogue.change(shop.catalogue.find_code("1001").product_id, category="Home")
    dialog = shown(qtbot, BulkEditDialog(shop, None, scopes(shop, [], "")))
    assert dialog.scope.editor.currentIndex() == -1
    type_in("-1")
    press(Key.Key_Return)
    assert dialog.scope.failed
    assert dialog.plan == []
    dialog.scope.editor.setCurrentIndex(0)
    assert dialog.go.text() == "Change 1 item (Ctrl+S)"
    searched = shown(qtbot, BulkEditDialog(shop, None, scopes(shop, [], "amul"), asked_for=True))
    assert searched.scope.editor.currentText() == 'Found by "amul": 1'


def test_the_day_of_a_new_rate_has_its_calendar(dialog: BulkEditDialog) -> None:
    assert dialog.since.calendarPopup()


def test_a_cashier_is_asked_for_a_manager_s_pin(dialog: BulkEditDialog, shop: Shop, qtbot) -> None:
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    type_in("-10%")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.plan) == 5)

    def leave(_question) -> None:
        press(Key.Key_Escape)

    def answer(_question) -> None:
        type_in("9999")
        press(Key.Key_Return)
        type_in("4711")
        press(Key.Key_Return)

    failures = meanwhile(leave)
    dialog.apply()
    qtbot.waitUntil(lambda: "A manager allows it" in dialog.said.text())
    assert shop.catalogue.find_code("1001").price == 150_00
    failures += meanwhile(answer)
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.done_edit is not None)
    assert failures == []
    assert shop.catalogue.find_code("1001").price == 135_00
