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
from shoppos.ui import keys, look, style
from shoppos.ui.context import Context
from shoppos.ui.main_window import MainWindow, make_application
from shoppos.ui.paper_news import PaperNews

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shoppos.base.checkpoints import Checkpoints
    from shoppos.online.gateway import Trouble, Watch
    from shoppos.online.outbox import Letterbox, News, Outbox
    from shoppos.online.publishing import Publisher
    from shoppos.online.storefront import Web
    from shoppos.printing.spooler import Spooler
    from shoppos.rules.bank_words import Credit
    from shoppos.shop import Shop
    from shoppos.shop.ranking import Promotions
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
        self._spooler: Spooler | None = None
        self._post: tuple[Outbox, Letterbox, Watch, Web] | None = None
        self._publisher: Publisher | None = None
        self._checkpoints: Checkpoints | None = None
        self._promotions: Promotions | None = None
        self._thread = threading.Thread(target=self._open, name="opening", daemon=True)
        self._attached = threading.Event()
        self._drawer = threading.Lock()
        self._drawer_waits = False
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
        from shoppos.base.checkpoints import Checkpoints
        from shoppos.ui.bridge import Bridge

        self.window.context.opened = shop
        self._bridge = Bridge(shop.db, self)
        self._bridge.changed.connect(self.window.hear)
        self._bridge.elsewhere.connect(self.window.hear_from_elsewhere)
        self._bridge.elsewhere.connect(self._wake_spooler)
        self._bridge.elsewhere.connect(self._wake_outbox)
        self.window.context.wake_printer = self._wake_spooler
        self.window.context.open_drawer = self._open_drawer
        self.window.context.papers = lambda: self._spooler
        self._checkpoints = Checkpoints(shop.db)
        self._checkpoints.start()
        self.window.attach()
        self._attached.set()
        if shop.sales.last() is None:
            self._welcome(shop)
        self.window.begin_day()

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
        from shoppos.shop.ranking import Promotions, Ranking
        from shoppos.ui.sweeper import Sweeper

        if self.shop is not None and not self._leaving:
            self._promotions = Promotions(Ranking(self.shop.db, self.shop.catalogue))
            self._promotions.start()
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
        if self._leaving:
            shop.db.release()
            return
        try:
            self._prepare_paper(shop)
            if not small and (fault := shop.db.quick_check()):
                self._damaged.emit(fault)
            self._prepare_post(shop)
            self._prepare_pages(shop)
        finally:
            shop.db.release()
            self._ready.emit()

    def _prepare_paper(self, shop: Shop) -> None:
        """Load what prints and draws codes now, not at the first bill, and print what yesterday still owes."""
        from shoppos.printing.codes import checked_qr
        from shoppos.printing.spooler import Spooler

        spooler = Spooler(shop.db, shop.db.clock, self._printed.emit, self._stands.emit)
        self._spooler = spooler
        self._pulse()  # the first bill of a day can be paid before its printer is ready
        spooler.start()
        checked_qr("upi://pay")

    def _prepare_post(self, shop: Shop) -> None:
        """Send messages that are owed and take what is answered, behind all else: the counter waits for neither."""
        from shoppos.online import telegram
        from shoppos.online.gateway import Watch, gateway
        from shoppos.online.outbox import Letterbox, Outbox, accounts
        from shoppos.online.quick_qr import QuickQr
        from shoppos.online.storefront import Web
        from shoppos.printing.attached import attached

        secrets = shop.messages.secrets
        find = partial(accounts, shop.db, secrets, partial(attached, shop.db))
        outbox = Outbox(shop.messages, shop.db.clock, self._folder, find, self._unsent.emit)
        letterbox = Letterbox(
            partial(telegram.account, shop.db, secrets), shop.messages.seen, partial(shop.messages.written, "telegram"),
            self._unsent.emit,
        )  # fmt: skip
        find_gateway = partial(gateway, secrets, shop.db.clock)
        watch = Watch(find_gateway, shop.db.clock, partial(self._learn_payments, shop), self._tell_trouble)
        self._post = outbox, letterbox, watch, Web(shop.db, shop.receiving, self._folder, secrets, self._came.emit)
        self.window.context.ask_qr = (quick := QuickQr(find_gateway, shop.db.clock)).ask
        self.window.context.offline_since = lambda: outbox.offline_since
        for one in (*self._post, quick):
            shop.db.committed.connect(one.heard)
        for one in self._post:
            one.start()

    def _prepare_pages(self, shop: Shop) -> None:
        """Put the pages of orders where their customers find them, and have the key at hand that signs their links."""
        from shoppos.online.publishing import Publisher, place_of

        find = partial(place_of, shop.db, shop.messages.secrets)
        publisher = Publisher(shop.published, self._folder, find, self._tell_unpublished)
        shop.tracking.ready()  # the system's store may ask somebody: not while an order is confirmed
        self._publisher = publisher
        shop.db.committed.connect(publisher.heard)
        publisher.start()

    # -- telling

    def _tell_unpublished(self, why: str) -> None:
        if why:
            self._came.emit(why, "warn")

    def _learn_payments(self, shop: Shop, came: Sequence[Credit]) -> None:
        """What a payment service tells is in the books first."""
        before = shop.db.clock.ms() - 1
        shop.bank.learn(came)
        shop.bank.again()
        for credit in came:
            self._seen.emit(credit.reference, credit.utr)
        for sentence in shop.bank.news(before):
            self._came.emit(sentence, "good")

    def _tell_trouble(self, trouble: Trouble | None) -> None:
        if trouble is not None:
            self._came.emit(trouble.why, "warn")

    def _tell_unsent(self, news: News) -> None:
        """A channel that stopped concerns everybody; one message stands in the list until somebody looks."""
        if news.message_id is None:
            self.window.tell(news.why, "warn")

    def _wake_spooler(self) -> None:
        if self._spooler is not None:
            self._spooler.wake()

    def _wake_outbox(self) -> None:
        if self._post is not None:
            self._post[0].worker.wake()

    def _open_drawer(self) -> None:
        """The drawer hangs on the printer of the bills; before all that prints is loaded it waits for it."""
        self._drawer_waits = True
        self._pulse()

    def _pulse(self) -> None:
        """Open a drawer that is waited for, once, whichever thread comes first."""
        with self._drawer:
            if self._drawer_waits and self._spooler is not None:
                self._drawer_waits = False
                self._spooler.open_drawer()

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
        post = (*(self._post or ()), self._publisher)
        for worker in (self._bridge, self._spooler, *post, self._promotions, self._checkpoints):
            if worker is not None:
                worker.stop()
        from PySide6.QtCore import QThreadPool

        QThreadPool.globalInstance().waitForDone(int(LAST_WORDS * 1000))
        if self.shop is not None:
            self.shop.close()
        look.save(self._folder, self.window.look)
        for undo in reversed(self._undo):
            undo()
