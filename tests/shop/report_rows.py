"""Reports of a test: many at once, as closings would owe them, and how they stand."""

import datetime as dt
from collections import Counter
from pathlib import Path

from shoppos.reports.report import Period
from shoppos.rules.report_places import DAY
from shoppos.shop import Shop

FIRST = dt.date(2026, 1, 1)


def owed(shop: Shop, many: int) -> list[bytes]:
    """So many day reports of one day after the other, without a Z."""
    made = list[bytes]()
    for at in range(many):
        day = FIRST + dt.timedelta(days=at)
        with shop.db.transaction("test.owed") as tx:
            made.append(shop.reports.owe(tx, DAY, Period(day, day), 0))
    return made


def lost(shop: Shop, folder: Path, key: str = "") -> None:
    """A place in a folder that was there when it was set up, and is not any more."""
    shop.reports.set_place("folder", str(folder), key=key)
    folder.rmdir()


def states(shop: Shop, place: str = "") -> Counter[str]:
    """How many deliveries stand how."""
    rows = shop.db.rows("SELECT state FROM delivery WHERE ? = '' OR place = ?", (place, place))
    return Counter(row[0] for row in rows)


def made(_db, one) -> dict[str, bytes]:
    """What stands in for a report: its own number in each of its files."""
    said = f"report {one.sequence} of {one.till}".encode()
    return {
        "html": b"<!doctype html><p>" + said,
        "mail": b"<p>" + said,
        "pdf": b"%PDF " + said,
        "text": said,
        "subject": said,
    }
