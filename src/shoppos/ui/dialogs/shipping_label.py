"""The shipping label of a bill: who carries it, how heavy it is, in how many pieces; and how it will look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import read_quantity, rupees
from shoppos.rules import identifiers
from shoppos.ui.dialogs.label_form import LabelDialog, beside
from shoppos.ui.widgets.form import Field, choice, line, show_mistake, words
from shoppos.ui.widgets.picture import Subject

if TYPE_CHECKING:
    from shoppos.reports.bill import Bill
    from shoppos.ui.context import Context

COURIERS = "label_couriers"
"""The settings' key of the couriers typed here before, the last one first; the shop's own list stands behind them."""
MASK = "label_mask"
"""The settings' key of whether a label hides the buyer's phone but its last four digits."""
REMEMBERED = 8
LONGEST = 60
S10_LETTERS = 13
PIECES = 2
WEIGHT = 7


class ShippingLabelDialog(LabelDialog):
    """Enter prints; `printed` is true afterwards."""

    kind = "label"
    first = True

    def __init__(self, context: Context, bill: Bill, parent: QWidget | None) -> None:
        """Ask for the label of `bill`, which has an address: see `refusal`."""
        self._bill = bill
        self._copy = context.shop.papers.copy_to_come(bill.sale_id, self.kind)
        super().__init__(context, parent, _("Shipping label of bill {number}").format(number=bill.number))
        self.awb.editor.setFocus()
        if self._copy:
            self.say(_("A label of this bill was printed before: this one says DUPLICATE."), always=True)
        self.preview.draw()

    def fields(self) -> list[QWidget]:
        """Courier, its number, weight, pieces."""
        past: list[str] = self.shop.settings.get(COURIERS, [])
        known = (one.name for one in self.shop.dispatching.couriers.list())
        names = list(dict.fromkeys((*past, *known)))
        couriers = choice([(name, name) for name in names], editable=True)
        couriers.setCurrentText(past[0] if past else "")
        couriers.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        typed = couriers.lineEdit()
        if typed is not None:
            typed.setAccessibleName(_("Courier"))
        self.courier: Field[QComboBox] = Field("courier", _("Courier"), couriers)
        self.awb: Field[QLineEdit] = Field("awb", _("AWB or tracking number"), line(most=40, scans=True))
        self.weight: Field[QLineEdit] = Field("weight", _("Weight in kg"), line(right=True, most=WEIGHT))
        self.pieces: Field[QLineEdit] = Field("pieces", _("Pieces"), line("1", right=True, most=PIECES))
        box = line(most=LONGEST, placeholder=_("for example 30 × 20 × 15 cm"))
        self.box: Field[QLineEdit] = Field("size_of_box", _("Size of the parcel"), box)
        self.hides_phone = QCheckBox(_("Of the phone only the last four digits"))
        self.hides_phone.setChecked(self.shop.settings.get(MASK, False))
        couriers.editTextChanged.connect(self.changed)
        for field in (self.awb, self.weight, self.pieces, self.box):
            field.editor.textChanged.connect(self.changed)
        self.hides_phone.toggled.connect(self.changed)
        return [*self._unpaid(), self.courier, self.awb, beside(self.weight, self.pieces), self.box, self.hides_phone]

    def _unpaid(self) -> list[QWidget]:
        """What the one who packs has to know before a parcel leaves as PREPAID: that the money is not there yet."""
        bill = self._bill
        claimed = sum(payment.amount for payment in bill.payments if payment.state == "claimed")
        said: list[str] = []
        if claimed:
            said.append(
                _("UPI {amount} is not confirmed yet: it was not yet found in the bank.").format(amount=rupees(claimed))
            )
        if bill.due:
            said.append(_("Still to be paid: {due}").format(due=rupees(bill.due)))
        if said and not any(payment.method == "cod" for payment in bill.payments):
            said.append(_("The label says PREPAID all the same."))
        return [words("⚠ " + " ".join(said), role="doubt")] if said else []

    def changed(self) -> None:
        """Something was typed: judge the number, and draw anew."""
        for field in (self.awb, self.weight, self.pieces, self.box):
            field.clear_mistake()
        self.awb.warn(doubt(self.awb.editor.text()))
        super().changed()

    def told(self) -> dict[str, Any]:
        """What the label is asked to say; InvalidInput names the field that is wrong."""
        from shoppos.shop.papers import label_told

        weight, pieces = self.weight.editor.text().strip(), self.pieces.editor.text().strip()
        grams = read_quantity(weight) if weight else 0
        if grams is None:
            raise InvalidInput(_("Type the weight in kilograms, as in 1.5."), field="weight")
        if pieces and not pieces.isdecimal():
            raise InvalidInput(_("Type how many pieces there are."), field="pieces")
        return label_told(
            size=self.paper_name(), courier=self.courier.editor.currentText(),
            awb=self.awb.editor.text().replace(" ", "").upper(), weight=grams, pieces=int(pieces or 1),
            size_of_box=self.box.editor.text(), mask=self.hides_phone.isChecked(),
        )  # fmt: skip

    def subject(self) -> Subject:
        """What is drawn."""
        return Subject("label", self._bill.sale_id, self.told(), _("Label {number}").format(number=self._bill.number))

    def sample(self) -> Subject:
        """The picture has the mark of the copy that this one will be."""
        return replace(self.subject(), copy=self._copy)

    def owe(self, printer: str) -> None:
        """Owe it on that printer."""
        told = self.told()
        self.shop.papers.label(self._bill.number, printer=printer, **told)

    def done(self, result: int) -> None:
        """Remember who carried it, and whether the phone is hidden."""
        name = self.courier.editor.currentText().strip()
        past: list[str] = self.shop.settings.get(COURIERS, [])
        if result and name and past[:1] != [name]:
            self.shop.settings.set(COURIERS, [name, *(one for one in past if one != name)][:REMEMBERED])
        if result and self.hides_phone.isChecked() != self.shop.settings.get(MASK, False):
            self.shop.settings.set(MASK, self.hides_phone.isChecked())
        super().done(result)

    def mistake(self, error: ShopError) -> bool:
        """Put a refusal under its field."""
        return isinstance(error, InvalidInput) and show_mistake(
            (self.courier, self.awb, self.weight, self.pieces, self.box), error
        )


def doubt(awb: str) -> str:
    """What looks odd about a tracking number; "" for nothing, and for any number that is no post office's."""
    typed = awb.replace(" ", "").upper()
    shaped = len(typed) == S10_LETTERS and typed[:2].isalpha() and typed[-2:].isalpha() and typed[2:-2].isdecimal()
    if shaped and not identifiers.check("s10", typed).valid:
        return _("This is no number of the post: a digit is wrong. Scan it, or look again.")
    return ""


def refusal(context: Context, bill: Bill) -> str:
    """Why no label can be made for a bill, with the next step; "" when one can."""
    from shoppos.reports.label import shipping_label

    try:
        shipping_label(context.shop.db, bill.sale_id, {})
    except ShopError as error:
        return str(error)
    return ""
