"""A supplier's card, and money paid to a supplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import Doubtful, InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.rules.place_of_supply import STATES
from shoppos.ui.dialogs.approve import permitted
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import EnterGoesOn, Field, choice, line, show_mistake, words

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.suppliers import SupplierView

WIDE = 460
MANY = 4
"""From so many fields on they stand in two columns, so that the card fits a small screen."""
PAID_BY = ("cash", "upi", "card", "netbanking")
Editors = list[Field[QLineEdit] | Field[QComboBox]]


class _Form(QDialog):
    """Fields in the order in which they are typed; Enter in the last one saves. `saved` is the supplier afterwards."""

    def __init__(self, shop: Shop, parent: QWidget | None, title: str, fields: Editors, yes: str) -> None:
        super().__init__(parent)
        self.shop = shop
        self.saved: SupplierView | None = None
        self.fields = fields
        self.setWindowTitle(title)
        self.setMinimumWidth(scaled(WIDE + 180 if len(fields) >= MANY else WIDE))
        self.wrong = words("", role="wrong")
        self.wrong.hide()
        self.yes = QPushButton(yes)
        self.yes.setProperty("role", "primary")
        self.yes.setAutoDefault(False)
        self.yes.setMinimumHeight(scaled(44))
        self.yes.clicked.connect(self.accept)
        no = QPushButton(_("Cancel"))
        no.setAutoDefault(False)
        no.setMinimumHeight(scaled(44))
        no.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(scaled(8))
        across = 2 if len(fields) >= MANY else 1
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(16))
        for at, field in enumerate(fields):
            field.caption.setWordWrap(True)
            grid.addWidget(field, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        for at in range(across):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(no)
        row.addWidget(self.yes)
        column.addWidget(self.wrong)
        column.addLayout(row)
        self._goes = EnterGoesOn(self, [field.editor for field in fields])
        self._goes.ended.connect(self.accept)
        fields[0].editor.setFocus()

    def save(self) -> SupplierView:
        """Do it."""
        raise NotImplementedError

    def accept(self) -> None:
        """Save; what does not do is said below its field."""
        for field in self.fields:
            field.clear_mistake()
        self.wrong.hide()
        try:
            self.saved = self.save()
        except InvalidInput as error:
            if not show_mistake(self.fields, error):
                self._say(error)
        except ShopError as error:
            self._say(error)
        else:
            super().accept()

    def _say(self, error: ShopError) -> None:
        self.wrong.setText(str(error))
        self.wrong.show()


class SupplierForm(_Form):
    """A new supplier, or a known one to change."""

    def __init__(self, shop: Shop, parent: QWidget | None, known: SupplierView | None = None, name: str = "") -> None:
        """`name` is what was typed before of a new one."""
        card = known.card if known else None
        self._known = known
        states = [("", ""), *((f"{code} {state}", code) for code, state in STATES.items())]
        lead = str(card.lead_days) if card and card.lead_days is not None else ""
        self.name = Field("name", _("Name"), line(card.name if card else name))
        self.phone = Field("phone", _("Phone"), line(card.phone if card else ""))
        self.gstin = Field("gstin", _("GSTIN"), line(card.gstin if card else ""), hint=_("None: charges no tax"))
        self.state = Field("state", _("State"), choice(states, card.state if card else ""))
        self.email = Field("email", _("E-mail"), line(card.email if card else ""))
        self.lead_days = Field("lead_days", _("Days until goods come"), line(lead, right=True))
        self.opening = Field("opening", _("Owed from before"), line(right=True))
        fields: Editors = [self.name, self.phone, self.gstin, self.state, self.email, self.lead_days]
        fields += [] if known else [self.opening]
        title = _("Supplier's card") if known else _("New supplier")
        super().__init__(shop, parent, title, fields, _("Save"))

    def save(self) -> SupplierView:
        """Write the card."""
        from shoppos.shop.suppliers import SupplierCard

        lead = self.lead_days.editor.text().strip()
        if lead and not lead.isdigit():
            raise InvalidInput(_("Type the number of days."), field="lead_days")
        said = {
            "name": self.name.editor.text(), "phone": self.phone.editor.text(), "gstin": self.gstin.editor.text(),
            "email": self.email.editor.text(), "state": str(self.state.editor.currentData() or ""),
        }  # fmt: skip
        days = int(lead) if lead else None
        if self._known:
            return self.shop.suppliers.change(self._known.id, **said, lead_days=days)
        opening = self.opening.editor.text().strip()
        paise = parse_paise(opening) if opening else 0
        return self.shop.suppliers.add(SupplierCard(**said, lead_days=days), opening=paise)


class PayForm(_Form):
    """Money paid to a supplier; all that is owed is offered."""

    def __init__(self, shop: Shop, parent: QWidget | None, supplier: SupplierView) -> None:
        """Offer what is owed."""
        from shoppos.base.ids import new_id

        self._supplier, self._key, self._sure = supplier, new_id(), 0
        owed = plain(supplier.owed) if supplier.owed > 0 else ""
        said = _("{name} is owed {amount}").format(name=supplier.name, amount=rupees(supplier.owed))
        self.amount = Field("amount", said, line(owed, right=True))
        self.by = Field("by", _("Paid by"), choice([(methods.label(key), key) for key in PAID_BY], "cash"))
        self.reference = Field("reference", _("Reference"), line())
        super().__init__(shop, parent, _("Pay a supplier"), [self.amount, self.by, self.reference], _("Pay"))
        self.amount.editor.selectAll()

    @property
    def in_cash(self) -> bool:
        """Whether it is paid out of the drawer."""
        return self.by.editor.currentData() == "cash"

    def save(self) -> SupplierView:
        """Pay; an advance is asked for once, by a second Enter on the same amount."""
        try:
            paise = parse_paise(self.amount.editor.text())
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, "amount") from None
        sure, self._sure = self._sure == paise, 0
        try:
            return permitted(self, self.shop, lambda: self.shop.suppliers.pay(
                self._supplier.id, paise, str(self.by.editor.currentData()), self.reference.editor.text(),
                key=self._key, sure=sure, opens=True,
            ))  # fmt: skip
        except Doubtful:
            self._sure = paise
            raise
