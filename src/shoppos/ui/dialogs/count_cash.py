"""The drawer is counted: a sum or its notes and coins, and only where it differs a reason; what was due comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import plain, rupees
from shoppos.rules.entry import parse_money
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.job import Job
from shoppos.ui.widgets.cash_grid import CashGrid
from shoppos.ui.widgets.form import ENTER, EnterGoesOn, Field, line, words

if TYPE_CHECKING:
    from shoppos.shop.shifts import Closed
    from shoppos.ui.context import Context


class CountDialog(OrderDialog):
    """Digits and Enter; a difference is said in words and asks for its reason, Enter again ends it.

    What has to be in the drawer stands nowhere before something was counted, whoever counts. A dialog of its own says
    in `end` what is done with the count, which is done beside the window; `done_with` is what came of it.
    """

    def __init__(self, context: Context, parent: QWidget | None, title: str, yes: str) -> None:
        """Ask what lies in the drawer; without a shift there is nothing to count."""
        from shoppos.shop.shifts import DENOMINATIONS

        super().__init__(context, parent, title, yes, wide=720)
        self.turn = context.shop.shifts.current()
        self.done_with: Any = None
        self.job: Job | None = None
        self._ended: list[Any] = []
        self.whose = words(self._whose())
        self.told = words("", role="doubt")
        self.told.hide()
        self.counted: Field[QLineEdit] = Field("counted", _("Counted cash in the drawer"), line(right=True, most=20))
        self.counted.editor.setProperty("role", "money")
        self.counted.editor.installEventFilter(self)
        said = _("Or how many there are of each: ↓ leads on, Enter in an empty field to the end.")
        self.or_pieces = words(said, role="hint")
        self.grid = CashGrid(DENOMINATIONS)
        self.differs = words("", role="heading")
        self.reason: Field[QLineEdit] = Field("reason", _("Why does it differ?"), line(most=200))
        for widget in (self.told, self.whose, self.counted, self.or_pieces, self.grid):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.keep_in_sight(self.differs, self.reason)
        self._agree()
        for widget in (self.counted, self.or_pieces, self.grid):
            widget.setVisible(self.turn is not None)
        self.counted.editor.textEdited.connect(self._typed)
        self.grid.turned.connect(self._summed)
        self.grid.left_upwards.connect(self.counted.editor.setFocus)
        self._walk = EnterGoesOn(self, self.grid.editors)
        self._walk.ended.connect(self.accept)
        for editor in self.grid.editors:
            editor.installEventFilter(self)  # asked before the walk
        self.yes.installEventFilter(self)
        self._left: QLineEdit | None = None

    def begin(self) -> None:
        """All is in: give the keyboard to the count, or to the button where there is none."""
        self.ready(self.counted, self.reason, first=self.counted.editor if self.turn else self.yes)

    def let_it_go_on(self) -> None:
        """The turn is of a later day: there is nothing to count."""
        if self.turn is None:
            return
        said = _("{name}'s shift began later, on {moment}: it goes on, and there is nothing to count.")
        moment = self.shop.db.clock.at(self.turn.opened_at)
        self.whose.setText(said.format(name=self.turn.employee, moment=f"{moment:%d-%m-%Y %H:%M}"))
        self.turn = None
        for widget in (self.counted, self.or_pieces, self.grid):
            widget.hide()

    def _whose(self) -> str:
        if self.turn is None:
            return _("No shift is open at this till: there is nothing to count.")
        moment = self.shop.db.clock.at(self.turn.opened_at)
        return _("{name}'s shift since {moment}, begun with {amount}").format(
            name=self.turn.employee, moment=f"{moment:%d-%m-%Y %H:%M}", amount=rupees(self.turn.opening)
        )

    # -- what is typed

    def _typed(self) -> None:
        self.grid.clear()
        self._agree()

    def _summed(self, paise: int) -> None:
        self.counted.editor.setText(plain(paise) if self.grid.touched else "")
        self.counted.clear_mistake()
        self._agree()

    def _agree(self) -> None:
        """Another count: the difference of the last one holds no more."""
        if not self.reason.isHidden():
            self.reason.editor.clear()
        for widget in (self.differs, self.reason):
            widget.hide()
        self.wrong.hide()

    def doubt_anew(self) -> None:
        """What was doubted is the day, not the count: it is asked once."""
        self.wrong.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the sum to the notes, Enter in an empty one to the button, and Up from there back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._leads(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _leads(self, watched: QObject, event: QKeyEvent) -> bool:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Down and watched is self.counted.editor:
            self.grid.start()
            return True
        note = next((editor for editor in self.grid.editors if editor is watched), None)
        if key in ENTER and plain and note is not None and not note.text() and self.grid.touched:
            self._left = note
            self.yes.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Up and watched is self.yes and self._left is not None:
            self._left.setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        return False

    # -- doing

    def end(self, *, sure: bool, **counted: Any) -> Any:
        """End what is to be ended with what was counted; a dialog of its own says how."""
        raise NotImplementedError

    def accept(self) -> None:
        """Read the count and end it beside the window."""
        if self.job is not None:
            return
        try:
            counted = self._count()
            self._allow()
        except ShopError as refusal:
            self._over(refusal)
            return
        sure = self._sure
        self.yes.setEnabled(False)
        self.yes.setText(_("Closing …"))
        self.job = Job(self.shop.db, lambda _progress, _stop: self.end(sure=sure, **counted), self)
        self.job.finished.connect(self._over)
        self.job.refused.connect(self._over)
        self.job.start()

    def reject(self) -> None:
        """Leave; not while it is being written down."""
        if self.job is None:
            super().reject()

    def _count(self) -> dict[str, Any]:
        """What was counted, as the shop takes it."""
        if self.turn is None:
            return {}
        typed, reason = self.counted.editor.text().strip(), self.reason.editor.text()
        if not typed:
            raise InvalidInput(
                _("Count the drawer first."), _("Type the sum, or how many there are of each note and coin."), "counted"
            )
        try:
            counted = parse_money(typed)
        except InvalidInput as wrong:
            raise InvalidInput(wrong.message, wrong.hint, "counted") from wrong
        return {"counted": counted, "pieces": self.grid.pieces() or None, "reason": reason}

    def _over(self, outcome: Any) -> None:
        self.job = None
        self.yes.setEnabled(True)
        self.yes.setText(self._yes_words())
        self._ended = [outcome]
        super().accept()
        if self.isVisible():
            self.fit()

    def _yes_words(self) -> str:
        """What the button does."""
        raise NotImplementedError

    def act(self, *, sure: bool) -> None:
        """Say what came of it."""
        del sure
        outcome = self._ended.pop()
        if isinstance(outcome, InvalidInput) and outcome.field == self.reason.name:
            self._differ(outcome)
            raise InvalidInput(outcome.hint, field=self.reason.name)
        if isinstance(outcome, ShopError):
            raise outcome
        self.done_with = outcome

    def _differ(self, refusal: InvalidInput) -> None:
        self.differs.setText(f"⚠ {refusal.message}")
        for widget in (self.differs, self.reason):
            widget.show()
        self.area.ensureWidgetVisible(self.counted, 0)


def said_over(closed: Closed) -> str:
    """Whether a count agreed, in words: how much there was too much, or too little, why, and what was counted first."""
    said = _("{amount} short: {reason}") if closed.over < 0 else _("{amount} too much: {reason}")
    told = said.format(amount=rupees(abs(closed.over)), reason=closed.reason)
    if not closed.over:
        told = _("The drawer agrees: {amount}.").format(amount=rupees(closed.counted))
    if closed.first is None:
        return told
    again = _("Counted {count} times, first {amount}").format(count=closed.counts, amount=rupees(closed.first))
    return f"{told} {again}."
