"""Who the shop is: the form of its letterhead, with the GSTIN checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake
from shoppos.ui.widgets.gstin_field import GstinField

if TYPE_CHECKING:
    from shoppos.base.errors import InvalidInput

TEXTS = ("name", "phone", "address", "pin_code", "gstin", "upi", "email")


class ProfileForm(QWidget):
    """Name, place and tax of the shop; `changed` is told at every change by a person."""

    changed = Signal()

    def __init__(self) -> None:
        """Empty until `fill`."""
        super().__init__()
        from shoppos.rules.place_of_supply import STATES

        self.name = Field("name", _("Name of the shop, as on the bill"), line(most=120))
        self.phone = Field("phone", _("Phone"), line(most=20))
        self.address = Field("address", _("Address"), line(most=300))
        self.pin_code = Field("pin_code", _("PIN code"), line(most=10))
        states: list[tuple[str, object]] = [(_("Choose …"), "")]
        states += [(f"{name} ({code})", code) for code, name in STATES.items()]
        self.state = Field("state", _("State"), choice(states, ""))
        schemes: list[tuple[str, object]] = [
            (_("Not registered (no GST)"), "unregistered"),
            (_("Composition (no GST)"), "composition"),
            (_("Regular (with GST)"), "regular"),
        ]
        self.scheme = Field("scheme", _("How the shop pays GST"), choice(schemes, "unregistered"))
        self.gstin = GstinField(_("GSTIN"))
        self.upi = Field("upi", _("UPI id, for the QR"), line(placeholder="shop@bank", most=80))
        self.upi_merchant = QCheckBox(_("It is a business UPI id"))
        self.upi_merchant.setChecked(True)
        self.email = Field("email", _("E-mail"), line(most=120))
        self.fields: list[Field[Any]] = [
            self.name, self.phone, self.address, self.pin_code, self.state, self.scheme, self.gstin, self.upi,
            self.email,
        ]  # fmt: skip
        self._lay_out()
        for field in self.fields:
            if isinstance(field.editor, QLineEdit):
                field.editor.textEdited.connect(field.clear_mistake)
                field.editor.textEdited.connect(self.changed)
            else:
                field.editor.activated.connect(field.clear_mistake)
                field.editor.activated.connect(self.changed)
        self.upi_merchant.clicked.connect(self.changed)
        self.gstin.stated.connect(self._state_is)
        self.scheme.editor.currentIndexChanged.connect(self._show_gstin)
        self._show_gstin()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        places: tuple[tuple[QWidget, int, int, int], ...] = (
            (self.name, 0, 0, 2), (self.phone, 0, 2, 1), (self.address, 1, 0, 2), (self.pin_code, 1, 2, 1),
            (self.state, 2, 0, 1), (self.scheme, 2, 1, 1), (self.gstin, 2, 2, 1), (self.upi, 3, 0, 1),
            (self.upi_merchant, 3, 1, 1), (self.email, 3, 2, 1),
        )  # fmt: skip
        for widget, row, column, wide in places:
            where = Qt.AlignmentFlag.AlignBottom if widget is self.upi_merchant else Qt.AlignmentFlag.AlignTop
            grid.addWidget(widget, row, column, 1, wide, where)
        for column in range(3):
            grid.setColumnStretch(column, 1)

    def editors(self) -> list[QWidget]:
        """What one types in, in its order."""
        return [field.editor for field in self.fields]

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values; those not named stay."""
        for name in TEXTS:
            if name in values:
                field: Field[QLineEdit] = getattr(self, name)
                field.editor.setText(values[name])
        for name in ("state", "scheme"):
            if name in values:
                choose(getattr(self, name).editor, values[name])
        if "upi_merchant" in values:
            self.upi_merchant.setChecked(bool(values["upi_merchant"]))

    def values(self) -> dict[str, Any]:
        """The fields of the shop's profile, as they stand."""
        texts: dict[str, Any] = {name: getattr(self, name).editor.text().strip() for name in TEXTS}
        registered = self.scheme.editor.currentData() != "unregistered"
        return texts | {
            "state": self.state.editor.currentData(),
            "scheme": self.scheme.editor.currentData(),
            "gstin": texts["gstin"] if registered else "",
            "upi_merchant": self.upi_merchant.isChecked(),
        }

    def typed(self) -> dict[str, Any]:
        """Like `values`, with what is hidden too, so that nothing typed is lost."""
        return self.values() | {"gstin": self.gstin.editor.text()}

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal under its field."""
        return show_mistake(self.fields, error)

    def clear_mistakes(self) -> None:
        """Show no refusal any more."""
        for field in self.fields:
            field.clear_mistake()

    def _state_is(self, state: str) -> None:
        choose(self.state.editor, state)

    def _show_gstin(self) -> None:
        self.gstin.setVisible(self.scheme.editor.currentData() != "unregistered")
