"""The sheet one counts by: shelf by shelf, blind unless asked, on every paper."""

import pytest

from shoppos.printing.documents import page_for
from shoppos.printing.head import Head
from shoppos.printing.languages import encode
from shoppos.shop import Shop


@pytest.fixture
def count(shop: Shop):
    shop.keepings.set(shop.catalogue.show("1002").product_id, shelf="A1")
    return shop.counting.start("all").id


def said(shop, count, paper, language="en", **told):
    return encode(page_for(shop.db, "count", count, told, paper, language=language), "text", head=Head()).decode()


@pytest.mark.parametrize("paper", ["58", "80", "A4", "A5"])
def test_every_item_stands_there_with_a_box_and_room_for_the_figure(paper, shop: Shop, count):
    text = said(shop, count, paper)
    assert "Count of the whole shop" in text
    assert "Shelf: A1" in text
    for name in ("Parle-G", "Surf Excel", "Tiffin"):
        assert name in text
    assert text.count("________") >= 5
    assert "Items: 5" in text


def test_it_is_blind_unless_one_asks(shop: Shop, count):
    assert "Expected" not in said(shop, count, "A4")
    told = said(shop, count, "A4", blind=0)
    assert "Expected" in told
    assert "200" in told


@pytest.mark.parametrize("form", ["escpos", "pdf", "png"])
def test_it_goes_to_every_printer(form, shop: Shop, count):
    assert encode(page_for(shop.db, "count", count, {}, "80" if form == "escpos" else "A4"), form, head=Head())
