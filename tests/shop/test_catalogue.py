"""The catalogue: found by any code or word, added, changed, retired, and taxed by the day."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender


@pytest.mark.parametrize("code", ["1001", "8901030865275", "]E08901030865275", "\uff18901030865275", " 1001 "])
def test_every_spelling_of_a_code_finds_its_item(code, shop: Shop):
    assert shop.catalogue.find_code(code).name == "Surf Excel 1 kg"


def test_a_upc_of_twelve_digits_is_found_within_its_ean(shop: Shop):
    shop.catalogue.add(ProductForm("U1", "Imported", 100, barcodes=("0012345678905",)))
    assert shop.catalogue.find_code("012345678905").code == "U1"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("su", ["1001"]),
        ("exc su", ["1001"]),
        ("पार", ["1002"]),
        ("arhar", ["2001"]),
        ("8901262", ["1003"]),
        ("utter", ["1003"]),
        ("100 g", ["1002", "1003"]),
        ("zzz", []),
        ("", []),
        ('"*', []),
        ("NEAR(", []),
    ],
)
def test_words_find_by_their_beginnings_in_any_script(typed, found, shop: Shop):
    assert [hit.code for hit in shop.catalogue.search(typed)] == found


def test_a_hit_has_all_that_a_line_needs(shop: Shop):
    hit = shop.catalogue.find_code("1001")
    assert (hit.rate, hit.hsn, hit.treatment, hit.on_hand, hit.low, hit.cost) == (
        1800,
        "3402",
        "taxable",
        50_000,
        5_000,
        None,
    )
    assert shop.catalogue.find_id(hit.product_id) == hit


def test_a_changed_item_is_found_by_its_new_words_alone(shop: Shop):
    product = shop.catalogue.show("1001").product_id
    shop.catalogue.change(product, name="Ariel 1 kg", price=160_00, barcodes=("8901719101045",))
    assert [hit.price for hit in shop.catalogue.search("ariel")] == [160_00]
    assert shop.catalogue.search("surf excel") == []
    assert shop.catalogue.find_code("8901030865275") is None
    assert shop.catalogue.find_code("8901719101045").name == "Ariel 1 kg"


def test_a_code_belongs_to_one_item(shop: Shop):
    with pytest.raises(Refused, match="Surf"):
        shop.catalogue.add(ProductForm("8901030865275", "Copy", 100))
    with pytest.raises(Refused, match="Surf"):
        shop.catalogue.add(ProductForm("9", "Copy", 100, barcodes=("1001",)))
    assert shop.catalogue.count() == 5


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "\x1b "}, "name"), ({"code": " "}, "code"), ({"price": -1}, "price"), ({"mrp": -1}, "price"),
        ({"hsn": "12345"}, "hsn"), ({"treatment": "free"}, "treatment"), ({"rate": 1700}, "rate"),
        ({"cess_per_unit": -1}, "cess_rate"),
    ],
)  # fmt: skip
def test_what_no_item_can_have_names_its_field(given, field, shop: Shop):
    with pytest.raises(InvalidInput) as refused:
        shop.catalogue.add(ProductForm(**{"code": "9", "name": "Thing", "price": 100, **given}))
    assert refused.value.field == field


def test_what_is_not_taxable_has_no_rate(shop: Shop):
    product = shop.catalogue.add(ProductForm("9", "Milk", 30_00, treatment="exempt", rate=500, cess_rate=100))
    assert shop.catalogue.card(product).rates == ((0, 0, 0, 0),)


def test_a_rate_changed_today_holds_from_today(shop: Shop):
    product = shop.catalogue.show("1001").product_id
    shop.catalogue.change(product, rate=500)
    today = shop.catalogue.today()
    assert shop.catalogue.card(product).rates == ((0, 1800, 0, 0), (today, 500, 0, 0))
    assert shop.catalogue.find_code("1001").rate == 500
    shop.catalogue.change(product, rate=1800)
    assert shop.catalogue.card(product).rates == ((0, 1800, 0, 0), (today, 1800, 0, 0))


def test_a_retired_item_is_sold_no_more_and_its_codes_are_free(shop: Shop):
    product = shop.catalogue.show("1001").product_id
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    shop.catalogue.retire(product)
    assert shop.catalogue.find_code("1001") is shop.catalogue.find_code("8901030865275") is None
    assert shop.catalogue.search("surf") == []
    assert shop.catalogue.count() == 4
    shop.catalogue.add(ProductForm("1001", "Surf Excel new", 155_00, barcodes=("8901030865275",)))
    assert shop.catalogue.find_code("8901030865275").name == "Surf Excel new"
    from shoppos.reports import bill

    assert bill.load(shop.db, number).lines[0].name == "Surf Excel 1 kg"


def test_the_list_goes_on_after_the_last_number(shop: Shop):
    first = shop.catalogue.list(limit=2)
    rest = shop.catalogue.list(after=first[-1][0])
    assert [hit.code for _number, hit in first + rest] == ["1001", "1002", "1003", "2001", "3001"]


def test_an_unknown_item_is_named(shop: Shop):
    with pytest.raises(NotFound, match="4711"):
        shop.catalogue.show("4711")
    with pytest.raises(NotFound):
        shop.catalogue.card(bytes(16))
