"""Labels for goods on each paper. To renew the golden ones: UPDATE_GOLDEN=1 pytest tests/printing."""

import os
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from shoppos.base.i18n import BILL_LANGUAGES
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.printing.documents import page_for
from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.marks import Bars, Modules
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from shoppos.printing.shelf_label import shelf_page
from shoppos.reports.label import EAN_8, EAN_13, best_code
from shoppos.shop.papers import shelf_told
from tests.printing import scanner
from tests.printing.hostile import HOSTILE
from tests.printing.labels import DAL, PEN, SAFFRON, SHELF, SHELF_PAPERS, SNACK, SOAP, TIFFIN, asked
from tests.printing.layout import checked, face, told, type_sizes, words

GOLDEN = Path(__file__).parents[1] / "golden" / "labels"
ROLLS = ("50x25", "38x25")
FORMATS = {EAN_13: "EAN13", EAN_8: "EAN8"}
NAMES = st.text("abcdefghij KLMNOP सर्फ एक्सेल ईज़ी वॉश துவரம் பருப்பு 0123456789", min_size=1, max_size=70)


def page(label, paper, *, goods=False, language="en"):
    return shelf_page(asked(label, goods=goods), paper_named(paper), language=language)


@pytest.mark.parametrize("goods", [False, True], ids=["shelf", "goods"])
@pytest.mark.parametrize("paper", SHELF_PAPERS)
def test_the_labels_are_the_golden_ones(paper, goods):
    golden = GOLDEN / f"{'goods' if goods else 'shelf'}-{paper}.txt"
    said = told(shelf_page(asked(*SHELF.values(), goods=goods), paper_named(paper)))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("goods", [False, True], ids=["shelf", "goods"])
@pytest.mark.parametrize("paper", SHELF_PAPERS)
@pytest.mark.parametrize("name", SHELF)
@pytest.mark.parametrize("dots_per_mm", [8, 12])
@pytest.mark.parametrize("language", BILL_LANGUAGES)
def test_nothing_leaves_the_label_and_nothing_stands_on_anything_else(name, paper, goods, dots_per_mm, language):
    checked(page(SHELF[name], paper, goods=goods, language=language), face(paper_named(paper), dots_per_mm))


@settings(max_examples=150, deadline=None)
@given(
    name=NAMES, local=NAMES, price=st.integers(1, 99_99_999_99), mrp=st.none() | st.integers(1, 99_99_999_99),
    paper=st.sampled_from(SHELF_PAPERS), goods=st.booleans(), kind=st.sampled_from([SOAP, DAL, SAFFRON, TIFFIN]),
)  # fmt: skip
def test_so_it_is_with_any_name_and_price(name, local, price, mrp, paper, goods, kind):
    label = replace(kind, name=name, local_name=local, price=price, mrp=mrp)
    (sheet,) = checked(page(label, paper, goods=goods))
    whole = " ".join(words(sheet))
    amount = rupees(price).removesuffix(".00")
    assert amount in whole
    assert "".join(clean(name).split()) in "".join(whole.split())
    assert sum(isinstance(mark, Bars | Modules) for mark in sheet.marks) == 1
    if mrp and mrp != price:
        assert f"MRP {rupees(mrp).removesuffix('.00')}" in whole


@pytest.mark.parametrize("paper", SHELF_PAPERS)
@pytest.mark.parametrize("label", [SOAP, DAL, PEN], ids=["soap", "dal", "pen"])
def test_on_the_shelf_the_price_is_the_largest(label, paper):
    type_ = face(paper_named(paper))
    sizes = type_sizes(checked(page(label, paper), type_)[0], type_)
    price = next(size for text, size in sizes.items() if text.startswith("₹"))
    assert price > max(size for text, size in sizes.items() if not text.startswith("₹")) * 3 // 2


@pytest.mark.parametrize("paper", ["50x25", "38x25", "A4x24", "A4x40"])
def test_the_customer_reads_it_in_two_languages(paper):
    for label in (SOAP, DAL, SAFFRON, TIFFIN):
        said = words(checked(page(label, paper))[0])
        assert label.name in said
        assert label.local_name in said


def test_what_is_weighed_says_what_the_price_is_for():
    assert "₹168/kg" in words(checked(page(DAL, "50x25"))[0])
    said = " ".join(words(checked(page(SAFFRON, "50x25"))[0]))
    assert "₹350.50/g" in said
    assert "₹3,50,500/kg" in said


def test_goods_say_mrp_and_taxes():
    for paper in SHELF_PAPERS:
        assert {"MRP ₹155", "incl. of all taxes", "₹150"} <= set(words(checked(page(SOAP, paper, goods=True))[0]))
        assert {"MRP ₹5", "₹5"} <= set(words(checked(page(PEN, paper, goods=True))[0]))
        assert "+ GST" in words(checked(page(TIFFIN, paper, goods=True))[0])


def test_on_the_shelf_mrp_is_told_only_where_it_is_another_price():
    assert "MRP ₹155" in words(checked(page(SOAP, "50x25"))[0])
    assert "MRP" not in " ".join(words(checked(page(PEN, "50x25"))[0]))


@pytest.mark.parametrize("goods", [False, True], ids=["shelf", "goods"])
@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", SHELF)
@pytest.mark.parametrize("dots_per_mm", [8, 12])
def test_the_code_is_read_as_the_head_draws_it(name, paper, goods, dots_per_mm):
    label = SHELF[name]
    (rows,) = print_rows(page(label, paper, goods=goods), Head(dots_per_mm=dots_per_mm))
    found = scanner.read(rows)
    assert list(found) == [label.barcode]
    if label.kind in FORMATS:
        assert found[label.barcode] == FORMATS[label.kind]


@pytest.mark.parametrize("goods", [False, True], ids=["shelf", "goods"])
@pytest.mark.parametrize("paper", ["A4x24", "A4x40", "A4x65"])
def test_the_codes_of_a_sheet_are_read_from_the_pdf_at_200_dpi(paper, goods):
    grid = paper_named(paper).grid
    labels = [SOAP, SNACK, DAL, PEN, replace(SOAP, barcode="8901719101038")]
    whole = shelf_page(asked(*labels, count=grid.places // len(labels), goods=goods), paper_named(paper))
    sheet = pypdfium2.PdfDocument(encode(whole, "pdf"))[0]
    image = sheet.render(scale=200 / 72).to_pil().convert("L")
    for number in range(len(labels) * (grid.places // len(labels))):
        down, across = divmod(number, grid.across)
        left, top = (grid.left + across * grid.step_x) * 200 / 254, (grid.top + down * grid.step_y) * 200 / 254
        label = image.crop(
            (int(left), int(top), int(left + grid.step_x * 200 / 254), int(top + grid.step_y * 200 / 254))
        )
        found = [code.text for code in zxingcpp.read_barcodes(label)]
        assert found == [labels[number // (grid.places // len(labels))].barcode]


@pytest.mark.parametrize(
    "code", ["8901030865275", "012345678905", "96385074", "1001", "SURF-1", "साबुन-१", "A" * 40, "X" * 120]
)
@pytest.mark.parametrize("paper", ROLLS)
def test_whatever_the_code_a_scanner_reads_it(code, paper):
    barcode, kind = best_code([code])
    (rows,) = print_rows(page(replace(SOAP, barcode=barcode, kind=kind), paper), Head())
    assert list(scanner.read(rows)) == [barcode]


@pytest.mark.parametrize("dots_per_mm", [8, 12])
def test_bars_are_whole_dots_never_thinner_than_a_quarter_of_a_millimetre(dots_per_mm):
    for paper in SHELF_PAPERS:
        type_ = face(paper_named(paper), dots_per_mm)
        for label in (SOAP, DAL, PEN):
            (bars,) = [mark for mark in checked(page(label, paper), type_)[0].marks if isinstance(mark, Bars)]
            assert bars.side * 4 >= dots_per_mm


def test_so_many_as_were_asked_for_are_made():
    roll = shelf_page(asked(SOAP, DAL, count=3), paper_named("50x25"))
    made = checked(roll)
    assert [words(sheet)[0] for sheet in made] == [SOAP.name] * 3 + [DAL.name] * 3
    (sheet,) = checked(shelf_page(asked(SOAP, count=5, skip=3), paper_named("A4x24")))
    assert words(sheet).count(SOAP.name) == 5


def test_hostile_names_come_out_as_plain_ones():
    for text in HOSTILE:
        for paper in SHELF_PAPERS:
            for goods in (False, True):
                label = replace(SOAP, name=text or "x", local_name=text, shop=text)
                for said in words(checked(page(label, paper, goods=goods))[0]):
                    assert all(sign >= " " and sign not in "\x7f\u202e\u2066\u2028" for sign in said)


def test_labels_of_real_goods_are_what_was_owed(shop):
    told = shelf_told([(shop.catalogue.show("1001").product_id, 2), (shop.catalogue.show("2001").product_id, 1)], 3)
    (sheet,) = checked(page_for(shop.db, "shelf", bytes(16), told, "A4x24"))
    said = words(sheet)
    assert said.count("₹150") == 2
    assert said.count("₹168/kg") == 1
    assert min(mark.y for mark in sheet.marks) > (129 + 339) * 8 // 10  # the whole first line of places is gone
