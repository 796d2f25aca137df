"""A folder into which any program lays orders as CSV or JSON: each file is read once and then put away.

The form is in docs/guide/web_orders.md.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from shoppos.base.clock import Clock
from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules.outside_order import MOST_TEXT, Batch, Told, as_received, loads, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shoppos.base.secrets import Secrets
    from shoppos.reports.outside import Free, News

KIND = "folder"
DONE, REFUSED, TOLD = "done", "refused", "told"
QUIET = 3.0
"""Seconds for which a file must not have grown before it is read."""
LARGEST = 16 << 20
"""Bytes of a file that is read at all."""
KINDS = frozenset({".csv", ".json"})
CUSTOMER = ("name", "phone", "email")
ADDRESS = {
    "to_name": "name", "to_phone": "phone", "address": "address", "town": "town", "pin_code": "pin_code",
    "region": "state", "country": "country",
}  # fmt: skip
LINE = {
    "sku": "sku", "barcode": "barcode", "item": "name", "quantity": "quantity", "amount": "amount",
    "line_note": "note",
}  # fmt: skip
HEAD = (
    "id", "version", "number", "state", "way", "currency", "shipping", "discount", "total", "paid", "pay_by",
    "reference", "note",
)  # fmt: skip
COLUMNS = frozenset({*HEAD, *CUSTOMER, *ADDRESS, *LINE})


class DropFolder:
    """One folder; what was read lies in `done` or `refused`, what orders came to in `told`."""

    def __init__(self, name: str, folder: Path, clock: Clock | None = None) -> None:
        """`clock` is that of the files."""
        self.name = name
        self._folder, self._clock = folder, clock or Clock()
        self._stuck = list[str]()

    # -- what a storefront does

    def orders(self, _since: str) -> Iterator[Batch]:
        """File by file; one is put away when its orders are safely kept."""
        for file in self._files():
            raw = self._read(file)
            if raw is None:
                continue
            digest = hashlib.sha256(raw).hexdigest()[:16]
            if self._was_read(digest):
                self._put_away(file, DONE, digest)
                continue
            try:
                found = orders_of(raw, file.suffix.lower())
            except InvalidInput as error:
                kept = self._refuse(file, digest, str(error))
                yield Batch((), "", (_("{file}: {reason}").format(file=kept, reason=error),))
                continue
            self._stuck.clear()
            where = f"{digest}-{file.name}"
            yield Batch(tuple(one if one.order is not None else replace(one, file=where) for one in found))
            if self._stuck:
                said = _("These orders could not be taken in: {ids}. Lay the file there again when that is mended.")
                self._refuse(file, digest, said.format(ids=", ".join(self._stuck)))
            else:
                self._put_away(file, DONE, digest)

    def stuck(self, told: Told) -> None:
        """The file of that order is put into `refused`, with the order's id; what else it holds is taken in once."""
        self._stuck.append(told.outside_id)

    def tell(self, news: News) -> None:
        """Lay a file with the state of the order into `told`, in place of the one before."""
        told = {
            "id": news.outside_id, "state": news.state,
            "parcels": [{"courier": one.courier, "awb": one.awb, "link": one.link} for one in news.parcels],
        }  # fmt: skip
        self._write(
            self._inside(TOLD) / f"{_safe(news.outside_id)}.json", json.dumps(told, ensure_ascii=False, indent=1)
        )

    def push_stock(self, items: Sequence[Free]) -> int:
        """Write what can be sold into `told/stock.csv`, beside what was written before."""
        file = self._inside(TOLD) / "stock.csv"
        known = dict[str, str]()
        if file.exists():
            known = {row[0]: row[1] for row in csv.reader(io.StringIO(file.read_text("utf-8"))) if len(row) > 1}
        new = {item.sku: str(item.pieces) for item in items if known.get(item.sku) != str(item.pieces)}
        text = io.StringIO()
        rows = {**known, **new}
        rows.pop("sku", None)
        csv.writer(text, lineterminator="\n").writerows([("sku", "pieces"), *sorted(rows.items())])
        self._write(file, text.getvalue())
        return len(new)

    def test(self) -> str:
        """Look whether the folder is there and may be written."""
        self._inside(TOLD)
        waiting = len(list(self._files(quiet=False)))
        return _("{folder} is there; {n} files wait in it.").format(folder=self._folder, n=waiting)

    def rest(self) -> None:
        """There is no line to hang up."""

    # -- inside

    def _files(self, *, quiet: bool = True) -> Iterator[Path]:
        """The files to read, the oldest first; one that is still being written is left alone."""
        try:
            found = [
                (entry.stat().st_mtime, entry.path, entry.stat().st_size)
                for entry in os.scandir(self._folder)
                if entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() in KINDS
                and not entry.name.startswith((".", "~"))
            ]  # fmt: skip
        except OSError as error:
            raise Unavailable(
                _("The folder {folder} cannot be read: {reason}.").format(folder=self._folder, reason=error.strerror),
                _("It is tried again."),
            ) from error
        for at, path, _size in sorted(found):
            if not quiet or self._clock.ms() / 1000 - at >= QUIET:
                yield Path(path)

    def _read(self, file: Path) -> bytes | None:
        """The file whole, None when it grew while it was read or cannot be read now."""
        try:
            before = file.stat()
            if before.st_size > LARGEST:
                self._refuse(file, "large", _("It is too large."))
                return None
            raw = file.read_bytes()
            after = file.stat()
        except OSError:
            return None
        return raw if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) else None

    def _was_read(self, digest: str) -> bool:
        return any(self._inside(DONE).glob(f"{digest}-*"))

    def _refuse(self, file: Path, digest: str, why: str) -> Path:
        kept = self._put_away(file, REFUSED, digest)
        self._write(kept.with_name(f"{kept.name}.txt"), f"{why}\n")
        return kept

    def _put_away(self, file: Path, where: str, digest: str) -> Path:
        kept = self._inside(where) / f"{digest}-{file.name}"
        try:
            file.replace(kept)
        except OSError as error:
            raise self._unwritable(error) from error
        return kept

    def _inside(self, name: str) -> Path:
        inner = self._folder / name
        try:
            inner.mkdir(exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return inner

    def _write(self, file: Path, text: str) -> None:
        """Whole or not at all."""
        made = file.with_name(f".{file.name}.part")
        try:
            made.write_text(text, encoding="utf-8")
            made.replace(file)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> Unavailable:
        return Unavailable(
            _("The folder {folder} cannot be written: {reason}.").format(folder=self._folder, reason=error.strerror),
            _("Let this program write there."),
        )


class Lies(NamedTuple):
    """A file that was refused whole: where it lies, why, and the beginning of what stands in it."""

    file: Path
    why: str
    text: str


def refused(folder: Path) -> list[Lies]:
    """The files of a folder that wait for a person to mend them and lay them there again, or to take them away."""
    found = list[Lies]()
    for note in sorted((folder / REFUSED).glob("*.txt")):
        file = note.with_suffix("")
        try:
            with file.open("rb") as raw:
                text = raw.read(MOST_TEXT * 4).decode("utf-8-sig", "replace")
            found.append(Lies(file, clean(note.read_text("utf-8")), as_received(text)))
        except (OSError, UnicodeDecodeError):
            continue
    return found


def lies_in(folder: Path, name: str) -> Path | None:
    """Where a file lies that was read once: its name as it was put away. None where somebody took it away."""
    return next((file for inner in (DONE, REFUSED) if (file := folder / inner / name).is_file()), None)


def orders_of(raw: bytes, suffix: str) -> tuple[Told, ...]:
    """The orders of a file; InvalidInput for what is no such file, or has an order without an id."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(_("It is not written in UTF-8."), _("Save it as UTF-8 and lay it there again.")) from None
    told: Any = loads(text) if suffix == ".json" else _rows(text)
    if isinstance(told, dict) and "orders" in told:
        told = cast("dict[str, Any]", told)["orders"]
    many: list[Any] = cast("list[Any]", told) if isinstance(told, list) else [told]
    return tuple(told_of(one) for one in many)


def storefront(told: Mapping[str, Any], _secrets: Secrets) -> DropFolder:
    """The folder of that setting."""
    path = str(told.get("path", ""))
    if not path:
        raise Refused(
            _("The folder of {name} is not named.").format(name=clean(str(told.get("name", "")), 40)),
            _("Name it in the settings."),
        )
    return DropFolder(str(told.get("name", "")), Path(path))


def _rows(text: str) -> list[dict[str, Any]]:
    """The orders of a CSV: a row for each line, rows of one id together, what holds for the whole on their first."""
    sign = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=sign, strict=True))
    except csv.Error as error:
        raise InvalidInput(_("This is no CSV: {reason}.").format(reason=error)) from None
    names = [clean(name, 40).lower() for name in rows[0]] if rows else []
    if "id" not in names:
        raise InvalidInput(_("Its first row does not name the columns: id is missing."))
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise InvalidInput(_("There is no column {name}.").format(name=unknown[0]), ", ".join(sorted(COLUMNS)))
    found: dict[str, dict[str, Any]] = {}
    for no, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names):
            raise InvalidInput(_("Row {no} has more cells than columns.").format(no=no))
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name and cell.strip()}
        if "id" not in cells:
            raise InvalidInput(_("Row {no} has no id.").format(no=no))
        order = found.setdefault(cells["id"], _head(cells))
        order["lines"].append({to: cells[name] for name, to in LINE.items() if name in cells})
    return list(found.values())


def _head(cells: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{name: cells[name] for name in HEAD if name in cells},
        "customer": {name: cells[name] for name in CUSTOMER if name in cells},
        "address": {to: cells[name] for name, to in ADDRESS.items() if name in cells}, "lines": [],
    }  # fmt: skip


def _safe(name: str) -> str:
    """A file's name for an order's id: two ids never share one."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:60]
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
