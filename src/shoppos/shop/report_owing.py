"""Reports that are owed: a closed day owes its own, and the weeks and months that are over by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.ids import new_id
from shoppos.models.owed_report import Delivery, OwedReport
from shoppos.reports import periods
from shoppos.rules.report_places import DAY, MONTH, OWED, WEEK
from shoppos.shop.report_places import ReportPlaces

if TYPE_CHECKING:
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction
    from shoppos.reports.report import Period


class ReportsOwed(ReportPlaces):
    """Owes each report once, to every place in use, in the transaction of the closing."""

    def owe_closed(self, tx: Transaction, day: int, number: int) -> list[bytes]:
        """Owe what the closing of a business day (yyyymmdd) with that Z brings; gives the reports' ids.

        The day's own report; and at the first closing after a week or month, that week's or month's, once for the whole
        shop, if any day of it was closed: however long the shop was shut since.
        """
        made = [self.owe(tx, DAY, periods.around(day_of(day), "day"), number)]
        for kind in (WEEK, MONTH):
            for over in self._over(kind, day):
                ends = self.db.row(
                    "SELECT max(number) FROM day_close WHERE till = ? AND business_date BETWEEN ? AND ?",
                    (self.db.till, *over.span),
                )
                made.append(self.owe(tx, kind, over, (ends[0] if ends else 0) or 0))
        return made

    def owe(self, tx: Transaction, kind: str, period: Period, number: int) -> bytes:
        """Owe one report of this till to every place that is in use; gives its id. The same once more owes nothing.

        Those of days are counted by till, those of weeks and months over the whole shop.
        """
        till = self.db.till
        first, last = day_number(period.first), day_number(period.last)
        known = self.db.row("SELECT id FROM owed_report WHERE till = ? AND kind = ? AND last = ?", (till, kind, last))
        if known:
            return bytes(known[0])
        before = self.db.row(
            "SELECT max(sequence) FROM owed_report WHERE kind = :kind AND (:kind <> :day OR till = :till)",
            {"kind": kind, "day": DAY, "till": till},
        )
        report_id = new_id()
        tx.insert(
            OwedReport,
            {
                "id": report_id, "till": till, "kind": kind, "first": first, "last": last, "number": number,
                "sequence": ((before[0] if before else 0) or 0) + 1, "made_at": tx.at,
            },
        )  # fmt: skip
        for place in self.places():
            if place.active:
                self._owe_way(tx, report_id, place.key)
        return report_id

    # -- inside

    def _over(self, kind: str, day: int) -> list[Period]:
        """The weeks or months with a closed day that are over and not reported yet.

        That of the closed day before this one (yyyymmdd), and this day's own where another till is further already.
        """
        before, newest = self.db.row(
            "SELECT max(iif(business_date < :day, business_date, NULL)), max(business_date) FROM day_close "
            "WHERE business_date <= max(:day, :today)",
            {"day": day, "today": self.db.clock.business_day(self.db.clock.ms())},
        ) or (None, None)
        found = dict.fromkeys(periods.around(day_of(one), kind) for one in (before, day) if one)
        told = "SELECT 1 FROM owed_report WHERE kind = ? AND last = ?"
        return [
            one for one in found
            if one.last < day_of(newest or day) and not self.db.row(told, (kind, day_number(one.last)))
        ]  # fmt: skip

    def _known(self, key: str) -> bool:
        """Whether the place is still set up."""
        return any(one.key == key for one in self.places())

    def _used(self) -> list[str]:
        """The keys of the places in use; those where a person presses send too."""
        return [one.key for one in self.places() if one.active]

    def _owe_way(self, tx: Transaction, report_id: bytes, key: str) -> None:
        row: dict[str, Value] = {
            "report_id": report_id, "place": key, "state": OWED, "tries": 0, "next_at": tx.at, "error": "",
            "reference": "", "made_at": tx.at, "done_at": None,
        }  # fmt: skip
        tx.insert(Delivery, row, local=True)
