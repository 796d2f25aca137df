"""The counter as a cashier meets it: what is refused, what is asked, and what is never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from shoppos.base.clock import Clock
from tests.printing.hostile import HOSTILE
from tests.ui.counter_hands import Hands

SURF, PARLE = "8901030865275", "8901719101038"
UNKNOWN = "8901234567894"


def names(hands):
    return [line.name for line in hands.view.lines]


# -- scans


class Tomorrow(Clock):
    """A clock that can be put forward by a day."""

    ahead = 0

    def ms(self):
        """Milliseconds since the epoch."""
        return super().ms() + self.ahead


def test_a_scan_while_another_field_has_the_keyboard_goes_to_the_bill_and_leaves_the_field_as_it_was(hands):
    hands.scan(UNKNOWN)
    hands.type("Magg")
    hands.scan(SURF)
    assert names(hands) == ["Surf Excel 1 kg"]
    assert hands.counter.ask.fields[0].text() == "Magg"
    assert hands.counter.ask.fields[0].hasFocus()


def test_a_scan_while_the_customer_is_asked_for_goes_to_the_bill(hands):
    hands.press("F5")
    hands.scan(SURF)
    assert names(hands) == ["Surf Excel 1 kg"]


def test_a_scan_never_becomes_what_was_handed_over(hands):
    hands.scan(SURF)
    hands.type(SURF)
    hands.press("F9")
    assert hands.last() is None
    assert "barcode" in hands.bar
    hands.press("Return")
    assert hands.view.lines[0].quantity == 2000


def test_an_unknown_code_sounds_otherwise_than_a_scan(hands):
    hands.scan(SURF)
    hands.scan(UNKNOWN)
    assert hands.sounds == ["scan", "unknown"]


def test_a_name_that_is_missing_is_asked_for_where_it_is_typed(hands):
    hands.scan(UNKNOWN)
    hands.press("Return")
    hands.type("14")
    hands.press("Return")
    assert "name" in hands.counter.ask.wrong.text()
    assert hands.counter.ask.fields[0].hasFocus()
    assert hands.counter.ask.fields[1].text() == "14"


def test_leaving_the_question_of_an_unknown_code_loses_nothing(hands):
    hands.scan(SURF)
    hands.scan(UNKNOWN)
    hands.press("Escape")
    assert names(hands) == ["Surf Excel 1 kg"]
    assert hands.counter.line.text() == UNKNOWN, "the code is kept"
    assert hands.counter.line.hasFocus()


def test_a_quantity_of_thousands_is_asked_once(hands):
    hands.type("5000*1002")
    hands.press("Return")
    assert not hands.view.lines
    assert "5000" in hands.bar
    hands.press("Return")
    assert hands.view.lines[0].quantity == 5_000_000


def test_a_barcode_as_a_quantity_is_refused(hands):
    hands.scan(SURF)
    hands.type(f"*{PARLE}")
    hands.press("Return")
    assert "barcode" in hands.bar
    assert hands.view.lines[0].quantity == 1000


def test_the_second_of_several_hits_is_picked_by_down_or_by_its_number(hands):
    hands.type("a")
    first, second = (row.name for row in hands.counter.results.rows.found[:2])
    hands.press("Down", "Return")
    hands.type("a")
    hands.press("Alt+1")
    assert names(hands) == [second, first]


def test_a_name_no_item_has_is_asked_back_and_may_become_an_item(hands):
    hands.type("khakra")
    hands.press("Return")
    assert "khakra" in hands.bar
    assert not hands.counter.ask.isVisible()
    hands.press("Return")
    assert hands.counter.ask.isVisible()
    assert hands.counter.ask.fields[0].text() == "khakra"
    hands.type("35")
    hands.press("Return")
    assert [(line.name, line.price) for line in hands.view.lines] == [("khakra", 3500)]


def test_up_and_down_choose_the_line_that_commands_change(hands):
    hands.scan(SURF)
    hands.scan(PARLE)
    hands.press("Up")
    hands.type("=140")
    hands.press("Return")
    assert [line.price for line in hands.view.lines] == [14_000, 1000]
    hands.press("Delete")
    assert names(hands) == ["Parle-G 100 g"]


def test_stock_that_runs_low_is_told_in_the_bar_and_sells_all_the_same(hands):
    hands.type("46*1001")
    hands.press("Return")
    assert hands.counter.bar.kind == "warn"
    assert "Surf Excel 1 kg" in hands.bar
    assert hands.view.lines[0].quantity == 46_000


def test_a_name_is_shown_as_it_is_and_never_read_as_markup(hands):
    for n, hostile in enumerate(HOSTILE):
        if hostile.strip() and any(char.isalnum() for char in hostile):
            hands.shop.sales.add_new(hands.view.id, code=f"H{n}", name=f"x{hostile}", price=100)
    hands.counter._show(hands.shop.sales.view(hands.view.id), None)
    assert len(hands.view.lines) > 5
    hands.shop.sales.set_note(hands.view.id, "<b>note</b>")
    hands.press("F6")
    labels = hands.window.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


# -- paying


def test_the_customer_sees_the_code_only_while_it_is_awaited(hands):
    hands.scan(SURF)
    hands.press("F10")
    assert hands.shown[-1].kind == "upi"
    hands.press("F9")
    assert (hands.shown[-1].kind, hands.shown[-1].payable) == ("selling", 15_000)
    hands.press("F10", "Escape")
    assert hands.shown[-1].kind == "selling"
    hands.press("F10", "Return")
    assert hands.shown[-1].kind == "thanks"


def test_the_change_stays_in_sight_until_the_next_bill_begins(hands):
    hands.scan(SURF)
    hands.type("200")
    hands.press("F9")
    assert hands.counter.side.total.figure.text() == "₹50.00"
    assert "₹50" in hands.counter.side.last.text()
    hands.scan(PARLE)
    assert hands.counter.side.total.figure.text() == "₹10.00"
    assert "₹50" in hands.counter.side.last.text(), "the last bill's change is still told below"


def test_digits_of_a_phone_never_become_what_was_handed_over(hands):
    hands.scan(SURF)
    hands.press("F5")
    hands.type("2345")
    hands.press("F9")
    assert hands.last().tendered == 15_000


def test_a_thousand_pieces_by_name_are_asked_once_too(hands):
    hands.type("5000*parle")
    hands.press("Return")
    assert not hands.view.lines
    hands.press("Return")
    assert hands.view.lines[0].quantity == 5_000_000


def test_the_list_of_all_items_is_picked_from_by_enter(hands):
    hands.scan(SURF)
    hands.press("F2", "Down", "Return")
    assert len(hands.view.lines) == 2
    assert not hands.panel.isVisible()


def test_the_change_outlives_the_news_of_its_own_sale(hands):
    hands.scan(SURF)
    hands.type("200")
    hands.press("F9")
    hands.counter.refresh(hands.counter.watches | {"stock"})
    assert hands.counter.side.total.figure.text() == "₹50.00"


def test_a_bill_that_another_program_finished_leaves_the_screen(hands, folder):
    from shoppos.shop import Shop
    from shoppos.shop.payments import Tender

    hands.scan(SURF)
    other = Shop.open(folder)
    other.sales.checkout(hands.view.id, [Tender("cash")])
    other.close()
    hands.counter.refresh(hands.counter.watches)
    assert not hands.view.lines
    hands.scan(PARLE)
    assert names(hands) == ["Parle-G 100 g"]


def test_keys_that_need_a_bill_say_so_on_an_empty_one(hands):
    for key in ("Return", "F9", "F10", "F11", "Ctrl+M"):
        hands.counter.bar.tell("")
        hands.press(key)
        assert hands.bar, key
        assert not hands.panel.isVisible()


# -- after a power cut


def test_a_killed_program_comes_back_to_the_same_bill(hands, again):
    hands.scan(SURF)
    hands.type("3*1002")
    hands.press("Return")
    new = again()
    lines = [(line.name, line.quantity) for line in new.view.lines]
    assert lines == [("Surf Excel 1 kg", 1000), ("Parle-G 100 g", 3000)]
    assert not new.panel.isVisible()


def test_the_keys_of_the_other_profile_sell_as_well(qapp, shop):
    hands = Hands(shop, profile="vyapar")
    try:
        hands.scan(SURF)
        hands.press("F2")
        assert hands.counter.line.text() == "*"
        hands.type("2")
        hands.press("Return")
        hands.press("Ctrl+P")
        assert hands.last().payable == 30_000
    finally:
        hands.close()
    assert QApplication.activeModalWidget() is None


# -- while it is being paid


def test_thousands_more_of_a_line_are_asked_once(hands):
    hands.scan(SURF)
    hands.counter.line.put("+1234567")
    hands.press("Return")
    assert hands.view.lines[0].quantity == 1000
    hands.press("Return")
    assert hands.view.lines[0].quantity == 1_234_568_000


def test_thousands_of_an_unknown_code_are_asked_once(hands):
    hands.type("1000*90123456")
    hands.press("Return")
    hands.type("Chalk")
    hands.press("Return")
    hands.type("2")
    hands.press("Return")
    assert "1,000" in hands.counter.ask.wrong.text() or "1000" in hands.counter.ask.wrong.text()
    assert not hands.view.lines
    hands.press("Return")
    assert [(line.name, line.quantity) for line in hands.view.lines] == [("Chalk", 1_000_000)]


# -- bills that cannot be priced


@pytest.mark.parametrize("held", [True, False])
def test_a_bill_that_cannot_be_priced_any_more_does_not_stop_the_counter(shop, folder, held):
    from shoppos.shop import Shop

    clock = Tomorrow()
    late = Shop.open(folder, clock=clock)
    view = late.sales.enter(late.sales.on_screen().id, "1002").view
    if held:
        late.sales.hold(view.id)
    late.catalogue.set_rate(view.lines[0].product_id, late.catalogue.today() + 1, 500, 0, 5000)
    clock.ahead = 86_400_000
    hands = Hands(late)
    try:
        assert hands.bar or held
        hands.scan(SURF)
        hands.press("F9")
        assert hands.last().payable == 15_000
    finally:
        hands.close()
        late.close()


def test_an_unknown_word_is_never_sold_as_an_item_that_is_called_nearly_so(hands):
    hands.type("barle")
    hands.press("Return")
    assert hands.view.lines == ()
    assert hands.bar == "No item is called barle. Did you mean Parle-G 100 g?"
    hands.press("Down", "Return")
    assert names(hands) == ["Parle-G 100 g"]
    hands.type("barle")
    hands.press("Return", "Return")
    assert hands.counter.ask.isVisible()
    assert hands.counter.ask.fields[0].text() == "barle"


def test_a_near_item_is_picked_by_its_number(hands):
    hands.type("barle")
    hands.press("Alt+1")
    assert names(hands) == ["Parle-G 100 g"]
