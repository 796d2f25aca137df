"""The bill on a thermal roll: as short as the law and the customer's eyes allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import grouped, rupees
from shoppos.base.text import clean
from shoppos.printing import sign
from shoppos.printing.bill_sums import chain, holding_tax, odd_paise
from shoppos.printing.page import NBSP, Align, Barcode, Column, Feed, Page, Qr, Rule, Size, Table, Text, row
from shoppos.printing.terms import LINE

if TYPE_CHECKING:
    from shoppos.printing.bill_words import BillWords
    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.bill import BillLine

CODE_HEIGHT = 60
"""Tenths of a millimetre of the bars by which a return finds its bill: with the air above they lengthen it by 8 mm."""


def roll_page(words: BillWords, paper: Paper) -> Page:
    """The bill for a roll."""
    parts = [
        *_letterhead(words, paper),
        Rule(),
        *_document(words),
        Rule(),
        *_lines(words, paper),
        Rule(),
        *_totals(words),
        *_paid(words),
        *_taxes(words),
        *_to_pay(words),
        *_end(words),
    ]
    return Page(paper, tuple(parts), title=words.bill.number)


def _centred(text: str, size: Size = Size.NORMAL, *, bold: bool = False) -> Text:
    return Text(text, size, bold, Align.CENTER)


def _letterhead(words: BillWords, paper: Paper) -> list[Part]:
    name = clean(words.bill.letterhead.name)
    size = Size.HUGE if len(name) <= paper.columns // 2 else Size.LARGE
    law = words.declaration()
    parts: list[Part] = [_centred(law, Size.SMALL), Feed()] if law else []
    parts += sign.above_name(words.bill.logo, paper)
    parts.append(_centred(name, size, bold=True))
    parts += [_centred(line) for line in words.shop_lines()]
    gstin = words.gstin()
    return [*parts, _centred(gstin, bold=True)] if gstin else parts


def _document(words: BillWords) -> list[Part]:
    _ = words.gettext
    bill = words.bill
    size = Size.LARGE if words.noted else Size.NORMAL
    parts: list[Part] = [Text(words.title(), size, bold=True, align=Align.CENTER, fit=words.noted)]
    for mark in words.marks():
        parts.append(_centred(f"** {mark.word} **", Size.LARGE, bold=True))
        parts += [_centred(mark.about, Size.SMALL), Feed()] if mark.about else []
    number = _("No. {number}").format(number=bill.number)
    parts.append(row(number, words.date(), bold=True))
    parts.append(row(words.served_by(), words.time()))
    parts += [Text(line, bold=True) for line in words.against()]
    who = words.buyer_lines()
    if who:
        parts.append(Text(_("To: {buyer}").format(buyer=who[0])))
        parts += [Text(line) for line in who[1:]]
    if bill.inter_state or bill.delivery_state not in {"", bill.place_of_supply}:
        parts += [Text(line) for line in words.supply_lines()]
    return parts


def _lines(words: BillWords, paper: Paper) -> list[Part]:
    parts: list[Part] = []
    for line in words.bill.lines:
        parts += [Text(name, bold=at == 0) for at, name in enumerate(words.names(line))]
        parts.append(row(_how(words, line), grouped(line.gross - line.disc), shares=(paper.columns - 12, 11)))
    if words.taxed and holding_tax(words.bill) == {True, False}:
        parts.append(Text(words.gettext("+ GST: the price is before tax"), Size.SMALL))
    return parts


def _how(words: BillWords, line: BillLine) -> str:
    """Quantity and price, then HSN, rate and discount: each kept in one piece where the line breaks."""
    _ = words.gettext
    stretches = [f"{words.how_many(line)} × {grouped(line.price)}"]
    if line.hsn and words.bill.letterhead.gstin:
        stretches.append(_("HSN {code}").format(code=clean(line.hsn)))
    if words.taxed:
        tax = words.tax_of(line)
        on_top = not line.inclusive and line.total != line.taxable
        said = _("+ GST {rate}") if on_top else _("GST {rate}")
        stretches.append(said.format(rate=tax) if tax.endswith("%") else tax)
    if line.disc:
        stretches.append(_("less {amount}").format(amount=grouped(line.disc)))
    return "  ".join(stretch.replace(" ", NBSP) for stretch in stretches if stretch)


def _totals(words: BillWords) -> list[Part]:
    _ = words.gettext
    parts: list[Part] = [row(label, amount) for label, amount in chain(words)]
    total = _("GIVEN BACK") if words.noted else _("TOTAL")
    parts.append(row(total, rupees(words.bill.payable), shares=(1, 2), bold=True, size=Size.LARGE))
    counted, saved = (said.replace(" ", NBSP) for said in (words.counted(), words.saved()))
    parts.append(row(counted, saved, shares=(1, 2)))
    parts.append(Text(words.amount_in_words()[0], Size.SMALL))
    return parts


def _paid(words: BillWords) -> list[Part]:
    _ = words.gettext
    parts: list[Part] = [row(label, amount) for label, amount in words.payments()]
    due = words.due()
    parts += [row(_("TO PAY"), due, bold=True, size=Size.LARGE)] if due else []
    return [Rule(), *parts] if parts else []


def _taxes(words: BillWords) -> list[Part]:
    _ = words.gettext
    bill = words.bill
    if not words.taxed:
        return []
    titles = [_("Taxable"), *words.heads(), *([_("Cess")] if bill.cess else [])]
    columns = (Column(_("Rate"), 3), *(Column(title, 3, Align.RIGHT) for title in titles))
    rows = tuple((words.halves(group), grouped(group.taxable), *words.amounts(group)) for group in bill.by_rate)
    sums = [bill.taxable, *words.taxes(bill), *([bill.cess] if bill.cess else [])]
    total = (_("Total"), *map(grouped, sums)) if len(rows) > 1 else ()
    parts: list[Part] = [Rule()]
    parts += [Text(_("Tax taken back, at the rates of that bill"), Size.SMALL)] if words.noted else []
    parts.append(Table(columns, rows, total=total, head=True, size=Size.SMALL))
    if odd_paise(bill):
        parts.append(Text(_("Taxable value and tax: {total}").format(total=grouped(bill.total)), Size.SMALL))
    return parts


def _to_pay(words: BillWords) -> list[Part]:
    _ = words.gettext
    if not words.bill.upi:
        return []
    scan = _("Scan to pay {amount} by UPI").format(amount=words.due() or rupees(words.bill.payable))
    return [Rule(), _centred(scan, bold=True), Qr(words.bill.upi), _centred(words.vpa())]


def _end(words: BillWords) -> list[Part]:
    """What the shop says to everybody, the proof of the chain, and the bars by which a return finds the bill."""
    _ = words.gettext
    head = words.bill.letterhead
    parts: list[Part] = [Rule()]
    if words.noted:
        signature = _("Customer's signature")
        parts += [Feed(3), Text(f"{signature} {LINE}", Size.SMALL), Feed()]
    else:
        parts += [_centred(text) for text in (clean(head.footer), clean(head.terms, limit=600)) if text]
    if words.fragment():
        parts.append(_centred(_("Check code {code}").format(code=words.fragment()), Size.SMALL))
    return [*parts, Feed(), Barcode(words.bill.number, height=CODE_HEIGHT, told=False)]
