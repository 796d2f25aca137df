"""The window: the counter and the other pages, the keys that lead to them, and the bar that tells what happened."""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shoppos.base import i18n
from shoppos.base.i18n import _
from shoppos.base.paths import resource
from shoppos.rules.numbers import series_of
from shoppos.ui import keys, style
from shoppos.ui.dialogs import drawer_acts, opening
from shoppos.ui.dialogs.over_window import OverWindow
from shoppos.ui.look import Look, chosen
from shoppos.ui.pages import ON_PAGES, SCREENS, Pages
from shoppos.ui.widgets.drawer_sign import DrawerSigns
from shoppos.ui.widgets.message_bar import MessageBar
from shoppos.ui.widgets.message_sign import MessageSigns
from shoppos.ui.widgets.page_strip import PageStrip
from shoppos.ui.widgets.printer_state import PrinterSigns
from shoppos.ui.widgets.report_sign import ReportSigns

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from shoppos.base.errors import ShopError
    from shoppos.printing.spooler import PrinterState
    from shoppos.ui.context import Context
    from shoppos.ui.screen import Screen
    from shoppos.ui.second_screen import SecondScreen
    from shoppos.ui.shortcuts import Shortcuts

SMALLEST = QSize(1024, 600)
LOWEST = 440
"""Pixels that the pages need beside the strip and the bar: the window never asks for more than a small screen has."""
USUAL = QSize(1366, 768)
FRAME = QSize(16, 48)
"""What a desktop adds around a window, at the least."""
TOLD = {"good": 6_000, "warn": 15_000, "error": 30_000}
"""Milliseconds for which the bar stays."""
CHOICES = frozenset({"setting", "letterhead"})
"""Tables that may change how the window looks."""
PAPER, MESSAGE, DELIVERY = "print_job", "message", "delivery"
"""The tables of papers, of messages and of reports that are owed."""


EVERYWHERE = frozenset((
    "help", "keys", "palette", "display", "who", "web_waiting", "deliveries", *drawer_acts.ACTS, *ON_PAGES,
    *(action for action, _make in SCREENS),
))  # fmt: skip
"""Actions whose keys work on every page; all others are the counter's."""


def make_application() -> QApplication:
    """The application, with the name that desktops show and no window of its own yet."""
    app = QApplication.instance()
    if app is None:
        app = QApplication([*sys.argv[:1], "-style", style.NAME])
        app.setProperty(style.GIVEN, True)
    if not isinstance(app, QApplication):
        raise TypeError("Qt was started without windows")
    app.setApplicationName("ShopPOS")
    app.setDesktopFileName("shoppos")
    app.setQuitOnLastWindowClosed(False)
    return app


class MainWindow(QMainWindow):
    """`painted` comes once, after the counter stood on screen for the first time; `closed` when the window is left."""

    painted = Signal()
    closed = Signal()

    def __init__(self, context: Context, look: Look | None = None) -> None:
        """Build the counter; the other pages are made when first shown."""
        super().__init__()
        self.context = context
        self.look = look or Look()
        self._unpainted = True
        self.pages = Pages(context)
        self.counter = self.pages.counter
        self.customers: SecondScreen | None = None
        self.shortcuts: Shortcuts | None = None
        self.bar = MessageBar()
        self.menu = QPushButton("☰")
        self.signs = PrinterSigns(context, self.counter.sign)
        self.post = MessageSigns(context, self.counter.post)
        self.travels = ReportSigns(context, self.counter.travels)
        self.till = DrawerSigns(context, self.counter.till_sign)
        self.drawer = drawer_acts.DrawerActs(context, self, self.tell)
        self.over = OverWindow(context, self)
        self.strip = PageStrip(*(one.elsewhere for one in (self.signs, self.post, self.travels, self.till)))
        self._hush = QTimer(self)
        self._hush.setSingleShot(True)
        self._hush.timeout.connect(lambda: self.bar.tell(""))
        context.restyle = context.relabel = self.look_again
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        self.pages.setMinimumHeight(LOWEST)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(page)
        top = self.counter.top.layout()
        if isinstance(top, QHBoxLayout):
            top.insertWidget(0, self.menu)
        self.menu.setProperty("role", "nav")
        self.menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu.setMinimumSize(style.scaled(44), style.scaled(44))
        self._say_menu()
        room = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(SMALLEST.boundedTo(room - FRAME))
        self.resize(USUAL.boundedTo(room))
        if self.look.geometry:
            self._stand_where_it_stood()
        self.setWindowTitle("ShopPOS")

    def appear(self) -> None:
        """Show the window: as it stood last time, else filling a screen that is hardly larger than it."""
        room = QGuiApplication.primaryScreen().availableSize() - FRAME
        if self.look.geometry or (room.width() >= USUAL.width() and room.height() >= USUAL.height()):
            self.show()
        else:
            self.showMaximized()

    def _connect(self) -> None:
        self.strip.back.clicked.connect(self.pages.step_back)
        self.pages.asked.connect(self.do)
        self.menu.clicked.connect(lambda: self.do("palette"))
        self.pages.turned.connect(self._turned)
        self.pages.told.connect(self.tell)
        self.signs.asked.connect(partial(self._show, "papers"))
        self.post.asked.connect(partial(self._show, "talk"))
        self.travels.asked.connect(self.over.show_deliveries)
        self.till.asked.connect(self.drawer.do)
        self.over.chosen.connect(self.do)
        self.over.signed_in.connect(self._signed_in)

    # -- starting and ending

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell that the first paint is done, once all parts of it are."""
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)

    def attach(self) -> None:
        """The shop is open: take its choices, show its sale, let keys, scanner and sounds work."""
        from PySide6.QtGui import QIcon

        from shoppos.ui.scanner import Scanner
        from shoppos.ui.second_screen import SecondScreen
        from shoppos.ui.shortcuts import Shortcuts
        from shoppos.ui.sounds import Sounds

        self.shortcuts = Shortcuts(self, self.context.keymap)
        self.shortcuts.wanted.connect(self.do)
        self.customers = SecondScreen(self)
        self.counter.showing.connect(self.customers.tell)
        self.scanner = Scanner(self, self._scanned, lambda: self.context.sound("refused"))
        self.sounds = Sounds(self._loud)
        self.context.sound = self.sounds.play
        self.setWindowIcon(QIcon(str(resource("icons") / "shoppos.png")))
        self.look_again()
        self.counter.attach()
        self._look_at_signs()
        self.pages.show_counter()
        self.customers.watch()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave: the sale on screen stays open in the shop's file."""
        self.look = replace(self.look, geometry=b64encode(self.saveGeometry().data()).decode())
        if self.customers is not None:
            self.customers.close()
        super().closeEvent(event)
        self.closed.emit()

    def _stand_where_it_stood(self) -> None:
        try:
            self.restoreGeometry(QByteArray(b64decode(self.look.geometry, validate=True)))
        except NotBase64:
            self.look = replace(self.look, geometry="")

    # -- pages

    def _turned(self, screen: Screen) -> None:
        if self.shortcuts is not None:
            self.shortcuts.allow(frozenset(keys.ACTIONS) if screen is self.counter else EVERYWHERE)
        self.bar.tell("")
        self.strip.show_page(screen.title(), self.pages.behind.title(), shown=screen is not self.counter)
        parts = (self.counter.top.shop.text(), "" if screen is self.counter else screen.title(), "ShopPOS")
        self.setWindowTitle(" · ".join(part for part in parts if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no page wanted leads back to the counter."""
        if event.key() == Qt.Key.Key_Escape and not self.pages.at_counter:
            self.pages.step_back()
        else:
            super().keyPressEvent(event)

    # -- doing

    def do(self, action: str) -> None:
        """Do what a key, a button or the palette asked for; nothing before the shop is open."""
        if self.context.opened is None:
            return
        own: dict[str, Callable[[], None]] = {
            "display": self._toggle_display, "expiring": self._show_expiring, **self.over.acts(),
            **{act: partial(self.drawer.do, act) for act in drawer_acts.ACTS},
            **{act: partial(self.pages.press_on, page, act) for act, page in ON_PAGES.items()},
            **{screen: partial(self.pages.show_page, screen) for screen, _make in SCREENS},
        }  # fmt: skip
        if action in own:
            own[action]()
            return
        if action == "help" and self.pages.front.to_line():
            return
        if not self.pages.at_counter:
            self.pages.show_counter()
        self.counter.act(action)

    def _show(self, page: str) -> None:
        if self.pages.front.key != page:
            self.do(page)

    def _show_expiring(self) -> None:
        """The batches that expire stand on the page of buying."""
        if self.pages.front.key != "buying":
            self.pages.show_page("buying")
        self.pages.front.begin("expiring")

    def _scanned(self, text: str) -> None:
        """A scan belongs to the bill, wherever the keyboard was, unless the page in front has a use for it."""
        if series_of(text) == "E" and self.pages.front.key != "estimates":
            self.pages.show_page("estimates")
        if self.pages.front.scanned(text):
            return
        if not self.pages.at_counter:
            self.pages.show_counter()
        self.counter.scanned(text)

    def begin_day(self) -> None:
        """In a shop that uses PINs nobody is at the till before they have said so."""
        if self.context.shop.staff.uses_pins():
            self.context.shop.staff.sign_out()
            self.counter.say_who()
            self.over.ask_who()

    def _signed_in(self) -> None:
        self.counter.say_who()
        self.tell(_("{name} is at this till.").format(name=self.context.shop.staff.current.name), "good")
        self.pages.front.refresh(frozenset({"employee"}) & self.pages.front.watches)

    def _toggle_display(self) -> None:
        shown = self.customers is not None and self.customers.toggle()
        self.activateWindow()
        self.tell(_("The customer's display is on.") if shown else _("The customer's display is off."), "good")

    # -- telling

    def tell(self, sentence: str, kind: str = "warn") -> None:
        """Say it in the bar of the page in front: good, warn or error; "" says nothing more."""
        if self.pages.at_counter:
            self.counter.bar.tell(sentence, kind)
            return
        self.bar.tell(sentence, kind)
        self._hush.start(TOLD[kind])

    def tell_no_more(self, sentence: str) -> None:
        """Take a sentence off the bars that does not hold any more; any other that stands there stays."""
        for bar in (self.counter.bar, self.bar):
            if bar.text() == sentence:
                bar.tell("")

    def refuse(self, error: ShopError) -> None:
        """Say what the shop refused; over a dialog in a small one of its own, since the bar lies behind."""
        front = QApplication.activeModalWidget()
        if front is None:
            self.context.sound("refused")
            self.tell(str(error), "error")
            return
        from shoppos.ui.dialogs.notice import Notice

        opening.over(Notice(str(error), front))

    def hear(self, tables: frozenset[str]) -> None:
        """These tables have changed: the page in front looks again."""
        if tables & CHOICES:
            self.look_again()
        screen = self.pages.front
        if tables & screen.watches:
            screen.refresh(tables)
        self._look_at_signs(tables)

    def _look_at_signs(self, tables: frozenset[str] = CHOICES) -> None:
        for sign, table in ((self.signs, PAPER), (self.post, MESSAGE), (self.travels, DELIVERY)):
            if tables & {table, "setting"}:
                sign.look()
        self.till.hear(tables)

    def hear_from_elsewhere(self) -> None:
        """Another program has changed the shop, and nobody says what."""
        self.look_again()
        self._look_at_signs()
        self.pages.front.refresh(self.pages.front.watches)

    def hear_printer(self, state: PrinterState) -> None:
        """What a printer says of itself: shown while it needs somebody, and told to the list of papers."""
        self.signs.hear(state)
        screen = self.pages.front
        if PAPER in screen.watches:
            screen.refresh(frozenset({PAPER}))

    # -- looking

    def _loud(self) -> bool:
        return self.context.shop.settings.get("sound", True)

    def look_again(self) -> None:
        """Take language, colours, size and keys from the settings, if they are others than before."""
        before = self.look
        self.look = look = chosen(self.context.shop.settings, before)
        if look == before:
            return
        i18n.use(look.language)
        self.context.keymap = keys.load(look.keymap)
        if self.shortcuts is not None:
            self.shortcuts.remake(self.context.keymap)
            self._turned(self.pages.front)
        if (look.theme, look.font_percent) != (before.theme, before.font_percent):
            self.dress()
        self._say_menu()
        self._look_at_signs()
        for screen in self.pages:
            screen.retranslate()

    def dress(self) -> None:
        """Put the colours and sizes in force on everything."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, theme=self.look.theme, percent=self.look.font_percent)

    def _say_menu(self) -> None:
        words = _("Find any action")
        self.menu.setAccessibleName(words)
        shown = keys.printable(self.context.keymap.shown("palette"))
        self.menu.setToolTip(f"{words} ({shown})")
