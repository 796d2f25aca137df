"""How a customer is reached: which channels the shop has, what they answered on last, and what they withdrew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.models.message import CANCELLED, Message
from shoppos.reports.one_person import cards, marks, survivor
from shoppos.rules import quiet_hours
from shoppos.rules.message_words import CHANNELS, DUES, EMAIL, SAID, SMS, TELEGRAM, WHATSAPP

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.base.file import Reader
    from shoppos.base.transaction import Transaction

ORDERS, REMINDERS = "orders", "reminders"
BOTH = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """What the shop chose about messages: channels in their order, quiet hours in minutes, steps it does not tell."""

    channels: tuple[str, ...] = CHANNELS
    quiet_from: int = quiet_hours.FROM
    quiet_to: int = quiet_hours.TO
    off: frozenset[str] = frozenset()

    def earliest(self, at: dt.datetime, step: str) -> dt.datetime:
        """When a message may go that is owed at `at`; what a person writes goes at once."""
        return at if step == SAID else quiet_hours.earliest(at, self.quiet_from, self.quiet_to)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a customer: a channel, the number, mail address or chat there, and whether a person presses send."""

    channel: str
    address: str
    by_hand: bool


def choices(db: Reader) -> Choices:
    """What the shop chose, or the defaults, also for what nobody can have meant."""
    kept = setting(db, "messages", dict[str, Any]())
    named = tuple(one for one in _listed(kept.get("channels")) if one in CHANNELS)
    quiet = [one for one in _listed(kept.get("quiet")) if isinstance(one, int) and 0 <= one <= quiet_hours.DAY]
    begins, ends = quiet if len(quiet) == BOTH else (quiet_hours.FROM, quiet_hours.TO)
    return Choices(named or CHANNELS, begins, ends, frozenset(map(str, _listed(kept.get("off")))))


def set_up(db: Reader) -> frozenset[str]:
    """The channels by which the program sends itself: those whose account the settings name."""
    named = {SMS: ("sms", ("url", "preset")), EMAIL: ("mail", ("host",)), TELEGRAM: ("telegram", ("bot",))}
    return frozenset(
        channel for channel, (key, fields) in named.items() if any(map(setting(db, key, dict[str, Any]()).get, fields))
    )


def purpose_of(step: str) -> str:
    """For what consent is asked: a reminder of dues is one thing, news of one's own order another."""
    return REMINDERS if step == DUES else ORDERS


def barred(db: Reader, customer_id: bytes, purpose: str) -> frozenset[str]:
    """The channels on which a customer is not told of that, by their last word on each.

    News of one's own order need no consent until it is taken back; a reminder needs it (DPDP Act 2023, s.6 and s.7).
    """
    found = cards(db, customer_id)
    rows = db.rows(
        f"SELECT channel, given FROM consent WHERE purpose = ? AND customer_id IN ({marks(found)}) ORDER BY id",
        (purpose, *found),
    )
    last = {channel: bool(given) for channel, given in rows}
    silent = frozenset(CHANNELS) if purpose == REMINDERS else frozenset[str]()
    given = frozenset(channel for channel, yes in last.items() if yes)
    return (silent | last.keys()) - given


def addresses(db: Reader, customer_id: bytes) -> dict[str, str]:
    """Where a customer is reached on each channel; only channels that have an address."""
    row = db.row(
        "SELECT p.phone, p.email FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.id = ?",
        (survivor(db, customer_id),),
    ) or ("", "")
    found = cards(db, customer_id)
    chat = db.row(
        f"SELECT address FROM message WHERE customer_id IN ({marks(found)}) AND step = 'said' AND way = 'in' "
        "AND channel = ? AND address <> '' ORDER BY id DESC LIMIT 1",
        (*found, TELEGRAM),
    )
    known = {SMS: row[0], WHATSAPP: row[0], EMAIL: row[1], TELEGRAM: chat[0] if chat else ""}
    return {channel: address for channel, address in known.items() if address}


def address_now(db: Reader, customer_id: bytes | None, channel: str, kept: str) -> str:
    """Where a message goes that was owed to the address `kept`: to where its customer is reached now, "" for nowhere.

    A chat of which nobody knows whose it is stays where it is.
    """
    return kept if customer_id is None else addresses(db, customer_id).get(channel, "")


def routes(db: Reader, customer_id: bytes, step: str) -> list[Route]:
    """The ways to a customer, the best first: what they wrote on last, then the shop's order; by hand comes last."""
    known, ready = addresses(db, customer_id), set_up(db)
    closed = barred(db, customer_id, purpose_of(step))
    last = _answered_on(db, customer_id)
    order = [last, *choices(db).channels] if last else list(choices(db).channels)
    found = [
        Route(channel, known[channel], channel not in ready)
        for channel in dict.fromkeys(order)
        if channel in known and channel not in closed and (channel in ready or channel in {WHATSAPP, EMAIL})
    ]
    return sorted(found, key=lambda one: (one.channel != last, one.by_hand, one.by_hand and one.channel == EMAIL))


def _answered_on(db: Reader, customer_id: bytes) -> str:
    found = cards(db, customer_id)
    row = db.row(
        f"SELECT channel FROM message WHERE customer_id IN ({marks(found)}) AND step = 'said' AND way = 'in' "
        "ORDER BY id DESC LIMIT 1",
        found,
    )
    return row[0] if row else ""


def stop(db: Reader, tx: Transaction, customer_id: bytes, channel: str, purpose: str) -> int:
    """Owe nothing any more that a customer does not want to hear on that channel; gives how many messages that were."""
    found = cards(db, customer_id)
    rows = db.rows(
        f"SELECT id, step FROM message WHERE customer_id IN ({marks(found)}) AND channel = ? AND way = 'out' "
        "AND state IN ('owed', 'opened') AND step <> ?",
        (*found, channel, SAID),
    )
    stale = [row[0] for row in rows if purpose_of(row[1]) == purpose]
    for message_id in stale:
        why = _("The customer does not want messages on this channel any more.")
        tx.change(Message, {"id": message_id}, {"state": CANCELLED, "error": why, "done_at": tx.at})
    return len(stale)


def _listed(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
