"""Packing slips and readings for the tests of paper."""

import datetime as dt
from dataclasses import replace

from shoppos.base.clock import INDIA
from shoppos.reports.reading import MethodSum, Reading
from shoppos.reports.slip import OrderSlip, SlipLine
from shoppos.rules.pricing import RateTotal

LINES = (
    SlipLine("Parle-G Gold 100 g", "पारले-जी गोल्ड", "8901719101038", 12_000, "PCS", "Biscuits"),
    SlipLine("Surf Excel Easy Wash 1 kg", "सर्फ एक्सेल", "1001", 2000, "PCS", "Detergents, rack 4"),
    SlipLine("Toor Dal (loose)", "तूर दाल (खुली)", "2001", 750, "KG", "Sacks"),
    SlipLine("Cable 1.5 mm", "", "4711", 12_500, "MTR", ""),
)
COUNTER = OrderSlip(
    number="A1/2627/000123", also="", made_at=dt.datetime(2026, 11, 23, 10, 34, tzinfo=INDIA),
    business_date=dt.date(2026, 11, 23), promised=None, channel="counter", shop="Sharma General Store", till="A1",
    taken_by="Meena", buyer="", phone="", town="", notes="", cancelled=False, lines=LINES,
)  # fmt: skip
PHONE = replace(
    COUNTER, promised=dt.datetime(2026, 11, 23, 18, 30, tzinfo=INDIA), channel="phone",
    buyer="Kaveri Traders Pvt Ltd", phone="98450 12345", town="Bengaluru 560001",
    notes="Ring twice. Leave with the watchman if nobody is in.",
)  # fmt: skip
TAMIL = replace(
    PHONE,
    lines=(
        SlipLine("Ponni Rice 5 kg", "பொன்னி அரிசி 5 கிலோ", "3001", 2000, "BAG", "Rice"),
        SlipLine("Gingelly Oil 1 l", "நல்லெண்ணெய் 1 லிட்டர்", "3002", 1000, "BTL", "Oils"),
        SlipLine("Tamarind (loose)", "புளி", "3003", 250, "KG", "Spices"),
    ),
)
LONGEST = replace(
    PHONE,
    number="A1Z/2627/0001234",
    buyer="W" * 80,
    notes="Very long words of a customer who wants everything just so, and says it twice. " * 4,
    lines=tuple(
        SlipLine(
            f"Extraordinarily Long Handcrafted Organic Cold-Pressed Groundnut Oil of the {n}th Harvest in a Tin " * 2,
            "हस्तनिर्मित जैविक कोल्ड-प्रेस्ड मूँगफली का तेल विशेष पैकिंग " * 2,
            "CODE-OF-FORTY-SIGNS-THAT-NOBODY-CAN-READ",
            99_999_999,
            "canister",
            "The shelf behind the other shelf, upper left",
        )
        for n in range(3)
    ),
)
MANY = replace(PHONE, lines=tuple(replace(LINES[n % 4], name=f"{LINES[n % 4].name} no. {n}") for n in range(200)))
ORDER = replace(
    PHONE, number="A1/2627/O00012", promised=PHONE.promised.replace(hour=0, minute=0), slot="10-12", way="delivery",
    lines=(replace(LINES[0], note="Gift wrap, no price"), *LINES[1:]),
)  # fmt: skip
FETCHED = replace(ORDER, also="A1/2627/000123", slot="", way="pickup", notes="")
SLIPS = {
    "order": ORDER,
    "fetched": FETCHED,
    "counter": COUNTER,
    "phone": PHONE,
    "tamil": TAMIL,
    "longest": LONGEST,
    "cancelled": replace(PHONE, cancelled=True),
    "two_bills": replace(COUNTER, also="A1/2627/000124"),
}

X_READING = Reading(
    till="A1", day=dt.date(2026, 11, 23), made_at=dt.datetime(2026, 11, 23, 14, 5, tzinfo=INDIA), employee="Meena",
    shop="Sharma General Store", gstin="29AAGCB7383J1Z4", first="A1/2627/000101", last="A1/2627/000224", bills=124,
    gross=84_512_50, discount=1_240_00, shipping=400_00, tax_on_top=312_48, rounding=-98, payable=83_984_00,
    cancelled=2, cancelled_amount=655_00,
    by_rate=(
        RateTotal(0, 0, 12_300_00, 0, 0, 0, 0), RateTotal(500, 0, 31_200_40, 780_01, 780_01, 0, 0),
        RateTotal(1800, 0, 32_437_80, 2_610_07, 2_610_07, 610_64, 0),
    ),
    by_method=(
        MethodSum("cash", 71, 40_310_00, 655_00, 1_200_00), MethodSum("upi", 44, 38_274_00, 0, 800_00),
        MethodSum("card", 6, 4_100_00), MethodSum("khata", 3, 1_300_00),
    ),
    claimed=2, claimed_amount=410_00, reprints=3, chain_head="7F3A91C2",
)  # fmt: skip
Z_SLIP = replace(
    X_READING, made_at=X_READING.made_at.replace(hour=21, minute=40), z_number=41, opening=2_000_00,
    counted=42_805_00, difference_reason="Change was given twice",
)  # fmt: skip
AGREES = replace(Z_SLIP, counted=Z_SLIP.expected, difference_reason="")
EMPTY = replace(
    X_READING, first="", last="", bills=0, gross=0, discount=0, shipping=0, tax_on_top=0, rounding=0, payable=0,
    cancelled=0, cancelled_amount=0, by_rate=(), by_method=(), claimed=0, claimed_amount=0, reprints=0,
)  # fmt: skip
HUGE = replace(
    Z_SLIP,
    gross=99_99_99_999_99,
    payable=99_99_99_999_00,
    by_rate=tuple(replace(group, taxable=99_99_99_999_99, igst=9_99_99_999_99) for group in X_READING.by_rate),
    shop="Shri Lakshmi Venkateshwara Provision Stores and General Merchants (Since 1947)",
)
UNTAXED = replace(X_READING, gstin="", by_rate=(RateTotal(0, 0, 84_000_00, 0, 0, 0, 0),))
READINGS = {"x": X_READING, "z": Z_SLIP, "agrees": AGREES, "empty": EMPTY, "huge": HUGE}
