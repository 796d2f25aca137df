"""CMP-08: what a shop under the composition levy sold in a quarter, and the tax it owes of its own.

A trader pays one percent, half of it to each government, on what of its sales is taxable (CGST Rule 7, serial 3,
Notification 3/2018-Central Tax); due on the 18th of the month after the quarter (Rule 62).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.money import half_up
from shoppos.reports import periods
from shoppos.reports.gst import documents
from shoppos.rules.documents import Scheme, Treatment

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

RATE = 50
"""Half a percent, in hundredths: what each government gets."""
DUE = 18


@dataclass(frozen=True, slots=True)
class Statement:
    """The quarter in paise: all that was sold, what of it is taxable, and both halves of the tax; `due` until when."""

    gstin: str
    period: Period
    outward: int
    taxable: int
    cgst: int
    sgst: int
    due: dt.date

    @property
    def tax(self) -> int:
        """What is to be paid together."""
        return self.cgst + self.sgst


def cmp08(db: Reader, day: dt.date) -> Statement:
    """The statement of the quarter in which that day lies; Refused for a shop that was not under the levy then."""
    period = periods.around(day, "quarter")
    shop = documents.return_of(db, period, Scheme.COMPOSITION)
    cells = documents.read(db, period, Scheme.COMPOSITION).cells
    taxable = sum(cell.sign * cell.sums.taxable for cell in cells if cell.treatment == Treatment.TAXABLE)
    half = half_up(max(taxable, 0) * RATE, 10_000)
    return Statement(
        gstin=shop.gstin,
        period=period,
        outward=sum(cell.sign * cell.sums.taxable for cell in cells),
        taxable=taxable,
        cgst=half,
        sgst=half,
        due=(period.last + dt.timedelta(days=1)).replace(day=DUE),
    )
