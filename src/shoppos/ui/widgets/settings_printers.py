"""Settings of the printers: which there are, how they are, and which paper comes out where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.paper_list import SECOND, TWO_LINES, TwoLines
from shoppos.ui.widgets.papers import paper_words
from shoppos.ui.widgets.printer_form import PrinterForm
from shoppos.ui.widgets.printer_places import FOLDER, kind_of, place, typed_of
from shoppos.ui.widgets.printer_routes import KEY as ROUTES
from shoppos.ui.widgets.printer_routes import PrinterRoutes
from shoppos.ui.widgets.printer_search import PrinterSearch
from shoppos.ui.widgets.printer_trial import PrinterTrial
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.devices.discover import Found

KEY = "printers"
NEW = ""
"""The name under which a printer is kept that was begun and not saved."""
HEARD_EVERY = 1_000
"""Milliseconds after which the list says anew how each printer is."""
FEWEST_ROWS, MOST_ROWS = 2, 5

Told = dict[str, Any]


class PrinterPage(SettingsPage):
    """The list of printers, or the form of one of them. What was begun in a form waits there until it is saved."""

    def title(self) -> str:
        """What the page is called."""
        return _("Printers")

    def build(self) -> None:
        """The list with what goes where, and the form behind it."""
        self._editing: str | None = None
        self._drafts: dict[str, Told] = {}
        self._said: dict[str, str] = {}
        self._busy = False
        self.overview, self.editor = QWidget(), QWidget()
        self._build_overview()
        self._build_editor()
        self.column.addWidget(self.overview)
        self.column.addWidget(self.editor)
        self.editor.hide()
        self._hear = QTimer(self)
        self._hear.setInterval(HEARD_EVERY)
        self._hear.timeout.connect(self._say_states)

    def _build_overview(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Printers"))
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.itemActivated.connect(self.change)
        self.list.currentRowChanged.connect(self._chosen)
        self.empty = words(
            _("No printer yet. Add one (Ins): what is connected is found. Until then the bills are kept unprinted."),
            role="quiet",
        )
        self.buttons: dict[str, QPushButton] = {}
        below = Flow()
        acts: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("add", _("Add a printer (Ins)"), "Insert", self.add), ("change", _("Change (Enter)"), "", self.change),
            ("up", _("Move up (Alt+Up)"), "Alt+Up", self.move_up), ("remove", _("Remove (Del)"), "Del", self.remove),
        )  # fmt: skip
        for name, said, keys, act in acts:
            button = QPushButton(said)
            button.clicked.connect(act)
            below.addWidget(button)
            self.buttons[name] = button
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self.overview, act)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.buttons["add"].setProperty("role", "primary")
        self.trial = PrinterTrial(self.shop, self._chosen_told)
        self.trial.asked.connect(self._keep_said)
        self.routes = PrinterRoutes(self.shop)
        self.routes.chosen.connect(self._route)
        above = QVBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.empty)
        above.addWidget(self.list)
        above.addLayout(below)
        above.addWidget(self.trial)
        column = QVBoxLayout(self.overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addLayout(above)
        column.addWidget(self.routes)

    def _build_editor(self) -> None:
        self.back = QPushButton(_("← All printers (Esc)"))
        self.back.setProperty("role", "nav")
        self.back.clicked.connect(self.step_back)
        self.heading = words("", role="heading")
        self.search = PrinterSearch(self.shop)
        self.search.picked.connect(self._take)
        self.form = PrinterForm(self.shop, full=True)
        self.form.changed.connect(self._touched)
        self.form.trial.asked.connect(self._keep_said)
        self.keep = QPushButton(_("Save (Ctrl+S)"))
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(self.save)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.heading, 1)
        self.form.trial.add(self.keep)
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.search)
        column.addWidget(self.form)

    # -- what is kept

    def _known(self) -> list[Told]:
        return self.shop.settings.get(KEY, list[Told]())

    def _names(self) -> list[str]:
        return [str(told.get("name", "")) for told in self._known()]

    def _told(self, name: str) -> Told:
        return next((told for told in self._known() if told.get("name") == name), Told())

    def _put(self, what: str, fresh: list[Told], renamed: dict[str, str] | None = None) -> None:
        """Keep this list; `renamed` says which printer has another name now, "" for one that is gone."""
        settings = self.shop.settings
        before, went = self._known(), settings.get(ROUTES, dict[str, str]())
        goes = {kind: (renamed or {}).get(name, name) for kind, name in went.items()}
        goes = {kind: name for kind, name in goes.items() if name}

        def both(printers: list[Told], routes: dict[str, str]) -> None:
            settings.set(KEY, printers)
            if routes != settings.get(ROUTES, dict[str, str]()):
                settings.set(ROUTES, routes)
            self.context.wake_printer()

        if fresh != before:
            self.attempt(what, lambda: both(fresh, goes), lambda: both(before, went))

    # -- the list

    def look(self) -> None:
        """The printers and what goes where; what is being typed stays."""
        at = max(0, self.list.currentRow())
        names = self._names()
        rows = [*names, *([NEW] if NEW in self._drafts else [])]
        self.list.blockSignals(True)
        self.list.clear()
        for name in rows:
            self.list.addItem(QListWidgetItem())
            self._say_row(self.list.count() - 1, name)
        self.list.setCurrentRow(min(at, len(rows) - 1))
        self.list.blockSignals(False)
        self.list.setFixedHeight(scaled(TWO_LINES) * min(max(len(rows), FEWEST_ROWS), MOST_ROWS) + 4)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.routes.setVisible(bool(names))
        self.routes.look()
        self._chosen()
        if self._editing and self._editing not in self._drafts and self._told(self._editing):
            self.form.fill(self._told(self._editing))

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
        told = self._told(name)
        kind = place(kind_of(told))
        parts = [
            typed_of(str(told.get("address", ""))),
            paper_words().get(str(told.get("paper", "")), str(told.get("paper", ""))),
            _("cash drawer") if told.get("drawer") is True else "", kind.words if kind else "",
        ]  # fmt: skip
        first = [name, self._state(name, told), _("changes not saved yet") if name in self._drafts else ""]
        return "  ·  ".join(filter(None, first)), "  ·  ".join(filter(None, parts))

    def _state(self, name: str, told: Told) -> str:
        """How a printer said it is, the latest known."""
        state = self.context.printer_states.get(name)
        if state is not None:
            return state.warning or _("ready") if state.ready else f"⚠ {state.reason}"
        if kind_of(told) == FOLDER:
            return _("a folder")
        return self._said.get(name, _("not asked"))

    def _say_states(self) -> None:
        """Say again how each printer is, where that has changed."""
        for at, name in enumerate(self._names()[: self.list.count()]):
            self._say_row(at, name)

    def _keep_said(self, name: str, sentence: str) -> None:
        self._said[name] = sentence
        self._say_states()

    def _chosen_name(self) -> str | None:
        names, at = self._names(), self.list.currentRow()
        if 0 <= at < len(names):
            return names[at]
        return NEW if at == len(names) and NEW in self._drafts else None

    def _chosen_told(self) -> Told:
        return self._told(self._chosen_name() or NEW)

    def _chosen(self) -> None:
        """Offer what the printer in hand can do."""
        told, name = self._chosen_told(), self._chosen_name()
        self.trial.setVisible(bool(told))
        self.trial.tell("")
        if told:
            form, paper = str(told.get("form", "escpos")), str(told.get("paper", "80"))
            self.trial.suit(form, paper, drawer=told.get("drawer") is True)
        for button in ("change", "up", "remove"):
            self.buttons[button].setVisible(name is not None)
        self.buttons["up"].setEnabled(bool(told) and self.list.currentRow() > 0)

    def move_up(self) -> None:
        """One place further to the front: the first that fits prints what has no place of its own."""
        known, at = self._known(), self.list.currentRow()
        if 0 < at < len(known):
            fresh = [*known[: at - 1], known[at], known[at - 1], *known[at + 1 :]]
            self._put(_("the order of the printers"), fresh)
            self.list.setCurrentRow(at - 1)
            self.look()

    def remove(self) -> None:
        """Take a printer off the list; one key brings it back."""
        name = self._chosen_name()
        if name is None:
            return
        self._drafts.pop(name, None)
        if name != NEW:
            left = [told for told in self._known() if told.get("name") != name]
            self._put(_("{name} is removed").format(name=name), left, {name: ""})
        self.look()
        (self.list if self.list.isVisible() else self.buttons["add"]).setFocus()

    def _route(self, what: str, kind: str, name: str) -> None:
        routes = self.shop.settings.get(ROUTES, dict[str, str]())
        fresh = {**{key: one for key, one in routes.items() if key != kind}, **({kind: name} if name else {})}
        self.choose(what, ROUTES, fresh, dict[str, str]())
        self.context.wake_printer()
        self.routes.look()

    # -- the form

    def add(self) -> None:
        """A printer more: what is there is looked for at once."""
        self._open(NEW)
        self.search.look()

    def change(self) -> None:
        """The form of the printer in hand."""
        name = self._chosen_name()
        if name is not None:
            self._open(name)

    def _open(self, name: str) -> None:
        self._editing = name
        self.heading.setText(name or _("New printer"))
        self.form.taken = [one for one in self._names() if one != name]
        self._busy = True
        self.form.fill(self._told(name))
        self.form.restore(self._drafts.get(name, {}))
        self._busy = False
        self.search.setVisible(name == NEW)
        self.overview.hide()
        self.editor.show()
        self._to_the_top()
        self.begin()

    def _take(self, found: Found) -> None:
        self.form.take(found)
        self.form.name.editor.setFocus()
        self.form.name.editor.selectAll()

    def _touched(self) -> None:
        if self._editing is not None and not self._busy:
            self._drafts[self._editing] = self.form.typed()

    def step_back(self) -> bool:
        """From the form to the list; what is not saved stays in the form. False when the list is shown already."""
        if self._editing is None:
            return False
        name, self._editing = self._editing, None
        self.editor.hide()
        self.overview.show()
        self.look()
        names = self._names()
        at = names.index(name) if name in names else len(names) - (NEW not in self._drafts)
        self.list.setCurrentRow(at)
        self._to_the_top()
        self.begin()
        return True

    def begin(self) -> None:
        """At the list, or at the first question of the form."""
        if self._editing is not None:
            (self.search.network if self._editing == NEW else self.form.name.editor).setFocus()
        elif self.list.count():
            self.list.setFocus()
        else:
            self.buttons["add"].setFocus()

    def save(self) -> None:
        """Keep the printer of the form, and go back to the list."""
        if self._editing is None:
            return
        try:
            value = self.form.value()
        except InvalidInput as error:
            self.refused.emit(error)
            return
        known, old, name = self._known(), self._editing, str(value["name"])
        fresh = [value if told.get("name") == old else told for told in known]
        if old == NEW or not self._told(old):
            fresh = [*known, value]
        self._put(_("printer {name}").format(name=name), fresh, {old: name} if old != NEW else None)
        self._drafts.pop(old, None)
        self._editing = name
        self.step_back()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        shown = self._editing is not None and self.form.fail(error)
        area = self._area()
        if shown and area is not None:
            area.ensureWidgetVisible(self.focusWidget())
        return shown

    # -- staying as it was

    def typed(self) -> Told:
        """What stands here unsaved, for the same page in another language."""
        self._touched_now()
        return {"drafts": self._drafts, "editing": self._editing}

    def restore(self, typed: Told) -> None:
        """Show again what `typed` gave."""
        if not typed:
            return
        self._drafts = dict(typed.get("drafts", {}))
        if typed.get("editing") is not None:
            self._open(str(typed["editing"]))
        else:
            self.look()

    def _touched_now(self) -> None:
        if self._editing is not None and self._editing in self._drafts:
            self._drafts[self._editing] = self.form.typed()

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _to_the_top(self) -> None:
        area = self._area()
        if area is not None:
            area.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Say how the printers are as long as the page is seen."""
        super().showEvent(event)
        self._hear.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._hear.stop()
