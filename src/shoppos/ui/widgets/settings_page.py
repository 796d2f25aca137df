"""What every page of the settings has: it shows what is chosen, saves, and knows the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop
    from shoppos.ui.context import Context

    What = str | Callable[[], str]


def _at_once(act: Callable[[], object]) -> object:
    """Do it without asking anybody."""
    return act()


class SettingsPage(QWidget):
    """One subject. `did` tells what was saved and how to take it back, `refused` the ShopError that forbade it.

    What was saved is a text, or gives one: the choice may be the language that the text is said in. `permit` does what
    is handed to it, and asks for a manager's yes where one is needed.
    """

    did = Signal(object, object)
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        """Build the page and show what is chosen."""
        super().__init__()
        self.context = context
        self.permit: Callable[[Callable[[], object]], object] = _at_once
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4, 0, 12, 0)
        self.column.setSpacing(12)
        self.column.addWidget(words(self.title(), role="title"))
        self.build()
        self.column.addStretch()
        if context.opened is not None:
            self.look()

    @property
    def shop(self) -> Shop:
        """The open shop."""
        return self.context.shop

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return ""

    def build(self) -> None:
        """Make its fields."""

    def look(self) -> None:
        """Show what is chosen now."""

    def begin(self) -> None:
        """Put the focus on the first field."""
        first = self.nextInFocusChain()
        while (
            first is not None and first is not self and not (self.isAncestorOf(first) and first.focusPolicy().value & 1)
        ):
            first = first.nextInFocusChain()
        if first is not None:
            first.setFocus()

    def save(self) -> None:
        """Save what is not saved at once."""

    def step_back(self) -> bool:
        """Go one step back inside the page; False when it stands at its beginning."""
        return False

    def typed(self) -> dict[str, Any]:
        """What stands here unsaved, when the page is made anew."""
        return {}

    def restore(self, typed: dict[str, Any]) -> None:
        """Show again what `typed` gave."""

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal under its field; False when it belongs nowhere here."""
        return False

    def attempt(self, what: What, act: Callable[[], object], back: Callable[[], object]) -> bool:
        """Do something and tell how to take it back; a refusal is told instead, and the page looks again."""
        try:
            self.permit(act)
        except ShopError as error:
            self.refused.emit(error)
            return False
        self.did.emit(what, back)
        return True

    def choose(self, what: What, key: str, value: Any, usual: Any) -> None:
        """Save one choice of the settings, if it is another than before."""
        settings = self.shop.settings
        before = settings.get(key, usual)
        if before != value:
            self.attempt(what, lambda: settings.set(key, value), lambda: settings.set(key, before))
