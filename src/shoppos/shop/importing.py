"""Lists of items come in, are tried first, applied beside the selling, taken back again, and go out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound, Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id, new_ids
from shoppos.base.text import clean
from shoppos.models.product import ImportUndo, ProductImport
from shoppos.shop import item_export, item_todo, lists, party_export
from shoppos.shop.catalogue import search_words
from shoppos.shop.item_check import NO_RATES, PARTIES, Change, Check, Checked, NewItem, NewParty, Sheet
from shoppos.shop.item_more import KNOWN, NOTHING, More, MoreWriter, hashable, more_of
from shoppos.shop.packs import Packs
from shoppos.shop.party_check import PartyCheck
from shoppos.shop.party_writer import PartyWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.shop.catalogue import Catalogue, ProductForm
    from shoppos.shop.customers import Customers
    from shoppos.shop.suppliers import Suppliers

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]

Work = NewItem | NewParty | Change
BATCH_SECONDS = 0.009  # what a batch works while it holds the shop's file; with the disk's time some 20 ms at most
PATIENCE = 12  # times the five seconds that SQLite itself waits
FIRST_BATCH = 20
LEAST_BATCH = 10
MOST_BATCH = 1200
FOLD_EVERY = 4000  # rows after which the log is folded back between batches: a big fold at once would be felt
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: new and changed products, rows skipped and rows kept out, whether somebody stopped it.

    `people` are new customers and suppliers. An import of nothing leaves no trace and has no id.
    """

    id: bytes
    file: str
    added: int
    changed: int
    skipped: int
    bad: int
    stopped: bool
    people: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did; `kept` names new products that were sold since, or changed ones edited since.

    Of the `removed` so many are `people`: customers and suppliers.
    """

    removed: int
    restored: int
    kept: tuple[str, ...]
    people: int = 0


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

    def __init__(self, db: Database, catalogue: Catalogue, customers: Customers, suppliers: Suppliers) -> None:
        """Work on `db`; products, customers and suppliers are written by their departments."""
        self.db = db
        self.catalogue = catalogue
        self.people = PartyWriter(db, customers, suppliers)
        self.more = MoreWriter(db, catalogue)
        self.packs = Packs(db)
        self._worked = 0.0

    # -- in

    def read(self, path: Path, kind: str = "") -> Sheet:
        """The sheet of a file that looks most like a list of items or people; see `lists.read`."""
        return lists.read(path, kind)

    def check(
        self,
        sheet: Sheet,
        mapping: Sequence[str] | None = None,
        progress: Progress = _silent,
        cancelled: Cancelled = _never,
        sure: frozenset[int] = frozenset(),
        rates: Mapping[int, int] = NO_RATES,
        *,
        at_mrp: bool = False,
    ) -> Checked:
        """The dry run: what each row would do, with nothing written. `mapping` names a field ("" for none) per column.

        A row that gives a known code quite another name is kept out unless its number is among `sure`; `rates` gives
        for a GST rate that has ended the one that items get instead; `at_mrp` takes items priced above their MRP at the
        MRP, which are kept out otherwise. Raises InvalidInput when neither names nor codes are among the columns, or
        a field is chosen twice.
        """
        chosen = tuple(mapping if mapping is not None else sheet.guess)
        people = sheet.kind == PARTIES
        if people and "name" not in chosen:
            raise InvalidInput(_("No column holds the names."), _("Choose which column it is."), "name")
        if not people and not {"name", "code", "barcode"} & set(chosen):
            raise InvalidInput(_("No column holds the items' names."), _("Choose which column it is."), "name")
        twice = next((f for f in chosen if f and f != "barcode" and chosen.count(f) > 1), "")
        if twice:
            raise InvalidInput(_("Two columns are chosen for the same thing."), _("Choose one of them."), twice)
        if people:
            return PartyCheck(self.db, sheet, chosen).run(progress, cancelled)
        return Check(self.catalogue, sheet, chosen, sure, rates, at_mrp=at_mrp).run(progress, cancelled)

    def apply(self, checked: Checked, progress: Progress = _silent, cancelled: Cancelled = _never) -> Import:
        """Write what the dry run found, in batches of some 10 ms, and whoever waits to sell goes first.

        Every batch is marked with the import's id; stopped half way, what is in stays and can be taken back. A row
        that lost its code to someone else meanwhile counts as bad. Raises Refused for a dry run that was stopped.
        """
        if not checked.whole:
            raise Refused(_("This list was not read to its end."), _("Check it again; nothing was changed."))
        work: list[Work] = [*checked.new, *checked.changed]
        if not work:
            return Import(b"", checked.sheet.file, 0, 0, len(checked.skipped), len(checked.bad), stopped=False)
        import_id = new_id()
        done, lost = [0, 0, 0], 0
        with self.db.transaction("import.begun") as tx:
            row = {"id": import_id, "file": clean(checked.sheet.file), "made_at": self.db.clock.ms()}
            tx.insert(ProductImport, {**row, "added": 0, "changed": 0, "undone_at": None})
        stopped, folded = False, 0
        for batch, at in batches(self.db, work, lambda: self._worked):
            if cancelled():
                stopped = True
                break
            lost += self._patiently(import_id, batch, done)
            if at - folded >= FOLD_EVERY:
                self.db.checkpoint()
                folded = at
            progress(at, len(work))
        return Import(
            import_id, checked.sheet.file, done[0], done[1], len(checked.skipped), len(checked.bad) + lost, stopped,
            done[2],
        )  # fmt: skip

    def _patiently(self, import_id: bytes, batch: list[Work], done: list[int]) -> int:
        """Write a batch, giving way to a busy counter again and again: an import can wait, a customer not."""
        for _again in range(PATIENCE):
            try:
                return self._write(import_id, batch, done)
            except Unavailable:
                self.db.give_way()
        return self._write(import_id, batch, done)

    def _write(self, import_id: bytes, batch: list[Work], done: list[int]) -> int:
        """One batch in one transaction; gives how many rows had lost their code to somebody else meanwhile."""
        new = [item for item in batch if isinstance(item, NewItem)]
        ready = [_Ready(item, one) for item, one in zip(new, new_ids(len(new)), strict=True)]  # nobody waits for that
        with self.db.transaction("import.applied") as tx:
            begun = time.perf_counter()
            taken = self._taken(ready)
            fresh = [one for one in ready if not taken or taken.isdisjoint(one.item.codes())]
            undo: list[dict[str, Any]] = []
            changed = people = 0
            for item in batch:
                if isinstance(item, NewParty):
                    found = self.people.add(item)
                    if found is not None:
                        undo.append({"import_id": import_id, "product_id": found[0], "was": found[1]})
                        people += 1
                elif isinstance(item, Change) and self._changed(tx, item.product_id, item.now):
                    was = json.dumps({"was": item.was, "now": item.now}, ensure_ascii=False)
                    undo.append({"import_id": import_id, "product_id": item.product_id, "was": was})
                    changed += 1
            if fresh:
                forms = [form for one in fresh for form in one.forms]
                self.catalogue.insert(tx, forms, import_id, [words for one in fresh for words in one.words])
                undo.extend(
                    {
                        "import_id": import_id,
                        "product_id": form[0],
                        "was": json.dumps({item_todo.ENDED: one.item.ended}),
                    }
                    for one in fresh
                    for form in one.forms
                    if one.item.ended
                )
                self.more.write(tx, [one.more for one in fresh if one.more is not None])
            tx.insert(ImportUndo, *undo)
            counts = {"added": done[0] + len(fresh) + done[2] + people, "changed": done[1] + changed}
            tx.change(ProductImport, {"id": import_id}, counts)
            self._worked = time.perf_counter() - begun
        done[:] = done[0] + len(fresh), done[1] + changed, done[2] + people
        return len(batch) - len(fresh) - changed - people

    def _changed(self, tx: Transaction, product_id: bytes, changes: Mapping[str, Any]) -> bool:
        """Change one product; False when the shop refuses it now."""
        card = {key: hashable(value) for key, value in changes.items() if key not in KNOWN}
        try:
            if card:
                self.catalogue.change(product_id, **card)
        except ShopError:
            return False
        self.more.change(tx, product_id, {key: changes[key] for key in KNOWN if key in changes})
        return True

    def _taken(self, ready: Sequence[_Ready]) -> set[str]:
        """The codes of new items that somebody has given away since the dry run."""
        codes = [code for one in ready for code in one.item.codes()]
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
            "SELECT id, '' FROM product WHERE import_id = :id AND id IN (SELECT product_id FROM component) UNION ALL "
            "SELECT id, '' FROM product WHERE import_id = :id AND id NOT IN (SELECT product_id FROM component) "
            "UNION ALL SELECT product_id, was FROM import_undo WHERE import_id = :id "
            f"AND was NOT LIKE '{item_todo.LIKE}'",
            {"id": import_id},
        )
        removed = restored = people = 0
        kept: list[str] = []
        for batch, at in batches(self.db, work):
            if cancelled():
                return Undone(removed, restored, tuple(kept), people)
            with self.db.transaction("import.undone") as tx:
                for product_id, was in batch:
                    told: dict[str, Any] = json.loads(was) if was else {}
                    if "party" in told:
                        name = self.people.take_back(tx, product_id, told["party"])
                    else:
                        name = self._take_back(tx, product_id, told or None, sold)
                    if name:
                        kept.append(name)
                    elif told and "party" not in told:
                        restored += 1
                    else:
                        removed += 1
                        people += "party" in told
            progress(at, len(work))
        with self.db.transaction("import.undone") as tx:
            tx.change(ProductImport, {"id": import_id}, {"undone_at": self.db.clock.ms()})
        return Undone(removed, restored, tuple(kept), people)

    def _sold_since(self, made_at: int) -> set[bytes]:
        """The products on sales opened since the day before, and on those still open; ids of sales follow the time."""
        earliest = max(made_at - DAY_MS, 0).to_bytes(6, "big")
        rows = self.db.rows(
            "SELECT DISTINCT product_id FROM sale_line WHERE sale_id >= ? "
            "UNION SELECT product_id FROM sale_line WHERE sale_id IN (SELECT id FROM sale WHERE state = 'open')",
            (earliest,),
        )
        return {row[0] for row in rows}

    def _take_back(self, tx: Transaction, product_id: bytes, told: dict[str, Any] | None, sold: set[bytes]) -> str:
        """Undo one row; gives the product's name when it must stay as it is."""
        card = self.catalogue.card(product_id)
        if not card.active:
            return ""
        if told is None:
            if product_id in sold:
                return card.form.name
            if self.packs.parts(product_id):
                self.packs.set_parts(product_id, {})
                card = self.catalogue.card(product_id)
            if card.on_hand:
                self.catalogue.stock.move(card.form.code, -card.on_hand, _("Import taken back"))
            self.catalogue.retire(product_id)
            return ""
        now = {key: hashable(value) for key, value in told["now"].items()}
        here = more_of(self.db, product_id)
        if any((here[key] if key in KNOWN else getattr(card.form, key)) != value for key, value in now.items()):
            return card.form.name
        self._changed(tx, product_id, told["was"])
        return ""

    # -- out

    def export(self, path: Path, progress: Progress = _silent, cancelled: Cancelled = _never) -> int:
        """All items to a .csv or .xlsx that our own import reads back unchanged; gives how many.

        Raises InvalidInput for another ending and Unavailable when the file cannot be written.
        """
        return item_export.export(self.catalogue, path, progress, cancelled)

    def export_people(self, kind: str, path: Path) -> int:
        """All customers or suppliers, with what they owe or are owed, to a .csv or .xlsx; gives how many."""
        return party_export.export(self.db, kind, path)

    def export_stock(self, path: Path) -> int:
        """What is on hand of each counted item, and its worth at cost, to a .csv or .xlsx; gives how many."""
        return party_export.export_stock(self.db, path)

    def save_rejects(self, checked: Checked, path: Path) -> int:
        """The rows that could not come in, as a CSV with their reasons, ready to be put right; gives how many."""
        return item_export.save_rejects(checked, path)


def together(items: Checked, people: Checked) -> Checked:
    """Two dry runs of one backup as one import, that is taken back as one."""
    return Checked(
        items.sheet, items.mapping, [*items.new, *people.new], [*items.changed, *people.changed],
        [*items.skipped, *people.skipped], [*items.bad, *people.bad], items.renamed,
        [*items.doubts, *people.doubts], items.whole and people.whole,
        items.kept_stock, items.ended, items.dear,
    )  # fmt: skip


class _Ready:
    """A new item with all that can be known of it before the file is locked: ids, and the words that find it."""

    __slots__ = ("forms", "item", "more", "words")

    def __init__(self, item: NewItem, product_id: bytes) -> None:
        """Give it that id, and a pack's part another."""
        self.item = item
        part = item.more.part
        self.forms: list[tuple[bytes, ProductForm]] = [(product_id, item.form)]
        self.more: tuple[bytes, More, bytes | None] | None = None
        if part is not None:
            self.forms.append((new_id(), part))
        if item.more is not NOTHING:
            self.more = (product_id, item.more, self.forms[-1][0] if part is not None else None)
        self.words = [search_words(form) for _id, form in self.forms]


def batches(
    db: Database, work: Sequence[Any], worked: Callable[[], float] = lambda: 0.0
) -> Iterator[tuple[list[Any], int]]:
    """The work in pieces that grow and shrink so that each takes some 10 ms; a sale that waits goes first.

    `worked` gives the seconds that the last one took without the disk: smaller pieces would not make that quicker.
    """
    at, size = 0, FIRST_BATCH
    while at < len(work):
        started = time.perf_counter()
        batch = list(work[at : at + size])
        at += len(batch)
        yield batch, at
        took = worked() or time.perf_counter() - started
        size = max(LEAST_BATCH, min(MOST_BATCH, int(size * min(2.0, BATCH_SECONDS / max(took, 0.0001)))))
        db.give_way()
