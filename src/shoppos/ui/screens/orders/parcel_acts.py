"""What is done with an order that leaves, and with its parcels: each step opens just the dialog that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui.widgets.order_words import short

if TYPE_CHECKING:
    from shoppos.shop.dispatching import Dispatched
    from shoppos.shop.order_view import OrderView, ParcelView
    from shoppos.ui.screens.orders import OrdersScreen

ON_ITS_WAY = frozenset({"out", "failed"})


class ParcelActs(QObject):
    """`done` tells that something was done, and the board looks again."""

    done = Signal()

    def __init__(self, screen: OrdersScreen) -> None:
        """Its dialogs open over the screen."""
        super().__init__(screen)
        self.screen = screen
        self.context = screen.context

    def view(self) -> OrderView | None:
        """The order that is chosen."""
        order_id = self.screen.order_id
        return self.screen.shop.orders.view(order_id) if order_id is not None else None

    # -- out of the shop

    def dispatch(self, view: OrderView) -> bool:
        """It leaves: bill, label, and the money to collect."""
        from shoppos.ui.dialogs.dispatch import DispatchDialog

        dialog = DispatchDialog(self.context, self.screen, view.id)
        dialog.exec()
        return self._left(dialog.sent, _("Order {number} has left with bill {bill}."), view)

    def hand_over(self, view: OrderView) -> bool:
        """The customer takes it at the counter."""
        from shoppos.ui.dialogs.hand_over import HandOverDialog

        dialog = HandOverDialog(self.context, self.screen, view.id)
        dialog.exec()
        did = self._left(dialog.sent, _("Order {number} is handed over with bill {bill}."), view)
        if did and dialog.sent is not None and dialog.sent.done.change:
            change = rupees(dialog.sent.done.change)
            self._tell(_("Order {number} is handed over. Change: {change}"), view, change=change)
        return did

    def _left(self, sent: Dispatched | None, sentence: str, view: OrderView) -> bool:
        if sent is None:
            return False
        self._tell(sentence, view, bill=", ".join(sent.done.numbers))
        if sent.warnings:
            self.screen.told.emit(" ".join(sent.warnings), "warn")
        return True

    def deliver(self, view: OrderView) -> bool:
        """The parcel is with its customer."""
        from shoppos.reports.orders import charge_said
        from shoppos.ui.dialogs.deliver import DeliverDialog

        parcel = self._parcel(view, ON_ITS_WAY)
        dialog = DeliverDialog(self.context, self.screen, view, parcel) if parcel is not None else None
        if dialog is None or not dialog.exec() or dialog.arrived is None:
            return False
        charge = charge_said(*dialog.arrived.charge) if dialog.arrived.credit is not None else ""
        self._tell(" ".join(part for part in (_("Order {number} is delivered."), charge) if part), view)
        return True

    # -- parcels

    def _parcel(self, view: OrderView, states: frozenset[str]) -> ParcelView | None:
        """The parcel that is meant: the only one in those states, or the one that is picked."""
        from shoppos.ui.dialogs.choose_parcel import choose_parcel

        return choose_parcel(
            self.screen, [one for one in view.parcels if one.state in states], self.screen.shop.cod
        )  # fmt: skip

    def fail(self, view: OrderView) -> bool:
        """Nobody took it."""
        from shoppos.ui.dialogs.not_delivered import NotDeliveredDialog

        parcel = self._parcel(view, frozenset({"out"}))
        if parcel is None or not NotDeliveredDialog(self.context, self.screen, view, parcel).exec():
            return False
        self._tell(_("Order {number} was not delivered; the customer is told."), view)
        return True

    def again(self, view: OrderView) -> bool:
        """It goes out once more."""
        parcel = self._parcel(view, frozenset({"failed"}))
        if parcel is None:
            return False
        self.screen.shop.dispatching.send_again(parcel.id)
        self._tell(_("Order {number} is on its way again."), view)
        return True

    def bring_back(self, view: OrderView) -> bool:
        """It is back in the shop."""
        from shoppos.ui.dialogs.not_delivered import BringBackDialog

        parcel = self._parcel(view, ON_ITS_WAY)
        if parcel is None or not BringBackDialog(self.context, self.screen, view, parcel).exec():
            return False
        self._tell(_("Order {number} came back; its credit note is written."), view)
        return True

    def follow(self, view: OrderView) -> bool:
        """The parcel's number is copied, and the courier's page opened: one pastes it where the link has no place."""
        parcel = next((one for one in reversed(view.parcels) if one.awb), None)
        if parcel is None:
            return False
        QGuiApplication.clipboard().setText(parcel.awb)
        link = self.screen.shop.dispatching.couriers.link(parcel.courier, parcel.awb)
        if link:
            open_link(link)
        self._tell(_("{awb} is copied."), view, awb=parcel.awb)
        return False

    def label(self, view: OrderView) -> bool:
        """The label of the last parcel once more."""
        parcel = self._parcel(view, ON_ITS_WAY)
        if parcel is None:
            return False
        self.screen.shop.papers.label(
            parcel.bill, courier=parcel.courier, awb=parcel.awb, weight=parcel.weight, again=True
        )  # fmt: skip
        self.context.wake_printer()
        self._tell(_("The label of order {number} goes to the printer once more."), view)
        return False

    def run(self) -> bool:
        """The run sheets of the shop's own people."""
        from shoppos.ui.dialogs.run_sheet import RunSheetDialog

        view = self.view()
        carrier = next((one.carrier for one in view.parcels if one.carrier), "") if view is not None else ""
        dialog = RunSheetDialog(self.context, self.screen, carrier)
        dialog.exec()
        if dialog.settled is not None:
            said = _("{amount} is handed over.").format(amount=rupees(dialog.settled.brought))
            self.screen.told.emit(said, "good")
        return True

    # -- inside

    def _unpaid(self, view: OrderView) -> list[ParcelView]:
        """The parcels with something due at the door."""
        return [one for one in view.parcels if one.cod and self.screen.shop.cod.due(one.sale_id)]

    def _tell(self, sentence: str, view: OrderView, **blanks: str) -> None:
        self.screen.told.emit(sentence.format(number=short(view.number), **blanks), "good")


def open_link(link: str) -> None:
    """Hand a link to the system's browser or mail program."""
    QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))
