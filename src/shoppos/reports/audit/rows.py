"""The records: does each say what the journal told of it, and is there none that the journal does not know?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.journal import rows_of
from shoppos.base.row import table_name
from shoppos.reports.audit import faults
from shoppos.reports.audit.shapes import FROZEN, LIVE, SHAPES, Rows, Shape, Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.audit.faults import Fault

FROZEN_TABLES = tuple(table_name(model) for model in FROZEN)
LIVE_TABLES = tuple(table_name(model) for model in LIVE)
LIVING = frozenset(LIVE_TABLES)
STATE = SHAPES["sale"].names.index("state")
SALE_ID = SHAPES["sale"].names.index("id")
LINE_SALE = SHAPES["sale_line"].names.index("sale_id")
CLOSED = {
    "sale": " WHERE state <> 'open'",
    "sale_line": " WHERE sale_id NOT IN (SELECT id FROM sale WHERE state = 'open')",
    "line_note": " WHERE sale_id NOT IN (SELECT id FROM sale WHERE state = 'open')",
}


def finished(body: dict[str, Any]) -> Rows:
    """What a body tells for good; the lines of a sale that was only held may still change."""
    new: dict[str, Any] = body.get("new", {})
    told = {table: SHAPES[table].values(new[table]) for table in FROZEN_TABLES if table in new}
    if "sale" in told:
        told["sale"] = [row for row in told["sale"] if row[STATE] != "open"]
        closed = {row[SALE_ID] for row in told["sale"]}
        told["sale_line"] = [row for row in told.get("sale_line", ()) if row[LINE_SALE] in closed]
    return told


def changing(body: dict[str, Any]) -> dict[str, Any]:
    """What a body tells of the tables that change, in its own shape."""
    parts = {part: body[part] for part in ("new", "set", "del") if part in body}
    kept = {part: {name: told for name, told in tables.items() if name in LIVING} for part, tables in parts.items()}
    return {part: tables for part, tables in kept.items() if tables}


class Finished:
    """Compares what is told for good with the books, a batch at a time, and counts it."""

    def __init__(self, db: Reader) -> None:
        """Read from `db`."""
        self.db = db
        self.told = dict.fromkeys(FROZEN_TABLES, 0)

    def agree(self, rows: Rows) -> None:
        """Count rows that are known to be as they were told."""
        for table, found in rows.items():
            self.told[table] += len(found)

    def compare(self, entries: list[Rows]) -> Iterator[Fault]:
        """The rows of some entries that the books lack or have otherwise."""
        for table in FROZEN_TABLES:
            told = [row for entry in entries for row in entry.get(table, ())]
            if told:
                self.told[table] += len(told)
                yield from self._compared(SHAPES[table], told)

    def _compared(self, shape: Shape, told: list[Told]) -> Iterator[Fault]:
        asked = json.dumps([shape.first(row) for row in told])
        found = {shape.key(row): row for row in self.db.raw.execute(shape.of_documents, (asked,))}
        for row in told:
            stands = found.get(shape.key(row))
            if stands is None:
                yield faults.missing(where(self.db, shape, row))
            elif stands != tuple(row):
                yield differing(where(self.db, shape, row), shape, stands, row)


def more_than_told(db: Reader, told: Mapping[str, int]) -> list[str]:
    """The tables that hold more finished rows than the journal has told."""
    return [table for table in FROZEN_TABLES if _count(db, table) > told.get(table, 0)]


def _count(db: Reader, table: str) -> int:
    row = db.row(f"SELECT count(*) FROM {table}{CLOSED.get(table, '')}")
    return row[0] if row else 0


def not_told(db: Reader, table: str, keys: set[Any]) -> Iterator[Fault]:
    """The rows of a table whose keys are not among those told."""
    shape = SHAPES[table]
    for row in db.raw.execute(shape.select + CLOSED.get(table, "")):
        if shape.key(row) not in keys:
            yield faults.unknown(where(db, shape, row))


class Living:
    """Plays back what changes, till by till; the books must show a state that some till has left."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self._now: dict[str, dict[Any, dict[str, Any] | None]] = {}
        self._tills: list[dict[str, dict[Any, dict[str, Any] | None]]] = []

    def next_till(self) -> None:
        """From here on another till tells."""
        self._now = {table: {} for table in LIVE_TABLES}
        self._tills.append(self._now)

    def take(self, body: dict[str, Any]) -> None:
        """Play what `changing` found in one entry: new rows, changed columns, rows that went."""
        for table, told in body.get("new", {}).items():
            shape = SHAPES[table]
            for values in shape.values(told):
                self._now[table][shape.key(values)] = dict(zip(shape.names, values, strict=True))
        for table, told in body.get("set", {}).items():
            for row in rows_of(told):
                state = self._now[table].setdefault(_key(table, row), {})
                if state is None:
                    state = self._now[table][_key(table, row)] = {}
                state.update(row)
        for table, told in body.get("del", {}).items():
            for row in rows_of(told):
                self._now[table][_key(table, row)] = None

    def compare(self, db: Reader) -> Iterator[Fault]:
        """The rows that no till has left so."""
        for table in LIVE_TABLES:
            shape = SHAPES[table]
            states = [till[table] for till in self._tills if till[table]]
            seen = set[Any]()
            for row in db.raw.execute(shape.select):
                seen.add(shape.key(row))
                yield from self._one(db, shape, row, [state.get(shape.key(row), {}) for state in states])
            for key in {key for state in states for key in state} - seen:
                told = [state[key] for state in states if key in state]
                last = told[-1]
                if last and all(told):
                    yield faults.missing(where(db, shape, [last.get(name) for name in shape.names]))

    def _one(
        self, db: Reader, shape: Shape, row: tuple[Any, ...], told: list[dict[str, Any] | None]
    ) -> Iterator[Fault]:
        states = [one for one in told if one]
        if not states:
            yield faults.unknown(where(db, shape, row))
            return
        for name, value in zip(shape.names, row, strict=True):
            values = [state[name] for state in states if name in state]
            if value not in values:
                yield faults.changed(where(db, shape, row), name, value, values[0] if values else None)
                return


def _key(table: str, row: dict[str, Any]) -> Any:
    keys = SHAPES[table].keys
    return row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys)


def differing(place: str, shape: Shape, stands: Told, told: Told) -> Fault:
    """The first column in which a row differs from what was told."""
    at = next(n for n, value in enumerate(stands) if value != told[n])
    return faults.changed(place, shape.names[at], stands[at], told[at])


def where(db: Reader, shape: Shape, row: Told) -> str:
    """A row in words: the bill by its number, a line by its number and its bill's, an item by its code."""
    it = dict(zip(shape.names, row, strict=True))
    match shape.table:
        case "sale":
            return _document(it["number"], it["id"])
        case "sale_line":
            return _("Line {line} of {bill}").format(line=it["line"], bill=_bill(db, it["sale_id"]))
        case "payment":
            return _("Payment {line} of {bill}").format(line=it["line"], bill=_bill(db, it["sale_id"]))
        case "stock_move":
            return _("The stock move of line {line} of {bill}").format(line=it["line"], bill=_bill(db, it["doc_id"]))
        case "product":
            return _("Item {code}").format(code=it["code"])
        case "employee":
            return _("Employee {name}").format(name=it["name"])
        case _:
            return f"{shape.table} {' '.join(str(it[name]) for name in shape.keys)}"


def _bill(db: Reader, sale_id: str) -> str:
    row = db.row("SELECT number FROM sale WHERE id = unhex(?)", (sale_id,))
    return _document(row[0] if row else None, sale_id)


def _document(number: str | None, sale_id: str) -> str:
    return _("bill {number}").format(number=number) if number else _("sale {id}").format(id=sale_id)
