"""How a report is asked for at the command line: of which days, narrowed by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shoppos.cli.parser import Parser


def which(parser: Parser, *last: str) -> None:
    """The days and the choices of a report; `last` are the options that name its last day."""
    parser.add_argument("--from", dest="since", default="", metavar="DAY", help="its first day, YYYY-MM-DD")
    parser.add_argument(*last, dest="until", default="", metavar="DAY", help="its last day; without it today")
    named = "today, yesterday, this-week, last-month, this-year, last-30-days …, 2026-05 or 2026-27"
    parser.add_argument("--period", default="", metavar="NAME", help=named)
    narrowed = "narrows it: employee=Asha; report list --json names all"
    parser.add_argument("--choice", action="append", default=[], metavar="KEY=VALUE", help=narrowed)
