"""What all dialogs of an order have in common: every field is named, every button large enough, nothing is too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QHeaderView, QLabel, QLineEdit

from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.dialogs.cancel_order import CancelOrderDialog
from shoppos.ui.dialogs.confirm_order import ConfirmOrderDialog
from shoppos.ui.dialogs.couriers import CouriersDialog
from shoppos.ui.dialogs.delay_order import DelayOrderDialog
from shoppos.ui.dialogs.deliver import DeliverDialog
from shoppos.ui.dialogs.dispatch import DispatchDialog
from shoppos.ui.dialogs.door_money import DoorMoneyDialog
from shoppos.ui.dialogs.hand_over import HandOverDialog
from shoppos.ui.dialogs.not_delivered import BringBackDialog, NotDeliveredDialog
from shoppos.ui.dialogs.order_money import GiveBackDialog, TakeMoneyDialog
from shoppos.ui.dialogs.packing import PackingDialog
from shoppos.ui.dialogs.run_sheet import RunSheetDialog
from shoppos.ui.dialogs.say_to import SayToDialog
from tests.shop.order_taking import confirmed
from tests.ui.pages import Key, context, press, shown, wait

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop

OF_AN_ORDER = (
    CancelOrderDialog, ConfirmOrderDialog, DelayOrderDialog, DispatchDialog, GiveBackDialog, PackingDialog,
    TakeMoneyDialog, HandOverDialog,
)  # fmt: skip
OF_A_PARCEL = (BringBackDialog, DeliverDialog, DoorMoneyDialog, NotDeliveredDialog)
OTHERS = (CouriersDialog, RunSheetDialog)
TOUCH = 44
WIDEST = 1024


def made(shop: Shop, kind: type) -> QDialog:
    """That dialog over an order as it stands when it is asked for."""
    shop.staff.add("Ravi", "cashier")
    way = "pickup" if kind is HandOverDialog else "delivery"
    order_id = confirmed(shop, "1001", "2*1002", "1.5*2001", way=way)
    shop.advances.take(order_id, Tender("cash", 5_000))
    if kind in OTHERS:
        return kind(context(shop), None)
    if kind is SayToDialog:
        return kind(context(shop), None, shop.orders.view(order_id))
    if kind in OF_AN_ORDER:
        return kind(context(shop), None, order_id)
    shop.dispatching.dispatch(order_id, carrier="Ravi")
    view = shop.orders.view(order_id)
    return kind(context(shop), None, view, view.parcels[0])


@pytest.mark.parametrize("kind", [*OF_AN_ORDER, *OF_A_PARCEL, *OTHERS, SayToDialog])
def test_every_dialog_is_named_large_enough_and_left_by_esc(qtbot, qapp, shop: Shop, kind: type) -> None:
    style.apply(qapp, theme="light", percent=150)
    try:
        dialog = made(shop, kind)
        qtbot.addWidget(dialog)
        dialog.show()
        wait(30)
        assert dialog.minimumSizeHint().width() <= WIDEST
        for part in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
            for widget in dialog.findChildren(part):
                own = widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)
                if widget.isVisible() and not own and not isinstance(widget.parent(), QAbstractItemView):
                    named = QAccessible.queryAccessibleInterface(widget)
                    assert named.text(QAccessible.Text.Name), (widget, widget.parent())
                    assert widget.height() >= TOUCH, (widget, widget.height())
    finally:
        style.apply(qapp, theme="light", percent=100)
    shown(qtbot, dialog)
    before = shop.db.row("SELECT count(*) FROM order_step")
    press(Key.Key_Escape)
    assert not dialog.isVisible()
    assert shop.db.row("SELECT count(*) FROM order_step") == before, "Esc does nothing to the order"


def test_what_is_not_sent_is_not_shown_as_if_it_had_been_said(qtbot, shop: Shop) -> None:
    order_id = confirmed(shop, "1001")
    view = shop.orders.view(order_id)
    for text in ("It waits", "Given up", "Opened there", "It is sent"):
        made = shop.messages.say(view.customer.id, text, "whatsapp")
        if text == "Given up":
            shop.messages.cancel(made)
        elif text != "It waits":
            shop.messages.opened(made)
        if text == "It is sent":
            shop.messages.sent_by_hand(made)
    dialog = SayToDialog(context(shop), None, view)
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel) if "Meena: " in label.text()]
    assert [one.partition("Meena: ")[2] for one in said] == [
        "It waits  ⚠ Waits to be sent",
        "Given up  ⚠ Not sent: Cancelled by hand.",
        "Opened there  ⚠ Opened by Meena. Was it sent?",
        "It is sent",
    ]
