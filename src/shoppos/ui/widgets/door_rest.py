"""What is left when less is paid at a door than is due there: how much, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, rupees
from shoppos.ui.widgets.form import Field, choice, choose

OWED, KHATA = "", "khata"


class DoorRest(QWidget):
    """Hidden while all is paid, or nothing is said; `changed` tells that something else becomes of the rest."""

    changed = Signal()

    def __init__(self, due: int) -> None:
        """`due` is what is to be paid at the door, in paise; it sinks by what is refused there."""
        super().__init__()
        self.due, self.left = due, due
        ways = ((_("The customer owes it and pays later"), OWED), (_("It goes on their khata (Alt+K)"), KHATA))
        self.way: Field[QComboBox] = Field("rest", "", choice(ways, OWED))
        self.said = self.way.caption
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.way)
        self.way.editor.currentIndexChanged.connect(self._turned)
        self.hide()

    @property
    def chosen(self) -> str:
        """What becomes of the rest; OWED where nothing is left."""
        return str(self.way.editor.currentData()) if self.left > 0 else OWED

    def to_khata(self) -> None:
        """The rest goes on the khata; all of it where nothing is paid."""
        choose(self.way.editor, KHATA)
        self.setVisible(self.left > 0)

    def paid(self, *texts: str) -> None:
        """So much is typed as paid; what is no amount yet counts for nothing."""
        amounts = [_paise(text) for text in texts]
        self.left = max(self.due - sum(amounts), 0)
        self._say()
        said = any(amounts) or self.way.editor.currentData() == KHATA
        self.setVisible(bool(said and self.left))

    def _turned(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        said = _("{amount} are left. What becomes of it?").format(amount=rupees(self.left))
        self.said.setText(said)
        self.way.editor.setAccessibleName(said)


def _paise(text: str) -> int:
    try:
        return parse_paise(text) if text.strip() else 0
    except InvalidInput:
        return 0
