"""The bench's board: as many orders as are asked for, and a floor that reads every live one of them."""

import pytest

from bench import board as bench
from bench import fill
from shoppos.reports.orders import board
from shoppos.shop import FILE, Shop


@pytest.fixture
def shop(tmp_path):
    fill.make(tmp_path / "shop", 60)
    made = Shop.open(tmp_path / "shop")
    yield made
    made.close()


def test_the_floor_reads_the_live_orders_that_the_board_shows(shop, tmp_path):
    bench.grow(shop, 100)
    plain = bench.dbapi2.connect(str(tmp_path / "shop" / FILE), isolation_level=None)
    shown = {column.key: column.total for column in board(shop.db).columns if column.total}
    assert shown == {"new": 6, "delivered": 1}, "what was delivered long ago is not in sight"
    assert bench.read(plain) == shown["new"]
    assert shop.db.row("SELECT count(*) FROM orders") == (100,)
    plain.close()


def test_reading_and_painting_are_measured_beside_their_floors(qapp):
    found = bench.bars(0, orders=60, rounds=2)
    assert [(bar.no, bar.ours > 0, bar.floor > 0, bar.unit) for bar in found] == [("19", True, True, "ms")] * 3
