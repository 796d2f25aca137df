"""The accounts by which messages go, each as a form; a secret is typed anew or left as it is, and never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.rules.message_words import EMAIL, SECRETS, SMS, STEPS, TELEGRAM, step_said
from shoppos.rules.whatsapp import telegram
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.qr_view import QrView

if TYPE_CHECKING:
    from shoppos.shop import Shop

DAY = 24 * 60
BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)
"""A bot's name (core.telegram.org/bots/features: 5 to 32 letters, figures and _)."""
CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?", re.ASCII)
QR = 190


class AccountForm(QWidget):
    """One account: `channel` is what is tried with it, `secret` the name under which its password is kept."""

    channel = ""
    secret = ""
    to_hint = ""

    def __init__(self, shop: Shop) -> None:
        """Fill it with what is set up."""
        super().__init__()
        self.shop = shop
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(scaled(4), scaled(8), scaled(6), 0)
        self.column.setSpacing(scaled(6))
        self.fields: dict[str, Field[Any]] = {}
        self.password: Field[QLineEdit] | None = None
        self.build()
        self.column.addStretch()

    def build(self) -> None:
        """The fields of this account."""
        raise NotImplementedError

    def save(self) -> None:
        """Keep it; InvalidInput names the field that does not do."""
        raise NotImplementedError

    def add(self, *fields: Field[Any]) -> None:
        """Fields under one another."""
        for field in fields:
            self.fields[field.name] = field
            self.column.addWidget(field)

    def add_secret(self, caption: str) -> None:
        """A line for the password, which is empty even where one is kept."""
        editor = line(most=300)
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.password = Field("secret", caption, editor)
        self.add(self.password)
        self.say_secret()

    def say_secret(self) -> None:
        """Whether one is kept, and where."""
        if self.password is None:
            return
        secrets = self.shop.messages.secrets
        where = secrets.where(self.secret)
        kept = _("One is kept. Type a new one to change it; it is never shown.")
        hints = {"": _("None is kept yet."), "file": f"{kept} {secrets.warning}", "keyring": kept}
        self.password.tell(hints[where])

    def keep_secret(self) -> None:
        """A new password goes to the system's own store; an empty line leaves the old one."""
        if typed := self.text_of_secret():
            self.shop.messages.secrets.set(self.secret, typed)
            self.forget_typed()

    def text_of_secret(self) -> str:
        """The password that was typed, empty for the old one."""
        return self.password.editor.text().strip() if self.password is not None else ""

    def forget_typed(self) -> None:
        """It is kept: the line is empty again."""
        if self.password is not None:
            self.password.editor.clear()
            self.say_secret()

    def text(self, name: str) -> str:
        """What stands in a field."""
        editor = self.fields[name].editor
        return str(editor.currentData()) if isinstance(editor, QComboBox) else editor.text().strip()


class MailForm(AccountForm):
    """E-mail by the shop's own account."""

    channel, secret = EMAIL, SECRETS[EMAIL]

    def build(self) -> None:
        """Server, security, user, sender."""
        told: dict[str, Any] = self.shop.settings.get("mail", {})
        ways = [(_("TLS (port 465)"), "tls"), (_("STARTTLS (port 587)"), "starttls")]
        self.add(
            Field("host", _("Server for sending"), line(str(told.get("host", "")), placeholder="smtp.example.in")),
            Field("security", _("Security"), choice(ways, told.get("security", "tls"))),
            Field("port", _("Port"), line(str(told.get("port") or "")), hint=_("Empty: the usual one")),
            Field("user", _("User name"), line(str(told.get("user", "")))),
            Field("sender", _("From which address"), line(str(told.get("sender", "")))),
        )
        self.add_secret(_("Password"))

    def save(self) -> None:
        """Keep it."""
        port = self.text("port")
        if port and not (port.isdecimal() and 0 < int(port) < 1 << 16):
            raise InvalidInput(_("{value} is no port.").format(value=port), _("It is 465 or 587."), "port")
        told = {name: self.text(name) for name in ("host", "security", "user", "sender")}
        typed = self.text_of_secret()
        self.shop.messages.set_mail({**told, "port": int(port)} if port else told, typed)
        if typed:
            self.forget_typed()


class SmsForm(AccountForm):
    """SMS by a gateway, with what the DLT list says of the shop."""

    channel, secret = SMS, SECRETS[SMS]

    def build(self) -> None:
        """Which gateway, and the ids of the DLT list."""
        from shoppos.online.sms import PRESETS

        told: dict[str, Any] = self.shop.settings.get("sms", {})
        listed: dict[str, Any] = self.shop.settings.get("dlt", {})
        names = [(_("None"), ""), *((name.capitalize(), name) for name in PRESETS)]
        self.presets = PRESETS
        self.add(
            Field("preset", _("Gateway"), choice(names, told.get("preset", ""))),
            Field("url", _("Its address"), line(str(told.get("url", "")), most=500)),
        )
        self.add_secret(_("Key of the account"))
        texts = "\n".join(f"{key} = {text}" for key, text in listed.get("templates", {}).items())
        self.add(
            Field("entity", _("DLT: the shop's id (entity)"), line(str(listed.get("entity", "")))),
            Field("header", _("DLT: header"), line(str(listed.get("header", ""))), hint=_("Six letters, as SHARMA")),
            Field("template", _("DLT: a registered text"), line(most=1000),
                  hint=_("Id = text with its variables as they were registered; one at a time")),
        )  # fmt: skip
        self.listed = words(texts, role="hint")
        self.column.addWidget(self.listed)
        self.fields["preset"].editor.currentIndexChanged.connect(self._chosen)

    def _chosen(self) -> None:
        self.fields["url"].editor.setText(str(self.presets.get(self.text("preset"), {}).get("url", "")))

    def save(self) -> None:
        """Keep it; without a gateway no SMS goes by itself."""
        told: dict[str, Any] = self.shop.settings.get("sms", {})
        preset, url = self.text("preset"), self.text("url")
        if url and not url.startswith("https://"):
            raise InvalidInput(_("The address must begin with https."), field="url")
        kept = told if told.get("preset", "") == preset else {}
        self.shop.settings.set("sms", {**kept, "preset": preset, "url": url} if preset or url else {})
        listed: dict[str, Any] = dict(self.shop.settings.get("dlt", {}))
        listed |= {"entity": self.text("entity"), "header": self.text("header")}
        if typed := self.text("template"):
            key, equals, text = typed.partition("=")
            if not equals or not key.strip() or not text.strip():
                raise InvalidInput(_("Type it as: id = text"), field="template")
            listed["templates"] = {**listed.get("templates", {}), key.strip(): text.strip()}
            self.fields["template"].editor.clear()
        self.shop.settings.set("dlt", listed)
        self.listed.setText("\n".join(f"{key} = {text}" for key, text in listed.get("templates", {}).items()))
        self.keep_secret()


class TelegramForm(AccountForm):
    """The shop's bot, which customers can write to."""

    channel, secret = TELEGRAM, SECRETS[TELEGRAM]

    def build(self) -> None:
        """The bot's name and token, and the QR that opens it."""
        told: dict[str, Any] = self.shop.settings.get("telegram", {})
        self.column.addWidget(words(_("Write to @BotFather in Telegram: /newbot. It gives the name and the token.")))
        self.add(Field("bot", _("Name of the bot"), line(str(told.get("bot", "")), most=40)))
        self.add_secret(_("Token"))
        self.link = words("", role="quiet")
        self.link.setAccessibleName(_("Link to the bot"))
        self.qr = QrView()
        self.qr.setFixedSize(scaled(QR), scaled(QR))
        self.qr.setAccessibleName(_("QR of the link to the bot"))
        self.column.addWidget(self.link)
        self.column.addWidget(self.qr)
        self._show_link()

    def _show_link(self) -> None:
        from shoppos.printing.codes import checked_qr

        bot = self.text("bot").removeprefix("@")
        link = telegram(bot) if BOT.fullmatch(bot) else ""
        self.link.setText(_("Customers open it here: {link}").format(link=link) if link else "")
        self.qr.show_matrix(checked_qr(link) if link else ())

    def save(self) -> None:
        """Keep it; without a name there is no bot."""
        bot = self.text("bot").removeprefix("@")
        if bot and not BOT.fullmatch(bot):
            raise InvalidInput(_("{value} is no bot's name.").format(value=bot), _("It ends in bot."), "bot")
        told: dict[str, Any] = self.shop.settings.get("telegram", {})
        self.shop.settings.set("telegram", {**told, "bot": bot})
        self.keep_secret()
        self._show_link()


class WhenForm(AccountForm):
    """When no telephone shall ring, and which steps are told at all."""

    def build(self) -> None:
        """Two times and a tick for each step."""
        from shoppos.shop.message_routes import choices

        kept = choices(self.shop.db)
        self.add(
            Field("from", _("Quiet from"), line(minutes_said(kept.quiet_from), most=5)),
            Field("to", _("Quiet until"), line(minutes_said(kept.quiet_to), most=5),
                  hint=_("What is owed meanwhile goes then. What you write yourself goes at once.")),
        )  # fmt: skip
        self.column.addWidget(words(_("Customers are told when it is:"), role="caption"))
        many = Flow(gap=scaled(14))
        self.steps = {step: QCheckBox(step_said(step)) for step in STEPS}
        for step, box in self.steps.items():
            box.setChecked(step not in kept.off)
            many.addWidget(box)
        self.column.addLayout(many)

    def save(self) -> None:
        """Keep it."""
        quiet = [read_minutes(self.text(name), name) for name in ("from", "to")]
        told: dict[str, Any] = self.shop.settings.get("messages", {})
        off = [step for step, box in self.steps.items() if not box.isChecked()]
        self.shop.settings.set("messages", {**told, "quiet": quiet, "off": off})


def minutes_said(minutes: int) -> str:
    """A time of the day, given in minutes."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_minutes(text: str, field: str) -> int:
    """A time of the day as it was typed, in minutes; InvalidInput for none."""
    found = CLOCK.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else DAY + 1
    if minutes > DAY:
        raise InvalidInput(_("{value} is no time.").format(value=text or "–"), _("Type it as 21:00."), field)
    return minutes % DAY
