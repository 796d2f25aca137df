"""Finding people: by the end of their phone number, by any digits of it, by the words of a name, or by a tag."""

from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean, fold
from shoppos.base.transaction import Transaction
from shoppos.models.party import CustomerWord
from shoppos.reports.one_person import CARDS, survivor
from shoppos.rules import identifiers

VIEW = (
    "SELECT c.id, p.name, p.phone, p.address, p.pin_code, p.state, c.gstin, "
    "coalesce((SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = c.id), 0), "
    f"(SELECT count(*) FROM sale s WHERE s.customer_id IN ({CARDS.format(of='c.id')}) AND s.state = 'done' "
    "AND s.kind <> 'CREDIT NOTE'), c.personal_id "
    "FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.active = 1 AND "
)
BY_PHONE = "SELECT c.id FROM personal p JOIN customer c ON c.personal_id = p.id WHERE "
ANYWHERE = "SELECT c.id FROM personal p INDEXED BY personal_phone CROSS JOIN customer c ON c.personal_id = p.id WHERE "
"""The same by walking the index of phone numbers alone: a card is read only where it fits."""
BY_WORD = "SELECT w.customer_id FROM customer_word w WHERE (w.word >= ? AND w.word < ? OR w.word >= ? AND w.word < ?)"
AND_WORD = (
    " AND EXISTS (SELECT 1 FROM customer_word o WHERE o.customer_id = w.customer_id "
    "AND (o.word >= ? AND o.word < ? OR o.word >= ? AND o.word < ?))"
)
ENDING = 4
"""The last digits of a phone number by which people know it; they have an index."""
WEIGHED = 200
"""Customers found by a word who are put in order; more are not looked at."""
LAST = "\U0010ffff"
"""Behind every letter: the end of all words with one beginning."""


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as the counter shows them; `owes` in paise, `bills` how many they have had."""

    id: bytes
    name: str
    phone: str
    address: str
    pin_code: str
    state: str
    gstin: str
    owes: int
    bills: int
    personal_id: bytes


class CustomerFind:
    """Looks people up; a card that joined another is not found any more, its phone finds the other."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def get(self, customer_id: bytes) -> CustomerView:
        """One customer by id; of a card that was merged, the one it joined."""
        row = self.db.row(VIEW + "c.id = ?", (customer_id,))
        if row is None:
            row = self.db.row(VIEW + "c.id = ?", (survivor(self.db, customer_id),))
        if row is None:
            raise NotFound(_("That customer is not on the list."))
        return CustomerView(*row)

    def of_document(self, customer_id: bytes, personal_id: bytes) -> CustomerView:
        """The customer whom a document names; one who was forgotten since is nobody, with the card it was made for."""
        try:
            return self.get(customer_id)
        except NotFound:
            return CustomerView(customer_id, "", "", "", "", "", "", 0, 0, personal_id)

    def by_phone(self, phone: str) -> CustomerView | None:
        """The customer with that mobile number, however it was typed."""
        number = identifiers.phone(phone)
        if not number:
            return None
        row = self.db.row(VIEW + "p.phone = ?", (number,))
        if row is not None:
            return CustomerView(*row)
        found = self._views(self._phones("p.phone = ?", (number,), 10), 1)
        return found[0] if found else None

    def search(self, text: str, limit: int = 10) -> list[CustomerView]:
        """Digits look at the end of the phone number first, then anywhere in it; letters at names' words and tags."""
        asked = ascii_digits(clean(text))
        digits = "".join(c for c in asked if c.isdigit())
        if digits and not any(c.isalpha() for c in asked):
            return self._by_digits(identifiers.phone(digits) or digits, limit)
        words = [f"#{fold(word)}" if word[0] == "#" else fold(word) for word in asked.split()]
        kept = [part for word in words for part in word.split() if part.strip("#")]
        return self._by_words(sorted(kept, key=len, reverse=True), limit) if kept else []

    def newest(self, limit: int = 10) -> list[CustomerView]:
        """The newest customers."""
        rows = self.db.rows("SELECT id FROM customer WHERE active = 1 ORDER BY id DESC LIMIT ?", (limit,))
        return self._views(dict.fromkeys(row[0] for row in rows), limit)

    # -- inside

    def _by_digits(self, digits: str, limit: int) -> list[CustomerView]:
        """Who has a number that ends so, then who has one that begins so; if none does, who has these digits in it."""
        if len(digits) >= ENDING:
            ends = "substr(p.phone, -4) = ? AND p.phone LIKE ?", (digits[-ENDING:], f"%{digits}")
        else:
            ends = "substr(p.phone, -4) LIKE ?", (f"%{digits}",)
        found = self._phones(f"{ends[0]} ORDER BY c.id DESC" if len(digits) >= ENDING else ends[0], ends[1], limit)
        if len(found) < limit:
            begins = self._phones("p.phone >= ? AND p.phone < ?", (digits, f"{digits}:"), limit)
            found |= begins or self._phones("instr(p.phone, ?) > 1", (digits,), limit, ANYWHERE)
        return self._views(found, limit)

    def _phones(self, where: str, values: tuple[str, ...], limit: int, asked: str = BY_PHONE) -> dict[bytes, None]:
        rows = self.db.rows(f"{asked}{where} LIMIT ?", (*values, limit))
        return dict.fromkeys(row[0] for row in rows)

    def _by_words(self, words: list[str], limit: int) -> list[CustomerView]:
        """Who has words that begin with each of these: `words` the longest first, for that finds the fewest."""
        asked = BY_WORD + AND_WORD * (len(words) - 1)
        values = [end for word in words for end in (word, word + LAST, f"#{word}", f"#{word}{LAST}")]
        rows = self.db.rows(f"{asked} LIMIT ?", (*values, WEIGHED))
        ids = tuple(dict.fromkeys(row[0] for row in rows))
        named = self.db.rows(
            "SELECT c.id FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.active = 1 AND c.id IN "
            f"({', '.join('?' * len(ids))}) ORDER BY p.name, c.id LIMIT ?",
            (*ids, limit),
        )
        return self._views(dict.fromkeys(row[0] for row in named), limit)

    def _views(self, ids: dict[bytes, None], limit: int) -> list[CustomerView]:
        """These customers in this order, each once; of a merged card the one it joined, an erased one not at all."""
        found: dict[bytes, CustomerView] = {}
        for customer_id in ids:
            row = self.db.row(VIEW + "c.id = ?", (customer_id,)) or self.db.row(
                VIEW + "c.id = ?", (survivor(self.db, customer_id),)
            )
            if row is not None:
                found.setdefault(row[0], CustomerView(*row))
        return list(found.values())[:limit]

    def write_words(self, tx: Transaction, customer_id: bytes, name: str, tags: str = "") -> None:
        """Write by which words a customer is found, in place of those that were; none at all for no name and tags."""
        tx.run("DELETE FROM customer_word WHERE customer_id = ?", (customer_id,), touches=CustomerWord)
        words = {*fold(name).split(), *(f"#{word}" for tag in tags.split(",") for word in fold(tag).split())}
        tx.insert(CustomerWord, *({"word": w, "customer_id": customer_id} for w in sorted(words)), local=True)
