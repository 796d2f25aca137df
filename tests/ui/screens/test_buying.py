"""Receiving goods by hand: scan, quantity, cost, Enter; kept as it is typed, saved with one chord."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos.base.clock import day_of
from shoppos.reports.audit import audit
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard
from shoppos.ui.dialogs import ask
from shoppos.ui.dialogs.paper import PaperDialog
from shoppos.ui.dialogs.supplier import PayForm, SupplierForm
from tests.ui.pages import Key, meanwhile, type_in
from tests.ui.pages import press as tap
from tests.ui.window import CTRL, SURF, keys_at, window_on


@pytest.fixture
def supplier(shop):
    return shop.suppliers.add(SupplierCard("Agro Traders", gstin="27AAPFU0939F1ZV"))


@pytest.fixture
def page(shop, supplier, qtbot):
    window = window_on(shop, qtbot)
    window.do("buying")
    front = window.pages.front
    front.supplier.editor.setCurrentIndex(front.supplier.editor.findText("Agro Traders"))
    front.supplier.editor.activated.emit(front.supplier.editor.currentIndex())
    front.line.setFocus()
    front.window_bar = window.bar
    return front


def enter(text="", held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClicks(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, held)


def test_the_keyboard_alone_receives_goods_and_offers_the_labels(page, shop):
    keys_at(5, SURF)
    assert QApplication.focusWidget() is page.row.editor("quantity")
    enter("12")
    enter("100")
    assert QApplication.focusWidget() is page.row.editor("mrp")  # the cost is new: look at the price
    enter()
    enter("155")
    assert QApplication.focusWidget() is page.line
    assert page.line_rows.rows == [("Surf Excel 1 kg", "12", "100.00", "1,416.00", "- → 23.8 %")]
    enter("20*1002@8")
    enter()
    enter()
    enter()
    assert len(page.receipt.lines) == 2
    page.bill.editor.setText("X-1")
    page.bill.editor.editingFinished.emit()
    page.line.setFocus()
    enter(held=CTRL)
    card = shop.catalogue.show("1001")
    assert (card.on_hand, card.form.cost, card.form.price) == (62_000, 100_00, 155_00)
    assert page.labels.isVisible()
    assert page.changed == (card.product_id,)
    assert shop.suppliers.named("agro").owed == 1416_00 + 168_00
    assert page.receipt.lines == ()
    assert "Received as A1/2627/G00001" in page.window_bar.text()
    assert audit(shop.db, most=3).faults == ()


def test_what_is_typed_stands_in_the_file_before_it_is_saved(page, shop):
    enter("3*1001@90")
    page.row.ended.emit()
    kept = shop.buying.draft()
    assert kept == page.receipt
    assert [(line.quantity, line.cost) for line in kept.lines] == [(3000, 90_00)]
    page.line.setFocus()
    QTest.keyClick(page.line, Qt.Key.Key_Delete)
    assert shop.buying.draft().lines == ()


def test_a_batch_is_asked_for_where_it_is_kept_and_a_wrong_day_is_said_below_its_field(page, shop):
    butter = shop.catalogue.show("1003").product_id
    shop.keepings.set(butter, tracks="batch")
    enter("10*1003@50")
    assert QApplication.focusWidget() is page.row.editor("batch")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert page.row.fields["batch"].failed
    enter("b7")
    QApplication.focusWidget().setText("31-02-2027")
    enter(held=CTRL)
    assert page.row.fields["expiry"].failed
    page.row.editor("expiry").setText("31-03-2027")
    enter(held=CTRL)
    assert [(line.batch, line.expiry) for line in page.receipt.lines] == [("B7", 2027_03_31)]


def test_an_unknown_code_and_a_barcode_as_quantity_change_nothing(page):
    enter("9999999")
    assert "No item has the code" in page.window_bar.text()
    page.line.clear()
    enter("1001")
    QApplication.focusWidget().setText("8901719101038")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert page.row.fields["quantity"].failed
    QApplication.focusWidget().setText("2")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert page.row.fields["cost"].failed
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.row.isVisible()
    assert page.receipt.lines == ()


@pytest.mark.parametrize(("answer", "saved"), [(True, 1), (False, 0)])
def test_a_total_that_differs_is_asked_once(page, shop, monkeypatch, answer, saved):
    asked = []
    monkeypatch.setattr(ask, "ask", lambda _parent, sentence, *_more, **_how: asked.append(sentence) or answer)
    enter("2*1001@100")
    page.row.ended.emit()
    page.total.editor.setText("500")
    page.total.editor.editingFinished.emit()
    page.line.setFocus()
    enter(held=CTRL)
    assert len(asked) == 1
    assert "₹236.00" in asked[0]
    assert shop.db.row("SELECT count(*) FROM purchase") == (saved,)
    assert bool(page.receipt.lines) != answer


def test_what_runs_out_becomes_an_order_and_its_goods_a_receipt(page, shop, supplier):
    shop.keepings.set(shop.catalogue.show("1001").product_id, supplier_id=supplier.id)
    shop.stock.move("1001", -47_000, "counted")
    page.refresh(page.watches)
    assert [row[0] for row in page.left_rows.rows] == ["Surf Excel 1 kg\nAgro Traders"]
    page.acts["first"].click()
    assert page.shown == "orders"
    page.acts["third"].click()
    assert "1. Surf Excel 1 kg" in QApplication.clipboard().text()
    page.acts["first"].click()
    assert page.receipt.order_id is not None
    assert [line.product_id for line in page.receipt.lines] == [shop.catalogue.show("1001").product_id]


@pytest.mark.parametrize("sheets", [True, False])
def test_an_order_goes_to_the_printer_of_sheets_and_without_one_is_shown_to_be_kept_as_a_file(
    page, shop, supplier, monkeypatch, sheets
):
    printers = [{"name": "Till", "address": "tcp://192.0.2.1", "form": "escpos", "paper": "80"}]
    if sheets:
        printers.append({"name": "Office", "address": "tcp://192.0.2.2", "form": "pdf", "paper": "A4"})
    shop.settings.set("printers", printers)
    seen = []
    monkeypatch.setattr(PaperDialog, "exec", lambda dialog: seen.append(dialog.paper.currentData()))
    shop.keepings.set(shop.catalogue.show("1001").product_id, supplier_id=supplier.id)
    shop.stock.move("1001", -47_000, "counted")
    page.refresh(page.watches)
    page.acts["first"].click()
    page.acts["second"].click()
    assert seen == ([] if sheets else ["A4"])
    assert shop.db.rows("SELECT kind, state FROM print_job") == [("purchase_order", "owed")]


def test_a_supplier_is_written_down_and_paid(page, shop, supplier, qtbot):
    form = SupplierForm(shop, page)
    qtbot.addWidget(form)
    form.gstin.editor.setText("27XXXX")
    form.name.editor.setText("Gujarat Foods")
    form.accept()
    assert form.gstin.failed
    form.gstin.editor.clear()
    form.opening.editor.setText("500")
    form.accept()
    assert form.saved is not None
    pay = PayForm(shop, page, form.saved)
    qtbot.addWidget(pay)
    assert pay.amount.editor.text() == "500.00"
    pay.amount.editor.setText("600")
    pay.accept()
    assert pay.saved is None
    pay.accept()
    assert pay.saved is not None
    assert pay.saved.owed == -100_00


def test_one_key_at_the_counter_notes_what_was_asked_for_and_leaves_the_bill(hands, shop):
    hands.type("1002")
    hands.press("Return")
    hands.type("surf")
    hands.press("Ctrl+Shift+A")
    hands.type("organic honey")
    hands.press("Ctrl+Shift+A")
    rows = shop.db.rows("SELECT said, product_id IS NOT NULL FROM asked ORDER BY id")
    assert rows == [("Surf Excel 1 kg", 1), ("organic honey", 0)]
    assert hands.counter.line.text() == ""
    assert len(hands.counter.view.lines) == 1


def test_goods_go_back_to_their_supplier_by_keys(page, shop):
    enter("10*1001@100")
    page.row.ended.emit()
    page.line.setFocus()
    enter(held=CTRL)
    number = shop.db.row("SELECT number FROM purchase")[0]
    before = shop.suppliers.named("agro").owed
    page.tabs["received"].click()
    assert page.left_rows.rows[0][0] == f"Agro Traders\n{number[-6:]}"

    def act(form):
        assert "10 can go back" in form.fields[1].caption.text()
        type_in("11")
        tap(Key.Key_Return)
        keys_at(120, "leaking")
        assert "only 10 can go back" in form.wrong.text()
        form.fields[1].editor.setFocus()
        form.fields[1].editor.selectAll()
        type_in("4")
        tap(Key.Key_Return)
        tap(Key.Key_Return)

    failures = meanwhile(act)
    page.left.setFocus()
    tap(Key.Key_Return)
    assert failures == []
    assert shop.catalogue.show("1001").on_hand == 50_000 + 10_000 - 4_000
    assert shop.suppliers.named("agro").owed == before - 472_00
    assert "owed ₹472.00 less" in page.window_bar.text()
    assert page.left_rows.rows[0][2] == "-472.00"
    assert shop.db.row("SELECT note FROM purchase WHERE kind = 'returned'") == ("leaking",)
    failures = meanwhile(lambda form: (form.all.click(), tap(Key.Key_Return)))
    page.acts["first"].click()
    assert failures == []
    assert shop.suppliers.named("agro").owed == before - 1180_00
    page.acts["first"].click()
    assert "went back already" in page.window_bar.text()
    assert audit(shop.db, most=3).faults == ()


def test_what_expires_is_found_by_its_words_with_its_worth_and_what_is_over_stands_out(page, shop):
    butter = shop.catalogue.show("1003").product_id
    shop.keepings.set(butter, tracks="batch")
    today = day_of(shop.db.clock.business_day(shop.db.clock.ms()))
    for n, (batch, days) in enumerate((("old", -3), ("soon", 20), ("later", 80), ("far", 200))):
        expiry = int(f"{today + dt.timedelta(days=days):%Y%m%d}")
        line = ReceiptLine(butter, (n + 1) * 1000, 50_00, batch=batch, expiry=expiry)
        shop.buying.receive(Receipt(supplier_id=shop.suppliers.named("agro").id, lines=(line,)), sure=True)
    window = page.window()
    window.pages.show_counter()
    failures = meanwhile(lambda palette: (palette.line.setText("expires"), tap(Key.Key_Return)))
    window.do("palette")
    assert failures == []
    assert window.pages.front is page
    assert [row[1:] for row in page.left_rows.rows] == [("50.00", "-3"), ("100.00", "20"), ("150.00", "80")]
    assert page.left_rows.rows[0][0].startswith("Amul Butter 100 g\nOLD · ")
    assert page.left_rows.doubted == {0}
    assert page.empty.text() == "30 days: ₹100.00 · 60 days: ₹100.00 · 90 days: ₹250.00 · over: ₹50.00"
    assert page.empty.isVisible()
    tap(Key.Key_Return)
    assert page.shown == "expiring", "there is nothing to do with a batch here"
    window.do("expiring")
    assert window.pages.front is page


def test_an_unknown_word_is_never_received_as_an_item_that_is_called_nearly_so(page) -> None:
    page.line.setText("buttxr")
    page._entered("buttxr")
    assert page.receipt.lines == ()
    assert "Did you mean Amul Butter 100 g?" in page.window_bar.text()


def test_a_day_is_typed_as_people_write_it_and_kept_so(page):
    page.bill.editor.setFocus()
    page.date.editor.setText("20/11/26")
    page.date.editor.editingFinished.emit()
    assert page.receipt.bill_date == 2026_11_20
    page.show_head(page.receipt)
    assert page.date.editor.text() == "20-11-2026"
    page.date.editor.setText("31-02-2026")
    page.date.editor.editingFinished.emit()
    assert page.date.failed
    assert page.receipt.bill_date == 2026_11_20
