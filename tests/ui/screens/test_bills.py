"""The bills' page: by day and by search, explained, printed again, checked with the bank, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from shoppos.base.money import grouped
from shoppos.reports.bill import load
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from shoppos.ui.dialogs.paper import PaperDialog, of_bill
from shoppos.ui.screens.bills import BillsScreen
from tests.ui.pages import ALT, CTRL, Key, context, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop

UTR = "412345678901"


@pytest.fixture
def screen(qtbot, shop: Shop) -> BillsScreen:
    shop.customers.add("Anil Verma", "9876512345")
    shop.sales.sell(["1001", "2*1002"], [Tender("cash", 20_000)])
    shop.sales.sell(["1003"], [Tender("upi")], customer_phone="9876512345")
    shop.sales.sell([".75*2001"], [Tender("card")], discount="10")
    page = BillsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    return page


def numbers(screen: BillsScreen) -> list[str]:
    return [screen.model.bill(row).number[-1] for row in range(screen.model.rowCount())]


def test_todays_bills_stand_there_newest_first(screen: BillsScreen) -> None:
    assert numbers(screen) == ["3", "2", "1"]
    assert screen.count.text() == "3 bills, ₹348.00"


@pytest.mark.parametrize(
    ("text", "found"), [("verma", ["2"]), ("98765", ["2"]), ("170", ["1"]), ("000003", ["3"]), ("zzz", [])]
)
def test_bills_are_found_by_name_phone_amount_and_number(screen: BillsScreen, text: str, found: list[str]) -> None:
    type_in(text)
    assert numbers(screen) == found


def test_alt_and_arrows_turn_the_day(screen: BillsScreen) -> None:
    press(Key.Key_Left, ALT)
    assert numbers(screen) == []
    assert "another day" in screen.count.text()
    press(Key.Key_Right, ALT)
    assert len(numbers(screen)) == 3


def test_the_bill_is_shown_whole(screen: BillsScreen) -> None:
    screen.search.setText("000001")
    text = screen.detail.text()
    for part in ("A1/2627/000001", "Surf Excel 1 kg", "पारले-जी", "CGST", "Meena", "change ₹30.00", "₹170.00"):
        assert part in text, part


def test_the_total_is_explained_to_the_paisa(screen: BillsScreen) -> None:
    screen.search.setText("000001")
    press(Key.Key_E, CTRL)
    text = screen.detail.text()
    assert "1. Surf Excel 1 kg: 1 × ₹150.00 = ₹150.00. In it are ₹22.88 of GST (18 %) on ₹127.12." in text
    assert "GST 18 %: on ₹127.12 it is CGST 9 % ₹11.44 + SGST 9 % ₹11.44." in text
    assert "the same to the paisa" in text
    press(Key.Key_E, CTRL)
    assert "the same to the paisa" not in screen.detail.text()


def test_a_claimed_upi_payment_is_listed_until_its_utr_is_typed(qtbot, screen: BillsScreen, shop: Shop) -> None:
    screen.chips.button(1).click()
    assert numbers(screen) == ["2"]
    assert "not yet found in the bank" in screen.detail.text()

    def answer(dialog: QDialog) -> None:
        type_in("123")
        press(Key.Key_Return)
        assert dialog.field.failed
        assert "12 digits" in dialog.field.note.text()
        type_in(UTR)
        press(Key.Key_Return)

    failures = meanwhile(answer)
    with qtbot.waitSignal(screen.told):
        screen.ask_utr()
    assert failures == []
    assert numbers(screen) == []
    payment = load(shop.db, "A1/2627/000002").payments[0]
    assert (payment.state, payment.reference) == ("verified", UTR)


def test_a_utr_is_used_only_once(screen: BillsScreen, shop: Shop) -> None:
    shop.sales.verify_upi("A1/2627/000002", 1, UTR)
    shop.sales.sell(["1003"], [Tender("upi")])
    screen.refresh(screen.watches)
    screen.chips.button(1).click()

    def answer(dialog: QDialog) -> None:
        type_in(UTR)
        press(Key.Key_Return)
        assert dialog.field.failed
        press(Key.Key_Escape)

    failures = meanwhile(answer)
    press(Key.Key_U, CTRL)
    assert failures == []
    assert numbers(screen) == ["4"]


def test_a_bill_is_cancelled_with_a_reason_and_keeps_its_number(qtbot, screen: BillsScreen, shop: Shop) -> None:
    screen.search.setText("000001")

    def answer(dialog: QDialog) -> None:
        press(Key.Key_Return)
        assert dialog.field.failed
        type_in("wrong item")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    screen.buttons["cancel"].setFocus()
    with qtbot.waitSignal(screen.told) as told:
        screen.buttons["cancel"].click()
    assert failures == []
    assert told.args == ["Bill A1/2627/000001 is cancelled.", "good"]
    assert not screen.buttons["cancel"].isEnabled()
    assert focus() is screen.table
    assert "Cancelled: wrong item" in screen.detail.text()
    assert shop.catalogue.show("1001").on_hand == 50_000
    screen.search.clear()
    screen.chips.button(2).click()
    assert numbers(screen) == ["1"]
    assert screen.count.text() == "1 bill, ₹0.00"
    assert not screen.buttons["cancel"].isEnabled()
    screen.chips.button(0).click()
    assert screen.buttons["cancel"].isEnabled()


def test_a_manager_s_pin_cancels_a_bill_where_the_shop_keeps_that_for_managers(
    qtbot, screen: BillsScreen, shop: Shop
) -> None:
    shop.settings.set("rights", {"void": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    screen.search.setText("000001")

    def answer(_dialog: QDialog) -> None:
        type_in("wrong item")
        press(Key.Key_Return)

    screen.table.setFocus()
    failures = meanwhile(answer)
    press(Key.Key_Delete, CTRL)
    assert failures == []
    assert screen.ask.isVisible()
    assert "manager's yes" in screen.ask.question.text()
    assert screen.ask.fields[0].text() == "wrong item"
    assert focus() is screen.ask.fields[1]
    assert focus().echoMode() == QLineEdit.EchoMode.Password
    type_in("1111")
    press(Key.Key_Return)
    assert "does not allow it" in screen.ask.wrong.text()
    assert load(shop.db, "A1/2627/000001").state == "done"
    screen.ask.fields[1].clear()
    type_in("4711")
    with qtbot.waitSignal(screen.told) as told:
        press(Key.Key_Return)
    assert told.args == ["Bill A1/2627/000001 is cancelled.", "good"]
    assert not screen.ask.isVisible()
    assert shop.db.row("SELECT a.reason, v.reason FROM approval a JOIN void v ON v.sale_id = a.doc_id") == (
        "wrong item", "wrong item",
    )  # fmt: skip


def test_one_yes_of_a_manager_takes_back_a_bill_of_a_closed_day_too(qtbot, screen: BillsScreen, shop: Shop) -> None:
    shop.days.close(sure=True)
    shop.settings.set("rights", {"void": "manager", "return": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    screen.search.setText("000001")

    def answer(_dialog: QDialog) -> None:
        type_in("wrong item")
        press(Key.Key_Return)

    screen.table.setFocus()
    failures = meanwhile(answer)
    press(Key.Key_Delete, CTRL)
    assert failures == []
    type_in("4711")
    with qtbot.waitSignal(screen.told) as told:
        press(Key.Key_Return)
    number, note = "A1/2627/000001", "A1/2627/C00001"
    assert told.args == [f"Bill {number} is taken back by {note}.", "good"]
    assert load(shop.db, number).state == "returned"


def test_esc_leaves_the_question_for_a_pin_and_keeps_the_bill(screen: BillsScreen, shop: Shop) -> None:
    shop.settings.set("rights", {"void": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")

    def answer(_dialog: QDialog) -> None:
        type_in("wrong item")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    screen.cancel()
    assert failures == []
    press(Key.Key_Escape)
    assert not screen.ask.isVisible()
    assert focus() is screen.table
    assert load(shop.db, "A1/2627/000003").state == "done"


def test_esc_keeps_the_bill(screen: BillsScreen, shop: Shop) -> None:
    failures = meanwhile(lambda _dialog: press(Key.Key_Escape))
    screen.cancel()
    assert failures == []
    assert load(shop.db, "A1/2627/000003").state == "done"


def test_printing_again_owes_a_duplicate(qtbot, screen: BillsScreen, shop: Shop, tmp_path: Path) -> None:
    with qtbot.waitSignal(screen.told) as told:
        press(Key.Key_P, CTRL)
    assert "No printer is set up" in told.args[0]
    shop.settings.set("printers", [{"name": "Bills", "address": f"file:{tmp_path}", "form": "pdf", "paper": "A5"}])
    woken: list[int] = []
    screen.context.wake_printer = lambda: woken.append(1)
    with qtbot.waitSignal(screen.told) as told:
        press(Key.Key_P, CTRL)
    assert "DUPLICATE" in told.args[0]
    assert woken == [1]
    assert shop.db.rows("SELECT copy_no FROM print_job WHERE copy_no > 0") == [(1,)]


@pytest.mark.parametrize("paper", ["58", "80", "A5", "A4"])
def test_the_paper_is_drawn_beside_the_window(qtbot, screen: BillsScreen, shop: Shop, paper: str) -> None:
    dialog = PaperDialog(screen.context, of_bill(load(shop.db, "A1/2627/000001")), screen, paper)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.image.drawn.isNull(), timeout=10_000)
    assert dialog.image.shown.width() > 300


def test_enter_shows_the_paper_and_esc_comes_back(screen: BillsScreen) -> None:
    failures = meanwhile(lambda _dialog: press(Key.Key_Escape))
    press(Key.Key_Return)
    assert failures == []
    press(Key.Key_Down)
    assert focus() is screen.table


def test_a_customers_name_is_never_markup(screen: BillsScreen, shop: Shop) -> None:
    shop.customers.add("<h1>Big</h1>", "9876500000")
    shop.sales.sell(["1003"], [Tender("cash")], customer_phone="9876500000")
    screen.refresh(screen.watches)
    screen.search.setText("Big")
    assert "<h1>Big</h1>" in screen.detail.text()


def test_the_sums_follow_from_the_lines_above_them(screen: BillsScreen, shop: Shop) -> None:
    number = shop.sales.sell(["1001/10"], [Tender("cash")], discount="20", shipping=40_00).numbers[0]
    screen.refresh(screen.watches)
    screen.table.selectRow(0)
    said = screen.detail.text().split("\n")
    bill = load(shop.db, number)
    line = bill.lines[0]
    assert said[said.index("Subtotal") + 1] == grouped(line.gross - line.disc)
    assert said[said.index("Discount") + 1] == grouped(-line.bdisc) == "-20.00"
    assert said[said.index("Delivery") + 1] == "40.00"


def test_a_credit_note_stands_in_the_list_below_zero_and_cannot_be_cancelled(screen: BillsScreen, shop: Shop) -> None:
    number = numbers(screen)[-1]
    bill = screen.model.bill(2)
    assert bill is not None
    note = shop.returns.take(bill.number, {1: Give(1000)}, Refund("cash"), "too strong").numbers[0]
    screen.refresh(screen.watches)
    assert numbers(screen)[0] == "1"
    assert screen.count.text() == "4 bills, ₹198.00"
    screen.table.selectRow(0)
    assert screen.detail.bill is not None
    assert screen.detail.bill.number == note
    for part in ("Given back", f"Takes back bill {bill.number}", "too strong", "Cash ₹150.00"):
        assert part in screen.detail.text(), part
    assert not screen.buttons["cancel"].isEnabled()
    assert screen.model.data(screen.model.index(0, 2)) == "Given back: Cash"
    assert screen.model.data(screen.model.index(0, 3)) == "-150.00"
    screen.table.selectRow(screen.model.row_of(bill.number))
    assert f"Some came back: {note}" in screen.detail.text()
    assert not screen.buttons["cancel"].isEnabled()
    assert number == "1"


def test_a_bill_is_sent_to_its_customer_and_to_nobody_where_it_names_none(
    screen: BillsScreen, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.host()) or True)
    heard: list[str] = []
    screen.told.connect(lambda _sentence, kind: heard.append(kind))
    screen.table.selectRow(1)
    screen.table.setFocus()
    press(Key.Key_M, CTRL)
    rows = shop.db.rows("SELECT step, channel, attach, state FROM message")
    assert (rows, opened) == ([("bill", "whatsapp", "bill", "opened")], ["wa.me"])
    screen.table.selectRow(0)
    screen.table.setFocus()
    press(Key.Key_M, CTRL)
    assert heard == ["warn"]
    assert shop.db.row("SELECT count(*) FROM message") == (1,)
