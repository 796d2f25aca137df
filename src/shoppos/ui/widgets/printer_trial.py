"""Trying a printer out: ask how it is, print a slip or a label, open its drawer; each answer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, language
from shoppos.ui.job import Job
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import polish, words
from shoppos.ui.widgets.papers import LABEL_SHEETS, LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.errors import ShopError
    from shoppos.printing.devices import Delivery, Status
    from shoppos.printing.printers import Printer
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped

TEST, DRAWER = "test", "drawer"
"""What a file of the job is called, where the printer is a folder."""


class PrinterTrial(QWidget):
    """Buttons that really speak to the printer, beside the window's thread, and below them what became of it.

    `value` gives the printer as it stands in the form, {} for none, or raises InvalidInput, which `wrong` hands on.
    `asked` tells how a printer said it is: its name and the sentence.
    """

    wrong = Signal(object)
    asked = Signal(str, str)

    def __init__(self, shop: Shop, value: Callable[[], Mapping[str, Any]]) -> None:
        """Nothing tried yet."""
        super().__init__()
        self._shop = shop
        self._value = value
        self.job: Job | None = None
        self.check = QPushButton(_("Check status"))
        self.check.clicked.connect(self.ask)
        self.test = QPushButton(_("Print a test"))
        self.test.clicked.connect(self.print_test)
        self.drawer = QPushButton(_("Open the drawer"))
        self.drawer.clicked.connect(self.open_drawer)
        self.said = words("")
        self._row = Flow()
        for button in (self.test, self.check, self.drawer):
            self.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        column.addWidget(self.said)
        self.tell("")

    def add(self, button: QPushButton) -> None:
        """One more button in the row."""
        button.setAutoDefault(False)
        self._row.addWidget(button)

    def suit(self, form: str, paper: str, *, drawer: bool) -> None:
        """Offer what this printer can do."""
        label = paper in (*LABELS, *LABEL_SHEETS)
        self.test.setText(_("Print a test label") if label else _("Print a test slip"))
        self.check.setVisible(form in {"escpos", "tspl", "zpl"})
        self.drawer.setVisible(drawer and form == "escpos")

    # -- asking and printing

    def ask(self) -> None:
        """Ask the printer how it is."""

        def work(printer: Printer) -> str:
            from shoppos.printing.trial import asked_status

            return status_words(asked_status(self._shop.db, printer))

        self._try(_("Asking the printer …"), work, told=True)

    def print_test(self) -> None:
        """Print the test slip or the test label."""
        name, tongue = self._shop.settings.profile().name, language()

        def work(printer: Printer) -> str:
            from shoppos.printing.test_slip import test_bytes
            from shoppos.printing.trial import sent

            return delivery_words(printer, sent(self._shop.db, printer, test_bytes(printer, name, tongue), TEST))

        self._try(_("Printing …"), work)

    def open_drawer(self) -> None:
        """Send the pulse that opens the drawer."""

        def work(printer: Printer) -> str:
            from shoppos.printing.test_slip import drawer_bytes
            from shoppos.printing.trial import sent

            found = sent(self._shop.db, printer, drawer_bytes(printer), DRAWER)
            return _("✓ Sent. Did the drawer open?") if not found.reason else f"⚠ {found.reason}"

        self._try(_("Opening the drawer …"), work)

    def _try(self, meanwhile: str, act: Callable[[Printer], str], *, told: bool = False) -> None:
        from shoppos.printing.printers import printer_of

        if self.job is not None and self.job.running:
            return
        try:
            value = self._value()
        except InvalidInput as error:
            self.tell("")
            self.wrong.emit(error)
            return
        if not value:
            return
        printer = printer_of(value)

        def work(_progress: Progress, _stop: Stopped) -> str:
            return act(printer)

        def end(sentence: str) -> None:
            self.tell(sentence)
            if told:
                self.asked.emit(printer.name, sentence)

        self.tell(meanwhile)
        self.job = Job(self._shop.db, work, self)
        self.job.finished.connect(end)
        self.job.refused.connect(self._refused)
        self.job.start()

    def _refused(self, error: ShopError) -> None:
        self.tell(f"⚠ {error}")

    def tell(self, sentence: str) -> None:
        """Say it below the buttons; "" says nothing."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        role = "wrong" if sentence.startswith("⚠") else ""
        if self.said.property("role") != role:
            self.said.setProperty("role", role)
            polish(self.said)


def status_words(status: Status) -> str:
    """What a printer said of itself, in a sentence."""
    if not status.ready:
        return f"⚠ {status.reason or _('The printer did not answer.')}"
    if not status.answered:
        return _("It is there, but says nothing of its paper: many printers never do. Print a test to see.")
    return f"✓ {_('Ready.')} {status.warning}".strip()


def delivery_words(printer: Printer, delivery: Delivery) -> str:
    """What became of a test, in a sentence."""
    from shoppos.printing.devices import Outcome

    if delivery.outcome is Outcome.PRINTED:
        if printer.address.startswith("file:"):
            return _("✓ Written to {file}.").format(file=printer.address.removeprefix("file:"))
        return _("✓ Printed: the printer says so. Compare the paper with what stands on it.")
    if delivery.outcome is Outcome.SENT:
        return _("✓ Sent. Look at the paper.")
    if delivery.outcome is Outcome.UNCERTAIN:
        return "⚠ " + _("{reason} Look whether something came out.").format(reason=delivery.reason)
    return f"⚠ {delivery.reason}"
