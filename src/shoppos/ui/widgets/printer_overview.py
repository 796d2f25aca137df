"""The shop's printers in a list: what each is and how it is, what one can do with it, and what comes out where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.paper_list import SECOND, TWO_LINES, TwoLines
from shoppos.ui.widgets.papers import paper_words
from shoppos.ui.widgets.printer_places import FOLDER, kind_of, place, typed_of
from shoppos.ui.widgets.printer_routes import PrinterRoutes
from shoppos.ui.widgets.printer_trial import PrinterTrial

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtCore import SignalInstance

    from shoppos.ui.context import Context
    from shoppos.ui.widgets.printer_store import PrinterStore, Told

NEW = ""
"""The name under which a printer is kept that was begun and not saved."""
HEARD_EVERY = 1_000
"""Milliseconds after which the list says anew how each printer is."""
MOST_ROWS = 5


class PrinterOverview(QWidget):
    """The list, with a signal for each thing that is asked of it."""

    add_asked = Signal()
    change_asked = Signal()
    up_asked = Signal()
    down_asked = Signal()
    remove_asked = Signal()

    def __init__(self, context: Context, store: PrinterStore) -> None:
        """Empty until `look`."""
        super().__init__()
        self._context = context
        self._store = store
        self._drafts: Collection[str] = ()
        self._said: dict[str, str] = {}
        self._in_hand: Told = {}
        self.list = QListWidget()
        self.list.setAccessibleName(_("Printers"))
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.itemActivated.connect(self.change_asked)
        self.list.currentRowChanged.connect(self._chosen)
        self.empty = words(
            _("No printer yet. Add one (Ins): what is connected is found. Until then the bills are kept unprinted."),
            role="quiet",
        )
        self.buttons: dict[str, QPushButton] = {}
        self.trial = PrinterTrial(context.shop, self.chosen_told)
        self.trial.asked.connect(self.keep_said)
        self.routes = PrinterRoutes(context.shop)
        self._lay_out(self._made_buttons())
        self._hear = QTimer(self)
        self._hear.setInterval(HEARD_EVERY)
        self._hear.timeout.connect(self._say_states)

    def _made_buttons(self) -> Flow:
        row = Flow()
        acts: tuple[tuple[str, str, str, SignalInstance], ...] = (
            ("add", _("Add a printer (Ins)"), "Insert", self.add_asked),
            ("change", _("Change (Enter)"), "", self.change_asked),
            ("up", _("Move up (Alt+Up)"), "Alt+Up", self.up_asked),
            ("down", _("Move down (Alt+Down)"), "Alt+Down", self.down_asked),
            ("remove", _("Remove (Del)"), "Del", self.remove_asked),
        )
        for name, said, keys, asked in acts:
            button = QPushButton(said)
            button.clicked.connect(asked)
            row.addWidget(button)
            self.buttons[name] = button
            if keys:
                anywhere = name == "add"  # from the list of subjects too; Alt+Down in a choice opens it
                shortcut = QShortcut(QKeySequence(keys), self if anywhere else self.list)
                context = Qt.ShortcutContext
                shortcut.setContext(context.WindowShortcut if anywhere else context.WidgetShortcut)
                shortcut.activated.connect(asked)
        self.buttons["add"].setProperty("role", "primary")
        return row

    def _lay_out(self, row: Flow) -> None:
        above = QVBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.empty)
        above.addWidget(self.list)
        above.addLayout(row)
        above.addWidget(self.trial)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addLayout(above)
        column.addWidget(self.routes)

    def add_below(self, *parts: QWidget) -> None:
        """More below what goes where."""
        column = self.layout()
        for part in parts:
            if column is not None:
                column.addWidget(part)

    # -- what it shows

    def look(self, drafts: Collection[str]) -> None:
        """The printers and what goes where; `drafts` are the names of those with changes that are not saved."""
        self._drafts = drafts
        at, names = max(0, self.list.currentRow()), self._store.names()
        rows = [*names, *([NEW] if NEW in drafts else [])]
        self.list.blockSignals(True)
        self.list.clear()
        for row, name in enumerate(rows):
            self.list.addItem(QListWidgetItem())
            self._say_row(row, name)
        self.list.setCurrentRow(min(at, len(rows) - 1))
        self.list.blockSignals(False)
        self.list.setFixedHeight(scaled(TWO_LINES) * min(len(rows), MOST_ROWS) + 4)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.routes.setVisible(bool(names))
        self.routes.look()
        self._chosen()

    def go_to(self, name: str) -> None:
        """Choose the printer of that name, or the last row."""
        names = self._store.names()
        self.list.setCurrentRow(names.index(name) if name in names else self.list.count() - 1)

    def begin(self) -> None:
        """At the list, or where one adds the first."""
        (self.list if self.list.count() else self.buttons["add"]).setFocus()

    def chosen_name(self) -> str | None:
        """The name of the printer in hand, NEW for the one not saved yet, None for no printer."""
        names, at = self._store.names(), self.list.currentRow()
        if 0 <= at < len(names):
            return names[at]
        return NEW if at == len(names) and NEW in self._drafts else None

    def chosen_told(self) -> Told:
        """The printer in hand as the settings keep it, {} for none."""
        return self._store.told(self.chosen_name() or NEW)

    def keep_said(self, name: str, sentence: str) -> None:
        """Remember what a printer answered when it was asked."""
        self._said[name] = sentence
        self._say_states()

    def _say_row(self, at: int, name: str) -> None:
        """Write one row, if it says something else now."""
        item, (first, second) = self.list.item(at), self._row(name)
        if (item.text(), item.data(SECOND)) != (first, second):
            item.setText(first)
            item.setData(SECOND, second)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {second}")

    def _row(self, name: str) -> tuple[str, str]:
        if name == NEW:
            return _("New printer"), _("not saved yet")
        told = self._store.told(name)
        kind, paper = place(_kind_of(told)), str(told.get("paper", ""))
        second = [
            typed_of(str(told.get("address", ""))), paper_words().get(paper, paper),
            _("cash drawer") if told.get("drawer") is True else "", kind.words if kind else "",
        ]  # fmt: skip
        first = [name, self._state(name, told), _("changes not saved yet") if name in self._drafts else ""]
        return "  ·  ".join(filter(None, first)), "  ·  ".join(filter(None, second))

    def _state(self, name: str, told: Told) -> str:
        """How a printer said it is, the latest known."""
        state = self._context.printer_states.get(name)
        if state is not None:
            return state.warning or _("ready") if state.ready else f"⚠ {state.reason}"
        if _kind_of(told) == FOLDER:
            return _("a folder")
        return self._said.get(name, _("not asked"))

    def _say_states(self) -> None:
        """Say again how each printer is, where that has changed."""
        for at, name in enumerate(self._store.names()[: self.list.count()]):
            self._say_row(at, name)

    def _chosen(self) -> None:
        """Offer what the printer in hand can do."""
        told, name = self.chosen_told(), self.chosen_name()
        self.trial.setVisible(bool(told))
        if told != self._in_hand:
            self._in_hand = told
            self.trial.tell("")
        if told:
            form, paper = str(told.get("form", "escpos")), str(told.get("paper", "80"))
            self.trial.suit(form, paper, drawer=told.get("drawer") is True)
        for button in ("change", "up", "down", "remove"):
            self.buttons[button].setVisible(name is not None)
        at = self.list.currentRow()
        self.buttons["up"].setEnabled(bool(told) and at > 0)
        self.buttons["down"].setEnabled(bool(told) and at + 1 < len(self._store.names()))

    def showEvent(self, event: QShowEvent) -> None:
        """Say how the printers are as long as the list is seen."""
        super().showEvent(event)
        self._hear.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._hear.stop()


def _kind_of(told: Told) -> str:
    """The kind of place as one sees it: a folder is one in whatever language the papers in it are."""
    from shoppos.printing.printers import keeps_files

    return FOLDER if keeps_files(str(told.get("address", ""))) else kind_of(told)
