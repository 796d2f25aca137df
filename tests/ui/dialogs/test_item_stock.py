"""An item's stock on screen: moves in order, and each change by keys alone."""

import pytest

from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.item_stock import ItemStockDialog
from shoppos.ui.widgets.move_table import AFTER, QUANTITY, WHAT
from tests.ui.pages import Key, focus, press, shown, type_in


@pytest.fixture
def dialog(qtbot, shop):
    from PySide6.QtWidgets import QWidget

    shop.sales.sell(["3*1001"], [Tender("cash")])
    parent = QWidget()
    made = ItemStockDialog(shop, parent, shop.catalogue.show("1001").product_id)
    yield shown(qtbot, made)
    made.hide()
    parent.deleteLater()


def typed(*texts):
    for text in texts:
        type_in(text)
        press(Key.Key_Return)


def rows(dialog):
    model = dialog.model
    return [
        tuple(model.data(model.index(row, column)) for column in (WHAT, QUANTITY, AFTER))
        for row in range(model.rowCount())
    ]


def test_the_newest_move_comes_first_each_with_what_was_there(dialog):
    assert rows(dialog) == [("sold", "-3", "47"), ("opening", "+50", "50")]
    assert dialog.standing.text() == "47 pcs"


def test_a_correction_damage_and_own_use_are_typed_with_their_reason(dialog, shop):
    press(Key.Key_F2)
    typed("-2", "miscounted")
    press(Key.Key_F3)
    typed("1", "broken")
    press(Key.Key_Return)
    press(Key.Key_F4)
    typed("4", "our own wash")
    press(Key.Key_Return)
    assert rows(dialog)[:3] == [("own use", "-4", "40"), ("damaged", "-1", "44"), ("corrected", "-2", "45")]


@pytest.mark.parametrize(("yes", "left"), [(False, "47"), (True, "-1")])
def test_more_than_is_there_is_taken_off_only_after_a_question(dialog, monkeypatch, yes, left):
    asked = []
    monkeypatch.setattr("shoppos.ui.dialogs.ask.ask", lambda _parent, said, *_more, **_how: asked.append(said) or yes)
    press(Key.Key_F3)
    typed("48", "wet")
    press(Key.Key_Return)
    assert [said.split(".")[0] for said in asked] == ["Only 47 of Surf Excel 1 kg are on hand"]
    assert rows(dialog)[0][2] == left
    assert dialog.ask.isVisible() is not yes


def test_goods_are_carried_and_shown_where_they_lie(dialog):
    press(Key.Key_F5)
    type_in("20")
    press(Key.Key_Return)
    press(Key.Key_Tab)
    typed("Godown")
    assert dialog.standing.text() == "47 pcs\nShop: 27 · godown: 20"


def test_a_pack_is_made_and_a_slip_is_told_in_the_row(qtbot, shop, dialog):
    press(Key.Key_F6)
    typed("12 of 1002")
    assert "is no part of a pack" in dialog.ask.wrong.text()
    dialog.ask.fields[0].clear()
    typed("12*1002")
    assert "has a stock of 47 of its own" in dialog.ask.wrong.text()
    press(Key.Key_Escape)
    assert focus() is dialog.table
    dialog.hide()
    tiffin = ItemStockDialog(shop, dialog.parentWidget(), shop.catalogue.show("3001").product_id)
    shown(qtbot, tiffin)
    press(Key.Key_F6)
    typed("12*1002, 1*1003")
    assert tiffin.standing.text() == "16 pcs\nA pack of 12 × Parle-G 100 g, 1 × Amul Butter 100 g"


def test_who_may_not_correct_asks_a_manager_there(dialog, shop, qtbot):
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    press(Key.Key_F2)
    typed("5", "found")
    qtbot.waitUntil(dialog.ask.isVisible)
    typed("4711")
    assert dialog.standing.text() == "52 pcs"


def test_how_an_item_is_kept_is_typed_and_its_variants_stand_side_by_side(dialog, shop):
    press(Key.Key_F7)
    typed("batch", "A1", "Surf", "1 kg")
    kept = shop.keepings.of(dialog.product_id)
    assert (kept.tracks, kept.shelf, kept.family, kept.variant) == ("batch", "A1", "Surf", "1 kg")
    assert dialog.standing.text() == "47 pcs\n1 kg: 47"
    press(Key.Key_F7)
    dialog.ask.fields[0].setText("colour")
    dialog.ask.fields[3].setFocus()
    press(Key.Key_Return)
    assert "by batch, by serial number, or by neither" in dialog.ask.wrong.text()
