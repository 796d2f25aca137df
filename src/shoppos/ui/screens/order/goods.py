"""What is ordered: typed or scanned by the counter's own grammar, and what to do with what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain
from shoppos.ui.keys import printable
from shoppos.ui.screens.order.asked import LINE_NOTE, NOTE, Asked
from shoppos.ui.screens.order.boxed import OrderBox
from shoppos.ui.widgets.finding import ITEMS
from shoppos.ui.widgets.form import typed_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.hits import Hit
    from shoppos.shop.order_view import OrderEntered, OrderView


class OrderGoods(OrderBox):
    """What becomes of a text typed or scanned, and of the terms that are chosen beside it."""

    def _order(self) -> OrderView:
        """The order on the page; refused while nobody's stands there."""
        if self.view is None:
            raise InvalidInput(_("Whose order is it?"), _("Type the caller's number."), "phone")
        return self.view

    def _ring(self, text: str) -> None:
        """Do what was typed or scanned; a name with several products takes the selected one."""
        sure = text == self.sure_of
        self.sure_of = ""
        if self._box_asked(text):
            return
        try:
            done = self.shop.orders.enter(self._order().id, text, line=self.table.chosen(), sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        except NeedsApproval as needed:
            self._ask_yes(needed, lambda: self._ring(text))
        except NotFound as unknown:
            key = printable(self.context.keymap.shown("asked"))
            hint = _("{key}: note that it was asked for. Esc: leave it.").format(key=key)
            self._refused(text, NotFound(unknown.message, hint), "unknown")
        except ShopError as error:
            self._refused(text, error)
        else:
            self._rung(text, done, sure=sure)

    def _rung(self, text: str, done: OrderEntered, *, sure: bool = False) -> None:
        if not done.hits:
            self._rang(done)
            return
        found = self.finding.current()
        if done.hits[0].near and not self.results.moved:
            self.line.setText(text)
            self.bar.tell(_("Nothing is called {text}. Is it one of these?").format(text=text), "warn")
            self.finding.show_hits(done.hits)
        elif found is not None and found in done.hits:
            self._pick(found, text, sure=sure)
        elif len(done.hits) == 1:
            self._pick(done.hits[0], text, sure=sure)
        else:
            self.line.setText(text)
            self.finding.show_hits(done.hits)

    def _rang(self, done: OrderEntered) -> None:
        """It stands on the order."""
        opened = self._box_said(done.view)
        self.view = done.view
        self.line.clear()
        self.finding.hide()
        self.context.sound("scan")
        self._show(
            done.line if done.line is not None else self.table.chosen(), message=f"{done.message} {opened}".strip()
        )

    def _pick(self, hit: Hit, text: str, *, sure: bool) -> None:
        """Add a product found by `text`, with the quantity and price typed in it."""
        self.sure_of = ""
        if self._box_asked(text):
            return
        try:
            done = self.shop.orders.pick(self._order().id, text or hit.code, hit.product_id, sure=sure)
        except Doubtful as doubt:
            self._doubt(text, doubt)
        else:
            self._rang(done)

    def _on_line(self, change: Callable[[bytes, int], OrderEntered]) -> None:
        """Do that with the chosen line, else with the last."""
        with self._telling():
            view = self._order()
            lines = view.sale.lines if view.sale else ()
            chosen = self.table.chosen() or (lines[-1].no if lines else None)
            if chosen is not None:
                self._ask_of_box()
                self._rang(change(view.id, chosen))

    def _search(self) -> None:
        self._order()
        self.finding.ask(ITEMS)
        self._say_line()
        self.finding.show_hits(tuple(hit for _n, hit in self.shop.catalogue.list(0, 50)))

    def _undo(self) -> None:
        self._ask_of_box()
        self._rang(self.shop.orders.undo(self._order().id))

    def _repeat(self) -> None:
        """The same as last time, for who is on the page or marked in the list."""
        found = self.finding.current()
        if self.view is None and found is not None:
            self._take(customer_id=found.id)
        self._ask_of_box()
        self._rang(self.shop.orders.repeat_last(self._order().id))

    # -- what is not there

    def _wait(self) -> None:
        """The customer waits for what is not there; once more, and they do not."""
        view = self._order()
        self._set(backorder=not view.backorder)

    def _lower(self) -> None:
        """Only what is there: each line that asks for more is lowered, what is gone is taken off."""
        view = self._order()
        short = {no: one.short for no, one in view.stock.items() if one.short}
        if not short or view.sale is None:
            raise Refused(_("All of it is there."), _("Nothing needs to be lowered."))
        self._ask_of_box()
        done: OrderEntered | None = None
        for line in view.sale.lines:
            if line.no in short and short[line.no] >= line.quantity:
                done = self.shop.orders.remove(view.id, line.no)
            elif line.no in short:
                done = self.shop.orders.change_quantity(view.id, line.no, -short[line.no])
        if done is not None:
            self._rang(done)

    # -- the terms

    def _set(self, **changes: Any) -> None:
        """Change what holds for the whole order."""
        self.view = self.shop.orders.set(self._order().id, **changes)
        self._show(self.table.chosen())

    def _terms_changed(self, changes: dict[str, Any]) -> None:
        with self._telling():
            if changes.get("way") == "pickup" and self._order().pay_by == "cod":
                changes = {**changes, "pay_by": "cash"}
            self._set(**changes)
            return
        self._show(self.table.chosen(), quiet=True)  # what was refused is not chosen

    def _asked(self, name: str) -> None:
        acts = {"address": self._another_address, "day": self._another_day, "shipping": self._shipping,
                "note": self._note}  # fmt: skip
        with self._telling():
            self._order()
            acts[name]()

    def _question(
        self, question: str, name: str, button: str, keep: Callable[[str], None], given: str = "",
        half: Asked | None = None,
    ) -> None:  # fmt: skip
        """Ask for one thing in the page itself; what needs a manager's yes asks for their PIN next.

        What is typed of `half` outlives a killed program.
        """
        needed: list[tuple[NeedsApproval, str]] = []

        def answer(texts: list[str]) -> None:
            try:
                keep(texts[0].strip())
            except NeedsApproval as asked_for:
                needed.append((asked_for, texts[0].strip()))

        def left() -> None:
            self._question_left()
            if needed:
                self._ask_yes(needed[0][0], lambda: keep(needed[0][1]))

        self.line.setEnabled(False)
        self.ask.ask(question, (name,), button, answer, left, given=(given,))
        if half is not None:
            self.half.begin(half.on, lambda: half.typed([self.ask.fields[0].text()]))
            self.ask.fields[0].textChanged.connect(self.half.touched)

    def _question_left(self) -> None:
        self.half.end()
        self.line.setEnabled(True)
        self.line.setFocus()

    def _ask_yes(self, needed: NeedsApproval, again: Callable[[], None]) -> None:
        """A manager types their PIN where the order is taken; then it is done once more."""
        allowed: list[bytes] = []

        def answer(texts: list[str]) -> None:
            allowed.append(self.shop.staff.approve(needed.act, needed.doc_id, texts[1], texts[0]).id)

        def left() -> None:
            self._question_left()
            if allowed:
                with self._telling():
                    again()

        self.context.sound("refused")
        self.line.setEnabled(False)
        self.ask.ask(str(needed), (_("Reason"), _("PIN")), _("Enter  Allow it"), answer, left)
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    def _another_day(self) -> None:
        """A day that is not on the list; its slots are, from then on."""

        def choose(text: str) -> None:
            try:
                day = typed_day(text)
            except ValueError as wrong:
                raise InvalidInput(_("That is not a day."), _("For example 28-11-2026."), "promised") from wrong
            self._set(promised=day, slot="")
            if self.shop.orders.slots(day, self._order().way):
                self.side.open("promised")

        today = day_of(self.shop.db.clock.business_day(self.shop.db.clock.ms()))
        self._question(
            _("By which day?"), _("Day"), _("Enter  Promise it"), choose, f"{today:%d-%m-%Y}"
        )  # fmt: skip
        self.ask.fields[0].selectAll()
        self._show(self.table.chosen(), quiet=True)

    def _shipping(self) -> None:
        view = self._order()

        def charge(text: str) -> None:
            self._set(shipping=parse_paise(text) if text else 0)

        now = view.sale.shipping if view.sale else 0
        self._question(
            _("What does the delivery cost? Leave it empty for none."), _("Amount"), _("Enter  Charge it"), charge,
            plain(now) if now else "",
        )  # fmt: skip

    def _note(self) -> None:
        self._question(
            _("What else was asked for? It is read back and stands on the slip."), _("Note"), _("Enter  Keep"),
            lambda text: self._set(note=text), self._order().note, Asked(NOTE, self._order().id.hex()),
        )  # fmt: skip

    def _line_note(self, number: int | None = None) -> None:
        from shoppos.rules import line_notes

        view, chosen = self._order(), number or self.table.chosen()
        lines = view.sale.lines if view.sale else ()
        line = next((one for one in lines if one.no == chosen), lines[-1] if lines else None)
        if line is None:
            raise Refused(_("There is no item on this order yet."), _("Scan or type one first."))

        self._ask_of_box()

        def keep(text: str) -> None:
            self._rang(self.shop.orders.set_line_note(view.id, line.no, text))

        self._question(
            _("{name}: engraving, gift wrap, a wish? It is printed below the item.").format(name=line.name), _("Note"),
            _("Enter  Keep"), keep, line_notes.read(line.note).words, Asked(LINE_NOTE, view.id.hex(), line=line.no),
        )  # fmt: skip

    def _not_had(self) -> None:
        """Write down what was asked for and is not had; the order stays."""
        if not self.taking or not self.line.text().strip():
            raise Refused(_("Nothing is typed that was asked for."), _("Type it first, then the key."))
        said = self.shop.asked.add(self.line.text(), getattr(self.finding.current(), "product_id", None))
        self.line.clear()
        self.finding.hide()
        self.bar.tell(_("{name} was asked for and not had: it counts when you buy.").format(name=said), "good")
