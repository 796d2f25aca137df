"""What the columns of a list of items mean, whoever wrote it: Vyapar, Loyverse, OSPOS, or the shop's own hand."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Guess = Callable[[Sequence[str]], tuple[str, ...]]

# What a column can be taken for: its key, and every heading seen for it; an earlier heading wins over a later one.
HEADINGS: dict[str, str] = {
    "code": (
        "code | item code | product code | sku | sku code | article | article no | item no | item id | "
        "product id | plu | plu code | part no | model no | कोड | वस्तु कोड | आइटम कोड | सामान कोड"
    ),
    "name": (
        "name | item name | item | product | product name | items | particulars | title | item description | "
        "goods | stock item | name of item | description of goods | नाम | वस्तु | वस्तु का नाम | सामान | "
        "सामान का नाम | आइटम | आइटम का नाम | उत्पाद | उत्पाद का नाम | माल"
    ),
    "local_name": (
        "local name | name in hindi | hindi name | regional name | print name | second name | alias name | "
        "name local | hindi | local | स्थानीय नाम | हिंदी नाम | हिन्दी नाम | देसी नाम"
    ),
    "barcode": (
        "barcode | barcodes | bar code | ean | ean13 | ean 13 | ean code | upc | gtin | isbn | barcode no | "
        "barcode number | scan code | barcode 1 | barcode 2 | barcode 3 | बारकोड | बार कोड"
    ),
    "unit": (
        "unit | uom | units | base unit | base unit x | unit of measure | unit name | measure | primary unit | "
        "uqc | इकाई | यूनिट | माप"
    ),
    "price": (
        "price | sale price | selling price | sales price | sell price | sp | rate | default price | "
        "retail price | unit price | item price | sale rate | selling rate | sales rate | price inr | "
        "standard price | cost price retail | मूल्य | दाम | भाव | कीमत | बिक्री मूल्य | विक्रय मूल्य | "
        "बिक्री दर"
    ),
    "inclusive": (
        "inclusive | inclusive of tax | tax inclusive | inclusive exclusive | incl | price includes tax | "
        "sale price type | tax type | with tax | price type | incl tax | कर सहित | कर शामिल | टैक्स सहित"
    ),
    "mrp": ("mrp | default mrp | max retail price | maximum retail price | m r p | एमआरपी | एम आर पी | अधिकतम मूल्य"),
    "off_mrp": "disc % on mrp for sale price | discount % on mrp | disc % on mrp | discount on mrp | mrp discount",
    "cost": (
        "cost | purchase price | cost price | cp | buying price | purchase rate | landing cost | buy price | "
        "purchase cost | supply price | wholesale cost | खरीद मूल्य | खरीद भाव | ख़रीद मूल्य | लागत | खरीद दर"
    ),
    "hsn": (
        "hsn | hsn code | hsn sac | hsn sac code | hsn no | hsncode | sac | hsn number | एचएसएन | एच एस एन | एचएसएन कोड"
    ),
    "rate": (
        "gst rate | tax rate | gst | gst % | tax | tax % | tax percent | tax 1 percent | gst percent | igst | "
        "igst % | gst slab | tax name | tax slab | igst rate | vat | tax category | rate of tax | जीएसटी | "
        "जीएसटी दर | कर | कर दर | कर % | जीएसटी % | टैक्स"
    ),
    "treatment": "treatment | taxability | gst treatment | tax treatment | taxability type | कर व्यवहार",
    "cess": "cess | cess rate | cess % | cess percent | gst cess | उपकर | सेस",
    "category": (
        "category | item category | group | item group | product category | department | product group | "
        "stock group | categories | श्रेणी | वर्ग | समूह"
    ),
    "stock": (
        "stock | opening stock | opening stock quantity | opening qty | opening quantity | qty | quantity | "
        "in stock | current stock | stock quantity | stock qty | on hand | closing stock | available | "
        "available qty | opening balance | current stock quantity | स्टॉक | मात्रा | प्रारंभिक स्टॉक | "
        "शुरुआती स्टॉक"
    ),
    "low": (
        "low stock | minimum stock quantity | min stock | minimum stock | reorder level | min qty | low level | "
        "min stock qty | low stock level | reorder point | minimum quantity | न्यूनतम स्टॉक | कम स्टॉक"
    ),
    "wholesale": "wholesale price | wholesale rate | dealer price | थोक मूल्य | थोक भाव",
    "least": "minimum wholesale quantity | min wholesale qty | wholesale from",
    "shelf": "item location | location | shelf | rack | store location | शेल्फ",
    "aliases": "other names | aliases | also called | search words",
    "cess_per_unit": "cess per unit | cess amount",
    "second_unit": "secondary unit y | secondary unit",
    "ratio": "conversion rate x ny | conversion rate n x ny | conversion rate",
}
ALIASES = tuple((field, tuple(known.split(" | "))) for field, known in HEADINGS.items())
FIELDS = tuple(field for field, _aliases in ALIASES)
BY_HEADING = {alias: field for field, aliases in ALIASES for alias in aliases}
MANY = frozenset({"barcode"})
SEEN_ROWS = 12


def labels() -> dict[str, str]:
    """What each column is called to the shopkeeper, in the language in force."""
    return {
        "code": _("Code"),
        "name": _("Name"),
        "local_name": _("Local name"),
        "barcode": _("Barcode"),
        "unit": _("Unit"),
        "price": _("Sale price"),
        "inclusive": _("Price includes GST"),
        "mrp": _("MRP"),
        "off_mrp": _("Discount % on MRP"),
        "cost": _("Purchase price"),
        "hsn": _("HSN"),
        "rate": _("GST rate"),
        "treatment": _("GST treatment"),
        "cess": _("Cess %"),
        "category": _("Category"),
        "stock": _("Opening stock"),
        "low": _("Low stock level"),
        "wholesale": _("Wholesale price"),
        "least": _("Wholesale from"),
        "shelf": _("Shelf"),
        "aliases": _("Other names"),
        "cess_per_unit": _("Cess per unit"),
        "second_unit": _("Secondary unit"),
        "ratio": _("Secondary units in one"),
    }


def plain_heading(heading: str) -> str:
    """A heading without what differs from list to list: case, stars, brackets, currency signs, line ends."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"\((?:₹|rs\.?|inr|n|in [^)]*|%)?\)|\[[^\]]*\]|₹", " ", text)
    kept = "".join(sign if sign == "%" or unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    return " ".join(kept.split())


def guess(headings: Sequence[str]) -> tuple[str, ...]:
    """For each heading the field it most likely is, "" for none; no field twice but barcodes.

    An earlier alias of a field wins over a later one ("Sale price" over "Rate").
    """
    plain = [plain_heading(heading) for heading in headings]
    taken = [""] * len(plain)
    for field, aliases in ALIASES:
        found = sorted(
            (aliases.index(heading), at) for at, heading in enumerate(plain) if BY_HEADING.get(heading) == field
        )
        for _rank, at in found if field in MANY else found[:1]:
            taken[at] = field
    return tuple(taken)


def headings_row(rows: Iterable[Sequence[str]], known: Guess = guess) -> int:
    """Which of the first rows holds the headings: the one with most known headings; the first, when none is known.

    Lists often begin with the shop's name and a date.
    """
    scores = [sum(field != "" for field in known(row)) for _at, row in zip(range(SEEN_ROWS), rows, strict=False)]
    return scores.index(max(scores)) if scores else 0
