"""The program as `app.py` starts it, in a process of its own: `python -m tests.ui.started FOLDER WHAT`.

Nothing is replaced: a timer looks at what stands on screen, answers or closes it, and says so in lines of JSON.
"""

import json
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from shoppos import app
from shoppos.ui import pages
from shoppos.ui.main_window import MainWindow, make_application

HEAVY = (
    "PIL", "alembic", "cryptography", "escpos", "fsspec", "httpx", "keyring", "logging.handlers", "platformdirs",
    "pydantic", "python_calamine", "qrcode", "rapidfuzz", "reportlab", "sqlalchemy", "sqlcipher3", "sqlmodel",
    "uharfbuzz", "xlsxwriter", "yaml", "zxingcpp",
)  # fmt: skip

LARGE = {f"shoppos.ui.screens.{name}" for name in pages.LARGE}


def say(word, told=None):
    """One line to whoever watches."""
    os.write(1, f"{word} {json.dumps(told)}\n".encode())


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


class FirstPaint(QObject):
    """Says what was loaded when the counter is painted for the first time."""

    def eventFilter(self, watched, event):  # noqa: N802  (the name is Qt's)
        if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow):
            say("PAINTED", [watched.counter.isVisible(), [name for name in (*HEAVY, *LARGE) if name in sys.modules]])
            QApplication.instance().removeEventFilter(self)
        return False


class Watcher:
    """Looks at the window every few milliseconds."""

    def __init__(self, what):
        self.what = what
        self.ready = False
        self.hears = what != "listen"
        self.seen = None
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(5)

    def look(self):
        if not self.hears and signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
            self.hears = True
            say("HEARS")
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog is not self.seen:
            self.seen = dialog
            say("DIALOG", [type(dialog).__name__, *words(dialog)])
            QTimer.singleShot(50, lambda: self.answer(dialog))
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                self.look_at(window)

    def answer(self, dialog):
        if self.what == "anyway":
            dialog.accept()
        elif self.what != "wait":
            dialog.reject()

    def look_at(self, window):
        if not self.ready and window.context.opened is not None and window.counter.view and window.isVisible():
            self.ready = True
            say("READY", [window.counter.top.shop.text(), [line.code for line in window.counter.view.lines]])
            getattr(self, f"do_{self.what}", lambda _window: None)(window)

    def do_close(self, window):
        window.close()

    def do_read(self, window):
        """Close while a long report is still reading the file."""
        from shoppos.ui.job import Job

        db = window.context.shop.db

        def read(_progress, stopped):
            while not stopped():
                db.rows("SELECT * FROM journal")
            say("STOPPED")

        Job(db, read, window).start()
        QTimer.singleShot(200, window.close)

    def do_sell(self, window):
        """A bill, whose paper the spooler owes; then home."""
        window.counter.scanned("1001")
        window.do("cash")
        QTimer.singleShot(1500, window.close)

    def do_cash(self, window):
        """A bill in cash; home when its paper is out."""
        self.pay(window, "cash")

    def do_card(self, window):
        """A bill by card; home when its paper is out."""
        self.pay(window, "card")

    def do_watch(self, window):
        """Say what the counter says of its printer, whenever that changes; home when it has nothing to say any more."""
        self.said = ""
        self.out = QTimer()
        self.out.timeout.connect(lambda: self.look_at_sign(window))
        self.out.start(20)

    def look_at_sign(self, window):
        sign = window.counter.sign
        words = sign.said if sign.isVisible() else ""
        if words != self.said:
            self.said = words
            say("SIGN", words)
            if not words:
                window.close()

    def pay(self, window, method):
        window.counter.scanned("1001")
        window.do(method)
        db = window.context.shop.db
        self.out = QTimer()
        self.out.timeout.connect(lambda: db.rows("SELECT 1 FROM print_job WHERE state = 'sent'") and window.close())
        self.out.start(50)

    def do_idle(self, window):
        """Open no page; home when the largest are read nevertheless."""
        self.out = QTimer()
        self.out.timeout.connect(lambda: sys.modules.keys() >= LARGE and window.close())
        self.out.start(50)

    def do_ring(self, window):
        """Ring something up and wait for the system to end us."""
        window.counter.scanned("1001")
        say("RUNG")

    def do_break(self, window):
        """Three bugs at once, in a slot each."""

        def bug():
            raise ZeroDivisionError("9876543210")

        for n in range(3):
            QTimer.singleShot(n, bug)
        QTimer.singleShot(800, window.close)

    def do_look_around(self, window):
        """Stay long enough for whatever asks something."""
        QTimer.singleShot(1500, window.close)

    def do_choose(self, window):
        for key, value in (("language", "hi"), ("theme", "dark"), ("font_percent", 110)):
            window.context.shop.settings.set(key, value)
        QTimer.singleShot(300, window.close)


if __name__ == "__main__":
    first = FirstPaint()
    make_application().installEventFilter(first)
    watcher = Watcher(sys.argv[2])
    code = app.run(Path(sys.argv[1]))
    say("ENDED", code)
    sys.exit(code)
