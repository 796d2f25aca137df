"""A sample shop to look at: a kirana with its list, a few customers, and printers that print into a folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.paths import SHOP_FILE, resource
from shoppos.shop import Shop

if TYPE_CHECKING:
    from pathlib import Path

LIST = "samples/kirana.csv"
MARK = "this-is-a-sample-shop.txt"
"""Only a folder with this file in it is ever made anew."""
PEOPLE = (
    ("Anil Verma", "9876543210", "4 Tilak Road, Pune", "411030", ""),
    ("Sunita Rao", "9812345678", "", "", ""),
    ("Iqbal Stores", "9822012345", "Camp, Pune", "411001", "27AAPFU0939F1ZV"),
)


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
    printed.mkdir(parents=True, exist_ok=True)
    into = f"file:{printed}"
    shop.settings.set(
        "printers",
        [
            {"name": "Sample printer", "address": into, "form": "escpos", "paper": "80"},
            {"name": "Sample parcel printer", "address": into, "form": "tspl", "paper": "4x6"},
            {"name": "Sample shelf labels", "address": into, "form": "pdf", "paper": "A4x24"},
        ],
    )
    return shop
