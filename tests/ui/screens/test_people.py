"""The people's page: found as one types, dues first, a payment, terms, a reminder, merging and forgetting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from shoppos.shop.payments import Tender
from shoppos.ui.screens.people import PeopleScreen
from tests.ui.pages import CTRL, Key, context, focus, meanwhile, press, shown, type_in, wait

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def screen(qtbot, shop: Shop) -> PeopleScreen:
    for name, phone in (("Anil Verma", "9876512345"), ("Sunita Rao", "9812345678"), ("Anil Varma", "9876512346")):
        shop.customers.add(name, phone)
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9876512345")
    shop.sales.sell(["1002"], [Tender("cash")], customer_phone="9876512346")
    page = PeopleScreen(context(shop))
    shop.db.committed.connect(lambda tables: page.refresh(tables & page.watches))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    page.heard = []
    page.told.connect(lambda said, _kind: page.heard.append(said))
    return page


def names(screen: PeopleScreen) -> list[str]:
    return [screen.model.person(row).name for row in range(screen.model.rowCount())]


def test_people_are_found_by_their_last_digits_and_names(screen):
    assert names(screen) == ["Anil Varma", "Sunita Rao", "Anil Verma"]
    type_in("2345")
    assert names(screen)[0] == "Anil Verma"
    assert "Owes ₹150.00" in screen.detail.text()
    assert "A1/2627/000001" in screen.detail.text()
    screen.search.setText("rao")
    assert names(screen) == ["Sunita Rao"]
    assert "bought nothing" in screen.detail.text()
    assert not screen.buttons["pay"].isEnabled()


def test_a_payment_costs_enter_and_the_amount(screen):
    type_in("2345")

    def act(dialog):
        assert dialog.amount.editor.text() == "150.00"
        type_in("500")
        press(Key.Key_Return)
        press(Key.Key_Return)
        assert "150.00" in dialog.amount.note.text()
        dialog.amount.editor.selectAll()
        dialog.amount.editor.setFocus()
        type_in("50")
        press(Key.Key_Return)
        press(Key.Key_Return)

    failures = meanwhile(act)
    press(Key.Key_Return)
    assert failures == []
    assert screen.shop.customers.by_phone("9876512345").owes == 100_00
    assert "Owes ₹100.00" in screen.detail.text()
    assert "₹100.00" in screen.heard[-1]


def test_chips_show_who_owes_and_who_may_be_twice(screen):
    screen.chips.button(1).click()
    assert names(screen) == ["Anil Verma"]
    screen.chips.button(2).click()
    assert names(screen) == []
    screen.chips.button(4).click()
    assert names(screen) == ["Anil Verma", "Anil Varma"]


def test_terms_are_written_and_a_wrong_birthday_says_so(screen):
    type_in("rao")

    def act(dialog):
        dialog.birthday.editor.setText("40/1")
        dialog.yes.click()
        assert dialog.birthday.failed
        dialog.birthday.editor.setText("5/11")
        dialog.likes.editor.setText("jaggery")
        dialog.tags.editor.setText("diwali, wholesale")
        dialog.limit.editor.setText("500")
        dialog.allowed["offers"].setChecked(True)
        dialog.yes.click()

    failures = meanwhile(act)
    press(Key.Key_T, CTRL)
    assert failures == []
    rao = screen.shop.customers.by_phone("9812345678")
    assert screen.shop.customers.terms(rao.id).credit_limit == 500_00
    assert screen.shop.privacy.allows(rao.id, "whatsapp", "offers")
    for word in ("jaggery", "#diwali", "05-11", "offers (whatsapp)"):
        assert word in screen.detail.text()


def test_a_reminder_is_copied_and_noted(screen):
    type_in("2345")

    def act(dialog):
        assert "₹150.00" in dialog.text.toPlainText()
        dialog.copy.click()
        dialog.yes.click()

    failures = meanwhile(act)
    press(Key.Key_R, CTRL)
    assert failures == []
    assert "upi://pay" in QGuiApplication.clipboard().text()
    assert screen.shop.db.rows("SELECT channel, amount FROM reminder") == [("sms", 150_00)]


def test_a_statement_is_owed_to_the_printer(screen):
    screen.shop.settings.set("printers", [{"name": "P", "address": "file:/tmp/none", "form": "escpos", "paper": "80"}])
    type_in("2345")
    failures = meanwhile(lambda dialog: dialog.yes.click())
    press(Key.Key_S, CTRL)
    assert failures == []
    assert screen.shop.db.rows("SELECT kind FROM print_job WHERE kind = 'statement'") == [("statement",)]


def test_two_cards_are_merged_behind_a_plain_question_and_parted(screen):
    type_in("2345")

    def name_it(dialog):
        dialog.editor.setText("9876512345")
        dialog.yes.click()
        assert "other card" in dialog.field.note.text()
        dialog.editor.setText("9876512346")
        inner.append(meanwhile(lambda question: question.yes.click()))
        dialog.yes.click()

    inner: list[list[str]] = []
    failures = meanwhile(name_it)
    screen.buttons["merge"].click()
    assert failures == []
    assert inner == [[]]
    assert screen.shop.customers.by_phone("9876512346").name == "Anil Verma"
    assert "Merged with Anil Varma" in screen.detail.text()
    failures = meanwhile(lambda question: question.yes.click())
    screen.buttons["unmerge"].click()
    assert failures == []
    assert screen.shop.customers.by_phone("9876512346").name == "Anil Varma"


def test_nobody_is_forgotten_by_a_slip_and_who_owes_not_at_all(screen):
    type_in("2345")
    failures = meanwhile(lambda _question: press(Key.Key_Return))
    screen.buttons["erase"].click()
    assert failures == []
    assert screen.shop.customers.by_phone("9876512345") is not None, "Enter keeps the card"
    failures = meanwhile(lambda question: question.yes.click())
    screen.buttons["erase"].click()
    assert "owes" in screen.heard[-1]
    screen.search.setText("2346")
    failures += meanwhile(lambda question: question.yes.click())
    screen.buttons["erase"].click()
    assert failures == []
    assert screen.shop.customers.by_phone("9876512346") is None
    assert "72 months" in screen.heard[-1]
    for _again in range(200):
        if not screen.job.running:
            break
        wait(10)
    assert not screen.job.running


def test_a_cashier_forgets_somebody_on_the_owner_s_yes_only(screen):
    shop = screen.shop
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    type_in("2346")
    for keys, gone in (("Esc", False), ("4711", True)):
        failures = []

        def confirm(question, typed=keys, failures=failures):
            inner = meanwhile(
                lambda _yes: press(Key.Key_Escape) if typed == "Esc" else (type_in(typed), press(Key.Key_Return))
            )
            failures.append(inner)
            question.yes.click()

        outer = meanwhile(confirm)
        screen.buttons["erase"].click()
        assert (outer, failures) == ([], [[]])
        assert (shop.customers.by_phone("9876512346") is None) is gone
    assert "72 months" in screen.heard[-1]
    for _again in range(200):
        if not screen.job.running:
            break
        wait(10)


def test_their_data_is_written_for_them(screen, tmp_path):
    type_in("2345")
    screen.write_data(screen.chosen.id, tmp_path / "data.html")
    assert "9876512345" in (tmp_path / "data.html").read_text("utf-8")
    assert json.loads((tmp_path / "data.json").read_text("utf-8"))["bills"][0]["payable"] == "150.00"
    screen.write_data(screen.chosen.id, tmp_path / "gone" / "data.html")
    assert "cannot be written" in screen.heard[-1]


def test_esc_leaves_the_search_then_the_page(screen):
    left = []
    screen.leave.connect(lambda: left.append(1))
    type_in("rao")
    press(Key.Key_Escape)
    assert (screen.search.text(), left) == ("", [])
    assert focus() is screen.search
    press(Key.Key_Escape)
    assert left == [1]


def test_an_empty_list_says_why_and_what_to_do(screen):
    screen.search.setText("zzzz")
    assert screen.count.text() == "Nobody here. Type other digits or another name, or press Enter for a new card."
    screen.search.clear()
    screen.chips.button(3).click()
    assert screen.count.text() == "No birthday in the next days."
    assert screen.model.headerData(2, Qt.Orientation.Horizontal) == "Birthday"
    screen.chips.button(1).click()
    assert screen.model.headerData(2, Qt.Orientation.Horizontal) == "Owes"
