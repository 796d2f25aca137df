"""Who works in the shop, and who is at this till now."""

import hashlib
from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import ascii_digits, clean
from shoppos.models.loyalty import Approval
from shoppos.models.staff import Employee
from shoppos.rules import rights
from shoppos.shop.pins import LONGEST, SHORTEST, Pins

ROLES = ("owner", "manager", "cashier", "packer")
APPROVERS = ("manager", "owner")
FRESH = 900_000
"""Milliseconds for which a yes to what belongs to no document holds."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff."""

    id: bytes
    name: str
    role: str


class Staff:
    """The list of employees; every document says which of them made it."""

    def __init__(self, db: Database) -> None:
        """Work on `db`, which also knows who is at the till."""
        self.db = db
        self.pins = Pins(db)

    def list(self) -> list[Person]:
        """All who work here now, in the order they came."""
        rows = self.db.rows("SELECT id, name, role FROM employee WHERE active = 1 ORDER BY id")
        return [Person(*row) for row in rows]

    @property
    def current(self) -> Person:
        """Who is at this till."""
        row = self.db.row("SELECT id, name, role FROM employee WHERE id = ?", (self.db.employee,))
        if row is None:
            raise NotFound(_("Nobody is signed in at this till."), _("Choose a name first."))
        return Person(*row)

    def sign_in(self, name: str | None = None, pin: str | None = None) -> Person:
        """Say who is at the till from now on; without a name the first who has no PIN, else the first.

        With `pin` it must be that person's; what only a manager may do is done by one who has shown it.
        """
        people = self.list()
        if name is None:
            found = next((p for p in people if not self.has_pin(p.id)), people[0] if people else None)
        else:
            found = next((p for p in people if p.name.casefold() == clean(name).casefold()), None)
        if found is None:
            raise NotFound(
                _("Nobody called {name} works here.").format(name=clean(name or "")),
                _("Add them with: shoppos employees add NAME --role cashier"),
            )
        if pin is not None:
            self.pins.check(found.id, found.name, pin)
        self.db.employee = found.id
        self.db.proved = found.id if pin is not None and self.has_pin(found.id) else b""
        self.db.nobody = False
        return found

    def sign_out(self) -> None:
        """Nobody is at the till: it goes on selling, and for all else somebody shows a PIN once PINs guard the shop.

        What is sold meanwhile is written down under the name that `sign_in` takes by itself.
        """
        self.sign_in()
        self.db.nobody = self.uses_pins()

    def uses_pins(self) -> bool:
        """Whether anybody who works here has a PIN, so that a till asks who stands there."""
        asked = "SELECT 1 FROM employee_pin n JOIN employee e ON e.id = n.employee_id WHERE e.active = 1 LIMIT 1"
        return self.db.row(asked) is not None

    def add(self, name: str, role: str = "cashier") -> Person:
        """Take someone on; the name must be new and the role one of ROLES."""
        name = clean(name, 60)
        if not name:
            raise InvalidInput(_("An employee needs a name."), field="name")
        if role not in ROLES:
            raise InvalidInput(_("{role} is not a role here.").format(role=clean(role)), ", ".join(ROLES), "role")
        person = Employee(name=name, role=role)
        with self.db.transaction("employee.added") as tx:
            self._refuse_above(role)
            if self.db.row("SELECT 1 FROM employee WHERE name = ?", (name,)):
                raise Refused(_("{name} is on the list already.").format(name=name), _("Use another name."))
            tx.add(person)
        return Person(person.id, person.name, person.role)

    def leave(self, name: str) -> None:
        """Take someone off the list; what they made keeps their name. The last one cannot leave."""
        with self.db.transaction("employee.left") as tx:
            people = self.list()
            found = next((p for p in people if p.name.casefold() == clean(name).casefold()), None)
            if found is None:
                raise NotFound(_("Nobody called {name} works here.").format(name=clean(name)))
            self._refuse_above(found.role)
            if len(people) == 1 or found.id == self.db.employee:
                raise Refused(
                    _("{name} is at the till now.").format(name=found.name), _("Let someone else sign in first.")
                )
            tx.change(Employee, {"id": found.id}, {"active": 0})

    def come_back(self, person_id: bytes) -> None:
        """Put someone on the list again who was taken off it."""
        with self.db.transaction("employee.back") as tx:
            row = self.db.row("SELECT role FROM employee WHERE id = ?", (person_id,))
            if row is not None:
                self._refuse_above(row[0])
            if not tx.change(Employee, {"id": person_id}, {"active": 1}):
                raise NotFound(_("Nobody like that ever worked here."))

    # -- PINs

    def has_pin(self, person_id: bytes) -> bool:
        """Whether that person has one."""
        return self.pins.has(person_id)

    def set_pin(self, name: str, pin: str, old: str | None = None) -> None:
        """Give someone a PIN of 4 to 8 digits, "" takes it away.

        Once they have one, only they themselves with the `old` one, or a manager or the owner; else NeedsApproval.
        A manager is told of a PIN that somebody has already; anybody else is not, who might guess them that way.
        """
        digits = ascii_digits(clean(pin))
        if digits and not (digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
            raise InvalidInput(_("A PIN has 4 to 8 digits."), field="pin")
        person = self._named(name)
        if old is not None:
            self.pins.check(person.id, person.name, old)  # before the writing: a wrong one is counted
        own = person.id == self.db.employee and not self.db.nobody
        with self.db.transaction("pin.set") as tx:
            if not own or (old is None and self.db.proved != person.id):
                self._refuse_pin(person)
            if not own or (old is None and self.has_pin(person.id)):
                self._refuse_stranger(person)
            others = [one.id for one in self.list() if one.id != person.id] if self._acting() in APPROVERS else []
            if digits and any(self.pins.right(other, digits) for other in others):
                raise Refused(_("Choose another PIN."), _("This one is too easy to guess here."))
            self.pins.write(tx, person.id, digits)
        if person.id == self.db.employee:
            self.db.proved = person.id if digits and own else b""

    def check_pin(self, name: str, pin: str) -> Person:
        """The person, when it is their PIN; Refused when it is not, or after too many wrong ones."""
        person = self._named(name)
        self.pins.check(person.id, person.name, pin)
        return person

    # -- rights

    def may(self, act: str) -> bool:
        """Whether who is at the till may do `act` (a key of `rules.rights.ACTS`) without asking anybody.

        Once a manager or the owner has a PIN, one who did not show theirs at sign-in counts as a cashier.
        """
        return rights.may(self._acting(), act, setting(self.db, "rights", dict[str, str]()))

    def whose_yes(self, act: str) -> str:
        """What is said of a sale that needs a yes: on whose it is made at this till, or that a manager must give it."""
        if not self.may(act):
            return _("A manager must allow it.")
        role = self._acting()
        if role not in APPROVERS:
            return ""
        return _("Sold on the owner's yes.") if role == "owner" else _("Sold on a manager's yes.")

    def is_free(self, act: str) -> bool:
        """Whether `guard` lets who is at the till do `act`: they may, or no PIN guards this shop."""
        return not self.db.employee or not self.guarded() or self.may(act)

    def guard(self, act: str) -> None:
        """Refused once a manager or the owner has a PIN and who is at the till may not do `act` by themselves.

        For what belongs to no document, so that nobody can be asked for a yes to it.
        """
        if self.is_free(act):
            return
        least = rights.least(act, setting(self.db, "rights", dict[str, str]()))
        if least == "owner":
            raise Refused(_("Only the owner may do that."), _("Let the owner sign in with their PIN."))
        raise Refused(_("Only a manager may do that."), _("Let a manager or the owner sign in with their PIN."))

    def allow(self, act: str, asked: bytes, message: str) -> bytes | None:
        """NeedsApproval once a manager or the owner has a PIN, for who may not do `act`, until somebody says yes.

        For what has no document of its own: `asked` is what `bound` makes of exactly what shall be done, and of what
        stands before it, so that a yes holds for it alone and once. Gives who said it, None where nobody had to.
        """
        if self.is_free(act):
            return None
        since = self.db.clock.ms() - FRESH
        given = "SELECT given_id FROM approval WHERE act = ? AND doc_id = ? AND made_at >= ? ORDER BY id DESC LIMIT 1"
        row = self.db.row(given, (act, asked, since))
        if row is None:
            raise NeedsApproval(act, asked, message, self._whose_pin(act))
        said: bytes = row[0]
        return said

    def approve(self, act: str, doc_id: bytes, pin: str, reason: str = "", name: str | None = None) -> Approval:
        """A manager's or the owner's yes, known by their PIN, to one act on one document; gives it with its id.

        `name` says whose PIN it is. Refused for a wrong PIN, for too many of them, and for somebody who may not do it
        either.
        """
        if act not in rights.ACTS:
            raise InvalidInput(_("{act} is nothing that can be approved.").format(act=clean(act, 40)), field="act")
        given = self._whose(pin, act, name)
        with self.db.transaction("approved") as tx:
            yes = Approval(
                act=act, doc_id=doc_id, asked_id=self.db.employee, given_id=given.id, reason=clean(reason, 200),
                made_at=tx.at,
            )  # fmt: skip
            tx.add(yes)
        return yes

    def require(
        self, act: str, doc_id: bytes, approved: bytes | None, message: str, hint: str = "", *, since: int = 0
    ) -> bytes:
        """Who allows `act` on that document: who is at the till, or who gave the approval `approved`; their id.

        To be asked inside the transaction of the act. NeedsApproval with `message` when nobody does; an approval made
        before `since` (milliseconds) has been used already.
        """
        if approved is not None:
            row = self.db.row(
                "SELECT given_id FROM approval WHERE id = ? AND act = ? AND doc_id = ? AND made_at >= ?",
                (approved, act, doc_id, since),
            )
            if row is not None:
                given: bytes = row[0]
                return given
        if self.may(act):
            return self.db.employee
        raise NeedsApproval(act, doc_id, message, hint or self._whose_pin(act))

    # -- inside

    def guarded(self) -> bool:
        """Whether a manager or the owner has a PIN: from then on roles count only for who has shown theirs."""
        return self.db.row(
            "SELECT 1 FROM employee_pin n JOIN employee e ON e.id = n.employee_id "
            "WHERE e.active = 1 AND e.role IN ('manager', 'owner') LIMIT 1"
        ) is not None  # fmt: skip

    def _acting(self) -> str:
        """The role in which who is at the till acts now; nobody has the least, once PINs guard the others."""
        if self.db.nobody and self.guarded():
            return rights.ROLES[0]
        person = self.current
        unshown = person.role in APPROVERS and self.db.proved != person.id
        return "cashier" if unshown and self.guarded() else person.role

    def _refuse_above(self, role: str) -> None:
        """Nobody gives another more rights than they have themselves, once PINs guard them."""
        if not self.db.employee or role not in APPROVERS or not self.guarded():
            return
        acting = self._acting()
        if rights.ROLES.index(acting) < rights.ROLES.index(role):
            raise Refused(
                _("A {acting} cannot do that for a {role}.").format(acting=acting, role=role),
                _("Let the owner sign in with their PIN."),
            )

    def _refuse_pin(self, person: Person) -> None:
        """A PIN is set by who has no less rights; an owner's first where only managers have one, by a manager."""
        rows = self.db.rows("SELECT e.role FROM employee_pin n JOIN employee e ON e.id = n.employee_id WHERE e.active")
        highest = max((rights.ROLES.index(row[0]) for row in rows), default=0)
        if self.has_pin(person.id) or rights.ROLES.index(self._acting()) < highest:
            self._refuse_above(person.role)

    def _refuse_stranger(self, person: Person) -> None:
        """A PIN that stands is changed by who knows it; for anybody else a manager or the owner says yes."""
        has = self.has_pin(person.id)
        if self._acting() in APPROVERS or not (has or self.guarded()):
            return
        said = _("{name} has a PIN, and only who knows it may change it.") if has else _("{name} has no PIN yet.")
        self.allow("pin", bound(person.id, self.pins.salt(person.id)), said.format(name=person.name))
        if not self.guarded():
            raise Refused(said.format(name=person.name), _("Type the old PIN first, or let the owner do it."))

    def _named(self, name: str) -> Person:
        found = next((p for p in self.list() if p.name.casefold() == clean(name).casefold()), None)
        if found is None:
            raise NotFound(_("Nobody called {name} works here.").format(name=clean(name)))
        return found

    def _whose_pin(self, act: str) -> str:
        """Whose PIN `act` asks for, in words."""
        owner = rights.least(act, setting(self.db, "rights", dict[str, str]())) == "owner"
        return _("The owner allows it with their PIN.") if owner else _("A manager allows it with their PIN.")

    def _whose(self, pin: str, act: str, name: str | None) -> Person:
        """The one whose PIN it is, among those who may allow `act`."""
        chosen = setting(self.db, "rights", dict[str, str]())
        able = [p for p in self.list() if p.role in APPROVERS and rights.may(p.role, act, chosen)]
        asked = [person for person in able if self.has_pin(person.id)]
        if name is not None:
            asked = [person for person in asked if person.id == self._named(name).id]
        if not asked:
            raise Refused(
                _("Nobody who may allow this has a PIN."), _("Set one in the settings, under People, and try again.")
            )
        found = self.pins.whose([person.id for person in asked], pin)
        return next(person for person in asked if person.id == found)


def bound(doc_id: bytes, *asked: object) -> bytes:
    """What a yes is bound to, 16 bytes: a document, and what exactly was asked of it; anything else needs a new one."""
    return hashlib.sha256(repr((doc_id, asked)).encode()).digest()[:16]
