"""What is done with one message: opened in another program, said to be sent or not, sent again, given up, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from shoppos.base.errors import Refused, ShopError
from shoppos.base.i18n import _
from shoppos.rules.message_words import EMAIL, WHATSAPP
from shoppos.ui.widgets.talk_words import UNSETTLED

if TYPE_CHECKING:
    from shoppos.reports.messages import ListedMessage
    from shoppos.ui.context import Context

ACTS = ("again", "open", "sent", "not_sent", "other", "cancel", "copy")
KEYS = {
    "sent": "Ctrl+S", "not_sent": "Ctrl+D", "open": "Ctrl+O", "again": "Ctrl+R", "other": "Ctrl+T", "cancel": "Ctrl+W",
    "copy": "Ctrl+J",
}  # fmt: skip
"""Keys of the page, free of those that work everywhere and of those that a line of text takes for itself."""


def labels() -> dict[str, str]:
    """What each act is called."""
    return {
        "sent": _("Sent"), "not_sent": _("Not sent"), "open": _("Open"), "again": _("Send it now"),
        "other": _("By another way"), "cancel": _("Give it up"), "copy": _("Copy the text"),
    }  # fmt: skip


class MessageActs(QObject):
    """`told` says what came of it (words, and good, warn or error)."""

    told = Signal(str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Work on the messages of the open shop."""
        super().__init__(parent)
        self._context = context

    def possible(self, one: ListedMessage | None) -> tuple[str, ...]:
        """What can be done with a message as it stands, the likeliest first."""
        if one is None:
            return ()
        if one.way != "out" or one.state not in UNSETTLED:
            return ("copy",)
        by_hand = one.channel in {WHATSAPP, EMAIL}
        itself = self._goes_by_itself(one)
        if one.state == "opened":
            found = ("sent", "not_sent", "open", "other", "cancel", "copy")
        else:
            here = ("open", "sent") if by_hand and (one.state == "failed" or not itself) else ()
            found = (*(("again",) if itself else ()), *here, "other", "cancel", "copy")
        return tuple(act for act in found if act != "other" or self.others(one))

    def others(self, one: ListedMessage) -> tuple[str, ...]:
        """The other channels by which that customer is reached."""
        from shoppos.shop.message_routes import routes

        if one.customer_id is None:
            return ()
        ways = routes(self._context.shop.db, one.customer_id, one.step)
        return tuple(way.channel for way in ways if way.channel != one.channel)

    def do(self, act: str, one: ListedMessage, channel: str = "") -> bytes | None:
        """Do it; gives the message's id, another one where it goes by another `channel`, None where it was refused."""
        messages = self._context.shop.messages
        try:
            if act == "open":
                open_link(messages.opened(one.id))
            elif act == "sent":
                messages.sent_by_hand(one.id)
            elif act == "not_sent":
                messages.not_sent(one.id)
            elif act == "again":
                messages.retry(one.id)
            elif act == "other":
                return self.begun(messages.retry(one.id, channel))
            elif act == "cancel":
                messages.cancel(one.id)
            else:
                QGuiApplication.clipboard().setText(one.body)
                self.told.emit(_("The text is copied."), "good")
        except ShopError as error:
            self._context.sound("refused")
            self.told.emit(str(error), "error")
            return None
        return one.id

    def begun(self, message_id: bytes) -> bytes:
        """A message was just written: what a person has to send is opened there, all else goes by itself."""
        try:
            open_link(self._context.shop.messages.opened(message_id))
        except Refused:
            self.told.emit(_("It waits to be sent, and goes by itself."), "good")
        return message_id

    def _goes_by_itself(self, one: ListedMessage) -> bool:
        from shoppos.shop.message_routes import set_up

        return one.channel in set_up(self._context.shop.db)


def open_link(link: str) -> None:
    """Open WhatsApp or the mail program, written and addressed; a person presses send there."""
    QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))
