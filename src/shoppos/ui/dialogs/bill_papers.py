"""What can be made of a bill that is chosen: its picture, one more paper, a label, a slip, a copy for its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.paper import PaperDialog, of_bill
from shoppos.ui.widgets.message_acts import MessageActs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.reports.bill import Bill
    from shoppos.ui.context import Context


class BillPapers(QObject):
    """`told` says what came of it (words, and one of good, warn); `chosen` gives the bill, None for none."""

    told = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget, chosen: Callable[[], Bill | None]) -> None:
        """Its dialogs open over `parent`."""
        super().__init__(parent)
        self._context, self._parent, self._chosen = context, parent, chosen
        self._acts = MessageActs(context, self)
        self._acts.told.connect(self.told)

    def see(self) -> None:
        """A picture of the paper."""
        bill = self._chosen()
        if bill is not None:
            PaperDialog(self._context, of_bill(bill), self._parent).exec()

    def reprint(self) -> None:
        """Owe one more paper, marked as a duplicate; one that no printer has taken yet is tried now."""
        bill = self._chosen()
        if bill is not None and self._can_print():
            if self._context.shop.papers.again(bill.number):
                said = _("Bill {number} is printed again, marked DUPLICATE.")
            else:
                said = _("Bill {number} was not printed yet. It is tried again now.")
            self._context.wake_printer()
            self._tell(said, bill)

    def label(self) -> None:
        """The shipping label of the bill; without an address there is none."""
        from shoppos.ui.dialogs.shipping_label import ShippingLabelDialog, refusal

        bill = self._chosen()
        if bill is None:
            return
        why_not = refusal(self._context, bill)
        if why_not:
            self.told.emit(why_not, "warn")
        elif ShippingLabelDialog(self._context, bill, self._parent).exec():
            self._tell(_("The shipping label of bill {number} goes to the printer."), bill)

    def slip(self) -> None:
        """Owe the slip by which the goods of the bill are packed."""
        bill = self._chosen()
        if bill is not None and self._can_print():
            self._context.shop.papers.slip(bill.number)
            self._context.wake_printer()
            self._tell(_("The order slip of bill {number} goes to the printer."), bill)

    def send(self) -> None:
        """Owe the customer a copy of the bill; what a person has to send is opened there, written and addressed."""
        bill = self._chosen()
        if bill is None:
            return
        try:
            self._acts.begun(self._context.shop.messages.send_bill(bill.number))
        except ShopError as error:
            self._context.sound("refused")
            self.told.emit(str(error), "warn")

    def _can_print(self) -> bool:
        from shoppos.printing.printers import printers

        if not printers(self._context.shop.db):
            self.told.emit(_("No printer is set up yet. Choose one in the settings; the bill itself is safe."), "warn")
            return False
        return True

    def _tell(self, sentence: str, bill: Bill) -> None:
        self.told.emit(sentence.format(number=bill.number), "good")
