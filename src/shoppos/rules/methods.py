"""Ways to pay: their keys in the order in which they are offered, and what each is called."""

from shoppos.base.i18n import _

AT_THE_COUNTER = ("cash", "upi", "card", "netbanking", "khata")
METHODS = (*AT_THE_COUNTER, "cod", "points", "exchange", "advance")
SETTLING = ("cash", "upi", "card")
"""By what a customer pays what stands on the khata at the counter."""


def label(method: str) -> str:
    """A way to pay in words, "split" for several on one bill; a key that is none stands for itself."""
    words = {
        "cash": _("Cash"), "upi": _("UPI"), "card": _("Card"), "netbanking": _("Net banking"), "khata": _("Khata"),
        "cod": _("Cash on delivery"), "split": _("Several ways"), "points": _("Points"), "exchange": _("Exchange"),
        "advance": _("Paid before"), "courier": _("Courier"),
    }  # fmt: skip
    return words.get(method, method)
