"""Settling a bill: what was handed over, the change, and which paper each payment is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.rules import upi
from shoppos.shop.payments import Tender, check_tender, method

CASH_LIMIT = 2_00_000_00
"""Cash in paise from which one person may not pay on one day (Income-tax Act 2025 s.186, before s.269ST)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment as it is written down; `amount` in paise, negative for change."""

    method: str
    amount: int
    reference: str
    attempt: str


def settle(
    payable: int, tenders: Sequence[Tender], *, known: bool, exchange: int = 0, advance: int = 0
) -> tuple[list[Taken], int, int]:  # fmt: skip
    """The payments to write down, what was handed over, and the change, all in paise.

    `known`: the bill names its customer. `exchange`: what of it goods that came back in the same go pay, `advance` what
    was paid for its order before. Refused when it is too little, or when only cash could give the change.
    """
    before = (("exchange", exchange), ("advance", advance))
    taken = [Taken(key, amount, "", "") for key, amount in before if amount]
    left = payable - exchange - advance
    for tender in tenders:
        way = method(tender.method)
        amount = max(left, 0) if tender.amount is None else tender.amount
        sane("amount", amount)
        if amount < 0 or (amount == 0 and payable - exchange - advance):
            raise InvalidInput(_("An amount paid must be more than 0."), field="amount")
        if amount > left and not way.gives_change:
            raise Refused(
                _("{method} {amount} is more than the {left} to pay.").format(
                    method=way.label(), amount=rupees(amount), left=rupees(max(left, 0))
                ),
                _("Only cash gives change."),
            )
        check_tender(way.key, clean(tender.reference), known=known)
        if amount:
            taken.append(Taken(way.key, amount, way.reference(clean(tender.reference)), clean(tender.attempt)))
        left -= amount
    _refuse_twice([t.reference for t in taken if t.method == "upi" and t.reference])
    if left > 0:
        raise Refused(
            _("{left} is still to pay.").format(left=rupees(left)), _("Take the rest by cash, UPI, card or khata.")
        )
    tendered = sum(t.amount for t in taken)
    if left < 0:
        if -left > sum(t.amount for t in taken if t.method == "cash"):
            raise Refused(_("Only cash gives change."), _("Correct the amounts."))
        taken.append(Taken("cash", left, "", ""))
    return taken, tendered, -left


def _refuse_twice(utrs: list[str]) -> None:
    for utr in utrs:
        if utrs.count(utr) > 1:
            raise Refused(
                _("UTR {utr} stands for two payments of this bill.").format(utr=utr),
                _("Each payment has its own; take one payment of the whole amount, or correct it."),
            )


def by_document(taken: list[Taken], payables: list[int]) -> list[list[Taken]]:
    """Share the payments among the documents in order; change stays with the cash it came from."""
    if len(payables) == 1:
        return [taken]
    kept = [Taken(t.method, t.amount, t.reference, t.attempt) for t in taken if t.amount > 0]
    change = -sum(t.amount for t in taken if t.amount < 0)
    shares = list[list[Taken]]()
    for n, payable in enumerate(payables):
        last, share, left = n == len(payables) - 1, list[Taken](), payable
        while kept and (left > 0 or last):
            first = kept.pop(0)
            amount = first.amount if last else min(first.amount, left)
            share.append(Taken(first.method, amount, first.reference, first.attempt))
            left -= amount
            if first.amount > amount:
                kept.insert(0, Taken(first.method, first.amount - amount, first.reference, first.attempt))
        shares.append(share)
    if change:
        shares[-1].append(Taken("cash", -change, "", ""))
    return shares


def warnings(taken: list[Taken]) -> tuple[str, ...]:
    """What the law or the UPI apps say of amounts this high."""
    found = list[str]()
    cash = sum(t.amount for t in taken if t.method == "cash")
    if cash >= CASH_LIMIT:
        found.append(_("Cash of ₹2,00,000 or more from one person in a day is forbidden by law."))
    if any(t.method == "upi" and t.amount > upi.WARN_ABOVE for t in taken):
        found.append(_("Most UPI apps pay at most ₹1,00,000 at once."))
    return tuple(found)
