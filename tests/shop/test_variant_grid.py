"""Sizes and colours: items of their own, made and changed in one grid."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput
from shoppos.reports.audit import audit
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.variant_grid import Typed, names


@pytest.fixture
def shirt(shop):
    made = shop.catalogue.add(ProductForm("TEE", "Shirt", 499_00, mrp=599_00, rate=500, hsn="6109", category="Cloth"))
    shop.keepings.set(made, shelf="B2", return_days=7)
    return made


def test_each_cell_becomes_an_item_like_the_first_with_its_own_price_codes_and_stock(shop, shirt):
    assert shop.variants.of(shirt).cells == {}
    done = shop.variants.save(shirt, [
        Typed("M", "Red", stock=5_000, barcodes=("8901030865282",)), Typed("M", "Sky blue"), Typed("XL", "Red", 549_00),
    ])  # fmt: skip
    assert done == 3
    grid = shop.variants.of(shirt)
    assert (grid.family, grid.sizes, grid.colours) == ("Shirt", ("M", "XL"), ("Red", "Sky blue"))
    facts = {key: (cell.code, cell.price, cell.on_hand, cell.barcodes) for key, cell in grid.cells.items()}
    assert facts == {
        ("M", "Red"): ("TEE-M-RED", 499_00, 5_000, ("8901030865282",)),
        ("M", "Sky blue"): ("TEE-M-SKYBLUE", 499_00, None, ()),
        ("XL", "Red"): ("TEE-XL-RED", 549_00, None, ()),
    }
    form = shop.catalogue.show("TEE-XL-RED").form
    assert (form.name, form.rate, form.hsn, form.category) == ("Shirt XL Red", 500, "6109", "Cloth")
    kept = shop.keepings.of(grid.cells["XL", "Red"].product_id)
    assert (kept.family, kept.variant, kept.shelf, kept.return_days) == ("Shirt", "XL / Red", "B2", 7)
    assert audit(shop.db).faults == ()


def test_only_what_is_typed_otherwise_is_changed_and_the_grid_is_the_same_from_any_of_its_items(shop, shirt):
    shop.variants.save(shirt, [Typed("M", "Red", stock=5_000), Typed("L", "Red", stock=2_000)])
    red = shop.variants.of(shirt).cells["M", "Red"].product_id
    assert shop.variants.save(red, [Typed("M", "Red", 499_00, 4_000), Typed("L", "Red", 499_00, 2_000, ())]) == 1
    moves = shop.db.rows("SELECT quantity, reason FROM stock_move WHERE kind = 'adjust'")
    assert moves == [(-1_000, "Counted")]
    shop.variants.save(red, [Typed("L", "Blue"), Typed("M", "Red", barcodes=("tee5",))])
    grid = shop.variants.of(shirt)
    assert grid == shop.variants.of(grid.cells["L", "Blue"].product_id)
    assert grid.cells["L", "Blue"].code == "TEE-L-BLUE"
    assert shop.catalogue.show("TEE-L-Blue").form.name == "Shirt L Blue"
    assert shop.catalogue.find_code("TEE5").product_id == red


def test_a_family_has_sizes_alone_or_colours_alone(shop, shirt):
    shop.variants.save(shirt, [Typed("38", ""), Typed("40", "")])
    grid = shop.variants.of(shirt)
    assert (grid.sizes, grid.colours) == (("38", "40"), ("",))
    ink = shop.catalogue.add(ProductForm("INK", "Ink", 20_00))
    shop.variants.save(ink, [Typed("", "Blue")])
    assert shop.variants.of(ink).sizes == ("Blue",)
    assert shop.variants.save(ink, [Typed("", "Blue", 22_00)]) == 1
    with pytest.raises(InvalidInput, match="size or a colour"):
        shop.variants.save(ink, [Typed("", "")])


def test_nothing_is_written_when_one_cell_does_not_do(shop, shirt):
    with pytest.raises(Doubtful, match="above the MRP"):
        shop.variants.save(shirt, [Typed("S", "Red"), Typed("M", "Red", 600_00)])
    assert shop.variants.of(shirt).cells == {}
    assert shop.keepings.of(shirt).family == ""
    assert shop.variants.save(shirt, [Typed("S", "Red"), Typed("M", "Red", 600_00)], sure=True) == 2


def test_a_code_that_is_taken_gets_a_number(shop, shirt):
    shop.catalogue.add(ProductForm("TEE-S", "Something else", 1_00))
    shop.variants.save(shirt, [Typed("S", "")])
    assert shop.variants.of(shirt).cells["S", ""].code == "TEE-S-2"


def test_names_are_parted_by_commas_and_said_once():
    assert names(" S, M;L,, M ") == ("S", "M", "L")
    for wrong in ("S / M", "x" * 29):
        with pytest.raises(InvalidInput, match="no size or colour"):
            names(wrong)
