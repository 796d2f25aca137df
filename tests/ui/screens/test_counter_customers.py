"""The customer at the counter: the whole card, a registered buyer, IGST, the khata; and acts on the whole bill."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.pages import Key, focus, meanwhile

SURF, PARLE = "8901030865275", "8901719101038"
PUNE, BENGALURU = "27AAGCB7383J1Z", "29AAGCB7383J1Z"


def gstin(beginning):
    from shoppos.rules.identifiers import gstin_check_digit

    return beginning + gstin_check_digit(beginning)


@pytest.fixture
def anil(hands):
    """A customer who owes for one bill, on the next one."""
    customer = hands.shop.customers.add("Anil Verma", "9876512345")
    hands.scan(SURF)
    pick(hands)
    hands.press("Ctrl+M", "Return")
    hands.scan(PARLE)
    pick(hands)
    return customer


def pick(hands):
    hands.press("F5")
    hands.type("2345")
    hands.press("Return")


def card_of(hands, customer):
    return hands.shop.customers.card(customer.id)


# -- the card


def test_the_customers_key_twice_opens_the_card_of_who_is_on_the_bill(hands, anil):
    def act(form):
        assert form.address.editor.hasFocus(), "the first empty field"
        hands.type("4 Station Road")
        hands.press("Return")
        hands.type("560001")
        assert form.state.editor.currentText() == "Karnataka (29)"
        assert "Karnataka" in form.pin_code.note.text()
        for _n in range(4):
            hands.press("Tab")
        assert form.on_bill_box.hasFocus()
        hands.press("Space")
        hands.press("Ctrl+Return")

    hands.press("F5")
    failures = meanwhile(act)
    hands.press("F5")
    assert failures == []
    assert card_of(hands, anil).address == "4 Station Road"
    assert hands.view.customer.state == "29"
    assert hands.view.with_address
    assert hands.view.place == "29", "delivered to the address on the bill: IGST"
    assert focus() is hands.counter.line
    hands.press("F9")
    assert hands.shop.db.row("SELECT sum(igst) > 0, sum(cgst) FROM sale WHERE number = ?", (hands.last().number,)) == (
        1, 0,
    )  # fmt: skip


def test_a_new_phone_leads_by_ctrl_enter_to_the_whole_card(hands):
    def act(form):
        assert form.phone.editor.text() == "9812345678"
        assert form.name.editor.text() == "Ravi"
        form.email.editor.setFocus()
        hands.type("ravi@example.in")
        hands.press("Ctrl+S")

    hands.scan(SURF)
    hands.press("F5")
    hands.type("9812345678")
    hands.press("Return")
    hands.type("Ravi")
    failures = meanwhile(act)
    hands.press("Ctrl+Return")
    assert failures == []
    assert hands.view.customer.name == "Ravi"
    assert card_of(hands, hands.view.customer).email == "ravi@example.in"
    assert not hands.counter.ask.isVisible()
    assert focus() is hands.counter.line


def test_a_new_phone_and_a_name_are_added_by_enter_alone(hands):
    hands.scan(SURF)
    hands.press("F5")
    hands.type("9812345678")
    hands.press("Return")
    hands.type("Ravi")
    hands.press("Return")
    assert (hands.view.customer.name, hands.view.customer.phone) == ("Ravi", "9812345678")


def test_a_gstin_is_judged_while_it_is_typed_and_gives_the_state(hands):
    right = gstin(BENGALURU)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")

    def act(form):
        form.gstin.editor.setFocus()
        hands.type(wrong)
        assert form.gstin.failed
        hands.press("Ctrl+S")
        assert form.isVisible(), "a wrong GSTIN is not saved"
        form.gstin.editor.selectAll()
        hands.type(right)
        assert not form.gstin.failed
        assert form.state.editor.currentData() == "29"
        form.name.editor.setFocus()
        hands.type("Rao Traders")
        hands.press("Ctrl+S")

    hands.scan(SURF)
    failures = meanwhile(act)
    hands.press("Ctrl+E")
    assert failures == []
    assert (hands.view.customer.gstin, hands.view.gstin) == (right, right)


def test_a_buyer_of_whom_only_the_gstin_is_known_is_billed_by_it(hands):
    right = gstin(PUNE)
    hands.scan(SURF)
    hands.press("F5")
    hands.type(right)
    hands.press("Return")
    assert (hands.view.customer, hands.view.gstin) == (None, right)
    assert right in hands.counter.side.customer.who.text()
    assert right in hands.bar

    def act(form):
        assert form.gstin.editor.text() == right
        form.gstin.editor.setFocus()
        form.gstin.editor.selectAll()
        hands.type(gstin(BENGALURU))
        hands.press("Ctrl+Return")

    failures = meanwhile(act)
    hands.press("Ctrl+E")
    assert failures == []
    assert (hands.view.customer, hands.view.gstin) == (None, gstin(BENGALURU))
    assert hands.shop.customers.search("AAGCB") == []


def test_an_address_is_wanted_before_it_can_stand_on_the_bill(hands, anil):
    def act(form):
        form.on_bill_box.setFocus()
        hands.press("Space")
        hands.press("Ctrl+S")
        assert form.address.failed
        assert form.address.editor.hasFocus()
        hands.type("4 Station Road, Pune")
        hands.press("Ctrl+S")

    hands.type("@30000")
    hands.press("Return")
    hands.type("*2")
    hands.press("Return")
    assert "50,000" in hands.bar
    failures = meanwhile(act)
    hands.press("Ctrl+E")
    assert failures == []
    assert "50,000" not in hands.bar
    assert hands.view.with_address


def test_a_phone_of_somebody_else_is_refused_on_the_card_and_esc_asks_before_it_throws_away(hands, anil):
    hands.shop.customers.add("Sunita Rao", "9876543210")

    def act(form):
        form.phone.editor.setFocus()
        form.phone.editor.selectAll()
        hands.type("9876543210")
        hands.press("Ctrl+S")
        assert "Sunita Rao" in form.mistake.text()
        inner = meanwhile(lambda question: question.yes.click())
        QTest.keyClick(form, Key.Key_Escape)
        assert inner == []

    failures = meanwhile(act)
    hands.press("Ctrl+E")
    assert failures == []
    assert hands.view.customer.phone == "9876512345"


def test_the_card_opens_by_its_button_too(hands, anil):
    failures = meanwhile(lambda form: QTest.keyClick(form, Key.Key_Escape))
    QTest.mouseClick(hands.counter.side.customer.card, Qt.MouseButton.LeftButton)
    assert failures == []
    assert hands.view.customer.name == "Anil Verma"


# -- the khata


def test_what_is_owed_is_paid_by_three_keys(hands, anil):
    hands.press("Ctrl+O")
    assert hands.counter.ask.fields[0].text() == "150.00"
    hands.press("Return", "Return")
    assert hands.shop.customers.get(anil.id).owes == 0
    assert "₹0.00" in hands.bar
    assert hands.view.customer.owes == 0
    assert not hands.counter.side.customer.pay.isVisible()
    assert hands.counter.line.hasFocus()


@pytest.mark.parametrize(("key", "way"), [("F10", "upi"), ("F11", "card"), ("F9", "cash")])
def test_a_part_of_what_is_owed_is_paid_by_the_keys_of_the_ways(hands, anil, key, way):
    hands.press("Ctrl+O")
    hands.type("50")
    hands.press(key)
    assert hands.shop.customers.get(anil.id).owes == 10_000
    assert hands.shop.db.row("SELECT method, amount FROM khata_entry WHERE kind = 'payment'") == (way, -5_000)
    assert "100.00" in hands.bar
    assert hands.last().payable == 15_000, "no bill was made"


def test_more_than_is_owed_is_refused_and_stays_to_be_corrected(hands, anil):
    hands.press("Ctrl+O")
    hands.type("500")
    hands.press("F9")
    assert "150.00" in hands.counter.ask.wrong.text()
    assert hands.counter.ask.fields[0].text() == "500"
    hands.press("Escape")
    assert hands.shop.customers.get(anil.id).owes == 15_000


def test_a_khata_payment_needs_a_customer_who_owes(hands):
    hands.press("Ctrl+O")
    assert "F5" in hands.bar
    hands.shop.customers.add("Anil Verma", "9876512345")
    pick(hands)
    hands.press("Ctrl+O")
    assert "owes nothing" in hands.bar
    assert not hands.counter.ask.isVisible()


def test_the_box_of_a_customer_who_owes_has_a_button_for_it(hands, anil):
    hands.counter.side.customer.pay.click()
    assert hands.counter.ask.isVisible()
    hands.counter.ask.ways["upi"].click()
    assert hands.shop.customers.get(anil.id).owes == 0


# -- the whole bill


def test_shipping_is_charged_and_taken_off_again(hands):
    hands.press("Ctrl+Shift+S")
    assert "item first" in hands.bar
    hands.scan(SURF)
    hands.press("Ctrl+Shift+S")
    hands.type("40")
    hands.press("Return")
    assert hands.view.shipping == 4_000
    assert hands.view.payable == 19_000
    hands.press("Ctrl+Shift+S", "Delete")
    hands.counter.ask.fields[0].clear()
    hands.press("Return")
    assert (hands.view.shipping, hands.view.payable) == (0, 15_000)


@pytest.mark.parametrize("typed", ["29", "karn", "Karnataka"])
def test_the_state_of_the_buyer_is_named_and_brings_igst(hands, typed):
    hands.scan(SURF)
    hands.press("Ctrl+Shift+P")
    hands.type(typed)
    hands.press("Return")
    assert (hands.view.state, hands.view.place) == ("29", "29")
    assert "IGST" in hands.bar


def test_a_state_that_is_none_or_several_is_asked_back(hands):
    hands.scan(SURF)
    hands.press("Ctrl+Shift+P")
    hands.type("Uttar")
    hands.press("Return")
    assert "Uttarakhand" in hands.counter.ask.wrong.text()
    hands.counter.ask.fields[0].clear()
    hands.type("Atlantis")
    hands.press("Return")
    assert "Atlantis" in hands.counter.ask.wrong.text()
    assert hands.view.state == ""


def test_a_bill_is_given_up_only_when_that_was_asked(hands):
    hands.scan(SURF)
    sale = hands.view.id
    hands.press("Ctrl+W", "Escape")
    assert len(hands.view.lines) == 1
    hands.press("Ctrl+W", "Return")
    assert not hands.view.lines
    assert hands.shop.db.row("SELECT state FROM sale WHERE id = ?", (sale,)) == ("void",)
    assert hands.last() is None
    assert hands.counter.line.hasFocus()


def test_a_bill_for_which_money_was_taken_is_not_given_up(hands):
    hands.scan(SURF)
    hands.type("100")
    hands.press("F9", "Return", "Escape", "Ctrl+W")
    assert "100.00" in hands.bar
    assert not hands.counter.ask.isVisible()
    assert len(hands.view.lines) == 1


# -- further addresses


@pytest.fixture
def godown(hands, anil):
    """One more address of who is on the bill, written down on the page of people meanwhile."""
    made = hands.shop.customers.add_address(anil.id, "4 Market Yard", label="Godown", pin_code="560001", state="29")
    hands.counter.refresh(frozenset({"customer_address"}))
    return made


def choose(hands, *keys):
    hands.press("Alt+A")
    box = hands.counter.side.customer.where.box
    assert box.view().isVisible()
    for key in keys:
        QTest.keyClick(box.view(), key)


def test_a_further_address_is_chosen_for_the_bill_by_keys_and_taken_off_again(hands, godown):
    where = hands.counter.side.customer.where
    assert where.isVisible()
    assert not hands.counter.side.customer.address.isVisible()
    choose(hands, Key.Key_Down, Key.Key_Return)
    assert where.box.currentText() == "Godown: 4 Market Yard"
    assert hands.counter.line.hasFocus()
    assert (hands.view.personal_id, hands.view.with_address) == (godown.personal_id, True)
    assert hands.view.place == "29", "delivered there: IGST"
    choose(hands, Key.Key_Up, Key.Key_Return)
    assert not hands.view.with_address
    choose(hands, Key.Key_Down, Key.Key_Return)
    hands.press("F9")
    row = hands.shop.db.row("SELECT personal_id FROM sale ORDER BY rowid DESC LIMIT 1")
    assert row == (godown.personal_id,)


def test_a_change_of_the_card_keeps_the_further_address_on_the_bill(hands, godown):
    choose(hands, Key.Key_Down, Key.Key_Return)

    def act(form):
        form.address.editor.setText("1 Station Road")
        hands.press("Ctrl+Return")

    failures = meanwhile(act)
    hands.press("Ctrl+E")
    assert failures == []
    assert hands.view.personal_id == godown.personal_id
    box = hands.counter.side.customer.where.box
    assert [box.itemText(n) for n in range(box.count())] == [
        "No address", "1 Station Road", "Godown: 4 Market Yard",
    ]  # fmt: skip


def test_who_has_one_address_alone_is_asked_as_before(hands, anil):
    hands.press("Alt+A")
    assert QApplication.activePopupWidget() is None
    assert not hands.counter.side.customer.where.isVisible()
