"""One printer: what it is called, where it is, what it understands, which paper is in it; with a test that prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake
from shoppos.ui.widgets.papers import ROLLS, SUGGESTED, form_words, papers, papers_for
from shoppos.ui.widgets.printer_details import PrinterDetails, suggested_mode
from shoppos.ui.widgets.printer_places import (
    FILES,
    FOLDER,
    NETWORK,
    NONE,
    address_of,
    kind_of,
    offered,
    place,
    places,
    typed_of,
    usual_folder,
)
from shoppos.ui.widgets.printer_trial import PrinterTrial

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from PySide6.QtWidgets import QLabel

    from shoppos.printing.devices.discover import Found
    from shoppos.shop import Shop
    from shoppos.ui.job import Job

OURS = ("name", "address", "form", "paper", "drawer")
SPEAKING = ("escpos", "tspl", "zpl", "pdf", "text")
"""Languages for a printer; into a folder go FILES."""


class PrinterForm(QWidget):
    """The form of one printer. A short one asks only where it is and which paper is in it: for the first run.

    `changed` is told at every change by a person; `taken` are names that other printers have.
    """

    changed = Signal()

    def __init__(self, shop: Shop, *, full: bool = False) -> None:
        """An empty form; nothing is asked of any printer before a person asks."""
        super().__init__()
        self._shop = shop
        self._full = full
        self._told: dict[str, Any] = {}
        self._texts: dict[str, str] = {}
        self._at = NONE
        self.taken: Collection[str] = ()
        self.name = Field("name", _("Name"), line(most=40), hint=_("As you call it: Counter, Packing room."))
        self.kind = Field(
            "kind", _("Where it is") if full else _("Printer"), choice(self._kinds(), NETWORK if full else NONE)
        )
        self.address = Field("address", _("Address"), line(most=300))
        self.form = Field("form", _("What it understands"), choice([], None))
        self.paper = Field("paper", _("Paper"), choice(papers(ROLLS), "80"))
        self.drawer = QCheckBox(_("A cash drawer hangs on it: cash opens it"))
        self.choose = QPushButton(_("Choose the folder…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose_folder)
        self.details = PrinterDetails()
        self.trial = PrinterTrial(shop, self.value)
        self.trial.wrong.connect(self.fail)
        self.fields: tuple[Field[Any], ...] = (self.name, self.kind, self.address, self.form, self.paper)
        self._lay_out()
        self._connect()
        self._turn()

    # -- what the tests of the form and the wizard speak to

    @property
    def test(self) -> QPushButton:
        """The button that prints a test."""
        return self.trial.test

    @property
    def said(self) -> QLabel:
        """What became of the last try."""
        return self.trial.said

    @property
    def job(self) -> Job | None:
        """The try under way, or the last one."""
        return self.trial.job

    def print_test(self) -> None:
        """Print a test, and say what became of it."""
        self.trial.print_test()

    # -- building

    def _kinds(self) -> list[tuple[str, object]]:
        said = {one.kind: one.words for one in places()}
        first: list[tuple[str, object]] = [] if self._full else [(_("None yet"), NONE)]
        return [*first, *((said[kind], kind) for kind in offered())]

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        if self._full:
            grid.addWidget(self.name, 0, 0, top)
            grid.addWidget(self.kind, 0, 1, top)
            grid.addWidget(self.form, 2, 0, top)
            grid.addWidget(self.paper, 2, 1, top)
        else:
            grid.addWidget(self.kind, 0, 0, top)
            grid.addWidget(self.paper, 0, 1, top)
            self.name.setParent(self)
            self.form.setParent(self)
            self.name.hide()
            self.form.hide()
        grid.addWidget(self.address, 1, 0, 1, 2)
        grid.addWidget(self.choose, 3, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.drawer, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addWidget(self.trial)
        column.addWidget(self.details)

    def _connect(self) -> None:
        self.kind.editor.currentIndexChanged.connect(self._turn)
        self.form.editor.currentIndexChanged.connect(self._suit)
        self.paper.editor.currentIndexChanged.connect(self._suit_trial)
        for field in self.fields:
            if isinstance(field.editor, QComboBox):
                field.editor.activated.connect(self._changed_in(field))
            else:
                field.editor.textEdited.connect(self._changed_in(field))
        self.drawer.clicked.connect(self._suit_trial)
        self.drawer.clicked.connect(self.changed)
        self.details.changed.connect(self.changed)

    def _changed_in(self, field: Field[Any]) -> Any:
        def heard() -> None:
            field.clear_mistake()
            self.changed.emit()

        return heard

    def editors(self) -> list[QWidget]:
        """What one types in, in its order."""
        asked = self.fields if self._full else (self.kind, self.paper, self.address)
        return [field.editor for field in asked]

    # -- showing and reading

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show a printer as the settings keep it, {} for none."""
        self._told = dict(told)
        self._texts.clear()
        kind = kind_of(told)
        if kind == NONE and self._full:
            kind = NETWORK
        self._show_kind(kind)
        self.address.editor.setText(typed_of(str(told.get("address", ""))))
        self.name.editor.setText(str(told.get("name", "")))
        self.details.fill(told)
        if told:
            choose(self.form.editor, told.get("form", "escpos"))
            self._show_paper(told.get("paper", "80"))
        self.drawer.setChecked(told.get("drawer") is True)
        self._clear_mistakes()
        self.trial.tell("")
        self._suit_trial()

    def take(self, found: Found) -> None:
        """Show a printer that was found; the name stays what it was, or becomes a new one that says what it prints."""
        form = found.form or "escpos"
        told = {"address": found.address, "form": form, "paper": SUGGESTED.get(form, "80")}
        told["mode"] = suggested_mode(kind_of(told))
        typed = self.name.editor.text().strip()
        self.fill({**told, "name": typed or self.new_name(form)})
        self._told = {}
        self.changed.emit()

    def new_name(self, form: str) -> str:
        """A name that says what the printer is for, and that no other has."""
        said = {"escpos": _("Bills"), "tspl": _("Labels"), "zpl": _("Labels"), "pdf": _("PDF")}.get(form, _("Printer"))
        name, number = said, 1
        while name.casefold() in {one.casefold() for one in self.taken}:
            number += 1
            name = f"{said} {number}"
        return name

    def value(self) -> dict[str, Any]:
        """The printer as the settings keep it, {} for none; InvalidInput names the field that does not do."""
        from shoppos.printing.devices import open_device

        kind, typed = self.kind.editor.currentData(), self.address.editor.text().strip()
        found = place(kind)
        if found is None:
            return {}
        name = self._checked_name()
        if not typed:
            raise InvalidInput(_("Where is the printer?"), _("For example: {example}").format(example=found.example),
                               "address")  # fmt: skip
        address = address_of(kind, typed)
        try:
            open_device(address)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, "address") from error
        if kind == FOLDER:
            _make_folder(address.removeprefix("file:"))
        form = self._form()
        drawer = {"drawer": True} if self._has_drawer() and self.drawer.isChecked() else {}
        known = {*OURS, *self.details.typed()}
        kept = {key: value for key, value in self._told.items() if key not in known}
        paper = str(self.paper.editor.currentData())
        head = self.details.values()
        return {**kept, "name": name, "address": address, "form": form, "paper": paper, **drawer, **head}

    def _checked_name(self) -> str:
        name = " ".join(self.name.editor.text().split()) or self.new_name(self._form())
        if name.casefold() in {one.casefold() for one in self.taken}:
            raise InvalidInput(
                _("Another printer is called {name} already.").format(name=name), _("Choose another name."), "name"
            )
        return name

    def typed(self) -> dict[str, Any]:
        """What stands here, right or not."""
        short = {
            "kind": str(self.kind.editor.currentData()),
            "paper": str(self.paper.editor.currentData()),
            "address": self.address.editor.text(),
            "drawer": self.drawer.isChecked(),
        }
        if not self._full:
            return short
        whole = {"name": self.name.editor.text(), "form": self._form(), "told": dict(self._told)}
        return short | whole | {"head": self.details.typed()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Show again what `typed` gave; {} changes nothing."""
        if not typed:
            return
        self._told = dict(typed.get("told", self._told))
        self._show_kind(str(typed.get("kind")))
        if "head" in typed:
            self.details.fill(typed["head"])
        if "form" in typed:
            choose(self.form.editor, typed["form"])
        self._show_paper(typed.get("paper"))
        self.address.editor.setText(str(typed.get("address", "")))
        self.name.editor.setText(str(typed.get("name", self.name.editor.text())))
        self.drawer.setChecked(typed.get("drawer") is True)
        self._suit_trial()

    def save(self) -> None:
        """Make it the shop's first printer, in front of any others; InvalidInput as `value`."""
        printer = self.value()
        known: list[dict[str, Any]] = self._shop.settings.get("printers", list[dict[str, Any]]())
        fresh = ([printer] if printer else []) + known[1:]
        if fresh != known:
            self._shop.settings.set("printers", fresh)

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal under its field."""
        return show_mistake(self.fields, error)

    # -- what depends on what

    def _form(self) -> str:
        return str(self.form.editor.currentData() or "escpos")

    def _has_drawer(self) -> bool:
        return self._form() == "escpos" and self.kind.editor.currentData() not in {NONE, FOLDER}

    def _show_kind(self, kind: str) -> None:
        """Choose a kind of place, one that this system does not have too, if the settings name it."""
        found = place(kind)
        if found is not None and self.kind.editor.findData(kind) < 0:
            self.kind.editor.addItem(found.words, kind)
        choose(self.kind.editor, kind)

    def _show_paper(self, name: Any) -> None:
        """Choose a paper, one that its language does not take too, if the settings name it."""
        if name and self.paper.editor.findData(name) < 0:
            self.paper.editor.addItem(str(name), name)
        choose(self.paper.editor, name)

    def _turn(self) -> None:
        """Each kind of place asks for its own address, languages and paper; what was typed for another comes back."""
        kind = str(self.kind.editor.currentData())
        self._swap_text(kind)
        found = place(kind)
        for widget in (self.address, self.paper, self.trial):
            widget.setVisible(found is not None)
        self.choose.setVisible(kind == FOLDER)
        self.trial.tell("")
        self.address.clear_mistake()
        if found is not None:
            self.address.caption.setText(found.asks)
            self.address.editor.setAccessibleName(found.asks)
            self.address.editor.setPlaceholderText(found.example)
            self.address.tell(found.hint)
        said = form_words()
        self._relist(self.form.editor, [(said[form], form) for form in (FILES if kind == FOLDER else SPEAKING)])
        self._suit()

    def _swap_text(self, kind: str) -> None:
        before, self._at = self._at, kind
        if kind == before:
            return
        text = self.address.editor.text()
        self._texts[before] = text
        apart = FOLDER in {kind, before}
        usual = usual_folder() if kind == FOLDER else "" if apart else text
        self.address.editor.setText(self._texts.get(kind) or usual)

    def _suit(self) -> None:
        """Each language takes its own papers and knows its own settings."""
        form = self._form()
        listed = papers_for(form) if self._full or form != "pdf" else papers(("A5", "A4", *ROLLS))
        self._relist(self.paper.editor, listed, SUGGESTED.get(form))
        self.drawer.setVisible(self._has_drawer())
        self._suit_trial()

    def _suit_trial(self) -> None:
        drawer = self._has_drawer() and self.drawer.isChecked()
        self.details.suit(self._form(), str(self.kind.editor.currentData()), drawer=drawer)
        if not self._full:
            self.details.hide()
        self.trial.suit(self._form(), str(self.paper.editor.currentData()), drawer=drawer)

    def _relist(self, box: QComboBox, options: list[tuple[str, object]], usual: object = None) -> None:
        """Other choices; the one that was chosen stays, if it is among them."""
        before = box.currentData()
        values = [value for _shown, value in options]
        if [box.itemData(at) for at in range(box.count())] == values:
            return
        box.blockSignals(True)
        box.clear()
        for shown, value in options:
            box.addItem(shown, value)
        choose(box, before if before in values else usual)
        box.blockSignals(False)

    def _clear_mistakes(self) -> None:
        for field in self.fields:
            field.clear_mistake()

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for the bills"), self.address.editor.text())
        if name:
            self.address.editor.setText(name)
            self.address.clear_mistake()
            self.changed.emit()


def _make_folder(typed: str) -> None:
    try:
        Path(typed).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidInput(
            _("That folder cannot be made: {reason}.").format(reason=reason), _("Choose another."), "address"
        ) from error
