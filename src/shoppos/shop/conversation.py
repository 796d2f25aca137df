"""What customers say to the shop: answers and calls, kept in one conversation for each, whoever took them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.secrets import Secrets
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.message import CALL, FROM, GOT, Message
from shoppos.models.setting import Setting
from shoppos.reports import messages as told_messages
from shoppos.reports.one_person import cards, marks, survivor
from shoppos.rules import message_words as words
from shoppos.rules.whatsapp import telegram
from shoppos.shop.message_routes import addresses
from shoppos.shop.message_values import SHORT_LINK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction

CODES = "telegram.codes"
TAG = 8
"""Bytes that prove a code: nobody comes to another customer's chat by trying."""
SEEN = "telegram_seen"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody wrote to the shop: where, the provider's own mark for it, and the words; `name` as they say."""

    channel: str
    address: str
    reference: str
    body: str
    name: str = ""


class Conversations:
    """Keeps what comes in, and says who waits for an answer."""

    def __init__(self, db: Database) -> None:
        """Keep it in `db`."""
        self.db = db
        self.secrets = Secrets(db.path.parent)
        self._codes = b""

    # -- reading

    def conversation(self, customer_id: bytes) -> list[told_messages.Spoken]:
        """All that was said with a customer, and the steps of their orders, the oldest first."""
        return told_messages.conversation(self.db, customer_id)

    def waiting(self) -> list[told_messages.Talk]:
        """The conversations, those that wait for the shop's reply first."""
        return told_messages.talks(self.db)

    def customer_of(self, number: str) -> bytes:
        """Whose an order or a bill is, by its number; NotFound when there is none, or it names nobody."""
        asked = clean(number).upper()
        row = self.db.row(
            "SELECT customer_id FROM orders WHERE number = ?1 UNION ALL SELECT customer_id FROM sale WHERE number = ?1",
            (asked,),
        )
        if row is None or row[0] is None:
            raise NotFound(_("{number} names no customer.").format(number=asked), _("Look for them by name or phone."))
        return survivor(self.db, row[0])

    def last_order(self, customer_id: bytes) -> bytes | None:
        """The order that a customer made last, None where there is none."""
        found = cards(self.db, customer_id)
        sql = f"SELECT id FROM orders WHERE customer_id IN ({marks(found)}) ORDER BY id DESC LIMIT 1"
        row = self.db.row(sql, found)
        return row[0] if row else None

    # -- what a person notes

    def note_call(self, customer_id: bytes, said: str, *, doc_id: bytes | None = None) -> bytes:
        """Note what was said on the telephone; it counts as an answer. Gives its id."""
        text = words.tidy(said)
        if not text:
            raise InvalidInput(_("Type what was said."), field="said")
        return self._noted(customer_id, text, doc_id)

    def needs_no_reply(self, customer_id: bytes) -> bytes:
        """What the customer wrote last needs no answer; gives the note's id."""
        return self._noted(customer_id, _("No reply is needed."), None)

    def heard(self, customer_id: bytes, channel: str, body: str) -> bytes:
        """Keep what a customer wrote where the program cannot look, on WhatsApp or by SMS; gives its id."""
        text = words.tidy(body)
        if not text:
            raise InvalidInput(_("Type what was said."), field="said")
        if channel not in words.CHANNELS:
            raise InvalidInput(
                _("{value} is none of these.").format(value=clean(channel, 40)), ", ".join(words.CHANNELS)
            )
        with self.db.transaction("message.heard") as tx:
            who = survivor(self.db, customer_id)
            row = _row(tx, self.db.employee, FROM, channel, text, customer_id=who)
            tx.insert(Message, row)
        return row["id"]

    def whose(self, message_id: bytes, customer_id: bytes) -> int:
        """Say whose a chat is that nobody knew; gives how many of its messages that were."""
        with self.db.transaction("message.whose") as tx:
            one = told_messages.message(self.db, message_id)
            if one.way != FROM or one.customer_id is not None:
                raise Refused(_("It is known whose message that is."), _("Open the conversation of that customer."))
            return self._joined(tx, one.channel, one.address, survivor(self.db, customer_id))

    # -- what comes in by itself

    def receive(self, arrived: Sequence[Incoming], seen: tuple[str, int] | None = None) -> int:
        """Keep what came in, each once by its reference; gives how much was new.

        `seen` is the account and how far it was read: kept in the same transaction, so that nothing is taken twice or
        lost between two reads. A chat that begins with the code of a customer is theirs from then on.
        """
        with self.db.transaction("message.received") as tx:
            fresh = [one for one in arrived if self._received(tx, one)]
            if seen is not None:
                self._note_seen(tx, *seen)
        return len(fresh)

    def written(
        self, channel: str, lines: Sequence[tuple[str, str, str, str]], seen: tuple[str, int] | None = None
    ) -> int:
        """The same for lines of (chat, reference, words, name), as a reader of a channel hands them on."""
        return self.receive([Incoming(channel, *line) for line in lines], seen)

    def seen(self, account: str) -> int:
        """How far an account was read."""
        return int(setting(self.db, SEEN, dict[str, Any]()).get(account, 0))

    # -- the code by which a chat finds its customer

    def start_code(self, customer_id: bytes) -> str:
        """The code by which a customer's chat is known as theirs; the same each time."""
        who = survivor(self.db, customer_id)
        return base64.urlsafe_b64encode(who + self._tag(who)).decode().rstrip("=")

    def start_link(self, customer_id: bytes) -> str:
        """The link, for a message or a QR, by which a customer opens their chat with the shop; "" without a bot."""
        bot = str(setting(self.db, "telegram", dict[str, Any]()).get("bot", ""))
        return telegram(bot, self.start_code(customer_id)) if bot else ""

    def has_bot(self) -> bool:
        """Whether the shop has a chat on Telegram."""
        return bool(setting(self.db, "telegram", dict[str, Any]()).get("bot"))

    def chat_link(self, customer_id: bytes, channel: str) -> str:
        """That link as a message by `channel` brings it; "" for who has a chat already, or where it is too long."""
        if words.TELEGRAM in addresses(self.db, customer_id):
            return ""
        try:
            link = self.start_link(customer_id)
        except Unavailable:
            return ""
        return "" if channel == words.SMS and len(link) > SHORT_LINK else link

    def of_code(self, code: str) -> bytes | None:
        """The customer of a code, None for one that the shop did not give."""
        try:
            told = base64.b64decode(code + "=" * (-len(code) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        who, tag = told[:-TAG], told[-TAG:]
        known = hmac.compare_digest(tag, self._tag(who)) and self.db.row("SELECT 1 FROM customer WHERE id = ?", (who,))
        return survivor(self.db, who) if known else None

    # -- inside

    def _tag(self, who: bytes) -> bytes:
        self._codes = self._codes or self.secrets.made(CODES).encode()
        return hmac.digest(self._codes, who, hashlib.sha256)[:TAG]

    def _noted(self, customer_id: bytes, text: str, doc_id: bytes | None) -> bytes:
        with self.db.transaction("message.noted") as tx:
            if self.db.row("SELECT 1 FROM customer WHERE id = ?", (customer_id,)) is None:
                raise NotFound(_("That customer is not on the list."), _("Look for them by name or phone."))
            row = _row(tx, self.db.employee, CALL, "call", text, customer_id=survivor(self.db, customer_id))
            tx.insert(Message, {**row, "doc_id": doc_id, "by_hand": 1})
        return row["id"]

    def _received(self, tx: Transaction, one: Incoming) -> bool:
        sql = "SELECT 1 FROM message WHERE channel = ? AND reference = ? AND reference <> '' AND way = 'in'"
        reference = clean(one.reference, 80)
        if not reference or self.db.row(sql, (one.channel, reference)):
            return False
        address, text = clean(one.address, 120), words.tidy(one.body)
        who = self._of_chat(one.channel, address)
        if text.startswith("/start"):
            said = self.of_code(text.removeprefix("/start").strip())
            if said is not None:
                who = said
                self._joined(tx, one.channel, address, said)
                text = _("Opened the chat.")
        row = _row(tx, self.db.employee, FROM, one.channel, text or _("(no words)"), customer_id=who)
        name = clean(one.name, 80) if who is None else ""
        tx.insert(Message, {**row, "address": address, "reference": reference, "subject": name})
        return True

    def _of_chat(self, channel: str, address: str) -> bytes | None:
        """Whose a chat is, by what was said in it last."""
        row = self.db.row(
            "SELECT customer_id FROM message WHERE channel = ? AND address = ? AND way = 'in' "
            "AND customer_id IS NOT NULL ORDER BY id DESC LIMIT 1",
            (channel, address),
        )
        return survivor(self.db, row[0]) if row else None

    def _joined(self, tx: Transaction, channel: str, address: str, customer_id: bytes) -> int:
        rows = self.db.rows(
            "SELECT id FROM message WHERE channel = ? AND address = ? AND way = 'in' AND customer_id IS NULL",
            (channel, address),
        )
        for (message_id,) in rows:
            tx.change(Message, {"id": message_id}, {"customer_id": customer_id})
        return len(rows)

    def _note_seen(self, tx: Transaction, account: str, upto: int) -> None:
        kept = setting(self.db, SEEN, dict[str, Any]())
        if int(kept.get(account, 0)) >= upto:
            return
        told = json.dumps({**kept, account: upto}, sort_keys=True)
        if not tx.change(Setting, {"key": SEEN}, {"value": told}):
            tx.insert(Setting, {"key": SEEN, "value": told})


def _row(
    tx: Transaction, employee: bytes, way: str, channel: str, body: str, *, customer_id: bytes | None
) -> dict[str, Any]:
    """A row of what did not go out: it came in, or was said on the telephone."""
    return {
        "id": new_id(), "customer_id": customer_id, "doc_id": None, "way": way, "step": words.SAID, "channel": channel,
        "language": "", "key": "", "address": "", "subject": "", "body": body, "attach": "", "reference": "",
        "state": GOT, "by_hand": 0, "tries": 0, "next_at": 0, "error": "", "made_at": tx.at, "done_at": tx.at,
        "employee_id": employee,
    }  # fmt: skip
