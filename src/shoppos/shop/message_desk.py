"""The desk at which messages leave: each is claimed before its first byte goes out, and what became of it is noted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.models.message import CANCELLED, FAILED, OWED, SENDING, SENT, Message
from shoppos.reports.messages import Outgoing
from shoppos.rules.message_words import EMAIL, SAID
from shoppos.rules.quiet_hours import is_quiet
from shoppos.shop.message_routes import address_now, barred, choices, purpose_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from shoppos.base.db import Database
    from shoppos.base.journal import Value

WAITS = "state IN ('owed', 'sending', 'opened')"
"""Spelled as the index of waiting messages has it, so that it is used."""
SAFE_TWICE = frozenset({EMAIL})
"""Channels on which a second copy is known as the first: a mail keeps its Message-ID."""


class MessageDesk:
    """What a sender asks: which message is next, and what it says afterwards. Of two senders one gets each message."""

    def __init__(self, db: Database) -> None:
        """Work on the messages of `db`."""
        self.db = db

    def due(self, channels: Sequence[str]) -> list[bytes]:
        """The messages that may go now on those channels, the oldest first."""
        return [row[0] for row in self._due(channels)]

    def next_at(self, channels: Sequence[str]) -> int | None:
        """When the next message may go on those channels, in milliseconds; None when none is owed."""
        row = self.db.row(
            f"SELECT min(next_at) FROM message WHERE {WAITS} AND state = ? AND channel IN ({_marks(channels)})",
            (OWED, *channels),
        )
        at = row[0] if row else None
        if at is None:
            return None
        chosen, now = choices(self.db), self.db.clock.ms()
        morning = chosen.earliest(self.db.clock.at(now), "")
        return max(at, int(morning.timestamp() * 1000)) if at <= now and not self._due(channels) else at

    def quiet_until(self) -> dt.datetime | None:
        """Until when messages wait for the quiet hours to end, on the shop's clock; None where they do not."""
        chosen, now = choices(self.db), self.db.clock.at(self.db.clock.ms())
        quiet = is_quiet(now, chosen.quiet_from, chosen.quiet_to)
        return chosen.earliest(now, "") if quiet and self._owed_but_said() else None

    def claim(self, channels: Sequence[str]) -> Outgoing | None:
        """Take the next message that may go, marked as being sent on disk before its first byte; None for none.

        It goes to where its customer is reached now. One that they do not want any more is cancelled instead, and one
        that leads nowhere any more has failed.
        """
        with self.db.transaction("message.claimed") as tx:
            for message_id, step, channel, customer_id in self._due(channels):
                if customer_id and step != SAID and channel in barred(self.db, customer_id, purpose_of(step)):
                    why = _("The customer does not want messages on this channel any more.")
                    tx.change(Message, {"id": message_id}, {"state": CANCELLED, "error": why, "done_at": tx.at})
                    continue
                found = self._outgoing(message_id)
                address = address_now(self.db, customer_id, channel, found.address)
                if not address:
                    why = _("This customer has no address on this channel any more.")
                    tx.change(Message, {"id": message_id}, {"state": FAILED, "error": why, "done_at": tx.at})
                    continue
                out = replace(found, address=address, tries=found.tries + 1)
                tx.change(Message, {"id": message_id}, {"state": SENDING, "address": address, "tries": out.tries})
                return out
        return None

    def sent(self, message_id: bytes, reference: str = "") -> bool:
        """It has gone, and the provider calls it `reference`; False if it was not being sent."""
        return self._end(message_id, {"state": SENT, "reference": reference, "error": ""}, done=True)

    def failed(self, message_id: bytes, why: str) -> bool:
        """It will not go, or may have gone and nobody knows; a person looks."""
        return self._end(message_id, {"state": FAILED, "error": why}, done=True)

    def later(self, message_id: bytes, at: int, why: str = "", *, counted: bool = True) -> bool:
        """It surely did not go, and may at `at` milliseconds; not `counted` where nothing was tried but the way out."""
        changes: dict[str, Value] = {"state": OWED, "next_at": at, "error": why}
        if not counted:
            row = self.db.row("SELECT tries FROM message WHERE id = ?", (message_id,))
            changes["tries"] = max((row[0] if row else 1) - 1, 0)
        return self._end(message_id, changes, done=False)

    def recover(self) -> list[bytes]:
        """Settle what a sender left half sent when it died; gives those that a person has to look at.

        Asked by whoever alone may send. A mail goes again under its own Message-ID; anything else may have arrived.
        """
        doubted = list[bytes]()
        with self.db.transaction("message.doubted") as tx:
            for message_id, channel in self.db.rows(
                f"SELECT id, channel FROM message WHERE {WAITS} AND state = ?", (SENDING,)
            ):
                if channel in SAFE_TWICE:
                    tx.change(Message, {"id": message_id}, {"state": OWED, "next_at": tx.at})
                    continue
                why = _("The program ended while this was being sent. It may have gone: ask before you send it again.")
                tx.change(Message, {"id": message_id}, {"state": FAILED, "error": why, "done_at": tx.at})
                doubted.append(message_id)
        return doubted

    # -- inside

    def _owed_but_said(self) -> bool:
        """Whether any message waits that nobody wrote by hand: those go at any hour."""
        asked = f"SELECT 1 FROM message WHERE {WAITS} AND state = ? AND way = 'out' AND step <> ? LIMIT 1"
        return self.db.row(asked, (OWED, SAID)) is not None

    def _due(self, channels: Sequence[str]) -> list[tuple[bytes, str, str, bytes | None]]:
        now, chosen = self.db.clock.ms(), choices(self.db)
        quiet = is_quiet(self.db.clock.at(now), chosen.quiet_from, chosen.quiet_to)
        rows = self.db.rows(
            f"SELECT id, step, channel, customer_id FROM message WHERE {WAITS} AND state = ? AND next_at <= ? "
            f"AND way = 'out' AND channel IN ({_marks(channels)}) AND (? = 0 OR step = ?) ORDER BY id LIMIT 50",
            (OWED, now, *channels, int(quiet), SAID),
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def _outgoing(self, message_id: bytes) -> Outgoing:
        row = self.db.row(
            "SELECT m.id, m.channel, m.address, m.subject, m.body, m.attach, m.doc_id, coalesce(p.name, ''), "
            "m.language, m.tries, m.made_at, coalesce(t.registered, '') FROM message m "
            "LEFT JOIN customer c ON c.id = m.customer_id LEFT JOIN personal p ON p.id = c.personal_id "
            "LEFT JOIN message_template t ON t.step = m.step AND t.channel = m.channel AND t.language = m.language "
            "WHERE m.id = ?",
            (message_id,),
        )
        assert row is not None  # noqa: S101  (it was found in this transaction)
        return Outgoing(*row)

    def _end(self, message_id: bytes, changes: dict[str, Value], *, done: bool) -> bool:
        with self.db.transaction("message.ended") as tx:
            told: dict[str, Value] = {**changes, "done_at": tx.at if done else None}
            return tx.change(Message, {"id": message_id, "state": SENDING}, told) == 1


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
