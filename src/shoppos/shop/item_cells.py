"""What stands in the cells of a list of items: prices, taxes, codes and counts, as people and programs write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from shoppos.base.i18n import _
from shoppos.base.text import clean

# Every percentage that has been a GST rate or a half of compensation: 12 and 28 ended on 22 September 2025, yet old
# lists hold them. Hundredths of a percent.
KNOWN_RATES = frozenset({0, 10, 25, 100, 150, 300, 500, 600, 750, 1200, 1800, 2800, 4000})
AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:\.(\d+))?")
MONEY_WORDS = re.compile(r"₹|rs\.?|inr|/-|\s", re.IGNORECASE)
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
EXCEL_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")
RATE = re.compile(r"(?:[ics]?gst|tax|vat)?\s*@?\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*(?:[ics]?gst)?", re.IGNORECASE)
NIL_WORDS = frozenset({"nil", "nil rated", "none", "zero", "no tax", "शून्य", "no gst", "tax free"})
EXEMPT_WORDS = frozenset({"exempt", "exempted", "gst exempt", "मुक्त", "कर मुक्त"})
OUTSIDE_WORDS = frozenset({"non gst", "nongst", "out of scope", "outside gst", "गैर जीएसटी"})
YES = frozenset({"inclusive", "incl", "including", "included", "yes", "y", "true", "1", "with tax"}) | frozenset(
    {"inclusive of tax", "सहित", "हाँ", "हां", "कर सहित", "शामिल"}
)
NO = frozenset({"exclusive", "excl", "excluding", "excluded", "no", "n", "false", "0", "without tax"}) | frozenset(
    {"exclusive of tax", "रहित", "नहीं", "कर रहित"}
)
# The unit quantity codes of GSTR-1's table of HSN, and how shops and other programs write the same.
UNIT_WORDS = (
    "BAG BAL BDL BKL BOU BOX BTL BUN CAN CBM CCM CMS CTN DOZ DRM GGK GMS GRS GYD KGS KLR KME LTR MLS MLT MTR MTS NOS "
    "OTH PAC PCS PRS QTL ROL SET SQF SQM SQY TBS TGM THD TON TUB UGS UNT YDS "
    "KG GM G GRAM GRAMS L LITRE LITRES LITER LITERS ML MTS M METRE METRES METER METERS CM INCH FT FEET PC PIECE PIECES "
    "PACK PACKET PACKETS PKT PKTS BAGS BOTTLE BOTTLES BOXES BUNDLES CANS CARTON CARTONS DOZEN DOZENS DZN PAIR PAIRS PR "
    "ROLL ROLLS SETS TABLET TABLETS TUBE TUBES UNIT UNITS NUMBER NUMBERS KILOGRAM KILOGRAMS QUINTAL QUINTALS STRIP "
    "STRIPS JAR JARS TIN TINS POUCH CASE CASES TRAY PLATE HOUR HOURS HRS DAY DAYS JOB VISIT MONTH"
)
KNOWN_UNITS = frozenset(UNIT_WORDS.split())
SEVERAL = re.compile(r"[;|\n]+")
MAX_RUPEES = 10**8


class Mistaken(ValueError):
    """A cell that does not do; its text says why, to the shopkeeper."""


@lru_cache(4096)
def amount(text: str) -> int | None:
    """Paise of "₹1,23,450.00", "Rs. 95/-", ".5" or 94.3333 (half a paisa goes up); None of an empty cell or a dash."""
    plain = MONEY_WORDS.sub("", text)
    if plain in {"", "-", "--"}:
        return None
    if plain.startswith("-"):
        raise Mistaken(_("A price cannot be below 0."))
    found = AMOUNT.fullmatch(plain)
    if not found or not (found[1] or found[2]):
        raise Mistaken(_("This is not an amount. Write it like 1234.50."))
    digits = (found[2] or "").ljust(3, "0")
    rupees = int((found[1] or "0").replace(",", ""))
    if rupees >= MAX_RUPEES:
        raise Mistaken(_("This amount is too large. Is it a barcode?"))
    return rupees * 100 + int(digits[:2]) + (digits[2] >= "5")


@lru_cache(1024)
def count(text: str) -> int | None:
    """Thousandths of "1,250", "0.75" or "-3" (a list may know of negative stock); None of an empty cell."""
    plain = re.sub(r"(?<=\d)[^\d.,]+$", "", text.replace(" ", ""))
    if plain in {"", "-"}:
        return None
    found = AMOUNT.fullmatch(plain.removeprefix("-"))
    if not found or not (found[1] or found[2]):
        raise Mistaken(_("This is not a quantity. Write it like 12 or 0.75."))
    digits = found[2] or ""
    if len(digits.rstrip("0")) > len("000"):
        raise Mistaken(_("A quantity has at most three decimals."))
    whole = int((found[1] or "0").replace(",", ""))
    if whole >= MAX_RUPEES:
        raise Mistaken(_("This quantity is too large. Is it a barcode?"))
    thousandths = whole * 1000 + int(digits[:3].ljust(3, "0"))
    return -thousandths if plain.startswith("-") else thousandths


@lru_cache(1024)
def percent(text: str) -> int | None:
    """Hundredths of a percent of any percentage up to 400; None of an empty cell."""
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2})0*)?%?", text.replace(" ", ""))
    if text.strip() in {"", "-"}:
        return None
    if not found or int(found[1]) > 400:  # noqa: PLR2004  (the highest cess of any schedule, pan masala aside)
        raise Mistaken(_("This is not a percentage. Write it like 18 or 2.5."))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


@lru_cache(1024)
def tax(text: str) -> tuple[int, str] | None:
    """Rate (hundredths of a percent) and treatment of "GST@18%", "18", "IGST 5%", Excel's 0.18, "Exempt".

    None of an empty cell. Excel keeps 18 % as 0.18: what is below 1 and a hundredfold a GST rate is taken so, while
    0.25 % and 0.1 % stay what they are.
    """
    words = " ".join(re.sub(r"[-_]", " ", text.casefold()).split())
    if not words:
        return None
    for known, treatment in ((NIL_WORDS, "nil"), (EXEMPT_WORDS, "exempt"), (OUTSIDE_WORDS, "non-gst")):
        if words in known:
            return 0, treatment
    found = RATE.fullmatch(text.strip())
    if not found:
        raise Mistaken(_("This is not a GST rate. Write it like 18 or GST@18%."))
    whole, _point, decimals = found[1].partition(".")
    rate = int(whole) * 100 + int(decimals[:2].ljust(2, "0"))
    if int(whole) == 0 and "%" not in text and rate * 100 in KNOWN_RATES:
        rate *= 100
    if rate not in KNOWN_RATES or decimals[2:].strip("0"):
        raise Mistaken(_("There is no such GST rate. It is 0, 0.25, 3, 5, 18 or 40."))
    return rate, "taxable" if rate else "nil"


@lru_cache(1024)
def treatment(text: str) -> str | None:
    """The treatment a column of its own names; None of an empty cell."""
    words = " ".join(re.sub(r"[-_]", " ", text.casefold()).split())
    if not words:
        return None
    if words in {"taxable", "gst", "करयोग्य"}:
        return "taxable"
    for known, name in ((NIL_WORDS, "nil"), (EXEMPT_WORDS, "exempt"), (OUTSIDE_WORDS, "non-gst")):
        if words in known:
            return name
    raise Mistaken(_("Write taxable, nil, exempt or non-gst."))


@lru_cache(1024)
def inclusive(text: str) -> bool | None:
    """Whether the price holds the tax already; None of an empty cell."""
    words = " ".join(text.casefold().split())
    if not words:
        return None
    if words in YES:
        return True
    if words in NO:
        return False
    raise Mistaken(_("Write Inclusive or Exclusive."))


def scan_code(text: str) -> str:
    """A code or barcode as it is; refused when Excel has rounded it away (8.90103E+12) or made a date of it."""
    if SCIENTIFIC.fullmatch(text):
        raise Mistaken(
            _("Excel has shortened this barcode, so its digits are lost. Format the column as Text and fill it again.")
        )
    if EXCEL_DATE.fullmatch(text):
        raise Mistaken(_("Excel has made a date of this code. Format the column as Text and type it again."))
    return text


def several(text: str) -> list[str]:
    """The barcodes of one cell, parted by ; or | or line ends."""
    return [scan_code(part) for part in (piece.strip() for piece in SEVERAL.split(text)) if part]


@lru_cache(4096)
def hsn(text: str) -> str:
    """HSN or SAC of 4, 6 or 8 digits; the zero in front that Excel took (402 is 0402) is put back."""
    digits = re.sub(r"[\s.]", "", text)
    if digits in {"", "-"}:
        return ""
    if not re.fullmatch(r"[0-9]{2,8}", digits):
        raise Mistaken(_("An HSN code has 4, 6 or 8 digits."))
    if len(digits) % 2 and digits == text.strip():
        digits = "0" + digits
    if len(digits) not in {4, 6, 8}:
        raise Mistaken(_("An HSN code has 4, 6 or 8 digits."))
    return digits


@lru_cache(1024)
def unit(text: str, most: int = 20) -> str | None:
    """The unit's short form: Vyapar's "KILOGRAMS (Kg)" is KG, "Pieces" stays a word of the shop's own."""
    found = re.search(r"\(([^)]+)\)\s*$", text)
    return clean((found[1] if found else text).strip().upper(), most) or None


@lru_cache(1024)
def expiry(text: str) -> int | None:
    """The last day (yyyymmdd) of "31/03/2027", "2027-03-31", "03/2027" or "Mar-27"; None of an empty cell."""
    plain = " ".join(text.replace("/", "-").replace(".", "-").split())
    if plain in {"", "-"}:
        return None
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d-%b-%Y"):
        try:
            return int(f"{dt.datetime.strptime(plain, form):%Y%m%d}")  # noqa: DTZ007  (a day on a pack has no zone)
        except ValueError:
            continue
    for form in ("%m-%Y", "%b-%Y", "%b-%y", "%m-%y"):
        try:
            month = dt.datetime.strptime(plain, form)  # noqa: DTZ007  (the same)
        except ValueError:
            continue
        last = calendar.monthrange(month.year, month.month)[1]
        return month.year * 10_000 + month.month * 100 + last
    raise Mistaken(_("This is not a day. Write it like 31/03/2027."))
