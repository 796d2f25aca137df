"""An order comes later than promised: another day and slot, and why; its customer is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.order_words import promised_said
from shoppos.ui.widgets.pick_words import PickWords
from shoppos.ui.widgets.promise_field import PromiseField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context


def reasons() -> tuple[str, ...]:
    """Why orders come later, mostly."""
    return (
        _("An item has not come in yet"),
        _("Too many orders today"),
        _("Heavy rain"),
        _("The customer asked for it"),
    )


class DelayOrderDialog(OrderDialog):
    """The day after the one that was promised is offered; a full slot is asked about once."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask for the new day of that order."""
        view = context.shop.orders.view(order_id)
        super().__init__(context, parent, _("Put off order {number}").format(number=view.number), _("Put off (Enter)"))
        self.order_id = order_id
        clock = context.shop.db.clock
        today = clock.business_day(clock.ms())
        now = promised_said(view.promised, view.slot, today)
        self.body.addWidget(words(_("Promised now: {day}").format(day=now), role="quiet"))
        after = day_of(max(today, view.promised or 0)) + dt.timedelta(days=1)
        self.promise = PromiseField(lambda day: context.shop.orders.slots(day, view.way), today, day_number(after))
        self.why = PickWords(_("Why"), reasons())
        for widget in (self.promise, self.why):
            self.body.addWidget(widget)
        told = _("The customer is told the new day and the reason.")
        self.body.addWidget(words(told if view.state != "taken" else "", role="hint"))
        self.body.addStretch()
        self.promise.day.editor.dateChanged.connect(self.doubt_anew)
        self.promise.slot.editor.currentIndexChanged.connect(self.doubt_anew)
        self.ready(self.promise.day, self.promise.slot, self.why.field)

    def act(self, *, sure: bool) -> None:
        """Promise the new day."""
        promise = self.promise
        self.shop.orders.delay(self.order_id, promise.promised, promise.label, self.why.text, sure=sure)
