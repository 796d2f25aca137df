"""The sign of the printers: words while one of them needs somebody, nothing while all is well, the keyboard never."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos.models.print_job import PrintJob
from shoppos.printing.spooler import PrinterState, Spooler
from shoppos.printing.trial import asked_status
from shoppos.shop.payments import Tender
from shoppos.ui.widgets.printer_state import PrinterSign, Trouble, trouble
from tests.printing.virtual import VirtualPrinter
from tests.ui.pages import CTRL, Key
from tests.ui.window import press, window_on

WELL = PrinterState("Counter printer", True, "", "")
EMPTY = PrinterState("Counter printer", False, "The paper is finished.", "")
NEAR = PrinterState("Counter printer", True, "", "The paper is nearly finished.")


@pytest.mark.parametrize(
    ("states", "counts", "text", "level"),
    [
        ([], {}, "", ""),
        ([WELL], {"owed": 2}, "", ""),
        ([EMPTY], {}, "⚠  Counter printer: The paper is finished", "error"),
        ([EMPTY], {"owed": 1}, "⚠  Counter printer: The paper is finished  ·  1 paper waits", "error"),
        ([EMPTY], {"owed": 3}, "⚠  Counter printer: The paper is finished  ·  3 papers wait", "error"),
        ([WELL], {"uncertain": 1}, "⚠  1 paper: is it there?", "warn"),
        ([], {"uncertain": 2}, "⚠  2 papers: are they there?", "warn"),
        ([NEAR], {"owed": 5}, "ⓘ  Counter printer: The paper is nearly finished", "note"),
        (
            [EMPTY, PrinterState("Labels", False, "The cover is open.", "")], {"owed": 2, "uncertain": 1},
            "⚠  Counter printer: The paper is finished  ·  1 more printer  ·  2 papers wait  ·  1 paper: is it there?",
            "error",
        ),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_and_what_that_holds_up(states, counts, text, level):
    said = trouble(states, counts)
    assert (said.text, said.level) == (text, level)


def test_a_reason_that_names_its_printer_does_not_say_it_twice():
    silent = PrinterState("Counter", False, "Counter does not answer. Switch it off and on again.", "")
    assert trouble([silent], {}).text == "⚠  Counter does not answer. Switch it off and on again"


def test_a_long_sentence_gives_way_and_its_key_never(qapp, qtbot):
    sign = PrinterSign()
    qtbot.addWidget(sign)
    sign.show_trouble(Trouble("⚠  Counter: " + "the cable is out " * 12, "error"), "Ctrl+5")
    sign.resize(300, 44)
    sign.show()
    assert sign.text().endswith("…   (Ctrl+5)")
    assert sign.fontMetrics().horizontalAdvance(sign.text()) <= 300


@pytest.fixture
def window(shop, qtbot):
    printer = {"name": "Counter printer", "address": "tcp://127.0.0.1:1", "form": "escpos", "paper": "80"}
    shop.settings.set("printers", [printer])
    made = window_on(shop, qtbot)
    yield made
    made.bridge.stop()
    made.close()


def test_it_stands_on_the_counter_until_it_is_mended_and_never_takes_the_keyboard(window):
    assert not window.counter.sign.isVisible()
    window.hear_printer(EMPTY)
    assert window.counter.sign.isVisible()
    assert window.counter.sign.said == "⚠  Counter printer: The paper is finished"
    assert window.counter.line.hasFocus()
    QTest.qWait(10)
    window.counter.sign.click()
    assert window.pages.front.key == "papers"
    window.pages.show_counter()
    window.hear_printer(WELL)
    assert not window.counter.sign.isVisible()
    assert window.counter.line.hasFocus()


def test_it_is_over_every_other_page_too_and_leads_to_the_papers_only(window):
    window.hear_printer(EMPTY)
    window.do("bills")
    assert window.signs.elsewhere.isVisible()
    window.signs.elsewhere.click()
    assert window.pages.front.key == "papers"
    window.signs.elsewhere.click()
    assert window.pages.front.key == "papers"


def test_its_key_opens_the_papers_and_leads_back(window):
    press(window, Key.Key_5, CTRL)
    assert window.pages.front.key == "papers"
    press(window, Key.Key_5, CTRL)
    assert window.pages.at_counter


def test_a_paper_in_doubt_shows_there(window, shop, qtbot):
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    job = shop.db.row("SELECT id FROM print_job")[0]
    with shop.db.transaction("print.state") as tx:
        tx.change(PrintJob, {"id": job}, {"state": "uncertain"}, local=True)
    qtbot.waitUntil(lambda: window.counter.sign.said == "⚠  1 paper: is it there?", timeout=3000)
    with shop.db.transaction("print.state") as tx:
        tx.change(PrintJob, {"id": job}, {"state": "printed"}, local=True)
    qtbot.waitUntil(lambda: not window.counter.sign.isVisible(), timeout=3000)


def test_a_printer_that_was_taken_away_has_nothing_to_say_any_more(window, shop, qtbot):
    window.hear_printer(EMPTY)
    shop.settings.set("printers", [])
    qtbot.waitUntil(lambda: not window.counter.sign.isVisible(), timeout=3000)


def test_a_reader_hears_the_whole_sentence_however_narrow_the_place(window):
    window.resize(1024, 600)
    window.hear_printer(PrinterState("Counter printer", False, "The paper is finished. " * 6, ""))
    QApplication.processEvents()
    sign = window.counter.sign
    assert sign.text().endswith("…   (Ctrl+5)")
    assert QAccessible.queryAccessibleInterface(sign).text(QAccessible.Text.Name) == sign.said
    assert sign.height() >= 44


def test_paper_out_is_said_within_two_seconds_and_gone_when_it_is_mended(shop, qtbot):
    with VirtualPrinter() as printer:
        told = {
            "name": "Counter printer",
            "address": printer.address,
            "form": "escpos",
            "paper": "80",
        }
        shop.settings.set("printers", [told])
        window = window_on(shop, qtbot)
        states = _Carrier(window)
        spooler = Spooler(shop.db, shop.db.clock, lambda _news: None, states.carry)
        window.context.papers = lambda: spooler
        assert asked_status(shop.db, _counter(shop)).answered
        spooler.start()
        try:
            printer.set(paper_out=True)
            qtbot.waitUntil(window.counter.sign.isVisible, timeout=2500)  # two seconds, and a busy machine's half
            shop.sales.sell(["1001"], [Tender("cash", 15_000)])
            qtbot.waitUntil(lambda: window.counter.sign.said.endswith("1 paper waits"), timeout=3000)
            printer.set(paper_out=False)
            qtbot.waitUntil(lambda: not window.counter.sign.isVisible(), timeout=4000)
            state = "SELECT 1 FROM print_job WHERE state = 'printed'"
            qtbot.waitUntil(lambda: shop.db.row(state) is not None, timeout=5000)
        finally:
            spooler.stop()
            window.bridge.stop()
            window.close()


def _counter(shop):
    from shoppos.printing.printers import printers

    return printers(shop.db)[0]


class _Carrier(QObject):
    """Carries what a printer's thread says to the window's, as `app.py` does."""

    stands = Signal(object)

    def __init__(self, window):
        super().__init__(window)
        self.stands.connect(window.hear_printer)

    def carry(self, state):
        self.stands.emit(state)
