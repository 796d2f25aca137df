"""A sentence that must be read before anything else can happen, and the answers to it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.labels import Words


class Notice(QDialog):
    """One sentence with one answer, or with a second one that goes on in spite of it; Esc is the first."""

    def __init__(self, sentence: str, parent: QWidget | None = None, *, close: str = "", on: str = "") -> None:
        """`close` is the answer that ends it, `on` the one that accepts."""
        super().__init__(parent)
        self.setWindowTitle("ShopPOS")
        self.setMinimumWidth(scaled(440))
        self.words = Words(sentence)
        self.words.setWordWrap(True)
        self.close_button = QPushButton(close or _("Close"))
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        if on:
            self.on_button = QPushButton(on)
            self.on_button.setAutoDefault(False)
            self.on_button.clicked.connect(self.accept)
            row.addWidget(self.on_button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(20),) * 4)
        column.setSpacing(scaled(16))
        column.addWidget(self.words)
        column.addLayout(row)
        self.close_button.setFocus()


def damage(fault: str) -> str:
    """What is said of a damaged file of the shop."""
    return (
        _("The shop's file is damaged: {fault}.").format(fault=fault.strip().splitlines()[-1])
        + "\n\n"
        + _("Bills made now may be lost. Copy the whole folder to another disk first, then restore the last backup.")
    )
