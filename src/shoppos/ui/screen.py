"""What a screen is: a whole page of the window, which looks again when the shop has changed."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shoppos.ui.context import Context

if TYPE_CHECKING:
    from shoppos.shop import Shop


class Screen(QWidget):
    """One page of the window. It is built when first shown and never knows another screen.

    `key` is the action of the keymap that shows it. `leave` asks for the counter, `told` shows a sentence in the
    window's bar (words, and one of good, warn, error), `wanted` asks for the page of that action, `leads` for it or
    another act of the window with what is to be shown there, from where Esc leads back here; `returned` shows
    what to hand over or to take after a return (`shop.credit_notes.Returned`, and the way money went), `showing` what
    the customer should see (a `DisplayState`; None for what the counter shows).
    """

    key: ClassVar[str] = ""
    watches: ClassVar[frozenset[str]] = frozenset()

    leave = Signal()
    told = Signal(str, str)
    returned = Signal(object, str)
    wanted = Signal(str)
    leads = Signal(str, str)
    showing = Signal(object)

    def __init__(self, context: Context) -> None:
        """Build the page around the window's context."""
        super().__init__()
        self.context = context

    @property
    def shop(self) -> "Shop":
        """The open shop."""
        return self.context.shop

    def scanned(self, text: str) -> bool:
        """A scan made while no line that wants it had the keyboard; False when it is meant for the bill."""
        del text
        return False

    def in_hand(self) -> str:
        """The number of the bill that is chosen here, for a page that can go on with it."""
        return ""

    def begin(self, number: str) -> None:
        """The page was just shown while that bill was chosen on the page before, or is asked for its list `number`."""

    def pressed(self, action: str) -> None:
        """A key that works everywhere was pressed here: do what it means on this page."""

    def title(self) -> str:
        """The page's name in the language in force."""
        return ""

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again: these tables have changed (all of `watches` when the page is shown)."""

    def enter(self) -> None:
        """The page was just shown: put the focus where one begins."""

    def again(self) -> None:
        """Its own key was pressed while it is shown: back to the counter, unless a page means something by it."""
        self.leave.emit()

    def is_read(self) -> bool:
        """Whether all that it shows is there; a page that reads beside the window may wait for it still."""
        return True

    def to_line(self) -> bool:
        """The key of the entry line was pressed: put the keyboard into the page's own; False where it has none."""
        return False

    def retranslate(self) -> None:
        """The language has changed: say everything again."""
