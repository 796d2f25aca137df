"""What was half typed when the program stopped, or when another page was turned to, is asked again as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.ui.screens.order.asked import ADDRESS, LINE_NOTE, NEW, NOTE, Asked
from shoppos.ui.screens.order.goods import OrderGoods

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.begun import Words


class OrderAgain(OrderGoods):
    """The order of it stands on the page once more, and its form or question with it."""

    _sure = False

    def _bring_back(self, typed: Words) -> None:
        """Ask it again; what cannot be answered any more is forgotten."""
        if not typed:
            return
        asked = Asked(**typed)
        if asked.order and not self._stands_again(asked):
            self.half.forget(asked.on)
            return
        again: dict[str, Callable[[], None]] = {
            NEW: lambda: self._ask_new(asked.phone), ADDRESS: self._another_address, NOTE: self._note,
            LINE_NOTE: lambda: self._line_note(asked.line),
        }  # fmt: skip
        again[asked.what]()
        if asked.what in {NEW, ADDRESS}:
            self.form.put(asked.texts)
            self.form.heading.setText(_("Not finished: {question}").format(question=self.form.heading.text()))
        else:
            self.ask.fields[0].setText(asked.texts[0])
            self.ask.question.setText(_("Not finished: {question}").format(question=self.ask.question.text()))

    def _stands_again(self, asked: Asked) -> bool:
        """Whether the order of which something is half typed can be changed still; then it stands on the page."""
        try:
            view = self.shop.orders.view(bytes.fromhex(asked.order))
        except NotFound:
            return False
        lines = {line.no for line in view.sale.lines} if view.sale else set[int]()
        if "change" not in view.acts or (asked.what == LINE_NOTE and asked.line not in lines):
            return False
        if self.view is None or self.view.id != view.id:
            self._stand(view)
        return True

    def _put_aside(self) -> None:
        """The order on the page is left: it stays as it is, or is forgotten when nothing stands on it or is typed."""
        self.half.leave()
        view, self.view, self.caller = self.view, None, None
        self._sure = False
        self.ask.hide()
        self.side.panel.forget()
        self.line.show()
        self.line.setEnabled(True)
        self.stack.setCurrentWidget(self.begun)
        empty = view is not None and view.state == "taken" and not view.paid and not (view.sale and view.sale.lines)
        if view is not None and empty and not self.half.of(view.id.hex()):
            self.shop.orders.give_up(view.id)
