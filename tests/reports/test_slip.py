"""The packing slip read from a done sale: what to gather and for whom, and nothing about money."""

from dataclasses import fields

import pytest

from shoppos.base.errors import NotFound
from shoppos.reports import bill, slip
from shoppos.reports.slip import OrderSlip, SlipLine, town_of
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def number(shop: Shop):
    """A bill of a customer whose address is known."""
    shop.catalogue.change(shop.catalogue.show("1001").product_id, category="Detergents")
    shop.customers.add("Kaveri Traders", "9845012345", address="44 Brigade Road, Bengaluru", pin_code="560001")
    lines = ("2*1001", "12*1002", ".75*2001")
    return shop.sales.sell(lines, (Tender("cash"),), customer_phone="9845012345").numbers[0]


def slip_of(shop: Shop, number):
    """The slip of the bill of that number."""
    return slip.load_by_id(shop.db, bill.load(shop.db, number).sale_id)


def test_a_slip_says_what_to_take_from_which_shelf(shop: Shop, number):
    it = slip_of(shop, number)
    assert it.lines == (
        SlipLine("Surf Excel 1 kg", "सर्फ एक्सेल", "1001", 2000, "PCS", "Detergents"),
        SlipLine("Parle-G 100 g", "पारले-जी", "1002", 12_000, "PCS", ""),
        SlipLine("Toor Dal (loose)", "तूर दाल (खुला)", "2001", 750, "KG", ""),
    )
    assert it.pieces == 2 + 12 + 1
    assert (it.number, it.till, it.taken_by, it.shop) == (number, "A1", "Meena", "Sharma Kirana")
    assert (it.buyer, it.phone, it.cancelled, it.promised) == ("Kaveri Traders", "9845012345", False, None)
    assert it.business_date == it.made_at.date()
    assert it.town == ""  # the address stands on the card, not on this bill


def test_a_sale_of_two_bills_is_packed_together_whichever_is_named(shop: Shop):
    taxable, exempt = shop.sales.sell(["2*1001", ".75*2001"], (Tender("cash"),), gstin="27AAPFU0939F1ZV").numbers
    for named, other in ((taxable, exempt), (exempt, taxable)):
        it = slip_of(shop, named)
        assert (it.number, it.also) == (named, other)
        assert [line.code for line in it.lines] == ["1001", "2001"]


def test_the_slip_of_a_cancelled_bill_says_so(shop: Shop, number):
    shop.sales.void(number, "not wanted")
    assert slip_of(shop, number).cancelled


def test_what_is_not_there_is_named(shop: Shop):
    with pytest.raises(NotFound):
        slip.load_by_id(shop.db, bytes(16))


def test_no_money_can_stand_on_a_slip():
    names = {field.name for kind in (OrderSlip, SlipLine) for field in fields(kind)}
    assert not names & {"price", "payable", "total", "amount", "mrp", "due", "gross"}


@pytest.mark.parametrize(
    ("address", "pin_code", "town"),
    [
        ("44 Brigade Road, Bengaluru", "560001", "Bengaluru 560001"),
        ("44 Brigade Road", "560001", "Bengaluru Urban 560001"),
        ("Flat 4, Prabhat Road", "411004", "Pune 411004"),
        ("Flat 4, Prabhat Road", "000000", "000000"),
        ("Flat 3, 44 Brigade Road, Ashok Nagar, ", "", "Ashok Nagar"),
        ("", "", ""),
    ],
)
def test_a_packer_sorts_by_town_and_sees_no_street(address, pin_code, town):
    assert town_of(address, pin_code) == town


@pytest.mark.parametrize(
    ("quantity", "unit", "pieces"), [(3000, "PCS", 3), (750, "KG", 1), (3000, "kg", 1), (2500, "PCS", 1), (500, "L", 1)]
)
def test_what_is_weighed_is_one_piece_to_pack(quantity, unit, pieces):
    assert SlipLine("x", "", "", quantity, unit, "").pieces == pieces
