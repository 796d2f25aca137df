"""What a supplier's bill comes to, what a piece cost in the end, and what the shop earns on it."""

from dataclasses import dataclass

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import half_up

PIECE = 1000
WHOLE = 10_000
"""A whole in hundredths of a percent."""
ROUNDING = 100
"""Paise up to which a supplier's own total may differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of a supplier's bill: thousandths, cost of one unit in paise, rates in hundredths of a percent.

    `free` thousandths came without charge; `with_tax`: the cost holds the tax already.
    """

    quantity: int
    cost: int
    free: int = 0
    rate: int = 0
    cess_rate: int = 0
    cess_per_unit: int = 0
    with_tax: bool = False


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """What a line comes to in paise; `cost` is that of one paid unit before tax."""

    cost: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int

    @property
    def tax(self) -> int:
        """All taxes together."""
        return self.cgst + self.sgst + self.igst + self.cess

    @property
    def total(self) -> int:
        """Value and taxes."""
        return self.taxable + self.tax


def price_line(bought: Bought, *, intra: bool) -> BoughtLine:
    """Value and taxes of one line; `intra` when supplier and shop are in one State (CGST Act s.9, IGST Act s.5)."""
    gross = half_up(bought.quantity * bought.cost, PIECE)
    fixed = half_up(bought.quantity * bought.cess_per_unit, PIECE)
    taxable, cost = gross, bought.cost
    if bought.with_tax:
        taxable = half_up(max(gross - fixed, 0) * WHOLE, WHOLE + bought.rate + bought.cess_rate)
        cost = half_up(taxable * PIECE, bought.quantity)
        if gross < fixed:
            raise InvalidInput(_("The cost is less than its cess."), _("Type the cost before tax."), "cost")
    half = half_up(taxable * bought.rate, 2 * WHOLE) if intra else 0
    igst = 0 if intra else half_up(taxable * bought.rate, WHOLE)
    return BoughtLine(cost, taxable, half, half, igst, half_up(taxable * bought.cess_rate, WHOLE) + fixed)


def landed(line: BoughtLine, pieces: int, *, credit: bool) -> int:
    """Paise that one unit cost in the end; `pieces` thousandths came with the free ones.

    `credit`: the tax comes back as input credit, so that it is no cost (CGST Act s.16).
    """
    return half_up((line.taxable if credit else line.total) * PIECE, pieces)


def earned(price: int, rate: int, *, inclusive: bool, credit: bool) -> int:
    """Paise of a price that stay with the shop before cost; `rate` holds the cess, hundredths of a percent."""
    return half_up(price * WHOLE, WHOLE + rate) if inclusive and credit else price


def margin(net: int, cost: int | None) -> int | None:
    """What is earned of `net`, in hundredths of a percent of it; None where there is no price or no cost."""
    if net <= 0 or cost is None:
        return None
    return half_up((net - cost) * WHOLE, net)


def share(amount: int, before: int, now: int, whole: int) -> int:
    """The part of `amount` paise that goes back with `now` of `whole` thousandths, of which `before` went already."""
    return half_up(amount * (before + now), whole) - half_up(amount * before, whole)
