"""Estimates: what a sale would cost, promised on paper until a day; sold or ordered later at the prices promised."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.text import ascii_digits, clean
from shoppos.models.estimate import OPEN, Estimate
from shoppos.models.print_job import ESTIMATE
from shoppos.reports import estimates as told
from shoppos.shop.business_day import booking_day
from shoppos.shop.estimate_ends import EstimateEnds

if TYPE_CHECKING:
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction
    from shoppos.reports.estimates import EstimateRow
    from shoppos.shop.customers import CustomerView
    from shoppos.shop.estimate_goods import EstimateView

SERIES = "E"
"""The letter of the estimates' own numbers."""
DAYS = 15
"""For how many days prices are promised where the shop chose nothing else (setting "estimate_days")."""
LONGEST = dt.timedelta(days=730)


class Estimates(EstimateEnds):
    """Everything between the question what it would cost and the sale; each call is one durable transaction."""

    # -- looking

    def find(self, text: str) -> bytes:
        """The estimate of that number or its last digits, the newest; NotFound."""
        asked = clean(ascii_digits(text)).upper()
        row = self.db.row("SELECT id FROM estimate WHERE number = ?", (asked,))
        digits = asked.removeprefix(SERIES).lstrip("0")
        if row is None and digits.isdecimal():
            row = self.db.row(
                "SELECT id FROM estimate WHERE number LIKE '%/' || ? || '%' AND ltrim(substr(number, instr(number, "
                "'/' || ?) + 2), '0') = ? ORDER BY made_at DESC LIMIT 1",
                (SERIES, SERIES, digits),
            )
        if row is None:
            raise NotFound(_("There is no estimate {number}.").format(number=clean(text, 40)), _("Look at the list."))
        found: bytes = row[0]
        return found

    def list(self, state: str = "", text: str = "", most: int = 200) -> list[EstimateRow]:
        """The estimates in a state ("lapsed" too; "" for all that were promised or have goods), the newest first."""
        return told.listed(self.db, state, text, most)

    def days(self) -> int:
        """For how many days prices are promised by default."""
        return self.settings.get("estimate_days", DAYS)

    # -- making

    def begin(
        self, phone: str = "", *, customer_id: bytes | None = None, name: str = "", key: bytes | None = None
    ) -> EstimateView:  # fmt: skip
        """A new estimate, for a customer or for nobody who said a name; one of this till with nothing on it goes on.

        The same `key` (16 bytes) twice is one estimate.
        """
        with self.db.transaction("estimate.begun") as tx:
            self.staff.guard("estimate")
            if key is not None and self.db.row("SELECT 1 FROM estimate WHERE id = ?", (key,)):
                return self.view(key)
            customer = self._customer(phone, customer_id, name)
            blank = None if key else self._blank()
            if blank is not None:
                return self.set_customer(blank, customer.id if customer else None)
            sale_id = new_id()
            self.lines.begin(tx, sale_id, customer)
            return self.view(self._write(tx, key or new_id(), sale_id))

    def of_sale(self, sale_id: bytes) -> EstimateView:
        """Make an estimate of what was rung up at the counter: it leaves the screen, and nothing of it is held."""
        with self.db.transaction("estimate.begun") as tx:
            self.staff.guard("estimate")
            row = self.db.row("SELECT id FROM estimate WHERE sale_id = ?", (sale_id,))
            if row is not None:
                return self.view(row[0])
            if self.db.row("SELECT 1 FROM orders WHERE sale_id = ?", (sale_id,)):
                raise Refused(_("That is an order already."), _("Read it back to the customer."))
            if not self.db.row("SELECT 1 FROM sale_line WHERE sale_id = ? LIMIT 1", (sale_id,)):
                raise Refused(_("There is nothing on this bill yet."), _("Scan or type an item first."))
            self.lines.take_from_till(tx, sale_id)
            return self.view(self._write(tx, new_id(), sale_id))

    def set_customer(self, estimate_id: bytes, customer_id: bytes | None) -> EstimateView:
        """Whose estimate it is, or nobody's: prices by list and the place of supply follow."""
        with self.db.transaction("estimate.changed"):
            self.staff.guard("estimate")
            self.lines.set_customer(self.row_of(estimate_id).sale_id, customer_id)
            return self.view(estimate_id)

    def set_note(self, estimate_id: bytes, note: str) -> EstimateView:
        """What else the paper says: what is not in the price, when it can be had."""
        with self.db.transaction("estimate.changed") as tx:
            self.staff.guard("estimate")
            self.open_one(estimate_id)
            tx.change(Estimate, {"id": estimate_id}, {"note": clean(note, 300)})
            return self.view(estimate_id)

    def keep(self, estimate_id: bytes, valid_until: int | None = None, *, paper: bool = True) -> EstimateView:
        """Promise the prices until that day (yyyymmdd): it gets its number, and its paper is owed unless not wanted.

        Once promised, it only gets another day, and no second paper. InvalidInput for a day that has passed.
        """
        with self.db.transaction("estimate.promised") as tx:
            self.staff.guard("estimate")
            row = self.open_one(estimate_id)
            until = self._until(row.valid_until if valid_until is None else valid_until)
            if row.number is not None:
                if until != row.valid_until:
                    tx.change(Estimate, {"id": estimate_id}, {"valid_until": until})
                return self.view(estimate_id)
            self.lines.promise(tx, row.sale_id)
            self.lines.forget_steps(tx, row.sale_id)
            number, day = self.tills.draw(tx, booking_day(self.db), SERIES)
            new: dict[str, Value] = {
                "number": number, "till": self.db.till, "valid_until": until, "business_date": day, "made_at": tx.at,
                "employee_id": self.db.employee,
            }  # fmt: skip
            tx.change(Estimate, {"id": estimate_id}, new)
            if paper:
                self.papers.owe(tx, [estimate_id], ESTIMATE)
            return self.view(estimate_id)

    def print(self, estimate_id: bytes, *, printer: str = "") -> bytes:
        """Owe its paper once more, to a printer or by route, or the first that never went out; gives the job's id."""
        with self.db.transaction("estimate.printed") as tx:
            row = self.row_of(estimate_id)
            if row.number is None:
                raise Refused(_("This estimate is not promised yet."), _("Say until when it is valid."))
            return self.papers.owe_now(tx, estimate_id, ESTIMATE, printer)

    # -- inside

    def _customer(self, phone: str, customer_id: bytes | None, name: str) -> CustomerView | None:
        """Who asks; somebody new is written down with what is known, and nobody has to say it."""
        if customer_id is not None:
            return self.customers.get(customer_id)
        known = self.customers.by_phone(phone) if clean(phone) else None
        if known is not None or not (clean(phone) or clean(name)):
            return known
        return self.customers.add(name, phone)

    def _blank(self) -> bytes | None:
        """The estimate of this till on which nothing stands yet."""
        row = self.db.row(
            "SELECT id FROM estimate e WHERE state = 'open' AND number IS NULL AND till = ? AND NOT EXISTS "
            "(SELECT 1 FROM sale_line l WHERE l.sale_id = e.sale_id) ORDER BY made_at DESC LIMIT 1",
            (self.db.till,),
        )
        return row[0] if row else None

    def _write(self, tx: Transaction, estimate_id: bytes, sale_id: bytes) -> bytes:
        today = booking_day(self.db)
        until = day_number(day_of(today) + dt.timedelta(days=self.days()))
        row: dict[str, Value] = {
            "id": estimate_id, "number": None, "till": self.db.till, "state": OPEN, "sale_id": sale_id,
            "valid_until": until, "bill_id": None, "order_id": None, "note": "", "reason": "", "business_date": today,
            "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(Estimate, row)
        return estimate_id

    def _until(self, day: int) -> int:
        """A day that exists, has not passed, and is not years away."""
        try:
            asked, today = day_of(day), day_of(self.today())
            right = day_number(asked) == day
        except (TypeError, ValueError):
            right = False
            asked = today = day_of(self.today())
        if not right:
            raise InvalidInput(_("That is not a day."), _("Choose one of the calendar."), "valid_until")
        if asked < today:
            raise InvalidInput(_("{day} has passed.").format(day=f"{asked:%d-%m-%Y}"), field="valid_until")
        if asked > today + LONGEST:
            raise InvalidInput(_("Nobody promises prices for so long."), _("Choose a nearer day."), "valid_until")
        return day
