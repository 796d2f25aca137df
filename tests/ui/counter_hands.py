"""A cashier's hands at the counter: real keys on the real page, each press counted; scans are free."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from shoppos.ui import keys
from shoppos.ui.context import Context
from shoppos.ui.scanner import Scanner
from shoppos.ui.screens.counter import CounterScreen
from shoppos.ui.shortcuts import Shortcuts

MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class Presses(QObject):
    """Counts what arrives at the focused widget: one for each key pressed, none for modifiers and auto-repeat."""

    def __init__(self):
        super().__init__()
        self.count = 0
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802  (the name is Qt's)
        """Qt asks the focused widget about every key first, whether a shortcut takes it or not."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and watched is QApplication.focusWidget()
            and event.key() not in MODIFIERS
            and not event.isAutoRepeat()
        ):
            self.count += 1
        return False


class Hands:
    """The counter in a window of its own with the keys of a profile, and what a person does with it."""

    def __init__(self, shop, profile="shoppos", size=(1366, 768)):
        self.shop = shop
        self.sounds = []
        self.shown = []
        self.context = Context(keys.load(profile), opened=shop, sound=self.sounds.append)
        self.window = QMainWindow()
        self.counter = CounterScreen(self.context)
        self.counter.showing.connect(self.shown.append)
        self.window.setCentralWidget(self.counter)
        self.shortcuts = Shortcuts(self.window, self.context.keymap)
        self.shortcuts.wanted.connect(self.counter.act)
        self.scanner = Scanner(self.window, self.counter.scanned, lambda: self.sounds.append("refused"))
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.counter.attach()
        self.counter.enter()
        self.presses = Presses()
        self._at = 1_000_000

    # -- hands

    def press(self, *named):
        """Press keys by the names Qt gives them: "F9", "Ctrl+Z", "Return", "Down"."""
        for name in named:
            *held, key = name.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifier |= getattr(Qt.KeyboardModifier, f"{ {'Ctrl': 'Control'}.get(one, one) }Modifier")
            self._pause(400)
            QTest.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{key}"), modifier)

    def type(self, text):
        """Type as a person does: a tenth of a second a key."""
        for char in text:
            self._send(char, 100)

    def scan(self, code):
        """Pull the scanner's trigger: a burst and Enter, which cost the cashier no key."""
        before = self.presses.count
        self._pause(600)
        for char in code:
            self._send(char, 5)
        self._send("\r", 5, Qt.Key.Key_Return)
        self.presses.count = before

    @property
    def pressed(self):
        """How many keys were pressed so far."""
        return self.presses.count

    def _pause(self, milliseconds):
        self._at += milliseconds

    def _send(self, char, gap, key=None):
        """One key with a time of its own; Qt asks the focused widget and the shortcuts first."""
        self._pause(gap)
        code = key or Qt.Key(ord(char.upper())) if char.isascii() else Qt.Key.Key_unknown
        target = QApplication.focusWidget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._at)
            QApplication.sendEvent(target, event)

    # -- what is seen

    @property
    def view(self):
        """The sale on screen."""
        return self.counter.view

    @property
    def bar(self):
        """What the message bar says."""
        return self.counter.bar.text()

    @property
    def panel(self):
        """The pay panel."""
        return self.counter.side.panel

    def last(self):
        """The newest bill of the till."""
        return self.shop.sales.last()

    def close(self):
        """Go home."""
        QApplication.instance().removeEventFilter(self.presses)
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()
