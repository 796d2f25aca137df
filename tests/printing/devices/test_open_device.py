"""Addresses: what each opens, and what is refused in a sentence."""

import sys
from pathlib import Path

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.devices import (
    CupsQueue,
    FileDevice,
    NetworkPrinter,
    Outcome,
    SerialPrinter,
    WindowsQueue,
    open_device,
)
from tests.printing.hostile import HOSTILE

OPENED = [
    ("tcp://192.168.1.50:9100", NetworkPrinter("192.168.1.50", 9100)),
    ("tcp://printer.local", NetworkPrinter("printer.local", 9100)),
    ("tcp://[::1]:515", NetworkPrinter("::1", 515)),
    ("file:/tmp/a b.bin", FileDevice(Path("/tmp/a b.bin"))),
    ("file:///dev/usb/lp0", FileDevice(Path("/dev/usb/lp0"))),
    ("serial:COM5", SerialPrinter("COM5", 9600)),
    ("serial:COM12@115200", SerialPrinter("COM12", 115_200)),
    ("serial:/dev/rfcomm0", SerialPrinter("/dev/rfcomm0", 9600)),
    ("serial:/dev/ttyUSB0@19200", SerialPrinter("/dev/ttyUSB0", 19_200)),
]


@pytest.mark.parametrize(("address", "device"), OPENED)
def test_an_address_opens_its_device(address, device):
    assert open_device(address) == device


@pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not there")
def test_a_queue_of_cups_opens_by_its_name():
    assert open_device("cups:Counter_1") == CupsQueue("Counter_1")
    with pytest.raises(InvalidInput, match="Windows queues are there on Windows only"):
        open_device("windows:Counter 1")


@pytest.mark.skipif(sys.platform != "win32", reason="there are no such queues elsewhere")
def test_a_queue_of_windows_opens_by_its_name():
    assert open_device("windows:EPSON TM-T82 Receipt") == WindowsQueue("EPSON TM-T82 Receipt")
    with pytest.raises(InvalidInput, match="CUPS queues are there on Linux and macOS only"):
        open_device("cups:Counter_1")


REFUSED = [
    "", "file:", "file:a\0b", "file:~nobody-here/x", "tcp:", "tcp://", "tcp://host:port", "tcp://h:99999", "usb:1",
    "tcp://h/x", "cups:", "cups:-o raw", "cups:-x", "cups:a b", "cups:a/b", "cups:a\nb", "cups:a\0b", "serial:",
    "serial:COM", "serial:COM0", "serial:COM5@fast", "serial:COM5@9601", "serial:socket://h:1", "serial:/etc/passwd",
    "serial:/dev/../etc/passwd", "serial:/dev/ttyS0;reboot", "serial:COM٣",
]  # fmt: skip


@pytest.mark.parametrize("address", [*REFUSED, *(name.removeprefix("file:") for name in HOSTILE)])
def test_any_other_address_is_refused_in_a_sentence(address):
    with pytest.raises(InvalidInput, match="not the address of a printer") as refused:
        open_device(address)
    assert refused.value.field == "printer"
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["cups", "serial"])
def test_a_hostile_name_becomes_no_port_and_only_a_harmless_queue(kind, name):
    try:
        device = open_device(f"{kind}:{name}")
    except InvalidInput:
        return
    assert isinstance(device, CupsQueue)
    assert not set(name) & set("\0\n\x1b /#?'\"\\")
    assert not name.startswith("-")


@pytest.mark.parametrize("host", ["a..b", "W" * 200])
def test_a_host_that_no_network_can_have_was_sent_nothing(host):
    device = open_device(f"tcp://{host}")
    assert device.send(b"x").outcome is Outcome.NOT_SENT
    assert not device.status(None).ready
