"""An order on the packing table as screens see it: what was asked for, where it stands, and what is in the box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.reports.slip import WEIGHED
from shoppos.rules import line_notes
from shoppos.shop import batches
from shoppos.shop.business_day import booking_day
from shoppos.shop.sale_view import OpenLine

SHELVES = (
    "SELECT p.id, coalesce(nullif(k.shelf, ''), p.category, '') FROM sale_line l JOIN product p ON p.id = l.product_id "
    "LEFT JOIN keeping k ON k.product_id = p.id WHERE l.sale_id = ?"
)


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line to be packed, in thousandths: what was asked for and what is in the box.

    `batch` is the one to take, the nearest expiry first, with its last day (yyyymmdd); `serials` are the pieces that
    are in the box, `weighed` says that the goods are measured out.
    """

    line: int
    product_id: bytes
    code: str
    name: str
    local_name: str
    unit: str
    wanted: int
    packed: int
    shelf: str
    note: str
    tracks: str
    weighed: bool
    batch: str = ""
    expiry: int | None = None
    serials: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """Thousandths that are not in the box yet."""
        return max(self.wanted - self.packed, 0)


@dataclass(frozen=True, slots=True)
class Packing:
    """An order on the packing table; `payable` is what it comes to now, `agreed` what it came to when it was agreed.

    Both in paise, of what did not leave yet.
    """

    order_id: bytes
    number: str
    state: str
    lines: tuple[PackLine, ...]
    payable: int
    agreed: int

    @property
    def begun(self) -> bool:
        """Whether anything is in the box."""
        return any(line.packed for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether all that was asked for is in the box."""
        return all(not line.left for line in self.lines)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the bill of the next parcel comes to, and what of it is due then, in paise.

    By `rounding` paise all of it comes to more (below zero: less) because its bills are rounded each by itself.
    """

    payable: int
    due: int
    rounding: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of a scan: the table after it, the line that it was for, and what to tell."""

    packing: Packing
    line: int
    message: str = ""


def pack_lines(
    db: Database, sale_id: bytes, lines: Sequence[OpenLine], packed: Mapping[int, int]
) -> tuple[PackLine, ...]:  # fmt: skip
    """The lines of an open sale by their shelves, with what is in the box of each (thousandths)."""
    shelves: dict[bytes, str] = dict(db.rows(SHELVES, (sale_id,)))
    today = booking_day(db)
    found = [_pack_line(db, line, packed.get(line.line, 0), shelves.get(line.product_id, ""), today) for line in lines]
    return tuple(sorted(found, key=lambda line: (line.shelf.casefold(), line.line)))


def _pack_line(db: Database, line: OpenLine, packed: int, shelf: str, today: int) -> PackLine:
    here = batches.on_hand(db, line.product_id) if line.tracks == "batch" else []
    good = next((batch for batch in here if not batch.expired(today)), None)
    said = line_notes.read(line.note)
    return PackLine(
        line.line, line.product_id, line.code, line.name, line.local_name, line.unit, line.quantity,
        min(packed, line.quantity), shelf, said.words, line.tracks, line.unit.upper() in WEIGHED,
        good.code if good else "", good.expiry if good else None, said.serials,
    )  # fmt: skip
