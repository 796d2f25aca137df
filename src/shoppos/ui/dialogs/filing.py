"""What goes to the government and to the accountant: a month or quarter is looked through, and its files are saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.errors import Refused, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.saving import save, save_all
from shoppos.rules.documents import Scheme
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import choice, words
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.base.file import Reader
    from shoppos.reports.report import Line, Period, Report, Value
    from shoppos.ui.context import Context

HOW, DOCUMENT, WRONG = range(3)
WIDE, HIGH = 940, 580
EDGE = 40
"""Pixels that the edges of a window take of the screen."""
MONTHS = 18
"""Months that are offered, the last one that is over first."""
CMP08, XML = "cmp08", "tally"
ENDINGS = {
    "json": "JSON (*.json)", "xlsx": "Excel (*.xlsx)", "csv": "", "gstr3b": "JSON (*.json)",
    CMP08: "Excel (*.xlsx)", XML: "XML (*.xml)",
}  # fmt: skip
"""What can be saved, and how the system's dialog calls it; CSV is a folder."""
STEMS = {"gstr3b": "GSTR3B", CMP08: "CMP08", XML: "tally"}
"""How a file is called; all others are GSTR-1."""
CHECK = "gst"


class FilingDialog(QDialog):
    """Left is which month, right what is saved (Ctrl+S); below stands what would be refused. Esc closes.

    Enter on a line closes it too, and `lead` is the bill that shall be opened then.
    """

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Look through the last month that is over."""
        super().__init__(parent)
        self._shop = context.shop
        self._context = context
        self._job: Job | None = None
        self.saved: list[Path] = []
        self.lead = ""
        self.setWindowTitle(_("Returns and the accountant"))
        self.period: QComboBox = choice(_offered(self._shop.db))
        self.what: QComboBox = choice(_files({Scheme.REGULAR}))
        if self._shop.settings.profile().scheme == Scheme.COMPOSITION:
            self.period.setCurrentIndex(next(at for at in range(MONTHS) if _is_quarter(self.period.itemData(at))))
        for box, name in ((self.period, _("Which month or quarter")), (self.what, _("What to save"))):
            box.setAccessibleName(name)
            box.setMinimumHeight(scaled(44))
        self.finding = words("", role="heading")
        self.model = Rows(3)
        self.table = table(self.model, WRONG, ((HOW, 110), (DOCUMENT, 160)))
        self.table.setAccessibleName(_("What would be refused, and what to mind"))
        self.wrong, self.remedy, self.told = words(""), words(""), words("", role="quiet")
        self.progress = ProgressBar()
        self.save_button, self.close_button = QPushButton(_("Save (Ctrl+S)")), QPushButton(_("Close (Esc)"))
        self.save_button.setProperty("role", "primary")
        self._lay_out()
        self.period.currentIndexChanged.connect(self.look)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.activated.connect(self._open)
        self.progress.stopped.connect(self._stop)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.look()
        self.period.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.period, 1)
        head.addWidget(self.what, 1)
        foot = Flow(gap=scaled(8))
        for button, act in ((self.save_button, self.save), (self.close_button, self.accept)):
            button.setAutoDefault(False)
            button.setMinimumHeight(scaled(44))
            button.clicked.connect(act)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(14),) * 4)
        column.setSpacing(scaled(8))
        column.addLayout(head)
        column.addWidget(self.finding)
        column.addWidget(self.table, 1)
        for label in (self.wrong, self.remedy, self.told):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addWidget(self.progress)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(scaled(WIDE), room.width() - EDGE), min(scaled(HIGH), room.height() - EDGE))

    @property
    def chosen(self) -> Period:
        """The month or quarter."""
        found: Period = self.period.currentData()
        return found

    @property
    def busy(self) -> bool:
        """Whether something is read or written still."""
        return self._job is not None and self._job.running

    # -- what would be refused

    def look(self) -> None:
        """Look through the month that was chosen."""
        shop, period = self._shop, self.chosen
        self.told.setText("")

        def work(_progress: Any, _stopped: Any) -> tuple[Report, set[Scheme]]:
            from shoppos.base.file import one_moment
            from shoppos.reports import questions
            from shoppos.reports.gst import documents

            shop.staff.guard("reports")
            with one_moment(shop.db):
                schemes = {one for one in Scheme if documents.letterhead(shop.db, period, one).scheme == one}
                return questions.ask(shop.db, CHECK, period), schemes

        self._start(_("Looking through {period} …").format(period=self.period.currentText()), work, self._looked)

    def _looked(self, looked: tuple[Report, set[Scheme]]) -> None:
        from shoppos.reports.questions.gst import where_saved

        report, schemes = looked
        self._offer(_files(schemes, whole=_is_quarter(self.chosen)))
        self.finding.setText(report.finding)
        found = report.tables[1].lines if len(report.tables) > 1 else ()
        rows = [
            (str(how), str(number), _bare(str(wrong), str(number))) for how, number, wrong, _remedy in map(_told, found)
        ]
        refused = [at for at, row in enumerate(rows) if row[HOW] != _("mind")]
        things = [(str(wrong), str(remedy)) for _how, _number, wrong, remedy in map(_told, found)]
        self.model.show((_("How bad"), _("Document"), _("What is wrong")), rows, things, refused)
        self.table.setVisible(bool(rows))
        if rows:
            self.table.selectRow(0)
        self._moved()
        self.told.setText("" if rows else "\n".join(note for note in report.notes if note != where_saved()))

    def _offer(self, files: list[tuple[str, object]]) -> None:
        """Offer what the shop files, and stay with what was chosen where that is among it."""
        chosen = self.what.currentData()
        if [kind for _said, kind in files] == [self.what.itemData(at) for at in range(self.what.count())]:
            return
        self.what.clear()
        for said, kind in files:
            self.what.addItem(said, kind)
        self.what.setCurrentIndex(max(self.what.findData(chosen), 0))

    def _moved(self) -> None:
        wrong, remedy = self.model.thing(self.table.currentIndex().row()) or ("", "")
        self.wrong.setText(wrong)
        self.remedy.setText(f"→ {remedy}" if remedy else "")

    def _open(self) -> None:
        """Enter on a line: to its bill; what is wrong with the shop itself has none."""
        at = self.table.currentIndex().row()
        number = self.model.rows[at][DOCUMENT] if 0 <= at < len(self.model.rows) else ""
        if number:
            self.lead = number
            self.accept()
        else:
            self._context.sound("refused")
            self.told.setText(_("That is of no single bill."))

    # -- saving

    def save(self) -> None:
        """Ask for the file, and write what was chosen."""
        kind, period = str(self.what.currentData()), self.chosen
        if self.busy:
            self._context.sound("refused")
            self.told.setText(_("Something is read or written still: save when it is done, or stop it."))
            return
        usual = f"{STEMS.get(kind, 'GSTR1')}-{period.last:%Y-%m}"
        if kind == "csv":
            name = QFileDialog.getExistingDirectory(self, _("Folder for the files"))
        else:
            ending = ENDINGS[kind].rpartition("*")[2].rstrip(")")
            name, _kind = QFileDialog.getSaveFileName(self, _("Save"), f"{usual}{ending}", ENDINGS[kind])
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write what was chosen to that file, or into that folder."""
        shop, period, kind = self._shop, self.chosen, str(self.what.currentData())

        def work(progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> list[Path]:
            def step(done: int, every: int) -> None:
                progress(done, every)
                if stopped():
                    raise Refused(_("Stopped: nothing was written."))

            shop.staff.guard("reports")
            made = _made(shop.db, period, kind, step)
            step(1, 1)
            return _written(path, made)

        self._start(_("Writing {file} …").format(file=path.name), work, self._done)

    def _done(self, written: list[Path]) -> None:
        self.saved = written
        said = ngettext("Saved: {file}", "Saved: {n} files in {file}", len(written))
        first = written[0].parent if len(written) > 1 else written[0]
        self.told.setText(said.format(n=len(written), file=first))

    # -- the work beside the window

    def _start(self, what: str, work: Callable[..., Any], finished: Callable[[Any], None]) -> None:
        if self._job is not None:
            self._job.stop()
        job = Job(self._shop.db, work, self)
        self._job = job
        job.progressed.connect(self.progress.show_progress)

        def well(found: object) -> None:
            self._over(job, finished, found)

        def badly(error: object) -> None:
            self._over(job, self._refuse, error)

        job.finished.connect(well)
        job.refused.connect(badly)
        self.save_button.setEnabled(False)
        self.progress.begin(what)
        job.start()

    def _over(self, job: Job, tell: Callable[[Any], None], found: Any) -> None:
        """What an older look found is not told any more."""
        if job is not self._job:
            return
        self.progress.hide_again()
        self.save_button.setEnabled(True)
        tell(found)

    def _refuse(self, error: ShopError) -> None:
        self._context.sound("refused")
        self.told.setText(str(error))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def done(self, result: int) -> None:
        """What is under way ends with the dialog."""
        self._stop()
        super().done(result)


def _offered(db: Reader) -> list[tuple[str, object]]:
    """The months of the last year and a half and the quarters between them, the last month that is over first."""
    from shoppos.reports import periods

    month = periods.before(periods.around(periods.today(db.clock), "month"))
    offered = list[tuple[str, object]]()
    for n in range(MONTHS):
        one = periods.before(month, n)
        offered.append((periods.said(one), one))
        quarter = periods.around(one.first, "quarter")
        if quarter.last == one.last:
            offered.append((_("Quarter {period}").format(period=periods.said(quarter)), quarter))
    return offered


def _is_quarter(period: Period) -> bool:
    """Whether those days are a quarter."""
    from shoppos.reports import periods

    return periods.span_of(period) == "quarter"


def _files(schemes: set[Scheme], *, whole: bool = False) -> list[tuple[str, object]]:
    """What a shop under these files, and what its accountant takes; CMP-08 is of a `whole` quarter."""
    returns: list[tuple[str, object]] = []
    if Scheme.REGULAR in schemes:
        returns += [
            (_("GSTR-1 for the portal (JSON)"), "json"), (_("GSTR-1 as an Excel file"), "xlsx"),
            (_("GSTR-1 as a folder of CSV files"), "csv"), (_("GSTR-3B (JSON)"), "gstr3b"),
        ]  # fmt: skip
    if Scheme.COMPOSITION in schemes and whole:
        returns.append((_("CMP-08 as an Excel file"), CMP08))
    return [*returns, (_("Day book for Tally (XML)"), XML)]


def _told(line: Line) -> tuple[Value, ...]:
    """What was found: how bad, of which document, what is wrong and what to do."""
    return line.values


def _bare(sentence: str, number: str) -> str:
    """Without the number that stands beside it."""
    return sentence.removeprefix(f"{number}: ")


def _made(db: Reader, period: Period, kind: str, step: Callable[[int, int], None]) -> list[tuple[str, bytes]]:
    """The files, each with its name."""
    from shoppos.reports import formats, tally
    from shoppos.reports.gst import documents, files, gstr1, gstr3b
    from shoppos.reports.questions import gst
    from shoppos.reports.report_paper import shop_now

    if kind == XML:
        shop = documents.letterhead(db, period)
        return [("", "".join(tally.tally(db, period, shop.name, progress=step)).encode())]
    if kind == "gstr3b":
        return [("", files.as_json(gstr3b.as_json(gstr3b.gstr3b(db, period))))]
    if kind == CMP08:
        return [("", formats.write(gst.statement(db, period), "xlsx", shop_now(db), db.clock.now()))]
    documents.return_of(db, period, Scheme.REGULAR)
    return files.gstr1_files(gstr1.books(db, period), kind)


def _written(path: Path, made: list[tuple[str, bytes]]) -> list[Path]:
    """Write them: one to the path itself, several into the folder that it names."""
    return save_all(path, made) if len(made) > 1 else [save(path, made[0][1])]
