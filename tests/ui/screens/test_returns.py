"""The page of a return: bill and items scanned, fates, exchange, approval, and the keystroke budget."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from shoppos.base import i18n
from shoppos.reports import bill as bill_report
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui import style
from tests.ui.counter_hands import Presses
from tests.ui.window import PARLE, SURF, keys_at, press, window_on

F3, F4, F8, ENTER, ESC = Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F8, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(shop: Shop, qtbot):
    return window_on(shop, qtbot)


@pytest.fixture
def number(shop: Shop) -> str:
    return shop.sales.sell(["3*1001", "1002"], [Tender("cash")]).numbers[0]


def page(window):
    front = window.pages.front
    assert front.key == "return"
    return front


def scan(text):
    keys_at(5, text)


def notes(shop):
    return [row[0] for row in shop.db.rows("SELECT s.number FROM sale s JOIN credit_note n ON n.sale_id = s.id")]


def test_returning_one_item_with_the_bill_in_hand_costs_two_keys(window, shop, number):
    presses = Presses()
    press(window, F8)
    before = presses.count
    scan(number)
    scan(SURF)
    assert page(window).side.figure.text() == "₹150.00"
    assert page(window).side.buttons["take"].text() == "Enter  Give back by Cash"
    presses.count = before
    press(window, ENTER)
    assert presses.count == 2
    assert window.pages.at_counter
    assert window.counter.bar.text() == "Credit note A1/2627/C00001: Cash ₹150.00."
    window.tell("The printer is out of paper.")
    card = window.counter.side.total
    assert (card.heading.text(), card.figure.text()) == ("Give back: Cash", "₹150.00")
    assert card.about.text() == "Credit note A1/2627/C00001 · ₹150.00"
    note = bill_report.load(shop.db, "A1/2627/C00001")
    assert [(line.code, line.quantity) for line in note.lines] == [("1001", 1000)]
    assert shop.db.row("SELECT count(*) FROM print_job WHERE doc_id = ?", (note.sale_id,)) == (1,)
    assert audit(shop.db).agrees


def test_more_of_a_line_is_counted_damaged_and_taken_back_again(window, shop, number):
    press(window, F8)
    scan(number)
    scan(SURF)
    keys_at(120, "*3")
    lines = page(window).lines
    assert lines.rows[0].cells == ("Surf Excel 1 kg", "3", "3", "450.00")
    press(window, F4)
    assert lines.rows[0].cells[2] == "3  ✕ damaged"
    assert page(window).side.buttons["damaged"].isChecked()
    scan(PARLE)
    assert lines.rows[1].cells[2] == "1  ✕ damaged", "what is scanned after it is damaged too"
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lines.rows[1].cells[2] == ""
    scan(SURF)
    assert "No more of Surf Excel 1 kg can come back: all 3 are scanned already." in window.bar.text()
    press(window, ENTER)
    fates = shop.db.rows("SELECT fate FROM credit_line")
    assert fates == [("damage",)]


def test_everything_comes_back_by_one_key(window, shop, number):
    press(window, F8)
    scan(number)
    press(window, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert page(window).side.figure.text() == "₹460.00"
    press(window, ENTER)
    assert bill_report.load(shop.db, number).state == "returned"


def test_goods_taken_instead_are_netted_in_one_go(window, shop, number):
    press(window, F8)
    scan(number)
    press(window, F3)
    assert "Nothing comes back yet" in window.bar.text()
    scan(SURF)
    press(window, F3)
    scan("1003")
    scan("3001")
    assert page(window).side.heading.text() == "Still to pay"
    assert page(window).side.figure.text() == "₹384.00"
    assert [row.cells[0] for row in page(window).lines.rows][2:] == [
        "Instead: Amul Butter 100 g", "Instead: Steel Tiffin",
    ]  # fmt: skip
    press(window, ENTER)
    bill = bill_report.load(shop.db, "A1/2627/000002")
    assert [(p.method, p.amount) for p in bill.payments] == [("exchange", 150_00), ("cash", 384_00)]
    assert "New bill A1/2627/000002" in window.counter.bar.text()
    card = window.counter.side.total
    assert (card.heading.text(), card.figure.text()) == ("Take: Cash", "₹384.00")
    assert card.about.text() == "Credit note A1/2627/C00001 · ₹150.00 · new bill A1/2627/000002"
    assert audit(shop.db).agrees


def test_the_money_given_for_an_exchange_is_typed_before_f9_and_gives_the_change(window, shop, number):
    press(window, F8)
    scan(number)
    scan(SURF)
    press(window, F3)
    scan("1003")
    scan("3001")
    QTest.keyClicks(page(window).line, "100")
    press(window, Qt.Key.Key_F9)
    assert notes(shop) == []
    assert window.bar.kind == "error"
    page(window).line.clear()
    QTest.keyClicks(page(window).line, "500")
    press(window, Qt.Key.Key_F9)
    bill = bill_report.load(shop.db, "A1/2627/000002")
    assert [(p.method, p.amount) for p in bill.payments] == [("exchange", 150_00), ("cash", 384_00)]
    card = window.counter.side.total
    assert (card.heading.text(), card.figure.text()) == ("Change to give", "₹116.00")
    assert "₹500.00 given" in card.about.text()
    assert audit(shop.db).agrees


def test_an_item_that_was_not_sold_and_a_bill_that_is_none_are_refused_in_words(window, shop, number):
    press(window, F8)
    scan("A1/2627/000777")
    assert "no bill A1/2627/000777" in window.bar.text()
    scan(number)
    assert window.bar.text() == ""
    scan("1003")
    assert "not on bill" in window.bar.text()
    assert "F3" in window.bar.text()
    press(window, ENTER)
    assert "Nothing comes back yet" not in window.bar.text(), "the refused text still stands and was tried again"
    press(window, ESC)
    press(window, ENTER)
    assert "Nothing comes back yet" in window.bar.text()
    press(window, ESC)
    assert page(window).view is None
    press(window, ESC)
    assert window.pages.at_counter
    assert notes(shop) == []


def test_a_bill_is_chosen_from_the_newest_or_found_by_its_amount(window, shop, number):
    other = shop.sales.sell(["2*1003"], [Tender("card")]).numbers[0]
    press(window, F8)
    press(window, Qt.Key.Key_Down)
    press(window, ENTER)
    assert page(window).view.number == number
    press(window, ESC)
    keys_at(120, "124")
    assert page(window).view.number == other
    assert page(window).way == "card"
    press(window, Qt.Key.Key_F9)
    assert page(window).way == "cash"
    press(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page(window).way == "cash", "nobody is named, so nothing can go onto a khata"
    assert "names no customer" in window.bar.text()


def test_a_search_that_finds_no_bill_says_what_to_do(window, shop, number):
    window.do("return")
    page = window.pages.front
    assert page.hints.text().startswith("↑ ↓ choose")
    QTest.keyClicks(page.line, "zzzz")
    assert page.hints.text() == "No such bill. Type less of it, or press Ctrl+Shift+B where there is no bill."


def test_a_late_return_is_allowed_by_a_manager_s_pin_in_the_page(window, shop, number):
    shop.settings.set("returns", {"days": -1})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    press(window, F8)
    scan(number)
    assert "stays sold" in page(window).lines.rows[0].cells[1]
    scan(SURF)
    press(window, ENTER)
    ask = page(window).ask
    assert ask.isVisible()
    assert "cannot be returned" in ask.question.text()
    assert [field.echoMode() for field in ask.fields] == [QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password]
    QTest.keyClicks(QApplication.focusWidget(), "broken at once")
    press(window, ENTER)
    QTest.keyClicks(QApplication.focusWidget(), "1111")
    press(window, ENTER)
    assert "does not allow it" in ask.wrong.text()
    assert notes(shop) == []
    assert ask.fields[1].text() == ""
    assert ask.fields[1].hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "4711")
    press(window, ENTER)
    assert notes(shop) == ["A1/2627/C00001"]
    assert window.pages.at_counter
    assert shop.db.row("SELECT reason FROM approval") == ("broken at once",)
    assert audit(shop.db).agrees


def test_the_owner_is_asked_for_the_reason_alone(window, shop, number):
    shop.settings.set("returns", {"days": -1})
    press(window, F8)
    scan(number)
    scan(SURF)
    press(window, ENTER)
    assert [field.accessibleName() for field in page(window).ask.fields] == ["Reason"]
    QTest.keyClicks(QApplication.focusWidget(), "regular")
    press(window, ENTER)
    assert bill_report.load(shop.db, "A1/2627/C00001").against.reason == "regular"


def test_without_a_bill_the_goods_are_scanned_and_the_reason_asked(window, shop):
    press(window, F8)
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    scan(SURF)
    keys_at(120, "1002@9")
    assert page(window).side.figure.text() == "₹159.00"
    keys_at(120, "1002@11")
    assert "today" in window.bar.text()
    press(window, ESC)
    press(window, ENTER)
    QTest.keyClicks(QApplication.focusWidget(), "lost the bill")
    press(window, ENTER)
    assert notes(shop) == ["A1/2627/C00001"]
    assert audit(shop.db).agrees


def test_a_scan_beside_the_line_is_for_the_return_too(window, shop, number):
    press(window, F8)
    scan(number)
    window.setFocus()
    keys_at(5, SURF, widget=window)
    assert page(window).gives[1].quantity == 1000
    assert shop.sales.on_screen().lines == ()


def test_the_bill_that_is_chosen_among_the_bills_is_opened_for_its_return(window, shop, number):
    shop.sales.sell(["1003"], [Tender("card")])
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    keys_at(120, number, end=None)
    press(window, F8)
    assert page(window).view.number == number
    scan(SURF)
    assert page(window).gives[1].quantity == 1000
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    window.pages.front.search.clear()
    window.pages.front.buttons["back"].click()
    assert page(window).view.number == number, "what is under way stays"
    assert page(window).gives[1].quantity == 1000


def test_a_cancelled_bill_is_not_opened_and_said_why(window, shop, number):
    shop.sales.void(number, "wrong item")
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    press(window, F8)
    assert page(window).view is None
    assert "cancelled" in window.bar.text()


def test_the_page_stays_while_another_page_is_looked_at(window, shop, number):
    press(window, F8)
    scan(number)
    scan(SURF)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.front.key == "bills"
    press(window, F8)
    assert page(window).gives[1].quantity == 1000


SIZES = [(1024, 600, 100, "en"), (1024, 600, 150, "hi"), (1366, 768, 100, "en"), (1920, 1080, 125, "hi")]


@pytest.fixture(params=SIZES, ids=lambda size: "-".join(map(str, size)))
def sized(request, qapp, qtbot, shop: Shop):
    """The page in a window of that size, with letters of that size, in that language."""
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    shop.settings.set("font_percent", percent)
    shop.settings.set("language", language)
    window = window_on(shop, qtbot)
    window.resize(width, height)
    yield window
    window.close()
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def test_every_part_has_its_place_and_a_name(sized, shop):
    shop.customers.add("Anil Verma of Station Road", "9876512345")
    number = shop.sales.sell(
        ["3*1001", "1002", "1003"], [Tender("khata")], customer_phone="9876512345"
    ).numbers[0]  # fmt: skip
    window = sized
    press(window, F8)
    for code in (number, SURF, PARLE):
        scan(code)
    press(window, F3)
    scan("3001")
    QApplication.processEvents()
    side = page(window).side
    shown = [one for one in (*side.buttons.values(), *side.ways.buttons.values()) if one.isVisible()]
    for button in shown:
        assert button.height() >= 44, button.text()
        assert button.width() >= button.minimumSizeHint().width(), button.text()
        corner = button.mapTo(window, button.rect().bottomRight())
        assert window.rect().contains(corner), button.text()
    assert side.figure.height() >= side.figure.fontMetrics().height()
    assert page(window).table.viewport().height() >= 3 * 44
    for widget in (page(window).line, page(window).table, page(window).bills):
        assert widget.accessibleName()


def test_with_vyapar_s_keys_alt_r_takes_goods_back_and_f7_is_the_card(shop, qtbot, number):
    shop.settings.set("keymap", "vyapar")
    window = window_on(shop, qtbot)
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    scan(number)
    scan(SURF)
    press(window, Qt.Key.Key_F7)
    assert page(window).way == "card"
    press(window, ENTER)
    assert [p.method for p in bill_report.load(shop.db, "A1/2627/C00001").payments] == ["card"]
