"""Grams and millilitres, read at the counter and sold in the unit of the item."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.rules import entry, measures
from shoppos.rules.entry import Find, Mistake
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm


@pytest.mark.parametrize(
    ("typed", "quantity", "measure"),
    [("250g*dal", 250, "KG"), ("250 GM*dal", 250, "KG"), ("1.5kg*dal", 1500, "KG"), ("500ml*oil", 500, "L"),
     ("2l*oil", 2000, "L"), ("\u0968\u096b\u0966g*dal", 250, "KG"), ("3*dal", 3000, "")],
)  # fmt: skip
def test_a_weight_is_read_before_the_star(typed, quantity, measure):
    read = entry.read(typed)
    assert isinstance(read, Find)
    assert (read.quantity, read.measure) == (quantity, measure)
    assert entry.read(entry.write(read)) == read


@pytest.mark.parametrize("typed", ["0g*dal", ".5g*dal", "0.25ml*oil"])
def test_less_than_a_gram_is_nothing(typed):
    assert isinstance(entry.read(typed), Mistake)


def test_a_name_that_ends_in_a_measure_is_a_name():
    assert entry.read("Parle-G 100 g") == Find("Parle-G 100 g", whole="Parle-G 100 g")


@pytest.mark.parametrize(
    ("measure", "unit", "quantity"),
    [("KG", "KGS", 250), ("KG", "GM", 250_000), ("L", "ML", 250_000), ("", "PCS", 250), ("KG", "PCS", None),
     ("L", "KG", None)],
)  # fmt: skip
def test_it_is_sold_in_the_unit_of_the_item(measure, unit, quantity):
    assert measures.in_unit(250, measure, unit) == quantity


def test_grams_of_dal_are_sold_and_of_soap_refused(shop: Shop):
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "250g*2001").view.lines[0].quantity == 250
    shop.catalogue.add(ProductForm("SAFFRON", "Saffron", 40000, unit="GM"))
    assert shop.sales.enter(sale, "2g*SAFFRON").view.lines[1].quantity == 2_000
    with pytest.raises(InvalidInput, match="not sold by weight"):
        shop.sales.enter(sale, "250g*1001")
