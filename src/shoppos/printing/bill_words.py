"""What a bill says, in its own language: the same words and figures for the roll and for the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.i18n import catalogue
from shoppos.base.money import grouped, quantity, rate, rupees
from shoppos.base.text import clean
from shoppos.printing.page import NBSP
from shoppos.printing.terms import again, both, day_said, state_name, time_said, way_to_pay
from shoppos.rules.documents import Kind, declaration
from shoppos.rules.upi import parse
from shoppos.rules.words import in_hindi

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.bill import Bill, BillLine, BillPayment, Invoice
    from shoppos.rules.pricing import RateTotal

TAXED = frozenset({Kind.TAX_INVOICE, Kind.INVOICE_CUM_BILL, Kind.TOKEN})


class Mark(NamedTuple):
    """What says that a paper is no original, or no bill any more; `about` says who and when, or why."""

    word: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class BillWords:
    """One bill and the language it speaks."""

    bill: Bill
    copy: str
    language: str
    gettext: Callable[[str], str]

    @property
    def taxed(self) -> bool:
        """True when tax stands on the paper: a bill of supply and a cash memo show none (Rule 49)."""
        bill = self.bill
        return bill.kind in TAXED or (self.noted and bool(bill.cgst or bill.igst or bill.cess))

    @property
    def noted(self) -> bool:
        """True for a credit note: its goods came back, and money or credit is given."""
        return self.bill.kind == Kind.CREDIT_NOTE

    @property
    def billed(self) -> bool:
        """True where goods were sold by this paper."""
        return not self.noted

    def title(self) -> str:
        """The kind of document, beside its legal English name when the bill speaks another language."""
        return both(str(self.bill.kind), self.kind())

    def kind(self) -> str:
        """The kind of document in the bill's language alone."""
        _ = self.gettext
        legal = str(self.bill.kind)
        words = {
            Kind.TAX_INVOICE: _("TAX INVOICE"),
            Kind.BILL_OF_SUPPLY: _("BILL OF SUPPLY"),
            Kind.INVOICE_CUM_BILL: _("INVOICE-CUM-BILL OF SUPPLY"),
            Kind.CASH_MEMO: _("CASH MEMO"),
            Kind.CREDIT_NOTE: _("CREDIT NOTE"),
            Kind.TOKEN: _("TOKEN"),
        }
        return words.get(Kind(legal), legal)

    def marks(self) -> list[Mark]:
        """The marks of this paper, the gravest first."""
        _ = self.gettext
        void = self.bill.state == "void"
        found = [Mark(both("CANCELLED", _("CANCELLED")), clean(self.bill.void_reason))] if void else []
        return [*found, Mark(*again(self.copy, _))] if clean(self.copy) else found

    def against(self) -> list[str]:
        """To which other papers this one belongs.

        Of a credit note the bill it takes back, with its date and why, and the invoice on which that stands (Rule
        53(1A)(g)); of a token that invoice; of the invoice itself the small sales for which it stands.
        """
        _ = self.gettext
        bill, against = self.bill, self.bill.against
        if bill.tokens:
            how_many = _("Small sales of the day to consumers: {n}").format(n=bill.tokens.bills)
            ends = dict.fromkeys((clean(bill.tokens.first), clean(bill.tokens.last)))
            return [how_many, _("Tokens: {numbers}").format(numbers=" – ".join(ends))]
        if against is None:
            return self._on_invoice(bill.invoice)
        day = day_said(against.date, _)
        said = _("Against bill {number} of {date}").format(number=clean(against.number), date=day)
        reason = clean(against.reason)
        why = [_("Reason: {reason}").format(reason=reason)] if reason else []
        return [said, *self._on_invoice(against.invoice), *why]

    def _on_invoice(self, invoice: Invoice | None) -> list[str]:
        """The one invoice of its day on which a token stands."""
        if invoice is None:
            return []
        _ = self.gettext
        said = _("On invoice {number} of {date}")
        return [said.format(number=clean(invoice.number), date=day_said(invoice.date, _))]

    def declaration(self) -> str:
        """What the law wants at the top of a composition dealer's bill (Rule 5(1)(f)), or ""."""
        _ = self.gettext
        if not declaration(self.bill.kind, self.bill.letterhead.scheme):
            return ""
        legal = "composition taxable person, not eligible to collect tax on supplies"
        words = _("composition taxable person, not eligible to collect tax on supplies")
        return both(legal, words)

    def shop_lines(self) -> list[str]:
        """The address of the shop and how to reach it."""
        _ = self.gettext
        head = self.bill.letterhead
        place = " ".join(part for part in (clean(head.address), clean(head.pin_code)) if part)
        state = self.state(head.state)
        reach = [_("Phone {phone}").format(phone=clean(head.phone)) if head.phone else "", clean(head.email)]
        where = ", ".join(part for part in (place, state) if part)
        return [line for line in (where, "  ".join(part for part in reach if part)) if line]

    def gstin(self) -> str:
        """The shop's GSTIN with its label, or "" for an unregistered shop."""
        return f"GSTIN {clean(self.bill.letterhead.gstin)}" if self.bill.letterhead.gstin else ""

    def date(self) -> str:
        """The business date, as Indian bills write it."""
        return self.bill.business_date.strftime("%d-%m-%Y")

    def time(self) -> str:
        """The clock time; with its own date when the shop's day has run past midnight."""
        made = self.bill.made_at
        same = made.date() == self.bill.business_date
        return time_said(made) if same else f"{made:%d-%m-%Y} {time_said(made)}"

    def state(self, code: str) -> str:
        """A State with its code: Rule 46(e) and (n) want both."""
        return f"{state_name(code, self.gettext)}{NBSP}({code})" if code else ""

    def served_by(self) -> str:
        """The till and who sold."""
        _ = self.gettext
        till = _("Till {till}").format(till=clean(self.bill.till))
        return f"{till}  {clean(self.bill.employee)}".rstrip()

    def buyer_lines(self) -> list[str]:
        """Who bought: name, phone, address, State with code, GSTIN (Rule 46(d) and (e))."""
        _ = self.gettext
        buyer = self.bill.buyer
        if buyer is None:
            return [_("Customers at the counter")] if self.bill.tokens else []
        place = " ".join(part for part in (clean(buyer.address), clean(buyer.pin_code)) if part)
        gstin = _("GSTIN {gstin}").format(gstin=clean(buyer.gstin)) if buyer.gstin else ""
        state = _("State: {state}").format(state=self.state(buyer.state)) if buyer.state else ""
        return [line for line in (clean(buyer.name), clean(buyer.phone), place, state, gstin) if line]

    def supply_lines(self) -> list[str]:
        """Place of supply and, where it differs, the State of delivery (Rule 46(n) and (o))."""
        _ = self.gettext
        bill = self.bill
        if not bill.place_of_supply:
            return []
        place = _("Place of supply: {state}").format(state=self.state(bill.place_of_supply))
        apart = bill.delivery_state and bill.delivery_state != bill.place_of_supply
        return [place, _("Delivered in: {state}").format(state=self.state(bill.delivery_state))] if apart else [place]

    def names(self, line: BillLine) -> list[str]:
        """What was sold; its local name below it when the bill speaks another language, its note and its offer."""
        name, local = clean(line.name), clean(line.local_name)
        names = [name, local] if local and local != name and self.language != "en" else [name]
        names += [clean(part) for part in line.note.split("\n") if part]
        return [*names, f"{clean(line.offer)}: -{grouped(line.disc)}"] if line.offer else names

    def how_many(self, line: BillLine) -> str:
        """Quantity and unit."""
        return f"{quantity(line.quantity)}{NBSP}{clean(line.unit)}".rstrip(NBSP)

    def tax_of(self, line: BillLine) -> str:
        """The rate of one line, or why it has none."""
        _ = self.gettext
        if line.treatment != "taxable":
            return {"nil": _("Nil rated"), "exempt": _("Exempt"), "non-gst": _("Non-GST")}.get(line.treatment, "")
        cess = f"+{rate(line.cess_rate)}%" if line.cess_rate else ""
        return f"{rate(line.rate)}%{cess}"

    def heads(self) -> list[str]:
        """The taxes of this supply: CGST with SGST or UTGST, or IGST."""
        return list(self.bill.tax_labels or (("IGST",) if self.bill.inter_state else ("CGST", "SGST")))

    def taxes(self, of: Bill | RateTotal) -> list[int]:
        """The tax of a bill or a group under each of `heads`, in paise."""
        return [of.igst] if self.heads() == ["IGST"] else [of.cgst, of.sgst]

    def halves(self, group: RateTotal) -> str:
        """The rate of each tax of a group: "9+9%" inside the State, "18%" between States."""
        _ = self.gettext
        if not group.rate and not group.cess_rate:
            return _("No tax")
        parts = self.rates(group)
        return "+".join(part.removesuffix("%") for part in parts) + "%"

    def rates(self, group: RateTotal) -> list[str]:
        """The rate of each tax of a group, in the order of `heads`, cess last."""
        half = f"{quantity(group.rate * 5)}%"
        each = [f"{rate(group.rate)}%"] if self.heads() == ["IGST"] else [half, half]
        return [*each, f"{rate(group.cess_rate)}%"] if group.cess_rate else each

    def amounts(self, group: RateTotal) -> list[str]:
        """The tax of a group under each of `heads`, and cess when the bill has any."""
        return [grouped(tax) for tax in [*self.taxes(group), *([group.cess] if self.bill.cess else [])]]

    def counted(self) -> str:
        """How many lines, for the customer who checks the bag."""
        _ = self.gettext
        return _("Items: {lines}").format(lines=len(self.bill.lines))

    def saved(self) -> str:
        """What was saved against MRP and list price, or ""."""
        _ = self.gettext
        return _("You saved {amount}").format(amount=rupees(self.bill.saved)) if self.bill.saved > 0 else ""

    def payments(self) -> list[tuple[str, str]]:
        """How it was paid, what was handed over and given back, and what is still owed."""
        _ = self.gettext
        bill = self.bill
        rows = [(self._method(payment), grouped(payment.amount)) for payment in bill.payments]
        if bill.change:
            rows += [(_("Received"), grouped(bill.tendered)), (_("Change"), grouped(bill.change))]
        return rows

    def due(self) -> str:
        """What is still to be paid, or ""."""
        return rupees(self.bill.due) if self.bill.due > 0 else ""

    def _method(self, payment: BillPayment) -> str:
        if self.noted:
            return self._given_back(payment)
        label = way_to_pay(payment.method, self.gettext, payment.label)
        return f"{label} {clean(payment.reference)}".rstrip()

    def _given_back(self, payment: BillPayment) -> str:
        """How the customer of a credit note gets it back."""
        _ = self.gettext
        labels = {
            "cash": _("Given back in cash"), "upi": _("Given back by UPI"), "card": _("Given back to the card"),
            "netbanking": _("Given back by net banking"), "khata": _("Taken off the khata"),
            "credit": _("Store credit for a later bill"), "exchange": _("Set off against the new bill"),
            "cod": _("Not to be paid at the door any more"), "points": _("Given back in points"),
        }  # fmt: skip
        return f"{labels.get(payment.method, clean(payment.label))} {clean(payment.reference)}".rstrip()

    def amount_in_words(self) -> list[str]:
        """The amount in words in the paper's language and in English, or in English alone."""
        english = clean(self.bill.words)
        return [in_hindi(self.bill.payable), english] if self.language == "hi" else [english]

    def vpa(self) -> str:
        """The UPI address inside the payment link, in clear text, for a phone that cannot scan."""
        return clean(parse(self.bill.upi)["pa"]) if self.bill.upi else ""

    def fragment(self) -> str:
        """Eight digits of the chain, as `7F3A-91C2`: proof that the bill was not changed afterwards."""
        text = clean(self.bill.fragment).upper()
        return f"{text[:4]}-{text[4:]}" if text else ""


def speaking(bill: Bill, copy: str, language: str) -> BillWords:
    """The words of `bill` in `language`, with the mark `copy`."""
    return BillWords(bill, copy, language, catalogue(language).gettext)
