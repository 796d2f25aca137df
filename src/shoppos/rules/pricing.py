"""What a sale costs: discounts, shipping, GST by rate group, and the rounding to the rupee.

Money is paise, quantity thousandths, rates hundredths of a percent. All arithmetic is exact on whole numbers, rounded
half up once per amount (CGST Act s.15 and s.170, rules 32-35): a rate group's tax is the rounded tax of its rounded
taxable value, and the lines' shares are cumulative roundings, so that lines, rates and bill add up to the paisa.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import MOST, half_up

Taxes = tuple[int, int, int, int, int]
"""Taxable value, CGST, SGST, IGST and cess of a line."""
WHOLE = 10_000
"""One hundred percent in hundredths of a percent."""
PIECE = 1_000
"""One piece in thousandths."""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line before tax; `price` is of one whole unit, `disc_amount` and `cess_per_unit` are paise."""

    quantity: int
    price: int
    rate: int = 0
    inclusive: bool = False
    disc_rate: int = 0
    disc_amount: int = 0
    cess_rate: int = 0
    cess_per_unit: int = 0


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line's money: `net` = gross - disc - bdisc + ship, and what of it is taxable, and its taxes."""

    gross: int
    disc: int
    bdisc: int
    ship: int
    net: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int

    @property
    def tax(self) -> int:
        """All taxes of the line."""
        return self.cgst + self.sgst + self.igst + self.cess

    @property
    def total(self) -> int:
        """Taxable value and taxes."""
        return self.taxable + self.tax


@dataclass(frozen=True, slots=True)
class RateTotal:
    """The sums of one rate group: what GSTR-1 calls an item of an invoice."""

    rate: int
    cess_rate: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int


@dataclass(frozen=True, slots=True)
class PricedSale:
    """A priced document; `payable` = total + round_off is what is owed."""

    lines: tuple[PricedLine, ...]
    by_rate: tuple[RateTotal, ...]
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    total: int
    round_off: int
    payable: int


def price_sale(
    lines: Sequence[PriceLine],
    *,
    intra: bool = True,
    bill_discount: int = 0,
    bill_discount_rate: int = 0,
    shipping: int = 0,
    round_to: int = 100,
) -> PricedSale:
    """Price a whole sale.

    `intra`: CGST and SGST, else IGST. The bill's discount is first the percentage of the sum of the net prices, then
    the amount; it and `shipping` are shared by net price after the line's discount. `round_to` is paise: 100 rounds
    the payable to the rupee, 0 leaves it. InvalidInput for what no line can mean, Refused for what falls below zero.
    """
    if min(bill_discount, bill_discount_rate, shipping, round_to) < 0:
        raise InvalidInput(_("A discount, shipping or rounding cannot be below zero."), field="bill_discount")
    gross, disc = _gross_and_discount(lines)
    before = [whole - off for whole, off in zip(gross, disc, strict=True)]
    worth = sum(before)
    off = bill_discount + half_up(worth * bill_discount_rate, WHOLE)
    if off > worth:
        raise Refused(_("The bill's discount is more than the bill."), _("Make it smaller."))
    if shipping and not worth:
        raise Refused(_("Shipping needs an item with a price on the bill."), _("Add the item first."))
    bdisc, ship = share(off, before), share(shipping, before)
    net = [n - b + s for n, b, s in zip(before, bdisc, ship, strict=True)]
    taxes = group_taxes(lines, net, [line.quantity for line in lines], intra=intra)
    priced = tuple(
        PricedLine(g, d, b, s, n, *t) for g, d, b, s, n, t in zip(gross, disc, bdisc, ship, net, taxes, strict=True)
    )
    return summed(lines, priced, round_to=round_to)


def part(priced: PricedSale, lines: Sequence[PriceLine], indexes: Sequence[int], round_to: int = 100) -> PricedSale:
    """The document made of those lines of a priced sale: one of the two papers of a registered buyer's mixed bill.

    The lines keep their amounts, so the two papers together are the sale; each is rounded for itself. `indexes` must
    take a rate group whole or not at all, as the lines of one treatment do.
    """
    return summed([lines[i] for i in indexes], tuple(priced.lines[i] for i in indexes), round_to=round_to)


def summed(
    lines: Sequence[PriceLine], priced: tuple[PricedLine, ...], *, round_to: int, payable: int | None = None
) -> PricedSale:
    """The document of priced lines; `payable` is rounded from their sum unless it is given.

    When every line is inclusive the sum of the net prices is rounded, not the total, so that the tax's own odd paise
    never carry a bill above its MRPs.
    """
    by_rate: dict[tuple[int, int], list[int]] = {}
    for line, money in zip(lines, priced, strict=True):
        sums = by_rate.setdefault((line.rate, line.cess_rate), [0, 0, 0, 0, 0])
        sums[0] += money.taxable
        sums[1] += money.cgst
        sums[2] += money.sgst
        sums[3] += money.igst
        sums[4] += money.cess
    taxable, cgst, sgst, igst, cess = (sum(column) for column in zip([0] * 5, *by_rate.values(), strict=True))
    total = taxable + cgst + sgst + igst + cess
    if payable is None:
        asked = sum(money.net for money in priced) if all(line.inclusive for line in lines) else total
        payable = rounded(asked, round_to)
    groups = tuple(RateTotal(rate, cess_rate, *sums) for (rate, cess_rate), sums in by_rate.items())
    return PricedSale(priced, groups, taxable, cgst, sgst, igst, cess, total, payable - total, payable)


def rounded(paise: int, round_to: int) -> int:
    """`paise` to the nearest multiple of `round_to`, halves up; 0 leaves it (s.170 CGST Act rounds to the rupee)."""
    return half_up(paise, round_to) * round_to if round_to else paise


def share(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in proportion to `weights`, to the paisa: largest remainder, ties to the earlier line."""
    worth = sum(weights)
    if not amount or not worth:
        return [0] * len(weights)
    shares = [amount * weight // worth for weight in weights]
    rest = amount - sum(shares)
    if rest:
        order = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % worth))
        for i in order[:rest]:
            shares[i] += 1
    return shares


def group_taxes(
    lines: Sequence[PriceLine], net: Sequence[int], quantities: Sequence[int], *, intra: bool
) -> list[Taxes]:
    """Taxable value, CGST, SGST, IGST and cess of each line, settled once per group of one rate and one cess rate."""
    groups: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for i, line in enumerate(lines):
        fixed = half_up(quantities[i] * line.cess_per_unit, PIECE) if line.cess_per_unit else 0
        if not line.inclusive:
            value = net[i] * (WHOLE + line.rate + line.cess_rate)
        elif net[i] < fixed:
            raise Refused(_("The price of line {line} does not cover its cess.").format(line=i + 1))
        else:
            value = (net[i] - fixed) * WHOLE
        groups.setdefault((line.rate, line.cess_rate), []).append((i, value, fixed))
    taxes: list[Taxes] = [(0, 0, 0, 0, 0)] * len(lines)
    for (rate, cess_rate), members in groups.items():
        _spread(rate, cess_rate, members, taxes, intra=intra)
    return taxes


def _spread(
    rate: int, cess_rate: int, members: Sequence[tuple[int, int, int]], taxes: list[Taxes], *, intra: bool
) -> None:
    """Settle one group and write its lines' shares into `taxes`.

    A member is (place, taxable value as a numerator over 10000 + rate + cess rate, cess by quantity). Each share is the
    growth of a rounded running amount; the last line takes what the group's own amounts leave of the taxes.
    """
    den = WHOLE + rate + cess_rate
    heads = 2 * WHOLE if intra else WHOLE
    tax_den, cess_den = den * heads, den * WHOLE
    last = members[-1][0]
    running = had_taxable = had_tax = had_cess = 0
    for i, value, fixed in members:
        running += value
        taxable = (2 * running + den) // (2 * den)
        if i == last:
            tax, cess = half_up(taxable * rate, heads), half_up(taxable * cess_rate, WHOLE)
        else:
            tax = (2 * running * rate + tax_den) // (2 * tax_den)
            cess = (2 * running * cess_rate + cess_den) // (2 * cess_den) if cess_rate else 0
        one = tax - had_tax
        half, whole = (one, 0) if intra else (0, one)
        taxes[i] = (taxable - had_taxable, half, half, whole, cess - had_cess + fixed)
        had_taxable, had_tax, had_cess = taxable, tax, cess


def _gross_and_discount(lines: Sequence[PriceLine]) -> tuple[list[int], list[int]]:
    """Each line's price times quantity, and its own discount: first the percentage, then the amount."""
    gross: list[int] = []
    disc: list[int] = []
    for line in lines:
        whole = (2 * line.quantity * line.price + PIECE) // (2 * PIECE)
        off = line.disc_amount
        if line.disc_rate:
            off += half_up(whole * line.disc_rate, WHOLE)
        if not 0 <= off <= whole < MOST or line.quantity <= 0 or line.rate > WHOLE or _below_zero(line):
            raise _refusal(line, len(gross) + 1, whole)
        gross.append(whole)
        disc.append(off)
    return gross, disc


def _below_zero(line: PriceLine) -> bool:
    """Whether something of the line that counts up from zero is below it."""
    return (
        line.price < 0
        or line.rate < 0
        or line.disc_rate < 0
        or line.disc_amount < 0
        or line.cess_rate < 0
        or line.cess_per_unit < 0
    )


def _refusal(line: PriceLine, number: int, gross: int) -> InvalidInput | Refused:
    """Say what is wrong with line `number`; the last sentence is the only one left when none of the others fits."""
    if line.quantity <= 0:
        return InvalidInput(
            _("The quantity of line {line} must be more than 0.").format(line=number),
            _("For a return press F8."),
            field="quantity",
        )
    if not 0 <= line.rate <= WHOLE:
        return InvalidInput(_("The tax rate of line {line} must be from 0 to 100 %.").format(line=number), field="rate")
    if _below_zero(line):
        return InvalidInput(
            _("Line {line} has a price, discount or cess below zero.").format(line=number), field="price"
        )
    if gross >= MOST:
        return InvalidInput(
            _("Line {line} is too large for a bill.").format(line=number),
            _("Check its quantity and price."),
            field="quantity",
        )
    return Refused(_("The discount of line {line} is more than its price.").format(line=number), _("Make it smaller."))
