"""What stands over every page but the counter: the way back, the page's name, and what printers and messages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from shoppos.ui.widgets.printer_state import PrinterSign


class PageStrip(QWidget):
    """Hidden at first; `back` is for a finger or the mouse, the key is Esc."""

    def __init__(self, *signs: PrinterSign) -> None:
        """`signs` stand at the right."""
        super().__init__()
        self.back = QPushButton()
        self.back.setProperty("role", "nav")
        self.back.setMinimumHeight(scaled(44))
        self.name = Words(role="heading")
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(14), scaled(6), scaled(14), 0)
        row.addWidget(self.back)
        row.addWidget(self.name)
        row.addStretch(1)
        for sign in signs:
            row.addWidget(sign)
        self.hide()

    def show_page(self, name: str, behind: str = "", *, shown: bool) -> None:
        """Over the page of that name, or over none; `behind` is the page to which the way back leads."""
        self.setVisible(shown)
        self.back.setText(_("← {page} (Esc)").format(page=behind) if behind else _("← Counter (Esc)"))
        self.name.setText(name)
