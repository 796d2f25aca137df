"""A parcel leaves: who takes it and by which number; bill and label are printed, what is to collect is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_quantity, quantity, read_quantity, rupees
from shoppos.rules import couriers as rules
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, choice, choose, line, polish, words
from shoppos.ui.widgets.labels import Card

if TYPE_CHECKING:
    from shoppos.shop.dispatching import Dispatched
    from shoppos.ui.context import Context

LAST = "dispatched_by"
"""The settings' key of who took the last parcel: offered first."""
COURIER, OWN = "courier", "own"
LONGEST = 40
PIECE = 1000
"""Thousandths."""


class DispatchDialog(OrderDialog):
    """Courier or own person, number, weight, pieces; `sent` is the parcel that left."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask how that order leaves."""
        self.view = view = context.shop.orders.view(order_id)
        title = _("Dispatch order {number}").format(number=view.number)
        super().__init__(context, parent, title, _("Dispatch: bill and label (Enter)"), wide=620)
        self.order_id, self._key = order_id, new_id()
        self.sent: Dispatched | None = None
        self.packing = context.shop.dispatching.packing(order_id)
        address = " ".join(part for part in (view.card.address, view.card.pin_code) if part)
        whom = "  ·  ".join(part for part in (view.card.name or view.card.phone, address) if part)
        self.body.addWidget(words(whom or _("No address"), role="quiet"))
        self.body.addWidget(self._collect())
        self._ask_who()
        self._ask_parts()
        self._reckon()
        self.body.addStretch()
        last: str = context.shop.settings.get(LAST, "")
        self._choose(last)
        self.ready(
            self.who, self.awb, self.weight, self.pieces, *self.parts.values(), first=self._begin()
        )  # fmt: skip

    def _collect(self) -> QWidget:
        """What is to be collected at the door, large."""
        self.money = Card("warn")
        column = QVBoxLayout(self.money)
        self.collect, self.bill = words("", role="title"), words("")
        column.addWidget(self.collect)
        column.addWidget(self.bill)
        return self.money

    def _reckon(self) -> None:
        """Say the money of what leaves as the lines below say it; while one is being typed, as it stood before."""
        try:
            leaving = self.shop.dispatching.preview(self.order_id, self._lines())
        except ShopError:
            return
        due = leaving.due
        if self.view.pay_by == "khata" and due:
            said, role = _("{amount} goes on the khata: collect nothing").format(amount=rupees(due)), "good"
        elif due:
            said, role = _("COLLECT {amount} AT THE DOOR").format(amount=rupees(due)), "warn"
        else:
            said, role = _("PAID: collect nothing"), "good"
        self.collect.setText(said)
        from shoppos.shop.splitting import rounded_said

        bill = _("Bill {payable}, paid before {paid}").format(
            payable=rupees(leaving.payable), paid=rupees(self.shop.advances.left(self.order_id))
        )
        self.bill.setText("\n".join(part for part in (bill, rounded_said(leaving.rounding)) if part))
        self.money.setProperty("role", role)
        polish(self.money)

    def _ask_who(self) -> None:
        """A pick list of couriers and of the shop's own people in one, and what a courier asks for."""
        names = [one.name for one in self.shop.dispatching.couriers.list()]
        options = [(name, (COURIER, name)) for name in names]
        options += [
            (_("{name} (our own delivery)").format(name=name), (OWN, name)) for name in self.shop.dispatching.carriers()
        ]
        self.who: Field[QComboBox] = Field("courier", _("Who takes it"), choice(options))
        self.table = QPushButton(_("Couriers… (Ctrl+U)"))
        self.table.clicked.connect(self.edit_couriers)
        QShortcut(QKeySequence("Ctrl+U"), self, self.edit_couriers)
        self.awb: Field[QLineEdit] = Field("awb", _("AWB: scan the courier's label"), line(most=LONGEST, scans=True))
        self.weight: Field[QLineEdit] = Field("weight", _("Weight in kg"), line(right=True, most=7))
        self.pieces: Field[QLineEdit] = Field("pieces", _("Pieces"), line("1", right=True, most=2))
        self.who.editor.currentIndexChanged.connect(self._turned)
        self.awb.editor.textChanged.connect(self._judge)
        row = QHBoxLayout()
        row.addWidget(self.who, 1)
        row.addWidget(self.table, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(self.awb)
        self.body.addWidget(beside(self.weight, self.pieces))

    def _ask_parts(self) -> None:
        """What is in the box leaves; or less of it, said line by line."""
        box = [one for one in self.packing.lines if one.packed] or list(self.packing.lines)
        left = [one for one in self.packing.lines if self.packing.begun and one.left]
        if left:
            names = ", ".join(f"{quantity(one.left)} {one.name}" for one in left)
            self.body.addWidget(words(_("Follows in a parcel of its own: {items}").format(items=names), role="doubt"))
        self.splits = QCheckBox(_("Send only a part of it now (Alt+S)"))
        QShortcut(QKeySequence("Alt+S"), self, self.splits.toggle)
        self.part = QWidget()
        column = QVBoxLayout(self.part)
        column.setContentsMargins(scaled(12), 0, 0, 0)
        self.parts = dict[int, Field[QLineEdit]]()
        for one in box:
            goes = one.packed or one.wanted
            said = _("{name}: goes now, of {n} {unit}").format(
                name=one.name, n=quantity(goes), unit=one.unit.lower()
            )  # fmt: skip
            self.parts[one.line] = Field(str(one.line), said, line(quantity(goes), right=True, most=12))
            self.parts[one.line].editor.textChanged.connect(self._reckon)
            column.addWidget(self.parts[one.line])
        self.part.hide()
        self.splits.setVisible(len(box) > 1 or any((one.packed or one.wanted) > PIECE for one in box))
        self.splits.toggled.connect(self._opened)
        self.body.addWidget(self.splits)
        self.body.addWidget(self.part)

    def _opened(self, on: bool) -> None:
        self.part.setVisible(on)
        self._reckon()
        self.fit()
        if on:
            next(iter(self.parts.values())).editor.setFocus()

    def _choose(self, last: str) -> None:
        kind, _colon, name = last.partition(":")
        choose(self.who.editor, (kind, name))
        self._turned()

    def _begin(self) -> QWidget:
        """The keyboard where something is to be typed: the number where a courier is chosen already."""
        return self.who.editor if self.by[0] == OWN else self.awb.editor

    @property
    def by(self) -> tuple[str, str]:
        """Courier or own, and the name."""
        told = self.who.editor.currentData()
        return (told[0], told[1]) if told else (OWN, "")

    def _turned(self) -> None:
        """A person of the shop has no number."""
        self.awb.setVisible(self.by[0] == COURIER)
        self.doubt_anew()
        self._judge()
        self.fit()

    def _judge(self) -> None:
        """Say of the number at once whether it can be that courier's."""
        self.awb.clear_mistake()
        courier = self.shop.dispatching.couriers.get(self.by[1]) if self.by[0] == COURIER else None
        typed = rules.spelled(self.awb.editor.text())
        if courier is None or not courier.check:
            self.awb.tell("")
        elif not typed:
            self.awb.tell(_("Two letters, nine digits, IN"))
        elif fault := rules.awb_fault(courier, typed):
            said = {"check_digit": _("A digit is wrong: scan it again.")}.get(
                fault, _("Not complete yet, or not theirs")
            )
            self.awb.tell("")
            self.awb.warn(said)
        else:
            self.awb.tell(_("✓ The check digit is right."))

    def edit_couriers(self) -> None:
        """The shop's own list of couriers."""
        from shoppos.ui.dialogs.couriers import CouriersDialog

        if CouriersDialog(self.context, self).exec():
            before = self.by
            box = self.who.editor
            own = [(box.itemText(at), box.itemData(at)) for at in range(box.count()) if box.itemData(at)[0] == OWN]
            box.clear()
            for one in self.shop.dispatching.couriers.list():
                box.addItem(one.name, (COURIER, one.name))
            for text, told in own:
                box.addItem(text, told)
            choose(box, before)

    def act(self, *, sure: bool) -> None:
        """Send it."""
        kind, name = self.by
        if not name:
            raise InvalidInput(_("Say who takes it."), field="courier")
        text, pieces = self.weight.editor.text().strip(), self.pieces.editor.text().strip()
        grams = read_quantity(text) if text else 0
        if grams is None:
            raise InvalidInput(_("Type the weight in kilograms, as in 1.5."), field="weight")
        if pieces and not pieces.isdecimal():
            raise InvalidInput(_("Type how many pieces there are."), field="pieces")
        own = kind == OWN
        self.sent = self.shop.dispatching.dispatch(
            self.order_id, lines=self._lines(), courier="" if own else name, carrier=name if own else "",
            awb="" if own else self.awb.editor.text(), weight=grams, pieces=int(pieces or 1), key=self._key, sure=sure,
            ask=True,
        )  # fmt: skip
        self.context.wake_printer()
        if self.shop.settings.get(LAST, "") != f"{kind}:{name}":
            self.shop.settings.set(LAST, f"{kind}:{name}")

    def _lines(self) -> dict[int, int] | None:
        """What leaves, in thousandths of each line; None for all that is in the box."""
        if not self.splits.isChecked():
            return None
        found = dict[int, int]()
        for at, field in self.parts.items():
            text = field.editor.text().strip()
            try:
                found[at] = parse_quantity(text) if text and text != "0" else 0
            except InvalidInput as error:
                raise InvalidInput(error.message, error.hint, field.name) from error
        return {at: amount for at, amount in found.items() if amount}
