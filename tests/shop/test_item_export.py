"""A list that goes out comes in again: the same items here, and the same ones in another shop."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.shop.catalogue import ProductForm

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

HOSTILE = [
    "=cmd|'/c calc'!A1",
    "+91 98",
    "-5 off",
    "@SUM(1)",
    "'=quoted",
    "''+twice",
    "O'Neil's",
    'say "hi", ok',
    "a;b|c",
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_back_as_it_was(shop: Shop, tmp_path: Path, ending: str) -> None:
    for number, name in enumerate(HOSTILE):
        code = f"={number}" if number % 2 else f"H{number}"
        barcodes = (f"0{number}77", f"+{number}")
        shop.catalogue.add(
            ProductForm(code, name, 100 + number, local_name=name, mrp=20_000, cost=5, barcodes=barcodes)
        )
    path = tmp_path / f"items.{ending}"
    assert shop.importing.export(path) == shop.catalogue.count()
    checked = shop.importing.check(shop.importing.read(path))
    assert (checked.new, checked.changed, checked.bad) == ([], [], [])
    assert len(checked.skipped) == shop.catalogue.count()


def test_an_exported_list_fills_an_empty_shop_with_the_same(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    shop.importing.export(path)
    cards = {code: shop.catalogue.show(code) for code in ("1001", "1003", "2001", "3001")}
    for code, card in cards.items():
        shop.catalogue.retire(card.product_id)
        assert shop.catalogue.find_code(code) is None
    shop.importing.apply(shop.importing.check(shop.importing.read(path)))
    for code, card in cards.items():
        back = shop.catalogue.show(code)
        assert back.on_hand == card.on_hand
        assert back.form == ProductForm(**{n: getattr(card.form, n) for n in ProductForm.__slots__})


def test_a_list_goes_out_only_as_csv_or_excel(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"\.csv or \.xlsx"):
        shop.importing.export(tmp_path / "items.pdf")
    assert shop.importing.export(tmp_path / "items.csv", cancelled=lambda: True) == 0
    assert not (tmp_path / "items.csv").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_that_is_stopped_leaves_the_one_of_last_time_as_it_was(shop: Shop, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"items.{ending}"
    path.write_bytes(b"last time")
    assert shop.importing.export(path, cancelled=lambda: True) == 0
    assert path.read_bytes() == b"last time"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_here_and_makes_the_same_items_elsewhere(
    shop: Shop, tmp_path: Path, ending: str
) -> None:
    before = ["Code", "Name", "Price", "MRP", "Item Location", "Wholesale Price", "Minimum Wholesale Quantity",
              "Other names", "Cess per unit", "GST rate", "Cess"]  # fmt: skip
    rows = ["R1", "Round soap", "40", "45", "Rack 3", "35.50", "12", "sabun, bath bar", "2.50", "40", "5"]
    first = tmp_path / "items.csv"
    with first.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((before, rows))
    shop.importing.apply(shop.importing.check(shop.importing.read(first)))
    shop.catalogue.add(ProductForm("R2", "=Plain", 1050, "देसी", "tag", "Grocery", "KG", stock=2500, low=1000))
    path = tmp_path / f"all.{ending}"
    shop.importing.export(path)
    here = shop.importing.check(shop.importing.read(path))
    assert (here.new, here.changed, here.bad, here.kept_stock) == ([], [], [], 0)
    other = type(shop).create(tmp_path / "other", name="Elsewhere", gstin="27AAPFU0939F1ZV")
    other.importing.apply(other.importing.check(other.importing.read(path)))
    again = tmp_path / f"again.{ending}"
    other.importing.export(again)
    assert sorted(other.importing.read(again).rows) == sorted(shop.importing.read(path).rows)
    form = other.catalogue.show("R1").form
    assert (form.aliases, form.cess_per_unit, form.cess_rate) == ("sabun, bath bar", 250, 500)
    other.close()
