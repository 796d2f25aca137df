"""Goods that come back without their bill: priced as today, offers and all, by a manager's yes, for cash or credit."""

from collections.abc import Sequence

from shoppos.base.db import CommitUnknown
from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.credit_note import CreditLine, CreditNote
from shoppos.models.sale import SaleLine
from shoppos.rules.documents import Kind
from shoppos.rules.returns import Window
from shoppos.shop import packs
from shoppos.shop.billing import money_columns
from shoppos.shop.credit_notes import CreditNotes, Refund, Returned
from shoppos.shop.moves import Move
from shoppos.shop.refunding import Worth, settle_back
from shoppos.shop.repricing import at_once
from shoppos.shop.return_view import DAMAGE, FATES
from shoppos.shop.sale_view import LineView, OpenLine, line_views
from shoppos.shop.staff import bound


class ReturnsWithoutBill(CreditNotes):
    """What a shop takes back on trust."""

    def preview_without(
        self, lines: Sequence[str], customer_id: bytes | None = None
    ) -> tuple[tuple[LineView, ...], int]:
        """The goods at today's prices, those of that customer, and what they come to in paise."""
        rung = self._priced_today(lines, customer_id)
        reckoning = self.reckon_sale(self._blank(), rung)
        return line_views(reckoning.lines, reckoning.priced), reckoning.priced.payable

    def take_without(
        self, lines: Sequence[str], refund: Refund, reason: str, *, fate: str = "restock",
        approved: bytes | None = None, key: bytes | None = None,
    ) -> Returned:  # fmt: skip
        """Take goods back of which there is no bill, priced as they are sold today, or at a lower price that is typed.

        An approval is for the key and all that was asked with it. Refused when the shop takes none, or when it
        should go another way than in cash or onto a khata.
        """
        note_id, reason = key or new_id(), clean(reason)
        if not reason:
            raise InvalidInput(_("Say why goods come back without their bill."), field="reason")
        if self._way(refund).key not in {"cash", "khata"}:
            raise Refused(_("Without a bill money goes back in cash or onto the khata."))
        if fate not in FATES:
            raise InvalidInput(_("{fate} is not what becomes of goods.").format(fate=clean(fate, 40)), field="fate")
        try:
            with self.db.transaction("sale.returned") as tx:
                if key is not None and (before := self._before(key)) is not None:
                    return before
                asked = bound(note_id, *lines, refund.way, refund.customer_id, fate)
                allowed = self._allowed_without(asked, approved)
                return self._write_without(tx, note_id, lines, refund, reason, fate, allowed)
        except CommitUnknown as unknown:
            return self.returned(self._after_unknown(note_id, unknown).sale_ids[0])

    # -- inside

    def _allowed_without(self, asked: bytes, approved: bytes | None) -> bytes | None:
        no_bill = Window.of(setting(self.db, "returns", dict[str, object]())).no_bill
        if no_bill == "refuse":
            raise Refused(_("This shop takes nothing back without its bill."), _("Ask for the bill's number."))
        if no_bill == "allow":
            return None
        message = _("Goods without their bill need a manager's yes.")
        return self.staff.require("return_no_bill", asked, approved, message)

    def _write_without(
        self, tx: Transaction, at: bytes, lines: Sequence[str], refund: Refund, reason: str, fate: str,
        allowed: bytes | None,
    ) -> Returned:  # fmt: skip
        """A note without a bill, priced as a sale of today."""
        rung = self._priced_today(lines, refund.customer_id)
        header = self._blank()._replace(
            customer_id=refund.customer_id, personal_id=self._personal(refund.customer_id)
        )  # fmt: skip
        reckoning = self.reckon_sale(header, rung)
        priced, rung = reckoning.priced, reckoning.lines
        head: dict[str, Value] = {
            "kind": Kind.CREDIT_NOTE.value, "letterhead_id": reckoning.terms.letterhead_id or None,
            "place": reckoning.place, "inter_state": int(reckoning.inter_state), "round_to": reckoning.terms.round_to,
        }  # fmt: skip
        number, day = self._write_head(tx, at, header, head, priced)
        tx.insert(
            SaleLine,
            *(
                {"sale_id": at, "line": line.line, **line.inputs(), **money_columns(money)}
                for line, money in zip(rung, priced.lines, strict=True)
            ),
        )
        shares = settle_back([Worth(priced.payable)], 0, refund.way, "")
        self._settle(tx, at, refund.customer_id, shares[0], day)
        self._goods_without(tx, at, rung, fate, day)
        note: dict[str, Value] = {"sale_id": at, "against_id": None, "exchange_id": None, "approved_id": allowed}
        tx.insert(CreditNote, {**note, "reason": reason})
        tx.insert(CreditLine, *({"sale_id": at, "line": line.line, "of_line": None, "fate": fate} for line in rung))
        self.papers.owe(tx, [at])
        return Returned((number,), (at,), priced.payable, tuple((t.method, -t.amount) for t in shares[0]))

    def _priced_today(self, lines: Sequence[str], customer_id: bytes | None) -> list[OpenLine]:
        """The goods at what the customer would pay for as many of them, or what was typed where that is less."""
        rung = self._rung_all(lines)
        self._refuse_dearer(rung)
        today = [line._replace(price=self._hit(line.product_id).price) for line in rung]
        usual = at_once(self.prices, customer_id, today)
        return [line._replace(price=min(line.price, one.price)) for line, one in zip(rung, usual, strict=True)]

    def _refuse_dearer(self, rung: Sequence[OpenLine]) -> None:
        if not rung:
            raise InvalidInput(_("Nothing is being returned."), _("Scan what came back."), "line")
        for line in rung:
            if any(map(self._tracked, packs.parts_of(self.db, line.product_id) or (line.product_id,))):
                raise Refused(
                    _("{name} is known by its batch or number.").format(name=line.name),
                    _("It comes back with its bill only."),
                )
            today = self._hit(line.product_id).price
            if line.price > today:
                raise Refused(
                    _("{name} is sold at {price} today.").format(name=line.name, price=rupees(today)),
                    _("Without its bill no more than that goes back."),
                )

    def _goods_without(self, tx: Transaction, at: bytes, rung: Sequence[OpenLine], fate: str, day: int) -> None:
        """The goods come in, the parts of a pack each for itself, and leave again when they are damaged."""
        rows = list[dict[str, Value]]()
        for line in rung:
            for product_id, quantity in packs.expand(self.db, line.product_id, line.quantity).items():
                rows.append(Move(at, line.line, "return", product_id, quantity, day).row())
                if fate == DAMAGE:
                    rows.append(Move(at, line.line, "damage", product_id, -quantity, day).row())
        self.stock.move_lines(tx, rows)

    def _tracked(self, product_id: bytes) -> bool:
        return self.db.row("SELECT 1 FROM keeping WHERE product_id = ? AND tracks <> ''", (product_id,)) is not None
