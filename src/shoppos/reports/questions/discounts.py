"""All that was taken off: each discount, cancelled bill, return, other price and drawer opened unsold, by whom, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import half_up, rate, rupees
from shoppos.reports import findings, openings, other_prices, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.reports.totals import Sold
from shoppos.rules import drawer

if TYPE_CHECKING:
    from typing import Any

    from shoppos.base.file import Reader
    from shoppos.reports.openings import Opening
    from shoppos.reports.report import Period

MOST = 1000
"""Acts that are listed, the newest first; the sums count all of them."""
DISCOUNT, VOID, RETURN, PRICE, DRAWER = "discount", "void", "return", "price", "drawer"
KINDS = (DISCOUNT, VOID, RETURN, PRICE)
"""What takes money off; to open the drawer without a sale takes none by itself."""
NARROWED = "AND (:till = '' OR {till} = :till) AND (:employee = '' OR {of}.employee_id = unhex(:employee))"
DISCOUNTS = (
    "WITH found AS MATERIALIZED (SELECT s.id, s.business_date, s.made_at, s.number, s.employee_id, s.discount_rate "
    "FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    f"AND s.business_date BETWEEN :a AND :b {NARROWED.format(of='s', till='s.till')} "
    "AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id AND l.disc + l.bdisc > 0) "
    "ORDER BY s.business_date DESC, s.made_at DESC LIMIT :most) "
    "SELECT f.business_date, f.made_at, f.number, f.employee_id, iif(count(*) = 1, max(l.name), ''), "
    "sum(l.disc + l.bdisc), group_concat(DISTINCT o.said), max(l.disc_rate), max(l.disc), max(l.bdisc), "
    "f.discount_rate, count(*) FROM found f CROSS JOIN sale_line l ON l.sale_id = f.id AND l.disc + l.bdisc > 0 "
    "LEFT JOIN line_offer o ON o.sale_id = l.sale_id AND o.line = l.line GROUP BY f.id"
)
"""The newest bills on which anything was given off, and what."""
VOIDS = (
    "SELECT v.business_date, v.made_at, s.number, v.employee_id, s.payable, v.reason, "
    "(SELECT e.name FROM approval y JOIN employee e ON e.id = y.given_id WHERE y.doc_id = s.id AND y.act = 'void' "
    "ORDER BY y.id DESC LIMIT 1) FROM void v JOIN sale s ON s.id = v.sale_id "
    f"WHERE v.business_date BETWEEN :a AND :b {NARROWED.format(of='v', till='coalesce(v.till, s.till)')} "
    "ORDER BY v.business_date DESC, v.made_at DESC LIMIT :most"
)
RETURNS = (
    "SELECT s.business_date, s.made_at, s.number, s.employee_id, s.payable, n.reason, e.name, "
    "coalesce(b.number, '') FROM sale s INDEXED BY sale_day JOIN credit_note n ON n.sale_id = s.id "
    "LEFT JOIN employee e ON e.id = n.approved_id LEFT JOIN sale b ON b.id = n.against_id "
    "WHERE s.state = 'done' AND s.kind = 'CREDIT NOTE' AND s.business_date BETWEEN :a AND :b "
    f"{NARROWED.format(of='s', till='s.till')} ORDER BY s.business_date DESC, s.made_at DESC LIMIT :most"
)


class Act(NamedTuple):
    """One thing that was taken off: what, when, on which paper, by whom, of what, how much in paise, and why.

    Of a drawer that was opened there is no paper and no amount.
    """

    kind: str
    day: int
    at: int
    number: str
    employee_id: bytes
    item: str
    amount: int | None
    why: str
    allowed: str = ""


def question() -> Question:
    """Who took off what, and why."""
    return Question(
        "discounts", _("Discounts and returns"), _("Who took off what, on which bill, and why?"), _("People"), ask,
        (findings.till_choice(), findings.employee_choice(), Choice("only", _("Only"), _only)),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """Every single discount, cancelled bill, return and other price of the period, and each drawer opened unsold."""
    period = asked.period
    whole, opened = sold.whole(db, period, asked), _openings(db, asked)
    if not any(whole) and not opened:
        said = findings.nothing_sold(db, period)
        return Report("discounts", _("Discounts and returns"), period, said, (_each([], {}),))
    only = asked.chosen("only")
    names = {bytes.fromhex(key): name for key, name in findings.employees(db)}
    drawers, (prices, looked) = _drawers(opened), _prices(db, asked, whole)
    less = sum(act.amount or 0 for act in prices)
    sums = {DISCOUNT: whole.discount, VOID: whole.voids, RETURN: whole.notes}
    acts = [act for kind, read in READ.items() if sums[kind] and only in {"", kind} for act in read(db, asked)]
    acts += [act for kind, found in ((PRICE, prices), (DRAWER, drawers)) if only in {"", kind} for act in found]
    acts.sort(key=lambda act: (-act.day, -act.at, act.number, act.kind))
    sums = {DISCOUNT: whole.discount, VOID: whole.cancelled, RETURN: whole.noted, PRICE: less}
    said = _finding(sums, whole, period)
    bills = {key: Link("report", "bills", {"only": key}, period) for key in ("discount", "void", "notes")}
    figures = (
        Figure(_("Discounts"), whole.discount, link=bills["discount"]),
        Figure(_("Cancelled"), whole.cancelled, link=bills["void"]),
        Figure(_("Taken back"), whole.noted, link=bills["notes"]),
        Figure(_("Other prices, less"), less),
        Figure(
            _("Drawer opened without a sale"), len(drawers), Kind.WHOLE,
            link=Link("report", "discounts", {**asked.choices, "only": DRAWER}, period),
        ),
    )  # fmt: skip
    tables = tuple(one for one in (_people(db, asked, prices + drawers), _each(acts[:MOST], names)) if one.lines)
    labels = _titles()
    values = tuple(max(sums[kind], 0) for kind in KINDS)
    chart = Chart("hbar", _("Taken off"), tuple(labels[kind] for kind in KINDS), (Series(_("Amount"), values),), said)
    return Report(
        "discounts", _("Discounts and returns"), period, said, tables, figures, (chart,) if any(values) else (),
        _notes(len(acts), prices, looked, period),
        tuple(openings.alerts(opened)),
    )  # fmt: skip


def _finding(sums: dict[str, int], whole: Sold, period: Period) -> str:
    """What was given off, and what part of the sales that is."""
    told = {
        "period": periods.said(period), "discount": rupees(sums[DISCOUNT]), "void": rupees(sums[VOID]),
        "return": rupees(sums[RETURN]), "percent": findings.percent(findings.share(whole.discount, whole.gross)),
    }  # fmt: skip
    if not (whole.discount or whole.voids or whole.notes):
        return _("{period}: nothing was given off, cancelled or taken back.").format(**told)
    if not whole.discount:
        return _("{period}: no discount was given; {void} was cancelled and {return} taken back.").format(**told)
    return _(
        "{period}: {discount} was given off, {percent} of all; {void} was cancelled and {return} taken back."
    ).format(**told)


def _notes(count: int, prices: list[Act], looked: Period, period: Period) -> tuple[str, ...]:
    notes: list[str] = []
    if prices:
        notes.append(_("Another price is neither the item's usual one of those days nor on a price list."))
    if looked != period:
        said = _("Other prices are told of {period} alone: ask for fewer days to see others.")
        notes.append(said.format(period=periods.said(looked)))
    if count > MOST:
        notes.append(_("The newest {most} are listed; the sums count all.").format(most=MOST))
    return tuple(notes)


# -- each of them


def _values(asked: Asked) -> dict[str, Any]:
    first, last = asked.period.span
    return {"a": first, "b": last, "till": asked.chosen("till"), "employee": asked.chosen("employee"), "most": MOST + 1}


def _discounts(db: Reader, asked: Asked) -> list[Act]:
    """What came off each bill: by an offer in its words, else by whom and how much."""
    found: list[Act] = []
    for row in db.rows(DISCOUNTS, _values(asked)):
        day, at, number, employee_id, item, amount, offer, line_rate, disc, bdisc, bill_rate, lines = row
        why = [_("offer: {name}").format(name=offer)] if offer else []
        if disc and not offer:
            why.append(_("{percent} % on the line").format(percent=rate(line_rate)) if line_rate else _("on the line"))
        if bdisc:
            why.append(_("{percent} % on the bill").format(percent=rate(bill_rate)) if bill_rate else _("on the bill"))
        told = item if lines == 1 else _("{count} lines").format(count=lines)
        found.append(Act(DISCOUNT, day, at, number, employee_id, told, amount, ", ".join(why)))
    return found


def _voids(db: Reader, asked: Asked) -> list[Act]:
    return [
        Act(VOID, day, at, number, employee_id, "", payable, reason, allowed or "")
        for day, at, number, employee_id, payable, reason, allowed in db.rows(VOIDS, _values(asked))
    ]


def _returns(db: Reader, asked: Asked) -> list[Act]:
    return [
        Act(
            RETURN, day, at, number, employee_id, _("of {number}").format(number=of) if of else _("without a bill"),
            payable, reason, allowed or "",
        )
        for day, at, number, employee_id, payable, reason, allowed, of in db.rows(RETURNS, _values(asked))
    ]  # fmt: skip


READ = {DISCOUNT: _discounts, VOID: _voids, RETURN: _returns}


def _prices(db: Reader, asked: Asked, whole: Sold) -> tuple[list[Act], Period]:
    """Each line at another price, and the days that were looked at."""
    looked, till, employee = (
        findings.looked(db, asked.period, whole.bills),
        asked.chosen("till"),
        asked.chosen("employee"),
    )
    found: list[Act] = []
    for one in other_prices.find(db, looked, till):
        if employee not in {"", one.employee_id.hex()}:
            continue
        why = _("{price} instead of {usual}").format(price=rupees(one.price), usual=rupees(one.usual))
        for number, at, quantity in one.bills:
            less = half_up((one.usual - one.price) * quantity, 1000)
            found.append(Act(PRICE, one.day, at, number, one.employee_id, one.name, less, why))
    return found, looked


def _openings(db: Reader, asked: Asked) -> list[Opening]:
    """Each time that a drawer was opened without a sale, of the till and by the employee asked for."""
    found = openings.listed(db, *asked.period.span, asked.chosen("till"))
    return [one for one in found if asked.chosen("employee") in {"", one.employee_id.hex()}]


def _drawers(found: list[Opening]) -> list[Act]:
    """The same as acts, the newest first, told with what for, and why where somebody typed it."""
    return [
        Act(
            DRAWER, one.day, one.made_at, "", one.employee_id, drawer.label(one.kind), None, openings.why(one),
            one.allowed,
        )
        for one in reversed(found)
    ]  # fmt: skip


# -- tables


def _people(db: Reader, asked: Asked, acts: list[Act]) -> Table:
    columns = (
        Column("employee", _("Employee")), Column("discount", _("Discounts"), Kind.MONEY, total=True),
        Column("share", _("Of their sales"), Kind.PERCENT), Column("void", _("Cancelled"), Kind.MONEY, total=True),
        Column("return", _("Returns"), Kind.MONEY, total=True),
        Column("price", _("Other prices, less"), Kind.MONEY, total=True),
        Column("drawer", _("Drawer opened"), Kind.WHOLE, total=True),
    )  # fmt: skip
    names = dict(findings.employees(db))
    sums = sold.by(db, asked.period, "employee", only=asked)
    sums = {**{act.employee_id: Sold() for act in acts if act.employee_id not in sums}, **sums}
    lines = tuple(
        Line(
            (names[key.hex()], one.discount, findings.share(one.discount, one.gross), one.cancelled, one.noted,
             sum(act.amount or 0 for act in acts if (act.employee_id, act.kind) == (key, PRICE)),
             sum((act.employee_id, act.kind) == (key, DRAWER) for act in acts)),
            Link("report", "discounts", {"employee": key.hex()}, asked.period),
        )
        for key, one in sorted(sums.items(), key=lambda pair: (-pair[1].discount, names[pair[0].hex()]))
    )  # fmt: skip
    return Table(columns, lines, _("By employee"), total(columns, lines, _("Total")) if lines else None)


def _each(acts: list[Act], names: dict[bytes, str]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("at", _("At"), Kind.MOMENT), Column("what", _("What")),
        Column("number", _("Bill")), Column("employee", _("By")), Column("item", _("Of")),
        Column("amount", _("Amount"), Kind.MONEY), Column("why", _("Why")), Column("allowed", _("Allowed by")),
    )  # fmt: skip
    titles = _titles()
    lines = tuple(
        Line(
            (act.day, act.at, titles[act.kind], act.number, names.get(act.employee_id, ""), act.item, act.amount,
             act.why, act.allowed),
            Link("bill", act.number) if act.number else _day_of(act),
        )
        for act in acts
    )  # fmt: skip
    return Table(columns, lines, _("Each of them"))


def _day_of(act: Act) -> Link:
    """What has no bill leads to the bills of its day by whose hand it was: what was sold just then."""
    return Link("report", "bills", {"employee": act.employee_id.hex()}, periods.around(day_of(act.day), "day"))


def _titles() -> dict[str, str]:
    return {
        DISCOUNT: _("Discount"), VOID: _("Cancelled"), RETURN: _("Taken back"), PRICE: _("Another price"),
        DRAWER: _("Drawer opened"),
    }  # fmt: skip


def _only(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple(_titles().items())
