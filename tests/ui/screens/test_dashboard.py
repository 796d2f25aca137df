"""The page of today: one glance, live as the counter sells, every card a way to what is behind its figure."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication

from shoppos.base import i18n
from shoppos.rules.bank_words import Credit
from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.screens.dashboard import DashboardScreen
from tests.shop.order_rows import an_order
from tests.ui.pages import ALT, CTRL, SHIFT, Key, asked_here, context, focus, press, shown, until, wait
from tests.ui.window import press as press_in
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

SHIFTED = CTRL | SHIFT


def settled(page: DashboardScreen) -> None:
    until(lambda: page.job is not None and not page.job.running and not page._later.isActive() and page.known)
    wait(20)


def page_of(qtbot, shop: Shop) -> DashboardScreen:
    page = DashboardScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    settled(page)
    page.led = []
    page.leads.connect(lambda action, thing: page.led.append((action, thing)))
    return page


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop on a day on which something of everything happened."""
    shop.customers.add("Anil Verma", "9876512345")
    shop.shifts.open(50_000)
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.sales.sell(["1003"], [Tender("khata", 6_200)], customer_phone="9876512345")
    an_order(shop, "1002")
    shop.bank.learn([Credit(310_00, "412345678901", "anil@upi")])
    return shop


def said(page: DashboardScreen, key: str) -> tuple[str, str, str]:
    card = page.cards[key]
    return card.heading.text(), card.figure.text(), card.said.text()


def test_every_card_says_what_the_shop_has(qtbot, busy: Shop) -> None:
    page = page_of(qtbot, busy)
    assert said(page, "sales")[:2] == ("Sold today · 2 bills", "₹212")
    assert said(page, "cash")[:2] == ("Cash to expect in the drawer", "₹650")
    assert said(page, "dues") == ("Owed by one customer", "₹62", "Nobody is to be reminded")
    assert said(page, "orders") == ("Orders to see to", "1", "None is late")
    assert said(page, "low") == ("Items running out", "0", "Nothing runs out")
    assert [page.list.item(at).text() for at in range(page.list.count())] == [
        "One payment came in, nobody knows what for"
    ]
    assert page.badge.text() == "The books were not checked yet."


def test_keys_walk_from_card_to_card_and_open_them(qtbot, busy: Shop) -> None:
    page = page_of(qtbot, busy)
    page.enter()
    assert focus() is page.cards["sales"]
    press(Key.Key_Return)
    day = f"{busy.db.clock.now():%Y-%m-%d}"
    press(Key.Key_Right)
    press(Key.Key_Return)
    press(Key.Key_Down)
    assert focus() is page.cards["low"]
    press(Key.Key_Right)
    assert focus() is page.list
    press(Key.Key_Return)
    press(Key.Key_3, ALT)
    assert page.led == [("bills", day), ("reading", ""), ("bank", ""), ("people", "")]


def test_it_follows_the_counter_without_being_asked(qtbot, busy: Shop) -> None:
    window = window_on(busy, qtbot)
    press_in(window, Key.Key_T, SHIFTED)
    page = window.pages.front
    assert isinstance(page, DashboardScreen)
    settled(page)
    before = said(page, "sales")[1]
    failed: list[BaseException] = []

    def sell() -> None:
        try:
            for _bill in range(5):
                busy.sales.sell(["1001"], [Tender("cash", 15_000)])
        except BaseException as error:  # noqa: BLE001  (told to the test's own thread)
            failed.append(error)
        finally:
            busy.db.release()

    other = threading.Thread(target=sell)
    other.start()
    until(lambda: said(page, "sales")[:2] == ("Sold today · 7 bills", "₹962"))
    other.join()
    assert (before, failed) == ("₹212", [])
    until(lambda: said(page, "cash")[1] == "₹1,400")
    assert window.pages.front is page


def test_looking_writes_nothing(qtbot, busy: Shop) -> None:
    before = busy.db.data_version(), busy.db.row("SELECT count(*), max(seq) FROM journal"), busy.db.raw.total_changes
    page = page_of(qtbot, busy)
    page.refresh(page.watches)
    settled(page)
    after = busy.db.data_version(), busy.db.row("SELECT count(*), max(seq) FROM journal"), busy.db.raw.total_changes
    assert after == before


def test_the_window_never_waits_for_it(qtbot, busy: Shop) -> None:
    page = page_of(qtbot, busy)

    def show() -> None:
        page._show(dict(page.known))
        page.grab()

    assert asked_here(busy, lambda: page.refresh(page.watches)) == []
    settled(page)
    assert asked_here(busy, show) == []


def test_a_card_tells_a_reader_what_its_chart_shows(qtbot, busy: Shop) -> None:
    page = page_of(qtbot, busy)
    card = page.cards["sales"]
    assert card.accessibleDescription() == "Billed by hour, today and a week ago"
    assert card.chart.accessibleName() == card.accessibleDescription()


def test_a_cashier_sees_what_is_to_be_done_and_no_money(qtbot, busy: Shop) -> None:
    busy.staff.set_pin("Meena", "4711")
    busy.staff.add("Ravi", "cashier")
    busy.staff.sign_in("Ravi")
    page = page_of(qtbot, busy)
    assert [key for key, card in page.cards.items() if card.isVisible()] == ["orders", "low"]
    assert not set(page.known) & {"sales", "cash", "dues"}
    assert page.note.text() == "Sales, cash and dues are for a manager to see."
    busy.staff.sign_in("Meena", "4711")
    page.refresh(frozenset({"employee"}))
    settled(page)
    assert all(card.isVisible() for card in page.cards.values())


def test_the_books_are_checked_on_demand_and_a_fault_is_said_by_its_row(qtbot, busy: Shop) -> None:
    page = page_of(qtbot, busy)
    press(Key.Key_B, CTRL)
    until(lambda: page.checking is not None and not page.checking.running)
    wait(50)
    settled(page)
    assert page.badge.text().startswith("✓ The books agree (")
    assert page.badge.property("level") == "good"
    with busy.db.transaction("test") as tx:
        tx.run(
            "UPDATE stock SET on_hand = on_hand + 1000 WHERE product_id = (SELECT id FROM product WHERE code = '1001')"
        )
    press(Key.Key_B, CTRL)
    until(lambda: page.badge.property("level") == "error")
    assert page.badge.text() == "✗ The books do not agree"
    assert "Surf Excel" in page.fault.text() or "1001" in page.fault.text()
    assert page.fault_card.isVisible()


def test_esc_leads_back_to_where_one_came_from(qtbot, busy: Shop) -> None:
    window = window_on(busy, qtbot)
    press_in(window, Key.Key_T, SHIFTED)
    settled(window.pages.front)
    press_in(window, Key.Key_1, ALT)
    assert window.pages.front.key == "bills"
    assert window.pages.front.table.model().rowCount() == 2
    assert window.strip.back.text() == "← Today (Esc)"
    press_in(window, Key.Key_Escape)
    assert window.pages.front.key == "today"
    press_in(window, Key.Key_Escape)
    assert window.pages.at_counter
    press_in(window, Key.Key_2, CTRL)
    assert window.strip.back.text() == "← Counter (Esc)"


@pytest.mark.parametrize(
    "size", [(1366, 700, 100, "en"), (1024, 540, 100, "hi"), (1024, 500, 150, "en"), (1024, 500, 150, "hi")]
)
def test_all_of_it_fits_and_has_a_name(qapp, qtbot, busy: Shop, size: tuple[int, int, int, str]) -> None:
    width, height, percent, language = size
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    try:
        page = page_of(qtbot, busy)
        page.retranslate()
        page.resize(width, height)
        wait(50)
        assert (page.width(), page.height()) == (width, height), "it asks for no more than the screen has"
        for kind in (QAbstractButton, QAbstractItemView):
            for one in page.findChildren(kind):
                if one.isVisible() and not one.objectName().startswith("qt_"):
                    assert QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip(), one
                    assert one.height() >= 44, (one, one.height())
                    assert page.rect().contains(one.mapTo(page, one.rect().bottomRight())), one
        for card in page.cards.values():
            for line in (card.heading, card.figure, card.said, card.chart):
                assert card.rect().contains(line.geometry()), (card.key, line.geometry())
    finally:
        i18n.use("en")
        style.apply(qapp, theme="light", percent=100)


def test_cash_to_expect_opens_the_reading_and_a_day_not_closed_its_closing(qtbot, busy: Shop) -> None:
    from shoppos.ui.dialogs.close_day import CloseDayDialog
    from shoppos.ui.dialogs.reading import ReadingDialog

    window = window_on(busy, qtbot)
    press_in(window, Key.Key_T, SHIFTED)
    page = window.pages.front
    assert isinstance(page, DashboardScreen)
    settled(page)
    page.cards["cash"].click()
    until(lambda: isinstance(QApplication.activeModalWidget(), ReadingDialog))
    QApplication.activeModalWidget().reject()
    until(lambda: QApplication.activeModalWidget() is None)
    page.leads.emit("close_day", "")
    until(lambda: isinstance(QApplication.activeModalWidget(), CloseDayDialog))
    QApplication.activeModalWidget().reject()
    until(lambda: QApplication.activeModalWidget() is None)
    assert window.pages.front is page
