"""A report that is read is also printed, or saved as a file that any program opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from shoppos.base import i18n
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.saving import save
from shoppos.ui.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.reports.report import Report
    from shoppos.shop import Shop
    from shoppos.ui.context import Context
    from shoppos.ui.job import Progress, Stopped
    from shoppos.ui.screens.reports.asking import Answered
    from shoppos.ui.widgets.progress import ProgressBar

PDF = "pdf"
ENDINGS = {".pdf": PDF, ".xlsx": "xlsx", ".csv": "csv", ".html": "html", ".json": "json", ".txt": "text"}
SHEET = "A4"


class Keeping(QObject):
    """`told` says what came of it (words, and one of good, warn, error)."""

    told = Signal(str, str)

    def __init__(
        self, context: Context, parent: QWidget, answered: Callable[[], Answered | None], progress: ProgressBar
    ) -> None:
        """Keep what `answered` gives; its dialogs open over `parent`."""
        super().__init__(parent)
        self._context, self._parent, self._answered, self._progress = context, parent, answered, progress
        self._folder = Path.home()
        self._ending = ".pdf"
        self.job: Job | None = None
        progress.stopped.connect(self._stop)

    def print_it(self) -> None:
        """Owe the report to the printer, in the shop's language."""
        from shoppos.printing.printers import printers
        from shoppos.reports.report_paper import told

        found = self._answered()
        if found is None:
            return
        shop = self._context.shop
        if not printers(shop.db):
            self.told.emit(
                _("No printer is set up yet. Choose one in the settings, or save the report as PDF."), "warn"
            )
            return
        try:
            shop.papers.report(told(found.question.name, found.report.period, found.asked.choices))
        except ShopError as error:
            self.told.emit(str(error), "error")
            return
        self._context.wake_printer()
        self.told.emit(_('The report "{title}" goes to the printer.').format(title=found.report.title), "good")

    def save(self) -> None:
        """Ask where, and write it there beside the window; its ending says as what."""
        found = self._answered()
        if found is None or (self.job is not None and self.job.running):
            return
        chosen = self._ask_file(found)
        if chosen is None:
            return
        self._folder, self._ending = chosen.parent, chosen.suffix.lower()
        shop, report = self._context.shop, found.report

        def work(progress: Progress, stopped: Stopped) -> Path | None:
            progress(0, 2)
            content = written(shop, report, ENDINGS[chosen.suffix.lower()])
            progress(1, 2)
            return None if stopped() else save(chosen, content)

        self.job = Job(shop.db, work, self)
        self.job.progressed.connect(self._progress.show_progress)
        self.job.finished.connect(self._saved)
        self.job.refused.connect(self._refused)
        self._progress.begin(_("Saving {file} …").format(file=chosen.name))
        self.job.start()

    def _ask_file(self, found: Answered) -> Path | None:
        """The system's own dialog; a name without an ending gets that of the kind that was chosen."""
        kinds = {
            ".pdf": "PDF (*.pdf)", ".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)",
            ".html": _("Page for a phone or a mail (*.html)"), ".json": "JSON (*.json)", ".txt": _("Text (*.txt)"),
        }  # fmt: skip
        name = f"{file_name(found.report)}{self._ending}"
        told, kind = QFileDialog.getSaveFileName(
            self._parent, _("Save the report"), str(self._folder / name), ";;".join(kinds.values()), kinds[self._ending]
        )
        if not told:
            return None
        path = Path(told)
        if path.suffix.lower() in ENDINGS:
            return path
        ending = next((ending for ending, title in kinds.items() if title == kind), self._ending)
        return path.with_name(path.name + ending)

    def _saved(self, path: Path | None) -> None:
        self._progress.hide_again()
        if path is None:
            self.told.emit(_("Nothing was saved."), "warn")
        else:
            self.told.emit(_("{file} is saved.").format(file=path), "good")

    def _refused(self, error: ShopError) -> None:
        self._progress.hide_again()
        self.told.emit(str(error), "error")

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()


def file_name(report: Report) -> str:
    """What its file is called: the report, and its days."""
    first, last = report.period.first.isoformat(), report.period.last.isoformat()
    return f"{report.name} {first}" if first == last else f"{report.name} {first} {last}"


def written(shop: Shop, report: Report, form: str) -> bytes:
    """The report as a file of that form."""
    from shoppos.reports import formats
    from shoppos.reports.report_paper import shop_now

    head, now = shop_now(shop.db), shop.db.clock.now()
    if form != PDF:
        return formats.write(report, form, head, now)
    from shoppos.printing.languages import pdf
    from shoppos.printing.paper import paper_named
    from shoppos.printing.report_page import report_page

    return pdf.compose(report_page(report, head, now, paper_named(SHEET), language=i18n.language()))
