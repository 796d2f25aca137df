"""Which code a customer is shown: the payment gateway's where the shop has one and it comes at once, else its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.base.errors import ShopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.payments import UpiShown
    from shoppos.ui.context import Context

PATIENCE = 3_000
"""Milliseconds that a customer waits for the gateway's code before the shop's own is shown."""


def gateway_codes(context: Context, *, counter: bool) -> bool:
    """Whether codes come from a gateway: for orders once one is set up, at the counter if the shop chose so, too."""
    if context.ask_qr is None:
        return False
    told = context.shop.settings.get("gateway", dict[str, Any]())
    return bool(told.get("account")) and (not counter or bool(told.get("counter")))


class UpiCode(QObject):
    """Asks for one code at a time; `ready` gives what is shown (`UpiShown`) and its modules, on the window's thread."""

    ready = Signal(object, object)
    _came = Signal(str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._context = context
        self._own: UpiShown | None = None
        self._drop: Callable[[], None] | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._show_own)
        self._came.connect(self._take)

    def ask(self, own: UpiShown) -> None:
        """Ask the gateway for the code of that attempt; `own` is shown when it does not answer in time."""
        self.forget()
        ask = self._context.ask_qr
        self._own = own
        if ask is None:
            self._show_own()
            return
        self._late.start()
        self._drop = ask(own.amount, own.reference, lambda link: self._came.emit(own.reference, link))

    def forget(self) -> None:
        """Nobody waits for it any more."""
        self._late.stop()
        drop, self._own, self._drop = self._drop, None, None
        if drop is not None:
            drop()

    def _take(self, reference: str, link: str) -> None:
        """The gateway's code for what is asked for now; it stays payable."""
        own = self._own
        if own is None or own.reference != reference:
            return
        if not link:
            self._show_own()
            return
        from shoppos.printing.codes import checked_qr

        try:
            matrix = checked_qr(link)
        except ShopError:
            self._show_own()
            return
        self._late.stop()
        self._own = self._drop = None
        self.ready.emit(replace(own, link=link), matrix)

    def _show_own(self) -> None:
        from shoppos.printing.codes import checked_qr

        own = self._own
        self.forget()
        if own is not None:
            self.ready.emit(own, checked_qr(own.link))
