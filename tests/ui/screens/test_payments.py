"""The page of payments: what came in is matched by Enter, told by paste, file or typing, and never kept unread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView

from shoppos.base import i18n
from shoppos.rules.bank_words import Credit
from shoppos.shop.payments import Tender
from shoppos.ui import keys, style
from shoppos.ui.screens import payments
from shoppos.ui.screens.payments import PaymentsScreen
from shoppos.ui.widgets.payment_page import LEFT, MATCHED, TWICE
from tests.shop.order_rows import an_order, leaves
from tests.ui.pages import CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in, wait
from tests.ui.window import press as push
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

UTR, OTHER = "412345678901", "412345678902"
SMS = "Rs.{amount} credited to HDFC Bank A/c XX1234 on 23-11-26 from VPA anil@upi (UPI {utr})"


@pytest.fixture
def order(shop: Shop) -> bytes:
    """An order of Rs 310, of which its customer says that Rs 310 are paid by UPI."""
    made = an_order(shop, "2*1001", "1002")
    shop.advances.take(made, Tender("upi", 310_00), sure=True)
    return made


def screen_of(qtbot, shop: Shop) -> PaymentsScreen:
    page = PaymentsScreen(context(shop))
    shown(qtbot, page)
    page.heard = []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.refresh(page.watches)
    page.enter()
    return page


def state(shop: Shop) -> list[str]:
    return [row[0] for row in shop.db.rows("SELECT state FROM bank_credit ORDER BY id")]


def finished(screen: PaymentsScreen) -> None:
    for _again in range(200):
        wait(10)
        if screen.job is not None and not screen.job.running:
            wait(20)
            return


def test_a_suggestion_stands_marked_with_its_reason_and_enter_matches_it(qtbot, shop: Shop, order: bytes) -> None:
    shop.bank.learn([Credit(310_00, UTR, "anil.verma@okaxis")])
    screen = screen_of(qtbot, shop)
    assert screen.page.came.rows[0][1:3] == ("₹310.00", f"anil.verma@okaxis · {UTR}")
    number, amount, _kind, why = screen.page.claims.rows[0]
    assert (number, amount) == ("O00001", "₹310.00")
    assert "the same amount at the same time" in why
    assert why[2:] in screen.page.said.text(), "the whole reason stands below"
    assert screen.page.buttons["match"].text() == "Match with O00001 (Enter)"
    press(Key.Key_Return)
    assert state(shop) == ["matched"]
    assert shop.advances.claimed(order) == []
    assert screen.heard == [("₹310.00 is matched with O00001.", "good")]
    assert screen.page.came.rows == []


def test_without_a_suggestion_enter_goes_to_the_claims_and_asks_about_another_amount(qtbot, shop, order) -> None:
    shop.bank.learn([Credit(300_00, UTR, "x@upi")])
    screen = screen_of(qtbot, shop)
    assert not screen.page.buttons["match"].isVisible(), "nothing is marked by itself"
    press(Key.Key_Return)
    assert focus() is screen.page.claim_table
    assert state(shop) == ["open"]
    failures = meanwhile(lambda dialog: dialog.no.click())
    QTest.keyClick(screen.page.claim_table, Key.Key_Return)
    assert failures == []
    assert state(shop) == ["open"]
    failures = meanwhile(lambda dialog: dialog.yes.click())
    QTest.keyClick(screen.page.claim_table, Key.Key_Return)
    assert failures == []
    assert state(shop) == ["matched"]
    assert shop.advances.left(order) == 300_00


def test_where_the_bank_tells_no_utr_it_is_asked_for(qtbot, shop: Shop, order: bytes) -> None:
    shop.bank.learn([Credit(310_00, "", "ANIL VERMA", "BY TRANSFER ANIL")], "file")
    assert screen_of(qtbot, shop).isVisible()
    failures = meanwhile(lambda _dialog: (type_in(UTR), press(Key.Key_Return)))
    press(Key.Key_Return)
    assert failures == []
    assert state(shop) == ["matched"]
    assert shop.db.row("SELECT utr FROM utr") == (UTR,)


def test_claims_are_searched_by_number_name_and_amount(qtbot, shop: Shop, order: bytes) -> None:
    screen = screen_of(qtbot, shop)
    for text, found in (("O00001", 1), ("anil", 1), ("310.00", 1), ("999", 0)):
        screen.search.setText(text)
        assert len(screen.page.claims.rows) == found, text


def test_a_pasted_message_is_shown_as_understood_before_it_is_kept(qtbot, shop: Shop) -> None:
    screen = screen_of(qtbot, shop)
    QGuiApplication.clipboard().setText(SMS.format(amount="310.00", utr=UTR))
    read = []

    def look(dialog) -> None:
        read.append((dialog.understood.text(), state(shop)))
        dialog.yes.click()

    failures = meanwhile(look)
    press(Key.Key_V, CTRL)
    assert failures == []
    assert read == [("✓ ₹310.00 came in, from anil@upi, UTR 412345678901, 23-11-2026", [])]
    assert state(shop) == ["open"]
    assert screen.heard == [("1 new payment.", "good")]


def test_what_is_no_message_about_money_that_came_is_never_kept(qtbot, shop: Shop) -> None:
    assert screen_of(qtbot, shop).isVisible()
    for text in ("Rs 900 debited from A/c XX12 to VPA shop@ybl UPI 412345678999", "good morning", ""):
        QGuiApplication.clipboard().setText(text)
        read = []

        def look(dialog, read=read) -> None:
            read.append((dialog.yes.isEnabled(), dialog.understood.text()))
            dialog.accept()
            dialog.no.click()

        failures = meanwhile(look)
        press(Key.Key_V, CTRL)
        assert failures == []
        assert read[0][0] is False
        assert read[0][1]
    assert state(shop) == []


def test_ctrl_v_in_the_search_pastes_a_short_text_there(qtbot, shop: Shop) -> None:
    screen = screen_of(qtbot, shop)
    QGuiApplication.clipboard().setText("O00001")
    press(Key.Key_F, CTRL)
    press(Key.Key_V, CTRL)
    assert screen.search.text() == "O00001"


def test_a_payment_is_typed_by_its_utr(qtbot, shop: Shop, order: bytes) -> None:
    screen = screen_of(qtbot, shop)

    def fill(dialog) -> None:
        type_in("41234")
        press(Key.Key_Return)
        type_in("310")
        press(Key.Key_Return, CTRL)
        assert dialog.isVisible(), "a UTR has 12 digits"
        dialog.utr.editor.setText(UTR)
        press(Key.Key_Return, CTRL)

    failures = meanwhile(fill)
    press(Key.Key_N, CTRL)
    assert failures == []
    assert shop.db.rows("SELECT utr, amount, source FROM bank_credit") == [(UTR, 310_00, "hand")]
    assert len(screen.page.came.rows) == 1


def test_a_statement_is_read_beside_the_window_and_can_be_stopped(qtbot, shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "statement.csv"
    rows = [f"23-11-2026,UPI/{412345670000 + at}/x@upi,,{100 + at}.00" for at in range(450)]
    file.write_text("Date,Narration,Withdrawal,Deposit\n" + "\n".join(rows), encoding="utf-8")
    screen = screen_of(qtbot, shop)
    screen.read_file(file)
    screen._stop()
    finished(screen)
    some = len(state(shop))
    assert 0 < some < 450, "what was learned before it was stopped stays"
    screen.read_file(file)
    finished(screen)
    assert len(state(shop)) == 450
    assert screen.heard[-1][0] == f"{450 - some} new payments, {some} known before."
    file.write_text("nothing,of,use\n1,2,3\n", encoding="utf-8")
    screen.read_file(file)
    finished(screen)
    assert screen.heard[-1][1] == "error"


def test_what_is_for_nothing_here_is_left_with_a_note_and_taken_up_again(qtbot, shop: Shop) -> None:
    shop.bank.learn([Credit(500_00, UTR, "PRIYA")])
    screen = screen_of(qtbot, shop)
    failures = meanwhile(lambda _dialog: (type_in("a loan"), press(Key.Key_Return)))
    press(Key.Key_L, CTRL)
    assert failures == []
    assert state(shop) == ["left"]
    screen.page.chips.button(LEFT).click()
    assert "a loan" in screen.page.said.text()
    press(Key.Key_T, CTRL)
    assert state(shop) == ["open"]


def test_what_was_paid_twice_and_what_is_matched_have_their_lists(qtbot, shop: Shop, order: bytes) -> None:
    shop.bank.learn([Credit(310_00, UTR, "anil@upi")])
    screen = screen_of(qtbot, shop)
    press(Key.Key_Return)
    shop.bank.learn([Credit(310_00, OTHER, "anil@upi")])
    screen.look()
    assert screen.page.chips.button(TWICE).text() == "Paid twice (1)"
    screen.page.chips.button(TWICE).click()
    assert "paid ₹310.00 before" in screen.page.said.text()
    screen.page.chips.button(MATCHED).click()
    assert "For A1/2627/O00001, by Meena" in screen.page.said.text()


def test_a_couriers_list_is_shown_row_by_row_before_it_is_counted(qtbot, shop, order, tmp_path, monkeypatch) -> None:
    file = tmp_path / "remitted.csv"
    file.write_text("AWB,COD Amount,Remittance Reference\nZZ1,310.00,R1\n", encoding="utf-8")
    monkeypatch.setattr(payments, "ask_file", lambda _parent, _title: file)
    assert screen_of(qtbot, shop).isVisible()
    read = []

    def look(dialog) -> None:
        for _again in range(100):
            wait(10)
            if dialog.rows.rows:
                break
        read.append((dialog.rows.rows, dialog.yes.isEnabled()))
        dialog.no.click()

    failures = meanwhile(look)
    press(Key.Key_R, CTRL)
    assert failures == []
    assert read[0][0][0][1] == "ZZ1"
    assert read[0][0][0][5] == "No parcel has AWB ZZ1."
    assert read[0][1] is False, "there is nothing to count"


def test_a_couriers_list_is_counted_once_by_enter(qtbot, shop: Shop, tmp_path: Path, monkeypatch) -> None:
    made = an_order(shop, "2*1001", "1002")
    leaves(shop, made, Tender("cod", 310_00), awb="ZZ1")
    file = tmp_path / "remitted.csv"
    file.write_text("AWB,COD Amount,Remittance Reference\nZZ1,310.00,R1\n", encoding="utf-8")
    monkeypatch.setattr(payments, "ask_file", lambda _parent, _title: file)
    screen = screen_of(qtbot, shop)

    def count(dialog) -> None:
        for _again in range(200):
            wait(10)
            if dialog.yes.isEnabled():
                break
        assert dialog.sums.text() == "₹310.00 for 1 parcel is counted."
        press(Key.Key_Return)
        for _again in range(200):
            wait(10)
            if not dialog.isVisible():
                break

    failures = meanwhile(count)
    press(Key.Key_R, CTRL)
    assert failures == []
    assert shop.db.rows("SELECT amount, method FROM cod_receipt") == [(310_00, "courier")]
    assert screen.heard == [("₹310.00 of the courier's list is counted.", "good")]


@pytest.fixture(params=[(1024, 600, 100, "en"), (1024, 600, 150, "hi"), (1366, 768, 100, "en")], ids=str)
def sized(request, qtbot, qapp, shop: Shop, order: bytes):
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    shop.bank.learn([Credit(310_00, UTR, "anil.verma@okaxis"), Credit(500_00, OTHER, "PRIYA TRADERS")])
    screen = screen_of(qtbot, shop)
    screen.setFixedSize(width, height - 110)
    wait(50)
    yield screen
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def test_nothing_is_cut_off_too_small_or_nameless(sized: PaymentsScreen) -> None:
    QApplication.processEvents()
    for one in (w for kind in (QAbstractButton, QLineEdit, QTableView) for w in sized.findChildren(kind)):
        if not one.isVisible() or one.parent().inherits("QLineEdit"):
            continue
        name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        assert name.strip() or one.inherits("QTableCornerButton"), one
        if isinstance(one, QAbstractButton) and one.text():
            assert one.height() >= 44, one.text()
            need = one.fontMetrics().horizontalAdvance(one.text().replace("&", ""))
            assert need <= one.width(), f"{one.text()!r} needs {need}, has {one.width()}"
        if isinstance(one, QTableView):
            assert one.horizontalScrollBar().maximum() == 0, "one would have to scroll sideways"


def test_messages_are_judged_one_by_one_and_a_debit_among_them_holds_up_none(qtbot, shop: Shop) -> None:
    screen = screen_of(qtbot, shop)
    debit = "Rs 900 debited from A/c XX12 to VPA shop@ybl UPI 412345678999"
    texts = (SMS.format(amount="310.00", utr=UTR), debit, "hello", SMS.format(amount="40.00", utr=OTHER))
    QGuiApplication.clipboard().setText("\n\n".join(texts))
    read = []
    failures = meanwhile(lambda dialog: (read.append(dialog.understood.text()), dialog.yes.click()))
    press(Key.Key_V, CTRL)
    assert failures == []
    said = read[0].splitlines()
    assert [line[0] for line in said] == ["✓", "✓", "⚠", "⚠"]
    assert "money that left: Rs 900 debited" in said[2]
    assert state(shop) == ["open", "open"]
    ((told, kind),) = screen.heard
    assert (told.startswith("2 new payments."), kind) == (True, "warn")
    assert "money that left: Rs 900 debited" in told


def test_a_claim_that_never_came_is_struck_with_a_reason(qtbot, shop: Shop, order: bytes) -> None:
    screen = screen_of(qtbot, shop)
    screen.do("strike")
    assert focus() is screen.page.claim_table, "one marks it first"
    assert "(Ctrl+Shift+D)" in screen.page.buttons["strike"].text()
    assert screen.page.buttons["strike"].isVisible()
    wrong = []

    def strike(dialog) -> None:
        press(Key.Key_Return)
        wrong.append(dialog.isVisible())
        type_in("not at the bank")
        press(Key.Key_Return)

    failures = meanwhile(strike)
    screen.pressed("strike")
    assert failures == []
    assert wrong == [True], "a reason is wanted"
    assert shop.advances.claimed(order) == []
    assert shop.advances.due(order) == 310_00
    assert shop.db.row("SELECT amount, reason FROM advance WHERE amount < 0") == (-310_00, "not at the bank")
    assert screen.heard[-1] == ("₹310.00 of O00001 are taken off: they are due again.", "good")
    assert not screen.page.buttons["strike"].isVisible()


def test_what_no_claim_of_an_order_is_says_where_it_is_undone(qtbot, shop: Shop) -> None:
    shop.sales.sell(["1001"], [Tender("upi")])
    screen = screen_of(qtbot, shop)
    screen.begin("strike")
    assert not screen.page.buttons["strike"].isVisible()
    screen.do("strike")
    assert screen.heard[-1][1] == "error"
    assert "Cancel the bill" in screen.heard[-1][0]


def test_its_key_leads_there_from_everywhere_in_both_profiles(qtbot, shop: Shop, order: bytes) -> None:
    for profile in keys.PROFILES:
        shop.settings.set("keymap", profile)
        window = window_on(shop, qtbot)
        push(window, Key.Key_D, CTRL | SHIFT)
        screen = window.pages.front
        assert screen.key == "bank"
        assert screen.claim is not None
        failures = meanwhile(lambda dialog: dialog.no.click())
        push(window, Key.Key_D, CTRL | SHIFT)
        assert failures == []
        assert focus().window() is window
        push(window, Key.Key_W, CTRL | SHIFT)
        assert window.pages.front.page().title() == "Web shops"
        window.hide()
    assert len(shop.advances.claimed(order)) == 1
