"""What stands half typed on the page of an order: written down half a second after the last key, and shown again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from shoppos.base.errors import ShopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.tills import Tills

PAGE = "order"
CALM = 500
"""Milliseconds after the last key."""
MOST = 20
"""Orders of which something half typed is kept, the newest of them."""
NEW, ADDRESS, NOTE, LINE_NOTE = "new", "address", "note", "line_note"
"""What is being asked for: somebody new, one more address, a note on the order or on a line of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form or a question that stands open: of which order (its id in hex, "" for somebody new) and which line."""

    what: str
    order: str = ""
    phone: str = ""
    line: int = 0
    texts: list[str] = field(default_factory=list[str])


class HalfTyped(QObject):
    """One form or question at a time; it stays in the shop's file until it is answered or left by Esc.

    A killed program comes back to it, and so does whoever turned to another page.
    """

    def __init__(self, parent: QObject, tills: Callable[[], Tills]) -> None:
        """Write to the till's own row."""
        super().__init__(parent)
        self._tills = tills
        self._asked: Asked | None = None
        self._texts: Callable[[], list[str]] = list
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM)
        self._timer.timeout.connect(self._write)

    def begin(self, asked: Asked, texts: Callable[[], list[str]]) -> None:
        """That is asked for now; `texts` gives what stands in its fields."""
        self.leave()
        self._asked, self._texts = asked, texts

    def touched(self, *_what: object) -> None:
        """A key was pressed in one of its fields."""
        if self._asked is not None:
            self._timer.start()

    def leave(self) -> None:
        """Another page or order is turned to: what was typed waits."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()
        self._asked = None

    def end(self) -> None:
        """It was answered, or left by Esc: nothing of it is kept."""
        self._timer.stop()
        asked, self._asked = self._asked, None
        if asked is not None:
            self.forget(asked.order)

    def forget(self, order: str) -> None:
        """Nothing is kept of that order any more."""
        kept = self._kept()
        if kept.pop(order, None) is not None:
            with suppress(ShopError):  # then it is asked once more, which costs an Esc
                self._tills().keep_typed(PAGE, kept)

    def last(self) -> Asked | None:
        """What was typed last and not answered."""
        kept = self._kept()
        return Asked(**kept[next(reversed(kept))]) if kept else None

    def of(self, order_id: bytes) -> Asked | None:
        """What was typed of that order and not answered."""
        told = self._kept().get(order_id.hex())
        return Asked(**told) if told else None

    def _kept(self) -> dict[str, dict[str, Any]]:
        return self._tills().typed(PAGE)

    def _write(self) -> None:
        asked = self._asked
        if asked is None:
            return
        kept = self._kept()
        kept.pop(asked.order, None)
        kept[asked.order] = asdict(asked) | {"texts": self._texts()}
        for order in list(kept)[:-MOST]:
            del kept[order]
        try:
            self._tills().keep_typed(PAGE, kept)
        except ShopError:
            self._timer.start()  # the disk is full or busy: the next half second tries again
