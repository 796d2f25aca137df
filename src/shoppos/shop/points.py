"""Points: earned on what a known customer buys, spent like money after tax, taken back with what is returned."""

from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.settings import setting
from shoppos.base.transaction import Transaction
from shoppos.models.loyalty import PointsEntry
from shoppos.reports.one_person import survivor
from shoppos.shop.business_day import booking_day
from shoppos.shop.settings import Settings
from shoppos.shop.staff import Staff


@dataclass(frozen=True, slots=True)
class Rule:
    """How the shop gives points: one for each `per` paise of a bill, each worth `worth` paise when it is spent."""

    per: int = 100_00
    worth: int = 1_00
    active: bool = False

    def earned(self, paise: int) -> int:
        """The points of a bill that came to `paise`; parts of a point are not given."""
        return max(paise, 0) // self.per

    def cost(self, paise: int) -> int:
        """The points that pay `paise`: a started one is spent whole."""
        return -(-paise // self.worth)


class Points:
    """The points of customers: entries that are only added to; what they have is the sum."""

    def __init__(self, db: Database) -> None:
        """Write in `db`."""
        self.db = db

    def rule(self) -> Rule:
        """How points are given now: the setting "points"."""
        told = setting(self.db, "points", dict[str, Any]())
        if not told:
            return Rule()
        per, worth = told.get("per", Rule.per), told.get("worth", Rule.worth)
        sound = all(type(paise) is int and paise > 0 for paise in (per, worth))
        return Rule(per, worth, bool(told.get("active"))) if sound else Rule()

    def set_rule(self, per: int, worth: int, *, active: bool) -> Rule:
        """Give points so from the next bill on, both in paise; those that were given stay."""
        if per <= 0 or worth <= 0:
            raise InvalidInput(_("A point is earned for an amount and is worth one."), field="points")
        if worth > per:
            raise InvalidInput(
                _("A point would be worth more than what it is earned for."), _("Turn the amounts round."), "points"
            )
        Settings(self.db).set("points", {"per": per, "worth": worth, "active": active})
        return self.rule()

    def balance(self, customer_id: bytes) -> int:
        """How many points a customer has; below zero when points that came back had been spent."""
        row = self.db.row("SELECT coalesce(sum(points), 0) FROM points_entry WHERE customer_id = ?", (customer_id,))
        return row[0] if row else 0

    def worth(self, customer_id: bytes) -> int:
        """What a customer's points pay at most, in paise: nothing where the shop gives none."""
        rule = self.rule()
        return max(self.balance(customer_id), 0) * rule.worth if rule.active else 0

    def gift(self, customer_id: bytes, points: int) -> int:
        """Give points for nothing, or take some by hand (below zero); gives how many there are then; no cashier may."""
        if not points:
            raise InvalidInput(_("How many points are given?"), field="points")
        with self.db.transaction("points.gift") as tx:
            Staff(self.db).guard("points.gift")
            at = survivor(self.db, customer_id)
            self._write(tx, at, new_id(), "gift", points, booking_day(self.db))
        return self.balance(at)

    # -- inside the transaction of another act

    def take(self, tx: Transaction, customer_id: bytes, sale_id: bytes, payable: int, spent: int, day: int) -> None:
        """Write what a bill of `payable` paise earns, and what the `spent` paise of it cost that points paid."""
        rule = self.rule()
        if spent:
            self._write(tx, customer_id, sale_id, "spent", -rule.cost(spent), day)
        earned = rule.earned(payable - spent) if rule.active else 0
        if earned:
            self._write(tx, customer_id, sale_id, "earned", earned, day)

    def claw(self, tx: Transaction, sale_id: bytes, note_id: bytes, part: int) -> None:
        """Take back what the returned part of a bill had earned: `part` is the credit note's payable in paise.

        Shared by amounts over all notes of the bill, so that the note which empties it takes back all that is left.
        """
        row = self.db.row(
            "SELECT p.points, s.payable, p.customer_id FROM points_entry p JOIN sale s ON s.id = p.doc_id "
            "WHERE p.doc_id = ? AND p.kind = 'earned'",
            (sale_id,),
        )
        if row is None or part <= 0:
            return
        earned, payable, customer_id = row
        before = self.db.row(
            "SELECT coalesce(sum(s.payable), 0), coalesce(-sum((SELECT p.points FROM points_entry p "
            "WHERE p.doc_id = s.id AND p.kind = 'clawed')), 0) FROM credit_note n JOIN sale s ON s.id = n.sale_id "
            "WHERE n.against_id = ? AND n.sale_id <> ?",
            (sale_id, note_id),
        ) or (0, 0)
        back = min(before[0] + part, payable) * earned // payable - before[1]
        if back > 0:
            day = booking_day(self.db)
            self._write(tx, survivor(self.db, customer_id), note_id, "clawed", -back, day)

    def part_paid(self, sale_id: bytes, refunded: int, part: int) -> int:
        """What of a credit note of `part` paise its bill's points had paid, when `refunded` paise went back before.

        Shared by amounts over all notes of the bill, so that the last of them gives back all that is left.
        """
        row = self.db.row(
            "SELECT s.payable, coalesce(sum(p.amount), 0), coalesce((SELECT -sum(b.amount) FROM credit_note n "
            "JOIN payment b ON b.sale_id = n.sale_id WHERE n.against_id = s.id AND b.method = 'points'), 0) "
            "FROM sale s JOIN payment p ON p.sale_id = s.id AND p.method = 'points' WHERE s.id = ? GROUP BY s.id",
            (sale_id,),
        )
        if row is None:
            return 0
        payable, paid, back = row
        return max(0, min(part, min(refunded + part, payable) * paid // payable - back))

    def unspend(self, tx: Transaction, sale_id: bytes, note_id: bytes) -> None:
        """Give back the points that paid for what the credit note takes back, inside its own transaction."""
        row = self.db.row(
            "SELECT e.customer_id, -e.points, (SELECT sum(p.amount) FROM payment p WHERE p.sale_id = e.doc_id "
            "AND p.method = 'points'), coalesce((SELECT -sum(p.amount) FROM credit_note n JOIN payment p "
            "ON p.sale_id = n.sale_id WHERE n.against_id = e.doc_id AND p.method = 'points'), 0), "
            "coalesce((SELECT sum(b.points) FROM credit_note n JOIN points_entry b ON b.doc_id = n.sale_id "
            "AND b.kind = 'spent' WHERE n.against_id = e.doc_id), 0) "
            "FROM points_entry e WHERE e.doc_id = ? AND e.kind = 'spent'",
            (sale_id,),
        )
        if row is None:
            return
        customer_id, spent, paid, back, before = row
        points = spent * back // paid - before
        if points > 0:
            self._write(tx, survivor(self.db, customer_id), note_id, "spent", points, booking_day(self.db))

    def void(self, tx: Transaction, sale_id: bytes, day: int) -> None:
        """Undo what a cancelled bill earned and spent."""
        rows = self.db.rows(
            "SELECT customer_id, points FROM points_entry WHERE doc_id = ? AND kind IN ('earned', 'spent')", (sale_id,)
        )
        moved = sum(points for _customer, points in rows)
        if moved:
            self._write(tx, survivor(self.db, rows[0][0]), sale_id, "void", -moved, day)

    def move(self, tx: Transaction, customer_id: bytes, into: bytes, points: int) -> None:
        """Move points from one card to another that was found to be the same person's."""
        if points:
            day = booking_day(self.db)
            self._write(tx, customer_id, new_id(), "merged", -points, day)
            self._write(tx, into, new_id(), "merged", points, day)

    def _write(self, tx: Transaction, customer_id: bytes, doc_id: bytes, kind: str, points: int, day: int) -> None:
        row: dict[str, Value] = {
            "id": new_id(), "customer_id": customer_id, "doc_id": doc_id, "kind": kind, "points": points,
            "business_date": day, "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(PointsEntry, row)
