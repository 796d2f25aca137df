"""A real mail server of the test's own: it takes mails, keeps them, and fails as it is told to."""

import contextlib
import email
import random
import ssl
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Postbox:
    """What the server took; `faults` answers each mail at that rate as one of KINDS, "" for as it should be."""

    KINDS = ("451", "421", "drop before", "drop after")

    def __init__(self, rate: float = 0.0, seed: int = 5) -> None:
        self.rate, self.chance = rate, random.Random(seed)
        self.mails: list[EmailMessage] = []
        self.faults = Counter[str]()
        self.answers: dict[str, str] = {}
        self.passwords = {b"shop@example.in": b"right"}

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802  (aiosmtpd's names)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802  (aiosmtpd's names)
        fault = self.chance.choice(self.KINDS) if self.chance.random() < self.rate else ""
        self.faults[fault] += 1
        if fault in {"451", "421"}:
            return f"{fault} try again later"
        if fault == "drop before":
            server.transport.abort()
            return "451 never said"
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        if fault == "drop after":  # it has the mail, but nobody hears so
            server.transport.abort()
        return "250 taken"

    def allows(self, _server, _session, _envelope, _mechanism, told):
        return AuthResult(success=self.passwords.get(told.login) == told.password, handled=False)


class Server(Controller):
    """The server on a port of its own; `how` is "tls", "starttls" or "plain"."""

    def __init__(self, box: Postbox, context: ssl.SSLContext | None, how: str) -> None:
        self.box, self.how = box, how
        super().__init__(
            box, hostname="127.0.0.1", port=0, ssl_context=context if how == "tls" else None,
            tls_context=context if how == "starttls" else None, require_starttls=how == "starttls",
            authenticator=box.allows, auth_require_tls=how == "starttls", auth_required=how != "plain",
        )  # fmt: skip

    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """The port is chosen by the system, and known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def serving(box: Postbox, context: ssl.SSLContext | None, how: str = "starttls") -> Iterator[Server]:
    server = Server(box, context, how)
    server.start()
    try:
        yield server
    finally:
        server.stop()
