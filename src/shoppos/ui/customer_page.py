"""The customer's display as it is drawn: large words in two languages, and the UPI code while it is awaited."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.errors import ShopError
from shoppos.base.i18n import catalogue, language
from shoppos.base.money import rupees
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.widgets.labels import Words, tabular
from shoppos.ui.widgets.qr_view import QrView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QScreen

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1024, 600
"""The size at which the sizes below are drawn; on another screen all grows or shrinks together."""
THANKS = 10_000
"""Milliseconds for which the thanks and the change stay."""
GROUND, TEXT, QUIET, GOOD = "#0d1117", "#ffffff", "#b6c2cf", "#7fdcb8"
SHOP, NAME, WORDS, TOTAL, LAST = 34, 72, 26, 92, 28
"""Heights of the letters in pixels: the shop's name above a sale, alone, captions, the total, the last line."""


def both(say: str, many: str = "", n: int = 1) -> str:
    """A sentence in the shop's language and beside it in a second one (Hindi, or English for a shop in Hindi)."""
    first = language()
    second = "en" if first != "en" else "hi"
    said = [
        (words.ngettext(say, many, n) if many else words.gettext(say)).format(n=n)
        for words in (catalogue(first), catalogue(second))
    ]
    return " / ".join(dict.fromkeys(said))


def N_(message: str) -> str:
    """Mark a sentence for the translators; `both` says it."""
    return message


class Sized(Words):
    """Words whose letters have a height of their own, and shrink rather than be cut off."""

    def __init__(self, pixels: int, *, bold: bool = False, colour: str = TEXT, lines: int = 1) -> None:
        """Letters `pixels` high at the drawn size, on at most `lines` lines."""
        super().__init__()
        self._pixels, self._bold, self._lines = pixels, bold, lines
        self.scale = 100
        self.setWordWrap(lines > 1)
        self.setStyleSheet(f"color: {colour}; background: transparent;")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def fit(self) -> None:
        """The largest letters, up to the wanted ones, with which all words fit their place."""
        size = max(self._pixels * self.scale // 100, 6)
        floor = max(size // 3, 6)
        made = tabular(QFont(QApplication.font()))
        made.setBold(self._bold)
        while True:
            made.setPixelSize(size)
            self.setFont(made)
            if size <= floor or self._fits():
                return
            size = max(size * 15 // 16, floor)

    def _fits(self) -> bool:
        metrics = self.fontMetrics()
        if self._lines == 1:
            return metrics.horizontalAdvance(self.text()) <= self.width()
        area = metrics.boundingRect(0, 0, self.width(), 1 << 16, int(Qt.TextFlag.TextWordWrap), self.text())
        room = metrics.lineSpacing() * (2 * self._lines + 1) // 2  # Indic letters are taller than the font's own
        return area.height() <= room and area.width() <= self.width()


def _column(page: QWidget, *parts: QWidget | int) -> QVBoxLayout:
    """The parts of a page below each other; a number is a stretch."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addStretch(part)
    return column


class CustomerDisplay(QWidget):
    """A page that only shows. It never takes the keys from the counter, and everything on it is plain text."""

    def __init__(self) -> None:
        """Begin idle; `show_on` puts it on a screen."""
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("customer")
        self.setStyleSheet(f"QWidget#customer {{ background: {GROUND}; }}")
        self.setMinimumSize(320, 190)
        self.resize(WIDTH, HEIGHT)
        self.name = Sized(NAME, bold=True, lines=2)
        self.asks = Sized(WORDS, colour=QUIET)
        self.change = Sized(TOTAL, bold=True)
        self.welcome = Sized(WORDS + 6, colour=GOOD)
        self.shop = Sized(SHOP, bold=True)
        self.items = Sized(WORDS, colour=QUIET)
        self.pay = Sized(WORDS, colour=QUIET)
        self.total = Sized(TOTAL, bold=True)
        self.last = Sized(LAST, lines=2)
        self.scan = Sized(WORDS, colour=QUIET, lines=2)
        self.qr = QrView()
        self._words = (self.name, self.asks, self.change, self.welcome, self.shop, self.items, self.pay, self.total,
                       self.last, self.scan)  # fmt: skip
        self._greeting, self._sale, self._code = QWidget(), QWidget(), QWidget()
        self._columns = (
            _column(self._greeting, 2, self.name, 1, self.asks, self.change, 1, self.welcome, 2),
            _column(self._sale, self.shop, 1, self.items, 1, self.pay, self.total, 1, self.last),
            _column(self._code, 1, self.qr, self.scan, 1),
        )
        self._columns[2].setStretchFactor(self.qr, 8)
        for part in (self.name, self.asks, self.change, self.welcome, self.scan):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._greeting, 1)
        self._row.addWidget(self._sale, 3)
        self._row.addWidget(self._code, 2)
        self._after_thanks = DisplayState()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._show(self._after_thanks))
        self.state = DisplayState()
        self.link = ""
        self._show(self.state)

    # -- what to show

    def tell(self, state: DisplayState) -> None:
        """Show `state`; thanks stay ten seconds unless the next sale begins."""
        if state.kind == "idle" and self._timer.isActive():
            self._after_thanks = state
            return
        self._timer.stop()
        if state.kind == "thanks":
            self._after_thanks = DisplayState(shop=state.shop)
            self._timer.start(THANKS)
        self._show(state)

    def _show(self, state: DisplayState) -> None:
        self.state = state
        self.setWindowTitle(state.shop or "ShopPOS")
        if state.kind in {"selling", "upi"}:
            self._show_sale(state)
        else:
            self._greet(state)
        self._arrange()

    def _greet(self, state: DisplayState) -> None:
        thanks = state.kind == "thanks"
        self.name.setText(both(N_("Thank you")) if thanks else state.shop)
        self.welcome.setText(state.shop if thanks else both(N_("Welcome")))
        self.asks.setText(both(N_("Your change")))
        self.change.setText(rupees(state.change))
        for part in (self.asks, self.change):
            part.setVisible(thanks and state.change > 0)
        self._show_code("")
        self._pages(sale=False)

    def _show_sale(self, state: DisplayState) -> None:
        self.shop.setText(state.shop)
        self.items.setText(both("{n} item", "{n} items", state.items))
        self.pay.setText(both(N_("Please pay")))
        self.total.setText(rupees(state.payable))
        self.last.setText(state.last)
        self.scan.setText(both(N_("Scan with any UPI app")))
        self._show_code(state.upi_link if state.kind == "upi" else "")
        self._pages(sale=True)

    def _pages(self, *, sale: bool) -> None:
        self._greeting.setVisible(not sale)
        self._sale.setVisible(sale)
        self._code.setVisible(sale and bool(self.link))

    def _show_code(self, link: str) -> None:
        """The code that carries `link`, read back before it is shown; without it the amount alone stands there."""
        if link == self.link:
            return
        self.link = ""
        if link:
            from shoppos.printing.codes import checked_qr

            try:
                self.qr.show_matrix(checked_qr(link))
                self.link = link
            except ShopError as error:
                log.warning("No code on the customer's display: %s", error)

    # -- how large

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows and shrinks with the screen."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        scale = max(min(self.width() * 100 // WIDTH, self.height() * 100 // HEIGHT), 20)
        edge = 40 * scale // 100
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(edge)
        for column in self._columns:
            column.setSpacing(12 * scale // 100)
        for _again in range(2):  # the second time with the widths that the first letters led to
            self._row.activate()
            for column in self._columns:
                column.activate()
            for words in self._words:
                words.scale = scale
                words.fit()

    # -- where

    def place(self, window: QWidget) -> bool:
        """Fill the screen that `window` is not on; False, and nothing shown, when there is only one."""
        own = window.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not own]
        if not others:
            return False
        self._fill(others[0])
        return True

    def _fill(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def toggle(self, window: QWidget) -> bool:
        """Show it, on the second screen or else as a window of its own, or hide it; answers whether it is shown."""
        if self.isVisible():
            self.hide()
        elif not self.place(window):
            self.showNormal()
        return self.isVisible()
