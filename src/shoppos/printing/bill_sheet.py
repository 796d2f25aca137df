"""The bill on A4 or A5: an invoice for a buyer who keeps books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import grouped, rupees
from shoppos.base.text import clean
from shoppos.printing import sign
from shoppos.printing.bill_sums import delivery, holding_tax, settled, without_delivery
from shoppos.printing.bill_words import Mark
from shoppos.printing.page import (
    NBSP,
    Align,
    Barcode,
    Beside,
    Column,
    Feed,
    Page,
    Qr,
    Rule,
    Size,
    Table,
    Text,
    Together,
    row,
)

if TYPE_CHECKING:
    from shoppos.printing.bill_words import BillWords
    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.bill import BillLine
    from shoppos.rules.pricing import RateTotal

ORIGINAL, SECOND, THIRD = "ORIGINAL FOR RECIPIENT", "DUPLICATE FOR TRANSPORTER", "TRIPLICATE FOR SUPPLIER"
COPIES = (ORIGINAL, SECOND, THIRD)
"""The titles of the three copies of an invoice for goods (Rule 48)."""

STAR = "*"
"""Marks a price with tax among prices without."""

CODE_HEIGHT = 70
"""Tenths of a millimetre of the bars that say the bill's number."""


def sheet_page(words: BillWords, paper: Paper) -> Page:
    """The bill for cut sheets."""
    _ = words.gettext
    bill = words.bill
    law = words.declaration()
    parts: list[Part] = [Text(law, Size.SMALL, bold=True, align=Align.CENTER), Feed()] if law else []
    parts += [_letterhead(words, paper), Rule(heavy=True), Feed(), _parties(words), Feed(), _items(words, paper)]
    starred = _("Price with GST")
    parts += [Text(f"{STAR} {starred}", Size.SMALL, muted=True)] if _starred(words) else []
    parts.append(Feed())
    small = () if words.noted else (bill.letterhead.terms, bill.letterhead.footer)
    terms = [Text(text, Size.SMALL, muted=True) for text in (clean(text, limit=600) for text in small) if text]
    parts.append(Together((_settlement(words), Feed(), _signature(words, paper), Feed(), *terms)))
    number = f"{words.kind()} {bill.number}"
    code = _("Check code {code}").format(code=words.fragment()) if words.fragment() else ""
    foot = " · ".join(part for part in (number, code, clean(bill.letterhead.name, limit=60)) if part)
    return Page(paper, tuple(parts), title=number, foot=foot, page_of=_("Page {page} of {pages}"))


def _letterhead(words: BillWords, on: Paper) -> Beside:
    _ = words.gettext
    bill = words.bill
    shop: list[Part] = [Text(clean(bill.letterhead.name), Size.HUGE, bold=True)]
    shop += [Text(line) for line in words.shop_lines()]
    shop += [Text(words.gstin(), bold=True)] if words.gstin() else []
    paper: list[Part] = [Text(words.title(), Size.LARGE, bold=True, align=Align.RIGHT)]
    copies = {
        ORIGINAL: _("ORIGINAL FOR RECIPIENT"),
        SECOND: _("DUPLICATE FOR TRANSPORTER"),
        THIRD: _("TRIPLICATE FOR SUPPLIER"),
    }
    for mark in words.marks() or ([Mark(ORIGINAL)] if words.taxed else []):
        titled = mark.word in copies
        size = Size.NORMAL if titled else Size.LARGE
        paper.append(Text(copies.get(mark.word, mark.word), size, not titled, Align.RIGHT, muted=titled))
        paper += [Text(mark.about, align=Align.RIGHT)] if mark.about else []
    paper += [
        Feed(),
        row(_("Number"), bill.number, shares=(1, 2), bold=True),
        row(_("Date"), words.date(), shares=(1, 2)),
        row(_("Time"), words.time(), shares=(1, 2)),
    ]
    return sign.beside_name(bill.logo, on, tuple(shop), tuple(paper))


def _parties(words: BillWords) -> Beside:
    _ = words.gettext
    to = _("Bill to") if words.billed else _("Credit to") if words.noted else _("To")
    buyer: list[Part] = [Text(to, Size.SMALL, muted=True)]
    lines = words.buyer_lines() or [_("Customer at the counter")]
    buyer += [Text(line, bold=at == 0) for at, line in enumerate(lines)]
    about = _("Supply") if words.billed else _("Taken back") if words.noted else _("Estimate")
    supply: list[Part] = [Text(about, Size.SMALL, muted=True)]
    supply += [Text(line, bold=True) for line in words.against()]
    supply += [Text(line) for line in words.supply_lines()]
    if words.taxed and words.billed:
        supply.append(Text(_("Tax payable on reverse charge: No")))
    supply.append(Text(words.served_by()))
    return Beside((tuple(buyer), tuple(supply)), (1, 1), (True, True))


def _items(words: BillWords, paper: Paper) -> Table:
    _ = words.gettext
    bill = words.bill
    price = _("Price with GST") if words.taxed and holding_tax(bill) == {True} else _("Price")
    columns = [
        Column("#", 3, Align.RIGHT),
        Column(_("Item"), 40 if paper.name == "A4" else 32),
        Column("HSN", 8, Align.CENTER),
        Column(_("Quantity"), 9, Align.RIGHT),
        Column(price, 11, Align.RIGHT),
        Column(_("Discount"), 9, Align.RIGHT),
    ]
    taxed = [Column(_("Taxable value"), 12, Align.RIGHT), Column(_("GST"), 7, Align.RIGHT)]
    taxed += [Column(_("Tax"), 9, Align.RIGHT)] if paper.name == "A4" else []
    columns += [*(taxed if words.taxed else []), Column(_("Amount"), 12, Align.RIGHT)]
    rows = tuple(_item(words, number, line, paper) for number, line in enumerate(bill.lines, 1))
    rows += _delivery(words, paper)
    off = sum(line.disc + line.bdisc for line in bill.lines)
    tax = bill.cgst + bill.sgst + bill.igst + bill.cess
    sums = [grouped(bill.taxable), *([""] if paper.name == "A4" else []), grouped(tax)] if words.taxed else []
    total = ("", words.counted(), "", "", "", grouped(off) if off else "", *sums, grouped(bill.total))
    return _without_empty(Table(tuple(columns), rows, total=total, head=True, grid=True))


def _item(words: BillWords, number: int, line: BillLine, paper: Paper) -> tuple[str, ...]:
    """One row; on A5 the tax stands small below its rate."""
    price = grouped(line.price) + (STAR if _starred(words) and line.inclusive and line.rate else "")
    off = line.disc + line.bdisc
    goods = without_delivery(line)
    start = (str(number), "\n".join(words.names(line)), clean(line.hsn), words.how_many(line), price)
    middle = (grouped(off) if off else "",)
    if not words.taxed:
        return (*start, *middle, grouped(goods.total))
    gst = _gst(words.tax_of(line), goods.tax, paper)
    return (*start, *middle, grouped(goods.taxable), *gst, grouped(goods.total))


def _delivery(words: BillWords, paper: Paper) -> tuple[tuple[str, ...], ...]:
    """The delivery as the last row; its tax is that of the goods it brings, so it has no rate of its own."""
    part = delivery(words.bill)
    if not part.total:
        return ()
    start = ("", words.gettext("Delivery"), "", "", "", "")
    if not words.taxed:
        return ((*start, grouped(part.total)),)
    return ((*start, grouped(part.taxable), *_gst("", part.tax, paper), grouped(part.total)),)


def _gst(rate: str, tax: int, paper: Paper) -> tuple[str, ...]:
    said = grouped(tax) if tax else ""
    return (rate, said) if paper.name == "A4" else (f"{rate}\n{said}".strip("\n"),)


def _starred(words: BillWords) -> bool:
    """Some prices hold the tax and others do not: a star says which."""
    return words.taxed and holding_tax(words.bill) == {True, False}


def _without_empty(table: Table) -> Table:
    """The table without columns in which no row says anything, such as discounts nobody got."""
    kept = [at for at in range(len(table.columns)) if any(cells[at] for cells in table.rows)]
    return Table(
        tuple(table.columns[at] for at in kept),
        tuple(tuple(cells[at] for at in kept) for cells in table.rows),
        total=tuple(table.total[at] for at in kept),
        head=table.head,
        grid=table.grid,
    )


def _settlement(words: BillWords) -> Beside:
    """Left how it is taxed, paid and said in words; right how it adds up."""
    _ = words.gettext
    bill = words.bill
    left: list[Part] = [Text(_("Amount in words"), Size.SMALL, muted=True)]
    left += [Text(said, Size(at == 0), bold=at == 0) for at, said in enumerate(words.amount_in_words())]
    left.append(Feed())
    if words.taxed:
        reversed_ = Text(_("Tax taken back, at the rates of that bill"), Size.SMALL, muted=True)
        left += [*([reversed_] if words.noted else []), _taxes(words), Feed()]
    paid = words.payments()
    if paid:
        how = _("How it is given back") if words.noted else _("Payment")
        left.append(Text(how, Size.SMALL, muted=True))
        left += [row(label, amount) for label, amount in paid]
    left += _account(words)
    right: list[Part] = [row(label, amount) for label, amount in settled(words)]
    total = _("Given back") if words.noted else _("Total")
    right += [Rule(), row(total, rupees(bill.payable), shares=(1, 2), bold=True, size=Size.LARGE)]
    due = words.due()
    right += [row(_("To pay"), due, shares=(1, 2), bold=True)] if due else []
    right += [Text(words.saved(), Size.SMALL, align=Align.RIGHT, muted=True)] if words.saved() else []
    if bill.upi:
        scan = _("Scan to pay {amount} by UPI").format(amount=due or rupees(bill.payable))
        right += [Feed(), Qr(bill.upi, Align.RIGHT), Text(scan, Size.SMALL, align=Align.RIGHT)]
        right.append(Text(words.vpa(), Size.SMALL, align=Align.RIGHT))
    return Beside((tuple(left), tuple(right)), (3, 2))


def _account(words: BillWords) -> list[Part]:
    """Where to pay what is due by a transfer, if the shop named an account."""
    _ = words.gettext
    bank = words.bill.bank
    if bank is None or not words.due():
        return []
    lines = ((_("Name"), bank.holder), (_("Account number"), bank.account), ("IFSC", bank.ifsc), (_("Bank"), bank.bank))
    title = Text(_("To pay by bank transfer"), Size.SMALL, muted=True)
    return [Feed(), title, *(row(label, clean(said), shares=(1, 2)) for label, said in lines if said)]


def _taxes(words: BillWords) -> Table:
    _ = words.gettext
    bill = words.bill
    heads = [*words.heads(), *([_("Cess")] if bill.cess else [])]
    columns = (
        Column(_("Rate"), 4),
        Column(_("Taxable value"), 3, Align.RIGHT),
        *(Column(head, 3, Align.RIGHT) for head in heads),
    )
    rows = tuple((_rates(words, group), grouped(group.taxable), *words.amounts(group)) for group in bill.by_rate)
    return Table(columns, rows, head=True, size=Size.SMALL, grid=True)


def _rates(words: BillWords, group: RateTotal) -> str:
    _ = words.gettext
    if not group.rate and not group.cess_rate:
        return _("No tax")
    heads = [*words.heads(), _("Cess")]
    return " + ".join(f"{head}{NBSP}{each}" for head, each in zip(heads, words.rates(group), strict=False))


def _signature(words: BillWords, paper: Paper) -> Beside:
    """Left the bars by which a return finds the bill, right the room to sign."""
    _ = words.gettext
    name = clean(words.bill.letterhead.name)
    code: list[Part] = [Feed(2), Barcode(words.bill.number, height=CODE_HEIGHT, align=Align.LEFT, told=False)]
    sign: list[Part] = [
        Text(_("For {shop}").format(shop=name), align=Align.RIGHT),
        Feed(3),
        Text(_("Authorised signatory"), Size.SMALL, align=Align.RIGHT, muted=True),
    ]
    return Beside((tuple(code), tuple(sign)), (1, 2) if paper.name == "A4" else (2, 3))
