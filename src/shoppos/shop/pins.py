"""The PINs of who works here: known only by their hash, and guessing one takes too long."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.setting import Setting
from shoppos.models.staff import EmployeePin

SHORTEST, LONGEST = 4, 8
"""Digits of a PIN."""
TRIES = 5
"""Wrong PINs of one person after which that person waits."""
SHOP_TRIES = 20
"""Wrong PINs that were nobody's after which the whole shop waits."""
WAIT = 60_000
"""Milliseconds of the first wait; each further wrong PIN doubles it."""
LONGEST_WAIT = 3_600_000
"""Milliseconds of the longest wait; as long after a wait is over, its wrong PINs are forgotten."""
KEY = "pin_tries"
"""The setting that counts the wrong PINs that were nobody's, and says until when the shop waits."""


class Pins:
    """Checks PINs, and counts the wrong ones against whose PIN was tried."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def has(self, person_id: bytes) -> bool:
        """Whether that person has one."""
        return self.db.row("SELECT 1 FROM employee_pin WHERE employee_id = ?", (person_id,)) is not None

    def salt(self, person_id: bytes) -> bytes:
        """What was mixed into that person's PIN, another one for each PIN; empty without a PIN."""
        row = self.db.row("SELECT salt FROM employee_pin WHERE employee_id = ?", (person_id,))
        return row[0] if row else b""

    def write(self, tx: Transaction, person_id: bytes, digits: str) -> None:
        """Give that person these digits, "" takes the PIN away."""
        salt = os.urandom(16)
        new = {"salt": salt, "hash": scrypt(digits, salt), "tries": 0, "wait_until": 0}
        key = {"employee_id": person_id}
        if not digits:
            tx.remove(EmployeePin, key)
        elif not tx.change(EmployeePin, key, new):
            tx.insert(EmployeePin, {**key, **new})

    def right(self, person_id: bytes, digits: str) -> bool:
        """Whether these are that person's digits; nothing is counted."""
        row = self.db.row("SELECT salt, hash FROM employee_pin WHERE employee_id = ?", (person_id,))
        return row is not None and hmac.compare_digest(scrypt(digits, row[0]), row[1])

    def check(self, person_id: bytes, name: str, pin: str) -> None:
        """Refused unless it is that person's PIN; somebody without one needs none."""
        if not self.has(person_id):
            return
        self._refuse(self._waits(person_id))
        if not self.right(person_id, ascii_digits(clean(pin))):
            self._count(person_id)
            raise Refused(_("That is not the PIN of {name}.").format(name=name), _("Type it again."))
        self._forget(person_id)

    def whose(self, people: Sequence[bytes], pin: str) -> bytes:
        """Which of these people has that PIN; Refused for none.

        A wrong one counts against the only one it can be, else against the shop as a whole: five slips at the counter
        keep nobody from allowing anything.
        """
        waits = {person: self._waits(person) for person in people}
        free = [person for person in people if not waits[person]]
        if not free:
            self._refuse(min(waits.values()))
        if len(people) > 1:
            self._refuse(self._shop()[1])
        digits = ascii_digits(clean(pin))
        found = next((person for person in free if self.right(person, digits)), None)
        if found is None:
            if len(people) == 1:
                self._count(people[0])
            else:
                self._count_shop()
            raise Refused(_("That PIN does not allow it."), _("A manager or the owner types theirs."))
        self._forget(found)
        return found

    # -- inside

    def _waits(self, person_id: bytes) -> int:
        """Milliseconds for which no PIN of that person counts."""
        row = self.db.row("SELECT wait_until FROM employee_pin WHERE employee_id = ?", (person_id,))
        return max(0, row[0] - self.db.clock.ms()) if row else 0

    def _shop(self) -> tuple[int, int, int]:
        """Wrong PINs that were nobody's, milliseconds that the shop waits still, and since when it does not."""
        told = setting(self.db, KEY, dict[str, int]())
        until, now = told.get("until", 0), self.db.clock.ms()
        return told.get("tries", 0), max(0, until - now), until

    def _refuse(self, wait: int) -> None:
        if wait:
            raise Refused(
                _("Too many wrong PINs."),
                _("Wait {seconds} seconds, then try again.").format(seconds=wait // 1000 + 1),
            )

    def _count(self, person_id: bytes) -> None:
        with self.db.transaction("pin.wrong") as tx:
            row = self.db.row("SELECT tries, wait_until FROM employee_pin WHERE employee_id = ?", (person_id,))
            if row is not None:
                tries, until = _counted(row[0], row[1], TRIES, tx.at)
                changes = {"tries": tries, "wait_until": until}
                tx.change(EmployeePin, {"employee_id": person_id}, changes, local=True)

    def _count_shop(self) -> None:
        with self.db.transaction("pin.wrong") as tx:
            before = self._shop()
            tries, until = _counted(before[0], before[2], SHOP_TRIES, tx.at)
            told = json.dumps({"tries": tries, "until": until})
            if not tx.change(Setting, {"key": KEY}, {"value": told}):
                tx.insert(Setting, {"key": KEY, "value": told})

    def _forget(self, person_id: bytes) -> None:
        if self.db.row("SELECT 1 FROM employee_pin WHERE employee_id = ? AND tries > 0", (person_id,)):
            with self.db.transaction("pin.right") as tx:
                tx.change(EmployeePin, {"employee_id": person_id}, {"tries": 0, "wait_until": 0}, local=True)
        if self._shop()[0]:
            with self.db.transaction("pin.right") as tx:
                tx.remove(Setting, {"key": KEY})


def _counted(tries: int, until: int, most: int, now: int) -> tuple[int, int]:
    """Wrong tries with one more, and until when one waits for them (milliseconds, 0: not at all)."""
    if until and now > until + LONGEST_WAIT:
        tries = 0
    tries += 1
    return tries, now + min(WAIT << (tries - most), LONGEST_WAIT) if tries >= most else 0


def scrypt(digits: str, salt: bytes) -> bytes:
    """What is kept of a PIN: 32 bytes that take about 50 ms and 16 MB to compute."""
    return hashlib.scrypt(digits.encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=32)
