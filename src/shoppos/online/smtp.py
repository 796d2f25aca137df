"""E-mail by the shop's own account: over verified TLS, with a Message-ID that is the same at each try."""

from __future__ import annotations

import base64
import html
import logging
import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.online.channels import PATIENCE, Failed, Later, Outcome, Sent, Stopped
from shoppos.rules.message_words import EMAIL, SECRETS, tidy

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.online.channels import Render
    from shoppos.reports.messages import Outgoing

log = logging.getLogger(__name__)

PASSWORD = SECRETS[EMAIL]
TLS, STARTTLS = "tls", "starttls"
PORTS = {TLS: 465, STARTTLS: 587}
"""Source: RFC 8314, 3.3 and RFC 6409, 3.1."""
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
"""What a browser takes for a mail address, with a point in its domain (HTML, 4.10.5.1.5)."""
KEYS = frozenset({"host", "port", "security", "user", "sender"})
"""What the setting of an account may hold."""
FOR_GOOD = 500
SIGNED_IN = (235, 503)


class Smtp:
    """One mail account; a connection is kept for the messages of one round."""

    name = EMAIL

    def __init__(
        self, told: dict[str, Any], password: str, shop: str, db: Reader, render: Render | None = None
    ) -> None:
        """`told` is the setting "mail": host, port, security ("tls" or "starttls"), user, sender."""
        self.host = clean(str(told.get("host", "")))
        self.security = STARTTLS if told.get("security") == STARTTLS else TLS
        port: Any = told.get("port")
        self.port = port if isinstance(port, int) and 0 < port < 1 << 16 else PORTS[self.security]
        self.user = clean(str(told.get("user", "")))
        self.sender = clean(str(told.get("sender", "")) or self.user)
        self.account = f"{self.host}:{self.port}:{self.security}:{self.user}:{self.sender}:{hash(password)}"
        self._password, self._shop, self._db, self._render = password, clean(shop, 80), db, render
        self._open: smtplib.SMTP | None = None

    def send(self, message: Outgoing) -> Outcome:
        """Send one mail."""
        if not ADDRESS.fullmatch(self.sender):
            return Stopped(_("{address} is no mail address to send from.").format(address=clean(self.sender, 80)))
        if not ADDRESS.fullmatch(message.address):
            return Failed(_("{address} is no mail address.").format(address=clean(message.address, 80)))
        try:
            mail = self.compose(message)
        except ShopError as error:
            return Failed(str(error))
        return self._sent(mail, message.address)

    def post(self, mail: EmailMessage, to: str) -> Outcome:
        """Send a mail that is composed already but for who it is from and to whom it goes."""
        if not ADDRESS.fullmatch(self.sender):
            return Stopped(_("{address} is no mail address to send from.").format(address=clean(self.sender, 80)))
        if not ADDRESS.fullmatch(to):
            return Failed(_("{address} is no mail address.").format(address=clean(to, 80)))
        mail["From"] = Address(self._shop or self.sender, addr_spec=self.sender)
        mail["To"] = Address(addr_spec=to)
        return self._sent(mail, to)

    @property
    def domain(self) -> str:
        """Behind the @ of who sends, as a Message-ID has it."""
        return self.sender.rpartition("@")[2]

    def rest(self) -> None:
        """Hang up."""
        held, self._open = self._open, None
        if held is not None:
            try:
                held.quit()
            except (OSError, smtplib.SMTPException):
                held.close()

    def compose(self, message: Outgoing) -> EmailMessage:
        """The whole mail: plain text, the same as HTML, and the paper that goes with it."""
        mail = EmailMessage()
        mail["From"] = Address(self._shop or self.sender, addr_spec=self.sender)
        mail["To"] = Address(clean(message.name, 80), addr_spec=message.address)
        mail["Subject"] = clean(message.subject, 120) or self._shop
        mail["Date"] = format_datetime(self._db.clock.at(message.made_at).replace(microsecond=0))
        mail["Message-ID"] = f"<{message.id.hex()}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        language = message.language if message.language in BILL_LANGUAGES else "en"
        mail["Content-Language"] = language
        body = tidy(message.body)
        mail.set_content(body + "\n")
        mail.add_alternative(as_html(body, language), subtype="html")
        if message.attach and message.doc_id is not None and self._render is not None:
            paper = self._render(message.doc_id, message.attach)
            mail.add_attachment(paper, maintype="application", subtype="pdf", filename=f"{message.attach}.pdf")
        return mail

    # -- inside

    def _sent(self, mail: EmailMessage, to: str) -> Outcome:
        kept = self._open is not None
        try:
            line = self._open or self._connected()
            line.send_message(mail, self.sender, [to])
        except smtplib.SMTPServerDisconnected:
            self._hung_up()
            if kept:  # the server let an idle line go: nothing was heard of this mail
                return self._sent(mail, to)
            return Later(_("The mail server hung up."))
        except (OSError, smtplib.SMTPException) as error:
            self._hung_up()
            return self._means(error, kept=kept)
        return Sent(str(mail["Message-ID"]))

    def _means(self, error: Exception, *, kept: bool) -> Outcome:
        """What became of a mail by the error: 4xx is for another time, 5xx for good (RFC 5321, 4.2.1)."""
        outcome: Outcome = Later(offline=not kept)  # there was no way to the server
        match error:
            case smtplib.SMTPAuthenticationError():
                outcome = _not_accepted(error)
            case smtplib.SMTPRecipientsRefused():
                outcome = _answered(*next(iter(error.recipients.values())))
            case smtplib.SMTPResponseException():
                outcome = _answered(error.smtp_code, error.smtp_error)
            case smtplib.SMTPNotSupportedError():  # STARTTLS is all that is asked of it by name
                said = _("{host} offers no encryption here, so nothing is sent to it.")
                outcome = Stopped(said.format(host=self.host))
            case ssl.SSLCertVerificationError():
                said = _("The certificate of {host} does not hold: {reason}.")
                outcome = Stopped(said.format(host=self.host, reason=clean(error.verify_message, 120)))
            case ssl.SSLError() | smtplib.SMTPException():
                outcome = Later(clean(str(error), 200))
            case _:
                log.info("No way to the mail server: %s", type(error).__name__)
                said = _("The mail server {host}, port {port}, was not reached.")
                outcome = Later(said.format(host=self.host, port=self.port), offline=not kept)
        return outcome

    def _connected(self) -> smtplib.SMTP:
        """A line to the server that is encrypted, to whom its certificate says, and signed in."""
        checked = ssl.create_default_context()
        here = self.sender.rpartition("@")[2]
        if self.security == TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, here, timeout=PATIENCE, context=checked)
        else:
            line = smtplib.SMTP(self.host, self.port, here, timeout=PATIENCE)
        self._open = line
        if self.security == STARTTLS:
            line.starttls(context=checked)
        if self.user:
            self._sign_in(line)
        return line

    def _sign_in(self, line: smtplib.SMTP) -> None:
        """Sign in once: who tries several ways one after the other is hung up on, and never hears why."""
        line.ehlo_or_helo_if_needed()
        ways = str(line.esmtp_features.get("auth", "")).upper().split()
        if "PLAIN" in ways or "LOGIN" not in ways:
            told = base64.b64encode(f"\0{self.user}\0{self._password}".encode()).decode()  # RFC 4616
            code, said = line.docmd("AUTH", f"PLAIN {told}")
        else:
            line.user, line.password = self.user, self._password
            code, said = line.auth("LOGIN", line.auth_login)
        if code not in SIGNED_IN:
            raise smtplib.SMTPAuthenticationError(code, said)

    def _hung_up(self) -> None:
        held, self._open = self._open, None
        if held is not None:
            held.close()


def _not_accepted(error: smtplib.SMTPAuthenticationError) -> Outcome:
    said = _words(error.smtp_error)
    if error.smtp_code < FOR_GOOD:
        return Later(said)
    return Stopped(
        _("The mail account is not accepted: {reason}. Look at its user name and password.").format(reason=said)
    )


def _answered(code: int, said: bytes | str) -> Outcome:
    words = f"{_words(said)} ({code})"
    return Failed(_("The mail was refused: {reason}").format(reason=words)) if code >= FOR_GOOD else Later(words)


def _words(said: bytes | str) -> str:
    return clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else said, 200)


def as_html(body: str, language: str = "en") -> str:
    """A text as a mail program shows it, on a telephone too; nothing in it is markup, links can be touched."""
    said = html.escape(body)
    linked = re.sub(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]", lambda m: f'<a href="{m[0]}">{m[0]}</a>', said)
    lines = linked.replace("\n", "<br>\n")
    return (
        f'<!doctype html><html lang="{html.escape(language or "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body style="font:16px/1.5 sans-serif;margin:16px;max-width:36em">{lines}</body></html>\n'
    )


def check(told: dict[str, Any]) -> None:
    """InvalidInput for an account's setting with something that nobody reads, or without encryption."""
    odd = sorted(set(told) - KEYS)
    if odd:
        raise InvalidInput(
            _("A mail account has no {names}.").format(names=clean(", ".join(odd), 80)),
            _("It has: {names}").format(names=", ".join(sorted(KEYS))), "file",
        )  # fmt: skip
    if told.get("security", TLS) not in PORTS:
        raise InvalidInput(
            _("{security} is no encryption for mail.").format(security=clean(str(told["security"]), 20)),
            _("Write tls or starttls."), "security",
        )  # fmt: skip


def account(db: Reader, secrets: Secrets, render: Render | None = None) -> Smtp | None:
    """The shop's mail account, None where none is set up."""
    told = setting(db, "mail", dict[str, Any]())
    if not told.get("host"):
        return None
    row = db.row("SELECT name FROM letterhead ORDER BY id DESC LIMIT 1")
    return Smtp(told, secrets.get(PASSWORD), row[0] if row else "", db, render)
