"""Finding a printer: what is here, who answers in the network, and a search that can be stopped."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from shoppos.printing.devices import discover
from shoppos.printing.devices.discover import Found
from shoppos.ui.widgets.paper_list import SECOND
from tests.printing.virtual import VirtualPrinter
from tests.ui.pages import CTRL, Key, focus, press
from tests.ui.printer_hands import kept

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


def test_a_printer_that_was_found_fills_the_form(page: PrinterPage, shop: Shop) -> None:
    page.add()
    page.search._heard((Found("tcp://192.0.2.77:9100", "Answers as a label printer", "tspl"),))
    assert page.search.said.text() == "1 printer answers in the network."
    page.search.list.setFocus()
    press(Key.Key_Return)
    assert focus() is page.form.name.editor
    press(Key.Key_S, CTRL)
    assert kept(shop) == [{"name": "Labels", "address": "tcp://192.0.2.77:9100", "form": "tspl", "paper": "4x6"}]


def test_the_network_is_searched_and_who_answers_is_listed(qtbot, page: PrinterPage, monkeypatch) -> None:
    with VirtualPrinter() as printer:
        here = partial(discover.scan, hosts=["127.0.0.1", "127.0.0.9"], port=printer.number)
        monkeypatch.setattr(discover, "scan", here)
        page.add()
        press(Key.Key_Space)
        qtbot.waitUntil(lambda: page.search.said.text() == "1 printer answers in the network.", timeout=10_000)
        assert page.search.list.item(0).data(SECOND) == printer.address
    assert not page.search.progress.isVisible()


def test_a_search_can_be_stopped_and_ends_when_one_leaves(qtbot, page: PrinterPage, monkeypatch) -> None:
    def endless(progress, stop):
        while not stop():
            progress(12, 254)
            time.sleep(0.01)
        return []

    monkeypatch.setattr(discover, "scan", endless)
    page.add()
    page.search.network.click()
    qtbot.waitUntil(page.search.progress.isVisible, timeout=5000)
    assert (page.search.progress.bar.value(), page.search.progress.bar.maximum()) == (12, 254)
    page.search.progress.stop.click()
    qtbot.waitUntil(lambda: not page.search.progress.isVisible(), timeout=5000)
    page.search.network.click()
    job = page.search.job
    page.step_back()
    assert job.wait(5)


def test_nothing_found_says_what_to_do(page: PrinterPage) -> None:
    page.add()
    page.search._heard(())
    assert "Is the printer switched on" in page.search.said.text()
    assert not page.search.list.isVisible()


def test_what_the_network_answered_stays_though_this_computer_answers_later(page: PrinterPage) -> None:
    page.add()
    page.search.search()
    assert page.search.job is not None
    page.search.stop()
    page.search._heard((Found("tcp://192.0.2.77:9100", "In the network"),))
    page.search._seen((Found("file:/dev/usb/lp0", "By USB"),))
    assert page.search.said.text() == "1 printer answers in the network."
    assert page.search.list.count() == 2
    assert page.search.job.wait(5)
