"""The printers: what is set up, what can be found, what each says of itself, and a test of one."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.cli import paper_choice
from shoppos.cli.answer import DONE, REFUSED, answer, note, table
from shoppos.cli.paper_choice import DOTS, FORMS, WIDTHS
from shoppos.cli.paper_words import ends
from shoppos.cli.place import asked, opened
from shoppos.reports.paper_words import called, stands

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from shoppos.base.file import Reader
    from shoppos.cli.parser import Commands
    from shoppos.printing.devices import Status
    from shoppos.printing.devices.discover import Found
    from shoppos.printing.printers import Printer
    from shoppos.printing.senders import Senders

ASKED_AT_ONCE = 8
BUSY_PATIENCE = 3.0
"""Seconds in which a window has looked at a printer and let go of it."""
HOST = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?", re.ASCII)
"""A host without a word before it: as in the window it is a printer in the network."""


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("printers", "the printers: set up, found, asked, tried")
    group.add("list", every, "the printers of the settings, and what is printed on each")
    find = group.add("find", search, "printers at this computer")
    find.add_argument("--network", action="store_true", help="ask every address of this computer's networks too")
    group.add("status", status, "what a printer says of itself; exit 1 if one is not ready").add_argument(
        "name", nargs="?", metavar="NAME|DEVICE", help="without it: every printer of the settings"
    )
    test = group.add("test", try_out, "print a test slip or a test label")
    test.add_argument("to", metavar="NAME|DEVICE")
    test.add_argument("--language", choices=FORMS, help="what the printer understands")
    test.add_argument("--width", choices=WIDTHS, help="what is in it")
    test.add_argument("--dpi", type=int, choices=sorted(DOTS), help="how fine the print head is; 203")


def every(options: Namespace) -> int:
    """List the printers of the settings."""
    from shoppos.printing.printers import SUITS, printer_for, printers

    with asked(options) as db:
        known = printers(db)
        goes = {kind: printer_for(db, "", kind) for kind in SUITS}
    document: list[dict[str, Any]] = [
        {"name": one.name, "address": one.address, "language": one.form, "width": one.paper, "drawer": one.drawer,
         "mode": one.head.mode if one.form == "escpos" else None, "dpi": _dpi(one),
         "prints": [kind for kind, to in goes.items() if to is not None and to.name == one.name]}
        for one in known
    ]  # fmt: skip
    rows = [
        (one["name"], one["address"], one["language"], one["width"], _("yes") if one["drawer"] else "",
         ", ".join(called(kind) for kind in one["prints"]))
        for one in document
    ]  # fmt: skip
    headings = (_("Name"), _("Address"), _("Language"), _("Width"), _("Drawer"), _("Prints"))
    answer(options, document, table(headings, rows) if rows else _no_printer())
    return DONE


def _dpi(printer: Printer) -> int:
    return next(dpi for dpi, dots in DOTS.items() if dots == printer.head.dots_per_mm)


def _no_printer() -> str:
    return _("No printer is set up. What is there: {command}").format(command="shoppos printers find")


def search(options: Namespace) -> int:
    """Look for printers, in the network only when that is asked for."""
    from shoppos.printing.devices import discover
    from shoppos.printing.printers import printers

    with asked(options) as db:
        names = {one.address: one.name for one in printers(db)}
    there = [*discover.found(), *(_scanned(options) if options.network else [])]
    document = [
        {"address": one.address, "about": one.about, "language": one.form or None, "name": names.get(one.address)}
        for one in there
    ]
    rows = [(one["address"], one["about"], one["language"] or "", one["name"] or "") for one in document]
    headings = (_("Address"), _("What it is"), _("Language"), _("Set up as"))
    nothing = _("No printer was found at this computer.")
    if not options.network:
        nothing += " " + _("One in the network is found with --network.")
    answer(options, document, table(headings, rows) if rows else nothing)
    return DONE


def _scanned(options: Namespace) -> list[Found]:
    from shoppos.printing.devices import discover

    told = sys.stderr.isatty() and not options.json
    return discover.scan(_progress if told else _silent)


def _progress(done: int, every_: int) -> None:
    said = _("{done} of {every}").format(done=f"{done:,}", every=f"{every_:,}")
    print(f"\r{said}", end="" if done < every_ else "\r" + " " * 40 + "\r", file=sys.stderr, flush=True)


def _silent(_done: int, _every: int) -> None:
    """Nobody watches."""


def status(options: Namespace) -> int:
    """Ask the printers how they are; nothing is printed."""
    with asked(options) as db:
        meant = [_meant(options.name, db, options)] if options.name else list(_known(db))
        folder = db.path.parent
    document = states(meant, folder)
    if not document:
        answer(options, document, _no_printer())
        return DONE
    rows = [(one["name"], _("yes") if one["ready"] else _("no"), one["why"]) for one in document]
    answer(options, document, table((_("Name"), _("Ready"), _("What it says")), rows))
    return DONE if all(one["ready"] for one in document) else REFUSED


def _known(db: Reader) -> tuple[Printer, ...]:
    from shoppos.printing.printers import printers

    return printers(db)


def _meant(name: str, db: Reader, options: Namespace) -> Printer:
    """The printer of that name or address; --language, --width and --dpi win over its settings."""
    from shoppos.printing.printers import Printer

    printer = paper_choice.addressed(name, db)
    if printer is None:
        name = f"tcp://{name}" if HOST.fullmatch(name) else name
        paper_choice.refuse_no_address(name)
        printer = paper_choice.addressed(name, db) or Printer(name, name)
    form, width = getattr(options, "language", None), getattr(options, "width", None)
    if form and not width and printer.paper not in paper_choice.CARRIED[form]:
        width = paper_choice.CARRIED[form][0]
    if width and not form and width not in paper_choice.CARRIED[printer.form]:
        form = next(one for one, papers in paper_choice.CARRIED.items() if width in papers)
    printer = replace(printer, form=form or printer.form, paper=width or printer.paper)
    return replace(printer, head=paper_choice.with_dpi(printer.head, options)) if hasattr(options, "dpi") else printer


def states(meant: Sequence[Printer], folder: Path) -> list[dict[str, Any]]:
    """What each printer says of itself: `reachable`, `ready`, and a sentence; all are asked at the same time."""
    from shoppos.printing.senders import Senders

    if not meant:
        return []
    with ThreadPoolExecutor(min(len(meant), ASKED_AT_ONCE)) as pool:
        found = list(pool.map(_state, meant, repeat(Senders(folder))))
    return [
        {"name": one.name, "address": one.address, "reachable": state.answered or state.ready,
         "answers": state.answered, "ready": state.ready, "why": said(one, state)}
        for one, state in zip(meant, found, strict=True)
    ]  # fmt: skip


def _state(printer: Printer, senders: Senders) -> Status:
    from shoppos.printing.devices import Status, open_device, talk_for

    try:
        with senders.at(printer.address, BUSY_PATIENCE):  # a window looks at its printers again and again
            return open_device(printer.address).status(talk_for(printer.form))
    except OSError:  # a folder in which nobody may write: nobody prints from there either
        return open_device(printer.address).status(talk_for(printer.form))
    except ShopError as refusal:
        return Status(answered=False, ready=False, reason=str(refusal))


def said(printer: Printer, state: Status) -> str:
    """What a printer said of itself, in a sentence."""
    from shoppos.printing.printers import keeps_files

    if not state.ready:
        return state.reason or _("The printer did not answer.")
    if not state.answered and keeps_files(printer.address):
        return _("Its folder is there.")
    if not state.answered:
        return state.warning or _("It is there, and says nothing of itself.")
    return f"{_('Ready.')} {state.warning}".strip()


def try_out(options: Namespace) -> int:
    """Print the test slip of a printer: a ruler, its letters, a code, the cut."""
    from shoppos.printing.devices import Outcome
    from shoppos.printing.test_slip import test_bytes
    from shoppos.printing.trial import sent

    with opened(options) as shop:
        printer = _meant(options.to, shop.db, options)
        _fitting(printer)
        content = test_bytes(printer, shop.settings.profile().name)
        delivery = sent(shop.db, printer, content, _("test"))
    if delivery.outcome is Outcome.NOT_SENT:
        raise Unavailable(delivery.reason, _("Check paper and cable."))
    document = {"name": printer.name, "to": printer.address, "language": printer.form, "width": printer.paper,
                "state": delivery.outcome.value, "answers": delivery.answered, "reason": delivery.reason,
                "bytes": len(content)}  # fmt: skip
    what = _("{printer}: {state}").format(printer=printer.name, state=stands(delivery.outcome.value).lower())
    answer(options, document, what)
    if delivery.reason:
        note(delivery.reason)
    return ends(delivery.outcome.value)


def _fitting(printer: Printer) -> None:
    """Refused when the language cannot be printed on what is said to be in the printer."""
    papers = paper_choice.CARRIED.get(printer.form)
    if papers is None:
        raise NotFound(_('There is no printer language "{name}".').format(name=clean(printer.form, 20)))
    if printer.paper not in papers:
        raise Refused(
            _("A printer that speaks {language} has no {width} paper.").format(
                language=printer.form, width=printer.paper
            ),
            _("Choose --width {choices}.").format(choices=paper_choice.either(papers)),
        )
