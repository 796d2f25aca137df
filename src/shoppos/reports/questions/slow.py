"""What lies on the shelf and does not sell: items on hand without a sale for so many days, and what they have cost."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, periods, stock_worth
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader
    from shoppos.reports.stock_worth import Worth

DAYS = ("30", "60", "90", "180", "365")
USUAL = "60"
MOST = 500
DRAWN = 10
SOLD_LATER = "SELECT DISTINCT product_id FROM item_total WHERE month > ? AND lines > 0"
SOLD_THEN = "SELECT product_id FROM item_total WHERE month = ? AND lines > 0"
LINES = (
    "SELECT DISTINCT l.product_id FROM sale s INDEXED BY sale_day CROSS JOIN sale_line l ON l.sale_id = s.id "
    "WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' AND s.business_date BETWEEN ? AND ? "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
MONTHS = (
    "SELECT product_id, max(month) FROM item_total WHERE month IN (SELECT DISTINCT day / 100 FROM sale_total) "
    "AND product_id IN (SELECT unhex(value) FROM json_each(?)) AND lines > 0 GROUP BY product_id"
)
BOUGHT = (
    "SELECT l.product_id, max(p.business_date) FROM purchase_line l JOIN purchase p ON p.id = l.purchase_id "
    "WHERE l.product_id IN (SELECT unhex(value) FROM json_each(?)) AND p.kind = 'received' GROUP BY l.product_id"
)


def question() -> Question:
    """What does not sell."""
    return Question(
        "slow", _("Slow stock"), _("What lies on the shelf and does not sell?"), _("Stock"), ask,
        (Choice("days", _("Without a sale for"), _days, USUAL), Choice("category", _("Category"), findings.categories)),
        of_now=True, span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The items on hand that nobody bought in so many days, those first in which most money lies."""
    days, category = int(asked.chosen("days") or USUAL), asked.chosen("category")
    today = findings.of_today(db)
    since = today.last - dt.timedelta(days=days - 1)
    sold = _sold_since(db, since)
    (there, whole, count, worth), listed = stock_worth.unsold(db, sold, category, MOST)
    table = _table(db, listed)
    if not listed:
        said = _("Everything on hand sold at least once within {days} days.").format(days=days)
        return Report("slow", _("Slow stock"), today, said if there else _("Nothing is on hand."), (table,))
    said = _finding(listed[0].name, count, days, worth, whole)
    figures = (
        Figure(_("Worth at cost"), worth), Figure(_("Items"), count, Kind.WHOLE),
        Figure(_("Of all items on hand"), findings.share(count, there) or 0, Kind.PERCENT),
    )  # fmt: skip
    return Report(
        "slow", _("Slow stock"), today, said, (table,), figures, _chart(listed, said), _notes(db, count, since)
    )


def _finding(name: str, count: int, days: int, worth: int, whole: int) -> str:
    told = {
        "count": count, "days": days, "amount": rupees(worth), "name": name,
        "percent": findings.percent(findings.share(worth, whole)),
    }  # fmt: skip
    if not worth:
        return ngettext(
            "One item on hand was not sold for {days} days: {name}.",
            "{count} items on hand were not sold for {days} days.", count,
        ).format(**told)  # fmt: skip
    return ngettext(
        "One item on hand was not sold for {days} days: {name}, worth {amount} at cost, {percent} of the stock.",
        "{count} items on hand were not sold for {days} days; they are worth {amount} at cost, {percent} of the "
        "stock, {name} most.", count,
    ).format(**told)  # fmt: skip


def _sold_since(db: Reader, since: dt.date) -> set[bytes]:
    """Which products were sold from that day on, by themselves or in a pack: whole months by the totals, else lines."""
    month = since.year * 100 + since.month
    sold = {row[0] for row in db.rows(SOLD_LATER, (month,))}
    if since.day == 1:
        sold |= {row[0] for row in db.rows(SOLD_THEN, (month,))}
    else:
        sold |= {row[0] for row in db.rows(LINES, (day_number(since), month * 100 + 31))}
    return sold | {part for pack, part in db.rows("SELECT product_id, part_id FROM component") if pack in sold}


def _notes(db: Reader, count: int, since: dt.date) -> tuple[str, ...]:
    """What one must know to read it: a shop that is young, items that are many."""
    notes = [_("An item that came only lately may not have had its time yet: see when it was bought last.")]
    row = db.row("SELECT min(day) FROM sale_total")
    if row and row[0] and day_of(row[0]) > since:
        notes.append(_("The first bill is of {day}.").format(day=periods.day_said(day_of(row[0]))))
    if count > MOST:
        notes.append(_("The {most} items worth most are listed; all are counted.").format(most=MOST))
    return tuple(notes)


def _table(db: Reader, listed: list[Worth]) -> Table:
    last, bought = _last_months(db, listed), dict(db.rows(BOUGHT, (_ids(one.product_id for one in listed),)))
    columns = (
        Column("item", _("Item")), Column("code", _("Code")), Column("category", _("Category")),
        Column("on_hand", _("On hand"), Kind.QUANTITY), Column("unit", _("Unit")),
        Column("cost", _("Worth at cost"), Kind.MONEY, total=True),
        Column("price", _("Worth at price"), Kind.MONEY, total=True), Column("sold", _("Sold last"), Kind.MONTH),
        Column("bought", _("Bought last"), Kind.DAY),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.name, one.code, one.category, one.on_hand, one.unit, one.cost, one.price,
             last.get(one.product_id), bought.get(one.product_id)),
            Link("product", one.product_id.hex()),
        )
        for one in listed
    )  # fmt: skip
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)


def _last_months(db: Reader, listed: list[Worth]) -> dict[bytes, int]:
    """In which month (yyyymm) each was last sold, by itself or in a pack."""
    packs: dict[bytes, list[bytes]] = {}
    for pack, part in db.rows("SELECT product_id, part_id FROM component"):
        packs.setdefault(part, []).append(pack)
    asked = [one for item in listed for one in (item.product_id, *packs.get(item.product_id, ()))]
    months: dict[bytes, int] = dict(db.rows(MONTHS, (_ids(asked),)))
    found: dict[bytes, int] = {}
    for item in listed:
        last = max(months.get(one, 0) for one in (item.product_id, *packs.get(item.product_id, ())))
        if last:
            found[item.product_id] = last
    return found


def _ids(products: Iterable[bytes]) -> str:
    return json.dumps([one.hex() for one in products])


def _chart(listed: list[Worth], said: str) -> tuple[Chart, ...]:
    drawn = [one for one in listed[:DRAWN] if one.cost]
    if not drawn:
        return ()
    title = _("Worth at cost")
    values = Series(title, tuple(one.cost for one in drawn))
    return (Chart("hbar", title, tuple(one.name for one in drawn), (values,), said),)


def _days(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((days, _("{days} days").format(days=days)) for days in DAYS)
