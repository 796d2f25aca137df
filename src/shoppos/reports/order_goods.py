"""The goods of an order, all there ever were, and what became of each; and what became of its charge for delivery."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees

IN_SHOP, PACKED, CANCELLED = "in the shop", "packed", "cancelled"
ON_ITS_WAY, NOT_DELIVERED, DELIVERED = "on its way", "not delivered", "delivered"
REFUSED, BROUGHT_BACK, RETURNED = "refused", "brought back", "returned"
BECAME = {"out": ON_ITS_WAY, "failed": NOT_DELIVERED, "delivered": DELIVERED, "returned": BROUGHT_BACK}
"""What has become of the goods of a parcel in that state, unless they came back of themselves."""
OF_STEP = {"part_delivered": REFUSED, "returned": BROUGHT_BACK}
"""Which step of an order wrote a credit note; one that none wrote was made at the counter, later."""
OPEN = (
    "SELECT l.code, l.name, l.unit, l.quantity, coalesce(k.quantity, 0) FROM orders o JOIN sale_line l "
    "ON l.sale_id = o.sale_id LEFT JOIN packed_line k ON k.sale_id = l.sale_id AND k.line = l.line "
    "WHERE o.id = ? ORDER BY l.line"
)
GIVEN_UP = (
    "SELECT l.code, l.name, l.unit, l.quantity FROM order_step t JOIN sale_line l "
    "ON l.sale_id = unhex(json_extract(t.told, '$.sale')) WHERE t.order_id = ? AND t.kind = 'cancelled' "
    "ORDER BY t.id, l.line"
)
BILLED = (
    "SELECT p.no, p.state, s.number, l.code, l.name, l.unit, l.quantity, s.id, l.line, "
    "EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) FROM parcel p "
    "JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id JOIN sale_line l ON l.sale_id = s.id "
    "WHERE p.order_id = ? AND s.state = 'done' ORDER BY p.no, s.number, l.line"
)
BACK = (
    "SELECT n.against_id, r.of_line, c.number, l.quantity FROM parcel p "
    "JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id JOIN credit_note n ON n.against_id = s.id "
    "JOIN sale c ON c.id = n.sale_id JOIN credit_line r ON r.sale_id = n.sale_id "
    "JOIN sale_line l ON l.sale_id = r.sale_id AND l.line = r.line WHERE p.order_id = ? ORDER BY c.number, l.line"
)
NOTES = "SELECT kind, told FROM order_step WHERE order_id = ? AND kind IN ('part_delivered', 'returned')"
CHARGED = (
    "SELECT coalesce(sum(l.ship), 0), coalesce(sum((SELECT sum(b.ship) FROM credit_note n JOIN credit_line r "
    "ON r.sale_id = n.sale_id JOIN sale_line b ON b.sale_id = r.sale_id AND b.line = r.line "
    "WHERE n.against_id = l.sale_id AND r.of_line = l.line)), 0) FROM sale s JOIN sale_line l ON l.sale_id = s.id "
    "WHERE (s.id = :sale OR s.with_id = :sale) AND s.state = 'done'"
)
NOTED = "SELECT coalesce(sum(l.ship), 0) FROM sale_line l WHERE l.sale_id IN (SELECT unhex(value) FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Fate:
    """Some of a line of an order, in thousandths, and what became of it; `parcel` and `bill` once it has left.

    `note` is the credit note by which it came back.
    """

    code: str
    name: str
    unit: str
    quantity: int
    became: str
    parcel: int | None = None
    bill: str = ""
    note: str = ""


class Charge(NamedTuple):
    """What of the charge for delivery went back with goods that came back, and what of it stays; in paise."""

    back: int
    stays: int


NO_CHARGE = Charge(0, 0)


def goods(db: Reader, order_id: bytes) -> tuple[Fate, ...]:
    """What became of all goods that an order ever had when they left, were given up, or are in the shop still."""
    found = list[Fate]()
    back = _back(db, order_id)
    for no, state, bill, code, name, unit, amount, sale_id, line, void in db.rows(BILLED, (order_id,)):
        left = amount
        for note, part, became in back.get((sale_id, line), ()):
            found.append(Fate(code, name, unit, part, became, no, bill, note))
            left -= part
        if left > 0:
            found.append(Fate(code, name, unit, left, CANCELLED if void else BECAME[state], no, bill))
    for code, name, unit, amount in db.rows(GIVEN_UP, (order_id,)):
        found.append(Fate(code, name, unit, amount, CANCELLED))
    for code, name, unit, amount, packed in db.rows(OPEN, (order_id,)):
        boxed = min(packed, amount)
        found += [
            Fate(code, name, unit, part, became)
            for part, became in ((boxed, PACKED), (amount - boxed, IN_SHOP)) if part
        ]  # fmt: skip
    return tuple(found)


def charge(db: Reader, sale_id: bytes) -> Charge:
    """What became of the delivery charge of a parcel's bills."""
    billed, back = db.row(CHARGED, {"sale": sale_id}) or (0, 0)
    return Charge(back, billed - back)


def charge_of(db: Reader, sale_id: bytes, notes: Sequence[bytes]) -> Charge:
    """What of that charge came back by these credit notes alone, and what of it stays after all of them."""
    row = db.row(NOTED, (json.dumps([one.hex() for one in notes]),))
    return Charge(row[0] if row else 0, charge(db, sale_id).stays)


def charge_said(back: int, stays: int) -> str:
    """The same in words; "" where none was charged."""
    if back and stays:
        said = _("{back} of the delivery charge are taken off with what came back; {stays} of it stay.")
    elif back:
        said = _("The delivery charge of {back} is taken off with what came back.")
    elif stays:
        said = _("The delivery charge of {stays} stays.")
    else:
        return ""
    return said.format(back=rupees(back), stays=rupees(stays))


def told(one: Fate) -> dict[str, Any]:
    """A part of a line as the document of an order has it."""
    return {
        "code": one.code, "name": one.name, "quantity": quantity(one.quantity), "unit": one.unit,
        "became": one.became, "parcel": one.parcel, "bill": one.bill, "note": one.note,
    }  # fmt: skip


def became_said(became: str) -> str:
    """What became of goods, in words."""
    return {
        IN_SHOP: _("in the shop"), PACKED: _("packed"), CANCELLED: _("cancelled"), ON_ITS_WAY: _("on its way"),
        NOT_DELIVERED: _("not delivered"), DELIVERED: _("delivered"), REFUSED: _("refused at the door"),
        BROUGHT_BACK: _("brought back"), RETURNED: _("returned later"),
    }[became]  # fmt: skip


def _back(db: Reader, order_id: bytes) -> dict[tuple[bytes, int], list[tuple[str, int, str]]]:
    """What came back of each line of the bills: credit note, thousandths, and how it came back."""
    wrote = {
        number: OF_STEP[kind]
        for kind, said in db.rows(NOTES, (order_id,)) for number in json.loads(said).get("notes", ())
    }  # fmt: skip
    found = dict[tuple[bytes, int], list[tuple[str, int, str]]]()
    for sale_id, line, note, amount in db.rows(BACK, (order_id,)):
        found.setdefault((sale_id, line), []).append((note, amount, wrote.get(note, RETURNED)))
    return found
