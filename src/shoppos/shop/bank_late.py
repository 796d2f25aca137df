"""Money that came too late: its order was cancelled, or is paid already; a person looks, and may give it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import Doubtful
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import bank as told
from shoppos.rules import matching
from shoppos.rules.matching import ADVANCE, ASKED, Came, Claim, Suggestion
from shoppos.shop import order_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from shoppos.base.db import Database
    from shoppos.reports.bank import Arrived
    from shoppos.shop.advances import Advances

LOOKED_BACK = 30 * 86_400_000
"""Milliseconds for which two payments alike that are both matched are told of."""
TWINS = (
    "b.id IN (SELECT id FROM (SELECT id, count(*) OVER (PARTITION BY amount, lower(payer)) AS many FROM bank_credit "
    "WHERE state = 'matched' AND payer <> '' AND came_at >= ?) WHERE many > 1)"
)
MATCHED_BEFORE = "b.state = 'matched' AND b.came_at >= ? AND EXISTS (SELECT 1 FROM advance v WHERE v.id = b.doc_id)"
OF_DOC = (
    "SELECT order_id FROM advance WHERE id = :doc UNION ALL SELECT c.order_id FROM cod_receipt r "
    "JOIN sale s ON s.id = r.sale_id JOIN parcel c ON c.sale_id IN (s.id, s.with_id) WHERE r.id = :doc UNION ALL "
    "SELECT x.order_id FROM khata_entry k JOIN orders o ON o.customer_id = k.customer_id "
    "JOIN order_step x ON x.order_id = o.id WHERE k.doc_id = :doc AND k.kind = 'payment' AND x.kind = 'paid' "
    "AND json_extract(x.told, '$.doc') = lower(hex(:doc))"
)
"""The order for which a payment was taken: before its bill, at its door or on its khata."""
OF_CLAIM = "SELECT o.id FROM advance a JOIN orders o ON o.id = a.order_id WHERE a.id = ? AND o.sale_id IS NULL"


def weighed(advances: Advances, amount: int, found: Iterable[Suggestion]) -> list[Suggestion]:
    """The suggestions for `amount` paise that came; nothing is certain that its order cannot use whole any more."""
    spares = dict[tuple[str, bytes, str], int]()
    weighed = list[Suggestion]()
    for may in found:
        of = (may.claim.kind, may.claim.doc_id, may.claim.utr)
        if of not in spares:  # an order's many QRs are one order
            spares[of] = spare(advances, may.claim, amount)
        left = spares[of]
        if (
            left
            and may.score <= matching.BY_AMOUNT + 30
            and may.claim.kind == ASKED
            and advances.is_open(may.claim.doc_id)
        ):
            continue  # what is paid is not what another payment is for, only because it comes to as much
        weighed.append(replace(may, certain=False, why=f"{may.why}. {_said(may.claim, left)}") if left else may)
    return weighed


def spare(advances: Advances, claim: Claim, amount: int) -> int:
    """How much of `amount` paise nobody could use, of a claim that nothing has proved yet."""
    if claim.utr or claim.kind not in {ASKED, ADVANCE}:
        return 0
    if claim.kind == ASKED:
        return advances.spare(claim.doc_id, amount)
    row = advances.db.row(OF_CLAIM, (claim.doc_id,))
    return min(amount, advances.left(row[0])) if row else 0


def ask(advances: Advances, claim: Claim, amount: int, *, sure: bool) -> None:
    """Doubtful (repeat with `sure`) when a part of `amount` paise would only be there to be given back."""
    left = 0 if sure else spare(advances, claim, amount)
    if left and claim.kind == ASKED and advances.is_open(claim.doc_id):
        said = _("Order {number} is paid already; this would be {amount} too much.")
        raise Doubtful(
            said.format(number=claim.number, amount=rupees(left)),
            _("Was it paid twice? Match it all the same; it stays with the order until it is given back."),
            "amount",
        )
    if left:
        raise Doubtful(_said(claim, left), _("Match it all the same, and give it back?"), "amount")


def twins(db: Database) -> list[Arrived]:
    """Payments of late that a person or a reference has matched, of which another one has the same payer and amount."""
    return told.arrived(db, TWINS, (db.clock.ms() - LOOKED_BACK,))


def came(advances: Advances, payments: Iterable[Arrived]) -> list[Came]:
    """These payments as they are compared, each with its order where as much is too much still."""
    return [Came(one.id, one.credit, one.came_at, one.doc_id, _too_much(advances, one)) for one in payments]


def paid_again(advances: Advances, known: Collection[bytes]) -> list[tuple[Arrived, str]]:
    """Payments of late that were matched with an order that was paid already, each with the order's number.

    Of several for one order the last; none of which another of the `known` payments tells.
    """
    since = advances.db.clock.ms() - LOOKED_BACK
    found: dict[bytes, tuple[Arrived, str]] = {}
    told_of = set[bytes]()
    for one in told.arrived(advances.db, MATCHED_BEFORE, (since,)):
        of = _too_much(advances, one)
        if of is None:
            continue
        if one.id in known:
            told_of.add(of)
        found[of] = (one, one.number)
    return [told_now for of, told_now in found.items() if of not in told_of]


def _too_much(advances: Advances, one: Arrived) -> bytes | None:
    """The order for which a payment was taken, if no bill of it needs as much."""
    row = advances.db.row(OF_DOC, {"doc": one.doc_id}) if one.doc_id else None
    if row is None:
        return None
    sale_id = order_book.read(advances.db, row[0]).sale_id
    left = advances.left(row[0]) - (advances.price(sale_id) if sale_id else 0)
    return row[0] if left >= one.amount else None


def _said(claim: Claim, left: int) -> str:
    said = _("Order {number} needs no more money: {amount} of it are to be given back.")
    return said.format(number=claim.number, amount=rupees(left))
