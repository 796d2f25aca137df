"""Which of a customer's addresses stands on the bill: one short list, opened by a key, chosen by the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui import style
from shoppos.ui.widgets.form import choice, choose
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.shop.customers import Address

KEY = "Alt+A"
NOWHERE = b""


class AddressChoice(QWidget):
    """No address, the customer's own or a further one; `chosen` gives the card's id, empty for none."""

    chosen = Signal(bytes)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a list."""
        super().__init__(parent)
        self.box = choice([])
        self.box.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the entry line
        self.box.activated.connect(lambda: self.chosen.emit(self.box.currentData()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, style.scaled(10), 0)
        row.setSpacing(style.scaled(8))
        row.addWidget(Words(KEY, role="hint"))
        row.addWidget(self.box, 1)

    def offer(self, own: tuple[bytes, str] | None, further: Iterable[Address], now: bytes) -> None:
        """Show these addresses, `own` as the card's id and its text, and which of them is on the bill `now`."""
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.setAccessibleName(_("Address on the bill"))
            self.box.addItem(_("No address"), NOWHERE)
            if own is not None:
                self.box.addItem(own[1], own[0])
            for one in further:
                said = ": ".join(part for part in (one.label, one.card.address) if part)
                self.box.addItem(said, one.personal_id)
            choose(self.box, now)

    def open(self) -> None:
        """Let the list fall open, if there is one to choose from."""
        if self.isVisible():
            self.box.showPopup()
