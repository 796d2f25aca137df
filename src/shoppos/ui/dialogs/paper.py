"""The paper as it will come out of the printer: dot for dot on rolls and labels, in colour on sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from shoppos.base.i18n import _
from shoppos.ui.dialogs.office import OfficePrinting
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import choice, words
from shoppos.ui.widgets.paper_list import named
from shoppos.ui.widgets.paper_view import WHOLE, PaperView, shrunk
from shoppos.ui.widgets.papers import papers
from shoppos.ui.widgets.picture import Subject, drawing

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.bill import Bill
    from shoppos.reports.paper_list import ListedPaper
    from shoppos.shop import Shop
    from shoppos.ui.context import Context

ZOOMS = (25, 33, 50, 75, 100, 150, 200, 300, 400)
"""Percent: at 100 a dot of the printer is a dot of the screen."""
FIT = 0
ROOM = QSize(900, 720)


def of_bill(bill: Bill) -> Subject:
    """The paper of a bill as it stands in the records."""
    return Subject("bill", bill.sale_id, name=_("Bill {number}").format(number=bill.number))


def of_listed(shop: Shop, row: ListedPaper) -> Subject:
    """A paper of the list, with what it was asked to say and its mark; Refused to who may not see it."""
    import json

    from shoppos.reports.paper_list import told

    shop.looking.refuse_job(row.id)
    said = json.loads(told(shop.db, row.id) or "{}")
    return Subject(row.kind, row.doc_id, said, named(row), row.copy, row.printer, row.employee, row.made_at)


class PaperDialog(QDialog):
    """A picture of the paper, drawn by the printer's own hand in a thread beside the window."""

    def __init__(self, context: Context, subject: Subject, parent: QWidget | None, paper: str = "") -> None:
        """Show `subject` on `paper`, by default on what is in its printer."""
        super().__init__(parent)
        self.setWindowTitle(_("Paper: {name}").format(name=subject.name))
        self._context, self._subject = context, subject
        self.drawn: QImage | None = None
        self.zoom = FIT
        self.job: Job | None = None
        self.smaller_one: Job | None = None
        self.office = OfficePrinting(context, self)
        self.office.told.connect(self._say)
        self.paper: QComboBox = choice(papers(subject.papers()), paper or subject.usual_paper(context.shop))
        self.paper.setAccessibleName(_("Paper"))
        self.paper.currentIndexChanged.connect(self.draw)
        self.image = PaperView()
        self.desk = QScrollArea()
        self.desk.setProperty("role", "desk")
        self.desk.setWidgetResizable(True)
        self.desk.setWidget(self.image)
        self.desk.setAccessibleName(_("Picture of the paper"))
        self.state = words("", role="quiet")
        self._lay_out()
        self._keys()
        self.draw()
        self.desk.setFocus()

    def _lay_out(self) -> None:
        self.buttons = {
            "smaller": QPushButton("−"), "larger": QPushButton("+"),
            "print": QPushButton(_("Office printer… (Ctrl+P)")), "close": QPushButton(_("Close (Esc)")),
        }  # fmt: skip
        self.buttons["smaller"].setAccessibleName(_("Smaller (Ctrl+-)"))
        self.buttons["larger"].setAccessibleName(_("Larger (Ctrl++)"))
        acts = {"smaller": self.smaller, "larger": self.larger, "print": self.print_it, "close": self.reject}
        row = QHBoxLayout()
        row.addWidget(self.paper)
        row.addWidget(self.state, 1)
        for name, button in self.buttons.items():
            button.clicked.connect(acts[name])
            button.setAutoDefault(False)
            row.addWidget(button)
        self.below = column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(12),) * 4)
        column.addWidget(self.desk, 1)
        column.addLayout(row)
        space = QGuiApplication.primaryScreen().availableSize()
        self.resize(QSize(scaled(ROOM.width()), scaled(ROOM.height())).boundedTo(space))

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl++", self.larger), ("Ctrl+=", self.larger), ("+", self.larger), ("Ctrl+-", self.smaller),
            ("-", self.smaller), ("Ctrl+0", self.fit), ("Ctrl+P", self.print_it),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)

    # -- drawing

    def draw(self) -> None:
        """Draw the paper chosen."""
        self.state.setText(_("Drawing …"))
        self.job = Job(self._context.shop.db, drawing(self._context.shop, self._subject, self._chosen()), self)
        self.job.finished.connect(self._show)
        self.job.refused.connect(self._say)
        self.job.start()

    def _chosen(self) -> str:
        return str(self.paper.currentData())

    def _show(self, image: QImage) -> None:
        if self.sender() is self.job:
            self.drawn = image
            self._scale()

    def _scale(self) -> None:
        """The picture as large as asked for; a smaller one is made beside the window."""
        drawn, percent = self.drawn, self.shown_percent()
        if drawn is None or drawn.isNull():
            return
        self.state.setText(f"{percent} %")
        if percent >= WHOLE:
            self.smaller_one = None
            self.image.show_picture(drawn, percent)
            return
        self.smaller_one = Job(self._context.shop.db, lambda _progress, _stop: shrunk(drawn, percent), self)
        self.smaller_one.finished.connect(self._show_smaller)
        self.smaller_one.start()

    def _show_smaller(self, image: QImage) -> None:
        if self.sender() is self.smaller_one:
            self.image.show_picture(image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A paper that fits its place fits the new one too."""
        super().resizeEvent(event)
        if self.zoom == FIT:
            self._scale()

    def shown_percent(self) -> int:
        """How large the picture is shown; fitted, as wide as there is room, and never larger than its dots."""
        if self.zoom != FIT or self.drawn is None:
            return self.zoom or WHOLE
        room = self.desk.viewport().width() - scaled(24)
        return max(min(WHOLE, room * WHOLE // max(self.drawn.width(), 1)), 1)

    def larger(self) -> None:
        """One step nearer."""
        self._to(next((zoom for zoom in ZOOMS if zoom > self.shown_percent()), ZOOMS[-1]))

    def smaller(self) -> None:
        """One step away."""
        self._to(next((zoom for zoom in reversed(ZOOMS) if zoom < self.shown_percent()), ZOOMS[0]))

    def fit(self) -> None:
        """As wide as the window."""
        self._to(FIT)

    def _to(self, zoom: int) -> None:
        self.zoom = zoom
        self._scale()

    # -- printing

    def print_it(self) -> None:
        """Print it on a printer of the system's, through its own dialog."""
        self.office.begin(self._subject, self._chosen())

    def _say(self, sentence: object) -> None:
        self.state.setText(str(sentence))
