"""Where the customer's display stands: on the second screen as soon as there is one, else where one asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.customer_display import DisplayState
    from shoppos.ui.customer_page import CustomerDisplay


class SecondScreen(QObject):
    """Keeps what the customer should see, and makes the display when there is a place for it."""

    def __init__(self, window: QWidget) -> None:
        """Serve the counter in `window`."""
        super().__init__(window)
        self._window = window
        self._state: DisplayState | None = None
        self.display: CustomerDisplay | None = None

    def watch(self) -> None:
        """Use a second screen that is there, or that is plugged in later."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._use)
            app.screenRemoved.connect(self._lost)
        if len(QGuiApplication.screens()) > 1:
            self._use()

    def tell(self, state: DisplayState) -> None:
        """Show this to the customer, now or as soon as there is a display."""
        self._state = state
        if self.display is not None:
            self.display.tell(state)

    def toggle(self) -> bool:
        """Show the display, or hide it; answers whether it is shown."""
        return self._ready().toggle(self._window)

    def close(self) -> None:
        """The window closes: the display goes with it."""
        if self.display is not None:
            self.display.close()

    def _ready(self) -> CustomerDisplay:
        if self.display is None:
            from shoppos.ui.customer_page import CustomerDisplay

            self.display = CustomerDisplay()
            if self._state is not None:
                self.display.tell(self._state)
        return self.display

    def _use(self, _screen: QScreen | None = None) -> None:
        self._ready().place(self._window)

    def _lost(self, screen: QScreen) -> None:
        """The customer's screen was unplugged: the display must not come to lie over the counter."""
        if self.display is not None and self.display.screen() in {screen, self._window.screen()}:
            self.display.hide()
