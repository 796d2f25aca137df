"""What is asked for: typed or scanned by the counter's own grammar, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain
from shoppos.base.text import clean
from shoppos.rules import entry, identifiers, line_notes
from shoppos.ui.screens.estimates.page import EstimatesPage
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS
from shoppos.ui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.estimate_goods import EstimateEntered, EstimateView
    from shoppos.shop.hits import Hit


class EstimateGoodsPage(Typed, EstimatesPage):
    """From a typed or scanned text to a line of the estimate."""

    def one(self) -> EstimateView:
        """The estimate on the page; refused while the list stands there."""
        if self.view is None:
            raise Refused(_("No estimate is open."), _("Mark one and press Enter, or begin a new one."))
        return self.view

    def ring(self, text: str) -> None:
        """Do what was typed or scanned; a name with several products takes the selected one."""
        sure, self.sure_of = text == self.sure_of, ""
        try:
            done = self.shop.estimates.enter(self.one().id, text, line=self.lines.chosen(), sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        except NotFound as unknown:
            hint = _("Items are added at the counter or in the list of items.")
            self._refused(text, NotFound(unknown.message, hint), "unknown")
        except ShopError as error:
            self._refused(text, error)
        else:
            self._rung(text, done, sure=sure)

    def pick(self, hit: Hit, text: str, *, sure: bool) -> None:
        """Add a product found by `text`, with the quantity and price typed in it."""
        self.sure_of = ""
        try:
            done = self.shop.estimates.pick(self.one().id, text or hit.code, hit.product_id, sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        else:
            self.rang(done)

    def rang(self, done: EstimateEntered) -> None:
        """It stands on the estimate."""
        self.view = done.view
        self.line.clear()
        self.finding.hide()
        self.context.sound("scan")
        self.show_now(done.line if done.line is not None else self.lines.chosen(), message=done.message)

    def on_line(self, change: Callable[[bytes, int], EstimateEntered]) -> None:
        """Do that with the chosen line, else with the last."""
        with self._telling():
            view = self.one()
            chosen = self.lines.chosen() or (view.sale.lines[-1].no if view.sale.lines else None)
            if chosen is not None:
                self.rang(change(view.id, chosen))

    def found(self, thing: Any) -> None:
        """What was picked from the list: a product, or a customer while one is asked for."""
        with self._telling():
            if self.finding.mode == CUSTOMERS:
                self.put_customer(thing.id)
                return
            text = self.line.text()
            self.pick(thing, text, sure=bool(text) and text == self.sure_of)

    def customer_entered(self, text: str) -> None:
        """Enter while a customer is asked for: the marked one, somebody new by their number, or nobody."""
        thing = self.finding.current()
        phone = identifiers.phone(clean(text)) or ""
        if thing is not None:
            self.put_customer(thing.id)
        elif not text.strip():
            self.put_customer(None)
        elif phone and not (entry.looks_like_barcode(text) and len(text.strip()) != len(phone)):
            known = self.shop.customers.by_phone(phone) or self.shop.customers.add("", phone)
            self.put_customer(known.id)
        else:
            said = _("No customer is found by {text}.").format(text=clean(text, 40))
            raise InvalidInput(said, _("Type the whole phone number to add one."), "phone")

    def put_customer(self, customer_id: bytes | None) -> None:
        """Whose estimate it is from now on."""
        self.view = self.shop.estimates.set_customer(self.one().id, customer_id)
        self.to_items()
        self.show_now(self.lines.chosen())

    # -- questions

    def question(
        self, asked: str, names: tuple[str, ...], button: str, keep: Callable[[list[str]], None],
        given: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Ask for something in the page itself."""
        self.line.setEnabled(False)
        self.ask.ask(asked, names, button, keep, self.question_left, given=given)

    def question_left(self) -> None:
        """Back to the line."""
        self.line.setEnabled(True)
        (self.line if self.writing else self.search).setFocus()

    def ask_note(self) -> None:
        """What else stands on the paper."""
        view = self.one()

        def keep(texts: list[str]) -> None:
            self.view = self.shop.estimates.set_note(view.id, texts[0])
            self.show_now(self.lines.chosen())

        asked = _("What else shall the paper say? What is not in the price, when it can be had.")
        self.question(asked, (_("Note"),), _("Enter  Keep"), keep, (view.note,))

    def ask_line_note(self) -> None:
        """What is meant by a line beyond its item."""
        view, chosen = self.one(), self.lines.chosen()
        line = next((one for one in view.sale.lines if one.no == chosen), (*view.sale.lines, None)[-1])
        if line is None:
            raise Refused(_("There is nothing on this estimate yet."), _("Type what the customer asks for."))
        number = line.no

        def keep(texts: list[str]) -> None:
            self.rang(self.shop.estimates.set_line_note(view.id, number, texts[0]))

        asked = _("{name}: engraving, gift wrap, a wish? It is printed below the item.").format(name=line.name)
        self.question(asked, (_("Note"),), _("Enter  Keep"), keep, (line_notes.read(line.note).words,))

    def ask_shipping(self) -> None:
        """What bringing it costs."""
        view = self.one()

        def charge(texts: list[str]) -> None:
            text = texts[0].strip()
            self.rang(self.shop.estimates.set_shipping(view.id, parse_paise(text) if text else 0))

        now = plain(view.sale.shipping) if view.sale.shipping else ""
        asked = _("What does the delivery cost? Leave it empty for none.")
        self.question(asked, (_("Amount"),), _("Enter  Charge it"), charge, (now,))

    # -- inside

    def _rung(self, text: str, done: EstimateEntered, *, sure: bool) -> None:
        if not done.hits:
            self.rang(done)
            return
        marked = self.finding.current()
        if done.hits[0].near and not self.results.moved:
            self.line.setText(text)
            self.bar.tell(_("Nothing is called {text}. Is it one of these?").format(text=text), "warn")
            self.finding.show_hits(done.hits)
        elif marked is not None and marked in done.hits:
            self.pick(marked, text, sure=sure)
        elif len(done.hits) == 1:
            self.pick(done.hits[0], text, sure=sure)
        else:
            self.line.setText(text)
            self.finding.show_hits(done.hits)

    def search_items(self) -> None:
        """The whole list of items below the line."""
        self.one()
        self.finding.ask(ITEMS)
        self._say_keys()
        self.finding.show_hits(tuple(hit for _n, hit in self.shop.catalogue.list(0, 50)))
