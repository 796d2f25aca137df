"""The floor of goods received and taken back writes just what the shop writes, as durably."""

import pytest

from bench import fill, receiving


@pytest.fixture
def place(tmp_path):
    fill.make(tmp_path / "shop", 60)
    return tmp_path / "shop"


def rows(db, tables):
    return [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


@pytest.mark.parametrize(
    ("kind", "tables", "written"),
    [
        ("received", receiving.RECEIVED, [1, 8, 1, 8, 1]),
        ("returned", receiving.RETURNED, [1, 10, 1, 10, 1, 10, 1, 1]),
    ],
)
def test_the_floor_writes_the_rows_that_the_shop_writes(place, kind, tables, written):
    ours = receiving.Receiving(place, 8) if kind == "received" else receiving.Returning(place, 60)
    act = ours.receive if kind == "received" else ours.take
    names = [*(table for table, _key in tables), "journal"]
    ours.prepare()
    before = rows(ours.shop.db.raw, names)
    floor = receiving._beside(place, ours.shop, tables, act())
    assert [b - a for a, b in zip(before, rows(ours.shop.db.raw, names), strict=True)] == written
    before = rows(floor.db, names)
    for _twice in range(2):
        floor.prepare()
        floor.write()
    assert [b - a for a, b in zip(before, rows(floor.db, names), strict=True)] == [2 * n for n in written]
    assert floor.db.execute("PRAGMA synchronous").fetchone() == (2,)
    ours.shop.close()
    floor.db.close()
