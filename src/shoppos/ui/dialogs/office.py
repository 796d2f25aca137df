"""Printing on an office printer: through the system's own dialog and driver, on cut sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.widgets.picture import page_of, tongue

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper
    from shoppos.shop import Shop
    from shoppos.shop.by_hand import Taken
    from shoppos.ui.context import Context
    from shoppos.ui.job import Progress, Stopped
    from shoppos.ui.widgets.picture import Subject

    Ask = Callable[[QPrinter, QWidget], bool]

FINE = 24
"""Dots to the millimetre in which a sheet is drawn: 610 to the inch, as office printers have them."""
ON_SHEETS = "A4"
"""What a roll's paper is printed on here: a driver that takes a roll for a sheet feeds metres of it."""

IN_PATHS = re.compile(r'[\\/:*?"<>|]')
"""Signs that no system, or not every one, lets stand in a file's name."""


def ask_system(printer: QPrinter, parent: QWidget) -> bool:
    """The system's own dialog: which printer, how many, which sheets."""
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:  # of a printer it would make a file
        printer.setOutputFileName(str(Path.home() / f"{printer.docName()}.pdf"))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print on an office printer"))
    if not dialog.exec():
        return False
    if printer.outputFileName() and Path(printer.outputFileName()).is_dir():  # Qt offers a folder, and takes it
        printer.setOutputFileName(str(Path(printer.outputFileName()) / f"{printer.docName()}.pdf"))
    return True


class OfficePrinting(QObject):
    """`told` says what came of it, `printed` gives what was taken off the queue; `ask` is the dialog."""

    told = Signal(object)
    printed = Signal(object)

    def __init__(self, context: Context, parent: QWidget, ask: Ask = ask_system) -> None:
        """Print for the shop of `context`, over `parent`."""
        super().__init__(parent)
        self._context, self._parent = context, parent
        self.ask = ask
        self.job: Job | None = None

    def begin(self, subject: Subject, paper: str) -> None:
        """Ask for the printer and print there; the first paper of a bill is its original, wherever it comes out."""
        from shoppos.printing.paper import paper_named

        if self.job is not None and self.job.running:
            return
        chosen = paper_named(paper)
        if chosen.is_roll:
            chosen = paper_named(ON_SHEETS)
        self.told.emit(_("Looking for printers …"))
        self.job = Job(self._context.shop.db, lambda _progress, _stop: looked_up(), self)
        self.job.finished.connect(partial(self._ask, subject, chosen))
        self.job.refused.connect(self.told)
        self.job.start()

    def _ask(self, subject: Subject, chosen: Paper, printer: QPrinter) -> None:
        self.told.emit("")
        if not self._parent.isVisible():
            return
        printer.setDocName(job_name(subject.name))
        if not self.ask(fitted(printer, chosen), self._parent):
            return
        shop, words = self._context.shop, tongue(self._context.shop)

        def work(_progress: Progress, _stop: Stopped) -> Taken:
            return _printed(shop, subject, fitted(printer, chosen), chosen, words)

        self.told.emit(_("Printing …"))
        self.job = Job(shop.db, work, self)
        self.job.finished.connect(self._done)
        self.job.refused.connect(self.told)
        self.job.start()

    def _done(self, taken: Taken) -> None:
        self.printed.emit(taken)
        self.told.emit(_("It is with the printer.") if taken.copy == 0 else _("It is with the printer: a DUPLICATE."))


def looked_up() -> QPrinter:
    """The usual printer, with all others looked for: a system may wait long for those that are off, so in a job."""
    QPrinterInfo.availablePrinterNames()
    return QPrinter(QPrinter.PrinterMode.HighResolution)


def job_name(name: str) -> str:
    """What the job is called: the system makes the name of a file of it, in which a slash would be a folder."""
    return IN_PATHS.sub("-", name)


def fitted(printer: QPrinter, paper: Paper) -> QPrinter:
    """The printer set to that paper, whose own margins are in the page; whatever the dialog made of it."""
    size = QPageSize(QSizeF(paper.width / 10, paper.height / 10), QPageSize.Unit.Millimeter, paper.name)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    return printer


def _printed(shop: Shop, subject: Subject, printer: QPrinter, paper: Paper, words: str) -> Taken:
    """Take the paper off the queue, draw it, and write down what became of it; a lock says that we live meanwhile."""
    from shoppos.base.errors import Unavailable
    from shoppos.printing.senders import Senders

    failed = _("The office printer did not take it.")
    doubt = _("The office printer stopped. Look whether this paper came out.")
    place = printer.printerName() or printer.outputFileName()
    with Senders(shop.db.path.parent).sending() as sender:
        taken = shop.by_hand.take(subject.kind, subject.doc_id or None, subject.told, place, sender)
        try:
            page = page_of(shop, replace(subject, copy=taken.copy, by="", at=None), paper.name, words)
        except Exception:
            shop.by_hand.ended(taken.job_id, failed)
            raise
        out = draw(printer, page)  # where this breaks off, the paper is left in doubt: some of it may be out
        if out is None:
            shop.by_hand.doubted(taken.job_id, doubt)
            raise Unavailable(doubt, _("Then say so on the page of papers."))
        shop.by_hand.ended(taken.job_id, "" if out else failed)
    if not out:
        raise Unavailable(failed, _("Look whether it is switched on, then try again."))
    return taken


def draw(printer: QPrinter, page: Page) -> bool | None:
    """Draw the page on the printer; False when it did not take it, None when it stopped and some of it may be out."""
    from shoppos.printing.raster import paint

    painter = QPainter()
    if not painter.begin(printer):
        return False
    scale = printer.resolution() / 25.4 / FINE
    painter.scale(scale, scale)
    try:
        paint(painter, page, printer.newPage, FINE)
    finally:
        ended = painter.end()
    return True if ended and printer.printerState() != QPrinter.PrinterState.Error else None
