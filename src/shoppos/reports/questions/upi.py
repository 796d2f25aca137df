"""UPI against the bank: what was taken, what of it the bank has proved, what came that nobody knows, and what twice."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import bank, periods
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.rules import matching
from shoppos.rules.matching import ADVANCE, BILL, DOOR, KHATA

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.bank import Arrived
    from shoppos.reports.report import Period

MOST = 500
MOST_DAYS = 62
"""More days than these are drawn by month."""
SPARE = 3 * 86_400_000
"""Milliseconds by which a business day may lie beside the clock's."""
PROVED = (
    "coalesce((SELECT 1 + EXISTS (SELECT 1 FROM bank_credit b WHERE b.utr = u.utr AND b.utr <> '') FROM utr u "
    "WHERE u.doc_id = {} AND u.line = {}), 0)"
)
STRUCK = (
    "NOT EXISTS (SELECT 1 FROM {table} b WHERE b.{of} = x.{of} AND b.amount < 0 AND b.reference = lower(hex(x.id)))"
)
TAKEN = (
    f"SELECT '{BILL}', s.business_date, s.made_at, p.amount, "
    f"{PROVED.format('p.sale_id', 'p.line')}, s.number, p.sale_id FROM sale s INDEXED BY sale_day "
    "CROSS JOIN payment p ON p.sale_id = s.id WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    "AND s.business_date BETWEEN :a AND :b AND p.method = 'upi' AND p.amount > 0 "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) UNION ALL "
    f"SELECT '{ADVANCE}', x.business_date, x.made_at, x.amount, "
    f"{PROVED.format('x.id', '1')}, o.number, x.id FROM advance x JOIN orders o ON o.id = x.order_id "
    "WHERE x.business_date BETWEEN :a AND :b AND x.method = 'upi' AND x.amount > 0 "
    f"AND {STRUCK.format(table='advance', of='order_id')} UNION ALL "
    f"SELECT '{KHATA}', k.business_date, k.made_at, -k.amount, "
    f"{PROVED.format('k.doc_id', '1')}, '', k.doc_id FROM khata_entry k WHERE k.kind = 'payment' "
    "AND k.made_at BETWEEN :since AND :until AND k.business_date BETWEEN :a AND :b AND k.method = 'upi' UNION ALL "
    f"SELECT '{DOOR}', x.business_date, x.made_at, x.amount, "
    f"{PROVED.format('x.id', '1')}, s.number, x.id FROM cod_receipt x JOIN sale s ON s.id = x.sale_id "
    "WHERE x.business_date BETWEEN :a AND :b AND x.method = 'upi' AND x.amount > 0 "
    f"AND {STRUCK.format(table='cod_receipt', of='sale_id')}"
)
"""All that was taken by UPI in some days and still stands: on bills, for orders, of old dues, and at the door."""


SEEN = 2
"""How far a payment is proved whose UTR the bank has told too."""


class Taken(NamedTuple):
    """One payment by UPI the shop wrote down, in paise; `proved`: 1 by its UTR, SEEN where the bank told it too."""

    kind: str
    day: int
    at: int
    amount: int
    proved: int
    number: str
    doc_id: bytes


def question() -> Question:
    """Did it come."""
    return Question(
        "upi", _("UPI and the bank"), _("Did all that was paid by UPI reach the bank?"), _("Money"), ask
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """What was taken by UPI against what the bank has proved, day by day, and what it told beside that."""
    period = asked.period
    since, until = _moments(db, period)
    taken = _taken(db, period, since, until)
    came = bank.arrived(db, "b.state = 'open' AND b.came_at BETWEEN ? AND ?", (since, until))
    opened = [one for one in came if period.span[0] <= db.clock.business_day(one.came_at) <= period.span[1]]
    twice = _twice(db, opened, taken)
    days = _by_day(db, taken, opened, twice)
    if not taken and not opened:
        said = _("Nothing was paid by UPI: {period}.").format(period=periods.said(period))
        return Report("upi", _("UPI and the bank"), period, said, (days,))
    said = _finding(taken, opened, period)
    proved = sum(one.amount for one in taken if one.proved)
    whole = sum(one.amount for one in taken)
    figures = (
        Figure(_("Taken by UPI"), whole, link=Link("report", "bills", {"method": "upi"}, period)),
        Figure(_("Proved by a UTR"), proved),
        Figure(_("Seen at the bank"), sum(one.amount for one in taken if one.proved == SEEN)),
        Figure(_("Claimed only"), whole - proved),
        Figure(_("At the bank, for nobody"), sum(one.amount for one in opened)),
        Figure(_("Paid twice"), sum(one.amount for one in opened if one.id in twice)),
    )  # fmt: skip
    claims = [one for one in taken if not one.proved]
    missed = _missed(db, taken, opened)
    looked = _("Claimed only: look whether it came")
    lacking = _("UTR told, but not by the bank: look whether it came")
    tables = (days, _claims(claims, looked), _claims(missed, lacking), _came(opened, twice))
    tables = tuple(one for one in tables if one.lines)
    notes = [
        _("Cancelled bills and payments that were struck out are not in it. A UTR that was typed counts as proof.")
    ]
    if max(len(claims), len(missed), len(opened)) > MOST:
        notes.append(_("The newest {most} are listed; all are counted.").format(most=MOST))
    return Report(
        "upi", _("UPI and the bank"), period, said, tables, figures, _chart(taken, period, said), tuple(notes),
        (*_alerts(opened, twice), *_alert_missed(missed)),
    )  # fmt: skip


def _moments(db: Reader, period: Period) -> tuple[int, int]:
    """Milliseconds between which anything of those business days can have happened."""
    first, last = (
        dt.datetime.combine(day, dt.time(), tzinfo=db.clock.zone) for day in (period.first, period.last)
    )  # fmt: skip
    return int(first.timestamp() * 1000) - SPARE, int(last.timestamp() * 1000) + SPARE


def _taken(db: Reader, period: Period, since: int, until: int) -> list[Taken]:
    a, b = period.span
    rows = db.rows(TAKEN, {"a": a, "b": b, "since": since, "until": until})
    return sorted(map(Taken._make, rows), key=lambda one: (-one.day, -one.at, one.number))


def _missed(db: Reader, taken: list[Taken], opened: list[Arrived]) -> list[Taken]:
    """Payments whose UTR somebody typed, of days of which the bank has told others and not these."""
    days = {one.day for one in taken if one.proved == SEEN}
    days |= {db.clock.business_day(one.came_at) for one in opened}
    return [one for one in taken if one.proved and one.proved != SEEN and one.day in days]


def _twice(db: Reader, opened: list[Arrived], taken: list[Taken]) -> dict[bytes, str]:
    """Which payments at the bank came once more for what another has paid already, and why one thinks so."""
    if not opened:
        return {}
    amounts, shown = {one.amount for one in opened}, {one.doc_id for one in bank.asked(db, opened)}
    docs = json.dumps([
        one.doc_id.hex() for one in taken
        if one.proved and (one.amount in amounts or one.doc_id in shown or one.kind != BILL)
    ])  # fmt: skip
    near = [
        *opened,
        *bank.arrived(db, "b.doc_id IN (SELECT unhex(value) FROM json_each(?)) AND b.state = 'matched'", (docs,)),
    ]
    came = [matching.Came(one.id, one.credit, one.came_at, one.doc_id) for one in near]
    return {one.second: one.why for one in matching.doubles(came, bank.asked(db, near))}


def _finding(taken: list[Taken], opened: list[Arrived], period: Period) -> str:
    whole, claims = sum(one.amount for one in taken), [one for one in taken if not one.proved]
    told = {
        "period": periods.said(period), "amount": rupees(whole), "count": len(claims),
        "claimed": rupees(sum(one.amount for one in claims)), "came": rupees(sum(one.amount for one in opened)),
    }  # fmt: skip
    if not taken:
        return _("{period}: nothing was taken by UPI, but {came} came to the bank for nobody.").format(**told)
    if not claims:
        return _("{period}: {amount} was paid by UPI, and all of it is proved by its UTR.").format(**told)
    if len(claims) == len(taken):
        return _("{period}: {amount} was paid by UPI, and nothing of it is proved yet.").format(**told)
    return ngettext(
        "{period}: {amount} was paid by UPI; one payment, {claimed}, is not proved yet.",
        "{period}: {amount} was paid by UPI; {count} payments, {claimed}, are not proved yet.", len(claims),
    ).format(**told)  # fmt: skip


def _alerts(opened: list[Arrived], twice: dict[bytes, str]) -> tuple[str, ...]:
    """What somebody has to decide: money nobody knows, and money that is to be given back."""
    alerts: list[str] = []
    if twice:
        said = ngettext("One payment came twice: {amount}.", "{count} payments came twice: {amount}.", len(twice))
        amount = sum(one.amount for one in opened if one.id in twice)
        alerts.append(said.format(count=len(twice), amount=rupees(amount)))
    rest = [one for one in opened if one.id not in twice]
    if rest:
        said = ngettext(
            "One payment at the bank waits to be told what it is for: {amount}.",
            "{count} payments at the bank wait to be told what they are for: {amount}.", len(rest),
        )  # fmt: skip
        alerts.append(said.format(count=len(rest), amount=rupees(sum(one.amount for one in rest))))
    return tuple(alerts)


def _alert_missed(missed: list[Taken]) -> tuple[str, ...]:
    """Money that somebody holds for proved, while the bank does not know it."""
    if not missed:
        return ()
    said = ngettext(
        "The UTR of one payment, {amount}, was typed, but the bank did not tell it among the payments of that day.",
        "The UTRs of {count} payments, {amount}, were typed, but the bank did not tell them among the payments of "
        "those days.", len(missed),
    )  # fmt: skip
    return (said.format(count=len(missed), amount=rupees(sum(one.amount for one in missed))),)


def _by_day(db: Reader, taken: list[Taken], opened: list[Arrived], twice: dict[bytes, str]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("payments", _("Payments"), Kind.WHOLE, total=True),
        Column("taken", _("Taken by UPI"), Kind.MONEY, total=True),
        Column("proved", _("Proved by a UTR"), Kind.MONEY, total=True),
        Column("claimed", _("Claimed only"), Kind.MONEY, total=True),
        Column("unmatched", _("At the bank, for nobody"), Kind.MONEY, total=True),
        Column("twice", _("Paid twice"), Kind.MONEY, total=True),
    )  # fmt: skip
    days: dict[int, list[int]] = {}
    for one in taken:
        mine = days.setdefault(one.day, [0] * 6)
        mine[0] += 1
        mine[1] += one.amount
        mine[2 if one.proved else 3] += one.amount
    for credit in opened:
        mine = days.setdefault(db.clock.business_day(credit.came_at), [0] * 6)
        mine[4] += credit.amount
        mine[5] += credit.amount if credit.id in twice else 0
    lines = tuple(
        Line(
            (day, *days[day]),
            Link("report", "bills", {"method": "upi"}, periods.around(day_of(day), "day")),
        )
        for day in sorted(days)
    )
    return Table(columns, lines, _("By day"), total(columns, lines, _("Total")) if lines else None)


def _claims(claims: list[Taken], title: str) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("at", _("At"), Kind.MOMENT), Column("for", _("For")),
        Column("number", _("Number")), Column("amount", _("Amount"), Kind.MONEY, total=True),
    )  # fmt: skip
    titles = {BILL: _("Bill"), ADVANCE: _("Order, before its bill"), KHATA: _("Khata"), DOOR: _("At the door")}
    leads = {BILL: "bill", ADVANCE: "order", DOOR: "bill"}
    lines = tuple(
        Line(
            (one.day, one.at, titles[one.kind], one.number, one.amount),
            Link(leads[one.kind], one.number) if one.kind in leads else None,
        )
        for one in claims[:MOST]
    )
    return Table(columns, lines, title, total(columns, lines, _("Total")))


def _came(opened: list[Arrived], twice: dict[bytes, str]) -> Table:
    columns = (
        Column("at", _("Came"), Kind.MOMENT), Column("utr", _("UTR")), Column("source", _("Told by")),
        Column("amount", _("Amount"), Kind.MONEY, total=True), Column("twice", _("Paid twice")),
    )  # fmt: skip
    newest = sorted(opened, key=lambda one: (-one.came_at, one.id))[:MOST]
    lines = tuple(Line((one.came_at, one.credit.utr, one.source, one.amount, twice.get(one.id, ""))) for one in newest)
    return Table(columns, lines, _("At the bank, for nobody"), total(columns, lines, _("Total")))


def _chart(taken: list[Taken], period: Period, said: str) -> tuple[Chart, ...]:
    """What was taken and what of it is proved, by day or by month."""
    if not taken:
        return ()
    by_month = period.days > MOST_DAYS
    sums: dict[int, list[int]] = {}
    for one in taken:
        mine = sums.setdefault(one.day // 100 if by_month else one.day, [0, 0])
        mine[0] += one.amount
        mine[1] += one.amount if one.proved else 0
    parts = periods.months(period) if by_month else [periods.around(day, "day") for day in periods.days(period)]
    numbers = [periods.month_number(one.first) if by_month else day_number(one.first) for one in parts]
    drawn = [number for number in numbers if min(sums) <= number <= max(sums)]
    labels = tuple(periods.month_short(one % 100) if by_month else str(one % 100) for one in drawn)
    series = (
        Series(_("Proved by a UTR"), tuple(sums.get(one, [0, 0])[1] for one in drawn)),
        Series(_("Taken by UPI"), tuple(sums.get(one, [0, 0])[0] for one in drawn)),
    )
    return (Chart("bar", _("Taken and proved"), labels, series, said),)
