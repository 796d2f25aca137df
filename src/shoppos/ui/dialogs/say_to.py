"""A few words to the customer of an order, by the way that reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from shoppos.base.errors import Refused, ShopError
from shoppos.base.i18n import _
from shoppos.rules.message_words import CHANNELS, channel_said
from shoppos.ui.dialogs.chat_code import show_chat_code
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.talk_words import ERROR, WARN, state_said

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QLabel, QWidget

    from shoppos.reports.messages import Spoken
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.context import Context

SEEN = 4
"""How much of the conversation stands above what is typed."""


class SayToDialog(OrderDialog):
    """The last words of both sides above, a line to answer below; `link` opens what a person has to send."""

    def __init__(self, context: Context, parent: QWidget | None, view: OrderView) -> None:
        """Write to the customer of that order."""
        named = view.card.name or view.card.phone
        super().__init__(context, parent, _("Message to {name}").format(name=named), _("Send (Enter)"))
        self.view = view
        self.link = ""
        now = context.shop.db.clock.now()
        spoken = [one for one in context.shop.messages.conversation(view.customer.id) if one.body]
        for one in spoken[-SEEN:]:
            self.body.addWidget(_spoken(one, now))
        self.text: Field[QLineEdit] = Field("body", _("Message"), line(most=500))
        ways = [(_("As they wrote last"), ""), *((channel_said(one), one) for one in CHANNELS)]
        self.channel: Field[QComboBox] = Field("channel", _("By"), choice(ways, ""))
        self.body.addWidget(self.text)
        self.body.addWidget(self.channel)
        if context.shop.messages.has_bot():
            code = QPushButton(_("Telegram QR (Ctrl+Q)"))
            code.clicked.connect(self.show_code)
            QShortcut(QKeySequence("Ctrl+Q"), self, self.show_code)
            self.row.insertWidget(0, code)
        self.body.addStretch()
        self.ready(self.text)

    def show_code(self) -> None:
        """The way to the chat on Telegram, for a customer who stands here."""
        card = self.view.card
        try:
            show_chat_code(self.context, self, self.view.customer.id, card.name or card.phone)
        except ShopError as error:
            self.refused(error)
            self._say(str(error), "wrong")

    def act(self, *, sure: bool) -> None:
        """Owe it; what a person sends by hand is opened written and addressed."""
        del sure
        messages = self.shop.messages
        channel = str(self.channel.editor.currentData())
        made = messages.say(self.view.customer.id, self.text.editor.text(), channel, doc_id=self.view.id)
        try:
            self.link = messages.opened(made)
        except Refused:
            self.link = ""


def _spoken(one: Spoken, now: dt.datetime) -> QLabel:
    """What was said; of ours that is not sent, what became of it stands behind the words."""
    who = _("Customer") if one.way == "in" else one.employee or _("Shop")
    said = f"{one.at:%d-%m %H:%M}  {who}: {one.body}"
    if one.way != "out" or one.state == "sent":
        return words(said, role="quiet")
    became, looks = state_said(one, now)
    return words(f"{said}  ⚠ {became}", role={WARN: "doubt", ERROR: "wrong"}.get(looks, "quiet"))
