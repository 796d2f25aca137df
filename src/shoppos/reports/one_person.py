"""The cards of one person: those that were merged are read through, for bills stay on the card they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shoppos.base.file import Reader

CARDS = (
    "WITH RECURSIVE g(id) AS (SELECT {of} UNION SELECT t.customer_id FROM customer_terms t "
    "JOIN g ON t.merged_into = g.id) SELECT id FROM g"
)
"""All cards that joined the card `{of}`, that one too."""
SURVIVOR = (
    "WITH RECURSIVE up(id, n) AS (VALUES(?, 0) UNION SELECT t.merged_into, up.n + 1 FROM customer_terms t "
    "JOIN up ON t.customer_id = up.id WHERE t.merged_into IS NOT NULL) SELECT id FROM up ORDER BY n DESC LIMIT 1"
)

SURVIVORS = (
    "up(id, top) AS (SELECT customer_id, merged_into FROM customer_terms WHERE merged_into IS NOT NULL UNION "
    "SELECT up.id, t.merged_into FROM up JOIN customer_terms t ON t.customer_id = up.top "
    "WHERE t.merged_into IS NOT NULL), survivor AS (SELECT id, top FROM up WHERE top NOT IN "
    "(SELECT customer_id FROM customer_terms WHERE merged_into IS NOT NULL))"
)
"""After WITH RECURSIVE: each card that joined another, and the one that stands for it at last."""
PAID = (
    "SELECT id FROM sale WHERE customer_id IN ({these}) UNION ALL "
    "SELECT doc_id FROM khata_entry WHERE customer_id IN ({these}) UNION ALL "
    "SELECT a.id FROM advance a JOIN orders o ON o.id = a.order_id WHERE o.customer_id IN ({these}) UNION ALL "
    "SELECT c.id FROM cod_receipt c JOIN sale s ON s.id = c.sale_id WHERE s.customer_id IN ({these})"
)
"""All documents of a person that money in the bank may be for; takes their cards four times, as `{these}`."""


def survivor(db: Reader, customer_id: bytes) -> bytes:
    """The customer whose card this one joined at last; itself, when it joined none."""
    row = db.row(SURVIVOR, (customer_id,))
    return row[0] if row else customer_id


def cards(db: Reader, customer_id: bytes) -> tuple[bytes, ...]:
    """All cards of the person to whom that card belongs, the surviving one first."""
    first = survivor(db, customer_id)
    return tuple(row[0] for row in db.rows(CARDS.format(of="?"), (first,)))


def marks(cards: tuple[bytes, ...]) -> str:
    """The question marks of as many values."""
    return ", ".join("?" * len(cards))
