"""The recount of the totals is what plain Python makes of the bills, and each row has its month."""

import re
from pathlib import Path

from sqlcipher3 import dbapi2

from shoppos.models import migrations
from shoppos.reports.recount import COUNTED, kept, months, recount
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.shop import plain_totals
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


def sold_over_months(folder) -> Shop:
    """Bills of three months, one of them cancelled and one brought back in the month after."""
    clock = SetClock("2026-09-30 23:10")
    shop = Shop.open(folder, clock=clock)
    for code, price, cost in (("1001", 15000, 11000), ("1002", 1000, None), ("1003", 6200, 5100)):
        shop.sales.add_new(shop.sales.on_screen().id, code=code, name=f"Item {code}", price=price)
        if cost:
            shop.catalogue.change(shop.catalogue.show(code).product_id, cost=cost)
    shop.sales.checkout(shop.sales.on_screen().id, CASH)
    one = shop.sales.sell(["2*1001", "1002"], CASH).numbers[0]
    two = shop.sales.sell(["3*1003", "1002"], [Tender("card")], gstin="29AABCR1718E1ZL").numbers[0]
    clock.set("2026-10-01 00:20")
    shop.sales.void(one, "wrong")
    shop.returns.take(two, {1: Give(2000)}, Refund("cash"), "sour")
    clock.set("2026-12-05 09:00")
    shop.sales.sell(["1001", "3*1002"], CASH, discount="5%", shipping=2500)
    return shop


def test_each_month_is_recounted_as_it_was_written(folder):
    shop = sold_over_months(folder)
    assert list(months(shop.db)) == [202609, 202610, 202612]
    should = plain_totals.reckoned(shop)
    for table, rows in zip(COUNTED, should, strict=True):
        found = [recount(shop.db, table, month) for month in (202609, 202610, 202612)]
        assert all(found)
        assert {row for month in found for row in month} == rows
        assert found == [kept(shop.db, table, month) for month in (202609, 202610, 202612)]
    shop.close()


def test_an_older_file_is_filled_with_what_its_bills_come_to(folder):
    sold_over_months(folder).close()
    path = folder / "shop.db"
    raw = dbapi2.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA foreign_keys=OFF")
    steps = sorted((Path(migrations.__path__[0]) / "versions").glob("0*.py"))
    made = "".join(step.read_text("utf-8") for step in steps if step.name >= "0006")
    for table in re.findall(r"CREATE TABLE (\w+)", made):
        raw.execute(f"DROP TABLE {table}")
    for index in re.findall(r"CREATE INDEX (\w+)", made):
        raw.execute(f"DROP INDEX IF EXISTS {index}")
    for table, column in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", made):
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    raw.execute("UPDATE alembic_version SET version_num = '0005'")
    raw.execute("PRAGMA user_version=5")
    raw.close()
    shop = Shop.open(folder)
    assert len(list(folder.glob("shop-before-6-*.db"))) == 1
    assert plain_totals.kept(shop) == plain_totals.reckoned(shop)
    assert all(plain_totals.kept(shop))
    shop.close()
