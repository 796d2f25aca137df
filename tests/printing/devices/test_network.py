"""Devices that take, refuse, stall and break off."""

import os
import socket
import struct
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.devices import FileDevice, NetworkPrinter, Outcome, open_device
from tests.printing.hostile import HOSTILE

JOB = bytes(range(256)) * 800


class Fake:
    """A printer on a port of this machine; `act` is what it does with a caller."""

    def __init__(self, act):
        self.act = act
        self.taken = b""
        self.calls = 0
        self.port = socket.socket()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.port.bind(("127.0.0.1", 0))
        self.port.listen()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def address(self):
        return self.port.getsockname()

    def serve(self):
        while not self.done.is_set():
            try:
                caller, _address = self.port.accept()
            except OSError:
                return
            self.calls += 1
            with caller:
                self.act(self, caller)

    def close(self):
        self.done.set()
        self.port.close()

    def read_all(self, caller, pause=0.0):
        while part := caller.recv(4096):
            self.taken += part
            time.sleep(pause)


@contextmanager
def fake(act):
    printer = Fake(act)
    try:
        yield printer
    finally:
        printer.close()


def reset(caller):
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    caller.close()


def send(printer, job=JOB, stall=5.0, drain=1.0):
    host, port = printer.address
    return NetworkPrinter(host, port, connect_seconds=2.0, stall_seconds=stall, drain_seconds=drain).send(job)


def test_a_printer_that_takes_all_and_hangs_up_has_got_all():
    with fake(lambda self, caller: self.read_all(caller)) as printer:
        assert send(printer).outcome is Outcome.SENT
        assert printer.taken == JOB


def test_a_mute_printer_that_keeps_the_line_open_is_not_waited_for_for_ever():
    def mute(self, caller):
        self.read_all(caller)
        self.done.wait(30)

    with fake(mute) as printer:
        begun = time.monotonic()
        assert send(printer, drain=0.3).outcome is Outcome.SENT
        assert time.monotonic() - begun < 3
        assert printer.taken == JOB


def test_a_slow_printer_is_waited_for():
    with fake(lambda self, caller: self.read_all(caller, pause=0.01)) as printer:
        assert send(printer, JOB[:100_000], stall=2.0, drain=5.0).outcome is Outcome.SENT
        assert printer.taken == JOB[:100_000]


def test_a_printer_that_talks_back_all_the_time_loses_no_paper():
    """Bytes nobody read make closing a reset, and the rest of the job is lost: printers with status on do that."""

    def chatty(self, caller):
        caller.setblocking(True)
        while part := caller.recv(2048):
            self.taken += part
            caller.sendall(b"\x14\x00\x00\x0f" * 16)
        caller.sendall(b"\x14\x00\x00\x0f" * 500)

    with fake(chatty) as printer:
        assert send(printer).outcome is Outcome.SENT
        assert printer.taken == JOB


def test_a_refusing_printer_was_sent_nothing():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = nobody.getsockname()
    delivery = NetworkPrinter(*address).send(JOB)
    assert delivery.outcome is Outcome.NOT_SENT
    assert f"127.0.0.1:{address[1]} refused" in delivery.reason


def test_a_printer_nobody_finds_was_sent_nothing():
    delivery = NetworkPrinter("printer.invalid", connect_seconds=2.0).send(JOB)
    assert delivery.outcome is Outcome.NOT_SENT
    assert "printer.invalid" in delivery.reason


def test_a_printer_that_hangs_up_in_the_middle_leaves_it_uncertain():
    def breaks(self, caller):
        self.taken += caller.recv(4096)
        reset(caller)

    with fake(breaks) as printer:
        delivery = send(printer)
    assert delivery.outcome is Outcome.UNCERTAIN
    assert "middle of the paper" in delivery.reason


def test_a_printer_that_resets_after_the_last_byte_leaves_it_uncertain():
    def late(self, caller):
        self.read_all(caller)
        reset(caller)

    with fake(late) as printer:
        assert send(printer, b"short").outcome is Outcome.UNCERTAIN


def test_a_printer_that_stops_reading_leaves_it_uncertain_in_time():
    with fake(lambda self, _caller: self.done.wait(30)) as printer:
        begun = time.monotonic()
        assert send(printer, JOB * 60, stall=0.4).outcome is Outcome.UNCERTAIN
        assert time.monotonic() - begun < 5


def test_each_job_has_a_line_of_its_own():
    with fake(lambda self, caller: self.read_all(caller)) as printer:
        assert [send(printer, b"one").outcome, send(printer, b"two").outcome] == [Outcome.SENT] * 2
        assert printer.taken == b"onetwo"
        assert printer.calls == 2


@pytest.mark.parametrize(
    ("address", "device"),
    [
        ("tcp://192.168.1.50:9100", NetworkPrinter("192.168.1.50", 9100)),
        ("tcp://printer.local", NetworkPrinter("printer.local", 9100)),
        ("tcp://[::1]:515", NetworkPrinter("::1", 515)),
        ("file:/tmp/a b.bin", FileDevice(Path("/tmp/a b.bin"))),
        ("file:///dev/usb/lp0", FileDevice(Path("/dev/usb/lp0"))),
    ],
)
def test_an_address_opens_its_device(address, device):
    assert open_device(address) == device


@pytest.mark.parametrize(
    "address", ["", "file:", "tcp://", "tcp://host:port", "tcp://h:99999", "usb:1", "tcp://h/x", *HOSTILE]
)
def test_any_other_address_is_refused_in_a_sentence(address):
    with pytest.raises(InvalidInput, match="not the address of a printer") as refused:
        open_device(address if not address.startswith("file:/") else "x" + address)
    assert "\x1b" not in str(refused.value)


def test_a_file_is_written_whole_and_a_second_job_replaces_it(tmp_path):
    device = FileDevice(tmp_path / "bill.bin")
    assert device.send(b"first").outcome is Outcome.PRINTED
    assert device.send(b"second").outcome is Outcome.PRINTED
    assert (tmp_path / "bill.bin").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["bill.bin"]


def test_in_a_folder_no_paper_overwrites_another(tmp_path):
    device = open_device(f"file:{tmp_path}")
    for job in (b"1", b"2", b"3"):
        assert device.send(job, "A1-2627-000001.pdf").outcome is Outcome.PRINTED
    names = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert names == {"A1-2627-000001.pdf": b"1", "A1-2627-000001-2.pdf": b"2", "A1-2627-000001-3.pdf": b"3"}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder(name, tmp_path):
    folder = tmp_path / "bills"
    folder.mkdir()
    assert FileDevice(folder).send(b"x", name).outcome is Outcome.PRINTED
    assert len(list(folder.iterdir())) == 1
    assert list(tmp_path.iterdir()) == [folder]


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    delivery = FileDevice(tmp_path / "missing" / "bill.bin").send(b"x")
    assert delivery.outcome is Outcome.NOT_SENT
    assert "could not be written" in delivery.reason


def test_a_printer_at_a_device_node_takes_jobs_one_after_the_other(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    with os.fdopen(os.open(node, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as paper:
        assert FileDevice(node).send(b"one").outcome is Outcome.SENT
        assert FileDevice(node).send(b"two").outcome is Outcome.SENT
        assert paper.read(100) == b"onetwo"


def test_a_device_node_without_a_printer_was_sent_nothing(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    assert FileDevice(node).send(b"one").outcome is Outcome.NOT_SENT


def test_a_printer_at_a_device_node_that_stalls_leaves_it_uncertain(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    reader = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert FileDevice(node, stall_seconds=0.2).send(bytes(1 << 20)).outcome is Outcome.UNCERTAIN
    finally:
        os.close(reader)
