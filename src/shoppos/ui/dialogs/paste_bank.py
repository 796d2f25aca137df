"""The bank's message, pasted: what was understood of it is shown before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.rules import bank_sms
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.payment_words import credit_said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.bank import Learned
    from shoppos.ui.context import Context

HIGH = 150
MOST = 8
"""Payments that are spelled out; of more their number is told."""


class PasteBankDialog(OrderDialog):
    """`learned` is what came of it, once it was kept; a text that cannot be read is not kept, and says why."""

    def __init__(self, context: Context, parent: QWidget | None, text: str) -> None:
        """Read `text`, which may be mended here."""
        super().__init__(context, parent, _("The bank's message"), _("Keep it (Enter)"), wide=620)
        self.learned: Learned | None = None
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(_("The bank's message"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(scaled(HIGH))
        self.text.textChanged.connect(self.read)
        self.understood = words("")
        self.understood.setAccessibleName(_("What was understood"))
        self.body.addWidget(words(_("Copy the whole message on the telephone or in the bank's page. Several at once "
                                    "stand with an empty line between."), role="hint"))  # fmt: skip
        self.body.addWidget(self.text)
        self.card = Card("good")
        inside = QVBoxLayout(self.card)
        inside.addWidget(self.understood)
        self.body.addWidget(self.card)
        self.body.addStretch()
        self.read()
        self.ready(first=self.yes if self.yes.isEnabled() else self.text)

    def read(self) -> None:
        """Say what is understood of the text as it stands."""
        text = self.text.toPlainText()
        try:
            found = bank_sms.read(text) if text.strip() else ()
        except ShopError as error:
            self._show(f"⚠ {error.message}\n{error.hint}", "error", keep=False)
            return
        said = [f"✓ {credit_said(credit)}" for credit in found[:MOST]]
        if len(found) > MOST:
            said.append(_("and {n} more").format(n=len(found) - MOST))
        self._show("\n".join(said) or _("Nothing is pasted yet."), "good" if said else "card", keep=bool(said))

    def _show(self, sentence: str, role: str, *, keep: bool) -> None:
        self.understood.setText(sentence)
        self.card.set_role(role)
        self.yes.setEnabled(keep)
        self.fit()

    def accept(self) -> None:
        """Keep it, if it was understood."""
        if self.yes.isEnabled():
            super().accept()

    def act(self, *, sure: bool) -> None:
        """Learn what the message tells."""
        del sure
        self.learned = self.shop.bank.paste(self.text.toPlainText())
