"""Turnover and values from which the law wants more of a shop: registration, e-invoices, longer HSN, e-way bills.

All values in paise, of a financial year or of one document.
"""

_LAKH, _CRORE = 100_000_00, 10_000_000_00

E_INVOICE = 5 * _CRORE
"""Above it bills to registered buyers must be registered at an IRP (Notification 10/2023-Central Tax)."""
LONG_HSN = 5 * _CRORE
"""Above it in the year before, six digits of HSN; up to it, four (Notification 78/2020-Central Tax)."""
SHORT_DIGITS, LONG_DIGITS = 4, 6
E_WAY = 50_000_00
"""A consignment worth more, with its taxes and without what is exempt, needs an e-way bill (CGST Rule 138).

States may set another limit for what stays inside them.
"""
ADDRESS = 50_000_00
"""From this taxable value on, a bill names even an unregistered buyer with address and State (Rule 46(e))."""
COMPOSITION, COMPOSITION_SPECIAL = 150 * _LAKH, 75 * _LAKH
"""Above it nobody may stay under the composition levy (CGST Act s.10(1), Notification 14/2019-Central Tax)."""
SPECIAL = frozenset({"05", "11", "12", "13", "14", "15", "16", "17"})
"""Where the lower limit of the composition levy holds: Uttarakhand and seven States of the north-east."""

REGISTRATION = 40 * _LAKH
"""Above it a shop that sells goods alone must register (Notification 10/2019-Central Tax)."""
LESSER = {
    **dict.fromkeys(("13", "14", "15", "16"), 10 * _LAKH),
    **dict.fromkeys(("05", "11", "12", "17", "34", "36"), 20 * _LAKH),
}
"""States where that was not raised: Manipur, Mizoram, Nagaland and Tripura at ten lakh, six others at twenty."""
NEAR = 80
"""Percent of a threshold from which on one is told that it comes near."""


def registration(state: str) -> int:
    """The yearly turnover above which a shop of that State must register."""
    return LESSER.get(state, REGISTRATION)


def composition(state: str) -> int:
    """The yearly turnover above which a shop of that State may not stay under the composition levy."""
    return COMPOSITION_SPECIAL if state in SPECIAL else COMPOSITION


def hsn_digits(turnover: int) -> int:
    """How many digits of HSN the year's bills need, by the turnover of the year before."""
    return LONG_DIGITS if turnover > LONG_HSN else SHORT_DIGITS


def is_near(turnover: int, threshold: int) -> bool:
    """Whether a turnover is past a threshold, or close enough to it to be told."""
    return turnover * 100 >= threshold * NEAR
