"""The short way for plain sales: what the books would tell of a sale today is, byte for byte, what was told then.

Nearly every entry is such a sale. SQLite writes its rows as JSON much faster than what was told can be read and
compared field by field; an entry whose bytes differ in anything goes the long way, which finds out what it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shoppos.base.journal import SCHEMA
from shoppos.reports.audit.bills import LOOKED_AT
from shoppos.reports.audit.shapes import SHAPES, Rows

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.audit.chain import Entry

KIND = "sale.done"
OF_SALE = {"khata_entry": "doc_id", "payment": "sale_id", "sale": "id", "sale_line": "sale_id", "stock_move": "doc_id",
           "utr": "doc_id"}  # fmt: skip
"""The tables of a plain sale in the order of the body, and the column that names the sale."""
ONLY = {"khata_entry": " AND kind = 'sale'", "stock_move": " AND kind = 'sale'"}
LATER = 1_000
"""Milliseconds after which a UTR was not given with the payment, but found afterwards: another entry tells it."""

HEADS = {
    table: f'"{table}":{{"c":{json.dumps(SHAPES[table].names, separators=(",", ":"))},"r":['.encode()
    for table in OF_SALE
}
SALE_HEAD = HEADS["sale"] + b"["
ID_AT = SHAPES["sale"].names.index("id")
BY_AT = SHAPES["sale"].names.index("employee_id")
UTR_MADE = SHAPES["utr"].names.index("made_at")
ID_WITHIN = 600
"""Bytes from the sale's first column within which its id stands."""


def _query(table: str) -> str:
    """The rows of some sales: the columns that `bills` looks at in their places, and the row as it would be told."""
    shape = SHAPES[table]
    columns = shape.select.removeprefix("SELECT ").removesuffix(f" FROM {table}")
    kept = [
        column if name in LOOKED_AT[table] or name in {OF_SALE[table], "employee_id", "made_at"} else "NULL"
        for name, column in zip(shape.names, shape.columns, strict=True)
    ]
    return (
        f"SELECT {', '.join(kept)}, CAST(json_array({columns}) AS BLOB) FROM {table} "
        f"WHERE {OF_SALE[table]} IN (SELECT unhex(value) FROM json_each(?)){ONLY.get(table, '')}"
    )


QUERIES = {table: _query(table) for table in OF_SALE}
SALE_AT = {table: SHAPES[table].names.index(column) for table, column in OF_SALE.items()}


def retold(db: Reader, entries: list[Entry]) -> dict[int, Rows]:
    """The rows of those entries whose bodies the books would write again just so, by the entry's number."""
    wanted = {_sale(entry.told): entry for entry in entries if entry.kind == KIND}
    asked = json.dumps(list(wanted))
    found: dict[str, Rows] = {sale: {} for sale in wanted}
    for table, query in QUERIES.items():
        at = SALE_AT[table]
        for row in db.raw.execute(query, (asked,)):
            found[row[at]].setdefault(table, []).append(row)
    return {
        entry.seq: found[sale]
        for sale, entry in wanted.items()
        if "sale" in found[sale] and _again(entry, found[sale]) == entry.told
    }


def _sale(told: bytes) -> str:
    """The id of the first sale that a body tells of, as it stands there; any text where there is none."""
    start = told.find(SALE_HEAD) + len(SALE_HEAD)
    columns = told[start : start + ID_WITHIN].split(b",", ID_AT + 1)
    return columns[ID_AT].strip(b'"').decode("ascii", "replace") if len(columns) > ID_AT else ""


def _again(entry: Entry, rows: Rows) -> bytes:
    """The body as it would be written from the books; only the time of the writing is taken from the body itself."""
    at = entry.told[6 : entry.told.find(b",")].decode("ascii", "replace")
    if "utr" in rows and at.isdigit():
        rows["utr"] = [row for row in rows["utr"] if 0 <= int(at) - row[UTR_MADE] < LATER]
    tables = [
        HEADS[table] + b",".join([row[-1] for row in rows[table]]) + b"]}" for table in OF_SALE if rows.get(table)
    ]
    by = rows["sale"][0][BY_AT]
    return b"".join(
        (
            f'{{"at":{at},"by":"{by}","hlc":"{entry.hlc:016x}","kind":"{KIND}","new":{{'.encode(),
            b",".join(tables),
            f'}},"seq":{entry.seq},"till":"{entry.till}","v":{SCHEMA}}}'.encode(),
        )
    )
