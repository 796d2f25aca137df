"""Paper: print bill, label, slip, shelf, reading; on a printer, or into a file without leaving a trace."""

from __future__ import annotations

import re
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.money import plain, read_quantity
from shoppos.base.saving import save
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.cli import paper_choice
from shoppos.cli.answer import DONE, answer
from shoppos.cli.paper_choice import BILL, COUNT, DOTS, FORMS, LABEL, READING, REPORT, SHELF, SLIP, WIDTHS
from shoppos.cli.paper_words import spooler_of, told
from shoppos.cli.place import asked, opened
from shoppos.cli.report_options import which
from shoppos.reports import bill as bill_report
from shoppos.reports import owed
from shoppos.rules import identifiers

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from shoppos.base.file import Reader
    from shoppos.cli.paper_choice import Kind
    from shoppos.cli.parser import Commands, Parser
    from shoppos.shop import Shop

    Owe = Callable[[Shop, str], Sequence[bytes]]
    """Owes the paper to the printer of that name, "" for the one its kind goes to; gives the jobs' ids."""

READINGS = ("x",)
"""The readings that can be printed: what this till has taken so far today."""
BOX = re.compile(r"\s*[x×*]\s*".join([r"(\d{1,4}(?:\.\d)?)"] * 3) + r"(?:\s*cm)?", re.IGNORECASE | re.ASCII)
"""The sides of a box in centimetres."""
POSTAL = re.compile(r"[A-Za-z]{2} ?[0-9 ]{9,11} ?[A-Za-z]{2}", re.ASCII)
"""What claims to be a number of the post (UPU S10): two letters, nine digits, two letters."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper that is asked for: its document, what it is asked to say, and what the answer adds about it."""

    kind: Kind
    number: str
    doc_id: bytes
    told: dict[str, Any]
    more: dict[str, Any]


def add(commands: Commands) -> None:
    """Add these commands."""
    paper = commands.group("print", "paper")
    one = paper.add("bill", bill, "one bill, on paper or into a file")
    one.add_argument("number")
    printed(one, marked=True)
    _label(paper)
    sheet = paper.add("count", count, "what is to be counted, with room for the figures")
    sheet.add_argument("count", nargs="?", default="", metavar="UUID", help="without it the one that is open")
    sheet.add_argument("--expected", action="store_true", help="say what should be there; else the sheet is blind")
    printed(sheet)
    packing = paper.add("slip", slip, "what is to be gathered and packed for one bill")
    packing.add_argument("number")
    printed(packing, marked=True)
    goods = paper.add("shelf", shelf, "labels for shelf and goods, with price and bar code")
    goods.add_argument("codes", nargs="+", metavar="CODE[=COUNT]", help="as at the counter; =COUNT of each")
    goods.add_argument("--count", type=int, default=1, metavar="N", help="labels of each code without a count; 1")
    goods.add_argument("--goods", action="store_true", help="for the goods themselves, not for the shelf below them")
    goods.add_argument("--skip", type=int, default=0, metavar="N", help="cells of the first sheet that are used up")
    printed(goods)
    x = paper.add("reading", reading, "what this till has taken so far today")
    x.add_argument("name", nargs="?", default="x", metavar="x")
    printed(x)
    asked_for = paper.add("report", report, "a report by its name, as in: report list; x is the reading of the till")
    asked_for.add_argument("name", metavar="NAME")
    which(asked_for, "--until")
    printed(asked_for)


def _label(paper: Commands) -> None:
    one = paper.add("label", label, "the shipping label of a bill with an address")
    one.add_argument("number")
    for name, value, about in (
        ("--courier", "NAME", "who carries it"), ("--awb", "NUMBER", "the courier's number of the parcel"),
        ("--weight", "KG", "for example 1.25"), ("--size", "LxWxH", "of the box, for example 30x20x10 cm"),
    ):  # fmt: skip
        one.add_argument(name, default="", metavar=value, help=about)
    one.add_argument("--mask", action="store_true", help="of the customer's phone only the last four digits")
    one.add_argument("--pieces", type=int, default=1, metavar="N", help="parcels of this bill: a label for each")
    printed(one, marked=True)


def printed(parser: Parser, *, marked: bool = False) -> None:
    """Where a paper goes and how."""
    parser.add_argument(
        "--to", metavar="DEVICE",
        help="tcp://HOST:PORT, file:PATH, cups:QUEUE, windows:QUEUE, serial:PORT, or a printer's name in the settings",
    )  # fmt: skip
    parser.add_argument("--language", choices=FORMS, help="what the printer or reader understands")
    parser.add_argument("--width", choices=WIDTHS, help="the paper: a roll, a sheet, a label or a sheet of labels")
    parser.add_argument(
        "--out", metavar="FILE", help="write the paper to a file (- is standard output); no printer is touched"
    )
    parser.add_argument("--dpi", type=int, choices=sorted(DOTS), help="how fine the print head is; 203")
    parser.add_argument("--words", choices=sorted(BILL_LANGUAGES), help="the language of the words on it")
    if marked:
        parser.add_argument("--copy", action="store_true", help="mark it DUPLICATE")
    else:
        parser.set_defaults(copy=False)


def print_one(options: Namespace, shop: Shop, wanted: Wanted, owe: Owe) -> int:
    """Print a paper of an open shop, into a file or on a device."""
    return _into_file(options, shop.db, wanted) if options.out else _on_device(options, shop, wanted, owe)


# -- the papers


def bill(options: Namespace) -> int:
    """Print one bill; on a device the first print is the original."""

    def want(db: Reader) -> Wanted:
        found = bill_report.load(db, options.number)
        return Wanted(BILL, found.number, found.sale_id, {}, {})

    def owe(shop: Shop, printer: str) -> list[bytes]:
        return shop.papers.bill(options.number, again=options.copy, printer=printer)

    if options.out:
        with asked(options) as db:
            return _into_file(options, db, want(db))
    with opened(options) as shop:
        return _on_device(options, shop, want(shop.db), owe)


def label(options: Namespace) -> int:
    """Print the shipping label of one bill, one for each of its pieces."""
    from shoppos.reports.label import shipping_label
    from shoppos.shop.papers import label_told

    parcel: dict[str, Any] = {
        "courier": options.courier, "awb": _parcel_number(options.awb), "weight": _grams(options.weight),
        "pieces": options.pieces, "size_of_box": _box(options.size), "mask": options.mask, "size": options.width or "",
    }  # fmt: skip
    says = label_told(**parcel)

    def want(db: Reader) -> Wanted:
        found = bill_report.load(db, options.number)
        stands = shipping_label(db, found.sale_id, says)
        more = {"courier": stands.courier, "awb": stands.awb, "pieces": stands.pieces,
                "cod": plain(stands.cod) if stands.cod else None}  # fmt: skip
        return Wanted(LABEL, found.number, found.sale_id, says, more)

    def owe(shop: Shop, printer: str) -> list[bytes]:
        return [shop.papers.label(options.number, again=options.copy, printer=printer, **parcel)]

    if options.out:
        with asked(options) as db:
            return _into_file(options, db, want(db))
    with opened(options) as shop:
        return _on_device(options, shop, want(shop.db), owe)


def slip(options: Namespace) -> int:
    """Print the slip by which the goods of one bill are gathered and packed."""

    def want(db: Reader) -> Wanted:
        found = bill_report.load(db, options.number)
        return Wanted(SLIP, found.number, found.sale_id, {}, {})

    if options.out:
        with asked(options) as db:
            return _into_file(options, db, want(db))
    with opened(options) as shop:
        return _on_device(
            options, shop, want(shop.db),
            lambda shop, printer: [shop.papers.slip(options.number, again=options.copy, printer=printer)],
        )  # fmt: skip


def count(options: Namespace) -> int:
    """Print the sheet of a count."""
    from shoppos.cli.counts import which

    with opened(options) as shop:
        made, blind = which(shop, options), not options.expected
        wanted = Wanted(COUNT, "", made.id, {"blind": int(blind)}, {"count": str(uuid.UUID(bytes=made.id))})
        if options.out:
            return _into_file(options, shop.db, wanted)
        return _on_device(
            options, shop, wanted,
            lambda shop, printer: [shop.papers.count_sheet(made.id, blind=blind, printer=printer)],
        )  # fmt: skip


def shelf(options: Namespace) -> int:
    """Print labels for shelf and goods."""
    from shoppos.shop.papers import shelf_told

    with opened(options) as shop:
        goods = [_counted(shop, text, options.count) for text in options.codes]
        items = [(product, count) for product, _code, _name, count in goods]
        more = [{"code": code, "name": name, "count": count} for _product, code, name, count in goods]
        told_of = shelf_told(items, options.skip, goods=options.goods)
        wanted = Wanted(SHELF, "", b"", told_of, {"labels": more})
        _skipping(options, shop.db)
        if options.out:
            return _into_file(options, shop.db, wanted)
        return _on_device(
            options, shop, wanted,
            lambda shop, printer: [shop.papers.shelf(items, options.skip, goods=options.goods, printer=printer)],
        )  # fmt: skip


def reading(options: Namespace) -> int:
    """Print what this till has taken so far today."""
    if options.name.lower() not in READINGS:
        raise InvalidInput(
            _('There is no reading "{name}".').format(name=clean(options.name, 40)),
            _("There is: {names}.").format(names=", ".join(READINGS)),
            "name",
        )
    with opened(options) as shop:
        wanted = Wanted(READING, "", b"", shop.shifts.x_told(), {"till": shop.tills.current})
        if options.out:
            return _into_file(options, shop.db, wanted)
        return _on_device(options, shop, wanted, lambda shop, printer: [shop.shifts.print_x(printer)])


def report(options: Namespace) -> int:
    """Print a report; x is the reading of the till."""
    from shoppos.cli.reports import asked_for
    from shoppos.reports.report_paper import told

    if options.name.lower() in READINGS:
        return reading(options)
    with opened(options) as shop:
        shop.staff.guard("reports")
        wanted = asked_for(options, shop.db)
        says = told(wanted.question.name, wanted.period, wanted.choices)
        paper = Wanted(REPORT, wanted.question.name, b"", says, wanted.told())
        if options.out:
            return _into_file(options, shop.db, paper)
        return _on_device(options, shop, paper, lambda shop, printer: [shop.papers.report(says, printer)])


# -- what was typed


def _skipping(options: Namespace, db: Reader) -> None:
    """InvalidInput for cells that the first sheet does not have, or has no label left behind."""
    from shoppos.printing.paper import paper_named

    if options.skip == 0:
        return
    form_and_paper = paper_choice.for_file(SHELF, options) if options.out else None
    paper = paper_named(form_and_paper[1] if form_and_paper else paper_choice.for_device(SHELF, options, db).paper)
    if paper.grid is None:
        raise InvalidInput(
            _("{width} labels stand on a roll, where no cell can be skipped.").format(width=paper.name),
            _("Leave out --skip, or choose a sheet with --width."),
            "skip",
        )
    cells = paper.grid.across * paper.grid.down
    if not 0 < options.skip < cells:
        raise InvalidInput(
            _("A sheet of {cells} labels has 0 to {most} cells to skip.").format(cells=cells, most=cells - 1),
            field="skip",
        )


def _parcel_number(text: str) -> str:
    """A courier's number as it was typed; one that claims to be of the post has the right check digit."""
    if not POSTAL.fullmatch(text.strip()):
        return text.strip()
    found = identifiers.check("s10", text)
    if found.normalised is None:
        raise InvalidInput(
            _("{number} is not a number of the post: its check digit does not fit.").format(number=text.strip()),
            _("Compare it with the sticker or the receipt."),
            "awb",
        )
    return found.normalised


def _box(text: str) -> str:
    """The sides of a box as they stand on its label; "" for none."""
    sides = BOX.fullmatch(text.strip())
    if text.strip() and (sides is None or not all(map(float, sides.groups()))):
        raise InvalidInput(
            _("{text} is not the size of a box.").format(text=clean(text, 40)),
            _("Type its three sides in centimetres, for example 30x20x10."),
            "size",
        )
    return f"{' × '.join(sides.groups())} cm" if sides else ""


def _grams(text: str) -> int:
    """Grams of a weight in kilograms; 0 for none."""
    grams = read_quantity(text) if text else 0
    if grams is None or grams < 0:
        raise InvalidInput(
            _("{text} is not a weight.").format(text=clean(text, 40)), _("Type kilograms, for example 1.25."), "weight"
        )
    return grams


def _counted(shop: Shop, text: str, usual: int) -> tuple[bytes, str, str, int]:
    """The item that was typed as CODE or CODE=COUNT: its id, code and name, and how many labels."""
    hit = shop.catalogue.find_code(text)
    code, equals, many = text.rpartition("=")
    if hit is None and equals and many.isdecimal():
        hit = shop.catalogue.find_code(code)
        usual = int(many)
    if hit is None:
        raise InvalidInput(
            _("No item has the code {code}.").format(code=clean(text, 40)), _("Look it up with: shoppos items find"),
            "code",
        )  # fmt: skip
    if usual < 1:
        raise InvalidInput(_("How many labels? At least 1."), field="count")
    return hit.product_id, hit.code, hit.name, usual


# -- where it goes


def _into_file(options: Namespace, db: Reader, wanted: Wanted) -> int:
    from shoppos.printing.bill import DUPLICATE
    from shoppos.printing.documents import page_for
    from shoppos.printing.head import Head
    from shoppos.printing.languages import encode

    form, paper = paper_choice.for_file(wanted.kind, options)
    page = page_for(
        db, wanted.kind.name, wanted.doc_id, wanted.told, paper,
        copy=DUPLICATE if options.copy else "", language=_words(options, db),
    )  # fmt: skip
    content = encode(page, form, head=paper_choice.with_dpi(Head(), options))
    if options.out == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return DONE
    save(Path(options.out), content)
    document = {"kind": wanted.kind.name, "number": wanted.number, "language": form, "width": paper,
                "copy": options.copy, **wanted.more, "out": options.out, "bytes": len(content)}  # fmt: skip
    answer(options, document, _("{file}: {size} bytes").format(file=options.out, size=f"{len(content):,}"))
    return DONE


def _on_device(options: Namespace, shop: Shop, wanted: Wanted, owe: Owe) -> int:
    from shoppos.printing.documents import page_for

    printer = paper_choice.for_device(wanted.kind, options, shop.db)
    # what cannot be laid is refused here, before it is owed
    page_for(shop.db, wanted.kind.name, wanted.doc_id, wanted.told, printer.paper, language=_words(options, shop.db))
    to = printer.name if options.to else ""
    news, *_beside = spooler_of(shop).print_new(lambda: owe(shop, to), printer, words=options.words or "")
    paper = owed.paper(shop.db, news.job_id)
    document = {"kind": wanted.kind.name, "number": wanted.number, "language": printer.form, "width": printer.paper,
                "copy": paper.copy, **wanted.more, "id": news.job_id.hex(), "to": printer.address, "state": news.state,
                "reason": news.reason}  # fmt: skip
    return told(options, document, news)


def _words(options: Namespace, db: Reader) -> str:
    return options.words or setting(db, "bill_language", "") or setting(db, "language", "en")
