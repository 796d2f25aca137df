"""The catalogue's page: found as one types, added and changed by keys, given out and taken back."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from shoppos.ui.screens.catalogue import CatalogueScreen
from shoppos.ui.widgets.product_table import ProductTable
from tests.ui.pages import CTRL, Key, context, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop


@pytest.fixture
def screen(qtbot, shop: Shop) -> CatalogueScreen:
    page = CatalogueScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    return page


def names(screen: CatalogueScreen) -> list[str]:
    return [screen.table_model.hit(row).name for row in range(screen.table_model.rowCount())]


def test_items_are_found_as_one_types(screen: CatalogueScreen) -> None:
    assert screen.count.text() == "5 items"
    type_in("amul")
    assert names(screen) == ["Amul Butter 100 g"]
    assert screen.count.text() == "1 item found"


def test_a_scanned_barcode_finds_its_item(screen: CatalogueScreen) -> None:
    type_in("8901719101038")
    assert names(screen)[0] == "Parle-G 100 g"


def test_a_name_in_hindi_finds_its_item(screen: CatalogueScreen) -> None:
    screen.search.setText("तूर")
    assert names(screen) == ["Toor Dal (loose)"]


def test_typing_in_the_table_searches_on_and_arrows_go_back_into_it(screen: CatalogueScreen) -> None:
    press(Key.Key_Down)
    assert focus() is screen.table
    type_in("su")
    assert focus() is screen.search
    assert screen.search.text() == "su"


def test_esc_empties_the_search_first_and_then_leaves(qtbot, screen: CatalogueScreen) -> None:
    type_in("amul")
    press(Key.Key_Escape)
    assert screen.search.text() == ""
    with qtbot.waitSignal(screen.leave, timeout=1000):
        press(Key.Key_Escape)


def test_an_empty_search_names_the_next_step(screen: CatalogueScreen) -> None:
    type_in("zzz")
    assert "Ctrl+N" in screen.empty.text()
    assert screen.stack.currentWidget() is screen.empty


def test_a_new_item_is_written_down_without_the_mouse(screen: CatalogueScreen, shop: Shop) -> None:
    type_in("8901234567894")

    def typed(dialog: QDialog) -> None:
        assert dialog.code.editor.text() == "8901234567894"
        assert focus() is dialog.name.editor
        type_in("Ghee 500 ml")
        press(Key.Key_Return)
        type_in("घी")
        dialog.price.editor.setFocus()
        type_in("310")
        press(Key.Key_S, CTRL)

    failures = meanwhile(typed)
    press(Key.Key_Return)
    assert failures == []
    card = shop.catalogue.show("8901234567894")
    assert (card.form.name, card.form.local_name, card.form.price, card.form.rate) == ("Ghee 500 ml", "घी", 31000, 500)


def test_enter_changes_the_chosen_item(screen: CatalogueScreen, shop: Shop) -> None:
    type_in("surf")

    def change(dialog: QDialog) -> None:
        dialog.price.editor.setFocus()
        dialog.price.editor.selectAll()
        type_in("149.50")
        press(Key.Key_S, CTRL)

    failures = meanwhile(change)
    press(Key.Key_Return)
    assert failures == []
    assert shop.catalogue.show("1001").form.price == 14950
    assert screen.table_model.hit(0).price == 14950


def test_the_list_is_given_out_and_comes_back_the_same(
    qtbot, screen: CatalogueScreen, shop: Shop, tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    with qtbot.waitSignal(screen.told, timeout=5000) as told:
        screen.export_to(path)
    assert told.args == [f"5 items are in {path}.", "good"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 6


def test_a_list_that_cannot_be_written_is_told(qtbot, screen: CatalogueScreen, tmp_path: Path) -> None:
    with qtbot.waitSignal(screen.told, timeout=5000) as told:
        screen.export_to(tmp_path / "no folder" / "items.csv")
    assert told.args[1] == "error"
    assert "could not be written" in told.args[0]


def test_the_last_import_is_taken_back_once_asked(qtbot, screen: CatalogueScreen, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Name,Code,Price\nSoap,,30\nBrush,,40\nSurf Excel,1001,97\n", "utf-8")
    shop.importing.apply(shop.importing.check(shop.importing.read(path)))
    screen.refresh(screen.watches)
    assert screen.count.text() == "7 items"
    asked: list[str] = []

    def agree(dialog: QDialog) -> None:
        asked.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
        press(Key.Key_Return)

    failures = meanwhile(agree)
    with qtbot.waitSignal(screen.told, timeout=5000) as told:
        screen.take_back()
    assert failures == []
    assert "Its 2 new items go. Its 1 change is undone. What was sold" in asked[0]
    assert told.args[0].startswith("2 items are gone. 1 item has its old data again.")
    assert screen.count.text() == "5 items"
    assert screen.buttons["undo"].isHidden()


def test_a_hundred_thousand_items_are_fetched_as_one_scrolls(qapp, shop: Shop) -> None:
    from shoppos.base.ids import new_id
    from shoppos.shop.catalogue import ProductForm

    with shop.db.transaction("many") as tx:
        shop.catalogue.insert(tx, [(new_id(), ProductForm(f"M{n}", f"Many {n}", 100)) for n in range(1000)])
    model = ProductTable()
    model.show(shop, "")
    assert model.rowCount() == 200
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == 1005


HOSTILE = [
    "<b>bold</b>",
    "=1+1",
    "\u202eabc",
    "a\x1bp\x00",
    "'; DROP TABLE product; --",
    '" OR name:x',
    "NEAR(a b)",
    "%",
    "*",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_searched_for_and_shown_as_they_are(screen: CatalogueScreen, text: str) -> None:
    screen.search.setText(text)
    assert screen.count.text()


def test_items_made_at_the_counter_without_gst_are_counted_and_found(
    qtbot, screen: CatalogueScreen, shop: Shop
) -> None:
    assert screen.todo.isHidden()
    sale = shop.sales.on_screen().id
    shop.sales.add_new(sale, code="N1", name="Agarbatti", price=30_00)
    shop.sales.add_new(sale, code="N2", name="Matches", price=10_00, rate=500)
    screen.refresh(screen.watches)
    assert screen.todo.text() == "1 to complete (Ctrl+U)"
    press(Key.Key_U, CTRL)
    assert [screen.table_model.hit(row).name for row in range(screen.table_model.rowCount())] == ["Agarbatti"]
    assert screen.count.text() == "1 item found"
    screen.search.setText("Match")
    assert screen.table_model.rowCount() == 0
    screen.search.setText("agar")
    assert screen.table_model.rowCount() == 1
    screen.search.clear()
    shop.catalogue.change(screen.table_model.hit(0).product_id, treatment="taxable", rate=500, hsn="3307")
    screen.refresh(screen.watches)
    assert screen.todo.isHidden()
    assert screen.table_model.rowCount() == 7


def test_a_shop_that_charges_no_gst_has_nothing_to_complete(screen: CatalogueScreen, shop: Shop) -> None:
    shop.settings.set_profile(scheme="unregistered")
    shop.sales.add_new(shop.sales.on_screen().id, code="N1", name="Agarbatti", price=30_00)
    screen.refresh(screen.watches)
    assert screen.todo.isHidden()
