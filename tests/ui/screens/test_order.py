"""The page on which an order is taken: who calls, what is read back, and what becomes of what was begun."""

import pytest
from PySide6.QtCore import Qt

from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui import keys
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.screens.order.page import LOWER, REPEAT, WAITS
from shoppos.ui.widgets.order_terms import KEYS
from tests.shop.order_taking import confirmed
from tests.ui.order_hands import (
    ANIL,
    ENTER,
    ESC,
    F5,
    F7,
    anil,
    begun,
    called,
    entered,
    goods,
    page,
    typed,
)
from tests.ui.pages import meanwhile
from tests.ui.window import CTRL, PARLE, SURF, keys_at, press


@pytest.fixture
def window(shop: Shop, qtbot):
    return called(shop, qtbot)


# -- who calls


def test_a_caller_is_known_before_the_order_is_begun(window, shop):
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


def test_an_order_begins_as_its_customer_ordered_last(window, shop):
    office = shop.customers.add_address(anil(shop), "Plot 12, Hinjewadi, Pune", label="Office", pin_code="411057")
    before = shop.orders.begin(customer_id=anil(shop), key=new_id())
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


def test_a_pin_code_typed_into_the_state_chooses_no_state(window):
    press(window, F7)
    entered(window, "9898989898")
    form = page(window).form
    form.state.editor.setFocus()
    typed("12")
    assert form.state.editor.currentData() == ""
    typed("Goa")
    assert form.state.editor.currentText().startswith("Goa")


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
    press(window, F5)
    entered(window, "3344")
    assert front.view.customer.id == sunita.id
    assert goods(front) == [("1001", 1000)]
    assert front.side.caller.who.text() == "Sunita Rao · 98222 33344"


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


def test_a_double_is_a_yellow_bar_and_one_more_enter(window, shop):
    before = shop.orders.begin(customer_id=anil(shop), key=new_id()).id
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


def test_the_next_call_begins_by_the_same_key_and_nothing_goes_into_the_bill_on_the_counter(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, F7)
    assert window.pages.front is front
    assert front.line.hasFocus()
    assert (front.view, [one.number[-1] for one in front.drafts.things]) == (None, ["1"])
    assert "O00001 waits as it is" in window.bar.text()
    entered(window, "2345", "1002")
    assert shop.sales.view(window.counter.view.id).lines == ()
    front.act("note")
    press(window, F7)
    assert front.view is not None, "a question is answered first"


def test_the_key_of_the_entry_line_is_the_line_of_this_page(window):
    front = begun(window)
    front.side.terms.setFocus()
    press(window, Qt.Key.Key_F1)
    assert (window.pages.front, front.line.hasFocus()) == (front, True)


@pytest.mark.parametrize("name", ["orders", "talk", "bank"])
def test_a_page_of_orders_stays_when_its_own_key_is_pressed(window, name):
    window.do(name)
    window.do(name)
    assert window.pages.front.key == name
    press(window, ESC)
    assert window.pages.at_counter


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


def test_the_board_opens_an_order_by_its_number_and_a_change_is_there_at_once(window, shop):
    order = shop.orders.begin(customer_id=anil(shop), key=new_id()).id
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


def test_what_ended_is_not_opened_again(window, shop):
    order = shop.orders.begin(customer_id=anil(shop), key=new_id()).id
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


# -- cash on delivery that did not come in


def test_what_a_caller_owes_at_the_door_stands_beside_their_dues_before_the_order_is_confirmed(window, shop):
    left = confirmed(shop, "1001", "2*1002", phone=ANIL)
    shop.dispatching.pack_all(left)
    shop.dispatching.dispatch(left, carrier="Ravi")
    number = shop.orders.view(left).number.rpartition("/")[2]
    press(window, F7)
    typed("2345")
    said = page(window).side.caller.owes
    assert said.text() == f"COD not come in yet: ₹170.00 ({number} on its way)"
    press(window, ENTER)
    entered(window, "1003")
    assert said.isVisible()
    parcel = shop.orders.view(left).parcels[0]
    shop.dispatching.deliver(parcel.id, tenders=[Tender("cash", 10_000)])
    press(window, F7)
    typed("2345")
    assert said.text() == f"COD not come in yet: ₹70.00 ({number} delivered)"
    shop.dispatching.rest_to_khata(parcel.sale_id)
    press(window, ESC)
    typed("2345")
    assert said.text() == "Owes ₹70.00"
