"""The day book: every document of the day in its order, and what the accountant debits and credits for it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import periods
from shoppos.reports.day_book import beginning
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table
from shoppos.reports.vouchers import Kind as Voucher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader
    from shoppos.reports import vouchers

MOST = 1000
"""Documents that are listed; the sums count them all, and the accountant's file has them all."""
BILLS = frozenset({Voucher.SALES, Voucher.CREDIT_NOTE})


def question() -> Question:
    """What was booked."""
    return Question(
        "daybook", _("Day book"), _("What was booked, document by document?"), _("Accounts"), ask, span="day"
    )


def ask(db: Reader, asked: Asked) -> Report:
    """Every document of the period with its debits and credits, in the order in which they were made."""
    listed, count, debit = beginning(db, asked.period, MOST)
    told = {"period": periods.said(asked.period), "count": count, "sum": rupees(debit), "most": MOST}
    finding = (
        ngettext(
            "{period}: one document, {sum} on each side.", "{period}: {count} documents, {sum} on each side.", count
        ) if count else _("{period}: nothing was booked.")
    ).format(**told)  # fmt: skip
    figures = (
        Figure(_("Documents"), count, Kind.WHOLE), Figure(_("Debit"), debit), Figure(_("Credit"), debit),
    )  # fmt: skip
    notes = (
        (_("The first {most} are listed. All of them are saved on the page Reports: Ctrl+G.").format(**told),)
        if count > MOST
        else ()
    )
    return Report("daybook", _("Day book"), asked.period, finding, (_table(listed, debit),), figures, (), notes)


def _table(listed: list[vouchers.Voucher], debit: int) -> Table:
    columns = (
        Column("at", _("At"), Kind.MOMENT), Column("kind", _("Document")), Column("number", _("Number")),
        Column("account", _("Account")), Column("debit", _("Debit"), Kind.MONEY, total=True),
        Column("credit", _("Credit"), Kind.MONEY, total=True), Column("story", _("For")),
    )  # fmt: skip
    lines = tuple(line for one in listed for line in _lines(one))
    sums = (_("Total"), None, None, None, debit, debit, None)
    return Table(columns, lines, total=sums if lines else None)


def _lines(one: vouchers.Voucher) -> Iterator[Line]:
    """One document: what it is on its first line, then each account."""
    link = Link("bill", one.number.removesuffix("/X")) if one.kind in BILLS else None
    heads = ((one.made_at, called(one.kind), one.number), *((None, None, None),) * len(one.entries))
    for head, entry in zip(islice(heads, len(one.entries)), one.entries, strict=True):
        sides = (entry.amount, None) if entry.amount > 0 else (None, -entry.amount)
        yield Line((*head, entry.ledger.name, *sides, one.narration if head[0] is not None else None), link)


def called(kind: Voucher) -> str:
    """What a document is called in the shop's language; the accounts keep the names that Tally knows."""
    words = {
        Voucher.SALES: _("Bill"), Voucher.CREDIT_NOTE: _("Credit note"), Voucher.RECEIPT: _("Receipt"),
        Voucher.PAYMENT: _("Payment"), Voucher.PURCHASE: _("Purchase"), Voucher.DEBIT_NOTE: _("Debit note"),
        Voucher.JOURNAL: _("Journal"),
    }  # fmt: skip
    return words[kind]
