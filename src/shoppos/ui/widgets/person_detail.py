"""One person whole: what they owe and how old it is, what is agreed, what they like, their last bills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped, quantity, rupees
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.reports.customers import History
    from shoppos.reports.khata import Ageing
    from shoppos.reports.personal_data import Consented
    from shoppos.shop import Shop
    from shoppos.shop.customers import Address, CustomerView, Terms

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Person:
    """All that the page shows of somebody."""

    view: CustomerView
    terms: Terms
    ageing: Ageing
    history: History
    addresses: list[Address]
    consents: list[Consented]
    points: int
    merged: list[tuple[bytes, str, str]]


def person_of(shop: Shop, customer_id: bytes) -> Person:
    """Read somebody whole."""
    from shoppos.reports.customers import history
    from shoppos.reports.khata import ageing

    view = shop.customers.get(customer_id)
    return Person(
        view, shop.customers.terms(view.id), ageing(shop.db, view.id), history(shop.db, view.id),
        shop.customers.addresses(view.id), shop.privacy.consents(view.id), shop.points.balance(view.id),
        shop.merging.merged(view.id),
    )  # fmt: skip


class PersonDetail(QScrollArea):
    """Shows a `Person`, dues first."""

    def __init__(self) -> None:
        """Empty until `show_person`."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The person"))
        self.person: Person | None = None

    def show_person(self, person: Person | None) -> None:
        """Show somebody, or nobody."""
        self.person = person
        inner = QFrame()
        inner.setProperty("role", "card")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        if person is not None:
            self._head(column, person)
            self._dues(column, person)
            self._agreed(column, person)
            self._bought(column, person)
        column.addStretch()
        self.setWidget(inner)

    def text(self) -> str:
        """Everything that stands here, for a reader and for tests."""
        return "\n".join(label.text() for label in self.findChildren(QLabel)) if self.person else ""

    def _head(self, column: QVBoxLayout, person: Person) -> None:
        view = person.view
        column.addWidget(words(view.name or spaced(view.phone), role="title"))
        gstin = f"GSTIN {view.gstin}" if view.gstin else ""
        parts = (spaced(view.phone) if view.name else "", gstin, view.address, view.pin_code)
        if said := "  ·  ".join(part for part in parts if part):
            column.addWidget(words(said, role="quiet"))
        for _id, name, phone in person.merged:
            joined = _("Merged with {name} {phone}").format(name=name, phone=spaced(phone))
            column.addWidget(words(joined, role="quiet"))

    def _dues(self, column: QVBoxLayout, person: Person) -> None:
        owes, ages = person.view.owes, person.ageing
        if owes <= 0:
            said = _("Owes nothing") if not owes else _("Has {amount} to their credit").format(amount=rupees(-owes))
            column.addWidget(words(said, role="heading"))
            return
        column.addWidget(words(_("Owes {amount}").format(amount=rupees(owes)), role="heading"))
        heads = (_("Up to 30 days"), _("31 to 60"), _("61 to 90"), _("Over 90"))
        grid = QGridLayout()
        for at, (head, amount) in enumerate(zip(heads, ages.buckets, strict=True)):
            grid.addWidget(words(head, role="quiet", wrap=False), 0, at)
            late = at == len(heads) - 1 and amount
            grid.addWidget(words(grouped(amount), role="doubt" if late else "", wrap=False), 1, at)
        column.addLayout(grid)
        if person.terms.credit_limit is not None:
            said = _("Limit {amount}").format(amount=rupees(person.terms.credit_limit))
            column.addWidget(words(said, role="doubt" if owes > person.terms.credit_limit else "quiet"))

    def _agreed(self, column: QVBoxLayout, person: Person) -> None:
        terms = person.terms
        born = f"{terms.birthday[3:]}-{terms.birthday[:2]}" if terms.birthday else ""
        rows = [
            (_("Likes"), terms.likes), (_("Note"), terms.note), (_("Tags"), " ".join(f"#{tag}" for tag in terms.tags)),
            (_("Birthday"), born), (_("Points"), str(person.points) if person.points else ""),
            *((one.label or _("Address"), f"{one.card.address} {one.card.pin_code}".strip())
              for one in person.addresses),
            (_("May be sent"), ", ".join(f"{one.purpose} ({one.channel})" for one in person.consents if one.given)),
        ]  # fmt: skip
        _grid(column, [row for row in rows if row[1]])

    def _bought(self, column: QVBoxLayout, person: Person) -> None:
        found = person.history
        if not found.bills or found.last is None:
            column.addWidget(words(_("Has bought nothing yet."), role="quiet"))
            return
        said = ngettext("{n} bill, {total} in all", "{n} bills, {total} in all", found.bills)
        said += "  ·  " + _("{average} on average, last on {day}")
        told = said.format(
            n=found.bills, total=rupees(found.total), average=rupees(found.average), day=f"{found.last:%d-%m-%Y}"
        )
        column.addWidget(words(told))
        column.addWidget(words(_("Buys most"), role="heading"))
        bought = [(one.name, f"{quantity(one.quantity)} {one.unit.lower()}") for one in found.most[:5]]
        _grid(column, bought, right=True)
        column.addWidget(words(_("Last bills"), role="heading"))
        visits = [(f"{one.day:%d-%m-%Y}  {one.number}", grouped(one.payable)) for one in found.visits]
        _grid(column, visits, right=True)


def _grid(column: QVBoxLayout, rows: Iterable[tuple[str, str]], *, right: bool = False) -> None:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setColumnStretch(0 if right else 1, 1)
    for at, (left, value) in enumerate(rows):
        grid.addWidget(words(left, role="" if right else "quiet", wrap=right), at, 0, Qt.AlignmentFlag.AlignTop)
        label = words(value, wrap=not right)
        grid.addWidget(label, at, 1, RIGHT if right else Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
