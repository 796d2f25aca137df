"""The fold of an item's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from shoppos.ui.dialogs.product_form import ProductDialog
from shoppos.ui.widgets.form import choose
from tests.ui.pages import CTRL, Key, focus, press, shown

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def form(qtbot, shop: Shop) -> ProductDialog:
    return shown(qtbot, ProductDialog(shop, None, shop.catalogue.find_code("3001").product_id))


def test_it_is_folded_until_asked_for_and_saved_with_the_item(form: ProductDialog, shop: Shop, qtbot) -> None:
    more = form.more
    assert not more.inner.isVisible()
    press(Key.Key_M, CTRL)
    assert focus() is more.shelf.editor
    more.shelf.editor.setText("B3")
    more.family.editor.setCurrentText("Tiffin")
    more.variant.editor.setText("Large")
    more.back.editor.setText("0")
    more.above.editor.setText("2500")
    more.dearer.editor.setText("40")
    choose(more.policy.editor, "manager")
    press(Key.Key_S, CTRL)
    product = form.saved_id
    kept = shop.keepings.of(product)
    assert (kept.shelf, kept.family, kept.variant, kept.policy, kept.return_days) == (
        "B3",
        "Tiffin",
        "Large",
        "manager",
        -1,
    )
    assert shop.rates_by_price.of(product) == (2500_00, 4000)
    second = shown(qtbot, ProductDialog(shop, None, product))
    again = second.more
    assert (again.shelf.editor.text(), again.back.editor.text(), again.dearer.editor.text()) == ("B3", "0", "40")


def test_a_pack_is_written_as_so_many_times_a_code(form: ProductDialog, shop: Shop) -> None:
    form.more.parts.editor.setText("12*1002; 1003")
    form.save()
    parts = {name: many for _id, name, many in shop.packs.parts(form.saved_id)}
    assert parts == {"Parle-G 100 g": 12_000, "Amul Butter 100 g": 1000}


def test_a_part_that_does_not_exist_keeps_the_item_as_it_was(form: ProductDialog, shop: Shop) -> None:
    form.name.editor.setText("Another name")
    form.more.parts.editor.setText("12*7777")
    form.save()
    assert form.saved_id is None
    assert form.more.parts.failed
    assert shop.catalogue.find_code("3001").name == "Steel Tiffin"


def test_the_other_sizes_of_a_kind_stand_below_it(shop: Shop, qtbot) -> None:
    ids = [shop.catalogue.find_code(code).product_id for code in ("1001", "1002")]
    for product, size in zip(ids, ("Large", "Small"), strict=True):
        shop.keepings.set(product, family="Soap", variant=size)
    form = shown(qtbot, ProductDialog(shop, None, ids[0]))
    form.more.button.click()
    assert "Small ₹10.00" in [label.text() for label in form.more.family.findChildren(QLabel)]
