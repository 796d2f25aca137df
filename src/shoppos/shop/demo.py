"""A sample shop to look at: a kirana with its list, customers, a supplier, an offer, printers that fill a folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.paths import SHOP_FILE, resource
from shoppos.rules.offers import Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.suppliers import SupplierCard

if TYPE_CHECKING:
    from pathlib import Path

LIST = "samples/kirana.csv"
MARK = "this-is-a-sample-shop.txt"
"""Only a folder with this file in it is ever made anew."""
PEOPLE = (
    ("Anil Verma", "9876543210", "4 Tilak Road, Pune", "411030", ""),
    ("Sunita Rao", "9812345678", "", "", ""),
    ("Iqbal Stores", "9822012345", "Camp, Pune", "411001", "27AAPFU0939F1ZV"),
    ("Anil V", "9011122233", "", "", ""),
)
"""The last is Anil Verma once more, under the number he had before."""
SUPPLIER = SupplierCard("Agro Traders", "9823011223", gstin="27AAPFU0939F1ZV", address="Market Yard, Pune", lead_days=3)


def sample(folder: Path, printed: Path) -> Shop:
    """Make the sample shop in `folder`, anew if one stands there; its printers write into the folder `printed`.

    Refused when something else stands in the folder: no real shop is ever overwritten.
    """
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    elif (folder / SHOP_FILE).exists():
        raise Refused(
            _("There is a shop in {folder} that is no sample.").format(folder=folder),
            _("Choose another folder with --out."),
        )
    shop = Shop.create(
        folder, owner="Meena", name="Sharma Kirana", address="12 MG Road, Pune", pin_code="411001", state="27",
        gstin="27AAPFU0939F1ZV", phone="9876500000", upi="sharmakirana@okhdfcbank", footer="Thank you, come again",
    )  # fmt: skip
    (folder / MARK).write_text(
        "A sample shop, made anew by each `shoppos demo`. Keep nothing here.\n", encoding="utf-8"
    )
    shop.importing.apply(shop.importing.check(shop.importing.read(resource(LIST))))
    for name, phone, address, pin_code, gstin in PEOPLE:
        shop.customers.add(name, phone, address=address, pin_code=pin_code, gstin=gstin)
    shop.staff.add("Ravi")
    shop.suppliers.add(SUPPLIER)
    biscuits = shop.catalogue.show("GLUCOSE").product_id
    of = Choice(frozenset({biscuits.hex()}))
    shop.offers.add(Offer(new_id(), "Buy 4, get 1 free", "get", of, buy=4, get=1))
    printed.mkdir(parents=True, exist_ok=True)
    into = f"file:{printed}"
    shop.settings.set(
        "printers",
        [
            {"name": "Sample printer", "address": into, "form": "escpos", "paper": "80"},
            {"name": "Sample parcel printer", "address": into, "form": "tspl", "paper": "4x6"},
            {"name": "Sample shelf labels", "address": into, "form": "pdf", "paper": "A4x24"},
            {"name": "Sample office printer", "address": into, "form": "pdf", "paper": "A4"},
        ],
    )
    return shop
