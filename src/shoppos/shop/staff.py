"""Who works in the shop, and who is at this till now."""

from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.models.staff import Employee

ROLES = ("owner", "manager", "cashier", "packer")


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

    def sign_in(self, name: str | None = None) -> Person:
        """Say who is at the till from now on; without a name the first of the list."""
        people = self.list()
        found = next((p for p in people if name is None or p.name.casefold() == clean(name).casefold()), None)
        if found is None:
            raise NotFound(
                _("Nobody called {name} works here.").format(name=clean(name or "")),
                _("Add them with: shoppos employees add NAME --role cashier"),
            )
        self.db.employee = found.id
        return found

    def add(self, name: str, role: str = "cashier") -> Person:
        """Take someone on; the name must be new and the role one of ROLES."""
        name = clean(name, 60)
        if not name:
            raise InvalidInput(_("An employee needs a name."), field="name")
        if role not in ROLES:
            raise InvalidInput(_("{role} is not a role here.").format(role=clean(role)), ", ".join(ROLES), "role")
        person = Employee(name=name, role=role)
        with self.db.transaction("employee.added") as tx:
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
            if len(people) == 1 or found.id == self.db.employee:
                raise Refused(
                    _("{name} is at the till now.").format(name=found.name), _("Let someone else sign in first.")
                )
            tx.change(Employee, {"id": found.id}, {"active": 0})

    def come_back(self, person_id: bytes) -> None:
        """Put someone on the list again who was taken off it."""
        with self.db.transaction("employee.back") as tx:
            if not tx.change(Employee, {"id": person_id}, {"active": 1}):
                raise NotFound(_("Nobody like that ever worked here."))
