"""The pages and dialogs of goods and people fit the smallest screen at the largest letters, with long names in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QScrollArea, QTableView, QWidget

from shoppos.base import i18n
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard
from shoppos.ui import style
from shoppos.ui.dialogs.customer_terms import CustomerTermsDialog
from shoppos.ui.dialogs.item_stock import ItemStockDialog
from shoppos.ui.dialogs.khata_pay import KhataPayDialog
from shoppos.ui.dialogs.khata_period import KhataPeriodDialog
from shoppos.ui.dialogs.offers import OffersDialog
from shoppos.ui.dialogs.price_lists import PriceListsDialog
from shoppos.ui.dialogs.send_back import SendBack
from shoppos.ui.dialogs.supplier import PayForm, SupplierForm
from shoppos.ui.screens.buying import BuyingScreen
from shoppos.ui.screens.count import CountScreen
from shoppos.ui.screens.people import PeopleScreen
from shoppos.ui.screens.returns import ReturnsScreen
from shoppos.ui.widgets.count_table import NAME, WORTH
from tests.ui.pages import context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop

SCREEN = (1024, 600)
FRAME = 40
FOCUS = 2
"""Pixels by which the frame of the line with the keyboard is thicker."""
TALL = "Patanjali Cow's Ghee, Desi, Jar with Measuring Spoon & Lid 1 L"
SUPPLIER = "Hindustan Unilever Authorised Distributor - Shree Balaji Marketing & Sons"
CUSTOMER = "श्रीमती कमलाबाई ज्ञानेश्वर देशपांडे-कुलकर्णी"


@pytest.fixture(params=["en", "hi"])
def large(request, qapp, monkeypatch, shop) -> Iterator[Shop]:
    """The largest letters on a screen of 1024 x 600, in a shop whose names are long and whose dues are high."""
    style.load_fonts()
    style.apply(qapp, theme="light", percent=150)
    i18n.use(request.param)
    monkeypatch.setattr(QWidget, "screen", lambda _self: Small())
    shop.catalogue.add(ProductForm("9001", TALL, 51_00, stock=20_000, low=90_000))
    shop.customers.add(CUSTOMER, "9812345678")
    shop.sales.sell(["2*9001"], [Tender("khata")], customer_phone="9812345678")
    supplier = shop.suppliers.add(SupplierCard(SUPPLIER, "9823011221"), opening=12_40_795_00)
    ghee = shop.catalogue.show("9001").product_id
    shop.buying.receive(Receipt(supplier.id, (ReceiptLine(ghee, 12_000, 38_00),), "HUL/4518"), sure=True)
    yield shop
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


class Small:
    """A screen as small as the smallest that is promised."""

    def availableSize(self) -> QSize:  # noqa: N802  (Qt calls it so)
        return QSize(*SCREEN)


def dialogs(shop: Shop, parent: QWidget):
    customer = shop.customers.by_phone("9812345678")
    supplier = shop.suppliers.search()[0]
    number = shop.db.rows("SELECT number FROM purchase")[0][0]
    yield "terms", CustomerTermsDialog(shop, customer, parent)
    yield "payment", KhataPayDialog(shop, customer, parent)
    yield "statement", KhataPeriodDialog(context(shop), customer, parent)
    yield "stock", ItemStockDialog(shop, parent, shop.catalogue.show("9001").product_id)
    yield "offers", OffersDialog(shop, parent)
    yield "price lists", PriceListsDialog(shop, parent)
    yield "send back", SendBack(shop, parent, number)
    yield "supplier", SupplierForm(shop, parent)
    yield "pay a supplier", PayForm(shop, parent, supplier)


def test_every_dialog_fits_the_screen_and_cuts_no_line(large, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    for name, dialog in dialogs(large, parent):
        dialog.show()
        QApplication.processEvents()
        assert dialog.width() <= SCREEN[0], name
        assert dialog.height() <= SCREEN[1], name
        for line in dialog.findChildren(QLineEdit):
            if line.isVisible():
                assert line.height() >= line.minimumSizeHint().height() - FOCUS, f"{name}: {line.accessibleName()}"
        for area in dialog.findChildren(QScrollArea):
            assert not area.horizontalScrollBar().isVisible(), name
        dialog.hide()


def money_columns(page: QWidget):
    """Tables in sight with their columns of figures at the right, which are never cut."""
    for view in page.findChildren(QTableView):
        if not view.isVisible() or isinstance(view.parent(), QAbstractScrollArea):
            continue
        assert not view.horizontalScrollBar().isVisible(), view.accessibleName()
        for column in range(1, view.model().columnCount()):
            if not view.isColumnHidden(column):
                yield view, column


@pytest.mark.parametrize("page", [ReturnsScreen, BuyingScreen, PeopleScreen])
def test_no_amount_of_a_list_is_cut_at_the_largest_letters(large, qtbot, page):
    made = page(context(large))
    qtbot.addWidget(made)
    made.resize(SCREEN[0], SCREEN[1] - FRAME)
    made.show()
    for shown in ("reorder", "suppliers", "received") if page is BuyingScreen else ("",):
        if shown:
            made._turn(shown)
        made.refresh(made.watches)
        QApplication.processEvents()
        for view, column in money_columns(made):
            for row in range(view.model().rowCount()):
                text = str(view.model().index(row, column).data())
                if not any(sign.isdigit() for sign in text) or any(sign.isalpha() for sign in text):
                    continue
                need = view.fontMetrics().horizontalAdvance(text) + 2 * style.scaled(8)
                assert view.columnWidth(column) >= need, f"{shown}: {text!r} in column {column}"


def test_the_differences_of_a_count_show_what_they_are_worth_whole(large, qtbot):
    count = large.counting.start("all")
    line = large.counting.lines(count.id)[0]
    large.counting.enter(count.id, f"1*{line.code}")
    page = CountScreen(context(large))
    qtbot.addWidget(page)
    page.resize(SCREEN[0], SCREEN[1] - FRAME)
    page.show()
    page.refresh(page.watches)
    page.turn_page()
    QApplication.processEvents()
    assert not page.table.isColumnHidden(WORTH)
    assert not page.table.horizontalScrollBar().isVisible()
    assert page.table.columnWidth(WORTH) >= page.fontMetrics().horizontalAdvance("-₹1,24,079.00") + 2 * style.scaled(8)
    assert page.table.columnWidth(NAME) >= style.scaled(150)


def test_the_fields_of_what_came_are_whole_in_a_low_window(large, qtbot):
    page = BuyingScreen(context(large))
    qtbot.addWidget(page)
    page.resize(SCREEN[0], SCREEN[1] - FRAME)
    page.show()
    page._entered("12*9001@39")
    QApplication.processEvents()
    assert page.row.isVisible()
    editor = page.row.editor("cost")
    assert editor.visibleRegion().boundingRect().height() == editor.height() >= style.scaled(44) - 2
