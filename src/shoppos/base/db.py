"""The shop's file: one SQLite database, one transaction an act, nothing acknowledged before it is on disk."""

import contextlib
import threading
import time
from collections.abc import Callable, Generator
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
from shoppos.base.errors import ShopError, Unavailable
from shoppos.base.events import Committed
from shoppos.base.file import BUSY, Reader, connect
from shoppos.base.i18n import _
from shoppos.base.transaction import Transaction

MB = 1 << 20
PATIENCE = 10
"""Milliseconds for which cutting off the log may keep writers waiting for those who read in it."""
SAFETY_WAL = 64 * MB
DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB")
"""What the disk, and not a bug of ours, makes SQLite say."""


UNREADABLE = (ShopError, dbapi2.Error, SQLAlchemyError, OSError)
"""What asking a sick disk may raise."""


class CommitUnknown(Unavailable):
    """COMMIT itself failed: what was written may or may not be in the file. Look it up by its id before any retry."""


class Database(Reader):
    """The open file of one shop; each thread holds one connection of its own.

    `till` and `employee` say who writes: they stand in every journal entry. `proved` is who of them has shown a PIN,
    `nobody` says that no one has said to be there.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Name the file; nothing is opened before the first use, and `identify` says whether it is ours."""
        super().__init__(path, clock)
        self.till = ""
        self.employee = b""
        self.proved = b""
        self.nobody = False
        self.committed = Committed()
        self.beginning = list[Callable[[str], None]]()
        self._held = threading.local()
        self._opened: list[Connection] = []
        self._guard = threading.Lock()
        self._waiting = set[int]()
        self._engine = create_engine(
            "sqlite://", module=dbapi2, poolclass=NullPool, creator=lambda: connect(self.path), connect_args={}
        )
        event.listen(self._engine, "begin", _begin_plainly)

    # -- connections

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
        if getattr(self._held, "raw", None) is None:
            self._connection()
        return self._held.raw

    def release(self) -> None:
        """Close this thread's connection; a worker calls it when it ends."""
        mine = self._held
        held: Connection | None = getattr(mine, "connection", None)
        if held is not None:
            with self._guard:
                if held in self._opened:  # else `close` has just taken it, on the thread that ends the shop
                    self._opened.remove(held)
            del mine.connection, mine.raw
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

    @contextlib.contextmanager
    def read(self) -> Generator[Session]:
        """A short session for reading records; one snapshot for all its queries."""
        outer: Transaction | None = getattr(self._held, "transaction", None)
        if outer is not None:
            yield outer.session
            return
        with Session(bind=self._connection(), expire_on_commit=False, autoflush=False) as session:
            yield session

    # -- writing

    @contextlib.contextmanager
    def transaction(self, kind: str, patience: int = BUSY) -> Generator[Transaction]:
        """One act of the shop, whole or not at all; joins an outer one of the same thread.

        Begins with `BEGIN IMMEDIATE`, writes one journal entry of `kind` if anything journaled was written, and
        tells `committed` once it is on disk. Who is in `beginning` hears the kind before the file is held, to fetch
        what the act needs from elsewhere. Waits `patience` milliseconds for another writer, then it is Unavailable;
        CommitUnknown when COMMIT itself fails.
        """
        outer: Transaction | None = getattr(self._held, "transaction", None)
        if outer is not None:
            yield outer
            return
        for hear in self.beginning:
            hear(kind)
        connection = self._connection()
        raw = self._held.raw
        self._begin(raw, patience)
        tx = Transaction(connection, raw, self.clock.ms())
        self._held.transaction = tx
        try:
            yield tx
            tx.flush()
            if tx.facts:
                last = tx.last_entry(self.till)
                tx.head = journal.write(raw, self.till, tx.kind or kind, self.employee.hex(), tx.at, tx.facts, last)
        except BaseException as error:
            self._roll_back(raw, tx)
            if getattr(error, "sqlite_errorname", "").startswith(DISK):
                raise Unavailable(
                    _("The shop's file cannot be written: {reason}.").format(reason=error),
                    _("Nothing was changed. Free some space or check the disk, then do it again."),
                ) from error
            raise
        finally:
            self._held.transaction = None
        self._commit(raw, tx)
        self.committed.emit(frozenset(tx.facts.tables))

    def _begin(self, raw: Any, patience: int) -> None:
        here = threading.get_ident()
        self._waiting.add(here)
        try:
            if patience != BUSY:
                raw.execute(f"PRAGMA busy_timeout={patience}")
            raw.execute("BEGIN IMMEDIATE")
        except dbapi2.OperationalError as error:
            raise Unavailable(
                _("The shop's file is busy: {reason}.").format(reason=error),
                _("Nothing was changed. Try again in a moment."),
            ) from error
        finally:
            self._waiting.discard(here)
            if patience != BUSY:
                raw.execute(f"PRAGMA busy_timeout={BUSY}")

    def give_way(self, most: float = 0.1) -> None:
        """Between two acts of long work: let threads of this program that wait to write go first, `most` seconds."""
        until = time.monotonic() + most
        time.sleep(0.001)
        while self._waiting and time.monotonic() < until:
            time.sleep(0.001)

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

    def checkpoint(self) -> None:
        """Fold the log back into the file as far as readers allow; meant for idle moments, never for the counter."""
        self.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def empty_log(self) -> bool:
        """Fold the log back and cut it off, so that nothing stands there any more; False while others read.

        Writers wait for some milliseconds at most: what is long is done before, beside them.
        """
        self.checkpoint()
        raw = self.raw
        raw.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            return bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY}")


def _begin_plainly(connection: Connection) -> None:
    """A reading session's BEGIN; inside `transaction` the write lock is held already."""
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        raw.execute("BEGIN")
