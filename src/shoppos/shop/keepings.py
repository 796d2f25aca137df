"""How products are kept: by batch or serial number, on which shelf, as variants of one another."""

from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.models.keeping import Keeping
from shoppos.shop.issuing import POLICIES

FIELDS = (
    "family", "variant", "tracks", "policy", "shelf", "supplier_id", "lead_days", "most", "return_days", "note",
)  # fmt: skip
WORDS = frozenset({"family", "variant", "shelf", "note"})
TRACKS = ("", "batch", "serial")


@dataclass(frozen=True, slots=True)
class Kept:
    """How one product is kept; see `models.keeping.Keeping`."""

    family: str = ""
    variant: str = ""
    tracks: str = ""
    policy: str = ""
    shelf: str = ""
    supplier_id: bytes | None = None
    lead_days: int | None = None
    most: int | None = None
    return_days: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of a family: its size or colour, price in paise, thousandths on hand (None: never counted)."""

    product_id: bytes
    code: str
    name: str
    variant: str
    price: int
    on_hand: int | None


class Keepings:
    """What a product needs beyond its card."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def of(self, product_id: bytes) -> Kept:
        """How that product is kept."""
        row = self.db.row(f"SELECT {', '.join(FIELDS)} FROM keeping WHERE product_id = ?", (product_id,))
        return Kept(*row) if row else Kept()

    def set(self, product_id: bytes, **changes: Any) -> Kept:
        """Change how a product is kept (the fields of `Kept`); gives the whole.

        Refused to keep a product by serial number or batch while it is a pack.
        """
        for name, value in changes.items():
            if name not in FIELDS:
                raise InvalidInput(_("{name} is nothing that is kept of an item.").format(name=clean(name, 40)))
            if name in WORDS:
                changes[name] = clean(str(value), 60)
        if changes.get("tracks", "") not in TRACKS or changes.get("policy", "") not in {"", *POLICIES}:
            raise InvalidInput(_("An item is kept by batch, by serial number, or by neither."), field="tracks")
        with self.db.transaction("product.kept") as tx:
            if changes.get("tracks") and self.db.row("SELECT 1 FROM component WHERE product_id = ?", (product_id,)):
                raise Refused(_("A pack has no batch of its own."), _("Keep its parts by batch."))
            if not tx.change(Keeping, {"product_id": product_id}, changes):
                blank = Kept()
                whole = {name: getattr(blank, name) for name in FIELDS}
                tx.insert(Keeping, {"product_id": product_id, **whole, **changes})
        return self.of(product_id)

    def families(self) -> list[str]:
        """The families in use, by the alphabet."""
        rows = self.db.rows("SELECT DISTINCT family FROM keeping WHERE family <> '' ORDER BY family")
        return [row[0] for row in rows]

    def variants(self, family: str) -> list[Variant]:
        """The products of a family side by side, each with its stock."""
        rows = self.db.rows(
            "SELECT p.id, p.code, p.name, k.variant, p.price, s.on_hand FROM keeping k "
            "JOIN product p ON p.id = k.product_id AND p.active = 1 "
            "LEFT JOIN stock s ON s.product_id = p.id AND s.tracked = 1 WHERE k.family = ? AND k.family <> '' "
            "ORDER BY p.number",
            (clean(family, 60),),
        )
        return [Variant(*row) for row in rows]

    def shelves(self) -> list[str]:
        """The shelves in use, by the alphabet."""
        rows = self.db.rows("SELECT DISTINCT shelf FROM keeping WHERE shelf <> '' ORDER BY shelf")
        return [row[0] for row in rows]
