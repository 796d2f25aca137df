"""The program's diary, kept in the shop's folder: what went wrong, and never who bought what."""

import faulthandler
import logging
import re
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FOLDER = "logs"
DIARY = "shoppos.log"
CRASHES = "crash.log"
SIZE = 1_000_000  # bytes of one file of the diary
OLD_FILES = 5

_PHONE = re.compile(r"(?<!\d)((?:\+?91[ -]?)?[6-9]\d{4}[ -]?\d{3})(\d\d)(?!\d)")
_ADDRESS = re.compile(r"[\w.+-]+@(?=[A-Za-z])")
_BREAKS = {ord("\n"): "\\n", ord("\r"): "\\r", 0x85: "\\x85", 0x2028: "\\u2028", 0x2029: "\\u2029"}

log = logging.getLogger(__name__)


def masked(text: str) -> str:
    """`text` without phone numbers, UPI addresses and e-mail names; the last two digits and the bank's handle stay."""
    return _ADDRESS.sub("***@", _PHONE.sub(r"********\2", text))


class Line(logging.Formatter):
    """One record is one line: a name with a line break in it cannot forge a second record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The head line, masked; what belongs to a traceback follows, each of its lines set in by a bar."""
        record.message = record.getMessage().translate(_BREAKS)
        record.asctime = self.formatTime(record)
        lines = [self.formatMessage(record)]
        if record.exc_info:
            lines += [f"    | {line}" for line in self.formatException(record.exc_info).splitlines()]
        return masked("\n".join(lines))


def start(folder: Path) -> Callable[[], None]:
    """Keep the diary in `folder`/logs from now on, and the interpreter's crashes beside it; answers how to end both."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    diary = RotatingFileHandler(place / DIARY, maxBytes=SIZE, backupCount=OLD_FILES, encoding="utf-8", delay=True)
    diary.setFormatter(Line())
    root = logging.getLogger()
    root.addHandler(diary)
    root.setLevel(logging.INFO)
    crashes = (place / CRASHES).open("a", encoding="utf-8")
    faulthandler.enable(crashes)

    def stop() -> None:
        root.removeHandler(diary)
        diary.close()
        faulthandler.disable()
        crashes.close()

    return stop


def catch_bugs(tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Log whatever nobody caught, in any thread, and hand it to `tell`; the program goes on. Answers how to undo it.

    `tell` runs in the thread of the bug. Ctrl+C stays Ctrl+C.
    """
    before, before_in_threads = sys.excepthook, threading.excepthook

    def caught(kind: type[BaseException], bug: BaseException | None, trace: TracebackType | None) -> None:
        bug = bug or kind()
        if isinstance(bug, KeyboardInterrupt | SystemExit):
            before(kind, bug, trace)
            return
        log.critical("A bug", exc_info=(kind, bug, trace))
        try:
            tell(bug)
        except Exception:
            log.exception("A bug in telling of a bug")

    def caught_in_thread(what: threading.ExceptHookArgs) -> None:
        if not issubclass(what.exc_type, SystemExit):
            caught(what.exc_type, what.exc_value, what.exc_traceback)

    sys.excepthook, threading.excepthook = caught, caught_in_thread

    def undo() -> None:
        sys.excepthook, threading.excepthook = before, before_in_threads

    return undo
