"""The paper of a bill as it will come out of the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout

from shoppos.base.i18n import _, language
from shoppos.ui.job import Job
from shoppos.ui.widgets.form import choice, words
from shoppos.ui.widgets.papers import papers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.bill import Bill
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped

SHEET_WIDTH = 760


class PaperDialog(QDialog):
    """A picture of the paper, drawn by the printer's own hand in a thread beside the window."""

    def __init__(self, shop: Shop, bill: Bill, parent: QWidget | None, paper: str = "80") -> None:
        """Show `bill` on `paper`."""
        super().__init__(parent)
        self.setWindowTitle(_("Paper of bill {number}").format(number=bill.number))
        self._shop = shop
        self._bill = bill
        self.job: Job | None = None
        self.paper: QComboBox = choice(papers(), paper)
        self.paper.setAccessibleName(_("Paper"))
        self.paper.currentIndexChanged.connect(self.draw)
        self.image = QLabel()
        self.image.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.image.setAccessibleName(_("Picture of the bill"))
        self.state = words("")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.image)
        close = QPushButton(_("Close (Esc)"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.paper)
        row.addWidget(self.state, 1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addLayout(row)
        space = self.screen().availableSize()
        self.resize(min(840, space.width()), min(700, space.height()))
        self.draw()

    def draw(self) -> None:
        """Draw the paper chosen."""
        bill, paper, tongue = self._bill, str(self.paper.currentData()), language()
        tongue = self._shop.settings.get("bill_language", "") or tongue

        def work(_progress: Progress, _stop: Stopped) -> QImage:
            from shoppos.printing.bill import bill_page
            from shoppos.printing.paper import paper_named
            from shoppos.printing.raster import picture

            return picture(bill_page(bill, paper_named(paper), language=tongue))

        self.state.setText(_("Drawing …"))
        self.job = Job(self._shop.db, work, self)
        self.job.finished.connect(self._show)
        self.job.refused.connect(self._tell)
        self.job.start()

    def _show(self, image: QImage) -> None:
        self.state.setText("")
        drawn = QPixmap.fromImage(image)
        if drawn.width() > SHEET_WIDTH:
            drawn = drawn.scaledToWidth(SHEET_WIDTH, Qt.TransformationMode.SmoothTransformation)
        self.image.setPixmap(drawn)

    def _tell(self, error: object) -> None:
        self.state.setText(f"⚠ {error}")
