"""Couriers: by which link a parcel is followed, and whether a number can be one of theirs.

The links stand on the couriers' own sites and change there; a shop writes its own over them. Only those of Delhivery
and Ekart are told alike by all who use them; where a template has no place for the number, the page is opened and the
number pasted into it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from shoppos.base.text import clean
from shoppos.rules import identifiers

PLACE = "{awb}"
"""Where the parcel's number goes into a template."""
S10 = "s10"
"""The check of a postal item's number (UPU S10), as India Post prints it."""
CHECKS = ("", S10)
LONGEST_NAME, LONGEST_AWB, LONGEST_LINK = 40, 40, 300


@dataclass(frozen=True, slots=True)
class Courier:
    """Who carries parcels: `template` is the link by which one is followed, `check` how its numbers are tested."""

    name: str
    template: str = ""
    check: str = ""

    @property
    def deep(self) -> bool:
        """Whether the link leads to the parcel itself, and not to a page into which its number is pasted."""
        return PLACE in self.template

    def link(self, awb: str) -> str:
        """Where the parcel with that number is followed, "" where nobody wrote a link down."""
        return self.template.replace(PLACE, quote(awb, safe=""))


DEFAULTS = (
    Courier("Delhivery", "https://www.delhivery.com/track/package/{awb}"),
    Courier("Ekart", "https://ekartlogistics.com/shipmenttrack/{awb}"),
    Courier("India Post", "https://www.indiapost.gov.in/_layouts/15/dop.portal.tracking/trackconsignment.aspx", S10),
    Courier("DTDC", "https://www.dtdc.in/tracking/tracking_results.asp?Ttype=awb_no&strCnno={awb}&TrkType2=awb_no"),
    Courier("Blue Dart", "https://www.bluedart.com/tracking"),
    Courier("XpressBees", "https://www.xpressbees.com/shipment/tracking?awbNo={awb}"),
    Courier("Shadowfax", "https://tracker.shadowfax.in/#/track/{awb}"),
    Courier("Ecom Express", "https://ecomexpress.in/tracking/?awb_field={awb}"),
)
"""What a shop begins with."""


def named(couriers: Sequence[Courier], name: str) -> Courier | None:
    """The courier of that name, however it is cased."""
    asked = clean(name).casefold()
    return next((one for one in couriers if one.name.casefold() == asked), None)


def nearest(couriers: Sequence[Courier], name: str) -> Courier | None:
    """The courier whose name is spelled most like that one, None where none is near."""
    by_name = {one.name.casefold(): one for one in couriers}
    found = get_close_matches(clean(name).casefold(), by_name, 1)
    return by_name[found[0]] if found else None


def read(told: Sequence[Mapping[str, Any] | str]) -> tuple[Courier, ...]:
    """The couriers as a shop's setting holds them; what has no name is none, nor are the bare names of older labels."""
    found = [
        Courier(
            clean(str(one.get("name") or ""), LONGEST_NAME),
            clean(str(one.get("template") or ""), LONGEST_LINK),
            check if (check := str(one.get("check") or "")) in CHECKS else "",
        )
        for one in told
        if isinstance(one, Mapping)
    ]
    return tuple(one for one in found if one.name)


def write(couriers: Sequence[Courier]) -> list[dict[str, str]]:
    """The couriers as a shop's setting holds them."""
    return [{"name": one.name, "template": one.template, "check": one.check} for one in couriers]


def spelled(awb: str) -> str:
    """A parcel's number in its one spelling: without the gaps in which it is printed, in capitals."""
    return "".join(clean(awb, LONGEST_AWB).split()).upper()


def awb_fault(courier: Courier | None, awb: str) -> str:
    """Why a number in its one spelling cannot be that courier's: format, length or check_digit, "" when it can."""
    if courier is None or courier.check != S10 or not awb:
        return ""
    return identifiers.check("s10", awb).reason or ""
