"""What a return is made of: the bills and credit notes of its days that stand, summed and listed as Rule 59 asks.

A cancelled bill counts nowhere but among the numbers that were used. Tokens count by their lines; of their paper only
the one invoice that the day's end made of them. Money in paise, quantity in thousandths, rates in hundredths of a
percent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports import letterheads, periods
from shoppos.rules.documents import Kind, Scheme, Treatment
from shoppos.rules.gst_sections import LIMITS, Section, section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.rules.letterhead import Letterhead


def limit_on(day: str) -> str:
    """The limit of `rules.gst_sections` for a day, in SQL."""
    later = "".join(f"WHEN {day} >= {day_number(one.since)} THEN {one.value} " for one in reversed(LIMITS[1:]))
    return f"CASE {later}ELSE {LIMITS[0].value} END"


STANDING = (
    "d AS MATERIALIZED (SELECT s.id, s.number, s.business_date AS day, s.kind = 'CREDIT NOTE' AS note, s.gstin, "
    "s.gstin <> '' AS registered, s.inter_state AS inter, s.place, s.payable, s.total, s.taxable, s.round_to, "
    "s.personal_id, s.with_address, s.kind, s.letterhead_id, s.cgst, s.igst, n.against_id, CASE WHEN n.sale_id IS NULL "
    f"THEN s.inter_state AND s.payable > {limit_on('s.business_date')} "
    f"ELSE coalesce(o.inter_state AND o.payable > {limit_on('o.business_date')}, 0) END AS large "
    "FROM sale s INDEXED BY sale_day LEFT JOIN letterhead h ON h.id = s.letterhead_id "
    "LEFT JOIN credit_note n ON n.sale_id = s.id LEFT JOIN sale o ON o.id = n.against_id "
    "WHERE s.state = 'done' AND s.business_date BETWEEN :first AND :last "
    "AND coalesce(h.scheme, 'regular') = :scheme AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id))"
)
"""The documents of the days that stand; whether one is `large` is asked of a note's bill, as Rule 59(4) has it."""
LOOKED_THROUGH = STANDING.replace("d AS MATERIALIZED", "d AS NOT MATERIALIZED")
"""The same for who asks of each document something that few answer: a fifth of the time, for nothing is kept first."""
HSN = (
    "CASE WHEN length(l.hsn) < :digits THEN coalesce((SELECT p.hsn FROM product p WHERE p.id = l.product_id "
    "AND substr(p.hsn, 1, length(l.hsn)) = l.hsn), l.hsn) ELSE l.hsn END"
)
"""The HSN of a line; one that is missing or too short is taken from its item, which may have been given it since."""
CELLS = (
    f"WITH {STANDING} SELECT d.note, d.registered, d.large, d.inter, d.place, l.treatment, l.rate, {HSN}, l.unit, "
    "l.name, max(l.taxable), sum(l.quantity), sum(l.taxable), sum(l.cgst), sum(l.sgst), sum(l.igst), sum(l.cess) "
    "FROM d CROSS JOIN sale_line l ON l.sale_id = d.id GROUP BY d.note || d.registered || d.large || d.inter || '/' "
    f"|| d.place || '/' || l.treatment || l.rate || '/' || length(l.unit) || '/' || l.unit || {HSN}"
)
"""Few sums of many lines: one key that is compared at once takes half as long to sort as nine."""
CELL_KEYS = 9
PAPERS = (
    f"WITH {LOOKED_THROUGH} SELECT d.number, d.day, d.note, d.large, d.gstin, coalesce(p.name, ''), d.place, d.inter, "
    "d.payable, l.rate, sum(l.taxable), sum(l.cgst), sum(l.sgst), sum(l.igst), sum(l.cess) "
    "FROM d CROSS JOIN sale_line l ON l.sale_id = d.id LEFT JOIN personal p ON p.id = d.personal_id "
    "WHERE (d.registered OR d.large) AND l.treatment = 'taxable' GROUP BY d.id, l.rate "
    "ORDER BY d.note, length(d.number), d.number, l.rate"
)
ISSUED = (
    "SELECT s.number, s.kind, EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) FROM sale s INDEXED BY sale_day "
    "LEFT JOIN letterhead h ON h.id = s.letterhead_id WHERE s.state = 'done' "
    "AND s.business_date BETWEEN :first AND :last AND coalesce(h.scheme, 'regular') = :scheme"
)
CONSOLIDATED = "SELECT number, 0 FROM consolidated WHERE business_date BETWEEN :first AND :last"
HEAD = (
    "SELECT s.letterhead_id FROM sale s INDEXED BY sale_day JOIN letterhead h ON h.id = s.letterhead_id "
    "WHERE s.state = 'done' AND s.business_date BETWEEN :first AND :last AND :scheme IN ('', h.scheme) "
    "ORDER BY s.business_date DESC, s.made_at DESC LIMIT 1"
)
NOW = "SELECT id FROM letterhead ORDER BY id DESC LIMIT 1"


class Taxes(NamedTuple):
    """Taxable value and the taxes on it."""

    taxable: int = 0
    cgst: int = 0
    sgst: int = 0
    igst: int = 0
    cess: int = 0

    def plus(self, other: Taxes, sign: int = 1) -> Taxes:
        """Both together; with `sign` -1 what is left."""
        return Taxes(*(mine + sign * its for mine, its in zip(self, other, strict=True)))

    @property
    def tax(self) -> int:
        """All taxes."""
        return self.cgst + self.sgst + self.igst + self.cess


class Cell(NamedTuple):
    """The sum of all lines that are alike in the eyes of the return; a credit note's stand apart, above zero too."""

    note: bool
    registered: bool
    large: bool
    inter: bool
    place: str
    treatment: str
    rate: int
    hsn: str
    unit: str
    name: str
    dearest: int
    quantity: int
    sums: Taxes

    @property
    def sign(self) -> int:
        """What it counts: -1 for what came back."""
        return -1 if self.note else 1

    @property
    def section(self) -> Section:
        """The table of GSTR-1 in which it stands."""
        return section(treatment=self.treatment, registered=self.registered, large=self.large, note=self.note)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that the return names: its taxable lines by rate; `value` is what it asks to be paid."""

    number: str
    day: dt.date
    section: Section
    gstin: str
    name: str
    place: str
    inter: bool
    value: int
    rates: tuple[tuple[int, Taxes], ...]


Numbers = list[tuple[str, bool]]
"""Numbers of documents in their order, each with whether it was cancelled."""


@dataclass(frozen=True, slots=True)
class Books:
    """All that a return needs of its days; `bills` and `notes` are the numbers that were used."""

    shop: Letterhead
    period: Period
    cells: tuple[Cell, ...]
    papers: tuple[Paper, ...]
    bills: Numbers
    notes: Numbers

    @property
    def sums(self) -> Taxes:
        """Everything that was sold, less what came back."""
        return added((cell.sums, cell.sign) for cell in self.cells)


def added(sums: Iterable[tuple[Taxes, int]]) -> Taxes:
    """The sum of sums, each with its sign."""
    whole = Taxes()
    for one, sign in sums:
        whole = whole.plus(one, sign)
    return whole


def read(db: Reader, period: Period, scheme: Scheme = Scheme.REGULAR, digits: int = 1) -> Books:
    """The documents of those days made under one scheme; `digits` of HSN are wanted on each line."""
    first, last = period.span
    asked: dict[str, Any] = {"first": first, "last": last, "scheme": scheme.value}
    cells = _cells(db, period, {**asked, "digits": digits})
    bills, notes = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for number, kind, cancelled in db.rows(ISSUED, asked):
        if kind != Kind.TOKEN:
            (notes if kind == Kind.CREDIT_NOTE else bills).append((number, cancelled))
    if scheme is Scheme.REGULAR:
        bills += db.rows(CONSOLIDATED, asked)
    return Books(letterhead(db, period, scheme), period, cells, _papers(db, asked), _numbers(bills), _numbers(notes))


def letterhead(db: Reader, period: Period, scheme: Scheme | None = None) -> Letterhead:
    """Who the shop was at the end of those days: the head of their last document, or today's where there was none.

    With a `scheme` the last document under it decides, for a shop may change from one to another.
    """
    first, last = period.span
    for wanted in (scheme.value, "") if scheme else ("",):
        row = db.row(HEAD, {"first": first, "last": last, "scheme": wanted})
        if row is not None:
            return letterheads.load(db, row[0])
    now = db.row(NOW)
    return letterheads.load(db, now[0] if now else None)


def return_of(db: Reader, period: Period, scheme: Scheme) -> Letterhead:
    """Who files for those days; Refused when the shop was never under that scheme in them, or has no GSTIN."""
    shop = letterhead(db, period, scheme)
    if shop.scheme == Scheme.UNREGISTERED:
        raise Refused(
            _("The shop is not registered for GST: it files no returns."),
            _("If it is, type its GSTIN in the settings, under the shop's name."),
        )
    if shop.scheme != scheme:
        raise (
            Refused(
                _("In {period} the shop was under the composition levy.").format(period=periods.said(period)),
                _("It files CMP-08 for each quarter."),
            )
            if scheme is Scheme.REGULAR
            else Refused(
                _("In {period} the shop was not under the composition levy.").format(period=periods.said(period)),
                _("It files GSTR-1 and GSTR-3B."),
            )
        )
    if not shop.gstin:
        raise Refused(_("The shop's GSTIN is missing."), _("Type it in the settings, under the shop's name."))
    return shop


def standing(db: Reader, period: Period, sql: str, scheme: Scheme = Scheme.REGULAR, **more: Any) -> list[Any]:
    """The rows of a question over the documents that stand, which it calls `d`."""
    first, last = period.span
    return db.rows(f"WITH {LOOKED_THROUGH} {sql}", {"first": first, "last": last, "scheme": scheme.value, **more})


def turnover(db: Reader, period: Period) -> int:
    """What the shop sold in those days without tax, less what came back, in paise, from the totals that are kept."""
    row = db.row(
        "SELECT coalesce(sum(taxable - off_taxable), 0) FROM sale_total WHERE day BETWEEN ? AND ?", period.span
    )
    return row[0] if row else 0


def turnover_before(db: Reader, period: Period) -> int:
    """The aggregate turnover of the financial year before, in paise: what was chosen under "gst_turnover", if more.

    The shop may have sold before it had this program, or sell elsewhere under the same PAN (CGST Act s.2(6)).
    """
    year = periods.around(period.first, "year")
    return max(turnover(db, periods.before(year)), setting(db, "gst_turnover", 0))


def _cells(db: Reader, period: Period, asked: dict[str, Any]) -> tuple[Cell, ...]:
    """The sums of lines that are alike, day by day: the lines of a day are sorted in half the time of a month's."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for day in map(day_number, periods.days(period)):
        for row in db.rows(CELLS, {**asked, "first": day, "last": day}):
            key, more = row[:CELL_KEYS], row[CELL_KEYS:]
            before = found.get(key)
            if before is not None:
                dearest = before[:2] if before[1] >= more[1] else more[:2]
                more = (*dearest, *map(add, before[2:], more[2:]))
            found[key] = more
    return tuple(_cell((*key, *found[key])) for key in sorted(found))


def _cell(row: tuple[Any, ...]) -> Cell:
    note, registered, large, inter, place, treatment, rate, hsn, unit, name, dearest, quantity, *sums = row
    return Cell(
        bool(note), bool(registered), bool(large), bool(inter), place, treatment, rate, hsn, unit, clean(name),
        dearest, quantity, Taxes(*sums),
    )  # fmt: skip


def _papers(db: Reader, asked: dict[str, Any]) -> tuple[Paper, ...]:
    heads: dict[str, tuple[Any, ...]] = {}
    rates: dict[str, list[tuple[int, Taxes]]] = {}
    for row in db.rows(PAPERS, asked):
        heads[row[0]] = row
        rates.setdefault(row[0], []).append((row[9], Taxes(*row[10:])))
    return tuple(_paper(head, tuple(rates[number])) for number, head in heads.items())


def _paper(row: tuple[Any, ...], rates: tuple[tuple[int, Taxes], ...]) -> Paper:
    number, day, note, large, gstin, name, place, inter, value, *_rest = row
    where = section(treatment=Treatment.TAXABLE, registered=bool(gstin), large=bool(large), note=bool(note))
    return Paper(number, day_of(day), where, gstin, clean(name), place, bool(inter), value, rates)


def _numbers(rows: Iterable[tuple[Any, ...]]) -> Numbers:
    """Sorted as they were drawn: a longer number of a series comes later."""
    found = sorted((number, bool(cancelled)) for number, cancelled in rows)
    return sorted(found, key=lambda one: len(one[0]))
