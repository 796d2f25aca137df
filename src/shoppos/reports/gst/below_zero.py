"""Where a return holds an amount below zero, because more came back of earlier months than was sold in this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports.gst import gstr3b
from shoppos.reports.gst.finding import Finding
from shoppos.rules.documents import Treatment
from shoppos.rules.gst_sections import Section
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.reports.gst.finding import Case


def below_zero(case: Case) -> Iterator[Finding]:
    """Tables that may not take an amount below zero; sums of small bills (GSTR-1, Table 7) may lie below it."""
    lowest = min((row for row in _table_8(case).values()), default=0)
    if lowest < 0:
        yield _finding(_("GSTR-1, Table 8 (nil rated, exempt and non-GST)"), lowest)
    told = gstr3b.summary(case.books)
    of_3b = [
        (_("GSTR-3B, Table 3.1(a) (taxable)"), min(told.taxable)),
        (_("GSTR-3B, Table 3.1(c) (nil rated and exempt)"), told.nil_or_exempt),
        (_("GSTR-3B, Table 3.1(e) (non-GST)"), told.non_gst),
    ]
    where = _("GSTR-3B, Table 3.2 ({state})")
    of_3b += [(where.format(state=STATES.get(place, place)), min(sums)) for place, sums in told.to_other_states]
    yield from (_finding(table, amount) for table, amount in of_3b if amount < 0)


def _table_8(case: Case) -> dict[tuple[bool, bool, Treatment], int]:
    """What stands in each field of it, in paise: by buyer, by State and by treatment."""
    sums: dict[tuple[bool, bool, Treatment], int] = {}
    for cell in case.books.cells:
        if cell.section is Section.NIL:
            key = (cell.registered, cell.inter, Treatment(cell.treatment))
            sums[key] = sums.get(key, 0) + cell.sign * cell.sums.taxable
    return sums


def _finding(table: str, amount: int) -> Finding:
    sentence = _("{table} comes to {amount}: more came back or was cancelled of earlier months than was sold.")
    return Finding(
        "below_zero", "", sentence.format(table=table, amount=rupees(amount)),
        _("If the portal takes no amount below zero, enter 0 and take the rest off next month; ask your accountant."),
        refused=False,
    )  # fmt: skip
