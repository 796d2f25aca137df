"""What a person may decide about a paper that waits, done beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.widgets.paper_card import DOUBTED, OWED
from shoppos.ui.widgets.paper_list import named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from shoppos.base.errors import ShopError
    from shoppos.printing.spooler import Spooler
    from shoppos.reports.paper_list import ListedPaper
    from shoppos.ui.context import Context

OPEN = frozenset({OWED, DOUBTED})


class PaperActs(QObject):
    """`told` says what came of it (words, and one of good, warn, error), `ended` that the list has to look again."""

    told = Signal(str, str)
    ended = Signal()

    def __init__(self, context: Context, parent: QWidget, chosen: Callable[[], ListedPaper | None]) -> None:
        """`chosen` gives the paper that is marked."""
        super().__init__(parent)
        self._context, self._chosen = context, chosen
        self._cancelled: list[tuple[bytes, str]] = []
        self.job: Job | None = None

    def is_there(self) -> None:
        """A person has seen the paper that was in doubt."""
        self._decide("printed", _("{paper} is marked as printed."), only=(DOUBTED,))

    def print_again(self) -> None:
        """A person has looked: the paper that was in doubt did not come out. Refused to who may not see it."""
        row = self._chosen()
        if row is not None and row.state == DOUBTED:
            self._context.shop.looking.refuse_job(row.id)
        self._decide("retry", _("{paper} is printed again."), only=(DOUBTED,))

    def try_now(self) -> None:
        """Do not wait for the next try; a paper in doubt is never sent again by Enter alone."""
        row = self._chosen()
        if row is not None and row.state == DOUBTED:
            self.told.emit(_("Look at the printer first. Y: it is there. N: print it again."), "warn")
            return
        self._decide("retry", _("{paper} is tried now."), only=(OWED,))

    def cancel(self) -> None:
        """Owe the paper no longer; `take_back` undoes it."""
        row = self._chosen()
        if row is not None and self._decide("cancel", _("{paper} is cancelled. Ctrl+Z takes that back."), only=OPEN):
            self._cancelled.append((row.id, named(row)))

    def take_back(self) -> None:
        """The paper that was cancelled last waits again, as it did before."""
        if not self._cancelled:
            return
        job_id, name = self._cancelled.pop()
        by_hand = self._context.shop.by_hand
        said = _("{paper} waits again.").format(paper=name)
        self._run(lambda _spooler: by_hand.wait_again(job_id), said)

    def move(self, rows: Sequence[ListedPaper], printer: str) -> None:
        """Print them on the printer of that name; Refused to who may not see one of them."""
        for row in rows:
            self._context.shop.looking.refuse_job(row.id)
        said = _("{paper} goes to {printer}.").format(paper=named(rows[0]), printer=printer)
        if len(rows) > 1:
            said = _("{n} papers go to {printer}.").format(n=len(rows), printer=printer)
        self._run(lambda spooler: sum(spooler.move(row.id, printer) for row in rows) > 0, said)

    def _decide(self, act: str, said: str, only: Collection[str]) -> bool:
        """Do to the paper chosen what the spooler calls `act`, if it stands in one of the states `only`."""
        row = self._chosen()
        if row is None or row.state not in only:
            return False
        return self._run(lambda spooler: getattr(spooler, act)(row.id), said.format(paper=named(row)))

    def _run(self, act: Callable[[Spooler], bool], said: str) -> bool:
        """Ask the spooler beside the window, and tell what came of it; one thing at a time."""
        spooler = self._context.papers()
        if spooler is None:
            self.told.emit(_("Printing is just being made ready. Try again in a moment."), "warn")
            return False
        if self.job is not None and self.job.running:
            return False
        self.job = Job(self._context.shop.db, lambda _progress, _stop: act(spooler), self)
        self.job.finished.connect(partial(self._done, said))
        self.job.refused.connect(self._refused)
        self.job.start()
        return True

    def _done(self, said: str, did: object) -> None:
        if did:
            self.told.emit(said, "good")
        else:
            self.told.emit(_("That paper has moved on meanwhile; nothing was changed."), "warn")
        self.ended.emit()

    def _refused(self, error: ShopError) -> None:
        self.told.emit(str(error), "error")
        self.ended.emit()
