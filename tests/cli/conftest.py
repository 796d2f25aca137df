"""Commands run in this process, as a person at a terminal would see them."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from shoppos.__main__ import main


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
