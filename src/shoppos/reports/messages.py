"""Messages: what is owed, sent and failed, and all that a customer and the shop said to each other, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports.one_person import SURVIVORS, cards, marks
from shoppos.reports.timeline import step_words
from shoppos.rules.message_words import stands

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from shoppos.base.file import Reader

WAITING = ("owed", "sending", "opened", "failed")
"""States of what is not settled: a person may want to look at it."""
ANSWERS = "(m.way = 'call' OR m.way = 'out' AND m.step = 'said' AND m.state NOT IN ('failed', 'cancelled'))"
"""What counts as an answer: written by hand or called; news of an order that go out by themselves answer nothing."""
SHORT_ID = 8


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way: what a channel needs to send it. `id` is the same at each try; `made_at` in ms."""

    id: bytes
    channel: str
    address: str
    subject: str
    body: str
    attach: str
    doc_id: bytes | None
    name: str
    language: str
    tries: int
    made_at: int
    registered: str = ""


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """One message in a list; `number` is that of the order or bill it speaks of, `ending` the phone's last digits."""

    id: bytes
    way: str
    channel: str
    step: str
    state: str
    customer_id: bytes | None
    name: str
    ending: str
    number: str
    doc_id: bytes | None
    address: str
    subject: str
    body: str
    error: str
    tries: int
    by_hand: bool
    made_at: dt.datetime
    next_at: dt.datetime | None
    done_at: dt.datetime | None
    employee: str
    language: str
    attach: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a conversation: a message out, one that came in, a call, or a step of an order (`way` "step").

    `words` says a step with its figures; `next_at` when a message that is owed may go.
    """

    id: bytes
    way: str
    channel: str
    step: str
    state: str
    body: str
    error: str
    number: str
    at: dt.datetime
    employee: str
    by_hand: bool = False
    next_at: dt.datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in the list of all: who, what was said last, and whether it waits for the shop's reply.

    `customer_id` is None for a chat of which nobody knows whose it is; `address` is then the chat, `last_id` what they
    wrote last. `state` is that of the last words.
    """

    customer_id: bytes | None
    name: str
    ending: str
    channel: str
    address: str
    last_id: bytes
    last: str
    at: dt.datetime
    waiting: bool
    unread: int
    state: str = ""

    @property
    def shown(self) -> str:
        """What was said last; before words of ours that nobody can have read yet stands what became of them."""
        return f"{stands(self.state)} · {self.last}" if self.state not in {"", "sent", "got"} else self.last


LISTED = (
    "SELECT m.id, m.way, m.channel, m.step, m.state, m.customer_id, coalesce(p.name, ''), substr(m.address, -4), "
    "coalesce(o.number, s.number, ''), m.doc_id, m.address, m.subject, m.body, m.error, m.tries, m.by_hand, m.made_at, "
    "m.next_at, m.done_at, coalesce(e.name, ''), m.language, m.attach FROM message m "
    "LEFT JOIN customer c ON c.id = m.customer_id LEFT JOIN personal p ON p.id = c.personal_id "
    "LEFT JOIN orders o ON o.id = m.doc_id LEFT JOIN sale s ON s.id = m.doc_id "
    "LEFT JOIN employee e ON e.id = m.employee_id"
)


def listed(db: Reader, states: Sequence[str] = WAITING, most: int = 500) -> list[ListedMessage]:
    """Messages to customers in those states, the oldest first; no states for all."""
    where = f"m.way = 'out' AND m.state IN ({', '.join('?' * len(states))})" if states else "m.way = 'out'"
    rows = db.rows(f"{LISTED} WHERE {where} ORDER BY m.id LIMIT ?", (*states, most))
    return [_listed(db, row) for row in rows]


def of_document(db: Reader, doc_id: bytes) -> list[ListedMessage]:
    """What was told or is owed of one order or bill, the oldest first."""
    return [_listed(db, row) for row in db.rows(f"{LISTED} WHERE m.doc_id = ? ORDER BY m.id", (doc_id,))]


def message(db: Reader, message_id: bytes) -> ListedMessage:
    """One message; NotFound when there is none."""
    row = db.row(f"{LISTED} WHERE m.id = ?", (message_id,))
    if row is None:
        raise NotFound(_("There is no such message."), _("Look at the conversations again."))
    return _listed(db, row)


def named(db: Reader, text: str) -> ListedMessage:
    """The message that a person names by its id or the id's end; NotFound for none and for several."""
    asked = clean(text, 40).lower().replace("-", "")
    good = len(asked) >= SHORT_ID - 2 and all(char in "0123456789abcdef" for char in asked)
    rows = db.rows("SELECT id FROM message WHERE lower(hex(id)) LIKE ? LIMIT 2", (f"%{asked}",)) if good else []
    if len(rows) != 1:
        raise NotFound(
            _("There is no message {text}.").format(text=clean(text, 40)), _("Look at: shoppos messages list")
        )
    return message(db, rows[0][0])


def states_of(db: Reader, doc_ids: Sequence[bytes]) -> dict[bytes, str]:
    """What became of the news of each order: "failed" or "owed" if any is so, else "sent"; none told: left out."""
    found = dict[bytes, str]()
    rank = {"failed": 2, "owed": 1, "sent": 0}
    for doc_id, state in db.rows(
        f"SELECT doc_id, state FROM message WHERE way = 'out' AND state <> 'cancelled' "
        f"AND doc_id IN ({', '.join('?' * len(doc_ids))})",
        tuple(doc_ids),
    ):
        now = state if state in rank else "owed"
        if doc_id not in found or rank[now] > rank[found[doc_id]]:
            found[doc_id] = now
    return found


def conversation(db: Reader, customer_id: bytes) -> list[Spoken]:
    """All that was said with a customer and what happened to their orders meanwhile, the oldest first."""
    found = cards(db, customer_id)
    said = _spoken(db, f"m.customer_id IN ({marks(found)})", found)
    steps = [
        Spoken(
            row[0], "step", "", row[1], "", row[2], "", row[3], db.clock.at(row[4]), row[5],
            words=step_words(row[1], json.loads(row[6])),
        )
        for row in db.rows(
            "SELECT t.id, t.kind, t.said, o.number, t.made_at, coalesce(e.name, ''), t.told FROM order_step t "
            "JOIN orders o ON o.id = t.order_id LEFT JOIN employee e ON e.id = t.employee_id "
            f"WHERE o.customer_id IN ({marks(found)})",
            found,
        )
    ]  # fmt: skip
    return sorted(said + steps, key=lambda one: (one.at, one.id))


def chat(db: Reader, channel: str, address: str) -> list[Spoken]:
    """What was written in a chat of which nobody knows whose it is, the oldest first."""
    return _spoken(db, "m.channel = ? AND m.address = ? AND m.customer_id IS NULL ORDER BY m.id", (channel, address))


def _spoken(db: Reader, where: str, values: Sequence[Any]) -> list[Spoken]:
    at = db.clock.at
    return [
        Spoken(
            *row[:8], at=at(row[8]), employee=row[9], by_hand=bool(row[10]), next_at=at(row[11]) if row[11] else None
        )
        for row in db.rows(
            "SELECT m.id, m.way, m.channel, m.step, m.state, m.body, m.error, coalesce(o.number, s.number, ''), "
            "CASE WHEN m.way = 'out' THEN coalesce(m.done_at, m.made_at) ELSE m.made_at END, coalesce(e.name, ''), "
            "m.by_hand, m.next_at FROM message m LEFT JOIN orders o ON o.id = m.doc_id "
            f"LEFT JOIN sale s ON s.id = m.doc_id LEFT JOIN employee e ON e.id = m.employee_id WHERE {where}",
            values,
        )
    ]


def talks(db: Reader, *, waiting: bool = False, most: int = 300) -> list[Talk]:
    """The conversations, those that wait for the shop's reply first and of them the oldest; `waiting` those alone."""
    rows = db.rows(
        f"WITH RECURSIVE {SURVIVORS}, said AS (SELECT m.id, m.way, m.step, m.state, "
        "coalesce(v.top, m.customer_id, m.channel || m.address) AS who FROM message m "
        "LEFT JOIN survivor v ON v.id = m.customer_id WHERE m.way IN ('in', 'call') OR m.step = 'said'), "
        f"answered AS (SELECT who, max(m.id) AS at FROM said m WHERE {ANSWERS} GROUP BY who), "
        "open AS (SELECT s.who, min(s.id) AS first, count(*) AS unread FROM said s LEFT JOIN answered a "
        "ON a.who = s.who WHERE s.way = 'in' AND s.id > coalesce(a.at, x'') GROUP BY s.who), "
        "last AS (SELECT who, max(id) AS id FROM said GROUP BY who) "
        "SELECT coalesce(v.top, m.customer_id), coalesce(p.name, iif(m.customer_id IS NULL, m.subject, '')), "
        "substr(coalesce(nullif(p.phone, ''), m.address), -4), m.channel, "
        "m.address, m.id, m.body, m.made_at, coalesce(n.unread, 0), m.state FROM last l JOIN message m ON m.id = l.id "
        "LEFT JOIN open n ON n.who = l.who LEFT JOIN survivor v ON v.id = m.customer_id "
        "LEFT JOIN customer c ON c.id = coalesce(v.top, m.customer_id) "
        "LEFT JOIN personal p ON p.id = c.personal_id WHERE coalesce(c.active, 1) AND (? = 0 OR n.unread > 0) "
        "ORDER BY n.first IS NULL, n.first, m.id DESC LIMIT ?",
        (int(waiting), most),
    )
    return [Talk(*row[:7], at=db.clock.at(row[7]), waiting=row[8] > 0, unread=row[8], state=row[9]) for row in rows]


def counts(db: Reader) -> dict[str, int]:
    """How many messages stand in each state that somebody may have to look at, and "reply": who waits for an answer."""
    rows = db.rows(
        f"SELECT state, count(*) FROM message WHERE way = 'out' AND state IN ({', '.join('?' * len(WAITING))}) "
        "GROUP BY state",
        WAITING,
    )
    return {**dict.fromkeys(WAITING, 0), **{row[0]: row[1] for row in rows}, "reply": len(talks(db, waiting=True))}


def _listed(db: Reader, row: tuple[Any, ...]) -> ListedMessage:
    at = db.clock.at
    return ListedMessage(
        *row[:15], by_hand=bool(row[15]), made_at=at(row[16]), next_at=at(row[17]) if row[17] else None,
        done_at=at(row[18]) if row[18] else None, employee=row[19], language=row[20], attach=row[21],
    )  # fmt: skip
