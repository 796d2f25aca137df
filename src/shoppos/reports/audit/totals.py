"""The totals that reports read are what the bills come to: each month is recounted, and the first row that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import rate as percent
from shoppos.base.row import columns
from shoppos.models.total import ItemTotal, MethodTotal, SaleTotal, TaxTotal
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.reports.audit.span import each_month
from shoppos.reports.recount import COUNTED, kept, months, recount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shoppos.base.file import Reader
    from shoppos.base.row import Row

TABLES: tuple[type[Row], ...] = (SaleTotal, MethodTotal, ItemTotal, TaxTotal)
MANY = 20_000
"""Documents from which it pays to begin other processes."""
BILLS = "SELECT count(*) FROM sale INDEXED BY sale_day WHERE state = 'done' AND business_date BETWEEN ? AND ?"


def every(db: Reader) -> int:
    """How many documents will be recounted."""
    row = db.row(BILLS, (0, 99_999_999))
    return row[0] if row else 0


def check(db: Reader, progress: Callable[[int], None] = lambda _bills: None, *, many: int = MANY) -> Iterator[Fault]:
    """Every row of the totals that the bills do not make, oldest month first; `progress` gets the bills recounted.

    From `many` bills on all cores recount, a month at a time; what differs is looked at here, in the reader's language.
    """
    asked = list(months(db))
    for month, (bills, well) in zip(asked, each_month(db, agrees, asked, alone=every(db) < many), strict=True):
        if not well:
            for model in TABLES:
                yield from _month(db, model, month)
        progress(bills)


def agrees(db: Reader, month: int) -> tuple[int, bool]:
    """How many documents a month has, and whether its totals are what they make."""
    counted = db.row(BILLS, (month * 100, month * 100 + 99))
    well = all(kept(db, name, month) == recount(db, name, month) for name in COUNTED)
    return counted[0] if counted else 0, well


def _month(db: Reader, model: type[Row], month: int) -> Iterator[Fault]:
    """The rows of one table and month that differ."""
    name = str(model.__tablename__)
    have, should = kept(db, name, month), recount(db, name, month)
    if have == should:
        return
    names = [column.name for column in columns(model)]
    keys = sum(column.primary_key for column in columns(model))
    stored, made = ({row[:keys]: row[keys:] for row in rows} for rows in (have, should))
    for key in sorted(stored.keys() | made.keys()):
        yield from _row(_where(db, model, key), names[keys:], stored.get(key), made.get(key))


def _row(
    where: str, names: Sequence[str], have: tuple[int, ...] | None, should: tuple[int, ...] | None
) -> Iterator[Fault]:  # fmt: skip
    """What differs in one row."""
    if have == should:
        return
    if should is None:
        sentence = _("{where} is kept, but no bill makes it.")
        yield Fault("unknown", where, sentence.format(where=where))
    elif have is None:
        sentence = _("{where} is missing, though bills make it.")
        yield Fault("missing", where, sentence.format(where=where))
    else:
        at = next(n for n, value in enumerate(have) if value != should[n])
        yield unequal(where, names[at], have[at], should[at], _called(names[at]))


def _called(column: str) -> str:
    """What the trade calls a sum, where its column does not say it."""
    return {
        "amount": _("the amount"), "bills": _("the number of bills"), "cancelled": _("what was cancelled"),
        "cost": _("the cost"), "costed": _("what has a known cost"), "discount": _("the discount"),
        "gross": _("the price before discounts"), "lines": _("the number of lines"),
        "noted": _("what credit notes took back"), "notes": _("the number of credit notes"),
        "off_cess": _("the cess taken off"), "off_cost": _("the cost taken off"),
        "off_costed": _("what has a known cost and was taken off"), "off_tax": _("the tax taken off"),
        "off_taxable": _("the taxable value taken off"), "on_top": _("the tax on top of prices"),
        "paid": _("what was paid with tax"), "payable": _("what was to pay"), "quantity": _("the quantity"),
        "round_off": _("the rounding"), "shipping": _("the shipping"), "sold": _("the taxable value"),
        "tax": _("the tax"), "taxable": _("the taxable value"), "voids": _("the number of cancelled bills"),
    }.get(column, column.upper())  # fmt: skip


def _where(db: Reader, model: type[Row], key: tuple[Any, ...]) -> str:
    """The row as a person finds it."""
    if model is SaleTotal:
        day, hour, till, employee = key
        who = db.row("SELECT name FROM employee WHERE id = ?", (employee,))
        said = _("The total of {day} from {hour}:00, till {till}, {employee}")
        return said.format(day=_day(day), hour=hour, till=till, employee=who[0] if who else employee.hex())
    if model is MethodTotal:
        day, till, method = key
        return _("The total of {day} paid by {method}, till {till}").format(day=_day(day), method=method, till=till)
    month = f"{key[0] % 100:02}-{key[0] // 100}"
    if model is ItemTotal:
        code = db.row("SELECT code FROM product WHERE id = ?", (key[1],))
        said = _("The total of item {code} in {month}")
        return said.format(code=code[0] if code else key[1].hex(), month=month)
    _month, _registered, place, _inter, _treatment, rate, _cess, hsn, unit = key
    said = _("The tax total of {month}, HSN {hsn}, {unit}, {rate} %, place {place}")
    return said.format(month=month, hsn=hsn or "-", unit=unit, rate=percent(rate), place=place or "-")


def _day(day: int) -> str:
    return f"{day_of(day):%d-%m-%Y}"
