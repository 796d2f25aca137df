"""The way to the shop's chat as a QR: a customer who stands here scans it, and their chat is known as theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.ui.dialogs.order_ask import EDGE, OrderDialog
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.qr_view import QrView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context

WIDE = 560
FRAME = 150
"""Pixels at 100 % of what stands above and below the code: all of it must be on the screen, else no phone reads it."""


class ChatCodeDialog(OrderDialog):
    """The code, decoded back before it is shown, whole on any screen; Enter or Esc closes it."""

    def __init__(self, context: Context, parent: QWidget | None, link: str, name: str) -> None:
        """Show `link` for the customer of that name."""
        from shoppos.printing.codes import checked_qr

        super().__init__(context, parent, _("Telegram: {name}").format(name=name), _("Close (Enter)"), wide=WIDE)
        self.link = link
        self.qr = QrView()
        self.qr.setAccessibleName(_("QR of the chat on Telegram"))
        self.qr.show_matrix(checked_qr(link))
        room = QGuiApplication.primaryScreen().availableSize().height() - EDGE - scaled(FRAME)
        self.qr.setFixedSize(QSize(*(min(room, self.qr.sizeHint().height()),) * 2))
        self.no.hide()
        about = QVBoxLayout()
        about.addWidget(words(_("The customer scans this with their own phone and presses Start. From then on we can "
                                "write to each other there.")))  # fmt: skip
        about.addStretch()
        row = QHBoxLayout()
        row.setSpacing(scaled(14))
        row.addWidget(self.qr)
        row.addLayout(about, 1)
        self.body.addLayout(row)
        self.setAccessibleDescription(link)
        self.ready(first=self.yes)

    def act(self, *, sure: bool) -> None:
        """There is nothing to keep."""
        del sure


def show_chat_code(context: Context, parent: QWidget, customer_id: bytes, name: str) -> None:
    """Show the code of a customer; Refused where the shop has no chat, Unavailable where its key cannot be read."""
    link = context.shop.messages.start_link(customer_id)
    if not link:
        raise Refused(
            _("The shop has no chat on Telegram yet."), _("Set it up on the page of conversations, under Channels.")
        )
    ChatCodeDialog(context, parent, link, name).exec()
