"""A list that speaks of known items: what would change is said, another item under a known code is doubted."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from shoppos.shop.catalogue import ProductForm
from shoppos.shop.item_change import another_item

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked

ATTA = ProductForm("ATTA5", "Gaon Chakki Atta 5 kg", 245_00, local_name="गाँव चक्की आटा", rate=500)
HEADS = ("Item name*", "Item code", "Sale price", "Tax Rate")


def tried(shop: Shop, tmp_path: Path, *rows: tuple[str, ...], sure: frozenset[int] = frozenset()) -> Checked:
    path = tmp_path / "items.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADS, *rows))
    return shop.importing.check(shop.importing.read(path), sure=sure)


@pytest.mark.parametrize(
    ("old", "new", "another"),
    [
        ("Gaon Chakki Atta 5 kg", "Tata Salt 5 kg", True),
        ("Gaon Chakki Atta 5 kg", "Chakki Fresh Atta 5 kg", False),
        ("Parle-G 100 g", "ParleG Gold", False),
        ("7 Up 750 ml", "7 Up 750ml", False),
        ("555", "556", True),
        ("Tata Salt", "TATA  SALT", False),
        ("Tata Salt", "टाटा नमक", True),
    ],
)
def test_names_without_a_common_word_are_another_item(old: str, new: str, another: bool) -> None:
    assert another_item(old, new) is another


def test_a_change_says_which_item_and_what_it_was_and_becomes(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ATTA)
    checked = tried(shop, tmp_path, ("Fresh Chakki Atta 5 kg", "ATTA5", "255", "GST@5%"))
    (change,) = checked.changed
    assert change.said() == (
        "changes Gaon Chakki Atta 5 kg: Name Gaon Chakki Atta 5 kg → Fresh Chakki Atta 5 kg, Sale price 245.00 → 255.00"
    )
    assert not checked.renamed


def test_another_spelling_of_the_name_keeps_the_local_one(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ATTA)
    checked = tried(shop, tmp_path, ("GAON CHAKKI ATTA 5KG", "ATTA5", "245", "GST@5%"))
    assert [set(change.now) for change in checked.changed] == [{"name"}]


def test_a_known_code_with_quite_another_name_is_kept_out_until_somebody_is_sure(shop: Shop, tmp_path: Path) -> None:
    known = shop.catalogue.add(ATTA)
    salt = ("Tata Salt 1 kg", "ATTA5", "28", "GST@0%")
    checked = tried(shop, tmp_path, salt, ("Soap", "S1", "30", "GST@18%"))
    assert [item.form.name for item in checked.new] == ["Soap"]
    assert not checked.changed
    assert [cell.reason for row in checked.bad for cell in row.bad] == [
        "Same code, another name: the shop calls it Gaon Chakki Atta 5 kg."
    ]
    assert [change.row for change in checked.renamed] == [2]
    assert shop.importing.apply(checked).bad == 1
    assert shop.catalogue.card(known).form.name == "Gaon Chakki Atta 5 kg"

    sure = tried(shop, tmp_path, salt, sure=frozenset({2}))
    assert (len(sure.changed), sure.bad) == (1, [])
    done = shop.importing.apply(sure)
    form = shop.catalogue.card(known).form
    assert (form.name, form.local_name, form.price) == ("Tata Salt 1 kg", "", 28_00)
    shop.importing.undo(done.id)
    assert shop.catalogue.card(known).form.local_name == "गाँव चक्की आटा"
