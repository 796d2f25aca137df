"""What every way to a customer has in common: it is handed one message, and says what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import httpx

from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.messages import Outgoing

    Render = Callable[[bytes, str], bytes]
    """Gives a paper as PDF: the document's id, and which paper of it."""

PATIENCE = 20.0
"""Seconds that the other side has for an answer."""
NOT_ALLOWED, WAIT_A_LITTLE = frozenset({401, 407}), frozenset({408, 425, 429, 503})
LONGEST_PAUSE = 3600.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has it, and calls it `reference`."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It surely did not go, and may another time: after that many seconds where the other side said so.

    `offline`: there was no way out at all, which says nothing about the message.
    """

    why: str = ""
    after: float | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never go like this; `why` is a sentence for a person."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have gone: nobody sends it again but a person who has asked."""

    why: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing goes by this channel before somebody mends its account; `why` is told once."""

    why: str


Outcome = Sent | Later | Failed | Unsure | Stopped


class Channel(Protocol):
    """One account by which messages go. `account` changes when somebody changed how it is set up."""

    name: str
    account: str

    def send(self, message: Outgoing) -> Outcome:
        """Send one message; raises nothing but bugs."""
        ...

    def rest(self) -> None:
        """Nothing more is to be sent for now: hang up."""
        ...


def client(url: str, patience: float = PATIENCE) -> httpx.Client | None:
    """What speaks HTTP to that address; None where it would speak it unencrypted over the net."""
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL:
        return None
    if asked.scheme != "https" and not (asked.scheme == "http" and asked.host in OWN):
        return None
    return httpx.Client(timeout=httpx.Timeout(patience, connect=10.0), follow_redirects=False)


def unencrypted(url: str) -> Stopped:
    """What to say of an address that `client` refuses."""
    return Stopped(
        _("{url} is no address to which messages are sent: it must begin with https.").format(url=clean(url, 80))
    )


def unreached(error: httpx.HTTPError) -> Outcome:
    """What an error of the network means: before the question left, nothing happened; after it, nobody knows."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return Later(offline=True)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return Failed(_("The address of the gateway does not do: {reason}.").format(reason=clean(str(error), 120)))
    return Unsure(may_have_gone())


def refused(answer: httpx.Response, said: str) -> Outcome:
    """What an answer other than "taken" means; `said` is the other side's own sentence."""
    code, words = answer.status_code, clean(said, 200) or f"HTTP {answer.status_code}"
    if code in NOT_ALLOWED:
        return Stopped(_("The account is not accepted: {reason}").format(reason=words))
    if code in WAIT_A_LITTLE:
        return Later(words, after=pause(answer.headers.get("Retry-After", "")))
    if code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unsure(may_have_gone())
    return Failed(_("It was refused: {reason}").format(reason=words))


def pause(said: str) -> float | None:
    """The seconds of a Retry-After (RFC 9110, 10.2.3), where it names seconds; an hour at most."""
    return min(float(said), LONGEST_PAUSE) if said.isascii() and said.isdigit() else None


def may_have_gone() -> str:
    """What to say of a message whose sending was cut off."""
    return _("The line was cut while this was being sent. It may have gone: ask before you send it again.")
