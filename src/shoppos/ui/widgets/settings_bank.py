"""The bank account that bills on sheets name while something is to be paid, beside such a bill."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.rules import bank_details
from shoppos.ui.widgets.bill_preview import BillPreview
from shoppos.ui.widgets.form import EnterGoesOn, Field, line, show_mistake, words
from shoppos.ui.widgets.settings_beside import beside
from shoppos.ui.widgets.settings_page import SettingsPage


class BankPage(SettingsPage):
    """Four lines that are kept together, or emptied together."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Bank account on bills")

    def build(self) -> None:
        """The lines, their button, and the bill beside them."""
        about = _("A bill on A4 or A5 that is not paid yet says where to pay it by bank transfer.")
        self.holder = Field("holder", _("Name of the account"), line(most=80), hint=_("As the bank has it."))
        self.account = Field("account", _("Account number"), line(most=24), hint=_("9 to 18 digits."))
        self.ifsc = Field("ifsc", "IFSC", line(placeholder="HDFC0001234", most=11), hint=_("It names the branch."))
        self.bank = Field("bank", _("Bank and branch"), line(most=80), hint=_("May stay empty."))
        self.fields = (self.holder, self.account, self.ifsc, self.bank)
        self.keep = QPushButton(_("Save (Ctrl+S)"))
        self.keep.setProperty("role", "primary")
        self.keep.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.keep.clicked.connect(self.save)
        self.preview = BillPreview(
            self.shop, "A5", lambda: (self.shop.settings.profile(), bank_details.read(self._values()))
        )
        for field in self.fields:
            field.editor.textEdited.connect(field.clear_mistake)
            field.editor.textChanged.connect(self.preview.draw_soon)
        self.going_on = EnterGoesOn(self, [field.editor for field in self.fields])
        self.going_on.ended.connect(self.save)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words(_("Empty all four to name no account."), role="quiet"), 1)
        row.addWidget(self.keep)
        beside(self, (words(about, role="quiet"), *self.fields, foot), self.preview)

    def look(self) -> None:
        """The account that is kept; what is being typed stays."""
        told = self.shop.settings.get(bank_details.SETTING, dict[str, str]())
        for field in self.fields:
            if not field.editor.isModified():
                field.editor.setText(told.get(field.name, ""))
        self.preview.draw_soon()

    def save(self) -> None:
        """Keep all four; a mistake stands under its field."""
        try:
            told = bank_details.checked(self._values())
        except InvalidInput as error:
            self.fail(error)
            return
        settings = self.shop.settings
        before = settings.get(bank_details.SETTING, dict[str, str]())
        if told == before or self.attempt(
            self.title(), lambda: settings.set(bank_details.SETTING, told),
            lambda: settings.set(bank_details.SETTING, before),
        ):  # fmt: skip
            for field in self.fields:
                field.editor.setModified(False)
                field.clear_mistake()
            self.look()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake(self.fields, error)

    def _values(self) -> dict[str, str]:
        """The four lines in their one spelling where they do, else as they stand."""
        typed = {field.name: field.editor.text() for field in self.fields}
        try:
            return bank_details.checked(typed)
        except ShopError:
            return typed
