"""How a bill adds up before the customer's eyes: lines, delivery, tax and rounding, each figure following the last.

By law delivery is part of the taxable value of the goods (s.15(2)(c) CGST Act), and the records hold it inside each
line. On paper nobody could follow that: here it is taken out of the lines again and stands as a line of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.money import grouped, half_up

if TYPE_CHECKING:
    from shoppos.printing.bill_words import BillWords
    from shoppos.reports.bill import Bill, BillLine


@dataclass(frozen=True, slots=True)
class Part:
    """What one row of the table says, in paise: before tax, tax, and both."""

    taxable: int
    tax: int

    @property
    def total(self) -> int:
        """With tax."""
        return self.taxable + self.tax


def delivery_in(line: BillLine) -> Part:
    """The delivery that a line holds: its share of the line's value, taxed as the line is.

    Delivery on a price with tax holds its tax too; a cess by the piece is none of its.
    """
    if not line.ship:
        return Part(0, 0)
    net = line.gross - line.disc - line.bdisc + line.ship
    tax = half_up((line.cgst + line.sgst + line.igst + (line.cess if line.cess_rate else 0)) * line.ship, net)
    return Part(line.ship - tax if line.inclusive else line.ship, tax)


def without_delivery(line: BillLine) -> Part:
    """What the goods of a line alone come to."""
    held = delivery_in(line)
    return Part(line.taxable - held.taxable, line.total - line.taxable - held.tax)


def delivery(bill: Bill) -> Part:
    """The delivery of all lines together; with `without_delivery` of each it is the bill to the paisa."""
    parts = [delivery_in(line) for line in bill.lines]
    return Part(sum(part.taxable for part in parts), sum(part.tax for part in parts))


def holding_tax(bill: Bill) -> set[bool]:
    """Whether the prices of taxed lines hold the tax: always, never, or (both) some of them."""
    return {line.inclusive for line in bill.lines if line.total != line.taxable}


def chain(words: BillWords) -> list[tuple[str, str]]:
    """From the sum of the lines as they stand on a roll to the sum to pay; nothing when nothing is between.

    What comes on top of prices before tax is shown by its heads where all prices are so, else in one sum; tax that is
    inside the prices stands in the table of rates alone.
    """
    _ = words.gettext
    bill = words.bill
    held = holding_tax(bill) if words.taxed else set[bool]()
    lines = sum(line.gross - line.disc for line in bill.lines)
    off, sent = sum(line.bdisc for line in bill.lines), sum(line.ship for line in bill.lines)
    said = [(_("Subtotal (with GST)") if held == {True} else _("Subtotal"), lines)]
    said += [(_("Discount"), -off)] if off else []
    said += [(_("Delivery"), sent)] if sent else []
    due = lines - off + sent
    if held == {False}:
        said += [(_("Taxable value"), bill.taxable)] if off or sent else []
        said += list(zip(words.heads(), words.taxes(bill), strict=True))
        said += [(_("Cess"), bill.cess)] if bill.cess else []
        due = bill.total
    elif held == {True, False}:
        said.append((_("GST on prices before tax"), bill.total - due))
        due = bill.total
    said += [(_("Round off"), bill.payable - due)] if bill.payable != due else []
    return [(label, grouped(paise)) for label, paise in said] if len(said) > 1 else []


def odd_paise(bill: Bill) -> bool:
    """Whether the tax inside the prices, rounded by law, makes the bill's total another than the sum of its lines."""
    return holding_tax(bill) == {True} and bill.total != sum(
        line.gross - line.disc - line.bdisc + line.ship for line in bill.lines
    )


def settled(words: BillWords) -> list[tuple[str, str]]:
    """From the foot of the table on a sheet to the sum to pay."""
    _ = words.gettext
    bill = words.bill
    sums: list[tuple[str, int]] = []
    if words.taxed:
        sums.append((_("Taxable value"), bill.taxable))
        sums += list(zip(words.heads(), words.taxes(bill), strict=True))
        sums += [(_("Cess"), bill.cess)] if bill.cess else []
    sums += [(_("Round off"), bill.round_off)] if bill.round_off else []
    return [(label, grouped(paise)) for label, paise in sums]
