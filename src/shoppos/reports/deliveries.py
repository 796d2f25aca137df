"""Reports that travel: which were owed, where each goes, how far it came, and how long the oldest waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _, ngettext
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports.report import Period
from shoppos.rules.report_places import (
    BY_HAND,
    DAY,
    FAILED,
    KINDS,
    MAIL,
    MONTH,
    OPENED,
    OWED,
    SENDING,
    SENT,
    WEEK,
    WHATSAPP,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shoppos.base.file import Reader

SETTING = "delivery_places"
WAITING = (OWED, SENDING, OPENED, FAILED)
"""The states in which a report has not arrived, as far as is known."""
PATIENT = 1_800_000
"""Milliseconds for which a report may be on its way before anybody is told."""
LATELY = 7
"""How many reports each report names, so that the receiver sees which one did not come."""
REPORT = "r.id, r.till, r.kind, r.first, r.last, r.number, r.sequence, r.made_at"
WAY = f"{REPORT}, d.place, d.state, d.tries, d.next_at, d.error, d.reference, d.done_at"


@dataclass(frozen=True, slots=True)
class Place:
    """Where reports go: `where` is a mail address, a mobile number or the address of a folder.

    `user` and `endpoint` (of a bucket that is not Amazon's) are asked for by some; its password stands elsewhere.

    `disk` is where the disk or share of a folder is mounted, "" for one on the shop's own.
    """

    key: str
    kind: str
    name: str
    where: str
    user: str = ""
    endpoint: str = ""
    active: bool = True
    disk: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether a person presses send."""
        return self.kind in BY_HAND

    def told(self) -> dict[str, Any]:
        """As the setting has it."""
        field = "to" if self.kind in {MAIL, WHATSAPP} else "url"
        every = (("user", self.user), ("endpoint", self.endpoint), ("disk", self.disk))
        more = {name: value for name, value in every if value}
        return {
            "key": self.key, "kind": self.kind, "name": self.name, field: self.where, "active": self.active, **more
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Travelling:
    """One report that was owed: `number` is the Z that ends it (0 for none), `sequence` counts its kind.

    Days are counted at their till, weeks and months over the whole shop. Both numbers are 0 for one that is made to try
    a place before any day was closed.
    """

    id: bytes
    till: str
    kind: str
    period: Period
    number: int
    sequence: int
    made_at: int

    @property
    def file(self) -> str:
        """What its files are called, without their ending: the same at each try, and another for each report."""
        return f"{self.period.last.isoformat()}-{self.till}-{self.kind}-{self.sequence:04d}-{self.id.hex()[-6:]}"


@dataclass(frozen=True, slots=True)
class Way:
    """A report on its way to one place; times in milliseconds, `error` why it did not arrive."""

    report: Travelling
    place: Place
    state: str
    tries: int
    next_at: int
    error: str
    reference: str
    done_at: int | None


def places(db: Reader) -> list[Place]:
    """The places of the settings, in their order; what nobody can have meant is left out."""
    kept: list[Any] = setting(db, SETTING, list[Any]())
    return [found for one in kept if (found := _place(one)) is not None]


def days_alone(db: Reader, today: dt.date) -> int:
    """For how many days the shop's figures stand on this computer alone.

    Since a report last reached one of its places, else since the first day that sold; 0 where nothing was sold since.
    """
    first, last = db.row("SELECT (SELECT min(day) FROM sale_total), (SELECT max(day) FROM sale_total)") or (None, None)
    if first is None or last is None:
        return 0
    sent = (db.row("SELECT max(done_at) FROM delivery WHERE state = ?", (SENT,)) or (None,))[0]
    if sent is None:
        return (today - day_of(first)).days
    since = day_of(db.clock.business_day(sent))
    return (today - since).days if day_of(last) > since else 0


def place(db: Reader, key: str) -> Place:
    """The place of that key, or that alone is called so; NotFound names those that are there."""
    known = places(db)
    for one in known:
        if one.key == clean(key, 24):
            return one
    called = [one for one in known if one.name.casefold() == clean(key, 40).casefold()]
    if len(called) == 1:
        return called[0]
    raise NotFound(
        _("There is no place {key} for reports.").format(key=clean(key, 24)),
        _("There are: {names}.").format(names=", ".join(one.key for one in known)) if known else _("Set one up first."),
    )


def report(db: Reader, report_id: bytes) -> Travelling:
    """A report by its id."""
    row = db.row(f"SELECT {REPORT} FROM owed_report r WHERE r.id = ?", (report_id,))
    if row is None:
        raise NotFound(_("There is no such report."))
    return _report(row)


def named(db: Reader, text: str) -> Travelling:
    """The report whose id is `text`, or ends so."""
    end = clean(text, 40).lower()
    if len(end) < 4 or not all(sign in "0123456789abcdef" for sign in end):  # noqa: PLR2004  (fewer say nothing)
        raise InvalidInput(
            _("{text} is no id of a report.").format(text=clean(text, 40)),
            _("Take it from: shoppos deliver list"),
            "id",
        )
    rows = db.rows(f"SELECT {REPORT} FROM owed_report r WHERE lower(hex(r.id)) LIKE ? LIMIT 2", (f"%{end}",))
    if len(rows) != 1:
        said = _("Several reports end with {text}.") if rows else _("No report ends with {text}.")
        raise NotFound(said.format(text=end), _("Take more of the id from: shoppos deliver list"))
    return _report(rows[0])


def latest(db: Reader, limit: int = 1, *, kind: str = "", till: str = "", until: int | None = None) -> list[Travelling]:
    """The newest reports, the newest first; of one kind, one till, and up to that day (yyyymmdd)."""
    rows = db.rows(
        f"SELECT {REPORT} FROM owed_report r WHERE (? = '' OR r.kind = ?) AND (? = '' OR r.till = ?) "
        "AND (? IS NULL OR r.last <= ?) ORDER BY r.last DESC, r.sequence DESC, r.till LIMIT ?",
        (kind, kind, till, till, until, until, limit),
    )
    return [_report(row) for row in rows]


def ways(db: Reader, states: Sequence[str] = WAITING, limit: int = 200) -> list[Way]:
    """Reports on their ways in those states (all for none): what has a reason to wait first, then the newest."""
    marks = ", ".join("?" * len(states))
    where = f"d.state IN ({marks})" if states else "1"
    rows = db.rows(
        f"SELECT {WAY} FROM delivery d JOIN owed_report r ON r.id = d.report_id WHERE {where} "
        "ORDER BY iif(?, d.error = '', 0), r.last DESC, r.id DESC, d.place LIMIT ?",
        (*states, bool(states), limit),
    )
    known = {one.key: one for one in places(db)}
    return [_way(row, known) for row in rows]


def way(db: Reader, report_id: bytes, key: str) -> Way | None:
    """How far a report came to one place; None where it was never owed there."""
    rows = db.rows(
        f"SELECT {WAY} FROM delivery d JOIN owed_report r ON r.id = d.report_id WHERE d.report_id = ? AND d.place = ?",
        (report_id, key),
    )
    return _way(rows[0], {one.key: one for one in places(db)}) if rows else None


def counts(db: Reader) -> dict[str, int]:
    """How many wait, were opened, failed, and are to be sent by hand; `oldest` since when (ms), 0 for none.

    Only of places in use: to one that is switched off nothing goes, and nobody waits for it.
    """
    found: dict[str, int] = dict.fromkeys((*WAITING, "by_hand", "oldest"), 0)
    used = {one.key: one for one in places(db) if one.active}
    for key, state, count, oldest in db.rows(
        "SELECT place, state, count(*), min(made_at) FROM delivery WHERE state IN ('owed', 'sending', 'opened', "
        "'failed') GROUP BY place, state"
    ):
        if key not in used:
            continue
        found["by_hand" if used[key].by_hand and state == OWED else state] += count
        found["oldest"] = min(found["oldest"] or oldest, oldest)
    return found


def unsent(db: Reader) -> int:
    """How many are still to go to a place in use, those of a person too."""
    found = counts(db)
    return found[OWED] + found[SENDING] + found["by_hand"]


def waits_said(counts: Mapping[str, int], now: int) -> tuple[tuple[str, int, str], ...]:
    """What a person should know of reports that have not arrived: which state, how many, and a few words.

    Nothing of what goes by itself; `now` in milliseconds. The sign of every page and the owner's card say just this.
    """
    waits = counts.get(OWED, 0) + counts.get(SENDING, 0)
    age = now - counts["oldest"] if counts.get("oldest") else 0
    failed, by_hand, opened = (counts.get(state, 0) for state in (FAILED, "by_hand", OPENED))
    waits = waits if age > PATIENT else 0
    told = (
        (FAILED, failed, ngettext("{n} report did not arrive", "{n} reports did not arrive", failed)),
        (OWED, waits, ngettext("{n} report waits for {age}", "{n} reports wait, the oldest for {age}", waits)),
        ("by_hand", by_hand, ngettext("{n} report to send by hand", "{n} reports to send by hand", by_hand)),
        (OPENED, opened, ngettext("{n} report: was it sent?", "{n} reports: were they sent?", opened)),
    )
    return tuple((state, n, said.format(n=n, age=age_said(age))) for state, n, said in told if n)


def name_of(one: Travelling) -> str:
    """What a report is called: "Day report 41 of till A1"; those of weeks and months are the whole shop's."""
    if not one.sequence:
        return _("Trial report of till {till}").format(till=one.till)
    said = {
        DAY: _("Day report {number} of till {till}"), WEEK: _("Week report {number}"),
        MONTH: _("Month report {number}"),
    }[one.kind]  # fmt: skip
    return said.format(number=one.sequence, till=one.till)


def state_said(way: Way) -> str:
    """How far it came, in a word or two."""
    if way.state == OWED and way.place.by_hand:
        return _("send it by hand")
    return {
        "owed": _("waits"), "sending": _("is being sent"), "opened": _("opened, not said to be sent"),
        "sent": _("sent"), "failed": _("failed"), "cancelled": _("cancelled"),
    }[way.state]  # fmt: skip


def kind_said(kind: str) -> str:
    """What a kind of place is called."""
    return {
        "mail": _("E-mail"), "whatsapp": "WhatsApp", "folder": _("Folder"), "webdav": "WebDAV", "sftp": "SFTP",
        "s3": "S3",
    }[kind]  # fmt: skip


def age_said(ms: int) -> str:
    """How long something waits, in its largest unit: "5 min", "3 h", "2 days"."""
    minutes = max(ms, 0) // 60_000
    if minutes < 60:  # noqa: PLR2004  (an hour)
        return _("{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} h").format(n=minutes // 60)
    return _("{n} days").format(n=minutes // 1440)


def _place(told: Any) -> Place | None:
    if not isinstance(told, dict):
        return None
    one: dict[str, Any] = told  # pyright: ignore[reportUnknownVariableType]  (whatever JSON says; each value is looked at)
    said = {
        name: clean(str(one.get(name, "")), 300)
        for name in ("key", "kind", "name", "to", "url", "user", "endpoint", "disk")
    }
    if not said["key"] or said["kind"] not in KINDS:
        return None
    return Place(
        said["key"], said["kind"], said["name"] or said["key"], said["to"] or said["url"], said["user"],
        said["endpoint"], bool(one.get("active", True)), said["disk"],
    )  # fmt: skip


def _report(row: Sequence[Any]) -> Travelling:
    report_id, till, kind, first, last, number, sequence, made_at = row[:8]
    return Travelling(report_id, till, kind, Period(day_of(first), day_of(last)), number, sequence, made_at)


def _way(row: Sequence[Any], known: dict[str, Place]) -> Way:
    key = row[8]
    return Way(_report(row), known.get(key) or Place(key, "folder", key, "", active=False), *row[9:])


def trial(db: Reader, now: dt.date) -> Travelling:
    """A report of today so far, to try a place by before any day was closed."""
    return Travelling(bytes(16), _first_till(db), DAY, Period(now, now), 0, 0, db.clock.ms())


def _first_till(db: Reader) -> str:
    row = db.row("SELECT code FROM till ORDER BY code LIMIT 1")
    return row[0] if row else ""
