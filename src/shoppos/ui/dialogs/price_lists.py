"""Price lists: which there are, and what the items of each cost from which quantity on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, parse_quantity, quantity
from shoppos.ui.dialogs.ask import ask
from shoppos.ui.dialogs.product_cells import asked
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, choice, line, show_mistake, words
from shoppos.ui.widgets.plain_table import PlainTable
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop
    from shoppos.shop.prices import ListView

ABOVE = 40
"""What the title and the edges of a window take of the screen's height."""
WIDTHS = ((0, 130), (2, 90), (3, 110), (4, 110))


class PriceListsDialog(QDialog):
    """Every price is written at once; Esc closes."""

    def __init__(self, shop: Shop, parent: QWidget) -> None:
        """Show the first list, or ask for one."""
        super().__init__(parent)
        self.shop = shop
        self.setWindowTitle(_("Price lists"))
        self.lists = Field("list", _("Price list"), choice(()))
        self.lists.editor.currentIndexChanged.connect(self._show)
        self.name = Field("name", _("New list"), line(placeholder=_("Wholesale"), most=60))
        self.for_all = QCheckBox(_("Holds for everybody"))
        self.for_all.clicked.connect(self._choose_for_all)
        self.item = Field("code", _("Item"), line(placeholder=_("Scan it, or type code or name"), scans=True))
        self.least = Field("least", _("From quantity"), line(right=True, most=14))
        self.price = Field("price", _("Price ₹"), line(right=True, most=16))
        self.model = PlainTable((_("Code"), _("Name"), _("From"), _("Price"), _("Usual")), (2, 3, 4))
        self.table = table(self.model, 1, WIDTHS)
        self.table.setAccessibleName(_("Prices of this list"))
        self.said = words("", role="quiet")
        self._lay_out()
        self._fill()
        (self.item if self.chosen() else self.name).editor.setFocus()

    def _lay_out(self) -> None:
        top, new = QHBoxLayout(), QHBoxLayout()
        for widget, wide in ((self.lists, 3), (self.for_all, 1), (self.name, 2)):
            top.addWidget(widget, wide, Qt.AlignmentFlag.AlignBottom)
        for field, wide in ((self.item, 3), (self.least, 1), (self.price, 1)):
            new.addWidget(field, wide)
        self.buttons = {
            "make": QPushButton(_("Make it (Ctrl+N)")), "set": QPushButton(_("Set the price (Enter)")),
            "unset": QPushButton(_("Take it off (Del)")), "end": QPushButton(_("End the list…")),
            "close": QPushButton(_("Close (Esc)")),
        }  # fmt: skip
        acts = {"make": self.make, "set": self.set, "unset": self.unset, "end": self.end, "close": self.accept}
        self.buttons["set"].setProperty("role", "primary")
        for name, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(acts[name])
        top.addWidget(self.buttons["make"], 0, Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout()
        for name in ("end", "unset"):
            row.addWidget(self.buttons[name])
        row.addStretch()
        for name in ("close", "set"):
            row.addWidget(self.buttons[name])
        column = QVBoxLayout(self)
        for part in (top, new):
            column.addLayout(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(row)
        for keys, act in (("Ctrl+N", self.make), ("Return", self._enter), ("Enter", self._enter)):
            QShortcut(QKeySequence(keys), self, act)
        QShortcut(QKeySequence("Del"), self.table, self.unset)
        room = self.screen().availableSize()
        self.resize(min(scaled(860), room.width()), min(scaled(560), room.height() - ABOVE))

    # -- looking

    def chosen(self) -> ListView | None:
        """The list that is shown."""
        at = self.lists.editor.currentIndex()
        return self._lists[at] if 0 <= at < len(self._lists) else None

    def _fill(self, name: str = "") -> None:
        self._lists = self.shop.prices.lists()
        box = self.lists.editor
        old = name or box.currentText()
        box.blockSignals(True)
        box.clear()
        for one in self._lists:
            box.addItem(one.name, one.id)
        box.setCurrentIndex(max(0, box.findText(old)))
        box.blockSignals(False)
        self._show()

    def _show(self) -> None:
        chosen = self.chosen()
        found = self.shop.prices.on_list(chosen.id) if chosen else []
        rows = [
            (one.code, one.name, quantity(one.least) if one.least else "", grouped(one.price), grouped(one.usual))
            for one in found
        ]
        self.model.show(rows, [(one.product_id, one.least) for one in found])
        self.for_all.setChecked(bool(chosen and chosen.for_all))
        for widget in (
            self.for_all,
            self.item,
            self.least,
            self.price,
            *map(self.buttons.get, ("set", "unset", "end")),
        ):
            if widget is not None:
                widget.setEnabled(chosen is not None)
        said = _("Name a first list, such as Wholesale; then choose it on a customer's card.")
        self.said.setText("" if chosen else said)

    # -- doing

    def _enter(self) -> None:
        """Enter makes a list where its name is typed, else it sets the price."""
        if self.name.editor.hasFocus():
            self.make()
        else:
            self.set()

    def make(self) -> None:
        """A new list."""
        name = self.name.editor.text().strip()
        if self._do(lambda: self.shop.prices.add(name)):
            self.name.editor.clear()
            self._fill(name)
            self.item.editor.setFocus()

    def set(self) -> None:
        """The price of an item."""
        chosen = self.chosen()
        if chosen is not None and self._do(lambda: self._set(chosen)):
            for field in (self.item, self.least, self.price):
                field.editor.clear()
            self._fill()
            self.item.editor.setFocus()

    def _set(self, chosen: ListView) -> None:
        typed = self.item.editor.text()
        hits = [one for one in self.shop.catalogue.search(typed, 2) if not one.near]
        hit = self.shop.catalogue.find_code(typed) or (hits[0] if len(hits) == 1 else None)
        if hit is None:
            raise InvalidInput(_("Which item is that?"), _("Scan it, or type more of its name."), "code")
        price = asked(self.price, parse_paise)
        if price is None:
            raise InvalidInput(_("What does it cost on this list?"), field="price")
        self.shop.prices.set(chosen.id, hit.product_id, price, asked(self.least, parse_quantity) or 0)

    def unset(self) -> None:
        """Take the chosen price off the list."""
        chosen, at = self.chosen(), self.table.currentIndex().row()
        if chosen is not None and 0 <= at < len(self.model.keys):
            product_id, least = self.model.keys[at]
            self.shop.prices.unset(chosen.id, product_id, least)
            self._fill()

    def end(self) -> None:
        """Use the list no more, once asked."""
        chosen = self.chosen()
        if chosen is None:
            return
        question = _("Use {name} no more? Its customers pay the usual prices then.").format(name=chosen.name)
        if ask(self, question, _("End it"), _("Keep it")):
            self.shop.prices.retire(chosen.id)
            self._fill()

    def _choose_for_all(self, on: bool) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.shop.prices.choose_for_all(chosen.id if on else None)
            self._fill()

    def _do(self, act: Callable[[], object]) -> bool:
        """Do it, or say under which field it does not do."""
        fields = (self.name, self.item, self.least, self.price)
        for field in fields:
            field.clear_mistake()
        try:
            act()
        except ShopError as error:
            if not (isinstance(error, InvalidInput) and show_mistake(fields, error)):
                self.said.setText(f"⚠ {error}")
            return False
        return True
