"""Goods come back: scan the bill's code, scan the items, Enter; in exchange, damaged or without a bill by one key."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from shoppos.base.errors import InvalidInput, NeedsApproval
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules import entry
from shoppos.rules.methods import label
from shoppos.ui.screens.returns.scanning import DAMAGE, ONE, RESTOCK, ReturnsScanning
from shoppos.ui.widgets.pay_ways import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex

    from shoppos.shop.credit_notes import Returned
    from shoppos.ui.context import Context


class ReturnsScreen(ReturnsScanning):
    """One return at a time; nothing is written before Enter takes it."""

    def __init__(self, context: Context) -> None:
        """Build the page and its keys."""
        self._shortcuts: list[QShortcut] = []
        self._approved: bytes | None = None
        self._given: int | None = None
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        self.line.entered.connect(self._entered)
        self.line.more.connect(self._more)
        self.line.one_more.connect(lambda: self._change(ONE))
        self.line.removed.connect(lambda: self._change(None))
        self.line.taken_back.connect(self._step_back)
        self.line.escaped.connect(self._escaped)
        self.line.moved.connect(self._moved)
        self.line.textEdited.connect(self._typed)
        self.bills.clicked.connect(self._bill_clicked)
        self.table.clicked.connect(self._line_clicked)
        self.side.acted.connect(self._act)
        self.side.picked.connect(self._pick)

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force, and make the keys anew."""
        super().retranslate()
        keymap = self.context.keymap
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        pairs: list[tuple[str, Callable[[], None]]] = [
            (keymap.shown(action), lambda way=way: self._pick(way)) for way, action in ACTIONS.items() if action
        ]
        acts = (("F3", "instead"), ("F4", "damaged"), ("Ctrl+Shift+B", "loose"))
        pairs += [(key, lambda act=act: self._act(act)) for key, act in acts]
        self._shortcuts = [QShortcut(QKeySequence(key), self, act) for key, act in pairs if key]
        for shortcut in self._shortcuts:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _more(self, _text: str) -> None:
        """Ctrl+Enter: everything comes back."""
        self._act("all")

    def _bill_clicked(self, index: QModelIndex) -> None:
        self._telling(lambda: self._open_row(index.row()))
        self.line.setFocus()

    def _line_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    # -- keys and buttons

    def scanned(self, text: str) -> bool:
        """A scan is for this page while it is in front."""
        self._entered(text)
        return True

    def begin(self, number: str) -> None:
        """Open the bill that was chosen on the page before, unless a return is under way here."""
        if self.loose is None and (self.view is None or not self._begun()):
            self._telling(lambda: self._open(number))

    def _entered(self, text: str) -> None:
        asked = text.strip()

        def act() -> None:
            if self.view is None and self.loose is None:
                self._find(asked)
            elif asked:
                self._scan(asked)
            else:
                self._given = None
                self._take()

        self._telling(act)
        self.enter()

    def _pick(self, way: str) -> None:
        """The money goes that way."""
        if self.view is not None and way not in self.view.ways:
            self.told.emit(_("This bill names no customer, so nothing can go onto a khata."), "warn")
            return
        self.way = way
        given = entry.amount(self.line.text().strip()) if self.amounts and self.amounts.to_pay else None
        self._show()
        self.line.setFocus()
        if way == "cash" and given:
            self._given = given
            self._telling(self._take)

    def _act(self, act: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "damaged": self._toggle_damaged, "instead": self._toggle_instead, "all": self._everything,
            "take": lambda: self._entered(""), "loose": self._without,
        }  # fmt: skip
        self._telling(acts[act])
        self._show()
        self.enter()

    def _toggle_damaged(self) -> None:
        """What was scanned last, and what is scanned from now on, can be sold again or cannot."""
        give = self.gives.get(self.chosen)
        self.damaged = not self.damaged if give is None else give.fate != DAMAGE
        if give is not None:
            self._remember()
            self.gives = {**self.gives, self.chosen: replace(give, fate=DAMAGE if self.damaged else RESTOCK)}

    def _toggle_instead(self) -> None:
        if self.view is None or not self._begun():
            raise InvalidInput(_("Nothing comes back yet."), _("Scan what came back, then the goods instead."))
        self.instead = not self.instead

    def _everything(self) -> None:
        if self.view is not None:
            self._remember()
            self.gives = self.view.everything()

    def _without(self) -> None:
        """There is no bill: the goods are scanned at once."""
        self._forget()
        self.line.clear()
        self.loose = []

    # -- taking

    def _take(self) -> None:
        """Take it; a yes or a reason that is missing is asked for in the page."""
        self._approved = None
        if self.loose is not None:
            self._ask_why(InvalidInput(_("Say why goods come back without their bill."), field="reason"))
        else:
            self._try("")

    def _try(self, reason: str) -> None:
        """Take it for that reason; what is missing is asked next, once the question before it is gone."""
        try:
            self._done(self._write(reason))
        except NeedsApproval as needed:
            QTimer.singleShot(0, partial(self._ask_yes, needed, reason))
        except InvalidInput as error:
            if error.field != "reason" or reason:
                raise
            QTimer.singleShot(0, partial(self._ask_why, error))

    def _write(self, reason: str) -> Returned:
        from shoppos.shop.credit_notes import Refund
        from shoppos.shop.payments import Tender

        tenders = () if self._given is None else (Tender("cash", self._given),)
        refund = Refund(self.way, tenders=tenders)
        if self.loose is not None:
            fate = DAMAGE if self.damaged else RESTOCK
            return self.shop.returns.take_without(
                self.loose, refund, reason, fate=fate, approved=self._approved, key=self._key
            )
        if self.view is None or not self._begun():
            raise InvalidInput(_("Nothing comes back yet."), _("Scan what came back, or press Ctrl+Enter for all."))
        return self.shop.returns.take(
            self.view.number, self.gives, refund, reason, exchange=self.exchange, approved=self._approved, key=self._key
        )

    def _ask_why(self, error: InvalidInput) -> None:
        def answer(texts: Sequence[str]) -> None:
            self._try(texts[0])

        self.ask.ask(str(error), (_("Reason"),), _("Enter  Take it back"), answer, self.enter)

    def _ask_yes(self, needed: NeedsApproval, reason: str) -> None:
        """A manager types their PIN where the cashier stands."""

        def answer(texts: Sequence[str]) -> None:
            yes = self.shop.staff.approve(needed.act, needed.doc_id, texts[1], texts[0])
            if needed.act.startswith("return"):
                self._approved = yes.id
            self._try(texts[0])

        names = (_("Reason"), _("PIN"))
        self.ask.ask(str(needed), names, _("Enter  Allow it"), answer, self.enter, given=(reason,))
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    def _done(self, made: Returned) -> None:
        """Say what goes back, open the drawer, and begin anew at the counter."""
        cash = dict(made.ways).get("cash") or (made.bill and made.bill.payable)
        self.context.wake_printer()
        if cash and self.way == "cash":
            self.context.open_drawer()
        ways = ", ".join(f"{label(way)} {rupees(paise)}" for way, paise in made.ways)
        said = _("Credit note {number}: {ways}.").format(number=", ".join(made.numbers), ways=ways)
        if made.bill is not None:
            said += " " + _("New bill {number}.").format(number=", ".join(made.bill.numbers))
        way = self.way
        self._forget()
        self.line.clear()
        self._show()
        self.leave.emit()
        self.returned.emit(made, way)
        self.told.emit(said, "good")
