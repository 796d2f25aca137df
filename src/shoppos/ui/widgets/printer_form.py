"""One printer: where it is, what is in it, how its head is set; with a test that prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.widgets.form import show_mistake
from shoppos.ui.widgets.papers import SUGGESTED
from shoppos.ui.widgets.printer_details import PrinterDetails, suggested_mode
from shoppos.ui.widgets.printer_places import FOLDER, NONE, address_of, kind_of, place
from shoppos.ui.widgets.printer_questions import PrinterQuestions
from shoppos.ui.widgets.printer_trial import PrinterTrial

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from PySide6.QtWidgets import QLabel, QPushButton

    from shoppos.printing.devices.discover import Found
    from shoppos.shop import Shop
    from shoppos.ui.job import Job

OURS = ("name", "address", "form", "paper", "drawer")


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
        self.told: dict[str, Any] = {}
        self.taken: Collection[str] = ()
        self.questions = asked = PrinterQuestions(full=full)
        self.name, self.kind, self.address, self.form, self.paper = asked.fields
        self.drawer = asked.drawer
        self.details = PrinterDetails()
        self.trial = PrinterTrial(shop, self.value)
        self.trial.wrong.connect(self.fail)
        asked.suited.connect(self._suit)
        asked.changed.connect(self.changed)
        self.kind.editor.currentIndexChanged.connect(lambda: self.trial.tell(""))
        self.details.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (asked, self.trial, self.details):
            column.addWidget(widget)
        self._suit()

    # -- its parts, by the names one looks for

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

    def editors(self) -> list[QWidget]:
        """What one types in, in its order."""
        return self.questions.editors()

    # -- showing and reading

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show a printer as the settings keep it, {} for none."""
        self.told = dict(told)
        self.details.fill(told)
        self.questions.fill(told)
        self.trial.tell("")
        self._suit()

    def take(self, found: Found) -> None:
        """Show a printer that was found; the name stays what it was, or becomes a new one that says what it prints."""
        form = found.form or "escpos"
        told = {"address": found.address, "form": form, "paper": SUGGESTED.get(form, "80")}
        told["mode"] = suggested_mode(kind_of(told))
        typed = self.name.editor.text().strip()
        self.fill({**told, "name": typed or self.new_name(form)})
        self.told = {}
        self.changed.emit()

    def new_name(self, form: str) -> str:
        """A name that says what the printer is for, and that no other has."""
        said = {"escpos": _("Bills"), "tspl": _("Labels"), "zpl": _("Labels"), "pdf": _("PDF")}.get(form, _("Printer"))
        name, number = said, 1
        while self._is_taken(name):
            number += 1
            name = f"{said} {number}"
        return name

    def _is_taken(self, name: str) -> bool:
        return name.casefold() in {one.casefold() for one in self.taken}

    def value(self) -> dict[str, Any]:
        """The printer as the settings keep it, {} for none; InvalidInput names the field that does not do."""
        if self.questions.at == NONE:
            return {}
        name, address, form = self._checked_name(), self._checked_address(), self.questions.language
        drawer = {"drawer": True} if self.questions.has_drawer else {}
        known = {*OURS, *self.details.typed()}
        kept = {key: value for key, value in self.told.items() if key not in known}
        paper = str(self.paper.editor.currentData())
        ours = {"name": name, "address": address, "form": form, "paper": paper, **drawer}
        return {**kept, **ours, **self.details.values()}

    def _checked_name(self) -> str:
        name = " ".join(self.name.editor.text().split()) or self.new_name(self.questions.language)
        if self._is_taken(name):
            raise InvalidInput(
                _("Another printer is called {name} already.").format(name=name), _("Choose another name."), "name"
            )
        return name

    def _checked_address(self) -> str:
        from shoppos.printing.devices import open_device

        kind, typed = self.questions.at, self.address.editor.text().strip()
        if not typed:
            found = place(kind)
            example = _("For example: {example}").format(example=found.example if found else "")
            raise InvalidInput(_("Where is the printer?"), example, "address")
        address = address_of(kind, typed)
        try:
            open_device(address)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, "address") from error
        if kind == FOLDER:
            _make_folder(address.removeprefix("file:"))
        return address

    def typed(self) -> dict[str, Any]:
        """What stands here, right or not."""
        typed = self.questions.typed()
        return typed | {"told": dict(self.told), "head": self.details.typed()} if self._full else typed

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Show again what `typed` gave; {} changes nothing."""
        if not typed:
            return
        self.told = dict(typed.get("told", self.told))
        if "head" in typed:
            self.details.fill(typed["head"])
        self.questions.restore(typed)
        self._suit()

    def save(self) -> None:
        """Make it the shop's first printer, in front of any others; InvalidInput as `value`."""
        printer = self.value()
        known: list[dict[str, Any]] = self._shop.settings.get("printers", list[dict[str, Any]]())
        fresh = ([printer] if printer else []) + known[1:]
        if fresh != known:
            self._shop.settings.set("printers", fresh)

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal under its field."""
        return show_mistake(self.questions.fields, error)

    def _suit(self) -> None:
        """Offer what this language, place and paper can be told and asked."""
        asked = self.questions
        self.details.suit(asked.language, asked.at, drawer=asked.has_drawer)
        self.details.setVisible(self._full and bool(self.details.shown()))
        self.trial.setVisible(asked.at != NONE)
        self.trial.suit(asked.language, str(self.paper.editor.currentData()), drawer=asked.has_drawer)


def _make_folder(typed: str) -> None:
    try:
        Path(typed).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidInput(
            _("That folder cannot be made: {reason}.").format(reason=reason), _("Choose another."), "address"
        ) from error
