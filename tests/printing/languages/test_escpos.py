"""What a thermal printer makes of the bytes."""

import contextlib
import logging

import pytest
import zxingcpp

from shoppos.base.errors import InvalidInput
from shoppos.printing import compose
from shoppos.printing.bill import bill_page
from shoppos.printing.languages import escpos
from shoppos.printing.languages.text import wrap
from shoppos.printing.page import Align, Page, Qr, Size, Text, row
from shoppos.printing.paper import paper_named
from tests.printing import bills
from tests.printing.decoder import decoded
from tests.printing.hostile import HOSTILE
from tests.printing.test_bill import hostile_bill

ROLL = paper_named("80")


def page(*parts):
    return Page(ROLL, parts)


def read_back(pictures):
    """The code on the pictures below one another, as a phone reads it."""
    wide = pictures[0][0]
    dots = b"".join(body for width, body in pictures if width == wide)
    pixels = b"".join(bytes(0 if byte >> bit & 1 else 255 for bit in range(7, -1, -1)) for byte in dots)
    image = memoryview(pixels).cast("B", shape=[len(dots) // wide, wide * 8])
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("kind", bills.KINDS)
@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_bill_prints_without_one_odd_byte_and_says_what_the_text_page_says(kind, paper, qapp):
    bill = bills.KINDS[kind]
    made = decoded(compose(bill, "escpos", paper))
    assert made.problems == []
    spelled = compose(bill, "text", paper).decode().replace("×", "x").replace("₹", "Rs. ")
    words = [word for word in made.text.split() if not word.startswith("[")]
    assert words == [word for word in spelled.split() if word not in in_pieces(bill.upi, paper)]


def in_pieces(link, paper):
    """The payment link as the text page breaks it; on the roll it is a picture."""
    return wrap(link or "", paper_named(paper).columns)


@pytest.mark.parametrize("paper", ["58", "80"])
def test_no_line_is_wider_than_the_head(paper, qapp):
    columns = paper_named(paper).columns
    for bill in bills.KINDS.values():
        assert max(map(len, decoded(compose(bill, "escpos", paper)).lines)) <= columns


def test_the_rupee_is_spelled_out_for_no_code_page_has_it():
    made = decoded(escpos.compose(page(row("TOTAL", "₹931.00"))))
    assert made.lines[0].split() == ["TOTAL", "Rs.", "931.00"]
    assert len(made.lines[0]) == 48


def test_places_and_bold_are_the_printers_own():
    made = decoded(escpos.compose(page(Text("Shop", bold=True, align=Align.CENTER), Text("left"))))
    assert made.lines[:2] == ["Shop", "left"]
    assert made.aligns[:2] == [1, 0]
    assert made.bold[:2] == [True, False]


def test_a_line_in_hindi_is_drawn_as_dots_and_the_others_stay_text(qapp):
    made = decoded(escpos.compose(page(Text("Parle-G"), Text("पारले-जी"), Text("10.00"))))
    assert made.lines[0] == "Parle-G"
    assert made.lines[1].startswith("[576x")
    assert made.lines[2] == "10.00"
    assert any(made.pictures[0][1])
    assert made.problems == []


def test_a_large_text_in_hindi_is_drawn_in_bands_a_cheap_printer_can_hold(qapp):
    made = decoded(escpos.compose(page(Text("अ " * 200, Size.HUGE))))
    assert len(made.pictures) > 1
    assert made.problems == []
    assert all(len(body) <= 128 * 72 for _wide, body in made.pictures)


@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_phone_reads_the_payment_link_off_the_dots(paper, qapp):
    made = decoded(compose(bills.UNPAID, "escpos", paper))
    assert made.problems == []
    assert read_back(made.pictures) == [bills.UNPAID.upi]


def test_a_printer_that_is_known_to_draw_codes_draws_it_itself():
    made = decoded(escpos.compose(bill_page(bills.UNPAID, ROLL), profile="TM-T20II"))
    assert made.qr_texts == [bills.UNPAID.upi]
    assert made.pictures == []
    assert made.problems == []


def test_a_printer_that_is_known_not_to_draw_codes_gets_dots(qapp):
    made = decoded(escpos.compose(page(Qr("upi://pay?pa=a@b")), profile="POS-5890"))
    assert made.qr_texts == []
    assert read_back(made.pictures) == ["upi://pay?pa=a@b"]


def test_paper_is_cut_where_there_is_a_cutter_and_fed_where_there_is_none():
    assert decoded(compose(bills.TAXABLE, "escpos", "80")).cuts == 1
    small = decoded(compose(bills.TAXABLE, "escpos", "58"))
    assert small.cuts == 0
    assert small.lines[-1] == ""


def test_the_drawers_pulse_is_a_job_of_its_own():
    pulse = decoded(escpos.drawer_pulse())
    assert (pulse.pulses, pulse.lines, pulse.problems) == (1, [], [])
    assert decoded(compose(bills.TAXABLE, "escpos", "80")).pulses == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_command_the_printer(name, qapp):
    for language in ("en", "hi"):
        made = decoded(compose(hostile_bill(name), "escpos", "58", language=language))
        assert made.problems == []
        assert (made.pulses, made.cuts, made.qr_texts) == (0, 0, [])


def test_cut_sheets_are_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="58 mm or 80 mm"):
        compose(bills.TAXABLE, "escpos", "A4")


def test_an_unknown_profile_is_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="No printer profile"):
        escpos.compose(page(Text("x")), profile="Typewriter")


def test_the_encoder_neither_talks_to_the_terminal_nor_takes_over_the_log(capfd, qapp):
    escpos._dummy_class.cache_clear()
    handlers = logging.getLogger().handlers[:]
    with contextlib.suppress(KeyError):
        compose(bills.UNPAID, "escpos", "80", language="hi")
    assert logging.getLogger().handlers == handlers
    assert capfd.readouterr() == ("", "")


def test_the_same_bill_gives_the_same_bytes(qapp):
    assert compose(bills.MIXED, "escpos", "80", language="hi") == compose(bills.MIXED, "escpos", "80", language="hi")
