"""The days that were closed and what was counted: over or short, by day and by who had the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import cells, findings, periods
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

CLOSED = (
    "SELECT z.till, z.number, z.business_date, json_extract(z.figures, '$.payable') "
    "- json_extract(z.figures, '$.cancelled_amount') - json_extract(z.figures, '$.notes_amount'), "
    "coalesce(e.name, ''), z.made_at FROM day_close z LEFT JOIN employee e ON e.id = z.employee_id "
    "WHERE z.business_date BETWEEN :a AND :b AND (:till = '' OR z.till = :till) ORDER BY z.business_date, z.till"
)
TURNS = (
    "SELECT c.business_date, h.till, coalesce(e.name, ''), c.expected, c.counted, c.reason, c.made_at, "
    "iif(c.employee_id = h.employee_id, '', coalesce(b.name, '')) FROM shift_close c JOIN shift h ON h.id = c.shift_id "
    "LEFT JOIN employee e ON e.id = h.employee_id LEFT JOIN employee b ON b.id = c.employee_id "
    "WHERE c.business_date BETWEEN :a AND :b AND (:till = '' OR h.till = :till) ORDER BY c.business_date, c.made_at"
)
AGAIN = (
    "SELECT coalesce(c.business_date, h.business_date), h.till, coalesce(e.name, ''), t.expected, t.counted, '', "
    "t.made_at FROM shift_count t JOIN shift h ON h.id = t.shift_id LEFT JOIN shift_close c ON c.shift_id = h.id "
    "LEFT JOIN employee e ON e.id = t.employee_id WHERE (c.counted IS NULL OR c.counted <> t.counted OR t.rowid < "
    "(SELECT max(l.rowid) FROM shift_count l WHERE l.shift_id = t.shift_id)) "
    "AND coalesce(c.business_date, h.business_date) BETWEEN :a AND :b AND (:till = '' OR h.till = :till) "
    "ORDER BY t.rowid"
)
"""Counts that did not agree and were not the last: somebody counted again."""
NOT_CLOSED = (
    "SELECT DISTINCT t.day, t.till FROM sale_total t WHERE t.day BETWEEN :a AND :b AND t.day < :today "
    "AND (:till = '' OR t.till = :till) AND NOT EXISTS (SELECT 1 FROM day_close z WHERE z.till = t.till "
    "AND z.business_date = t.day) AND t.day > coalesce((SELECT min(z.business_date) FROM day_close z "
    "WHERE z.till = t.till), 0) ORDER BY 1, 2"
)


class Counted(NamedTuple):
    """One turn at a drawer that ended; money in paise. `counter` is who counted it where that was another."""

    day: int
    till: str
    employee: str
    expected: int
    counted: int
    reason: str
    made_at: int
    counter: str = ""

    @property
    def who(self) -> str:
        """Whose turn it was, and who counted it where that was another."""
        said = _("{name}, counted by {counter}") if self.counter else "{name}"
        return said.format(name=self.employee, counter=self.counter)

    @property
    def over(self) -> int:
        """What was counted above what had to be there, below zero when it was short."""
        return self.counted - self.expected


def question() -> Question:
    """What was closed, and did the drawers agree."""
    return Question(
        "z", _("Days closed"), _("Which days were closed, and was the drawer over or short?"), _("Money"), ask,
        (findings.till_choice(),),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The Zs of the period and every count of a drawer."""
    period = asked.period
    values = {
        "a": period.span[0], "b": period.span[1], "till": asked.chosen("till"),
        "today": day_number(periods.today(db.clock)),
    }  # fmt: skip
    zs = db.rows(CLOSED, values)
    turns = list(map(Counted._make, db.rows(TURNS, values)))
    again = [Counted(*row) for row in db.rows(AGAIN, values)]
    people = _people(turns)
    if not zs and not turns:
        said = _("No day was closed and no drawer was counted: {period}.").format(period=periods.said(period))
        return Report("z", _("Days closed"), period, said, (people,))
    said = _finding(zs, turns, period)
    over, short = sum(max(one.over, 0) for one in turns), sum(max(-one.over, 0) for one in turns)
    figures = (
        Figure(_("Days closed"), len({row[2] for row in zs}), Kind.WHOLE),
        Figure(_("Over"), over), Figure(_("Short"), short),
        Figure(_("Counts that agreed"), sum(not one.over for one in turns), Kind.WHOLE),
    )  # fmt: skip
    tables = tuple(one for one in (people, _counts(turns), _again(again), _closed(zs)) if one.lines)
    open_days = db.rows(NOT_CLOSED, values) if zs else []
    return Report(
        "z", _("Days closed"), period, said, tables, figures, _chart(turns, said), _notes(turns),
        (*_recounted(again), *_alerts(open_days)),
    )  # fmt: skip


def _finding(zs: list[tuple[object, ...]], turns: list[Counted], period: Period) -> str:
    """How the counts came out, and at whose drawer most is missing."""
    told: dict[str, object] = {"period": periods.said(period), "count": len({row[2] for row in zs})}
    days = ngettext("{period}: one day was closed", "{period}: {count} days were closed", len({row[2] for row in zs}))
    said = days.format(**told)
    short = [one for one in turns if one.over < 0]
    if not turns:
        return _("{said}; no drawer was counted.").format(said=said)
    if not any(one.over for one in turns):
        return _("{said}; every count agreed.").format(said=said)
    over = sum(one.over for one in turns)
    told |= {"said": said, "amount": rupees(abs(over)), "name": ""}
    if not short:
        return _("{said}; no drawer was short, and {amount} was over.").format(**told)
    sums: dict[str, int] = {}
    for one in short:
        sums[one.employee] = sums.get(one.employee, 0) - one.over
    worst = max(sums, key=lambda name: (sums[name], name))
    told |= {"name": worst, "missing": rupees(sums[worst])}
    if over < 0:
        return _("{said}; {amount} is missing in all, {missing} of what was short at {name}'s drawer.").format(**told)
    return _("{said}; nothing is missing in all, but {missing} was short at {name}'s drawer.").format(**told)


def _notes(turns: list[Counted]) -> tuple[str, ...]:
    return (
        (
            _(
                "Over and short stand by whose turn it was, on the day on which it was counted.",
            ),
        )
        if turns
        else ()
    )


def _recounted(again: list[Counted]) -> tuple[str, ...]:
    """How often a drawer was counted again after a count that did not agree, and who counted first."""
    if not again:
        return ()
    names = ", ".join(dict.fromkeys(one.employee for one in again))
    said = ngettext(
        "Once a count did not agree and the drawer was counted again: {names}.",
        "{count} counts did not agree and the drawer was counted again: {names}.", len(again),
    )  # fmt: skip
    return (said.format(count=len(again), names=names),)


def _alerts(days: list[tuple[int, str]]) -> tuple[str, ...]:
    """Days with sales that nobody closed, each till's for itself."""
    of: dict[str, list[int]] = {}
    for day, till in days:
        of.setdefault(till, []).append(day)
    return tuple(
        ngettext(
            "At till {till} one day with sales was not closed: {day}.",
            "At till {till} {count} days with sales were not closed, {day} last.",
            len(mine),
        ).format(till=till, count=len(mine), day=periods.day_said(day_of(mine[-1])))
        for till, mine in sorted(of.items())
    )


def _people(turns: list[Counted]) -> Table:
    columns = (
        Column("employee", _("Employee")), Column("turns", _("Counts"), Kind.WHOLE, total=True),
        Column("agreed", _("Agreed"), Kind.WHOLE, total=True), Column("over", _("Over"), Kind.MONEY, total=True),
        Column("short", _("Short"), Kind.MONEY, total=True), Column("net", _("In all"), Kind.MONEY, total=True),
    )  # fmt: skip
    of: dict[str, list[int]] = {}
    for one in turns:
        of.setdefault(one.employee, []).append(one.over)
    lines = tuple(
        Line((
            name, len(mine), mine.count(0), sum(max(over, 0) for over in mine), sum(max(-over, 0) for over in mine),
            sum(mine),
        ))
        for name, mine in sorted(of.items(), key=lambda pair: (sum(pair[1]), pair[0]))
    )  # fmt: skip
    return Table(columns, lines, _("By employee"), total(columns, lines, _("Total")) if lines else None)


def _counts(turns: list[Counted]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("at", _("At"), Kind.MOMENT), Column("till", _("Till")),
        Column("employee", _("Employee")), Column("expected", _("Had to be there"), Kind.MONEY),
        Column("counted", _("Counted"), Kind.MONEY), Column("over", _("Over or short"), Kind.MONEY, total=True),
        Column("reason", _("Why")),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.day, one.made_at, one.till, one.who, one.expected, one.counted, one.over, one.reason),
            Link("report", "day", period=periods.around(day_of(one.day), "day")),
        )
        for one in turns
    )
    return Table(columns, lines, _("Each count"), total(columns, lines, _("Total")) if lines else None)


def _again(again: list[Counted]) -> Table:
    columns = (
        Column("counted_at", _("At"), Kind.MOMENT), Column("till", _("Till")), Column("employee", _("Counted by")),
        Column("expected", _("Had to be there"), Kind.MONEY), Column("counted", _("Counted first"), Kind.MONEY),
        Column("over", _("Over or short"), Kind.MONEY),
    )  # fmt: skip
    lines = tuple(
        Line((one.made_at, one.till, one.employee, one.expected, one.counted, one.over)) for one in again
    )  # fmt: skip
    return Table(columns, lines, _("Counts before the last"))


def _closed(zs: list[tuple[object, ...]]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("z", _("Z")), Column("sales", _("Sales"), Kind.MONEY, total=True),
        Column("employee", _("Closed by")), Column("at", _("At"), Kind.MOMENT),
    )  # fmt: skip
    lines = tuple(
        Line(
            (int(str(day)), f"{till}/Z{number}", int(str(net)), str(name), int(str(made_at))),
            Link("report", "bills", {"till": str(till)}, periods.around(day_of(int(str(day))), "day")),
        )
        for till, number, day, net, name, made_at in zs
    )
    return Table(columns, lines, _("Each Z"), total(columns, lines, _("Total")) if lines else None)


def _chart(turns: list[Counted], said: str) -> tuple[Chart, ...]:
    """Over and short, day by day."""
    sums: dict[int, int] = {}
    for one in turns:
        sums[one.day] = sums.get(one.day, 0) + one.over
    if not any(sums.values()):
        return ()
    labels = tuple(cells.told(day, Kind.DAY, None)[:5] for day in sorted(sums))
    series = Series(_("Over or short"), tuple(sums[day] for day in sorted(sums)))
    return (Chart("bar", _("Over or short by day"), labels, (series,), said),)
