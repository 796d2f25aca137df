"""Who is at the till: a name and a PIN, by keys alone, while the bill stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.text import fold
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, line, words
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from shoppos.shop import Shop

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
MOST = 4
"""Names that are seen at once."""


class Who(QDialog):
    """Up and Down or a first letter choose the name, digits are the PIN, Enter signs in.

    Esc at the start of the day leaves the till to nobody, who only sells; later it leaves who was there.
    """

    def __init__(self, parent: QWidget, shop: Shop) -> None:
        """Offer who works here, first who is there or was named."""
        super().__init__(parent)
        self._staff = shop.staff
        self._people = shop.staff.list()
        self.setWindowTitle(_("Who is at the till?"))
        self.setMinimumWidth(scaled(420))
        self.names = QListWidget()
        self.names.setAccessibleName(_("Names"))
        self.names.addItems([one.name for one in self._people])
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        roomy(self.names)
        self.names.setFixedHeight(scaled(46) * min(MOST, len(self._people)) + 4)
        current = shop.staff.current.id
        self.names.setCurrentRow(next((at for at, one in enumerate(self._people) if one.id == current), 0))
        self.names.currentRowChanged.connect(self._turned)
        self.pin = Field("pin", _("PIN"), line(most=8, scans=True))
        self.pin.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.editor.textEdited.connect(self.pin.clear_mistake)
        self.pin.editor.installEventFilter(self)
        self.no = QPushButton(_("Esc  Only sell") if shop.db.nobody else _("Esc  Leave"))
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(_("Enter  Sign in"))
        self.yes.setProperty("role", "primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(20),) * 4)
        column.setSpacing(scaled(12))
        column.addWidget(words(_("Who is at the till?"), role="title"))
        column.addWidget(self.names)
        column.addWidget(self.pin)
        column.addLayout(row)
        self._turned()
        self.pin.editor.setFocus()

    @property
    def name(self) -> str:
        """Who is chosen."""
        return self._people[self.names.currentRow()].name

    def accept(self) -> None:
        """Sign in; who has a PIN shows it."""
        chosen, typed = self._people[self.names.currentRow()], self.pin.editor.text().strip()
        try:
            if self._staff.has_pin(chosen.id) and not typed:
                self.pin.fail(_("Type the PIN of {name}.").format(name=chosen.name))
                return
            self._staff.sign_in(chosen.name, typed or None)
        except ShopError as error:
            self.pin.editor.clear()
            self.pin.fail(str(error))
            return
        super().accept()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Up, Down and letters choose a name while the PIN has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.names.setCurrentRow((self.names.currentRow() + step) % len(self._people))
                return True
            held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if event.text().isalpha() and not held:
                self._jump(event.text())
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt hands over its own objects

    def _jump(self, letter: str) -> None:
        """To the next name that begins so."""
        now, many = self.names.currentRow(), len(self._people)
        for at in (*range(now + 1, many), *range(now + 1)):
            if fold(self._people[at].name).startswith(fold(letter)):
                self.names.setCurrentRow(at)
                return

    def _turned(self) -> None:
        """Another name: what was typed was not theirs; who has no PIN needs none."""
        self.pin.editor.clear()
        self.pin.clear_mistake()
        has = self._staff.has_pin(self._people[self.names.currentRow()].id)
        self.pin.editor.setPlaceholderText("" if has else _("no PIN: press Enter"))
