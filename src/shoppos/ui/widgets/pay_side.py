"""The right side of the counter: what is to pay, by whom, and the keys that take the money."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.methods import label as method_label
from shoppos.ui import style
from shoppos.ui.keys import Keymap, label
from shoppos.ui.widgets.customer_box import CustomerBox
from shoppos.ui.widgets.labels import Words
from shoppos.ui.widgets.pay_panel import PayPanel
from shoppos.ui.widgets.total_card import TotalCard

if TYPE_CHECKING:
    from shoppos.shop.sale_view import SaleView
    from shoppos.shop.sales import LastBill

PAY = ("cash", "upi", "card", "split")
NOTES = (10_00, 50_00, 100_00, 500_00, 2000_00)
SHOWN_NOTES = 3


def notes_for(payable: int) -> list[int]:
    """The sums people hand over for `payable` paise: the next round ten, fifty, hundred, five hundred, two thousand."""
    sums = sorted({-(-payable // note) * note for note in NOTES} - {payable, 0})
    return sums[:SHOWN_NOTES]


def short(paise: int) -> str:
    """An amount as people say it: whole rupees without the paise."""
    return rupees(paise).removesuffix(".00")


class PaySide(QWidget):
    """Total, customer, pay buttons and suggested notes; while paying, the pay panel in their place."""

    acted = Signal(str)
    noted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to pay."""
        super().__init__(parent)
        self.total = TotalCard()
        self.customer = CustomerBox()
        self.panel = PayPanel()
        self.buttons = {action: QPushButton() for action in PAY}
        self.notes = [QPushButton() for _n in range(SHOWN_NOTES)]
        self.last = Words(role="quiet")
        self.last.setWordWrap(True)
        self._ways = QWidget()
        self._grid = QGridLayout()
        self._keymap: Keymap | None = None
        self._compact = False
        self._build()

    def _build(self) -> None:
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(style.scaled(10))
        self._grid.setSpacing(style.scaled(10))
        ways.addLayout(self._grid)
        for action, button in self.buttons.items():
            button.setProperty("role", "pay-first" if action == "cash" else "pay")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, action=action: self.acted.emit(action))
        self._place()
        row = QHBoxLayout()
        row.setSpacing(style.scaled(10))
        for n, button in enumerate(self.notes):
            button.setProperty("role", "note")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, n=n: self._note(n))
            row.addWidget(button)
        ways.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.scaled(10))
        column.addWidget(self.total)
        column.addWidget(self.customer)
        column.addWidget(self._ways)
        column.addWidget(self.panel, 1)
        column.addWidget(self.last)
        column.addStretch(0)
        self._sums: list[int] = []
        self._few_notes = False
        self._low = False
        self.panel.changed.connect(self._make_room)
        self.resize_to_font()

    def resize_to_font(self) -> None:
        """Fit the font size in force."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.total.resize_to_font()

    def relabel(self, keymap: Keymap) -> None:
        """Say everything in the language and with the keys in force."""
        self._keymap = keymap
        short = {"cash": _("Cash"), "upi": _("UPI"), "card": _("Card"), "split": _("Split")}
        for action, button in self.buttons.items():
            words = short[action] if self._compact else _("Cash (exact)") if action == "cash" else label(action)
            button.setText(f"{keymap.shown(action)}{' ' if self._compact else '   '}{words}")
        self.panel.set_keys({action: keymap.shown(action) for action in PAY})
        self.customer.set_key(keymap.shown("customer"))

    def fit(self, width: int, height: int) -> None:
        """Fit the window: on a small one the pay keys stand in pairs and the suggested notes give way."""
        self.setFixedWidth(min(style.scaled(398), width * 38 // 100))
        compact = height < style.scaled(700)
        self.total.fit(height)
        self.panel.fit(self.width(), height)
        if compact != self._compact:
            self._compact = compact
            self._place()
            if self._keymap is not None:
                self.relabel(self._keymap)
        self._low = height < style.scaled(480)
        self._make_room()
        self._few_notes = height < style.scaled(620)
        self._show_notes()

    def _place(self) -> None:
        """Put the pay keys one below the other, or in pairs."""
        for n, button in enumerate(self.buttons.values()):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, n // 2 if self._compact else n, n % 2 if self._compact else 0)

    def _show_notes(self) -> None:
        for n, button in enumerate(self.notes):
            button.setVisible(n < len(self._sums) and not self._few_notes)

    def show_sale(self, view: "SaleView") -> None:
        """Show an open sale; the pay buttons are dead while there is nothing to pay."""
        self.total.show_sale(view)
        self.customer.show_sale(view)
        for button in self.buttons.values():
            button.setEnabled(bool(view.lines))
        self._sums = notes_for(view.payable) if view.lines else []
        for n, button in enumerate(self.notes):
            if n < len(self._sums):
                button.setText(short(self._sums[n]))
                button.setAccessibleName(_("{amount} handed over").format(amount=button.text()))
        self._show_notes()

    def show_last(self, last: "LastBill | None", reprint: str) -> None:
        """Keep the last bill and its change in sight."""
        if last is None:
            self.last.setText("")
            return
        words = _("Last bill {number}: {method} {amount}").format(
            number=", ".join(last.numbers), method=method_label(last.method or "cash"), amount=short(last.tendered)
        )
        if last.voided:
            words += " · " + _("cancelled")
        elif last.change:
            words += " · " + _("change {change}").format(change=short(last.change))
        if reprint:
            words += "  ·  " + _("{key} reprint").format(key=reprint)
        self.last.setText(words)

    def paying(self, on: bool) -> None:
        """Show the pay panel in place of the pay buttons, or the buttons again."""
        self._ways.setVisible(not on)
        self.customer.setVisible(not on)
        self.last.setVisible(not on)
        self.panel.setVisible(on)
        self._make_room()

    def _make_room(self) -> None:
        """On a low window the pay panel takes the place of the total: it names the amount itself."""
        self.total.setVisible(not (self._low and self.panel.opened))

    def _note(self, n: int) -> None:
        self.noted.emit(self._sums[n])
