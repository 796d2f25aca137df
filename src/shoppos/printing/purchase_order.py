"""A purchase order and a debit note as pages: what the shop asks of a supplier, and what it sends back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import grouped, quantity, rupees
from shoppos.base.text import clean
from shoppos.printing.page import (
    NBSP,
    Align,
    Beside,
    Column,
    Feed,
    Page,
    Part,
    Rule,
    Size,
    Table,
    Text,
    Together,
    row,
)
from shoppos.printing.terms import LINE, both, day_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.paper import Paper
    from shoppos.reports.purchase_paper import PaperLine, SupplierPaper

    Said = Callable[[str], str]

NOTES = 400


def supplier_page(record: SupplierPaper, paper: Paper, copy: str = "", language: str = "en") -> Page:
    """`record` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    name = both("DEBIT NOTE", _("DEBIT NOTE")) if record.is_note else both("PURCHASE ORDER", _("PURCHASE ORDER"))
    title = f"{name} {record.number}"
    parts: list[Part] = [*_head(record, name, copy, paper, _), Rule(heavy=True)]
    parts += _on_roll(record, _) if paper.is_roll else [_on_sheet(record, _)]
    parts.append(Together(tuple(_end(record, paper, _))))
    return Page(
        paper, tuple(parts), title=title, foot="" if paper.is_roll else title, page_of=_("Page {page} of {pages}")
    )


def _head(record: SupplierPaper, name: str, copy: str, paper: Paper, _: Said) -> list[Part]:
    """Who asks, the paper's name and number, of whom, and what it answers."""
    shop: list[Part] = [Text(clean(record.shop), Size.LARGE, bold=True)]
    shop += [Text(clean(record.shop_address, 300))] if record.shop_address else []
    facts = [_("Phone {phone}").format(phone=clean(record.shop_phone))] if record.shop_phone else []
    facts += [f"GSTIN {clean(record.shop_gstin)}"] if record.shop_gstin else []
    shop += [Text(fact, Size.SMALL) for fact in facts]
    align = Align.LEFT if paper.is_roll else Align.RIGHT
    what: list[Part] = [Text(name, Size.LARGE, bold=True, align=align)]
    what += [Text(clean(copy).replace("DUPLICATE", both("DUPLICATE", _("DUPLICATE"))), align=align)] if copy else []
    if record.state == "cancelled":
        what.append(Text(both("CANCELLED", _("CANCELLED")), Size.LARGE, bold=True, align=align))
    what += [Text(record.number, bold=True, align=align), Text(day_said(record.day, _), align=align)]
    to: list[Part] = [Text(_("To"), Size.SMALL, muted=True), Text(clean(record.supplier), bold=True)]
    to += [Text(clean(record.supplier_address, 300))] if record.supplier_address else []
    contact = [clean(record.supplier_phone), f"GSTIN {clean(record.supplier_gstin)}" if record.supplier_gstin else ""]
    to += [Text(fact, Size.SMALL) for fact in contact if fact]
    if record.is_note:
        to.append(Text(_against(record, _)))
    if paper.is_roll:
        return [*shop, Rule(), *what, Rule(), *to]
    return [Beside((tuple(shop), tuple(what)), (3, 2)), Rule(), *to, Feed()]


def _against(record: SupplierPaper, _: Said) -> str:
    """Which of the supplier's bills is debited (CGST Rule 53(1A): number and date of the invoice)."""
    if not record.bill_number:
        return _("Goods received as {number}").format(number=record.against)
    if record.bill_date is None:
        return _("Your bill {bill}, received as {number}").format(bill=clean(record.bill_number), number=record.against)
    return _("Your bill {bill} of {day}, received as {number}").format(
        bill=clean(record.bill_number), day=f"{record.bill_date:%d-%m-%Y}", number=record.against
    )


def _many(line: PaperLine) -> str:
    return f"{quantity(line.quantity)}{NBSP}{clean(line.unit)}".rstrip(NBSP)


def _on_sheet(record: SupplierPaper, _: Said) -> Table:
    columns = [Column("#", 3, Align.RIGHT), Column(_("Item"), 26), Column(_("Quantity"), 9, Align.RIGHT)]
    columns += [Column(_("Cost"), 9, Align.RIGHT), Column(_("Value"), 11, Align.RIGHT)]
    columns += [Column(_("Tax"), 9, Align.RIGHT)] if record.is_note else []
    rows = [
        (
            str(n),
            "\n".join(
                part for part in (clean(line.name), " · ".join(filter(None, (clean(line.code), line.hsn)))) if part
            ),
            _many(line),
            grouped(line.cost),
            grouped(line.taxable),
            *((grouped(line.tax),) if record.is_note else ()),
        )
        for n, line in enumerate(record.lines, 1)
    ]
    return Table(tuple(columns), tuple(rows), head=True, grid=True)


def _on_roll(record: SupplierPaper, _: Said) -> list[Part]:
    parts: list[Part] = []
    for n, line in enumerate(record.lines, 1):
        parts += [Text(f"{n}. {clean(line.name)}", bold=True), row(f"  {_many(line)}", grouped(line.taxable))]
    return parts


def _end(record: SupplierPaper, paper: Paper, _: Said) -> list[Part]:
    """The sum, what else is asked, and who signs."""
    label = _("Total") if record.is_note else _("Expected, before tax")
    parts: list[Part] = [Rule()]
    if record.is_note:
        tax = sum(line.tax for line in record.lines)
        rounded = record.total - tax - sum(line.taxable for line in record.lines)
        parts += [row(_("Tax"), grouped(tax))] if tax else []
        parts += [row(_("Round off"), grouped(rounded))] if rounded else []
    parts.append(row(label, rupees(record.total), bold=True, size=Size.LARGE))
    if record.note:
        parts += [Feed(), Text(clean(record.note, NOTES))]
    signed = Text(f"{clean(record.employee)} {LINE}", Size.SMALL, align=Align.LEFT if paper.is_roll else Align.RIGHT)
    return [*parts, Feed(4), signed]
