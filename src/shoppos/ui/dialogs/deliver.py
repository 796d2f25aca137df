"""A parcel is with its customer: what was paid at the door, and what they would not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, parse_quantity, plain, quantity, rupees
from shoppos.ui.dialogs.cancel_order import refund_ways
from shoppos.ui.dialogs.not_delivered import named
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.style import scaled
from shoppos.ui.widgets.door_rest import DoorRest
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.pick_words import PickWords

if TYPE_CHECKING:
    from shoppos.shop.order_view import OrderView, ParcelView
    from shoppos.shop.parcels import Arrived
    from shoppos.shop.payments import Tender
    from shoppos.ui.context import Context


class DeliverDialog(OrderDialog):
    """Enter alone says delivered; money that is handed in now is typed, any other stays with who carries it."""

    def __init__(self, context: Context, parent: QWidget | None, view: OrderView, parcel: ParcelView) -> None:
        """Ask about that parcel."""
        title = _("Order {number} is delivered").format(number=view.number)
        super().__init__(context, parent, title, _("Delivered (Enter)"))
        self.parcel, self._key = parcel, new_id()
        self.arrived: Arrived | None = None
        self.due = self.asked = context.shop.cod.due(parcel.sale_id)
        self.back = context.shop.returns.open(parcel.bill)
        self.body.addWidget(words(named(view, parcel), role="quiet"))
        self.cash: Field[QLineEdit] = Field("cash", _("Cash handed in now"), line(right=True, most=20))
        self.upi: Field[QLineEdit] = Field("upi", _("Paid by UPI"), line(right=True, most=20))
        self.utr: Field[QLineEdit] = Field("reference", _("UTR"), line(most=40, scans=True))
        self.rest = DoorRest(self.due)
        self.body.addWidget(self._money())
        self.refuses = QCheckBox(_("Some of it was refused (Alt+R)"))
        QShortcut(QKeySequence("Alt+R"), self, self.refuses.toggle)
        self.body.addWidget(self.refuses)
        self.parts = self._parts()
        self.body.addWidget(self.part)
        self.part.hide()
        self.refuses.toggled.connect(self._opened)
        self.body.addStretch()
        money = (self.cash, self.upi, self.utr, self.rest.way) if self.due else ()
        self.ready(*money, *self.parts.values(), self.why.field, first=self.cash.editor if self.due else self.yes)

    def _money(self) -> QWidget:
        """What is due at the door, large, and where it is now."""
        card = Card("warn" if self.due else "good")
        column = QVBoxLayout(card)
        if not self.due:
            column.addWidget(words(_("Paid. Nothing is to be collected."), role="heading"))
            return card
        self.to_pay = words(_to_pay(self.due), role="title")
        column.addWidget(self.to_pay)
        if self.parcel.way == "own":
            later = _("Left empty: {name} has it, and hands it over with the run.").format(name=self.parcel.carrier)
        else:
            later = _("Left empty: {name} sends it with the remittance.").format(
                name=self.parcel.courier or _("courier")
            )
        self.later = words(later)
        column.addWidget(self.later)
        both = QWidget()
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(card)
        all_cash, self.by_upi = QPushButton(_("All in cash (Alt+C)")), QPushButton(_("All by UPI (Alt+U)"))
        for button, keys, act in ((all_cash, "Alt+C", self._all_cash), (self.by_upi, "Alt+U", self._rest_by_upi)):
            button.clicked.connect(act)
            QShortcut(QKeySequence(keys), self, act)
        rows.addWidget(beside(all_cash, self.by_upi))
        rows.addWidget(beside(self.cash, self.upi, self.utr))
        rows.addWidget(self.rest)
        QShortcut(QKeySequence("Alt+K"), self, self._to_khata)
        self.rest.changed.connect(self.doubt_anew)
        for field in (self.cash, self.upi):
            field.editor.textChanged.connect(self._typed)
        return both

    def _typed(self) -> None:
        """Less than all of it is typed: what is left is said, and asked about; the rest may come by UPI."""
        self.rest.paid(self.cash.editor.text(), self.upi.editor.text())
        self.later.setVisible(self.rest.isHidden() and self.due > 0)
        part = 0 < self.rest.left < self.due and not self.upi.editor.text().strip()
        self.by_upi.setText(_("The rest by UPI (Alt+U)") if part else _("All by UPI (Alt+U)"))
        self.fit()
        if not self.rest.isHidden():
            QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.rest))

    def _reckon(self) -> None:
        """What is refused sinks what is to be paid; while its amount is half typed it stays as it stood before."""
        from shoppos.shop.return_view import Give

        try:
            gives = {at: Give(amount) for at, amount in self._refused().items()}
            sunk = self.shop.returns.preview(self.back, gives).at_door if gives else 0
        except ShopError:
            return
        before, self.due = self.due, max(self.asked - sunk, 0)
        self.rest.due = self.due
        self.to_pay.setText(_to_pay(self.due))
        for field in (self.cash, self.upi):
            if before != self.due and field.editor.text() == plain(before):
                field.editor.setText(plain(self.due) if self.due else "")
        self._typed()

    def _to_khata(self) -> None:
        self.rest.to_khata()
        self._typed()

    def _all_cash(self) -> None:
        self.cash.editor.setText(plain(self.due) if self.due else "")
        self.upi.editor.clear()
        self.cash.editor.setFocus()

    def _rest_by_upi(self) -> None:
        """All by UPI, or what the cash that is typed leaves."""
        self.upi.editor.clear()
        if not self.rest.left:
            self.cash.editor.clear()
        self.upi.editor.setText(plain(self.rest.left) if self.rest.left else "")
        self.utr.editor.setFocus()

    def _parts(self) -> dict[int, Field[QLineEdit]]:
        """A field for each line of the bill: how much of it was refused."""
        self.part = QWidget()
        column = QVBoxLayout(self.part)
        column.setContentsMargins(scaled(12), 0, 0, 0)
        fields = dict[int, Field[QLineEdit]]()
        for one in self.back.lines:
            said = _("{name}: refused of {n}").format(name=one.name, n=quantity(one.left))
            fields[one.line] = Field(str(one.line), said, line(right=True, most=12))
            column.addWidget(fields[one.line])
            if self.due:
                fields[one.line].editor.textChanged.connect(self._reckon)
        self.why = PickWords(_("Why"), (_("Refused at the door"), _("Damaged"), _("Wrong item")))
        self.damaged = QCheckBox(_("The goods are damaged: not back into stock"))
        self.refund: Field[QComboBox] = Field("refund", _("What was paid too much"), choice(refund_ways(), "khata"))
        for widget in (self.why, self.damaged, self.refund):
            column.addWidget(widget)
        return fields

    def _opened(self, on: bool) -> None:
        self.part.setVisible(on)
        if self.asked:
            self._reckon()
        self.fit()
        if on:
            next(iter(self.parts.values())).editor.setFocus()

    def act(self, *, sure: bool) -> None:
        """It is delivered; what is not paid of it is asked about once."""
        refused = self._refused()
        self.arrived = self.shop.dispatching.deliver(
            self.parcel.id, tenders=self._tenders(), refused=refused, refund=str(self.refund.editor.currentData()),
            reason=self.why.text if refused else "", damaged=self.damaged.isChecked(), key=self._key,
            approved=self.approved, sure=sure, rest=self.rest.chosen,
        )  # fmt: skip

    def _tenders(self) -> list[Tender]:
        from shoppos.shop.payments import Tender

        found = list[Tender]()
        for way, field in (("cash", self.cash), ("upi", self.upi)):
            text = field.editor.text().strip()
            if self.asked and text:
                try:
                    paise = parse_paise(text)
                except InvalidInput as error:
                    raise InvalidInput(error.message, error.hint, field.name) from error
                found.append(Tender(way, paise, self.utr.editor.text().strip() if way == "upi" else ""))
        return found

    def _refused(self) -> dict[int, int]:
        """Thousandths that were refused of each line of the bill; nothing of the others."""
        return {at: amount for at, field in self.parts.items() if (amount := self._amount(field))}

    def _amount(self, field: Field[QLineEdit]) -> int:
        text = field.editor.text().strip()
        if not text or not self.refuses.isChecked():
            return 0
        try:
            return parse_quantity(text)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, field.name) from error


def _to_pay(due: int) -> str:
    """What is to be paid at the door (paise), in words."""
    if not due:
        return _("Nothing is left to be paid at the door")
    return _("{amount} to be paid at the door").format(amount=rupees(due))
