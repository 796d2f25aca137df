"""What a credit note gives back: computed anew at the sale's own rates, never more than is left, to the last paisa.

CGST Act s.34 and rule 53(1A): a credit note carries the taxable value and the tax of the invoice it belongs to.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import half_up, quantity
from shoppos.rules.pricing import PIECE, PricedLine, PricedSale, PriceLine, group_taxes, summed

DAYS = 7
"""How long goods may come back where the shop chose nothing."""
NEVER = -1
APRIL, NOVEMBER = 4, 11
NOTHING = PricedLine(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What earlier credit notes took back of one line: its quantity in thousandths and the sums of its amounts."""

    quantity: int = 0
    money: PricedLine = NOTHING


@dataclass(frozen=True, slots=True)
class Sold:
    """A done bill as a return sees it; `taken` has one entry a line or none, `refunded` is what earlier notes paid."""

    lines: Sequence[PriceLine]
    priced: Sequence[PricedLine]
    payable: int
    intra: bool = True
    taken: Sequence[Taken] = ()
    refunded: int = 0
    round_to: int = 100


@dataclass(frozen=True, slots=True)
class Window:
    """How long goods may come back: `days` of the shop, of each of `categories`, and what comes after them.

    `after`: later only with a manager's yes, else not at all. `no_bill`: what happens to goods without their bill:
    "manager" (with a manager's yes), "allow" or "refuse".
    """

    days: int = DAYS
    after: bool = True
    no_bill: str = "manager"
    categories: Mapping[str, int] | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Window":
        """The shop's setting "returns"; what it does not say is as usual."""
        days, no_bill = told.get("days"), str(told.get("no_bill"))
        return cls(
            days if isinstance(days, int) else DAYS,
            told.get("approve_after") is not False,
            no_bill if no_bill in {"allow", "refuse"} else "manager",
            cast("Mapping[str, int]", told["categories"]) if isinstance(told.get("categories"), dict) else None,
        )

    def days_of(self, category: str, own: int | None) -> int:
        """Days for one product: its own word, else its category's, else the shop's; NEVER for what never comes back."""
        return own if own is not None else (self.categories or {}).get(category, self.days)


def last_day(sold_on: dt.date, days: int) -> dt.date | None:
    """The last day on which something sold on that day may come back; None when it never may."""
    return None if days < 0 else sold_on + dt.timedelta(days=days)


def tax_until(sold_on: dt.date) -> dt.date:
    """Until when a credit note lowers the shop's tax: 30 November after the financial year (CGST Act s.34(2))."""
    return dt.date(sold_on.year + (sold_on.month >= APRIL), NOVEMBER, 30)


def price_return(sold: Sold, returned: Mapping[int, int]) -> PricedSale:
    """Price the credit note for `returned`, thousandths by the line's place in the bill, in the bill's order.

    All amounts are positive. The return that empties a line takes what is left of it; the one that empties the bill
    refunds the payable minus the earlier refunds. InvalidInput for no quantity, Refused for more than is left.
    """
    taken = list(sold.taken) or [Taken()] * len(sold.lines)
    places = sorted(returned)
    if not places:
        raise InvalidInput(_("Nothing is being returned."), _("Choose an item of the bill."), field="quantity")
    for i in places:
        _check(i, sold, taken, returned[i])
    fresh = _fresh(sold, places, [returned[i] for i in places])
    priced = tuple(
        _rest(sold.priced[i], taken[i].money)
        if taken[i].quantity + returned[i] == sold.lines[i].quantity
        else _capped(money, _rest(sold.priced[i], taken[i].money))
        for i, money in zip(places, fresh, strict=True)
    )
    lines = [sold.lines[i] for i in places]
    left = sold.payable - sold.refunded
    emptied = all(taken[i].quantity + returned.get(i, 0) == line.quantity for i, line in enumerate(sold.lines))
    note = summed(lines, priced, round_to=sold.round_to, payable=left if emptied else None)
    if 0 <= note.payable <= left:
        return note
    return summed(lines, priced, round_to=sold.round_to, payable=min(max(note.payable, 0), left))


def _check(i: int, sold: Sold, taken: Sequence[Taken], milli: int) -> None:
    """Refuse what line `i` cannot give back."""
    if not 0 <= i < len(sold.lines) or milli <= 0:
        raise InvalidInput(_("The returned quantity must be more than 0."), field="quantity")
    left = sold.lines[i].quantity - taken[i].quantity
    if milli > left:
        raise Refused(
            _("Line {line} has only {left} left to return.").format(line=i + 1, left=quantity(left)),
            _("Lower the quantity."),
        )


def _fresh(sold: Sold, places: Sequence[int], quantities: Sequence[int]) -> list[PricedLine]:
    """The returned quantities priced as if sold now; discounts and shipping in proportion to the quantity."""
    lines = [sold.lines[i] for i in places]
    parts: list[tuple[int, int, int, int, int]] = []
    for i, line, milli in zip(places, lines, quantities, strict=True):
        was = sold.priced[i]
        gross = half_up(milli * line.price, PIECE)
        disc = min(half_up(was.disc * milli, line.quantity), gross)
        bdisc = min(half_up(was.bdisc * milli, line.quantity), gross - disc)
        ship = half_up(was.ship * milli, line.quantity)
        fixed = half_up(milli * line.cess_per_unit, PIECE) if line.inclusive else 0
        parts.append((gross, disc, bdisc, ship, max(gross - disc - bdisc + ship, fixed)))
    taxes = group_taxes(lines, [one[4] for one in parts], quantities, intra=sold.intra)
    return [PricedLine(*one, *tax) for one, tax in zip(parts, taxes, strict=True)]


def _rest(was: PricedLine, gone: PricedLine) -> PricedLine:
    """What is left of a line after `gone`."""
    return PricedLine(
        was.gross - gone.gross,
        was.disc - gone.disc,
        was.bdisc - gone.bdisc,
        was.ship - gone.ship,
        was.net - gone.net,
        was.taxable - gone.taxable,
        was.cgst - gone.cgst,
        was.sgst - gone.sgst,
        was.igst - gone.igst,
        was.cess - gone.cess,
    )


def _capped(fresh: PricedLine, left: PricedLine) -> PricedLine:
    """Each amount of `fresh`, but never more than is left."""
    gross, disc = min(fresh.gross, left.gross), min(fresh.disc, left.disc)
    bdisc, ship = min(fresh.bdisc, left.bdisc), min(fresh.ship, left.ship)
    return PricedLine(
        gross,
        disc,
        bdisc,
        ship,
        gross - disc - bdisc + ship,
        min(fresh.taxable, left.taxable),
        min(fresh.cgst, left.cgst),
        min(fresh.sgst, left.sgst),
        min(fresh.igst, left.igst),
        min(fresh.cess, left.cess),
    )
