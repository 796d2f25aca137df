"""The run sheet on every paper: each door with what is collected there, and what is brought back."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.paper import paper_named
from shoppos.printing.run_sheet import run_page
from tests.printing.hostile import HOSTILE
from tests.printing.runs import DOOR, RUN, RUNS

GOLDEN = Path(__file__).parents[1] / "golden" / "orders"
PAGES = [
    ("day", "58", "en"), ("day", "80", "en"), ("day", "A5", "en"), ("day", "A4", "en"),
    ("paid", "80", "en"),
]  # fmt: skip


def text(sheet, paper, **how):
    return encode(run_page(sheet, paper_named(paper), **how), "text", head=Head()).decode()


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_run_sheet_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"run-{kind}-{paper}-{language}.txt"
    found = text(RUNS[kind], paper, language=language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", ["58", "80", "A5", "A4"])
def test_each_door_says_who_where_and_how_much(paper):
    words = " ".join(text(RUN, paper).replace("\u00a0", " ").split())
    for part in ("Ravi Pawar", "Parcels: 3", "Kaveri Deshmukh", "98450 12345", "411030", "10-12", "Ring twice.",
                 "A1/2627/O00012", "2.4 kg", "Try 2", "Paid"):  # fmt: skip
        assert part in words
    assert "2,100.50" in words, "what the doors pay and what is not handed over yet"
    assert "O00007" not in words, "nobody goes to a door again that was served"


def test_where_all_is_paid_nothing_is_brought_back():
    assert "₹0.00" in text(RUNS["paid"], "A4")


@pytest.mark.parametrize("form", ["escpos", "pdf", "png"])
def test_it_goes_to_every_printer(form):
    assert encode(run_page(RUN, paper_named("80" if form == "escpos" else "A4"), language="hi"), form, head=Head())


@pytest.mark.parametrize("nasty", HOSTILE)
def test_no_name_or_address_gives_the_printer_an_order(nasty):
    door = replace(DOOR, name=nasty, phone=nasty, address=nasty, note=nasty, slot=nasty)
    told = text(replace(RUN, carrier=nasty, parcels=(door,)), "80")
    assert not [char for char in told if ord(char) < 32 and char != "\n"]
