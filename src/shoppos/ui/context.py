"""What every screen is handed: the open shop, the keymap, and where paper and sound come from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shoppos.ui.keys import Keymap

if TYPE_CHECKING:
    from shoppos.printing.spooler import PrinterState, Spooler
    from shoppos.shop import Shop


def _silent(_sound: str) -> None:
    """No sound."""


def _nobody() -> None:
    """Nobody waits for it."""


def _online() -> int:
    """Nobody has tried to send anything yet."""
    return 0


def _none_yet() -> None:
    """Nothing prints before all that prints is loaded."""


@dataclass(slots=True)
class Context:
    """The window's own, shared by its screens; `app.py` fills it.

    `papers` gives the spooler, None until it runs; `printer_states` is what each printer last said of itself.
    `ask_qr` asks the payment gateway for a QR (`online.quick_qr`), None before all that is loaded.
    `deliver_now` tries the reports that wait at once, also where they failed a moment ago.
    `offline_since` says since when (milliseconds) no message finds a way out, 0 while they do.
    """

    keymap: Keymap
    opened: "Shop | None" = None
    sound: Callable[[str], None] = _silent
    wake_printer: Callable[[], None] = _nobody
    open_drawer: Callable[[], None] = _nobody
    papers: "Callable[[], Spooler | None]" = _none_yet
    printer_states: "dict[str, PrinterState]" = field(default_factory=dict[str, "PrinterState"])
    restyle: Callable[[], None] = _nobody
    relabel: Callable[[], None] = _nobody
    offline_since: Callable[[], int] = _online
    deliver_now: Callable[[], None] = _nobody
    ask_qr: Callable[[int, str, Callable[[str], None]], Callable[[], None]] | None = None
    failures: list[str] = field(default_factory=list[str])

    @property
    def shop(self) -> "Shop":
        """The open shop; nothing that needs it is reachable before it is open."""
        if self.opened is None:
            raise RuntimeError("the shop is not open yet")
        return self.opened
