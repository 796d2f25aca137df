"""Who works here: every bill says who made it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QPushButton

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, choice, line, show_mistake, words
from shoppos.ui.widgets.settings_page import SettingsPage
from shoppos.ui.widgets.tables import roomy


def roles() -> dict[str, str]:
    """The roles in words."""
    return {"owner": _("Owner"), "manager": _("Manager"), "cashier": _("Cashier"), "packer": _("Packer")}


class PeoplePage(SettingsPage):
    """The list of employees, and who is at this till."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("People")

    def build(self) -> None:
        """The list and a line to add someone."""
        self.people = QListWidget()
        self.people.setAccessibleName(_("People"))
        self.people.setMinimumHeight(180)
        roomy(self.people)
        self.name = Field("name", _("Name"), line(most=60))
        self.name.editor.textEdited.connect(self.name.clear_mistake)
        self.name.editor.returnPressed.connect(self.save)
        self.role = Field("role", _("Role"), choice([(shown, key) for key, shown in roles().items()], "cashier"))
        self.add = QPushButton(_("Add"))
        self.add.clicked.connect(self.save)
        self.here = QPushButton(_("Is at this till now"))
        self.here.clicked.connect(self.sign_in)
        self.gone = QPushButton(_("Works here no more"))
        self.gone.clicked.connect(self.leave)
        self.pin = Field("pin", _("PIN"), line(most=8), hint=_("To sign in, and to allow what others may not."))
        self.pin.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.editor.textEdited.connect(self.pin.clear_mistake)
        self.new_pin = QPushButton(_("Set this PIN"))
        self.new_pin.clicked.connect(self.set_pin)
        self.old = Field("old", _("Your PIN until now"), line(most=8), hint=_("Only to change your own."))
        self.old.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.addWidget(self.people)
        row = QHBoxLayout()
        row.addWidget(self.here)
        row.addWidget(self.gone)
        row.addStretch()
        self.column.addLayout(row)
        pins = QHBoxLayout()
        pins.addWidget(self.pin, 1)
        pins.addWidget(self.old, 1)
        pins.addWidget(self.new_pin, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(pins)
        self.column.addWidget(words(_("Someone new"), role="heading"))
        new = QHBoxLayout()
        new.addWidget(self.name, 2)
        new.addWidget(self.role, 1)
        new.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(new)

    def look(self) -> None:
        """Who works here now."""
        at = max(0, self.people.currentRow())
        current = b"" if self.shop.db.nobody else self.shop.staff.current.id
        self.names = [person.name for person in self.shop.staff.list()]
        self.people.clear()
        for person in self.shop.staff.list():
            here = "  ·  " + _("at this till") if person.id == current else ""
            pin = "  ·  " + _("has a PIN") if self.shop.staff.has_pin(person.id) else ""
            self.people.addItem(f"{person.name}  ·  {roles().get(person.role, person.role)}{pin}{here}")
        self.people.setCurrentRow(min(at, self.people.count() - 1))

    def save(self) -> None:
        """Take someone on."""
        staff, name = self.shop.staff, self.name.editor.text().strip()
        role = str(self.role.editor.currentData())
        self.name.clear_mistake()
        if self.attempt(name, lambda: staff.add(name, role), lambda: staff.leave(name)):
            self.name.editor.clear()
            self.look()

    def sign_in(self) -> None:
        """From now on bills say this name; with the PIN that was typed, the rights of the role too."""
        staff, name, pin = self.shop.staff, self._chosen(), self.pin.editor.text().strip() or None
        before = staff.current.name
        known = {person.name: staff.has_pin(person.id) for person in staff.list()}

        def act() -> None:
            if known.get(name) and pin is None:
                raise InvalidInput(_("Type the PIN of {name}.").format(name=name), field="pin")
            staff.sign_in(name, pin)

        def back() -> None:
            if known.get(before):
                raise Refused(_("{name} has a PIN.").format(name=before), _("They sign in themselves."))
            staff.sign_in(before)

        self.pin.clear_mistake()
        if name and (name != before or pin):
            self.attempt(
                _("{name} is at this till").format(name=name), act, back,
            )  # fmt: skip
            self.pin.editor.clear()
            self.look()

    def set_pin(self) -> None:
        """Give who is chosen the PIN that was typed; an empty one takes it away."""
        staff, name, pin = self.shop.staff, self._chosen(), self.pin.editor.text().strip()
        person = next((p for p in staff.list() if p.name == name), None)
        if person is None:
            return
        had = staff.has_pin(person.id)
        old = self.old.editor.text().strip() or None if person.id == staff.current.id else None

        def back() -> None:
            if had:
                raise Refused(_("The PIN before is not known to anybody."), _("Set it again."))
            staff.set_pin(name, "")

        told = _("{name} has a PIN") if pin else _("{name} has no PIN")
        self.pin.clear_mistake()
        done = self.attempt(told.format(name=name), lambda: staff.set_pin(name, pin, old), back)
        self.pin.editor.clear()
        self.old.editor.clear()
        if done:
            self.look()

    def leave(self) -> None:
        """Take someone off the list; what they made keeps their name."""
        staff, name = self.shop.staff, self._chosen()
        person = next((p for p in staff.list() if p.name == name), None)
        if person is not None:
            self.attempt(
                _("{name} works here no more").format(name=name), lambda: staff.leave(name),
                lambda: staff.come_back(person.id),
            )  # fmt: skip
            self.look()

    def _chosen(self) -> str:
        row = self.people.currentRow()
        return self.names[row] if 0 <= row < len(self.names) else ""

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((self.name, self.role, self.pin), error)
