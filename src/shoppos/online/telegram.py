"""Telegram by the shop's own bot: messages out, and what customers write back, taken once and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.online.channels import (
    Failed,
    Later,
    Outcome,
    Sent,
    Stopped,
    Unsure,
    client,
    may_have_gone,
    pause,
    refused,
    unencrypted,
    unreached,
)
from shoppos.rules.message_words import SECRETS, TELEGRAM, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.online.channels import Render
    from shoppos.reports.messages import Outgoing

    Receive = Callable[[Sequence[tuple[str, str, str, str]], tuple[str, int]], object]
    """Keeps what was written, as (chat, reference, words, name), and how far that account was read."""

TOKEN = SECRETS[TELEGRAM]
API = "https://api.telegram.org"
LONG = 25
"""Seconds that one question waits for something to be written (getUpdates, long polling)."""
MOST = 100
LONGEST = 4096
FORBIDDEN, UNKNOWN, CONFLICT = 403, 404, 409


class Telegram:
    """One bot, which sends. Source of all names: core.telegram.org/bots/api."""

    name = TELEGRAM

    def __init__(self, told: dict[str, Any], token: str) -> None:
        """`told` is the setting "telegram": the bot's name, and `api` where another server is asked."""
        self._root = f"{str(told.get('api') or API).rstrip('/')}/bot{token}"
        self._server = str(told.get("api") or API)
        self.account = f"{self._server}:{hash(token)}"
        self.bot = token.partition(":")[0]
        self._token = token
        self._client: httpx.Client | None = None

    def send(self, message: Outgoing) -> Outcome:
        """Send one message to a chat."""
        if not self._token:
            return Stopped(_("The Telegram bot has no token yet."))
        told = {"chat_id": message.address, "text": tidy(message.body)[:LONGEST], "disable_web_page_preview": True}
        answer = self._ask("sendMessage", told)
        if not isinstance(answer, httpx.Response):
            return answer
        said = _body(answer)
        if answer.is_success and said.get("ok") is True:
            result: Any = said.get("result")
            number = cast("dict[str, Any]", result).get("message_id", "") if isinstance(result, dict) else ""
            return Sent(f"{message.address}:{number}")
        return Unsure(may_have_gone()) if answer.is_success else _refused(answer, said)

    def rest(self) -> None:
        """Hang up."""
        held, self._client = self._client, None
        if held is not None:
            held.close()

    def read(self, seen: int, receive: Receive, *, wait: int = LONG) -> Outcome:
        """Take what was written behind `seen`, and hand it on; a failure says how long to leave it."""
        told = {"offset": seen + 1, "limit": MOST, "timeout": wait, "allowed_updates": ["message"]}
        answer = self._ask("getUpdates", told, patience=wait + 10)
        if not isinstance(answer, httpx.Response):
            return Later(offline=True) if isinstance(answer, Unsure) else answer
        said = _body(answer)
        if not (answer.is_success and said.get("ok") is True):
            return (
                Later(_("Another program reads this bot."))
                if answer.status_code == CONFLICT
                else _refused(answer, said)
            )
        found = cast("list[dict[str, Any]]", said.get("result") or [])
        if found:
            last = max(int(one.get("update_id", 0)) for one in found)
            receive([written for one in found if (written := _written(one, self.bot))], (self.bot, last))
        return Sent()

    # -- inside

    def _ask(self, method: str, told: dict[str, Any], patience: float = 20.0) -> httpx.Response | Outcome:
        self._client = self._client or client(self._server)
        if self._client is None:
            return unencrypted(self._server)
        try:
            return self._client.post(f"{self._root}/{method}", json=told, timeout=patience)
        except httpx.HTTPError as error:
            return unreached(error)


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        said: Any = answer.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def _refused(answer: httpx.Response, said: dict[str, Any]) -> Outcome:
    words = clean(str(said.get("description", "")), 200)
    more: Any = said.get("parameters")
    wait = cast("dict[str, Any]", more).get("retry_after") if isinstance(more, dict) else None
    if wait is not None:
        return Later(words, after=pause(str(wait)))
    if answer.status_code == FORBIDDEN:
        return Failed(_("The customer has closed the chat with the shop's bot."))
    if answer.status_code == UNKNOWN:  # an unknown token has no methods
        return Stopped(_("The account is not accepted: {reason}").format(reason=words or "HTTP 404"))
    return refused(answer, words)


def _written(update: dict[str, Any], bot: str) -> tuple[str, str, str, str] | None:
    """One update as it is kept, None for what is no message of one person to the shop."""
    told: Any = update.get("message")
    if not isinstance(told, dict):
        return None
    message = cast("dict[str, Any]", told)
    chat, sender = _part(message, "chat"), _part(message, "from")
    if "id" not in chat or chat.get("type", "private") != "private":
        return None
    words = tidy(str(message.get("text") or message.get("caption") or "")) or _("(a picture, a voice or a file)")
    name = clean(" ".join(str(sender.get(part) or "") for part in ("first_name", "last_name")), 80)
    return str(chat["id"]), f"{bot}:{update.get('update_id')}", words, name


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    part: Any = told.get(name)
    return cast("dict[str, Any]", part) if isinstance(part, dict) else {}


def account(db: Reader, secrets: Secrets, _render: Render | None = None) -> Telegram | None:
    """The shop's bot, None where none is set up."""
    told = setting(db, "telegram", dict[str, Any]())
    return Telegram(told, secrets.get(TOKEN)) if told.get("bot") else None
