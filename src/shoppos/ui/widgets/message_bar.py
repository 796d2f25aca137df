"""One bar for what the cashier should know: never a window that must be clicked away."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shoppos.base.errors import ShopError
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Words

SIGNS = {"error": "✕", "warn": "!", "good": "✓"}


class MessageBar(Card):
    """A sentence and the next step; red for refused, yellow for a warning, green for done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__("warn", parent)
        self.sign = Words()
        self.words = Words()
        self.words.setWordWrap(True)
        self.words.setAccessibleName("message")
        row = QHBoxLayout(self)
        row.setContentsMargins(style.scaled(14), style.scaled(8), style.scaled(14), style.scaled(8))
        row.setSpacing(style.scaled(10))
        row.addWidget(self.sign)
        row.addWidget(self.words, 1)
        self.kind = ""
        self.hide()

    def tell(self, text: str, kind: str = "warn") -> None:
        """Show a sentence as error, warn or good; "" hides the bar."""
        self.kind = kind if text else ""
        self.set_role(kind)
        self.sign.setText(SIGNS[kind])
        self.sign.setFont(style.font(style.BASE_POINTS + 2, bold=True))
        self.words.setText(text)
        self.setVisible(bool(text))

    def refuse(self, error: ShopError) -> None:
        """Show a refusal with its next step."""
        self.tell(str(error), "error")

    def text(self) -> str:
        """What stands in the bar, "" when it is hidden."""
        return self.words.text() if self.kind else ""
