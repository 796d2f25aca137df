"""What was typed and is refused or doubted stays in its line: Enter again is the answer to a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shoppos.base.errors import Doubtful, ShopError
    from shoppos.ui.context import Context
    from shoppos.ui.widgets.entry_line import EntryLine
    from shoppos.ui.widgets.message_bar import MessageBar


class Typed:
    """A page with one line for all that is typed or scanned, and a bar that answers."""

    context: Context
    line: EntryLine
    bar: MessageBar
    sure_of = ""
    """What was typed and doubted: once more, it is meant."""

    def _refused(self, text: str, error: ShopError, sound: str = "refused") -> None:
        """Say what was refused; what was typed stays."""
        self.context.sound(sound)
        self.bar.refuse(error)
        self._stays(text)

    def _doubt(self, text: str, doubt: Doubtful) -> None:
        """Ask once; Enter again is the answer."""
        self.sure_of = text
        self.bar.tell(str(doubt), "warn")
        self._stays(text)

    def _stays(self, text: str) -> None:
        self.line.setText(text)
        self.line.selectAll()
