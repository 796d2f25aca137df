"""Z readings: each closed day as it was closed, read from its record and never summed again."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.reports import drawer
from shoppos.reports.bill_rows import stands_on
from shoppos.reports.drawer import Movement, Turn
from shoppos.reports.reading import MethodSum, Reading
from shoppos.rules.pricing import RateTotal

SHOWN = 8
"""Hex digits of a hash that stand on paper."""
FIRST = "0" * 64
"""What stands before the first Z of a till."""
NET = (
    "SELECT coalesce(sum(iif(s.kind = 'CREDIT NOTE', -s.payable, s.payable)), 0) FROM sale s INDEXED BY sale_day "
    "WHERE s.state = 'done' AND s.business_date > :after AND s.business_date <= :until AND s.till = :till"
)
CANCELLED = (
    "SELECT coalesce(sum(s.payable), 0) FROM void v JOIN sale s ON s.id = v.sale_id "
    "WHERE v.business_date > :after AND v.business_date <= :until AND coalesce(v.till, s.till) = :till"
)
Z = "number, business_date, made_at, figures, perpetual, head, previous, hash, employee_id"
WHY = (
    "SELECT lower(hex(c.shift_id)), c.reason FROM shift_close c JOIN shift h ON h.id = c.shift_id "
    "WHERE h.till = ? AND c.business_date = ? AND c.reason <> ''"
)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that was closed: its Z's number, its figures, and what ties it to the one before (hashes in hex).

    `head` is the journal's last hash before it, `perpetual` all that the till ever sold net, in paise; `closed_by` the
    employee's id.
    """

    till: str
    number: int
    business_date: int
    made_at: dt.datetime
    reading: Reading
    perpetual: int
    head: str
    previous: str
    hash: str
    closed_by: bytes = b""


def figures(reading: Reading) -> str:
    """A reading as its Z keeps it: canonical JSON of every field, days and moments in ISO 8601.

    Reasons are left out: they may name people, and stand with the counts and movements that they are of.
    """
    told = asdict(
        replace(
            reading, difference_reason="", turns=tuple(replace(one, reason="") for one in reading.turns),
            movements=tuple(replace(one, reason="") for one in reading.movements),
        )
    )  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)


def sealed(previous: str, figures_told: str) -> str:
    """The hash of a Z in hex: SHA-256 over the one before it and its own figures."""
    return hashlib.sha256(f"{previous}\n{figures_told}".encode()).hexdigest()


def read_figures(told: str) -> Reading:
    """The reading that `figures` has told; what an older Z did not know stays empty."""
    found: dict[str, Any] = json.loads(told)
    values = {field.name: found[field.name] for field in fields(Reading) if field.name in found}
    values["day"] = dt.date.fromisoformat(values["day"])
    values["made_at"] = dt.datetime.fromisoformat(values["made_at"])
    for name, kind in (("by_rate", RateTotal), ("by_method", MethodSum), ("turns", Turn), ("movements", Movement)):
        values[name] = tuple(_made(kind, row) for row in found.get(name, ()))
    values["unsent"] = tuple(values.get("unsent", (0, 0, 0)))
    values["openings"] = tuple((kind, count) for kind, count in found.get("openings", ()))
    return Reading(**values)


def read(db: Reader, till: str, number: int) -> ClosedDay:
    """The Z of a till with that number; NotFound where there is none."""
    row = db.row(f"SELECT {Z} FROM day_close WHERE till = ? AND number = ?", (till, number))
    if row is None:
        raise NotFound(
            _("Till {till} has no Z {number}.").format(till=till, number=number),
            _("See which there are: {command}").format(command="shoppos day list"),
        )
    return _closed(db, till, row)


def last(db: Reader, till: str) -> ClosedDay | None:
    """The newest Z of a till, None before the first."""
    row = db.row(f"SELECT {Z} FROM day_close WHERE till = ? ORDER BY number DESC LIMIT 1", (till,))
    return _closed(db, till, row) if row else None


def newest(db: Reader, till: str, limit: int = 30, *, closed_by: bytes = b"") -> list[ClosedDay]:
    """The Zs of a till, the newest first; only those that one employee closed where `closed_by` says whose id."""
    rows = db.rows(
        f"SELECT {Z} FROM day_close WHERE till = :till AND (:who = x'' OR employee_id = :who) "
        "ORDER BY number DESC LIMIT :limit",
        {"till": till, "who": closed_by, "limit": limit},
    )
    return [_closed(db, till, row) for row in rows]


def net_between(db: Reader, till: str, after: int, until: int) -> int:
    """What a till sold net in paise, on the business days (yyyymmdd) behind `after` and up to `until`."""
    span = {"till": till, "after": after, "until": until}
    sold, cancelled = ((db.row(sql, span) or (0,))[0] for sql in (NET, CANCELLED))
    return int(sold - cancelled)


def net_kept(db: Reader, till: str, after: int, until: int) -> int:
    """The same from the totals that are kept with each bill, at once however many there are."""
    row = db.row(
        "SELECT coalesce(sum(payable - cancelled - noted), 0) FROM sale_total WHERE day > ? AND day <= ? AND till = ?",
        (after, until, till),
    )
    return row[0] if row else 0


def consolidated(db: Reader, till: str, day: int) -> str:
    """The invoice that stands for a till's tokens of a business day (yyyymmdd), "" where there is none."""
    found = stands_on(db, day, till)
    return found[0] if found else ""


def load(db: Reader, told: Mapping[str, Any]) -> Reading:
    """The reading of the Z that a paper names by its `till` and `number`."""
    return read(db, str(told["till"]), int(told["number"])).reading


def _closed(db: Reader, till: str, row: tuple[Any, ...]) -> ClosedDay:
    number, day, made_at, told, perpetual, head, previous, own, closed_by = row
    found = _with_reasons(db, till, day, read_figures(told))
    return ClosedDay(till, number, day, db.clock.at(made_at), found, perpetual, head, previous, own, closed_by)


def _with_reasons(db: Reader, till: str, day: int, found: Reading) -> Reading:
    """A Z's figures with the reasons of its counts and movements, each from its own row."""
    why: dict[str, str] = dict(db.rows(WHY, (till, day)))
    turns = tuple(replace(one, reason=one.reason or why.get(one.id, "")) for one in found.turns)
    moved = found.movements
    rows = drawer.movements(db, till, day, day) if moved else []
    if [(one.kind, one.amount) for one in rows] == [(one.kind, one.amount) for one in moved]:
        moved = tuple(replace(one, reason=one.reason or row.reason) for one, row in zip(moved, rows, strict=True))
    said = found.difference_reason or "; ".join(one.reason for one in turns if one.reason)
    return replace(found, turns=turns, movements=moved, difference_reason=said)


def _made(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """One of the things that a reading lists."""
    values = {field.name: row[field.name] for field in fields(kind) if field.name in row}
    for name in ("made_at", "opened_at", "closed_at"):
        if values.get(name):
            values[name] = dt.datetime.fromisoformat(values[name])
    if "pieces" in values:
        values["pieces"] = tuple((paise, count) for paise, count in values["pieces"])
    return kind(**values)


def _iso(value: Any) -> str:
    """A day or a moment as JSON tells it."""
    return value.isoformat()
