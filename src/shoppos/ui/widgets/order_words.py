"""What an order says of itself on screen: where its goods are, its money, its messages, its age and its day."""

from __future__ import annotations

import datetime as dt

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees

HOUR, DAY = 60, 24 * 60
GOOD, WARN, ERROR, QUIET, PLAIN = "good", "warn", "error", "quiet", "plain"
"""How a word looks: each is one of the colours that `ui.style` tests for contrast."""


def column_said(key: str) -> str:
    """The title of a column of the board."""
    return {
        "new": _("New"), "packed": _("Packed"), "out": _("Out"), "delivered": _("Delivered"), "unpaid": _("Unpaid"),
        "ended": _("Cancelled, returned"),
    }[key]  # fmt: skip


def nothing_in(key: str) -> str:
    """What an empty column says."""
    return {
        "new": _("Nothing to pack"), "packed": _("Nothing waits to leave"), "out": _("Nothing is on its way"),
        "delivered": _("Nothing delivered lately"), "unpaid": _("No money is due at the doors"),
        "ended": _("Nothing here"),
    }[key]  # fmt: skip


def state_said(state: str) -> str:
    """Where an order's goods are, in one or two words."""
    return {
        "taken": _("Not confirmed"), "confirmed": _("Confirmed"), "packed": _("Packed"), "dispatched": _("On its way"),
        "delivered": _("Delivered"), "cancelled": _("Cancelled"), "returned": _("Came back"),
    }[state]  # fmt: skip


def state_looks(state: str) -> str:
    """How the word of a state looks."""
    return {"taken": WARN, "delivered": GOOD, "cancelled": QUIET, "returned": ERROR}.get(state, PLAIN)


def act_said(act: str) -> str:
    """What moves an order on, as a button says it; "" where nothing does."""
    return {
        "confirm": _("Confirm"), "pack": _("Pack"), "dispatch": _("Dispatch"), "hand_over": _("Hand over"),
        "deliver": _("Delivered"), "again": _("Out again"), "money": _("Take money"), "": "",
    }[act]  # fmt: skip


def payment_said(payment: str, due: int, pay_by: str = "") -> tuple[str, str]:
    """How far an order is paid, with what is due (paise), and how that looks."""
    plain = {
        "paid": (_("Paid"), GOOD), "claimed": (_("Said to be paid"), WARN), "refunded": (_("Given back"), QUIET),
        "credited": (_("Credit on the khata"), QUIET), "nothing due": (_("Nothing due"), QUIET),
    }  # fmt: skip
    if payment in plain:
        return plain[payment]
    if payment == "cod":
        return _("COD {due}").format(due=brief(due)), WARN
    if payment == "part paid":
        return _("Rest {due}").format(due=brief(due)), WARN
    if pay_by == "khata":
        return _("Khata {due}").format(due=brief(due)), WARN
    return _("Due {due}").format(due=brief(due)), WARN


def message_said(message: str) -> tuple[str, str]:
    """How far the customer was told, and how that looks."""
    return {
        "none": (_("Not told"), QUIET), "sent": (_("Told"), GOOD), "owed": (_("To be told"), WARN),
        "failed": (_("Not reached"), ERROR),
    }[message]  # fmt: skip


def age_said(minutes: int) -> str:
    """How long ago, in one unit."""
    if minutes < 1:
        return _("just now")
    if minutes < HOUR:
        return _("{n} min").format(n=minutes)
    if minutes < DAY:
        return _("{n} h").format(n=minutes // HOUR)
    return ngettext("{n} day", "{n} days", minutes // DAY).format(n=minutes // DAY)


def age_looks(state: str, minutes: int) -> str:
    """How an age looks: what lies in the shop for hours is looked after, what lies for a day is late."""
    if state not in {"taken", "confirmed", "packed"} or minutes < 4 * HOUR:
        return QUIET
    return ERROR if minutes >= DAY else WARN


def promised_said(promised: int | None, slot: str, today: int, *, late: bool = False) -> str:
    """The promised day (yyyymmdd) and slot as one says it at the counter, and that it is late."""
    if promised is None:
        return _("No day promised")
    day = day_of(promised)
    if promised == today:
        said = _("Today")
    elif promised == day_number(day_of(today) + dt.timedelta(days=1)):
        said = _("Tomorrow")
    else:
        said = f"{day:%d-%m}"
    over = late and promised < today
    said = " ".join(part for part in (said, "" if over else slot) if part)
    return _("Late: {day}").format(day=said) if late else said


def way_said(way: str) -> str:
    """How the goods get to their customer."""
    return {"delivery": _("Delivery"), "pickup": _("Pick-up")}[way]


def channel_said(channel: str) -> str:
    """How an order was taken."""
    return {"counter": _("Counter"), "phone": _("Phone"), "online": _("Online")}[channel]


def pay_by_said(pay_by: str) -> str:
    """How an order is going to be paid."""
    from shoppos.rules import methods

    return methods.label(pay_by) if pay_by else _("not said")


def parcel_said(state: str, tries: int = 0) -> str:
    """What became of a parcel."""
    said = {
        "out": _("on its way"), "delivered": _("delivered"), "failed": _("not delivered"), "returned": _("came back"),
    }[state]  # fmt: skip
    return _("{state}, {n} tries").format(state=said, n=tries) if tries > 1 else said


def items_said(items: int) -> str:
    """How many lines an order has."""
    return ngettext("{n} item", "{n} items", items).format(n=items)


def brief(paise: int) -> str:
    """An amount as it stands on a card: whole rupees without their two noughts."""
    return rupees(paise).removesuffix(".00")


def town(place: str) -> str:
    """A town without its PIN code, as a card has room for it."""
    name, _space, code = place.rpartition(" ")
    return name if name and code.isdecimal() else place


def short(number: str) -> str:
    """An order's number as one calls it across the shop: what stands behind the year."""
    return number.rpartition("/")[2]
