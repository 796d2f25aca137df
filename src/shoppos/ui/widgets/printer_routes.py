"""Which printer prints which kind of paper: one choice a kind, saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, choice, choose, words
from shoppos.ui.widgets.papers import paper_words

if TYPE_CHECKING:
    from shoppos.shop import Shop

KEY = "routes"
KINDS = (
    "bill", "label", "slip", "picking", "run_sheet", "shelf", "reading", "purchase_order", "sent_back", "receipt",
    "statement", "count", "estimate", "report",
)  # fmt: skip


def kind_names() -> dict[str, str]:
    """The kinds of paper, as many of each."""
    return {
        "bill": _("Bills and credit notes"),
        "label": _("Shipping labels"),
        "slip": _("Order slips, for who packs"),
        "picking": _("Picking lists, for several orders"),
        "run_sheet": _("Run sheets, for who delivers"),
        "shelf": _("Labels of items and shelves"),
        "reading": _("Day readings (X and Z)"),
        "purchase_order": _("Orders to suppliers"),
        "sent_back": _("Debit notes to suppliers"),
        "receipt": _("Receipts of khata payments"),
        "statement": _("Khata statements"),
        "count": _("Count sheets"),
        "estimate": _("Estimates"),
        "report": _("Reports"),
    }


class PrinterRoutes(QWidget):
    """One choice a kind of paper; `chosen` tells what was chosen in words, the kind, and the printer's name or ""."""

    chosen = Signal(str, str, str)

    def __init__(self, shop: Shop) -> None:
        """Empty until `look`."""
        super().__init__()
        self._shop = shop
        grid = Columns()
        self.fields: dict[str, Field[QComboBox]] = {}
        for kind, said in kind_names().items():
            field = Field(kind, said, choice([], None))
            field.editor.activated.connect(self._teller(field))
            self.fields[kind] = field
        grid.arrange([(field, False) for field in self.fields.values()])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words(_("What comes out where"), role="heading"))
        column.addWidget(grid)

    def look(self) -> None:
        """The printers there are, the choice for each kind, and where that leads."""
        from shoppos.printing.printers import printer_for, printers, routes

        names = [printer.name for printer in printers(self._shop.db)]
        chosen = routes(self._shop.db)
        for kind, field in self.fields.items():
            wanted = [("", ""), *((name, name) for name in names)]
            box = field.editor
            if [box.itemData(at) for at in range(box.count())] != [value for _shown, value in wanted]:
                box.clear()
                box.addItem(_("The first that fits"), "")
                for name in names:
                    box.addItem(name, name)
            name = chosen.get(kind, "")
            choose(box, name if name in names else "")
            printer = printer_for(self._shop.db, "", kind)
            field.clear_mistake()
            if printer is None:
                field.tell(_("No printer can print these yet."))
            elif not printer.paper_for(kind):
                field.tell("")
                paper = paper_words().get(printer.paper, printer.paper)
                field.warn(_("{name} has no paper for these ({paper}).").format(name=printer.name, paper=paper))
            else:
                field.tell("" if name else _("Now: {name}").format(name=printer.name))
                field.clear_mistake()

    def _teller(self, field: Field[QComboBox]) -> object:
        def tell() -> None:
            self.chosen.emit(field.caption.text(), field.name, str(field.editor.currentData()))

        return tell
