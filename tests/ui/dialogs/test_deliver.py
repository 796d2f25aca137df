"""At the door and back: what was paid, what was refused, and the money that a person of the shop hands over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from shoppos.base.clock import day_number, day_of
from shoppos.ui.dialogs.deliver import DeliverDialog
from shoppos.ui.dialogs.door_money import DoorMoneyDialog
from shoppos.ui.dialogs.not_delivered import NotDeliveredDialog
from shoppos.ui.dialogs.run_sheet import STATE, WHO, RunSheetDialog
from tests.shop.order_taking import confirmed
from tests.ui.pages import ALT, CTRL, Key, context, meanwhile, press, shown, type_in, wait

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QLineEdit

    from shoppos.shop import Shop

UTR = "412345678901"


def sent(shop: Shop, *lines: str, phone: str = "9812345670", carrier: str = "Ravi") -> bytes:
    order_id = confirmed(shop, *lines, phone=phone)
    shop.dispatching.pack_all(order_id)
    shop.dispatching.dispatch(order_id, carrier=carrier)
    return order_id


@pytest.fixture
def order_id(shop: Shop) -> bytes:
    shop.staff.add("Ravi", "cashier")
    return sent(shop, "1001", "2*1002")


def at_the_door(qtbot, shop: Shop, order_id: bytes) -> DeliverDialog:
    view = shop.orders.view(order_id)
    return shown(qtbot, DeliverDialog(context(shop), None, view, view.parcels[0]))


def test_money_left_empty_stays_with_who_carries_it(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    press(Key.Key_Return, CTRL)
    assert dialog.arrived.taken == 0
    assert shop.orders.view(order_id).state == "delivered"
    assert shop.dispatching.run("Ravi").to_bring == 17_000


def test_cash_and_upi_are_taken_together(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    type_in("100")
    press(Key.Key_Return)
    type_in("70")
    press(Key.Key_Return)
    type_in(UTR)
    press(Key.Key_Return, CTRL)
    assert dialog.arrived.taken == 17_000
    assert shop.orders.view(order_id).payment == "paid"
    assert {row[0] for row in shop.db.rows("SELECT method FROM cod_receipt")} == {"cash", "upi"}


def test_more_than_is_due_is_refused_and_nothing_is_delivered(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    type_in("1700")
    press(Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert "more than the ₹170.00 due" in dialog.wrong.text()
    assert shop.orders.view(order_id).state == "dispatched"


def test_a_part_that_was_refused_comes_back_and_sinks_what_is_due(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    press(Key.Key_R, ALT)
    parle = next(field for field in dialog.parts.values() if "Parle" in field.caption.text())
    parle.editor.setText("2")
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert shop.cod.due(shop.orders.view(order_id).parcels[0].sale_id) == 15_000
    assert shop.catalogue.show("1002").on_hand == 200_000
    assert shop.orders.view(order_id).steps[-1].kind == "part_delivered"


def test_a_reason_is_needed_when_nobody_took_it(qtbot, shop: Shop, order_id: bytes) -> None:
    view = shop.orders.view(order_id)
    dialog = shown(qtbot, NotDeliveredDialog(context(shop), None, view, view.parcels[0]))
    press(Key.Key_Return, CTRL)
    assert dialog.why.field.failed
    dialog.again.setChecked(False)
    assert dialog.promise.isHidden()
    type_in("4")
    press(Key.Key_Return, CTRL)
    assert shop.orders.view(order_id).promised == view.promised, "no new day was said"


def test_a_run_is_delivered_and_settled_from_one_sheet(qtbot, shop: Shop, order_id: bytes) -> None:
    sent(shop, "1003", phone="9812345671")
    dialog = shown(qtbot, RunSheetDialog(context(shop), None))
    assert dialog.carrier == "Ravi", "who carries something stands first"
    assert "2 parcels out, ₹232.00 to collect" in dialog.money.text()
    assert not dialog.yes.isEnabled()

    def deliver(_dialog: QDialog) -> None:
        press(Key.Key_Return, CTRL)

    dialog.table.setFocus()
    failures = meanwhile(deliver)
    press(Key.Key_D)
    assert failures == []
    assert "Cash to hand over now: ₹170.00" in dialog.money.text()
    dialog.amount.editor.setText("150")
    press(Key.Key_Return, CTRL)
    assert "₹20.00 are short" in dialog.wrong.text()
    dialog.amount.editor.setFocus()
    dialog.amount.editor.selectAll()
    type_in("170")
    press(Key.Key_Return, CTRL)
    assert dialog.settled.short == 0
    assert shop.orders.view(order_id).payment == "paid"


def test_n_on_the_sheet_says_why(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))

    def why(_dialog: QDialog) -> None:
        type_in("2")
        press(Key.Key_Return, CTRL)

    dialog.table.setFocus()
    failures = meanwhile(why)
    press(Key.Key_N)
    assert failures == []
    assert shop.orders.view(order_id).steps[-1].said == "Phone not answered"
    assert dialog.model.rows[0][3].startswith("not delivered")


def test_the_mark_goes_on_to_the_next_parcel_that_is_out(qtbot, shop: Shop, order_id: bytes) -> None:
    others = [sent(shop, "1003", phone=f"981234567{n}") for n in (1, 2)]
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))

    def yes(_dialog: QDialog) -> None:
        press(Key.Key_Return, CTRL)

    dialog.table.setFocus()
    assert dialog.chosen.order_id == order_id
    for left in others:
        failures = meanwhile(yes)
        press(Key.Key_D)
        assert failures == []
        assert dialog.chosen.order_id == left
    dialog.table.selectRow(0)
    assert not dialog.chosen.carried
    press(Key.Key_D)
    assert "is delivered already" in dialog.wrong.text()
    assert dialog.wrong.isVisible()
    press(Key.Key_Down)
    assert not dialog.wrong.isVisible()


def test_a_dialog_that_is_left_leaves_the_mark(qtbot, shop: Shop, order_id: bytes) -> None:
    sent(shop, "1003", phone="9812345671")
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))
    dialog.table.setFocus()
    failures = meanwhile(lambda _dialog: press(Key.Key_Escape))
    press(Key.Key_D)
    assert failures == []
    assert dialog.chosen.order_id == order_id


def test_what_is_out_is_said_first_while_nothing_is_to_be_handed_over(qtbot, shop: Shop, order_id: bytes) -> None:
    assert order_id
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))
    assert dialog.money.text().splitlines()[0] == "1 parcel out, ₹170.00 to collect"


def test_names_and_how_a_parcel_stands_are_not_cut(qtbot, shop: Shop, order_id: bytes) -> None:
    parcel = shop.orders.view(order_id).parcels[0]
    clock = shop.db.clock
    tomorrow = day_number(day_of(clock.business_day(clock.ms())) + dt.timedelta(days=1))
    shop.dispatching.fail(parcel.id, "Nobody at home", tomorrow)
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))
    dialog.resize(920, 640)
    wait(30)
    assert dialog.model.rows[0][STATE] == "not delivered · Tomorrow"
    for column in (WHO, STATE):
        assert dialog.table.columnWidth(column) >= dialog.table.sizeHintForColumn(column)


def test_the_sheet_is_printed(qtbot, shop: Shop, order_id: bytes) -> None:
    assert order_id
    dialog = shown(qtbot, RunSheetDialog(context(shop), None, "Ravi"))
    dialog.table.setFocus()
    press(Key.Key_P, CTRL)
    assert shop.db.row("SELECT count(*) FROM print_job WHERE kind = 'run_sheet'")[0] == 1
    assert "goes to the printer" in dialog.amount.note.text()


def test_nobody_carries_anything(qtbot, shop: Shop) -> None:
    dialog = shown(qtbot, RunSheetDialog(context(shop), None))
    assert dialog.money.text() == "Nothing is carried by Meena."
    assert not dialog.yes.isEnabled()


# -- less than all is paid


def cod_due(shop: Shop, order_id: bytes) -> int:
    return shop.cod.due(shop.orders.view(order_id).parcels[0].sale_id)


def test_what_is_left_is_said_while_one_types_and_asked_about_once(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    assert not dialog.rest.isVisible()
    type_in("100")
    assert dialog.rest.isVisible()
    assert dialog.rest.said.text() == "₹70.00 are left. What becomes of it?"
    press(Key.Key_Return, CTRL)
    assert "₹70.00 stay due of the customer" in dialog.wrong.text()
    assert shop.orders.view(order_id).state == "dispatched"
    press(Key.Key_Return)
    assert not dialog.isVisible()
    assert (dialog.arrived.taken, cod_due(shop, order_id)) == (10_000, 7000)
    assert shop.dispatching.run("Ravi").to_bring == 0


def test_alt_k_puts_the_rest_on_the_khata(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    type_in("100")
    press(Key.Key_K, ALT)
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert cod_due(shop, order_id) == 0
    assert shop.customers.get(shop.orders.view(order_id).customer.id).owes == 7000


def test_the_rest_by_upi_is_one_key_and_its_utr(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    type_in("100")
    assert dialog.by_upi.text() == "The rest by UPI (Alt+U)"
    press(Key.Key_U, ALT)
    assert (dialog.cash.editor.text(), dialog.upi.editor.text()) == ("100", "70.00")
    assert not dialog.rest.isVisible()
    type_in(UTR)
    press(Key.Key_Return, CTRL)
    assert dialog.arrived.taken == 17_000


def test_money_that_comes_later_asks_what_becomes_of_its_rest(qtbot, shop: Shop, order_id: bytes) -> None:
    shop.dispatching.deliver(shop.orders.view(order_id).parcels[0].id)
    view = shop.orders.view(order_id)
    dialog = shown(qtbot, DoorMoneyDialog(context(shop), None, view, view.parcels[0]))
    type_in("120")
    assert dialog.rest.said.text() == "₹50.00 are left. What becomes of it?"
    press(Key.Key_K, ALT)
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert cod_due(shop, order_id) == 0
    assert shop.customers.get(view.customer.id).owes == 5000


def refused(dialog: DeliverDialog, name: str) -> QLineEdit:
    return next(field for field in dialog.parts.values() if name in field.caption.text()).editor


def test_what_is_to_be_paid_follows_what_is_refused(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    press(Key.Key_R, ALT)
    refused(dialog, "Parle").setText("2")
    assert dialog.to_pay.text() == "₹150.00 to be paid at the door"
    press(Key.Key_C, ALT)
    assert dialog.cash.editor.text() == "150.00"
    press(Key.Key_U, ALT)
    assert (dialog.cash.editor.text(), dialog.upi.editor.text()) == ("", "150.00")
    press(Key.Key_C, ALT)
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert (dialog.arrived.taken, cod_due(shop, order_id)) == (15_000, 0)


def test_all_in_cash_sinks_with_what_is_refused_after_it(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    press(Key.Key_C, ALT)
    press(Key.Key_R, ALT)
    refused(dialog, "Parle").setText("2")
    assert dialog.cash.editor.text() == "150.00"
    refused(dialog, "Parle").setText("2.")
    assert dialog.cash.editor.text() == "150.00", "half typed it stays as it was"
    press(Key.Key_R, ALT)
    assert (dialog.cash.editor.text(), dialog.to_pay.text()) == ("170.00", "₹170.00 to be paid at the door")


def test_where_all_is_refused_nothing_is_to_be_paid(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    press(Key.Key_C, ALT)
    press(Key.Key_R, ALT)
    refused(dialog, "Parle").setText("2")
    other = next(field.editor for field in dialog.parts.values() if "Parle" not in field.caption.text())
    other.setText("1")
    assert dialog.to_pay.text() == "Nothing is left to be paid at the door"
    assert dialog.cash.editor.text() == ""
    press(Key.Key_Return, CTRL)
    assert shop.orders.view(order_id).state == "returned"


def test_where_some_is_refused_what_is_left_is_said_and_may_go_on_the_khata(qtbot, shop: Shop, order_id: bytes) -> None:
    dialog = at_the_door(qtbot, shop, order_id)
    type_in("100")
    press(Key.Key_R, ALT)
    refused(dialog, "Parle").setText("2")
    assert dialog.rest.isVisible()
    assert dialog.rest.said.text() == "₹50.00 are left. What becomes of it?"
    press(Key.Key_Return, CTRL)
    assert "₹50.00 stay due of the customer" in dialog.wrong.text()
    press(Key.Key_K, ALT)
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert shop.customers.get(shop.orders.view(order_id).customer.id).owes == 5000
