"""Two cards of one person made one: what they owe and their points move, their bills stay and are read through."""

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.transaction import Transaction
from shoppos.models.party import Customer
from shoppos.models.sale import Sale
from shoppos.reports.one_person import cards, marks
from shoppos.shop.begun import move
from shoppos.shop.business_day import booking_day
from shoppos.shop.customers import Customers, CustomerView

SINCE = (
    "SELECT 1 FROM khata_entry WHERE customer_id IN ({cards}) AND id > ? UNION ALL "
    "SELECT 1 FROM points_entry WHERE customer_id IN ({cards}) AND made_at > ? UNION ALL "
    "SELECT 1 FROM consent WHERE customer_id IN ({cards}) AND made_at > ? UNION ALL "
    "SELECT 1 FROM sale WHERE customer_id IN ({cards}) AND (state = 'open' OR made_at > ?) LIMIT 1"
)


class Merging:
    """Joins the cards of one person, and parts them again while nothing has happened since."""

    def __init__(self, db: Database, customers: Customers) -> None:
        """Work on the cards of `customers`."""
        self.db = db
        self.customers = customers

    def merge(self, keep: bytes, gone: bytes) -> CustomerView:
        """Let the card `gone` join the card `keep`, whose name, terms and limit stand from now on; gives that one.

        No bill is changed. The phone of the card that joined finds the other.
        """
        with self.db.transaction("customer.merged") as tx:
            kept, other = self.customers.get(keep), self.customers.get(gone)
            if kept.id == other.id:
                raise Refused(_("That is one and the same card."), _("Choose another one to merge it with."))
            self._move(tx, other.id, kept.id, other.owes)
            self.customers.points.move(tx, other.id, kept.id, self.customers.points.balance(other.id))
            for (sale_id,) in self.db.rows("SELECT id FROM sale WHERE state = 'open' AND customer_id = ?", (other.id,)):
                person = {"customer_id": kept.id, "personal_id": kept.personal_id}
                tx.change(Sale, {"id": sale_id}, person, local=True)
            move(tx, other.id, kept.id)
            tx.change(Customer, {"id": other.id}, {"active": 0})
            self.customers.write_terms(tx, other.id, {"merged_into": kept.id})
            self.customers.write_words(tx, other.id, "")
        return self.customers.get(kept.id)

    def unmerge(self, gone: bytes) -> CustomerView:
        """Part a card again from the one it joined; gives it.

        Refused when it joined none, and once anything was sold, paid, given or asked since.
        """
        with self.db.transaction("customer.parted") as tx:
            row = self.db.row(
                "SELECT t.merged_into, p.phone, p.name, t.tags FROM customer_terms t "
                "JOIN customer c ON c.id = t.customer_id "
                "JOIN personal p ON p.id = c.personal_id WHERE t.customer_id = ? AND t.merged_into IS NOT NULL",
                (gone,),
            )
            if row is None:
                raise Refused(_("That card was not merged with another."))
            keep, phone, name, tags = row
            moved, points = self._moved(gone, keep)
            self._refuse_taken(phone)
            self._move(tx, keep, gone, moved)
            self.customers.points.move(tx, keep, gone, points)
            tx.change(Customer, {"id": gone}, {"active": 1})
            self.customers.write_terms(tx, gone, {"merged_into": None})
            self.customers.write_words(tx, gone, name, tags)
        return self.customers.get(gone)

    def merged(self, customer_id: bytes) -> list[tuple[bytes, str, str]]:
        """The cards that joined this one directly: id, name and phone of each."""
        rows = self.db.rows(
            "SELECT t.customer_id, p.name, p.phone FROM customer_terms t JOIN customer c ON c.id = t.customer_id "
            "JOIN personal p ON p.id = c.personal_id WHERE t.merged_into = ? ORDER BY t.customer_id",
            (customer_id,),
        )
        return [(row[0], row[1], row[2]) for row in rows]

    # -- inside

    def _move(self, tx: Transaction, gone: bytes, keep: bytes, amount: int) -> None:
        """Move a balance from card to card; both lines are written for nothing too: they say when cards were joined."""
        day = booking_day(self.db)
        self.customers.write_khata(tx, gone, new_id(), "adjust", -amount, day)
        self.customers.write_khata(tx, keep, new_id(), "adjust", amount, day)

    def _moved(self, gone: bytes, keep: bytes) -> tuple[int, int]:
        """The paise and points that moved when `gone` joined `keep`; Refused when anything happened since."""
        away = self.db.row(
            "SELECT amount, made_at FROM khata_entry WHERE customer_id = ? AND kind = 'adjust' "
            "ORDER BY id DESC LIMIT 1",
            (gone,),
        ) or (0, 0)
        there = self.db.row(
            "SELECT max(id) FROM khata_entry WHERE customer_id = ? AND kind = 'adjust' AND made_at = ?",
            (keep, away[1]),
        )
        everyone = cards(self.db, keep)
        asked = SINCE.format(cards=marks(everyone))
        at = away[1]
        values = (*everyone, there[0] if there else b"", *everyone, at, *everyone, at, *everyone, at)
        if not there or there[0] is None or everyone[0] != keep or self.db.row(asked, values):
            raise Refused(
                _("Something was sold, paid or merged on these cards since."),
                _("They stay one; a new card can be written for the other person."),
            )
        row = self.db.row(
            "SELECT points FROM points_entry WHERE customer_id = ? AND kind = 'merged' AND made_at = ? "
            "ORDER BY id DESC LIMIT 1",
            (gone, at),
        )
        return -away[0], -row[0] if row else 0

    def _refuse_taken(self, phone: str) -> None:
        """The phone of a card that is parted must belong to nobody else meanwhile."""
        row = self.db.row(
            "SELECT p.name FROM personal p JOIN customer c ON c.personal_id = p.id WHERE c.active = 1 AND p.phone = ? "
            "AND p.phone <> ''",
            (phone,),
        )
        if row is not None:
            raise Refused(_("{phone} already belongs to {name}.").format(phone=phone, name=row[0]))
