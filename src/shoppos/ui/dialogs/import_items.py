"""A list comes in: chosen, tried, put right in place, and taken over beside the selling."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.ui.dialogs.import_backup import BackupPage
from shoppos.ui.dialogs.import_choices import ChoicesBar
from shoppos.ui.dialogs.import_end import EndPage
from shoppos.ui.dialogs.import_file import FilePage
from shoppos.ui.dialogs.import_preview import PreviewPage
from shoppos.ui.job import Job
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from shoppos.shop import Shop
    from shoppos.shop.importing import Import, Undone
    from shoppos.shop.item_check import Checked, Sheet
    from shoppos.shop.vyapar import Backup, Compared
    from shoppos.ui.job import Progress, Stopped, Work

FILE, PREVIEW, END, SUMS = range(4)
AFTER_TYPING = 300  # milliseconds until what was put right is tried again


class ImportDialog(QDialog):
    """One import from the file to its end. It is not modal: the counter sells on while a long list comes in."""

    imported = Signal()

    def __init__(self, shop: Shop, parent: QWidget | None) -> None:
        """Ready for `begin`."""
        super().__init__(parent)
        self.shop = shop
        self.job: Job | None = None
        self.checked: Checked | None = None
        self.done_import: Import | None = None
        self.backup: Backup | None = None
        self._checks: dict[str, Checked] = {}
        self._sheet: Sheet | None = None
        self._writing = False
        self.setWindowTitle(_("Import"))
        self.setAcceptDrops(True)
        self.resize(980, 560)
        self._build()

    # -- building

    def _build(self) -> None:
        self.pages = QStackedWidget()
        self.preview = PreviewPage()
        self.preview.remapped.connect(self._try_again)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_TYPING)
        self._soon.timeout.connect(self._try)
        opening = FilePage()
        self.path = opening.path
        self.path.editor.returnPressed.connect(self._read_typed)
        opening.pick.clicked.connect(self.choose_file)
        self.pages.addWidget(opening)
        self.pages.addWidget(self.preview)
        self.end = EndPage()
        self.pages.addWidget(self.end)
        self.sums = BackupPage()
        self.sums.look.connect(self._look_at)
        self.pages.addWidget(self.sums)
        self.choices = ChoicesBar()
        self.choices.chosen.connect(self._try_again)
        self.progress = ProgressBar()
        self.progress.stopped.connect(self._stop)
        self.mistake = words("", role="wrong")
        self.mistake.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        column.addWidget(self.choices)
        column.addWidget(self.mistake)
        column.addWidget(self.progress)
        column.addLayout(self._buttons())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.take_over)
        QShortcut(QKeySequence("Ctrl+O"), self, self.choose_file)

    def _buttons(self) -> QHBoxLayout:
        self.other = QPushButton(_("Another file"))
        self.other.clicked.connect(lambda: self.begin(None))
        self.back = QPushButton(_("Back to the sums"))
        self.back.clicked.connect(self._show_sums)
        self.rejects = QPushButton()
        self.rejects.clicked.connect(self.save_rejects)
        self.undo = QPushButton(_("Take this import back"))
        self.undo.clicked.connect(self.take_back)
        self.away = QPushButton(_("Close (Esc)"))
        self.away.clicked.connect(self.reject)
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self.take_over)
        row = QHBoxLayout()
        for button in (self.other, self.back, self.rejects, self.undo):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.away)
        row.addWidget(self.go)
        for button in (self.other, self.back, self.rejects, self.undo, self.away, self.go):
            button.setAutoDefault(False)
        return row

    # -- steps

    def begin(self, path: Path | None) -> None:
        """Start with that file, or ask for one; an import still under way is shown instead."""
        if self.job is None or not self.job.running:
            self.checked = self.done_import = self._sheet = self.backup = None
            self._checks = {}
            self._complain("")
            self._turn_to(FILE)
        self.show()
        self.raise_()
        if path is not None:
            self.path.editor.setText(str(path))
            self.read(path)
        elif self.pages.currentIndex() == FILE:
            self.path.editor.setFocus()
            self.path.editor.selectAll()

    def choose_file(self) -> None:
        """Let the desktop's own dialog choose."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Import"), "", _("Backups and lists (*.vyb *.xlsx *.xls *.ods *.csv *.txt *.tsv);;All files (*)")
        )
        if name:
            self.path.editor.setText(name)
            self.read(Path(name))

    def _read_typed(self) -> None:
        text = self.path.editor.text().strip().strip('"')
        self.read(Path(text).expanduser()) if text else self.choose_file()

    def read(self, path: Path) -> None:
        """Open a file and try it, beside the window."""
        importing = self.shop.importing

        def whole(progress: Progress, stop: Stopped) -> Any:
            from shoppos.shop import vyapar

            backup = vyapar.read(path)
            return backup, *(importing.check(sheet, None, progress, stop) for sheet in (backup.items, backup.people))

        def work(progress: Progress, stop: Stopped) -> Any:
            sheet = importing.read(path)
            try:
                return sheet, importing.check(sheet, None, progress, stop), None
            except InvalidInput as error:  # no column was recognised: the shopkeeper chooses them
                return sheet, None, error

        self.backup, self._checks = None, {}
        self.choices.forget()
        what = _("Reading {file} …").format(file=path.name)
        if path.suffix.casefold() == ".vyb":
            self._start(what, whole, self._backup_read, self._unreadable)
        else:
            self._start(what, work, self._read, self._unreadable)

    def _unreadable(self, error: ShopError) -> None:
        self._turn_to(FILE)
        self.path.fail(str(error))
        self.path.editor.setFocus()

    def _read(self, found: tuple[Sheet, Checked | None, InvalidInput | None]) -> None:
        sheet, checked, error = found
        self._sheet = sheet
        self.preview.show_sheet(sheet)
        self._turn_to(PREVIEW)
        if checked is not None:
            self._judged(checked)
        self._complain(str(error) if error else "")

    def _backup_read(self, found: tuple[Backup, Checked, Checked]) -> None:
        self.backup, items, people = found
        self._checks = {"items": items, "parties": people}
        self._show_sums()

    def _show_sums(self) -> None:
        """The figures of both programs side by side."""
        from shoppos.shop import vyapar
        from shoppos.shop.importing import together

        if self.backup is None:
            return
        both = together(self._checks["items"], self._checks["parties"])
        self.checked = both if both.whole else None
        self.sums.show_backup(self.backup, vyapar.compared(self.backup.vyapar, vyapar.expected(both)), self._checks)
        self._turn_to(SUMS)
        self._ready_to_go()

    def _look_at(self, kind: str) -> None:
        """One list of the backup, row by row."""
        checked = self._checks[kind]
        self._sheet = checked.sheet
        self.preview.show_sheet(checked.sheet)
        self.preview.judge(checked)
        self._turn_to(PREVIEW)

    def _try_again(self) -> None:
        """The columns or a cell were changed: try it again in a moment."""
        self.go.setEnabled(False)
        self._soon.start()

    def _try(self) -> None:
        sheet, mapping, sure = self._sheet, self.preview.mapping(), self.preview.sure()
        if self.backup is not None and self.pages.currentIndex() == SUMS:
            items = self._checks["items"]  # an answer given beside the sums is about them
            sheet, mapping, sure = items.sheet, items.mapping, items.sure
        if sheet is None:
            return
        if self.job is not None and self.job.running:
            self.job.stop()
            self._soon.start()
            return
        importing, rates, at_mrp = self.shop.importing, self.choices.rates(), self.choices.at_mrp()
        self._start(
            _("Trying the list …"),
            lambda progress, stop: importing.check(sheet, mapping, progress, stop, sure, rates, at_mrp=at_mrp),
            self._judged, self._not_tried,
        )  # fmt: skip

    def _not_tried(self, error: ShopError) -> None:
        self._writing = False
        self.checked = None
        self._complain(str(error))
        self._turn_to(PREVIEW)

    def _judged(self, checked: Checked) -> None:
        self.checked = checked if checked.whole else None
        if self.backup is not None:
            self._checks[checked.sheet.kind] = checked
            if self.pages.currentIndex() == SUMS:
                self._show_sums()
                return
        self._complain("" if checked.whole else _("Stopped. Change a column, or choose the file again."))
        if checked.whole:
            self.preview.judge(checked)
        self._turn_to(PREVIEW)
        self._ready_to_go()

    def _ready_to_go(self) -> None:
        """Enter goes on, unless somebody is still answering."""
        asked = (self.preview.changes.hasFocus(), self.choices.isAncestorOf(self.focusWidget() or self))
        if self.go.isEnabled() and not any(asked):
            self.go.setFocus()

    def take_over(self) -> None:
        """Write what was tried, beside the window and the selling."""
        if self.backup is not None and self.pages.currentIndex() == PREVIEW:
            self._show_sums()
            return
        checked, backup, shop = self.checked, self.backup, self.shop
        at = self.pages.currentIndex()
        if checked is None or at not in {PREVIEW, SUMS} or (self.job is not None and self.job.running):
            return
        if refused := self.sums.take_name(shop, backup):
            self._complain(refused)
            return

        def work(progress: Progress, stop: Stopped) -> Any:
            from shoppos.shop import vyapar

            done = shop.importing.apply(checked, progress, stop)
            return done, vyapar.compared(backup.vyapar, vyapar.brought(shop.db, done.id)) if backup else ()

        self._start(
            _("The list comes in. You may close this window and go on selling."), work, self._taken_over,
            self._not_tried,
        )  # fmt: skip
        self._writing = True
        self.go.setEnabled(False)

    def _taken_over(self, found: tuple[Import, tuple[Compared, ...]]) -> None:
        from shoppos.shop.vyapar import why

        done, compared = found
        self._writing = False
        self.done_import = done if done.id else None
        self.end.tell(done, compared, why(*self._checks.values()) if compared else ())
        self._turn_to(END)
        self.away.setFocus()
        self.imported.emit()

    def take_back(self) -> None:
        """Undo what has just come in."""
        done = self.done_import
        if done is None:
            return
        importing = self.shop.importing
        self._start(
            _("Taking the import back …"), lambda progress, stop: importing.undo(done.id, progress, stop),
            self._taken_back, lambda error: self._complain(str(error)),
        )  # fmt: skip

    def _taken_back(self, undone: Undone) -> None:
        self.done_import = None
        self.end.tell_undone(undone)
        self._turn_to(END)
        self.imported.emit()

    def save_rejects(self) -> None:
        """Save the rows with mistakes, to be put right and imported again."""
        name, _kind = QFileDialog.getSaveFileName(self, _("Rows with mistakes"), "rejected.csv", "CSV (*.csv)")
        if name:
            self.save_rejects_to(Path(name))

    def save_rejects_to(self, path: Path) -> None:
        """Save the rows with mistakes to that file."""
        if self.checked is None:
            return
        try:
            saved = self.shop.importing.save_rejects(self.checked, path)
        except ShopError as error:
            self._complain(str(error))
            return
        self.rejects.setText(ngettext("{n} row saved", "{n} rows saved", saved).format(n=saved))

    # -- the frame

    def _start(self, what: str, work: Work, finished: Callable[[Any], None], refused: Callable[[Any], None]) -> None:
        self._complain("")
        self.job = job = Job(self.shop.db, work, self)
        job.progressed.connect(self.progress.show_progress)
        for signal in (job.finished, job.refused):
            signal.connect(self.progress.hide_again)
        job.finished.connect(finished)
        job.refused.connect(refused)
        self.progress.begin(what)
        job.start()

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()

    def _complain(self, sentence: str) -> None:
        self.mistake.setText(f"⚠ {sentence}" if sentence else "")
        self.mistake.setVisible(bool(sentence))

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        checked = self.checked
        goods = page == SUMS or (page == PREVIEW and self._sheet is not None and self._sheet.kind == "items")
        items = self._checks.get("items") if self.backup is not None else checked
        if goods and items is not None:
            self.choices.ask(items, self.shop.catalogue.today())
        else:
            self.choices.hide()
        wrong = len(checked.bad) if checked else 0
        coming = len(checked.new) + len(checked.changed) if checked else 0
        self.other.setVisible(page != FILE)
        self.back.setVisible(page == PREVIEW and self.backup is not None)
        self.rejects.setVisible(bool(wrong) and page != 0)
        self.rejects.setText(
            ngettext("Save {n} row with mistakes…", "Save {n} rows with mistakes…", wrong).format(n=wrong)
        )
        self.undo.setVisible(page == END and self.done_import is not None)
        self.go.setVisible(page in {PREVIEW, SUMS} and not (page == PREVIEW and self.backup is not None))
        self.go.setEnabled(coming > 0)
        self.go.setText(
            (
                ngettext("Import {n} item (Ctrl+Enter)", "Import {n} items (Ctrl+Enter)", coming)
                if page == PREVIEW and self._sheet is not None and self._sheet.kind == "items"
                else ngettext("Import {n} entry (Ctrl+Enter)", "Import {n} entries (Ctrl+Enter)", coming)
            ).format(n=f"{coming:,}")
        )

    def reject(self) -> None:
        """Close the window; what is being written goes on, and its end is told in the catalogue."""
        if not self._writing:
            self._stop()
        self.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        path = event.mimeData().urls()[0].toLocalFile()
        if path and (self.job is None or not self.job.running):
            self.begin(Path(path))
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
