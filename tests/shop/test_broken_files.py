"""Thirty and more broken files: each is refused, or its bad row named, in one sentence; the odd ones are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from shoppos.base.errors import ShopError
from shoppos.shop import vyapar
from shoppos.shop.sheets import MAX_ROWS
from tests.shop.broken_files import making
from tests.shop.broken_files.making import ITEM, OLE, book, raw, text, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked

XLSX = {"xl/workbook.xml": b"<workbook/>"}

REFUSED = {
    "not a zip": (raw("items.xlsx", b"PK\x03\x04 but nothing more"), "damaged"),
    "an xlsx bomb": (zipped("items.xlsx", {**XLSX, "xl/worksheets/sheet1.xml": b"0" * 60_000_000}), "far more"),
    "an xlsx that lies of its size": (
        zipped("items.xlsx", {"xl/worksheets/sheet1.xml": b" " * 3_000_000, **XLSX}, lies=1_000), "far more|damaged",
    ),
    "an archive of photos": (zipped("items.xlsx", {"photo.jpg": b"x"}), "not an Excel sheet"),
    "an encrypted workbook": (raw("items.xlsx", OLE + b"\0" * 4096), "damaged|locked"),
    "an old workbook with macros alone": (raw("items.xls", OLE + b"VBA" * 999), "damaged"),
    "a web page called xls": (raw("items.xls", b"<html><table><tr><td>Name</td></tr></table></html>"), "web page"),
    "NUL bytes": (raw("items.csv", b"Name,Price\nSa\0lt,20\n"), "not a list"),
    "a PDF": (raw("items.csv", b"%PDF-1.7\n1 0 obj\n"), "not a list"),
    "no name column": (text("items.csv", "Colour,Weight\nred,5\n"), "No column holds the items' names"),
    "an empty file": (raw("items.csv", b""), "is empty"),
    "blank lines alone": (raw("items.csv", b"\n\n  \n"), "is empty"),
    "headings alone": (text("items.csv", ITEM), "no rows below its headings"),
    "a quotation mark too many": (text("items.csv", 'Name,Price\n"' + "x" * 40_000 + "\n"), "cannot be read"),
    "a hidden sheet alone": (book("items.xlsx", [], [["Name", "Price"], ["Salt", 20]]), "no rows below"),
    "rows without end": (text("items.csv", "Name,Price\n" + "Salt,1\n" * (MAX_ROWS + 50)), "more than"),
    "a folder": (making.a_folder, "is a folder"),
    "no file": (making.nothing_there, "There is no file"),
    "a backup that is no archive": (making.not_zipped, "not a Vyapar backup"),
    "an empty backup": (raw("shop.vyb", b""), "is empty"),
    "a backup without a company": (zipped("shop.vyb", {"readme.txt": b"hello"}), "no Vyapar company"),
    "a backup of two companies": (making.two_companies, "more than one"),
    "a backup bomb": (zipped("shop.vyb", {"shop.vyp": b"0" * 60_000_000}), "far more"),
    "a backup that lies of its size": (zipped("shop.vyb", {"shop.vyp": b" " * 300_000}, lies=100), "damaged|far more"),
    "a company that is no database": (zipped("shop.vyb", {"shop.vyp": b"hello"}), "no database"),
    "a company without items": (making.without_items, "holds no items"),
    "a company cut in half": (making.truncated, "damaged"),
    "a view without end for its items": (making.items_as_a_view, "holds no items"),
    "a company with a path": (making.in_a_folder, "damaged"),
    "a backup cut in half": (raw("shop.vyb", b"PK\x03\x04\x14\0\0\0"), "damaged"),
}  # fmt: skip

NAMED = {
    "a barcode Excel has shortened": (text("items.csv", ITEM + "Salt,,20,,8.90103E+12\n"), "Format the column as Text"),
    "no price": (text("items.csv", "Name,Code\nSalt,S1\n"), "The sale price is missing"),
    "a date for a price": (text("items.csv", ITEM + "Salt,,2026-03-01,,\n"), "not an amount"),
    "a price below 0": (text("items.csv", ITEM + "Salt,,-20,,\n"), "cannot be below 0"),
    "a price that is a barcode": (text("items.csv", ITEM + "Salt,,1000000000000,,\n"), "too large"),
    "a formula for a price": (text("items.csv", ITEM + "Salt,,=1+1,,\n"), "not an amount"),
    "a code that became a date": (book("items.xlsx", [["Name", "Code", "Price"], ["Salt", "2026-03-01", 5]]), "date"),
    "a name of control bytes": (text("items.csv", ITEM + "\x01\x02" + " " * 500 + ",,20,,\n"), "name is missing"),
    "one code twice": (text("items.csv", ITEM + "Salt,S1,20,,\nSugar,S1,40,,\n"), "stands in row 2 already"),
}

READ: dict[str, tuple[making.Making, list[tuple[str, int]]]] = {
    "UTF-16": (text("items.csv", "Name\tPrice\nचीनी\t45\n", "utf-16"), [("चीनी", 4_500)]),
    "Windows' own letters": (raw("items.csv", "Name,Price\nCrème,20\n".encode("cp1252")), [("Crème", 2_000)]),
    "a title above the headings": (
        book("items.xlsx", [["Gupta Stores"], ["Stock of 1 May"], ["Name", "Price"], ["Salt", 20]]), [("Salt", 2_000)],
    ),
    "the headings again in the middle": (
        text("items.csv", "Name,Price\nSalt,20\nName,Price\nTea,30\n"), [("Salt", 2_000), ("Tea", 3_000)],
    ),
    "a heading twice": (text("items.csv", "Name,Price,Price\nSalt,20,30\n"), [("Salt", 2_000)]),
    "two columns that mean the same": (text("items.csv", "Name,Item,Price\nSalt,x,20\n"), [("Salt", 2_000)]),
    "three decimals": (text("items.csv", "Name,Price\nSalt,20.005\n"), [("Salt", 2_001)]),
    "a formula for a name": (text("items.csv", "Name,Price\n=cmd|'/c calc'!A1,20\n"), [("=cmd|'/c calc'!A1", 2_000)]),
    "control bytes in a name": (text("items.csv", "Name,Price\nSa\x1blt and more of it,20\n" + "Tea,1\n" * 40), []),
    "a hidden sheet beside": (
        book("items.xlsx", [["Name", "Price"], ["Salt", 20]], [["Name", "Price"], ["Old", 1]]), [("Salt", 2_000)],
    ),
}  # fmt: skip


def tried(shop: Shop, path: Path) -> Checked:
    if path.suffix == ".vyb":
        return shop.importing.check(vyapar.read(path).items)
    return shop.importing.check(shop.importing.read(path))


def written(shop: Shop) -> Any:
    return shop.db.rows("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM product)")


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_broken_file_is_refused_by_name(shop: Shop, tmp_path: Path, make: making.Making, said: str) -> None:
    path, before = make(tmp_path), written(shop)
    with pytest.raises(ShopError, match=said) as refusal:
        tried(shop, path)
    sentence = refusal.value.message
    assert re.fullmatch(r"[^.!?]*(?:\.\w+[^.!?]*)*\.", sentence), sentence
    assert path.name in sentence or "column" in sentence
    assert refusal.value.hint or "no file" in sentence
    assert written(shop) == before


@pytest.mark.parametrize(("make", "said"), NAMED.values(), ids=NAMED.keys())
def test_a_bad_row_is_named_and_kept_out(shop: Shop, tmp_path: Path, make: making.Making, said: str) -> None:
    checked = tried(shop, make(tmp_path))
    assert len(checked.bad) == 1
    assert any(said in cell.reason for cell in checked.bad[0].bad)


@pytest.mark.parametrize(("make", "items"), READ.values(), ids=READ.keys())
def test_an_odd_file_is_read_all_the_same(
    shop: Shop, tmp_path: Path, make: making.Making, items: list[tuple[str, int]]
) -> None:
    checked = tried(shop, make(tmp_path))
    found = [(item.form.name, item.form.price) for item in checked.new]
    if items:
        assert found == items
    else:
        assert all(name.isprintable() for name, _price in found)
        assert found[0][0] == "Salt and more of it"


def test_a_file_that_may_not_be_read_is_said_so(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text("items.csv", ITEM)(tmp_path)
    backup = making.backup(tmp_path / "shop.vyb")

    def locked(self: Path, *args: Any, **more: Any) -> Any:
        raise PermissionError(13, "used by another program")

    monkeypatch.setattr(type(path), "open", locked)  # root may read everything, and only Windows locks files
    for one in (path, backup):
        with pytest.raises(ShopError, match="could not be read"):
            tried(shop, one)
