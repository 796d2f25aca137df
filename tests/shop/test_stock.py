"""Stock is the sum of its moves, and every move has its reason."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


def test_stock_that_was_never_counted_is_unknown(shop: Shop):
    tiffin = shop.catalogue.show("3001").product_id
    assert shop.stock.on_hand(tiffin) is None
    shop.sales.sell(["3001"], [Tender("cash")])
    assert shop.stock.on_hand(tiffin) is None
    assert shop.stock.move("3001", 10_000, "counted") == 9_000


def test_a_move_is_found_by_code_or_barcode(shop: Shop):
    assert shop.stock.move("1001", -2_000, "damaged") == 48_000
    assert shop.stock.move("8901030865275", 500, "found") == 48_500


@pytest.mark.parametrize(
    ("code", "quantity", "reason", "refusal"),
    [("1001", 0, "x", InvalidInput), ("1001", 1000, " \x1b ", InvalidInput), ("none", 1000, "x", NotFound)],
)
def test_a_move_without_sense_is_refused(code, quantity, reason, refusal, shop: Shop):
    with pytest.raises(refusal):
        shop.stock.move(code, quantity, reason)
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 50_000


def test_a_line_moves_once_only(shop: Shop):
    sale = shop.sales.sell(["1001"], [Tender("cash")]).sale_ids[0]
    (row,) = shop.db.rows("SELECT product_id, quantity, business_date FROM stock_move WHERE doc_id = ?", (sale,))
    again = {"doc_id": sale, "line": 1, "kind": "sale", "product_id": row[0], "quantity": row[1],
             "business_date": row[2], "reason": ""}  # fmt: skip
    with pytest.raises(Exception, match="UNIQUE"), shop.db.transaction("stock.moved") as tx:
        shop.stock.move_lines(tx, [again])
    assert shop.stock.on_hand(row[0]) == 49_000


@pytest.mark.parametrize(
    ("on_hand", "selling", "low", "said"),
    [
        (None, 5_000, None, ""),
        (10_000, 5_000, None, ""),
        (10_000, 5_000, 5_000, "Only 10 left of Salt. Sold 5 now - stock will be 5."),
        (1_000, 1_000, None, "Only 1 left of Salt. Sold 1 now - stock will be 0."),
        (1_000, 1_500, None, "Only 1 of Salt in stock; this bill sells 1.5. Sold anyway - please check the shelf."),
        (-2_000, 1_000, None, "Only -2 of Salt in stock; this bill sells 1. Sold anyway - please check the shelf."),
    ],
)
def test_low_stock_is_told_and_never_in_the_way(on_hand, selling, low, said, shop: Shop):
    assert shop.stock.warning("Salt", on_hand, selling, low) == said


def test_a_shop_that_wants_no_warnings_gets_none(shop: Shop):
    shop.settings.set("stock_policy", "off")
    assert shop.sales.enter(shop.sales.on_screen().id, "60*1001").view.warnings == ()


def test_a_shop_that_keeps_nothing_by_batch_asks_nothing_more_at_the_checkout(shop: Shop):
    sale = shop.sales.on_screen().id
    for _time in range(3):
        shop.sales.enter(sale, "1001")
        shop.sales.enter(sale, "1002")
    asked: list[str] = []
    shop.db.raw.set_trace_callback(asked.append)
    shop.sales.checkout(sale, [Tender("cash")])
    shop.db.raw.set_trace_callback(None)
    kept = [text for text in asked if "keeping" in text or "component" in text]
    assert len(kept) == 1
    assert "FROM sale_line l JOIN product p" in kept[0]
    for table in ("batch", "serial_move", "place_move", "reservation", "approval"):
        assert not [text for text in asked if f" {table}" in text]
