"""What support asks first: versions, the database's health, printers, queues, room on the disk."""

from __future__ import annotations

import platform
import shutil
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

import shoppos
from shoppos.base.file import APPLICATION_ID, wal_is_safe
from shoppos.base.i18n import _
from shoppos.base.lock import holder, lock_path
from shoppos.base.logs import masked
from shoppos.base.settings import setting
from shoppos.models import schema
from shoppos.reports import deliveries, messages, owed
from shoppos.reports.outside import SOURCES
from shoppos.rules.orders import STATES

if TYPE_CHECKING:
    from shoppos.base.file import Reader

LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlmodel", "sqlcipher3", "reportlab", "pyserial", "zxing-cpp")
ASKED = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "mmap_size")
NEEDED_FREE = 500 << 20
"""Bytes: with less room than that the shop is warned before the disk stops it."""
LATE = 24
"""Hours after which a report that has not arrived is trouble."""
FULL = 2
"""`PRAGMA synchronous` when COMMIT waits for the disk."""


def look(db: Reader) -> dict[str, dict[str, Any]]:
    """Everything in groups; `trouble` is empty when all is well."""
    sqlite = str(db.rows("SELECT sqlite_version()")[0][0])
    pragmas = {name: db.rows(f"PRAGMA {name}")[0][0] for name in ASKED}
    found = {
        "program": {"shoppos": shoppos.__version__, "python": platform.python_version(), "system": platform.platform(),
                    "frozen": bool(getattr(sys, "frozen", False)), "sqlite": sqlite, **libraries()},
        "database": {**_database(db), "wal_is_safe": wal_is_safe(sqlite)},
        "pragmas": pragmas,
        "shop": _shop(db),
        "printers": _printers(db),
        "queue": owed.counts(db),
        "reports": _reports(db),
        **_orders(db),
        "window": {"process": holder(lock_path(db.path.parent)) or _("none")},
        "disk": _disk(db),
    }  # fmt: skip
    found["trouble"] = _trouble(found)
    return found


def libraries() -> dict[str, str]:
    """The outside libraries and their versions."""
    known = dict[str, str]()
    for name in LIBRARIES:
        try:
            known[name.lower()] = metadata.version(name)
        except metadata.PackageNotFoundError:
            known[name.lower()] = _("inside the program")
    return known


def _database(db: Reader) -> dict[str, Any]:
    application, version = (db.rows(f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version"))
    return {
        "file": str(db.path), "size": db.path.stat().st_size, "log_size": db.wal_size(), "schema": version,
        "is_ours": application == APPLICATION_ID, "up_to_date": version == schema.SCHEMA,
        "sound": db.quick_check() or True,
    }  # fmt: skip


def _shop(db: Reader) -> dict[str, Any]:
    counts = {
        "items": "SELECT count(*) FROM product WHERE active = 1",
        "customers": "SELECT count(*) FROM customer WHERE active = 1",
        "employees": "SELECT count(*) FROM employee WHERE active = 1",
        "bills": "SELECT count(*) FROM sale WHERE state = 'done' AND kind <> 'CREDIT NOTE'",
        "credit_notes": "SELECT count(*) FROM credit_note",
        "open_sales": "SELECT count(*) FROM sale WHERE state = 'open'",
    }
    return {name: db.rows(sql)[0][0] for name, sql in counts.items()}


def _printers(db: Reader) -> dict[str, Any]:
    """What is set up, and what each printer says of itself just now; an address may hold a name, so it is masked."""
    from shoppos.cli.printers import states
    from shoppos.printing.printers import printers

    known = printers(db)
    said = [
        {name: masked(value) if isinstance(value, str) else value for name, value in state.items()}
        for state in states(known, db.path.parent)
    ]
    return {
        "set_up": [masked(f"{one.name} ({one.address}, {one.form}, {one.paper})") for one in known] or _("none"),
        "say": said,
    }


def _orders(db: Reader) -> dict[str, dict[str, Any]]:
    """What waits around orders: goods, words to customers, money that came in, web shops, and customers' pages."""
    states = dict(db.rows("SELECT state, count(*) FROM orders GROUP BY state"))
    credit, oldest = db.rows("SELECT count(*), min(came_at) FROM bank_credit WHERE state = 'open'")[0]
    waiting, seen = db.rows("SELECT coalesce(sum(state = 'waiting'), 0), max(seen_at) FROM outside_order")[0]
    pages, errors, last = db.rows(
        "SELECT coalesce(sum(digest <> ''), 0), coalesce(sum(error <> ''), 0), max(nullif(published_at, 0)) "
        "FROM published"
    )[0]
    sources: list[dict[str, Any]] = setting(db, SOURCES, list[dict[str, Any]]())
    names = [str(one.get("name")) for one in sources]
    read = [f"{masked(name)}: {setting(db, f'web_cursor.{name}', '')}" for name in names]
    return {
        "orders": {state: states.get(state, 0) for state in STATES},
        "messages": messages.counts(db),
        "bank": {"open": credit, "oldest": _moment(db, oldest)},
        "web": {"read_up_to": read or _("none"), "waiting": waiting, "last_order": _moment(db, seen)},
        "pages": {"published": pages, "failed": errors, "last": _moment(db, last)},
    }  # fmt: skip


def _reports(db: Reader) -> dict[str, Any]:
    """Reports to the owner that have not arrived, and since when the oldest waits."""
    found = deliveries.counts(db)
    places = sum(one.active for one in deliveries.places(db))
    age = (db.clock.ms() - found["oldest"]) // 3_600_000 if found["oldest"] else 0
    return {**found, "oldest": _moment(db, found["oldest"]), "hours": age, "places": places}


def _moment(db: Reader, at: int | None) -> str:
    return db.clock.at(at).isoformat(timespec="seconds") if at else _("none")


def _disk(db: Reader) -> dict[str, Any]:
    free = shutil.disk_usage(db.path.parent).free
    return {"free": free, "enough": free >= NEEDED_FREE}


def _trouble(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    said = dict[str, str]()
    if found["database"]["sound"] is not True:
        said["database"] = _("The database is damaged: {reason}.").format(reason=found["database"]["sound"])
    if found["pragmas"]["synchronous"] < FULL:
        said["pragmas"] = _("A power cut could lose bills: the disk is not waited for.")
    if not found["disk"]["enough"]:
        said["disk"] = _("Less than 500 MB are free on the disk.")
    if found["queue"]["uncertain"]:
        said["queue"] = _("Some papers may or may not have been printed. Look at: shoppos queue list")
    if found["messages"]["failed"]:
        said["messages"] = _("Some messages did not reach their customers. Look at: shoppos messages list")
    if found["reports"]["failed"] or found["reports"]["hours"] >= LATE:
        said["reports"] = _("Some reports have not reached the owner. Look at: shoppos deliver list")
    if found["web"]["waiting"]:
        said["web"] = _("Some orders from the web wait for you. Look at: shoppos web waiting")
    if found["pages"]["failed"]:
        said["pages"] = _("Some customers' pages are not up to date. Look at: shoppos tracking set")
    return said
