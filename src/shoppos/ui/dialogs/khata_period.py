"""The statement of a khata: from when to when, looked at, printed or taken into a message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QPushButton

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.ask import Question
from shoppos.ui.dialogs.message_text import MessageDialog
from shoppos.ui.dialogs.paper import PaperDialog
from shoppos.ui.widgets.form import Field
from shoppos.ui.widgets.picture import Subject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.customers import CustomerView
    from shoppos.ui.context import Context

MONTHS = dt.timedelta(days=90)


class KhataPeriodDialog(Question):
    """Accepted when the statement is to be printed; `period` says of which days (yyyymmdd)."""

    def __init__(self, context: Context, customer: CustomerView, parent: QWidget) -> None:
        """The last three months, until one says otherwise."""
        super().__init__(
            parent, _("Statement for {name}").format(name=customer.name or customer.phone), _("Print"), _("Back (Esc)")
        )
        self.context, self.customer = context, customer
        from shoppos.reports.khata import today

        now = day_of(today(context.shop.db))
        self.since = Field("since", _("From"), _day(now - MONTHS))
        self.until = Field("until", _("Until"), _day(now))
        self.look = QPushButton(_("Look at it"))
        self.look.clicked.connect(self._look)
        self.message = QPushButton(_("As a message"))
        self.message.clicked.connect(self._message)
        for at, widget in enumerate((self.since, self.until, self.look, self.message), 1):
            self.column.insertWidget(at, widget)
        self.since.editor.setFocus()

    @property
    def period(self) -> tuple[int, int]:
        """From and until, yyyymmdd."""
        return day_number(_chosen(self.since.editor)), day_number(_chosen(self.until.editor))

    def accept(self) -> None:
        """Print it, unless it ends before it begins."""
        if self.period[0] > self.period[1]:
            self.until.fail(_("A statement cannot end before it begins."))
            return
        super().accept()

    def _look(self) -> None:
        since, until = self.period
        if since <= until:
            subject = Subject("statement", self.customer.id, {"since": since, "until": until}, _("Khata statement"))
            PaperDialog(self.context, subject, self).exec()

    def _message(self) -> None:
        from shoppos.reports.khata_told import message, statement
        from shoppos.rules.whatsapp import whatsapp

        try:
            found = statement(self.context.shop.db, self.customer.id, *map(day_of, self.period))
        except ShopError as error:
            self.until.fail(str(error))
            return
        text = message(found)
        link = whatsapp(self.customer.phone, text) if self.customer.phone else ""
        MessageDialog(self, _("The statement as a message"), text, link, _("Done")).exec()


def _day(day: dt.date) -> QDateEdit:
    editor = QDateEdit(QDate(day.year, day.month, day.day))
    editor.setDisplayFormat("dd-MM-yyyy")
    editor.setCalendarPopup(True)
    return editor


def _chosen(editor: QDateEdit) -> dt.date:
    day = editor.date()
    return dt.date(day.year(), day.month(), day.day())
