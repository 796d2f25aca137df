"""Long work beside the window: in a thread of its own, with its progress shown and a way to stop it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.db import Database

    Progress = Callable[[int, int], None]
    Stopped = Callable[[], bool]
    Work = Callable[[Progress, Stopped], Any]


UNDER_WAY: set[Job] = set()
"""Jobs whose end was not told yet: they are kept, whoever else has forgotten them."""


class Job(QObject):
    """One piece of long work. Its signals arrive on the thread that made it.

    `work` is called with `progress(done, all)` and `cancelled()`; what it gives is told by `finished`, a ShopError by
    `refused`. Anything else is a bug: refused too, and raised for the window's own handler of bugs.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    refused = Signal(object)
    _ended = Signal(object, object)
    _went_on = Signal(int, int)

    def __init__(self, db: Database, work: Work, parent: QObject) -> None:
        """Prepare the work; `db` gives back the thread's connection afterwards.

        The job outlives `parent`, which may be closed meanwhile: then it is asked to stop and tells nobody.
        """
        super().__init__()
        parent.destroyed.connect(self.stop)
        self._db = db
        self._work = work
        self._stop = threading.Event()
        self._done = threading.Event()
        # A bound slot is called on its own thread; what others connect may be anything, and is called from there.
        self._ended.connect(self._tell_end)
        self._went_on.connect(self._tell_progress)

    def start(self) -> Job:
        """Begin."""
        UNDER_WAY.add(self)
        run = _Run(self)
        run.setAutoDelete(True)
        QThreadPool.globalInstance().start(run)
        return self

    def stop(self) -> None:
        """Ask the work to end soon."""
        self._stop.set()

    @property
    def running(self) -> bool:
        """Whether it is not over yet."""
        return not self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, for a window that closes; answers whether it came."""
        return self._done.wait(seconds)

    def run(self) -> None:
        """The work itself, on the pool's thread."""
        result: Any = None
        error: Exception | None = None
        try:
            result = self._work(self._went_on.emit, self._stop.is_set)
        except Exception as raised:  # noqa: BLE001  (a refusal or a bug: told, or raised again, on the window's thread)
            error = raised
        self._db.release()
        self._done.set()
        self._ended.emit(result, error)

    def _tell_progress(self, done: int, every: int) -> None:
        self.progressed.emit(done, every)

    def _tell_end(self, result: Any, error: Exception | None) -> None:
        UNDER_WAY.discard(self)
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, ShopError):
            self.refused.emit(error)
        else:
            self.refused.emit(ShopError(_("Something went wrong."), _("Nothing more is done; look into the log.")))
            raise error


class _Run(QRunnable):
    """The pool's handle of a job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        """Work."""
        self._job.run()
