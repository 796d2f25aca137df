"""What comes in from outside: each order once, taken at once where all is well, else kept until somebody decides."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, RETURNED, OutsideOrder
from shoppos.rules import outside_order as rules
from shoppos.rules.outside_order import Told
from shoppos.shop import order_book
from shoppos.shop.advances import Advances
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers
from shoppos.shop.orders import Orders
from shoppos.shop.outside_desk import LEFT, TAKEN, WAITS, OutsideDesk, Row, json_of
from shoppos.shop.outside_goods import Choices, Line, choices
from shoppos.shop.outside_taking import OutsideTaking
from shoppos.shop.settings import Settings

NEW, CHANGED, SAME, SKIPPED, GIVEN_UP = "new", "changed", "same", "skipped", "cancelled"
"""What became of an order that was told, beside `waiting`."""
OFF = (CANCELLED, RETURNED)
"""Where an order is that was given up already; what was delivered is not undone by a word from outside."""


UNREAD = ("text", "file")
"""What is kept of an order that cannot be read: what was said, and the name of its file."""


class Receiving(OutsideDesk):
    """Orders from outside; each act is one durable transaction, and an order that does not do holds up no other."""

    def __init__(
        self, db: Database, settings: Settings, catalogue: Catalogue, customers: Customers, orders: Orders,
        advances: Advances,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        super().__init__(db, settings, catalogue)
        self.taking = OutsideTaking(db, orders, customers, advances)

    # -- what the source tells

    def receive(self, source: str, told: Told) -> str:
        """Take in one order as it is told now: new, changed, same, cancelled, skipped, waiting. Told twice, it is one.

        What does not do waits with its reason; what was packed since is never changed behind anybody's back.
        """
        try:
            with self.db.transaction("order.received") as tx:
                row = self._row("source = ? AND outside_id = ?", (source, told.outside_id))
                if row is None and not self._wanted(told):
                    return SKIPPED
                if row is not None and (
                    rules.same(told.version, row.version) or rules.older(told.version, row.version)
                ):
                    return SAME
                if row is not None and row.body.get("forgotten"):
                    return SAME
                return self._take_in(tx, source, told, row)
        except Unavailable:
            raise  # the disk, or another program: nothing is wrong with the order, it is told again
        except ShopError as refusal:
            why = refusal
        with self.db.transaction("order.waits") as tx:
            row = self._row("source = ? AND outside_id = ?", (source, told.outside_id))
            body = _body(row, told)
            self._write(tx, source, told, row, state=WAITS, reason=str(why), body=body)
        return WAITS

    # -- what a person decides

    def take(self, row_id: bytes, *, backorder: bool | None = None) -> bytes:
        """Take an order that waits, as it was decided; gives the id of the shop's own order.

        With `backorder` the customer waits for what is not there. A change of an order that is packed opens its box;
        one cancelled there is cancelled here. Refused says what still does not do.
        """
        with self.db.transaction("order.received") as tx:
            row = self._waiting(row_id)
            order = row.order
            if order is None:
                raise Refused(
                    _("What came in cannot be read: {reason}").format(reason=row.reason), _("Take it by hand.")
                )
            now = choices(row.body)
            now = now if backorder is None else now._replace(backorder=backorder)
            made = self._apply(tx, row.source, order, row, now, asked=True)
            if made is None:
                raise Refused(_("It was cancelled in the web shop."), _("Leave it."))
            body = {**row.body, "choices": now.told(), "applied": row.body.get("told")}
            tx.change(OutsideOrder, {"id": row.id}, {
                "state": TAKEN, "reason": "", "order_id": made, "body": json_of(body),
            })  # fmt: skip
            return made

    # -- inside

    def _wanted(self, told: Told) -> bool:
        """Whether an order that nobody knows is to be known: one that cannot be read is, for a person."""
        return told.order is None or told.order.state in rules.WANTED

    def _take_in(self, tx: Transaction, source: str, told: Told, row: Row | None) -> str:
        if told.order is None:
            raise Refused(told.why)
        body = _body(row, told)
        if row is not None and row.state == LEFT:
            self._write(tx, source, told, row, state=LEFT, reason=row.reason, body=body)
            return SAME
        before = row.order_id if row else None
        made = self._apply(tx, source, told.order, row, choices(body), asked=False)
        if made is None:  # it never became one of the shop's, and is off
            self._write(tx, source, told, row, state=LEFT, reason=_("Cancelled in the web shop."), body=body)
            return GIVEN_UP
        told_back = row.told_back if row else ""
        if told.order.state == rules.CANCELLED:
            told_back = self._stands(made)  # it knows, and is not to be contradicted
        elif before is None and told.order.state == rules.OPEN:
            told_back = "confirmed/0"  # it says so there already
        self._write(
            tx, source, told, row, state=TAKEN, reason="", body={**body, "applied": body["told"]}, order_id=made,
            told_back=told_back,
        )  # fmt: skip
        if told.order.state == rules.CANCELLED:
            return GIVEN_UP
        return NEW if before is None else CHANGED

    def _apply(
        self, tx: Transaction, source: str, order: rules.OutsideOrder, row: Row | None, chosen: Choices, *, asked: bool
    ) -> bytes | None:  # fmt: skip
        """Do what the source says; gives the order's id, None for one that is off and never was the shop's."""
        order = chosen.on(order)
        held = row.order_id if row else None
        if held is None:
            if order.state not in rules.WANTED and not (asked and order.state == rules.UNPAID):
                return None
            lines = self._known(source, order, chosen)
            return self.taking.take(tx, source, order, lines, chosen)
        if order.state == rules.CANCELLED:
            if order_book.read(self.db, held).state not in OFF:
                self.taking.cancel(tx, held)
            return held
        applied = row.body.get("applied") if row else None
        before = chosen.on(rules.read(applied)) if applied else None
        if before is not None and replace(before, state=order.state) == order:
            return held
        after = order if before is None or order.lines else replace(order, lines=before.lines)
        lines = self._known(source, after, chosen)
        self.taking.change(tx, held, before, after, lines, chosen, asked=asked)
        return held

    def _stands(self, order_id: bytes) -> str:
        """What an order's source would be told of it now, as `reports.outside` names it."""
        row = self.db.row(
            "SELECT o.state || '/' || (SELECT count(*) FROM parcel p WHERE p.order_id = o.id) FROM orders o "
            "WHERE o.id = ?",
            (order_id,),
        )
        return row[0] if row else ""

    def _known(self, source: str, order: rules.OutsideOrder, chosen: Choices) -> list[Line]:
        lines = self.goods.lines(source, order, chosen)
        unknown = self.goods.unknown(lines)
        if unknown:
            raise Refused(unknown, _("Say which item it is, or leave the line."))
        return lines

    def _write(
        self, tx: Transaction, source: str, told: Told, row: Row | None, *, state: str, reason: str,
        body: Mapping[str, Any], order_id: bytes | None = None, told_back: str | None = None,
    ) -> None:  # fmt: skip
        values: dict[str, Any] = {"version": told.version, "state": state, "reason": reason, "body": json_of(body)}
        if told_back is not None:
            values["told_back"] = told_back
        if order_id is not None:
            values["order_id"] = order_id
        if row is not None:
            tx.change(OutsideOrder, {"id": row.id}, {**values, "seen_at": tx.at})
            return
        blank: dict[str, Any] = {"order_id": None, "told_back": ""}
        tx.insert(OutsideOrder, {
            "id": new_id(), "source": source, "outside_id": told.outside_id, **blank, **values, "seen_at": tx.at,
        })  # fmt: skip


def _body(row: Row | None, told: Told) -> dict[str, Any]:
    """What is kept of an order as it is told now, with what was decided before; of one that cannot be read its text."""
    before = {name: value for name, value in row.body.items() if name not in UNREAD} if row else {}
    if told.order is not None:
        return {**before, "told": rules.written(told.order)}
    unread = {name: value for name, value in zip(UNREAD, (told.text, told.file), strict=True) if value}
    return {**before, "told": None, **unread}
