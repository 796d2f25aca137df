"""The keystroke budget: how many keys each everyday act costs; scans are free, a chord is one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.close_day import CloseDayDialog, DayResultDialog
from tests.ui.counter_hands import Presses
from tests.ui.pages import wait
from tests.ui.window import keys_at, press, window_on

SURF, PARLE, BUTTER = "8901030865275", "8901719101038", "8901262010016"


def three_scans(hands):
    for code in (SURF, PARLE, BUTTER):
        hands.scan(code)
    assert [line.name for line in hands.view.lines] == ["Surf Excel 1 kg", "Parle-G 100 g", "Amul Butter 100 g"]
    assert hands.view.payable == 22_200


def test_three_scans_and_exact_cash_cost_one_key(hands):
    three_scans(hands)
    hands.press("F9")
    assert (hands.last().payable, hands.last().change, hands.last().method) == (22_200, 0, "cash")
    assert hands.pressed == 1


def test_five_hundred_given_and_the_change_shown_cost_four_keys(hands):
    three_scans(hands)
    hands.type("500")
    hands.press("F9")
    assert hands.counter.side.total.figure.text() == "₹278.00"
    assert (hands.last().tendered, hands.last().change) == (50_000, 27_800)
    assert hands.pressed == 4


def test_a_suggested_note_costs_one_tap(hands):
    three_scans(hands)
    notes = [button for button in hands.counter.side.notes if button.isVisible()]
    assert [button.text() for button in notes] == ["₹230", "₹250", "₹300"]
    notes[2].click()
    assert (hands.last().tendered, hands.last().change) == (30_000, 7_800)
    assert hands.pressed == 0


def test_upi_with_its_code_costs_two_keys(hands):
    three_scans(hands)
    hands.press("F10")
    assert hands.panel.qr.isVisible()
    assert hands.shown[-1].kind == "upi"
    assert "am=222.00" in hands.shown[-1].upi_link
    assert hands.last() is None, "a code that is shown has paid nothing"
    hands.press("Return")
    assert (hands.last().payable, hands.last().method) == (22_200, "upi")
    assert hands.pressed == 2


@pytest.mark.parametrize("way", ["before", "after"])
def test_three_pieces_of_one_item_cost_two_keys(hands, way):
    if way == "before":
        hands.type("3*")
        hands.scan(SURF)
    else:
        hands.scan(SURF)
        hands.type("++")
    assert [(line.name, line.quantity) for line in hands.view.lines] == [("Surf Excel 1 kg", 3000)]
    assert hands.pressed == 2


def test_a_loose_item_by_name_costs_eight_keys(hands):
    hands.type(".75*dal")
    hands.press("Return")
    assert [(line.name, line.quantity) for line in hands.view.lines] == [("Toor Dal (loose)", 750)]
    assert hands.pressed == 8


@pytest.mark.parametrize(("typed", "keys", "payable"), [("/10", 4, 21_600), ("//10", 5, 20_000)])
def test_ten_percent_off_the_line_costs_four_keys_and_off_the_bill_five(hands, typed, keys, payable):
    three_scans(hands)
    hands.type(typed)
    hands.press("Return")
    assert hands.view.payable == payable
    assert hands.pressed == keys


def test_hold_and_recall_cost_one_key_each(hands):
    three_scans(hands)
    hands.press("F6")
    assert not hands.view.lines
    hands.press("F6")
    assert hands.view.payable == 22_200
    assert hands.pressed == 2


def test_one_of_several_held_bills_costs_a_digit_more(hands):
    for code in (SURF, PARLE):
        hands.scan(code)
        hands.press("F6")
    before = hands.pressed
    hands.press("F6")
    hands.type("2")
    assert [line.name for line in hands.view.lines] == ["Parle-G 100 g"]
    assert hands.pressed - before == 2


def test_a_known_customer_by_the_last_four_digits_costs_six_keys_and_credit_two_more(hands):
    hands.shop.customers.add("Anil Verma", "9876512345")
    hands.shop.customers.add("Sunita Rao", "9876543210")
    three_scans(hands)
    hands.press("F5")
    hands.type("2345")
    hands.press("Return")
    assert hands.view.customer.name == "Anil Verma"
    assert hands.pressed == 6
    hands.press("Ctrl+M", "Return")
    assert hands.last().method == "khata"
    assert hands.shop.customers.by_phone("9876512345").owes == 22_200
    assert hands.pressed == 8


def test_the_last_bill_again_costs_one_key(hands):
    three_scans(hands)
    hands.press("F9")
    before = hands.pressed
    hands.press("F4")
    copies = hands.shop.db.rows("SELECT copy_no FROM print_job ORDER BY copy_no")
    assert copies == [(0,), (1,)]
    assert hands.pressed - before == 1


@pytest.mark.parametrize("how", ["Ctrl+Z", "-"])
def test_a_wrong_scan_is_taken_back_by_one_key_or_by_minus(hands, how):
    hands.scan(SURF)
    hands.scan(PARLE)
    if how == "-":
        hands.type("-")
        hands.press("Return")
    else:
        hands.press(how)
    assert [line.name for line in hands.view.lines] == ["Surf Excel 1 kg"]
    assert hands.pressed == (2 if how == "-" else 1)


def test_an_unknown_code_is_sold_by_its_name_and_price_without_leaving_the_bill(hands):
    hands.scan(SURF)
    hands.scan("8901234567894")
    assert hands.sounds[-1] == "unknown"
    hands.type("Maggi 70 g")
    hands.press("Return")
    hands.type("14")
    hands.press("Return")
    assert [(line.code, line.name, line.price) for line in hands.view.lines][1:] == [
        ("8901234567894", "Maggi 70 g", 1400)
    ]
    assert hands.counter.line.hasFocus()
    assert hands.pressed == len("Maggi 70 g") + len("14") + 2


def test_enter_opens_the_payment_with_exact_cash_and_enter_again_is_done(hands):
    three_scans(hands)
    hands.press("Return")
    assert hands.panel.isVisible()
    hands.press("Return")
    assert (hands.last().payable, hands.last().method) == (22_200, "cash")
    assert hands.pressed == 2


def test_a_phone_order_of_a_known_customer_with_three_items_read_back_and_confirmed_costs_22_keys(shop, qtbot):
    shop.customers.add("Anil Verma", "9876512345", address="4 Lake View, Pune", pin_code="411001", state="27")
    window = window_on(shop, qtbot)
    presses = Presses()
    press(window, Qt.Key.Key_F7)
    keys_at(120, "2345", end=None)
    press(window, Qt.Key.Key_Return)
    for name in ("surf", "parl", "butt"):
        keys_at(120, name, end=None)
        press(window, Qt.Key.Key_Return)
    order = shop.orders.drafts()[0].id
    assert "Surf Excel 1 kg" in window.pages.front.script.script.text(), "it is read aloud before the last key"
    press(window, Qt.Key.Key_Return)
    done = shop.orders.view(order)
    assert (done.state, done.way, done.payable, done.customer.name) == ("confirmed", "delivery", 222_00, "Anil Verma")
    assert [line.code for line in done.sale.lines] == ["1001", "1002", "1003"]
    assert presses.count == 22


def sold_in_a_shift(shop, qtbot):
    """A float of ₹2,000 and one bill of ₹10 in cash, at the window's counter, at two in the afternoon."""
    clock, real = shop.db.clock, shop.db.clock.ms
    ahead = int((clock.now().replace(hour=14) - clock.now()).total_seconds()) * 1000
    clock.ms = lambda: real() + ahead  # a day that has just begun is asked about once more
    shop.shifts.open(2000_00)
    shop.sales.sell(["1002"], [Tender("cash")])
    return window_on(shop, qtbot), Presses()


def in_front(kind):
    """The dialog that came to the front; what is written down beside the window takes a moment."""
    for _again in range(1000):
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isActiveWindow():
            return dialog
        wait(10)
    raise AssertionError(kind)


@pytest.mark.parametrize("profile", ["shoppos", "vyapar"])
def test_closing_the_day_with_the_cash_counted_costs_three_keys_and_the_digits(shop, qtbot, profile):
    shop.settings.set("keymap", profile)
    window, presses = sold_in_a_shift(shop, qtbot)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = in_front(CloseDayDialog)
    keys_at(120, "2010", end=None)
    press(dialog, Qt.Key.Key_Return)
    result = in_front(DayResultDialog)
    assert shop.days.zs(1)[0].reading.over == 0
    press(result, Qt.Key.Key_Return)
    assert presses.count == 3 + len("2010")
    assert QApplication.activeModalWidget() is None, "the counter is free again"


def test_a_difference_costs_its_reason_and_one_enter_more(shop, qtbot):
    window, presses = sold_in_a_shift(shop, qtbot)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = in_front(CloseDayDialog)
    keys_at(120, "2000", end=None)
    press(dialog, Qt.Key.Key_Return)
    for _again in range(1000):
        if dialog.reason.editor.hasFocus():
            break
        wait(10)
    keys_at(120, "tip", end=None)
    press(dialog, Qt.Key.Key_Return)
    result = in_front(DayResultDialog)
    assert (shop.days.zs(1)[0].reading.over, shop.days.zs(1)[0].reading.difference_reason) == (-10_00, "tip")
    press(result, Qt.Key.Key_Return)
    assert presses.count == 3 + len("2000") + len("tip") + 1
