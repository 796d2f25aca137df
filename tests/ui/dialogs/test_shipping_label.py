"""The shipping label's dialog: typed and scanned, judged, seen, and owed to the printer that has such labels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

from shoppos.printing.spooler import Spooler
from shoppos.reports.bill import load
from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.dialogs.shipping_label import ShippingLabelDialog, doubt, refusal
from shoppos.ui.screens.bills import BillsScreen
from tests.ui.pages import CTRL, Key, context, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shoppos.shop import Shop

SENT, COUNTER = "A1/2627/000001", "A1/2627/000002"


@pytest.fixture
def parcels(shop: Shop, tmp_path: Path) -> Shop:
    """A shop with a receipt printer and a label printer, a bill to be sent and one of the counter."""
    shop.settings.set("printers", [
        {"name": "Counter", "address": f"file:{tmp_path / 'counter'}", "form": "text", "paper": "80"},
        {"name": "Parcels", "address": f"file:{tmp_path / 'parcels'}", "form": "tspl", "paper": "100x150"},
    ])  # fmt: skip
    (tmp_path / "parcels").mkdir()
    shop.customers.add("Anil Verma", "9876512345", address="4 Station Road, Pune", pin_code="411001")
    shop.sales.sell(["2*1001"], [Tender("cod", 30_000)], customer_phone="9876512345", with_address=True)
    shop.sales.sell(["1002"], [Tender("cash", 1_000)])
    return shop


@pytest.fixture
def dialog(qtbot, parcels: Shop) -> Iterator[ShippingLabelDialog]:
    made = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    shown(qtbot, made)
    made.awb.editor.setFocus()
    yield made
    assert QThreadPool.globalInstance().waitForDone(10_000)  # what is still being drawn reads the shop's file


def labels(shop: Shop) -> list[tuple[int, str, dict]]:
    rows = shop.db.rows("SELECT copy_no, printer, told FROM print_job WHERE kind = 'label' ORDER BY id")
    return [(copy, printer, json.loads(told)) for copy, printer, told in rows]


def test_enter_owes_it_to_the_printer_that_has_such_labels(dialog: ShippingLabelDialog, parcels: Shop) -> None:
    dialog.courier.editor.setCurrentText("DTDC")
    type_in("ee123456785in")
    dialog.weight.editor.setText("1.25")
    dialog.pieces.editor.setText("2")
    press(Key.Key_Return)
    assert dialog.printed
    copy, printer, told = labels(parcels)[0]
    assert (copy, printer) == (0, "Parcels")
    assert (told["courier"], told["awb"], told["weight"], told["pieces"]) == ("DTDC", "EE123456785IN", 1250, 2)


def test_what_was_owed_is_what_the_printer_gets(dialog: ShippingLabelDialog, parcels: Shop, tmp_path: Path) -> None:
    type_in("EE123456785IN")
    press(Key.Key_Return)
    Spooler(parcels.db, parcels.db.clock, lambda _news: None).work()
    made = [path.read_bytes() for path in (tmp_path / "parcels").iterdir()]
    assert len(made) == 1
    assert made[0].startswith(b"SIZE 100.0 mm,150.0 mm")


def test_the_courier_is_remembered(qtbot, dialog: ShippingLabelDialog, parcels: Shop) -> None:
    dialog.courier.editor.setCurrentText("Own boy")
    press(Key.Key_Return)
    again = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    qtbot.addWidget(again)
    assert again.courier.editor.currentText() == "Own boy"
    assert [again.courier.editor.itemText(at) for at in range(2)] == ["Own boy", "Delhivery"]
    assert parcels.dispatching.couriers.get("Own boy") is None, "the shop's own list of couriers is another thing"


@pytest.mark.parametrize(
    ("awb", "odd"),
    [("EE123456785IN", False), ("EE123456780IN", True), ("ee 123456780 in", True), ("12345678901", False), ("", False)],
)
def test_a_number_of_the_post_is_checked_and_any_other_left_alone(awb: str, odd: bool) -> None:
    assert bool(doubt(awb)) is odd


def test_a_wrong_digit_is_told_while_one_types_and_forbids_nothing(dialog: ShippingLabelDialog, parcels: Shop) -> None:
    type_in("EE123456780IN")
    assert "a digit is wrong" in dialog.awb.note.text()
    press(Key.Key_Return)
    assert len(labels(parcels)) == 1


@pytest.mark.parametrize(("field", "text"), [("weight", "heavy"), ("pieces", "0"), ("pieces", "x"), ("weight", "5000")])
def test_what_no_parcel_has_is_told_under_its_field(dialog, parcels: Shop, field: str, text: str) -> None:
    getattr(dialog, field).editor.setText(text)
    press(Key.Key_Return)
    assert getattr(dialog, field).failed
    assert focus() is getattr(dialog, field).editor
    assert labels(parcels) == []
    assert dialog.isVisible()


def test_the_picture_follows_what_is_typed(qtbot, dialog: ShippingLabelDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.preview.image.pixmap().isNull(), timeout=8000)
    before = dialog.preview.image.pixmap().toImage()
    type_in("EE123456785IN")
    qtbot.waitUntil(lambda: dialog.preview.image.pixmap().toImage() != before, timeout=8000)


def test_a_paper_that_no_printer_has_can_still_go_through_the_system(
    dialog: ShippingLabelDialog, parcels: Shop
) -> None:
    dialog.paper.editor.setCurrentIndex(dialog.paper.editor.findData("3x2"))
    assert not dialog.buttons["print"].isEnabled()
    assert "Ctrl+P" in dialog.paper.note.text()
    dialog.print_it()
    assert labels(parcels) == []
    dialog.paper.editor.setCurrentIndex(dialog.paper.editor.findData("100x150"))
    assert "Parcels" in dialog.paper.note.text()


def test_the_second_label_is_announced_as_a_duplicate(qtbot, dialog: ShippingLabelDialog, parcels: Shop) -> None:
    press(Key.Key_Return)
    Spooler(parcels.db, parcels.db.clock, lambda _news: None).work()
    again = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    shown(qtbot, again)
    assert "DUPLICATE" in again.state.text()
    again.print_it()
    assert [copy for copy, _printer, _told in labels(parcels)] == [0, 1]


def test_the_picture_of_a_second_label_shows_its_mark(qtbot, dialog: ShippingLabelDialog, parcels: Shop) -> None:
    qtbot.waitUntil(lambda: not dialog.preview.image.pixmap().isNull(), timeout=8000)
    assert dialog.sample().copy == 0
    press(Key.Key_Return)
    Spooler(parcels.db, parcels.db.clock, lambda _news: None).work()
    again = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    shown(qtbot, again)
    assert again.sample().copy == 1
    again.preview.draw()
    qtbot.waitUntil(lambda: not again.preview.image.pixmap().isNull(), timeout=8000)
    marked = again.preview.image.pixmap().toImage()
    again._copy = 0
    again.preview.draw()
    qtbot.waitUntil(lambda: again.preview.image.pixmap().toImage() != marked, timeout=8000)


def test_the_parcel_s_size_and_a_hidden_phone_are_asked_for_and_the_hiding_is_remembered(
    qtbot, dialog: ShippingLabelDialog, parcels: Shop
) -> None:
    dialog.box.editor.setText("30 × 20 × 15 cm")
    dialog.hides_phone.click()
    dialog.print_it()
    _copy, _printer, told = labels(parcels)[0]
    assert (told["size_of_box"], told["mask"]) == ("30 × 20 × 15 cm", True)
    again = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    qtbot.addWidget(again)
    assert again.hides_phone.isChecked()


def test_what_was_wrong_is_said_no_longer_than_it_is(dialog: ShippingLabelDialog, parcels: Shop) -> None:
    dialog.weight.editor.setText("heavy")
    press(Key.Key_P, CTRL)
    assert dialog.weight.failed, "under its field, on whichever printer"
    dialog.say("Type the weight in kilograms.")
    dialog.weight.editor.setText("1.5")
    assert not dialog.weight.failed
    assert dialog.state.text() == ""


def test_upi_that_nobody_has_found_in_the_bank_is_told_before_a_parcel_leaves_as_prepaid(qtbot, parcels: Shop) -> None:
    parcels.settings.set("upi_id", "shop@bank")
    parcels.sales.sell(["1001"], [Tender("upi", 15_000)], customer_phone="9876512345", with_address=True)
    number = parcels.sales.last().number
    dialog = ShippingLabelDialog(context(parcels), load(parcels.db, number), None)
    shown(qtbot, dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "UPI ₹150.00 is not confirmed yet" in said
    assert "PREPAID" in said
    paid = ShippingLabelDialog(context(parcels), load(parcels.db, SENT), None)
    qtbot.addWidget(paid)
    assert not any("not confirmed" in label.text() for label in paid.findChildren(QLabel))
    assert QThreadPool.globalInstance().waitForDone(10_000)


def test_a_bill_without_an_address_says_so_with_the_next_step(qtbot, parcels: Shop) -> None:
    assert refusal(context(parcels), load(parcels.db, SENT)) == ""
    page = BillsScreen(context(parcels))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.search.setText(COUNTER)
    with qtbot.waitSignal(page.told, timeout=1000) as told:
        press(Key.Key_L, CTRL)
    assert "no address" in told.args[0]
    assert told.args[1] == "warn"


def test_ctrl_l_on_the_bills_opens_it_and_ctrl_s_owes_the_order_slip(qtbot, parcels: Shop) -> None:
    page = BillsScreen(context(parcels))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.search.setText(SENT)

    def look(dialog) -> None:
        assert SENT in dialog.windowTitle()
        assert focus() is dialog.awb.editor
        press(Key.Key_Escape)

    failures = meanwhile(look)
    press(Key.Key_L, CTRL)
    assert failures == []
    assert labels(parcels) == []
    press(Key.Key_S, CTRL)
    slips = parcels.db.rows("SELECT kind, copy_no FROM print_job WHERE kind = 'slip'")
    assert [tuple(row) for row in slips] == [("slip", 0)]


def test_everything_has_a_name_and_room_for_a_finger(qapp, dialog: ShippingLabelDialog) -> None:
    style.apply(qapp, theme="light")
    for one in (
        *dialog.findChildren(QAbstractButton),
        *dialog.findChildren(QComboBox),
        *dialog.findChildren(QLineEdit),
    ):
        if one.isVisible():
            assert QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip(), one
        if one.isVisible() and one.parent() is not dialog.courier.editor:
            assert one.sizeHint().height() >= 44, one
