"""How purchases, debit notes and orders are said at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, quantity, rate, rupees
from shoppos.cli.answer import facts, table
from shoppos.reports import purchase_paper, purchases

if TYPE_CHECKING:
    from shoppos.shop import Shop


def signed(head: purchases.PurchaseHead) -> int:
    """What a purchase adds to what is owed, in paise."""
    return head.total if head.kind == "received" else -head.total


def head_told(head: purchases.PurchaseHead) -> dict[str, Any]:
    """A purchase without its lines, for programs."""
    money = ("taxable", "cgst", "sgst", "igst", "cess", "round_off", "total")
    return {
        "number": head.number, "kind": head.kind, "day": head.day.isoformat(), "supplier": head.supplier,
        "gstin": head.gstin, "bill": head.bill_number, "order": head.order, "against": head.against,
        "bill_date": head.bill_date.isoformat() if head.bill_date else None, "note": head.note,
        **{name: plain(getattr(head, name)) for name in money},
    }  # fmt: skip


def shown_purchase(shop: Shop, number: str) -> tuple[list[str], dict[str, Any]]:
    """A purchase for people and for programs."""
    head, lines = purchases.load(shop.db, number)
    told = {
        **head_told(head),
        "lines": [
            {"code": x.code, "name": x.name, "quantity": quantity(x.quantity), "free": quantity(x.free),
             "cost": plain(x.cost), "taxable": plain(x.taxable), "tax": plain(x.tax), "batch": x.batch,
             "expiry": day_of(x.expiry).isoformat() if x.expiry else None, "back": quantity(x.back)}
            for x in lines
        ],
    }  # fmt: skip
    rows = [
        (x.code, x.name, quantity(x.quantity), quantity(x.free) if x.free else "", grouped(x.cost), grouped(x.taxable),
         grouped(x.tax))
        for x in lines
    ]  # fmt: skip
    heads = (_("Code"), _("Item"), _("Qty"), _("Free"), _("Cost"), _("Taxable"), _("Tax"))
    said = [
        f"{head.number}  {head.day:%d-%m-%Y}  {head.supplier}  {head.bill_number or head.against}".rstrip(),
        *table(heads, rows, "llrrrrr"),
        *facts([
            (_("Taxable"), grouped(head.taxable)), ("CGST", grouped(head.cgst) if head.cgst else ""),
            ("SGST", grouped(head.sgst) if head.sgst else ""), ("IGST", grouped(head.igst) if head.igst else ""),
            (_("Cess"), grouped(head.cess) if head.cess else ""),
            (_("Round-off"), grouped(head.round_off) if head.round_off else ""), (_("Total"), rupees(head.total)),
        ]),
    ]  # fmt: skip
    return said, told


def shown_order(shop: Shop, number: str) -> tuple[list[str], dict[str, Any]]:
    """An order for people and for programs."""
    paper, coming = purchase_paper.order(shop.db, number), shop.purchase_orders.coming(number)
    codes = {shop.catalogue.card(product).form.code: left for product, left in coming.items()}
    told = {
        "number": paper.number, "state": paper.state, "day": paper.day.isoformat(), "supplier": paper.supplier,
        "note": paper.note, "total": plain(paper.total),
        "lines": [
            {"code": x.code, "name": x.name, "quantity": quantity(x.quantity), "cost": plain(x.cost),
             "coming": quantity(codes.get(x.code, 0))}
            for x in paper.lines
        ],
    }  # fmt: skip
    rows = [
        (x.code, x.name, quantity(x.quantity), x.unit, grouped(x.cost), quantity(codes.get(x.code, 0)))
        for x in paper.lines
    ]
    heads = (_("Code"), _("Item"), _("Qty"), _("Unit"), _("Cost"), _("Coming"))
    said = [
        f"{paper.number}  {paper.day:%d-%m-%Y}  {paper.supplier}  {paper.state}", *table(heads, rows, "llrlrr"),
        _("Expected, before tax: {total}").format(total=rupees(paper.total)),
    ]  # fmt: skip
    return said, told


def percent(hundredths: int | None) -> str | None:
    """A margin as people write it, or None."""
    return None if hundredths is None else rate(hundredths)
