"""The questions about a printer: its name, its place, what it understands, its paper; each asks for what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, choice, choose, line
from shoppos.ui.widgets.papers import ROLLS, SHEETS, SUGGESTED, form_words, papers, papers_for
from shoppos.ui.widgets.printer_places import (
    FILES,
    FOLDER,
    NETWORK,
    NONE,
    kind_of,
    offered,
    place,
    places,
    typed_of,
    usual_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SPEAKING = ("escpos", "tspl", "zpl", "pdf", "text")
"""Languages for a printer; into a folder go FILES."""


class PrinterQuestions(QWidget):
    """The fields of one printer. Short ones ask only where it is and which paper is in it: for the first run.

    `changed` is told at every change by a person, `suited` when another language or paper asks for other settings.
    """

    changed = Signal()
    suited = Signal()

    def __init__(self, *, full: bool) -> None:
        """Empty fields."""
        super().__init__()
        self._full = full
        self._texts: dict[str, str] = {}
        self._spoken: dict[bool, str] = {}
        self._at = NONE
        self.name = Field("name", _("Name"), line(most=40), hint=_("As you call it: Counter, Packing room."))
        asked = _("Where it is") if full else _("Printer")
        self.kind = Field("kind", asked, choice(self._kinds(), NETWORK if full else NONE))
        self.address = Field("address", _("Address"), line(most=300))
        self.form = Field("form", _("What it understands"), choice([], None))
        self.paper = Field("paper", _("Paper"), choice(papers(ROLLS), "80"))
        self.drawer = QCheckBox(_("A cash drawer hangs on it: cash opens it"))
        self.choose = QPushButton(_("Choose the folder…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose_folder)
        self.fields: tuple[Field[Any], ...] = (self.name, self.kind, self.address, self.form, self.paper)
        self._lay_out()
        self._connect()
        self._turn()

    def _kinds(self) -> list[tuple[str, object]]:
        said = {one.kind: one.words for one in places()}
        first: list[tuple[str, object]] = [] if self._full else [(_("None yet"), NONE)]
        return [*first, *((said[kind], kind) for kind in offered())]

    def _lay_out(self) -> None:
        grid = Columns()
        asked: tuple[tuple[QWidget, bool], ...] = ((self.kind, False), (self.paper, False), (self.address, True))
        if self._full:
            asked = (
                (self.name, False), (self.kind, False), (self.address, True), (self.form, False), (self.paper, False),
            )  # fmt: skip
        for field in (self.name, self.form):
            field.setParent(self)
            field.setVisible(self._full)
        grid.arrange(asked)
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(grid)
        column.addWidget(self.choose)
        column.addWidget(self.drawer)

    def _connect(self) -> None:
        self.kind.editor.currentIndexChanged.connect(self._turn)
        self.form.editor.currentIndexChanged.connect(self._suit)
        self.paper.editor.currentIndexChanged.connect(self.suited)
        for field in self.fields:
            if isinstance(field.editor, QComboBox):
                field.editor.activated.connect(self._hearer(field))
            else:
                field.editor.textEdited.connect(self._hearer(field))
        self.drawer.toggled.connect(self.suited)
        self.drawer.clicked.connect(self.changed)

    def _hearer(self, field: Field[Any]) -> Callable[[], None]:
        def heard() -> None:
            field.clear_mistake()
            self.changed.emit()

        return heard

    def editors(self) -> list[QWidget]:
        """What one types in, in its order."""
        asked = self.fields if self._full else (self.kind, self.paper, self.address)
        return [field.editor for field in asked]

    # -- what stands there

    @property
    def at(self) -> str:
        """The kind of place that is chosen."""
        return str(self.kind.editor.currentData())

    @property
    def language(self) -> str:
        """The printer language that is chosen."""
        return str(self.form.editor.currentData() or "escpos")

    @property
    def may_have_drawer(self) -> bool:
        """Whether a drawer can hang on such a printer."""
        return self.language == "escpos" and self.at not in {NONE, FOLDER}

    @property
    def has_drawer(self) -> bool:
        """Whether a drawer hangs on it."""
        return self.may_have_drawer and self.drawer.isChecked()

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show a printer as the settings keep it, {} for none."""
        self._texts.clear()
        self._spoken.clear()
        kind = kind_of(told)
        self._show_kind(NETWORK if kind == NONE and self._full else kind)
        self.address.editor.setText(typed_of(str(told.get("address", ""))))
        self.name.editor.setText(str(told.get("name", "")))
        choose(self.form.editor, told.get("form", self.form.editor.itemData(0)))
        self._show_paper(told.get("paper", SUGGESTED[self.language]))
        self.drawer.setChecked(told.get("drawer") is True)
        for field in self.fields:
            field.clear_mistake()

    def typed(self) -> dict[str, Any]:
        """What stands here, right or not."""
        short: dict[str, Any] = {
            "kind": self.at,
            "paper": str(self.paper.editor.currentData()),
            "address": self.address.editor.text(),
            "drawer": self.drawer.isChecked(),
        }
        usual = "pdf" if self.at == FOLDER else "escpos"
        if self._full:
            return short | {"name": self.name.editor.text(), "form": self.language}
        return short if self.language == usual else short | {"form": self.language}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Show again what `typed` gave."""
        self._show_kind(str(typed.get("kind")))
        if "form" in typed:
            choose(self.form.editor, typed["form"])
        self._show_paper(typed.get("paper"))
        self.address.editor.setText(str(typed.get("address", "")))
        self.name.editor.setText(str(typed.get("name", self.name.editor.text())))
        self.drawer.setChecked(typed.get("drawer") is True)

    # -- what depends on what

    def _show_kind(self, kind: str) -> None:
        """Choose a kind of place; one that this system does not have too, if the settings name it."""
        found = place(kind)
        if found is not None and self.kind.editor.findData(kind) < 0:
            self.kind.editor.addItem(found.words, kind)
        choose(self.kind.editor, kind)

    def _show_paper(self, name: Any) -> None:
        """Choose a paper; one that its language does not take too, if the settings name it."""
        if name and self.paper.editor.findData(name) < 0:
            self.paper.editor.addItem(str(name), name)
        choose(self.paper.editor, name)

    def _turn(self) -> None:
        """Each kind of place asks for its own address, languages and paper; what was typed for another comes back."""
        found = place(self.at)
        self._swap(self.at)
        for widget in (self.address, self.paper):
            widget.setVisible(found is not None)
        self.choose.setVisible(self.at == FOLDER)
        self.address.clear_mistake()
        if found is not None:
            self.address.caption.setText(found.asks)
            self.address.editor.setAccessibleName(found.asks)
            self.address.editor.setPlaceholderText(found.example)
            self.address.tell(found.hint)
        self._suit()

    def _swap(self, kind: str) -> None:
        """Another kind of place: its own address, and the languages that may be spoken there."""
        before, self._at = self._at, kind
        said, files = form_words(), kind == FOLDER
        if kind != before:
            text = self.address.editor.text()
            self._texts[before] = text
            self._spoken[before == FOLDER] = self.language
            usual = usual_folder() if files else "" if before == FOLDER else text
            self.address.editor.setText(self._texts.get(kind) or usual)
        spoken = self._spoken.get(files, "pdf" if files else "escpos")
        _relist(self.form.editor, [(said[form], form) for form in (FILES if files else SPEAKING)], spoken)

    def _suit(self) -> None:
        """Each language takes its own papers."""
        form, before = self.language, self.paper.editor.currentData()
        few = not self._full and form == "pdf"
        listed = papers((*SHEETS, *ROLLS)) if few else papers_for(form)
        fits = any(value == before for _shown, value in listed)
        _relist(self.paper.editor, listed, before if fits else SUGGESTED.get(form))
        self.drawer.setVisible(self.may_have_drawer)
        self.suited.emit()

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for the bills"), self.address.editor.text())
        if name:
            self.address.editor.setText(name)
            self.address.clear_mistake()
            self.changed.emit()


def _relist(box: QComboBox, options: list[tuple[str, object]], chosen: object) -> None:
    """Other choices and the one that is chosen among them; the same choices stay as they are."""
    if [box.itemData(at) for at in range(box.count())] == [value for _shown, value in options]:
        return
    box.blockSignals(True)
    box.clear()
    for shown, value in options:
        box.addItem(shown, value)
    choose(box, chosen)
    box.blockSignals(False)
