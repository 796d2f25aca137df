"""Sixty hostile names in a list that is imported: each comes in clean or is named as bad, and goes out harmless."""

import csv
import io

import pytest

from shoppos.base.errors import ShopError
from shoppos.reports import audit
from shoppos.shop import Shop, sheets
from shoppos.shop.payments import Tender
from tests.hostile.unsafe import unsafe, unsafe_in_the_file
from tests.printing.hostile import HOSTILE

HEADINGS = ("Code", "Name", "Local name", "Barcode", "Category", "Unit", "Price", "HSN")


def kept(rows):
    """The rows without what no file of text can hold."""
    return [[cell.replace("\ud800", "").replace("\x00", "") for cell in row] for row in rows]


def as_csv(path, rows):
    """A list as a shop has it: the hostile rows stand among many that are not."""
    told = io.StringIO()
    ordinary = [
        dict.fromkeys(rows[0], "") | {"Code": f"P{n}", "Name": f"An ordinary thing, the {n}th", "Price": "10"}
        for n in range(90)
    ]
    csv.writer(told).writerows([*kept(rows), *(row.values() for row in ordinary)])
    path.write_bytes(told.getvalue().encode())


def as_xlsx(path, rows):
    sheets.write_xlsx(path, "Items", kept(rows))


def test_a_file_of_bytes_is_no_list(shop: Shop, tmp_path):
    for content in (b"Code,Name,Price\n1,Salt\x00,10\n", b"\x1b@\x00\x01", b"", b"PK\x03\x04"):
        (tmp_path / "list.csv").write_bytes(content)
        with pytest.raises(ShopError) as refused:
            shop.importing.read(tmp_path / "list.csv")
        assert unsafe(str(refused.value)) == []


@pytest.mark.parametrize(("name", "write"), [("list.csv", as_csv), ("list.xlsx", as_xlsx)])
@pytest.mark.parametrize("column", HEADINGS)
def test_a_hostile_column_comes_in_clean_or_is_named_as_bad(name, write, column, shop: Shop, tmp_path):
    rows = [list(HEADINGS)]
    for n, text in enumerate(HOSTILE):
        row = dict(zip(HEADINGS, (f"I{n}", f"Thing {n}", "", "", "", "PCS", "10", ""), strict=True))
        rows.append(list({**row, column: text}.values()))
    write(tmp_path / name, rows)
    checked = shop.importing.check(shop.importing.read(tmp_path / name))
    for bad in checked.bad:
        assert unsafe(str(bad), "\n") == []
    done = shop.importing.apply(checked)
    assert done.added + done.changed + done.bad + done.skipped > 0
    assert unsafe_in_the_file(shop) == []
    assert audit.audit(shop.db).agrees
    if done.id:  # where every row was bad nothing came in, and nothing is taken back
        shop.importing.undo(done.id)
    assert shop.catalogue.count() == 5
    assert audit.audit(shop.db).agrees


def test_what_goes_out_starts_no_formula(shop: Shop, tmp_path):
    rows = [["Code", "Name", "Price"], *([f"I{n}", f"{text}", "10"] for n, text in enumerate(HOSTILE))]
    as_csv(tmp_path / "list.csv", rows)
    shop.importing.apply(shop.importing.check(shop.importing.read(tmp_path / "list.csv")))
    shop.importing.export(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 100
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r") and not cell[1:].replace(".", "").isdigit()] == []
    assert [cell for cell in cells if unsafe(cell)] == []


def test_imported_names_are_sold_and_found(shop: Shop, tmp_path):
    as_csv(
        tmp_path / "list.csv", [["Code", "Name", "Price"], *([f"I{n}", f"x{t}", "10"] for n, t in enumerate(HOSTILE))]
    )
    done = shop.importing.apply(shop.importing.check(shop.importing.read(tmp_path / "list.csv")))
    assert done.added > 50
    codes = [row[0] for row in shop.db.rows("SELECT code FROM product WHERE code LIKE 'I%'")]
    assert shop.sales.sell(codes, [Tender("cash")]).payable == len(codes) * 10_00
