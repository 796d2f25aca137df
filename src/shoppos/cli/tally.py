"""The accountant's file: tally."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import plain, rupees
from shoppos.base.saving import save
from shoppos.cli.answer import DONE, answer
from shoppos.cli.gst import books_of, days
from shoppos.reports import periods, tally
from shoppos.reports.day_book import day_book
from shoppos.reports.gst import documents

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add this command."""
    one = commands.add("tally", export, "every document of a month with its debits and credits, for Tally to take in")
    one.add_argument("--month", default="", metavar="YYYY-MM", help="without it the last month")
    one.add_argument("--from", dest="since", default="", metavar="DAY", help="other days than a month's")
    one.add_argument("--to", dest="until", default="", metavar="DAY")
    one.add_argument("--out", metavar="FILE", help="write it into this file; without it onto the terminal")
    one.add_argument("--company", default="", metavar="NAME", help="the company's name in Tally (default: the shop's)")
    one.add_argument("--part", choices=tally.PARTS, default="all", help="accounts and vouchers, or one of them alone")
    one.set_defaults(quarter="")


def export(options: Namespace) -> int:
    """Write the file."""
    if options.month and (options.since or options.until):
        raise InvalidInput(_("Name a month, or its first and last day, not both."), field="month")
    with books_of(options) as db:
        now = periods.today(db.clock)
        between = bool(options.since or options.until)
        period = periods.given(now, "month", "", options.since, options.until) if between else days(db, options)
        company = options.company or documents.letterhead(db, period).name
        made = list(day_book(db, period))
    told = tally.write(made, company, options.part)
    debit = sum(one.amount for one in made)
    document = {
        "from": period.first.isoformat(), "to": period.last.isoformat(), "vouchers": len(made),
        "ledgers": len(tally.ledgers(made)), "debit": plain(debit), "file": options.out,
    }  # fmt: skip
    if options.out:
        save(Path(options.out), (piece.encode() for piece in told))
    elif not options.json:
        answer(options, document, "".join(told).rstrip("\n"))
        return DONE
    sentence = _("{n} vouchers, {sum} on each side: {file}")
    answer(options, document, sentence.format(n=len(made), sum=rupees(debit), file=options.out or ""))
    return DONE
