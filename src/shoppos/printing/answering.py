"""Which printers answer: from one that did once, silence is a fault; from one that never did, it is its nature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.models.print_job import AnsweringPrinter

if TYPE_CHECKING:
    from shoppos.base.db import Database


class Answering:
    """Remembers the printers that answer by their addresses, for this machine alone."""

    def __init__(self, db: Database) -> None:
        """Remember in `db`."""
        self._db = db

    def knows(self, address: str) -> bool:
        """Whether the printer there has answered once."""
        return self._db.row("SELECT 1 FROM answering_printer WHERE address = ?", (address,)) is not None

    def learn(self, address: str) -> None:
        """The printer there has answered; written only the first time."""
        if self.knows(address):
            return
        with self._db.transaction("printer.heard") as tx:
            told = "INSERT INTO answering_printer (address, since) VALUES (?, ?) ON CONFLICT DO NOTHING"
            tx.run(told, (address, tx.at), touches=AnsweringPrinter)

    def forget(self, address: str) -> None:
        """Another printer stands there now, of which nothing is known."""
        with self._db.transaction("printer.changed") as tx:
            tx.remove(AnsweringPrinter, {"address": address}, local=True)
