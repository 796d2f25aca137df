"""Items without a GST rate, made in a hurry or brought in with one that has ended: who charges GST completes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.rules.documents import Scheme, collects_tax

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import Hit

MOST = 500
ENDED = "ended"  # where an import keeps the rate that another program had and that has ended
LIKE = f'{{"{ENDED}"%'
UNFINISHED = (
    "FROM product WHERE active = 1 AND treatment = 'nil' AND (hsn = '' AND import_id IS NULL "
    "OR import_id IS NOT NULL AND EXISTS (SELECT 1 FROM import_undo u WHERE u.import_id = product.import_id "
    f"AND u.product_id = product.id AND u.was LIKE '{LIKE}'))"
)


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
