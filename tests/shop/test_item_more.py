"""What a list says of an item beyond its card comes in with it: shelf, wholesale price, batches, packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from shoppos.reports.audit import audit
from shoppos.shop.item_cells import Mistaken, expiry
from shoppos.shop.payments import Tender
from shoppos.shop.prices import Prices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.item_check import Checked

ITEMS = (
    ("Item name*", "Item code", "Default MRP", "Sale price", "Purchase price", "Wholesale price",
     "Minimum wholesale quantity", "Opening stock quantity", "Item Location", "Base Unit (x)", "Secondary Unit (y)",
     "Conversion Rate (n) (x = ny)"),
    ("Milk powder", "MP", 100, 95, 80, 90, 10, 30, "R2", "PIECES (Pcs)", "", ""),
    ("Biscuit box", "BB", 240, 230, 200, 300, "", 4, "R3", "BOX (Box)", "PIECES (Pcs)", 24),
)  # fmt: skip
BATCHES = (
    ("Item name*", "Batch No", "Mfg date", "Exp date", "Opening stock quantity", "MRP"),
    ("Milk powder", "b7", "", "31/03/2099", 12, 100),
    ("MILK POWDER", "B8", "", "06/2099", 10, 105),
    ("Milk powder", "B9", "", "soon", 5, 105),
    ("Biscuit box", "X1", "", "", 1, ""),
)


def workbook(path: Path, items: Sequence[Sequence[object]] = ITEMS) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in (("Import Items", items), ("Batches", BATCHES)):
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


@pytest.fixture
def checked(shop: Shop, tmp_path: Path) -> Checked:
    return shop.importing.check(shop.importing.read(workbook(tmp_path / "items.xlsx")))


def test_batches_come_in_with_their_expiry_and_the_rest_without(shop: Shop, checked: Checked) -> None:
    done = shop.importing.apply(checked)
    card = shop.catalogue.show("MP")
    assert (done.added, card.on_hand) == (2, 30_000)
    assert [(one.code, one.expiry, one.on_hand) for one in shop.stock.batches(card.product_id)] == [
        ("B7", 20990331, 12_000), ("B8", 20990630, 10_000),
    ]  # fmt: skip
    kept = shop.keepings.of(card.product_id)
    assert (kept.shelf, kept.tracks) == ("R2", "batch")
    assert audit(shop.db, most=5).faults == ()


def test_a_pack_comes_in_with_its_pieces_and_their_batch(shop: Shop, checked: Checked) -> None:
    shop.importing.apply(checked)
    box, piece = shop.catalogue.show("BB"), shop.catalogue.show("BB-PCS")
    assert (piece.form.price, piece.form.mrp, piece.form.cost) == (958, 1_000, 833)
    assert (piece.on_hand, box.on_hand) == (96_000, 4_000)
    assert [(one.code, one.on_hand) for one in shop.stock.batches(piece.product_id)] == [("X1", 24_000)]


def test_wholesale_prices_stand_on_a_list_from_their_quantity_on(shop: Shop, checked: Checked) -> None:
    said = {remark.name: remark.said for remark in checked.doubts}
    assert said == {
        "Milk powder": "This is not a day. Write it like 31/03/2027.",
        "Biscuit box": "The wholesale price is above the MRP and is left out.",
    }
    shop.importing.apply(checked)
    prices = Prices(shop.db)
    found = prices.on_list(prices.named("Wholesale").id)
    assert [(one.code, one.least, one.price) for one in found] == [("MP", 10_000, 9_000)]


def test_all_of_it_is_taken_back(shop: Shop, checked: Checked) -> None:
    done = shop.importing.apply(checked)
    undone = shop.importing.undo(done.id)
    assert (undone.removed, undone.kept) == (3, ())
    assert shop.catalogue.find_code("BB-PCS") is None
    assert shop.db.rows("SELECT sum(on_hand) FROM batch_stock") == [(0,)]
    assert audit(shop.db, most=5).faults == ()


def test_pieces_sold_since_stay_and_keep_their_stock(shop: Shop, checked: Checked) -> None:
    done = shop.importing.apply(checked)
    shop.sales.sell(["BB-PCS"], tenders=[Tender("cash")])
    assert shop.importing.undo(done.id).kept == ("Biscuit box (PCS)",)
    assert shop.catalogue.show("BB-PCS").on_hand == 95_000


@pytest.mark.parametrize(
    ("text", "day"),
    [("31/03/2027", 20270331), ("2027-03-31", 20270331), ("31.3.27", 20270331), ("02/2028", 20280229),
     ("Mar-27", 20270331), ("31-Mar-2027", 20270331), ("", None), ("-", None)],
)  # fmt: skip
def test_an_expiry_is_read_as_packs_print_it(text: str, day: int | None) -> None:
    assert expiry(text) == day


@pytest.mark.parametrize("text", ["soon", "31/02/2027", "13/2027", "2027"])
def test_what_is_no_day_is_said_so(text: str) -> None:
    with pytest.raises(Mistaken):
        expiry(text)
