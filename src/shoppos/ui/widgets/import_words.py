"""What is asked before an import or a change of many items is taken back, and what is said afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext

if TYPE_CHECKING:
    from shoppos.shop.importing import PastImport, Undone


def question(past: PastImport) -> str:
    """Whether it shall be taken back, and what that does."""
    said = [_("Take back {file}?").format(file=past.file)]
    if past.added:
        told = ngettext("Its {n} new item goes.", "Its {n} new items go.", past.added)
        said.append(told.format(n=f"{past.added:,}"))
    if past.changed:
        told = ngettext("Its {n} change is undone.", "Its {n} changes are undone.", past.changed)
        said.append(told.format(n=f"{past.changed:,}"))
    said.append(_("What was sold or edited since stays."))
    return " ".join(said)


def undone(done: Undone) -> str:
    """What taking it back did."""
    items = done.removed - done.people
    gone = ngettext("{n} item is gone.", "{n} items are gone.", items).format(n=f"{items:,}")
    if done.people:
        who = ngettext("{n} customer or supplier is gone.", "{n} customers and suppliers are gone.", done.people)
        gone += " " + who.format(n=f"{done.people:,}")
    again = ngettext("{n} item has its old data again.", "{n} items have their old data again.", done.restored)
    said = f"{gone} {again.format(n=f'{done.restored:,}')}"
    if done.kept:
        names = ", ".join(done.kept[:3]) + (" …" if len(done.kept) > len(done.kept[:3]) else "")
        said += " " + ngettext("{n} stays: {names}.", "{n} stay: {names}.", len(done.kept)).format(
            n=len(done.kept), names=names
        )
    return said
