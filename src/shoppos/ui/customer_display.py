"""What the customer sees: the shop, what was just rung up, what is to pay, the UPI code, and thanks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisplayState:
    """One thing to show. `kind`: idle, selling, upi or thanks; `payable` and `change` in paise."""

    kind: str = "idle"
    shop: str = ""
    items: int = 0
    payable: int = 0
    last: str = ""
    upi_link: str = ""
    change: int = 0
