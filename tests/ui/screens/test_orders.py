"""The board of orders: walked by arrows, searched by digits, moved on by one key, on real orders of a real shop."""

from __future__ import annotations

import json
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

from shoppos.shop.payments import Tender
from shoppos.ui import keys, style
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.screens.orders import OrdersScreen
from shoppos.ui.screens.orders.page import ACTS
from tests.shop.order_rows import an_order
from tests.shop.order_taking import confirmed
from tests.ui.pages import ALT, CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in, wait
from tests.ui.window import window_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop

CALMED = 250
TAKEN, NEW, PACKED, OUT = range(4)
MANY = 500


@pytest.fixture
def orders(shop: Shop) -> list[bytes]:
    """Four orders: one not confirmed, one confirmed, one packed, one on its way with Ravi and COD."""
    shop.staff.add("Ravi", "cashier")
    first = shop.orders.begin(phone="9812300001", name="Kavita Rao").id
    shop.orders.enter(first, "1002")
    shop.orders.address(first, "3 Hill Road, Pune", pin_code="411004", state="27")
    ids = [
        first,
        confirmed(shop, "1001", "2*1002", phone="9812300002"),
        confirmed(shop, "1003", phone="9812300003"),
        confirmed(shop, "2*1001", phone="9812300004"),
    ]
    shop.dispatching.pack_all(ids[PACKED])
    shop.dispatching.pack_all(ids[OUT])
    shop.dispatching.dispatch(ids[OUT], carrier="Ravi")
    return ids


def board_of(qtbot, shop: Shop) -> OrdersScreen:
    page = OrdersScreen(context(shop))
    shown(qtbot, page)
    page.heard = []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.refresh(page.watches)
    page.enter()
    return page


@pytest.fixture
def screen(qtbot, shop: Shop, orders: list[bytes]) -> OrdersScreen:
    assert len(orders) == 4
    return board_of(qtbot, shop)


def numbers(screen: OrdersScreen) -> dict[str, set[str]]:
    """What stands in which column, by the last digit of the order's number."""
    return {view.key: {row.number[-1] for row in view.model.rows} for view in screen.board.columns if view.model.rows}


def offered(screen: OrdersScreen) -> set[str]:
    return {act for act, button in screen.page.buttons.items() if not button.isHidden()}


# -- looking


def test_every_order_stands_in_the_column_of_its_goods(screen: OrdersScreen) -> None:
    assert numbers(screen) == {"new": {"1", "2"}, "packed": {"3"}, "out": {"4"}}
    assert screen.board.column("new").title.text() == "New  2"
    assert screen.board.column("delivered").empty.text() == "Nothing delivered lately"


def test_a_card_says_its_three_states_in_words(screen: OrdersScreen) -> None:
    told = screen.board.column("out").model.index(0).data()
    for part in ("O00004", "Asha Kulkarni ··0004", "On its way", "COD ₹300", "To be told", "Ravi", "Pune", "1 item"):
        assert part in told, part


def test_an_empty_board_says_what_to_do(qtbot, shop: Shop) -> None:
    screen = board_of(qtbot, shop)
    assert screen.page.middle.currentWidget() is screen.page.empty
    assert screen.page.empty.text() == "No orders yet. Press F7 when somebody calls."
    with qtbot.waitSignal(screen.wanted) as wanted:
        screen.page.new.click()
    assert wanted.args == ["order"]
    assert screen.in_hand() == "", "a new order begins with nothing in hand"


def test_late_orders_stand_first_and_say_so(qtbot, shop: Shop, orders: list[bytes]) -> None:
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE orders SET promised = 20200102 WHERE id = ?", (orders[NEW],))
    screen = board_of(qtbot, shop)
    assert screen.board.column("new").model.rows[0].order_id == orders[NEW]
    assert "Late: 02-01" in screen.board.column("new").model.index(0).data()
    assert screen.page.late.text() == "Late (1)"
    screen.page.late.click()
    assert numbers(screen) == {"new": {"2"}}


def test_arrows_walk_between_columns_that_hold_something(screen: OrdersScreen, orders: list[bytes]) -> None:
    assert screen.order_id in orders[:2]
    for expected in (orders[PACKED], orders[OUT], orders[OUT]):
        press(Key.Key_Right)
        assert screen.order_id == expected
    press(Key.Key_Left)
    press(Key.Key_Left)
    before = screen.order_id
    press(Key.Key_Down)
    assert {before, screen.order_id} == set(orders[:2])


@pytest.mark.parametrize(
    ("text", "found"),
    [("0003", {"3"}), ("kavita", {"1"}), ("O00004", {"4"}), ("A1/2627/000001", {"4"}), ("zzz", set())],
)
def test_orders_are_found_by_phone_name_number_and_bill(screen: OrdersScreen, text: str, found: set[str]) -> None:
    press(Key.Key_F, CTRL)
    type_in(text)
    assert set().union(*numbers(screen).values()) == found
    if not found:
        assert screen.page.empty.text() == "No order is like that. Esc shows all."


def test_digits_typed_on_the_board_are_looked_for_and_enter_opens_the_only_one(screen, orders) -> None:
    type_in("0003")
    assert screen.search.text() == "0003"
    assert focus() is screen.search
    press(Key.Key_Return)
    assert screen.page.opened
    assert screen.order_id == orders[PACKED]
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert len(numbers(screen)) == 3, "a second Esc shows all again"


def test_filters_narrow_the_board(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.orders.set(orders[NEW], way="pickup")
    screen.page.way.setCurrentIndex(2)
    assert numbers(screen) == {"new": {"2"}}
    assert "Pick-up" in screen.board.column("new").model.index(0).data()
    screen.page.way.setCurrentIndex(0)
    screen.page.channel.setCurrentIndex(3)
    assert numbers(screen) == {}, "none came from the web"


def test_a_scan_of_a_bill_an_awb_or_an_order_opens_it(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.dispatching.dispatch(orders[PACKED], courier="India Post", awb="CM123456785IN")
    assert screen.scanned("A1/2627/000001")
    assert screen.order_id == orders[OUT]
    assert screen.scanned("CM123456785IN")
    assert screen.order_id == orders[PACKED]
    assert screen.scanned("A1/2627/O00002")
    assert screen.order_id == orders[NEW]
    assert not screen.scanned("8901030865275"), "goods belong to the counter"


def test_the_board_looks_again_by_itself_and_stays_where_one_was(screen, shop: Shop, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)
    shop.dispatching.pack_all(orders[NEW])
    screen.refresh(frozenset({"orders"}))
    wait(CALMED)
    assert numbers(screen)["packed"] == {"2", "3"}
    assert screen.order_id == orders[NEW], "the mark goes with the order into the other column"
    assert focus() is screen.board.column("packed").list


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
    press(Key.Key_W)
    assert shop.orders.view(orders[OUT]).parcels[0].state == "out"


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


def test_of_two_parcels_the_one_is_asked_that_is_meant(screen: OrdersScreen, shop: Shop) -> None:
    order_id = confirmed(shop, "1001", "1003", phone="9812300009")
    for line in (1, 2):
        shop.dispatching.dispatch(order_id, lines={line: 1000} if line == 1 else None, carrier="Ravi")
    screen.refresh(screen.watches)
    screen.show_order(order_id)
    failures: list[list[str]] = []

    def why(_dialog: QDialog) -> None:
        type_in("1")
        press(Key.Key_Return, CTRL)

    def which(_dialog: QDialog) -> None:
        press(Key.Key_Down)
        failures.append(meanwhile(why))
        press(Key.Key_Return)

    failures.append(meanwhile(which))
    press(Key.Key_N)
    assert failures == [[], []]
    assert [parcel.state for parcel in shop.orders.view(order_id).parcels] == ["out", "failed"]


# -- how it looks and how fast


@pytest.mark.parametrize(("width", "height", "percent"), [(1024, 548, 100), (1024, 548, 150), (1366, 716, 100)])
def test_everything_is_named_and_large_enough(
    qapp, screen: OrdersScreen, width: int, height: int, percent: int
) -> None:
    style.apply(qapp, theme="light", percent=percent)
    try:
        screen.retranslate()
        screen.resize(width, height)
        wait(50)
        assert screen.width() == width, "the page asks for no more than the screen has"
        for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
            for widget in screen.findChildren(kind):
                if widget.isVisible() and not widget.objectName().startswith("qt_"):
                    named = QAccessible.queryAccessibleInterface(widget)
                    assert named.text(QAccessible.Text.Name), widget
                    assert widget.height() >= 44, (widget, widget.height())
    finally:
        style.apply(qapp, theme="light", percent=100)


def test_five_hundred_live_orders_paint_fast(qtbot, shop: Shop) -> None:
    for n in range(MANY):
        an_order(shop, "1002", phone=f"97{n:08d}", agreed=1000)
    screen = board_of(qtbot, shop)
    assert screen.board.column("new").title.text() == f"New  {MANY}"
    reading, painting = [], []
    for _again in range(5):
        begun = perf_counter()
        screen._look()
        read = perf_counter()
        screen.board.grab()
        reading.append(read - begun)
        painting.append(perf_counter() - read)
    assert median(reading) < 0.050, reading
    assert median(painting) < 0.050, painting
