"""Expenses: what was spent on anything but goods, listed by its days, and taken back where it was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, rupees
from shoppos.cli.answer import DONE, answer, asked_once, note, table
from shoppos.cli.bills import day, key_of
from shoppos.cli.place import asked, opened
from shoppos.reports import expenses as told
from shoppos.reports import periods
from shoppos.rules import expenses as rules
from shoppos.rules import methods
from shoppos.rules.entry import parse_money

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("expense", "what the shop spends on anything but goods")
    new = group.add("add", spend, "write an expense down; in cash it leaves this till's drawer")
    new.add_argument("category", metavar="CATEGORY", help="one of: shoppos expense categories")
    new.add_argument("amount", metavar="AMOUNT")
    new.add_argument("--method", default=rules.CASH, choices=rules.METHODS, help="how it was paid; cash")
    new.add_argument("--to", dest="paid_to", default="", metavar="NAME", help="to whom")
    new.add_argument("--reference", default="", metavar="R", help="the number of the bill or payment")
    new.add_argument("--note", default="", metavar="TEXT")
    new.add_argument("--day", default="", metavar="DAY", help="when it was paid, YYYY-MM-DD; today")
    new.add_argument("--key", default="", metavar="UUID", help="the same key twice is one expense")
    new.add_argument("--sure", action="store_true", help="though it is more cash than can be meant")
    many = group.add("list", every, "the expenses of some days; this month")
    many.add_argument("--period", default="", metavar="NAME", help="today, last-week, this-month, 2026-05, 2026-27 …")
    many.add_argument("--from", dest="since", default="", metavar="DAY")
    many.add_argument("--to", dest="until", default="", metavar="DAY")
    many.add_argument("--category", default="", metavar="C")
    wrong = group.add("back", take_back, "take an expense back that was wrong")
    wrong.add_argument("id", metavar="ID", help="the end of its id, as the list shows it")
    wrong.add_argument("--reason", required=True, metavar="TEXT")
    kinds = group.add("categories", categories, "what there is to choose from")
    kinds.add_argument("--set", dest="names", nargs="+", default=[], metavar="NAME", help="choose these from now on")


def spend(options: Namespace) -> int:
    """Write an expense down."""
    amount = parse_money(options.amount)
    paid = day_number(day(options.day)) if options.day else None
    with opened(options) as shop:
        made = asked_once(
            options,
            lambda sure: shop.expenses.spend(
                options.category, amount, method=options.method, paid_to=options.paid_to, reference=options.reference,
                note=options.note, day=paid, key=key_of(options.key), sure=sure,
            ),
        )  # fmt: skip
        said = rules.advice(options.method, amount)
        if said:
            note(said)
        _told(options, shop, made)
    return DONE


def take_back(options: Namespace) -> int:
    """Take an expense back."""
    with opened(options) as shop:
        _told(options, shop, shop.expenses.take_back(shop.expenses.find(options.id), options.reason))
    return DONE


def every(options: Namespace) -> int:
    """List expenses."""
    with asked(options) as db:
        period = periods.given(periods.today(db.clock), "month", options.period, options.since, options.until)
        rows = told.listed(db, *period.span, _named(told.categories(db), options.category))
    document = {
        "from": period.first.isoformat(), "to": period.last.isoformat(),
        "expenses": [told.as_json(row) for row in rows],
        "total": plain(sum(row.amount for row in rows)),
        "by_category": [
            {"category": name, "count": count, "amount": plain(amount)}
            for name, count, amount in told.by_category(rows)
        ],
    }  # fmt: skip
    answer(options, document, _listed(rows) if rows else _("Nothing was spent in these days."))
    return DONE


def categories(options: Namespace) -> int:
    """Say what there is to choose from, or choose it."""
    with opened(options) as shop:
        names = shop.expenses.set_categories(options.names) if options.names else shop.expenses.categories()
    answer(options, list(names), [rules.label(name) for name in names])
    return DONE


def _named(known: tuple[str, ...], text: str) -> str:
    """A category as it is written down, whatever case it was typed in; one that was dropped is asked for as it is."""
    return next((name for name in known if text.casefold() in {name.casefold(), rules.label(name).casefold()}), text)


def _told(options: Namespace, shop: Shop, expense_id: bytes) -> None:
    row = told.one(shop.db, expense_id)
    said = _("{category}: {amount}, {method}").format(
        category=rules.label(row.category), amount=rupees(row.amount), method=methods.label(row.method)
    )
    answer(options, told.as_json(row), said)


def _listed(rows: list[told.ExpenseRow]) -> list[str]:
    cells = [
        (row.short, f"{day_of(row.day):%d-%m-%Y}", rules.label(row.category), grouped(row.amount),
         methods.label(row.method), row.paid_to, row.employee, _stands(row))
        for row in rows
    ]  # fmt: skip
    heads = (_("Id"), _("Day"), _("For"), _("Amount"), _("Paid by"), _("Paid to"), _("Written by"), "")
    total = _("Together: {amount}").format(amount=rupees(sum(row.amount for row in rows)))
    return [*table(heads, cells, "lllr"), total]


def _stands(row: told.ExpenseRow) -> str:
    if row.reverses is not None:
        return _("takes one back: {reason}").format(reason=row.note)
    return _("taken back") if row.taken_back else row.note
