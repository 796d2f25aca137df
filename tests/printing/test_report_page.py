"""A report on paper: its words, its figures and its charts, as another program reads them."""

import ctypes
import datetime as dt
from io import BytesIO

import pypdfium2
import pytest
from pypdfium2 import raw

from shoppos.base.clock import INDIA
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.printing.paper import PAPERS, paper_named
from shoppos.printing.report_page import report_page
from shoppos.reports.charts import SHAPES, Chart, Series
from shoppos.reports.drawing import LIGHT
from shoppos.reports.report import Period, Report
from shoppos.reports.report_paper import told
from shoppos.shop.payments import Tender
from tests.reports.formats.sample import HOSTILE, MADE, SHOP, sample

DAYS = Period(dt.date(2026, 11, 23), dt.date(2026, 11, 23))


def of(*charts):
    return Report("a", "Sales", DAYS, "It is so.", (), (), charts)


def pdf(report, paper="A4", language="en"):
    return encode(report_page(report, SHOP, MADE, paper_named(paper), language=language), "pdf")


def words(content):
    document = pypdfium2.PdfDocument(BytesIO(content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def filled(content, colour):
    """The bounds of what is filled with that colour on the first page: left, low, right, high in points."""
    found = []
    for one in pypdfium2.PdfDocument(BytesIO(content))[0].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        parts = [ctypes.c_uint() for _part in range(4)]
        raw.FPDFPageObj_GetFillColor(one, *parts)
        if "#" + "".join(f"{part.value:02x}" for part in parts[:3]) == LIGHT[colour]:
            found.append(one.get_bounds())
    return found


def chart(shape, *values):
    return Chart(shape, "Drawn", tuple(f"L{n}" for n in range(len(values))), (Series("S", values),), "said")


def test_the_bars_of_the_picture_are_as_long_as_their_values():
    bars = filled(pdf(of(chart("hbar", 400_00, 100_00, 0))), "accent")
    lengths = sorted((right - left for left, _low, right, _high in bars), reverse=True)
    assert lengths[0] / lengths[1] == pytest.approx(4, rel=0.01)
    high = [top - low for _left, low, _right, top in filled(pdf(of(chart("bar", 100_00, 50_00))), "accent")]
    assert high[0] / high[1] == pytest.approx(2, rel=0.01)


def test_the_parts_of_the_ring_have_their_colours_and_their_words():
    content = pdf(of(chart("donut", 100_00, 50_00)))
    assert len(filled(content, "part0")) >= 1
    assert len(filled(content, "part1")) >= 1
    assert "66.7 %" in words(content)


def test_a_pdf_says_all_that_the_report_says():
    said = words(pdf(sample()))
    for text in (
        "Sample <b>",
        "November 2026",
        "It rose & fell.",
        "₹1,18,000.00",
        "-₹5.00",
        "Note <i>.",
        "तूर दाल",
        "Total",
    ):
        assert text in said
    assert "\x1b" not in said


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
def test_the_same_report_is_the_same_pdf_in_every_language(language):
    assert pdf(sample(), language=language) == pdf(sample(), language=language)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", ["pdf", "png"])
def test_every_chart_is_drawn_and_hostile_names_are_text(shape, form):
    drawn = Chart(shape, HOSTILE[6], (HOSTILE[7], "तूर दाल"), (Series(HOSTILE[0], (5_00, 3_00)),), "x")
    page = report_page(of(drawn), SHOP, MADE, paper_named("A4"))
    assert len(encode(page, form)) > len(encode(report_page(of(), SHOP, MADE, paper_named("A4")), form))


def test_the_picture_for_the_screen_shows_the_chart_in_its_colours():
    from PySide6.QtGui import QColor, QImage

    image = QImage.fromData(encode(report_page(of(chart("hbar", 400_00)), SHOP, MADE, paper_named("A4")), "png"))
    wanted = QColor(LIGHT["accent"]).rgb()
    line = [image.pixel(x, y) == wanted for y in range(0, image.height(), 4) for x in range(0, image.width(), 4)]
    assert sum(line) > 300


@pytest.mark.parametrize("paper", [one.name for one in PAPERS if not one.for_labels])
@pytest.mark.parametrize("form", ["pdf", "png", "text"])
def test_it_is_laid_on_every_paper(paper, form):
    assert encode(report_page(sample(), SHOP, MADE, paper_named(paper)), form)


@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_roll_has_the_words_and_no_chart(paper):
    page = report_page(sample(), SHOP, MADE, paper_named(paper))
    assert encode(page, "escpos")
    assert "Sample <b>" in encode(page, "text").decode()
    assert filled(encode(page, "pdf"), "part0") == []


def test_a_paper_that_was_owed_is_asked_in_its_own_language(shop):
    shop.sales.sell(["1001", "2001"], [Tender("cash")])
    today = shop.db.clock.now().astimezone(INDIA).date()
    says = told("methods", Period(today, today), {"till": "A1"})
    english = encode(page_for(shop.db, "report", b"", says, "A4"), "text").decode()
    hindi = encode(page_for(shop.db, "report", b"", says, "A4", language="hi"), "text").decode()
    assert "Cash" in english
    assert "नकद" in hindi
    assert "318.00" in english
    assert "318.00" in hindi
