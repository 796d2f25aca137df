"""Which printers answer: from one that did once, silence is a fault; from one that never did, it is its nature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.models.print_job import AnsweringPrinter
from shoppos.printing.printers import place

if TYPE_CHECKING:
    from shoppos.base.db import Database


class Answering:
    """Remembers the printers that answer by their addresses, for this machine alone."""

    def __init__(self, db: Database) -> None:
        """Remember in `db`."""
        self._db = db

    def knows(self, address: str) -> bool:
        """Whether the printer there has told once how it is."""
        return self._confirms(address) is not None

    def confirms(self, address: str) -> bool:
        """Whether the printer there has said once of a paper that it came out."""
        return bool(self._confirms(address))

    def _confirms(self, address: str) -> int | None:
        row = self._db.row("SELECT confirms FROM answering_printer WHERE address = ?", (place(address),))
        return row[0] if row else None

    def learn(self, address: str, *, confirms: bool = False) -> None:
        """The printer there has answered; written only when that is new."""
        known = self._confirms(address)
        if known is not None and known >= confirms:
            return
        with self._db.transaction("printer.heard") as tx:
            told = (
                "INSERT INTO answering_printer (address, confirms, since) VALUES (?, ?, ?) "
                "ON CONFLICT (address) DO UPDATE SET confirms = max(confirms, excluded.confirms)"
            )
            tx.run(told, (place(address), int(confirms), tx.at), touches=AnsweringPrinter)

    def forget(self, address: str) -> None:
        """Another printer stands there now, of which nothing is known; written only when that is new."""
        if not self.knows(address):
            return
        with self._db.transaction("printer.changed") as tx:
            tx.remove(AnsweringPrinter, {"address": place(address)}, local=True)
