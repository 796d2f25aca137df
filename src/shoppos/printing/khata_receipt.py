"""The receipt of a payment of dues or for an order as a page: how much was paid by whom, and how they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.printing.page import Align, Feed, Page, Rule, Size, Text, row
from shoppos.printing.terms import both, last_digits, time_said, way_to_pay

if TYPE_CHECKING:
    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.khata_told import Receipt


def receipt_page(receipt: Receipt, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`receipt` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    title = both("RECEIPT", _("RECEIPT"))
    parts: list[Part] = [Text(clean(receipt.shop), Size.LARGE, bold=True, align=Align.CENTER, fit=True)]
    parts += [Text(clean(receipt.shop_address), Size.SMALL, align=Align.CENTER)] if receipt.shop_address else []
    parts += [Text(clean(receipt.shop_phone), Size.SMALL, align=Align.CENTER)] if receipt.shop_phone else []
    parts.append(Text(title, bold=True, align=Align.CENTER))
    if copy:
        parts.append(Text(clean(copy).replace("DUPLICATE", both("DUPLICATE", _("DUPLICATE"))), align=Align.CENTER))
    made = f"{receipt.made_at:%d-%m-%Y} {time_said(receipt.made_at)}"
    parts += [Rule(), row(receipt.number, made, shares=(2, 3))]
    who = clean(receipt.name) or _("Customer")
    digits = last_digits(receipt.phone)
    parts.append(row(_("Received from"), who, shares=(2, 3)))
    parts += [row(_("Phone"), f"…{digits}", shares=(2, 3))] if digits else []
    parts.append(row(_("Paid by"), way_to_pay(receipt.method, _), shares=(2, 3)))
    parts += [row(_("Reference"), clean(receipt.reference), shares=(2, 3))] if receipt.reference else []
    parts += [Feed(), row(_("PAID"), rupees(receipt.amount), bold=True, size=Size.LARGE, shares=(1, 2)), Feed()]
    if receipt.order:
        parts += [row(_("For order"), clean(receipt.order), shares=(1, 2))]
        parts += [row(_("Paid for it so far"), rupees(receipt.after), bold=True)]
    else:
        parts += [row(_("Owed before"), rupees(receipt.before)), row(_("Owed now"), rupees(receipt.after), bold=True)]
    parts += [Rule(), Text(_("Taken by {name}").format(name=clean(receipt.employee)), Size.SMALL)]
    return Page(paper, tuple(parts), title=f"{title} {receipt.number}", page_of=_("Page {page} of {pages}"))
