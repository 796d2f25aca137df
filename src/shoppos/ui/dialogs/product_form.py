"""One item: its codes, its price, its tax and its stock, written down without leaving the keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import Doubtful, InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, parse_quantity, parse_rate, plain, quantity, rate, rupees
from shoppos.ui.dialogs.product_cells import UNITS, asked, codes, mistyped, read, signed, since, treatments
from shoppos.ui.widgets.form import DayChoice, EnterGoesOn, Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.product_more import ProductMore

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import ProductCard


class ProductDialog(QDialog):
    """A new item, or a known one to change. `saved_id` is its id once it is saved."""

    def __init__(self, shop: Shop, parent: QWidget | None, product_id: bytes | None = None, code: str = "") -> None:
        """`code` is what was scanned for a new item."""
        super().__init__(parent)
        self.shop = shop
        self.saved_id: bytes | None = None
        self.again = False
        self._card: ProductCard | None = shop.catalogue.card(product_id) if product_id else None
        self.setWindowTitle(_("New item") if self._card is None else _("Change item"))
        self._make_fields()
        self._lay_out()
        self._fill(code)
        self._start = self._typed()
        for field in self.fields:
            signal = getattr(field.editor, "textChanged", None) or getattr(field.editor, "currentTextChanged", None)
            if signal is not None:
                signal.connect(field.clear_mistake)
        for watched in (self.code, self.barcodes, self.price, self.mrp, self.cost):
            watched.editor.textChanged.connect(self._look)
        self.treatment.currentIndexChanged.connect(self._look)
        self.rate.currentIndexChanged.connect(self._look)
        self.inclusive.toggled.connect(self._look)
        self._look()
        first = self.name if self.code.editor.text() else self.code
        first.editor.setFocus()

    # -- building

    def _make_fields(self) -> None:
        on = self.shop.db.clock.now().date()
        from shoppos.rules.gst_rates import slabs

        self.code = Field(
            "code", _("Code or barcode"), line(placeholder=_("Scan it, or make one up"), most=60, scans=True)
        )
        self.name = Field("name", _("Name"), line(most=120))
        self.local_name = Field("local_name", _("Name in your language"), line(most=120))
        self.barcodes = Field("barcodes", _("Other barcodes"), line(placeholder=_("8901…; 8902…"), scans=True))
        self.aliases = Field("aliases", _("Also found by"), line(placeholder=_("other words people use")))
        self.unit = Field("unit", _("Unit"), choice([(unit, unit) for unit in UNITS], editable=True))
        self.category = Field("category", _("Category"), choice([(c, c) for c in self._categories()], editable=True))
        self.price = Field("price", _("Sale price ₹"), line(right=True, most=16))
        self.inclusive = QCheckBox(_("The price includes GST"))
        self.mrp = Field("mrp", _("MRP ₹"), line(right=True, most=16))
        self.cost = Field("cost", _("Purchase price ₹"), line(right=True, most=16))
        self.treatment = choice(treatments())
        self.treatment_field = Field("treatment", _("GST"), self.treatment)
        self.rate = choice([(f"{rate(slab)} %", slab) for slab in slabs(on) if slab])
        self.rate_field = Field("rate", _("Rate"), self.rate)
        self.since = DayChoice()
        self.since.setDate(QDate(on.year, on.month, on.day))
        self.since_field = Field("since", _("New rate from"), self.since)
        self.cess = Field("cess_rate", _("Cess %"), line(right=True, most=6))
        self.hsn = Field("hsn", _("HSN"), line(placeholder=_("4, 6 or 8 digits"), most=10))
        self.stock = Field("stock", _("Stock now"), line(right=True, most=14))
        self.low = Field("low", _("Warn below"), line(right=True, most=14))
        self.fields: list[Field[Any]] = [
            self.code, self.name, self.local_name, self.unit, self.category, self.barcodes, self.aliases, self.price,
            self.mrp, self.cost, self.treatment_field, self.rate_field, self.since_field, self.cess, self.hsn,
            self.stock, self.low,
        ]  # fmt: skip

    def _categories(self) -> list[str]:
        """The shop's categories, the empty one first."""
        return ["", *self.shop.catalogue.categories()]

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        places: tuple[tuple[QWidget, int, int, int], ...] = (
            (self.code, 0, 0, 2), (self.name, 1, 0, 2), (self.local_name, 2, 0, 2), (self.unit, 3, 0, 1),
            (self.category, 3, 1, 1), (self.barcodes, 4, 0, 2), (self.aliases, 5, 0, 2),
            (self.price, 0, 2, 1), (self.mrp, 0, 3, 1), (self.inclusive, 1, 2, 2), (self.cost, 2, 2, 1),
            (self.hsn, 2, 3, 1), (self.treatment_field, 3, 2, 1), (self.rate_field, 3, 3, 1),
            (self.cess, 4, 2, 1), (self.since_field, 4, 3, 1), (self.stock, 5, 2, 1), (self.low, 5, 3, 1),
        )  # fmt: skip
        for widget, row, column, wide in places:
            grid.addWidget(widget, row, column, 1, wide, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.earns = words("", role="hint")
        self.mistake = words("", role="wrong")
        self.mistake.hide()
        scroll = QScrollArea()
        inner = QWidget()
        column_box = QVBoxLayout(inner)
        column_box.addLayout(grid)
        column_box.addWidget(self.earns)
        self.more = ProductMore(self.shop, self._card.product_id if self._card else None)
        self._bar = scroll.verticalScrollBar()
        self._bar.rangeChanged.connect(self._show_fold)
        column_box.addWidget(self.more)
        column_box.addStretch()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.addWidget(scroll)
        outer.addWidget(self.mistake)
        outer.addLayout(self._buttons())
        self.resize(min(940, self.screen().availableSize().width()), min(640, self.screen().availableSize().height()))
        order = (
            self.code, self.name, self.local_name, self.unit, self.category, self.barcodes, self.aliases, self.price,
            self.mrp, self.cost, self.hsn, self.treatment_field, self.rate_field, self.cess, self.stock, self.low,
        )  # fmt: skip
        editors: list[QWidget] = [field.editor for field in order]
        editors.insert(editors.index(self.mrp.editor) + 1, self.inclusive)
        for first, second in pairwise(editors):
            QWidget.setTabOrder(first, second)
        enter = EnterGoesOn(self, [editor for editor in editors if not isinstance(editor, QCheckBox)])
        enter.ended.connect(self.save)

    def _show_fold(self, _least: int, most: int) -> None:
        """What was folded out is in sight."""
        if self.more.button.isChecked():
            self._bar.setValue(most)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        keep = QPushButton(_("Save (Ctrl+S)"))
        keep.setProperty("role", "primary")
        keep.setAutoDefault(False)
        keep.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        QShortcut(QKeySequence("Ctrl+M"), self, self.more.button.toggle)
        sizes = QPushButton(_("Sizes and colours (Ctrl+G)"))
        sizes.setAutoDefault(False)
        sizes.clicked.connect(self.save_and_sizes)
        QShortcut(QKeySequence("Ctrl+G"), self, self.save_and_sizes)
        stop = QPushButton(_("Back (Esc)"))
        stop.setAutoDefault(False)
        stop.clicked.connect(self.reject)
        if self._card is None:
            more = QPushButton(_("Save and next (Ctrl+N)"))
            more.setAutoDefault(False)
            more.clicked.connect(self.save_and_next)
            QShortcut(QKeySequence("Ctrl+N"), self, self.save_and_next)
            row.addWidget(more)
        else:
            retire = QPushButton(_("Sell it no more…"))
            retire.setAutoDefault(False)
            retire.clicked.connect(self.retire)
            row.addWidget(retire)
        row.addWidget(sizes)
        row.addStretch()
        row.addWidget(stop)
        row.addWidget(keep)
        return row

    # -- filling

    def _fill(self, code: str) -> None:
        self.since_field.hide()
        if self._card is None:
            self.code.editor.setText(code)
            self.inclusive.setChecked(True)
            choose(self.treatment, "taxable")
            choose(self.rate, 500)
            self.unit.editor.setCurrentText("PCS")
            self.stock.tell(_("Leave it empty if you do not count it."))
            return
        form = self._card.form
        for field, text in (
            (self.code, form.code), (self.name, form.name), (self.local_name, form.local_name),
            (self.barcodes, "; ".join(form.barcodes)), (self.aliases, form.aliases), (self.price, plain(form.price)),
            (self.mrp, "" if form.mrp is None else plain(form.mrp)),
            (self.cost, "" if form.cost is None else plain(form.cost)), (self.hsn, form.hsn),
            (self.cess, rate(form.cess_rate) if form.cess_rate else ""),
            (self.stock, "" if self._card.on_hand is None else quantity(self._card.on_hand)),
            (self.low, "" if form.low is None else quantity(form.low)),
        ):  # fmt: skip
            field.editor.setText(text)
        self.unit.editor.setCurrentText(form.unit)
        self.category.editor.setCurrentText(form.category)
        self.inclusive.setChecked(form.inclusive)
        choose(self.treatment, form.treatment)
        if form.rate and self.rate.findData(form.rate) < 0:
            self.rate.addItem(f"{rate(form.rate)} %", form.rate)
        choose(self.rate, form.rate)
        if len(self._card.rates) > 1:
            told = ", ".join(f"{rate(r[1])} % {since(r[0])}" for r in self._card.rates[-3:])
            self.rate_field.tell(told)

    def _look(self) -> None:
        """What the figures mean together, while they are typed."""
        taxed = self.treatment.currentData() == "taxable"
        self.rate_field.setVisible(taxed)
        self.cess.setVisible(taxed)
        old = self._card.form if self._card else None
        self.since_field.setVisible(bool(old and taxed and self.rate.currentData() != old.rate))
        price, mrp, cost = (read(field, parse_paise) for field in (self.price, self.mrp, self.cost))
        untaxed = "" if taxed else _("No GST is charged on it: a rate is not used.")
        self.treatment_field.tell(untaxed)
        for field in (self.code, self.barcodes):
            doubtful = any(mistyped(code) for code in codes(field.editor.text()))
            field.warn(_("The check digit is wrong: scan it again?") if doubtful else "")
        above = price is not None and mrp is not None and price > mrp
        self.price.warn(_("Above the MRP: that is not allowed by law.") if above else "")
        self.earns.setText(self._earned(price, cost, taxed=taxed))

    def _earned(self, price: int | None, cost: int | None, *, taxed: bool) -> str:
        if not price or not cost:
            return ""
        hundredths = (self.rate.currentData() or 0) if taxed and self.inclusive.isChecked() else 0
        before_tax = price * 10_000 // (10_000 + hundredths)
        earned = before_tax - cost
        if earned < 0:
            return _("⚠ You lose {amount} on each, if the purchase price is without GST.").format(
                amount=rupees(-earned)
            )
        return _("You earn {amount} on each ({percent} %), if the purchase price is without GST.").format(
            amount=rupees(earned), percent=rate(earned * 10_000 // before_tax // 10 * 10)
        )

    # -- saving

    def _values(self) -> dict[str, Any]:
        """The fields of `ProductForm`; InvalidInput names the field that does not do."""
        taxed = self.treatment.currentData() == "taxable"
        price = asked(self.price, parse_paise)
        if price is None:
            raise InvalidInput(_("The item needs a price."), _("Type it like 95 or 94.50."), "price")
        return {
            "code": self.code.editor.text(),
            "name": self.name.editor.text(),
            "local_name": self.local_name.editor.text(),
            "aliases": self.aliases.editor.text(),
            "category": self.category.editor.currentText(),
            "unit": self.unit.editor.currentText(),
            "price": price,
            "inclusive": self.inclusive.isChecked(),
            "mrp": asked(self.mrp, parse_paise),
            "cost": asked(self.cost, parse_paise),
            "hsn": self.hsn.editor.text(),
            "treatment": self.treatment.currentData(),
            "rate": self.rate.currentData() if taxed else 0,
            "cess_rate": (asked(self.cess, parse_rate) or 0) if taxed else 0,
            "low": asked(self.low, parse_quantity),
            "barcodes": codes(self.barcodes.editor.text()),
        }

    def _typed(self) -> tuple[object, ...]:
        """Everything as it stands, to see whether anything was typed."""
        texts = [
            field.editor.currentText() if isinstance(field.editor, QComboBox) else field.editor.property("text")
            for field in self.fields
        ]
        return (*texts, self.inclusive.isChecked(), *self.more.typed())

    def save(self) -> None:
        """Write it down, or show under which field it does not do."""
        for field in (*self.fields, *self.more.fields):
            field.clear_mistake()
        self.mistake.hide()
        self._look()
        try:
            values = self._values()
            if not self._price_is_right(values):
                return
            stock = asked(self.stock, signed)
            with self.shop.db.transaction("product.changed" if self._card else "product.added"):
                saved = self._add(values, stock) if self._card is None else self._change(self._card, values, stock)
                self.more.write(saved)
            self.saved_id = saved
        except ShopError as error:
            self._refuse(error)
            return
        self.accept()

    def save_and_next(self) -> None:
        """Write it down and begin the next."""
        self.again = True
        self.save()

    def save_and_sizes(self) -> None:
        """Write it down, then its sizes and colours as a grid."""
        from shoppos.ui.dialogs.variant_grid import VariantGridDialog

        self.save()
        if self.result() and self.saved_id is not None:
            VariantGridDialog(self.shop, self.parentWidget(), self.saved_id).exec()

    def _price_is_right(self, values: dict[str, Any]) -> bool:
        """Ask once before a price above the MRP is written; an item that has it already is not asked about again."""
        from shoppos.shop.catalogue import ProductForm, doubt_above_mrp
        from shoppos.ui.dialogs.ask import ask

        old = self._card.form if self._card else None
        if old and (old.price, old.mrp) == (values["price"], values["mrp"]):
            return True
        try:
            doubt_above_mrp(ProductForm(**values))
        except Doubtful as doubt:
            if not ask(self, str(doubt), _("Save it"), _("Look again"), careful=True):
                self.again = False
                self.price.editor.setFocus()
                return False
        return True

    def _add(self, values: dict[str, Any], stock: int | None) -> bytes:
        from shoppos.shop.catalogue import ProductForm

        return self.shop.catalogue.add(ProductForm(**values, stock=stock), sure=True)

    def _change(self, card: ProductCard, values: dict[str, Any], stock: int | None) -> bytes:
        day = int(self.since.date().toString("yyyyMMdd"))
        later = values["rate"] != card.form.rate and day != self.shop.catalogue.today()
        new_rate, new_cess = values["rate"], values["cess_rate"]
        if later:
            values |= {"rate": card.form.rate, "cess_rate": card.form.cess_rate}
        with self.shop.db.transaction("product.changed"):
            self.shop.catalogue.change(card.product_id, **values)
            if later:
                self.shop.catalogue.set_rate(card.product_id, day, new_rate, new_cess)
            if stock is not None and stock != (card.on_hand or 0):
                code = self.shop.catalogue.card(card.product_id).form.code
                self.shop.stock.move(code, stock - (card.on_hand or 0), _("Counted"))
        return card.product_id

    def _refuse(self, error: ShopError) -> None:
        self.again = False
        if isinstance(error, InvalidInput) and show_mistake([*self.fields, *self.more.fields], error):
            return
        if str(error).find(self.code.editor.text().strip().upper() or "\0") >= 0:
            self.code.fail(str(error))
            self.code.editor.setFocus()
            return
        self.mistake.setText(f"⚠ {error}")
        self.mistake.show()

    # -- leaving

    def retire(self) -> None:
        """Take the item off the list, once asked."""
        from shoppos.ui.dialogs.ask import ask

        card = self._card
        if card is None:
            return
        question = _("Sell {name} no more? Old bills keep it; its codes may be used again.").format(name=card.form.name)
        if ask(self, question, _("Take it off the list"), _("Keep it")):
            self.shop.catalogue.retire(card.product_id)
            self.accept()

    def reject(self) -> None:
        """Leave; what was typed is thrown away only when one says so."""
        from shoppos.ui.dialogs.ask import ask

        if self._typed() != self._start and not ask(
            self, _("Throw away what you typed?"), _("Throw it away"), _("Go on typing"), careful=True
        ):
            return
        super().reject()
