"""GSTR-3B: what was sold and the tax on it, summed as Tables 3.1 and 3.2 ask. Credit for purchases is the portal's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.reports.gst import documents
from shoppos.reports.gst.documents import Taxes, added
from shoppos.reports.gst.gstr1 import rupees
from shoppos.rules.documents import Scheme, Treatment

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.report import Period

NIL_OR_EXEMPT = frozenset({Treatment.NIL, Treatment.EXEMPT})


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures in paise, net of credit notes: 3.1(a), (c) and (e), and 3.2 by State."""

    gstin: str
    period: Period
    taxable: Taxes
    nil_or_exempt: int
    non_gst: int
    to_other_states: tuple[tuple[str, Taxes], ...]


def gstr3b(db: Reader, period: Period) -> Summary:
    """The figures of a month or a quarter; Refused for a shop that does not file them."""
    documents.return_of(db, period, Scheme.REGULAR)
    return summary(documents.read(db, period))


def summary(books: Books) -> Summary:
    """The figures of these documents."""
    taxed = [cell for cell in books.cells if cell.treatment == Treatment.TAXABLE]
    away: dict[str, Taxes] = {}
    for cell in taxed:
        if cell.inter and not cell.registered:
            away[cell.place] = away.get(cell.place, Taxes()).plus(cell.sums, cell.sign)
    return Summary(
        gstin=books.shop.gstin,
        period=books.period,
        taxable=added((cell.sums, cell.sign) for cell in taxed),
        nil_or_exempt=sum(cell.sign * cell.sums.taxable for cell in books.cells if cell.treatment in NIL_OR_EXEMPT),
        non_gst=sum(cell.sign * cell.sums.taxable for cell in books.cells if cell.treatment == Treatment.NON_GST),
        to_other_states=tuple((place, sums) for place, sums in sorted(away.items()) if any(sums)),
    )


def as_json(told: Summary) -> dict[str, Any]:
    """The figures under the names of the portal's own file."""
    taxes = told.taxable
    nothing = dict.fromkeys(("txval", "iamt", "camt", "samt", "csamt"), 0.0)
    return {
        "gstin": told.gstin,
        "ret_period": f"{told.period.last:%m%Y}",
        "sup_details": {
            "osup_det": {"txval": rupees(taxes.taxable), "iamt": rupees(taxes.igst), "camt": rupees(taxes.cgst),
                         "samt": rupees(taxes.sgst), "csamt": rupees(taxes.cess)},
            "osup_zero": {"txval": 0.0, "iamt": 0.0, "csamt": 0.0},
            "osup_nil_exmp": {"txval": rupees(told.nil_or_exempt)},
            "isup_rev": nothing,
            "osup_nongst": {"txval": rupees(told.non_gst)},
        },
        "inter_sup": {
            "unreg_details": [
                {"pos": place, "txval": rupees(sums.taxable), "iamt": rupees(sums.igst)}
                for place, sums in told.to_other_states
            ],
            "comp_details": [],
            "uin_details": [],
        },
    }  # fmt: skip
