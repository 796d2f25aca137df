"""Customers: their cards, further addresses, the terms on which they buy, and what the shop remembers of them."""

import datetime as dt
import os
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value, commitment
from shoppos.base.money import sane
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.loyalty import CustomerAddress, CustomerTerms
from shoppos.models.party import Customer, Personal
from shoppos.rules import identifiers
from shoppos.rules.place_of_supply import STATES
from shoppos.shop.customer_find import CustomerView
from shoppos.shop.khata import Khata, KhataLine, Paid

__all__ = ["Address", "Card", "CustomerView", "Customers", "KhataLine", "Paid", "Terms", "checked", "checked_gstin"]

LEAP = 2024
"""A year that has a 29th of February, against which birthdays are checked."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is written down of a person."""

    name: str = ""
    phone: str = ""
    address: str = ""
    pin_code: str = ""
    state: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a customer buys, and what the shop remembers of them.

    `credit_limit` in paise (None the shop's), `list_id` their price list (None none), `birthday` MM-DD or "", `tags`
    without their #, `note` for the shop's own eyes.
    """

    credit_limit: int | None = None
    list_id: bytes | None = None
    birthday: str = ""
    likes: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One more address of a customer: the card that a bill can be made out to, and what it is called."""

    personal_id: bytes
    label: str
    card: Card


class Customers(Khata):
    """People by phone; one phone belongs to one customer."""

    # -- cards

    def add(
        self, name: str, phone: str = "", *, address: str = "", pin_code: str = "", state: str = "", gstin: str = "",
        email: str = "",
    ) -> CustomerView:  # fmt: skip
        """A new customer; the phone number must be new, a GSTIN in form."""
        card = checked(Card(name, phone, address, pin_code, state, email))
        gstin = checked_gstin(gstin)
        customer_id = new_id()
        with self.db.transaction("customer.added") as tx:
            self._refuse_taken(card.phone, None)
            personal_id = self.write_card(tx, card)
            row: dict[str, Value] = {
                "id": customer_id, "personal_id": personal_id, "gstin": gstin, "note": "", "active": 1,
                "made_at": tx.at,
            }  # fmt: skip
            tx.insert(Customer, row)
            self.write_words(tx, customer_id, card.name)
        return self.get(customer_id)

    def change(self, customer_id: bytes, *, gstin: str | None = None, **changes: str) -> CustomerView:
        """Change what is written down (the fields of `Card`, and the GSTIN); old bills keep what they said."""
        with self.db.transaction("customer.changed") as tx:
            old = self.get(customer_id)
            customer_id = old.id  # that of a card that joined another is the other
            before = self._card(old.personal_id)
            card = checked(replace(before, **changes))
            self._refuse_taken(card.phone, customer_id)
            if card != before:
                tx.change(Customer, {"id": customer_id}, {"personal_id": self.write_card(tx, card)})
                self.blank_unused(tx, customer_id, old.personal_id)
                self.write_words(tx, customer_id, card.name, ",".join(self.terms(customer_id).tags))
            if gstin is not None and checked_gstin(gstin) != old.gstin:
                tx.change(Customer, {"id": customer_id}, {"gstin": checked_gstin(gstin)})
        return self.get(customer_id)

    def card(self, customer_id: bytes) -> Card:
        """All that is written down of a customer."""
        return self._card(self.get(customer_id).personal_id)

    def card_of(self, personal_id: bytes) -> Card:
        """One card by its own id, as a bill or an order names it; a blank one after it was forgotten."""
        return self._card(personal_id)

    # -- terms

    def terms(self, customer_id: bytes) -> Terms:
        """On which terms a customer buys; the shop's own when nothing was agreed."""
        row = self.db.row(
            "SELECT t.credit_limit, t.list_id, coalesce(t.birthday, ''), coalesce(t.likes, ''), coalesce(t.tags, ''), "
            "c.note FROM customer c LEFT JOIN customer_terms t ON t.customer_id = c.id WHERE c.id = ?",
            (customer_id,),
        )
        if row is None:
            raise NotFound(_("That customer is not on the list."))
        tags = tuple(tag for tag in row[4].split(",") if tag)
        return Terms(row[0], row[1], row[2], row[3], tags, row[5])

    def set_terms(self, customer_id: bytes, **changes: Any) -> Terms:
        """Change terms (the fields of `Terms`); what is not named stays. InvalidInput names the field that does not do.

        `birthday` is typed as day and month (5-11, 05/11), "" forgets it.
        """
        with self.db.transaction("customer.terms") as tx:
            customer = self.get(customer_id)
            before = self.terms(customer.id)
            if "birthday" in changes:
                changes = {**changes, "birthday": birthday(changes["birthday"])}
            now = self._checked_terms(replace(before, **changes))
            if now == before:
                return now
            if now.note != before.note:
                tx.change(Customer, {"id": customer.id}, {"note": now.note})
            self.write_terms(tx, customer.id, {
                "credit_limit": now.credit_limit, "list_id": now.list_id, "birthday": now.birthday,
                "likes": now.likes, "tags": ",".join(now.tags),
            })  # fmt: skip
            if now.tags != before.tags:
                self.write_words(tx, customer.id, customer.name, ",".join(now.tags))
        return now

    def price_lists(self) -> list[tuple[bytes, str]]:
        """The price lists a customer may have: id and name."""
        rows = self.db.rows("SELECT id, name FROM price_list WHERE active = 1 ORDER BY name")
        return [(row[0], row[1]) for row in rows]

    def _checked_terms(self, terms: Terms) -> Terms:
        if terms.credit_limit is not None:
            sane("amount", terms.credit_limit)
            if terms.credit_limit < 0:
                raise InvalidInput(_("A credit limit cannot be below 0."), field="credit_limit")
        if terms.list_id is not None and not self.db.row("SELECT 1 FROM price_list WHERE id = ?", (terms.list_id,)):
            raise InvalidInput(_("There is no such price list."), field="list_id")
        tags = tuple(dict.fromkeys(tag for text in terms.tags if (tag := clean(text, 30).strip("#").replace(",", ""))))
        return replace(terms, likes=clean(terms.likes, 500), tags=tags, note=clean(terms.note, 500))

    def write_terms(self, tx: Transaction, customer_id: bytes, changes: dict[str, Value]) -> None:
        """Write some columns of a customer's terms, which may not be there yet."""
        key: dict[str, Value] = {"customer_id": customer_id}
        if self.db.row("SELECT 1 FROM customer_terms WHERE customer_id = ?", (customer_id,)):
            tx.change(CustomerTerms, key, changes)
            return
        blank: dict[str, Value] = {
            "credit_limit": None, "list_id": None, "merged_into": None, "birthday": "", "likes": "", "tags": "",
        }  # fmt: skip
        tx.insert(CustomerTerms, {**key, **blank, **changes})

    # -- further addresses

    def addresses(self, customer_id: bytes) -> list[Address]:
        """The further addresses of a customer, beside the one on their card."""
        names = ", ".join(f"p.{field.name}" for field in fields(Card))
        rows = self.db.rows(
            f"SELECT a.personal_id, a.label, {names} FROM customer_address a JOIN personal p ON p.id = a.personal_id "
            "WHERE a.customer_id = ? AND a.active = 1 ORDER BY a.personal_id",
            (customer_id,),
        )
        return [Address(row[0], row[1], Card(*row[2:])) for row in rows]

    def address(self, customer_id: bytes, personal_id: bytes) -> Address:
        """One further address by its card; NotFound when it is not on the customer's."""
        found = next((one for one in self.addresses(customer_id) if one.personal_id == personal_id), None)
        if found is None:
            raise NotFound(_("That address is not on the customer's card."))
        return found

    def add_address(
        self, customer_id: bytes, address: str, *, label: str = "", name: str = "", phone: str = "",
        pin_code: str = "", state: str = "",
    ) -> Address:  # fmt: skip
        """One more address; without a name and phone those of the customer."""
        if not clean(address):
            raise InvalidInput(_("Type the address."), field="address")
        with self.db.transaction("customer.address") as tx:
            customer = self.get(customer_id)
            own = Card(name or customer.name, phone or customer.phone, address, pin_code, state)
            card = checked(own)
            personal_id = self.write_card(tx, card)
            row: dict[str, Value] = {
                "customer_id": customer.id, "personal_id": personal_id, "label": clean(label, 40), "active": 1,
            }  # fmt: skip
            tx.insert(CustomerAddress, row)
        return Address(personal_id, clean(label, 40), card)

    def remove_address(self, customer_id: bytes, personal_id: bytes) -> None:
        """Offer an address no longer; bills that were made out to it keep it."""
        key: dict[str, Value] = {"customer_id": customer_id, "personal_id": personal_id}
        with self.db.transaction("customer.address") as tx:
            if not tx.change(CustomerAddress, key, {"active": 0}):
                raise NotFound(_("That address is not on the customer's card."))

    # -- inside

    def blank_unused(self, tx: Transaction, customer_id: bytes, personal_id: bytes) -> None:
        """Forget a card that is in force no longer, unless a bill was made out to it."""
        if not self.db.row("SELECT 1 FROM sale WHERE customer_id = ? AND personal_id = ?", (customer_id, personal_id)):
            tx.change(Personal, {"id": personal_id}, {"salt": b"", **asdict(Card())})

    def _refuse_taken(self, phone: str, customer_id: bytes | None) -> None:
        """One phone belongs to one customer; looked up under the write lock, so that nobody comes between."""
        other = self.by_phone(phone) if phone else None
        if other is not None and other.id != customer_id:
            raise Refused(
                _("{phone} already belongs to {name}.").format(phone=phone, name=other.name), _("Use that customer?")
            )

    def write_card(self, tx: Transaction, card: Card) -> bytes:
        """A new card; the journal gets its commitment alone."""
        personal_id, salt = new_id(), os.urandom(16)
        values: dict[str, Value] = {"id": personal_id, "commitment": commitment(salt, asdict(card)), "salt": salt}
        tx.insert(Personal, {**values, **asdict(card)})
        return personal_id

    def _card(self, personal_id: bytes) -> Card:
        row = self.db.row(
            "SELECT name, phone, address, pin_code, state, email FROM personal WHERE id = ?", (personal_id,)
        )
        return Card(*row) if row else Card()


def checked(card: Card) -> Card:
    """The card with clean words; InvalidInput for a phone, PIN code or State that cannot be."""
    card = Card(
        clean(card.name, 80), clean(card.phone), clean(card.address, 300), clean(card.pin_code), clean(card.state),
        clean(card.email),
    )  # fmt: skip
    if not (card.name or card.phone):
        raise InvalidInput(_("A customer needs a name or a phone number."), field="name")
    if card.phone:
        phone = identifiers.phone(card.phone)
        if phone is None:
            raise InvalidInput(
                _("{phone} is not a mobile number.").format(phone=card.phone),
                _("It has 10 digits and begins with 6 to 9."),
                "phone",
            )
        card = replace(card, phone=phone)
    if card.pin_code and not identifiers.check("pin", card.pin_code).valid:
        raise InvalidInput(_("{pin} is not a PIN code.").format(pin=card.pin_code), _("It has six digits."), "pin_code")
    if card.state and card.state not in STATES:
        raise InvalidInput(_("{state} is not a State's code.").format(state=card.state), _("For example 27."), "state")
    return card


def checked_gstin(text: str) -> str:
    """A customer's GSTIN in its one spelling, or ""; InvalidInput when its form or check digit is wrong."""
    if not clean(text):
        return ""
    found = identifiers.check("gstin", text)
    if not found.valid:
        raise InvalidInput(
            _("{text} is not a valid GSTIN.").format(text=clean(text)), _("Ask the customer to read it again."), "gstin"
        )
    return found.normalised or text


def birthday(text: str) -> str:
    """A birthday as MM-DD from how it was typed, day first (5-11, 05/11); "" for none."""
    asked = ascii_digits(clean(text))
    if not asked:
        return ""
    parts = asked.replace("/", "-").replace(".", "-").split("-")
    try:
        day = dt.date(LEAP, int(parts[1]), int(parts[0]))
    except (IndexError, ValueError):
        raise InvalidInput(
            _("{text} is not a birthday.").format(text=asked), _("Type day and month, for example 5/11."), "birthday"
        ) from None
    return f"{day:%m-%d}"
