"""Suppliers: who they are, and what the shop owes each of them."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.purchase import Supplier, SupplierEntry
from shoppos.models.shift import OUT, CashMovement
from shoppos.rules import identifiers
from shoppos.rules.place_of_supply import STATES
from shoppos.shop.business_day import booking_day
from shoppos.shop.drawer import opens_for
from shoppos.shop.payments import method
from shoppos.shop.shifts import Shifts
from shoppos.shop.staff import Staff, bound

LONGEST_LEAD = 365
VIEW = (
    "SELECT s.id, s.name, s.phone, s.email, s.gstin, s.state, s.address, s.note, s.lead_days, s.active, "
    "coalesce((SELECT sum(e.amount) FROM supplier_entry e WHERE e.supplier_id = s.id), 0) FROM supplier s WHERE "
)


@dataclass(frozen=True, slots=True)
class SupplierCard:
    """What is written down of a supplier; `lead_days` is how long goods take to come, None if nobody knows."""

    name: str = ""
    phone: str = ""
    email: str = ""
    gstin: str = ""
    state: str = ""
    address: str = ""
    note: str = ""
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class SupplierView:
    """A supplier with what the shop owes, in paise (below zero: they owe the shop)."""

    id: bytes
    card: SupplierCard
    active: bool
    owed: int

    @property
    def name(self) -> str:
        """What they are called."""
        return self.card.name


class Suppliers:
    """Each name belongs to one supplier."""

    def __init__(self, db: Database, staff: Staff, shifts: Shifts) -> None:
        """Work on `db`; `staff` says who may pay, `shifts` knows what the drawer holds."""
        self.db = db
        self.shifts = shifts
        self.staff = staff

    def get(self, supplier_id: bytes) -> SupplierView:
        """One supplier by id."""
        row = self.db.row(VIEW + "s.id = ?", (supplier_id,))
        if row is None:
            raise NotFound(_("That supplier is not on the list."))
        return _view(row)

    def named(self, name: str) -> SupplierView:
        """The supplier of that name, or phone; the beginning of a name does where it is one supplier's alone."""
        asked = clean(name, 80)
        phone = identifiers.phone(asked)
        rows = self.db.rows(VIEW + "s.name = ? COLLATE NOCASE OR (s.phone <> '' AND s.phone = ?)", (asked, phone))
        found = list(map(_view, rows)) or (self.search(asked) if asked else [])
        if len(found) != 1:
            said = _("No supplier is called {name}.") if not found else _("Several suppliers begin with {name}.")
            raise NotFound(said.format(name=asked), _("Look at the list of suppliers, or add a new one."))
        return found[0]

    def search(self, text: str = "", limit: int = 200) -> list[SupplierView]:
        """Suppliers whose name has a word that begins so, by name; all without a text."""
        like = clean(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = self.db.rows(
            VIEW + "s.active = 1 AND (s.name LIKE ? ESCAPE '\\' OR s.name LIKE ? ESCAPE '\\') "
            "ORDER BY s.name COLLATE NOCASE LIMIT ?",
            (f"{like}%", f"% {like}%", limit),
        )
        return list(map(_view, rows))

    def add(self, card: SupplierCard, *, opening: int = 0) -> SupplierView:
        """A new supplier; `opening` is what the shop owed before ShopPOS, in paise. Refused for a name in use."""
        card, supplier_id = checked(card), new_id()
        sane("opening", opening)
        with self.db.transaction("supplier.added") as tx:
            self._refuse_taken(card.name, None)
            row: dict[str, Value] = {"id": supplier_id, **asdict(card), "active": 1, "made_at": tx.at}
            tx.insert(Supplier, row)
            if opening:
                self.write_entry(tx, supplier_id, new_id(), "opening", opening, booking_day(self.db))
        return self.get(supplier_id)

    def change(self, supplier_id: bytes, **changes: Any) -> SupplierView:
        """Change what is written down (the fields of `SupplierCard`); old purchases keep what they said."""
        with self.db.transaction("supplier.changed") as tx:
            old = self.get(supplier_id).card
            new = checked(replace(old, **changes))
            self._refuse_taken(new.name, supplier_id)
            changed = {name: value for name, value in asdict(new).items() if value != getattr(old, name)}
            if changed:
                tx.change(Supplier, {"id": supplier_id}, changed)
        return self.get(supplier_id)

    def retire(self, supplier_id: bytes) -> None:
        """Offer a supplier no more; Refused while something is owed either way."""
        with self.db.transaction("supplier.retired") as tx:
            view = self.get(supplier_id)
            if view.owed:
                raise Refused(
                    _("{name} is still owed {amount}.").format(name=view.name, amount=rupees(view.owed)),
                    _("Settle it first."),
                )
            tx.change(Supplier, {"id": supplier_id}, {"active": 0})

    def pay(
        self, supplier_id: bytes, amount: int, by: str = "cash", reference: str = "", *, key: bytes | None = None,
        sure: bool = False, opens: bool = False,
    ) -> SupplierView:  # fmt: skip
        """Money paid to a supplier, in paise, in cash out of this till's drawer; the same `key` twice pays once.

        Refused where another payment had that key, or nobody is signed in. Doubtful for more than is owed, an advance
        is asked for once, and for more cash than the drawer holds. NeedsApproval ("expense", in cash "cash.out" too)
        for who may not by themselves. `opens`: the caller opens the drawer for the cash, which is written down in the
        same act.
        """
        way, doc_id = method(by), key or new_id()
        if way.on_credit or way.needs_customer or not way.by_hand:
            raise Refused(
                _("A supplier cannot be paid by {method}.").format(method=way.label()),
                _("Pay by cash, UPI, card or net banking."),
            )
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        sane("amount", amount)
        with self.db.transaction("supplier.paid") as tx:
            view = self.get(supplier_id)
            if self._is_paid(doc_id, (supplier_id, amount, way.key)):
                return view
            self.shifts.refuse_nobody()
            if amount > view.owed and not sure:
                raise Doubtful(
                    _("{name} is owed {owed}; this pays {amount}.").format(
                        name=view.name, owed=rupees(view.owed), amount=rupees(amount)
                    ),
                    _("Pay it as an advance?"),
                    "amount",
                )
            if way.key == "cash":
                self.shifts.doubt_out(amount, sure=sure)
            self._allow(view, amount, way.key)
            day = booking_day(self.db)
            if way.key == "cash":
                moved = self._take_out(tx, view, doc_id, amount, day)
                if opens:
                    opens_for(self.db, tx, moved)
            self.write_entry(
                tx, supplier_id, doc_id, "payment", -amount, day, method=way.key, reference=clean(reference, 40)
            )
        return self.get(supplier_id)

    def write_entry(
        self, tx: Transaction, supplier_id: bytes, doc_id: bytes, kind: str, amount: int, day: int, *,
        method: str = "", reference: str = "",
    ) -> None:  # fmt: skip
        """One line of what is owed, inside the document's own transaction and of its business day (yyyymmdd)."""
        row: dict[str, Value] = {
            "id": new_id(), "supplier_id": supplier_id, "doc_id": doc_id, "kind": kind, "amount": amount,
            "method": method, "reference": reference, "business_date": day, "made_at": tx.at,
            "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(SupplierEntry, row)

    def _is_paid(self, doc_id: bytes, asked: tuple[bytes, int, str]) -> bool:
        """Whether that was paid under this key already; Refused where another payment was."""
        row = self.db.row(
            "SELECT e.supplier_id, -e.amount, e.method, s.name FROM supplier_entry e "
            "JOIN supplier s ON s.id = e.supplier_id WHERE e.doc_id = ? AND e.kind = 'payment'",
            (doc_id,),
        )
        if row is not None and row[:3] != asked:
            raise Refused(
                _("Another payment has this key: {name}, {amount}.").format(name=row[3], amount=rupees(row[1])),
                _("Nothing was written down now. Give a key of its own."),
            )
        return row is not None

    def _allow(self, supplier: SupplierView, amount: int, method: str) -> None:
        """NeedsApproval for who may not spend, or not take cash out, until a manager says yes to just this payment."""
        last = self.db.row("SELECT max(id) FROM supplier_entry WHERE supplier_id = ?", (supplier.id,)) or (None,)
        asked = bound(supplier.id, self.db.till, amount, method, last[0])
        self.staff.allow("expense", asked, _("To pay a supplier needs a manager's yes here."))
        if method == "cash":
            self.staff.allow("cash.out", asked, _("To take cash out of the drawer needs a manager's yes here."))

    def _take_out(self, tx: Transaction, supplier: SupplierView, doc_id: bytes, amount: int, day: int) -> bytes:
        """The cash leaves this till's drawer, in the same act and for this supplier; gives the movement's id."""
        at = new_id()
        row: dict[str, Value] = {
            "id": at, "till": self.db.till, "kind": OUT, "amount": amount, "reason": supplier.name,
            "expense_id": None, "supplier_doc": doc_id, "business_date": day, "made_at": tx.at,
            "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(CashMovement, row)
        return at

    def _refuse_taken(self, name: str, supplier_id: bytes | None) -> None:
        row = self.db.row("SELECT id FROM supplier WHERE name = ? COLLATE NOCASE", (name,))
        if row is not None and row[0] != supplier_id:
            raise Refused(_("There is a supplier {name} already.").format(name=name), _("Use that one?"))


def _view(row: tuple[Any, ...]) -> SupplierView:
    return SupplierView(row[0], SupplierCard(*row[1:9]), bool(row[9]), row[10])


def checked(card: SupplierCard) -> SupplierCard:
    """The card with clean words; InvalidInput names the field that does not do. A GSTIN decides the State."""
    card = SupplierCard(
        clean(card.name, 80), clean(card.phone), clean(card.email), clean(card.gstin), clean(card.state),
        clean(card.address, 300), clean(card.note, 300), card.lead_days,
    )  # fmt: skip
    if not card.name:
        raise InvalidInput(_("A supplier needs a name."), field="name")
    if card.gstin:
        found = identifiers.check("gstin", card.gstin)
        if not found.valid:
            raise InvalidInput(
                _("{text} is not a valid GSTIN.").format(text=card.gstin),
                _("Compare it with the supplier's bill."),
                "gstin",
            )
        gstin = found.normalised or card.gstin
        card = replace(card, gstin=gstin, state=gstin[:2])
    if card.phone:
        card = replace(card, phone=identifiers.phone(card.phone) or card.phone)
    if card.state and card.state not in STATES:
        raise InvalidInput(_("{state} is not a State's code.").format(state=card.state), _("For example 27."), "state")
    if card.lead_days is not None and not 0 <= card.lead_days <= LONGEST_LEAD:
        raise InvalidInput(_("Goods take 0 to {most} days to come.").format(most=LONGEST_LEAD), field="lead_days")
    return card
