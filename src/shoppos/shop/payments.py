"""Ways to pay: one class a method, each with what it asks of the cashier."""

from dataclasses import dataclass

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.rules import identifiers, methods


@dataclass(frozen=True, slots=True)
class Tender:
    """Money offered for a sale: `amount` in paise, or None for the rest exactly."""

    method: str
    amount: int | None = None
    reference: str = ""
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class UpiShown:
    """A UPI payment asked for: the reference of this attempt, and the link its QR carries."""

    reference: str
    link: str
    amount: int


class Method:
    """Money taken at once, for exactly what is due."""

    key = ""
    gives_change = False
    needs_customer = False
    on_credit = False
    by_hand = True

    def label(self) -> str:
        """The name on screen and paper."""
        return methods.label(self.key)

    def reference(self, text: str) -> str:
        """The reference as it is kept; InvalidInput when it cannot be one."""
        return text[:40]


class Cash(Method):
    """Notes and coins; more than the bill gives change."""

    key = "cash"
    gives_change = True


class Upi(Method):
    """A transfer by QR: claimed until its UTR is known (the bank's 12-digit reference)."""

    key = "upi"

    def reference(self, text: str) -> str:
        """The UTR, 12 digits, or "" when the payment is only claimed."""
        if not text:
            return ""
        found = identifiers.check("utr", text)
        if not found.valid:
            raise InvalidInput(
                _("{text} is not a UTR.").format(text=text[:40]),
                _("It has 12 digits; read it from the customer's phone, or leave it empty."),
                "reference",
            )
        return found.normalised or text


class Card(Method):
    """Debit or credit card on the bank's machine."""

    key = "card"


class NetBanking(Method):
    """A bank transfer."""

    key = "netbanking"


class Khata(Method):
    """Written on the customer's khata; due until it is paid."""

    key = "khata"
    needs_customer = True
    on_credit = True


class Cod(Method):
    """To be paid at the door."""

    key = "cod"
    on_credit = True


class Points(Method):
    """Points a customer has earned, spent like money after tax; how many there are is looked up by what takes them."""

    key = "points"
    needs_customer = True


class Exchange(Method):
    """Goods that came back in the same go: on the new bill what the credit note is worth, on the note as much back.

    Only `shop.returns` writes it, on both papers in one transaction.
    """

    key = "exchange"
    by_hand = False


class Advance(Method):
    """Money that was taken for the order before its bill, when it has a record and a day of its own.

    Only `shop.dispatching` writes it, and `shop.advances` where the rest of it goes to the khata.
    """

    key = "advance"
    by_hand = False


METHODS: tuple[Method, ...] = (Cash(), Upi(), Card(), NetBanking(), Khata(), Cod(), Points(), Exchange(), Advance())


def method(key: str) -> Method:
    """The way to pay with that key, e.g. `upi`."""
    found = next((m for m in METHODS if m.key == key), None)
    if found is None:
        raise InvalidInput(
            _("{key} is not a way to pay here.").format(key=key[:40]),
            ", ".join(m.key for m in METHODS if m.by_hand),
            "method",
        )
    return found


def check_tender(key: str, reference: str, *, known: bool) -> None:
    """Refuse a payment that the bill could not take: a reference that is none, a khata with nobody to owe it.

    `known`: the bill names its customer.
    """
    way = method(key)
    way.reference(reference)
    if not way.by_hand:
        raise Refused(
            _("{method} is written by the shop itself.").format(method=way.label()),
            _("A return writes it, or the order that was paid before."),
        )
    if way.needs_customer and not known:
        raise Refused(_("{method} needs a customer.").format(method=way.label()), _("Press F5 and choose who it is."))
