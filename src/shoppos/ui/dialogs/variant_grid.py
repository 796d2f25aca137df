"""Sizes and colours of an item: two lists of names, and in each cell of their grid a stock, a price and barcodes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.errors import Doubtful, InvalidInput, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.ui.dialogs.variant_cells import CODES, PRICE, STOCK, Key, VariantCells, VariantTable
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import EnterGoesOn, Field, line, words
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop import Shop

FACTS = ((STOCK, "F2"), (PRICE, "F3"), (CODES, "F4"))


class VariantGridDialog(QDialog):
    """Ctrl+S writes all of it or nothing; a cell in which nothing stands makes no item. `said` tells what was done."""

    def __init__(self, shop: Shop, parent: QWidget | None, product_id: bytes) -> None:
        """Show the grid of that item's family."""
        super().__init__(parent)
        self.shop, self.product_id, self.said = shop, product_id, ""
        grid = shop.variants.of(product_id)
        self.setWindowTitle(_("Sizes and colours"))
        self.resize(scaled(820), scaled(540))
        self.model = VariantCells(grid)
        self.table = VariantTable(self.model)
        self.sizes = Field("sizes", _("Sizes"), line(", ".join(filter(None, grid.sizes)), placeholder=_("S, M, L, XL")))
        self.colours = Field(
            "colours",
            _("Colours"),
            line(", ".join(filter(None, grid.colours)), placeholder=_("Red, Blue; none is fine")),
        )
        self.cell = words("", role="quiet")
        self.mistake = words("", role="wrong")
        self.mistake.hide()
        self._lay_out(grid.family, rupees(grid.price))
        self._connect()
        self.regrid()
        (self.table if grid.cells else self.sizes.editor).setFocus()

    def _lay_out(self, family: str, price: str) -> None:
        said = {STOCK: _("F2  Stock"), PRICE: _("F3  Price ₹"), CODES: _("F4  Barcodes")}
        self.facts = {fact: QPushButton(said[fact]) for fact, _key in FACTS}
        self.fill = QPushButton(_("F6  Fill empty cells"))
        self.keep = QPushButton(_("Save (Ctrl+S)"))
        self.back = QPushButton(_("Back (Esc)"))
        self.keep.setProperty("role", "primary")
        many, one = Flow(gap=scaled(8)), QButtonGroup(self)
        for button in self.facts.values():
            button.setCheckable(True)
            button.setProperty("role", "chip")
            one.addButton(button)
        for button in (*self.facts.values(), self.fill, self.back, self.keep):
            button.setAutoDefault(False)
            many.addWidget(button)
        self.facts[STOCK].setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        row.addWidget(self.sizes)
        row.addWidget(self.colours)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Words(family, role="heading"))
        hint = _("A cell without a price costs {price}; one in which nothing stands makes no item.")
        column.addWidget(words(hint.format(price=price), role="hint"))
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.cell)
        column.addWidget(self.mistake)
        column.addLayout(many)

    def _connect(self) -> None:
        for fact, key in FACTS:
            self.facts[fact].clicked.connect(partial(self.show_fact, fact))
            QShortcut(QKeySequence(key), self, partial(self.show_fact, fact))
        for button, key, act in (
            (self.fill, "F6", self.fill_empty), (self.keep, "Ctrl+S", self.save), (self.back, "", self.reject),
        ):  # fmt: skip
            button.clicked.connect(act)
            if key:
                QShortcut(QKeySequence(key), self, act)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        self._order = EnterGoesOn(self, (self.sizes.editor, self.colours.editor))
        self._order.ended.connect(self._into_the_grid)
        for field in (self.sizes, self.colours):
            field.editor.editingFinished.connect(self.regrid)
        self.table.selectionModel().currentChanged.connect(self._tell)
        self.model.dataChanged.connect(self._tell)

    # -- acts

    def regrid(self) -> None:
        """Lay the grid out by the names typed; what stands in its cells stays."""
        from shoppos.shop.variant_grid import names

        lists = list[tuple[str, ...]]()
        for field in (self.sizes, self.colours):
            field.clear_mistake()
            try:
                lists.append(names(field.editor.text()))
            except InvalidInput as error:
                field.fail(str(error))
                return
        at = self.table.currentIndex()
        self.model.lay_out(*lists)
        self._go(max(at.row(), 0), max(at.column(), 0))

    def show_fact(self, fact: int, _checked: object = None) -> None:
        """Stock, price or barcodes in every cell."""
        at = self.table.currentIndex()
        self.facts[fact].setChecked(True)
        self.model.show(fact)
        self._go(at.row(), at.column())
        self.table.setFocus()

    def fill_empty(self) -> None:
        """What stands in this cell, in every empty one too; a barcode is nobody else's."""
        at = self.table.currentIndex()
        text = self.model.text(self.model.key(at), self.model.fact) if at.isValid() else ""
        if text and self.model.fact != CODES:
            self.model.fill(text)

    def save(self) -> None:
        """Write all that was typed; the first cell that does not do is shown."""
        self.setFocus()  # an open cell keeps what stands in it
        self.regrid()
        self.mistake.hide()
        for key in self.model.changed():
            for fact, _key in FACTS:
                wrong = self.model.wrong(key, fact)
                if wrong is not None:
                    self._refuse(wrong, key, fact)
                    return
        try:
            done = self._written()
        except ShopError as error:
            self._refuse(error)
            return
        if done is not None:
            self.said = ngettext("{n} variant is saved.", "{n} variants are saved.", done).format(n=done)
            self.accept()

    def _written(self) -> int | None:
        from shoppos.ui.dialogs.ask import ask

        typed = self.model.typed()
        try:
            return self.shop.variants.save(self.product_id, typed) if typed else 0
        except Doubtful as doubt:
            if ask(self, str(doubt), _("Save it"), _("Look again"), careful=True):
                return self.shop.variants.save(self.product_id, typed, sure=True)
        return None

    def reject(self) -> None:
        """Leave; what was typed is thrown away only when one says so."""
        from shoppos.ui.dialogs.ask import ask

        if self.model.changed() and not ask(
            self, _("Throw away what you typed?"), _("Throw it away"), _("Go on typing"), careful=True
        ):
            return
        super().reject()

    # -- inside

    def _into_the_grid(self) -> None:
        self.regrid()
        self.table.setFocus()

    def _go(self, row: int, column: int) -> None:
        self.table.setCurrentIndex(
            self.model.index(min(row, self.model.rowCount() - 1), min(column, self.model.columnCount() - 1))
        )
        self._tell()

    def _tell(self, *_changed: object) -> None:
        at = self.table.currentIndex()
        self.cell.setText(self.model.told(self.model.key(at)) if at.isValid() else "")

    def _refuse(self, error: ShopError, key: Key | None = None, fact: int = STOCK) -> None:
        self.mistake.setText(f"⚠ {error}")
        self.mistake.show()
        if key is not None:
            self.show_fact(fact)
            self._go(self.model.sizes.index(key[0]), self.model.colours.index(key[1]))
        self.table.setFocus()
