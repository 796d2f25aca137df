"""A reading is looked at as it will be printed, and printed: what was taken so far, or a day that was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from shoppos.base.clock import day_of
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.paper import PaperDialog
from shoppos.ui.style import scaled
from shoppos.ui.widgets.picture import Subject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.z import ClosedDay
    from shoppos.shop import Shop
    from shoppos.ui.context import Context

READING = "reading"


class ReadingDialog(PaperDialog):
    """The picture of an X or a Z; Enter owes it to its printer, Esc leaves."""

    def __init__(self, context: Context, subject: Subject, parent: QWidget | None) -> None:
        """Show it."""
        super().__init__(context, subject, parent)
        self._number = int(subject.told.get("number", 0))
        self.printed = QPushButton(_("Print it again (Enter)") if self._number else _("Print it (Enter)"))
        self.printed.setProperty("role", "primary")
        self.printed.setMinimumHeight(scaled(44))
        self.printed.setAutoDefault(False)
        self.printed.clicked.connect(self.print_slip)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.printed, self.buttons["close"]):
            foot.addWidget(button)
        self.below.addLayout(foot)
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(key), self, self.print_slip)

    def print_slip(self) -> None:
        """Owe it once: a Z that was printed before says DUPLICATE."""
        from shoppos.printing.printers import printers

        if not self.printed.isEnabled():
            return
        shop = self._context.shop
        if not printers(shop.db):
            self._context.sound("refused")
            self.state.setText(_("No printer is set up yet. Choose one in the settings."))
            return
        try:
            if self._number:
                shop.days.print_again(self._number)
            else:
                shop.shifts.print_x()
        except ShopError as error:
            self._context.sound("refused")
            self.state.setText(str(error))
            return
        self._context.wake_printer()
        self.state.setText(_("It goes to the printer."))
        self.printed.setEnabled(False)


def of_x(shop: Shop) -> Subject:
    """What this till has taken so far; without what must be in the drawer for who is to count it first."""
    return Subject(READING, b"", shop.shifts.x_told(), _("X reading"))


def of_z(z: ClosedDay) -> Subject:
    """A day as it was closed."""
    name = _("Z {number} of {day}").format(number=z.number, day=f"{day_of(z.business_date):%d-%m-%Y}")
    return Subject(READING, bytes.fromhex(z.hash)[:16], {"kind": "Z", "till": z.till, "number": z.number}, name)
