"""The shop's file: one SQLite database, one transaction an act, nothing acknowledged before it is on disk."""

import contextlib
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2
from sqlmodel import Session

from shoppos.base import journal
from shoppos.base.clock import Clock
from shoppos.base.errors import Refused, ShopError, Unavailable
from shoppos.base.events import Committed
from shoppos.base.i18n import _
from shoppos.base.transaction import Transaction

APPLICATION_ID = 0x53504F53
MB = 1 << 20
SAFETY_WAL = 64 * MB
HEADER_BYTES = 100

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA fullfsync=1",
    "PRAGMA checkpoint_fullfsync=1",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-16000",
)


class CommitUnknown(ShopError):
    """COMMIT itself failed: what was written may or may not be in the file. Look it up by its id before any retry."""


def wal_is_safe(version: str) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2; fixed in 3.51.3, 3.50.7 and 3.44.6).

    Source: https://sqlite.org/wal.html#walresetbug. 3.52.0 was withdrawn.
    """
    found = tuple(int(part) for part in version.split("."))
    if found >= (3, 51, 3):
        return found[:2] != (3, 52)
    return (3, 50, 7) <= found < (3, 51) or (3, 44, 6) <= found < (3, 45)


class Database:
    """The open file of one shop; each thread holds one connection of its own.

    `till` and `employee` say who writes: they stand in every journal entry.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Name the file; nothing is opened before the first use, and `identify` says whether it is ours."""
        self.path = path
        self.clock = clock
        self.till = ""
        self.employee = b""
        self.committed = Committed()
        self._held = threading.local()
        self._opened: list[Connection] = []
        self._guard = threading.Lock()
        self._engine = create_engine(
            "sqlite://", module=dbapi2, poolclass=NullPool, creator=self._connect, connect_args={}
        )
        event.listen(self._engine, "begin", _begin_plainly)

    # -- connections

    def _connect(self) -> Any:
        """A fresh connection with every pragma set; refuses a file it could not keep safe."""
        if not self.path.exists():
            raise Unavailable(
                _("There is no shop in {folder}.").format(folder=self.path.parent),
                _("Make one with: shoppos init --name NAME --state 27"),
            )
        raw = dbapi2.connect(str(self.path), isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            raw.execute(pragma)
        if wal_is_safe(dbapi2.sqlite_version):
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("PRAGMA wal_autocheckpoint=0")
        else:
            raw.execute("PRAGMA journal_mode=DELETE")
            raw.execute("PRAGMA synchronous=EXTRA")
        return raw

    def _connection(self) -> Connection:
        """This thread's connection, opened on first use."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is None:
            held = self._engine.connect()
            self._held.connection = held
            self._held.raw = held.connection.driver_connection
            with self._guard:
                self._opened.append(held)
        return held

    @property
    def raw(self) -> Any:
        """This thread's DB-API connection."""
        self._connection()
        return self._held.raw

    def release(self) -> None:
        """Close this thread's connection; a worker calls it when it ends."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            with self._guard:
                self._opened.remove(held)
            del self._held.connection
            with contextlib.suppress(dbapi2.Error, SQLAlchemyError):
                held.close()

    def close(self) -> None:
        """Close every thread's connection; the last one folds the log back into the file."""
        with self._guard:
            opened, self._opened = self._opened, []
        for held in opened:
            with contextlib.suppress(dbapi2.Error, SQLAlchemyError):
                held.close()
        self._held = threading.local()
        self._engine.dispose()

    # -- reading

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one query; inside a transaction of this thread it sees what was written so far."""
        return self.raw.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row of one query, or None."""
        return self.raw.execute(sql, parameters).fetchone()

    @contextlib.contextmanager
    def read(self) -> Generator[Session]:
        """A short session for reading records; one snapshot for all its queries."""
        outer: Transaction | None = getattr(self._held, "transaction", None)
        if outer is not None:
            yield outer.session
            return
        with Session(bind=self._connection(), expire_on_commit=False, autoflush=False) as session:
            yield session

    def data_version(self) -> int:
        """A number that changes when another process or thread has committed."""
        return int(self.raw.execute("PRAGMA data_version").fetchone()[0])

    # -- writing

    @contextlib.contextmanager
    def transaction(self, kind: str) -> Generator[Transaction]:
        """One act of the shop, whole or not at all; joins an outer one of the same thread.

        Begins with `BEGIN IMMEDIATE`, writes one journal entry of `kind` if anything journaled was written, and
        tells `committed` once it is on disk. Raises CommitUnknown when COMMIT itself fails.
        """
        outer: Transaction | None = getattr(self._held, "transaction", None)
        if outer is not None:
            yield outer
            return
        connection = self._connection()
        raw = self._held.raw
        self._begin(raw)
        tx = Transaction(connection, raw)
        self._held.transaction = tx
        try:
            yield tx
            tx.flush()
            if tx.facts:
                now = self.clock.ms()
                tx.head = journal.write(raw, self.till, tx.kind or kind, self.employee.hex(), now, tx.facts)
        except BaseException:
            self._roll_back(raw, tx)
            raise
        finally:
            self._held.transaction = None
        self._commit(raw, tx)
        self.committed.emit(frozenset(tx.facts.tables))

    def _begin(self, raw: Any) -> None:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except dbapi2.OperationalError as error:
            raise Unavailable(
                _("The shop's file is busy: {reason}.").format(reason=error),
                _("Nothing was changed. Try again in a moment."),
            ) from error

    def _commit(self, raw: Any, tx: Transaction) -> None:
        try:
            raw.execute("COMMIT")
        except dbapi2.Error as error:
            self.release()
            raise CommitUnknown(
                _("The disk did not confirm what was written: {reason}.").format(reason=error),
                _("Check free space and the disk, then look whether it was saved before doing it again."),
            ) from error
        tx.close()
        if self.wal_size() > SAFETY_WAL:
            self.checkpoint()

    def _roll_back(self, raw: Any, tx: Transaction) -> None:
        tx.close()
        if raw.in_transaction:
            try:
                raw.execute("ROLLBACK")
            except dbapi2.Error:
                self.release()

    # -- care

    def wal_size(self) -> int:
        """Bytes in the write-ahead log, which grows until the next checkpoint."""
        try:
            return self.path.with_name(self.path.name + "-wal").stat().st_size
        except OSError:
            return 0

    def checkpoint(self) -> None:
        """Fold the log back into the file as far as readers allow; meant for idle moments, never for the counter."""
        self.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def quick_check(self) -> str:
        """What SQLite finds wrong with the file, or "" when it is sound."""
        found = str(self.raw.execute("PRAGMA quick_check(1)").fetchone()[0])
        return "" if found == "ok" else found

    def copy_to(self, target: Path) -> None:
        """A whole copy by the backup API, safe while the shop sells; the target must not exist."""
        if target.exists():
            raise Refused(_("{file} exists already.").format(file=target), _("Name another file."))
        copy = dbapi2.connect(str(target))
        try:
            self.raw.backup(copy, pages=2000, sleep=0.005)
        finally:
            copy.close()


def _begin_plainly(connection: Connection) -> None:
    """A reading session's BEGIN; inside `transaction` the write lock is held already."""
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        raw.execute("BEGIN")


def header(path: Path) -> tuple[int, int]:
    """The application id and the schema version in a database file's header, read without opening it.

    Source: https://sqlite.org/fileformat2.html, offsets 60 and 68.
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES or head[:16] != b"SQLite format 3\0":
        return 0, 0
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")
