"""Packs and bundles: what they are made of, and what of that leaves the shelf with one of them."""

from collections.abc import Mapping

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.money import sane
from shoppos.models.keeping import Component
from shoppos.rules import packs

PARTS = (
    "SELECT c.part_id, p.name, c.quantity, s.on_hand FROM component c JOIN product p ON p.id = c.part_id "
    "LEFT JOIN stock s ON s.product_id = c.part_id AND s.tracked = 1 WHERE c.product_id = ? ORDER BY p.code"
)

ANY = "EXISTS (SELECT 1 FROM component)"
"""Whether the shop has any pack: SQLite asks once for all rows, so that shops without packs pay nothing for each."""
ON_HAND = (
    f"coalesce(iif({ANY}, (SELECT min(x.on_hand / c.quantity * 1000) FROM component c "
    "JOIN stock x ON x.product_id = c.part_id AND x.tracked = 1 WHERE c.product_id = p.id), NULL), s.on_hand)"
)
"""What is on hand of product `p` with stock `s`: of a pack as many whole ones as its parts make."""
KEPT = (
    "coalesce(k.tracks, ''), coalesce(k.policy, ''), "
    f"{ANY} AND EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id)"
)
"""How product `p` with keeping `k` is kept: by what, with which policy, and whether it is a pack."""


def parts_of(db: Database, product_id: bytes) -> dict[bytes, int]:
    """Thousandths of each part that go into one pack; empty for what is no pack."""
    rows = db.rows("SELECT part_id, quantity FROM component WHERE product_id = ? ORDER BY part_id", (product_id,))
    return {row[0]: row[1] for row in rows}


def expand(db: Database, product_id: bytes, quantity: int) -> dict[bytes, int]:
    """What `quantity` thousandths of a product really move: its parts, or itself when it has none."""
    parts = parts_of(db, product_id)
    if not parts:
        return {product_id: quantity}
    return {part: packs.moved(quantity, per_piece) for part, per_piece in parts.items()}


def said(db: Database, product_id: bytes) -> str:
    """What goes into one pack, in words: how many of each part."""
    return ", ".join(f"{show_quantity(row[2])} {row[1]}" for row in db.rows(PARTS, (product_id,)))


def on_hand(db: Database, product_id: bytes) -> int | None:
    """Whole packs that the parts on hand make, in thousandths; None for no pack, and where no part is counted."""
    return packs.whole((row[3], row[2]) for row in db.rows(PARTS, (product_id,)))


class Packs:
    """Says which products are packs of others."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def parts(self, product_id: bytes) -> list[tuple[bytes, str, int]]:
        """The parts of a pack: id, name and thousandths of each in one."""
        return [(row[0], row[1], row[2]) for row in self.db.rows(PARTS, (product_id,))]

    def set_parts(self, product_id: bytes, parts: Mapping[bytes, int]) -> None:
        """Make a product a pack of those parts (thousandths in one), or with none an item of its own again.

        Refused for a pack within a pack, and while the product has stock or serial numbers of its own.
        """
        for part, quantity in parts.items():
            sane("quantity", quantity)
            if quantity <= 0 or part == product_id:
                raise InvalidInput(_("A pack holds more than 0 of other items."), field="parts")
        with self.db.transaction("pack.set") as tx:
            if parts:
                self._refuse_unfit(product_id, parts)
            now = parts_of(self.db, product_id)
            for part in now.keys() - parts.keys():
                tx.remove(Component, {"product_id": product_id, "part_id": part})
            for part in sorted(parts):
                key = {"product_id": product_id, "part_id": part}
                if part not in now:
                    tx.insert(Component, {**key, "quantity": parts[part]})
                elif now[part] != parts[part]:
                    tx.change(Component, key, {"quantity": parts[part]})

    def _refuse_unfit(self, product_id: bytes, parts: Mapping[bytes, int]) -> None:
        name = (self.db.row("SELECT name FROM product WHERE id = ?", (product_id,)) or ("",))[0]
        own = self.db.row("SELECT on_hand FROM stock WHERE product_id = ? AND on_hand <> 0", (product_id,))
        if own:
            raise Refused(
                _("{name} has a stock of {n} of its own.").format(name=name, n=show_quantity(own[0])),
                _("Correct it to 0 first, and add the pieces to the parts."),
            )
        if self.db.row("SELECT 1 FROM keeping WHERE product_id = ? AND tracks <> ''", (product_id,)):
            raise Refused(
                _("{name} is kept by batch or serial number.").format(name=name), _("Its parts may be, a pack is not.")
            )
        nested = self.db.row("SELECT 1 FROM component WHERE part_id = ?", (product_id,))
        for part in parts:
            nested = nested or self.db.row("SELECT 1 FROM component WHERE product_id = ?", (part,))
        if nested:
            raise Refused(_("A pack cannot hold packs."), _("Put the single pieces into it."))
