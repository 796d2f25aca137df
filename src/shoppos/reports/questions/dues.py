"""What customers owe on their khata, how old it is, and who is to be reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, khata
from shoppos.reports.questions import ages
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.khata import Debtor


def question() -> Question:
    """Who owes."""
    return Question(
        "dues", _("Dues"), _("Who owes the shop, how much, and since when?"), _("People"), ask, of_now=True, span="day"
    )


def ask(db: Reader, _asked: Asked) -> Report:
    """What is owed now, by its age."""
    today, found = findings.of_today(db), khata.debtors(db)
    table = _table(found)
    if not found:
        return Report("dues", _("Dues"), today, _("Nobody owes the shop anything."), (table,))
    sums = ages.summed(one.ageing.buckets for one in found)
    said = _finding(found, sums)
    figures = (
        Figure(_("Owed"), sum(one.ageing.owes for one in found)), *ages.figures(sums),
        Figure(_("To be reminded"), sum(one.due for one in found), Kind.WHOLE),
    )  # fmt: skip
    return Report(
        "dues", _("Dues"), today, said, (table,), figures, (ages.chart(sums, _("Owed"), said),),
        (_("A payment settles the oldest bill first; what came back of a bill sinks its own due."),),
    )  # fmt: skip


def _finding(found: list[Debtor], sums: ages.Ages) -> str:
    days, old = ages.oldest(sums)
    told = {
        "count": len(found), "amount": rupees(sum(one.ageing.owes for one in found)), "days": days, "old": rupees(old)
    }  # fmt: skip
    said = ngettext("One customer owes {amount}", "{count} customers owe {amount}", len(found)).format(**told)
    if not old:
        return _("{said}, none of it for longer than 30 days.").format(said=said)
    return _("{said}, {old} of it for more than {days} days.").format(said=said, **told)


def _table(found: list[Debtor]) -> Table:
    columns = (
        Column("customer", _("Customer")), Column("phone", _("Phone")),
        Column("owes", _("Owes"), Kind.MONEY, total=True), *ages.columns(),
        Column("oldest", _("Oldest, days"), Kind.WHOLE), Column("paid", _("Last paid"), Kind.DAY),
        Column("reminded", _("Last reminded"), Kind.DAY), Column("remind", _("Remind")),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.name or one.phone, one.phone, one.ageing.owes, *one.ageing.buckets, one.ageing.oldest,
             one.last_paid or None, one.last_reminded or None, _("now") if one.due else ""),
            Link("customer", one.customer_id.hex()),
        )
        for one in found
    )  # fmt: skip
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)
