"""Who buys: new customers, those who came again, those who stayed away, the best, and what points they got."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import half_up
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Period, Question, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

MOST = 50
LEAST_DAYS = 30
"""Days before the period in which one looks for who came then and stays away now, at least."""
BOUGHT = (
    "SELECT s.customer_id, sum(s.kind <> 'CREDIT NOTE'), sum(iif(s.kind = 'CREDIT NOTE', -s.payable, s.payable)), "
    "max(s.business_date) FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.business_date BETWEEN ? AND ? "
    "AND s.customer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) GROUP BY s.customer_id"
)
CAME_BEFORE = (
    "SELECT unhex(value) FROM json_each(?) WHERE EXISTS (SELECT 1 FROM sale s INDEXED BY sale_customer "
    "WHERE s.customer_id = unhex(value) AND s.business_date < ? AND s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id))"
)
"""A customer's oldest bill is the first that is looked at."""
NAMES = (
    "SELECT c.id, p.name, p.phone, coalesce((SELECT sum(e.points) FROM points_entry e WHERE e.customer_id = c.id), 0) "
    "FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.id IN (SELECT unhex(value) FROM json_each(?))"
)
POINTS = (
    "SELECT coalesce(sum(e.points) FILTER (WHERE e.kind = 'earned'), 0), "
    "coalesce(-sum(e.points) FILTER (WHERE e.kind = 'spent'), 0) FROM sale s INDEXED BY sale_day "
    "CROSS JOIN points_entry e ON e.doc_id = s.id WHERE s.state = 'done' AND s.business_date BETWEEN ? AND ? "
    "AND s.customer_id IS NOT NULL"
)


class Bought(NamedTuple):
    """What one person bought: bills that stand, paise less what came back, and the last day (yyyymmdd)."""

    bills: int
    net: int
    last: int


def question() -> Question:
    """Who comes, and who stays away."""
    return Question(
        "customers", _("Customers"), _("Who is new, who came again, who stays away, and who buys most?"), _("People"),
        ask,
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The customers with a card who bought in the period, and those who did shortly before and not in it."""
    period = asked.period
    cards = dict(db.rows("SELECT customer_id, merged_into FROM customer_terms WHERE merged_into IS NOT NULL"))
    now = _bought(db, period, cards)
    before = Period(
        period.first - dt.timedelta(days=max(period.days, LEAST_DAYS)), period.first - dt.timedelta(days=1)
    )  # fmt: skip
    away = {person: one for person, one in _bought(db, before, cards).items() if one.bills and person not in now}
    came = {person: one for person, one in now.items() if one.bills}
    new = _new(db, came, cards, period)
    best = sorted(now, key=lambda person: (-now[person].net, person))[:MOST]
    gone = sorted(away, key=lambda person: (-away[person].net, person))[:MOST]
    if not now and not away:
        return Report("customers", _("Customers"), period, _nobody(db, period), (_best(db, [], now, new),))
    said = _finding(came, new, away, period)
    tables = tuple(one for one in (_best(db, best, now, new), _away(db, gone, away, before)) if one.lines)
    return Report(
        "customers", _("Customers"), period, said, tables, _figures(db, period, now, new, away), _chart(now, new, said),
        _notes(away, before),
    )  # fmt: skip


def _nobody(db: Reader, period: Period) -> str:
    if sold.whole(db, period).bills:
        return _("{period}: no bill says who bought. Type a phone number with it, and this report can tell.").format(
            period=periods.said(period)
        )
    return findings.nothing_sold(db, period)


def _bought(db: Reader, period: Period, cards: dict[bytes, bytes]) -> dict[bytes, Bought]:
    """What each person bought in those days, on all their cards."""
    found: dict[bytes, Bought] = {}
    for card, bills, net, last in db.rows(BOUGHT, period.span):
        person = _person(card, cards)
        one = found.get(person, Bought(0, 0, 0))
        found[person] = Bought(one.bills + bills, one.net + net, max(one.last, last))
    return found


def _person(card: bytes, cards: dict[bytes, bytes]) -> bytes:
    """The card that stands for a person whose cards were put together."""
    while card in cards:
        card = cards[card]
    return card


def _new(db: Reader, came: Iterable[bytes], cards: dict[bytes, bytes], period: Period) -> set[bytes]:
    """Who bought for the first time ever."""
    people = set(came)
    of = [*people, *(card for card in cards if _person(card, cards) in people)]
    old = {_person(row[0], cards) for row in db.rows(CAME_BEFORE, (_ids(of), period.span[0]))}
    return people - old


def _ids(people: Iterable[bytes]) -> str:
    return json.dumps([one.hex() for one in people])


def _finding(came: dict[bytes, Bought], new: set[bytes], away: dict[bytes, Bought], period: Period) -> str:
    told = {"period": periods.said(period), "count": len(came), "new": len(new), "away": len(away)}
    if not came:
        return _("{period}: no customer with a card bought anything; {away} had bought shortly before.").format(**told)
    said = ngettext(
        "{period}: one customer with a card bought", "{period}: {count} customers with a card bought", len(came)
    ).format(**told)  # fmt: skip
    told["said"] = said
    if away:
        return _("{said}, {new} of them for the first time; {away} who came before stayed away.").format(**told)
    return _("{said}, {new} of them for the first time; nobody who came before stayed away.").format(**told)


def _figures(
    db: Reader, period: Period, now: dict[bytes, Bought], new: set[bytes], away: dict[bytes, Bought]
) -> tuple[Figure, ...]:
    whole, named = sold.whole(db, period), sum(one.net for one in now.values())
    came = sum(one.bills > 0 for one in now.values())
    earned, spent = (db.rows(POINTS, period.span) or [(0, 0)])[0]
    share = findings.share(named, whole.net)
    return (
        Figure(_("New"), len(new), Kind.WHOLE), Figure(_("Came again"), came - len(new), Kind.WHOLE),
        Figure(_("Stayed away"), len(away), Kind.WHOLE), Figure(_("Sold to them"), named),
        *((Figure(_("Of all sales"), share, Kind.PERCENT),) if share is not None else ()),
        *((Figure(_("Points given"), earned, Kind.WHOLE), Figure(_("Points spent"), spent, Kind.WHOLE))
          if earned or spent else ()),
    )  # fmt: skip


def _notes(away: dict[bytes, Bought], before: Period) -> tuple[str, ...]:
    notes = [_("Customers are those whose phone or card is on the bill; cancelled bills are not counted.")]
    if away:
        said = _("Stayed away: bought in the days before ({before}), and not in these.")
        notes.append(said.format(before=periods.said(before)))
    return tuple(notes)


def _best(db: Reader, people: list[bytes], now: dict[bytes, Bought], new: set[bytes]) -> Table:
    columns = (
        Column("customer", _("Customer")), Column("phone", _("Phone")), Column("bills", _("Bills"), Kind.WHOLE),
        Column("net", _("Sales"), Kind.MONEY), Column("average", _("Average bill"), Kind.MONEY),
        Column("last", _("Last came"), Kind.DAY), Column("points", _("Points now"), Kind.WHOLE),
        Column("new", _("New")),
    )  # fmt: skip
    names = _names(db, people)
    lines = tuple(
        Line(
            (name or phone, phone, one.bills, one.net, half_up(one.net, one.bills) if one.bills else None, one.last,
             points, _("new") if person in new else ""),
            Link("customer", person.hex()),
        )
        for person, one, (name, phone, points) in ((person, now[person], names[person]) for person in people)
    )  # fmt: skip
    return Table(columns, lines, _("Best customers"))


def _away(db: Reader, people: list[bytes], away: dict[bytes, Bought], before: Period) -> Table:
    columns = (
        Column("customer", _("Customer")), Column("phone", _("Phone")), Column("last", _("Last came"), Kind.DAY),
        Column("bills", _("Bills then"), Kind.WHOLE), Column("net", _("Sales then"), Kind.MONEY),
    )  # fmt: skip
    names = _names(db, people)
    lines = tuple(
        Line(
            (names[person][0] or names[person][1], names[person][1], away[person].last, away[person].bills,
             away[person].net),
            Link("customer", person.hex()),
        )
        for person in people
    )  # fmt: skip
    return Table(columns, lines, _("Stayed away (came {before})").format(before=periods.said(before)))


def _names(db: Reader, people: list[bytes]) -> dict[bytes, tuple[str, str, int]]:
    """Name, phone and points of each."""
    return {row[0]: (row[1], row[2], row[3]) for row in db.rows(NAMES, (_ids(people),))}


def _chart(now: dict[bytes, Bought], new: set[bytes], said: str) -> tuple[Chart, ...]:
    """What new ones and those who came again bought."""
    sums = (
        sum(one.net for person, one in now.items() if person in new),
        sum(one.net for person, one in now.items() if person not in new),
    )
    if not any(paise > 0 for paise in sums):
        return ()
    labels = (_("New"), _("Came again"))
    return (Chart("donut", _("Sold to them"), labels, (Series(_("Sales"), sums),), said),)
