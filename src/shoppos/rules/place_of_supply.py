"""Which State a sale is taxed in, and what its taxes are called there.

IGST Act s.10(1)(a), (b), (ca) with Circular 209/3/2024; UTGST Act s.2(8).
"""

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _

STATES = {
    "01": "Jammu and Kashmir",
    "02": "Himachal Pradesh",
    "03": "Punjab",
    "04": "Chandigarh",
    "05": "Uttarakhand",
    "06": "Haryana",
    "07": "Delhi",
    "08": "Rajasthan",
    "09": "Uttar Pradesh",
    "10": "Bihar",
    "11": "Sikkim",
    "12": "Arunachal Pradesh",
    "13": "Nagaland",
    "14": "Manipur",
    "15": "Mizoram",
    "16": "Tripura",
    "17": "Meghalaya",
    "18": "Assam",
    "19": "West Bengal",
    "20": "Jharkhand",
    "21": "Odisha",
    "22": "Chhattisgarh",
    "23": "Madhya Pradesh",
    "24": "Gujarat",
    "26": "Dadra and Nagar Haveli and Daman and Diu",
    "27": "Maharashtra",
    "29": "Karnataka",
    "30": "Goa",
    "31": "Lakshadweep",
    "32": "Kerala",
    "33": "Tamil Nadu",
    "34": "Puducherry",
    "35": "Andaman and Nicobar Islands",
    "36": "Telangana",
    "37": "Andhra Pradesh",
    "38": "Ladakh",
    "97": "Other Territory",
}
"""GST State codes. 25 and 28 are no more: merged into 26, replaced by 37."""

UNION_TERRITORIES = frozenset({"04", "26", "31", "35", "38", "97"})
"""Territories without a legislature: their tax is UTGST. Delhi, Puducherry, Jammu and Kashmir have State tax."""


def place_of_supply(
    shop_state: str,
    *,
    chosen: str | None = None,
    delivery: str | None = None,
    gstin: str | None = None,
    billing: str | None = None,
) -> str:
    """The State whose tax a sale of goods bears, as its two-digit code.

    The State chosen for this bill decides, else where the goods are delivered, else the buyer's GSTIN, else `billing`,
    the State of the address on the bill (the State's name alone counts as one), else the shop's. A State that only
    stands on the customer's card is none of these. InvalidInput for a code that is no State.
    """
    state = chosen or delivery or (gstin or "")[:2] or billing or shop_state
    if state not in STATES:
        raise InvalidInput(
            _('"{code}" is not the code of a State.').format(code=state), _("Maharashtra is 27."), field="state"
        )
    return state


def is_intra(shop_state: str, pos: str) -> bool:
    """Whether the sale stays in the shop's State, and so bears two taxes of half the rate each."""
    return shop_state == pos


def tax_labels(shop_state: str, pos: str) -> tuple[str, ...]:
    """The names of the taxes of a sale, as its paper must say them."""
    if not is_intra(shop_state, pos):
        return ("IGST",)
    return ("CGST", "UTGST" if pos in UNION_TERRITORIES else "SGST")
