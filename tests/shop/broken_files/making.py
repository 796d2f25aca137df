"""Files as nobody should hand them in, made by the test that tries them."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING

import xlsxwriter

from tests.shop.vyapar_backups import NEW, backup, database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Making = Callable[[Path], Path]

ITEM = "Name,Code,Price,MRP,Barcode\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text(name: str, said: str, encoding: str = "utf-8") -> Making:
    return raw(name, said.encode(encoding))


def raw(name: str, data: bytes) -> Making:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def zipped(name: str, entries: dict[str, bytes], lies: int = 0) -> Making:
    def make(folder: Path) -> Path:
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, data in entries.items():
                archive.writestr(inside, data)
        if lies:
            data = path.read_bytes()
            true = len(next(iter(entries.values()))).to_bytes(4, "little")
            path.write_bytes(data.replace(true, lies.to_bytes(4, "little")))
        return path

    return make


def book(name: str, rows: Sequence[Sequence[object]], hidden: Sequence[Sequence[object]] = ()) -> Making:
    def make(folder: Path) -> Path:
        path = folder / name
        with xlsxwriter.Workbook(str(path)) as made:
            page = made.add_worksheet("Items")
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
            if hidden:
                other = made.add_worksheet("Old")
                for at, row in enumerate(hidden):
                    other.write_row(at, 0, row)
                other.hide()
        return path

    return make


def a_folder(folder: Path) -> Path:
    (folder / "items.xlsx").mkdir()
    return folder / "items.xlsx"


def nothing_there(folder: Path) -> Path:
    return folder / "gone.csv"


def two_companies(folder: Path) -> Path:
    path = folder / "two.vyb"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.vyp", "b.vyp"):
            archive.write(database(folder / name), name)
    return path


def truncated(folder: Path) -> Path:
    whole = database(folder / "whole.db").read_bytes()
    return zipped("cut.vyb", {"shop.vyp": whole[: len(whole) // 2]})(folder)


def without_items(folder: Path) -> Path:
    return backup(folder / "empty.vyb", {"kb_firms": NEW["kb_firms"]})


def items_as_a_view(folder: Path) -> Path:
    """A view that never ends, in place of the table."""
    path = folder / "view.db"
    db = sqlite3.connect(path)
    db.execute(
        "CREATE VIEW kb_items AS WITH RECURSIVE r(item_name) AS (SELECT 1 UNION ALL SELECT item_name FROM r) "
        "SELECT item_name FROM r"
    )
    db.commit()
    db.close()
    return zipped("view.vyb", {"shop.vyp": path.read_bytes()})(folder)


def not_zipped(folder: Path) -> Path:
    return database(folder / "plain.vyb")


def in_a_folder(folder: Path) -> Path:
    return backup(folder / "path.vyb", member="../../shop.vyp")
