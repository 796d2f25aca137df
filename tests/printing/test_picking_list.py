"""The picking list on every paper: what to take from which shelf, and for whom."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.paper import paper_named
from shoppos.printing.picking_list import picking_page
from tests.printing.hostile import HOSTILE
from tests.printing.runs import LONG, ONE, PICKING, SEVERAL

GOLDEN = Path(__file__).parents[1] / "golden" / "orders"
PAGES = [
    ("one", "80", "en"), ("several", "58", "en"), ("several", "80", "en"),
    ("several", "A5", "en"), ("several", "A4", "en"),
]  # fmt: skip


def text(picking, paper, **how):
    return encode(picking_page(picking, paper_named(paper), **how), "text", head=Head()).decode()


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_picking_list_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"picking-{kind}-{paper}-{language}.txt"
    found = text(PICKING[kind], paper, language=language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", ["58", "80", "A5", "A4"])
def test_it_says_how_much_of_what_from_which_shelf_for_which_order(paper):
    words = " ".join(text(SEVERAL, paper).split()).replace("\u00a0", " ")
    for part in ("Shelf: Biscuits", "17 PCS", "Parle-G Gold 100 g", "O00012", "O00013: 2", "the freshest",
                 "Batch B 17, good until 30-11-2026", "1.75 KG", "No shelf", "Items: 4", "Orders: 3"):  # fmt: skip
        assert part in words
    assert "₹" not in words


def test_one_order_alone_is_not_named_on_each_line():
    assert text(ONE, "80").count("O00012") == 1


def test_a_long_one_goes_over_several_sheets_and_says_which_is_which():
    page = picking_page(LONG, paper_named("A4"))
    assert encode(page, "pdf", head=Head()).count(b"/Type /Page\n") > 1
    assert page.page_of


@pytest.mark.parametrize("form", ["escpos", "pdf", "png"])
def test_it_goes_to_every_printer(form):
    page = picking_page(SEVERAL, paper_named("80" if form == "escpos" else "A4"), language="hi")
    assert encode(page, form, head=Head())


@pytest.mark.parametrize("nasty", HOSTILE)
def test_no_name_of_a_customer_or_an_item_gives_the_printer_an_order(nasty):
    wild = replace(
        ONE,
        orders=(replace(ONE.orders[0], customer=nasty, slot=nasty),),
        lines=(replace(ONE.lines[1], name=nasty, shelf=nasty, batch=nasty, notes=(nasty,)),),
    )
    told = text(wild, "80")
    assert not [char for char in told if ord(char) < 32 and char != "\n"]
