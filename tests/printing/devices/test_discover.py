"""Printers that are there: found by what the system says, and by knocking, never by printing."""

import socket
import time

import pytest

from shoppos.printing.devices import discover, open_device
from shoppos.printing.devices.discover import Found, found, guess, neighbours, scan, usb_nodes
from tests.printing.virtual import VirtualPrinter

GUESSES = [
    ("EPSON TM-T82II ESC/POS", "escpos"), ("usb://EPSON/TM-T20III?serial=5", "escpos"),
    ("POS-80 Thermal Receipt", "escpos"), ("Zebra Technologies ZTC ZD220-203dpi ZPL", "zpl"),
    ("TSC TTP-244 Pro", "tspl"), ("XP-460B label", "tspl"),
    ("HP LaserJet 1020", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "form"), GUESSES)
def test_a_makers_words_tell_the_language(words, form):
    assert guess(words) == form


def test_a_usb_printer_is_found_by_the_name_it_gives_itself(tmp_path):
    (tmp_path / "dev/usb").mkdir(parents=True)
    told = {
        "lp0": "MFG:EPSON;CMD:ESC/POS;MDL:TM-T82II;CLS:PRINTER;DES:EPSON TM-T82II;",
        "lp1": "MANUFACTURER:TSC;COMMAND SET:TSPL2;MODEL:TSC TE244\x1b;",
        "lp2": None,
    }
    for node, about in told.items():
        (tmp_path / "dev/usb" / node).touch()
        if about is not None:
            place = tmp_path / "sys/class/usbmisc" / node / "device"
            place.mkdir(parents=True)
            (place / "ieee1284_id").write_text(about)
    assert list(usb_nodes(tmp_path)) == [
        Found("file:/dev/usb/lp0", "USB printer EPSON TM-T82II", "escpos"),
        Found("file:/dev/usb/lp1", "USB printer TSC TE244", "tspl"),
        Found("file:/dev/usb/lp2", "USB printer lp2", ""),
    ]


def test_queues_without_a_driver_speak_the_printers_language_and_others_print_pages(cups):
    cups(model="Local Raw Printer")
    assert Found("cups:raw1", "Printer raw1 of this computer", "") in found()
    cups(model="HP LaserJet")
    assert Found("cups:Office", "Printer Office of this computer", "pdf") in found()


def test_everything_found_has_an_address_that_opens():
    begun = time.monotonic()
    for one in found():
        assert open_device(one.address)
        assert one.about
    assert time.monotonic() - begun < 3


def test_a_place_that_does_not_answer_keeps_nobody_waiting(monkeypatch):
    def hangs():
        time.sleep(3)
        yield Found("serial:COM9", "never")

    def breaks():
        yield Found("serial:COM1", "a port")
        raise OSError

    def stands():
        yield Found("serial:COM2", "a port")

    monkeypatch.setattr(discover, "SOURCES", (hangs, breaks, stands))
    monkeypatch.setattr(discover, "ASK_SECONDS", 0.3)
    begun = time.monotonic()
    assert Found("serial:COM2", "a port") in found()
    assert time.monotonic() - begun < 2


LOOPBACK = [f"127.0.0.{host}" for host in range(1, 255)]


def test_a_printer_is_found_by_knocking_and_prints_nothing():
    with VirtualPrinter() as printer:
        told = []
        begun = time.monotonic()
        there = scan(lambda *done: told.append(done), hosts=LOOPBACK, port=printer.number)
        assert time.monotonic() - begun < 4
        assert there == [Found(f"tcp://127.0.0.1:{printer.number}", "Network printer at 127.0.0.1")]
        assert told[-1] == (254, 254)
        assert [done for done, _all in told] == sorted(done for done, _all in told)
        assert printer.received == 0


def test_addresses_that_do_not_answer_are_given_up_in_time():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        callers = [socket.socket() for _caller in range(4)]
        try:
            for caller in callers:
                caller.setblocking(False)
                caller.connect_ex(("127.0.0.1", port))
            begun = time.monotonic()
            scan(hosts=["127.0.0.1"] * 130, port=port)
            assert time.monotonic() - begun < 4
        finally:
            for caller in callers:
                caller.close()


def test_an_address_to_which_there_is_no_way_is_no_printer():
    assert scan(hosts=["255.255.255.255"]) == []


def test_a_scan_leaves_off_when_it_is_told_to():
    told = []
    with VirtualPrinter() as printer:
        assert scan(lambda *done: told.append(done), lambda: True, hosts=LOOPBACK, port=printer.number) == []
    assert told == []


def test_an_empty_network_is_scanned_at_once():
    assert scan(hosts=[]) == []


def test_only_private_networks_around_this_computer_are_asked(monkeypatch):
    own = {"192.168.1.7", "127.0.1.1", "8.8.8.8", "169.254.3.3", "10.0.0.9"}
    monkeypatch.setattr(discover, "_own_addresses", lambda: own)
    hosts = neighbours()
    assert len(hosts) == 2 * 253
    assert {host.rsplit(".", 1)[0] for host in hosts} == {"192.168.1", "10.0.0"}
    assert not own & set(hosts)


def test_this_computers_own_addresses_are_known_without_a_word_to_anybody():
    assert all(socket.inet_aton(address) for address in discover._own_addresses())
