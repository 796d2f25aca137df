"""The outbox: sends the messages that are owed, each once, and says in words why one does not go."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shoppos.base.backoff import pause
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.lock import WindowLock
from shoppos.base.worker import Worker
from shoppos.online import sms, smtp, telegram
from shoppos.online.channels import Failed, Later, Outcome, Sent, Stopped, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shoppos.base.clock import Clock
    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.online.channels import Channel, Render
    from shoppos.reports.messages import Outgoing

log = logging.getLogger(__name__)

ACCOUNTS = (telegram.account, sms.account, smtp.account)
"""A new channel is one line here."""
TABLES = frozenset({"message", "setting", "message_template"})
"""Tables whose change may let a message go."""
GIVEN_UP = 3 * 86_400_000
"""Milliseconds after which news are none any more."""
ELSEWHERE = 5.0
"""Seconds after which it is looked again whether another program still sends."""
LOCK = "messages.lock"


class Ledger(Protocol):
    """Who keeps the messages: says which is next, and is told what became of it."""

    def claim(self, channels: Sequence[str]) -> Outgoing | None:
        """The next message, marked as being sent before its first byte leaves."""
        ...

    def next_at(self, channels: Sequence[str]) -> int | None:
        """When the next one may go, in milliseconds."""
        ...

    def sent(self, message_id: bytes, reference: str = "") -> bool:
        """It has gone."""
        ...

    def failed(self, message_id: bytes, why: str) -> bool:
        """It will not go, or nobody knows."""
        ...

    def later(self, message_id: bytes, at: int, why: str = "", *, counted: bool = True) -> bool:
        """It did not go yet."""
        ...

    def recover(self) -> list[bytes]:
        """Settle what a dead sender left behind."""
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What a person should hear: a message that failed, or (no id) a channel that stopped; `why` in words."""

    channel: str
    why: str
    message_id: bytes | None = None


def accounts(db: Reader, secrets: Secrets, render: Render | None = None) -> list[Channel]:
    """The channels that are set up."""
    return [found for make in ACCOUNTS if (found := make(db, secrets, render)) is not None]


class Outbox:
    """Sends what is owed. Of all programs on one shop one sends at a time; none waits for another.

    Started, it has a thread of its own. Not started, `work` does a round on the caller's.
    """

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        folder: Path,
        find: Callable[[], list[Channel]],
        on_news: Callable[[News], None] = lambda _news: None,
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """`find` gives the channels that are set up now; `on_news` is told on the outbox's thread.

        `offline_since` says since when (milliseconds) there is no way out to the net, 0 while there is one.
        """
        self._ledger, self._clock, self._find, self._on_news = ledger, clock, find, on_news
        self._lock = WindowLock(folder / LOCK)
        self._chance = chance
        self._known = dict[str, "Channel"]()
        self._stopped = dict[str, str]()
        self._away = dict[str, tuple[int, int]]()
        self.offline_since = 0
        self.worker = Worker("messages", self.work)

    def start(self) -> None:
        """Send what is owed from now on."""
        self.worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """Look again when a commit touched what may let a message go."""
        if tables & TABLES:
            self.worker.wake()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the message under way; False if it still is after `timeout` seconds."""
        return self.worker.stop(timeout)

    def work(self) -> float | None:
        """Send all that may go now; gives the seconds until more may, None when nothing is owed."""
        channels = self._channels()
        if not channels:
            return None
        try:
            self._lock.take(signed=False)
        except Refused:
            return ELSEWHERE
        try:
            self._doubt()
            self._send_all(channels)
        finally:
            for one in channels.values():
                one.rest()
            self._lock.release()
        return self._rest(channels)

    # -- inside

    def _channels(self) -> dict[str, Channel]:
        """The channels that are set up; one whose account was changed may go again."""
        found = {one.name: one for one in self._find()}
        for name, one in found.items():
            before = self._known.get(name)
            if before is not None and before.account == one.account:
                found[name] = before
            else:
                self._stopped.pop(name, None)
                self._away.pop(name, None)
        self._known = found
        return found

    def _open(self, channels: dict[str, Channel]) -> list[str]:
        now = self._clock.ms()
        return [name for name in channels if name not in self._stopped and self._away.get(name, (0, 0))[0] <= now]

    def _doubt(self) -> None:
        why = _("The program ended while this was being sent. It may have gone: ask before you send it again.")
        for message_id in self._ledger.recover():
            self._on_news(News("", why, message_id))

    def _send_all(self, channels: dict[str, Channel]) -> None:
        while not self.worker.stopping and (names := self._open(channels)):
            message = self._ledger.claim(names)
            if message is None:
                return
            try:
                outcome = channels[message.channel].send(message)
            except Exception:
                self._ledger.failed(message.id, _("This message could not be sent. Details are in the log."))
                raise
            self._ended(message, channels[message.channel], outcome)

    def _ended(self, message: Outgoing, channel: Channel, outcome: Outcome) -> None:
        if not isinstance(outcome, Later) or not outcome.offline:
            self._away.pop(channel.name, None)
            self.offline_since = 0
        match outcome:
            case Sent(reference):
                self._ledger.sent(message.id, reference)
            case Failed(why) | Unsure(why):
                self._ledger.failed(message.id, why)
                self._on_news(News(channel.name, why, message.id))
            case Stopped(why):
                self._ledger.later(message.id, self._clock.ms(), why, counted=False)
                self._stopped[channel.name] = channel.account
                self._on_news(News(channel.name, why))
            case Later():
                self._put_back(message, channel, outcome)

    def _put_back(self, message: Outgoing, channel: Channel, outcome: Later) -> None:
        now = self._clock.ms()
        if now - message.made_at > GIVEN_UP and not outcome.offline:
            why = _("It was tried for three days: {reason}").format(reason=outcome.why)
            self._ledger.failed(message.id, why)
            self._on_news(News(channel.name, why, message.id))
            return
        if outcome.offline:  # nobody is reached now: the others of this channel are not tried in vain
            tries = self._away.get(channel.name, (0, 0))[1]
            self.offline_since = self.offline_since or now
            self._away[channel.name] = (now + int(pause(tries, self._chance) * 1000), tries + 1)
            self._ledger.later(message.id, now, counted=False)
            return
        wait = outcome.after if outcome.after is not None else pause(message.tries - 1, self._chance)
        self._ledger.later(message.id, now + int(wait * 1000), outcome.why)

    def _rest(self, channels: dict[str, Channel]) -> float | None:
        """Seconds until the next message may go, or a channel that was not reached is tried again."""
        names = [name for name in channels if name not in self._stopped]
        at = self._ledger.next_at(names) if names else None
        if at is None:
            return None
        back = min((self._away.get(name, (0, 0))[0] for name in names), default=0)
        return max(max(at, back) - self._clock.ms(), 20) / 1000


class Letterbox:
    """Reads what customers write to the shop's bot, as long as one is set up."""

    def __init__(
        self,
        find: Callable[[], telegram.Telegram | None],
        seen: Callable[[str], int],
        receive: telegram.Receive,
        on_news: Callable[[News], None] = lambda _news: None,
    ) -> None:
        """`seen` says how far an account was read, `receive` keeps what is new and how far."""
        self._find, self._seen, self._receive, self._on_news = find, seen, receive, on_news
        self._tries = 0
        self._told = ""
        self.wait = telegram.LONG
        self.worker = Worker("letterbox", self.work)

    def start(self) -> None:
        """Read from now on."""
        self.worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """A bot may have been set up."""
        if "setting" in tables:
            self.worker.wake()

    def stop(self, timeout: float = 0.2) -> bool:
        """End; what comes in on the line that is still open is not taken, and comes again next time."""
        return self.worker.stop(timeout)

    def work(self) -> float | None:
        """Ask once; gives the seconds until the next question, None without a bot."""
        bot = self._find()
        if bot is None or bot.account == self._told:
            return None
        try:
            outcome = bot.read(self._seen(bot.bot), self._kept, wait=self.wait)
        finally:
            bot.rest()
        if isinstance(outcome, Stopped):
            self._told = bot.account
            self._on_news(News(bot.name, outcome.why))
            return None
        if isinstance(outcome, Sent):
            self._tries = 0
            return 0.0
        self._tries += 1
        after = outcome.after if isinstance(outcome, Later) else None
        return max(after if after is not None else pause(self._tries), 1.0)

    def _kept(self, written: Sequence[tuple[str, str, str, str]], seen: tuple[str, int]) -> None:
        if not self.worker.stopping:
            self._receive(written, seen)
