"""The shop's picture on its papers: above the name on rolls, beside it on sheets; without one nothing is another."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from shoppos.printing import raster
from shoppos.printing.bill import bill_page
from shoppos.printing.documents import page_for
from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.paper import paper_named
from shoppos.reports import letterheads
from shoppos.reports.bill import load_by_id
from shoppos.rules import logo
from shoppos.shop.business_day import booking_day
from shoppos.shop.payments import Tender
from tests.printing.bills import a_bill
from tests.printing.decoder import decoded
from tests.printing.pictures import small

PAPERS = ("58", "80", "A4", "A5")


def ink(rows):
    return sum(byte.bit_count() for row in rows for byte in row)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("form", ["text", "pdf", "png"])
def test_without_a_picture_every_byte_is_as_before_and_letters_never_have_one(paper, form):
    bill, with_it = a_bill(), replace(a_bill(), logo=small())
    plain, signed = (encode(bill_page(one, paper_named(paper)), form) for one in (bill, with_it))
    assert (plain == signed) is (form == "text")


@pytest.mark.parametrize(("paper", "dots"), [("58", 384), ("80", 576)])
@pytest.mark.parametrize("mode", ["hybrid", "raster"])
def test_a_roll_begins_with_the_picture_in_its_middle_and_obeys_nothing_of_it(paper, dots, mode):
    page = bill_page(replace(a_bill(), logo=small()), paper_named(paper))
    told = decoded(encode(page, "escpos", Head(mode=mode)), wide=dots)
    assert told.problems == []
    assert told.pulses == 0
    rows = told.rows(dots // 8)[:100]
    inked = [at for at in range(dots) if any(row[at // 8] & 128 >> at % 8 for row in rows)]
    assert abs(inked[0] - (dots - 1 - inked[-1])) < 16, "it stands in the middle"
    assert dots // 4 < inked[-1] - inked[0] < dots * 6 // 10 + 8
    assert ink(rows) > 2_000


def test_a_printer_that_has_letters_alone_prints_as_without_one():
    pages = (bill_page(one, paper_named("80")) for one in (a_bill(), replace(a_bill(), logo=small())))
    plain, signed = (encode(page, "escpos", Head(mode="text")) for page in pages)
    assert plain == signed


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_sheet_has_it_in_colour_left_of_the_name(paper):
    on = paper_named(paper)
    image = QImage.fromData(raster.png(bill_page(replace(a_bill(), logo=small()), on)))
    red = [
        (x, y)
        for y in range(0, image.height() // 3, 2)
        for x in range(0, image.width(), 2)
        if image.pixelColor(x, y).name() == "#b3261e"
    ]
    assert red
    across, down = [x for x, _y in red], [y for _x, y in red]
    assert max(across) < image.width() * 35 // 100
    assert max(down) < on.margin * 8 // 10 + 220


def test_a_pdf_holds_it_once_and_is_the_same_each_time():
    page = bill_page(replace(a_bill(), logo=small()), paper_named("A4"))
    made = encode(page, "pdf")
    assert made.count(b"/Subtype /Image") == 1
    assert made == encode(page, "pdf")


@pytest.mark.parametrize("kind", ["bill", "reading"])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_picture_that_was_chosen_stands_on_the_shop_s_papers_and_a_broken_one_blocks_none(shop, kind, paper):
    shop.sales.sell(["1001"], [Tender("cash")])
    sale_id = shop.db.rows("SELECT id FROM sale WHERE state = 'done'")[0][0]

    told = {"till": "A1", "day": booking_day(shop.db), "at": shop.db.clock.ms()}

    def made():
        return encode(page_for(shop.db, kind, sale_id, told, paper), "png")

    plain = made()
    shop.settings.set("logo", logo.kept(small().png))
    signed = made()
    assert signed != plain
    shop.settings.set("logo", logo.kept(small().png)[:-40])
    assert letterheads.picture(shop.db) is None
    assert made() == plain
    assert load_by_id(shop.db, sale_id).logo is None
