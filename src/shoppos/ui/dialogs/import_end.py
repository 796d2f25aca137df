"""The last page of an import: what came in, or what is gone again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.ui.dialogs.import_backup import SumsTable
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop.importing import Import, Undone
    from shoppos.shop.vyapar import Compared

NAMED = 20


class EndPage(QWidget):
    """How an import ended, in words, and for a backup in both programs' sums."""

    def __init__(self) -> None:
        """Empty until an import has ended."""
        super().__init__()
        self.title = words("", role="title")
        self.text = words("")
        self.sums = SumsTable()
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.sums, 1)
        column.addStretch()

    def tell(self, done: Import, compared: Sequence[Compared], why: Sequence[str] = ()) -> None:
        """Say what came in, and why the figures of both programs differ if they do."""
        self.sums.tell(compared, _("the shop says"))
        self.sums.setVisible(bool(compared))
        self.title.setText(_("Stopped half way.") if done.stopped else _("The list is in."))
        said = [
            ngettext("{n} new item", "{n} new items", done.added).format(n=f"{done.added:,}"),
            ngettext("{n} item changed", "{n} items changed", done.changed).format(n=f"{done.changed:,}"),
            ngettext("{n} row skipped", "{n} rows skipped", done.skipped).format(n=f"{done.skipped:,}"),
        ]
        if done.people:
            people = ngettext("{n} customer or supplier", "{n} customers and suppliers", done.people)
            said.insert(1, people.format(n=f"{done.people:,}"))
        if done.bad:
            kept = ngettext("{n} row kept out for its mistakes", "{n} rows kept out for their mistakes", done.bad)
            said.append(kept.format(n=f"{done.bad:,}"))
        if not all(one.agrees for one in compared):
            said.extend(why)
        self.text.setText("\n".join(said))

    def tell_undone(self, undone: Undone) -> None:
        """Say what is gone again, and what stays."""
        self.sums.hide()
        self.title.setText(_("The import is taken back."))
        items, people, gone = undone.removed - undone.people, undone.people, list[str]()
        if items or not people:
            gone.append(ngettext("{n} item is gone.", "{n} items are gone.", items).format(n=f"{items:,}"))
        if people:
            who = ngettext("{n} customer or supplier is gone.", "{n} customers and suppliers are gone.", people)
            gone.append(who.format(n=f"{people:,}"))
        said = " ".join(gone)
        if undone.kept:
            said += "\n" + _("These stay, because they were used or edited since: {names}").format(
                names=", ".join(undone.kept[:NAMED])
            )
        self.text.setText(said)
