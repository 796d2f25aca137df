"""Bills of every kind for the tests of paper, priced by the shop's own rules."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shoppos.base.clock import INDIA
from shoppos.reports.bill import Against, Bill, BillLine, BillPayment, Buyer, by_rate
from shoppos.rules.bank_details import BankDetails
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.place_of_supply import tax_labels
from shoppos.rules.pricing import PriceLine, price_sale
from shoppos.rules.upi import link
from shoppos.rules.words import in_words

SHOP = Letterhead(
    name="Sharma General Store",
    address="12 MG Road, Indiranagar, Bengaluru",
    gstin="29AAGCB7383J1Z4",
    state="29",
    pin_code="560038",
    phone="98765 43210",
    email="",
    scheme="regular",
    upi="sharma.store@okaxis",
    upi_merchant=True,
    mcc="5411",
    footer="Thank you, come again!",
    terms="Goods once sold are exchanged within 7 days with this bill.",
)

BUYER = Buyer("Kaveri Traders Pvt Ltd", "9845012345", "44 Brigade Road, Bengaluru", "560001", "29", "29AACCK4321M1ZB")


@dataclass(frozen=True, slots=True)
class Item:
    """One line as a test asks for it."""

    name: str
    local: str = ""
    hsn: str = ""
    unit: str = "pc"
    quantity: int = 1000
    price: int = 10_00
    rate: int = 0
    inclusive: bool = True
    treatment: str = "taxable"
    disc_amount: int = 0
    cess_rate: int = 0
    mrp: int | None = None


GROCERIES = (
    Item("Parle-G Gold 100 g", "पारले-जी गोल्ड", "1905", quantity=3000, price=10_00, rate=500, mrp=10_00),
    Item("Surf Excel Easy Wash 1 kg", "सर्फ एक्सेल", "3402", quantity=2000, price=150_00, rate=1800, disc_amount=14_00),
    Item("Amul Butter 500 g", "अमूल मक्खन", "0405", price=285_00, rate=500),
    Item("Cable 1.5 mm", "", "8544", "m", 12_500, 22_40, 1800, inclusive=False),
)

LOOSE = (
    Item("Toor Dal (loose)", "तूर दाल (खुली)", "0713", "kg", 750, 168_00, treatment="exempt"),
    Item("Fresh Milk 1 l", "ताज़ा दूध", "0401", "l", 2000, 56_00, treatment="nil"),
)


def a_bill(  # noqa: PLR0913  (a bill has this many sides)
    items: Sequence[Item] = GROCERIES,
    *,
    kind: str = "TAX INVOICE",
    shop: Letterhead = SHOP,
    buyer: Buyer | None = None,
    place: str = "29",
    state: str = "done",
    number: str = "A1/2627/000123",
    paid: str | None = "cash",
    tendered: int | None = None,
    reference: str = "",
    discount: int = 0,
    shipping: int = 0,
    upi: bool = False,
    delivery_state: str = "",
) -> Bill:
    """A bill of `items`, paid whole by `paid`, or unpaid with None."""
    asked = [
        PriceLine(
            item.quantity,
            item.price,
            rate=item.rate,
            inclusive=item.inclusive,
            disc_amount=item.disc_amount,
            cess_rate=item.cess_rate,
        )
        for item in items
    ]
    labels = tax_labels(shop.state, place)
    priced = price_sale(asked, intra=len(labels) == 2, bill_discount=discount, shipping=shipping)
    lines = tuple(
        BillLine(
            code="", name=item.name, local_name=item.local, hsn=item.hsn, unit=item.unit, quantity=item.quantity,
            price=item.price, inclusive=item.inclusive, mrp=item.mrp, treatment=item.treatment, rate=item.rate,
            cess_rate=item.cess_rate, gross=line.gross, disc=line.disc, bdisc=line.bdisc, ship=line.ship,
            taxable=line.taxable, cgst=line.cgst, sgst=line.sgst, igst=line.igst, cess=line.cess,
        )
        for item, line in zip(items, priced.lines, strict=True)
    )  # fmt: skip
    due = priced.payable if paid in {None, "khata", "cod"} else 0
    given = priced.payable if tendered is None else tendered
    link_ = link(shop.upi, shop.name, amount=due, tr="A12627000123", tn=number) if upi else None
    return Bill(
        sale_id=bytes(16), number=number, kind=kind, state=state, business_date=dt.date(2026, 11, 23),
        made_at=dt.datetime(2026, 11, 23, 10, 34, tzinfo=INDIA), till="A1", employee="Meena", place_of_supply=place,
        inter_state=len(labels) == 1, tax_labels=labels, letterhead=shop, buyer=buyer, delivery_state=delivery_state,
        lines=lines, by_rate=by_rate(lines), taxable=priced.taxable, cgst=priced.cgst, sgst=priced.sgst,
        igst=priced.igst, cess=priced.cess, total=priced.total, discount=sum(line.disc + line.bdisc for line in lines),
        shipping=shipping, round_off=priced.round_off, payable=priced.payable,
        payments=() if paid is None else (BillPayment(1, paid, paid, priced.payable, reference, "taken"),),
        tendered=given if paid else 0, change=given - priced.payable if paid else 0, due=due, upi=link_,
        words=in_words(priced.payable), fragment="7F3A91C2", saved=sum(line.disc + line.bdisc for line in lines),
    )  # fmt: skip


TAXABLE = a_bill(tendered=1200_00)
EXEMPT = a_bill(LOOSE, kind="BILL OF SUPPLY", paid="upi", reference="UTR 412345678901")
MIXED = a_bill((*GROCERIES, *LOOSE), kind="INVOICE-CUM-BILL OF SUPPLY", discount=25_00, shipping=40_00)
DELIVERED = a_bill(GROCERIES[:3], discount=20_00, shipping=40_00, buyer=BUYER)
BEFORE_TAX = a_bill([replace(item, inclusive=False) for item in GROCERIES], shipping=60_00, discount=10_00)
COMPOSITION = a_bill(
    [replace(item, rate=0) for item in GROCERIES[:3]],
    kind="BILL OF SUPPLY",
    shop=replace(SHOP, scheme="composition"),
    paid="card",
    reference="4417",
)
CASH_MEMO = a_bill(
    [replace(item, rate=0) for item in (*GROCERIES[:2], *LOOSE)],
    kind="CASH MEMO",
    shop=replace(SHOP, scheme="unregistered", gstin=""),
    tendered=1000_00,
)
INTER_STATE = a_bill(
    buyer=replace(
        BUYER, name="Malabar Stores", address="7 Beach Road, Kozhikode", pin_code="673001", state="32", gstin=""
    ),
    place="32",
    paid="netbanking",
)
UNION_TERRITORY = a_bill(shop=replace(SHOP, state="04", gstin="04AAGCB7383J1ZG", address="Sector 17"), place="04")
CESS = a_bill((Item("Aerated drink 750 ml", "", "2202", price=95_00, rate=4000, cess_rate=1200), *GROCERIES[:1]))
UNPAID = a_bill(buyer=BUYER, paid="khata", upi=True)
TRANSFER = replace(
    UNPAID, bank=BankDetails("Sharma General Store", "001234567890", "HDFC0001234", "HDFC Bank, Indiranagar")
)
LONGEST = a_bill(
    tuple(
        Item(
            f"Extraordinarily Long Handcrafted Organic Cold-Pressed Groundnut Oil of the {n}th Harvest in a Tin " * 2,
            "हस्तनिर्मित जैविक कोल्ड-प्रेस्ड मूँगफली का तेल विशेष पैकिंग " * 2,
            "15089091",
            "canister",
            99_999_999,
            99_999_99,
            rate=1800,
        )
        for n in range(3)
    ),
    shop=replace(SHOP, name="Shri Lakshmi Venkateshwara Provision Stores and General Merchants (Since 1947)"),
    number="A1Z/2627/0001234",
    buyer=replace(BUYER, name="W" * 80),
)
MANY = a_bill([replace(item, name=f"{item.name} no. {n}") for n in range(50) for item in GROCERIES], buyer=BUYER)
VOIDED = a_bill(state="void")
AGAINST = Against("A1/2627/000123", dt.date(2026, 5, 3), "Packet was torn")
CREDIT_NOTE = replace(
    a_bill(GROCERIES[1:3], kind="CREDIT NOTE", number="A1/2627/C00004", buyer=BUYER), against=AGAINST, saved=0
)
STORE_CREDIT = replace(
    a_bill(GROCERIES[:1], kind="CREDIT NOTE", number="A1/2627/C00005", paid="credit", place="32"),
    against=replace(AGAINST, reason=""),
)

KINDS = {
    "taxable": TAXABLE,
    "exempt": EXEMPT,
    "mixed": MIXED,
    "delivered": DELIVERED,
    "before_tax": BEFORE_TAX,
    "composition": COMPOSITION,
    "cash_memo": CASH_MEMO,
    "inter_state": INTER_STATE,
    "union_territory": UNION_TERRITORY,
    "cess": CESS,
    "unpaid": UNPAID,
    "transfer": TRANSFER,
    "longest": LONGEST,
    "voided": VOIDED,
    "credit_note": CREDIT_NOTE,
    "store_credit": STORE_CREDIT,
}
