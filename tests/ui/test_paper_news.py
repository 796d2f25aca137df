"""What becomes of papers at the counter: trouble by name, once, and no longer than it lasts."""

import pytest

from shoppos.models.print_job import PrintJob
from shoppos.printing.spooler import Spooler
from shoppos.shop.payments import Tender
from shoppos.ui.paper_news import PaperNews
from tests.printing.virtual import VirtualPrinter
from tests.ui.window import window_on


@pytest.fixture
def window(shop, qtbot):
    made = window_on(shop, qtbot)
    yield made
    made.bridge.stop()
    made.close()


@pytest.fixture
def spooler(shop, window):
    """It works through the papers on the window's own thread, and tells the counter of each."""
    return Spooler(shop.db, shop.db.clock, PaperNews(window).hear)


def due(shop):
    with shop.db.transaction("print.state") as tx:
        for row in shop.db.rows("SELECT id FROM print_job WHERE state = 'owed'"):
            tx.change(PrintJob, {"id": row[0]}, {"next_at": 0}, local=True)


def test_no_paper_stands_on_the_counter_until_the_bill_is_out(shop, window, spooler):
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [{"name": "till", "address": printer.address, "form": "escpos", "paper": "80"}])
        printer.set(paper_out=True)
        shop.sales.sell(["1002"], [Tender("cash", 1_000)])
        spooler.work()
        assert "out of paper" in window.counter.bar.text()
        printer.set(paper_out=False)
        due(shop)
        spooler.work()
        assert shop.db.row("SELECT count(*) FROM print_job WHERE state = 'printed'")[0] == 1
        assert window.counter.bar.text() == ""


def test_another_sentence_that_stands_there_meanwhile_stays(shop, window, spooler):
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [{"name": "till", "address": printer.address, "form": "escpos", "paper": "80"}])
        printer.set(paper_out=True)
        shop.sales.sell(["1002"], [Tender("cash", 1_000)])
        spooler.work()
        window.tell("Only 3 left of Parle-G.", "warn")
        printer.set(paper_out=False)
        due(shop)
        spooler.work()
        assert window.counter.bar.text() == "Only 3 left of Parle-G."


def test_a_paper_that_was_on_its_way_when_the_program_died_is_asked_for_by_its_number(shop, window, spooler):
    shop.sales.sell(["1002"], [Tender("cash", 1_000)])
    with shop.db.transaction("print.state") as tx:
        tx.change(PrintJob, {"doc_id": shop.sales.last().sale_id}, {"state": "sending", "sender": 0}, local=True)
    assert spooler.recover() == 1
    assert window.counter.bar.text().startswith("Bill A1/2627/000001: The program ended while this paper")
