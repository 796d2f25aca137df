"""The drawer that is told to open without a sale: for a reason, to be counted, for cash; each time is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.shift import DrawerOpening
from shoppos.reports import drawer, openings
from shoppos.rules.drawer import COUNT, FLOAT, MOVEMENT, REASON, hangs
from shoppos.shop.business_day import booking_day
from shoppos.shop.staff import bound

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.reports.openings import Opening
    from shoppos.shop.staff import Staff

LONGEST = 200
"""Characters of a reason."""


class Drawer:
    """Writes down why a till's drawer opens without a sale; whoever calls it sends the pulse then, now or never."""

    def __init__(self, db: Database, staff: Staff) -> None:
        """Work on `db`; `staff` says who may open it for a reason."""
        self.db = db
        self.staff = staff

    def hangs(self) -> bool:
        """Whether a drawer hangs at any of the shop's printers."""
        return has_drawer(self.db)

    def refuse_none(self) -> None:
        """Refused where no printer has a drawer: there is nothing to open."""
        if not self.hangs():
            raise Refused(
                _("No printer of this shop has a cash drawer."),
                _("If one hangs at a printer, say so in the settings, under Printers."),
            )

    def openings(self) -> list[Opening]:
        """How this till's drawer was opened without a sale since the turn began, or today where none goes on."""
        found, day = drawer.opened(self.db, self.db.till), booking_day(self.db)
        if found is None:
            return openings.listed(self.db, day, day, self.db.till)
        since = round(found.opened_at.timestamp() * 1000)
        rows = openings.listed(self.db, found.business_date, day, self.db.till)
        return [one for one in rows if one.made_at >= since]

    def open(self, reason: str) -> bytes:
        """Write down that the drawer opens for a `reason`; gives the opening's id.

        NeedsApproval ("drawer.open") where PINs guard the shop, for who may not; Refused with nobody at the till and
        where no printer has a drawer: then nothing is written.
        """
        reason = clean(reason, LONGEST)
        self.refuse_none()
        if not reason:
            raise InvalidInput(_("Say why the drawer is opened."), field="reason")
        with self.db.transaction("drawer.opened") as tx:
            if self.db.nobody:
                raise Refused(_("Nobody is signed in at this till."), _("Choose a name first."))
            return _write(self.db, tx, REASON, reason, approved_id=self._allowed(reason))

    def open_to_count(self, *, for_float: bool = False) -> bool:
        """Write down that the drawer opens to be counted, or for the float of a new turn; asks no right.

        False, and nothing is written, where no printer has a drawer and while nobody is at the till.
        """
        if self.db.nobody or not self.hangs():
            return False
        with self.db.transaction("drawer.opened") as tx:
            _write(self.db, tx, FLOAT if for_float else COUNT)
        return True

    def _allowed(self, reason: str) -> bytes | None:
        """Who allows it: a yes is for this reason, and for the next time alone."""
        last = self.db.row(
            "SELECT id FROM drawer_opening WHERE till = ? AND kind = ? ORDER BY rowid DESC LIMIT 1",
            (self.db.till, REASON),
        )
        asked = bound(last[0] if last else b"drawer", self.db.till, reason)
        return self.staff.allow(
            "drawer.open", asked, _("To open the drawer without a sale needs a manager's yes here.")
        )


def has_drawer(db: Database) -> bool:
    """Whether a drawer hangs at any of the shop's printers."""
    told: list[dict[str, Any]] = setting(db, "printers", [])
    return hangs(told)


def opens_for(db: Database, tx: Transaction, movement_id: bytes) -> None:
    """Write down that the drawer opens for cash that goes in or out, in the act that moves it; not where none hangs."""
    if has_drawer(db):
        _write(db, tx, MOVEMENT, movement_id=movement_id)


def _write(
    db: Database, tx: Transaction, kind: str, reason: str = "", *, movement_id: bytes | None = None,
    approved_id: bytes | None = None,
) -> bytes:  # fmt: skip
    at = new_id()
    what = {"id": at, "till": db.till, "kind": kind, "reason": reason, "movement_id": movement_id}
    who = {"approved_id": approved_id, "employee_id": db.employee}
    tx.insert(DrawerOpening, {**what, **who, "business_date": booking_day(db), "made_at": tx.at})
    return at
