"""What a payment that came in may be for: payments that were claimed, QRs that were shown, UTRs that were typed."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shoppos.base.db import Database
from shoppos.reports.bank import WORDS
from shoppos.reports.prepaid import CLAIMED
from shoppos.rules import matching
from shoppos.rules.bank_words import Credit
from shoppos.rules.matching import (
    ADVANCE,
    AFTER,
    ASKED,
    BEFORE,
    BILL,
    DOOR,
    DOOR_AFTER,
    DOOR_BEFORE,
    KHATA,
    SHORTEST,
    Claim,
    tokens,
)
from shoppos.shop.bank_dues import due_claims
from shoppos.shop.bank_owing import named, owing

LISTED = "(SELECT value FROM json_each(:words))"
DOCS = "SELECT unhex(value) AS id FROM json_each(:docs)"
NAMED = "coalesce((SELECT name FROM personal WHERE id = {}), '')"
BETWEEN = "made_at BETWEEN :since AND :until"
BILLS = (
    "SELECT s.id, p.line, p.amount, s.made_at, p.attempt, coalesce(u.utr, ''), s.number, "
    f"{NAMED.format('s.personal_id')}, coalesce(s.with_id, s.id) FROM (SELECT id FROM sale WHERE state = 'done' "
    f"AND business_date BETWEEN :first AND :last AND {BETWEEN} UNION {DOCS} "
    f"UNION SELECT sale_id FROM upi_attempt WHERE reference IN {LISTED} "
    "UNION SELECT w.id FROM upi_attempt t CROSS JOIN sale w ON w.with_id = t.sale_id "
    f"WHERE t.reference IN {LISTED}) f CROSS JOIN sale s ON s.id = f.id CROSS JOIN payment p ON p.sale_id = s.id "
    "LEFT JOIN utr u ON u.doc_id = p.sale_id AND u.line = p.line WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    "AND p.method = 'upi' AND p.amount > 0 AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
ADVANCES = (
    "SELECT a.id, 1, a.amount, a.made_at, a.attempt, coalesce((SELECT u.utr FROM utr u WHERE u.doc_id = a.id), ''), "
    f"o.number, {NAMED.format('o.personal_id')} FROM (SELECT id FROM advance WHERE method = 'upi' AND {BETWEEN} "
    f"UNION SELECT id FROM advance WHERE attempt IN {LISTED} AND attempt <> '' "
    "UNION SELECT id FROM advance WHERE business_date BETWEEN :first AND :last AND method <> 'upi' "
    f"AND {BETWEEN} UNION {DOCS}) f CROSS JOIN advance a ON a.id = f.id CROSS JOIN orders o ON o.id = a.order_id "
    "WHERE a.amount > 0 AND (EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) "
    f"OR EXISTS (SELECT 1 {CLAIMED.replace(' a ', ' c ').replace('a.', 'c.')} AND c.id = a.id))"
)
KHATAS = (
    "SELECT k.doc_id, 1, -k.amount, k.made_at, '', coalesce(u.utr, ''), '', "
    f"{NAMED.format('(SELECT personal_id FROM customer WHERE id = k.customer_id)')} FROM (SELECT doc_id AS id "
    f"FROM khata_entry WHERE kind = 'payment' AND {BETWEEN} UNION {DOCS}) f "
    "CROSS JOIN khata_entry k ON k.doc_id = f.id AND k.kind = 'payment' LEFT JOIN utr u ON u.doc_id = k.doc_id "
    "WHERE k.method = 'upi'"
)
DOORS = (
    "SELECT c.id, 1, c.amount, c.made_at, c.reference, coalesce(u.utr, ''), s.number, "
    f"{NAMED.format('s.personal_id')}, coalesce(s.with_id, s.id) FROM (SELECT id FROM cod_receipt "
    "WHERE method = 'upi' AND made_at BETWEEN :door_since AND :door_until "
    f"UNION SELECT id FROM cod_receipt WHERE reference IN {LISTED} "
    f"AND reference <> '' UNION {DOCS}) f CROSS JOIN cod_receipt c ON c.id = f.id "
    "CROSS JOIN sale s ON s.id = c.sale_id LEFT JOIN utr u ON u.doc_id = c.id WHERE c.method = 'upi' AND c.amount > 0 "
    "AND NOT EXISTS (SELECT 1 FROM cod_receipt b WHERE b.sale_id = c.sale_id AND b.amount < 0 "
    "AND b.reference = lower(hex(c.id)))"
)
ASKED_FOR = (
    "SELECT o.id, 0, t.amount, t.made_at, t.reference, '', o.number, "
    f"{NAMED.format('o.personal_id')} FROM (SELECT reference FROM upi_attempt WHERE {BETWEEN} "
    f"UNION SELECT reference FROM upi_attempt WHERE reference IN {LISTED}) f "
    "CROSS JOIN upi_attempt t ON t.reference = f.reference CROSS JOIN orders o ON o.id = coalesce("
    "(SELECT id FROM orders WHERE sale_id = t.sale_id), (SELECT order_id FROM parcel WHERE sale_id = t.sale_id), "
    f"iif(t.reference IN {LISTED}, (SELECT order_id FROM order_step WHERE kind = 'asked' "
    "AND json_extract(told, '$.reference') = +t.reference), NULL)) "
    "WHERE NOT EXISTS (SELECT 1 FROM advance a WHERE a.order_id = o.id AND a.attempt = t.reference) "
    "AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = t.sale_id AND p.attempt = t.reference)"
)
PAID = (
    "SELECT x.order_id, json_extract(x.told, '$.reference') FROM (SELECT unhex(value) AS id FROM json_each(?)) o "
    "CROSS JOIN order_step x ON x.order_id = o.id WHERE x.kind = 'paid'"
)
"""Each begins with the ids that time, a reference or a UTR names, found by an index each, and joins from there.

The + takes the type off a column: an index over a value in JSON, which has none, answers nothing else.
"""


def claims_for(db: Database, came: Sequence[tuple[Credit, int]], *, near: bool = True) -> list[Claim]:
    """All that these payments (each with when it came, in milliseconds) may be for; proved ones by their UTR alone.

    Without `near` only what a reference names, and nothing for its time.
    """
    if not came:
        return []
    at = _asked(db, came, near=near)
    utrs = {credit.utr for credit, _at in came if credit.utr}
    found = [*_bills(db.rows(BILLS, at)), *_doors(db.rows(DOORS, at))]
    for kind, sql in ((ADVANCE, ADVANCES), (KHATA, KHATAS)):
        found += [_claim(kind, row) for row in db.rows(sql, at)]
    found += _shown(db, db.rows(ASKED_FOR, at))
    found += due_claims(db, sorted({word for credit, _at in came for word in tokens(credit)}))
    if near:
        found += [*owing(db, [credit for credit, _at in came]), *named(db, [credit for credit, _at in came])]
    return _whole([claim for claim in found if not claim.utr or claim.utr in utrs])


def likely(db: Database, came: Sequence[tuple[Credit, int]]) -> list[bool]:
    """Which of these payments a claim is certain for, as it looks now: asked for all of them at once.

    Whoever writes it down looks again while nobody else can write.
    """
    claims = claims_for(db, came, near=False)
    return [matching.certain(matching.suggest(credit, at, claims)) is not None for credit, at in came]


def key_of(credit: Credit) -> str:
    """What makes a payment one: what its source calls it, its UTR, else its amount, day and words (behind a ~).

    A source that tells the UTR only later calls it the same still.
    """
    if credit.key or credit.utr:
        return credit.key or credit.utr
    day = str(credit.at.date()) if credit.at else ""
    words = f"{credit.amount}\n{day}\n{credit.said}".encode()
    return WORDS + hashlib.sha256(words).hexdigest()[:24]


def moment(db: Database, at: dt.datetime | None, now: int) -> int:
    """When a payment came, in milliseconds: the end of its day where only that is told, and never after `now`."""
    if at is None:
        return now
    if at.tzinfo is None and at.time() == dt.time():
        at += dt.timedelta(hours=23, minutes=59)
    if at.tzinfo is None:
        at = at.replace(tzinfo=db.clock.zone)
    return min(int(at.timestamp() * 1000), now)


def _asked(db: Database, came: Sequence[tuple[Credit, int]], *, near: bool) -> dict[str, Any]:
    """The values of all questions: the time in which they may have been claimed, and their words and documents."""
    since, until = min(at for _credit, at in came) - AFTER, max(at for _credit, at in came) + BEFORE
    doors = (min(at for _credit, at in came) - DOOR_AFTER, max(at for _credit, at in came) + DOOR_BEFORE)
    since, until, *doors = (since, until, *doors) if near else (1, 0, 1, 0)
    words = {word for credit, _at in came for word in tokens(credit) if len(word) >= SHORTEST}
    utrs = json.dumps(sorted({credit.utr for credit, _at in came if credit.utr}))
    docs = db.rows("SELECT DISTINCT lower(hex(doc_id)) FROM utr WHERE utr IN (SELECT value FROM json_each(?))", (utrs,))
    first, last = (db.clock.business_day(moment) for moment in (since, until))
    return {
        "since": since, "until": until, "first": first, "last": last, "words": json.dumps(sorted(words)),
        "docs": json.dumps([doc for (doc,) in docs]), "door_since": doors[0], "door_until": doors[1],
    }  # fmt: skip


def _claim(kind: str, row: Sequence[Any]) -> Claim:
    doc_id, line, amount, made_at, reference, utr, number, name = row[:8]
    return Claim(kind, doc_id, line, amount, made_at, reference, utr, number, name, ((doc_id, line),))


def _shown(db: Database, rows: Sequence[Sequence[Any]]) -> list[Claim]:
    """The QRs that were shown for orders and are not paid; by which an order was paid is asked once for all."""
    if not rows:
        return []
    paid = set(db.rows(PAID, (json.dumps(sorted({row[0].hex() for row in rows})),)))
    return [_claim(ASKED, row) for row in rows if (row[0], row[4]) not in paid]


def _bills(rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """Payments of bills; one transfer may stand in parts on both papers of a sale, and then is one claim."""
    return _joined(BILL, [((row[8], row[4], row[5]), row) for row in rows])


def _doors(rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """What came in at the doors, the same way: one act may pay several papers and parcels."""
    return _joined(DOOR, [((row[3], row[5]), row) for row in rows])


def _whole(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, those under one UTR as one: a payment may be shared among doors, a khata and what is not billed."""
    found = list[Claim]()
    of_utr = dict[str, int]()
    for claim in claims:
        if claim.utr and (at := of_utr.get(claim.utr)) is not None:
            one = found[at]
            if not set(claim.parts) & set(one.parts):
                found[at] = replace(one, amount=one.amount + claim.amount, parts=(*one.parts, *claim.parts))
            continue
        if claim.utr:
            of_utr[claim.utr] = len(found)
        found.append(claim)
    return found


def _joined(kind: str, rows: Iterable[tuple[object, Sequence[Any]]]) -> list[Claim]:
    groups: dict[object, list[Sequence[Any]]] = {}
    for same, row in rows:
        groups.setdefault(same, []).append(row)
    found = list[Claim]()
    for group in groups.values():
        if len({row[0] for row in group}) < len(group) and not group[0][5]:
            found += [_claim(kind, row) for row in group]
            continue
        parts = tuple((row[0], row[1]) for row in group)
        found.append(replace(_claim(kind, group[0]), amount=sum(row[2] for row in group), parts=parts))
    return found
