"""By which accounts messages go: set up, tried with one message to oneself, and when they may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QTabWidget, QVBoxLayout

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.channel_forms import AccountForm, MailForm, SmsForm, TelegramForm, WhenForm
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, line, polish, show_mistake, words
from shoppos.ui.widgets.message_trial import send_one

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context

SIZE = (720, 640)
EDGE = 20


class ChannelsDialog(QDialog):
    """One account a tab; Ctrl+Enter keeps it, "Send me one now" tries it beside the window."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show what is set up."""
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(_("Channels of messages"))
        self.job: Job | None = None
        shop = context.shop
        self.forms: tuple[AccountForm, ...] = (MailForm(shop), SmsForm(shop), TelegramForm(shop), WhenForm(shop))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Channels of messages"))
        titles = (_("E-mail"), _("SMS"), "Telegram", _("When and what"))
        for form, title in zip(self.forms, titles, strict=True):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(form)
            self.tabs.addTab(area, title)
        self.to: Field[QLineEdit] = Field("to", _("To try it: your own"), line(most=120))
        self.test = QPushButton(_("Send me one now (Ctrl+T)"))
        self.said = words("")
        self.close_button, self.keep = QPushButton(_("Close (Esc)")), QPushButton(_("Keep (Ctrl+Enter)"))
        self._lay_out()
        self._turned(0)

    def _lay_out(self) -> None:
        self.keep.setProperty("role", "primary")
        self.trial = QFrame()
        row = QHBoxLayout(self.trial)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.to, 1)
        row.addWidget(self.test, 0, Qt.AlignmentFlag.AlignBottom)
        acts = Flow(gap=scaled(8))
        for button in (self.keep, self.close_button):
            acts.addWidget(button)
        for button in (self.keep, self.close_button, self.test):
            button.setMinimumHeight(scaled(44))
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(14),) * 4)
        column.setSpacing(scaled(8))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.trial)
        column.addWidget(self.said)
        column.addLayout(acts)
        self.tabs.currentChanged.connect(self._turned)
        self.keep.clicked.connect(self.save)
        self.test.clicked.connect(self.try_it)
        self.close_button.clicked.connect(self.reject)
        for keys, act in (("Ctrl+Return", self.save), ("Ctrl+S", self.save), ("Ctrl+T", self.try_it)):
            QShortcut(QKeySequence(keys), self, act)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(SIZE[0]), room.width() - EDGE), min(scaled(SIZE[1]), room.height() - EDGE))

    @property
    def form(self) -> AccountForm:
        """The account that is shown."""
        return self.forms[self.tabs.currentIndex()]

    def _turned(self, at: int) -> None:
        self._say("")
        captions = (_("Your own mail address"), _("Your own mobile number"), _("Number of your own chat"), "")
        self.to.caption.setText(captions[at])
        self.to.editor.setAccessibleName(captions[at])
        self.trial.setVisible(bool(self.form.channel))

    def save(self) -> bool:
        """Keep the account that is shown; what does not do is said at its field."""
        for field in self.form.fields.values():
            field.clear_mistake()
        try:
            self.form.save()
        except InvalidInput as error:
            self.context.sound("refused")
            if not show_mistake(self.form.fields.values(), error):
                self._say(f"⚠ {error}", "wrong")
            return False
        except ShopError as error:
            self._say(f"⚠ {error}", "wrong")
            return False
        self._say(_("✓ Kept."))
        return True

    def try_it(self) -> None:
        """Keep it, and send one message to oneself."""
        form = self.form
        if not form.channel or (self.job is not None and self.job.running) or not self.save():
            return
        shop, channel, to = self.context.shop, form.channel, self.to.editor.text()
        self.test.setEnabled(False)
        self._say(_("Sending …"), "quiet")
        self.job = Job(shop.db, lambda _progress, _stop: send_one(shop, channel, to), self)
        self.job.finished.connect(self._taken)
        self.job.refused.connect(self._failed)
        self.job.start()

    def _taken(self, sentence: str) -> None:
        self.test.setEnabled(True)
        self._say(f"✓ {sentence}")

    def _failed(self, error: ShopError) -> None:
        self.test.setEnabled(True)
        self._say(f"⚠ {error}", "wrong")

    def _say(self, sentence: str, role: str = "hint") -> None:
        self.said.setText(sentence)
        self.said.setProperty("role", role)
        self.said.setVisible(bool(sentence))
        polish(self.said)
