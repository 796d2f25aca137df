"""Which language and which paper a print is meant for, and a sentence when the two do not go together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.reports.paper_words import called

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.base.file import Reader
    from shoppos.printing.head import Head
    from shoppos.printing.printers import Printer

WIDTHS = ("58", "80", "A4", "A5", "100x150", "4x6", "3x2", "50x25", "38x25", "A4x4", "A4x24", "A4x40", "A4x65")
LABELS = ("4x6", "100x150", "3x2", "50x25", "38x25")
CARRIED = {
    "escpos": ("58", "80"),
    "tspl": LABELS,
    "zpl": LABELS,
    "pdf": WIDTHS,
    "png": WIDTHS,
    "text": ("58", "80", "A5", "A4"),
}
"""The papers that each language can be printed on."""
FORMS = tuple(CARRIED)

ENDINGS = {
    ".pdf": "pdf", ".png": "png", ".txt": "text", ".escpos": "escpos", ".zpl": "zpl", ".tspl": "tspl",
}  # fmt: skip
SHARED_ENDINGS = (".bin", ".prn")
"""Endings that roll and label printers share: the document says which of them is meant."""

DOTS = {203: 8, 300: 12}
"""Dots to the millimetre of a head that is called so fine by the inch."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of `printing.documents`, and what is meant where nobody chose.

    `form` is the language of the printers it usually goes to and `paper` what is in them, `page` the paper of its PDF;
    `letters`: it can be told in letters alone, without codes.
    """

    name: str
    form: str
    paper: str
    page: str
    letters: bool = True

    @property
    def papers(self) -> dict[str, str]:
        """The papers it goes on, each with how it is laid there; those it is meant for come first."""
        from shoppos.printing.printers import NEAREST, SUITS

        return {**SUITS[self.name], **NEAREST.get(self.name, {})}

    @property
    def forms(self) -> tuple[str, ...]:
        """The languages that can show it, those of its usual printers first."""
        able = [form for form in FORMS if self.letters or form != "text"]
        return tuple(form for form in able if set(CARRIED[form]) & set(self.papers.values()))


BILL = Kind("bill", "escpos", "80", "A5")
SLIP = Kind("slip", "escpos", "80", "A5")
READING = Kind("reading", "escpos", "80", "A5")
PURCHASE_ORDER = Kind("purchase_order", "pdf", "A4", "A4")
SENT_BACK = Kind("sent_back", "pdf", "A4", "A4")
RECEIPT = Kind("receipt", "escpos", "80", "A5")
STATEMENT = Kind("statement", "escpos", "80", "A5")
COUNT = Kind("count", "escpos", "80", "A4")
ESTIMATE = Kind("estimate", "escpos", "80", "A4")
REPORT = Kind("report", "pdf", "A4", "A4")
LABEL = Kind("label", "tspl", "4x6", "4x6", letters=False)
SHELF = Kind("shelf", "tspl", "50x25", "A4x40", letters=False)


def laid(kind: Kind, form: str, width: str) -> str:
    """The paper on which `kind` is laid for that language and width; InvalidInput names what to choose instead."""
    if form not in kind.forms:
        raise InvalidInput(
            _("{paper}: this cannot be said in {language}.").format(paper=called(kind.name), language=form),
            _("Choose --language {choices}.").format(choices=either(kind.forms)),
            "language",
        )
    paper = kind.papers.get(width, "")
    if not paper:
        raise InvalidInput(
            _("{paper}: this does not go on {width}.").format(paper=called(kind.name), width=width),
            _("Choose --width {choices}.").format(
                choices=either([one for one, on in kind.papers.items() if one == on])
            ),
            "width",
        )
    if paper not in CARRIED[form]:
        others = [one for one in kind.forms if paper in CARRIED[one]]
        raise InvalidInput(
            _("A printer that speaks {language} has no {width} paper.").format(language=form, width=width),
            _("Choose --language {choices}, or --width {widths}.").format(
                choices=either(others), widths=either(_usual_widths(kind, form))
            ),
            "width",
        )
    return paper


def _usual_widths(kind: Kind, form: str) -> list[str]:
    return [width for width in _meant_for(kind) if width in CARRIED[form]]


def _meant_for(kind: Kind) -> list[str]:
    """The papers a kind is laid on as they are."""
    return [width for width, paper in kind.papers.items() if width == paper]


def either(choices: tuple[str, ...] | list[str]) -> str:
    """The choices as a sentence names them."""
    *most, last = choices
    return _("{some} or {last}").format(some=", ".join(most), last=last) if most else last


def for_file(kind: Kind, options: Namespace) -> tuple[str, str]:
    """Language and paper of a file: what was chosen, else what its ending and the paper say."""
    form = options.language or _ending(kind, options.out)
    if not form and Path(options.out).suffix:
        raise InvalidInput(
            _("{file}: its ending says no language.").format(file=Path(options.out).name),
            _("Choose --language {choices}.").format(choices=either(kind.forms)),
            "language",
        )
    form = form or _form_for(kind, options.width)
    return form, laid(kind, form, options.width or _paper_of(kind, form))


def _ending(kind: Kind, name: str) -> str:
    """The language that a file's ending says; "" for one that says nothing."""
    ending = Path(name).suffix.lower()
    return kind.form if ending in SHARED_ENDINGS else ENDINGS.get(ending, "")


def _form_for(kind: Kind, width: str | None) -> str:
    """The language where only the paper is known: the usual one, and PDF for sheets."""
    paper = kind.papers.get(width or kind.paper, "")
    return kind.form if paper in CARRIED[kind.form] or not paper.startswith("A") else "pdf"


def _paper_of(kind: Kind, form: str) -> str:
    """The paper of a language where nobody chose one."""
    if form == "pdf":
        return kind.page
    known = [kind.paper, *_usual_widths(kind, form), *kind.papers.values()]
    return next((paper for paper in known if paper in CARRIED.get(form, ())), kind.paper)


def for_device(kind: Kind, options: Namespace, db: Reader) -> Printer:
    """The printer that is meant: named, addressed, or the shop's own for this kind of paper.

    --language, --width and --dpi win over its settings. NotFound for a name nobody has, Refused when there is no
    printer at all, InvalidInput when paper and language do not go together.
    """
    from shoppos.printing.printers import printer_for

    if options.to is None:
        printer = printer_for(db, "", kind.name)
        if printer is None:
            raise Refused(_("No printer is set up."), _("Name one with --to, or a file with --out."))
    else:
        printer = addressed(options.to, db) or _unknown(kind, options)
    form = options.language or printer.form
    width = options.width or (printer.paper if form == printer.form else _paper_of(kind, form))
    return replace(printer, form=form, paper=laid(kind, form, width), head=with_dpi(printer.head, options))


def addressed(name: str, db: Reader) -> Printer | None:
    """The printer of the settings with that name or address, else None."""
    from shoppos.printing.printers import place, printers

    known, there = printers(db), place(name)
    named = (one for one in known if one.name == name)
    return next(named, None) or next((one for one in known if place(one.address) == there), None)


def _unknown(kind: Kind, options: Namespace) -> Printer:
    """A printer that the settings do not know, by its address."""
    from shoppos.printing.printers import Printer

    refuse_no_address(options.to)
    form = options.language or (_ending(kind, options.to) if options.to.startswith("file:") else "")
    form = form or _form_for(kind, options.width)
    return Printer(options.to, options.to, form, options.width or _paper_of(kind, form))


def refuse_no_address(name: str) -> None:
    """NotFound unless `name` is spelled as the address of a device."""
    from shoppos.printing.printers import ADDRESSES

    if name.startswith("serial:"):
        _refuse_no_port(name)
    if not name.startswith(ADDRESSES):
        raise NotFound(
            _("There is no printer called {name}.").format(name=name[:60]),
            _("Write tcp://HOST:PORT, file:PATH, cups:QUEUE, windows:QUEUE or serial:PORT, or add it in the settings."),
        )


def _refuse_no_port(name: str) -> None:
    """InvalidInput unless a device can be opened at a serial address."""
    from shoppos.printing.devices import open_device

    try:
        open_device(name)
    except InvalidInput as refusal:
        raise InvalidInput(
            str(refusal.message), _("Write serial:COM5, or serial:/dev/rfcomm0@9600 with its speed."), "printer"
        ) from refusal


def with_dpi(head: Head, options: Namespace) -> Head:
    """The head as fine as --dpi says."""
    return replace(head, dots_per_mm=DOTS[options.dpi]) if options.dpi else head


def refuse_unfit(printer: Printer, kind: str) -> None:
    """Refused when what is in that printer cannot bear this kind of paper."""
    if not printer.paper_for(kind):
        raise Refused(
            _("{paper}: the {width} paper in {printer} is not for this.").format(
                paper=called(kind), width=printer.paper, printer=printer.name
            ),
            _("Choose another printer."),
        )
