"""What was sold, added up by hour, day, till, employee, way to pay, product and tax, for any days.

Whole months come from the totals that each document keeps, the days at the ends of a period from their lines: both say
the same, for a cancelled bill and a credit note are taken off on their own business day.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from shoppos.base.money import half_up
from shoppos.reports import periods

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Asked, Period

OF_ONE = ("till", "employee_id")
"""By what a question about sales may be narrowed."""
SUMMED = (
    "bills", "lines", "gross", "discount", "shipping", "on_top", "round_off", "payable", "voids", "cancelled", "notes",
    "noted", "taxable - off_taxable", "tax - off_tax", "cess - off_cess", "costed - off_costed", "cost - off_cost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """What was sold, in paise: `gross` to `payable` of the bills alone, `taxable` to `cost` net of what came back.

    `cancelled` and `noted` are what was taken off by cancelling (`voids`) and by credit notes (`notes`); `costed` is
    the taxable value of what has a known cost, which is `cost`.
    """

    bills: int = 0
    lines: int = 0
    gross: int = 0
    discount: int = 0
    shipping: int = 0
    on_top: int = 0
    round_off: int = 0
    payable: int = 0
    voids: int = 0
    cancelled: int = 0
    notes: int = 0
    noted: int = 0
    taxable: int = 0
    tax: int = 0
    cess: int = 0
    costed: int = 0
    cost: int = 0

    @property
    def net(self) -> int:
        """What was sold, less what was cancelled and what came back."""
        return self.payable - self.cancelled - self.noted

    @property
    def average(self) -> int:
        """What a bill came to on average, before anything came back."""
        return half_up(self.payable, self.bills) if self.bills else 0

    @property
    def profit(self) -> int:
        """What is left of the sales with a known cost, before tax."""
        return self.costed - self.cost

    @property
    def margin(self) -> int | None:
        """The profit in hundredths of a percent of the sales with a known cost; None where there are none."""
        return half_up(self.profit * 10_000, self.costed) if self.costed > 0 else None

    def __bool__(self) -> bool:
        """Whether anything happened at all."""
        return any(getattr(self, field.name) for field in fields(self))


def by(db: Reader, period: Period, *keys: str, only: Asked | None = None) -> dict[Any, Sums]:
    """The sums of a period by one or several of day, month, hour, till and employee_id, in their order.

    `only` narrows to its till and its employee (an id in hex). One key gives itself, several a tuple, none () alone.
    """
    columns = ["day / 100" if key == "month" else key for key in keys]
    wanted = (*columns, *(f"coalesce(sum({one}), 0)" for one in SUMMED))
    where, values = _where(only)
    grouped = f"GROUP BY {', '.join(columns)} ORDER BY {', '.join(columns)}" if keys else ""
    rows = db.rows(
        f"SELECT {', '.join(wanted)} FROM sale_total WHERE day BETWEEN ? AND ? {where} {grouped}",
        (*period.span, *values),
    )
    return {row[0] if len(keys) == 1 else row[: len(keys)]: Sums(*row[len(keys) :]) for row in rows}


def all_in_all(db: Reader, period: Period, only: Asked | None = None) -> Sums:
    """The sums of a whole period."""
    return by(db, period, only=only)[()]


def _where(only: Asked | None) -> tuple[str, list[Any]]:
    """The till and the employee that were chosen."""
    found: list[tuple[str, Any]] = []
    if only and only.chosen("till"):
        found.append(("till", only.chosen("till")))
    if only and only.chosen("employee"):
        found.append(("employee_id", bytes.fromhex(only.chosen("employee"))))
    return "".join(f"AND {name} = ? " for name, _value in found), [value for _name, value in found]


def methods(db: Reader, period: Period, only: Asked | None = None) -> dict[tuple[int, str], tuple[int, int]]:
    """The bills and the paise of each way to pay, by day (yyyymmdd) and method; net of what was given back."""
    till = only.chosen("till") if only else ""
    rows = db.rows(
        "SELECT day, method, sum(bills), sum(amount) FROM method_total WHERE day BETWEEN ? AND ? "
        f"{'AND till = ? ' if till else ''}GROUP BY day, method",
        (*period.span, *([till] if till else [])),
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


# -- by product and by tax: whole months from the totals, other days from the lines

DOCS = (
    "WITH doc (id, sign, gstin, place, inter_state) AS (SELECT s.id, iif(s.kind = 'CREDIT NOTE', -1, 1), s.gstin, "
    "s.place, s.inter_state FROM sale s INDEXED BY sale_day "
    "WHERE s.state = 'done' AND s.business_date BETWEEN :a AND :b "
    "UNION ALL SELECT v.sale_id, -1, s.gstin, s.place, s.inter_state FROM void v JOIN sale s ON s.id = v.sale_id "
    "WHERE v.business_date BETWEEN :a AND :b) "
)
"""Each document of some days with what it adds: a bill 1, a credit note and a bill that was cancelled then -1."""
ITEM = ("quantity", "gross", "discount", "sold", "paid", "costed", "cost")
ITEMS = (
    f"SELECT product_id, {', '.join(f'sum({one})' for one in ITEM)} FROM item_total "
    "WHERE month BETWEEN :a AND :b GROUP BY product_id"
)
ITEM_LINES = (
    DOCS + "SELECT l.product_id, sum(d.sign * l.quantity), sum(d.sign * l.gross), sum(d.sign * (l.disc + l.bdisc)), "
    "sum(d.sign * l.taxable), sum(d.sign * (l.taxable + l.cgst + l.sgst + l.igst + l.cess)), "
    "sum(iif(l.cost IS NULL, 0, d.sign * l.taxable)), "
    "sum(iif(l.cost IS NULL, 0, d.sign * ((2 * l.quantity * l.cost + 1000) / 2000))) "
    "FROM doc d CROSS JOIN sale_line l ON l.sale_id = d.id GROUP BY l.product_id"
)
TAX = ("quantity", "taxable", "cgst", "sgst", "igst", "cess")
TAX_BY = ("registered", "place", "inter_state", "treatment", "rate", "cess_rate", "hsn", "unit")
TAXES = (
    f"SELECT {', '.join(TAX_BY)}, {', '.join(f'sum({one})' for one in TAX)} FROM tax_total "
    f"WHERE month BETWEEN :a AND :b GROUP BY {', '.join(TAX_BY)}"
)
TAX_LINES = (
    DOCS + "SELECT d.gstin <> '', d.place, d.inter_state, l.treatment, l.rate, l.cess_rate, l.hsn, l.unit, "
    f"{', '.join(f'sum(d.sign * l.{one})' for one in TAX)} FROM doc d CROSS JOIN sale_line l ON l.sale_id = d.id "
    "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
)


@dataclass(frozen=True, slots=True)
class Item:
    """What was sold of one product, net: thousandths, and paise; `sold` is taxable value, `paid` with tax on it."""

    product_id: bytes
    code: str
    name: str
    category: str
    unit: str
    quantity: int
    gross: int
    discount: int
    sold: int
    paid: int
    costed: int
    cost: int

    @property
    def profit(self) -> int:
        """What is left of what has a known cost."""
        return self.costed - self.cost

    @property
    def margin(self) -> int | None:
        """The profit in hundredths of a percent of what has a known cost; None where nothing has."""
        return half_up(self.profit * 10_000, self.costed) if self.costed > 0 else None


@dataclass(frozen=True, slots=True)
class Taxed:
    """The tax of one kind of goods, net, in paise; `quantity` in thousandths of `unit`."""

    registered: int
    place: str
    inter_state: int
    treatment: str
    rate: int
    cess_rate: int
    hsn: str
    unit: str
    quantity: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int

    @property
    def tax(self) -> int:
        """All taxes together."""
        return self.cgst + self.sgst + self.igst + self.cess


def items(db: Reader, period: Period) -> list[Item]:
    """What was sold of each product that a document of those days names."""
    sums = _added(db, period, 1, ITEMS, ITEM_LINES)
    cards = {row[0]: row[1:] for row in db.rows("SELECT id, code, name, category, unit FROM product")}
    return [Item(key[0], *cards[key[0]], *more) for key, more in sums.items()]


def taxes(db: Reader, period: Period) -> list[Taxed]:
    """The tax of each kind of goods, by who bought, where, rate and HSN."""
    sums = _added(db, period, len(TAX_BY), TAXES, TAX_LINES)
    return [Taxed(*key, *more) for key, more in sorted(sums.items())]


def _added(db: Reader, period: Period, keys: int, whole: str, lines: str) -> dict[tuple[Any, ...], list[int]]:
    """The sums by key, of whole months together and of the days that are none."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for sql, first, last in _parts(period, whole, lines):
        for row in db.rows(sql, {"a": first, "b": last}):
            mine = sums.setdefault(row[:keys], [0] * len(row[keys:]))
            for at, value in enumerate(row[keys:]):
                mine[at] += value
    return sums


def _parts(period: Period, whole: str, lines: str) -> list[tuple[str, int, int]]:
    """What is asked for: the whole months in one question by yyyymm, the days before and after them by yyyymmdd."""
    each = periods.months(period)
    full = [one for one in each if periods.around(one.first, "month") == one]
    asked = [(lines, *one.span) for one in each if one not in full]
    if full:
        asked.append((whole, periods.month_number(full[0].first), periods.month_number(full[-1].last)))
    return asked
