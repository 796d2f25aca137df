"""A Vyapar backup (.vyb), opened with care: an archive with one database in it, of which only the tables are read."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound, Unavailable
from shoppos.base.file import MAGIC, Foreign
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Generator

MB = 1024 * 1024
MAX_FILE = 200 * MB
MAX_UNPACKED = 500 * MB
MAX_RATIO = 100
MAX_ENTRIES = 20
PIECE = MB


@contextmanager
def opened(path: Path) -> Generator[Foreign]:
    """The database of a backup, unpacked into a folder of our own and gone again at the end.

    Raises NotFound, Unavailable (the disk does not give it) and InvalidInput (what it is, and what to do about it).
    """
    _refuse_no_file(path)
    with tempfile.TemporaryDirectory(prefix="shoppos-") as folder:
        target = Path(folder) / "vyapar.db"
        try:
            _unpack(path, target)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise _damaged(path.name) from error
        except OSError as error:
            raise _unreadable(path.name) from error
        try:
            database = Foreign(target)
        except Unavailable as error:
            raise _damaged(path.name) from error
        try:
            _refuse_other(path.name, database)
            yield database
        except Unavailable as error:
            raise _damaged(path.name) from error
        finally:
            database.close()


def rows(database: Foreign, table: str, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a table with those of the wanted columns that this version of Vyapar has; none without the table."""
    there = [name for name in wanted if name in database.columns(table)]
    if not there:
        return []
    named = ", ".join(f'"{name}"' for name in there)
    return [dict(zip(there, row, strict=True)) for row in database.ask(f'SELECT {named} FROM "{table}"')]


def _refuse_no_file(path: Path) -> None:
    if not path.exists():
        raise NotFound(_("There is no file {file}.").format(file=path))
    if not path.is_file():
        raise InvalidInput(_("{file} is a folder.").format(file=path.name), _("Choose the backup itself (.vyb)."))
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise _unreadable(path.name) from error
    if not size:
        raise InvalidInput(_("{file} is empty.").format(file=path.name), _("Make the backup in Vyapar again."))
    if size > MAX_FILE:
        raise InvalidInput(
            _("{file} is {size} MB; at most {most} MB can be imported.").format(
                file=path.name, size=-(-size // MB), most=MAX_FILE // MB
            ),
            _("Export items and parties from Vyapar to Excel and import those."),
        )
    if not start.startswith(b"PK"):
        raise InvalidInput(
            _("{file} is not a Vyapar backup.").format(file=path.name),
            _("In Vyapar choose Backup/Restore, then Backup to computer."),
        )


def _unpack(path: Path, target: Path) -> None:
    """Write the one .vyp of the archive to `target`, never more of it than its directory promises."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise _bomb(path.name)
        inside = [entry for entry in entries if entry.filename.casefold().endswith(".vyp")]
        if not inside:
            raise InvalidInput(
                _("{file} has no Vyapar company in it (.vyp).").format(file=path.name),
                _("In Vyapar choose Backup/Restore, then Backup to computer."),
            )
        if len(inside) > 1:
            raise InvalidInput(
                _("{file} has more than one Vyapar company in it.").format(file=path.name),
                _("Make a backup of one company at a time."),
            )
        entry = inside[0]
        if entry.flag_bits & 1:
            raise InvalidInput(
                _("{file} is locked with a password.").format(file=path.name),
                _("Make the backup in Vyapar again without a password."),
            )
        if entry.file_size > MAX_UNPACKED or entry.file_size > MAX_RATIO * max(path.stat().st_size, 1):
            raise _bomb(path.name)
        if {"/", "\\"} & set(entry.filename):
            raise _damaged(path.name)
        with archive.open(entry) as source, target.open("wb") as file:
            written = 0
            while piece := source.read(PIECE):
                written += len(piece)
                if written > entry.file_size:
                    raise _bomb(path.name)
                file.write(piece)
    with target.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise InvalidInput(
                _("The company in {file} is no database, or is locked with a password.").format(file=path.name),
                _("Make the backup in Vyapar again without a password."),
            )


def _refuse_other(name: str, database: Foreign) -> None:
    if "item_name" not in database.columns("kb_items"):
        raise InvalidInput(
            _("{file} holds no items of Vyapar.").format(file=name),
            _("Export items and parties from Vyapar to Excel and import those."),
        )


def _bomb(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} would unpack to far more than a backup needs, so it was not opened.").format(file=name),
        _("Export items and parties from Vyapar to Excel and import those."),
    )


def _damaged(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} is damaged.").format(file=name), _("Make the backup in Vyapar again, and copy it once more.")
    )


def _unreadable(name: str) -> Unavailable:
    return Unavailable(_("{file} could not be read.").format(file=name), _("Close it in other programs and try again."))
