"""A printer in the network: port 9100, and one connection a job, for an idle one dies unnoticed."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from time import sleep
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.printing.devices.conversation import USUAL, Conversation, Patience
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.line import SocketLine
from shoppos.printing.devices.talk import in_the_middle

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk

PORT = 9100


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a TCP port; most take one caller at a time."""

    host: str
    port: int = PORT
    connect_seconds: float = 4.0
    look_seconds: float = 1.2
    """For a connection that only asks: a fault is to stand on the counter within two seconds."""
    patience: Patience = USUAL

    @property
    def place(self) -> str:
        """What the sentences call it."""
        return f"{self.host}:{self.port}"

    def send(
        self,
        content: bytes,
        name: str = "",  # noqa: ARG002  (a printer asks no name)
        *,
        talk: Talk | None = None,
        answers: bool = False,
        on_stop: Told = unheard,
    ) -> Delivery:
        """Send one job and wait until the printer has taken the whole of it, or said what keeps it from that."""
        try:
            connection = self._connected(self.connect_seconds)
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._unreached(error))
        with connection:
            line = SocketLine(connection)
            delivery = Conversation(line, talk, self.patience, self.place).send(
                content, answers=answers, on_stop=on_stop
            )
            stuck = delivery.outcome is Outcome.UNCERTAIN and line.left() > 0
            if stuck:
                line.give_up()
        return self._explained(delivery, talk) if stuck else delivery

    def _explained(self, delivery: Delivery, talk: Talk | None) -> Delivery:
        """Ask a printer that took no more bytes for the reason: over the stuck line no question got through."""
        sleep(self.patience.poll)
        state = self.status(talk)
        if state.answered and not state.ready:
            return replace(delivery, reason=in_the_middle(state.reason))
        return delivery

    def status(self, talk: Talk | None) -> Status:
        """Whether it is there, and how it is if its language can be asked."""
        try:
            connection = self._connected(self.look_seconds)
        except OSError as error:
            return Status(answered=False, ready=False, reason=self._unreached(error))
        with connection:
            return Conversation(SocketLine(connection), talk, self.patience, self.place).status()

    def _connected(self, seconds: float) -> socket.socket:
        try:
            return socket.create_connection((self.host, self.port), timeout=seconds)
        except UnicodeError as error:  # no name that a network knows
            raise OSError(str(error)) from error

    def _unreached(self, error: OSError) -> str:
        refused = isinstance(error, ConnectionRefusedError)
        sentence = _("The printer at {host} refused.") if refused else _("The printer at {host} did not answer.")
        return sentence.format(host=self.place)
