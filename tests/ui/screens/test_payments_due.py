"""The page of payments: what nobody asked for is named by its number or by who owes it, and twins stay in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.rules.bank_words import Credit
from shoppos.shop.payments import Tender
from shoppos.ui.widgets.payment_page import TWICE
from tests.shop.order_rows import an_order
from tests.shop.order_taking import confirmed
from tests.ui.pages import Key, press
from tests.ui.screens.test_payments import OTHER, UTR, screen_of

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def order(shop: Shop) -> bytes:
    """An order of Rs 310."""
    return an_order(shop, "2*1001", "1002")


def test_what_was_paid_twice_stays_in_its_list_when_both_are_matched(qtbot, shop: Shop, order: bytes) -> None:
    for utr in (UTR, OTHER):
        (credit,) = shop.bank.learn([Credit(310_00, utr, "anil@upi")]).ids
        shop.bank.match(credit, order, sure=True)
    screen = screen_of(qtbot, shop)
    assert screen.page.chips.button(TWICE).text() == "Paid twice (1)"
    screen.page.chips.button(TWICE).click()
    assert screen.chosen.credit.utr == OTHER
    for part in ("For A1/2627/O00001, by Meena", "anil@upi paid ₹310.00 before"):
        assert part in screen.page.said.text()
    assert not screen.page.buttons["match"].isVisible()


def test_an_order_that_is_named_or_due_is_not_said_to_have_shown_a_qr(qtbot, shop: Shop) -> None:
    confirmed(shop, "1003", pay_by="upi")
    shop.bank.learn([Credit(50_00, UTR, "x@upi", "Order O00001")])
    screen = screen_of(qtbot, shop)
    assert screen.page.claims.rows[0][:3] == ("O00001", "₹62.00", "Order")
    assert "its number stands in the text" in screen.page.said.text()


def test_a_khata_that_just_that_much_is_due_on_is_named_by_who_owes_it(qtbot, shop: Shop) -> None:
    for line in ("1001", "1002"):
        shop.sales.sell([line], [Tender("khata")], customer_phone="9812345678")
    anil = shop.customers.by_phone("9812345678").id
    shop.customers.change(anil, name="Anil Verma")
    shop.bank.learn([Credit(160_00, UTR, "anil@upi")])
    screen = screen_of(qtbot, shop)
    assert screen.page.claims.rows[0][0] == "the khata of Anil Verma"
    press(Key.Key_Return)
    assert shop.customers.get(anil).owes == 0
