"""The bank's references: a UTR proves one payment, on the papers of one sale, for one order or khata, never another."""

from collections.abc import Collection

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.transaction import Transaction
from shoppos.models.sale import Utr

USED = (
    "SELECT u.doc_id, coalesce(s.number, d.number), o.number, coalesce(s.with_id, s.id, d.with_id, d.id), "
    "coalesce(p.attempt, 'door ' || c.made_at, '') FROM utr u LEFT JOIN sale s ON s.id = u.doc_id "
    "LEFT JOIN payment p ON p.sale_id = u.doc_id AND p.line = u.line "
    "LEFT JOIN cod_receipt c ON c.id = u.doc_id LEFT JOIN sale d ON d.id = c.sale_id "
    "LEFT JOIN advance a ON a.id = u.doc_id LEFT JOIN orders o ON o.id = a.order_id WHERE u.utr = ?"
)
MINE = (
    "SELECT coalesce(s.with_id, s.id), p.attempt FROM sale s JOIN payment p ON p.sale_id = s.id "
    "WHERE s.id = ? AND p.line = ? UNION ALL SELECT coalesce(s.with_id, s.id), 'door ' || c.made_at FROM cod_receipt c "
    "JOIN sale s ON s.id = c.sale_id WHERE c.id = ?"
)


def use_utr(
    db: Database, tx: Transaction, doc_id: bytes, line: int, utr: str, beside: Collection[bytes] = ()
) -> None:  # fmt: skip
    """Write down that a UPI payment of a bill, an order or a khata has that UTR; Refused when it proves another one.

    One transfer may pay both papers of one sale: each part of it carries the same UTR, and so do the parts `beside` it
    that one act has written.
    """
    if db.row("SELECT 1 FROM utr WHERE doc_id = ? AND line = ?", (doc_id, line)):
        raise Refused(_("This payment has its UTR already."))
    act = db.row(MINE, (doc_id, line, doc_id))
    for other, number, order, *of_act in db.rows(USED, (utr,)):
        if other in beside or (act is not None and other != doc_id and tuple(of_act) == act):
            continue
        raise Refused(
            _("UTR {utr} was used for bill {number} already.").format(utr=utr, number=number)
            if number
            else _("UTR {utr} was used for order {number} already.").format(utr=utr, number=order)
            if order
            else _("UTR {utr} was used for a khata payment already.").format(utr=utr),
            _("Ask for this payment's own UTR: an old screenshot is no payment."),
        )
    row = {"utr": utr, "doc_id": doc_id, "line": line, "made_at": tx.at}
    tx.insert(Utr, {**row, "employee_id": db.employee})
