"""The sign that a printer needs somebody: words, a colour and a mark, as long as it lasts, and in nobody's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.ui import keys, style
from shoppos.ui.widgets.form import polish
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtGui import QResizeEvent

    from shoppos.printing.spooler import PrinterState
    from shoppos.ui.context import Context

PARTED = "  ·  "
NARROWEST = 120


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the sign says; `level` is "" for nothing, "note", "warn" or "error"."""

    text: str = ""
    level: str = ""


def trouble(states: Iterable[PrinterState], counts: Mapping[str, int]) -> Trouble:
    """What is wrong with the printers, and the papers it holds up; nothing when a person need not look.

    `counts` holds how many papers are owed, sending and uncertain.
    """
    known = tuple(states)
    ill = [state for state in known if not state.ready]
    doubted, owed = counts.get("uncertain", 0), counts.get("owed", 0)
    parts: list[str] = []
    if ill:
        parts.append(said_of(ill[0].printer, ill[0].reason))
        if len(ill) > 1:
            more = ngettext("{n} more printer", "{n} more printers", len(ill) - 1)
            parts.append(more.format(n=len(ill) - 1))
        if owed:
            parts.append(ngettext("{n} paper waits", "{n} papers wait", owed).format(n=owed))
    if doubted:
        asked = ngettext("{n} paper: is it there?", "{n} papers: are they there?", doubted)
        parts.append(asked.format(n=doubted))
    if parts:
        return Trouble("⚠  " + PARTED.join(parts), "error" if ill else "warn")
    warned = next((state for state in known if state.warning), None)
    if warned is None:
        return Trouble()
    return Trouble(f"ⓘ  {said_of(warned.printer, warned.warning)}", "note")


def said_of(printer: str, reason: str) -> str:
    """What is wrong with a printer, with its name once: some reasons begin with it."""
    bare = reason.rstrip(". ")
    return bare if bare.startswith(f"{printer} ") else _("{printer}: {reason}").format(printer=printer, reason=bare)


class PrinterSign(QPushButton):
    """Hidden while all is well; pressing it opens the list of papers. It never takes the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self._said = Trouble()
        self._key = ""
        self.setProperty("role", "sign")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def said(self) -> str:
        """The whole sentence, "" when there is none."""
        return self._said.text

    def show_trouble(self, said: Trouble, key: str = "") -> None:
        """Say it, with the key that leads to the papers; an empty one hides the sign."""
        if (said, key) == (self._said, self._key):
            return
        self._said, self._key = said, key
        self.setAccessibleName(said.text)
        self.setToolTip(tip(self._whole()))
        if self.property("level") != said.level:
            self.setProperty("level", said.level)
            polish(self)
        self.setVisible(bool(said.text))
        self.updateGeometry()
        self._fit()

    def _whole(self) -> str:
        return self._said.text + self._keyed()

    def _keyed(self) -> str:
        return f"   ({self._key})" if self._key else ""

    def _fit(self) -> None:
        """As much of the sentence as there is room for, and always the key that leads on."""
        room, key = self.width() - style.scaled(30), self._keyed()
        said = self.fontMetrics().elidedText(self._said.text, Qt.TextElideMode.ElideRight, room - self._width(key))
        self.setText(said + key)

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def sizeHint(self) -> QSize:
        """Room for the whole sentence and its key."""
        return QSize(self._width(self._whole()) + style.scaled(34), max(44, style.scaled(44)))

    def minimumSizeHint(self) -> QSize:
        """It gives way to whatever stands beside it."""
        return QSize(style.scaled(NARROWEST), max(44, style.scaled(44)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self._fit()


class PrinterSigns(QObject):
    """The sign on the counter and the one over every other page, which say the same; `asked` tells of a press."""

    asked = Signal()

    def __init__(self, context: Context, counter: PrinterSign) -> None:
        """`counter` is the counter's own sign."""
        super().__init__(counter)
        self._context = context
        self.counter = counter
        self.elsewhere = PrinterSign()
        for sign in (self.counter, self.elsewhere):
            sign.clicked.connect(self.asked)

    def hear(self, state: PrinterState) -> None:
        """Keep what a printer says of itself, and show it."""
        self._context.printer_states[state.printer] = state
        self.look()

    def look(self) -> None:
        """Show what holds papers up now; a printer that was taken away has nothing to say any more."""
        if self._context.opened is None:
            return
        from shoppos.printing.printers import printers
        from shoppos.reports.owed import counts

        db, states = self._context.shop.db, self._context.printer_states
        known = {printer.name for printer in printers(db)} if states else set[str]()
        for name in [name for name in states if name not in known]:
            del states[name]
        said = trouble(states.values(), counts(db))
        for sign in (self.counter, self.elsewhere):
            sign.show_trouble(said, keys.printable(self._context.keymap.shown("papers")))
