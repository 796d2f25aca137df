"""What each transaction wrote, chained by hash: audit trail, fiscal chain, and the news that travels.

One entry per transaction and till. Its body is canonical JSON (keys sorted, no spaces, UTF-8, whole numbers only):
new rows whole, changed rows by their changed columns. `hash = SHA-256(prev || body)`, the first `prev` is
`SHA-256(till)`. Column `body` holds the body packed; `body_of` reads it. Personal data stands in it only as a salted
commitment, so that it can be erased without breaking the chain.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Protocol, cast

from sqlmodel import SQLModel

from shoppos.base import packing
from shoppos.base.row import CLUSTERED, Row, ref, table_name, text, whole

SCHEMA = 1
SALT = 16
"""Bytes of chance before what is sealed."""
Value = int | str | bytes | None


class Journal(Row, table=True):
    """One entry: what one transaction of one till wrote."""

    __table_args__ = CLUSTERED
    __local__ = True

    till: str = text(primary=True)
    seq: int = whole(primary=True)
    hlc: int = whole()
    kind: str = text()
    body: bytes = ref()
    prev: bytes = ref()
    hash: bytes = ref()


class Cursor(Protocol):
    """The part of a DB-API connection that the journal needs."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """Very many new rows of one table as `columnar` tells them: the names in their order, and values fit for JSON."""

    names: tuple[str, ...]
    values: list[tuple[Value, ...]]

    def rows(self) -> list[Mapping[str, Value]]:
        """The same as dictionaries."""
        return [dict(zip(self.names, row, strict=True)) for row in self.values]


@dataclass(slots=True)
class Facts:
    """What one transaction has written so far, collected until its commit."""

    new: dict[str, list[Mapping[str, Value]]] = field(default_factory=dict[str, list[Mapping[str, Value]]])
    changed: dict[str, list[Mapping[str, Value]]] = field(default_factory=dict[str, list[Mapping[str, Value]]])
    gone: dict[str, list[Mapping[str, Value]]] = field(default_factory=dict[str, list[Mapping[str, Value]]])
    tables: set[str] = field(default_factory=set[str])
    many: dict[str, Block] = field(default_factory=dict[str, Block])

    def added(self, model: type[SQLModel], rows: Iterable[Mapping[str, Value]]) -> None:
        """New rows, whole; sealed columns are left out and local tables only named."""
        self._note(self.new, model, rows)

    def added_all(self, model: type[SQLModel], names: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> None:
        """Very many new rows by their values, in the order of `names`: told as `added` tells them, but sooner made."""
        name = table_name(model)
        if len(names) == 1 or name in self.new or name in self.many or getattr(model, "__local__", False):
            self.added(model, [dict(zip(names, row, strict=True)) for row in rows])
            return
        self.tables.add(name)
        told = tuple(sorted(set(names) - getattr(model, "__sealed__", frozenset[str]())))
        columns = list(zip(*rows, strict=True))
        self.many[name] = Block(told, list(zip(*(_hexed(columns[names.index(one)]) for one in told), strict=True)))

    def altered(self, model: type[SQLModel], key: Mapping[str, Value], changes: Mapping[str, Value]) -> None:
        """One row by its key and its changed columns; of a column that is in both, what it is from now on."""
        sealed = getattr(model, "__sealed__", frozenset[str]())
        if changes.keys() <= sealed:
            self.tables.add(table_name(model))
        else:
            self._note(self.changed, model, ({**changes, **key, **changes},))

    def removed(self, model: type[SQLModel], key: Mapping[str, Value]) -> None:
        """One row that is gone, by its key."""
        self._note(self.gone, model, (key,))

    def touched(self, model: type[SQLModel]) -> None:
        """A table whose change is local: named in the news, not in the chain."""
        self.tables.add(table_name(model))

    def _note(
        self,
        where: dict[str, list[Mapping[str, Value]]],
        model: type[SQLModel],
        rows: Iterable[Mapping[str, Value]],
    ) -> None:
        name = table_name(model)
        self.tables.add(name)
        if getattr(model, "__local__", False):
            return
        sealed = getattr(model, "__sealed__", None)
        if sealed:
            rows = ({k: v for k, v in row.items() if k not in sealed} for row in rows)
        if where is self.new and name in self.many:
            where[name] = self.many.pop(name).rows()
        where.setdefault(name, []).extend(rows)

    def __bool__(self) -> bool:
        """Whether there is anything that the chain must tell."""
        return bool(self.new or self.many or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a till's chain."""

    seq: int
    hlc: int
    hash: bytes


def _hexed(column: tuple[Value, ...]) -> Iterable[Value]:
    """The values of a column as `plain` tells them, ids all at once."""
    if isinstance(column[0], bytes) and set(map(type, column)) == {bytes}:
        return map(bytes.hex, cast("tuple[bytes, ...]", column))
    return column


def genesis(till: str) -> bytes:
    """What stands as the previous hash of a till's first entry."""
    return hashlib.sha256(till.encode()).digest()


def chain(prev: bytes, body: bytes) -> bytes:
    """The hash of an entry: SHA-256 of the previous hash and the body's bytes."""
    return hashlib.sha256(prev + body).digest()


def head(cursor: Cursor, till: str) -> Head:
    """The end of that till's chain, or its genesis."""
    row = cursor.execute(
        "SELECT seq, hlc, hash FROM journal WHERE till = ? ORDER BY seq DESC LIMIT 1", (till,)
    ).fetchone()
    return Head(*row) if row else Head(0, 0, genesis(till))


def tick(last: int, ms: int) -> int:
    """The hybrid logical clock after `last` at wall time `ms`: milliseconds shifted by 16 bits, then a counter.

    It never goes back, whatever the wall clock does (Kulkarni et al., "Logical Physical Clocks", 2014).
    """
    return max(ms << 16, last + 1)


def plain(value: Any) -> Any:
    """Bytes as hex for the JSON body; everything else must already be an integer, a string or None."""
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(value)


def columnar(rows: list[Mapping[str, Value]]) -> dict[str, Any]:
    """Rows of one table with their column names said once: `{"c": [names], "r": [[values], ...]}`.

    Rows of different shapes are told one by one: a union of their names would invent NULLs.
    """
    names = sorted(rows[0])
    if len(names) > 1 and all(row.keys() == rows[0].keys() for row in rows):
        return {"c": names, "r": list(map(itemgetter(*names), rows))}
    return {"o": [dict(row) for row in rows]}


def rows_of(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that `columnar` told, as dictionaries."""
    if "o" in told:
        return [dict(row) for row in told["o"]]
    return [dict(zip(told["c"], row, strict=True)) for row in told["r"]]


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain, check_circular=False
).encode


def canonical(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8; equal to RFC 8785 for integers below 2^53 and strings."""
    return _encode(value).encode()


def commitment(salt: bytes, values: Mapping[str, Any]) -> bytes:
    """SHA-256 of a salt and the canonical JSON of values: proves what was written without telling it."""
    return hashlib.sha256(salt + canonical(values)).digest()


def proof(names: tuple[str, ...], row: Mapping[str, Value]) -> dict[str, Value]:
    """A fresh salt, and the commitment of those columns of a row."""
    salt = os.urandom(SALT)
    return {"commitment": commitment(salt, {name: row[name] for name in names}), "salt": salt}


def body_of(stored: bytes) -> bytes:
    """The body of an entry, as it was chained, from column `body`; ValueError when it is damaged."""
    return packing.unpack(stored)


def write(cursor: Cursor, till: str, kind: str, by: str, ms: int, facts: Facts, last: Head | None = None) -> Head:
    """Append the entry of one transaction to the till's chain and give the new end; the caller commits.

    `last` is the chain's end where the caller has read it already, under the same write lock.
    """
    last = last or head(cursor, till)
    seq, hlc = last.seq + 1, tick(last.hlc, ms)
    body: dict[str, Any] = {
        "at": ms, "by": by, "hlc": f"{hlc:016x}", "kind": kind, "seq": seq, "till": till, "v": SCHEMA,
    }  # fmt: skip
    for name, part in (("new", facts.new), ("set", facts.changed), ("del", facts.gone)):
        if part:
            body[name] = {table: columnar(rows) for table, rows in part.items()}
    if facts.many:
        blocks = {table: {"c": block.names, "r": block.values} for table, block in facts.many.items()}
        body["new"] = {**body.get("new", {}), **blocks}
    told = canonical(body)
    digest = chain(last.hash, told)
    cursor.execute(
        "INSERT INTO journal (till, seq, hlc, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (till, seq, hlc, kind, packing.pack(told), last.hash, digest),
    )
    return Head(seq, hlc, digest)
