"""Who the shop is, as its papers say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The shop as its papers name it. `upi_merchant` is False for a personal UPI id."""

    name: str = ""
    address: str = ""
    state: str = ""
    pin_code: str = ""
    phone: str = ""
    email: str = ""
    gstin: str = ""
    scheme: str = "regular"
    upi: str = ""
    upi_merchant: bool = True
    mcc: str = ""
    footer: str = ""
    terms: str = ""
