"""Beside the goods of an order: who calls, what they are promised, what it comes to, and the money taken before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.widgets.ask_row import bare
from shoppos.ui.widgets.labels import Words
from shoppos.ui.widgets.order_caller import CallerCard
from shoppos.ui.widgets.order_pay import OrderPay
from shoppos.ui.widgets.order_terms import OrderTerms
from shoppos.ui.widgets.total_card import TotalCard

if TYPE_CHECKING:
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.keys import Keymap

WIDTH = 384
LEAST_WIDE = 330
ROOMY, NARROW = 640, 1100
BARE = 12
"""Pixels that ten are of letters at which a button has no room for its key."""


class OrderSide(QWidget):
    """`acted` tells which button was pressed: pay or confirm."""

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self.caller, self.terms, self.panel, self.total = CallerCard(), OrderTerms(), OrderPay(), TotalCard()
        self.number = Words(role="hint")
        self.pay, self.confirm = QPushButton(), QPushButton()
        self.confirm.setProperty("role", "pay-first")
        self.pay.setProperty("role", "pay")
        for name, button in (("pay", self.pay), ("confirm", self.confirm)):
            button.clicked.connect(lambda _on=False, name=name: self.acted.emit(name))
        self._keymap: Keymap | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        upper = QVBoxLayout(inner)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(style.scaled(8))
        for part in (self.caller, self.terms, self.number):
            upper.addWidget(part)
        upper.addStretch()
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.scaled(8))
        for button in (self.pay, self.confirm):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.scaled(8))
        column.addWidget(self.area, 1)
        column.addWidget(self.panel, 1)
        column.addWidget(self.total)
        column.addLayout(buttons)

    def fit(self, width: int, height: int) -> None:
        """Take less room in a small window."""
        wide = style.scaled(WIDTH if width >= style.scaled(NARROW) else LEAST_WIDE)
        self.setFixedWidth(min(wide, width * 40 // 100))
        self.caller.roomy = height >= style.scaled(ROOMY)
        self.total.fit(height * 8 // 10)
        self.total.resize_to_font()
        self.terms.resize_to_font()
        self.panel.fit(self.width(), height)

    def relabel(self, keymap: Keymap) -> None:
        """Say everything in the language and keys in force."""
        self._keymap = keymap
        self.terms.relabel(keymap)
        self.panel.relabel(keymap)

    def begin(self) -> None:
        """Nobody's order stands here yet."""
        self.panel.forget()
        self.area.show()
        for part in (self.terms, self.total, self.pay, self.confirm, self.number):
            part.hide()

    def paying(self, on: bool) -> None:
        """Show the pay panel in the place of what was promised."""
        self.area.setVisible(not on)
        self.total.setVisible(self.caller.roomy or not on)
        self.pay.setVisible(not on)
        self.confirm.setVisible(not on)

    def show_total(self, view: OrderView) -> None:
        """What the order comes to, and what of it is paid already."""
        for part in (self.terms, self.total):
            part.show()
        self.number.setVisible(self.caller.roomy)
        self.number.setText(_("Order {number}").format(number=view.number))
        self.total.forget()
        if view.sale is not None:
            self.total.show_sale(view.sale)
        if view.paid or view.claimed:
            said = _("{paid} of {payable} paid").format(paid=rupees(view.paid), payable=rupees(view.payable))
            if view.claimed:
                said = _("{claimed} of {payable} said to be paid").format(
                    claimed=rupees(view.claimed), payable=rupees(view.payable)
                )
            self.total.show_rest(view.due, said)
        lines = bool(view.sale and view.sale.lines)
        self.paying(self.panel.opened)
        self.pay.setEnabled(lines and view.due > 0)
        self.confirm.setEnabled(lines)
        cash = self._keymap.shown("cash") if self._keymap else ""
        said = bare if self.width() <= style.scaled(LEAST_WIDE) and style.scaled(10) > BARE else str
        self.pay.setText(said(_("{key}  Take money").format(key=cash)))
        self.confirm.setText(said(_("Enter  Confirm") if view.state == "taken" else _("Enter  Done")))

    def open(self, name: str) -> None:
        """Bring that list of the terms into sight and let it fall open."""
        self.area.ensureWidgetVisible(self.terms.boxes[name])
        self.terms.open(name)
