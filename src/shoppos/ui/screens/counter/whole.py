"""The bill as a whole: held, given up, noted, shipped, cancelled, printed again."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.base.text import clean, fold
from shoppos.rules.methods import label as method_label
from shoppos.ui.screens.counter.ringing import CounterRinging
from shoppos.ui.widgets.finding import ITEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop.sale_view import SaleView


def find_state(text: str) -> str:
    """The code of a State named by its number or the beginning of its name, "" for nothing; InvalidInput otherwise."""
    from shoppos.rules.place_of_supply import STATES

    asked = fold(text)
    if not asked:
        return ""
    if asked.zfill(2) in STATES:
        return asked.zfill(2)
    names = {code: fold(name) for code, name in STATES.items()}
    found = [code for code, name in names.items() if name == asked] or [
        code for code, name in names.items() if name.startswith(asked)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidInput(
            _("No State is called {text}.").format(text=clean(text)), _("For example Maharashtra, or 27."), "state"
        )
    raise InvalidInput(_("Which one?"), ", ".join(STATES[code] for code in found), "state")


class CounterWhole(CounterRinging):
    """What is done with the whole bill on screen, and with the last one."""

    def _remove(self) -> None:
        self._on_line(self.shop.sales.remove)

    def _undo(self) -> None:
        view = self._sale()
        last = self.shop.sales.last()
        if view.lines or view.can_undo or last is None or last.voided:
            self._show(self.shop.sales.undo(view.id), None)
            return

        numbers = ", ".join(last.numbers)
        wanted: list[tuple[NeedsApproval, str]] = []

        def cancel(texts: list[str]) -> None:
            try:
                self._cancelled(numbers, self.shop.sales.void(last.number, texts[0]))
            except NeedsApproval as needed:
                wanted.append((needed, texts[0]))

        def left() -> None:
            self.enter()
            if wanted:
                self._ask_manager(*wanted[-1], last.number, numbers)

        question = _("Cancel bill {number} ({amount}, {method})? The stock goes back.").format(
            number=numbers, amount=rupees(last.payable), method=method_label(last.method or "cash")
        )
        self.ask.ask(question, (_("Reason"),), _("Cancel bill"), cancel, left, keep=_("Esc  Keep bill"))

    def _ask_manager(self, needed: NeedsApproval, reason: str, number: str, numbers: str) -> None:
        """A manager types their PIN where the cashier stands; then the last bill is cancelled."""
        from shoppos.ui.dialogs.approve import cancelled_by_pin

        def answer(texts: list[str]) -> None:
            self._cancelled(numbers, cancelled_by_pin(self.shop, needed, number, *texts))

        self.context.sound("refused")
        names, go, keep = (_("Reason"), _("PIN")), _("Enter  Allow it"), _("Esc  Keep bill")
        self.ask.ask(str(needed), names, go, answer, self.enter, keep=keep, given=(reason,))
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    def _cancelled(self, numbers: str, notes: "Sequence[str]") -> None:
        from shoppos.ui.dialogs.approve import cancelled_said

        self._head()
        self.side.total.forget()
        self._show(self.shop.sales.on_screen(), None, message=cancelled_said(numbers, notes))

    def _new(self) -> None:
        """Begin a new bill; what stands on screen is held, never lost."""
        if self._sale().lines:
            self._hold()

    def _hold(self) -> None:
        view = self._sale()
        self._nothing_noted()
        self._close_panel()
        if view.lines:
            self._show(self.shop.sales.hold(view.id), None, message=_("The bill is held."))
            self._head()
            return
        held = self.shop.sales.held()
        if len(held) == 1:
            self._recall(held[0].sale_id)
        elif held:
            self.line.digits_pick = True
            self.bar.tell(_("Which bill? Press its number, 1 to {n}.").format(n=min(len(held), 9)), "good")
        else:
            self.bar.tell(_("No bill is held."), "warn")

    def _abandon(self) -> None:
        """Give the bill up, asked once; the books keep it as void."""
        view = self._with_items()
        self._nothing_noted()

        def give_up(_texts: list[str]) -> None:
            self._show(self.shop.sales.abandon(view.id), None, message=_("The bill is given up."))
            self._head()

        asked = _("Give up this bill of {amount}? It gets no number and stays in the books as void.")
        self.ask.ask(
            asked.format(amount=rupees(view.payable)), (), _("Enter  Give it up"), give_up, self.enter,
            keep=_("Esc  Keep bill"),
        )  # fmt: skip

    def _with_items(self) -> "SaleView":
        """The sale on screen; refused while nothing is on it."""
        view = self._sale()
        if not view.lines:
            raise InvalidInput(_("There is nothing on this bill yet."), _("Scan or type an item first."))
        return view

    def _shipping(self) -> None:
        """What bringing the goods costs; it is taxed like them."""
        view = self._with_items()

        def charge(texts: list[str]) -> None:
            paise = parse_paise(texts[0]) if texts[0].strip() else 0
            done = self.shop.sales.set_shipping(view.id, paise)
            told = _("Shipping of {amount} is on the bill.") if paise else _("No shipping is charged.")
            self._show(done.view, self.table.chosen(), message=told.format(amount=rupees(paise)))

        given = (plain(view.shipping),) if view.shipping else ()
        asked = _("What does shipping cost? Leave it empty for none.")
        self.ask.ask(asked, (_("Amount"),), _("Enter  Charge it"), charge, self.enter, given=given)

    def _state(self) -> None:
        """The State of the buyer's address: another than the shop's means IGST."""
        view = self._sale()

        def choose(texts: list[str]) -> None:
            state = find_state(texts[0])
            now = self.shop.sales.set_state(view.id, state)
            told = _("No State is chosen for this bill.")
            if state:
                taxes = " + ".join(tax_labels(self.shop.settings.profile().state, now.place))
                told = _("The buyer's State is {state}: the tax is {taxes}.").format(state=STATES[state], taxes=taxes)
            self._show(now, self.table.chosen(), message=told)

        from shoppos.rules.place_of_supply import STATES, tax_labels

        asked = _("In which State does the buyer live? Type its name or number; empty for none.")
        given = (STATES.get(view.state, ""),)
        self.ask.ask(asked, (_("State"),), _("Enter  Take it"), choose, self.enter, given=given)

    def _note(self) -> None:
        view = self._sale()

        def keep(texts: list[str]) -> None:
            self._show(self.shop.sales.set_note(view.id, texts[0]), self.table.chosen())

        self.ask.ask(_("A note on this bill"), (_("Note"),), _("Enter  Keep"), keep, self.enter, given=(view.note,))

    def _line_note(self) -> None:
        view, chosen = self._sale(), self.table.chosen()
        line = next((one for one in view.lines if one.no == chosen), view.lines[-1] if view.lines else None)
        if line is None:
            raise Refused(_("There is no item on this bill yet."), _("Scan or type one first."))

        def keep(texts: list[str]) -> None:
            done = self.shop.sales.set_line_note(view.id, line.no, texts[0])
            self._show(done.view, line.no)

        from shoppos.rules import line_notes

        question = _("{name}: engraving, gift wrap, a wish? It is printed below the item.").format(name=line.name)
        given = (line_notes.read(line.note).words,)
        self.ask.ask(question, (_("Note"),), _("Enter  Keep"), keep, self.enter, given=given)

    def _not_had(self) -> None:
        """Write down what was asked for and is not had: the chosen product, or the words typed; the bill stays."""
        if self.finding.mode != ITEMS:
            raise Refused(_("A customer is being looked for."), _("Press Esc, then type what was asked for."))
        if not self.line.text().strip():
            raise Refused(
                _("Nothing is typed that was asked for."),
                _("Type its name, then press {key}.").format(key=self.context.keymap.shown("asked")),
            )
        said = self.shop.asked.add(self.line.text(), getattr(self.finding.current(), "product_id", None))
        self.line.clear()
        self.finding.hide()
        self.bar.tell(_("{name} was asked for and not had: it counts when you buy.").format(name=said), "good")

    def _reprint(self) -> None:
        last = self.shop.sales.last()
        if last is None:
            raise NotFound(_("There is no bill to print again yet."))
        if self.shop.papers.again(last.number):
            said = _("Bill {number} is printed again as DUPLICATE.")
        else:
            said = _("Bill {number} was not printed yet. It is tried again now.")
        self.context.wake_printer()
        self.bar.tell(said.format(number=", ".join(last.numbers)), "good")
