"""The top of the counter: whose shop and till it is, and the held bills as chips."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.widgets.labels import Cut

if TYPE_CHECKING:
    from shoppos.shop.open_sales import HeldSale

MOST_CHIPS = 4


class TopRow(QWidget):
    """Shop, till and cashier at the left; this bill and the held ones at the right."""

    recalled = Signal(bytes)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing held."""
        super().__init__(parent)
        self.shop = Cut()
        self.shop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.who = Cut(role="quiet")
        self.chips: list[QPushButton] = []
        self._held: list[HeldSale] = []
        self._narrow = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.scaled(10))
        self._row.addWidget(self.shop)
        self._row.addWidget(self.who, 1)
        self._row.addStretch(0)
        self.setMinimumHeight(style.scaled(44))

    def show_shop(self, shop: str, till: str, employee: str) -> None:
        """Whose screen this is."""
        self.shop.setText(shop)
        self.shop.setFont(style.font(style.BASE_POINTS + 1, bold=True))
        self.shop.setFixedWidth(min(self.shop.fontMetrics().horizontalAdvance(shop) + 4, style.scaled(260)))
        self.who.setText(_("Counter {till} · {employee}").format(till=till, employee=employee))

    def fit(self, width: int) -> None:
        """On a narrow page a chip is the held bill's number alone."""
        narrow = width < style.scaled(900)
        if narrow != self._narrow:
            self._narrow = narrow
            self.who.setVisible(not narrow)
            self._row.setStretch(self._row.indexOf(self.who) + 1, int(narrow))
            self.show_held(self._held)

    def show_held(self, held: "list[HeldSale]") -> None:
        """One chip a held bill, numbered as the keys recall them; this bill first."""
        self._held = held
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        if not held:
            return
        if not self._narrow:
            self._chip(_("This bill"), b"").setChecked(True)
        for n, one in enumerate(held[:MOST_CHIPS], 1):
            label = one.label if one.label == _("Held {n}").format(n=n) else f"{n}  {one.label}"
            words = f"{label}: {rupees(one.payable).removesuffix('.00')}"
            chip = self._chip(str(n) if self._narrow else words, one.sale_id)
            chip.setAccessibleName(words)
        if len(held) > MOST_CHIPS:
            self._chip(_("+{n} more").format(n=len(held) - MOST_CHIPS), held[MOST_CHIPS].sale_id)

    def _chip(self, text: str, sale_id: bytes) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("role", "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setCheckable(not sale_id)
        if sale_id:
            chip.clicked.connect(lambda: self.recalled.emit(sale_id))
        self.chips.append(chip)
        self._row.addWidget(chip)
        return chip
