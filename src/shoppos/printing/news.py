"""What the printing room tells the others: what became of a paper, and how a printer is."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class News:
    """What became of one paper: its document, its state of `models.print_job`, and the reason if it is not well."""

    job_id: bytes
    doc_id: bytes
    number: str
    state: str
    reason: str = ""
    kind: str = "bill"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is, by its name: `reason` says why it is not `ready`, `warning` what will stop it soon."""

    printer: str
    ready: bool
    reason: str = ""
    warning: str = ""


class States:
    """What each printer last said of itself; a change is told on the thread that heard it."""

    def __init__(self, on_state: Callable[[PrinterState], None]) -> None:
        """Nothing is known yet."""
        self._on_state = on_state
        self._known: dict[str, PrinterState] = {}
        self._guard = threading.Lock()

    def ready(self, printer: str) -> bool | None:
        """Whether that printer was ready when last heard of; None if it never was."""
        known = self._known.get(printer)
        return None if known is None else known.ready

    def forget(self, printer: str) -> None:
        """Nothing is known of it any more: another one may stand there."""
        with self._guard:
            self._known.pop(printer, None)

    def note(self, state: PrinterState) -> None:
        """Keep it, and tell it if it is new."""
        with self._guard:
            new = self._known.get(state.printer) != state
            self._known[state.printer] = state
        if new:
            self._on_state(state)

    def took(self, printer: str) -> None:
        """It has taken a paper: so it is ready, and what it warned of still holds."""
        if not self.ready(printer):
            self.note(PrinterState(printer, ready=True))
