"""What the owner asks: report NAME and report list, in every format."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import BILL_LANGUAGES, _, speaking
from shoppos.base.saving import save
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.place import opened
from shoppos.cli.report_options import which
from shoppos.reports import formats, periods, questions

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from shoppos.base.file import Reader
    from shoppos.cli.parser import Commands
    from shoppos.reports.report import Period, Question
    from shoppos.shop import Shop

LIST = "list"
TABLE, PDF = "table", "pdf"
FORMATS = (TABLE, *formats.FORMATS, PDF)
ENDINGS = {".txt": "text", ".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html",
           ".pdf": PDF}  # fmt: skip
BINARY = ("xlsx", PDF)
"""Formats that are no sight on a terminal."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A report as it was typed: its question, its days, and what narrows it."""

    question: Question
    period: Period
    choices: Mapping[str, str]

    def told(self) -> dict[str, Any]:
        """The same in an answer."""
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return {"report": self.question.name, **days, "choices": dict(self.choices)}


def add(commands: Commands) -> None:
    """Add these commands."""
    one = commands.add("report", report, "a report by its name; report list names them all")
    one.add_argument("name", metavar="NAME")
    which(one, "--to", "--until")
    one.add_argument("--format", choices=FORMATS, help="how it is written; without it as FILE ends, else a table")
    one.add_argument("--out", metavar="FILE", help="write it into a file; - is standard output")
    one.add_argument("--width", choices=("A4", "A5"), default="A4", help="the paper of a PDF; A4")
    one.add_argument("--words", choices=sorted(BILL_LANGUAGES), help="the language of its words")


def report(options: Namespace) -> int:
    """Ask one question, or list them."""
    with opened(options) as shop:
        if options.name == LIST:
            return _every(options, shop.db)
        shop.staff.guard("reports")
        form = _format(options)
        if form in BINARY and not options.out:
            raise InvalidInput(
                _("A report as {format} needs a file.").format(format=form),
                _("Name it with --out FILE; - is standard output."),
                "out",
            )
        with speaking(options.words or shop.settings.get("language", "en")):
            content, told = _written(options, shop, form)
    if options.out in {None, "-"}:
        sys.stdout.buffer.write(content) if hasattr(sys.stdout, "buffer") else sys.stdout.write(content.decode())
        sys.stdout.flush()
        return DONE
    save(Path(options.out), content)
    document = {**told, "format": form, "out": options.out, "bytes": len(content)}
    answer(options, document, _("{file}: {size} bytes").format(file=options.out, size=f"{len(content):,}"))
    return DONE


def _format(options: Namespace) -> str:
    """How it is written: as asked, as the file's ending says, as JSON where --json stands alone, else a table."""
    if options.format:
        return "text" if options.format == TABLE else options.format
    if options.out and options.out != "-":
        ending = Path(options.out).suffix.lower()
        if ending not in ENDINGS:
            raise InvalidInput(
                _("{file}: its ending says no format.").format(file=Path(options.out).name),
                _("Choose --format {choices}.").format(choices=", ".join(FORMATS)),
                "format",
            )
        return ENDINGS[ending]
    return "json" if options.json else "text"


def _written(options: Namespace, shop: Shop, form: str) -> tuple[bytes, dict[str, Any]]:
    from shoppos.reports.report_paper import shop_now

    wanted = asked_for(options, shop.db)
    made = questions.ask(shop.db, wanted.question.name, wanted.period, **wanted.choices)
    head, now = shop_now(shop.db), shop.db.clock.now()
    if form != PDF:
        return formats.write(made, form, head, now), wanted.told()
    from shoppos.printing.languages import pdf
    from shoppos.printing.paper import paper_named
    from shoppos.printing.report_page import report_page

    words = options.words or shop.settings.get("language", "en")
    return pdf.compose(report_page(made, head, now, paper_named(options.width), language=words)), wanted.told()


def asked_for(options: Namespace, db: Reader) -> AskedFor:
    """The report that was typed, with its days and choices."""
    question = questions.question(options.name)
    period = periods.given(periods.today(db.clock), question.span, options.period, options.since, options.until)
    choices: dict[str, str] = {}
    for typed in options.choice:
        key, equals, value = typed.partition("=")
        if not equals or not value:
            raise InvalidInput(
                _("{text} names no choice and value.").format(text=clean(typed, 60)),
                _("Write it like employee=Asha."),
                "choice",
            )
        choices[key.strip()] = value
    return AskedFor(question, period, choices)


def _every(options: Namespace, db: Reader) -> int:
    """List the reports with what each asks and may be narrowed by."""
    every = questions.questions()
    document = [
        {
            "name": one.name, "title": one.title, "asks": one.asks, "group": one.group, "of_now": one.of_now,
            "span": one.span,
            "choices": [
                {
                    "key": choice.key, "title": choice.title,
                    "options": None if choice.options is None else [
                        {"value": value, "title": title} for value, title in choice.options(db)
                    ],
                }
                for choice in one.choices
            ],
        }
        for one in every
    ]  # fmt: skip
    rows = [(one.name, one.asks, ", ".join(choice.key for choice in one.choices)) for one in every]
    answer(options, document, table((_("Report"), _("What it answers"), _("Choices")), rows))
    return DONE
