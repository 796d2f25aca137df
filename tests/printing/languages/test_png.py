"""What stands on the picture."""

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from shoppos.printing import compose
from tests.printing import bills
from tests.printing.hostile import HOSTILE
from tests.printing.test_bill import hostile_bill


def opened(data):
    image = QImage.fromData(data, "PNG")
    assert not image.isNull()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def codes(image):
    pixels = memoryview(bytes(image.constBits())).cast("B", shape=[image.height(), image.bytesPerLine()])
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


@pytest.mark.parametrize(("paper", "width"), [("58", 464), ("80", 640), ("A5", 1184), ("A4", 1680)])
def test_a_picture_is_as_wide_as_its_paper_and_a_phone_reads_the_link(paper, width, qapp):
    image = opened(compose(bills.UNPAID, "png", paper))
    assert image.width() == width
    assert sorted(codes(image)) == sorted([bills.UNPAID.upi, bills.UNPAID.number])


def test_sheets_stand_below_one_another(qapp):
    one = opened(compose(bills.TAXABLE, "png", "A5")).height()
    assert one == 210 * 8
    assert opened(compose(bills.LONGEST, "png", "A5")).height() > 2 * one


@pytest.mark.parametrize("kind", bills.KINDS)
def test_nothing_is_drawn_in_the_margins(kind, qapp):
    for paper in ("58", "80", "A4", "A5"):
        image = opened(compose(bills.KINDS[kind], "png", paper, language="hi"))
        pixels, stride = bytes(image.constBits()), image.bytesPerLine()
        for at in range(0, len(pixels), stride):
            assert min(pixels[at + 2 : at + 16]) in {255, *range(120, 170)}
            assert pixels[at + image.width() - 3] in {255, *range(120, 170)}


@pytest.mark.parametrize("name", HOSTILE[::4])
def test_a_hostile_name_still_gives_a_picture(name, qapp):
    assert opened(compose(hostile_bill(name), "png", "58", language="hi")).height() > 400
