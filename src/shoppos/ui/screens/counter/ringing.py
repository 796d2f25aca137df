"""At the entry line: scans, names, commands and what to do with an unknown code."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise
from shoppos.base.text import clean
from shoppos.rules import entry
from shoppos.ui.screens.counter.customers import CounterCustomers, is_item
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS
from shoppos.ui.widgets.typed import Typed

if TYPE_CHECKING:
    from shoppos.shop.catalogue import Hit
    from shoppos.shop.ringing import Entered

CODE_DIGITS = 6
"""From so many digits on, an unknown code was scanned, not mistyped: it is asked for by name at once."""
EAN_DIGITS = (13, 12, 8)


def grammar() -> str:
    """What one can type at the entry line, in one sentence."""
    return _(
        "3*code three pieces · .75*dal loose · *3 quantity · /10 line % · -5 line ₹ off · //10 bill % · "
        "--50 bill ₹ off · =95 price"
    )


class CounterRinging(Typed, CounterCustomers):
    """What becomes of a text typed or scanned."""

    sure_of_new = ""

    def _entered(self, text: str) -> None:
        with self._telling():
            if self.finding.mode == CUSTOMERS and not is_item(text):
                self._customer_entered(text)
            elif not text.strip() and self.finding.current() is None:
                self._open_panel("cash")
            elif text.strip() == "?":
                self.line.clear()
                self._help()
            elif (self.results.moved or not text.strip()) and self.finding.current() is not None:
                self._picked(self.finding.current())
            else:
                if self.finding.mode == CUSTOMERS:
                    self.finding.ask(ITEMS)
                self._ring(text)

    def _ring(self, text: str) -> None:
        """Do what was typed or scanned; a name with several products takes the selected one."""
        sure = text == self.sure_of
        self.sure_of = ""
        try:
            done = self.shop.sales.enter(self._sale().id, text, line=self.table.chosen(), sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        except NotFound as unknown:
            if not self._ring_after_amount(text):
                self._unknown(text, unknown)
        except ShopError as error:
            self._refused(text, error)
        else:
            self._rung(text, done, sure=sure)

    def _ring_after_amount(self, text: str) -> bool:
        """What was handed over stood in the line already when one more thing was scanned: ring it, keep the amount."""
        for digits in EAN_DIGITS:
            amount, code = text[:-digits], text[-digits:]
            if amount and entry.amount(amount) is not None and entry.looks_like_barcode(code):
                hit = self.shop.catalogue.find_code(code)
                if hit is not None:
                    self._rung(code, self.shop.sales.add_product(self._sale().id, hit.product_id))
                    self.line.setText(amount)
                    return True
        return False

    def _rung(self, text: str, done: "Entered", *, sure: bool = False) -> None:
        if done.hits:
            found = self.finding.current()
            if done.hits[0].near and not self.results.moved:
                self._near(text, done.hits)
            elif found is not None and found in done.hits:
                self._pick(found, text, sure=sure)
            elif len(done.hits) == 1:
                self._pick(done.hits[0], text, sure=sure)
            else:
                self.line.setText(text)
                self.finding.show_hits(done.hits)
            return
        self.line.clear()
        self.finding.hide()
        self.context.sound("scan")
        self._show(done.view, done.line if done.line is not None else self.table.chosen(), message=done.message)

    def _near(self, text: str, hits: "tuple[Hit, ...]") -> None:
        """What is only called nearly so is offered and waits to be picked; Enter again makes a new item of the word."""
        from shoppos.shop.hits import not_called

        again = text == self.sure_of_new
        self._unknown(text, not_called(text, hits))
        if not again:
            self.finding.show_hits(hits)

    def _picked(self, found: Any) -> None:
        with self._telling():
            if self.finding.mode == CUSTOMERS:
                self._set_customer(found.id)
                return
            text = self.line.text()
            self._pick(found, text, sure=bool(text) and text == self.sure_of)

    def _pick(self, hit: "Hit", text: str, *, sure: bool) -> None:
        """Add a product found by `text`, with the quantity and price typed in it."""
        self.sure_of = ""
        try:
            done = self.shop.sales.pick(self._sale().id, text or hit.code, hit.product_id, sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        else:
            self._rung(text, done)

    def _unknown(self, text: str, unknown: NotFound) -> None:
        """An unknown code is sold now by name and price; a mistyped word waits for one more Enter."""
        self.context.sound("unknown")
        find = entry.read(text)
        code = find.text if isinstance(find, entry.Find) else text
        if self.ask.isVisible():
            self.bar.tell(unknown.message + " " + _("Answer the question first, then scan it again."), "error")
            return
        if (code.isdigit() and len(code) >= CODE_DIGITS) or text == self.sure_of_new:
            self._ask_new(text, code, find.quantity if isinstance(find, entry.Find) else None)
            return
        self.sure_of_new = text
        self.bar.refuse(unknown)
        self.line.setText(text)
        self.line.selectAll()

    def _ask_new(self, text: str, code: str, counted: int | None) -> None:
        """Ask for name and price of what has no item yet, without leaving the bill; Esc keeps what was typed."""
        self.line.clear()
        self.finding.hide()
        self.bar.tell("")
        sold = list[str]()
        sure = list[bool]()

        def left() -> None:
            if not sold:
                self.line.setText(text)
                self.line.selectAll()
            self.enter()

        def add(texts: list[str]) -> None:
            name, price = texts
            if entry.looks_like_barcode(price):
                raise InvalidInput(_("That looks like a barcode."), _("Type the price."), "price")
            try:
                done = self.shop.sales.add_new(
                    self._sale().id, code=code, name=name, price=parse_paise(price), quantity=counted or 1000,
                    sure=bool(sure),
                )  # fmt: skip
            except Doubtful:
                sure.append(True)
                raise
            sold.append(code)
            self._show(done.view, done.line)

        asked = _("No item has the code {code}. Type its name and price to sell it now.").format(code=clean(code))
        named = "" if code.isdigit() else code
        self.ask.ask(asked, (_("Name"), _("Price")), _("Enter  Sell it"), add, left, given=(named,))

    def _typed(self, text: str) -> None:
        self.sure_of_new = ""
        if text and self.bar.kind == "error":
            self.bar.tell("")
        if self.line.digits_pick and text:
            self.line.digits_pick = False

    def _moved(self, by: int) -> None:
        if self.results.isVisible():
            self.results.step(by)
        else:
            self.table.step(by)

    def _numbered(self, number: int) -> None:
        with self._telling():
            if self.line.digits_pick:
                held = self.shop.sales.held()
                if number <= len(held):
                    self._recall(held[number - 1].sale_id)
            elif (found := self.results.at(number)) is not None:
                self._picked(found)

    def _escaped(self) -> None:
        """Esc: out of a list, a question or a typed text; never out of a bill."""
        self.line.digits_pick = False
        self.bar.tell("")
        if self.finding.mode == CUSTOMERS:
            self.finding.ask(ITEMS)
        elif self.results.isVisible():
            self.finding.hide()
        else:
            self.line.clear()

    def _on_line(self, change: "Callable[[bytes, int], Entered]") -> None:
        with self._telling():
            view = self._sale()
            chosen = self.table.chosen() or (view.lines[-1].no if view.lines else None)
            if chosen is not None:
                done = change(view.id, chosen)
                self._show(done.view, chosen)

    def _search(self) -> None:
        self.finding.ask(ITEMS)
        self.finding.show_hits(tuple(hit for _n, hit in self.shop.catalogue.list(0, 50)))

    def _recall(self, sale_id: bytes) -> None:
        self.line.digits_pick = False
        with self._telling():
            self._nothing_asked()
            self._nothing_noted()
            self._close_panel()
            view = self.shop.sales.recall(sale_id)
            self._show(view, view.lines[-1].no if view.lines else None)
            self._head()
        self.line.setFocus()

    def _help(self) -> None:
        """The entry line; a second time what one can type there."""
        if self.side.panel.opened:
            self.bar.tell(_("Type what was given, choose the way, Enter takes it. Esc goes back to the bill."), "good")
            return
        if self.line.hasFocus() and not self.line.text():
            self.bar.tell(grammar(), "good")
        self.finding.ask(ITEMS)
