"""An address taken down on the telephone: the PIN code first, for it fills city and State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits
from shoppos.ui import style
from shoppos.ui.widgets.form import EnterGoesOn, Field, choice, choose, line, show_mistake
from shoppos.ui.widgets.labels import Card, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.errors import InvalidInput
    from shoppos.shop.order_terms import Place

PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of an address; `state` is its code."""

    name: str
    pin_code: str
    town: str
    state: str
    address: str
    label: str


class AddressForm(Card):
    """Asks name or label, PIN code, city, State and address; Enter goes on and gives it at the end, Esc leaves it.

    `edited` tells that something else stands in it.
    """

    given = Signal()
    left = Signal()
    edited = Signal()

    def __init__(self, place: Callable[[str], Place], parent: QWidget | None = None) -> None:
        """`place` says what a PIN code means."""
        super().__init__("card", parent)
        self._place = place
        self.heading = Words(role="heading")
        self.heading.setWordWrap(True)
        self.name = Field("name", _("Name"), line(most=80))
        self.label = Field("label", _("What it is called (may stay empty)"), line(most=40))
        self.pin_code = Field("pin_code", _("PIN code"), line(most=10))
        self.town = Field("town", _("City or district"), choice([], editable=True))
        self.state = Field("state", _("State"), choice([("", "")]))
        self.address = Field("address", _("House, street, landmark"), line(most=240))
        self.fields: tuple[Field[Any], ...] = (
            self.name, self.label, self.pin_code, self.town, self.state, self.address,
        )  # fmt: skip
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        self.back = QPushButton()
        self._lay_out()
        order = [self.name.editor, self.label.editor, self.pin_code.editor, self.address.editor]
        self._enter = EnterGoesOn(self, order)
        self._enter.ended.connect(self.given)
        self.go.clicked.connect(self.given)
        self.back.clicked.connect(self.left)
        self.pin_code.editor.textEdited.connect(self._look_up)
        for field in self.fields:
            field.editor.installEventFilter(self)
        for typed in (self.name, self.label, self.pin_code, self.address):
            typed.editor.textChanged.connect(self.edited)
        for chosen in (self.town, self.state):
            chosen.editor.currentTextChanged.connect(self.edited)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.scaled(12))
        grid.setVerticalSpacing(style.scaled(6))
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.pin_code, 0, 1)
        grid.addWidget(self.town, 1, 0)
        grid.addWidget(self.state, 1, 1)
        grid.addWidget(self.address, 2, 0, 1, 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.back)
        buttons.addWidget(self.go)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(*(style.scaled(14), style.scaled(10)) * 2)
        column_box.setSpacing(style.scaled(8))
        column_box.addWidget(self.heading)
        column_box.addLayout(grid)
        column_box.addStretch()
        column_box.addLayout(buttons)

    def begin(self, heading: str, *, new: bool) -> None:
        """Ask anew: of somebody `new`, with their name; else for one more address, with what it is called."""
        from shoppos.rules.place_of_supply import STATES

        self.heading.setText(heading)
        captions = (_("Name"), _("What it is called (may stay empty)"), _("PIN code"), _("City or district"),
                    _("State"), _("House, street, landmark"))  # fmt: skip
        for field, caption in zip(self.fields, captions, strict=True):
            field.caption.setText(caption)
            field.editor.setAccessibleName(caption)
            field.clear_mistake()
        for field in (self.name, self.label, self.pin_code, self.address):
            field.editor.clear()
        self.town.editor.clear()
        self.state.editor.clear()
        self.state.editor.addItem(_("Not known"), "")
        for code, named in STATES.items():
            self.state.editor.addItem(f"{named} ({code})", code)
        self.name.setVisible(new)
        self.label.setVisible(not new)
        self.go.setText(_("Enter  Take it down"))
        self.back.setText(_("Esc  Back"))
        self.pin_code.tell("")

    def start(self) -> None:
        """Put the keyboard where one begins."""
        first = self.name if self.name.isVisibleTo(self) else self.pin_code
        first.editor.setFocus()

    def texts(self) -> list[str]:
        """What stands in the fields, as `put` takes it."""
        typed = self.typed
        return [typed.name, typed.label, typed.pin_code, typed.town, typed.state, typed.address]

    def put(self, texts: list[str]) -> None:
        """Fill the fields with what was typed before."""
        for field, text in zip(self.fields, texts, strict=False):
            if field is self.state:
                choose(field.editor, text)
            elif isinstance(field.editor, QComboBox):
                field.editor.setCurrentText(text)
            else:
                field.editor.setText(text)

    @property
    def typed(self) -> Typed:
        """What stands in the fields."""
        return Typed(
            self.name.editor.text().strip(), self.pin_code.editor.text().strip(),
            self.town.editor.currentText().strip(), str(self.state.editor.currentData() or ""),
            self.address.editor.text().strip(), self.label.editor.text().strip(),
        )  # fmt: skip

    def show_mistake(self, error: InvalidInput) -> bool:
        """Say under its field what does not do; False if it is none of them."""
        return show_mistake(self.fields, error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the form, and nothing else; digits are no State."""
        if watched is self.state.editor and isinstance(event, QKeyEvent) and event.text().isdecimal():
            return event.type() == QEvent.Type.KeyPress
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        """A whole PIN code fills city and State; one that nobody has says so, and may stand."""
        pin = ascii_digits(text).strip()
        if len(pin) != PIN_DIGITS:
            self.pin_code.warn("")
            return
        place = self._place(pin)
        self.town.editor.clear()
        for district in place.districts:
            self.town.editor.addItem(district)
        written = self.town.editor.lineEdit()
        if written is not None:
            written.setCursorPosition(0)
        if place.state:
            choose(self.state.editor, place.state)
        self.pin_code.warn("" if place.known else _("India Post has no such PIN code."))
