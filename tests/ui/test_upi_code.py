"""The payment gateway's code at the counter and on an order: in time, late, not at all; its payment seen by itself."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from shoppos.rules.bank_words import Credit
from shoppos.shop.payments import Tender
from shoppos.ui import upi_code
from shoppos.ui.dialogs.order_money import TakeMoneyDialog
from shoppos.ui.widgets.form import choose
from tests.shop.order_rows import an_order
from tests.ui.order_hands import F10, begun, called, entered
from tests.ui.pages import wait
from tests.ui.window import press as keyed

if TYPE_CHECKING:
    from collections.abc import Callable

UTR = "412345678901"


class Service:
    """What asks the gateway: it answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, Callable[[str], None]]] = []
        self.dropped: list[str] = []

    def ask(self, amount: int, reference: str, came: Callable[[str], None]) -> Callable[[], None]:
        self.asked.append((amount, reference, came))
        return lambda: self.dropped.append(reference)

    def answer(self, link: str | None = None) -> str:
        """Its answer comes on another thread, as the real one's does."""
        amount, reference, came = self.asked[-1]
        made = f"upi://pay?pa=shop.rzp@hdfcbank&am={amount / 100:.2f}&tr=rzp{reference}" if link is None else link
        thread = threading.Thread(target=came, args=(made,))
        thread.start()
        thread.join()
        for _again in range(10):  # a window that closes meanwhile ends one loop, not all
            wait(10)
        return made


@pytest.fixture
def service(hands, shop) -> Service:
    shop.settings.set("gateway", {"account": "…st_1", "counter": True})
    made = Service()
    hands.context.ask_qr = made.ask
    return made


def sell(hands) -> None:
    hands.type("1001")
    hands.press("Return", "F10")


def panel(hands):
    return hands.counter.side.panel


def test_the_gateways_code_is_shown_when_it_comes_in_time(hands, service) -> None:
    sell(hands)
    assert panel(hands).opened
    assert not panel(hands).qr.isVisible()
    assert "fetched" in panel(hands).about.text()
    link = service.answer()
    assert panel(hands).qr.isVisible()
    assert panel(hands).shown["link"] == link
    assert hands.shown[-1].upi_link == link
    wait(upi_code.PATIENCE // 10)
    assert service.dropped == []
    hands.press("Return")
    assert not panel(hands).opened


def test_the_shops_own_code_is_shown_after_three_seconds_and_the_late_one_is_not(hands, service, monkeypatch) -> None:
    monkeypatch.setattr(upi_code, "PATIENCE", 150)
    sell(hands)
    wait(400)
    own = panel(hands).shown
    assert own["link"].startswith("upi://pay?pa=sharmakirana")
    assert panel(hands).qr.isVisible()
    assert service.dropped == [own["reference"]]
    service.answer()
    assert panel(hands).shown["link"] == own["link"]


def test_without_an_answer_the_shops_own_code_is_shown_at_once(hands, service) -> None:
    sell(hands)
    service.answer("")
    assert panel(hands).shown["link"].startswith("upi://pay?pa=sharmakirana")


def test_the_till_is_not_held_up_while_the_code_is_fetched(hands, service) -> None:
    sell(hands)
    hands.press("F9")
    assert panel(hands).method == "cash"
    service.answer()
    assert not panel(hands).qr.isVisible()
    hands.press("Return")
    assert not panel(hands).opened


def test_an_answer_for_the_code_before_is_not_shown_for_this_one(hands, service) -> None:
    sell(hands)
    first = service.asked[0]
    hands.press("F10")
    assert service.dropped == [first[1]]
    first[2]("upi://pay?pa=x@y&am=10.00&tr=old")
    wait(50)
    assert not panel(hands).qr.isVisible()
    link = service.answer()
    assert panel(hands).shown["link"] == link


@pytest.mark.parametrize("chosen", [{}, {"account": "…st_1"}, {"account": "", "counter": True}])
def test_where_no_gateway_is_chosen_the_counter_asks_nobody(hands, service, shop, chosen) -> None:
    shop.settings.set("gateway", chosen)
    sell(hands)
    assert panel(hands).qr.isVisible()
    assert service.asked == []


def test_a_payment_that_is_seen_is_told_on_the_panel_and_its_utr_typed(hands, service, shop) -> None:
    sell(hands)
    service.answer()
    reference = panel(hands).shown["reference"]
    hands.counter.upi_seen("another", "1")
    assert panel(hands).reference.text() == ""
    hands.counter.upi_seen(reference, UTR)
    assert panel(hands).reference.text() == UTR
    assert panel(hands).about.text().startswith("✓")
    hands.press("Return")
    assert shop.db.rows("SELECT utr FROM utr") == [(UTR,)]


@pytest.mark.parametrize("utr", [UTR, ""])
def test_a_payment_told_before_its_bill_is_matched_after_it(shop, utr) -> None:
    view = shop.sales.on_screen()
    shop.sales.enter(view.id, "1001")
    payable = shop.sales.view(view.id).payable
    asked = shop.sales.upi_attempt(view.id, payable)
    shop.bank.learn([Credit(payable, utr, reference=asked.reference, key="pay_1")])
    (credit,) = shop.bank.open()
    assert shop.bank.again() == []
    shop.sales.checkout(view.id, [Tender("upi", payable, utr, asked.reference)])
    assert len(shop.bank.again()) == 1
    assert shop.bank.open() == []
    assert shop.bank.view(credit.id).state == "matched"
    assert shop.bank.again() == []


def test_money_of_an_order_that_a_service_told_is_not_taken_twice(shop) -> None:
    order = an_order(shop, "1002")
    asked = shop.advances.qr(order)
    shop.bank.learn([Credit(10_00, UTR, reference=asked.reference)])
    first = shop.advances.came(asked.reference)
    assert first is not None
    assert shop.advances.take(order, Tender("upi", 10_00, "", asked.reference)) == first
    assert shop.advances.left(order) == 10_00


def test_the_dialog_of_an_orders_money_shows_the_gateways_code_too(qtbot, hands, service, shop) -> None:
    order = an_order(shop, "1002")
    dialog = TakeMoneyDialog(hands.context, hands.window, order)
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog.way.editor, "upi")
    dialog.show_qr()
    assert not dialog.qr.isVisible()
    service.answer()
    assert dialog.qr.isVisible()
    assert service.asked[0][0] == 10_00
    shop.bank.learn([Credit(10_00, UTR, reference=service.asked[0][1])])
    dialog.accept()
    assert shop.advances.left(order) == 10_00


def test_an_order_that_was_paid_by_its_code_stands_so_on_its_page_by_itself(qtbot, shop) -> None:
    window = called(shop, qtbot)
    shop.settings.set("gateway", {"account": "…st_1"})
    service = Service()
    window.context.ask_qr = service.ask
    front = begun(window)
    entered(window, "1001")
    keyed(window, F10)
    panel = front.side.panel
    assert panel.opened
    assert not panel.qr.isVisible()
    service.answer()
    assert panel.qr.isVisible()
    amount, reference, _came = service.asked[-1]
    shop.bank.learn([Credit(amount, UTR, reference=reference)])
    front.refresh(frozenset({"advance"}))
    assert not panel.opened
    assert shop.advances.left(front.view.id) == amount == 150_00
