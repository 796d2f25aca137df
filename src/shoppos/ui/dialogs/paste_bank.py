"""The bank's message, pasted: what was understood of it is shown before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
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

HIGH, PART = 150, 6
"""Pixels at 100 % of what was pasted, and which part of a small screen it takes: what is understood counts more."""
MOST = 8
"""Payments that are spelled out; of more their number is told."""
FEW = 4
"""The same of messages that are not taken."""


class PasteBankDialog(OrderDialog):
    """`learned` is what came of it, once it was kept; a message that cannot be taken says why and holds up no other."""

    def __init__(self, context: Context, parent: QWidget | None, text: str) -> None:
        """Read `text`, which may be mended here."""
        super().__init__(context, parent, _("The bank's message"), _("Keep it (Ctrl+Enter)"), wide=620)
        self.learned: Learned | None = None
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(_("The bank's message"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(min(scaled(HIGH), QGuiApplication.primaryScreen().availableSize().height() // PART))
        self.text.textChanged.connect(self.read)
        self.understood = words("")
        self.understood.setAccessibleName(_("What was understood"))
        about = _(
            "Copy the whole message on the telephone or in the bank's page. Several at once stand with an empty line "
            "between."
        )
        self.about = words(about, role="hint")
        self.body.addWidget(self.about)
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
            pasted = bank_sms.read_all(text) if text.strip() else bank_sms.Pasted(())
        except ShopError as error:
            pasted = bank_sms.Pasted((), (error,))
        said = _listed([f"✓ {credit_said(credit)}" for credit in pasted.credits], MOST)
        if len(pasted.refused) == 1 and not said:
            said.append(f"⚠ {pasted.refused[0].message}\n{pasted.refused[0].hint}")
        elif pasted.refused:
            left = _("⚠ Not taken. {why}")
            said += _listed([left.format(why=error.message) for error in pasted.refused], FEW)
        looks = "card" if not said else "error" if not pasted.credits else "warn" if pasted.refused else "good"
        self._show("\n".join(said) or _("Nothing is pasted yet."), looks, keep=bool(pasted.credits))

    def _show(self, sentence: str, role: str, *, keep: bool) -> None:
        self.understood.setText(sentence)
        self.card.set_role(role)
        self.yes.setEnabled(keep)
        self.about.setVisible(not keep)
        self.fit()

    def accept(self) -> None:
        """Keep it, if it was understood."""
        if self.yes.isEnabled():
            super().accept()

    def act(self, *, sure: bool) -> None:
        """Learn what the message tells."""
        del sure
        self.learned = self.shop.bank.paste(self.text.toPlainText())


def _listed(said: list[str], most: int) -> list[str]:
    """The first of them, and how many there are besides."""
    more = [_("and {n} more").format(n=len(said) - most)] if len(said) > most else []
    return [*said[:most], *more]
