"""What opens over the window from every page: all actions, all keys, web orders, reports on their way, who is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shoppos.ui import keys
from shoppos.ui.dialogs import opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context


class OverWindow(QObject):
    """Opens dialogs over `window`; `chosen` tells the action that was found, `signed_in` that somebody is here now."""

    chosen = Signal(str)
    signed_in = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        """Nothing is open yet."""
        super().__init__(window)
        self._context, self._window = context, window

    def acts(self) -> dict[str, Callable[[], None]]:
        """What each action opens."""
        return {
            "palette": self.find_action, "keys": self.list_keys, "who": self.ask_who, "web_waiting": self.show_web,
            "deliveries": self.show_deliveries,
        }  # fmt: skip

    def find_action(self) -> None:
        """Any action by a word of its name."""
        from shoppos.ui.dialogs.palette import Palette

        palette = Palette(self._context.keymap, keys.ACTIONS, self._window)
        if palette.exec():
            self.chosen.emit(palette.chosen)

    def list_keys(self) -> None:
        """All keys of the profile."""
        from shoppos.ui.dialogs.all_keys import AllKeys

        AllKeys(self._context.keymap, self._window).exec()

    def show_web(self) -> None:
        """The web orders that wait for a person."""
        from shoppos.ui.dialogs.web_waiting import WebWaiting

        opening.over(WebWaiting(self._context, self._window))

    def show_deliveries(self) -> None:
        """The reports on their way."""
        from shoppos.ui.dialogs.deliveries import DeliveriesDialog

        opening.over(DeliveriesDialog(self._context, self._window))

    def ask_who(self) -> None:
        """Ask who is at the till now; the bill on screen stays as it is."""
        from shoppos.ui.dialogs.who import Who

        dialog = Who(self._window, self._context.shop)
        dialog.accepted.connect(self.signed_in)
        opening.over(dialog)
