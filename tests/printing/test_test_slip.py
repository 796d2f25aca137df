"""The test slip: its ruler is as long as the head is wide, its codes scan, and it speaks in letters the printer has."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from shoppos.base.errors import InvalidInput
from shoppos.printing import raster, test_slip
from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.page import Page, Ruler
from shoppos.printing.paper import paper_named
from shoppos.printing.printers import Printer
from tests.printing.decoder import decoded


def printer(form="escpos", paper="80", **head) -> Printer:
    return Printer("Counter", "tcp://192.0.2.1:9100", form, paper, head=Head(**({"mode": "raster"} | head)))


def picture(one: Printer, language="en") -> Image.Image:
    return Image.open(io.BytesIO(raster.png(test_slip.test_page(one, "Sharma Kirana", language)))).convert("L")


def words(one: Printer, language="en") -> str:
    return " ".join(encode(test_slip.test_page(one, "Sharma Kirana", language), "text").decode().split())


@pytest.mark.parametrize(
    ("form", "paper"),
    [
        ("escpos", "58"), ("escpos", "80"), ("tspl", "50x25"), ("tspl", "38x25"), ("tspl", "3x2"), ("zpl", "4x6"),
        ("zpl", "100x150"), ("pdf", "A5"), ("pdf", "A4"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "hi"])
def test_both_codes_of_the_test_scan(form, paper, language) -> None:
    one = printer(form, paper)
    found = {code.format: code.text for code in zxingcpp.read_barcodes(picture(one, language))}
    said = test_slip.code_on(paper_named(paper))
    assert found == {zxingcpp.BarcodeFormat.QRCode: said, zxingcpp.BarcodeFormat.Code128: said}


@pytest.mark.parametrize(("paper", "dots"), [("58", 384), ("80", 576)])
def test_the_ruler_is_as_wide_as_the_head_with_a_tick_at_every_millimetre(paper, dots) -> None:
    image = Image.open(io.BytesIO(raster.png(Page(paper_named(paper), (Ruler(),))))).convert("L")
    rows = [[x for x in range(image.width) if image.getpixel((x, y)) < 128] for y in range(image.height)]
    edge = next(at for at, row in enumerate(rows) if row)
    left = rows[edge][0]
    assert rows[edge] == list(range(left, left + dots))
    ticks = [x - left for x in rows[edge + 5]]
    assert ticks == [*range(0, dots, 8), dots - 1]


def test_a_narrower_head_has_a_shorter_ruler_and_is_told_so() -> None:
    assert "If the ruler ends before 72, choose 58 mm paper" in words(printer())
    assert "If the ruler ends before 64," in words(printer(dots=512))
    assert "The ruler ends at 48." in words(printer(paper="58"))


@pytest.mark.parametrize("paper", ["50x25", "38x25", "3x2", "4x6", "100x150"])
def test_a_label_has_a_line_and_ticks_at_all_four_edges(paper) -> None:
    image = picture(printer("tspl", paper))
    width, height = image.size
    assert all(image.getpixel((x, y)) < 128 for x in range(width) for y in (0, height - 1))
    assert all(image.getpixel((x, y)) < 128 for y in range(height) for x in (0, width - 1))
    for x, y in ((80, 20), (80, height - 20), (20, 80), (width - 20, 80)):
        assert image.getpixel((x, y)) < 128, "one centimetre"
    for x, y in ((88, 20), (88, height - 20), (20, 88), (width - 20, 88)):
        assert image.getpixel((x, y)) > 128, "one millimetre more"


@pytest.mark.parametrize(("dots", "dots_per_mm"), [(384, 8), (576, 12), (832, 8)])
def test_a_narrow_head_prints_the_edges_that_it_reaches(dots, dots_per_mm) -> None:
    one = printer("tspl", "50x25", dots=dots, dots_per_mm=dots_per_mm)
    assert len(test_slip.test_bytes(one, "Sharma Kirana")) > 1000


@pytest.mark.parametrize(("paper", "labels"), [("A4x4", 4), ("A4x24", 24), ("A4x40", 40), ("A4x65", 65)])
def test_a_sheet_of_labels_numbers_every_place(paper, labels) -> None:
    page = test_slip.test_page(printer("pdf", paper))
    assert words(printer("pdf", paper)).split()[-1] == str(labels)
    assert encode(page, "pdf").count(b"/Type /Page\n") == 1


def test_every_script_stands_on_the_slip_where_pictures_are_drawn() -> None:
    assert len(test_slip.SCRIPTS) == 10
    for name, thanks in test_slip.SCRIPTS:
        assert f"{name} {thanks}" in words(printer())
        assert thanks not in words(printer(mode="text"))


def test_letters_alone_speak_english_even_in_a_hindi_shop() -> None:
    said = encode(test_slip.test_page(printer(mode="text"), "Sharma", "hi"), "text").decode()
    assert "This is a test. Not a bill." in said
    assert said.replace("₹", "").isascii()
    assert "The ruler must end with # on one line." in words(printer(mode="text"))


def test_the_signs_of_a_code_page_are_written_once_by_the_printer_and_once_by_us() -> None:
    signs = test_slip.signs_of("cp437")
    assert signs.startswith("Çüéâäàåç")
    assert "\u00a0" not in signs
    both = words(printer(mode="hybrid", code_page="cp437"))
    assert "page CP437" in both
    assert both.count(signs[:16]) == 2
    assert words(printer(mode="text", code_page="cp437")).count(signs[:16]) == 1
    assert "page" not in words(printer(mode="hybrid"))


def test_the_printer_is_sent_its_own_signs_as_letters_and_ours_as_dots() -> None:
    signs = test_slip.signs_of("cp437")[:16]
    done = decoded(test_slip.test_bytes(printer(mode="hybrid", code_page="cp437"), "Sharma"), wide=576)
    assert done.problems == []
    sent = test_slip.test_bytes(printer(mode="hybrid", code_page="cp437"), "Sharma")
    assert sent.count(signs.encode("cp437")) == 1
    plain = test_slip.test_bytes(printer(mode="text"), "Sharma")
    assert b"....:....|....:....|" in plain
    assert b"....:....|....:....|" not in sent, "a printer that draws is measured in millimetres"


def test_the_end_says_what_the_knife_will_do() -> None:
    assert words(printer()).endswith("Below this line the paper is cut. If it is not, choose: has no knife.")
    assert words(printer(cut="none")).endswith("Tear the paper off below this line.")
    assert words(printer("pdf", "A4")).endswith("This is the end of the test.")


@pytest.mark.parametrize("mode", ["text", "hybrid", "raster"])
@pytest.mark.parametrize("paper", ["58", "80"])
def test_its_bytes_are_understood_by_a_receipt_printer(mode, paper) -> None:
    done = decoded(test_slip.test_bytes(printer(paper=paper, mode=mode), "Sharma Kirana"))
    assert done.problems == []
    assert done.cuts == 1
    assert bool(done.pictures) == (mode != "text")
    assert mode == "raster" or " ".join(done.lines).strip().endswith("choose: has no knife.")


@pytest.mark.parametrize(("paper", "dots"), [("58", 384), ("80", 576)])
def test_the_codes_scan_from_the_dots_that_are_sent(paper, dots) -> None:
    done = decoded(test_slip.test_bytes(printer(paper=paper), "Sharma Kirana"))
    rows = done.rows(dots // 8)
    drawn = Image.frombytes("1", (dots, len(rows)), bytes(byte ^ 0xFF for byte in b"".join(rows))).convert("L")
    assert {code.text for code in zxingcpp.read_barcodes(drawn)} == {f"TEST-{paper}"}


@pytest.mark.parametrize(("form", "paper"), [("tspl", "50x25"), ("tspl", "4x6"), ("zpl", "4x6"), ("zpl", "38x25")])
def test_a_label_printer_is_sent_one_label(form, paper) -> None:
    sent = test_slip.test_bytes(printer(form, paper), "Sharma Kirana")
    assert sent.count(b"PRINT 1" if form == "tspl" else b"^XA") == 1


def test_a_shop_cannot_command_the_printer_by_its_name() -> None:
    plain = test_slip.test_bytes(printer(mode="text"), "Sharma")
    sly = test_slip.test_bytes(printer(mode="text"), "Shar\x1bp\x00\x19\xfama")
    assert decoded(sly).pulses == decoded(plain).pulses == 0
    assert decoded(sly).problems == []


@pytest.mark.parametrize(("pin", "told"), [(2, b"\x1bp\x00"), (5, b"\x1bp\x01")])
def test_the_drawer_hangs_on_either_pin(pin, told) -> None:
    assert test_slip.drawer_bytes(printer(drawer_pin=pin)).startswith(told)


def test_a_paper_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidInput):
        test_slip.test_page(printer(paper="A17"))
