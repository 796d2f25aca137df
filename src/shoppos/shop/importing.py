"""Lists of items come in, are tried first, applied beside the selling, taken back again, and go out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.errors import InvalidInput, NotFound, Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.text import clean
from shoppos.models.product import ImportUndo, ProductImport
from shoppos.shop import item_export, sheets
from shoppos.shop.item_check import Change, Check, Checked, NewItem, Sheet
from shoppos.shop.item_columns import guess, headings_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.shop.catalogue import Catalogue

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]

BATCH_SECONDS = 0.010  # a batch holds the shop's file; at most 20 ms, so that the counter never feels it
PATIENCE = 12  # times the five seconds that SQLite itself waits
FIRST_BATCH = 20
LEAST_BATCH = 10
MOST_BATCH = 400
FOLD_EVERY = 4000  # rows after which the log is folded back between batches: a big fold at once would be felt
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: new and changed products, rows skipped and rows kept out, whether somebody stopped it."""

    id: bytes
    file: str
    added: int
    changed: int
    skipped: int
    bad: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did; `kept` names new products that were sold since, or changed ones edited since."""

    removed: int
    restored: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import of the past, as a list shows it."""

    id: bytes
    file: str
    made_at: int
    added: int
    changed: int
    undone: int


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False


class Importing:
    """Lists of items, in and out."""

    def __init__(self, db: Database, catalogue: Catalogue) -> None:
        """Work on `db`; products are written by `catalogue`."""
        self.db = db
        self.catalogue = catalogue

    # -- in

    def read(self, path: Path) -> Sheet:
        """The sheet of a file that looks most like a list of items, with a guess of what its columns mean.

        Raises what `sheets.read` raises, and InvalidInput when there is no row below the headings.
        """
        best: Sheet | None = None
        for raw in sheets.read(path):
            sheet = _sheet(path, raw)
            if sheet is not None and (best is None or _known(sheet) > _known(best)):
                best = sheet
            if best is not None and {"name", "price"} <= set(best.guess):
                break
        if best is None:
            raise InvalidInput(
                _("{file} has no rows below its headings.").format(file=path.name),
                _("The first row names the columns, each further row is one item."),
            )
        return best

    def check(
        self,
        sheet: Sheet,
        mapping: Sequence[str] | None = None,
        progress: Progress = _silent,
        cancelled: Cancelled = _never,
        sure: frozenset[int] = frozenset(),
    ) -> Checked:
        """The dry run: what each row would do, with nothing written. `mapping` names a field ("" for none) per column.

        A row that gives a known code quite another name is kept out unless its number is among `sure`. Raises
        InvalidInput when neither names nor codes are among the columns, or a field is chosen twice.
        """
        chosen = tuple(mapping if mapping is not None else sheet.guess)
        if not {"name", "code", "barcode"} & set(chosen):
            raise InvalidInput(_("No column holds the items' names."), _("Choose which column it is."), "name")
        twice = next((f for f in chosen if f and f != "barcode" and chosen.count(f) > 1), "")
        if twice:
            raise InvalidInput(_("Two columns are chosen for the same thing."), _("Choose one of them."), twice)
        return Check(self.catalogue, sheet, chosen, sure).run(progress, cancelled)

    def apply(self, checked: Checked, progress: Progress = _silent, cancelled: Cancelled = _never) -> Import:
        """Write what the dry run found, in batches of some 10 ms, and whoever waits to sell goes first.

        Every batch is marked with the import's id; stopped half way, what is in stays and can be taken back. A row
        that lost its code to someone else meanwhile counts as bad. Raises Refused for a dry run that was stopped.
        """
        if not checked.whole:
            raise Refused(_("This list was not read to its end."), _("Check it again; nothing was changed."))
        import_id = new_id()
        work: list[NewItem | Change] = [*checked.new, *checked.changed]
        done, lost = [0, 0], 0
        with self.db.transaction("import.begun") as tx:
            row = {"id": import_id, "file": clean(checked.sheet.file), "made_at": self.db.clock.ms()}
            tx.insert(ProductImport, {**row, "added": 0, "changed": 0, "undone_at": None})
        stopped, folded = False, 0
        for batch, at in batches(self.db, work):
            if cancelled():
                stopped = True
                break
            lost += self._patiently(import_id, batch, done)
            if at - folded >= FOLD_EVERY:
                self.db.checkpoint()
                folded = at
            progress(at, len(work))
        return Import(
            import_id, checked.sheet.file, done[0], done[1], len(checked.skipped), len(checked.bad) + lost, stopped
        )

    def _patiently(self, import_id: bytes, batch: list[NewItem | Change], done: list[int]) -> int:
        """Write a batch, giving way to a busy counter again and again: an import can wait, a customer not."""
        for _again in range(PATIENCE):
            try:
                return self._write(import_id, batch, done)
            except Unavailable:
                self.db.give_way()
        return self._write(import_id, batch, done)

    def _write(self, import_id: bytes, batch: list[NewItem | Change], done: list[int]) -> int:
        """One batch in one transaction; gives how many rows had lost their code to somebody else meanwhile."""
        with self.db.transaction("import.applied") as tx:
            taken = self._taken(batch)
            fresh = [
                (new_id(), item.form)
                for item in batch
                if isinstance(item, NewItem) and not taken & {item.form.code, *item.form.barcodes}
            ]
            if fresh:
                self.catalogue.insert(tx, fresh, import_id)
            undo: list[dict[str, Any]] = []
            for item in batch:
                if isinstance(item, Change) and self._changed(item):
                    was = json.dumps({"was": item.was, "now": item.now}, ensure_ascii=False)
                    undo.append({"import_id": import_id, "product_id": item.product_id, "was": was})
            tx.insert(ImportUndo, *undo)
            counts = {"added": done[0] + len(fresh), "changed": done[1] + len(undo)}
            tx.change(ProductImport, {"id": import_id}, counts)
        done[0], done[1] = counts["added"], counts["changed"]
        return len(batch) - len(fresh) - len(undo)

    def _changed(self, item: Change) -> bool:
        """Change one product; False when the shop refuses it now."""
        try:
            self.catalogue.change(item.product_id, **item.now)
        except ShopError:
            return False
        return True

    def _taken(self, batch: list[NewItem | Change]) -> set[str]:
        """The codes of a batch's new items that somebody has given away since the dry run."""
        codes = [code for item in batch if isinstance(item, NewItem) for code in (item.form.code, *item.form.barcodes)]
        asked = json.dumps(codes)
        rows = self.db.rows(
            "SELECT code FROM product WHERE code IN (SELECT value FROM json_each(:codes)) "
            "UNION SELECT code FROM barcode WHERE code IN (SELECT value FROM json_each(:codes))",
            {"codes": asked},
        )
        return {row[0] for row in rows}

    # -- back

    def past(self, limit: int = 20) -> list[PastImport]:
        """The last imports, the newest first."""
        rows = self.db.rows(
            "SELECT id, file, made_at, added, changed, undone_at IS NOT NULL FROM product_import "
            "ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [PastImport(*row) for row in rows]

    def undo(self, import_id: bytes, progress: Progress = _silent, cancelled: Cancelled = _never) -> Undone:
        """Take an import back: new products go, changed ones get what they had.

        What was sold since stays, and so does what someone has edited since; they are named. Raises NotFound, Refused.
        """
        row = self.db.row("SELECT made_at, undone_at FROM product_import WHERE id = ?", (import_id,))
        if row is None:
            raise NotFound(_("There is no such import."))
        if row[1] is not None:
            raise Refused(_("This import was taken back already."))
        sold = self._sold_since(row[0])
        work = self.db.rows(
            "SELECT id, '' FROM product WHERE import_id = :id UNION ALL "
            "SELECT product_id, was FROM import_undo WHERE import_id = :id",
            {"id": import_id},
        )
        removed = restored = 0
        kept: list[str] = []
        for batch, at in batches(self.db, work):
            if cancelled():
                return Undone(removed, restored, tuple(kept))
            with self.db.transaction("import.undone"):
                for product_id, was in batch:
                    name = self._take_back(product_id, json.loads(was) if was else None, sold)
                    if name:
                        kept.append(name)
                    elif was:
                        restored += 1
                    else:
                        removed += 1
            progress(at, len(work))
        with self.db.transaction("import.undone") as tx:
            tx.change(ProductImport, {"id": import_id}, {"undone_at": self.db.clock.ms()})
        return Undone(removed, restored, tuple(kept))

    def _sold_since(self, made_at: int) -> set[bytes]:
        """The products on sales opened since the day before, and on those still open; ids of sales follow the time."""
        earliest = max(made_at - DAY_MS, 0).to_bytes(6, "big")
        rows = self.db.rows(
            "SELECT DISTINCT product_id FROM sale_line WHERE sale_id >= ? "
            "UNION SELECT product_id FROM sale_line WHERE sale_id IN (SELECT id FROM sale WHERE state = 'open')",
            (earliest,),
        )
        return {row[0] for row in rows}

    def _take_back(self, product_id: bytes, told: dict[str, Any] | None, sold: set[bytes]) -> str:
        """Undo one row; gives the product's name when it must stay as it is."""
        card = self.catalogue.card(product_id)
        if not card.active:
            return ""
        if told is None:
            if product_id in sold:
                return card.form.name
            if card.on_hand:
                self.catalogue.stock.move(card.form.code, -card.on_hand, _("Import taken back"))
            self.catalogue.retire(product_id)
            return ""
        now = {key: _hashable(value) for key, value in told["now"].items()}
        if any(getattr(card.form, key) != value for key, value in now.items()):
            return card.form.name
        self.catalogue.change(product_id, **{key: _hashable(value) for key, value in told["was"].items()})
        return ""

    # -- out

    def export(self, path: Path, progress: Progress = _silent, cancelled: Cancelled = _never) -> int:
        """All items to a .csv or .xlsx that our own import reads back unchanged; gives how many.

        Raises InvalidInput for another ending and Unavailable when the file cannot be written.
        """
        return item_export.export(self.catalogue, path, progress, cancelled)

    def save_rejects(self, checked: Checked, path: Path) -> int:
        """The rows that could not come in, as a CSV with their reasons, ready to be put right; gives how many."""
        return item_export.save_rejects(checked, path)


def _sheet(path: Path, raw: sheets.Raw) -> Sheet | None:
    """One sheet with its headings found; None if there is nothing below them."""
    at = headings_row([row for _number, row in raw.rows])
    rows = raw.rows[at + 1 :]
    if not rows:
        return None
    wide = max(len(row) for _number, row in rows)
    headings = (*raw.rows[at][1], *[""] * (wide - len(raw.rows[at][1])))
    return Sheet(path.name, raw.name, headings, guess(headings), rows)


def _known(sheet: Sheet) -> int:
    return sum(field != "" for field in sheet.guess)


def _hashable(value: Any) -> Any:
    """JSON knows no tuples; a form holds its barcodes in one."""
    return tuple(cast("list[str]", value)) if isinstance(value, list) else value


def batches(db: Database, work: Sequence[Any]) -> Iterator[tuple[list[Any], int]]:
    """The work in pieces that grow and shrink so that each takes some 10 ms; a sale that waits goes first."""
    at, size = 0, FIRST_BATCH
    while at < len(work):
        started = time.perf_counter()
        batch = list(work[at : at + size])
        at += len(batch)
        yield batch, at
        took = time.perf_counter() - started
        size = max(LEAST_BATCH, min(MOST_BATCH, int(size * min(2.0, BATCH_SECONDS / max(took, 0.0001)))))
        db.give_way()
