"""Which paper a sale makes: tax invoice, bill of supply, both on one, both on two, or a cash memo.

CGST Act s.31, Rules 46, 46A and 49.
"""

from collections.abc import Sequence
from enum import StrEnum

from shoppos.base.i18n import _

SMALL_SALE = 200_00
"""Paise from which on a sale to somebody without GSTIN needs its own invoice (s.31(3)(b), Rule 46, fourth proviso)."""


class Kind(StrEnum):
    """What stands at the head of the paper."""

    TAX_INVOICE = "TAX INVOICE"
    BILL_OF_SUPPLY = "BILL OF SUPPLY"
    INVOICE_CUM_BILL = "INVOICE-CUM-BILL OF SUPPLY"
    CASH_MEMO = "CASH MEMO"
    CREDIT_NOTE = "CREDIT NOTE"
    TOKEN = "TOKEN"  # noqa: S105  (a small sale's paper)


class Scheme(StrEnum):
    """How the shop stands to GST."""

    REGULAR = "regular"
    COMPOSITION = "composition"
    UNREGISTERED = "unregistered"


class Treatment(StrEnum):
    """How the law treats an item; nil, exempt and non-GST are columns of their own in GSTR-1, Table 8."""

    TAXABLE = "taxable"
    NIL = "nil"
    EXEMPT = "exempt"
    NON_GST = "non-gst"


def documents(
    scheme: Scheme | str, treatments: Sequence[Treatment | str], registered: bool = False
) -> list[tuple[Kind, list[int]]]:
    """The papers of one sale, each with the places of its lines.

    `registered`: the buyer has a GSTIN. Only a mixed sale to such a buyer makes two papers (proviso of Rule 46A).
    """
    everything = list(range(len(treatments)))
    if not everything:
        return []
    if scheme == Scheme.UNREGISTERED:
        return [(Kind.CASH_MEMO, everything)]
    taxable = [i for i in everything if treatments[i] == Treatment.TAXABLE]
    if scheme == Scheme.COMPOSITION or not taxable:
        return [(Kind.BILL_OF_SUPPLY, everything)]
    if len(taxable) == len(everything):
        return [(Kind.TAX_INVOICE, everything)]
    if not registered:
        return [(Kind.INVOICE_CUM_BILL, everything)]
    rest = [i for i in everything if treatments[i] != Treatment.TAXABLE]
    return [(Kind.TAX_INVOICE, taxable), (Kind.BILL_OF_SUPPLY, rest)]


def collects_tax(scheme: Scheme | str) -> bool:
    """Whether the shop may charge GST; a composition dealer and an unregistered shop must not (s.10(4), s.32)."""
    return scheme == Scheme.REGULAR


def declaration(kind: Kind | str, scheme: Scheme | str) -> str | None:
    """The sentence the law puts at the head of this paper, or None (Rule 5(1)(f): composition)."""
    if scheme == Scheme.COMPOSITION and kind == Kind.BILL_OF_SUPPLY:
        return _("composition taxable person, not eligible to collect tax on supplies")
    return None
