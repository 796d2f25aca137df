"""A file of the version before the drawer's openings: copied, brought up to date, its Zs read, its books agreed."""

import json

import pytest
from sqlcipher3 import dbapi2

from shoppos.base.clock import Clock
from shoppos.base.file import APPLICATION_ID, header
from shoppos.models import schema
from shoppos.models.migrations import upgrade
from shoppos.reports import z
from shoppos.reports.audit import audit, sealed
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.models.test_schema import SEARCH, described, triggers_on
from tests.printing.desk import TILL
from tests.reports.test_audit import attack
from tests.stories.clocks import SetClock

BEFORE = 6
NEW = "drawer_opening"
KEPT = z.figures


def figures_of_before(reading):
    """What a Z kept then: nothing of openings."""
    told = json.loads(KEPT(reading))
    del told["openings"]
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.fixture
def evening(folder, tmp_path, monkeypatch):
    """A shop as the version before left it: two closed days, cash that moved, a shift that goes on."""
    clock = SetClock("2026-11-22 09:00")
    with monkeypatch.context() as then:
        then.setattr(z, "figures", figures_of_before)
        for model in sealed.PROVEN:
            then.setattr(model, "__proven__", ())
        shop = Shop.open(folder, clock=clock)
        shop.settings.set("printers", [TILL])
        for day in (22, 23):
            clock.set(f"2026-11-{day} 10:00")
            shop.shifts.open(500_00)
            shop.sales.add_new(shop.sales.on_screen().id, code=f"{day}", name="Tea", price=2000)
            shop.sales.checkout(shop.sales.on_screen().id, [Tender("cash")])
            shop.shifts.cash("out", 10_00, "milk")
            clock.set(f"2026-11-{day} 21:00")
            shop.days.close(510_00)
        clock.set("2026-11-24 09:00")
        shop.shifts.open(500_00)
        shop.close()
    old = tmp_path / "old"
    old.mkdir()
    _copied_as_it_was(folder / "shop.db", old / "shop.db")
    return old


def _copied_as_it_was(new, old):
    """The rows of `new` in a file that its own frozen steps have made, up to the version before."""
    upgrade(old, BEFORE, lambda _connection: None)
    raw = dbapi2.connect(str(old), isolation_level=None)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f"ATTACH '{new}' AS new")
    tables = [row[0] for row in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    assert NEW not in tables
    for table in (one for one in tables if not one.startswith((*SEARCH, "sqlite_", "alembic"))):
        names = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
        raw.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
    for trigger in triggers_on(tables):
        raw.execute(trigger)
    raw.execute("DETACH new")
    raw.close()


def test_a_file_of_before_is_copied_and_its_closed_days_are_read_as_they_were(evening):
    path = evening / "shop.db"
    assert header(path) == (APPLICATION_ID, BEFORE)
    hashes = _hashes(path)
    schema.prepare(path, Clock())
    assert header(path) == (APPLICATION_ID, schema.SCHEMA)
    (copy,) = evening.glob(f"shop-before-{BEFORE + 1}-*.db")
    assert header(copy) == (APPLICATION_ID, BEFORE)
    assert _hashes(path) == hashes
    shop = Shop.open(evening, clock=SetClock("2026-11-24 10:00"))
    for number in (1, 2):
        found = shop.days.z(number)
        assert (found.reading.openings, found.reading.opened, found.reading.over) == ((), 0, 0)
        assert found.hash == hashes[number - 1]
    assert audit(shop.db).faults == ()
    shop.close()


def test_from_then_on_it_writes_openings_down_and_ties_the_next_z_to_those_of_before(evening):
    clock = SetClock("2026-11-24 10:00")
    shop = Shop.open(evening, clock=clock)
    shop.drawer.open("change for a note")
    clock.set("2026-11-24 21:00")
    shop.days.close(500_00)
    found = shop.days.z(3)
    assert (found.reading.openings, found.previous) == ((("reason", 1),), shop.days.z(2).hash)
    assert audit(shop.db).faults == ()
    with pytest.raises(dbapi2.DatabaseError, match="finished"):
        shop.db.raw.execute("DELETE FROM drawer_opening")
    shop.close()


def test_a_reason_of_before_stands_unproven_and_one_of_today_is_proved(evening):
    shop = Shop.open(evening, clock=SetClock("2026-11-24 10:00"))
    shop.shifts.cash("out", 5_00, "tea")
    verdict = audit(shop.db, most=9)
    assert verdict.faults == ()
    unproven = "2 reasons were written before reasons were sealed: what they say cannot be proved."
    assert [one for one in verdict.unproven if "clock" not in one] == [unproven]
    attack(shop, "UPDATE cash_movement SET reason = 'x' WHERE reason = 'milk'")
    assert audit(shop.db).agrees, "nothing was kept to hold it against"
    attack(shop, "UPDATE cash_movement SET reason = 'x' WHERE reason = 'tea'")
    assert "cash in or out of 24-11-2026" in audit(shop.db).faults[0].sentence
    shop.close()


def test_it_has_the_shape_of_a_new_file(evening, folder):
    schema.prepare(evening / "shop.db", Clock())
    raws = [dbapi2.connect(str(place / "shop.db")) for place in (evening, folder)]
    assert described(raws[0]) == described(raws[1])
    for raw in raws:
        raw.close()


def _hashes(path):
    raw = dbapi2.connect(str(path))
    found = [row[0] for row in raw.execute("SELECT hash FROM day_close ORDER BY number")]
    raw.close()
    return found
