"""The ways to pay as buttons in rows; the keys that choose them stand on the buttons where there is room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.methods import AT_THE_COUNTER, label
from shoppos.ui import style

ACTIONS = {"cash": "cash", "upi": "upi", "card": "card", "netbanking": "", "khata": "split"}
"""The action of the keymap that chooses each way; net banking has none."""
POINTS, POINTS_KEY = "points", "Alt+P"
"""The way that is offered only to those who have some, and its key while it is being paid."""


class PayWays(QWidget):
    """One of the ways is chosen; `picked` tells which one was clicked."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin narrow."""
        super().__init__(parent)
        self.buttons = {key: QPushButton() for key in (*AT_THE_COUNTER, POINTS)}
        self.points, self.worth = 0, 0
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
        self.buttons[POINTS].hide()

    def set_keys(self, keys: dict[str, str]) -> None:
        """Say the ways with these keys, in the language in force."""
        self._keys = keys
        for key in AT_THE_COUNTER:
            shown = "" if self.narrow else keys.get(ACTIONS[key], "")
            self.buttons[key].setText(f"{shown} {label(key)}".strip())
        self._name_points()

    def offer_points(self, points: int, worth: int) -> None:
        """Let points pay up to `worth` paise; for nobody who has none."""
        self.points, self.worth = points, worth
        self.buttons[POINTS].setVisible(worth > 0)
        self._name_points()

    def check(self, method: str, amount: int) -> None:
        """Refuse more than the points are worth, in paise."""
        if method == POINTS and amount > self.worth:
            most = _("The points are worth {worth} only.").format(worth=rupees(self.worth))
            raise Refused(most, _("Take the rest another way."))

    def _name_points(self) -> None:
        worth = rupees(self.worth).removesuffix(".00")
        said = _("Points: {n} = {worth}").format(n=self.points, worth=worth)
        button = self.buttons[POINTS]
        button.setAccessibleName(said)
        button.setText(f"{label(POINTS)} {worth}" if self.narrow else f"{POINTS_KEY}  {said}")

    @property
    def offered(self) -> tuple[str, ...]:
        """The ways in their order, points last where there are some to spend."""
        return (*AT_THE_COUNTER, POINTS) if self.worth > 0 else AT_THE_COUNTER

    def fit(self, *, narrow: bool) -> bool:
        """Three a row, or two without their keys; True when that has changed."""
        if narrow == self.narrow:
            return False
        self.narrow = narrow
        across = 2 if narrow else 3
        for n, button in enumerate(self.buttons.values()):
            self._grid.removeWidget(button)
            if button is self.buttons[POINTS] and not narrow:
                self._grid.addWidget(button, n // across + 1, 0, 1, across)
            else:
                self._grid.addWidget(button, n // across, n % across)
        self.set_keys(self._keys)
        return True

    def choose(self, method: str) -> None:
        """Mark the way that is chosen."""
        for key, button in self.buttons.items():
            button.setChecked(key == method)

    def beside(self, method: str, by: int) -> str:
        """The way `by` places after this one, round and round."""
        ways = self.offered
        at = ways.index(method) if method in ways else 0
        return ways[(at + by) % len(ways)]
