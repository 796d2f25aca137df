"""Taking the money at the counter: what is noted, what is shown, and what a key may not do meanwhile."""

import pytest

SURF, PARLE = "8901030865275", "8901719101038"


def names(hands):
    return [line.name for line in hands.view.lines]


def other_total(hands):
    """Somebody changes the rounding in the settings of another program: the total is another one."""
    hands.scan(PARLE)
    hands.type("=10.40")
    hands.press("Return")
    assert hands.view.payable == 1_000
    hands.shop.settings.set("round_to", 0)


def test_a_scan_on_the_pay_panel_beeps_and_changes_nothing(hands):
    hands.scan(SURF)
    hands.press("Return")
    hands.scan(PARLE)
    assert hands.sounds[-1] == "refused"
    assert "8901719101038 was scanned and is not on the bill" in hands.panel.wrong.text()
    assert hands.panel.amount.text() == "150.00"
    assert names(hands) == ["Surf Excel 1 kg"]
    assert hands.last() is None


def test_a_barcode_typed_as_an_amount_on_the_pay_panel_is_refused(hands):
    hands.scan(SURF)
    hands.press("Return")
    hands.type(PARLE)
    hands.press("Return")
    assert hands.last() is None
    assert "barcode" in hands.panel.wrong.text()


def test_an_amount_typed_before_a_scan_stays_for_the_pay_key(hands):
    hands.scan(SURF)
    hands.type("500")
    hands.scan(PARLE)
    assert names(hands) == ["Surf Excel 1 kg", "Parle-G 100 g"]
    hands.press("F9")
    assert hands.last().tendered == 50_000


# -- typing


def test_cash_that_is_too_little_asks_for_the_rest(hands):
    hands.scan(SURF)
    hands.type("100")
    hands.press("F9")
    hands.press("Return")
    assert hands.last() is None
    assert hands.panel.isVisible()
    assert hands.panel.rest == 5_000
    hands.press("F11", "Return")
    done = hands.last()
    paid = hands.shop.db.rows("SELECT method, amount FROM payment WHERE sale_id = ? ORDER BY line", (done.sale_id,))
    assert paid == [("cash", 10_000), ("card", 5_000)]
    assert done.method == "split"
    assert "Several ways ₹150" in hands.counter.side.last.text()


def test_each_upi_code_has_a_reference_of_its_own(hands):
    hands.scan(SURF)
    hands.press("F10")
    first = hands.shown[-1].upi_link
    hands.press("F10")
    assert hands.shown[-1].upi_link != first
    hands.type("12345678901")
    hands.press("Return")
    assert hands.last() is None
    assert "UTR" in hands.panel.wrong.text()


def test_a_used_utr_is_refused_and_what_was_typed_stays(hands):
    for _n in range(2):
        hands.scan(SURF)
        hands.press("F10")
        hands.type("412345678901")
        hands.press("Return")
    assert "412345678901" in hands.panel.wrong.text()
    assert hands.panel.reference.text() == "412345678901"
    assert hands.panel.isVisible()


def test_esc_leaves_the_pay_panel_with_the_bill_whole(hands):
    hands.scan(SURF)
    hands.press("Return", "Escape")
    assert not hands.panel.isVisible()
    assert names(hands) == ["Surf Excel 1 kg"]
    assert hands.counter.line.hasFocus()


def test_khata_without_a_customer_is_refused_with_the_next_step(hands):
    hands.scan(SURF)
    hands.press("Ctrl+M")
    hands.panel.choose("khata")
    hands.press("Return")
    assert hands.last() is None
    assert "F5" in hands.panel.wrong.text()


def test_after_payment_taking_back_asks_to_cancel_the_bill_and_wants_a_reason(hands):
    hands.scan(SURF)
    hands.press("F9", "Ctrl+Z")
    assert hands.last().number in hands.counter.ask.question.text()
    hands.press("Return")
    assert not hands.last().voided, "without a reason nothing is cancelled"
    hands.type("wrong item")
    hands.press("Return")
    assert hands.last().voided


def test_a_cashier_cancels_on_a_manager_s_pin_typed_at_the_counter(hands):
    hands.shop.settings.set("rights", {"void": "manager"})
    hands.shop.staff.set_pin("Meena", "4711")
    hands.shop.staff.add("Ravi")
    hands.shop.staff.sign_in("Ravi")
    hands.scan(SURF)
    hands.press("F9", "Ctrl+Z")
    hands.type("wrong item")
    hands.press("Return")
    ask = hands.counter.ask
    assert (ask.isVisible(), len(ask.fields), ask.fields[0].text()) == (True, 2, "wrong item")
    assert ask.fields[1].echoMode() == ask.fields[1].EchoMode.Password
    hands.type("1111")
    hands.press("Return")
    assert "does not allow it" in ask.wrong.text()
    assert not hands.last().voided
    hands.type("4711")
    hands.press("Return")
    assert hands.last().voided
    assert not ask.isVisible()
    assert hands.shop.db.row("SELECT a.reason, v.reason FROM approval a JOIN void v ON v.sale_id = a.doc_id") == (
        "wrong item", "wrong item",
    )  # fmt: skip


def test_money_taken_for_one_bill_is_never_counted_for_another(hands):
    hands.scan(SURF)
    hands.type("100")
    hands.press("F9", "Return", "Escape", "F6")
    assert "100.00" in hands.bar
    assert names(hands) == ["Surf Excel 1 kg"]
    hands.press("Return")
    assert hands.panel.rest == 5_000
    hands.panel.drop.click()
    assert hands.panel.rest == 15_000
    hands.press("Escape", "F6")
    assert not hands.view.lines


def test_a_killed_program_comes_back_to_the_pay_panel_with_what_was_taken(hands, again):
    hands.scan(SURF)
    hands.type("100")
    hands.press("F9", "Return")
    hands.press("F10")
    link = hands.shown[-1].upi_link
    new = again()
    assert new.panel.isVisible()
    assert new.panel.rest == 5_000
    assert new.panel.method == "upi"
    assert new.panel.qr.isVisible()
    assert new.shown[-1].upi_link == link, "the customer's phone may just be paying this very code"
    new.press("Return")
    assert new.last().payable == 15_000


# -- in another profile


@pytest.mark.parametrize("key", ["F6", "Ctrl+N"])
def test_holding_a_bill_that_is_being_paid_closes_the_pay_panel(hands, key):
    hands.scan(SURF)
    hands.press("Return", key)
    assert not hands.panel.isVisible()
    assert not hands.view.lines
    hands.scan(PARLE)
    assert names(hands) == ["Parle-G 100 g"]


@pytest.mark.parametrize("key", ["Delete", "Ctrl+Z", "F5", "F3", "F2", "Ctrl+J", "F4"])
def test_nothing_changes_a_bill_while_it_is_being_paid(hands, key):
    hands.scan(PARLE)
    hands.scan(SURF)
    hands.press("Return", key)
    if key not in {"Delete", "Ctrl+Z"}:  # the amount's own
        assert "Esc" in hands.panel.wrong.text()
    hands.counter.act("price")
    hands.type("1")
    assert hands.panel.amount.hasFocus()
    assert len(hands.view.lines) == 2
    assert hands.view.payable == 16_000
    assert not hands.counter.line.isEnabled()
    hands.press("Escape")
    assert hands.counter.line.hasFocus()


def test_help_on_the_pay_panel_tells_how_one_pays_and_leaves_the_keyboard_there(hands):
    hands.scan(SURF)
    hands.press("Return", "F1")
    assert "Esc" in hands.bar
    assert hands.panel.amount.hasFocus()


def test_a_total_that_changed_unseen_is_shown_and_not_charged(hands):
    other_total(hands)
    hands.type("20")
    hands.press("F9")
    assert hands.last() is None
    assert "10.40" in hands.bar
    assert hands.counter.side.total.figure.text() == "₹10.40"
    hands.press("F9")
    assert (hands.last().payable, hands.last().tendered) == (1_040, 2_000)


def test_a_total_that_changed_under_the_pay_panel_is_asked_for_anew(hands):
    hands.scan(PARLE)
    hands.type("=10.40")
    hands.press("Return", "Return")
    hands.shop.settings.set("round_to", 0)
    hands.press("Return")
    assert hands.last() is None
    assert "10.40" in hands.panel.wrong.text()
    assert hands.panel.amount.text() == "10.40"
    hands.press("Return")
    assert hands.last().payable == 1_040


def test_nothing_given_is_no_payment(hands):
    hands.scan(SURF)
    hands.type("0")
    hands.press("F9")
    assert "more than 0" in hands.bar
    hands.press("Escape", "Return")
    hands.type("0")
    hands.press("Return")
    assert not hands.panel.tenders
    assert "more than 0" in hands.panel.wrong.text()


def test_what_is_not_in_hand_yet_is_not_called_paid(hands):
    heading = hands.counter.side.total.heading
    hands.scan(SURF)
    hands.press("F10", "Return")
    assert (heading.text(), hands.counter.side.total.figure.text()) == ("UPI to check", "₹150.00")
    hands.scan(SURF)
    hands.press("F10")
    hands.type("412345678901")
    hands.press("Return")
    assert heading.text() == "Paid"


# -- points


@pytest.fixture
def collector(hands):
    """A customer with 120 points of a rupee each, on the bill on screen."""
    hands.shop.points.set_rule(100_00, 1_00, active=True)
    anil = hands.shop.customers.add("Anil Verma", "9876512345")
    hands.shop.points.gift(anil.id, 120)
    hands.scan(SURF)
    hands.press("F5")
    hands.type("9876512345")
    hands.press("Return")
    return anil


def test_points_pay_what_they_are_worth_and_the_rest_is_asked_for(hands, collector):
    hands.type("10")
    hands.press("F9")
    button = hands.panel.ways.buttons["points"]
    assert button.isVisible()
    assert button.text() == "Alt+P  Points: 120 = ₹120"
    hands.press("Alt+P")
    assert hands.panel.amount.text() == "120.00"
    hands.press("Return")
    assert hands.panel.rest == 3_000
    assert not button.isVisible(), "points pay once"
    hands.press("Return")
    paid = hands.shop.db.rows("SELECT method, amount FROM payment ORDER BY line")
    assert paid == [("points", 12_000), ("cash", 3_000)]
    assert hands.shop.points.balance(collector.id) == 0


def test_more_than_the_points_are_worth_is_refused_before_anything_is_noted(hands, collector):
    hands.press("Ctrl+M", "Alt+P")
    hands.type("121")
    hands.press("Return")
    assert "worth ₹120.00 only" in hands.panel.wrong.text()
    assert not hands.panel.tenders
    hands.press("Up", "Down")
    assert (hands.panel.method, hands.panel.amount.text()) == ("points", "120.00")
    hands.press("Down")
    assert (hands.panel.method, hands.panel.amount.text()) == ("cash", "150.00")


def test_who_has_no_points_is_not_offered_any(hands):
    hands.scan(SURF)
    hands.press("Ctrl+M", "Alt+P")
    assert hands.panel.method == "cash"
    assert not hands.panel.ways.buttons["points"].isVisible()


# -- an invoice for a small sale


@pytest.fixture
def tokens(hands):
    """A shop that gives tokens for small sales."""
    hands.shop.settings.set("small_sales", "consolidate")
    return hands


def test_a_customer_who_asks_gets_an_invoice_by_one_more_key(tokens):
    tokens.scan(SURF)
    tokens.press("Return")
    assert tokens.panel.invoice.isVisible()
    assert tokens.panel.invoice.text() == "Alt+I  They ask for an invoice"
    tokens.press("Alt+I")
    assert tokens.panel.invoice.isChecked()
    tokens.press("Return")
    assert tokens.last().number.endswith("/000001")
    tokens.scan(PARLE)
    tokens.press("Return", "Return")
    assert tokens.last().number.endswith("/T00001"), "the next customer did not ask"


def test_who_asks_and_goes_back_to_the_bill_is_asked_anew(tokens):
    tokens.scan(SURF)
    tokens.press("Return", "Alt+I", "Escape", "F9")
    assert tokens.last().number.endswith("/T00001")


def test_what_was_asked_for_is_still_asked_for_after_a_power_cut(tokens):
    tokens.scan(SURF)
    tokens.press("Return", "Alt+I")
    state = tokens.panel.state()
    tokens.panel.forget()
    tokens.panel.show()
    tokens.panel.bring_back(state, 15_000, ())
    assert tokens.panel.invoice.isChecked()


def test_where_every_bill_has_its_number_nobody_is_offered_one(hands):
    hands.scan(SURF)
    hands.press("Return", "Alt+I")
    assert not hands.panel.invoice.isVisible()
    hands.press("Return")
    assert hands.last().number.endswith("/000001")


def test_a_sale_of_two_hundred_rupees_gets_its_bill_anyway(tokens):
    tokens.scan(SURF)
    tokens.scan(SURF)
    tokens.press("Return")
    assert not tokens.panel.invoice.isVisible()
