"""The shop's file: how it is opened so that nothing is lost, and how it is asked in plain SQL."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from shoppos.base.errors import Refused, Unavailable
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from shoppos.base.clock import Clock

FileTrouble = dbapi2.Error
"""What SQLite raises: a damaged file, a full disk, a folder that takes no writing."""
APPLICATION_ID = 0x53504F53
HEADER_BYTES = 100
PAGE = 4096
"""Bytes of a database's first page, as SQLite makes it."""
MAGIC = b"SQLite format 3\0"

BUSY = 5000
"""Milliseconds for which a writer waits for another."""

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",  # what is deleted or changed is overwritten at once: the file need not be rewritten
    "PRAGMA fullfsync=1",
    "PRAGMA checkpoint_fullfsync=1",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-16000",
)

QUESTIONS = 16
"""Statements that a reader keeps ready: more of them take the quick memory that sorting many rows wants (a third)."""


def wal_is_safe(version: str) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2; fixed in 3.51.3, 3.50.7 and 3.44.6).

    Source: https://sqlite.org/wal.html#walresetbug. 3.52.0 was withdrawn.
    """
    found = tuple(int(part) for part in version.split("."))
    if found >= (3, 51, 3):
        return found[:2] != (3, 52)
    return (3, 50, 7) <= found < (3, 51) or (3, 44, 6) <= found < (3, 45)


def connect(path: Path, statements: int = 128) -> Any:
    """A fresh connection with every pragma set, that keeps so many statements ready.

    Unavailable when there is no shop or its file does not open.
    """
    if not path.exists():
        raise Unavailable(
            _("There is no shop in {folder}.").format(folder=path.parent),
            _("Make one with: shoppos init --name NAME --state 27"),
        )
    try:
        raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=statements)
        return _durable(raw)
    except dbapi2.Error as error:
        raise Unavailable(
            _("{file} cannot be opened: {reason}.").format(file=path, reason=error),
            _("Look whether the disk has room and is sound, and its folder may be written."),
        ) from error


def _durable(raw: Any) -> Any:
    """Set the pragmas: what COMMIT has acknowledged survives a power cut."""
    for pragma in PRAGMAS:
        raw.execute(pragma)
    if wal_is_safe(dbapi2.sqlite_version):
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA wal_autocheckpoint=0")
    else:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA synchronous=EXTRA")
    raw.execute("SELECT count(*) FROM sqlite_master")
    return raw


class Reader:
    """The shop's file for questions: plain SQL, nothing written, and none of the machinery of records loaded.

    A folder that may not be written is read as it stands.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Name the file; it is opened at the first question."""
        self.path = path
        self.clock = clock
        self._raw: Any = None

    @property
    def raw(self) -> Any:
        """The DB-API connection."""
        if self._raw is None:
            self._raw = self._connect()
            self._raw.execute("PRAGMA query_only=ON")
        return self._raw

    def _connect(self) -> Any:
        try:
            return connect(self.path, QUESTIONS)
        except Unavailable:
            log = self.path.with_name(self.path.name + "-wal")
            if not self.path.exists() or (log.exists() and log.stat().st_size):
                raise
            return self._as_it_stands()

    def _as_it_stands(self) -> Any:
        """The file on a medium that takes no writing; without a log beside it nothing is left out."""
        raw = dbapi2.connect(f"{self.path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
        raw.execute("PRAGMA trusted_schema=OFF")
        return raw

    def close(self) -> None:
        """Close the file."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one query; inside a transaction of this thread it sees what was written so far."""
        return self.raw.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row of one query, or None."""
        return self.raw.execute(sql, parameters).fetchone()

    def data_version(self) -> int:
        """A number that changes when another process or thread has committed."""
        return int(self.raw.execute("PRAGMA data_version").fetchone()[0])

    def wal_size(self) -> int:
        """Bytes in the write-ahead log, which grows until the next checkpoint."""
        try:
            return os.stat(f"{self.path}-wal").st_size  # noqa: PTH116  (asked after every commit: a Path costs thrice as much)
        except OSError:
            return 0

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


def header(path: Path) -> tuple[int, int]:
    """The application id and the schema version in a database file's header, read without opening it.

    Source: https://sqlite.org/fileformat2.html, offsets 60 and 68.
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES or not head.startswith(MAGIC):
        return 0, 0
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def standing(path: Path) -> tuple[int, int] | None:
    """The application id and the version of a file; None where there is none yet, or nothing stands in it.

    A shop whose making was cut off may be an empty first page with all that it had written in the log beside it.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    found = header(path)
    if found != (0, 0) or not _is_database(path) or path.stat().st_size > PAGE:
        return found
    raw = dbapi2.connect(str(path), isolation_level=None)
    try:
        if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return None
        return raw.execute("PRAGMA application_id").fetchone()[0], raw.execute("PRAGMA user_version").fetchone()[0]
    finally:
        raw.close()


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


class Foreign:
    """Another program's SQLite file, only read: nothing of it is run or written, and a question may not take forever.

    Raises Unavailable when it is no database, is damaged, or has a password.
    """

    STEPS = 2_000
    MOST_CALLS = 200_000

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, which nobody else may be writing."""
        self._calls = 0
        self._raw: Any = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        self._raw.set_progress_handler(self._too_long, self.STEPS)
        self._raw.text_factory = _lenient
        try:
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
                self._raw.execute(f"PRAGMA {pragma}")
            found = self.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        except Unavailable:
            self.close()
            raise
        self.tables = frozenset(row[0] for row in found)

    def _too_long(self) -> int:
        self._calls += 1
        return int(self._calls > self.MOST_CALLS)

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none when there is no such table (a view does not count)."""
        if table not in self.tables:
            return frozenset()
        return frozenset(row[0] for row in self.ask("SELECT name FROM pragma_table_info(?)", (table,)))

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a question."""
        try:
            return self._raw.execute(sql, values).fetchall()
        except dbapi2.Error as error:
            raise Unavailable(_("The file cannot be read: {reason}.").format(reason=error)) from error

    def close(self) -> None:
        """Close the file."""
        self._raw.close()


@contextlib.contextmanager
def one_moment(db: Reader) -> Generator[None]:
    """All questions inside see one state of the file, though another till sells meanwhile."""
    if db.raw.in_transaction:
        yield
        return
    db.raw.execute("BEGIN")
    try:
        yield
    finally:
        db.raw.execute("ROLLBACK")


def _lenient(told: bytes) -> str:
    """Text of another program, which may not be UTF-8 throughout."""
    return told.decode("utf-8", "replace")
