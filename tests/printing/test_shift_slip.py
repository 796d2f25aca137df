"""The papers of the evening: the Z with its drawer, its notes and what ties it; the slip of one shift."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.base import i18n
from shoppos.base.money import grouped, rupees
from shoppos.printing.languages import encode
from shoppos.printing.page import Size
from shoppos.printing.paper import paper_named
from shoppos.printing.reading import reading_page
from shoppos.printing.shift_slip import shift_page
from shoppos.reports.shift_slip import ShiftSlip
from tests.printing import evenings
from tests.printing.hostile import HOSTILE
from tests.printing.test_order_slip import every

GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
PAPERS = ("58", "80", "A5", "A4")
PAGES = [
    (kind, paper, language)
    for kind in (*evenings.EVENINGS, *evenings.SHIFTS)
    for paper, language in (("80", "en"), ("58", "hi"), ("80", "ta"), ("A4", "en"))
] + [(kind, "A4", language) for kind in ("z-evening", "shift") for language in ("hi", "ta")]
PAGES += [(kind, paper, "en") for kind in evenings.OPENINGS for paper in ("58", "80", "A4")]


def page_of(kind, paper, **how):
    found = {**evenings.EVENINGS, **evenings.SHIFTS, **evenings.OPENINGS}[kind]
    lay = shift_page if isinstance(found, ShiftSlip) else reading_page
    return lay(found, paper_named(paper), **how)


def said(page):
    return " ".join(" ".join(words for words, _size in every(page.parts)).replace("\u00a0", " ").split())


@pytest.mark.parametrize(("kind", "paper", "language"), PAGES)
def test_the_slip_is_the_golden_one(kind, paper, language):
    golden = GOLDEN / f"{kind}-{paper}-{language}.txt"
    found = encode(page_of(kind, paper, language=language), "text").decode()
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_a_z_tells_its_drawer_from_the_float_to_what_was_found(paper):
    it = evenings.ONE
    words = said(page_of("z-evening", paper))
    for line in (
        "Z READING 41", "Float 2,000.00", "Cash put in 1,000.00", "Change from the bank 1,000.00",
        "Cash taken out -370.00", "Tea for the porters -20.00", f"Before the shift or the day {grouped(it.outside)}",
        f"EXPECTED {rupees(it.expected)}", f"COUNTED {rupees(it.counted)}", "₹500 × 80 40,000.00", "₹0.50 × 10 5.00",
        "SHORT ₹20.00", "Reason: Gave a twenty too much",
    ):  # fmt: skip
        assert line in words, line


@pytest.mark.parametrize("paper", PAPERS)
def test_a_z_tells_what_ties_it_and_what_waits(paper):
    words = said(page_of("z-evening", paper))
    for line in (
        "Journal ends with 7F3A-91C2", "The one before Z 40 · 0C44-D1EE",
        f"Sold in all since the first bill {rupees(evenings.ONE.perpetual)}", "Papers not printed yet 2",
        "Messages not sent yet 1", "Reports not sent yet 3", "Days before that nobody closed 2",
        "Of them with a token 31", "A1/2627/T00812 – A1/2627/T00842", "One invoice for them A1/2627/000225",
    ):  # fmt: skip
        assert line in words, line


@pytest.mark.parametrize("paper", PAPERS)
def test_how_often_the_drawer_was_opened_without_a_sale_is_told_with_what_for_and_not_where_it_never_was(paper):
    words = said(page_of("z-opened", paper))
    told = "Drawer opened without a sale 9 For a reason 2 To count it 2 For the float 2 For cash in or out 3"
    assert told in words
    assert "Drawer opened without a sale 3 For a reason 1 To count it 2" in said(page_of("shift-opened", paper))
    blind = reading_page(evenings.OPENED.hidden(), paper_named(paper))
    assert told in said(blind), "that tells nothing of what is in it"
    for kind in ("z-evening", "shift", "x-blind"):
        assert "without a sale" not in said(page_of(kind, paper))


def paise(words):
    return int(words.replace(",", "").replace(".", "").replace("₹", "").split()[-1])


def test_on_paper_the_drawer_adds_up():
    words = [words.replace("\u00a0", " ").strip() for words, _size in every(page_of("z-evening", "80").parts)]
    lines = ("Float", "Cash taken, less change", "Given back", "Dues received in cash", "Cash put in",
             "Cash taken out", "Before the shift or the day")  # fmt: skip
    total = sum(paise(words[words.index(label) + 1]) for label in lines)
    assert total == paise(words[words.index("EXPECTED") + 1])
    notes = sum(paise(words[n + 1]) for n, text in enumerate(words) if " × " in text)
    assert notes == paise(words[words.index("COUNTED") + 1])


@pytest.mark.parametrize("paper", PAPERS)
def test_of_several_shifts_each_is_told_and_together_what_is_missing(paper):
    page = page_of("z-shifts", paper)
    words = said(page)
    for line in (
        "Shift 11 · Asha 9:00 AM – 2:00 PM", "Shift 12 · Ravi 2:05 PM – 9:40 PM", "EXPECTED 18,355.00",
        "COUNTED 26,460.00", "It agrees", "SHORT 20.00", "Reason: Gave a twenty too much",
    ):  # fmt: skip
        assert line in words, line
    assert ("₹20.00", Size.LARGE) in list(every(page.parts))
    assert "The one before" not in words  # it is the first


@pytest.mark.parametrize("paper", PAPERS)
def test_who_is_to_count_reads_nothing_of_what_must_be_there(paper):
    words = said(page_of("x-blind", paper))
    assert "told when it was counted" in words
    assert "EXPECTED" not in words
    assert rupees(evenings.BLIND.expected) not in words


@pytest.mark.parametrize("paper", PAPERS)
def test_a_shifts_slip_adds_up_and_is_signed(paper):
    words = said(page_of("shift", paper))
    slip = evenings.SLIP
    assert slip.turn.opening + slip.taken + slip.cash_in - slip.cash_out == slip.turn.expected
    for line in (
        "SHIFT 11", "Whose shift Asha", "Begun 23-11-2026 9:00 AM", f"EXPECTED {rupees(slip.turn.expected)}",
        f"Cash of bills, dues and orders {grouped(slip.taken)}", "SHORT ₹20.00", "Counted by Asha",
    ):  # fmt: skip
        assert line in words, line
    assert "It agrees" in said(page_of("shift-agrees", paper))
    assert "DUPLICATE 2" in said(page_of("shift", paper, copy="DUPLICATE 2 · Asha · 3 May 2026 14:05"))
    assert slip.number == "A1/S11"


@pytest.mark.parametrize("paper", ["58", "A4"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_reach_no_paper(words, paper):
    moved = (replace(evenings.MOVED[0], reason=words),)
    turn = replace(evenings.ONE.turns[0], employee=words, reason=words)
    slip = replace(evenings.SLIP, shop=words, turn=turn, movements=moved, counted_by=words)
    z = replace(evenings.ONE, turns=(turn, turn), movements=moved, difference_reason=words)
    for page in (shift_page(slip, paper_named(paper)), reading_page(z, paper_named(paper))):
        for text, _size in every(page.parts):
            assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in text)
        assert encode(page, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(("language", "rent"), [("en", "Rent"), ("hi", "किराया")])
def test_an_expense_stands_on_paper_in_its_language_and_typed_words_as_typed(language, rent):
    moved = replace(evenings.ONE.movements[0], kind="out", reason="Rent", amount=100_00)
    it = replace(evenings.ONE, movements=(replace(moved, expense=True), moved))
    with i18n.speaking("ta"):
        words = said(reading_page(it, paper_named("80"), language=language))
    assert words.count(f"{rent} -100.00") == (2 if language == "en" else 1)
    assert words.count("Rent -100.00") == (2 if language == "en" else 1)


@pytest.mark.parametrize("paper", PAPERS)
def test_who_counted_more_than_once_stands_on_shift_and_z_with_what_was_found_first(paper):
    again = replace(evenings.RAVI, counts=2, first=1_00)
    slip = replace(evenings.SLIP, turn=again)
    assert "Counted 2 times, first ₹1.00" in said(shift_page(slip, paper_named(paper)))
    for turns in ((again,), (evenings.ASHA, again)):
        z = replace(evenings.ONE, turns=turns)
        assert said(reading_page(z, paper_named(paper))).count("Counted 2 times, first ₹1.00") == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_a_reading_of_who_counts_first_tells_no_cash_and_no_sum_to_reckon_it_from(paper):
    words = said(page_of("x-blind", paper))
    assert "UPI (44) 38,274.00" in words
    for hidden in ("Cash (71)", "39,655", "83,329", "83,984", "1,200.00", "2,000.00", "Total", "SALES", "75,938"):
        assert hidden not in words, hidden
