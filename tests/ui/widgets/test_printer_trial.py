"""Trying a printer out: it is really spoken to, and each answer is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.printing import trial
from shoppos.printing.answering import Answering
from shoppos.printing.senders import Senders
from shoppos.printing.spooler import Spooler
from tests.printing.virtual import VirtualPrinter
from tests.ui.printer_hands import COUNTER, kept, pick, rows

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


def test_its_state_is_asked_and_said_in_words(qtbot, two: PrinterPage, shop: Shop, screen) -> None:
    with VirtualPrinter(paper_out=True) as printer:
        shop.settings.set("printers", [COUNTER | {"address": printer.address}])
        screen.refresh(screen.watches)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: two.overview.trial.said.text() == "⚠ The printer is out of paper.", timeout=5000)
        assert rows(two) == ["Counter  ·  ⚠ The printer is out of paper."]
        printer.set(paper_out=False, near_end=True)
        two.overview.trial.check.click()
        qtbot.waitUntil(
            lambda: two.overview.trial.said.text() == "✓ Ready. The paper roll is nearly empty.", timeout=5000
        )
        printer.set(mute=True)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: "says nothing of its paper" in two.overview.trial.said.text(), timeout=5000)


def test_the_test_slip_comes_out_of_the_printer_in_the_form_before_it_is_saved(qtbot, page, shop: Shop) -> None:
    with VirtualPrinter() as printer:
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.drawer.setChecked(True)
        page.form.questions._suit()
        page.form.test.click()
        qtbot.waitUntil(lambda: page.form.said.text().startswith("✓ Printed"), timeout=10_000)
        printer.settle()
        assert printer.printed.count(b"\x1dv0") > 3
        before = len(printer.printed)
        page.form.trial.drawer.click()
        qtbot.waitUntil(lambda: page.form.said.text() == "✓ Sent. Did the drawer open?", timeout=10_000)
        printer.settle()
        assert b"\x1bp\x00" in printer.printed[before:]
    assert kept(shop) == []


def test_a_printer_that_answered_is_remembered_until_another_one_stands_there(
    qtbot, two: PrinterPage, shop: Shop, screen
) -> None:
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [COUNTER | {"address": printer.address}])
        screen.refresh(screen.watches)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: two.overview.trial.said.text() == "✓ Ready.", timeout=5000)
    spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
    spooler._share_out()
    assert Answering(shop.db).knows(printer.address)
    two.change()
    pick(two.form.form.editor, "zpl")
    two.save()
    spooler._share_out()
    assert not Answering(shop.db).knows(printer.address)


def test_what_was_answered_stays_until_another_printer_is_in_hand(qtbot, two: PrinterPage, screen) -> None:
    two.overview.trial.tell("✓ Ready.")
    screen.refresh(screen.watches)
    assert two.overview.trial.said.text() == "✓ Ready."
    two.list.setCurrentRow(1)
    assert two.overview.trial.said.text() == ""
    two.change()
    two.form.trial.tell("✓ Ready.")
    screen.refresh(screen.watches)
    assert two.form.trial.said.text() == "✓ Ready."


def test_a_printer_that_is_printing_is_not_disturbed(qtbot, page: PrinterPage, shop: Shop, monkeypatch) -> None:
    monkeypatch.setattr(trial, "PATIENCE", 0.1)
    with VirtualPrinter() as printer, Senders(shop.db.path.parent).at(printer.address):
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.test.click()
        told = "⚠ A paper is being printed there just now. Try again when it is out."
        qtbot.waitUntil(lambda: page.form.said.text() == told, timeout=5000)
        assert printer.calls == 0


def test_a_test_for_a_printer_out_of_paper_is_not_sent_and_says_why(qtbot, page) -> None:
    with VirtualPrinter(paper_out=True) as printer:
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.test.click()
        qtbot.waitUntil(lambda: "out of paper" in page.form.said.text(), timeout=10_000)
        assert page.form.said.property("role") == "wrong"
        assert printer.printed == b""


def test_a_test_with_a_mistake_in_the_form_goes_to_the_mistake(page: PrinterPage) -> None:
    page.add()
    page.form.test.click()
    assert page.form.address.note.text() == "⚠ Where is the printer? For example: 192.168.1.50"
    assert page.form.job is None


@pytest.mark.parametrize(("form", "paper", "words"), [("zpl", "4x6", "label"), ("escpos", "80", "slip")])
def test_the_button_says_what_will_be_printed(page: PrinterPage, form, paper, words) -> None:
    page.add()
    pick(page.form.form.editor, form)
    pick(page.form.paper.editor, paper)
    assert page.form.test.text() == f"Print a test {words}"
    assert page.form.trial.drawer.isVisible() is False
