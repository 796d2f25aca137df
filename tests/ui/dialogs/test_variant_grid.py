"""Sizes and colours on screen: two lists of names, then the cells, all by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shoppos.shop.catalogue import ProductForm
from shoppos.ui.dialogs.item_stock import ItemStockDialog
from shoppos.ui.dialogs.product_form import ProductDialog
from shoppos.ui.dialogs.variant_cells import PRICE, STOCK
from shoppos.ui.dialogs.variant_grid import VariantGridDialog
from tests.ui.pages import CTRL, Key, focus, press, shown, type_in


@pytest.fixture
def shirt(shop):
    return shop.catalogue.add(ProductForm("TEE", "Shirt", 499_00, mrp=599_00))


@pytest.fixture
def dialog(qtbot, shop, shirt):
    parent = QWidget()
    made = VariantGridDialog(shop, parent, shirt)
    yield shown(qtbot, made)
    made.hide()
    parent.deleteLater()


def typed(*texts):
    for text in texts:
        type_in(text)
        press(Key.Key_Return)


def cells(shop, shirt):
    return {
        key: (cell.on_hand, cell.price, cell.barcodes) for key, cell in shop.variants.of(shirt).cells.items()
    }  # fmt: skip


def test_names_stocks_prices_and_codes_are_typed_without_a_mouse(dialog, shop, shirt):
    assert focus() is dialog.sizes.editor
    typed("S, M", "Red, Blue")
    assert focus() is dialog.table
    typed("5", "6", "7", "8")
    press(Key.Key_F3)
    typed("549")
    press(Key.Key_F4)
    typed("8901030865282")
    assert dialog.cell.text() == "S Blue · new · 7 in stock · ₹–"
    press(Key.Key_S, CTRL)
    assert dialog.said == "4 variants are saved."
    assert cells(shop, shirt) == {
        ("S", "Red"): (5_000, 549_00, ()), ("M", "Red"): (6_000, 499_00, ("8901030865282",)),
        ("S", "Blue"): (7_000, 499_00, ()), ("M", "Blue"): (8_000, 499_00, ()),
    }  # fmt: skip


def test_a_cell_in_which_nothing_stands_makes_no_item_and_one_key_fills_them_all(dialog, shop, shirt):
    typed("S, M, L", "")
    typed("4")
    press(Key.Key_S, CTRL)
    assert cells(shop, shirt) == {("S", ""): (4_000, 499_00, ())}
    again = VariantGridDialog(shop, dialog.parentWidget(), shirt)
    assert again.sizes.editor.text() == "S"
    again.sizes.editor.setText("S, M, L")
    again.regrid()
    again.table.setCurrentIndex(again.model.index(0, 0))
    again.fill_empty()
    again.save()
    assert {key: cell[0] for key, cell in cells(shop, shirt).items()} == {
        ("S", ""): 4_000,
        ("M", ""): 4_000,
        ("L", ""): 4_000,
    }


def test_what_does_not_do_is_shown_in_its_cell_and_nothing_is_written(dialog, shop, shirt):
    typed("S, M", "Red")
    typed("5", "6")
    press(Key.Key_F3)
    press(Key.Key_Return)
    typed("dear")
    press(Key.Key_F2)
    press(Key.Key_S, CTRL)
    assert dialog.mistake.isVisible()
    assert (dialog.model.fact, dialog.model.key(dialog.table.currentIndex())) == (PRICE, ("M", "Red"))
    assert cells(shop, shirt) == {}
    typed("450")
    press(Key.Key_S, CTRL)
    assert cells(shop, shirt)["M", "Red"] == (6_000, 450_00, ())


def test_a_code_of_another_item_is_refused_and_what_was_typed_stays(dialog, shop, shirt):
    typed("S", "Red")
    press(Key.Key_F4)
    typed("1001")
    press(Key.Key_S, CTRL)
    assert "already belongs to Surf Excel" in dialog.mistake.text()
    assert cells(shop, shirt) == {}
    assert dialog.model.changed() == [("S", "Red")]


@pytest.mark.parametrize(("yes", "made"), [(False, 0), (True, 1)])
def test_a_price_above_the_mrp_is_asked_about(dialog, shop, shirt, monkeypatch, yes, made):
    asked = []
    monkeypatch.setattr("shoppos.ui.dialogs.ask.ask", lambda _parent, said, *_more, **_how: asked.append(said) or yes)
    typed("S", "Red")
    press(Key.Key_F3)
    typed("650")
    press(Key.Key_S, CTRL)
    assert "above the MRP" in asked[0]
    assert len(cells(shop, shirt)) == made


def test_leaving_asks_before_anything_typed_is_thrown_away(dialog, monkeypatch):
    asked = []
    monkeypatch.setattr("shoppos.ui.dialogs.ask.ask", lambda _parent, said, *_more, **_how: asked.append(said))
    typed("S", "")
    typed("4")
    press(Key.Key_Escape)
    assert dialog.isVisible()
    assert asked == ["Throw away what you typed?"]


def test_a_change_to_what_is_there_is_all_that_is_written(dialog, shop, shirt):
    typed("S", "Red")
    typed("5")
    press(Key.Key_S, CTRL)
    again = VariantGridDialog(shop, dialog.parentWidget(), shirt)
    assert again.model.changed() == []
    again.model.show(STOCK)
    assert again.model.data(again.model.index(0, 0)) == "5"
    again.model.setData(again.model.index(0, 0), "3")
    again.save()
    assert cells(shop, shirt) == {("S", "Red"): (3_000, 499_00, ())}
    assert again.model.headerData(0, Qt.Orientation.Vertical) == "S"


def test_the_grid_opens_from_the_item_s_form_and_from_its_stock(qtbot, shop, shirt, monkeypatch):
    opened = []
    monkeypatch.setattr(VariantGridDialog, "exec", lambda grid: opened.append(grid.product_id))
    parent = QWidget()
    form = shown(qtbot, ProductDialog(shop, parent, shirt))
    press(Key.Key_G, CTRL)
    assert not form.isVisible()
    stock = shown(qtbot, ItemStockDialog(shop, parent, shirt))
    press(Key.Key_F8)
    assert opened == [shirt, shirt]
    stock.hide()
    parent.deleteLater()
