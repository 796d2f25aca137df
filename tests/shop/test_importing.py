"""A shop's list comes in: tried first, applied beside the selling, taken back, and given out again."""

from __future__ import annotations

import csv
import threading
import time
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.shop import importing
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.item_more import more_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked

VYAPAR = """\
Item name*|Item code|HSN|Default MRP|Disc % on MRP for Sale Price|Sale price|Purchase price|Opening stock quantity|\
Minimum stock quantity|Tax Rate|Inclusive Of Tax|Base Unit (x)
Tata Salt 1 kg|SALT1|2501|28||27|22.5|40|10|GST@0%|Inclusive|PACKETS (Pac)
Ghee 500 ml|GHEE|405|₹3,450.00|10||280|12||GST@5%|Inclusive|PIECES (Pcs)
Steel Plate|PLATE|7323|||200|150|5||IGST@18%|Exclusive|PIECES (Pcs)
Total|||||||57||||""".splitlines()


def listed(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def tried(shop: Shop, tmp_path: Path, *rows: Sequence[object]) -> Checked:
    return shop.importing.check(shop.importing.read(listed(tmp_path / "items.csv", rows)))


def count(shop: Shop) -> int:
    return shop.catalogue.count()


def test_vyapars_sheet_comes_in_whole(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "Import Items.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Items")
        for at, row in enumerate(VYAPAR):
            page.write_row(at, 0, row.split("|"))
        book.add_worksheet("Batches").write_row(0, 0, ["Item name*", "Batch No", "Size"])
    checked = shop.importing.check(shop.importing.read(path))
    assert ([item.form.code for item in checked.new], checked.bad) == (["SALT1", "GHEE", "PLATE"], [])
    assert [(remark.row, remark.said) for remark in checked.skipped] == [(5, "A total")]
    done = shop.importing.apply(checked)
    assert (done.added, done.changed, done.skipped, done.bad, done.stopped) == (3, 0, 1, 0, False)
    salt, ghee, plate = (shop.catalogue.show(code) for code in ("SALT1", "GHEE", "PLATE"))
    assert salt.form.unit == "PAC"
    assert (salt.form.price, salt.form.cost, salt.form.treatment, salt.on_hand) == (2700, 2250, "nil", 40_000)
    assert (salt.form.low, salt.form.hsn) == (10_000, "2501")
    assert (ghee.form.price, ghee.form.hsn, ghee.form.rate) == (310500, "0405", 500)  # 3450 less 10 %
    assert (plate.form.inclusive, plate.form.rate) == (False, 1800)
    assert shop.catalogue.find_code("plate").name == "Steel Plate"
    assert [hit.code for hit in shop.catalogue.search("ghe")] == ["GHEE"]


def test_hindi_headings_and_several_barcodes(shop: Shop, tmp_path: Path) -> None:
    checked = tried(
        shop,
        tmp_path,
        ["नाम", "स्थानीय नाम", "बारकोड", "दाम", "जीएसटी दर"],
        ["Sugar", "चीनी", "8901;8902|8903", "45", "5"],
    )
    shop.importing.apply(checked)
    card = shop.catalogue.show("8902")
    assert (card.form.code, card.form.barcodes, card.form.local_name) == ("8901", ("8902", "8903"), "चीनी")


def test_the_dry_run_writes_nothing(shop: Shop, tmp_path: Path) -> None:
    before = shop.db.rows("SELECT count(*) FROM journal")
    tried(shop, tmp_path, ["Name", "Price"], ["Salt", "20"], ["", "5"])
    assert shop.db.rows("SELECT count(*) FROM journal") == before


def test_bad_rows_are_kept_out_and_named(shop: Shop, tmp_path: Path) -> None:
    checked = tried(
        shop,
        tmp_path,
        ["Code", "Name", "Price", "GST rate", "HSN", "Barcode"],
        ["A1", "Good", "10", "18", "1905", ""],
        ["A2", "", "10", "", "", ""],
        ["A3", "No price", "", "", "", ""],
        ["A4", "Odd price", "ten", "17", "12", ""],
        ["A5", "Ruined", "10", "", "", "8.90103E+12"],
        ["A1", "Twice", "10", "", "", ""],
        ["A6", "Old rate", "10", "12", "", ""],
        ["1001", "Two owners", "10", "", "", "8901719101038"],
    )
    assert [item.form.code for item in checked.new] == ["A1"]
    said = {row.row: " ".join(cell.reason for cell in row.bad) for row in checked.bad}
    assert said[3] == "The name is missing."
    assert said[4] == "The sale price is missing."
    assert "amount" in said[5]
    assert "no such GST rate" in said[5]
    assert "4, 6 or 8" in said[5]
    assert "Format the column as Text" in said[6]
    assert said[7] == "The code A1 stands in row 2 already."
    assert said[8] == "GST has no 12 % any more. Write today's rate: 0, 0.25, 1.5, 3, 5, 18, 40."
    assert "two different items" in said[9]
    assert {cell.column for row in checked.bad if row.row == 5 for cell in row.bad} == {2, 3, 4}
    assert shop.importing.apply(checked).added == 1


def test_rejected_rows_are_saved_with_their_reasons_and_come_in_once_put_right(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Name", "Price"], ["=Danger()", "ten"], ["Salt", "20"])
    path = tmp_path / "rejects.csv"
    assert shop.importing.save_rejects(checked, path) == 1
    text = path.read_text("utf-8-sig")
    assert text.splitlines()[0] == "Row,Why,Name,Price"
    assert "'=Danger()" in text
    path.write_text(text.replace("ten", "10"), "utf-8")
    again = shop.importing.check(shop.importing.read(path))
    assert [(item.form.name, item.form.price) for item in again.new] == [("=Danger()", 1000)]


def test_known_items_are_changed_only_where_the_list_says_something(shop: Shop, tmp_path: Path) -> None:
    checked = tried(
        shop,
        tmp_path,
        ["Barcode", "Name", "Price", "MRP", "Stock", "Category"],
        ["8901030865275", "", "149", "", "999", "Home"],
        ["1002", "Parle-G 100 g", "10", "", "", ""],
    )
    assert [(change.was, change.now) for change in checked.changed] == [
        ({"price": 15000, "category": ""}, {"price": 14900, "category": "Home"})
    ]
    assert [remark.said for remark in checked.skipped] == ["Is in the shop just so"]
    assert shop.importing.apply(checked).changed == 1
    card = shop.catalogue.show("1001")
    assert (card.form.price, card.form.mrp, card.form.rate, card.on_hand) == (14900, 15500, 1800, 50_000)


def test_items_without_a_code_are_found_by_name_or_get_a_short_number(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Name", "Price"], ["steel tiffin", "410"], ["Jaggery", "60"], ["Camphor", "5"])
    assert [change.now for change in checked.changed] == [{"name": "steel tiffin", "price": 41000}]
    assert [item.form.code for item in checked.new] == ["1004", "1005"]


def test_a_row_with_a_price_above_the_mrp_is_bad(shop: Shop, tmp_path: Path) -> None:
    rows = (["Name", "Price", "MRP"], ["Soap", "40", "35"], ["Bag", "0", ""], ["Soda", "35", "35"])
    checked = tried(shop, tmp_path, *rows)
    assert [(bad.row, bad.bad[0].field, bad.bad[0].reason) for bad in checked.bad] == [
        (2, "price", "The price ₹40.00 is above the MRP ₹35.00."),
    ]
    assert [remark.said for remark in checked.doubts] == ["The price is 0."]
    assert [item.form.name for item in checked.new] == ["Bag", "Soda"]


def test_a_change_to_a_price_above_the_mrp_is_bad_and_one_of_other_things_is_not(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Code", "Name", "Price"], ["1001", "Surf Excel 1 kg", "156"])
    assert [bad.bad[0].reason for bad in checked.bad] == ["The price ₹156.00 is above the MRP ₹155.00."]
    assert checked.changed == []
    shop.catalogue.change(shop.catalogue.show("1001").product_id, price=15600)
    checked = tried(shop, tmp_path, ["Code", "Name", "Category"], ["1001", "Surf Excel 1 kg", "Home"])
    assert ([change.now for change in checked.changed], checked.bad) == ([{"category": "Home"}], [])


def test_a_list_that_names_no_item_is_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="names"):
        tried(shop, tmp_path, ["Foo", "Bar"], ["x", "y"])
    with pytest.raises(InvalidInput, match="no rows below"):
        tried(shop, tmp_path, ["Name", "Price"])
    sheet = shop.importing.read(listed(tmp_path / "twice.csv", [["Name", "Title"], ["x", "y"]]))
    with pytest.raises(InvalidInput, match="Two columns"):
        shop.importing.check(sheet, ("name", "name"))


def test_an_import_is_taken_back_but_not_what_was_sold_or_edited_since(shop: Shop, tmp_path: Path) -> None:
    checked = tried(
        shop,
        tmp_path,
        ["Code", "Name", "Price", "Stock", "Barcode"],
        ["N1", "Never sold", "10", "7", "111;112"],
        ["N2", "Sold since", "20", "7", ""],
        ["1002", "Parle-G 100 g", "9", "", ""],
        ["1003", "Amul Butter 100 g", "57", "", ""],
    )
    done = shop.importing.apply(checked)
    shop.sales.sell(["N2"], tenders=[shop_tender()])
    shop.catalogue.change(shop.catalogue.find_code("1003").product_id, price=6500)
    undone = shop.importing.undo(done.id)
    assert (undone.removed, undone.restored, set(undone.kept)) == (1, 1, {"Sold since", "Amul Butter 100 g"})
    assert shop.catalogue.find_code("N1") is None
    assert shop.catalogue.find_code("111") is None
    assert shop.catalogue.find_code("N2") is not None
    assert shop.catalogue.show("1002").form.price == 1000
    assert shop.catalogue.show("1003").form.price == 6500
    sums = "SELECT product_id, sum(quantity) FROM stock_move GROUP BY product_id"
    kept = "SELECT product_id, on_hand FROM stock"
    assert sorted(shop.db.rows(sums)) == sorted(shop.db.rows(kept))
    with pytest.raises(Refused, match="already"):
        shop.importing.undo(done.id)
    with pytest.raises(NotFound):
        shop.importing.undo(b"x" * 16)
    assert shop.importing.past()[0].undone


def shop_tender() -> object:
    from shoppos.shop.payments import Tender

    return Tender("cash")


def test_the_same_list_can_come_in_again_after_it_was_taken_back(shop: Shop, tmp_path: Path) -> None:
    rows = (["Code", "Name", "Price", "Stock"], ["N1", "Soap", "10", "7"])
    shop.importing.undo(shop.importing.apply(tried(shop, tmp_path, *rows)).id)
    assert shop.importing.apply(tried(shop, tmp_path, *rows)).added == 1
    assert shop.catalogue.show("N1").on_hand == 7_000


def test_a_stopped_import_keeps_what_is_in_and_can_be_taken_back(shop: Shop, tmp_path: Path) -> None:
    before = count(shop)
    checked = tried(shop, tmp_path, ["Name", "Price"], *([f"Item {n}", "10"] for n in range(500)))
    calls = iter([False, False])
    done = shop.importing.apply(checked, cancelled=lambda: next(calls, True))
    assert done.stopped
    assert 0 < done.added < 500
    assert count(shop) == before + done.added
    assert shop.importing.undo(done.id).removed == done.added
    assert count(shop) == before


def test_a_dry_run_that_was_stopped_is_never_applied(shop: Shop, tmp_path: Path) -> None:
    sheet = shop.importing.read(listed(tmp_path / "x.csv", [["Name", "Price"], ["Salt", "20"]]))
    checked = shop.importing.check(sheet, cancelled=lambda: True)
    with pytest.raises(Refused, match="not read to its end"):
        shop.importing.apply(checked)


def test_a_code_given_away_between_check_and_apply_is_left_to_its_owner(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Code", "Name", "Price"], ["N1", "Soap", "10"], ["N2", "Salt", "20"])
    shop.catalogue.add(ProductForm("N1", "Somebody's soap", 1200))
    done = shop.importing.apply(checked)
    assert (done.added, done.bad) == (1, 1)
    assert shop.catalogue.show("N1").form.name == "Somebody's soap"


def test_selling_goes_on_while_a_long_list_comes_in(shop: Shop, tmp_path: Path) -> None:
    checked = tried(shop, tmp_path, ["Name", "Price"], *([f"Item {n}", "10"] for n in range(3000)))
    finished: list[importing.Import] = []

    def apply() -> None:
        finished.append(shop.importing.apply(checked))
        shop.db.release()

    worker = threading.Thread(target=apply)
    worker.start()
    sold, slowest = 0, 0.0
    while worker.is_alive():
        started = time.perf_counter()
        shop.sales.sell(["1002"], tenders=[shop_tender()])
        slowest = max(slowest, time.perf_counter() - started)
        sold += 1
        time.sleep(0.03)  # quicker than any cashier
    worker.join()
    assert finished[0].added == 3000
    assert sold >= 3
    assert slowest < 2
    assert shop.db.rows("SELECT count(*) FROM sale WHERE state = 'done'") == [(sold,)]


def test_no_batch_holds_the_file_for_long(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[float] = []
    write = importing.Importing._write

    def timed(self: importing.Importing, *args: object) -> int:
        started = time.perf_counter()
        lost = write(self, *args)
        held.append(time.perf_counter() - started)
        return lost

    monkeypatch.setattr(importing.Importing, "_write", timed)
    shop.importing.apply(tried(shop, tmp_path, ["Name", "Price"], *([f"Item {n}", "10"] for n in range(3000))))
    assert sorted(held)[len(held) // 2] < 0.02


def test_an_import_waits_for_a_counter_that_holds_the_file(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = tried(shop, tmp_path, ["Name", "Price"], ["Salt", "20"])
    write, tries = importing.Importing._write, []

    def busy(self: importing.Importing, *args: object) -> int:
        tries.append(1)
        if len(tries) < 4:
            raise Unavailable("busy")
        return write(self, *args)

    monkeypatch.setattr(importing.Importing, "_write", busy)
    assert shop.importing.apply(checked).added == 1


def test_the_stock_of_known_items_stays_and_odd_rows_are_named(shop: Shop, tmp_path: Path) -> None:
    shop.catalogue.add(ProductForm("SUGAR", "Sugar", 4_600, stock=7_000))
    shop.catalogue.add(ProductForm("TEA", "Tea", 9_000, stock=5_000))
    checked = tried(
        shop, tmp_path, ["Name", "Code", "Price", "Opening Stock", "Unit"], ["Sugar", "SUGAR", "48", "50", "PCS"],
        ["Tea", "TEA", "90", "5", "PCS"], ["Salt", "SALT", "20", "-3", "PCS"], ["Rope", "ROPE", "20", "3", "Blorb"],
    )  # fmt: skip
    assert checked.kept_stock == 1
    assert [(one.name, one.said) for one in checked.doubts] == [
        ("Salt", "The stock -3 is below 0."), ("Rope", "The unit BLORB is not one of GST's."),
    ]  # fmt: skip
    shop.importing.apply(checked)
    sugar = shop.catalogue.show("SUGAR")
    assert (sugar.form.price, sugar.on_hand) == (4_800, 7_000)


def test_a_price_above_the_mrp_comes_in_at_the_mrp_where_that_was_chosen(shop: Shop, tmp_path: Path) -> None:
    rows = (
        ["Code", "Name", "Price", "MRP", "GST rate"],
        ["S1", "Soap", "45", "40", "12"],
        ["B1", "Bag", "9", "9", "5"],
    )
    sheet = shop.importing.read(listed(tmp_path / "dear.csv", rows))
    kept = shop.importing.check(sheet, rates={1200: 1800})
    assert (kept.dear, kept.ended, len(kept.new)) == (1, {1200: 1}, 1)
    taken = shop.importing.check(sheet, rates={1200: 1800}, at_mrp=True)
    assert (taken.dear, len(taken.bad)) == (1, 0)
    assert [one.said for one in taken.doubts] == ["The price ₹45.00 is above the MRP ₹40.00. It comes in at the MRP."]
    shop.importing.apply(taken)
    assert (shop.catalogue.show("S1").form.price, shop.catalogue.show("S1").form.rate) == (4000, 1800)
    again = shop.importing.check(sheet, rates={1200: 1800}, at_mrp=True)
    assert (again.new, again.changed, again.bad) == ([], [], [])


def test_a_known_item_gets_its_shelf_and_wholesale_price_and_loses_them_with_the_import(
    shop: Shop, tmp_path: Path
) -> None:
    product_id = shop.catalogue.add(ProductForm("R1", "Round soap", 4000, mrp=4500))
    heads = ["Code", "Name", "Shelf", "Wholesale price", "Minimum wholesale quantity"]
    checked = tried(shop, tmp_path, heads, ["R1", "Round soap", "Rack 3", "35.50", "12"])
    assert [one.said() for one in checked.changed] == [
        "changes Round soap: Shelf – → Rack 3, Wholesale price – → 35.50, Wholesale from 0 → 12"
    ]
    done = shop.importing.apply(checked)
    assert more_of(shop.db, product_id) == {"shelf": "Rack 3", "wholesale": 3550, "least": 12_000}
    assert tried(shop, tmp_path, heads, ["R1", "Round soap", "Rack 3", "35.50", "12"]).changed == []
    second = shop.importing.apply(tried(shop, tmp_path, heads, ["R1", "Round soap", "Rack 4", "34", "12"]))
    assert more_of(shop.db, product_id) == {"shelf": "Rack 4", "wholesale": 3400, "least": 12_000}
    assert shop.importing.undo(done.id).kept == ("Round soap",)  # somebody has changed it since
    assert shop.importing.undo(second.id).restored == 1
    assert more_of(shop.db, product_id) == {"shelf": "Rack 3", "wholesale": 3550, "least": 12_000}
