"""Units as the GST portal wants them: the Unit Quantity Codes of GSTR-1's Table 12, and what shops write for them."""

CODES = {
    "BAG": "BAGS", "BAL": "BALE", "BDL": "BUNDLES", "BKL": "BUCKLES", "BOU": "BILLION OF UNITS", "BOX": "BOX",
    "BTL": "BOTTLES", "BUN": "BUNCHES", "CAN": "CANS", "CBM": "CUBIC METERS", "CCM": "CUBIC CENTIMETERS",
    "CMS": "CENTIMETERS", "CTN": "CARTONS", "DOZ": "DOZENS", "DRM": "DRUMS", "GGK": "GREAT GROSS", "GMS": "GRAMMES",
    "GRS": "GROSS", "GYD": "GROSS YARDS", "KGS": "KILOGRAMS", "KLR": "KILOLITRE", "KME": "KILOMETRE", "LTR": "LITRES",
    "MLT": "MILILITRE", "MTR": "METERS", "MTS": "METRIC TON", "NOS": "NUMBERS", "OTH": "OTHERS", "PAC": "PACKS",
    "PCS": "PIECES", "PRS": "PAIRS", "QTL": "QUINTAL", "ROL": "ROLLS", "SET": "SETS", "SQF": "SQUARE FEET",
    "SQM": "SQUARE METERS", "SQY": "SQUARE YARDS", "TBS": "TABLETS", "TGM": "TEN GROSS", "THD": "THOUSANDS",
    "TON": "TONNES", "TUB": "TUBES", "UGS": "US GALLONS", "UNT": "UNITS", "YDS": "YARDS",
}  # fmt: skip
"""The master of the GST portal: each code with its name there."""

OTHER, SERVICE = "OTH", "NA"
SERVICES = "99"
"""With these digits the code of a service begins; it has no quantity."""

_WRITTEN = {
    "BAG": ("BAGS",), "BDL": ("BUNDLE", "BUNDLES"), "BOX": ("BOXES", "CASE", "CASES"), "BTL": ("BOTTLE", "BOTTLES"),
    "BUN": ("BUNCH", "BUNCHES"), "CAN": ("CANS", "TIN", "TINS"), "CMS": ("CM", "CENTIMETRE", "CENTIMETER"),
    "CTN": ("CARTON", "CARTONS"), "DOZ": ("DOZEN", "DOZENS", "DZN"), "DRM": ("DRUM", "DRUMS"),
    "GMS": ("G", "GM", "GRM", "GRAM", "GRAMS"), "KGS": ("KG", "KILO", "KILOGRAM", "KILOGRAMS"),
    "KLR": ("KL",), "LTR": ("L", "LT", "LTRS", "LITRE", "LITRES", "LITER", "LITERS"), "MLT": ("ML", "MLS"),
    "MTR": ("M", "METRE", "METRES", "METER", "METERS"), "NOS": ("NO", "NUMBER", "NUMBERS", "EA", "EACH"),
    "PAC": ("PACK", "PACKS", "PACKET", "PACKETS", "PKT", "PKTS", "POUCH"), "PCS": ("PC", "PIECE", "PIECES", ""),
    "PRS": ("PAIR", "PAIRS", "PR"), "QTL": ("QUINTAL", "QUINTALS"), "ROL": ("ROLL", "ROLLS"), "SET": ("SETS",),
    "SQF": ("SQFT",), "TBS": ("TABLET", "TABLETS"), "TON": ("TONNE", "TONNES", "TONS"), "TUB": ("TUBE", "TUBES"),
    "UNT": ("UNIT", "UNITS"), "YDS": ("YARD", "YARDS"),
}  # fmt: skip
_KNOWN = {**{code: code for code in CODES}, **{word: code for code, words in _WRITTEN.items() for word in words}}


def is_known(unit: str) -> bool:
    """Whether the portal knows what is sold by that unit; OTH is what it takes for the rest."""
    return unit.upper() in _KNOWN


def uqc(unit: str, hsn: str = "") -> str:
    """The code of a unit: OTH for one that the portal has no code for, NA for a service (its HSN begins with 99)."""
    return SERVICE if hsn.startswith(SERVICES) else _KNOWN.get(unit.upper(), OTHER)
