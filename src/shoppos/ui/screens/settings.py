"""The settings: one page a subject, each change saved at once, said, and taken back by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.ui.dialogs.approve import permitted
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.settings_bank import BankPage
from shoppos.ui.widgets.settings_credit import CreditPage
from shoppos.ui.widgets.settings_delivery import DeliveryPage
from shoppos.ui.widgets.settings_gateway import GatewayPage
from shoppos.ui.widgets.settings_messages import MessagesPage
from shoppos.ui.widgets.settings_page import SettingsPage
from shoppos.ui.widgets.settings_people import PeoplePage
from shoppos.ui.widgets.settings_plain import DayPage, PromisesPage, RemindersPage, TaxPage
from shoppos.ui.widgets.settings_printers import PrinterPage
from shoppos.ui.widgets.settings_reports import ReportsPage
from shoppos.ui.widgets.settings_returns import ReturnsPage
from shoppos.ui.widgets.settings_rights import RightsPage
from shoppos.ui.widgets.settings_scales import ScalesPage
from shoppos.ui.widgets.settings_search import FindLine, SettingsSearch
from shoppos.ui.widgets.settings_shop import BillTextPage, ShopPage
from shoppos.ui.widgets.settings_slots import SlotsPage
from shoppos.ui.widgets.settings_till import CounterPage, LookPage
from shoppos.ui.widgets.settings_tracking import TrackingPage
from shoppos.ui.widgets.settings_web import WebPage
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.ui.context import Context
    from shoppos.ui.widgets.settings_page import What

SUBJECTS = 200
PAGES: tuple[type[SettingsPage], ...] = (
    ShopPage, LookPage, CounterPage, PrinterPage, BillTextPage, PeoplePage, ScalesPage,
    ReturnsPage, CreditPage, DayPage, TaxPage, BankPage, RightsPage, DeliveryPage, SlotsPage, PromisesPage,
    TrackingPage, WebPage, GatewayPage, MessagesPage, RemindersPage, ReportsPage,
)  # fmt: skip


class SettingsScreen(Screen):
    """A list of subjects beside the page of the one that is chosen."""

    key = "settings"
    watches: ClassVar[frozenset[str]] = frozenset({"setting", "letterhead", "employee"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self._undo: list[tuple[What, Callable[[], object]]] = []
        self._last: What = ""
        self._busy = False
        self._asking = False
        self.subjects = QListWidget()
        self.sought = FindLine()
        self.none = words("", role="hint")
        self.search = SettingsSearch()
        self.pages = QStackedWidget()
        self.saved = words("", role="quiet")
        self.back = QPushButton()
        self.back.clicked.connect(self.take_back)
        self.made: dict[int, SettingsPage] = {}
        self._typed: dict[int, dict[str, Any]] = {}
        self._going, self._sought_for = False, ""
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._make_next)
        below = QHBoxLayout()
        below.addWidget(self.saved, 1)
        below.addWidget(self.back)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self.sought, self.none, self.subjects):
            left.addWidget(widget)
        row.addLayout(left)
        row.addLayout(right, 1)
        self._give_keys()
        self._make()
        self.subjects.currentRowChanged.connect(self._turn)
        self.subjects.itemActivated.connect(self._into_page)

    def _give_keys(self) -> None:
        for keys, act in (
            ("Esc", self._step_back),
            ("Ctrl+S", self._save_page),
            ("Ctrl+Shift+Z", self.take_back),
            ("Ctrl+F", self._to_search),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        into = QShortcut(QKeySequence("Right"), self.subjects, self._into_page)
        into.setContext(Qt.ShortcutContext.WidgetShortcut)
        down = QShortcut(QKeySequence("Down"), self.sought, self._to_found)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.sought.textChanged.connect(self._look_for)
        self.sought.returnPressed.connect(self._go_to_found)

    def title(self) -> str:
        """The page's name."""
        return _("Settings")

    def _make(self) -> None:
        """Name every page in the language in force, and stay where one was; the others are made while nothing else is.

        All at once they take a quarter of a second, in which no key would be heard.
        """
        at = max(0, self.subjects.currentRow())
        self._typed |= {place: page.typed() for place, page in self.made.items()}
        self.made = {}
        while self.pages.count():
            old = self.pages.widget(0)
            if old is None:
                break
            self.pages.removeWidget(old)
            old.deleteLater()
        self.subjects.blockSignals(True)
        self.subjects.clear()
        roomy(self.subjects)
        for kind in PAGES:
            self.subjects.addItem(kind.title())
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # else Tab stops where nothing is seen
            self.pages.addWidget(scroll)
        self.subjects.setCurrentRow(at)
        self.subjects.blockSignals(False)
        self.subjects.setAccessibleName(_("Subjects"))
        self.search = SettingsSearch()
        self.sought.setPlaceholderText(_("Find (Ctrl+F)"))
        self.sought.setAccessibleName(_("Find a setting by a word"))
        for widget in (self.sought, self.none, self.subjects):
            widget.setFixedWidth(scaled(SUBJECTS))
        self._look_for(self.sought.text())
        self._turn(at)
        self._say_saved()
        self.back.setText(_("Take it back (Ctrl+Shift+Z)"))
        self.back.setVisible(bool(self._undo))
        self._idle.start(0)

    def page_at(self, at: int) -> SettingsPage:
        """The page at that place of the list, made when it is first asked for."""
        if at not in self.made:
            self.made[at] = page = PAGES[at](self.context)
            self._connect(page)
            if at in self._typed:
                page.restore(self._typed.pop(at))
            scroll = self.pages.widget(at)
            if isinstance(scroll, QScrollArea):
                scroll.setWidget(page)
            self.search.add(at, page)
        return self.made[at]

    @property
    def all_made(self) -> bool:
        """Whether every page is there, so that every word is found."""
        return len(self.made) == len(PAGES)

    def _make_next(self) -> None:
        """Make one more page; what is looked for is looked for in it too."""
        missing = next((at for at in range(len(PAGES)) if at not in self.made), None)
        if missing is None or not self.isVisible():
            self._idle.stop()
            return
        self.page_at(missing)
        if self.sought.text().strip():
            self._look_for(self.sought.text())
        if self.all_made and self._going:
            self._go_to_found()

    def _connect(self, page: SettingsPage) -> None:
        page.permit = self._permitted
        page.did.connect(self._did)
        page.refused.connect(self._refused)
        if isinstance(page, DeliveryPage):
            page.couriers_wanted.connect(self._couriers)
        if isinstance(page, MessagesPage):
            page.channels_wanted.connect(self._channels)
            page.texts_wanted.connect(self._texts)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._make()

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what is chosen now, unless somebody is typing here."""
        if not self._busy:
            for page in self.made.values():
                page.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: go on making pages."""
        super().showEvent(event)
        if not self.all_made:
            self._idle.start(0)

    def enter(self) -> None:
        """Begin with the subjects."""
        self.subjects.setFocus()

    def begin(self, number: str) -> None:
        """The web shops are asked for, to say whose payments count, or the places to which reports go."""
        if number == "reports":
            self.subjects.setCurrentRow(PAGES.index(ReportsPage))
        elif number == "trusted":
            self.subjects.setCurrentRow(PAGES.index(WebPage))
            front = self.page()
            if isinstance(front, WebPage):
                front.to_trust()

    def pressed(self, action: str) -> None:
        """The same on this page: the key leads to the web shops, and there it says that one is trusted."""
        front = self.page()
        if action == "trusted" and isinstance(front, WebPage):
            front.trust()
        else:
            self.begin(action)

    def page(self) -> SettingsPage:
        """The page in front."""
        return self.page_at(self.pages.currentIndex())

    def _turn(self, at: int) -> None:
        if 0 <= at < self.pages.count():
            self.page_at(at)
            self.pages.setCurrentIndex(at)

    def _into_page(self) -> None:
        self.page().begin()

    def _step_back(self) -> None:
        """Esc: from a search to all subjects, from inside a page to its beginning, and from there to the counter."""
        if self.sought.text():
            self.sought.clear()
            self.subjects.setFocus()
        elif not self.page().step_back():
            self.leave.emit()

    def _couriers(self) -> None:
        from shoppos.ui.dialogs.couriers import CouriersDialog

        CouriersDialog(self.context, self).exec()

    def _channels(self) -> None:
        from shoppos.ui.dialogs.message_channels import ChannelsDialog

        ChannelsDialog(self.context, self).exec()

    def _texts(self) -> None:
        from shoppos.ui.dialogs.message_templates import TemplatesDialog

        TemplatesDialog(self.context, self).exec()

    # -- finding

    def _to_search(self) -> None:
        self.sought.setFocus()
        self.sought.selectAll()

    def _look_for(self, text: str) -> None:
        """Leave the subjects that have the words, with the likeliest in front."""
        self._going = self._going and text == self._sought_for
        self._sought_for = text
        hits = self.search.find(text)
        found = {hit.page for hit in hits}
        for at in range(self.subjects.count()):
            self.subjects.item(at).setHidden(bool(text.strip()) and at not in found)
        self.none.setText(_("No setting is called so.") if text.strip() and not hits else "")
        self.none.setVisible(bool(self.none.text()))
        if hits:
            self.subjects.setCurrentRow(hits[0].page)

    def _to_found(self) -> None:
        if self.search.find(self.sought.text()) or not self.sought.text().strip():
            self.subjects.setFocus()

    def _go_to_found(self) -> None:
        """Go to what was meant, and show it; before all pages are there, once they are."""
        self._going = not self.all_made
        if self._going:
            return
        hits = self.search.find(self.sought.text())
        if not hits:
            return
        self._into_page()
        widget = hits[0].widget
        if widget is not None and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            scroll = self.pages.currentWidget()
            if isinstance(scroll, QScrollArea):
                scroll.ensureWidgetVisible(widget)

    def _save_page(self) -> None:
        self.page().save()

    # -- saving and taking back

    def _did(self, what: What, back: Callable[[], object]) -> None:
        """Something is saved: say so, and keep how to take it back."""
        self._undo.append((what, back))
        self._last = what
        self._say_saved()
        self.back.setVisible(True)

    def _say_saved(self) -> None:
        if self._last:
            self.saved.setText(_("✓ Saved: {what}").format(what=_spoken(self._last)))

    def _refused(self, error: ShopError) -> None:
        self._last = ""
        self.saved.setText("")
        if not (isinstance(error, InvalidInput) and self.page().fail(error)):
            self.told.emit(str(error), "error")

    def _permitted(self, act: Callable[[], object]) -> object:
        """Do it, with a manager's yes where one is needed; a field that loses the keyboard meanwhile saves nothing."""
        if self._asking:
            raise Refused(_("Answer the question first."))
        self._asking = True
        try:
            return permitted(self, self.context.shop, act)
        finally:
            self._asking = False

    def take_back(self) -> None:
        """Undo the last change made here."""
        if not self._undo:
            return
        what, back = self._undo.pop()
        try:
            self._permitted(back)
        except ShopError as error:
            self.told.emit(str(error), "error")
            return
        self._last = ""
        self.saved.setText(_("Taken back: {what}").format(what=_spoken(what)))
        self.back.setVisible(bool(self._undo))
        for page in self.made.values():
            page.look()


def _spoken(what: What) -> str:
    return what if isinstance(what, str) else what()
