"""The pages of the window: the counter at once, each other one made when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from shoppos.ui.screens.counter import CounterScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.ui.context import Context
    from shoppos.ui.screen import Screen


def _catalogue(context: Context) -> Screen:
    from shoppos.ui.screens.catalogue import CatalogueScreen

    return CatalogueScreen(context)


def _bills(context: Context) -> Screen:
    from shoppos.ui.screens.bills import BillsScreen

    return BillsScreen(context)


def _returns(context: Context) -> Screen:
    from shoppos.ui.screens.returns import ReturnsScreen

    return ReturnsScreen(context)


def _order(context: Context) -> Screen:
    from shoppos.ui.screens.order import OrderScreen

    return OrderScreen(context)


def _orders(context: Context) -> Screen:
    from shoppos.ui.screens.orders import OrdersScreen

    return OrdersScreen(context)


def _talk(context: Context) -> Screen:
    from shoppos.ui.screens.conversations import ConversationsScreen

    return ConversationsScreen(context)


def _bank(context: Context) -> Screen:
    from shoppos.ui.screens.payments import PaymentsScreen

    return PaymentsScreen(context)


def _count(context: Context) -> Screen:
    from shoppos.ui.screens.count import CountScreen

    return CountScreen(context)


def _people(context: Context) -> Screen:
    from shoppos.ui.screens.people import PeopleScreen

    return PeopleScreen(context)


def _buying(context: Context) -> Screen:
    from shoppos.ui.screens.buying import BuyingScreen

    return BuyingScreen(context)


def _papers(context: Context) -> Screen:
    from shoppos.ui.screens.papers import PapersScreen

    return PapersScreen(context)


def _estimates(context: Context) -> Screen:
    from shoppos.ui.screens.estimates import EstimatesScreen

    return EstimatesScreen(context)


def _today(context: Context) -> Screen:
    from shoppos.ui.screens.dashboard import DashboardScreen

    return DashboardScreen(context)


def _reports(context: Context) -> Screen:
    from shoppos.ui.screens.reports import ReportsScreen

    return ReportsScreen(context)


def _settings(context: Context) -> Screen:
    from shoppos.ui.screens.settings import SettingsScreen

    return SettingsScreen(context)


SCREENS: tuple[tuple[str, Callable[[Context], Screen]], ...] = (
    ("catalogue", _catalogue),
    ("bills", _bills),
    ("return", _returns),
    ("order", _order),
    ("orders", _orders),
    ("talk", _talk),
    ("bank", _bank),
    ("count", _count),
    ("people", _people),
    ("buying", _buying),
    ("papers", _papers),
    ("settings", _settings),
    ("estimates", _estimates),
    ("today", _today),
    ("reports", _reports),
)
"""The pages beside the counter: the action that shows each, and how it is made."""
ON_PAGES = {"strike": "bank", "trusted": "settings"}
"""Acts of one page whose keys lead there from everywhere."""


class Pages(QStackedWidget):
    """`turned` tells which page is in front now, `told` what a page has to say, `asked` which act of the window's."""

    turned = Signal(object)
    told = Signal(str, str)
    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        """Build the counter."""
        super().__init__()
        self._context = context
        self._made: dict[str, Screen] = {}
        self._led: list[Screen] = []
        self.counter = CounterScreen(context)
        self._adopt(self.counter)

    def __iter__(self) -> Iterator[Screen]:
        """All pages made so far."""
        return iter((self.counter, *self._made.values()))

    @property
    def front(self) -> Screen:
        """The page that is shown."""
        page = self.currentWidget()
        return next((screen for screen in self if screen is page), self.counter)

    @property
    def at_counter(self) -> bool:
        """Whether the counter is shown."""
        return self.currentWidget() is self.counter

    @property
    def behind(self) -> Screen:
        """Where Esc leads from the page in front: the one that led there, else the counter."""
        return self._led[-1] if self._led else self.counter

    def show_counter(self) -> None:
        """Back to the counter."""
        self._led.clear()
        self._turn(self.counter)

    def step_back(self) -> None:
        """Back to the page that led here, else to the counter."""
        screen = self._led.pop() if self._led else self.counter
        self._turn(screen)

    def lead(self, action: str, thing: str) -> None:
        """The page of that action with that thing shown, from where one comes back to the page in front."""
        if action not in dict(SCREENS):
            self.asked.emit(action)
            return
        if self._made.get(action) is self.front:
            self.front.begin(thing)
            return
        if not self.at_counter:
            self._led.append(self.front)
        self._show(action, thing)

    def show_page(self, action: str) -> None:
        """The page of that action; what its key means on the page itself, that page says."""
        self._led.clear()
        self._show(action, "")

    def _show(self, action: str, thing: str) -> None:
        if action not in self._made:
            self._made[action] = dict(SCREENS)[action](self._context)
            self._adopt(self._made[action])
        page = self._made[action]
        if page is self.currentWidget():
            self.front.again()
            return
        number = thing or self.front.in_hand()
        self._turn(page)
        if number:
            page.begin(number)

    def press_on(self, page: str, act: str) -> None:
        """What a page does by itself; from elsewhere the key leads there first, to what it is done with."""
        if self.front.key == page:
            self.front.pressed(act)
        else:
            self.show_page(page)
            self.front.begin(act)

    def _adopt(self, screen: Screen) -> None:
        screen.leave.connect(self.step_back)
        screen.told.connect(self.told)
        screen.returned.connect(self.counter.show_returned)
        screen.wanted.connect(self.show_page)
        screen.leads.connect(self.lead)
        if screen is not self.counter:
            screen.showing.connect(self.counter.show_customer)
        self.addWidget(screen)

    def _turn(self, screen: Screen) -> None:
        """Show a page as the shop is now, with the keyboard where one begins."""
        self.setCurrentWidget(screen)
        self.turned.emit(screen)
        if self._context.opened is not None:
            screen.refresh(screen.watches)
        screen.enter()


LARGE = ("catalogue", "bills", "settings")
"""Pages whose code takes tens of milliseconds to read."""


def read_large() -> None:
    """Read their code, on any thread: who opens one of them first shall not wait for it."""
    for name in LARGE:
        import_module(f"shoppos.ui.screens.{name}")
