"""What the shop owes its suppliers, and how old it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings
from shoppos.reports import payables as told
from shoppos.reports.questions import ages
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.payables import Payable


def question() -> Question:
    """Whom the shop owes."""
    return Question(
        "payables", _("Suppliers' dues"), _("Whom does the shop owe, how much, and since when?"), _("Buying"), ask,
        of_now=True, span="day",
    )  # fmt: skip


def ask(db: Reader, _asked: Asked) -> Report:
    """What is owed now, by its age, and what was paid too much."""
    today = findings.of_today(db)
    found = sorted(told.owed(db), key=lambda one: (-one.owed, one.name))
    owed = [one for one in found if one.owed > 0]
    table = _table(found)
    if not found:
        return Report("payables", _("Suppliers' dues"), today, _("The shop owes no supplier anything."), (table,))
    sums = ages.summed(one.ages for one in owed)
    said = _finding(owed, sums)
    advance = -sum(one.owed for one in found if one.owed < 0)
    figures = (
        Figure(_("Owed"), sum(one.owed for one in owed)), *ages.figures(sums),
        *((Figure(_("Paid too much"), advance),) if advance else ()),
    )  # fmt: skip
    return Report(
        "payables", _("Suppliers' dues"), today, said, (table,), figures,
        (ages.chart(sums, _("Owed"), said),) if owed else (), (_("Payments settle the oldest bill first."),),
    )  # fmt: skip


def _finding(owed: list[Payable], sums: ages.Ages) -> str:
    if not owed:
        return _("The shop owes no supplier anything; some were paid too much.")
    days, old = ages.oldest(sums)
    amount = sum(one.owed for one in owed)
    said = ngettext(
        "The shop owes one supplier {amount}", "The shop owes {count} suppliers {amount}", len(owed)
    ).format(count=len(owed), amount=rupees(amount))  # fmt: skip
    if not old:
        return _("{said}, none of it for longer than 30 days.").format(said=said)
    return _("{said}, {old} of it for more than {days} days.").format(said=said, old=rupees(old), days=days)


def _table(found: list[Payable]) -> Table:
    columns = (
        Column("supplier", _("Supplier")), Column("owed", _("Owed"), Kind.MONEY, total=True), *ages.columns(),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.name, one.owed, *(one.ages if one.owed > 0 else (0, 0, 0, 0))),
            Link("report", "purchases", {"supplier": one.supplier_id.hex()}),
        )
        for one in found
    )
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)
