"""The papers that are owed: list them, look at one, try again, cancel, say that it is there, move it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.cli import paper_choice
from shoppos.cli.answer import DONE, answer, facts, table
from shoppos.cli.paper_words import spooler_of, told
from shoppos.cli.place import asked, opened
from shoppos.reports import owed, paper_list
from shoppos.reports.paper_words import called, stands, usually

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.base.file import Reader
    from shoppos.cli.parser import Commands
    from shoppos.reports.paper_list import ListedPaper

MOST = 10_000


def add(commands: Commands) -> None:
    """Add these commands."""
    queue = commands.group("queue", "the papers that are owed")
    listed = queue.add("list", every, "what waits, and why")
    listed.add_argument("--all", action="store_true", help="all papers of today, also those that are out")
    for name, run, about in (
        ("show", show, "one paper, whole"), ("retry", retry, "print it now"), ("cancel", cancel, "owe it no longer"),
        ("printed", printed, "it did come out: a person has seen it"),
    ):  # fmt: skip
        _id(queue, name, run, about)
    _id(queue, "move", move, "send it to another printer").add_argument(
        "--to", required=True, metavar="NAME", help="a printer's name in the settings"
    )


def _id(queue: Commands, name: str, run: Any, about: str) -> Any:
    parser = queue.add(name, run, about)
    parser.add_argument("id", help="the paper's id or its end, or the bill's number")
    return parser


def every(options: Namespace) -> int:
    """List what is owed, what needs a person first."""
    with asked(options) as db:
        rows = paper_list.of_today(db, MOST) if options.all else paper_list.waiting(db, MOST)
        document = [_document(db, row) for row in rows]
    shown = [
        (one["id"][-8:], called(one["kind"], one["number"]), one["copy"] or "", one["printer"], stands(one["state"]),
         one["tries"], one["since"][11:16], one["asked_by"], one["why"])
        for one in document
    ]  # fmt: skip
    headings = (
        _("Id"), _("Paper"), _("Copy"), _("Printer"), _("Status"), _("Tries"), _("Since"), _("Asked by"), _("Why"),
    )  # fmt: skip
    nothing = _("No paper was asked for today.") if options.all else _("Nothing is owed.")
    answer(options, document, table(headings, shown, "llrllr") if shown else nothing)
    return DONE


def _document(db: Reader, row: ListedPaper) -> dict[str, Any]:
    """One paper as JSON; `printer` is the one it goes to, `why` says why it has not come out."""
    printer = _printer(db, row)
    return {
        "id": row.id.hex(), "kind": row.kind, "number": row.number, "copy": row.copy, "customer": row.customer,
        "printer": printer, "state": row.state, "tries": row.tries, "why": _why(row, printer), "error": row.error,
        "since": row.made_at.isoformat(timespec="seconds"), "made_at": row.made_at.isoformat(timespec="seconds"),
        "next_try": row.next_try.isoformat(timespec="seconds") if row.next_try else None, "asked_by": row.employee,
    }  # fmt: skip


def _printer(db: Reader, row: ListedPaper) -> str:
    """Where a paper was sent; one that names no printer, or waits for one that is gone, goes where its kind goes."""
    from shoppos.printing.printers import fleet

    if row.state not in owed.WAITING or (row.printer and row.state != "owed"):
        return row.printer
    going = fleet(db).of(row.printer, row.kind)
    return going.name if going else ""


def _why(row: ListedPaper, printer: str) -> str:
    """Why a paper stands as it does, in a sentence."""
    if row.state == "owed" and not printer and not row.error:
        return _("No printer is set up for this paper.")
    return row.error or usually(row.state)


def show(options: Namespace) -> int:
    """Show one paper, and what it is asked to say."""
    with asked(options) as db:
        row = paper_list.named(db, options.id, done=True)
        document = {**_document(db, row), "told": json.loads(paper_list.told(db, row.id) or "{}")}
    copy = _("DUPLICATE {copy}").format(copy=row.copy) if row.copy else _("the original")
    people = facts((
        (_("Id"), document["id"]), (_("Paper"), called(row.kind, row.number)), (_("Copy"), copy),
        (_("Customer"), row.customer), (_("Printer"), document["printer"]), (_("Status"), stands(row.state)),
        (_("Why"), document["why"]), (_("Tries"), str(row.tries)), (_("Since"), f"{row.made_at:%Y-%m-%d %H:%M:%S}"),
        (_("Next try"), f"{row.next_try:%H:%M:%S}" if row.next_try else ""), (_("Asked by"), row.employee),
    ))  # fmt: skip
    answer(options, document, people)
    return DONE


def retry(options: Namespace) -> int:
    """Print an owed paper now."""
    with opened(options) as shop:
        paper, spooler = paper_list.named(shop.db, options.id), spooler_of(shop)
        shop.looking.refuse_job(paper.id)
        if not spooler.retry(paper.id):
            raise Refused(_("That paper is being printed just now."), _("Wait a moment, then look at the list again."))
        news = spooler.print_now(paper.id)
    document = {"id": paper.id.hex(), "kind": paper.kind, "number": paper.number, "copy": paper.copy,
                "state": news.state, "reason": news.reason}  # fmt: skip
    return told(options, document, news)


def cancel(options: Namespace) -> int:
    """Owe a paper no longer."""
    return _decided(options, "cancelled")


def printed(options: Namespace) -> int:
    """Note that an uncertain paper is there."""
    return _decided(options, "printed")


def _decided(options: Namespace, state: str) -> int:
    with opened(options) as shop:
        paper, spooler = paper_list.named(shop.db, options.id), spooler_of(shop)
        done = spooler.cancel(paper.id) if state == "cancelled" else spooler.printed(paper.id)
    if not done:
        raise _does_not_go(paper)
    return _answered(options, paper, state)


def move(options: Namespace) -> int:
    """Send a waiting paper to another printer of the settings; it is laid out anew for what is in that one."""
    with opened(options) as shop:
        paper, spooler = paper_list.named(shop.db, options.id), spooler_of(shop)
        to = paper_choice.addressed(options.to, shop.db)
        if to is None:
            raise NotFound(
                _("There is no printer called {name}.").format(name=clean(options.to, 60)),
                _("Look at: shoppos printers list"),
            )
        paper_choice.refuse_unfit(to, paper.kind)
        shop.looking.refuse_job(paper.id)
        if not spooler.move(paper.id, to.name):
            raise _does_not_go(paper)
    return _answered(options, paper, "owed", printer=to.name)


def _does_not_go(paper: ListedPaper) -> Refused:
    if paper.state in {"sending", "uncertain"}:
        return Refused(_("That paper is being printed just now."), _("Wait a moment, then look at the list again."))
    return Refused(
        _("{paper} is not in doubt: {state}.").format(
            paper=called(paper.kind, paper.number), state=stands(paper.state).lower()
        ),
        _("Look at: shoppos queue list"),
    )


def _answered(options: Namespace, paper: ListedPaper, state: str, **more: str) -> int:
    document = {"id": paper.id.hex(), "kind": paper.kind, "number": paper.number, "copy": paper.copy, "state": state,
                **more}  # fmt: skip
    said = _("{paper}: {state}").format(paper=called(paper.kind, paper.number), state=stands(state).lower())
    if more:
        said = _("{paper} goes to {printer}.").format(paper=called(paper.kind, paper.number), **more)
    answer(options, document, said)
    return DONE
