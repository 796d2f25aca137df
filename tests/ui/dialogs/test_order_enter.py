"""What a button of an order's dialog says of Enter is true: pressed again it does the thing, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit

from shoppos.ui.dialogs.cancel_order import CancelOrderDialog
from shoppos.ui.dialogs.delay_order import DelayOrderDialog
from shoppos.ui.dialogs.deliver import DeliverDialog
from shoppos.ui.dialogs.dispatch import DispatchDialog
from shoppos.ui.dialogs.door_money import DoorMoneyDialog
from shoppos.ui.dialogs.hand_over import HandOverDialog
from shoppos.ui.dialogs.not_delivered import NotDeliveredDialog
from shoppos.ui.dialogs.order_money import GiveBackDialog, TakeMoneyDialog
from shoppos.ui.dialogs.paste_bank import PasteBankDialog
from shoppos.ui.dialogs.say_to import SayToDialog
from shoppos.ui.widgets.form import Field
from tests.shop.order_taking import confirmed
from tests.ui.pages import CTRL, Key, context, focus, press, shown, type_in

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.dialogs.order_ask import OrderDialog

FIELDS = 12
"""More than any of them has."""


def packed(shop: Shop, way: str = "delivery") -> bytes:
    made = confirmed(shop, "1001", way=way)
    shop.dispatching.pack_all(made)
    return made


def out(shop: Shop) -> tuple:
    made = packed(shop)
    shop.dispatching.dispatch(made, carrier="Ravi")
    view = shop.orders.view(made)
    return view, view.parcels[0]


def made(shop: Shop, name: str) -> OrderDialog:
    told = context(shop)
    shop.staff.add("Ravi", "cashier")
    by_order = {"delay": DelayOrderDialog, "dispatch": DispatchDialog, "money": TakeMoneyDialog, "back": GiveBackDialog}
    if name in by_order:
        return by_order[name](told, None, packed(shop))
    if name == "hand over":
        return HandOverDialog(told, None, packed(shop, "pickup"))
    if name == "say":
        return SayToDialog(told, None, shop.orders.view(packed(shop)))
    view, parcel = out(shop)
    of_parcel = {"deliver": DeliverDialog, "door": DoorMoneyDialog, "fail": NotDeliveredDialog}
    return of_parcel[name](told, None, view, parcel)


@pytest.mark.parametrize("name", ["delay", "dispatch", "money", "back", "hand over", "say", "deliver", "door", "fail"])
def test_enter_does_it_or_says_why_not(qtbot, shop: Shop, name: str) -> None:
    dialog = shown(qtbot, made(shop, name))
    assert "Enter)" in dialog.yes.text()
    for _again in range(FIELDS):
        assert not isinstance(focus(), QPlainTextEdit | QTextEdit)
        press(Key.Key_Return)
        refused = dialog.wrong.isVisible() or any(field.failed for field in dialog.findChildren(Field))
        if refused or not dialog.isVisible():
            return
    raise AssertionError(name)


def test_the_button_says_enter_only_where_enter_does_it(qtbot, shop: Shop) -> None:
    dialog = shown(qtbot, made(shop, "dispatch"))
    dialog.who.editor.setFocus()
    assert dialog.yes.text() == "Dispatch: bill and label (Ctrl+Enter)"
    press(Key.Key_Return)
    assert dialog.isVisible()
    dialog.pieces.editor.setFocus()
    assert dialog.yes.text() == "Dispatch: bill and label (Enter)"
    dialog.awb.editor.setFocus()
    assert dialog.yes.text() == "Dispatch: bill and label (Ctrl+Enter)"
    dialog.yes.setFocus()
    assert dialog.yes.text() == "Dispatch: bill and label (Enter)"


@pytest.mark.parametrize("name", ["deliver", "fail"])
def test_at_the_door_enter_in_the_first_field_goes_on_and_the_button_says_so(qtbot, shop: Shop, name: str) -> None:
    dialog = shown(qtbot, made(shop, name))
    first = focus()
    assert dialog.yes.text().endswith("(Ctrl+Enter)")
    press(Key.Key_Return)
    assert dialog.isVisible()
    assert focus() is not first
    dialog.yes.setFocus()
    assert dialog.yes.text().endswith("(Enter)")


def test_where_a_customer_reads_the_reason_the_dialog_says_so(qtbot, shop: Shop) -> None:
    told = "The customer reads this reason in the message."
    dialog = shown(qtbot, CancelOrderDialog(context(shop), None, packed(shop)))
    assert told in [label.text() for label in dialog.findChildren(QLabel)]
    draft = shop.orders.begin(phone="9812345699").id
    dialog = shown(qtbot, CancelOrderDialog(context(shop), None, draft))
    assert told not in [label.text() for label in dialog.findChildren(QLabel)], "a draft is told to nobody"


def test_where_enter_begins_a_line_the_button_says_another_key(qtbot, shop: Shop) -> None:
    dialog = shown(qtbot, PasteBankDialog(context(shop), None, ""))
    assert isinstance(focus(), QPlainTextEdit)
    assert "(Ctrl+Enter)" in dialog.yes.text()
    type_in("Rs.150.00 credited to a/c XX1234 on 03-05-26 by UPI ref 412345678901")
    press(Key.Key_Return)
    assert dialog.isVisible()
    press(Key.Key_Return, CTRL)
    assert dialog.learned is not None
    assert not dialog.isVisible()
