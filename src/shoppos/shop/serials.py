"""Serial numbers and IMEIs: which single piece came in, and which went out."""

from collections.abc import Iterable, Sequence

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.text import code as spell
from shoppos.rules import line_notes
from shoppos.rules.packs import PIECE

HERE = (
    "SELECT product_id FROM serial_move WHERE serial = ? GROUP BY product_id HAVING sum(quantity) > 0 "
    "ORDER BY product_id LIMIT 1"
)


def product_of(db: Database, serial: str) -> bytes | None:
    """The product of the piece with that number, while it is in stock."""
    row = db.row(HERE, (spell(serial),))
    return row[0] if row else None


def in_stock(db: Database, product_id: bytes) -> list[str]:
    """The numbers of the pieces of a product that are in stock."""
    rows = db.rows(
        "SELECT serial FROM serial_move WHERE product_id = ? GROUP BY serial HAVING sum(quantity) > 0 ORDER BY serial",
        (product_id,),
    )
    return [row[0] for row in rows]


def checked(name: str, quantity: int, serials: Sequence[str]) -> tuple[str, ...]:
    """The numbers in their one spelling; InvalidInput unless there is one, and another, for each piece."""
    spelled = tuple(one for one in map(spell, serials) if one)
    if len(set(spelled)) * PIECE != abs(quantity) or len(set(spelled)) != len(spelled):
        raise InvalidInput(
            _("{name}: serial numbers for {have} of {n} pieces were scanned.").format(
                n=show_quantity(abs(quantity)), name=name, have=len(set(spelled))
            ),
            _("Scan the number on each piece."),
            "serials",
        )
    return spelled


def refuse_unknown(db: Database, scanned: str, lines: Iterable[tuple[bytes, str, int, str]]) -> None:
    """Refused when a line waits for the number of its piece: an unknown code was meant for that, and is not one.

    `lines` are those of an open bill: product, name, quantity in thousandths, and the note with the numbers so far.
    """
    for product_id, name, quantity, note in lines:
        if len(line_notes.read(note).serials) * PIECE < quantity and db.row(
            "SELECT 1 FROM keeping WHERE product_id = ? AND tracks = 'serial'", (product_id,)
        ):
            raise Refused(
                _("{serial} is not a serial number of {name} in stock.").format(serial=clean(scanned, 60), name=name),
                _("Scan the number on the piece, or take the line off the bill."),
            )


def refuse_here(db: Database, serials: Sequence[str]) -> None:
    """Refused when a piece that comes in is in stock already."""
    for serial in serials:
        if product_of(db, serial) is not None:
            raise Refused(
                _("The piece {serial} is in stock already.").format(serial=serial), _("Scan the number on the piece.")
            )


def refuse_gone(db: Database, product_id: bytes, name: str, serials: Sequence[str]) -> None:
    """Refused when a piece that goes out is not in stock, or is one of another item."""
    for serial in serials:
        if product_of(db, serial) != product_id:
            raise Refused(
                _("The piece {serial} of {name} is not in stock.").format(serial=serial, name=name),
                _("Scan the number on the piece itself."),
            )
