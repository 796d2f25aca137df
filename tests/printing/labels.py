"""Labels of every kind for the tests of paper: the shortest, the longest, in three scripts."""

import datetime as dt
from dataclasses import replace

from shoppos.reports.label import CODE_128, EAN_8, EAN_13, QR, Party, ShelfLabel, ShelfLabels, ShippingLabel

SHOP = Party(
    "Sharma General Store", "12 MG Road, Indiranagar, Bengaluru", "560038", "29", "98765 43210", "29AAGCB7383J1Z4"
)

PREPAID = ShippingLabel(
    "A1/2627/000123", dt.date(2026, 11, 23), SHOP,
    Party("Kaveri Traders", "44 Brigade Road, Bengaluru", "560001", "29", "9845012345"),
    weight=1250, box="30 × 20 × 10 cm", courier="DTDC Express", awb="D12345678901",
)  # fmt: skip
LONGEST = replace(
    PREPAID,
    to=Party(
        "Smt. Radhabai Vishwanathrao Deshpande-Kulkarni",
        "Flat No. 1204, B Wing, Shree Siddhivinayak Co-operative Housing Society, near old Mahalaxmi Temple, opposite "
        "State Bank of India ATM, Laxmi Narayan Nagar, Kothrud Depot Road, Pune",
        "411038", "27", "9822012345",
    ),
    cod=12_499_50, pieces=3, courier="India Post Speed Post", awb="CA123456785IN",
)  # fmt: skip
MARATHI = replace(
    PREPAID,
    to=Party(
        "श्रीमती राधाबाई विश्वनाथराव देशपांडे",
        "सदनिका क्र. १२०४, 'ब' विंग, श्री सिद्धिविनायक सहकारी गृहनिर्माण संस्था, जुन्या महालक्ष्मी मंदिराजवळ, भारतीय स्टेट "
        "बँक एटीएमसमोर, लक्ष्मीनारायण नगर, कोथरूड डेपो रस्ता, पुणे",
        "411038", "27", "9822012345",
    ),
    cod=1_499_00,
)  # fmt: skip
TAMIL = replace(
    PREPAID,
    to=Party(
        "திருமதி மீனாட்சி சுந்தரேஸ்வரன்",
        "எண் 27, மூன்றாவது குறுக்குத் தெரு, பழைய வண்ணாரப்பேட்டை, அருள்மிகு பார்த்தசாரதி கோயில் அருகில், திருவல்லிக்கேணி "
        "நெடுஞ்சாலை, சென்னை",
        "600005", "33", "9444012345",
    ),
    pieces=2,
)  # fmt: skip
BAREST = ShippingLabel("A1/2627/000007", dt.date(2026, 5, 3), Party("S"), Party("Asha", "Behind the temple, Wai"))
ORDER = replace(PREPAID, order="A1/2627/O00012", cod=1_240_00)
SHIPPING = {
    "prepaid": PREPAID,
    "order": ORDER,
    "longest": LONGEST,
    "marathi": MARATHI,
    "tamil": TAMIL,
    "barest": BAREST,
}
SHIPPING_PAPERS = ("4x6", "100x150", "3x2", "A4x4")

SOAP = ShelfLabel(
    "1001", "Surf Excel Easy Wash 1 kg", "सर्फ एक्सेल ईज़ी वॉश", 150_00, True, 155_00, "PCS", None, "",
    "8901030865275", EAN_13, "Sharma General Store",
)  # fmt: skip
SNACK = replace(
    SOAP, name="Haldiram's Nagpur Bhujia Sev Extra Long Family Pack with Masala 400 g",
    local_name="हल्दीराम नागपूर भुजिया शेव फॅमिली पॅक मसाल्यासह", price=12_499_50, mrp=13_999_00,
)  # fmt: skip
DAL = replace(
    SOAP, name="Toor Dal (loose)", local_name="துவரம் பருப்பு", price=168_00, mrp=None, unit="KG", measure="kg",
    barcode="2001", kind=CODE_128,
)  # fmt: skip
SAFFRON = replace(
    SOAP, name="Kesar (saffron)", local_name="केसर", price=350_50, mrp=None, unit="G", each=350_500_00, measure="kg",
    barcode="SAFFRON-KASHMIR-GRADE-1-LOOSE", kind=CODE_128,
)  # fmt: skip
PEN = replace(SOAP, name="Pen", local_name="", price=5_00, mrp=5_00, barcode="96385074", kind=EAN_8)
TIFFIN = replace(
    SOAP, name="Steel Tiffin", local_name="ஸ்டீல் டிபன்", price=400_00, mrp=None, inclusive=False, barcode="साबुन-१", kind=QR
)
SHELF = {"soap": SOAP, "snack": SNACK, "dal": DAL, "saffron": SAFFRON, "pen": PEN, "tiffin": TIFFIN}
SHELF_PAPERS = ("50x25", "38x25", "A4x24", "A4x40", "A4x65")


def asked(*labels, count=1, **how):
    """So many of each label."""
    return ShelfLabels(tuple((label, count) for label in labels), **how)
