"""The real window, driven from within by keys until it is killed: `python -m tests.crash.window FOLDER WHAT SEED`.

Nothing of the program is replaced: a timer looks for the window that `shoppos.app` opened and types into it. It says
`FOUND` with what stands on the counter at the start, `TRY` before and `ACK` after each thing done, and `READY`.
"""

import json
import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos import app
from shoppos.ui.main_window import MainWindow, make_application

CODES = ("1001", "1002", "1003", "8901030865275")


def say(word, told=None):
    """One line to whoever watches."""
    os.write(1, f"{word} {json.dumps(told)}\n".encode())


class Cashier:
    """Fingers on the keys of the real window."""

    def __init__(self, what, seed):
        self.what = what
        self.dice = random.Random(seed)
        self.steps = None
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(5)

    def look(self):
        """Wait until the shop is open behind the window, then do one step at each tick."""
        if self.steps is None:
            for window in QApplication.topLevelWidgets():
                if isinstance(window, MainWindow) and window.context.opened is not None and window.counter.view:
                    self.window, self.counter = window, window.counter
                    window.activateWindow()
                    say("FOUND", self.state())
                    self.steps = self.life()
            return
        next(self.steps, None)

    def state(self):
        """What a person sees of the sale and of the pay panel."""
        view, panel = self.counter.view, self.counter.side.panel
        return {
            "sale": view.id.hex() if view.lines else None,
            "quantity": view.quantity,
            "panel": [panel.method, panel.tenders, panel.shown.get("reference")] if panel.opened else None,
        }

    def press(self, *named):
        for name in named:
            QTest.keyClick(QApplication.focusWidget() or self.window, getattr(Qt.Key, f"Key_{name}"))

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.press("Return")

    def life(self):
        """Pay for what stood there, ring something up, and go on with what this life is about."""
        yield from self.settle()
        for _scan in range(self.dice.randint(1, 3)):
            yield from self.scan()
        if self.what == "upi":
            self.press("F10")
        elif self.what == "part paid":
            QTest.keyClicks(QApplication.focusWidget(), "5")
            self.press("F9", "Return")
        while self.what == "any moment":
            yield from self.scan()
            if self.dice.random() < 0.3:
                yield from self.settle()
        yield
        say("ACK", self.state())
        say("READY")

    def scan(self):
        before = self.counter.view.quantity
        say("TRY")
        self.type(self.dice.choice(CODES))
        while self.counter.view.quantity == before:
            yield
        say("ACK", self.state())

    def settle(self):
        """Take the money for what stands on the screen: exact cash, or the rest by card."""
        if self.counter.view.lines:
            shop, done = self.window.context.opened, self.counter.view.id
            said = shop.sales.last()
            say("TRY")
            self.press(*(("F11", "Return") if self.counter.side.panel.tenders else ("F9",)))
            for _again in range(400):
                last = shop.sales.last()
                if last is not None and last.sale_id == done:
                    break
                if _again % 100 == 99:
                    self.press("Return")
                yield
            else:
                raise RuntimeError(said, last, self.state())
            say("ACK", self.state() | {"bill": last.number})
            yield


def main():
    """Open the program as its own command does."""
    make_application()
    cashier = Cashier(sys.argv[2], int(sys.argv[3]))
    code = app.run(Path(sys.argv[1]))
    del cashier
    return code


if __name__ == "__main__":
    sys.exit(main())
