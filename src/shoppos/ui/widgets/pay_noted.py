"""What was taken so far for a bill, and the button that takes it back."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.methods import label
from shoppos.ui.widgets.labels import Words


class PayNoted(QWidget):
    """Out of sight while nothing was taken."""

    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing."""
        super().__init__(parent)
        self.paid = Words(role="quiet")
        self.paid.setWordWrap(True)
        self.drop = QPushButton()
        self.drop.setProperty("role", "nav")
        self.drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drop.clicked.connect(self.dropped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.paid, 1)
        row.addWidget(self.drop)

    def show_tenders(self, tenders: list[list[Any]]) -> None:
        """Show each way and its amount in paise."""
        self.drop.setText(_("Take back"))
        self.paid.setText("  ".join(f"{label(method)} {rupees(amount)}" for method, amount, *_rest in tenders))
        self.setVisible(bool(tenders))
