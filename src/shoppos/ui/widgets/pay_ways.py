"""The ways to pay as buttons in rows; the keys that choose them stand on the buttons where there is room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from shoppos.rules.methods import AT_THE_COUNTER, label
from shoppos.ui import style

ACTIONS = {"cash": "cash", "upi": "upi", "card": "card", "netbanking": "", "khata": "split"}
"""The action of the keymap that chooses each way; net banking has none."""


class PayWays(QWidget):
    """One of the ways is chosen; `picked` tells which one was clicked."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin narrow."""
        super().__init__(parent)
        self.buttons = {key: QPushButton() for key in AT_THE_COUNTER}
        self.narrow = True
        self._keys: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(style.scaled(6))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for key, button in self.buttons.items():
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, key=key: self.picked.emit(key))

    def set_keys(self, keys: dict[str, str]) -> None:
        """Say the ways with these keys, in the language in force."""
        self._keys = keys
        for key, button in self.buttons.items():
            shown = "" if self.narrow else keys.get(ACTIONS[key], "")
            button.setText(f"{shown} {label(key)}".strip())

    def fit(self, *, narrow: bool) -> bool:
        """Three a row, or two without their keys; True when that has changed."""
        if narrow == self.narrow:
            return False
        self.narrow = narrow
        across = 2 if narrow else 3
        for n, button in enumerate(self.buttons.values()):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, n // across, n % across)
        self.set_keys(self._keys)
        return True

    def choose(self, method: str) -> None:
        """Mark the way that is chosen."""
        for key, button in self.buttons.items():
            button.setChecked(key == method)

    def beside(self, method: str, by: int) -> str:
        """The way `by` places after this one, round and round."""
        return AT_THE_COUNTER[(AT_THE_COUNTER.index(method) + by) % len(AT_THE_COUNTER)]
