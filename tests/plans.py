"""How SQLite finds what it is asked for: by an index, or by reading a whole table that grows with the years."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shoppos.shop import Shop

GROWING = (
    "advance", "bank_credit", "cod_receipt", "customer", "journal", "khata_entry", "message", "order_step", "orders",
    "parcel", "payment", "personal", "sale", "sale_line", "stock_move", "upi_attempt",
    "utr",
)  # fmt: skip
"""Tables that hold a row or more for each sale, order, payment or message."""
NAMED = re.compile(rf"\b(?:FROM|JOIN)\s+({'|'.join(GROWING)})\b(?:\s+(?!WHERE|JOIN|CROSS|LEFT|ON|GROUP|UNION)(\w+))?")


@contextmanager
def overheard(shop: Shop, monkeypatch: Any) -> Iterator[list[tuple[str, Any]]]:
    """All that is asked of the shop's file meanwhile."""
    asked: list[tuple[str, Any]] = []

    def hearing(ask: Callable[..., Any]) -> Callable[..., Any]:
        def hear(sql: str, values: Any = ()) -> Any:
            asked.append((sql, values))
            return ask(sql, values)

        return hear

    with monkeypatch.context() as patch:
        patch.setattr(shop.db, "rows", hearing(shop.db.rows))
        patch.setattr(shop.db, "row", hearing(shop.db.row))
        yield asked


def read_whole(shop: Shop, asked: list[tuple[str, Any]], *but: str) -> list[str]:
    """The questions that read a growing table from end to end, each with how, but for the indexes `but` of few rows."""
    found = []
    for sql, values in asked:
        names = {name for pair in NAMED.findall(sql) for name in pair if name}
        for _id, _parent, _unused, how in shop.db.rows(f"EXPLAIN QUERY PLAN {sql}", values):
            scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", how)
            if scan and scan[1] in names and scan[2] not in but:
                found.append(f"{how}: {sql}")
    return found
