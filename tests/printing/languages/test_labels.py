"""The shop's own labels through the languages of label printers, read back by what did not write them."""

import pypdfium2
import pytest
import zxingcpp

from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from shoppos.printing.shelf_label import shelf_page
from shoppos.printing.shipping_label import shipping_page
from tests.printing.labels import SHELF, SHIPPING, asked
from tests.printing.pages import LABELS, codes_of, label
from tests.printing.scanner import different, read
from tests.printing.tspl_reader import read_tspl
from tests.printing.zpl_reader import read_zpl

FINE = {"203": 8, "300": 12}
PARCELS = [
    shipping_page(record, paper_named(paper), language="hi")
    for record in (SHIPPING["longest"], SHIPPING["marathi"], SHIPPING["tamil"])
    for paper in ("4x6", "100x150", "3x2")
]
GOODS = [
    shelf_page(asked(record, goods=goods), paper_named(paper))
    for record in SHELF.values()
    for paper in ("50x25", "38x25")
    for goods in (False, True)
]


def from_tspl(page, dots_per_mm):
    out = read_tspl(encode(page, "tspl", Head(dots_per_mm=dots_per_mm)), dots_per_mm)
    assert out.problems == []
    return [each.rows for each in out.labels for _copy in range(each.copies)]


def from_zpl(page, dots_per_mm):
    width, height = (side * dots_per_mm // 10 for side in (page.paper.width, page.paper.height))
    return read_zpl(encode(page, "zpl", Head(dots_per_mm=dots_per_mm)), width, height, dots_per_mm)


@pytest.mark.parametrize("dots_per_mm", FINE.values(), ids=FINE)
@pytest.mark.parametrize("printed", [from_tspl, from_zpl])
def test_every_label_of_the_shop_comes_out_as_its_picture_and_is_read(printed, dots_per_mm, qapp):
    for page in (*PARCELS, *GOODS):
        drawn = print_rows(page, Head(dots_per_mm=dots_per_mm))
        out = printed(page, dots_per_mm)
        assert len(out) == len(drawn)
        for rows, wanted in zip(out, drawn, strict=True):
            assert different(rows, wanted) <= 3
            assert read(rows) == read(wanted)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("paper", LABELS)
def test_codes_are_read_off_the_pdf_of_a_label_as_a_driver_prints_it(paper, dpi):
    page = label(paper)
    document = pypdfium2.PdfDocument(encode(page, "pdf"))
    image = document[0].render(scale=dpi / 72, grayscale=True)
    pixels = memoryview(bytes(image.buffer)).cast("B", shape=[image.height, image.stride])
    assert sorted(code.text for code in zxingcpp.read_barcodes(pixels)) == codes_of(page)
    document.close()
