"""Headings of other programs' lists, and what they are taken for."""

from __future__ import annotations

import pytest

from shoppos.shop.item_columns import ALIASES, FIELDS, guess, headings_row, labels, plain_heading

VYAPAR = """Item name*|Item code|Description|Category|HSN|Default MRP|Disc % on MRP for Sale Price|Sale price|
Purchase price|Wholesale price|Minimum wholesale quantity|Disc % on mrp for wholesale price|Discount Type|Sale Discount|
Opening stock quantity|Minimum stock quantity|Item Location|Tax Rate|Inclusive Of Tax|Base Unit (x)|Secondary Unit (y)|
Conversion Rate (n) (x = ny)"""
VYAPAR_FIELDS = (
    "name,code,,category,hsn,mrp,off_mrp,price,cost,wholesale,least,,,,stock,low,shelf,rate,inclusive,unit,second_unit,"
    "ratio"
)


def test_every_column_of_vyapars_import_sheet_is_known_or_left_out() -> None:
    assert ",".join(guess(VYAPAR.split("|"))) == VYAPAR_FIELDS


LOYVERSE = "Handle,SKU,Name,Category,Default price,Cost,Barcode,In stock [Main shop]"
OSPOS = "barcode,item name,category,supplier id,cost price,unit price,tax 1 percent,reorder level"


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (LOYVERSE, ",code,name,category,price,cost,barcode,stock"),
        (OSPOS, "barcode,name,category,,cost,price,rate,low"),
        ("नाम,बारकोड,दाम,एमआरपी,जीएसटी दर,इकाई,स्टॉक", "name,barcode,price,mrp,rate,unit,stock"),
        ("PRODUCT,M.R.P. (₹),RATE (Rs.),GST %,HSN/SAC", "name,mrp,price,rate,hsn"),
        ("Item,Sale Price,Rate", "name,price,"),
        ("Barcode 1,Barcode 2,Name", "barcode,barcode,name"),
        ("foo,bar", ","),
    ],
)  # fmt: skip
def test_other_lists_are_understood(headings: str, fields: str) -> None:
    assert guess(headings.split(",")) == tuple(fields.split(","))


def test_the_headings_are_found_below_a_title_and_a_date() -> None:
    rows = [("Sharma Kirana",), ("Item list", "as of 1 Nov"), ("Item name", "Sale price"), ("Salt", "20")]
    assert headings_row(rows) == 2
    assert headings_row([("x", "y"), ("1", "2")]) == 0
    assert headings_row([]) == 0


def test_no_heading_stands_for_two_fields() -> None:
    aliases = [alias for _field, known in ALIASES for alias in known]
    assert len(aliases) == len(set(aliases))
    assert all(plain_heading(alias) == alias for alias in aliases), [a for a in aliases if plain_heading(a) != a]


def test_every_field_has_a_label() -> None:
    assert set(labels()) == set(FIELDS)
