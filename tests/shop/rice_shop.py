"""A shop that sells rice at ₹100 without tax, open by a clock, with the printers that one names."""

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm


def rice_shop(folder, clock, *printers):
    """Open it, hand it over and close it."""
    shop = Shop.open(folder, clock=clock)
    if printers:
        shop.settings.set("printers", list(printers))
    shop.catalogue.add(ProductForm("1", "Rice", 100_00, stock=1_000_000))
    yield shop
    shop.close()
