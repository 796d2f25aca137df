"""The days that this till has closed: one opened, or its slip printed once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.money import grouped
from shoppos.ui.dialogs.close_day import written
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import table, whole_heads

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.z import ClosedDay
    from shoppos.ui.context import Context

Z, DAY, CLOSED, BILLS, SALES, DRAWER = range(6)
WIDTHS = ((Z, 54), (DAY, 112), (CLOSED, 112), (BILLS, 66), (SALES, 118))
WIDE, HIGH = 900, 560
EDGE = 40
"""Pixels that the edges of a window take of the screen."""
MOST = 366
"""As many as a year and a day has."""


class ClosedDaysDialog(QDialog):
    """The newest first; Enter opens the slip, Ctrl+P prints it again marked DUPLICATE, Esc closes."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Read them beside the window."""
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Closed days"))
        self.head = words(_("Closed days"), role="title")
        self.state = words(_("Reading …"), role="quiet")
        self.model = Rows(6, (Z, BILLS, SALES))
        self.table = table(self.model, DRAWER, WIDTHS)
        self.table.setAccessibleName(_("Closed days"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open_button, self.again = QPushButton(_("Open (Enter)")), QPushButton(_("Print again (Ctrl+P)"))
        self.close_button = QPushButton(_("Close (Esc)"))
        self._lay_out()
        self.table.doubleClicked.connect(self.see)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        for key, act in (("Return", self.see), ("Enter", self.see), ("Ctrl+P", self.print_again)):
            QShortcut(QKeySequence(key), self, act)
        self.table.setFocus()
        self.job = Job(context.shop.db, lambda _progress, _stop: context.shop.days.zs(MOST), self)
        self.job.finished.connect(self._show)
        self.job.refused.connect(self._refused)
        self.job.start()

    def _lay_out(self) -> None:
        foot = Flow(gap=scaled(8))
        acts = ((self.open_button, self.see), (self.again, self.print_again), (self.close_button, self.accept))
        for button, act in acts:
            button.setAutoDefault(False)
            button.setMinimumHeight(scaled(44))
            button.clicked.connect(act)
            button.setEnabled(button is self.close_button)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(14),) * 4)
        column.setSpacing(scaled(8))
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addWidget(self.state)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(scaled(WIDE), room.width() - EDGE), min(scaled(HIGH), room.height() - EDGE))

    @property
    def chosen(self) -> ClosedDay | None:
        """The marked one."""
        return self.model.thing(self.table.currentIndex().row())

    def _show(self, found: list[ClosedDay]) -> None:
        headings = (_("Z"), _("Day"), _("Closed at"), _("Bills made"), _("Sales"), _("Drawer"))
        rows = [
            (str(z.number), written(z.business_date), _moment(z), str(z.reading.bills),
             grouped(z.reading.net), _drawer(z))
            for z in found
        ]  # fmt: skip
        self.model.show(headings, rows, found, [at for at, z in enumerate(found) if z.reading.over])
        self.table.horizontalHeader().setVisible(bool(rows))
        whole_heads(self.table, WIDTHS)
        self.state.setText("" if rows else _("No day was closed yet."))
        self.state.setVisible(not rows)
        for button in (self.open_button, self.again):
            button.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)

    def _tell(self) -> None:
        """Below the table, whole, why the drawer of the marked day differed: its column may be too narrow for it."""
        z = self.chosen
        differs = z is not None and bool(z.reading.over)
        self.state.setText(_drawer(z) if z is not None and differs else "")
        self.state.setVisible(differs)

    def _refused(self, error: ShopError) -> None:
        self._context.sound("refused")
        self.state.setText(str(error))
        self.state.show()

    def see(self) -> None:
        """The slip of the marked one."""
        from shoppos.ui.dialogs.reading import ReadingDialog, of_z

        z = self.chosen
        if z is not None:
            dialog = ReadingDialog(self._context, of_z(z), self)
            dialog.exec()
            dialog.deleteLater()

    def print_again(self) -> None:
        """Its slip once more."""
        from shoppos.printing.printers import printers

        z = self.chosen
        if z is None:
            return
        self.state.show()
        if not printers(self._context.shop.db):
            self._context.sound("refused")
            self.state.setText(_("No printer is set up yet. Choose one in the settings."))
            return
        try:
            self._context.shop.days.print_again(z.number)
        except ShopError as error:
            self._refused(error)
            return
        self._context.wake_printer()
        self.state.setText(_("Z {number} is printed again, marked DUPLICATE.").format(number=z.number))


def _moment(z: ClosedDay) -> str:
    """When it was closed; with the day only where that was another one."""
    return f"{z.made_at:%H:%M}" if z.made_at.date() == z.reading.day else f"{z.made_at:%d-%m %H:%M}"


def _drawer(z: ClosedDay) -> str:
    """What the count found."""
    over = z.reading.over
    if over is None:
        return _("not counted")
    if not over:
        return _("agrees")
    said = _("{amount} short: {reason}") if over < 0 else _("{amount} too much: {reason}")
    return said.format(amount=grouped(abs(over)), reason=z.reading.difference_reason)
