"""Where every rupee of a bill comes from, in sentences that a shopkeeper can read to a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import quantity, rate, rupees
from shoppos.rules.pricing import PriceLine, price_sale

if TYPE_CHECKING:
    from shoppos.reports.bill import Bill, BillLine

WHOLE_RUPEE = 100


def explain(bill: Bill) -> list[str]:
    """One paragraph a line of the bill, one a rate, and one for the rounding; all from what is stored."""
    said = [_line(number, line, gathered=bill.tokens is not None) for number, line in enumerate(bill.lines, 1)]
    if bill.tokens:
        head = _("It is the sum of the day's tokens {first} to {last} ({n}); each was rounded by itself.")
        said.insert(0, head.format(n=bill.tokens.bills, first=bill.tokens.first, last=bill.tokens.last))
    for group in bill.by_rate:
        tax = group.cgst + group.sgst + group.igst
        if not (tax or group.cess):
            said.append(_("No GST: on {taxable}.").format(taxable=rupees(group.taxable)))
            continue
        parts = _halves(bill, group.rate, group.cgst, group.sgst, group.igst)
        if group.cess:
            parts += _(" and cess {cess}").format(cess=rupees(group.cess))
        said.append(
            _("GST {rate} %: on {taxable} it is {parts}.").format(
                rate=rate(group.rate), taxable=rupees(group.taxable), parts=parts
            )
        )
    said.append(
        _("Together {total}; rounded {by} to {payable}.").format(
            total=rupees(bill.total), by=rupees(bill.round_off), payable=rupees(bill.payable)
        )
        if bill.round_off
        else _("Together {payable}.").format(payable=rupees(bill.payable))
    )
    if agrees(bill):
        said.append(_("Computed again just now: the same to the paisa."))
    return said


def agrees(bill: Bill) -> bool:
    """Whether the counter's own pricing gives the bill's payable again from its lines.

    False too where a bill is one of two documents of one sale, has cess per unit, or is the sum of tokens, which were
    taxed and rounded each by itself: nothing is said then.
    """
    if bill.tokens:
        return False
    lines = [
        PriceLine(
            line.quantity, line.price, rate=line.rate, inclusive=line.inclusive, disc_amount=line.disc,
            cess_rate=line.cess_rate,
        )
        for line in bill.lines
    ]  # fmt: skip
    priced = price_sale(
        lines,
        intra=not bill.inter_state,
        bill_discount=sum(line.bdisc for line in bill.lines),
        shipping=bill.shipping,
        round_to=WHOLE_RUPEE if bill.payable % WHOLE_RUPEE == 0 else 0,
    )
    return priced.payable == bill.payable


def _line(number: int, line: BillLine, *, gathered: bool = False) -> str:
    form = (
        _("{number}. {name}: {quantity} at {price} each, together {gross}")
        if gathered
        else _("{number}. {name}: {quantity} × {price} = {gross}")
    )
    said = form.format(
        number=number, name=line.name, quantity=quantity(line.quantity), price=rupees(line.price),
        gross=rupees(line.gross),
    )  # fmt: skip
    for amount, sentence in (
        (line.disc, _("less {amount} by the offer {offer}") if line.offer else _("less {amount} discount")),
        (line.bdisc, _("less {amount} of the bill's discount")),
        (line.ship, _("with {amount} of the delivery")),
    ):
        if amount:
            said += ", " + sentence.format(amount=rupees(amount), offer=line.offer)
    tax = line.total - line.taxable
    if not tax:
        return _("{said}. No GST in it.").format(said=said)
    form = (
        _("{said}. In it are {tax} of GST ({rate} %) on {taxable}.")
        if line.inclusive
        else _("{said}. To it come {tax} of GST ({rate} %): {total}.")
    )
    return form.format(
        said=said, tax=rupees(tax), rate=rate(line.rate), taxable=rupees(line.taxable), total=rupees(line.total)
    )


def _halves(bill: Bill, percent: int, cgst: int, sgst: int, igst: int) -> str:
    if igst:
        return f"IGST {rate(percent)} % {rupees(igst)}"
    labels = bill.tax_labels if len(bill.tax_labels) == 2 else ("CGST", "SGST")  # noqa: PLR2004  (the two halves)
    half = f"{rate(percent // 2)}" if percent % 2 == 0 else f"{rate(percent)}/2"
    return f"{labels[0]} {half} % {rupees(cgst)} + {labels[1]} {half} % {rupees(sgst)}"
