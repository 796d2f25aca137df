"""The run of a person of the shop: the parcels they carry by slot and PIN code, and the cash they bring back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.file import Reader
from shoppos.base.text import clean
from shoppos.reports import dues

PARCELS = (
    "SELECT p.id, p.order_id, p.sale_id, o.number, p.no, s.number, c.name, c.phone, c.address, c.pin_code, o.promised, "
    "o.slot, o.note, p.state, p.tries, p.weight, p.carrier, p.out_at, p.ended_at, "
    "(SELECT count(*) FROM sale_line l WHERE l.sale_id = p.sale_id OR l.sale_id IN "
    "(SELECT id FROM sale WHERE with_id = p.sale_id)) "
    "FROM parcel p JOIN orders o ON o.id = p.order_id JOIN sale s ON s.id = p.sale_id "
    "JOIN personal c ON c.id = o.personal_id WHERE p.way = 'own' AND "
)
PAPERS = "SELECT id FROM sale WHERE state = 'done' AND (id = ? OR with_id = ?)"
CUSTOMER = "customer"
"""Of whom the rest is due that was not paid at the door, as the step of a delivery says it."""
OF_CUSTOMER = (
    "SELECT 1 FROM order_step t WHERE t.order_id = p.order_id AND t.parcel_id = p.id "
    f"AND json_extract(t.told, '$.due_of') = '{CUSTOMER}'"
)
OUT, FAILED, DELIVERED = "out", "failed", "delivered"


@dataclass(frozen=True, slots=True)
class RunParcel:
    """One parcel of a run: whose it is and where it goes; `collect` is what is due at the door, in paise.

    Moments in milliseconds, weight in grams, `promised` as yyyymmdd.
    """

    parcel_id: bytes
    order_id: bytes
    sale_id: bytes
    order: str
    no: int
    bill: str
    name: str
    phone: str
    address: str
    pin_code: str
    promised: int | None
    slot: str
    note: str
    state: str
    tries: int
    weight: int
    carrier: str
    out_at: int
    ended_at: int | None
    items: int
    collect: int

    @property
    def carried(self) -> bool:
        """Whether it is on its way still."""
        return self.state in {OUT, FAILED}


@dataclass(frozen=True, slots=True)
class RunSheet:
    """What one person carries; money in paise.

    `parcels` are on their way or delivered with money that was not handed over yet.
    """

    carrier: str
    day: dt.date
    shop: str
    parcels: tuple[RunParcel, ...]

    @property
    def number(self) -> str:
        """By what the sheet is known on the list of papers."""
        return f"{self.day:%d-%m-%Y}"

    @property
    def out(self) -> tuple[RunParcel, ...]:
        """The parcels that are on their way."""
        return tuple(parcel for parcel in self.parcels if parcel.carried)

    @property
    def to_collect(self) -> int:
        """What the doors still to be called at are to pay."""
        return sum(parcel.collect for parcel in self.out)

    @property
    def to_bring(self) -> int:
        """What was paid at the doors and not handed over yet."""
        return sum(parcel.collect for parcel in self.parcels if not parcel.carried)

    @property
    def cash(self) -> int:
        """What the person brings back when all goes well."""
        return self.to_collect + self.to_bring


def due_at_door(db: Reader, sale_id: bytes) -> int:
    """What of a parcel's bills is due at the door still, in paise."""
    return sum(dues.unpaid(db, at)[1] for (at,) in db.rows(PAPERS, (sale_id, sale_id)))


def read(db: Reader, carrier: str) -> RunSheet:
    """What a person carries now, and whose money they have not handed over."""
    named = clean(carrier, 60)
    rows = db.rows(
        PARCELS + "p.carrier = ? AND (p.state IN ('out', 'failed') OR p.state = 'delivered' AND p.cod > 0 "
        f"AND NOT EXISTS ({OF_CUSTOMER}))",
        (named,),
    )  # fmt: skip
    found = [parcel for parcel in _parcels(db, rows) if parcel.carried or parcel.collect]
    return _sheet(db, named, found)


def load(db: Reader, _doc_id: bytes, told: Mapping[str, Any]) -> RunSheet:
    """The sheet as a paper asks for it: of the parcels that were carried when it was owed."""
    asked = [bytes.fromhex(str(one)) for one in told.get("parcels", ())]
    rows = [row for one in asked for row in db.rows(f"{PARCELS} p.id = ?", (one,))]
    found = _parcels(db, rows)
    return _sheet(db, found[0].carrier if found else "", found)


def carriers(db: Reader) -> list[str]:
    """Who carries parcels now or has not handed over what was paid at the doors, by name."""
    rows = db.rows(
        "SELECT DISTINCT carrier FROM parcel WHERE way = 'own' AND carrier <> '' AND state IN ('out', 'failed') "
        "UNION SELECT DISTINCT carrier FROM parcel WHERE way = 'own' AND carrier <> '' AND state = 'delivered' "
        "AND cod > coalesce((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = parcel.sale_id "
        "OR r.sale_id IN (SELECT id FROM sale WHERE with_id = parcel.sale_id)), 0)"
    )
    named = {row[0] for row in rows}
    return sorted((name for name in named if any(read(db, name).parcels)), key=str.casefold)


def _parcels(db: Reader, rows: Sequence[tuple[Any, ...]]) -> list[RunParcel]:
    found = list[RunParcel]()
    for row in rows:
        told: Any = (*row, due_at_door(db, row[2]))
        found.append(RunParcel(*told))
    return sorted(found, key=lambda one: (one.promised or 0, one.slot, one.pin_code, one.order, one.no))


def _sheet(db: Reader, carrier: str, parcels: Sequence[RunParcel]) -> RunSheet:
    day = day_of(db.clock.business_day(db.clock.ms()))
    shop = db.row("SELECT name FROM letterhead ORDER BY id DESC LIMIT 1")
    return RunSheet(carrier, day, shop[0] if shop else "", tuple(parcels))
