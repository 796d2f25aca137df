"""What is scanned and typed on the page of a return: the bill, what comes back of it, and what is taken instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.rules import entry
from shoppos.ui.screens.returns.page import ReturnsPage

if TYPE_CHECKING:
    from shoppos.shop.return_view import ReturnView

RESTOCK, DAMAGE = "restock", "damage"
ONE = 1_000


class ReturnsScanning(ReturnsPage):
    """What becomes of a text, and of the keys that change what was scanned."""

    def _find(self, asked: str) -> None:
        try:
            self._open(asked) if asked else self._open_row(self.bills.currentIndex().row())
        except NotFound:
            if not asked or self.found.rowCount() != 1:
                self.line.selectAll()
                raise
            self._open_row(0)

    def _open_row(self, row: int) -> None:
        bill = self.found.bill(row)
        if bill is None:
            raise NotFound(_("No bill is chosen."), _("Scan the code on the bill, or type its number."))
        self._open(bill.number)

    def _open(self, text: str) -> None:
        view = self.shop.returns.open(text)
        self._forget()
        self.view, self.way = view, view.ways[0]
        self.line.clear()
        self.context.sound("scan")
        self.told.emit("", "good")
        self._show()

    def _scan(self, asked: str) -> None:
        """One more item; a quantity alone is for the line that was scanned last."""
        counted = entry.read(asked)
        if isinstance(counted, entry.SetQuantity):
            self._set(counted.quantity)
        elif self.instead or self.loose is not None:
            self._scan_new(asked)
        elif self.view is not None:
            self._scan_back(self.view, asked)
        self.line.clear()
        self.context.sound("scan")
        self.told.emit("", "good")
        self._show()

    def _scan_back(self, view: ReturnView, asked: str) -> None:
        try:
            gives, line = self.shop.returns.scan(view, self.gives, asked, DAMAGE if self.damaged else RESTOCK)
        except NotFound as missing:
            self.line.selectAll()
            raise NotFound(missing.message, _("For goods taken instead press F3 first.")) from missing
        except Refused:
            self.line.clear()
            raise
        self._remember()
        self.gives, self.chosen = gives, line

    def _scan_new(self, asked: str) -> None:
        """Goods taken instead, or goods without a bill: kept as typed, once they can be priced."""
        if self.loose is not None:
            self.shop.returns.preview_without([*self.loose, asked])
            self._remember()
            self.loose = [*self.loose, asked]
        elif self.view is not None:
            self.shop.returns.preview(self.view, self.gives, [*self.exchange, asked])
            self._remember()
            self.exchange = [*self.exchange, asked]

    def _set(self, quantity: int) -> None:
        if self.view is None or self.chosen not in self.gives:
            raise InvalidInput(_("Scan what came back first."), field="quantity")
        gives = {**self.gives, self.chosen: replace(self.gives[self.chosen], quantity=quantity)}
        if quantity:
            self.shop.returns.preview(self.view, gives)
        self._remember()
        self.gives = {line: give for line, give in gives.items() if give.quantity}

    def _change(self, by: int | None) -> None:
        """One more of the line that was scanned last, or none of it."""
        give = self.gives.get(self.chosen)
        if give is None and by is None:
            return

        def act() -> None:
            if give is None and self.view is not None and self.chosen:
                self._scan_back(self.view, self.view.line(self.chosen).code)
            else:
                self._set(0 if by is None or give is None else give.quantity + by)
            self._show()

        self._telling(act)

    def _choose(self, row: int) -> None:
        self.chosen = self.lines.line_at(row)
        self.line.setFocus()

    def _moved(self, by: int) -> None:
        shown = self.stack.currentWidget()
        view = self.bills if shown is self.bills else self.table
        model = view.model()
        if not model.rowCount():
            return
        row = min(max(view.currentIndex().row() + by, 0), model.rowCount() - 1)
        view.selectRow(row)
        if view is self.table:
            self.chosen = self.lines.line_at(row)

    def _remember(self) -> None:
        self._steps.append((dict(self.gives), list(self.exchange), None if self.loose is None else list(self.loose)))

    def _step_back(self) -> None:
        if self._steps:
            self.gives, self.exchange, self.loose = self._steps.pop()
            self.instead = self.instead and self._begun()
            self._show()

    def _escaped(self) -> None:
        """Esc: what was typed, then the bill, then the counter; a begun return is left only by a second Esc."""
        if self.line.text():
            self.line.clear()
            self._typed("")
        elif self.instead:
            self.instead = False
            self._show()
        elif self.view is not None or self.loose is not None:
            self._forget()
            self._look("")
            self._show()
        else:
            self.leave.emit()
