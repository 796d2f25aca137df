"""Do the books agree? The journal is walked, every record compared with it, every bill priced again, every sum made."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from shoppos.reports.audit import chain, sums
from shoppos.reports.audit.bills import Bills
from shoppos.reports.audit.faults import Fault
from shoppos.reports.audit.rows import Finished, Living, finished
from shoppos.reports.audit.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from shoppos.base.file import Reader

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Head:
    """How far a till's chain goes, and the hash it ends with: written down elsewhere, it proves the books later."""

    till: str
    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: `faults` is empty when the books agree."""

    entries: int
    documents: int
    heads: tuple[Head, ...]
    faults: tuple[Fault, ...]

    @property
    def agrees(self) -> bool:
        """Whether all is as it was written."""
        return not self.faults


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def audit(db: Reader, progress: Progress = _silent, most: int = 1) -> Verdict:
    """Check the books of one moment and stop at the `most`th fault; `progress` gets entries done and in all.

    A journal that was rewritten whole, hashes and all, agrees with itself: compare its heads with an older report.
    """
    walk = _Walk(db, progress)
    with _one_moment(db):
        found = tuple(islice(walk.faults(), most))
    return Verdict(walk.entries, walk.bills.seen, tuple(walk.heads), found)


@contextmanager
def _one_moment(db: Reader) -> Generator[None]:
    """See the books as they stand now, whatever is sold meanwhile."""
    own = not db.raw.in_transaction
    if own:
        db.raw.execute("BEGIN")
    try:
        yield
    finally:
        if own:
            db.raw.execute("ROLLBACK")


class _Walk:
    """One pass over the books; it counts what it has seen."""

    def __init__(self, db: Reader, progress: Progress) -> None:
        self.db = db
        self.progress = progress
        self.entries = 0
        self.heads = list[Head]()
        self.finished = Finished(db)
        self.living = Living()
        self.bills = Bills(db)

    def faults(self) -> Iterator[Fault]:
        """Everything that does not agree, the journal's own order first."""
        tills = chain.tills(self.db)
        every = sum(chain.length(self.db, till) for till in tills)
        broken = False
        for till in tills:
            for fault in self._till(till, every):
                broken = broken or fault.kind == "chain"
                yield fault
        if not broken:
            yield from self.living.compare(self.db)
            for table in self.finished.more_than_told():
                yield from self.finished.not_told(table, self._keys(table))
        for check in sums.CHECKS:
            yield from check(self.db)

    def _till(self, till: str, every: int) -> Iterator[Fault]:
        """One till's chain, its records and its bills."""
        self.living.next_till()
        last = chain.Entry(till, 0, b"", {})
        for batch in chain.walk(self.db, till):
            if isinstance(batch, Fault):
                yield batch
                continue
            told = [finished(entry) for entry in batch]
            yield from self.finished.compare(told)
            for entry, rows in zip(batch, told, strict=True):
                self.living.take(entry)
                yield from self.bills.check(entry, rows)
                last = entry
            self.entries += len(batch)
            self.progress(self.entries, every)
        self.heads.append(Head(till, last.seq, last.hash.hex()))

    def _keys(self, table: str) -> set[Any]:
        """The keys of all rows of a table that the journal tells for good."""
        shape = SHAPES[table]
        return {
            shape.key(row)
            for till in chain.tills(self.db)
            for batch in chain.walk(self.db, till)
            if not isinstance(batch, Fault)
            for entry in batch
            for row in finished(entry).get(table, ())
        }
