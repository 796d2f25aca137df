"""Serial numbers: in with the receipt, out with the sale, back with the return, and never twice in stock."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender

CASH = [Tender("cash")]


@pytest.fixture
def phone(shop: Shop):
    product = shop.catalogue.add(ProductForm("PHONE", "Phone", 999900, barcodes=("8900000000017",)))
    shop.keepings.set(product, tracks="serial")
    with shop.db.transaction("test.received") as tx:
        shop.stock.receive(
            tx, new_id(), 1, product, 3000, day=20260520, kind="opening", pieces=("imei-1", "imei-2", "imei-3")
        )
    return product


def test_scanning_a_piece_adds_its_product_and_picks_it(shop: Shop, phone):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "IMEI-2")
    view = shop.sales.enter(sale, "imei-1").view
    assert [(line.code, line.quantity, line.note) for line in view.lines] == [("PHONE", 2000, "S/N IMEI-2, IMEI-1")]
    with pytest.raises(Refused, match="scanned already"):
        shop.sales.enter(sale, "IMEI-1")
    done = shop.sales.checkout(sale, CASH)
    assert shop.stock.pieces(phone) == ["IMEI-3"]
    assert shop.db.row("SELECT note FROM line_note WHERE sale_id = ?", done.sale_ids)[0] == "S/N IMEI-2, IMEI-1"
    assert audit(shop.db).faults == ()


def test_the_counter_asks_for_the_number_and_takes_no_bill_without_it(shop: Shop, phone):
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "8900000000017").message == "Scan the serial number of Phone: 1 to go."
    with pytest.raises(InvalidInput, match="Phone: serial numbers for 0 of 1 pieces were scanned"):
        shop.sales.checkout(sale, CASH)
    with pytest.raises(Refused, match="IMEI999 is not a serial number of Phone in stock"):
        shop.sales.enter(sale, "IMEI999")
    entered = shop.sales.enter(sale, "IMEI-3")
    assert entered.message == ""
    assert [(line.quantity, line.note) for line in entered.view.lines] == [(1000, "S/N IMEI-3")]
    assert shop.sales.undo(sale).lines[0].note == ""
    shop.sales.enter(sale, "IMEI-3")
    with pytest.raises(NotFound, match="No item has the code IMEI999"):
        shop.sales.enter(sale, "IMEI999")
    shop.sales.checkout(sale, CASH)


def test_a_piece_that_is_sold_is_no_item_any_more_until_it_comes_back(shop: Shop, phone):
    number = shop.sales.sell(["IMEI-1"], CASH).numbers[0]
    with pytest.raises(Exception, match="No item has the code IMEI"):
        shop.sales.sell(["IMEI-1"], CASH)
    view = shop.returns.open(number)
    gives = shop.returns.scan(view, {}, "IMEI-1").gives
    shop.returns.take(number, gives, Refund("cash"))
    assert shop.stock.pieces(phone) == ["IMEI-1", "IMEI-2", "IMEI-3"]
    assert audit(shop.db).faults == ()


def test_a_cancelled_bill_brings_its_piece_back(shop: Shop, phone):
    shop.sales.void(shop.sales.sell(["IMEI-1"], CASH).numbers[0], "wrong")
    assert "IMEI-1" in shop.stock.pieces(phone)
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize(
    ("pieces", "refusal"), [((), InvalidInput), (("A", "A"), InvalidInput), (("IMEI-1", "B"), Refused)]
)
def test_each_piece_comes_in_once_with_a_number_of_its_own(pieces, refusal, shop: Shop, phone):
    with pytest.raises(refusal), shop.db.transaction("test.received") as tx:
        shop.stock.receive(tx, new_id(), 1, phone, 2000, day=20260520, kind="opening", pieces=pieces)
    assert shop.stock.on_hand(phone) == 3_000


def test_a_lost_piece_is_named(shop: Shop, phone):
    with pytest.raises(InvalidInput):
        shop.stock.damage("PHONE", 1000, "fell")
    shop.stock.damage("PHONE", 1000, "fell", pieces=["IMEI-2"])
    assert shop.stock.pieces(phone) == ["IMEI-1", "IMEI-3"]


def test_a_piece_sold_twice_behind_the_program_is_found(shop: Shop, phone):
    shop.sales.sell(["IMEI-1"], CASH)
    shop.db.raw.executescript(
        "DROP TRIGGER serial_move_no_update; UPDATE serial_move SET serial = 'IMEI-2' WHERE kind = 'sale'"
    )
    assert {"missing", "unknown"} & {fault.kind for fault in audit(shop.db, most=9).faults}
