"""The window's keys, made from the keymap and made anew when another profile is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from shoppos.ui.focus import FocusFilter

if TYPE_CHECKING:
    from collections.abc import Container

    from shoppos.ui.keys import Keymap

LEFT_TO_LINES = frozenset({"undo", "remove"})
"""Actions whose keys a line of text keeps while it has the focus: it takes back what was typed first."""


class Shortcuts(FocusFilter):
    """`wanted` tells the action whose key was pressed; only those let through by `allow` act.

    A QLineEdit takes some of our keys for its own editing (Ctrl+U and Ctrl+E on X11, Ctrl+Y elsewhere): here they act.
    """

    wanted = Signal(str)

    def __init__(self, window: QWidget, keymap: Keymap) -> None:
        """Make the keys of `window`; dialogs have their own."""
        self._made: dict[str, tuple[str, QShortcut]] = {}
        super().__init__(window)
        self.remake(keymap)

    def remake(self, keymap: Keymap) -> None:
        """Take another keymap; all of its actions are allowed."""
        for _action, shortcut in self._made.values():
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._made = {}
        for key, action in keymap.pairs():
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.activated.connect(lambda action=action: self.wanted.emit(action))
            self._made[_name(QKeySequence(key))] = action, shortcut

    def allow(self, actions: Container[str]) -> None:
        """Let only these actions through; their keys are free for the screen otherwise."""
        for action, shortcut in self._made.values():
            shortcut.setEnabled(action in actions)

    def watches(self, widget: QWidget) -> bool:
        """Lines of text in the window itself."""
        return isinstance(widget, QLineEdit) and widget.window() is self._window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line from claiming a key of ours."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        action, shortcut = self._made.get(_name(QKeySequence(event.keyCombination())), ("", None))
        if shortcut is None or not shortcut.isEnabled() or action in LEFT_TO_LINES:
            return False
        event.ignore()
        return True


def _name(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
