"""Paper: print bill, and the queue of papers that are owed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, Refused, Unavailable
from shoppos.base.i18n import LANGUAGES, _
from shoppos.base.settings import setting
from shoppos.cli.answer import DONE, answer, note, table
from shoppos.cli.place import asked, opened
from shoppos.reports import bill as bill_report
from shoppos.reports import owed

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.base.file import Reader
    from shoppos.cli.parser import Commands
    from shoppos.printing.printers import Printer
    from shoppos.printing.spooler import News, Spooler
    from shoppos.shop import Shop

FORMS = ("escpos", "pdf", "png", "text")
WIDTHS = ("58", "80", "A4", "A5")
ENDINGS = {".pdf": "pdf", ".png": "png", ".txt": "text", ".bin": "escpos", ".escpos": "escpos", ".prn": "escpos"}


def add(commands: Commands) -> None:
    """Add these commands."""
    paper = commands.group("print", "paper").add("bill", bill, "one bill on paper, or into a file")
    paper.add_argument("number")
    paper.add_argument("--to", metavar="DEVICE", help="tcp://HOST:PORT, file:PATH, or a printer's name in the settings")
    paper.add_argument("--language", choices=FORMS, help="what the printer or reader understands")
    paper.add_argument("--width", choices=WIDTHS, help="of the paper: 58 or 80 mm, A4 or A5")
    paper.add_argument(
        "--out", metavar="FILE", help="write the paper to a file (- is standard output); no printer is touched"
    )
    paper.add_argument("--copy", action="store_true", help="mark it DUPLICATE")
    paper.add_argument("--words", choices=sorted(LANGUAGES), help="the language of the words on it")
    queue = commands.group("queue", "the papers that are owed")
    queue.add("list", every, "what waits, and why")
    for name, run, about in (
        ("retry", retry, "print it now"), ("cancel", cancel, "owe it no longer"),
        ("printed", printed, "it did come out: a person has seen it"),
    ):  # fmt: skip
        queue.add(name, run, about).add_argument("id", help="the paper's id or its end, or the bill's number")


def bill(options: Namespace) -> int:
    """Print one bill: into a file without leaving a trace, or on a device, the first time as the original."""
    return _into_file(options) if options.out else _on_device(options)


def _into_file(options: Namespace) -> int:
    from shoppos.printing import compose
    from shoppos.printing.bill import DUPLICATE

    form = options.language or ENDINGS.get(Path(options.out).suffix.lower(), "escpos")
    width = options.width or ("A5" if form == "pdf" else "80")
    with asked(options) as db:
        found = bill_report.load(db, options.number)
        words = options.words or _words(db)
    content = compose(found, form, width, copy=DUPLICATE if options.copy else "", language=words)
    if options.out == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return DONE
    try:
        Path(options.out).write_bytes(content)
    except OSError as error:
        raise Unavailable(
            _("{file} cannot be written: {reason}.").format(file=options.out, reason=error.strerror)
        ) from error
    document = {"number": found.number, "language": form, "width": width, "copy": options.copy, "out": options.out,
                "bytes": len(content)}  # fmt: skip
    answer(options, document, _("{file}: {size} bytes").format(file=options.out, size=f"{len(content):,}"))
    return DONE


def _on_device(options: Namespace) -> int:
    with opened(options) as shop:
        found = bill_report.load(shop.db, options.number)
        printer = _printer(options, shop.db)
        spooler = _spooler(shop)
        job_id = None if options.copy else spooler.never_printed(found.sale_id)
        if job_id is None:
            job_id = owed.copy(shop.db, found.sale_id, shop.sales.reprint(found.number)).id
        paper = owed.paper(shop.db, job_id)
        news = spooler.print_now(job_id, printer)
    document = {"number": found.number, "language": printer.form, "width": printer.paper, "copy": paper.copy,
                "to": printer.address, "state": news.state, "reason": news.reason}  # fmt: skip
    return _told(options, document, news)


def _printer(options: Namespace, db: Reader) -> Printer:
    """The printer that is meant: named, addressed, or the shop's own; --language and --width win over its settings."""
    from shoppos.printing.printers import Printer, printer_for, printers

    name = options.to or ""
    printer = next((one for one in printers(db) if one.name == name), None) if name else printer_for(db, "")
    if printer is None and options.to is not None and options.to.startswith(("tcp:", "file:")):
        form = ENDINGS.get(Path(options.to).suffix.lower(), "escpos") if options.to.startswith("file:") else "escpos"
        printer = Printer(options.to, options.to, form, "A5" if form == "pdf" else "80")
    if printer is None and options.to is not None:
        raise NotFound(
            _("There is no printer called {name}.").format(name=options.to[:60]),
            _("Write tcp://HOST:PORT or file:PATH, or add it in the settings."),
        )
    if printer is None:
        raise Refused(_("No printer is set up."), _("Name one with --to, or a file with --out."))
    return replace(printer, form=options.language or printer.form, paper=options.width or printer.paper)


def _words(db: Reader) -> str:
    return setting(db, "bill_language", "") or setting(db, "language", "en")


def _spooler(shop: Shop) -> Spooler:
    from shoppos.printing.spooler import Spooler

    return Spooler(shop.db, shop.db.clock, lambda _news: None)


def _told(options: Namespace, document: dict[str, Any], news: News) -> int:
    """Answer what became of a paper; what surely did not go out is a refusal."""
    if news.state in {"owed", "cancelled"}:
        raise Unavailable(news.reason or _("The printer did not answer."))
    said = _("Bill {number}: {state} (DUPLICATE)") if document["copy"] else _("Bill {number}: {state}")
    answer(options, document, said.format(number=document["number"], state=news.state))
    if news.reason:
        note(news.reason)
    return DONE


def every(options: Namespace) -> int:
    """List what is owed."""
    with asked(options) as db:
        waiting = owed.papers(db)
    document = [
        {"id": one.id.hex(), "number": one.number, "copy": one.copy, "printer": one.printer, "state": one.state,
         "tries": one.tries, "error": one.error, "made_at": one.made_at.isoformat(timespec="seconds")}
        for one in waiting
    ]  # fmt: skip
    rows = [(x.id.hex()[-8:], x.number, x.copy or "", x.printer, x.state, x.tries, x.error) for x in waiting]
    headings = (_("Id"), _("Bill"), _("Copy"), _("Printer"), _("Status"), _("Tries"), _("Why"))
    answer(options, document, table(headings, rows, "llrllr") if rows else _("Nothing is owed."))
    return DONE


def retry(options: Namespace) -> int:
    """Print an owed paper now."""
    with opened(options) as shop:
        paper, spooler = owed.named(shop.db, options.id), _spooler(shop)
        if not spooler.retry(paper.id):
            raise Refused(_("That paper is being printed just now."), _("Wait a moment, then look at the list again."))
        news = spooler.print_now(paper.id)
    return _told(
        options, {"number": paper.number, "copy": paper.copy, "state": news.state, "reason": news.reason}, news
    )


def cancel(options: Namespace) -> int:
    """Owe a paper no longer."""
    return _decided(options, "cancelled")


def printed(options: Namespace) -> int:
    """Note that an uncertain paper is there."""
    return _decided(options, "printed")


def _decided(options: Namespace, state: str) -> int:
    with opened(options) as shop:
        paper, spooler = owed.named(shop.db, options.id), _spooler(shop)
        done = spooler.cancel(paper.id) if state == "cancelled" else spooler.printed(paper.id)
    if not done:
        raise Refused(_("That does not go with a paper that is {state}.").format(state=paper.state))
    said = _("Bill {number}: {state}").format(number=paper.number, state=state)
    answer(options, {"number": paper.number, "copy": paper.copy, "state": state}, said)
    return DONE
