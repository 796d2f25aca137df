"""What the columns of a list of people mean: Vyapar's party report, another program's, or the shop's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.shop.item_columns import plain_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS: dict[str, str] = {
    "name": (
        "name | party name | customer name | supplier name | vendor name | party | customer | supplier | full name | "
        "contact name | नाम | पार्टी | ग्राहक | ग्राहक का नाम"
    ),
    "phone": (
        "phone | phone no | phone number | mobile | mobile no | mobile number | contact | contact no | "
        "contact number | whatsapp | फ़ोन | फोन | मोबाइल"
    ),
    "email": "email | e mail | email id | ईमेल",
    "address": "address | billing address | full address | पता",
    "pin_code": "pin code | pincode | pin | postal code | zip",
    "state": "state | state name | place of supply | राज्य",
    "gstin": "gstin | gst no | gstin no | gstin number | gst number | gstin uin | gst in | जीएसटीआईएन",
    "kind": "kind | party type | type | customer supplier | contact type | group",
    "balance": (
        "balance | opening balance | current balance | closing balance | outstanding | due | dues | amount | "
        "receivable payable balance | बाकी | शेष"
    ),
    "side": "balance type | opening balance type | receivable payable | to receive to pay | dr cr | transaction type",
    "receive": "to receive | receivable | receivable balance | you ll get | you will get | debit | dr | लेना",
    "pay": "to pay | payable | payable balance | you ll give | you will give | credit | cr | देना",
    "credit_limit": "credit limit | limit",
}
ALIASES = tuple((field, tuple(known.split(" | "))) for field, known in HEADINGS.items())
BY_HEADING = {alias: field for field, aliases in ALIASES for alias in aliases}
OWN = frozenset({
    "party name", "customer name", "supplier name", "vendor name", "gstin", "gst no", "phone no", "phone number",
    "mobile no", "mobile", "phone", "to receive", "to pay", "receivable", "payable", "receivable balance",
    "payable balance", "opening balance type", "balance type", "party type", "credit limit", "pin code",
})  # fmt: skip
"""What a list of items never has."""


def labels() -> dict[str, str]:
    """What each column is called to the shopkeeper, in the language in force."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "address": _("Address"),
        "pin_code": _("PIN code"),
        "state": _("State"),
        "gstin": _("GSTIN"),
        "kind": _("Customer or supplier"),
        "balance": _("Balance"),
        "side": _("To receive or to pay"),
        "receive": _("To receive"),
        "pay": _("To pay"),
        "credit_limit": _("Credit limit"),
    }


def guess(headings: Sequence[str]) -> tuple[str, ...]:
    """For each heading the field it most likely is, "" for none; no field twice."""
    plain = [plain_heading(heading) for heading in headings]
    taken = [""] * len(plain)
    for field, aliases in ALIASES:
        found = [(aliases.index(one), at) for at, one in enumerate(plain) if BY_HEADING.get(one) == field]
        if found:
            taken[min(found)[1]] = field
    return tuple(taken)


def looks_so(headings: Sequence[str]) -> bool:
    """Whether these head a list of people: a name, and two columns that no list of items has."""
    plain = {plain_heading(heading) for heading in headings}
    return "name" in guess(headings) and len(plain & OWN) >= 2  # noqa: PLR2004  (one may be by chance)
