"""Do the books agree? The journal is walked, every record compared with it, every bill priced again, every sum made."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from shoppos.base.file import one_moment
from shoppos.reports.audit import chain, gst, totals
from shoppos.reports.audit.chain import Span
from shoppos.reports.audit.checks import CHECKS
from shoppos.reports.audit.drawer import UNPROVEN
from shoppos.reports.audit.faults import Fault
from shoppos.reports.audit.rows import Living, finished, more_than_told, not_told
from shoppos.reports.audit.shapes import SHAPES
from shoppos.reports.audit.span import Part, audit_elsewhere, audit_span, give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

    Progress = Callable[[int, int], None]

SPAN = 5_000
"""Entries that one core walks at a time."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a till's chain goes, and the hash it ends with: written down elsewhere, it proves the books later."""

    till: str
    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: `faults` is empty when the books agree; `unproven` says what could not be proved, and why."""

    entries: int
    documents: int
    heads: tuple[Head, ...]
    faults: tuple[Fault, ...]
    unproven: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether all is as it was written."""
        return not self.faults


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def audit(db: Reader, progress: Progress = _silent, most: int = 1, *, span: int = SPAN) -> Verdict:
    """Check the books of one moment and stop at the `most`th fault; `progress` gets what is done and all there is.

    What there is are the journal's entries, and the bills whose totals are recounted. A journal longer than `span`
    entries is walked by all cores at once. One that was rewritten whole, hashes and all, agrees with itself: compare
    its heads with an older report.
    """
    walk = _Walk(db, progress, most, span)
    with one_moment(db):
        found = tuple(islice(walk.faults(), most))
    return Verdict(walk.entries, walk.documents, tuple(walk.heads.values()), found, tuple(walk.unproven))


class _Walk:
    """One pass over the books; it counts what it has seen."""

    def __init__(self, db: Reader, progress: Progress, most: int, span: int) -> None:
        self.db = db
        self.progress = progress
        self.most = most
        self.span = span
        self.entries = self.documents = self.recounted = 0
        self.every = 0
        self.heads: dict[str, Head] = {}
        self.unproven: list[str] = []
        self.told = Counter[str]()
        self.living = Living()

    def faults(self) -> Iterator[Fault]:
        """Everything that does not agree, the journal's own order first."""
        spans = chain.spans(self.db, self.span)
        self.every = sum(one.last - one.first + 1 for one in spans) + totals.every(self.db)
        broken = False
        for part in self._parts(spans):
            self._take(part)
            self._go_on()
            broken = broken or part.broken
            yield from part.faults
        if not broken:
            yield from self.living.compare(self.db)
            yield from self._unknown(spans)
        for check in CHECKS:
            for one in check(self.db):
                if one.kind == UNPROVEN:
                    self.unproven.append(one.sentence)
                else:
                    yield one
            self._go_on()
        yield from totals.check(self.db, self._go_on)
        yield from gst.filed(self.db, self._go_on)

    def _go_on(self, recounted: int = 0) -> None:
        """Tell how far it is; who watches may end the walk by raising what they like."""
        self.recounted += recounted
        self.progress(self.entries + self.recounted, self.every)

    def _parts(self, spans: list[Span]) -> Iterator[Part]:
        """Every piece audited, in order: here when there is one, else on all cores."""
        if len(spans) <= len(chain.tills(self.db)):
            yield from (audit_span(self.db, one, self.most) for one in spans)
            return
        cores = min(len(spans), os.cpu_count() or 1)
        with ProcessPoolExecutor(cores, get_context("spawn"), give_way) as pool:
            try:
                yield from pool.map(audit_elsewhere, repeat(str(self.db.path)), spans, repeat(self.most))
            finally:
                pool.shutdown(cancel_futures=True)

    def _take(self, part: Part) -> None:
        if part.span.till not in self.heads:
            self.living.next_till()
        for changes in part.living:
            self.living.take(changes)
        self.entries += part.entries
        self.documents += part.documents
        self.told.update(part.told)
        self.heads[part.span.till] = Head(part.span.till, part.span.first + part.entries - 1, part.hash)

    def _unknown(self, spans: list[Span]) -> Iterator[Fault]:
        """The finished rows that the journal does not tell: looked for only when there are more of them than told."""
        for table in more_than_told(self.db, self.told):
            shape = SHAPES[table]
            keys: set[Any] = {
                shape.key(row)
                for span in spans
                for batch in chain.walk(self.db, span)
                if not isinstance(batch, Fault)
                for body in (entry.body() for entry in batch)
                if not isinstance(body, Fault)
                for row in finished(body).get(table, ())
            }
            yield from not_told(self.db, table, keys)
