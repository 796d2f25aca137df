"""The journal itself: is each till's chain whole, in order, and as it was written?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base import journal
from shoppos.base.i18n import _
from shoppos.reports.audit.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader

BATCH = 500
# A scan of all keys would read every body; this jumps from till to till.
TILLS = (
    "WITH RECURSIVE t(till) AS (SELECT min(till) FROM journal UNION ALL "
    "SELECT (SELECT min(till) FROM journal WHERE till > t.till) FROM t WHERE t.till IS NOT NULL) "
    "SELECT till FROM t WHERE till IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal that hangs together with the one before it; `told` is its body as it was chained."""

    till: str
    seq: int
    hlc: int
    kind: str
    hash: bytes
    told: bytes

    def body(self) -> dict[str, Any] | Fault:
        """What it tells, if that is what it is filed as."""
        body: dict[str, Any] = json.loads(self.told)
        if (body["seq"], body["till"], body["kind"], body["hlc"]) != (
            self.seq,
            self.till,
            self.kind,
            f"{self.hlc:016x}",
        ):
            return _fault(self.till, self.seq, _("Entry {seq} of till {till} is not filed as what it says it is."))
        return body


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one till's journal: the numbers of its first and last entry."""

    till: str
    first: int
    last: int


def tills(db: Reader) -> list[str]:
    """The tills that have written in this journal."""
    return [row[0] for row in db.rows(TILLS)]


def spans(db: Reader, longest: int) -> list[Span]:
    """Every till's entries in pieces of at most `longest`, in order."""
    return [
        Span(till, first, min(first + longest - 1, last))
        for till in tills(db)
        for last in [(db.row("SELECT max(seq) FROM journal WHERE till = ?", (till,)) or (0,))[0]]
        for first in range(1, last + 1, longest)
    ]


def walk(db: Reader, span: Span) -> Iterator[list[Entry] | Fault]:
    """The entries of a span in order, some hundred at a time; a fault ends it: nothing after it is proven."""
    last = _before(db, span)
    if last is None:
        yield _missing(span.till, span.first - 1)
        return
    cursor = db.raw.execute(
        "SELECT seq, hlc, kind, body, prev, hash FROM journal WHERE till = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (span.till, span.first, span.last),
    )
    while rows := cursor.fetchmany(BATCH):
        batch = list[Entry]()
        for row in rows:
            entry = _checked(span.till, last, row)
            if isinstance(entry, Fault):
                yield batch
                yield entry
                return
            batch.append(entry)
            last = journal.Head(row[0], row[1], row[5])
        yield batch
    if last.seq != span.last:
        yield _missing(span.till, last.seq + 1)


def _before(db: Reader, span: Span) -> journal.Head | None:
    """What the first entry of a span has to follow; its own span has proven it."""
    if span.first == 1:
        return journal.Head(0, -1, journal.genesis(span.till))
    row = db.row("SELECT seq, hlc, hash FROM journal WHERE till = ? AND seq = ?", (span.till, span.first - 1))
    return journal.Head(row[0], row[1], row[2]) if row else None


def _checked(till: str, last: journal.Head, row: tuple[Any, ...]) -> Entry | Fault:
    """The entry, if it stands where it was written and says what it said then."""
    seq, hlc, kind, stored, prev, digest = row
    if seq != last.seq + 1:
        return _missing(till, last.seq + 1)
    if prev != last.hash:
        return _fault(till, seq, _("Entry {seq} of till {till} does not follow the one before it."))
    try:
        told = journal.body_of(stored)
    except ValueError:
        told = b""
    if journal.chain(prev, told) != digest:
        return _fault(till, seq, _("Entry {seq} of till {till} was changed after it was written."))
    if hlc <= last.hlc:
        return _fault(till, seq, _("The clock of entry {seq} of till {till} goes back."))
    return Entry(till, seq, hlc, kind, digest, told)


def _missing(till: str, seq: int) -> Fault:
    return _fault(till, seq, _("Entry {seq} of till {till} is missing from the journal."))


def _fault(till: str, seq: int, sentence: str) -> Fault:
    return Fault("chain", f"{till}#{seq}", sentence.format(seq=seq, till=till))
