"""The page on which an order is taken: by keys alone, in the books from the first one on, the counter untouched."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui import keys
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.screens.order.page import LOWER, REPEAT, WAITS
from shoppos.ui.widgets.order_terms import KEYS
from tests.ui.pages import meanwhile
from tests.ui.window import CTRL, PARLE, SURF, keys_at, press, window_on

F7, F9, F10, ENTER, ESC = (
    Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_Return, Qt.Key.Key_Escape,
)  # fmt: skip
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ANIL = "9876512345"
SLOTS = [
    {"label": "9-12", "from": 540, "to": 720, "most": 1, "ways": ["delivery"], "days": [0, 1, 2, 3, 4, 5, 6]},
    {"label": "16-19", "from": 960, "to": 1140, "most": 5, "ways": ["delivery"], "days": [0, 1, 2, 3, 4, 5, 6]},
]


@pytest.fixture
def anil(shop: Shop) -> bytes:
    made = shop.customers.add("Anil Verma", ANIL, address="4 Lake View, Pune", pin_code="411001", state="27")
    shop.customers.set_terms(made.id, likes="Unsalted butter", tags=("regular",))
    return made.id


@pytest.fixture
def window(shop: Shop, anil: bytes, qtbot):
    return window_on(shop, qtbot)


def page(window):
    front = window.pages.front
    assert front.key == "order"
    return front


def typed(text):
    keys_at(120, text, end=None)


def entered(window, *texts):
    for text in texts:
        typed(text)
        press(window, ENTER)


def begun(window):
    press(window, F7)
    entered(window, "2345")
    return page(window)


def goods(front):
    return [(line.code, line.quantity) for line in front.view.sale.lines]


# -- who calls


def test_a_caller_is_known_before_the_order_is_begun(window, shop, anil):
    shop.sales.sell(["2*1002"], [Tender("khata")], customer_phone=ANIL)
    press(window, F7)
    front = page(window)
    assert front.line.hasFocus()
    typed("2345")
    card = front.side.caller
    assert card.who.text() == "Anil Verma · 98765 12345"
    assert card.owes.text() == "Owes ₹20.00"
    assert card.likes.text() == "Unsalted butter · #regular"
    assert "bill A1/2627/000001  ₹20.00" in card.last.text()
    assert shop.orders.drafts() == []
    assert shop.db.row("SELECT count(*) FROM orders") == (0,), "who only looks writes nothing"


def test_an_order_begins_as_its_customer_ordered_last(window, shop, anil):
    office = shop.customers.add_address(anil, "Plot 12, Hinjewadi, Pune", label="Office", pin_code="411057")
    before = shop.orders.begin(customer_id=anil, key=new_id())
    shop.orders.enter(before.id, "1001")
    shop.orders.set(before.id, personal_id=office.personal_id, pay_by="upi")
    shop.orders.confirm(before.id)
    front = begun(window)
    assert (front.view.personal_id, front.view.pay_by, front.view.way) == (office.personal_id, "upi", "delivery")
    assert front.side.terms.boxes["personal_id"].currentText() == "Office: Plot 12, Hinjewadi, Pune 411057"


def test_the_same_as_last_time_costs_one_key(window, shop):
    shop.sales.sell(["2*1002", "1003"], [Tender("cash")], customer_phone=ANIL)
    press(window, F7)
    typed("2345")
    press(window, Qt.Key.Key_R, CTRL)
    assert goods(page(window)) == [("1002", 2000), ("1003", 1000)]


def test_a_new_number_is_taken_down_and_its_pin_code_fills_city_and_state(window, shop):
    press(window, F7)
    entered(window, "9898989898")
    front = page(window)
    assert front.stack.currentWidget() is front.form
    assert shop.db.row("SELECT count(*) FROM customer") == (1,), "nobody is written down before Enter"
    entered(window, "Zoya Khan")
    typed("400050")
    assert front.form.town.editor.currentText() == "Mumbai Suburban"
    assert front.form.state.editor.currentText() == "Maharashtra (27)"
    press(window, ENTER)
    entered(window, "7 Hill Road")
    card = front.view.card
    assert (card.name, card.phone, card.address) == ("Zoya Khan", "9898989898", "7 Hill Road, Mumbai Suburban")
    assert (card.pin_code, card.state) == ("400050", "27")
    assert front.line.hasFocus()
    assert front.stack.currentWidget() is front.table


def test_a_mistake_in_a_new_address_stays_under_its_field(window, shop):
    press(window, F7)
    entered(window, "9898989898", "Zoya Khan", "12", "7 Hill Road")
    front = page(window)
    assert front.form.pin_code.failed
    assert front.form.pin_code.editor.hasFocus()
    front.form.pin_code.editor.clear()
    entered(window, "400050")
    press(window, ENTER)
    assert front.view.card.pin_code == "400050"
    assert shop.db.row("SELECT count(*) FROM orders") == (1,)


def test_esc_in_the_form_of_somebody_new_writes_nothing(window, shop):
    press(window, F7)
    entered(window, "9898989898")
    press(window, ESC)
    front = page(window)
    assert front.line.hasFocus()
    assert not front.taking
    assert shop.customers.by_phone("9898989898") is None


def test_nobody_is_begun_for_a_scanned_item_or_an_unknown_name(window, shop):
    press(window, F7)
    entered(window, SURF)
    assert page(window).bar.text() == "That is an item's code. Type the caller's number first."
    press(window, ESC)
    entered(window, "nobody")
    assert "No customer is found by nobody." in page(window).bar.text()
    assert shop.db.row("SELECT count(*) FROM orders") == (0,)


def test_another_caller_takes_the_order_over(window, shop):
    sunita = shop.customers.add("Sunita Rao", "9822233344", address="22 Karve Nagar, Pune", pin_code="411052")
    front = begun(window)
    entered(window, "1001")
    press(window, Qt.Key.Key_F5)
    entered(window, "3344")
    assert front.view.customer.id == sunita.id
    assert goods(front) == [("1001", 1000)]
    assert front.side.caller.who.text() == "Sunita Rao · 98222 33344"


# -- the goods


def test_the_lines_are_the_counters_own_and_say_what_is_free(window, shop):
    front = begun(window)
    entered(window, "3*1002", "butter", "*2", "/10")
    assert goods(front) == [("1002", 3000), ("1003", 2000)]
    assert [front.table.goods.words(row, 4) for row in range(2)] == ["200", "30"]
    assert front.view.sale.lines[1].amount == 111_60
    press(window, Qt.Key.Key_Z, CTRL)
    assert front.view.sale.lines[1].amount == 124_00
    typed("+")
    assert goods(front)[1] == ("1003", 3000)
    press(window, Qt.Key.Key_Delete)
    assert goods(front) == [("1002", 3000)]


def test_a_scan_adds_to_the_order_and_leaves_the_counter_alone(window, shop):
    keys_at(5, PARLE)
    front = begun(window)
    keys_at(5, SURF)
    assert goods(front) == [("1001", 1000)]
    front.side.confirm.setFocus()
    keys_at(5, PARLE)
    assert goods(front) == [("1001", 1000), ("1002", 1000)]
    assert [line.code for line in shop.sales.on_screen().lines] == ["1002"], "the counter's sale stands as it was"


def test_what_is_mistyped_is_offered_and_what_is_unknown_stays_typed(window, shop):
    front = begun(window)
    entered(window, "amol buttr")
    assert front.results.isVisible()
    assert goods(front) == []
    press(window, Qt.Key.Key_Down)
    press(window, ENTER)
    assert [code for code, _quantity in goods(front)] == ["1003"]
    entered(window, "8901234567894")
    assert "8901234567894" in front.bar.text()
    assert front.line.text() == "8901234567894"


def test_too_little_is_said_in_the_bar_and_answered_by_one_key(window, shop):
    front = begun(window)
    entered(window, "40*1003")
    assert front.bar.text() == (
        "Only 30 of Amul Butter 100 g are there. Alt+B: the customer waits. Alt+N: only what is there."
    )
    assert QApplication.activeModalWidget() is None
    assert front.table.goods.short(0)
    press(window, ENTER)
    assert front.view.state == "taken"
    press(window, Qt.Key.Key_B, ALT)
    assert front.view.backorder
    press(window, Qt.Key.Key_B, ALT)
    assert not front.view.backorder
    press(window, Qt.Key.Key_N, ALT)
    assert goods(front) == [("1003", 30_000)]
    assert front.bar.text() == ""


def test_a_wish_stands_on_the_line_and_a_note_on_the_order(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, Qt.Key.Key_J, CTRL | SHIFT)
    entered(window, "gift wrap")
    assert front.view.sale.lines[0].note == "gift wrap"
    press(window, Qt.Key.Key_J, CTRL)
    entered(window, "Ring twice")
    assert front.view.note == "Ring twice"
    assert "You also asked: Ring twice" in front.script.sentences
    assert front.line.hasFocus()


# -- the terms


def test_a_full_slot_is_seen_and_cannot_be_chosen(window, shop):
    shop.settings.set("slots", SLOTS)
    other = shop.orders.begin(phone="9898989898").id
    shop.orders.enter(other, "1002")
    shop.orders.address(other, "7 Hill Road, Pune")
    tomorrow = shop.orders.days(other)[1][0]
    shop.orders.set(other, promised=tomorrow, slot="9-12")
    shop.orders.confirm(other)
    front = begun(window)
    box = front.side.terms.boxes["promised"]
    said = {box.itemData(row): (box.itemText(row), box.model().item(row).isEnabled()) for row in range(box.count())}
    words, free = said[f"{tomorrow} 9-12"]
    assert words.startswith("tomorrow")
    assert words.endswith("9-12 · full")
    assert not free
    assert said[f"{tomorrow} 16-19"][1]
    assert box.currentText().startswith("Earliest: ")


def test_a_slot_is_chosen_by_keys_alone(window, shop):
    shop.settings.set("slots", SLOTS)
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["promised"]
    press(window, Qt.Key.Key_D, ALT)
    assert box.view().isVisible()
    box.hidePopup()
    row = next(row for row in range(box.count()) if box.itemText(row).endswith("16-19 · 0 of 5"))
    box.setCurrentIndex(row)
    box.activated.emit(row)
    assert f"{front.view.promised} {front.view.slot}" == box.itemData(row)
    assert box.currentIndex() > 0


def test_what_is_picked_up_needs_no_address_and_is_paid_at_the_shop(window, shop):
    front = begun(window)
    entered(window, "1001")
    assert front.view.pay_by == "cod"
    box = front.side.terms.boxes["way"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert (front.view.way, front.view.pay_by) == ("pickup", "cash")
    assert not front.side.terms.boxes["personal_id"].isEnabled()
    assert "You pick it up at the shop." in front.script.sentences


def test_a_day_that_is_not_on_the_list_is_typed(window, shop):
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["promised"]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    entered(window, "31-02-2030")
    assert front.ask.wrong.text().startswith("That is not a day.")
    front.ask.fields[0].clear()
    entered(window, "28-02-2030")
    assert front.view.promised == 2030_02_28
    assert box.currentText() == "Thu 28-02"


def test_one_more_address_is_taken_down_and_the_goods_go_there(window, shop, anil):
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["personal_id"]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    entered(window, "411057", "Plot 12, Hinjewadi")
    assert front.view.card.address == "Plot 12, Hinjewadi, Pune"
    assert len(shop.customers.addresses(anil)) == 1
    assert shop.customers.get(anil).address == "4 Lake View, Pune"


def test_the_delivery_charge_is_typed(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "40")
    assert front.view.payable == 190_00
    assert front.side.terms.buttons["shipping"].text() == "Charge ₹40"


# -- reading back and confirming


def test_the_script_stands_on_the_page_and_one_enter_confirms_it(window, shop):
    keys_at(5, PARLE)
    front = begun(window)
    entered(window, "1001")
    assert front.script.isVisible()
    assert front.script.sentences[0] == "Order for Anil Verma, phone ending in 2345."
    assert front.script.sentences[-1] == "Is all of that right?"
    order = front.view.id
    press(window, ENTER)
    done = shop.orders.view(order)
    assert done.state == "confirmed"
    assert done.promised, "the earliest honest day is promised"
    assert window.pages.at_counter
    assert window.counter.bar.text().startswith("Order A1/2627/O00001 is confirmed: ₹150.00, ")
    assert [line.code for line in window.counter.view.lines] == ["1002"]
    assert shop.db.rows("SELECT step FROM message WHERE doc_id = ?", (order,)) == [("confirmed",)]
    assert audit(shop.db).agrees


def test_a_double_is_a_yellow_bar_and_one_more_enter(window, shop, anil):
    before = shop.orders.begin(customer_id=anil, key=new_id()).id
    shop.orders.enter(before, "1001")
    shop.orders.confirm(before)
    front = begun(window)
    entered(window, "1001")
    assert (front.bar.kind, front.bar.text()) == ("warn", "Order A1/2627/O00001 of this customer is open still.")
    order = front.view.id
    press(window, ENTER)
    assert shop.orders.view(order).state == "taken"
    assert front.bar.kind == "warn"
    press(window, ENTER)
    assert shop.orders.view(order).state == "confirmed"


def test_an_empty_order_is_not_confirmed(window, shop):
    front = begun(window)
    press(window, ENTER)
    assert "There is nothing on this order yet." in front.bar.text()
    assert front.view.state == "taken"


def test_the_script_in_large_letters_changes_its_language_and_confirms(window, shop):
    front = begun(window)
    entered(window, "1001")
    order = front.view.id

    def agree(dialog):
        dialog.language.setCurrentIndex(dialog.language.findData("hi"))
        dialog.language.activated.emit(1)
        assert "सर्फ एक्सेल" in dialog.script.text()
        dialog.go.click()

    failures = meanwhile(agree)
    press(window, ENTER, CTRL)
    assert not failures
    done = shop.orders.view(order)
    assert (done.state, done.language) == ("confirmed", "hi")


# -- money before the bill


def test_money_is_taken_before_the_bill(window, shop):
    front = begun(window)
    entered(window, "1001")
    typed("100")
    press(window, F9)
    assert front.side.panel.opened
    press(window, ENTER)
    assert (front.view.paid, front.view.due, front.view.payment) == (100_00, 50_00, "part paid")
    assert front.side.total.figure.text() == "₹50.00"
    assert front.line.hasFocus()
    assert front.bar.text() == "₹100.00 taken by Cash."
    assert shop.sales.last() is None, "no bill is drawn before the goods leave"


def test_the_customer_sees_the_code_with_the_exact_amount_and_then_the_counter_again(window, shop):
    seen = []
    window.counter.showing.connect(seen.append)
    front = begun(window)
    entered(window, "1001")
    press(window, F10)
    assert (seen[-1].kind, seen[-1].payable) == ("upi", 150_00)
    assert "am=150.00" in seen[-1].upi_link
    assert front.side.panel.qr.isVisible()
    press(window, ENTER)
    assert seen[-1].kind == "idle"
    assert shop.advances.claimed(front.view.id)[0][1] == 150_00
    assert front.view.state == "taken"


def test_esc_leaves_the_panel_and_a_scan_there_changes_nothing(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, F9)
    keys_at(5, PARLE)
    assert "is not on the order" in front.side.panel.wrong.text()
    assert goods(front) == [("1001", 1000)]
    press(window, ESC)
    assert front.taking
    assert front.view.paid == 0
    assert front.line.hasFocus()


# -- what needs a manager


@pytest.fixture
def agreed(window, shop, anil) -> bytes:
    """A confirmed order, and Ravi the cashier at the till."""
    order = shop.orders.begin(customer_id=anil, key=new_id()).id
    shop.orders.enter(order, "1001")
    shop.orders.confirm(order)
    shop.staff.set_pin("Meena", "4321")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    press(window, F7)
    page(window).begin("A1/2627/O00001")
    return order


def test_an_agreed_price_changes_with_a_managers_pin_alone(window, shop, agreed):
    front = page(window)
    entered(window, "=100")
    assert front.ask.isVisible()
    assert front.view.payable == 150_00
    entered(window, "Regular customer", "9999")
    assert front.ask.wrong.text(), "another PIN allows nothing"
    entered(window, "4321")
    assert front.view.payable == 100_00
    assert front.line.hasFocus()


def test_a_charge_that_was_agreed_asks_for_the_pin_after_it_is_typed(window, shop, agreed):
    front = page(window)
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "40")
    assert len(front.ask.fields) == 2
    entered(window, "Far away", "4321")
    assert front.view.payable == 190_00
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "90")
    press(window, ESC)
    assert front.view.payable == 190_00
    assert front.line.hasFocus()


# -- leaving and coming back


def test_nothing_typed_is_lost_and_f7_offers_it_again(window, shop):
    front = begun(window)
    entered(window, "1001", "2*1002")
    press(window, ESC)
    assert window.pages.at_counter
    assert window.counter.bar.text() == "Order A1/2627/O00001 waits as it is: F7 offers it again."
    press(window, F7)
    assert front.begun.isVisible()
    assert front.drafts.rows[0][:2] == ("Anil Verma · 98765 12345", "O00001")
    press(window, ENTER)
    assert goods(front) == [("1001", 1000), ("1002", 2000)]


def test_an_order_on_which_nothing_stands_leaves_no_trace_on_the_board(window, shop):
    front = begun(window)
    order = front.view.id
    press(window, ESC)
    assert shop.orders.view(order).state == "cancelled"
    assert shop.orders.drafts() == []


def test_an_order_is_given_up_with_its_reason(window, shop):
    front = begun(window)
    entered(window, "1001")
    order = front.view.id
    press(window, Qt.Key.Key_W, CTRL)
    entered(window, "Too dear")
    assert shop.orders.view(order).state == "cancelled"
    assert not front.taking
    assert front.bar.text() == "Order A1/2627/O00001 is given up."


def test_the_board_opens_an_order_by_its_number_and_a_change_is_there_at_once(window, shop, anil):
    order = shop.orders.begin(customer_id=anil, key=new_id()).id
    shop.orders.enter(order, "1001")
    shop.orders.confirm(order)
    press(window, F7)
    front = page(window)
    front.begin("A1/2627/O00001")
    assert goods(front) == [("1001", 1000)]
    assert front.side.confirm.text() == "Enter  Done"
    asked = []
    front.wanted.disconnect()
    front.wanted.connect(asked.append)
    entered(window, "1002")
    press(window, ENTER)
    assert asked == ["orders"]
    view = shop.orders.view(order)
    assert (view.state, len(view.sale.lines)) == ("confirmed", 2)


def test_what_ended_is_not_opened_again(window, shop, anil):
    order = shop.orders.begin(customer_id=anil, key=new_id()).id
    shop.orders.enter(order, "1001")
    shop.orders.cancel(order, "Changed his mind")
    press(window, F7)
    front = page(window)
    front.begin("A1/2627/O00001")
    assert not front.taking
    assert "cannot be changed any more" in front.bar.text()


def test_the_number_of_a_bill_that_was_chosen_before_means_no_order(window, shop):
    number = shop.sales.sell(["1001"], [Tender("cash")], customer_phone=ANIL).numbers[0]
    press(window, F7)
    front = page(window)
    front.begin(number)  # as after F7 on the page of bills
    assert (front.taking, front.bar.text()) == (False, "")


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_the_pages_own_keys_are_nobody_elses(window, profile):
    press(window, F7)
    keymap, front = keys.load(profile), page(window)
    theirs = {key for action in EVERYWHERE for key in keymap.keys.get(action, ())}
    mine = [*KEYS.values(), REPEAT, WAITS, LOWER, *(key for act in front._acts() for key in keymap.keys.get(act, ()))]
    assert len(mine) == len(set(mine))
    assert not theirs & set(mine)
