"""One piece of the journal audited for itself, so that every core of the machine can take one."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from shoppos.base.clock import Clock
from shoppos.base.file import Reader
from shoppos.reports.audit import chain
from shoppos.reports.audit.bills import Bills
from shoppos.reports.audit.chain import Entry, Span
from shoppos.reports.audit.faults import Fault
from shoppos.reports.audit.retelling import retold
from shoppos.reports.audit.rows import Finished, changing, finished
from shoppos.reports.audit.shapes import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")


@dataclass(slots=True)
class Part:
    """What came out of one piece: faults in order, counts, the end of the chain, and what it tells of living rows."""

    span: Span
    faults: list[Fault] = field(default_factory=list[Fault])
    told: dict[str, int] = field(default_factory=dict[str, int])
    entries: int = 0
    documents: int = 0
    hash: str = ""
    living: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def broken(self) -> bool:
        """Whether the chain ends within it."""
        return any(fault.kind == "chain" for fault in self.faults)


def each_month(db: Reader, one: Callable[[Reader, int], T], months: Sequence[int], *, alone: bool) -> Iterator[T]:
    """What `one` says of each month (yyyymm) in order: on all cores at once, or where few are asked for `alone`.

    It is a module's own function, for other processes call it too; what it gives them has no words of any language.
    """
    cores = min(len(months), os.cpu_count() or 1)
    if alone or cores < 2:  # noqa: PLR2004  (one alone is quicker here)
        yield from (one(db, month) for month in months)
        return
    with ProcessPoolExecutor(cores, get_context("spawn"), give_way) as pool:
        try:
            yield from pool.map(month_elsewhere, repeat(one), repeat(str(db.path)), months)
        finally:
            pool.shutdown(cancel_futures=True)


def month_elsewhere(one: Callable[[Reader, int], T], path: str, month: int) -> T:
    """The same in a process of its own; a bill is written whole in its own transaction, so any moment will do."""
    db = Reader(Path(path), Clock())
    try:
        db.raw.execute("BEGIN")
        return one(db, month)
    finally:
        db.close()


def audit_span(db: Reader, span: Span, most: int) -> Part:
    """Walk one piece; stops behind the `most`th fault."""
    part, rows, bills = Part(span), Finished(db), Bills(db)
    for batch in chain.walk(db, span):
        if isinstance(batch, Fault):
            part.faults.append(batch)
            break
        _audit_batch(db, batch, part, rows, bills)
        if part.broken or len(part.faults) >= most:
            break
    part.told, part.documents = rows.told, bills.seen
    return part


def _audit_batch(db: Reader, batch: list[Entry], part: Part, rows: Finished, bills: Bills) -> None:
    """Some entries: the plain sales the short way, all others read and compared row by row."""
    told = retold(db, batch)
    for plain in told.values():
        rows.agree(plain)
    others = list[Rows]()
    for entry in batch:
        if entry.seq in told:
            continue
        body = entry.body()
        if isinstance(body, Fault):
            part.faults.append(body)
            return
        told[entry.seq] = finished(body)
        others.append(told[entry.seq])
        if changes := changing(body):
            part.living.append(changes)
    part.faults += rows.compare(others)
    for entry in batch:
        part.faults += bills.check(entry, told[entry.seq])
        part.hash = entry.hash.hex()
    part.entries += len(batch)


def give_way() -> None:
    """Check with what the machine has left: a counter that sells beside it goes first. Where the system knows it."""
    if hasattr(os, "nice"):
        os.nice(10)


def audit_elsewhere(path: str, span: Span, most: int) -> Part:
    """The same in a process of its own. Finished rows never change, so it may look a moment later than the others."""
    db = Reader(Path(path), Clock())
    try:
        return audit_span(db, span, most)
    finally:
        db.close()
