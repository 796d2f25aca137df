"""The catalogue: every item found as one types, added, changed, brought in from a list and given out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.i18n import _, ngettext
from shoppos.ui.dialogs.ask import ask
from shoppos.ui.dialogs.import_items import ImportDialog
from shoppos.ui.dialogs.product_form import ProductDialog
from shoppos.ui.job import Job
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets import import_words
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, line, words
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.product_table import CODE, GST, MRP, NAME, PRICE, STOCK, ProductTable
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from shoppos.base.errors import ShopError
    from shoppos.shop.importing import PastImport, Undone
    from shoppos.ui.context import Context

WIDTHS = ((CODE, 140), (PRICE, 116), (MRP, 92), (GST, 70), (STOCK, 106))
FROM_SEARCH = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


BUTTONS = ("new", "change", "stock", "labels", "many", "offers", "lists", "import", "export", "undo")


class CatalogueScreen(Screen):
    """All items as a table below one line to search in; the keys do everything."""

    key = "catalogue"
    watches: ClassVar[frozenset[str]] = frozenset({"product", "barcode", "product_rate", "stock"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self._job: Job | None = None
        self._import: ImportDialog | None = None
        self.table_model = ProductTable()
        self.search = line(most=120, scans=True)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.table = table(self.table_model, NAME, WIDTHS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.doubleClicked.connect(self.change)
        self.table.installEventFilter(self)
        self.todo = QPushButton()
        self.todo.setCheckable(True)
        self.todo.setProperty("role", "chip")
        self.todo.hide()
        self.todo.toggled.connect(lambda: self._find(self.search.text()))
        self.count = Cut(role="quiet")
        self.empty = words("", role="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = ProgressBar()
        self.progress.stopped.connect(self._stop)
        self._lay_out()
        self._keys()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Items")

    # -- building

    def _lay_out(self) -> None:
        self.buttons = {name: QPushButton() for name in BUTTONS}
        self.buttons["new"].setProperty("role", "primary")
        acts = {
            "new": self.add, "change": self.change, "import": self.bring_in, "export": self.give_out,
            "undo": self.take_back, "labels": self.make_labels, "stock": self.show_stock,
            "many": self.change_many, "offers": self.show_offers, "lists": self.show_lists,
        }  # fmt: skip
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.todo)
        top.addWidget(self.buttons["new"])
        below, many = QHBoxLayout(), Flow(gap=scaled(8))
        below.addWidget(self.count, 1)
        below.addLayout(many)
        for name, button in self.buttons.items():
            button.clicked.connect(acts[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if name != "new":
                many.addWidget(button)
        middle = QWidget()
        self.stack = QStackedLayout(middle)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(middle, 1)
        column.addWidget(self.progress)
        column.addLayout(below)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+N", self.add), ("Ctrl+I", self.bring_in), ("Ctrl+E", self.give_out), ("Ctrl+F", self.enter),
            ("Ctrl+U", self._show_todo), ("Ctrl+L", self.make_labels), ("F3", self.show_stock),
            ("Ctrl+M", self.change_many), ("Ctrl+O", self.show_offers), ("Ctrl+P", self.show_lists),
            ("Esc", self._back),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.search.setPlaceholderText(_("Scan, or type a name or code …"))
        self.search.setAccessibleName(_("Search items"))
        self.table.setAccessibleName(_("Items"))
        said = {
            "new": _("New item (Ctrl+N)"), "change": _("Change (Enter)"), "import": _("Import a list (Ctrl+I)"),
            "export": _("Export (Ctrl+E)"), "labels": _("Labels (Ctrl+L)"),
            "stock": _("Stock (F3)"), "undo": _("Take back the last import"),
            "many": _("Change many (Ctrl+M)"), "offers": _("Offers (Ctrl+O)"), "lists": _("Prices (Ctrl+P)"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(said[name])
        self.todo.setToolTip(_("Sold without GST: their HSN and rate were not written down yet."))
        fit(self.table, WIDTHS)
        self.table_model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STOCK)
        if self.context.opened is not None:
            self._count_todo()
            self._tell_count()

    # -- looking

    def enter(self) -> None:
        """Begin with the search."""
        self.search.setFocus()
        self.search.selectAll()

    def begin(self, number: str) -> None:
        """Another page asks for an item by its code; the number of a bill is none's."""
        self.search.setText("" if "/" in number else number)

    def refresh(self, tables: frozenset[str]) -> None:
        """The items may have changed: look again, and stay where one was."""
        if self._job is not None and self._job.running:
            return  # an import tells when it is done; looking at each of its batches would only slow it
        hit = self.table_model.hit(self.table.currentIndex().row())
        self._count_todo()
        self._find(self.search.text())
        if hit is not None:
            self._go_to(hit.product_id)

    def _count_todo(self) -> None:
        """How many items were made at the counter and have no GST yet; without any the chip goes."""
        from shoppos.shop.item_todo import how_many

        left = how_many(self.shop)
        self.todo.setText(ngettext("{n} to complete (Ctrl+U)", "{n} to complete (Ctrl+U)", left).format(n=f"{left:,}"))
        self.todo.setVisible(bool(left))
        if not left:
            self.todo.setChecked(False)

    def _show_todo(self) -> None:
        if self.todo.isVisible():
            self.todo.toggle()

    def _find(self, text: str) -> None:
        self.table_model.show(self.shop, text, unfinished=self.todo.isChecked())
        if self.table_model.rowCount():
            self.table.selectRow(0)
        self._tell_count()

    def _go_to(self, product_id: bytes) -> None:
        row = self.table_model.row_of(product_id)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.table_model.index(row, 0))

    def _tell_count(self) -> None:
        text, shown = self.search.text().strip(), self.table_model.rowCount()
        every = self.shop.catalogue.count()
        if text or self.todo.isChecked():
            said = ngettext("{n} item found", "{n} items found", shown).format(n=shown)
        else:
            said = ngettext("{n} item", "{n} items", every).format(n=f"{every:,}")
        self.count.setText(said)
        if shown:
            self.stack.setCurrentWidget(self.table)
        else:
            self.empty.setText(
                _('No item is called or coded "{text}". Press Ctrl+N to add it.').format(text=text)
                if text
                else _("No items yet. Press Ctrl+N and scan one, or import your Excel list with Ctrl+I.")
            )
            self.stack.setCurrentWidget(self.empty)
        past = self._last_import()
        self.buttons["undo"].setVisible(past is not None)
        for name in ("change", "labels"):
            self.buttons[name].setEnabled(bool(shown))

    def _last_import(self) -> PastImport | None:
        past = self.shop.importing.past(1)
        return past[0] if past and not past[0].undone else None

    # -- adding and changing

    def add(self) -> None:
        """A new item; what was searched for in vain is its code or name."""
        typed = self.search.text().strip()
        unknown = typed if typed and not self.table_model.rowCount() else ""
        while True:
            looks_like_code = unknown.isascii() and any(sign.isdigit() for sign in unknown)
            dialog = ProductDialog(self.shop, self, code=unknown if looks_like_code else "")
            if unknown and not looks_like_code:
                dialog.name.editor.setText(unknown)
            if not dialog.exec():
                break
            self._show_saved(dialog)
            unknown = ""
            if not dialog.again:
                break
        self.enter()

    def change(self) -> None:
        """The chosen item's form."""
        hit = self.table_model.hit(self.table.currentIndex().row())
        if hit is None:
            return
        dialog = ProductDialog(self.shop, self, hit.product_id)
        if dialog.exec():
            self._show_saved(dialog)

    def _show_saved(self, dialog: ProductDialog) -> None:
        self.refresh(self.watches)
        if dialog.saved_id is not None:
            card = self.shop.catalogue.card(dialog.saved_id)
            self.told.emit(_("{name} is saved.").format(name=card.form.name), "good")
            if self.table_model.row_of(dialog.saved_id) < 0:
                self.search.setText(card.form.code)
            self._go_to(dialog.saved_id)

    def show_stock(self) -> None:
        """The chosen item's stock: what came and went, and the ways to change it by hand."""
        hit = self.table_model.hit(self.table.currentIndex().row())
        if hit is not None:
            from shoppos.ui.dialogs.item_stock import ItemStockDialog

            ItemStockDialog(self.shop, self, hit.product_id).exec()
            self.refresh(self.watches)

    def make_labels(self) -> None:
        """Labels for the items marked (Shift or Ctrl marks several), and for whatever is scanned beside them."""
        from shoppos.ui.dialogs.shelf_labels import ShelfLabelsDialog

        marked = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        hits = [hit for hit in map(self.table_model.hit, marked) if hit is not None]
        if ShelfLabelsDialog(self.context, hits, self).exec():
            self.told.emit(_("The labels go to the printer."), "good")

    def change_many(self) -> None:
        """Change the items marked, those found, or all of them in one go."""
        from shoppos.ui.dialogs.bulk_edit import change_many

        marked = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        chosen = [hit.product_id for hit in map(self.table_model.hit, marked) if hit is not None]
        told = change_many(self.shop, self, chosen, self.search.text().strip())
        if told is not None:
            self.told.emit(*told)
            self.refresh(self.watches)

    def show_offers(self) -> None:
        """The offers of the shop."""
        from shoppos.ui.dialogs.offers import OffersDialog

        OffersDialog(self.shop, self).exec()

    def show_lists(self) -> None:
        """The price lists."""
        from shoppos.ui.dialogs.price_lists import PriceListsDialog

        PriceListsDialog(self.shop, self).exec()

    # -- lists in and out

    def bring_in(self, path: str = "") -> None:
        """Import a list; its window stays open beside the selling."""
        if self._import is None:
            self._import = ImportDialog(self.shop, self.window())
            self._import.imported.connect(self._imported)
        self._import.begin(Path(path) if path else None)

    def _imported(self) -> None:
        self.refresh(self.watches)

    def give_out(self) -> None:
        """Write all items to a CSV or Excel file."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Export items"), "items.xlsx", _("Excel (*.xlsx);;CSV (*.csv)")
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write all items to that file, beside the window."""
        if self._job is not None and self._job.running:
            return
        target = path if path.suffix else path.with_suffix(".xlsx")
        importing = self.shop.importing
        self._job = Job(self.shop.db, lambda progress, stop: importing.export(target, progress, stop), self)
        self._job.finished.connect(partial(self._exported, target))
        self._start(_("Writing the list …"))

    def _exported(self, path: Path, written: int) -> None:
        if written:
            said = ngettext("{n} item is in {file}.", "{n} items are in {file}.", written)
            self.told.emit(said.format(n=f"{written:,}", file=path), "good")
        else:
            self.told.emit(_("Stopped; no file was written."), "warn")

    def take_back(self) -> None:
        """Undo the last import, once asked."""
        past = self._last_import()
        if past is None:
            return
        if not ask(self, import_words.question(past), _("Take it back"), _("Leave it")):
            return
        bulk = self.shop.bulk
        self._job = Job(self.shop.db, lambda progress, stop: bulk.undo(past.id, progress, stop), self)
        self._job.finished.connect(self._taken_back)
        self._start(_("Taking the import back …"))

    def _taken_back(self, undone: Undone) -> None:
        self.told.emit(import_words.undone(undone), "warn" if undone.kept else "good")
        self.refresh(self.watches)

    def _start(self, what: str) -> None:
        job = self._job
        if job is None:
            return
        job.progressed.connect(self.progress.show_progress)
        job.finished.connect(self.progress.hide_again)
        job.refused.connect(self.progress.hide_again)
        job.refused.connect(self._tell_refusal)
        self.progress.begin(what)
        job.start()

    def _tell_refusal(self, error: ShopError) -> None:
        self.told.emit(str(error), "error")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    # -- keys

    def _back(self) -> None:
        """Esc empties the search first, then goes back to the counter."""
        if self.search.text():
            self.search.clear()
            self.enter()
        else:
            self.leave.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search the arrows move in the table and Enter opens the item; in the table typing searches on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in ENTER:
                if self.table_model.rowCount():
                    self.change()
                elif self.search.text().strip():
                    self.add()
                return True
            if watched is self.search and key in FROM_SEARCH:
                self.table.setFocus()
                self.table.event(event)
                return True
            if watched is self.table and event.text().strip() and event.text().isprintable() and not event.modifiers():
                self.search.setFocus()
                self.search.insert(event.text())
                return True
        return super().eventFilter(watched, event)
