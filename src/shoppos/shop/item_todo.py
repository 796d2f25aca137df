"""Items made in a hurry at the counter, with neither HSN nor rate: a shop that charges GST must complete them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.rules.documents import Scheme, collects_tax

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import Hit

MOST = 500
UNFINISHED = "FROM product WHERE active = 1 AND hsn = '' AND treatment = 'nil' AND import_id IS NULL"


def how_many(shop: Shop) -> int:
    """How many items the shop sells without GST only because nobody has written down their rate yet."""
    if not _charges(shop):
        return 0
    row = shop.db.row(f"SELECT count(*) {UNFINISHED}")
    return row[0] if row else 0


def unfinished(shop: Shop) -> list[Hit]:
    """Those items, the newest first, at most MOST."""
    if not _charges(shop):
        return []
    rows = shop.db.rows(f"SELECT id {UNFINISHED} ORDER BY id DESC LIMIT {MOST}")
    return [hit for (product_id,) in rows if (hit := shop.catalogue.find_id(product_id)) is not None]


def _charges(shop: Shop) -> bool:
    return collects_tax(Scheme(shop.settings.profile().scheme))
