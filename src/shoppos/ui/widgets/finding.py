"""Finding while typing: the entry line looks for items, or for a customer while one is asked for."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from shoppos.base import i18n
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees
from shoppos.rules import entry
from shoppos.ui.context import Context
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.results import Found, Results

if TYPE_CHECKING:
    from shoppos.shop.catalogue import Hit
    from shoppos.shop.customers import CustomerView

ITEMS, CUSTOMERS = "items", "customers"


class Finding(QObject):
    """Shows what the typed text finds; `picked` is a product or customer chosen from the list."""

    picked = Signal(object)

    def __init__(self, context: Context, line: EntryLine, results: Results) -> None:
        """Look for items until customers are asked for."""
        super().__init__(line)
        self.context = context
        self.line = line
        self.results = results
        self.mode = ITEMS
        line.textEdited.connect(self.look)
        results.picked.connect(self.picked)

    def ask(self, mode: str) -> None:
        """Look for items or for customers from now on."""
        self.mode = mode
        self.line.clear()
        self.hide()
        self.relabel()
        self.line.setFocus()

    def relabel(self) -> None:
        """What the empty line says."""
        words = {
            ITEMS: _("Scan, or type name, code, 3*code … ({key})").format(key=self.context.keymap.shown("help")),
            CUSTOMERS: _("Customer: last 4 digits of the phone, or a name. {key} again: the whole card").format(
                key=self.context.keymap.shown("customer")
            ),
        }
        self.line.setPlaceholderText(words[self.mode])
        self.line.setAccessibleName(words[self.mode])

    def look(self, text: str) -> None:
        """Show what `text` finds, as it is typed."""
        if self.context.opened is None:
            return
        found = self._customers(text) if self.mode == CUSTOMERS else self._items(text)
        self.results.show_found(found, self.line)

    def show_hits(self, hits: "tuple[Hit, ...]") -> None:
        """Show products that Enter found."""
        self.results.show_found(tuple(product_row(hit) for hit in hits), self.line)

    def hide(self) -> None:
        """Show nothing."""
        self.results.show_found((), self.line)

    def current(self) -> Any:
        """The selected product or customer, or None."""
        return self.results.current()

    def _items(self, text: str) -> tuple[Found, ...]:
        asked = entry.read(text)
        if not isinstance(asked, entry.Find) or not any(char.isalpha() for char in asked.text):
            return ()
        catalogue = self.context.shop.catalogue
        hits = catalogue.search(asked.whole) or catalogue.search(asked.text)
        return tuple(product_row(hit) for hit in hits)

    def _customers(self, text: str) -> tuple[Found, ...]:
        return tuple(customer_row(found) for found in self.context.shop.customers.search(text)) if text.strip() else ()


def product_row(hit: "Hit") -> Found:
    """A product as a row: name and local name, code and stock, price."""
    local = i18n.language() != "en" and hit.local_name
    name, other = (hit.local_name, hit.name) if local else (hit.name, hit.local_name)
    stock = "" if hit.on_hand is None else _("{n} in stock").format(n=quantity(hit.on_hand))
    said = _("called nearly so") if hit.near else ""
    return Found(hit, name, " · ".join(part for part in (said, other, hit.code, stock) if part), rupees(hit.price))


def customer_row(customer: "CustomerView") -> Found:
    """A customer as a row: name, phone, what they owe."""
    owes = _("owes {amount}").format(amount=rupees(customer.owes)) if customer.owes else ""
    return Found(customer, customer.name or spaced(customer.phone), spaced(customer.phone), owes)
