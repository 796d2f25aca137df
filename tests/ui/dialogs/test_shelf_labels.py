"""Labels for shelf and goods: counted by scans and keys, placed on a sheet that is half gone, and owed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from shoppos.ui.dialogs.shelf_labels import ShelfLabelsDialog
from shoppos.ui.screens.catalogue import CatalogueScreen
from tests.ui.pages import CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shoppos.shop import Shop

SURF, PARLE = "8901030865275", "8901719101038"


@pytest.fixture
def stocked(shop: Shop, tmp_path: Path) -> Shop:
    shop.settings.set("printers", [
        {"name": "Counter", "address": f"file:{tmp_path / 'counter'}", "form": "text", "paper": "80"},
        {"name": "Shelf", "address": f"file:{tmp_path / 'shelf'}", "form": "tspl", "paper": "50x25"},
        {"name": "Sheets", "address": f"file:{tmp_path / 'sheets'}", "form": "pdf", "paper": "A4x24"},
    ])  # fmt: skip
    return shop


@pytest.fixture
def dialog(qtbot, stocked: Shop) -> Iterator[ShelfLabelsDialog]:
    made = ShelfLabelsDialog(context(stocked), [stocked.catalogue.find_code(SURF)], None)
    shown(qtbot, made)
    made.items.line.setFocus()
    yield made
    assert QThreadPool.globalInstance().waitForDone(10_000)  # what is still being drawn reads the shop's file


def owed(shop: Shop) -> list[tuple[str, dict]]:
    rows = shop.db.rows("SELECT printer, told FROM print_job WHERE kind = 'shelf'")
    return [(printer, json.loads(told)) for printer, told in rows]


def counts(dialog: ShelfLabelsDialog) -> list[int]:
    return [count for _product, count in dialog.items.counts()]


def test_each_scan_is_one_label_more_and_enter_on_the_empty_line_prints(dialog: ShelfLabelsDialog, stocked) -> None:
    for code in (PARLE, PARLE, SURF):
        type_in(code)
        press(Key.Key_Return)
        assert dialog.isVisible()
    assert counts(dialog) == [2, 2]
    press(Key.Key_Return)
    assert dialog.printed
    printer, told = owed(stocked)[0]
    assert printer == "Shelf"
    assert [count for _product, count in told["items"]] == [2, 2]
    assert told["skip"] == 0


def test_a_name_finds_its_item_and_an_unknown_one_is_told(dialog: ShelfLabelsDialog) -> None:
    type_in("toor")
    press(Key.Key_Return)
    assert len(counts(dialog)) == 2
    type_in("zzz")
    press(Key.Key_Return)
    assert "zzz" in dialog.items.note.text()
    assert dialog.items.line.text() == "zzz", "nothing typed is lost"


def test_a_count_before_the_code_is_understood_as_at_the_counter(dialog: ShelfLabelsDialog) -> None:
    assert "12*" in dialog.items.note.text(), "it is said how"
    type_in("12*toor")
    press(Key.Key_Return)
    type_in(f"3*{SURF}")
    press(Key.Key_Return)
    assert counts(dialog) == [4, 12]
    type_in(".5*toor")
    press(Key.Key_Return)
    assert counts(dialog) == [4, 12]
    assert "whole numbers" in dialog.items.note.text()


def test_what_was_not_found_is_said_no_longer_than_it_stands_there(dialog: ShelfLabelsDialog) -> None:
    type_in("zzz")
    press(Key.Key_Return)
    assert "zzz" in dialog.items.note.text()
    press(Key.Key_Backspace)
    assert "zz" not in dialog.items.note.text()


def test_another_paper_and_back_keeps_the_first_free_label(dialog: ShelfLabelsDialog) -> None:
    papers = dialog.paper.editor
    papers.setCurrentIndex(papers.findData("A4x24"))
    dialog.grid.choose(7)
    papers.setCurrentIndex(papers.findData("50x25"))
    assert dialog.grid.skip == 0
    papers.setCurrentIndex(papers.findData("A4x24"))
    assert dialog.grid.skip == 7


def test_plus_minus_digits_and_del_count_in_the_list(qtbot, dialog: ShelfLabelsDialog) -> None:
    press(Key.Key_Down)
    assert focus() is dialog.items.table
    type_in("+")
    type_in("+")
    assert counts(dialog) == [3]
    type_in("-")
    assert counts(dialog) == [2]
    type_in("24")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: counts(dialog) == [24], timeout=1000)
    assert dialog.isVisible(), "Enter ended the typing, no more"
    press(Key.Key_Delete)
    assert counts(dialog) == []


def test_a_count_that_is_none_is_none(dialog: ShelfLabelsDialog, stocked: Shop) -> None:
    dialog.items.table.item(0, 1).setText("many")
    assert counts(dialog) == [0]
    dialog.items.line.setFocus()
    press(Key.Key_Return)
    assert owed(stocked) == []
    assert "no label" in dialog.state.text()


def test_on_a_sheet_the_arrows_choose_the_first_free_label(dialog: ShelfLabelsDialog, stocked: Shop) -> None:
    assert not dialog.place.isVisible()
    dialog.paper.editor.setCurrentIndex(dialog.paper.editor.findData("A4x24"))
    assert dialog.place.isVisible()
    dialog.grid.setFocus()
    press(Key.Key_Down)
    press(Key.Key_Right)
    assert dialog.grid.skip == 4
    named = QAccessible.queryAccessibleInterface(dialog.grid).text(QAccessible.Text.Name)
    assert named == "First free label: line 2, place 2"
    press(Key.Key_Return)
    assert owed(stocked)[0][0] == "Sheets"
    assert owed(stocked)[0][1]["skip"] == 4


def test_the_first_free_label_never_leaves_the_sheet(dialog: ShelfLabelsDialog) -> None:
    dialog.paper.editor.setCurrentIndex(dialog.paper.editor.findData("A4x24"))
    dialog.grid.setFocus()
    press(Key.Key_Left)
    assert dialog.grid.skip == 0
    for _line in range(12):
        press(Key.Key_Down)
    assert dialog.grid.skip == 23
    QTest.mouseClick(dialog.grid, Qt.MouseButton.LeftButton, pos=dialog.grid._cell(5).center().toPoint())
    assert dialog.grid.skip == 5
    QTest.mouseClick(dialog.grid, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert dialog.grid.skip == 5, "a press between the places is none"


def test_labels_on_each_piece_say_so(dialog: ShelfLabelsDialog, stocked: Shop) -> None:
    dialog.use.editor.setCurrentIndex(1)
    dialog.items.line.setFocus()
    press(Key.Key_Return)
    assert owed(stocked)[0][1]["goods"] is True


def test_the_picture_draws_no_more_than_can_be_seen(qtbot, dialog: ShelfLabelsDialog) -> None:
    dialog.items.table.item(0, 1).setText("4000")
    assert dialog.sample().told["items"][0][1] == 1
    dialog.paper.editor.setCurrentIndex(dialog.paper.editor.findData("A4x65"))
    dialog.grid.choose(5)
    assert dialog.sample().told["items"][0][1] == 60
    assert dialog.subject().told["items"][0][1] == 4000
    qtbot.waitUntil(lambda: not dialog.preview.image.pixmap().isNull(), timeout=8000)


def test_ctrl_l_takes_the_items_that_are_marked(qtbot, stocked: Shop) -> None:
    page = CatalogueScreen(context(stocked))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    press(Key.Key_Down)
    press(Key.Key_Home, CTRL)
    press(Key.Key_Down, SHIFT)

    def look(dialog) -> None:
        assert len(dialog.items.products) == 2
        press(Key.Key_Return)

    failures = meanwhile(look)
    press(Key.Key_L, CTRL)
    assert failures == []
    assert len(owed(stocked)[0][1]["items"]) == 2
