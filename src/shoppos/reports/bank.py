"""What came in at the bank: what waits for a person, what was matched with what, and what is new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports.prepaid import CLAIMABLE
from shoppos.rules.bank_words import Credit
from shoppos.rules.matching import ADVANCE, ASKED, BILL, DOOR, KHATA, LINK, Claim, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.file import Reader

WORDS = "~"
"""What begins the key of a payment that has no reference but its own words."""
COLUMNS = (
    "SELECT b.id, b.key, b.utr, b.amount, b.source, b.payer, b.said, b.came_at, b.state, b.doc_id, b.line, b.note, "
    "b.made_at, coalesce(b.decided_at, 0), e.name, coalesce(s.number, o.number, d.number, ''), "
    "k.doc_id IS NOT NULL FROM bank_credit b JOIN employee e ON e.id = b.employee_id "
    "LEFT JOIN sale s ON s.id = b.doc_id LEFT JOIN advance a ON a.id = b.doc_id "
    "LEFT JOIN orders o ON o.id = a.order_id "
    "LEFT JOIN cod_receipt c ON c.id = b.doc_id LEFT JOIN sale d ON d.id = c.sale_id "
    "LEFT JOIN khata_entry k ON k.doc_id = b.doc_id AND k.kind = 'payment'"
)
ONE = (
    f"SELECT '{BILL}', p.sale_id, p.line, p.amount, s.made_at, p.attempt, s.number FROM payment p "
    "JOIN sale s ON s.id = p.sale_id WHERE p.sale_id = :doc AND p.line = max(:line, 1) AND p.method = 'upi' "
    "AND p.amount > 0 AND s.state = 'done' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) UNION ALL "
    f"SELECT '{ADVANCE}', a.id, 1, a.amount, a.made_at, a.attempt, o.number FROM advance a "
    f"JOIN orders o ON o.id = a.order_id WHERE a.id = :doc AND a.amount > 0 AND {CLAIMABLE} UNION ALL "
    f"SELECT '{KHATA}', k.doc_id, 1, -k.amount, k.made_at, '', '' FROM khata_entry k WHERE k.doc_id = :doc "
    "AND k.kind = 'payment' AND k.method = 'upi' UNION ALL "
    f"SELECT '{DOOR}', c.id, 1, c.amount, c.made_at, '', s.number FROM cod_receipt c JOIN sale s ON s.id = c.sale_id "
    "WHERE c.id = :doc AND c.method = 'upi' AND c.amount > 0 AND NOT EXISTS (SELECT 1 FROM cod_receipt b "
    "WHERE b.sale_id = c.sale_id AND b.amount < 0 AND b.reference = lower(hex(c.id)))"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A payment that came in, in paise, with who told it and when (milliseconds); `number` of what it is matched with.

    `proof` stands for a UTR where the bank's words have none: what its source calls the payment.
    """

    id: bytes
    amount: int
    source: str
    credit: Credit
    came_at: int
    state: str
    doc_id: bytes | None
    line: int
    note: str
    made_at: int
    decided_at: int
    by: str
    number: str
    khata: bool
    proof: str


def arrived(db: Reader, where: str, values: Sequence[Any] = ()) -> list[Arrived]:
    """The payments of which `where` (SQL over bank_credit as b) holds, the oldest first."""
    return [_arrived(row) for row in db.rows(f"{COLUMNS} WHERE {where} ORDER BY b.came_at, b.id", values)]


def claim(db: Reader, doc_id: bytes, line: int) -> Claim | None:
    """One payment by UPI that was written down, whenever that was; None when there is none, or it has its UTR."""
    row = db.row(ONE, {"doc": doc_id, "line": line})
    if row is None or db.row("SELECT 1 FROM utr WHERE doc_id = ? AND line = ?", (doc_id, max(line, 1))):
        return None
    kind, at, number, amount, made_at, reference, named = row
    return Claim(kind, at, number, amount, made_at, reference, "", named, "", ((at, number),))


def asked(db: Reader, near: Sequence[Arrived]) -> list[Claim]:
    """The references of ours that stand in the words of these payments, with what they were shown for."""
    words = sorted({word for one in near for word in tokens(one.credit)})
    rows = db.rows(
        "SELECT t.reference, t.sale_id, t.amount, t.made_at, coalesce(o.number, s.number, '') FROM upi_attempt t "
        "LEFT JOIN orders o ON o.sale_id = t.sale_id LEFT JOIN sale s ON s.id = t.sale_id "
        "WHERE t.reference IN (SELECT value FROM json_each(?))",
        (json.dumps(words),),
    )
    shown = [Claim(ASKED, row[1], 0, row[2], row[3], row[0], "", row[4]) for row in rows]
    links = (found for found in map(LINK.fullmatch, words) if found is not None)
    return shown + [Claim(ASKED, b"", 0, 0, 0, link[0], "", "/".join(filter(None, link.groups()))) for link in links]


def news(db: Reader, since: int) -> list[str]:
    """What came in or was matched after `since` (milliseconds), in a sentence each, the oldest first."""
    found = list[str]()
    for one in arrived(db, "b.made_at > ? OR b.decided_at > ?", (since, since)):
        if one.state == "matched":
            said = _("{amount} came in for {number}.")
            found.append(said.format(amount=rupees(one.amount), number=one.number or _("the khata")))
        elif one.state == "open":
            found.append(_("{amount} came in; nobody knows yet what for.").format(amount=rupees(one.amount)))
    return found


def _arrived(row: Sequence[Any]) -> Arrived:
    (
        id_,
        key,
        utr,
        amount,
        source,
        payer,
        said,
        came_at,
        state,
        doc_id,
        line,
        note,
        made_at,
        decided,
        by,
        number,
        khata,
    ) = row
    proof = "" if utr or key.startswith(WORDS) else key
    return Arrived(
        id_, amount, source, Credit(amount, utr, payer, said), came_at, state, doc_id, line, note, made_at, decided, by,
        number, bool(khata), proof,
    )  # fmt: skip
