"""What was sold, added up by several things at once, for one till or employee: beside what `totals` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.money import half_up
from shoppos.reports import totals
from shoppos.reports.recount import DOCUMENT
from shoppos.reports.totals import SUMS, TAX_KEY, TAX_SUMS, Sold, Taxed

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Asked, Period

COLUMNS = {"day": "day", "month": "day / 100", "hour": "hour", "till": "till", "employee": "employee_id"}
TAX_LINES = (
    f"WITH {DOCUMENT} SELECT s.gstin <> '', s.place, s.inter_state, l.treatment, l.rate, l.cess_rate, l.hsn, l.unit, "
    f"{', '.join(f'sum(d.sign * l.{name})' for name in TAX_SUMS)} FROM document d CROSS JOIN sale s ON s.id = d.id "
    "CROSS JOIN sale_line l ON l.sale_id = d.id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
)


def by(db: Reader, period: Period, *keys: str, only: Asked | None = None) -> dict[Any, Sold]:
    """The sums of a period by one or several of COLUMNS, in their order; several give a tuple, none () alone.

    `only` narrows to its choices "till" and "employee" (an id in hex).
    """
    names = [COLUMNS[key] for key in keys]
    where, values = _where(only)
    grouped = f"GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}" if names else ""
    rows = db.rows(
        f"SELECT {', '.join((*names, SUMS))} FROM sale_total WHERE day BETWEEN ? AND ? {where} {grouped}",
        (*period.span, *values),
    )
    return {row[0] if len(keys) == 1 else row[: len(keys)]: Sold(*row[len(keys) :]) for row in rows}


def whole(db: Reader, period: Period, only: Asked | None = None) -> Sold:
    """The sums of a whole period."""
    return by(db, period, only=only)[()]


def average(one: Sold) -> int:
    """What a bill came to on average, before anything came back."""
    return half_up(one.payable, one.bills) if one.bills else 0


def methods(db: Reader, period: Period, only: Asked | None = None) -> dict[tuple[int, str], tuple[int, int]]:
    """The bills and the paise of each way to pay, by day (yyyymmdd) and method; net of what was given back."""
    till = only.chosen("till") if only else ""
    rows = db.rows(
        "SELECT day, method, sum(bills), sum(amount) FROM method_total WHERE day BETWEEN ? AND ? "
        "AND (? = '' OR till = ?) GROUP BY day, method",
        (*period.span, till, till),
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def taxes(db: Reader, period: Period, only: Asked | None = None) -> list[Taxed]:
    """The tax of each kind of goods, net, by who bought, where, at which rate and of which HSN.

    Whole months come from the totals, days beside them from their lines; of one till all comes from the lines.
    """
    till = only.chosen("till") if only else ""
    months, days = (None, [period.span]) if till else totals.whole_months(*totals.widened(db, *period.span))
    lines = TAX_LINES.replace("GROUP BY", "WHERE d.till = :till GROUP BY") if till else TAX_LINES
    found = totals.by_tax(db, *months) if months else []
    for first, last in days:
        found += [Taxed(*row) for row in db.rows(lines, {"first": first, "last": last, "till": till})]
    sums: dict[tuple[Any, ...], list[int]] = {}
    for one in found:
        mine = sums.setdefault(one[: len(TAX_KEY)], [0] * len(TAX_SUMS))
        more: tuple[Any, ...] = one[len(TAX_KEY) :]
        for at, value in enumerate(more):
            mine[at] += value
    return [Taxed(*key, *more) for key, more in sorted(sums.items())]


def _where(only: Asked | None) -> tuple[str, list[Any]]:
    """The till and the employee that were chosen."""
    found: list[tuple[str, Any]] = []
    if only and only.chosen("till"):
        found.append(("till", only.chosen("till")))
    if only and only.chosen("employee"):
        found.append(("employee_id", bytes.fromhex(only.chosen("employee"))))
    return "".join(f"AND {name} = ? " for name, _value in found), [value for _name, value in found]
