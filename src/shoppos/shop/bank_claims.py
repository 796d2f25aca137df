"""What a payment that came in may be for: payments that were claimed, QRs that were shown, UTRs that were typed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shoppos.base.db import Database
from shoppos.reports.prepaid import CLAIMED
from shoppos.rules.bank_words import Credit
from shoppos.rules.matching import ADVANCE, AFTER, ASKED, BEFORE, BILL, DOOR, KHATA, SHORTEST, Claim, tokens
from shoppos.shop.bank_dues import due_claims

LISTED = "(SELECT value FROM json_each(:words))"
DOCS = "(SELECT unhex(value) FROM json_each(:docs))"
NAMED = "coalesce((SELECT name FROM personal WHERE id = {}), '')"
BILLS = (
    "SELECT s.id, p.line, p.amount, s.made_at, p.attempt, coalesce(u.utr, ''), s.number, "
    f"{NAMED.format('s.personal_id')}, coalesce(s.with_id, s.id) FROM (SELECT id FROM sale WHERE state = 'done' "
    "AND business_date BETWEEN :first AND :last AND made_at BETWEEN :since AND :until "
    "UNION SELECT unhex(value) FROM json_each(:docs) "
    f"UNION SELECT sale_id FROM upi_attempt WHERE reference IN {LISTED} "
    "UNION SELECT w.id FROM upi_attempt t JOIN sale w ON w.with_id = t.sale_id "
    f"WHERE t.reference IN {LISTED}) f JOIN sale s ON s.id = f.id JOIN payment p ON p.sale_id = s.id "
    "LEFT JOIN utr u ON u.doc_id = p.sale_id AND u.line = p.line WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    "AND p.method = 'upi' AND p.amount > 0 AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
ADVANCES = (
    "SELECT a.id, 1, a.amount, a.made_at, a.attempt, coalesce((SELECT u.utr FROM utr u WHERE u.doc_id = a.id), ''), "
    f"o.number, {NAMED.format('o.personal_id')} FROM advance a JOIN orders o ON o.id = a.order_id "
    "WHERE a.method = 'upi' AND a.amount > 0 AND (a.made_at BETWEEN :since AND :until "
    f"OR a.attempt IN {LISTED} OR a.id IN {DOCS}) AND (EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) "
    f"OR EXISTS (SELECT 1 {CLAIMED.replace(' a ', ' c ').replace('a.', 'c.')} AND c.id = a.id))"
)
KHATAS = (
    "SELECT k.doc_id, 1, -k.amount, k.made_at, '', coalesce(u.utr, ''), '', "
    f"{NAMED.format('(SELECT personal_id FROM customer WHERE id = k.customer_id)')} FROM khata_entry k "
    "LEFT JOIN utr u ON u.doc_id = k.doc_id WHERE k.kind = 'payment' AND k.method = 'upi' "
    f"AND (k.made_at BETWEEN :since AND :until OR k.doc_id IN {DOCS})"
)
DOORS = (
    "SELECT c.id, 1, c.amount, c.made_at, c.reference, coalesce(u.utr, ''), s.number, "
    f"{NAMED.format('s.personal_id')}, coalesce(s.with_id, s.id) FROM cod_receipt c JOIN sale s ON s.id = c.sale_id "
    "LEFT JOIN utr u ON u.doc_id = c.id WHERE c.method = 'upi' AND (c.made_at BETWEEN :since AND :until "
    f"OR c.reference IN {LISTED} OR c.id IN {DOCS})"
)
ASKED_FOR = (
    "SELECT o.id, 0, t.amount, t.made_at, t.reference, '', o.number, "
    f"{NAMED.format('o.personal_id')} FROM upi_attempt t JOIN orders o ON o.id = coalesce("
    "(SELECT id FROM orders WHERE sale_id = t.sale_id), (SELECT order_id FROM parcel WHERE sale_id = t.sale_id), "
    f"iif(t.reference IN {LISTED}, (SELECT order_id FROM order_step WHERE kind = 'asked' "
    "AND json_extract(told, '$.reference') = t.reference), NULL)) "
    f"WHERE (t.made_at BETWEEN :since AND :until OR t.reference IN {LISTED}) "
    "AND NOT EXISTS (SELECT 1 FROM advance a WHERE a.order_id = o.id AND a.attempt = t.reference) "
    "AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = t.sale_id AND p.attempt = t.reference) "
    "AND NOT EXISTS (SELECT 1 FROM order_step x WHERE x.order_id = o.id AND x.kind = 'paid' "
    "AND json_extract(x.told, '$.reference') = t.reference)"
)


def claims_for(db: Database, came: Sequence[tuple[Credit, int]], *, near: bool = True) -> list[Claim]:
    """All that these payments (each with when it came, in milliseconds) may be for; proved ones by their UTR alone.

    Without `near` only what a reference names, and nothing for its time.
    """
    if not came:
        return []
    at = _asked(db, came, near=near)
    utrs = {credit.utr for credit, _at in came if credit.utr}
    found = [*_bills(db.rows(BILLS, at)), *_doors(db.rows(DOORS, at))]
    for kind, sql in ((ADVANCE, ADVANCES), (KHATA, KHATAS), (ASKED, ASKED_FOR)):
        found += [_claim(kind, row) for row in db.rows(sql, at)]
    found += due_claims(db, sorted({word for credit, _at in came for word in tokens(credit)}))
    return [claim for claim in found if not claim.utr or claim.utr in utrs]


def _asked(db: Database, came: Sequence[tuple[Credit, int]], *, near: bool) -> dict[str, Any]:
    """The values of all questions: the time in which they may have been claimed, and their words and documents."""
    since, until = min(at for _credit, at in came) - AFTER, max(at for _credit, at in came) + BEFORE
    since, until = (since, until) if near else (1, 0)
    words = {word for credit, _at in came for word in tokens(credit) if len(word) >= SHORTEST}
    utrs = json.dumps(sorted({credit.utr for credit, _at in came if credit.utr}))
    docs = db.rows("SELECT DISTINCT lower(hex(doc_id)) FROM utr WHERE utr IN (SELECT value FROM json_each(?))", (utrs,))
    first, last = (db.clock.business_day(moment) for moment in (since, until))
    return {
        "since": since, "until": until, "first": first, "last": last, "words": json.dumps(sorted(words)),
        "docs": json.dumps([doc for (doc,) in docs]),
    }  # fmt: skip


def _claim(kind: str, row: Sequence[Any]) -> Claim:
    doc_id, line, amount, made_at, reference, utr, number, name = row[:8]
    return Claim(kind, doc_id, line, amount, made_at, reference, utr, number, name, ((doc_id, line),))


def _bills(rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """Payments of bills; one transfer may stand in parts on both papers of a sale, and then is one claim."""
    return _joined(BILL, [((row[8], row[4], row[5]), row) for row in rows])


def _doors(rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """What came in at the door, the same way: on both papers in one act."""
    return _joined(DOOR, [((row[8], row[3], row[5]), row) for row in rows])


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
