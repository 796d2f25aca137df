"""X and Z readings on every paper: figures that add up before the owner's eyes, and what the drawer lacks."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from shoppos.base.money import grouped, rupees
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.printing.page import Rule, Size
from shoppos.printing.paper import paper_named
from shoppos.printing.reading import reading_page
from shoppos.shop.payments import Tender
from tests.printing import slips
from tests.printing.hostile import HOSTILE
from tests.printing.test_order_slip import every

GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
PAPERS = ("58", "80", "A5", "A4")
PAGES = [
    *((kind, "80", "en") for kind in slips.READINGS), *(("z", paper, "en") for paper in ("58", "A5", "A4")),
    ("huge", "58", "en"), ("z", "80", "hi"), ("z", "A5", "hi"), ("x", "58", "ta"), ("z", "A4", "ta"),
]  # fmt: skip


def text(reading, paper, **how):
    return encode(reading_page(reading, paper_named(paper), **how), "text").decode()


def said(reading, paper, **how):
    page = reading_page(reading, paper_named(paper), **how)
    return " ".join(" ".join(words for words, _size in every(page.parts)).split())


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_reading_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"{kind}-{paper}-{language}.txt"
    found = text(slips.READINGS[kind], paper, language=language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", slips.READINGS)
def test_a_reading_tells_every_figure_of_the_day(paper, kind):
    it = slips.READINGS[kind]
    words = said(it, paper)
    assert f"Till A1 · {it.day:%d-%m-%Y}" in words
    assert f"Number of bills {it.bills}" in words
    assert f"Before discounts {grouped(it.gross)}" in words
    assert f"Cancelled ({it.cancelled}) {grouped(-it.cancelled_amount)}" in words
    assert f"SALES {rupees(it.net)}" in words
    assert f"Credit given {grouped(it.credit)}" in words
    assert f"Dues received {grouped(it.khata_received)}" in words
    assert rupees(it.expected) in words
    assert "7F3A-91C2" in words
    for sums in it.by_method:
        assert grouped(sums.taken - sums.back) in words
    for name in ("cgst", "sgst", "igst"):
        total = sum(getattr(group, name) for group in it.by_rate)
        assert not total or grouped(total) in words
    for group in it.by_rate:
        assert grouped(group.taxable) in words


@pytest.mark.parametrize("paper", PAPERS)
def test_from_the_first_sum_to_the_last_the_paper_adds_up(paper):
    page = reading_page(slips.X_READING, paper_named(paper))
    words = [words for words, _size in every(page.parts)]
    sums = ["Before discounts", "Discounts", "Delivery", "GST on prices before tax", "Round off"]
    at = {label: paise(words[words.index(label) + 1]) for label in (*sums, "All bills", "Cancelled (2)", "SALES")}
    assert sum(at[label] for label in sums) == at["All bills"]
    assert at["All bills"] + at["Cancelled (2)"] == at["SALES"]
    paid = ["Cash (71)", "UPI (44)", "Card (6)", "On credit (khata) (3)"]
    assert sum(paise(words[words.index(label) + 1]) for label in paid) == at["SALES"]
    drawer = ["Cash taken, less change", "Given back", "Dues received in cash"]
    cash = sum(paise(words[words.index(label) + 1]) for label in drawer)
    assert cash == paise(words[words.index("EXPECTED, without float") + 1])


def paise(words):
    return int(words.replace(",", "").replace(".", "").replace("₹", ""))


@pytest.mark.parametrize("paper", PAPERS)
def test_an_x_reading_says_that_nothing_is_closed_and_is_signed_by_nobody(paper):
    words = said(slips.X_READING, paper)
    assert "X READING" in words
    assert "The till stays open" in words
    assert "COUNTED" not in words
    assert "Counted by" not in words


@pytest.mark.parametrize("paper", PAPERS)
def test_a_z_slip_tells_what_is_short_in_large_letters_and_why(paper):
    page = reading_page(slips.Z_SLIP, paper_named(paper))
    large = [words for words, size in every(page.parts) if size >= Size.LARGE]
    assert "SHORT" in large
    assert "₹50.00" in large
    words = said(slips.Z_SLIP, paper)
    for part in ("Z READING 41", "Float 2,000.00", "COUNTED ₹42,805.00", "Reason: Change was given twice"):
        assert part in words
    assert "Counted by" in words
    assert "stays open" not in words


def test_a_drawer_may_agree_or_hold_too_much():
    assert "It agrees" in said(slips.AGREES, "80")
    assert "SHORT" not in said(slips.AGREES, "80")
    over = replace(slips.Z_SLIP, counted=slips.Z_SLIP.expected + 12_50)
    assert "OVER ₹12.50" in said(over, "80")


@pytest.mark.parametrize("paper", PAPERS)
def test_a_shop_that_takes_no_tax_reads_none(paper):
    words = said(slips.UNTAXED, paper)
    assert "Tax" not in words
    assert "GST" not in words.replace("GST on prices before tax", "")
    rules = [isinstance(part, Rule) for part in reading_page(slips.UNTAXED, paper_named(paper)).parts]
    assert (True, True) not in pairwise(rules)
    assert not rules[-1]


def test_a_reading_owed_by_the_shop_is_read_and_laid_out(shop):
    number = shop.sales.sell(["1001", "3001"], (Tender("cash", 1000_00),)).numbers[0]
    job = shop.db.row("SELECT doc_id, told FROM print_job WHERE id = ?", (shop.papers.reading(),))
    page = page_for(shop.db, "reading", job[0], json.loads(job[1]), "80")
    words = " ".join(" ".join(words for words, _size in every(page.parts)).split())
    assert f"First bill {number} Last bill {number}" in words
    assert "Sharma Kirana" in words
    assert "Meena" in words
    assert "SALES ₹622.00" in words
    slip = page_for(shop.db, "slip", shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))[0], {}, "58")
    assert any(words == "Surf Excel 1 kg" for words, _size in every(slip.parts))


def test_a_reading_printed_again_says_so():
    assert "DUPLICATE 2 Asha · 3 May 2026 14:05" in said(
        slips.Z_SLIP, "80", copy="DUPLICATE 2 · Asha · 3 May 2026 14:05"
    )
    assert "DUPLICATE" not in said(slips.Z_SLIP, "80")


@pytest.mark.parametrize(("language", "words"), [("hi", "Z रीडिंग / Z READING"), ("ta", "Z ரீடிங் / Z READING")])
def test_the_title_keeps_its_english_name_beside(language, words):
    from shoppos.base.i18n import catalogue

    spoken = catalogue(language).gettext("Z READING") != "Z READING"
    assert (words if spoken else "Z READING 41") in said(slips.Z_SLIP, "80", language=language)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", slips.READINGS)
def test_no_line_is_wider_than_the_paper(paper, kind):
    lines = text(slips.READINGS[kind], paper).split("\n")
    assert max(map(len, lines)) <= paper_named(paper).columns


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_never_stops_a_reading(name):
    words = text(replace(slips.Z_SLIP, shop=name, employee=name, difference_reason=name), "58", language="ta")
    assert "READING 41" in words
    assert not [sign for sign in words if sign < " " and sign != "\n"]
