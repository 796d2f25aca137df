"""What leaves the shop: who takes it, by which number, what is to be collected; and the couriers' own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from shoppos.base.errors import Refused
from shoppos.rules.couriers import DEFAULTS
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.couriers import CouriersDialog
from shoppos.ui.dialogs.dispatch import DispatchDialog
from shoppos.ui.dialogs.hand_over import HandOverDialog
from tests.shop.order_taking import confirmed
from tests.ui.pages import ALT, CTRL, Key, context, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop

GOOD, BAD = "CM123456785IN", "CM123456780IN"


def packed(shop: Shop, *lines: str, pay_by: str = "cod", way: str = "delivery") -> bytes:
    order_id = confirmed(shop, *lines, pay_by=pay_by, way=way)
    shop.dispatching.pack_all(order_id)
    return order_id


@pytest.fixture
def order_id(shop: Shop) -> bytes:
    shop.staff.add("Ravi", "cashier")
    return packed(shop, "1001", "2*1002")


@pytest.fixture
def dialog(qtbot, shop: Shop, order_id: bytes) -> DispatchDialog:
    return shown(qtbot, DispatchDialog(context(shop), None, order_id))


def take_by(dialog: DispatchDialog, name: str) -> None:
    box = dialog.who.editor
    box.setCurrentIndex(box.findText(name, Qt.MatchFlag.MatchStartsWith))


def test_what_is_to_be_collected_stands_there_large(qtbot, dialog: DispatchDialog, shop: Shop) -> None:
    assert dialog.collect.text() == "COLLECT ₹170.00 AT THE DOOR"
    paid = packed(shop, "1003")
    shop.advances.take(paid, Tender("cash"))
    other = DispatchDialog(context(shop), None, paid)
    qtbot.addWidget(other)
    assert other.collect.text() == "PAID: collect nothing"


def test_the_check_digit_is_told_while_one_types_and_a_wrong_one_is_refused(dialog: DispatchDialog, shop: Shop) -> None:
    take_by(dialog, "India Post")
    dialog.awb.editor.setFocus()
    type_in(BAD)
    assert "A digit is wrong" in dialog.awb.note.text()
    press(Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert f"{BAD} is not a number of India Post" in dialog.awb.note.text()
    dialog.awb.editor.clear()
    type_in(GOOD)
    assert "check digit is right" in dialog.awb.note.text()
    dialog.weight.editor.setText("1.25")
    dialog.pieces.editor.setText("2")
    press(Key.Key_Return, CTRL)
    assert dialog.sent is not None
    parcel = shop.orders.view(dialog.order_id).parcels[0]
    assert (parcel.courier, parcel.awb, parcel.weight, parcel.cod) == ("India Post", GOOD, 1250, 17_000)
    kinds = {row[0] for row in shop.db.rows("SELECT kind FROM print_job")}
    assert kinds == {"bill", "label"}


def test_a_number_that_is_in_use_is_asked_about_once(dialog: DispatchDialog, shop: Shop) -> None:
    shop.dispatching.dispatch(packed(shop, "1003"), courier="DTDC", awb="X1")
    take_by(dialog, "DTDC")
    dialog.awb.editor.setText("X1")
    press(Key.Key_Return, CTRL)
    assert (
        "X1 is the number of a parcel of order A1/2627/O00002 already" in dialog.awb.note.text() + dialog.wrong.text()
    )
    press(Key.Key_Return, CTRL)
    assert dialog.sent is not None


def test_a_person_of_the_shop_has_no_number_and_is_offered_next_time(qtbot, dialog, shop: Shop) -> None:
    take_by(dialog, "Ravi")
    assert dialog.awb.isHidden()
    press(Key.Key_Return, CTRL)
    assert shop.orders.view(dialog.order_id).parcels[0].carrier == "Ravi"
    again = DispatchDialog(context(shop), None, packed(shop, "1003"))
    qtbot.addWidget(again)
    assert again.by == ("own", "Ravi")


def test_a_part_leaves_and_the_rest_stays_an_order(dialog: DispatchDialog, shop: Shop) -> None:
    take_by(dialog, "Ravi")
    press(Key.Key_S, ALT)
    first, second = dialog.parts.values()
    second.editor.setText("1")
    assert focus() is first.editor
    press(Key.Key_Return, CTRL)
    view = shop.orders.view(dialog.order_id)
    assert view.state == "confirmed"
    assert [(line.name, line.quantity) for line in view.sale.lines] == [("Parle-G 100 g", 1000)]
    assert view.parcels[0].payable == 16_000


def test_what_is_collected_is_the_money_of_what_leaves_and_no_more(qtbot, shop: Shop) -> None:
    shop.staff.add("Ravi", "cashier")
    order_id = confirmed(shop, "2*1001", "3*1002", pay_by="cod")
    shop.advances.take(order_id, Tender("cash", 2_000))
    for code in ("1001", "1002", "1002"):
        shop.dispatching.scan(order_id, code)
    shop.dispatching.pack(order_id, short="later")
    dialog = shown(qtbot, DispatchDialog(context(shop), None, order_id))
    take_by(dialog, "Ravi")
    assert (dialog.collect.text(), dialog.bill.text()) == (
        "COLLECT ₹150.00 AT THE DOOR", "Bill ₹170.00, paid before ₹20.00"
    )  # fmt: skip
    press(Key.Key_S, ALT)
    next(part for part in dialog.parts.values() if part.editor.text() == "2").editor.setText("1")
    expected = dialog.shop.dispatching.preview(order_id, dialog._lines())
    assert dialog.collect.text() == "COLLECT ₹140.00 AT THE DOOR"
    press(Key.Key_Return, CTRL)
    parcel = shop.orders.view(order_id).parcels[0]
    assert (parcel.payable, parcel.cod) == (expected.payable, expected.due) == (16_000, 14_000)


def test_what_is_handed_over_in_part_is_paid_in_part(qtbot, shop: Shop) -> None:
    order_id = confirmed(shop, "2*1001", way="pickup")
    shop.dispatching.scan(order_id, "1001")
    shop.dispatching.pack(order_id, short="later")
    dialog = shown(qtbot, HandOverDialog(context(shop), None, order_id))
    assert dialog.due == 15_000
    press(Key.Key_Return, CTRL)
    assert dialog.sent is not None
    assert shop.orders.view(order_id).parcels[0].payable == 15_000


def test_an_order_that_should_have_been_paid_is_asked_about_once(qtbot, shop: Shop) -> None:
    shop.staff.add("Ravi", "cashier")
    dialog = shown(qtbot, DispatchDialog(context(shop), None, packed(shop, "1003", pay_by="upi")))
    take_by(dialog, "Ravi")
    press(Key.Key_Return, CTRL)
    assert dialog.sent is None
    assert "should be paid before" in dialog.wrong.text()
    press(Key.Key_Return)
    assert dialog.sent is not None


def test_what_has_the_keyboard_is_in_sight_on_the_smallest_screen(dialog: DispatchDialog) -> None:
    dialog.resize(540, 300)
    take_by(dialog, "India Post")
    dialog.splits.setChecked(True)
    dialog.resize(540, 300)
    dialog.who.editor.setFocus()
    seen = [focus()]
    for _field in range(5):
        assert not focus().visibleRegion().isEmpty(), focus().objectName()
        press(Key.Key_Return)
        seen.append(focus())
    assert len(set(seen)) == 6, "Enter walked through every field"


def test_couriers_are_edited_from_here(dialog: DispatchDialog, shop: Shop) -> None:
    def answer(table: QDialog) -> None:
        press(Key.Key_N, CTRL)
        type_in("Gati")
        press(Key.Key_Return)
        type_in("ftp://gati.example/{awb}")
        press(Key.Key_Return, CTRL)
        assert "is not a link" in table.template.note.text()
        table.template.editor.clear()
        table.template.editor.setFocus()
        type_in("https://gati.example/{awb}")
        assert table.template.note.text() == "https://gati.example/AB123456785IN"
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_U, CTRL)
    assert failures == []
    assert shop.dispatching.couriers.link("Gati", "7") == "https://gati.example/7"
    take_by(dialog, "Gati")
    assert dialog.by == ("courier", "Gati")


def test_a_courier_is_moved_and_removed(qtbot, shop: Shop) -> None:
    table = shown(qtbot, CouriersDialog(context(shop), None))
    press(Key.Key_Down, ALT)
    press(Key.Key_Delete, CTRL)
    press(Key.Key_Return, CTRL)
    assert not table.isVisible()
    names = [one.name for one in shop.dispatching.couriers.list()]
    assert names == [one.name for one in DEFAULTS if one.name != DEFAULTS[0].name]


def test_esc_keeps_the_couriers_as_they_were(qtbot, shop: Shop) -> None:
    table = shown(qtbot, CouriersDialog(context(shop), None))
    press(Key.Key_Delete, CTRL)
    press(Key.Key_Escape)
    assert not table.isVisible()
    assert shop.dispatching.couriers.list() == DEFAULTS


def test_what_is_picked_up_is_paid_and_billed_at_once(qtbot, shop: Shop) -> None:
    order_id = packed(shop, "1001", way="pickup")
    dialog = shown(qtbot, HandOverDialog(context(shop), None, order_id))
    type_in("200")
    press(Key.Key_Return, CTRL)
    assert dialog.sent is not None
    assert dialog.sent.done.change == 5_000
    view = shop.orders.view(order_id)
    assert (view.state, view.payment) == ("delivered", "paid")
    with pytest.raises(Refused):
        shop.dispatching.packing(order_id)


def test_goods_that_nobody_packed_are_asked_about_once_and_one_key_answers(qtbot, shop: Shop) -> None:
    shop.staff.add("Ravi", "cashier")
    order_id = confirmed(shop, "1001")
    dialog = shown(qtbot, DispatchDialog(context(shop), None, order_id))
    take_by(dialog, "Ravi")
    press(Key.Key_Return, CTRL)
    assert "Nothing of order" in dialog.wrong.text()
    assert "was packed" in dialog.wrong.text()
    assert shop.orders.view(order_id).state == "confirmed"
    press(Key.Key_Return)
    assert not dialog.isVisible()
    assert shop.orders.view(order_id).state == "dispatched"


def test_a_parcel_that_nobody_takes_does_not_leave(qtbot, dialog: DispatchDialog, shop: Shop, order_id: bytes) -> None:
    dialog.who.editor.clear()
    dialog.who.editor.addItem("Own delivery", ("own", ""))
    for _again in range(2):
        press(Key.Key_Return, CTRL)
        assert "Say who takes it." in dialog.who.note.text()
    assert shop.orders.view(order_id).state == "packed"
