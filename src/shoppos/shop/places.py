"""Places: what lies in the godown or the back room instead of on the shop floor."""

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
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


def shown(place: str) -> str:
    """A place as a sentence names it."""
    return place[:1].upper() + place[1:] or _("the shop")


def known(db: Database) -> list[str]:
    """The places beside the shop floor to which goods were ever carried."""
    return [row[0] for row in db.rows("SELECT DISTINCT place FROM place_move ORDER BY place")]


def warning(db: Database, product_id: bytes, name: str, on_hand: int, selling: int) -> str:
    """What to say when `selling` thousandths are more than lie in the shop itself; "" when they lie there."""
    there = {place: quantity for place, quantity in lying(db, product_id).items() if quantity > 0}
    floor = on_hand - sum(there.values())
    if not there or selling <= floor:
        return ""
    elsewhere = " ".join(
        _("{have} lie in {place}.").format(have=show_quantity(quantity), place=shown(place))
        for place, quantity in there.items()
    )
    said = _("Only {have} of {name} are in the shop itself.").format(have=show_quantity(max(floor, 0)), name=name)
    return f"{said} {elsewhere}"


def transfer(db: Database, tx: Transaction, move: Move, source: str, target: str, on_hand: int) -> None:
    """Carry goods from one place to another; `on_hand` is what there is in all, which stays.

    Refused for more than lies there, NotFound for a source to which nothing was ever carried.
    """
    typed, source, target = clean(source, 40), named(source), named(target)
    if source == target:
        raise InvalidInput(_("The goods lie there already."), _("Name another place."), "place")
    if source != FLOOR and source not in (places := known(db)):
        names = ", ".join(shown(place) for place in (FLOOR, *places))
        raise NotFound(
            _("There is no place called {place}.").format(place=typed), _("There are: {names}").format(names=names)
        )
    there = lying(db, move.product_id)
    have = on_hand - sum(there.values()) if source == FLOOR else there.get(source, 0)
    if have < move.quantity:
        raise Refused(
            _("Only {have} lie in {place}.").format(have=show_quantity(max(have, 0)), place=shown(source)),
            _("Lower the quantity, or count the item first."),
        )
    row = {
        "doc_id": move.doc_id, "line": move.line, "product_id": move.product_id, "business_date": move.day,
        "reason": move.reason,
    }  # fmt: skip
    carried = ((source, -move.quantity), (target, move.quantity))
    tx.insert(PlaceMove, *({**row, "place": place, "quantity": q} for place, q in carried if place != FLOOR))
