"""The packing slip on every paper: what a packer reads, ticks and scans, and what they must not learn."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.printing.languages import encode
from shoppos.printing.order_slip import slip_page
from shoppos.printing.page import Beside, Framed, Size, Table, Text, Together
from shoppos.printing.paper import paper_named
from shoppos.reports.slip import SlipLine
from tests.printing import slips
from tests.printing.hostile import HOSTILE
from tests.printing.scanning import scanned

GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
ROLLS, SHEETS = ("58", "80"), ("A5", "A4")
PAPERS = (*ROLLS, *SHEETS)
PAGES = [
    *((kind, "80", "en") for kind in slips.SLIPS), *(("phone", paper, "en") for paper in ("58", "A5", "A4")),
    *(("order", paper, "en") for paper in ("58", "A4")),
    ("longest", "58", "en"), ("phone", "80", "hi"), ("phone", "A5", "hi"), ("tamil", "58", "ta"), ("tamil", "A5", "ta"),
]  # fmt: skip


def page(slip, paper, **how):
    return slip_page(slip, paper_named(paper), **how)


def text(slip, paper, **how):
    return encode(page(slip, paper, **how), "text").decode()


def every(parts):
    """All texts of the page with their sizes, and the cells of its tables."""
    for part in parts:
        match part:
            case Text():
                yield part.text, part.size
            case Table():
                for cells in (*part.rows, part.total):
                    yield from ((cell, part.size) for cell in cells)
            case Together() | Framed():
                yield from every(part.parts)
            case Beside():
                for stack in part.stacks:
                    yield from every(stack)


def said(slip, paper, **how):
    return " ".join(" ".join(words for words, _size in every(page(slip, paper, **how).parts)).split())


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_slip_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"{kind}-{paper}-{language}.txt"
    found = text(slips.SLIPS[kind], paper, language=language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_an_orders_slip_says_its_slot_its_way_and_what_was_asked_for(paper):
    words = said(slips.ORDER, paper)
    for part in ("A1/2627/O00012", "Ready for 10-12, 23 November 2026", "To be delivered", "Gift wrap, no price"):
        assert part in words
    words = said(slips.FETCHED, paper)
    for part in ("Ready for 23 November 2026", "To be picked up", "with bill A1/2627/000123"):
        assert part in words


@pytest.mark.parametrize("paper", PAPERS)
def test_a_packer_sees_when_for_whom_and_what_from_which_shelf(paper):
    words = said(slips.PHONE, paper)
    for part in (
        "PACKING SLIP", "A1/2627/000123", "Ready by 6:30 PM, 23 November 2026", "Kaveri Traders Pvt Ltd",
        "Bengaluru 560001", "Phone order", "Meena", "Ring twice.", "Shelf: Biscuits", "8901719101038", "Pieces: 16",
        "Items: 4", "Packed by", "Checked by",
    ):  # fmt: skip
        assert part in words
    for line in slips.LINES:
        assert line.name in words
        assert line.local_name in words
    assert "12 PCS" in words
    assert "0.75 KG" in words


@pytest.mark.parametrize("paper", PAPERS)
def test_of_the_phone_a_packer_learns_the_last_four_digits_alone(paper):
    words = text(slips.PHONE, paper)
    assert "…2345" in words
    assert "98450" not in words
    assert "45 12345" not in words
    assert "Phone" not in text(replace(slips.COUNTER, phone="12"), paper)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", ["phone", "longest", "counter"])
def test_the_number_is_read_by_a_scanner(paper, kind):
    slip = slips.SLIPS[kind]
    assert [words for _form, words in scanned(page(slip, paper))] == [slip.number]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "hi", "ta"])
def test_names_and_quantities_stand_large(paper, language):
    large = [words for words, size in every(page(slips.PHONE, paper, language=language).parts) if size >= Size.LARGE]
    for line in slips.LINES:
        first = line.local_name if language != "en" and line.local_name else line.name
        assert first in large
    assert any("0.75\u00a0KG" in words for words in large)


def test_the_local_name_stands_first_where_the_packer_reads_it():
    english, hindi = (said(slips.PHONE, "80", language=language) for language in ("en", "hi"))
    assert english.index("Parle-G Gold") < english.index("पारले-जी")
    assert hindi.index("पारले-जी") < hindi.index("Parle-G Gold")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_line_has_a_box_to_tick(paper):
    parts = page(slips.PHONE, paper).parts
    if paper in ROLLS:
        boxes = [words for words, _size in every(parts) if words.startswith("[\u00a0\u00a0]")]
    else:
        lines = [part.parts[0] for part in parts if isinstance(part, Together)]
        boxes = [line.stacks[0][0] for line in lines if isinstance(line, Beside)]
        assert all(isinstance(box, Framed) for box in boxes)
    assert len(boxes) == len(slips.LINES)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_cancelled_order_says_before_all_else_that_nothing_is_packed(paper):
    first, second = page(slips.SLIPS["cancelled"], paper, language="hi").parts[:2]
    assert isinstance(first, Framed)
    assert first.solid
    assert "CANCELLED" in first.parts[0].text
    assert second.size is Size.LARGE
    assert "CANCELLED" not in said(slips.PHONE, paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_second_slip_says_large_that_it_is_one_so_that_nothing_is_packed_twice(paper):
    found = dict(every(page(slips.PHONE, paper, copy="DUPLICATE · Asha · 3 May 2026 14:05").parts))
    assert found["DUPLICATE"] is Size.LARGE
    assert found["Asha · 3 May 2026 14:05"] is Size.SMALL
    assert "DUPLICATE" not in said(slips.PHONE, paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_slip_of_200_lines_keeps_its_sum_beside_its_last_line(paper):
    parts = page(slips.MANY, paper).parts
    last = " ".join(words for words, _size in every(parts[-1:]))
    assert "no. 199" in last
    assert "Items: 200" in last
    assert max(map(len, text(slips.MANY, paper).split("\n"))) <= paper_named(paper).columns


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("paper", ["58", "A4"])
def test_a_hostile_order_never_stops_its_slip(name, paper):
    line = SlipLine(name, name, name, 1000, name, name)
    slip = replace(slips.PHONE, buyer=name, phone=name, town=name, notes=name, channel=name, taken_by=name,
                   lines=(line,))  # fmt: skip
    words = text(slip, paper, language="hi")
    assert "A1/2627/000123" in words
    assert not [sign for sign in words if sign < " " and sign != "\n"]


def test_a_slip_without_a_line_is_a_slip_still():
    assert "Items: 0" in said(replace(slips.COUNTER, lines=()), "80")


@pytest.mark.parametrize("paper", PAPERS)
def test_a_customer_follows_the_order_by_the_code_on_its_slip(paper):
    link = "https://sharmakirana.example.in/track/kTz5bX0s8QmY2cVw.html"
    followed = replace(slips.ORDER, link=link)
    assert ("QRCode", link) in scanned(page(followed, paper))
    assert "For the customer" in said(followed, paper)
    assert "For the customer" not in said(slips.ORDER, paper)
    assert "For the customer" not in said(replace(followed, cancelled=True), paper)
