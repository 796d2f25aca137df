"""Settings of the printers: the list of them, or the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.printer_form import PrinterForm
from shoppos.ui.widgets.printer_overview import NEW, PrinterOverview
from shoppos.ui.widgets.printer_routes import KEY as ROUTES
from shoppos.ui.widgets.printer_search import PrinterSearch
from shoppos.ui.widgets.printer_store import PrinterStore
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from shoppos.printing.devices.discover import Found
    from shoppos.ui.widgets.printer_store import Change

WATCH = "watch_printers"
"""The settings' key by which printers are asked how they are while they have nothing to print."""


class PrinterPage(SettingsPage):
    """The list of printers, or the form of one of them. What was begun in a form waits there until it is saved."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Printers")

    def build(self) -> None:
        """The list with what goes where, and the form behind it."""
        self._editing: str | None = None
        self._drafts: dict[str, dict[str, Any]] = {}
        self._filling = False
        self._store = PrinterStore(self.shop, self._wake)
        self.overview = PrinterOverview(self.context, self._store)
        self.list, self.buttons, self.routes = self.overview.list, self.overview.buttons, self.overview.routes
        for signal, act in (
            (self.overview.add_asked, self.add), (self.overview.change_asked, self.change),
            (self.overview.up_asked, self.move_up), (self.overview.down_asked, self.move_down),
            (self.overview.remove_asked, self.remove),
        ):  # fmt: skip
            signal.connect(act)
        self.routes.chosen.connect(self._route)
        self.editor = QWidget()
        self._build_editor()
        self.watch = QCheckBox(_("Ask the printers how they are, about every second"))
        self.watch.clicked.connect(self._watch)
        hint = _("So an empty roll or an open cover is told before the next bill. Switch it off if a printer minds.")
        self.overview.add_below(self.watch, words(hint, role="hint"))
        self.column.addWidget(self.overview)
        self.column.addWidget(self.editor)
        self.editor.hide()

    def _watch(self, on: bool) -> None:
        self.choose(_("asking the printers"), WATCH, on, True)

    def _wake(self) -> None:
        self.context.wake_printer()

    def _build_editor(self) -> None:
        self.back = QPushButton(_("← All printers (Esc)"))
        self.back.setProperty("role", "nav")
        self.back.clicked.connect(self.step_back)
        self.heading = words("", role="heading")
        self.search = PrinterSearch(self.shop)
        self.search.picked.connect(self._take)
        self.form = PrinterForm(self.shop, full=True)
        self.form.changed.connect(self._touched)
        self.form.trial.asked.connect(self.overview.keep_said)
        self.keep = QPushButton(_("Save (Ctrl+S)"))
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(self.save)
        self.form.trial.add(self.keep)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.heading, 1)
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.search)
        column.addWidget(self.form)

    # -- the list

    def look(self) -> None:
        """The printers and what goes where; what is being typed stays."""
        self.overview.look(self._drafts)
        self.watch.setChecked(self.shop.settings.get(WATCH, True))
        told = self._store.told(self._editing) if self._editing else {}
        if told and self._editing not in self._drafts and told != self.form.told:
            self.form.fill(told)

    def _do(self, what: str, change: Change | None) -> bool:
        """Whether it is so now."""
        return change is None or self.attempt(what, *change)

    def move_up(self) -> None:
        """One place further to the front: the first that fits prints what has no place of its own."""
        self._move(-1)

    def move_down(self) -> None:
        """One place further to the back."""
        self._move(1)

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        change = self._store.moved(at, at + step)
        if change is not None and self._do(_("the order of the printers"), change):
            self.list.setCurrentRow(at + step)
        self.look()
        self.overview.begin()

    def remove(self) -> None:
        """Take a printer off the list; one key brings it back."""
        name = self.overview.chosen_name()
        if name is None:
            return
        self._drafts.pop(name, None)
        if name != NEW:
            self._do(_("{name} is removed").format(name=name), self._store.removed(name))
        self.look()
        self.overview.begin()

    def _route(self, what: str, kind: str, name: str) -> None:
        self.choose(what, ROUTES, self._store.routed(kind, name), dict[str, str]())
        self._wake()
        self.routes.look()

    # -- the form

    def add(self) -> None:
        """A printer more: what is there is looked for at once."""
        self._open(NEW)
        self.search.look()

    def change(self) -> None:
        """The form of the printer in hand."""
        name = self.overview.chosen_name()
        if name is not None:
            self._open(name)

    def _open(self, name: str) -> None:
        self._editing = name
        self.heading.setText(name or _("New printer"))
        self.form.taken = [one for one in self._store.names() if one != name]
        self._filling = True
        self.form.fill(self._store.told(name))
        self.form.restore(self._drafts.get(name, {}))
        self._filling = False
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
        if self._editing is not None and not self._filling:
            self._drafts[self._editing] = self.form.typed()

    def step_back(self) -> bool:
        """From the form to the list; what is not saved stays in the form. False when the list is shown already."""
        if self._editing is None:
            return False
        name, self._editing = self._editing, None
        self.search.stop()
        self.editor.hide()
        self.overview.show()
        self.look()
        self.overview.go_to(name)
        self._to_the_top()
        self.begin()
        return True

    def begin(self) -> None:
        """At the list, or at the first question of the form."""
        if self._editing is None:
            self.overview.begin()
        else:
            (self.form.name.editor if self._editing else self.search.network).setFocus()

    def save(self) -> None:
        """Keep the printer of the form, and go back to the list."""
        if self._editing is None:
            return
        try:
            value = self.form.value()
        except InvalidInput as error:
            self.refused.emit(error)
            return
        old, name = self._editing, str(value["name"])
        if self._do(_("printer {name}").format(name=name), self._store.kept(value, old)):
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

    def typed(self) -> dict[str, Any]:
        """What stands here unsaved, for the same page in another language."""
        if self._editing in self._drafts:
            self._touched()
        return {"drafts": self._drafts, "editing": self._editing}

    def restore(self, typed: dict[str, Any]) -> None:
        """Show again what `typed` gave."""
        if not typed:
            return
        self._drafts = dict(typed["drafts"])
        if typed["editing"] is None:
            self.look()
        else:
            self._open(str(typed["editing"]))

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _to_the_top(self) -> None:
        area = self._area()
        if area is not None:
            area.verticalScrollBar().setValue(0)
