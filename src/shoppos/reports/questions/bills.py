"""The bills behind a figure: of a day, an hour, a way to pay, an employee; cancelled, discounted, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, periods
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.rules.methods import METHODS, label

if TYPE_CHECKING:
    from shoppos.base.file import Reader

MOST = 1000
"""Bills that are listed; the figures count them all."""
MADE = (
    "SELECT s.id, s.number, s.business_date AS day, s.made_at AS at, s.kind, s.employee_id, "
    "iif(s.kind = 'CREDIT NOTE', -1, 1) AS sign, s.payable, 0 AS void FROM sale s INDEXED BY sale_day "
    "WHERE s.state = 'done' AND s.business_date BETWEEN :a AND :b {where}"
)
CANCELLED = (
    "SELECT s.id, s.number, v.business_date AS day, v.made_at AS at, s.kind, v.employee_id, {sign} AS sign, "
    "s.payable, 1 AS void FROM void v JOIN sale s ON s.id = v.sale_id WHERE v.business_date BETWEEN :a AND :b {where}"
)
"""A cancelled bill counts on the day, at the till and for the employee of the cancelling, and takes itself off."""
PART = {
    "method": (
        "(SELECT sum(p.amount) * iif(f.void, f.sign, 1) FROM payment p WHERE p.sale_id = f.id AND p.method = :method)"
    ),
    "item": (
        "(SELECT f.sign * sum(l.taxable + l.cgst + l.sgst + l.igst + l.cess) FROM sale_line l "
        "WHERE l.sale_id = f.id AND l.product_id = (SELECT id FROM product WHERE code = :item COLLATE NOCASE))"
    ),
}
"""What of a bill was paid so, or was that item: a credit note's payments stand below zero already."""
LISTED = (
    "SELECT f.number, f.day, f.at, f.kind, e.name, f.sign * f.payable, f.void, "
    "(SELECT group_concat(DISTINCT p.method) FROM payment p WHERE p.sale_id = f.id AND p.amount <> 0), "
    "(SELECT sum(l.disc + l.bdisc) FROM sale_line l WHERE l.sale_id = f.id), {part} "
    "FROM found f JOIN employee e ON e.id = f.employee_id ORDER BY f.day DESC, f.at DESC, f.number DESC LIMIT :most"
)
COUNTED = (
    "SELECT count(DISTINCT f.id), coalesce(sum(f.sign * f.payable), 0), coalesce(sum(iif(f.void, f.payable, 0)), 0), "
    "coalesce(sum({part}), 0), coalesce(sum(f.void = 0 AND f.kind <> 'CREDIT NOTE'), 0) FROM found f"
)
NARROWED = {
    "till": "AND {till} = :till",
    "employee": "AND {of}.employee_id = :employee",
    "method": "AND EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = :method)",
    "item": (
        "AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id "
        "AND l.product_id = (SELECT id FROM product WHERE code = :item COLLATE NOCASE))"
    ),
    "hour": "AND hour_of({of}.made_at) = :hour",
    "weekday": "AND weekday_of({of}.business_date) = :weekday",
}
ONLY = {
    "void": "",
    "notes": "AND s.kind = 'CREDIT NOTE'",
    "discount": (
        "AND s.kind <> 'CREDIT NOTE' AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id "
        "AND l.disc + l.bdisc > 0)"
    ),
}


def question() -> Question:
    """The bills themselves."""
    return Question(
        "bills", _("Bills"), _("Which bills are behind a figure?"), _("Sales"), ask,
        (
            findings.till_choice(), findings.employee_choice(), Choice("method", _("Paid by"), _methods),
            Choice("only", _("Only"), _only), Choice("hour", _("Hour"), _hours),
            Choice("weekday", _("Weekday"), _weekdays), Choice("item", _("Item's code")),
        ), span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The bills and credit notes of the period that fit, the newest first."""
    period = asked.period
    values: dict[str, Any] = {"a": period.span[0], "b": period.span[1], "most": MOST}
    for key in NARROWED:
        if chosen := asked.chosen(key):
            whole = key in {"hour", "weekday"}
            values[key] = bytes.fromhex(chosen) if key == "employee" else int(chosen) if whole else chosen
    db.raw.create_function("hour_of", 1, db.clock.hour)
    db.raw.create_function("weekday_of", 1, _weekday)
    found = _found(asked)
    part = PART.get("item" if asked.chosen("item") else "method" if asked.chosen("method") else "", "0")
    count, amount, gone, of_it, made = db.row(found + COUNTED.format(part=part), values) or (0, 0, 0, 0, 0)
    title = "" if part == "0" else _("This item") if asked.chosen("item") else label(asked.chosen("method"))
    table = _table(db.rows(found + LISTED.format(part=part), values), title)
    figures = (
        *((Figure(title, of_it),) if title else ()),
        Figure(_("Number of bills"), made, Kind.WHOLE), Figure(_("Amount"), amount), Figure(_("Cancelled"), gone),
    )  # fmt: skip
    told = {"count": count, "amount": rupees(amount), "period": periods.said(period), "most": MOST}
    some = ngettext(
        "{period}: one bill, {amount}.", "{period}: {count} bills and credit notes, {amount} together.", count
    )
    said = (some if count else _("{period}: no such bill.")).format(**told)
    notes = (_("The newest {most} are listed.").format(**told),) if count > MOST else ()
    return Report("bills", _("Bills"), period, said, (table,), figures, (), notes)


def _found(asked: Asked) -> str:
    """The bills and notes that were made then, and those cancelled then once more below zero; as `found`."""
    only = asked.chosen("only")
    chosen = [sql for key, sql in NARROWED.items() if asked.chosen(key)]
    if only:
        chosen.append(ONLY[only])
    made = MADE.format(where=" ".join(chosen).format(of="s", till="s.till"))
    gone = CANCELLED.format(
        where=" ".join(chosen).format(of="v", till="coalesce(v.till, s.till)"), sign="1" if only == "void" else "-1"
    )
    return f"WITH found AS ({gone if only == 'void' else made if only else f'{made} UNION ALL {gone}'}) "


def _table(rows: list[tuple[Any, ...]], part: str) -> Table:
    columns = (
        Column("number", _("Bill")), Column("day", _("Day"), Kind.DAY), Column("at", _("At"), Kind.MOMENT),
        Column("state", _("State")), Column("employee", _("By")), Column("paid", _("Paid by")),
        *(() if part else (Column("discount", _("Discounts"), Kind.MONEY, total=True),)),
        Column("amount", _("Amount"), Kind.MONEY, total=True),
        *((Column("part", part, Kind.MONEY, total=True),) if part else ()),
    )  # fmt: skip
    lines = tuple(
        Line(
            (number, day, at, _state(kind, void=bool(void)), name,
             ", ".join(label(way) for way in (ways or "").split(",") if way),
             *((payable, of_it or 0) if part else (0 if void else off or 0, payable))),
            Link("bill", number),
        )
        for number, day, at, kind, name, payable, void, ways, off, of_it in rows
    )  # fmt: skip
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)


def _state(kind: str, *, void: bool) -> str:
    if void:
        return _("cancelled")
    return _("credit note") if kind == "CREDIT NOTE" else ""


def _weekday(day: int) -> int:
    return day_of(day).weekday() + 1


def _methods(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((way, label(way)) for way in METHODS)


def _only(_db: Reader) -> tuple[tuple[str, str], ...]:
    return (("void", _("Cancelled")), ("notes", _("Credit notes")), ("discount", _("With a discount")))


def _hours(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((str(hour), periods.hour_said(hour)) for hour in range(24))


def _weekdays(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((str(at + 1), periods.weekday(at)) for at in range(7))
