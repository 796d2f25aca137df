"""One act of the shop while it is being written: every row goes through here, so that the journal forgets none."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine import Connection
from sqlmodel import Session, SQLModel

from shoppos.base import journal
from shoppos.base.journal import Facts, Head, Value, head
from shoppos.base.row import Row, columns, table_name

PLAIN = frozenset({int, str, bytes, type(None)})


@cache
def _insert_sql(table: str, names: tuple[str, ...]) -> str:
    """The INSERT of those columns."""
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


@cache
def _update_sql(table: str, names: tuple[str, ...], keys: tuple[str, ...]) -> str:
    """The UPDATE of those columns by that key."""
    sets = ", ".join(f"{name} = ?" for name in names)
    where = " AND ".join(f"{name} = ?" for name in keys)
    return f"UPDATE {table} SET {sets} WHERE {where}"


@cache
def _delete_sql(table: str, keys: tuple[str, ...]) -> str:
    """The DELETE by that key."""
    where = " AND ".join(f"{name} = ?" for name in keys)
    return f"DELETE FROM {table} WHERE {where}"


class Transaction:
    """What `Database.transaction` gives: fast inserts and changes, and a session for records.

    `at` is the one moment of the act (milliseconds since 1970 in UTC): all its rows and its journal entry carry it.
    `local=True` writes what concerns this machine alone (an open sale's lines): it is in the news, not in the chain.
    """

    def __init__(self, connection: Connection, raw: Any, at: int) -> None:
        """Work on a connection whose write lock is held."""
        self.raw = raw
        self.at = at
        self.facts = Facts()
        self.head: Head | None = None
        self.kind = ""
        self._connection = connection
        self._session: Session | None = None
        self._last: Head | None = None

    # -- rows written by compiled SQL

    def insert(self, model: type[SQLModel], *rows: Mapping[str, Value], local: bool = False) -> None:
        """Insert rows that name the same columns; values are integers, strings, bytes or None."""
        if not rows:
            return
        for row in rows:
            if not PLAIN.issuperset(map(type, row.values())):
                raise TypeError(_odd(model, row))
        proven: tuple[str, ...] = getattr(model, "__proven__", ())
        if proven:
            rows = tuple([{**row, **journal.proof(proven, row)} for row in rows])
        names = tuple(rows[0])
        statement = _insert_sql(table_name(model), names)
        if len(rows) == 1:
            self.raw.execute(statement, tuple(rows[0].values()))
        else:
            self.raw.executemany(statement, [tuple([row[name] for name in names]) for row in rows])
        if local:
            self.facts.touched(model)
        else:
            self.facts.added(model, rows)

    def insert_all(self, model: type[SQLModel], names: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> None:
        """What `insert` does, for very many rows by their values alone, in the order of `names`."""
        if not rows:
            return
        for column in zip(*rows, strict=True):
            if not PLAIN.issuperset(map(type, column)):
                raise TypeError(_odd(model, dict(zip(names, next(r for r in rows if _is_odd(r)), strict=True))))
        self.raw.executemany(_insert_sql(table_name(model), names), rows)
        self.facts.added_all(model, names, rows)

    def change(
        self, model: type[SQLModel], key: Mapping[str, Value], changes: Mapping[str, Value], *, local: bool = False
    ) -> int:
        """Change columns of the row with that key; gives how many rows there were.

        What is proven of it is proven anew, unless its `salt` is changed too: who erases, erases that with it.
        """
        proven: tuple[str, ...] = getattr(model, "__proven__", ())
        if not changes.keys().isdisjoint(proven) and "salt" not in changes:
            changes = {**changes, **self._proof(model, proven, key, changes)}
        if not PLAIN.issuperset(map(type, changes.values())):
            raise TypeError(_odd(model, changes))
        statement = _update_sql(table_name(model), tuple(changes), tuple(key))
        done = int(self.raw.execute(statement, (*changes.values(), *key.values())).rowcount)
        if done and local:
            self.facts.touched(model)
        elif done:
            self.facts.altered(model, key, changes)
        return done

    def rewrite(self, model: type[SQLModel], key: Sequence[str], rows: Sequence[Mapping[str, Value]]) -> None:
        """Change the same columns of several rows that were written locally before; `key` columns name each row."""
        names = tuple(name for name in rows[0] if name not in key)
        order = (*names, *key)
        statement = _update_sql(table_name(model), names, tuple(key))
        self.raw.executemany(statement, [[row[name] for name in order] for row in rows])
        self.facts.touched(model)

    def remove(self, model: type[SQLModel], key: Mapping[str, Value], *, local: bool = False) -> None:
        """Delete the rows with that key."""
        done = self.raw.execute(_delete_sql(table_name(model), tuple(key)), tuple(key.values())).rowcount
        if done and local:
            self.facts.touched(model)
        elif done:
            self.facts.removed(model, key)

    def last_entry(self, till: str) -> Head:
        """The end of the till's chain, which this transaction's own entry will follow."""
        if self._last is None:
            self._last = head(self.raw, till)
        return self._last

    def tell(self, model: type[SQLModel], *rows: Mapping[str, Value]) -> None:
        """Put rows into the chain that were written locally before: the sale is now held, ordered or done."""
        self.facts.added(model, rows)

    def run(self, statement: str, parameters: Sequence[Any] = (), touches: type[SQLModel] | None = None) -> Any:
        """A statement of our own on local tables (sums, counters, search); gives its cursor."""
        if touches is not None:
            self.facts.touched(touches)
        return self.raw.execute(statement, parameters)

    def _proof(
        self, model: type[SQLModel], names: tuple[str, ...], key: Mapping[str, Value], changes: Mapping[str, Value]
    ) -> dict[str, Value]:
        """The salt and commitment of a row as it will be."""
        where = " AND ".join(f"{name} = ?" for name in key)
        asked = f"SELECT {', '.join(names)} FROM {table_name(model)} WHERE {where}"
        stands = self.raw.execute(asked, tuple(key.values())).fetchone() or ("",) * len(names)
        return journal.proof(names, {**dict(zip(names, stands, strict=True)), **changes})

    # -- records

    @property
    def session(self) -> Session:
        """A session on the same transaction, for single records."""
        if self._session is None:
            self._session = Session(bind=self._connection, expire_on_commit=False, autoflush=False)
            event.listen(self._session, "after_flush", self._after_flush)
        return self._session

    def add(self, *records: Row) -> None:
        """Add new records."""
        self.session.add_all(records)
        self.session.flush()

    def flush(self) -> None:
        """Write what the session still holds back."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Forget the session; the database has committed or rolled back already."""
        if self._session is not None:
            self._session.expunge_all()
            self._session.close()
            self._session = None

    def _after_flush(self, session: Session, _context: object) -> None:
        """Collect what the session wrote: it may flush several times in one transaction."""
        records: Any
        for records, collect in (
            (session.new, self._added),
            (session.dirty, self._altered),
            (session.deleted, self._gone),
        ):
            for record in records:
                collect(record)

    def _added(self, record: SQLModel) -> None:
        self.facts.added(type(record), (_values(record),))

    def _altered(self, record: SQLModel) -> None:
        if self.session.is_modified(record, include_collections=False):
            self.facts.altered(type(record), _key(record), _changes(record))

    def _gone(self, record: SQLModel) -> None:
        self.facts.removed(type(record), _key(record))


def _is_odd(row: Sequence[Any]) -> bool:
    return not PLAIN.issuperset(map(type, row))


def _odd(model: type[SQLModel], row: Mapping[str, Any]) -> str:
    """Which columns hold what no column can, by name and type alone: their values may be personal data."""
    odd = [f"{name}: {type(value).__name__}" for name, value in row.items() if type(value) not in PLAIN]
    return f"{table_name(model)} ({', '.join(odd)})"


def _values(record: SQLModel) -> dict[str, Value]:
    return {column.name: getattr(record, column.name) for column in columns(type(record))}


def _key(record: SQLModel) -> dict[str, Value]:
    return {column.name: getattr(record, column.name) for column in columns(type(record)) if column.primary_key}


def _changes(record: SQLModel) -> dict[str, Value]:
    state: Any = inspect(record)
    return {
        column.name: getattr(record, column.name)
        for column in columns(type(record))
        if state.attrs[column.name].history.has_changes()
    }
