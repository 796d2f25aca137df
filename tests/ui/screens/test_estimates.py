"""The page of estimates, by its keys alone: begun, written, promised, sold, ordered, given up; nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from shoppos.ui import keys
from shoppos.ui.dialogs.message_text import MessageDialog
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.screens.estimates import MAPPED, OWN
from shoppos.ui.widgets.estimate_side import ACTS
from tests.shop.test_estimates import new_price
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ANIL, PARLE, SURF, opened
from tests.ui.pages import meanwhile, wait
from tests.ui.window import keys_at, press, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop
    from shoppos.ui.main_window import MainWindow
    from shoppos.ui.screens.estimates import EstimatesScreen

ENTER, ESC, F5, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_F9
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PORTABLE = QKeySequence.SequenceFormat.PortableText


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 11:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    shop = opened(folder, clock)
    yield shop
    shop.close()


@pytest.fixture
def window(shop: Shop, qtbot) -> MainWindow:
    window = window_on(shop, qtbot)
    press(window, Qt.Key.Key_Q, CTRL | SHIFT)
    return window


def page(window: MainWindow) -> EstimatesScreen:
    front = window.pages.front
    assert front.key == "estimates"
    return front


def typed(window: MainWindow, *texts: str) -> None:
    for text in texts:
        keys_at(120, text, end=None)
        press(window, ENTER)


def begun(window: MainWindow, *texts: str) -> EstimatesScreen:
    press(window, Qt.Key.Key_N, CTRL)
    typed(window, *texts)
    return page(window)


def promised(window: MainWindow, *texts: str) -> bytes:
    front = begun(window, *texts)
    press(window, ENTER)
    press(window, ENTER)
    assert front.view is not None
    return front.view.id


def states(shop: Shop) -> list[str]:
    return [row.state for row in shop.estimates.list()]


def offered(front: EstimatesScreen) -> set[str]:
    return {act for act in ACTS if front.side.buttons[act].isVisible()}


def test_an_estimate_is_begun_written_and_promised_by_keys(window: MainWindow, shop: Shop) -> None:
    front = begun(window, f"3*{SURF}", PARLE, "*20")
    assert [(line.code, line.quantity) for line in front.view.sale.lines] == [(SURF, 3000), (PARLE, 20_000)]
    assert front.side.figure.text() == "₹650.00"
    press(window, ENTER)
    assert front.ask.fields[0].text() == "08-12-2026"
    keys_at(120, "01-12-2026", end=None)
    press(window, ENTER)
    assert (front.view.number, front.view.valid_until) == ("A1/2627/E00001", 20261201)
    assert "promised until 01-12-2026" in front.bar.text()
    press(window, ENTER)  # once more: it is done, back to the list
    assert front.view is None
    assert front.rows.rows[0][0] == "E00001"
    assert shop.sales.held() == []


def test_a_quantity_of_thousands_is_asked_once_and_enter_again_is_the_answer(window: MainWindow) -> None:
    front = begun(window, "2000*1002")
    assert (front.bar.kind, front.line.text()) == ("warn", "2000*1002")
    assert front.view is None or front.view.sale.lines == ()
    press(window, ENTER)
    assert [line.quantity for line in front.view.sale.lines] == [2_000_000]


def test_the_bill_on_the_counter_stays_as_it_is_meanwhile(shop: Shop, qtbot) -> None:
    window = window_on(shop, qtbot)
    typed(window, SURF)
    press(window, Qt.Key.Key_Q, CTRL | SHIFT)
    begun(window, PARLE)
    press(window, ESC)
    press(window, ESC)
    assert window.pages.at_counter
    assert [line.code for line in shop.sales.on_screen().lines] == [SURF]
    assert shop.sales.on_screen().held == 0


def test_a_customer_is_found_by_the_end_of_the_phone_or_written_down(window: MainWindow) -> None:
    front = begun(window, SURF)
    press(window, F5)
    typed(window, ANIL[-4:])
    assert front.view.sale.customer.name == "Anil Verma"
    press(window, F5)
    typed(window, "9812345679")
    assert front.view.sale.customer.phone == "9812345679"
    press(window, F5)
    typed(window, "00000")
    assert "No customer is found by 00000" in front.bar.text()
    press(window, ESC)
    typed(window, PARLE)
    assert len(front.view.sale.lines) == 2


def test_it_is_sold_on_the_counter_by_one_key(window: MainWindow, shop: Shop) -> None:
    promised(window, f"2*{SURF}")
    press(window, F9)
    assert window.pages.at_counter
    assert "E00001 stands here: ₹300.00" in window.counter.bar.text()
    assert [line.code for line in shop.sales.on_screen().lines] == [SURF]
    press(window, F9)
    press(window, F9)
    assert states(shop) == ["sold"]


def test_what_has_lapsed_is_asked_once_which_price_counts(window: MainWindow, shop: Shop, clock: SetClock) -> None:
    promised(window, f"2*{SURF}")
    new_price(shop, SURF, 155_00)
    clock.set("2026-12-20 10:00")
    press(window, ENTER)
    press(window, F9)
    front = page(window)
    assert "today it comes to ₹310.00" in front.ask.question.text()
    press(window, ESC)
    assert states(shop) == ["lapsed"]
    press(window, F9)
    press(window, Qt.Key.Key_Tab)
    press(window, ENTER)
    assert window.pages.at_counter
    assert shop.sales.on_screen().payable == 300_00


def test_it_becomes_an_order_of_somebody(window: MainWindow, shop: Shop) -> None:
    promised(window, f"2*{SURF}")
    press(window, Qt.Key.Key_O, CTRL)
    front = page(window)
    assert front.ask.question.text() == "Whose order is it?"
    typed(window, ANIL)
    press(window, ENTER)
    assert window.pages.front.key == "order"
    assert window.pages.front.view.customer.name == "Anil Verma"
    assert window.pages.front.view.payable == 300_00
    assert states(shop) == ["ordered"]


def test_what_is_rung_up_at_the_counter_becomes_an_estimate(shop: Shop, qtbot) -> None:
    window = window_on(shop, qtbot)
    typed(window, SURF)
    press(window, Qt.Key.Key_Q, CTRL | SHIFT)
    front = page(window)
    assert "of_counter" in offered(front)
    front.side.buttons["of_counter"].click()
    assert [line.code for line in front.view.sale.lines] == [SURF]
    assert shop.sales.on_screen().lines == ()


def test_it_is_given_up_with_its_reason_and_is_not_opened_any_more(window: MainWindow, shop: Shop) -> None:
    promised(window, SURF)
    press(window, Qt.Key.Key_W, CTRL)
    press(window, ENTER)
    front = page(window)
    assert "Say why" in front.ask.wrong.text()
    typed(window, "Too dear")
    assert states(shop) == ["given up"]
    assert offered(front) == {"new", "look", "send", "pdf", "print"}


def test_an_empty_line_promises_nothing_of_an_empty_estimate(window: MainWindow, shop: Shop) -> None:
    front = begun(window)
    press(window, ENTER)
    assert "nothing on this estimate" in front.bar.text()
    press(window, ESC)
    assert shop.estimates.list() == []


def test_a_wrong_day_is_said_below_the_question(window: MainWindow) -> None:
    front = begun(window, SURF)
    press(window, ENTER)
    typed(window, "31-02-2026")
    assert front.ask.isVisible()
    assert "not a day" in front.ask.wrong.text()
    front.ask.fields[0].selectAll()
    typed(window, "01-01-2020")
    assert "has passed" in front.ask.wrong.text()


def test_the_list_is_searched_walked_and_narrowed(window: MainWindow, shop: Shop) -> None:
    for phone in (ANIL, ""):
        made = shop.estimates.begin(phone).id
        shop.estimates.enter(made, SURF)
        shop.estimates.keep(made)
    front = page(window)
    front.refresh(front.watches)
    assert [row[0] for row in front.rows.rows] == ["E00002", "E00001"]
    keys_at(120, "verma", end=None)
    assert [row[0] for row in front.rows.rows] == ["E00001"]
    press(window, ESC)
    press(window, Qt.Key.Key_Down)
    press(window, ENTER)
    assert front.view.number == "A1/2627/E00001"
    press(window, ESC)
    front.states.setCurrentIndex(front.states.findData("lapsed"))
    assert front.rows.rows == []
    assert "Esc shows all" in front.nothing.text()


def test_the_sheet_is_saved_beside_the_window(window: MainWindow, tmp_path: Path) -> None:
    promised(window, SURF)
    front = page(window)
    front.save_pdf(str(tmp_path / "quote.pdf"))
    for _again in range(200):
        if "quote.pdf" in front.bar.text():
            break
        wait(20)
    assert (tmp_path / "quote.pdf").read_bytes().startswith(b"%PDF-")


def test_the_words_for_the_customer_are_shown_to_copy(window: MainWindow) -> None:
    promised(window, SURF)
    told: list[str] = []

    def look(dialog) -> None:
        assert isinstance(dialog, MessageDialog)
        told.append(dialog.text.toPlainText())
        dialog.reject()

    failures = meanwhile(look)
    press(window, Qt.Key.Key_M, CTRL)
    assert failures == []
    assert "Estimate A1/2627/E00001 from Sharma Kirana" in told[0]


def test_without_a_printer_it_says_so_and_keeps_the_estimate(window: MainWindow, shop: Shop) -> None:
    promised(window, SURF)
    press(window, Qt.Key.Key_P, CTRL)
    assert "No printer is set up yet" in page(window).bar.text()
    assert shop.db.row("SELECT count(*) FROM print_job") == (0,)


def test_a_scan_goes_on_the_estimate_that_is_written_and_else_to_the_counter(window: MainWindow, shop: Shop) -> None:
    front = page(window)
    assert front.scanned("8901030865275") is False
    begun(window)
    assert front.scanned("8901030865275") is True
    assert [line.code for line in front.view.sale.lines] == [SURF]


def test_a_paper_is_scanned_wherever_one_is_and_its_estimate_opens(window: MainWindow, shop: Shop) -> None:
    made = promised(window, f"2*{SURF}")
    press(window, ESC)
    press(window, ESC)
    assert window.pages.at_counter
    window._scanned(shop.estimates.view(made).number)
    assert page(window).view.id == made
    assert shop.sales.on_screen().lines == ()
    window._scanned("A1/2627/E00077")
    assert "no estimate A1/2627/E00077" in page(window).bar.text()


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_no_key_of_this_page_does_two_things(profile: str) -> None:
    keymap = keys.load(profile)
    here = [key for act in MAPPED for key in keymap.keys.get(act, ())] + [key for _act, key in OWN]
    elsewhere = [key for act in EVERYWHERE for key in keymap.keys.get(act, ())]
    every = [QKeySequence(key).toString(PORTABLE) for key in (*here, *elsewhere)]
    assert len(every) == len(set(every))


def test_everything_has_a_name_and_is_large_enough_for_a_finger(window: MainWindow) -> None:
    front = begun(window, SURF)
    for button in front.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.text() or button.accessibleName()
            assert button.height() >= 44, button.text()
    for line in (front.line, front.search):
        assert isinstance(line, QLineEdit)
        assert line.accessibleName()
