"""Answers that were begun and not sent, each under its customer: a machine that stops at once takes none of them."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.base.clock import Clock

FILE = "answers.json"
"""Beside the shop's file and for its user alone; never in the journal, for what is typed may name anybody."""
CALM = 400
"""Milliseconds without a key after which it is written down."""
KEPT = 30 * 86_400_000
"""Milliseconds after which what nobody went on with is forgotten."""


class HalfTyped(QObject):
    """One file for all; a folder that takes no writing only costs the note."""

    def __init__(self, folder: Path, clock: Clock, parent: QObject) -> None:
        """Keep it in `folder`."""
        super().__init__(parent)
        self._file = folder / FILE
        self._clock = clock
        self._changed: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM)
        self._timer.timeout.connect(self.keep)

    def text(self, customer_id: bytes) -> str:
        """What was begun for that customer, "" for nothing."""
        who = customer_id.hex()
        return self._changed[who] if who in self._changed else self._read().get(who, ("", 0))[0]

    def typed(self, customer_id: bytes, text: str) -> None:
        """It stands so now: kept once the keys rest, and forgotten at once when it was sent or taken away."""
        if self.text(customer_id) == text:
            return
        self._changed[customer_id.hex()] = text
        if text:
            self._timer.start()
        else:
            self.keep()

    def keep(self) -> None:
        """Write down what has changed; what other windows keep stays."""
        self._timer.stop()
        if not self._changed:
            return
        now = self._clock.ms()
        kept = {**self._read(), **{who: (text, now) for who, text in self._changed.items()}}
        told = {who: one for who, one in kept.items() if one[0] and now - one[1] < KEPT}
        fresh = self._file.with_name(f".{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as text:
                json.dump(told, text, ensure_ascii=False)
            fresh.replace(self._file)
            self._changed.clear()

    def _read(self) -> dict[str, tuple[str, int]]:
        """By customer what was begun, and when; nothing where the note is missing or spoilt."""
        try:
            told: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        pairs = cast("dict[str, Any]", told).items() if isinstance(told, dict) else ()
        return {who: (one[0], one[1]) for who, one in pairs if _is_note(one)}


def _is_note(one: Any) -> bool:
    return isinstance(one, list) and [type(part) for part in cast("list[Any]", one)] == [str, int]
