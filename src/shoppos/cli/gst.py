"""Returns for the government: gst gstr1, gst gstr3b, gst cmp08, gst check."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped, plain, rupees
from shoppos.base.saving import save, save_all
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, facts, note, table
from shoppos.cli.place import opened
from shoppos.reports import periods
from shoppos.reports.gst import cautions, checklist, cmp08, documents, files, gstr1, gstr3b
from shoppos.rules.documents import Scheme
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator

    from shoppos.base.file import Reader
    from shoppos.cli.parser import Commands, Parser
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.gst.finding import Finding
    from shoppos.reports.report import Period

SECTIONS = ("b2b", "b2cl", "b2cs", "cdnr", "cdnur", "nil")
QUARTER = re.compile(r"((?:19|20|21)\d\d)(?:-\d\d)?[-/ ]?[Qq]([1-4])", re.ASCII)
SHOWN = 50
"""Findings that a person is shown; programs get all of them."""


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("gst", "returns for the government, and what would be refused")
    one = group.add("gstr1", first, "GSTR-1: the month's bills and credit notes, as the portal takes them")
    _whose_days(one)
    one.add_argument("--out", metavar="FILE", help="write the return into this file; for csv into this folder")
    one.add_argument(
        "--format", choices=files.FORMATS, help="the portal's JSON file, or its sheets (default: by FILE's name)"
    )
    two = group.add("gstr3b", third, "GSTR-3B: figures of Tables 3.1 and 3.2")
    _whose_days(two)
    two.add_argument("--out", metavar="FILE", help="write them into this file, as the portal's JSON has them")
    three = group.add("cmp08", composition, "CMP-08: the quarter of a shop under the composition levy")
    three.add_argument(
        "--quarter", default="", metavar="MONTH", help="any month of it, YYYY-MM; without it the last one"
    )
    _whose_days(group.add("check", look, "every bill that the portal would refuse, why, and what to do"))


def _whose_days(parser: Parser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--month", default="", metavar="YYYY-MM", help="without it the last month")
    one.add_argument(
        "--quarter", default="", metavar="YYYY-MM", help="for who files quarterly: any month of it, or 2026-Q1"
    )


@contextmanager
def books_of(options: Namespace) -> Generator[Reader]:
    """The shop's file, for who may see its reports."""
    with opened(options) as shop:
        shop.staff.guard("reports")
        yield shop.db


def first(options: Namespace) -> int:
    """Make GSTR-1."""
    with books_of(options) as db:
        period = days(db, options)
        documents.return_of(db, period, Scheme.REGULAR)
        running = cautions.still_sells(db, period)
        books = gstr1.books(db, period)
        refused = [one for one in checklist.looked_through(db, books) if one.refused]
    told = gstr1.build(books)
    written = _write(options, books) if options.out else []
    document = {"files": [str(path) for path in written], "refused": len(refused)} if written else told
    people = [_("Written: {file}").format(file=path) for path in written]
    answer(options, document, [*_sections(books, told), *people])
    if running:
        note(running)
    _say_refused(refused, options)
    return DONE


def third(options: Namespace) -> int:
    """Make the figures of GSTR-3B."""
    with books_of(options) as db:
        told = gstr3b.gstr3b(db, days(db, options))
        running = cautions.still_sells(db, told.period)
    document = gstr3b.as_json(told)
    if options.out:
        save(Path(options.out), files.as_json(document))
    taxes = told.taxable
    rows = [
        (_("3.1(a) Taxable supplies"), taxes.taxable, taxes.igst, taxes.cgst, taxes.sgst, taxes.cess),
        (_("3.1(c) Nil rated and exempt"), told.nil_or_exempt, 0, 0, 0, 0),
        (_("3.1(e) Outside GST"), told.non_gst, 0, 0, 0, 0),
        *((_("3.2 Unregistered, {state}").format(state=STATES.get(place, place)), sums.taxable, sums.igst, 0, 0, 0)
          for place, sums in told.to_other_states),
    ]  # fmt: skip
    people = [f"GSTR-3B  {told.gstin}  {periods.said(told.period)}"]
    heads = (_("Table"), _("Taxable"), "IGST", "CGST", "SGST", _("Cess"))
    people += table(heads, [(row[0], *(grouped(paise) for paise in row[1:])) for row in rows], "lrrrrr")
    if options.out:
        people.append(_("Written: {file}").format(file=options.out))
    answer(options, document, people)
    if running:
        note(running)
    return DONE


def composition(options: Namespace) -> int:
    """Make the statement of a quarter."""
    with books_of(options) as db:
        last = periods.before(periods.around(periods.today(db.clock), "quarter"))
        told = cmp08.cmp08(db, _of_quarter(options.quarter, periods.today(db.clock)) if options.quarter else last.first)
        found = list(cautions.other_states(db, told.period))
        running = cautions.still_sells(db, told.period)
    document = {
        "gstin": told.gstin, "from": told.period.first.isoformat(), "to": told.period.last.isoformat(),
        "outward": plain(told.outward), "taxable": plain(told.taxable), "cgst": plain(told.cgst),
        "sgst": plain(told.sgst), "tax": plain(told.tax), "due": told.due.isoformat(),
        "findings": checklist.as_json(found),
    }  # fmt: skip
    people = [f"CMP-08  {told.gstin}  {periods.said(told.period)}", *facts((
        (_("Sold"), rupees(told.outward)), (_("Of it taxable"), rupees(told.taxable)),
        ("CGST 0.5 %", rupees(told.cgst)), ("SGST 0.5 %", rupees(told.sgst)), (_("To pay"), rupees(told.tax)),
        (_("Until"), periods.day_said(told.due)),
    )), *said(found)]  # fmt: skip
    answer(options, document, people)
    if running:
        note(running)
    return DONE


def look(options: Namespace) -> int:
    """Say what would be refused."""
    with books_of(options) as db:
        period = days(db, options)
        documents.return_of(db, period, Scheme.REGULAR)
        books = gstr1.books(db, period)
        found = checklist.looked_through(db, books) if options.json else checklist.for_people(db, books)
    document = {"period": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}", "findings": checklist.as_json(found)}
    people = [_("Nothing would be refused in {period}.").format(period=periods.said(period))]
    refused = any(one.refused for one in found)
    answer(options, document, said(found) if refused else [*people, *said(found)])
    return DONE


def said(found: list[Finding]) -> list[str]:
    """The findings as a person reads them."""
    told = [
        f"{_('REFUSED') if one.refused else _('Mind')}  {clean(one.sentence, 300)}\n    {clean(one.remedy, 300)}"
        for one in found[:SHOWN]
    ]
    more = len(found) - len(told)
    return [*told, _("and {n} more; all of them: --json").format(n=more)] if more else told


def days(db: Reader, options: Namespace) -> Period:
    """The month or quarter that was asked for, else the last month that is over; InvalidInput for what is no month."""
    now = periods.today(db.clock)
    if options.quarter:
        return periods.around(_of_quarter(options.quarter, now), "quarter")
    if options.month:
        return periods.around(_month(options.month, now), "month")
    return periods.before(periods.around(now, "month"))


def _of_quarter(text: str, now: dt.date) -> dt.date:
    """A day of the quarter that was written as one of its months, or as 2026-Q1: the first of the year from April."""
    found = QUARTER.fullmatch(text.strip())
    if found:
        month = periods.APRIL - 1 + (int(found[2]) - 1) * periods.QUARTER
        return dt.date(int(found[1]) + month // 12, month % 12 + 1, 1)
    return _month(text, now)


def _month(text: str, now: dt.date) -> dt.date:
    wrong = InvalidInput(_("{text} is not a month.").format(text=clean(text, 40)), _("Write it like 2026-05."), "month")
    try:
        period = periods.named(text, now)
    except InvalidInput as error:  # it names days and years too, which do not fit here
        raise wrong from error
    if periods.span_of(period) != "month":
        raise wrong
    return period.first


def _sections(books: Books, told: dict[str, Any]) -> list[str]:
    """How much stands where, for a person."""
    counts = {name: _documents(told.get(name, [])) for name in ("b2b", "b2cl", "cdnr", "cdnur")}
    sums = dict.fromkeys(SECTIONS, documents.Taxes())
    for cell in books.cells:
        sign = 1 if cell.section.value in ("cdnr", "cdnur") else cell.sign
        sums[cell.section.value] = sums[cell.section.value].plus(cell.sums, sign)
    rows = [
        (name, counts.get(name, ""), *(grouped(paise) for paise in (it.taxable, it.igst, it.cgst, it.sgst, it.cess)))
        for name, it in sums.items() if any(it)
    ]  # fmt: skip
    heads = (_("Table"), _("Documents"), _("Taxable"), "IGST", "CGST", "SGST", _("Cess"))
    return [f"GSTR-1  {told['gstin']}  {periods.said(books.period)}", *table(heads, rows, "lrrrrrr")]


def _documents(groups: list[dict[str, Any]]) -> int:
    return sum(len(group.get("inv", group.get("nt", [group]))) for group in groups)


def _write(options: Namespace, books: Books) -> list[Path]:
    """Write the return; gives the files."""
    out = Path(options.out)
    format_ = options.format or out.suffix.lstrip(".").lower() or "json"
    made = files.gstr1_files(books, format_)
    return save_all(out, made) if format_ == "csv" else [save(out, content) for _name, content in made]


def _say_refused(refused: list[Finding], options: Namespace) -> None:
    if not refused:
        return
    which = f"--quarter {options.quarter}" if options.quarter else f"--month {options.month}" if options.month else ""
    told = ngettext(
        "One thing in it would be refused. See: {command}", "{n} things in it would be refused. See: {command}",
        len(refused),
    )  # fmt: skip
    note(told.format(n=len(refused), command=f"shoppos gst check {which}".rstrip()))
