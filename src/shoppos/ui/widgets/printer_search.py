"""Finding a printer: what is at this computer, and on request what listens in the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.paper_list import SECOND, TWO_LINES, TwoLines
from shoppos.ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.errors import ShopError
    from shoppos.printing.devices.discover import Found
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped, Work

ROWS = 3
FOUND = SECOND + 1


class PrinterSearch(QWidget):
    """The printers that were found; `picked` hands over the one that is chosen by Enter or a click."""

    picked = Signal(object)

    def __init__(self, shop: Shop) -> None:
        """Empty until `look`."""
        super().__init__()
        self._shop = shop
        self._network: list[Found] = []
        self._here: list[Found] = []
        self.looking: Job | None = None
        self.job: Job | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Printers that were found"))
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.itemActivated.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        self.again = QPushButton(_("Look again"))
        self.again.clicked.connect(self.look)
        self.network = QPushButton(_("Search the network"))
        self.network.clicked.connect(self.search)
        self.progress = ProgressBar()
        self.progress.stopped.connect(self.stop)
        self.said = words("", role="hint")
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.network, self.again):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(words(_("What is there"), role="heading"))
        column.addWidget(self.list)
        column.addWidget(self.progress)
        column.addWidget(self.said)
        column.addLayout(row)
        self._show()
        self._say_what_is_here()

    def look(self) -> None:
        """See what is at this computer, beside the window: a queue may take its time to answer."""

        def work(_progress: Progress, _stop: Stopped) -> tuple[Found, ...]:
            from shoppos.printing.devices.discover import found

            return tuple(found())

        if self.looking is None or not self.looking.running:
            self._say(_("Looking at this computer …"))
            self.looking = self._started(work, self._seen)

    def search(self) -> None:
        """Ask every address of the network near this computer whether a printer listens there."""

        def work(progress: Progress, stop: Stopped) -> tuple[Found, ...]:
            from shoppos.printing.devices.discover import scan

            return tuple(scan(progress, stop))

        if self.job is None or not self.job.running:
            self.progress.begin(_("Searching the network …"))
            self.job = self._started(work, self._heard)
            self.job.progressed.connect(self.progress.show_progress)

    def stop(self) -> None:
        """Search no further; what was found so far is shown."""
        if self.job is not None:
            self.job.stop()

    def _started(self, work: Work, end: Callable[[Any], None]) -> Job:
        job = Job(self._shop.db, work, self)
        job.finished.connect(end)
        job.refused.connect(self._refused)
        return job.start()

    def _seen(self, found: tuple[Found, ...]) -> None:
        """What is here; when the network was faster, its answer stays to be read."""
        self._here = list(found)
        self._show()
        if self.job is None:
            self._say_what_is_here()

    def _heard(self, found: tuple[Found, ...]) -> None:
        self._network = list(found)
        self.progress.hide_again()
        self._show()
        if found:
            said = ngettext(
                "{n} printer answers in the network.", "{n} printers answer in the network.", len(found)
            ).format(n=len(found))
        else:
            said = _(
                "Nobody answered in the network. Is the printer switched on and in the same network as this computer?"
            )
        self._say(said)

    def _refused(self, error: ShopError) -> None:
        self.progress.hide_again()
        self._say(f"⚠ {error}")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)

    def _show(self) -> None:
        """List what is known, the network's first."""
        every = [*self._network, *self._here]
        self.list.clear()
        for found in every:
            item = QListWidgetItem(found.about or found.address)
            item.setData(SECOND, found.address)
            item.setData(FOUND, found)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(every))
        self.list.setFixedHeight(scaled(TWO_LINES) * min(len(every), ROWS) + 4)

    def _say_what_is_here(self) -> None:
        if self._here:
            self._say(_("Choose one with Enter, then print a test."))
        else:
            self._say(_("No printer was found at this computer. Search the network, or say below where it is."))

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(FOUND))
