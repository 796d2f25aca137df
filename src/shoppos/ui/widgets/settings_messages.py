"""Messages in the settings: by which ways they go, and what they say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from shoppos.base.i18n import _
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.settings_page import SettingsPage

WIDE = 520


class MessagesPage(SettingsPage):
    """Two doors: `channels_wanted` asks for the ways messages go, `texts_wanted` for what they say."""

    channels_wanted = Signal()
    texts_wanted = Signal()

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Messages")

    def build(self) -> None:
        """Each door with its sentence."""
        ways = _("Mail, SMS, WhatsApp and Telegram: the accounts they go by, and the hours in which none goes.")
        texts = _("What each message to a customer says, in each language.")
        self.channels, self.texts = QPushButton(_("Channels of messages …")), QPushButton(_("Texts of messages …"))
        for button, told, wanted in (
            (self.channels, ways, self.channels_wanted), (self.texts, texts, self.texts_wanted),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.setMaximumWidth(WIDE)
            button.clicked.connect(wanted)
            self.column.addWidget(words(told, role="quiet"))
            self.column.addWidget(button)
