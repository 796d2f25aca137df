"""What is read back to a caller before their order is confirmed: who, where, what, how much, when, how it is paid."""

from collections.abc import Callable
from dataclasses import dataclass

from shoppos.base.money import quantity, rupees
from shoppos.rules.packs import PIECE

COUNTED = ("PCS", "NOS", "")
"""Units that nobody says: they are counted."""
ENDING = 4
"""Digits of a phone number that are read back."""
ROUNDING = 50
"""Paise by which a bill is rounded at the most, up or down to the rupee."""
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing ordered: its name in the caller's language if there is one, thousandths, and its amount in paise."""

    name: str
    local_name: str
    quantity: int
    unit: str
    price: int
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """All that is read back; money in paise, `promised` as yyyymmdd (None: not said)."""

    number: str
    name: str
    phone: str
    delivered: bool
    address: str
    pin_code: str
    items: tuple[Item, ...]
    shipping: int
    payable: int
    paid: int = 0
    promised: int | None = None
    slot: str = ""
    pay_by: str = ""
    waits: bool = False
    note: str = ""


def script(order: Script, language: str, say: Say) -> tuple[str, ...]:
    """The sentences to say, in the order to say them, the question last; `say` translates into `language`."""
    _ = say
    told = [*_who(order, _), *(_item(item, language, _) for item in order.items)]
    if order.waits:
        told.append(_("Something of it is not here yet; we deliver when it has come."))
    if order.shipping:
        told.append(_("Delivery: {amount}.").format(amount=rupees(order.shipping)))
    told.append(_total(order, _))
    if order.paid:
        left = max(order.payable - order.paid, 0)
        told.append(_("Already paid: {paid}, still to pay: {left}.").format(paid=rupees(order.paid), left=rupees(left)))
    told.extend(_when(order, _))
    if order.paid < order.payable or not order.paid:
        told.append(_paid(order.pay_by, _))
    if order.note:
        told.append(_("You also asked: {note}").format(note=order.note))
    told.append(_("Is all of that right?"))
    return tuple(text for text in told if text)


def _who(order: Script, _: Say) -> list[str]:
    name = order.name or _("Customer")
    told = [_("Order for {name}, phone ending in {ending}.").format(name=name, ending=order.phone[-ENDING:])]
    if not order.phone:
        told = [_("Order for {name}.").format(name=name)]
    if not order.delivered:
        return [*told, _("You pick it up at the shop.")]
    where = " ".join(part for part in (order.address, order.pin_code) if part)
    return [*told, _("Delivery to: {address}.").format(address=where) if where else _("Where may we deliver it?")]


def _item(item: Item, language: str, _: Say) -> str:
    name = item.local_name if item.local_name and language != "en" else item.name
    unit = "×" if item.unit in COUNTED else item.unit.lower()
    words = {
        "quantity": quantity(item.quantity), "unit": unit, "name": name, "price": rupees(item.price),
        "amount": rupees(item.amount),
    }  # fmt: skip
    one = _("{quantity} {unit} {name}, {amount}") if item.quantity == PIECE else _(
        "{quantity} {unit} {name} at {price}, {amount}"
    )  # fmt: skip
    said = one.format(**words)
    return f"{said} ({item.note})" if item.note else said


def _total(order: Script, _: Say) -> str:
    """What it comes to; where that is rounded, also what the caller gets who has added up what was read."""
    added = sum(item.amount for item in order.items) + order.shipping
    if added != order.payable and abs(added - order.payable) <= ROUNDING:
        return _("Total: {added}, rounded to {amount}.").format(added=rupees(added), amount=rupees(order.payable))
    return _("Total: {amount}.").format(amount=rupees(order.payable))


def _when(order: Script, _: Say) -> list[str]:
    if order.promised is None:
        return []
    year, month, day = order.promised // 10_000, order.promised // 100 % 100, order.promised % 100
    words = {"day": f"{day:02d}-{month:02d}-{year}", "slot": order.slot}
    if order.delivered:
        said = _("It comes on {day}, {slot}.") if order.slot else _("It comes on {day}.")
    else:
        said = _("It is ready on {day}, {slot}.") if order.slot else _("It is ready on {day}.")
    return [said.format(**words)]


def _paid(pay_by: str, _: Say) -> str:
    """How it is paid; nothing where nobody said."""
    words = {
        "cash": _("You pay in cash."), "upi": _("You pay by UPI."), "card": _("You pay by card."),
        "netbanking": _("You pay by bank transfer."), "khata": _("It goes on your khata."),
        "cod": _("You pay when it comes."),
    }  # fmt: skip
    return words.get(pay_by, "")
