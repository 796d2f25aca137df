"""Places: what lies in the godown or the back room instead of on the shop floor."""

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.keeping import PlaceMove
from shoppos.shop.moves import Move

FLOOR = ""
"""The shop floor: what lies nowhere else."""
FLOOR_NAMES = frozenset({"", "shop", "floor", "shop floor"})


def named(text: str) -> str:
    """A place in its one spelling: small letters, "" for the shop floor."""
    place = clean(text, 40).casefold()
    return FLOOR if place in FLOOR_NAMES else place


def lying(db: Database, product_id: bytes) -> dict[str, int]:
    """Thousandths of a product in each place beside the shop floor."""
    rows = db.rows(
        "SELECT place, sum(quantity) FROM place_move WHERE product_id = ? GROUP BY place HAVING sum(quantity) <> 0 "
        "ORDER BY place",
        (product_id,),
    )
    return {row[0]: row[1] for row in rows}


def transfer(db: Database, tx: Transaction, move: Move, source: str, target: str, on_hand: int) -> None:
    """Carry goods from one place to another; `on_hand` is what there is in all, which stays.

    Refused for more than lies there.
    """
    source, target = named(source), named(target)
    if source == target:
        raise InvalidInput(_("The goods lie there already."), _("Name another place."), "place")
    there = lying(db, move.product_id)
    have = on_hand - sum(there.values()) if source == FLOOR else there.get(source, 0)
    if have < move.quantity:
        raise Refused(
            _("Only {have} lie in {place}.").format(have=show_quantity(max(have, 0)), place=source or _("the shop")),
            _("Lower the quantity, or count the item first."),
        )
    row = {
        "doc_id": move.doc_id, "line": move.line, "product_id": move.product_id, "business_date": move.day,
        "reason": move.reason,
    }  # fmt: skip
    carried = ((source, -move.quantity), (target, move.quantity))
    tx.insert(PlaceMove, *({**row, "place": place, "quantity": q} for place, q in carried if place != FLOOR))
