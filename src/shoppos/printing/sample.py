"""A bill that nobody made, to show how the shop's papers look before the first one is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.printing.bill import bill_page
from shoppos.printing.paper import paper_named
from shoppos.reports import dues
from shoppos.reports.bill import Bill, BillLine, BillPayment, Buyer, by_rate
from shoppos.rules.documents import Treatment, collects_tax, documents
from shoppos.rules.place_of_supply import STATES, tax_labels
from shoppos.rules.pricing import PriceLine, price_sale
from shoppos.rules.words import in_words

if TYPE_CHECKING:
    from shoppos.base.clock import Clock
    from shoppos.printing.page import Page
    from shoppos.rules.bank_details import BankDetails
    from shoppos.rules.letterhead import Letterhead
    from shoppos.rules.logo import Logo

NUMBER = "A1/2627/000123"
GOODS = (
    ("Tea 250 g", "चाय 250 ग्राम", "0902", 2000, 120_00, 500),
    ("Soap 100 g", "साबुन 100 ग्राम", "3401", 3000, 45_00, 500),
    ("Steel bottle 1 l", "स्टील की बोतल 1 लीटर", "7323", 1000, 450_00, 500),
)
"""What is on it: name, local name, HSN, thousandths, price in paise, rate in hundredths of a percent."""


def sample_bill(letterhead: Letterhead, clock: Clock, bank: BankDetails | None = None, *, till: str = "A1") -> Bill:
    """An unpaid bill of the shop as `letterhead` has it, of today, to an invented buyer."""
    kind, _places = documents(letterhead.scheme, [Treatment.TAXABLE])[0]
    asked = [
        PriceLine(many, price, rate=rate if collects_tax(letterhead.scheme) else 0, inclusive=True)
        for _name, _local, _hsn, many, price, rate in GOODS
    ]
    state = letterhead.state if letterhead.state in STATES else ""
    priced = price_sale(asked)
    lines = tuple(
        BillLine(
            code="", name=name, local_name=local, hsn=hsn, unit="pc", quantity=many, price=price, inclusive=True,
            mrp=None, treatment=Treatment.TAXABLE, rate=one.rate, cess_rate=0, gross=line.gross, disc=line.disc,
            bdisc=line.bdisc, ship=line.ship, taxable=line.taxable, cgst=line.cgst, sgst=line.sgst, igst=line.igst,
            cess=line.cess,
        )
        for (name, local, hsn, many, price, _rate), one, line in zip(GOODS, asked, priced.lines, strict=True)
    )  # fmt: skip
    now = clock.now()
    return Bill(
        sale_id=bytes(16), number=NUMBER, kind=kind, state="done", business_date=day_of(clock.business_day(clock.ms())),
        made_at=now, till=till, employee="Asha", place_of_supply=state, inter_state=False,
        tax_labels=tax_labels(state, state) if state else (), letterhead=letterhead,
        buyer=Buyer("Kaveri Traders", address="44 Station Road", state=state), delivery_state="", lines=lines,
        by_rate=by_rate(lines), taxable=priced.taxable, cgst=priced.cgst, sgst=priced.sgst, igst=priced.igst,
        cess=priced.cess, total=priced.total, discount=0, shipping=0, round_off=priced.round_off,
        payable=priced.payable, payments=(BillPayment(1, "khata", "khata", priced.payable, "", "taken"),), tendered=0,
        change=0, due=priced.payable, upi=dues.link(letterhead, NUMBER, priced.payable, 1),
        words=in_words(priced.payable), fragment="7F3A91C2", saved=0, bank=bank,
    )  # fmt: skip


def sample_page(
    letterhead: Letterhead,
    clock: Clock,
    bank: BankDetails | None,
    paper: str,
    *,
    till: str = "A1",
    language: str = "en",
    logo: Logo | None = None,
) -> Page:
    """That bill on the paper of that name; InvalidInput for a paper nobody knows."""
    bill = replace(sample_bill(letterhead, clock, bank, till=till), logo=logo)
    return bill_page(bill, paper_named(paper), language=language)
