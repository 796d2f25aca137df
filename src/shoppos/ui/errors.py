"""What goes wrong is told once and in one place: a refusal in the window's bar, a bug in one dialog; work goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from shoppos.base import logs
from shoppos.base.errors import ShopError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Errors(QObject):
    """The last resort of every thread; what it hears it tells on the thread it was made on, after the act is over."""

    _refused = Signal(object)
    _broken = Signal(str)

    def __init__(self, refuse: Callable[[ShopError], None], crash: Callable[[str], None]) -> None:
        """Hand refusals to `refuse`, and the traceback of a bug (without phone numbers) to `crash`."""
        super().__init__()
        self._refused.connect(refuse, Qt.ConnectionType.QueuedConnection)
        self._broken.connect(crash, Qt.ConnectionType.QueuedConnection)
        self._undo = logs.catch_bugs(lambda bug: self._broken.emit(details(bug)))
        self._bug, self._bug_in_thread = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._caught, self._caught_in_thread

    def undo(self) -> None:
        """Let others hear of bugs again."""
        self._undo()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, ShopError):
            self._refuse(error)
        else:
            self._bug(kind, error, trace)

    def _caught_in_thread(self, what: threading.ExceptHookArgs) -> None:
        if isinstance(what.exc_value, ShopError):
            self._refuse(what.exc_value)
        else:
            self._bug_in_thread(what)

    def _refuse(self, error: ShopError) -> None:
        log.info("Refused: %s", error)
        self._refused.emit(error)


def install(refuse: Callable[[ShopError], None], crash: Callable[[str], None]) -> Callable[[], None]:
    """Tell refusals and bugs of any thread from now on; answers how to end it.

    PySide hands what a slot raises to `sys.excepthook`, so no screen needs a `try` for what it cannot mend.
    """
    return Errors(refuse, crash).undo


def details(bug: BaseException) -> str:
    """The traceback as support wants it, without phone numbers and addresses."""
    return logs.masked("".join(traceback.format_exception(bug)))


def keep_what_qt_says() -> None:
    """Let Qt's own messages go to the diary instead of the terminal, but for what it says of fonts.

    That it says while it holds the lock of its fonts: the message waits for Python, where a printer's thread may be
    waiting for those very fonts, and both would wait for ever.
    """
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    qInstallMessageHandler(_said)


def _said(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    qt_log.log(LEVELS.get(kind, logging.INFO), "%s", text)
