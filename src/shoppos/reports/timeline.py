"""The timeline of an order: who did what and when, what the customer was told, and what they said."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from shoppos.base.clock import day_of
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.money import plain, quantity, rupees
from shoppos.reports.order_goods import charge_said
from shoppos.rules import methods
from shoppos.rules.message_words import channel_said, step_said

STEPS = (
    "SELECT t.id, t.kind, t.made_at, e.name, t.said, t.told, t.parcel_id FROM order_step t "
    "JOIN employee e ON e.id = t.employee_id WHERE t.order_id = ? ORDER BY t.id"
)
MESSAGES = (
    "SELECT m.id, m.way, m.step, m.channel, m.state, m.made_at, coalesce(m.done_at, 0), e.name, m.body, m.error "
    "FROM message m LEFT JOIN employee e ON e.id = m.employee_id WHERE m.doc_id = ? ORDER BY m.id"
)
STEP, MESSAGE = "step", "message"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: when, by whom, in words; `more` is the reason or what was written.

    `kind` is the step's or the message's own name, `state` how far a message is, "" for a step.
    """

    at: dt.datetime
    of: str
    kind: str
    words: str
    by: str
    more: str = ""
    state: str = ""
    parcel_id: bytes | None = None


def timeline(db: Reader, order_id: bytes) -> tuple[Happening, ...]:
    """Everything that happened to an order, the oldest first."""
    found: list[tuple[int, bytes, Happening]] = []
    for step_id, kind, at, by, said, told, parcel_id in db.rows(STEPS, (order_id,)):
        words = step_words(kind, json.loads(told))
        found.append((at, step_id, Happening(db.clock.at(at), STEP, kind, words, by, said, "", parcel_id)))
    for message_id, way, step, channel, state, at, done_at, by, body, error in db.rows(MESSAGES, (order_id,)):
        words = message_words(way, step, channel, state)
        when = done_at if way == "out" and state == "sent" and done_at else at
        more = error or body
        found.append((when, message_id, Happening(db.clock.at(when), MESSAGE, step, words, by or "", more, state)))
    return tuple(one[2] for one in sorted(found, key=lambda one: one[:2]))


def message_words(way: str, step: str, channel: str, state: str) -> str:
    """What became of a message, in a few words."""
    said = {"step": step_said(step) if step else "", "channel": channel_said(channel)}
    if way == "call":
        return _("Call")
    if way == "in":
        return _("From the customer by {channel}").format(**said)
    sentences = {
        "owed": _("To be told by {channel}: {step}"), "sending": _("To be told by {channel}: {step}"),
        "opened": _("Opened to be sent by {channel}: {step}"), "sent": _("Told by {channel}: {step}"),
        "failed": _("Could not be told by {channel}: {step}"), "cancelled": _("Not told any more: {step}"),
    }  # fmt: skip
    return sentences.get(state, state).format(**said)


def step_words(kind: str, told: Mapping[str, Any]) -> str:
    """What a step was, in one line with its figures."""
    sentence = _sentences().get(kind, kind)
    if kind == "paid" and told.get("claimed"):
        sentence = _("{amount} said to be paid ({method})")
    elif kind == "paid" and told.get("utr"):
        sentence = _("{amount} paid before ({method}), UTR {utr}")
    elif kind == "door_paid" and told.get("claimed"):
        sentence = _("{amount} said to be paid at the door ({method})")
    elif kind == "door_paid" and told.get("utr"):
        sentence = _("{amount} of the door came in ({method}), UTR {utr}")
    if kind == "dispatched" and not told.get("courier"):
        sentence = _("Dispatched with bill {numbers}")
    if kind in {"delivered", "part_delivered"}:
        sentence = "; ".join(part for part in (sentence, _at_door(told)) if part)
    said = sentence.format_map(_Blanks(told)).strip()
    charge = charge_said(told.get("charge_back", 0), told.get("charge_stays", 0))
    return f"{said}. {charge}" if charge else said


def _at_door(told: Mapping[str, Any]) -> str:
    """What was paid at the door and how, and what went on the khata; "" for neither."""
    paid = ""
    if told.get("taken"):
        paid = _("{taken} paid at the door ({methods})") if told.get("methods") else _("{taken} paid at the door")
    return ", ".join(part for part in (paid, _("{khata} on the khata") if told.get("khata") else "") if part)


class _Blanks(dict[str, str]):
    """The blanks of a sentence, filled from a step's figures; "" for what was not told."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__({name: _figure(name, value) for name, value in told.items() if value is not None})

    def __missing__(self, _name: str) -> str:
        return ""


MONEY = frozenset(
    {"payable", "amount", "cod", "back", "taken", "due", "short", "advance", "before", "khata", "claimed"}
)
ALSO_MONEY = frozenset({"charge_back", "charge_stays", "door", "expected", "brought"})
"""Which are told in documents, and stand in no sentence of their own."""
DAYS = frozenset({"promised"})
QUANTITIES = frozenset({"was", "quantity"})


def plainly(kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a step of that kind tells as documents have it: "118.00", "0.75" and 2026-05-03."""
    return {name: _plainly(kind, name, value) for name, value in told.items()}


def _plainly(kind: str, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plainly(name, key, one) for key, one in cast("dict[str, Any]", value).items()}
    if type(value) is not int:
        return value
    if name in DAYS or (kind == "delayed" and name == "before"):
        return day_of(value).isoformat()
    if name in MONEY or name in ALSO_MONEY or kind == "ways":
        return plain(value)
    return quantity(value) if name in QUANTITIES else value


def _figure(name: str, value: Any) -> str:
    if name in MONEY and isinstance(value, int):
        return rupees(value)
    if name in DAYS and isinstance(value, int):
        return f"{day_of(value):%d-%m-%Y}"
    if name in QUANTITIES and isinstance(value, int):
        return quantity(value)
    if name == "method":
        return methods.label(str(value))
    if name == "methods":
        return ", ".join(methods.label(str(one)) for one in value)
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[object]", value)))
    return str(value)


def _sentences() -> dict[str, str]:
    """A sentence for each kind of step; what it has no figure for stays empty."""
    return {
        "taken": _("Taken"),
        "changed": _("Changed {payable}"),
        "confirmed": _("Confirmed: {payable}"),
        "delayed": _("Put off to {promised} {slot}"),
        "cancelled": _("Cancelled"),
        "weighed": _("{code} weighed: {quantity} instead of {was}; it comes to {payable}"),
        "packed": _("Packed"),
        "unpacked": _("Box opened again"),
        "dispatched": _("Dispatched with bill {numbers}. {courier} {awb}"),
        "handed_over": _("Handed over with bill {numbers}"),
        "numbered": _("Number of the parcel: {courier} {awb}"),
        "out": _("Out for delivery"),
        "delivered": _("Delivered"),
        "part_delivered": _("Delivered in part; {notes}: {back} came back"),
        "not_delivered": _("Not delivered"),
        "returned": _("Brought back {notes}"),
        "door_paid": _("{amount} of the door came in ({method})"),
        "cash_in": _("{amount} of the door handed over ({method})"),
        "cash_short": _("{amount} of the door handed over, {short} are short"),
        "asked": _("QR shown for {amount}"),
        "paid": _("{amount} paid before ({method})"),
        "proved": _("{amount} came in, UTR {utr}"),
        "given_back": _("{amount} given back ({method})"),
        "outside": _("As it was agreed in the web shop"),
        "paid_outside": _("{amount} paid in the web shop ({method})"),
    }
