"""The tills, their number series, and what stands on each screen."""

import json
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.till import Counter, Series, Till
from shoppos.rules import numbers
from shoppos.shop.business_day import first_open

FIRST = "A1"


class Tills:
    """One till of the shop works on this database; `db.till` is its code."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    @property
    def current(self) -> str:
        """The code of this till."""
        return self.db.till

    def list(self) -> list[tuple[str, str]]:
        """Code and name of every till."""
        return [(code, name) for code, name in self.db.rows("SELECT code, name FROM till ORDER BY code")]

    def add(self, code: str = "", name: str = "") -> str:
        """A new till; gives its code, which begins every number it draws: the next one never used if none is asked."""
        asked = code.strip().upper()
        if asked and not numbers.is_till_code(asked):
            raise InvalidInput(
                _("{code} cannot be a till's code.").format(code=clean(asked)), _("Use A1, A2, B1 …"), "till"
            )
        with self.db.transaction("till.added") as tx:
            code = asked or numbers.next_till_code(known for known, _name in self.list())
            if self.db.row("SELECT 1 FROM till WHERE code = ?", (code,)):
                raise Refused(_("There is a till {code} already.").format(code=code), _("Choose another code."))
            tx.insert(Till, {"code": code, "name": clean(name)})
        return code

    def use(self, code: str | None = None) -> None:
        """Work as that till from now on; without a code as the first."""
        row = self.db.row(
            "SELECT code FROM till WHERE code = coalesce(?, code) ORDER BY code LIMIT 1",
            (code and clean(code).upper(),),
        )
        if row is None:
            raise NotFound(_("There is no till {code}.").format(code=clean(code or "")), _("Add it first."))
        self.db.till = row[0]

    def draw(self, tx: Transaction, day: int, letter: str = "") -> tuple[str, int]:
        """The next number of this till's series, and the business day (yyyymmdd) it counts for.

        Both move only with the document's own transaction, so that no number is lost or given twice; the day never
        goes back behind the series' last, whatever the clock says, nor into one that is closed.
        """
        day = max(day, first_open(self.db))
        code = numbers.fy_code(day_of(day))
        last = self.db.row(
            "SELECT fy, next, last_day FROM series WHERE till = ? AND letter = ? ORDER BY last_day DESC LIMIT 1",
            (self.db.till, letter),
        )
        if last is not None and last[2] > day:
            day, code = last[2], last[0]
        n = tx.run(
            "INSERT INTO series (till, letter, fy, next, last_day) VALUES (?, ?, ?, 2, ?) "
            "ON CONFLICT DO UPDATE SET next = next + 1, last_day = excluded.last_day RETURNING next - 1",
            (self.db.till, letter, code, day),
            touches=Series,
        ).fetchone()[0]
        return numbers.number(self.db.till, day_of(day), n, letter), day

    # -- the screen of this till

    def screen(self) -> tuple[bytes | None, dict[str, Any]]:
        """The sale on this till's screen, if any, and its pay panel as it was left."""
        row = self.db.row("SELECT sale_id, panel FROM counter WHERE till = ?", (self.db.till,))
        return (row[0], json.loads(row[1])) if row else (None, {})

    def show(self, tx: Transaction, sale_id: bytes | None, panel: dict[str, Any] | None = None) -> None:
        """Put a sale on this till's screen, or none."""
        told = json.dumps(panel or {})
        tx.run(
            "INSERT INTO counter (till, sale_id, panel, attempts) VALUES (?, ?, ?, 0) "
            "ON CONFLICT DO UPDATE SET sale_id = excluded.sale_id, panel = excluded.panel",
            (self.db.till, sale_id, told),
            touches=Counter,
        )

    def next_attempt(self, tx: Transaction) -> str:
        """A payment reference never used before: the till's code and its count of attempts."""
        n = tx.run(
            "INSERT INTO counter (till, panel, attempts) VALUES (?, '{}', 1) "
            "ON CONFLICT DO UPDATE SET attempts = attempts + 1 RETURNING attempts",
            (self.db.till,),
        ).fetchone()[0]
        return f"{self.db.till}{n:06d}"
