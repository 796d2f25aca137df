"""The composition root: shows the counter, opens the shop behind it, wires one to the other, and runs."""

from __future__ import annotations

import gc
import logging
import threading
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.base import i18n
from shoppos.base.errors import ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.lock import WindowLock, lock_path
from shoppos.base.paths import SHOP_FILE
from shoppos.ui import keys, look, pages, style
from shoppos.ui.context import Context
from shoppos.ui.main_window import MainWindow, make_application
from shoppos.ui.paper_news import PaperNews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shoppos.behind import Behind
    from shoppos.online.outbox import News
    from shoppos.shop import Shop
    from shoppos.ui.bridge import Bridge

log = logging.getLogger(__name__)

QUICK = 32 << 20
"""Bytes of a shop's file that is checked before the first sale; a larger one is checked behind it."""
LAST_WORDS = 5.0
"""Seconds that work under way has to end when the window closes."""


def run(
    folder: Path,
    till: str | None = None,
    employee: str | None = None,
    guide: Callable[[MainWindow], None] | None = None,
) -> int:
    """Open the window on the shop in `folder` and stay until it closes; gives the exit code.

    `guide` is handed the window as soon as it is shown, to work it in somebody's place.
    """
    app = make_application()
    seen = look.load(folder)
    i18n.use(seen.language)
    style.prepare(app, theme=seen.theme, percent=seen.font_percent)
    lock = WindowLock(lock_path(folder))
    try:
        _take(lock)
    except ShopError as refusal:
        _say(str(refusal))
        return 1
    gc.disable()  # what is made now stays; see `Sweeper` for later
    program = Program(folder, till, employee, MainWindow(Context(keys.load(seen.keymap)), seen))
    try:
        program.window.dress()
        program.window.appear()
        if guide is not None:
            QTimer.singleShot(0, partial(guide, program.window))
        return app.exec()
    finally:
        program.end()
        lock.release()


def _take(lock: WindowLock) -> None:
    try:
        lock.take()
    except OSError as error:
        raise Unavailable(
            _("{folder} cannot be used: {reason}.").format(folder=lock.path.parent, reason=error.strerror),
            _("Choose a folder that may be written, with --data or SHOPPOS_DATA."),
        ) from error


def _say(sentence: str, window: MainWindow | None = None, *, close: str = "", on: str = "") -> bool:
    """Tell it and wait; True when it was answered with `on`."""
    from shoppos.ui.dialogs.notice import Notice

    return bool(Notice(sentence, window, close=close, on=on).exec())


class Program(QObject):
    """From the first paint to the last commit: what is loaded when, and who hears of what.

    The private signals bring news from the thread that opens the shop to the window's.
    """

    _opened = Signal(object, str)
    _failed = Signal(str)
    _damaged = Signal(str)
    _ready = Signal()
    _printed = Signal(object)
    _stands = Signal(object)
    _unsent = Signal(object)
    _came = Signal(str, str)
    _seen = Signal(str, str)

    def __init__(self, folder: Path, till: str | None, employee: str | None, window: MainWindow) -> None:
        """Wait for the window's first paint."""
        super().__init__()
        self.window = window
        self.shop: Shop | None = None
        self._folder = folder
        self._till, self._employee = till, employee
        self._begun = monotonic()
        self._undo: list[Callable[[], object]] = []
        self._bridge: Bridge | None = None
        self._behind: Behind | None = None
        self._thread = threading.Thread(target=self._open, name="opening", daemon=True)
        self._attached = threading.Event()
        self._leaving = False
        self._crash: object = None
        for sign, slot in (
            (self._opened, self._attach), (self._failed, self._refuse_to_start),
            (self._damaged, self._warn_of_damage), (self._ready, self._settle),
            (self._printed, PaperNews(window).hear), (self._stands, window.hear_printer),
            (self._unsent, self._tell_unsent), (self._came, window.tell), (self._seen, window.counter.upi_seen),
            (window.painted, self._begin), (window.closed, self._quit),
        ):  # fmt: skip
            sign.connect(slot)

    # -- after the first paint, on the window's thread

    def _begin(self) -> None:
        """Now that the counter is seen: the diary, the fonts of other scripts, and the shop itself."""
        from shoppos.base import logs
        from shoppos.ui import errors
        from shoppos.ui.signals import ended_by_signal

        self._thread.start()
        self._undo += [
            logs.start(self._folder),
            errors.install(self.window.refuse, self._show_crash),
            ended_by_signal(self.window.close),
        ]
        errors.keep_what_qt_says()
        log.info("First paint after %d ms", (monotonic() - self._begun) * 1000)
        style.load_fonts()

    def _attach(self, shop: Shop, fault: str) -> None:
        """The shop is open: show its sale, and listen to what happens to it from now on."""
        self.shop = shop
        if fault and not self._tell_damage(fault, on=_("Open it anyway")):
            self.window.close()
            return
        from shoppos.ui.bridge import Bridge

        self.window.context.opened = shop
        self._bridge = Bridge(shop.db, self)
        self._bridge.changed.connect(self.window.hear)
        self._bridge.elsewhere.connect(self.window.hear_from_elsewhere)
        self._behind = behind = self.workers()
        self._bridge.elsewhere.connect(behind.wake_spooler)
        self._bridge.elsewhere.connect(behind.wake_outbox)
        self._bridge.elsewhere.connect(behind.wake_reports)
        behind.begin(shop)
        self.window.attach()
        self._attached.set()
        if shop.sales.last() is None:
            self._welcome(shop)
        self.window.begin_day()

    def workers(self) -> Behind:
        """What will work behind this window; what it learns reaches the window by signals."""
        from shoppos.behind import Behind, Ears

        ears = Ears(
            self._printed.emit, self._stands.emit, self._unsent.emit, self._came.emit, self._seen.emit
        )  # fmt: skip
        return Behind(self._folder, self.window.context, ears)

    def _welcome(self, shop: Shop) -> None:
        """A shop that has sold nothing yet may still have to say who it is: four steps, each of which can wait."""
        from shoppos.ui.dialogs.wizard import Wizard, is_due

        if is_due(shop):
            wizard = Wizard(self.window.context, self.window)
            wizard.finished.connect(lambda: self._after_the_wizard(imports=wizard.imports))
            wizard.open()

    def _after_the_wizard(self, *, imports: bool) -> None:
        if imports:
            from shoppos.ui.screens.catalogue import CatalogueScreen

            self.window.pages.show_page("catalogue")
            page = self.window.pages.front
            if isinstance(page, CatalogueScreen):
                page.bring_in()
        else:
            self.window.pages.show_counter()

    def _settle(self) -> None:
        """All is loaded: from now on waste is collected, seldom and between two acts."""
        from shoppos.ui.sweeper import Sweeper

        if self.shop is not None and self._behind is not None and not self._leaving:
            self._behind.settle(self.shop)
        self._sweeper = Sweeper(self)
        log.info("All loaded after %d ms", (monotonic() - self._begun) * 1000)

    # -- behind the window, on a thread of its own

    def _open(self) -> None:
        try:
            from shoppos.base.clock import Clock
            from shoppos.models import schema
            from shoppos.shop import Shop

            if not schema.is_made(self._folder / SHOP_FILE, Clock()):
                # until the first questions are answered it charges no GST
                Shop.create(self._folder, name=_("My shop"), state="27", scheme="unregistered").close()
            shop = Shop.open(self._folder, self._till, self._employee)
        except ShopError as refusal:
            self._failed.emit(str(refusal))
            return
        except Exception:
            log.exception("The shop could not be opened")
            self._failed.emit(
                _("The shop could not be opened. Nothing was changed; the reason stands in its folder, logs.")
            )
            return
        small = shop.db.path.stat().st_size <= QUICK
        self._opened.emit(shop, shop.db.quick_check() if small else "")
        self._attached.wait()  # the window takes its part first, undisturbed
        behind = self._behind
        if self._leaving or behind is None:
            shop.db.release()
            return
        try:
            behind.prepare_paper(shop)
            if not small and (fault := shop.db.quick_check()):
                self._damaged.emit(fault)
            behind.prepare_post(shop)
            behind.prepare_pages(shop)
            behind.prepare_reports(shop)
            pages.read_large()
        finally:
            shop.db.release()
            self._ready.emit()

    # -- telling

    def _tell_unsent(self, news: News) -> None:
        """A channel that stopped concerns everybody; one message stands in the list until somebody looks."""
        if news.message_id is None:
            self.window.tell(news.why, "warn")

    def _show_crash(self, details: str) -> None:
        """One dialog at a time; what happens while it is open stands in the diary."""
        from shoppos.base.logs import FOLDER
        from shoppos.ui.dialogs.crash import CrashDialog

        if self._crash is None:
            dialog = CrashDialog(self.window, self._folder / FOLDER, details)
            self._crash = dialog
            dialog.finished.connect(self._forget_crash)
            dialog.open()

    def _forget_crash(self) -> None:
        self._crash = None

    def _tell_damage(self, fault: str, *, close: str = "", on: str = "") -> bool:
        """A damaged file is opened only by somebody who knows it."""
        from shoppos.ui.dialogs.notice import damage

        log.error("quick_check: %s", fault)
        return _say(damage(fault), self.window, close=close, on=on)

    def _warn_of_damage(self, fault: str) -> None:
        self._tell_damage(fault, close=_("Go on working"))

    def _refuse_to_start(self, sentence: str) -> None:
        _say(sentence, self.window)
        self._quit(1)

    # -- the end

    def _quit(self, code: int = 0) -> None:
        app = make_application()
        app.exit(code)

    def end(self) -> None:
        """Stop what works, fold the log back, close the file; the sale on screen stays open in it."""
        self._leaving = True
        self._attached.set()
        if self._thread.is_alive():
            self._thread.join(LAST_WORDS)
        for worker in (self._bridge, self._behind):
            if worker is not None:
                worker.stop()
        from PySide6.QtCore import QThreadPool

        from shoppos.ui.job import UNDER_WAY

        for job in tuple(UNDER_WAY):
            job.stop()
        done = QThreadPool.globalInstance().waitForDone(int(LAST_WORDS * 1000))
        if self.shop is not None and done:  # closed under a thread that still reads it, the file takes the process down
            self.shop.close()
        look.save(self._folder, self.window.look)
        for undo in reversed(self._undo):
            undo()
