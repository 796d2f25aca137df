"""A customer's card: who they are, where they live, and whether that stands on the bill."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import EnterGoesOn, Field, choice, choose, line, scrolled, show_mistake, words
from shoppos.ui.widgets.gstin_field import GstinField

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView

TEXTS = ("name", "phone", "address", "pin_code", "email")
WIDE, HIGH = 760, 500


class CustomerForm(QDialog):
    """A new customer, or a known one to change.

    `saved` is the customer once saved; None with a `buyer_gstin` when only a GSTIN was typed: such a buyer is billed
    without being on the list. `on_bill` tells whether the address is to stand on the bill.
    """

    def __init__(
        self, shop: Shop, parent: QWidget | None, known: CustomerView | None = None, *, name: str = "",
        phone: str = "", gstin: str = "", on_bill: bool = False,
    ) -> None:  # fmt: skip
        """`name`, `phone` and `gstin` are what was typed before of a new one."""
        super().__init__(parent)
        self.shop = shop
        self.saved: CustomerView | None = None
        self._known = known
        self.setWindowTitle(_("Customer's card") if known else _("New customer"))
        self._make_fields()
        self.on_bill_box.setChecked(on_bill)
        self._lay_out()
        self._fill({"name": name, "phone": phone, "gstin": gstin})
        self._start = self._typed()
        for field in self.fields:
            signal = field.editor.textEdited if isinstance(field.editor, QLineEdit) else field.editor.activated
            signal.connect(field.clear_mistake)
        self.gstin.stated.connect(self._state_is)
        self.pin_code.editor.textEdited.connect(self._guess_state)
        first = next((f for f in (self.name, self.phone, self.address) if not f.editor.text()), self.name)
        first.editor.setFocus()

    @property
    def on_bill(self) -> bool:
        """Whether the address is to stand on the bill and its State to decide the GST."""
        return self.on_bill_box.isChecked()

    @property
    def buyer_gstin(self) -> str:
        """The GSTIN as typed."""
        return self.gstin.editor.text().strip()

    # -- building

    def _make_fields(self) -> None:
        from shoppos.rules.place_of_supply import STATES

        self.name = Field("name", _("Name"), line(most=80))
        self.phone = Field("phone", _("Mobile number"), line(most=20))
        self.address = Field("address", _("Address"), line(most=300))
        self.pin_code = Field("pin_code", _("PIN code"), line(most=10))
        states: list[tuple[str, object]] = [(_("Not known"), "")]
        states += [(f"{name} ({code})", code) for code, name in STATES.items()]
        self.state = Field("state", _("State"), choice(states, ""))
        self.gstin = GstinField(_("GSTIN, if they have one"))
        self.email = Field("email", _("E-mail"), line(most=120))
        self.on_bill_box = QCheckBox(_("Address on the bill; its State decides CGST and SGST, or IGST"))
        self.fields: list[Field[Any]] = [
            self.name, self.phone, self.address, self.pin_code, self.state, self.gstin, self.email,
        ]  # fmt: skip

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(8))
        places: tuple[tuple[QWidget, int, int, int], ...] = (
            (self.name, 0, 0, 2), (self.phone, 0, 2, 1), (self.address, 1, 0, 2), (self.pin_code, 1, 2, 1),
            (self.state, 2, 0, 1), (self.gstin, 2, 1, 1), (self.email, 2, 2, 1), (self.on_bill_box, 3, 0, 3),
        )  # fmt: skip
        for widget, row, column, wide in places:
            grid.addWidget(widget, row, column, 1, wide, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        inner = QWidget()
        column_box = QVBoxLayout(inner)
        column_box.addLayout(grid)
        column_box.addStretch()
        self.mistake = words("", role="wrong")
        self.mistake.hide()
        outer = QVBoxLayout(self)
        outer.addWidget(scrolled(inner))
        outer.addWidget(self.mistake)
        outer.addLayout(self._buttons())
        room = self.screen().availableSize()
        self.resize(min(scaled(WIDE), room.width()), min(scaled(HIGH), room.height() - 40))
        editors: list[QWidget] = [field.editor for field in self.fields]
        for first, second in pairwise([*editors, self.on_bill_box]):
            QWidget.setTabOrder(first, second)
        EnterGoesOn(self, editors).ended.connect(self.save)

    def _buttons(self) -> QHBoxLayout:
        keep = QPushButton(_("Save (Ctrl+S)"))
        keep.setProperty("role", "primary")
        keep.clicked.connect(self.save)
        for key in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.save)
        stop = QPushButton(_("Back (Esc)"))
        stop.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        for button in (stop, keep):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _fill(self, typed: dict[str, str]) -> None:
        values = dict(typed)
        if self._known is not None:
            card = self.shop.customers.card(self._known.id)
            values = {name: getattr(card, name) for name in (*TEXTS, "state")} | {"gstin": self._known.gstin}
        for field in self.fields:
            if isinstance(field.editor, QLineEdit):
                field.editor.setText(values.get(field.name, ""))
        choose(self.state.editor, values.get("state", ""))

    # -- while it is typed

    def _state_is(self, state: str) -> None:
        choose(self.state.editor, state)

    def _guess_state(self, text: str) -> None:
        """A PIN code suggests the State; what was chosen stays."""
        from shoppos.rules.pin_codes import state_of
        from shoppos.rules.place_of_supply import STATES

        found = state_of(text)
        self.pin_code.tell(_("Most likely {state}").format(state=STATES[found]) if found else "")
        if found and not self.state.editor.currentData():
            choose(self.state.editor, found)

    def _typed(self) -> dict[str, str]:
        texts = {name: getattr(self, name).editor.text().strip() for name in TEXTS}
        return texts | {"state": str(self.state.editor.currentData()), "gstin": self.buyer_gstin}

    # -- saving

    def save(self) -> None:
        """Write it down, or show under which field it does not do."""
        for field in self.fields:
            field.clear_mistake()
        self.mistake.hide()
        try:
            self._save()
        except ShopError as error:
            if not (isinstance(error, InvalidInput) and show_mistake(self.fields, error)):
                self.mistake.setText(f"⚠ {error}")
                self.mistake.show()
            return
        self.accept()

    def _save(self) -> None:
        values = self._typed()
        if self.on_bill and not values["address"] and not values["gstin"]:
            raise InvalidInput(
                _("There is no address to put on the bill."), _("Type it, or take the tick off."), "address"
            )
        if self._known is not None:
            self.saved = self.shop.customers.change(self._known.id, **values)
        elif values["name"] or values["phone"] or not values["gstin"]:
            self.saved = self.shop.customers.add(values.pop("name"), values.pop("phone"), **values)
        else:
            from shoppos.shop.customers import checked_gstin

            checked_gstin(values["gstin"])

    def reject(self) -> None:
        """Leave; what was typed is thrown away only when one says so."""
        from shoppos.ui.dialogs.ask import ask

        if self._typed() != self._start and not ask(
            self, _("Throw away what you typed?"), _("Throw it away"), _("Go on typing"), careful=True
        ):
            return
        super().reject()
