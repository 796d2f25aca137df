"""Printers by command: what is set up, what each says of itself, and a test of one."""

import socket
import threading
import time

import pytest

from shoppos.printing import trial
from shoppos.printing.devices import discover
from shoppos.printing.senders import Senders
from tests.printing.decoder import decoded
from tests.printing.virtual import VirtualPrinter


@pytest.fixture
def three(setting, nobody, tmp_path):
    """A counter that is switched off, labels into a folder, and an office printer."""
    (tmp_path / "labels").mkdir()
    setting("printers", [
        {"name": "Counter", "address": nobody, "drawer": True, "mode": "raster"},
        {"name": "Labels", "address": f"file:{tmp_path / 'labels'}", "form": "zpl", "paper": "4x6", "dots_per_mm": 12},
        {"name": "Office", "address": f"file:{tmp_path}", "form": "pdf", "paper": "A4"},
    ])  # fmt: skip


def test_the_printers_are_listed_with_what_is_printed_on_each(stocked, three):
    counter, labels, office = stocked("printers", "list", "--json").json
    assert (counter["name"], counter["language"], counter["width"], counter["drawer"]) == (
        "Counter", "escpos", "80", True,
    )  # fmt: skip
    assert (counter["mode"], labels["mode"], labels["dpi"]) == ("raster", None, 300)
    assert set(counter["prints"]) == {
        "bill", "slip", "reading", "receipt", "statement", "count", "picking", "run_sheet", "estimate",
    }  # fmt: skip
    assert labels["prints"] == ["label"]
    assert set(office["prints"]) == {"shelf", "purchase_order", "sent_back", "report"}
    assert "Shipping label" in stocked("printers", "list").out


def test_a_shop_without_a_printer_is_told_how_to_find_one(stocked):
    assert "shoppos printers find" in stocked("printers", "list").out
    assert stocked("printers", "list", "--json").json == []
    assert (stocked("printers", "status").code, stocked("printers", "status", "--json").json) == (0, [])


def test_each_printer_says_how_it_is(stocked, three):
    said = stocked("printers", "status", "--json")
    assert said.code == 1
    counter, labels, _office = said.json
    assert (counter["reachable"], counter["ready"]) == (False, False)
    assert "refused" in counter["why"]
    assert (labels["reachable"], labels["answers"], labels["ready"]) == (True, False, True)
    one = stocked("printers", "status", "Labels")
    assert (one.code, "Counter" in one.out) == (0, False)
    assert stocked("printers", "status", "Cellar").code == 1


@pytest.mark.parametrize(
    ("fault", "word"), [({"paper_out": True}, "out of paper"), ({"cover_open": True}, "cover"), ({}, "Ready")]
)
def test_what_a_printer_says_of_itself_is_told_in_words(stocked, fault, word):
    with VirtualPrinter(**fault) as printer:
        said = stocked("printers", "status", printer.address, "--json")
    state = said.json[0]
    assert (said.code == 0, state["ready"], state["answers"]) == (not fault, not fault, True)
    assert word in state["why"]


def test_the_doctor_tells_how_the_printers_are(stocked, three):
    found = stocked("doctor", "--json").json["printers"]
    assert [one["name"] for one in found["say"]] == ["Counter", "Labels", "Office"]
    assert [one["ready"] for one in found["say"]] == [False, True, True]
    assert "Counter: The printer at" in stocked("doctor").out


def test_what_is_found_says_what_it_is_and_under_which_name_it_stands(stocked, three, monkeypatch, nobody):
    there = [discover.Found("file:/dev/usb/lp7", "USB printer", "escpos"), discover.Found(nobody, "in the network")]
    monkeypatch.setattr(discover, "found", lambda: there[:1])
    monkeypatch.setattr(discover, "scan", lambda *_told: there[1:])
    assert stocked("printers", "find", "--json").json == [
        {"address": "file:/dev/usb/lp7", "about": "USB printer", "language": "escpos", "name": None}
    ]
    assert stocked("printers", "find", "--network", "--json").json[1]["name"] == "Counter"
    assert "USB printer" in stocked("printers", "find").out
    monkeypatch.setattr(discover, "found", list)
    assert "--network" in stocked("printers", "find").out


def test_a_test_slip_comes_out_of_a_printer_nobody_set_up(stocked):
    with VirtualPrinter() as printer:
        said = stocked("printers", "test", printer.address, "--width", "58", "--json")
        printer.settle()
    assert (said.code, said.json["state"], said.json["width"]) == (0, "printed", "58"), said.err
    paper = decoded(printer.printed)
    assert paper.problems == []
    assert paper.cuts == 1


def test_a_test_waits_for_the_paper_that_another_program_prints_there(stocked, folder, monkeypatch):
    """Two callers at once: one of them is refused, or their papers run into each other."""
    monkeypatch.setattr(trial, "PATIENCE", 0.1)
    with VirtualPrinter() as printer, Senders(folder).at(printer.address):
        said = stocked("printers", "test", printer.address)
        assert (said.code, "just now" in said.err) == (1, True)
        assert printer.calls == 0


def test_a_test_label_comes_out_of_a_label_printer(stocked, three, tmp_path):
    said = stocked("printers", "test", "Labels", "--json")
    assert (said.code, said.json["language"], said.json["state"]) == (0, "zpl", "printed"), said.err
    made = next((tmp_path / "labels").iterdir())
    assert made.read_bytes().startswith(b"^XA")
    assert made.suffix == ".zpl"


def test_a_test_without_a_printer_is_a_sentence(stocked, three):
    said = stocked("printers", "test", "Counter")
    assert (said.code, "refused" in said.err) == (1, True)
    assert stocked("printers", "test", "Cellar").code == 1
    said = stocked("printers", "test", "Counter", "--language", "tspl", "--width", "A4")
    assert (said.code, "no A4 paper" in said.err) == (1, True)


def test_a_bare_host_is_a_printer_in_the_network_and_a_window_that_looks_is_waited_for(stocked, folder):
    with VirtualPrinter() as printer:
        bare = printer.address.removeprefix("tcp://")
        look = threading.Thread(target=looking, args=(folder, printer))
        look.start()
        said = stocked("printers", "status", bare, "--json")
        assert (said.code, said.json[0]["answers"]) == (0, True), said.err
        assert said.json[0]["address"] == printer.address
        look.join()


def looking(folder, printer):
    """A window's short look, on a line that the printer gives to one alone."""
    with Senders(folder).at(printer.address), socket.create_connection((printer.host, printer.number)):
        time.sleep(0.8)


def test_a_wrong_serial_port_is_told_how_one_is_written(stocked):
    said = stocked("printers", "test", "serial:5")
    assert (said.code, "serial:COM5" in said.err, "192.168" in said.err) == (1, True, False), said.err
