"""Offers and price lists made by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from shoppos.shop import Shop
from shoppos.ui.dialogs.offers import OffersDialog
from shoppos.ui.dialogs.price_lists import PriceListsDialog
from shoppos.ui.widgets.form import choose
from tests.ui.pages import Key, focus, meanwhile, press, shown, type_in


@pytest.fixture
def offers(qtbot, shop: Shop) -> OffersDialog:
    return shown(qtbot, OffersDialog(shop, None, code="1002"))


@pytest.fixture
def lists(qtbot, shop: Shop) -> PriceListsDialog:
    return shown(qtbot, PriceListsDialog(shop, None))


def test_an_offer_is_made_by_enter_and_acts_at_the_counter(offers: OffersDialog, shop: Shop) -> None:
    press(Key.Key_Return)
    assert offers.model.rows == [("Buy 2 get 1 free", "runs", "always")]
    assert shop.sales.enter(shop.sales.on_screen().id, "3*1002").view.payable == 20_00


def test_only_the_fields_of_its_kind_are_asked(offers: OffersDialog) -> None:
    assert offers.buy.isVisible()
    choose(offers.kind.editor, "count")
    assert (offers.buy.isVisible(), offers.price.isVisible()) == (False, True)
    offers.price.editor.setText("25")
    offers.hours.editor.setText("17:00-19:00")
    offers.since.editor.setText("01-04-2026")
    offers.make()
    assert offers.model.rows[0][0] == "3 for ₹25.00"
    assert offers.model.rows[0][2].endswith("17:00-19:00")


def test_what_does_not_do_stands_under_its_field(offers: OffersDialog, shop: Shop) -> None:
    for field, text in ((offers.codes, "9999"), (offers.buy, "x"), (offers.until, "31-02-2026"), (offers.hours, "a-b")):
        before = field.editor.text()
        field.editor.setText(text)
        offers.make()
        assert field.failed, field.name
        field.editor.setText(before)
    assert shop.offers.all() == []


def test_an_offer_is_ended_once_asked(offers: OffersDialog, shop: Shop) -> None:
    offers.make()
    offers.table.selectRow(0)
    failures = meanwhile(QDialog.accept)
    offers.end()
    assert failures == []
    assert shop.offers.all() == []


def test_a_list_is_named_and_filled_by_keys(lists: PriceListsDialog, shop: Shop) -> None:
    assert focus() is lists.name.editor
    type_in("Wholesale")
    press(Key.Key_Return)
    assert focus() is lists.item.editor
    type_in("butter")
    lists.least.editor.setText("10")
    lists.price.editor.setText("58")
    press(Key.Key_Return)
    assert lists.model.rows == [("1003", "Amul Butter 100 g", "10", "58.00", "62.00")]
    lists.for_all.click()
    assert shop.sales.enter(shop.sales.on_screen().id, "10*1003").view.payable == 580_00
    lists.table.selectRow(0)
    lists.unset()
    assert lists.model.rows == []


def test_a_price_above_the_mrp_and_an_unknown_item_are_refused(lists: PriceListsDialog) -> None:
    lists.name.editor.setText("Wholesale")
    lists.make()
    lists.item.editor.setText("1002")
    lists.price.editor.setText("500")
    lists.set()
    assert "MRP" in lists.said.text()
    assert lists.model.rows == []
    lists.item.editor.setText("nothing such")
    lists.set()
    assert lists.item.failed


def test_a_list_is_ended_once_asked(lists: PriceListsDialog, shop: Shop) -> None:
    lists.name.editor.setText("Wholesale")
    lists.make()
    failures = meanwhile(QDialog.accept)
    lists.end()
    assert failures == []
    assert shop.prices.lists() == []


def test_on_a_small_screen_the_form_scrolls_and_its_buttons_stay(offers: OffersDialog) -> None:
    assert offers.minimumSizeHint().height() <= 420
    offers.resize(1000, 520)
    buttons = [button for button in offers.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) == 3
    for button in buttons:
        assert offers.rect().contains(button.geometry()), button.text()
