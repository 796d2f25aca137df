"""Expenses: what a shop mostly spends on beside goods, by what they are paid, and what the tax law says of cash."""

from collections.abc import Callable

from shoppos.base.i18n import _

CATEGORIES = (
    "Rent", "Electricity", "Wages", "Tea and snacks", "Transport", "Packing", "Repairs", "Phone and internet",
    "Bank charges", "Other",
)  # fmt: skip
"""What a new shop has to choose from; its own are in the setting "expense_categories"."""
CASH = "cash"
METHODS = (CASH, "upi", "card", "netbanking")
CASH_LIMIT = 10_000_00
"""Paise in cash to one person on one day above which it is no deductible expense (Income-tax Act 1961 s.40A(3))."""


def label(category: str, gettext: Callable[[str], str] = _) -> str:
    """A category in words of the screen's language, or of a paper's; the shop's own stands for itself."""
    _ = gettext
    words = {
        "Rent": _("Rent"), "Electricity": _("Electricity"), "Wages": _("Wages"),
        "Tea and snacks": _("Tea and snacks"), "Transport": _("Transport"), "Packing": _("Packing"),
        "Repairs": _("Repairs"), "Phone and internet": _("Phone and internet"), "Bank charges": _("Bank charges"),
        "Other": _("Other"),
    }  # fmt: skip
    return words.get(category, category)


def advice(method: str, amount: int) -> str:
    """What to know before `amount` paise are paid so; "" for nothing."""
    if method != CASH or amount <= CASH_LIMIT:
        return ""
    return _("Above ₹10,000 in cash to one person in a day the income tax does not count it as an expense.")
