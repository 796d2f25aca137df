"""What every test stands on: no window on anybody's screen, and a trace when the interpreter itself falls."""

import faulthandler
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from shoppos.shop import Shop

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
faulthandler.enable()


@pytest.fixture(scope="session", autouse=True)
def application(qapp):
    """One application with widgets for all tests: printing alone would make one without, and a window then aborts.

    What Qt says of its fonts it says under their lock. pytest-qt hears it in Python: a thread that draws would wait for
    the interpreter, and the window, which has it, for the fonts. The program itself silences it in the same way.
    """
    from PySide6.QtCore import QLoggingCategory

    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    gc.collect()
    gc.freeze()  # all tests are loaded by now: nothing of that is ever waste, and looking through it takes 0.15 s
    yield qapp
    gc.unfreeze()


@pytest.fixture(autouse=True)
def quiet_fonts(application) -> None:
    """What Qt says of fonts it says under their lock; pytest-qt hears it in Python: two threads would wait for ever."""
    from PySide6.QtCore import QLoggingCategory

    QLoggingCategory.setFilterRules("qt.text.font.db=false")


@pytest.fixture(scope="session")
def new_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shop just made by the real migrations; copied for each test that wants one of its own."""
    from shoppos.shop import Shop

    folder = tmp_path_factory.mktemp("new") / "shop"
    shop = Shop.create(
        folder, owner="Meena", name="Sharma Kirana", address="12 MG Road, Pune", pin_code="411001", state="27",
        gstin="27AAPFU0939F1ZV", phone="9876543210", upi="sharmakirana@okhdfcbank", footer="Thank you, come again",
    )  # fmt: skip
    shop.close()
    return folder


@pytest.fixture
def folder(new_shop: Path, tmp_path: Path) -> Path:
    """A shop's folder of the test's own, with nothing in it yet."""
    return Path(shutil.copytree(new_shop, tmp_path / "shop"))


@pytest.fixture
def shop(folder: Path) -> "Iterator[Shop]":
    """An open shop (regular GST, Maharashtra, till A1, Meena the owner) with a few things to sell."""
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import ProductForm

    shop = Shop.open(folder)
    for form in (
        ProductForm("1001", "Surf Excel 1 kg", 15000, local_name="सर्फ एक्सेल", rate=1800, mrp=15500, hsn="3402",
                    barcodes=("8901030865275",), stock=50_000, low=5_000),
        ProductForm("1002", "Parle-G 100 g", 1000, local_name="पारले-जी", rate=500, mrp=1000, hsn="1905",
                    barcodes=("8901719101038",), stock=200_000),
        ProductForm("1003", "Amul Butter 100 g", 6200, local_name="अमूल मक्खन", rate=500, hsn="0405",
                    barcodes=("8901262010016",), stock=30_000),
        ProductForm("2001", "Toor Dal (loose)", 16800, local_name="तूर दाल (खुला)", aliases="arhar", unit="KG",
                    treatment="exempt", hsn="0713", stock=100_000),
        ProductForm("3001", "Steel Tiffin", 40000, inclusive=False, rate=1800, hsn="7323"),
    ):  # fmt: skip
        shop.catalogue.add(form)
    yield shop
    shop.close()
