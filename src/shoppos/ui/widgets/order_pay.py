"""Money taken for an order before its bill: the counter's own panel, without what is no money yet."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.pay_panel import PayPanel

if TYPE_CHECKING:
    from shoppos.ui.keys import Keymap

NO_MONEY = "khata"
"""A way of the counter that pays nothing before there is a bill."""
WAYS = ("cash", "upi", "card")
"""The ways that have a key of their own."""


class OrderPay(PayPanel):
    """Closed at first; `taken`, `wants_upi` and `left` as at the counter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin closed."""
        super().__init__(parent)
        self.ways.buttons[NO_MONEY].hide()

    def relabel(self, keymap: "Keymap") -> None:
        """Say everything with the keys in force."""
        self.set_keys({way: keymap.shown(way) for way in WAYS})

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.back.setText(_("Back") if self.ways.narrow else _("Esc  Back to the order"))

    def choose(self, method: str) -> None:
        """Pay by that way; what is no money yet is passed over."""
        if method == NO_MONEY:
            method = "cash" if self.method == "netbanking" else "netbanking"
        super().choose(method)
