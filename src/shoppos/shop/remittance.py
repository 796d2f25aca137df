"""A courier's remittance: money that was paid at the door comes in by a list, parcel by parcel, and counts once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.rules import remittance_list
from shoppos.shop import sheets
from shoppos.shop.cod import COURIER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.rules.remittance_list import Remitted
    from shoppos.shop.cod import CashOnDelivery

RIGHT, LESS, MORE, UNKNOWN, KNOWN, NOTHING = "right", "less", "more", "unknown", "known", "nothing"
"""How a row stands to its bill: as much as is due, less, more, no such parcel, counted before, nothing due."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One row of a list beside its bill: what the courier says, what was due, and what was counted, in paise."""

    row: int
    awb: str
    number: str
    said: int
    due: int
    counted: int
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A list worked through: every row, what was counted in all, and what the courier kept for itself, in paise."""

    rows: tuple[Matched, ...]
    counted: int
    fees: int
    skipped: tuple[tuple[int, str], ...] = ()

    @property
    def odd(self) -> tuple[Matched, ...]:
        """The rows that a person must look at."""
        return tuple(row for row in self.rows if row.state not in {RIGHT, KNOWN})


class Remittances:
    """Lists of couriers; each row becomes a receipt of its bill, named after the list so that it counts once."""

    def __init__(self, db: Database, cod: CashOnDelivery) -> None:
        """Work on `db`; `cod` writes what came in."""
        self.db = db
        self.cod = cod

    def read_file(self, path: Path, *, preview: bool = False) -> Settled:
        """Count the list of a courier, CSV or Excel; with `preview` only say what would come of it."""
        refused: ShopError | None = None
        for sheet in sheets.read(path):
            try:
                told = remittance_list.read(sheet.rows)
            except ShopError as error:
                refused = refused or error
                continue
            settled = self.settle(told.lines, preview=preview)
            return Settled(settled.rows, settled.counted, settled.fees, told.skipped)
        raise refused or InvalidInput(_("{file} holds no list.").format(file=path.name), field="file")

    def settle(self, lines: Sequence[Remitted], *, preview: bool = False) -> Settled:
        """Count the rows of a list in one transaction: what is due at most; more and unknown parcels are only named."""
        with self.db.transaction("cod.remitted") as tx:
            rows = [self._row(tx, line, preview=preview) for line in lines]
        fees = sum(line.fee for line, row in zip(lines, rows, strict=True) if row.state in {RIGHT, LESS, MORE})
        return Settled(tuple(rows), sum(row.counted for row in rows), fees)

    # -- inside

    def _row(self, tx: Transaction, line: Remitted, *, preview: bool) -> Matched:
        found = self.db.rows(
            "SELECT c.sale_id, s.number FROM parcel c JOIN sale s ON s.id = c.sale_id WHERE c.awb = ?", (line.awb,)
        )
        if len(found) != 1:
            why = _("No parcel has AWB {awb}.") if not found else _("Several parcels have AWB {awb}.")
            return Matched(line.row, line.awb, "", line.amount, 0, 0, UNKNOWN, why.format(awb=line.awb))
        sale_id, number = found[0]
        first = _receipt_id(sale_id, line)
        due = self.cod.due(sale_id)
        if self.db.row("SELECT 1 FROM cod_receipt WHERE id = ?", (first,)):
            said = _("Bill {number} was counted by this remittance before.").format(number=number)
            return Matched(line.row, line.awb, number, line.amount, due, 0, KNOWN, said)
        if not due:
            said = _("Nothing is due at the door for bill {number}.").format(number=number)
            return Matched(line.row, line.awb, number, line.amount, 0, 0, NOTHING, said)
        counted = min(line.amount, due)
        if not preview:
            self.cod.write(tx, first, sale_id, counted, COURIER, clean(line.reference or line.awb, 40))
            self.cod.tell(tx, sale_id, counted, COURIER)
        state = RIGHT if line.amount == due else LESS if line.amount < due else MORE
        return Matched(
            line.row, line.awb, number, line.amount, due, counted, state, _why(state, number, line.amount, due)
        )


def _why(state: str, number: str, said: int, due: int) -> str:
    """What is to be said of a row whose amount is not that of its bill."""
    if state == RIGHT:
        return ""
    words = {
        LESS: _("Bill {number}: {due} were due, {said} came."),
        MORE: _("Bill {number}: only {due} were due, {said} came."),
    }[state]
    return words.format(number=number, due=rupees(due), said=rupees(said))


def _receipt_id(sale_id: bytes, line: Remitted) -> bytes:
    """The id of the receipt that a row becomes: the same row of the same remittance has the same."""
    day = line.at.date().isoformat() if line.at else ""
    told = f"{line.awb}\n{line.amount}\n{line.reference}\n{day}".encode()
    return sale_id[:6] + hashlib.sha256(sale_id + told).digest()[:10]
