"""A parcel that nobody took: why, and when it comes again; or it is back in the shop with its goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox

from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.ui.dialogs.cancel_order import refund_ways
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import Field, choice, words
from shoppos.ui.widgets.pick_words import PickWords
from shoppos.ui.widgets.promise_field import PromiseField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.order_view import OrderView, ParcelView
    from shoppos.ui.context import Context


def reasons() -> tuple[str, ...]:
    """Why nobody took a parcel, mostly."""
    return (
        _("Nobody at home"), _("Phone not answered"), _("No money in the house"), _("Wrong address"),
        _("Asked for another day"), _("Refused"),
    )  # fmt: skip


def back_reasons() -> tuple[str, ...]:
    """Why a parcel comes back for good, mostly."""
    return (_("Refused"), _("Nobody at home three times"), _("Wrong address"), _("Damaged on the way"))


def named(view: OrderView, parcel: ParcelView) -> str:
    """Which parcel it is: whose, how it went, and its number."""
    by = parcel.carrier or " ".join(part for part in (parcel.courier, parcel.awb) if part)
    no = _("Parcel {no} of {n}").format(no=parcel.no, n=len(view.parcels)) if len(view.parcels) > 1 else ""
    return "  ·  ".join(part for part in (view.card.name or view.card.phone, no, by, parcel.bill) if part)


class NotDeliveredDialog(OrderDialog):
    """The reason, and the new day; the customer is told both."""

    def __init__(self, context: Context, parent: QWidget | None, view: OrderView, parcel: ParcelView) -> None:
        """Ask about that parcel."""
        title = _("Order {number} was not delivered").format(number=view.number)
        super().__init__(context, parent, title, _("Write it down (Enter)"))
        self.parcel, self._key = parcel, new_id()
        clock = context.shop.db.clock
        self.body.addWidget(words(named(view, parcel), role="quiet"))
        self.why = PickWords(_("Why"), reasons())
        self.again = QCheckBox(_("It is tried again on another day"))
        self.again.setChecked(True)
        self.promise = PromiseField(
            lambda day: context.shop.orders.slots(day, view.way), clock.business_day(clock.ms())
        )  # fmt: skip
        self.again.toggled.connect(self.promise.setVisible)
        for widget in (self.why, self.again, self.promise):
            self.body.addWidget(widget)
        self.body.addWidget(
            words(_("The customer is told that you came, why it failed, and when you come again."), role="hint")
        )
        self.body.addStretch()
        self.ready(self.why.field, self.promise.day, self.promise.slot)

    def act(self, *, sure: bool) -> None:
        """Write it down."""
        del sure
        on, slot = (self.promise.promised, self.promise.label) if self.again.isChecked() else (None, "")
        self.shop.dispatching.fail(self.parcel.id, self.why.text, on, slot, key=self._key)


class BringBackDialog(OrderDialog):
    """Return to origin: a credit note, the goods in stock or damaged, nothing due at the door any more."""

    def __init__(self, context: Context, parent: QWidget | None, view: OrderView, parcel: ParcelView) -> None:
        """Ask about that parcel."""
        title = _("Order {number} came back").format(number=view.number)
        super().__init__(context, parent, title, _("It is back in the shop"))
        self.yes.setProperty("role", "danger")
        self.parcel, self._key = parcel, new_id()
        self.body.addWidget(words(named(view, parcel), role="quiet"))
        said = _("A credit note of {amount} is written. What was due at the door is due no more.")
        self.body.addWidget(words(said.format(amount=rupees(parcel.payable))))
        self.why = PickWords(_("Why"), back_reasons())
        self.damaged = QCheckBox(_("The goods are damaged: not back into stock"))
        paid = parcel.payable - parcel.cod
        self.refund: Field[QComboBox] = Field(
            "refund",
            _("{amount} was paid: it goes back by").format(amount=rupees(paid)),
            choice(refund_ways(), "khata"),
        )
        told = words(_("The customer reads this reason in the message."), role="hint")
        for widget in (self.why, told, self.damaged, self.refund):
            self.body.addWidget(widget)
        told.setVisible(len(view.parcels) == 1)
        self.refund.setVisible(paid > 0)
        self.body.addStretch()
        self.ready(self.why.field, self.refund)

    def act(self, *, sure: bool) -> None:
        """Take it back."""
        del sure
        self.shop.dispatching.bring_back(
            self.parcel.id, self.why.text, damaged=self.damaged.isChecked(),
            refund=str(self.refund.editor.currentData()), key=self._key, approved=self.approved,
        )  # fmt: skip
