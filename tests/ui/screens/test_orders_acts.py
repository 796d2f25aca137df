"""What is done with orders from the board: each step by one key, asked for what it needs and no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel

from shoppos.shop.payments import Tender
from shoppos.ui import keys
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.screens.orders import OrdersScreen
from shoppos.ui.screens.orders.page import ACTS
from tests.ui.pages import ALT, CTRL, SHIFT, Key, meanwhile, press, type_in, wait
from tests.ui.screens.board_hands import CALMED, NEW, OUT, PACKED, TAKEN, board_of, numbers, offered
from tests.ui.window import window_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop


# -- moving on


def test_what_an_order_allows_is_what_is_offered(screen: OrdersScreen, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)
    assert offered(screen) >= {"next", "open", "edit", "delay", "money", "say", "slip", "cancel", "gather", "run"}
    assert not offered(screen) & {"fail", "return", "follow", "unpack"}
    assert screen.page.buttons["next"].text() == ">  Pack"
    screen.board.mark(orders[OUT], focus=True)
    assert offered(screen) >= {"next", "fail", "return", "label", "say"}
    assert not offered(screen) & {"cancel", "edit", "slip", "unpack", "pack"}
    assert screen.page.buttons["next"].text() == ">  Delivered"


def confirm(_dialog: QDialog) -> None:
    press(Key.Key_Return)


def pack(_dialog: QDialog) -> None:
    type_in("1002")
    press(Key.Key_Return)
    press(Key.Key_Return)


def dispatch(dialog: QDialog) -> None:
    box = dialog.who.editor
    box.setCurrentIndex(box.findText("Ravi", Qt.MatchFlag.MatchStartsWith))
    dialog.weight.editor.setFocus()
    press(Key.Key_Return)
    press(Key.Key_Return)


def deliver(_dialog: QDialog) -> None:
    press(Key.Key_C, ALT)
    press(Key.Key_Return, CTRL)


def test_one_sign_moves_an_order_through_all_its_steps(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    order_id = orders[TAKEN]
    screen.board.mark(order_id, focus=True)
    for step, state in ((confirm, "confirmed"), (pack, "packed"), (dispatch, "dispatched"), (deliver, "delivered")):
        failures = meanwhile(step)
        press(Key.Key_Greater, SHIFT)
        assert failures == []
        assert shop.orders.view(order_id).state == state
        assert screen.order_id == order_id, "it stays marked in whatever column it is now"
    assert shop.orders.view(order_id).payment == "paid"
    assert screen.heard[-1] == ("Order O00001 is delivered.", "good")
    assert numbers(screen)["delivered"] == {"1"}


def test_a_letter_that_the_order_does_not_allow_is_refused_in_words(screen: OrdersScreen, orders: list[bytes]) -> None:
    screen.board.mark(orders[OUT], focus=True)
    press(Key.Key_X)
    assert screen.heard[-1] == ("That cannot be done with order O00004 now.", "warn")


def test_every_letter_is_on_one_button_only() -> None:
    letters = [letter for _act, letter in ACTS if letter]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_no_letter_takes_a_key_that_works_on_every_page(profile: str) -> None:
    taken = {key for key, action in keys.load(profile).pairs() if action in EVERYWHERE}
    assert not taken & {f"Ctrl+{letter}" for _act, letter in ACTS if letter.isalpha()}


def test_the_board_is_a_page_of_the_window_in_every_profile(qtbot, shop: Shop, orders: list[bytes]) -> None:
    assert {keys.load(profile).shown("orders") for profile in keys.PROFILES} == {"Ctrl+8"}
    window = window_on(shop, qtbot)
    window.do("orders")
    board = window.pages.front
    assert board.key == "orders"
    board.board.mark(orders[PACKED], focus=True)
    window._scanned("A1/2627/000001")
    assert board.order_id == orders[OUT], "a scan of its bill opens the order"
    shop.dispatching.deliver(shop.orders.view(orders[OUT]).parcels[0].id)
    wait(CALMED)
    assert "Delivered" in board.panel.text(), "what another did shows by itself"


def test_x_cancels_with_a_reason_picked_by_its_digit(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.advances.take(orders[NEW], Tender("cash", 5_000))
    screen.board.mark(orders[NEW], focus=True)

    def answer(dialog: QDialog) -> None:
        press(Key.Key_Return, CTRL)
        assert dialog.why.field.failed, "without a reason nothing is cancelled"
        type_in("2")
        assert dialog.why.text == "Ordered twice"
        dialog.refund.editor.setCurrentIndex(1)
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_X)
    assert failures == []
    view = shop.orders.view(orders[NEW])
    assert (view.state, view.steps[-1].kind) == ("cancelled", "given_back")
    assert view.steps[-1].told["method"] == "cash"
    assert screen.board.column_of(orders[NEW]) is None


def test_where_the_shop_wants_it_a_managers_pin_allows_cancelling(qtbot, shop: Shop, orders: list[bytes]) -> None:
    shop.settings.set("rights", {"order.cancel": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_in("Ravi")
    screen = board_of(qtbot, shop)
    screen.board.mark(orders[NEW], focus=True)

    def answer(dialog: QDialog) -> None:
        type_in("1")
        press(Key.Key_Return, CTRL)
        assert not dialog.pin.isHidden()
        type_in("0000")
        press(Key.Key_Return)
        assert dialog.isVisible(), "a wrong PIN allows nothing"
        dialog.pin.editor.setFocus()
        type_in("4711")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_X)
    assert failures == []
    assert shop.orders.view(orders[NEW]).state == "cancelled"


def test_d_puts_it_off_to_another_day_with_a_reason(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    before = shop.orders.view(orders[NEW]).promised
    screen.board.mark(orders[NEW], focus=True)

    def answer(dialog: QDialog) -> None:
        dialog.why.field.editor.setFocus()
        type_in("3")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_D)
    assert failures == []
    view = shop.orders.view(orders[NEW])
    assert view.promised != before
    assert (view.steps[-1].kind, view.steps[-1].said) == ("delayed", "Heavy rain")


def test_t_takes_money_and_a_upi_payment_without_utr_is_claimed(screen, shop: Shop, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)

    def answer(dialog: QDialog) -> None:
        dialog.way.editor.setCurrentIndex(1)
        press(Key.Key_Q, CTRL)
        assert dialog.qr.matrix
        assert dialog.shown.amount == 17_000
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_T)
    assert failures == []
    assert [row[1] for row in shop.advances.claimed(orders[NEW])] == [17_000]


def test_money_given_back_needs_a_reason(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.advances.take(orders[NEW], Tender("cash", 5_000))
    screen.show_order(orders[NEW])
    screen.refresh(screen.watches)

    def answer(_dialog: QDialog) -> None:
        type_in("20")
        press(Key.Key_Return, CTRL)
        type_in("1")
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_V)
    assert failures == []
    assert shop.advances.left(orders[NEW]) == 3_000


def test_n_says_why_nobody_took_it_and_when_it_comes_again(screen: OrdersScreen, shop: Shop, orders) -> None:
    screen.board.mark(orders[OUT], focus=True)

    def answer(_dialog: QDialog) -> None:
        type_in("1")
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_N)
    assert failures == []
    view = shop.orders.view(orders[OUT])
    assert (view.parcels[0].state, view.steps[-1].said) == ("failed", "Nobody at home")
    assert "Not delivered" in screen.board.column("out").model.index(0).data()
    assert screen.page.buttons["next"].text() == ">  Out again"
    press(Key.Key_Greater, SHIFT)
    assert shop.orders.view(orders[OUT]).parcels[0].state == "out"


def test_what_is_delivered_and_not_paid_waits_until_its_money_is_written_down(screen, shop: Shop, orders) -> None:
    shop.dispatching.deliver(shop.orders.view(orders[OUT]).parcels[0].id)
    screen.refresh(screen.watches)
    assert numbers(screen)["unpaid"] == {"4"}
    screen.board.mark(orders[OUT], focus=True)
    assert screen.page.buttons["next"].text() == ">  Take money"

    def answer(dialog: QDialog) -> None:
        dialog.way.editor.setCurrentIndex(1)
        dialog.reference.editor.setFocus()
        type_in("412345678901")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_Greater, SHIFT)
    assert failures == []
    assert shop.orders.view(orders[OUT]).payment == "paid"
    assert "unpaid" not in numbers(screen)


def test_b_brings_it_back_and_its_stock_with_it(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    screen.board.mark(orders[OUT], focus=True)

    def answer(_dialog: QDialog) -> None:
        type_in("1")
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_B)
    assert failures == []
    view = shop.orders.view(orders[OUT])
    assert (view.state, view.due) == ("returned", 0)
    assert shop.catalogue.show("1001").on_hand == 50_000


def test_a_copies_the_awb_and_opens_the_couriers_page(screen, shop: Shop, orders: list[bytes], monkeypatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()))
    shop.dispatching.dispatch(orders[PACKED], courier="Delhivery", awb="12345678")
    screen.refresh(screen.watches)
    screen.board.mark(orders[PACKED], focus=True)
    press(Key.Key_A)
    assert QGuiApplication.clipboard().text() == "12345678"
    assert seen == ["https://www.delhivery.com/track/package/12345678"]


def test_s_and_g_owe_the_slip_and_the_picking_list(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)
    press(Key.Key_S)
    press(Key.Key_G)
    jobs = dict(shop.db.rows("SELECT kind, told FROM print_job WHERE kind IN ('slip', 'picking')"))
    assert set(jobs) == {"slip", "picking"}
    assert json.loads(jobs["picking"])["orders"] == [orders[NEW].hex()], "what is not confirmed is not gathered"


def test_l_prints_the_label_once_more_as_a_duplicate(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE print_job SET state = 'printed' WHERE kind = 'label'")
    screen.board.mark(orders[OUT], focus=True)
    press(Key.Key_L)
    assert shop.db.rows("SELECT copy_no FROM print_job WHERE kind = 'label' ORDER BY copy_no") == [(0,), (1,)]


def test_m_writes_to_the_customer_about_this_order(screen, shop: Shop, orders: list[bytes], monkeypatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    screen.board.mark(orders[NEW], focus=True)

    def answer(_dialog: QDialog) -> None:
        type_in("It is packed this evening.")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_M)
    assert failures == []
    said = shop.db.row("SELECT body, doc_id FROM message WHERE step = 'said'")
    assert said == ("It is packed this evening.", orders[NEW])


def test_j_opens_what_a_person_has_to_send_and_notes_it_as_sent(screen, shop: Shop, orders, monkeypatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()))
    screen.board.mark(orders[NEW], focus=True)
    assert "send" in offered(screen)

    def enter(dialog: QDialog) -> None:
        assert any("9812300002?" in label.text() for label in dialog.findChildren(QLabel)), "to whom"
        press(Key.Key_Return)

    failures = meanwhile(enter)
    press(Key.Key_J)
    assert failures == []
    assert screen.acts.message_state(orders[NEW]) == "owed", "Enter by habit says nothing that is not so"

    def answer(dialog: QDialog) -> None:
        dialog.yes.click()

    failures = meanwhile(answer)
    press(Key.Key_J)
    assert failures == []
    assert seen[0].startswith("https://wa.me/919812300002?text=")
    assert screen.acts.message_state(orders[NEW]) == "sent"
    assert "send" not in offered(screen)


def test_e_hands_the_order_to_the_page_where_it_is_changed(qtbot, screen: OrdersScreen, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)
    given: list[tuple[str, str]] = []
    screen.wanted.connect(lambda page: given.append((page, screen.in_hand())))
    press(Key.Key_E)
    assert given == [("order", "A1/2627/O00002")]
    assert screen.in_hand() == "", "F7 afterwards begins a new one"


# -- one order


def test_one_order_is_shown_whole_with_who_did_what(screen: OrdersScreen, orders: list[bytes]) -> None:
    screen.board.mark(orders[OUT], focus=True)
    press(Key.Key_Return)
    text = screen.panel.text()
    for part in ("A1/2627/O00004", "Surf Excel 1 kg", "7 Lake View Road, Pune 411004", "Bill A1/2627/000001",
                 "1. Ravi: on its way", "Still due", "₹300.00", "Dispatched with bill", "Meena"):  # fmt: skip
        assert part in text, part
    press(Key.Key_Escape)
    assert not screen.page.opened
    assert screen.order_id == orders[OUT]


def test_enter_on_one_order_moves_it_on(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    screen.show_order(orders[OUT])

    def answer(_dialog: QDialog) -> None:
        press(Key.Key_Return, CTRL)

    failures = meanwhile(answer)
    press(Key.Key_Return)
    assert failures == []
    assert shop.orders.view(orders[OUT]).state == "delivered"
    assert screen.page.opened
    assert "Delivered" in screen.panel.text()
