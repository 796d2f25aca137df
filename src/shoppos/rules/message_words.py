"""What the shop tells a customer at each step of an order: sentences with blanks, in the customer's language."""

import datetime as dt
import re
import string
from collections.abc import Callable, Mapping

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean

CONFIRMED, DELAYED, PACKED, DISPATCHED, OUT = "confirmed", "delayed", "packed", "dispatched", "out"
DELIVERED, NOT_DELIVERED, CANCELLED = "delivered", "not_delivered", "cancelled"
REFUND, CREDIT, PAYMENT, DUES, BILL, SAID = "refund", "credit", "payment", "dues", "bill", "said"
STEPS = (
    CONFIRMED, DELAYED, PACKED, DISPATCHED, OUT, DELIVERED, NOT_DELIVERED, CANCELLED, REFUND, CREDIT, PAYMENT, DUES,
    BILL,
)  # fmt: skip
"""What is told by itself; SAID is what a person writes."""
JOURNEY = (CONFIRMED, DELAYED, PACKED, DISPATCHED, OUT, NOT_DELIVERED, DELIVERED, CANCELLED)
"""Where the goods are: a later one of these makes an earlier one that still waits stale."""
OF_A_PARCEL = (DISPATCHED, OUT, NOT_DELIVERED, DELIVERED)
"""What is told of one parcel of an order; that of another parcel is not made stale by it."""
SMS, EMAIL, WHATSAPP, TELEGRAM = "sms", "email", "whatsapp", "telegram"
CHANNELS = (TELEGRAM, SMS, EMAIL, WHATSAPP)
SECRETS = {EMAIL: "mail.password", SMS: "sms.key", TELEGRAM: "telegram.token"}
"""Under which name the secret of a channel is kept."""
BLANKS = (
    "name", "number", "amount", "due", "paid", "day", "slot", "courier", "awb", "link", "reason", "carrier", "shop",
    "phone", "chat", "part",
    "refused", "khata",
)  # fmt: skip
"""What may stand in braces in a template."""
LONGEST = 4000
"""Characters of a message: what Telegram takes in one, and an order's link among them."""
LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SAMPLE: dict[str, str] = {
    "name": "Asha", "number": "A1/2627/O00042", "amount": "₹1,240.00", "due": "₹740.00", "paid": "₹500.00",
    "day": "24-11-2026", "slot": "10-12", "courier": "Delhivery", "awb": "1234567890123",
    "link": "https://www.delhivery.com/track/package/1234567890123", "reason": "…", "carrier": "Ravi",
    "shop": "Sharma Kirana", "phone": "9876543210", "chat": "https://t.me/sharma_bot?start=Aa1Bb2Cc3",
    "part": "2", "refused": "1 Parle-G", "khata": "₹240.00",
}  # fmt: skip
"""With what a template is shown before anything is sent by it."""


def sentences(
    step: str,
    gettext: Callable[[str], str],
    *,
    pickup: bool = False,
    part: bool = False,
    more: bool = False,
    moving: bool = False,
) -> tuple[str, ...]:
    """How ShopPOS says a step, sentence by sentence; `pickup` for what the customer comes for.

    `part` for one parcel of an order that goes in several, `more` while something of it has not left yet, `moving`
    while all the rest of it is on its way; `more` for a payment of what was paid before, too.
    """
    said = _of_a_part(step, gettext, more=more, moving=moving) if part else ()
    said = said or (_paid_again(gettext) if more and step == PAYMENT else ())
    said = said or _of_the_goods(step, gettext, pickup=pickup) or _of_the_money(step, gettext)
    return (*said, "{shop}, {phone}") if said else ()


def _of_the_goods(step: str, gettext: Callable[[str], str], *, pickup: bool) -> tuple[str, ...]:
    _ = gettext
    ready = _("Your order {number} is ready to be picked up.") if pickup else _("Your order {number} is packed.")
    comes = _("You can pick it up on {day}.") if pickup else _("It comes on {day}.")
    follow, time, why = _("Follow it here: {link}"), _("Time: {slot}."), _("Reason: {reason}.")
    said = {
        CONFIRMED: (
            _("Dear {name}, your order {number} is confirmed."), _("It comes to {amount}."), comes, time,
            _("Still to pay: {due}."), follow, _("Write to us on Telegram: {chat}"),
        ),
        DELAYED: (
            _("Dear {name}, your order {number} will be late. We are sorry."), _("The new day is {day}."), time, why,
            follow,
        ),
        PACKED: (ready, _("Still to pay: {due}."), follow),
        DISPATCHED: (
            _("Dear {name}, your order {number} is on its way."), _("{courier}, number {awb}."), follow,
            _("To pay at the door: {due}."),
        ),
        OUT: (
            _("Dear {name}, your order {number} comes today."), _("{carrier} brings it."), time,
            _("To pay at the door: {due}."),
        ),
        DELIVERED: (_("Your order {number} is delivered. Thank you."), *_of_the_door(gettext)),
        NOT_DELIVERED: (
            _("Dear {name}, we could not hand over your order {number}."), why, _("We come again on {day}."), time,
            _("Write or call us if that does not suit."),
        ),
        CANCELLED: (
            _("Dear {name}, your order {number} is cancelled."), why, _("You get back {paid}, which you had paid."),
        ),
    }  # fmt: skip
    return said.get(step, ())


def _of_a_part(step: str, gettext: Callable[[str], str], *, more: bool, moving: bool) -> tuple[str, ...]:
    """The same of one parcel of several: nobody may think that it is the whole order."""
    _ = gettext
    rest = (_("The rest of it is still to come."),) if more else ()
    left = (_("The rest of it is on its way."),) if moving else rest
    follow, due = _("Follow it here: {link}"), _("To pay at the door: {due}.")
    said = {
        DISPATCHED: (
            _("Dear {name}, part {part} of your order {number} is on its way."), _("{courier}, number {awb}."),
            *rest, follow, due,
        ),
        OUT: (
            _("Dear {name}, part {part} of your order {number} comes today."), _("{carrier} brings it."), *rest,
            _("Time: {slot}."), due,
        ),
        DELIVERED: (_("Part {part} of your order {number} is delivered. Thank you."), *_of_the_door(gettext), *left),
        NOT_DELIVERED: (
            _("Dear {name}, we could not hand over part {part} of your order {number}."), _("Reason: {reason}."),
            _("We come again on {day}."), _("Time: {slot}."), _("Write or call us if that does not suit."),
        ),
    }  # fmt: skip
    return said.get(step, ())


def _of_the_door(gettext: Callable[[str], str]) -> tuple[str, ...]:
    """What became of it at the door: what was not taken, and what is not paid and stands on the khata."""
    _ = gettext
    return _("Not taken: {refused}."), _("On your khata: {khata}.")


def _paid_again(gettext: Callable[[str], str]) -> tuple[str, ...]:
    _ = gettext
    return (
        _("Dear {name}, {amount} came for {number}, which was paid already."),
        _("We keep it for you; write or call us if you want it back."),
    )


def _of_the_money(step: str, gettext: Callable[[str], str]) -> tuple[str, ...]:
    _ = gettext
    said = {
        REFUND: (_("Dear {name}, {amount} for {number} was given back to you."), _("Reason: {reason}.")),
        CREDIT: (_("Dear {name}, {amount} for {number} stands on your khata at {shop} as your credit."),),
        PAYMENT: (
            _("Thank you, {name}: we have received {amount} for {number}."), _("Still to pay: {due}."),
        ),
        DUES: (
            _("Dear {name}, {amount} is open on your khata at {shop}. Please pay when you pass by."),
            _("Pay by UPI: {link}"),
        ),
        BILL: (
            _("Dear {name}, here is your bill {number} from {shop} over {amount}."), _("Still to pay: {due}."),
            "{link}",
        ),
    }  # fmt: skip
    return said.get(step, ())


def subject(step: str, gettext: Callable[[str], str]) -> str:
    """What stands above a mail about a step."""
    _ = gettext
    return _("Your khata at {shop}") if step == DUES else _("{shop}: {number}")


def names_of(template: str) -> tuple[str, ...]:
    """The blanks of a template in their order; InvalidInput for one that nobody fills, or a brace left open."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        raise InvalidInput(
            _("A brace is open in the text: {text}").format(text=clean(template, 80)),
            _("A blank looks like {blank}.").format(blank="{name}"), "body",
        ) from None  # fmt: skip
    found = tuple(name for _text, name, _spec, _how in parts if name is not None)
    odd = [name for name in found if name not in BLANKS] + [spec for _t, _n, spec, how in parts if spec or how]
    if odd:
        raise InvalidInput(
            _("Nobody knows what to put for {blank}.").format(blank="{" + clean(str(odd[0]), 40) + "}"),
            _("There are: {blanks}").format(blanks=", ".join(BLANKS)), "body",
        )  # fmt: skip
    return found


def filled(lines: tuple[str, ...] | list[str], values: Mapping[str, str]) -> list[str]:
    """The lines with their blanks filled; one whose blank has no value is left out, and nothing filled in is read."""
    said = list[str]()
    for line in lines:
        names = names_of(line)
        if all(values.get(name) for name in names):
            said.append(line.format(**{name: values[name] for name in names}))
    return said


def lines_of(text: str) -> list[str]:
    """A text that a person wrote, line by line, without what a screen or a mail could obey; at most LONGEST long."""
    return [clean(line, LONGEST) for line in LINE_ENDS.split(text[: 2 * LONGEST])]


def tidy(text: str) -> str:
    """A text of several lines as it is kept: clean lines, no empty ones at its ends or doubled within."""
    kept = list[str]()
    for line in lines_of(text):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()[:LONGEST]


def day_said(day: dt.date, gettext: Callable[[str], str]) -> str:
    """A day as people say it: "3 May 2026"."""
    _ = gettext
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return f"{day.day} {months[day.month - 1]} {day.year}"


def step_said(step: str) -> str:
    """What a step is called on screens and in lists."""
    said = {
        CONFIRMED: _("Confirmed"), DELAYED: _("Delayed"), PACKED: _("Packed"), DISPATCHED: _("Dispatched"),
        OUT: _("Out for delivery"), DELIVERED: _("Delivered"), NOT_DELIVERED: _("Not delivered"),
        CANCELLED: _("Cancelled"), REFUND: _("Refund"), CREDIT: _("Credit on the khata"),
        PAYMENT: _("Payment arrived"), DUES: _("Dues"), BILL: _("Bill"), SAID: _("Written by hand"),
    }  # fmt: skip
    return said.get(step, step)


def became(state: str, *, error: str = "", by: str = "", by_hand: bool = False, later: str = "") -> str:
    """What became of a message of ours, with its reason; `later` says from when one that is owed may go."""
    if state == "owed":
        said = _("Goes from {time}").format(time=later) if later else _("Waits to be sent")
        return f"{said}: {error}" if error else said
    if state == "failed":
        return _("Failed: {why}").format(why=error or _("nobody knows why"))
    if state == "cancelled":
        return _("Not sent: {why}").format(why=error) if error else _("Not sent")
    if state == "opened":
        return _("Opened by {name}. Was it sent?").format(name=by or _("somebody"))
    said = {"sending": _("Is being sent"), "sent": _("Sent by hand") if by_hand else _("Sent")}
    return said.get(state, "")


def stands(state: str) -> str:
    """The same in a word or two, without its reason."""
    return {
        "owed": _("waits"), "sending": _("is being sent"), "opened": _("opened, not said to be sent"),
        "sent": _("sent"), "failed": _("failed"), "cancelled": _("cancelled"), "got": _("came in"),
    }[state]  # fmt: skip


def channel_said(channel: str) -> str:
    """What a channel is called on screens and in lists."""
    said = {SMS: _("SMS"), EMAIL: _("E-mail"), WHATSAPP: "WhatsApp", TELEGRAM: "Telegram", "call": _("Call")}
    return said.get(channel, channel)
