"""The packing table: scans tick, what does not belong is refused and heard, weighed goods change what is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.ui import style
from shoppos.ui.dialogs.packing import PackingDialog
from shoppos.ui.widgets.pack_table import BOX, ITEM, MARK, SHELF
from tests.shop.order_taking import confirmed
from tests.ui.pages import ALT, CTRL, Key, context, focus, press, shown, type_in

if TYPE_CHECKING:
    from shoppos.shop import Shop

SURF, PARLE, BUTTER = "8901030865275", "8901719101038", "8901262010016"


@pytest.fixture
def order_id(shop: Shop) -> bytes:
    return confirmed(shop, "1001", "2*1002", "1.5*2001")


@pytest.fixture
def table(qtbot, shop: Shop, order_id: bytes) -> PackingDialog:
    told = context(shop)
    heard: list[str] = []
    told.sound = heard.append
    dialog = PackingDialog(told, None, order_id)
    dialog.heard = heard
    shown(qtbot, dialog)
    dialog.entry.setFocus()
    return dialog


def scan(code: str) -> None:
    type_in(code)
    press(Key.Key_Return)


def marks(table: PackingDialog) -> dict[str, str]:
    """The tick of each item, by its code."""
    model = table.model
    return {one.code: model.index(at, MARK).data() for at, one in enumerate(model.lines)}


def test_each_scan_ticks_its_line(table: PackingDialog) -> None:
    scan(SURF)
    scan(PARLE)
    assert marks(table) == {"1001": "✓", "1002": "…", "2001": ""}
    assert table.said.text() == "✓ Parle-G 100 g: 1 of 2 pcs."
    assert table.figure.text() == "1 of 3 lines"
    assert table.heard == ["scan", "scan"]
    scan(PARLE)
    assert marks(table)["1002"] == "✓"
    assert focus() is table.entry


def test_a_wrong_item_is_refused_in_red_and_heard(table: PackingDialog) -> None:
    scan(BUTTER)
    assert table.said.text().startswith("✗ Amul Butter 100 g is not in order A1/2627/O00001.")
    assert table.banner.property("role") == "error"
    assert table.heard == ["refused"]
    assert table.entry.text() == "", "the next scan finds an empty line"
    scan("0000000")
    assert table.banner.property("role") == "error"
    scan(SURF)
    scan(SURF)
    assert "All 1 of Surf Excel 1 kg are in the box already" in table.said.text()


def test_weighed_goods_ask_for_their_weight_and_tell_the_new_total(table: PackingDialog) -> None:
    scan("2001")
    assert table.said.text().startswith("How much Toor Dal (loose) is it?")
    scan("1.52")
    assert marks(table)["2001"] == "✓"
    assert "The total is ₹425.00 now." in table.said.text()
    assert table.money.text() == "₹425.00 now, ₹422.00 was agreed"


def test_a_weight_far_from_what_was_asked_is_doubted_once(table: PackingDialog) -> None:
    scan("2001")
    scan("3")
    assert "3 KG of Toor Dal (loose) instead of 1.5?" in table.said.text()
    assert marks(table)["2001"] == ""
    press(Key.Key_Return)
    assert marks(table)["2001"] == "✓"
    assert table.heard[-2:] == ["refused", "scan"]


def test_esc_while_a_weight_is_asked_for_only_leaves_that_question(table: PackingDialog) -> None:
    scan("2001")
    press(Key.Key_Escape)
    assert table.isVisible()
    scan(SURF)
    assert marks(table)["1001"] == "✓"
    press(Key.Key_Escape)
    assert not table.isVisible()


def test_what_was_scanned_is_there_when_one_comes_back(qtbot, table: PackingDialog, shop: Shop, order_id) -> None:
    scan(SURF)
    press(Key.Key_Escape)
    assert not table.packed
    again = PackingDialog(context(shop), None, order_id)
    shown(qtbot, again)
    assert marks(again)["1001"] == "✓"


def test_plus_and_minus_count_by_hand(table: PackingDialog) -> None:
    table.lines.selectRow(table.model.row_of(2))
    press(Key.Key_Plus)
    press(Key.Key_Plus)
    row = table.model.row_of(2)
    assert table.model.index(row, BOX).data() == "2 pcs"
    table.lines.selectRow(row)
    press(Key.Key_Minus)
    assert table.model.index(row, BOX).data() == "1 pcs"


def test_enter_closes_the_box_once_all_is_in_it(table: PackingDialog, shop: Shop, order_id: bytes) -> None:
    scan(SURF)
    press(Key.Key_Return)
    assert "Not all is in the box" in table.said.text()
    scan("2*" + PARLE)
    scan("1.5*2001")
    assert "All is in the box: Enter closes it." in table.said.text()
    press(Key.Key_Return)
    assert table.packed
    assert shop.orders.view(order_id).state == "packed"


def test_all_is_packed_by_one_key(table: PackingDialog, shop: Shop, order_id: bytes) -> None:
    press(Key.Key_A, ALT)
    assert table.packed
    assert shop.orders.view(order_id).state == "packed"


@pytest.mark.parametrize(("key", "state", "left"), [(Key.Key_L, "later", 2), (Key.Key_D, "drop", 0)])
def test_what_is_missing_follows_later_or_is_left_out(
    table: PackingDialog, shop: Shop, order_id: bytes, key: Key, state: str, left: int
) -> None:
    assert not table.buttons[state].isVisible(), "before the first scan nothing is missing"
    scan(SURF)
    assert table.buttons[state].isVisible()
    press(key, CTRL)
    assert table.packed
    view = shop.orders.view(order_id)
    assert view.state == "packed"
    shop.dispatching.dispatch(order_id, carrier="Ravi")
    view = shop.orders.view(order_id)
    assert len(view.sale.lines if view.sale else ()) == left
    assert view.state == ("confirmed" if left else "dispatched")


def test_slip_and_list_are_printed_from_here(table: PackingDialog, shop: Shop) -> None:
    press(Key.Key_S, CTRL)
    press(Key.Key_P, CTRL)
    kinds = {row[0] for row in shop.db.rows("SELECT kind FROM print_job")}
    assert kinds == {"slip", "picking"}


def test_a_shelf_is_read_whole_at_the_largest_letters_on_the_smallest_screen(qtbot, qapp, shop: Shop) -> None:
    style.apply(qapp, theme="light", percent=150)
    shop.keepings.set(shop.catalogue.show("1001").product_id, shelf="Rack 4, lower shelf")
    dialog = PackingDialog(context(shop), None, confirmed(shop, "1001", "2*1002"))
    dialog.resize(984, 560)
    shown(qtbot, dialog)
    dialog.resize(984, 560)
    dialog.entry.setFocus()
    scan(SURF)
    needs = dialog.lines.fontMetrics().horizontalAdvance("Rack 4, lower shelf")
    assert dialog.lines.columnWidth(SHELF) >= needs + style.scaled(16)
    assert dialog.lines.columnWidth(ITEM) > dialog.width() // 5, "the item has room still"
    style.apply(qapp, theme="light", percent=100)
