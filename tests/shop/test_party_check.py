"""A list of people is tried: sides, kinds, phones, doubles; and what goes out comes in again as it was."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from shoppos.shop.item_check import PARTIES, NewParty
from shoppos.shop.party_check import owed
from shoppos.shop.suppliers import SupplierCard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked

HEADINGS = ("Party Name", "Phone No.", "GSTIN", "State", "Party type", "To Receive", "To Pay")


def tried(shop: Shop, tmp_path: Path, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> Checked:
    path = tmp_path / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    sheet = shop.importing.read(path)
    assert sheet.kind == PARTIES
    return shop.importing.check(sheet)


def people(checked: Checked) -> list[tuple[str, str, int]]:
    return [(one.kind, one.card["name"], one.balance) for one in checked.new if isinstance(one, NewParty)]


def test_each_goes_to_the_side_it_is_on(shop: Shop, tmp_path: Path) -> None:
    checked = tried(
        shop, tmp_path,
        ["", "", "", "", "", "", ""],
        ["Asha", "98765 22222", "", "Maharashtra", "", "₹1,23,450.00", ""],
        ["Shree Traders", "", "27AAPFU0939F1ZV", "", "", "", "8000.50"],
        ["Nobody owes", "", "", "", "", "-", "0"],
        ["Paid ahead", "", "", "", "Customer", "", "200"],
        ["Owes us", "", "", "", "Vendor", "50", ""],
        ["Total", "", "", "", "", "123500", "8200.50"],
    )  # fmt: skip
    assert checked.bad == []
    assert people(checked) == [
        ("customer", "Asha", 12_345_000), ("supplier", "Shree Traders", -800_050), ("customer", "Nobody owes", 0),
        ("customer", "Paid ahead", -20_000), ("supplier", "Owes us", 5_000),
    ]  # fmt: skip
    assert [remark.said for remark in checked.skipped] == ["A total"]
    done = shop.importing.apply(checked)
    assert (done.people, done.added) == (5, 0)
    asha = shop.customers.by_phone("9876522222")
    assert (asha.owes, asha.state) == (12_345_000, "27")
    assert [shop.suppliers.named(name).owed for name in ("Shree Traders", "Owes us")] == [800_050, -5_000]


def test_numbers_that_cannot_be_are_told_and_lose_nobody(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Asha", "020-2433", "27AAPFU0939F1ZX", "Nowhere", "", "10", ""])
    assert len(checked.doubts) == 2
    shop.importing.apply(checked)
    asha = shop.customers.search("Asha")[0]
    assert (asha.phone, asha.gstin, asha.owes) == ("", "", 1_000)
    assert shop.customers.terms(asha.id).note == "020-2433"


def test_who_is_named_twice_or_known_already_is_said(shop: Shop, tmp_path: Path) -> None:
    shop.customers.add("Asha", "9876522222")
    shop.suppliers.add(SupplierCard("Shree Traders"))
    checked = tried(
        shop, tmp_path,
        ["Asha Devi", "9876522222", "", "", "", "10", ""],
        ["SHREE traders", "", "", "", "", "", "5"],
        ["Ravi", "9876533333", "", "", "", "", ""],
        ["Ravi K", "+91 98765 33333", "", "", "", "", ""],
    )  # fmt: skip
    assert [one[1] for one in people(checked)] == ["Ravi"]
    assert [remark.name for remark in checked.skipped] == ["Asha", "SHREE traders"]
    assert [(row.row, row.bad[0].reason) for row in checked.bad] == [(5, "This stands in row 4 already.")]


def test_an_odd_side_or_amount_is_named(shop: Shop, tmp_path: Path) -> None:
    headings = ("Party Name", "Phone No.", "Balance", "Balance Type")
    checked = tried(shop, tmp_path, ["A", "", "5", "sideways"], ["B", "", "five", "To Pay"], ["", "9876522222", "", ""],
                    headings=headings)  # fmt: skip
    assert [(row.row, row.bad[0].field) for row in checked.bad] == [(2, "side"), (3, "balance"), (4, "name")]


@pytest.mark.parametrize(
    ("text", "paise"),
    [("₹1,23,450.00", 12_345_000), ("-500", -50_000), ("₹ -500", -50_000), ("(500)", -50_000), ("500 Cr", -50_000),
     ("500 Dr", 50_000), ("", None), ("0", 0)],
)  # fmt: skip
def test_an_amount_owed_is_read_however_it_is_signed(text: str, paise: int | None) -> None:
    assert owed(text) == paise


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_people_go_out_and_come_in_as_they_were(shop: Shop, tmp_path: Path, ending: str) -> None:
    asha = shop.customers.add("=Asha+1", "9876522222", address="-4, MG Road", state="27", email="a@b.in")
    shop.customers.opening(asha.id, 12_345)
    shop.customers.set_terms(asha.id, credit_limit=500_000)
    shop.suppliers.add(SupplierCard("@Shree", gstin="27AAPFU0939F1ZV"), opening=-700)
    shop.suppliers.add(SupplierCard("Later", phone="0203344"), opening=900)
    files = {kind: tmp_path / f"{kind}.{ending}" for kind in ("customer", "supplier")}
    assert [shop.importing.export_people(kind, path) for kind, path in files.items()] == [1, 2]
    if ending == "csv":
        assert "'=Asha+1" in files["customer"].read_text("utf-8-sig")
    found: list[NewParty] = []
    for path in files.values():
        sheet = shop.importing.read(path)
        shop.db.raw.execute("SAVEPOINT blank")
        shop.db.raw.execute("UPDATE customer SET active = 0")
        shop.db.raw.execute("UPDATE supplier SET name = name || 'x'")
        found += [one for one in shop.importing.check(sheet).new if isinstance(one, NewParty)]
        shop.db.raw.execute("ROLLBACK TO blank")
        shop.db.raw.execute("RELEASE blank")
    assert [(one.kind, one.card["name"], one.balance, one.credit_limit) for one in found] == [
        ("customer", "=Asha+1", 12_345, 500_000), ("supplier", "@Shree", 700, None), ("supplier", "Later", -900, None),
    ]  # fmt: skip
    card = found[0].card
    assert (card["phone"], card["address"], card["state"], card["email"]) == (
        "9876522222", "-4, MG Road", "27", "a@b.in",
    )  # fmt: skip
