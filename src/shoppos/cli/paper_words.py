"""Who sends papers for a command, and the answer when one was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, PARTLY, answer, note
from shoppos.reports.paper_words import called, stands

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.printing.spooler import News, Spooler
    from shoppos.shop import Shop


def spooler_of(shop: Shop) -> Spooler:
    """Who sends papers for one command; nothing runs beside it."""
    from shoppos.printing.spooler import Spooler

    return Spooler(shop.db, shop.db.clock, lambda _news: None)


def told(options: Namespace, document: dict[str, Any], news: News) -> int:
    """Answer what became of a paper: what surely did not go out is a refusal, what may be out is done in part."""
    if news.state in {"owed", "cancelled"}:
        raise Unavailable(news.reason or _("The printer did not answer."))
    said = _("{paper}: {state} (DUPLICATE)") if document["copy"] else _("{paper}: {state}")
    name = called(document["kind"], document["number"])
    answer(options, document, said.format(paper=name, state=stands(news.state).lower()))
    if news.reason:
        note(news.reason)
    return ends(news.state)


def ends(state: str) -> int:
    """The exit code of a paper that was sent: a person has to look at one that is in doubt."""
    return PARTLY if state == "uncertain" else DONE
