"""Words that were begun and neither sent nor confirmed, so that a killed program comes back to them."""

import json
from collections.abc import Mapping
from typing import Any

from shoppos.base.db import Database
from shoppos.base.transaction import Transaction
from shoppos.models.till import Counter
from shoppos.reports.one_person import marks

Words = Mapping[str, Any]
"""What stands half typed, as the page that asks for it needs it again; nothing for nothing."""
ANSWER, ORDER = "answer", "order"
"""On what is written: "answer" and a customer's id in hex, "order" and an order's id or the number of somebody new."""
KEPT = 30 * 86_400_000
"""Milliseconds after which what nobody went on with is forgotten."""
PATIENCE = 20
"""Milliseconds for which it waits for who writes in the file: nobody asked for it, and it can be tried again."""


class Begun:
    """A local row for each thing, of one till alone, so that it is locked, copied and forgotten with all the rest."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def of(self, what: str) -> dict[str, Any]:
        """What this till's people began to write on that."""
        return self._told("till = ?", f"{self.db.till} {what}")

    def last(self, page: str) -> dict[str, Any]:
        """What they typed last on a page, by the first word of what it is written on."""
        return self._told("till GLOB ?", f"{self.db.till} {page} *")

    def keep(self, typed: Mapping[str, Words]) -> None:
        """Keep these words, each under what it is written on; where none are left, nothing is kept."""
        with self.db.transaction("page.typed", PATIENCE) as tx:
            for what, words in typed.items():
                if words:
                    told = json.dumps({"at": tx.at, "words": words}, ensure_ascii=False)
                    tx.run(
                        "INSERT INTO counter (till, panel, attempts) VALUES (?, ?, 0) "
                        "ON CONFLICT DO UPDATE SET panel = excluded.panel",
                        (f"{self.db.till} {what}", told),
                        touches=Counter,
                    )
                else:
                    tx.remove(Counter, {"till": f"{self.db.till} {what}"}, local=True)
            tx.run("DELETE FROM counter WHERE instr(till, ' ') AND panel ->> '$.at' < ?", (tx.at - KEPT,))

    def _told(self, where: str, key: str) -> dict[str, Any]:
        row = self.db.row(
            f"SELECT panel ->> '$.words' FROM counter WHERE {where} ORDER BY panel ->> '$.at' DESC LIMIT 1", (key,)
        )
        return json.loads(row[0]) if row else {}


def forget(tx: Transaction, people: tuple[bytes, ...]) -> None:
    """Take out what was begun on any till to these customers, on their orders, or under their numbers."""
    these = marks(people)
    tx.run(
        "DELETE FROM counter WHERE instr(till, ' ') AND substr(till, instr(till, ' ') + 1) IN ("
        f"SELECT '{ANSWER} ' || lower(hex(id)) FROM customer WHERE id IN ({these}) UNION ALL "
        f"SELECT '{ORDER} ' || lower(hex(id)) FROM orders WHERE customer_id IN ({these}) UNION ALL "
        f"SELECT '{ORDER} ' || p.phone FROM customer c JOIN personal p ON p.id = c.personal_id "
        f"WHERE c.id IN ({these}))",
        people * 3,
    )


def move(tx: Transaction, gone: bytes, keep: bytes) -> None:
    """What was begun to the one card is begun to the other from now on; what was begun to that one already stands."""
    old, new = (f" {ANSWER} {one.hex()}" for one in (gone, keep))
    tx.run("UPDATE OR IGNORE counter SET till = replace(till, ?, ?) WHERE instr(till, ?)", (old, new, old))
