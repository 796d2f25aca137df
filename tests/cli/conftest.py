"""Commands run in this process, as a person at a terminal would see them."""

import json
import socket
import threading
from dataclasses import dataclass
from typing import Any

import pytest

from shoppos.__main__ import main

ASHA = ("--phone", "9812345678", "--name", "Asha Kulkarni", "--address", "3 Hill Road, Pune", "--pin-code", "411004",
        "--state", "27")  # fmt: skip
AWB = "1490811234567"


@dataclass
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(folder, capsys, monkeypatch):
    """Run one command on the test's own shop."""
    monkeypatch.delenv("SHOPPOS_DATA", raising=False)

    def told(*words, data=folder):
        capsys.readouterr()
        try:
            code = main(["--data", str(data), *map(str, words)])
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return told


@pytest.fixture
def stocked(run):
    """The same, with a few things to sell."""
    for words in (
        ("1001", "Surf Excel 1 kg", "--price", "150", "--rate", "18", "--mrp", "155", "--hsn", "3402", "--stock", "50",
         "--low", "5", "--barcode", "8901030865275", "--local-name", "सर्फ एक्सेल"),
        ("1002", "Parle-G 100 g", "--price", "10", "--rate", "5", "--barcode", "8901719101038"),
        ("2001", "Toor Dal", "--price", "168", "--treatment", "exempt", "--unit", "KG"),
        ("3001", "Steel Tiffin", "--price", "400", "--rate", "18", "--exclusive"),
    ):  # fmt: skip
        assert run("items", "add", *words).code == 0
    return run


@pytest.fixture
def number(stocked):
    """The number of a bill that was just made."""
    return stocked("sell", "1001", "--pay", "cash", "--json").json["number"]


@pytest.fixture
def setting(folder):
    """Choose something for the test's own shop."""
    from shoppos.shop import Shop

    def chosen(key, value):
        shop = Shop.open(folder)
        shop.settings.set(key, value)
        shop.close()

    return chosen


@pytest.fixture
def mute():
    """A network printer that takes what comes and never answers: its address, and the papers so far."""
    papers = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _from = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                papers.append(stream.read())

    threading.Thread(target=serve, daemon=True).start()
    yield f"tcp://127.0.0.1:{server.getsockname()[1]}", papers
    server.close()


@pytest.fixture
def nobody():
    """The address of a printer that is switched off."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"tcp://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def taken(stocked):
    """An order of two packets of Surf, not confirmed; gives the hand that goes on with it."""
    assert stocked("order", "take", *ASHA, "--pay-by", "cod", "2*1001").code == 0
    return stocked


@pytest.fixture
def sent(taken):
    """The same, on its way by a courier."""
    for words in (("confirm", 1), ("pack", 1), ("dispatch", 1, "--courier", "Delhivery", "--awb", AWB)):
        assert taken("order", *words).code == 0
    return taken
