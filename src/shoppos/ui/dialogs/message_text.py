"""A text for a customer: to copy, or to take into a WhatsApp chat; nothing is sent by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from shoppos.base.i18n import _
from shoppos.ui.dialogs.ask import Question
from shoppos.ui.style import scaled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

HIGH = 180


class MessageDialog(Question):
    """Shows the text; accepted when it is noted as sent, and `channel` says how."""

    def __init__(self, parent: QWidget, sentence: str, text: str, link: str, yes: str) -> None:
        """`link` opens the chat, "" where there is no phone number; `yes` is what accepting means."""
        super().__init__(parent, sentence, yes, _("Back (Esc)"))
        self.channel = "person"
        self._link = link
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(scaled(HIGH))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("The message"))
        self.column.insertWidget(1, self.text)
        self.copy = QPushButton(_("Copy the text"))
        self.copy.clicked.connect(self._copy)
        self.chat = QPushButton(_("Open WhatsApp"))
        self.chat.clicked.connect(self._open)
        self.chat.setEnabled(bool(link))
        self.column.insertWidget(2, self.copy)
        self.column.insertWidget(3, self.chat)
        self.copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.channel = "sms"

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._link, QUrl.ParsingMode.StrictMode))
        self.channel = "whatsapp"
