"""What comes in from outside: each order once, taken at once where all is well, else kept until somebody decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, RETURNED, OutsideOrder
from shoppos.reports import outside
from shoppos.reports.outside import ITEMS, Free, News, Outside
from shoppos.rules import outside_order as rules
from shoppos.rules.outside_order import Told
from shoppos.shop import order_book
from shoppos.shop.advances import Advances
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers
from shoppos.shop.orders import Orders
from shoppos.shop.outside_goods import Choices, Line, OutsideGoods, choices, key
from shoppos.shop.outside_taking import OutsideTaking
from shoppos.shop.settings import Settings

WAITS, TAKEN, LEFT = "waiting", "taken", "left"
NEW, CHANGED, SAME, SKIPPED, GIVEN_UP = "new", "changed", "same", "skipped", "cancelled"
"""What became of an order that was told, beside `waiting`."""
OFF = (CANCELLED, RETURNED)
"""Where an order is that was given up already; what was delivered is not undone by a word from outside."""
ROW = "SELECT id, source, outside_id, version, state, reason, body, order_id, told_back FROM outside_order WHERE "


@dataclass(frozen=True, slots=True)
class Row:
    """An order from outside as its record holds it; `body` is read."""

    id: bytes
    source: str
    outside_id: str
    version: str
    state: str
    reason: str
    body: dict[str, Any]
    order_id: bytes | None
    told_back: str

    @property
    def order(self) -> rules.OutsideOrder | None:
        """What was told, if it can be read."""
        told = self.body.get("told")
        return rules.read(told) if told else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits, with its lines as far as they are known: what a person decides about."""

    row: Outside
    order: rules.OutsideOrder | None
    lines: tuple[Line, ...]
    chosen: Choices


class Receiving:
    """Orders from outside; each act is one durable transaction, and an order that does not do holds up no other."""

    def __init__(
        self, db: Database, settings: Settings, catalogue: Catalogue, customers: Customers, orders: Orders,
        advances: Advances,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.goods = OutsideGoods(catalogue)
        self.taking = OutsideTaking(db, orders, customers, advances)

    # -- looking

    def waiting(self) -> list[Waiting]:
        """What waits for a person, the oldest first."""
        return [self._whole(one) for one in outside.waiting(self.db)]

    def find(self, text: str) -> bytes:
        """The order that waits or was left under that id at its source; NotFound."""
        asked = clean(text, 80)
        row = self.db.row(
            "SELECT id FROM outside_order WHERE outside_id = ? OR lower(hex(id)) = ? "
            "ORDER BY state <> 'waiting', id DESC",
            (asked, asked.lower()),
        )
        if row is None:
            raise NotFound(_("No order {number} has come from outside.").format(number=asked))
        found: bytes = row[0]
        return found

    def owed(self, source: str) -> list[News]:
        """What a source was not told yet."""
        return outside.owed(self.db, source)

    def stock(self, source: str, *, everything: bool = False) -> list[Free]:
        """What of its items is free to sell."""
        return outside.stock(self.db, source, everything=everything)

    def cursor(self, source: str) -> str:
        """Up to where a source was read; "" for not at all."""
        return self.settings.get(f"web_cursor.{source}", "")

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
            body = {**(row.body if row else {}), **_body(told)}
            self._write(tx, source, told, row, state=WAITS, reason=str(why), body=body)
        return WAITS

    def told(self, row_id: bytes, news: str) -> None:
        """The source knows that now."""
        with self.db.transaction("order.told_back") as tx:
            tx.change(OutsideOrder, {"id": row_id}, {"told_back": news})

    def read_up_to(self, source: str, cursor: str) -> None:
        """Everything before that was taken in."""
        if cursor and cursor != self.cursor(source):
            self.settings.set(f"web_cursor.{source}", cursor)

    # -- what a person decides

    def match(self, row_id: bytes, line: int, product_id: bytes, *, remember: bool = True) -> None:
        """Say which item a line is; from now on the source's code means it, unless that is not to be remembered."""
        with self.db.transaction("order.matched") as tx:
            row = self._waiting(row_id)
            told = self._line(row, line)
            hit = self.goods.catalogue.find_id(product_id)
            if hit is None:
                raise NotFound(_("That item is not in the catalogue."))
            now = choices(row.body)
            self._decide(tx, row, now._replace(items={**now.items, line: product_id}))
            if remember:
                self._remember(row.source, key(told), product_id)

    def map(self, source: str, sku: str, product_id: bytes | None) -> None:
        """Say which item a code of a web shop is, None for none any more; its stock is told there from now on."""
        with self.db.transaction("order.matched"):
            self._remember(source, clean(sku, 60), product_id)

    def lower(self, row_id: bytes, line: int, quantity: int) -> None:
        """Sell less of a line, in thousandths; 0 leaves it out."""
        with self.db.transaction("order.lowered") as tx:
            row = self._waiting(row_id)
            told = self._line(row, line)
            if not 0 <= quantity <= told.quantity:
                raise InvalidInput(_("No more can be sold than was ordered."), field="quantity")
            now = choices(row.body)
            self._decide(tx, row, now._replace(lower={**now.lower, line: quantity}, left=now.left - {line}))

    def leave_line(self, row_id: bytes, line: int) -> None:
        """Do not sell a line."""
        with self.db.transaction("order.lowered") as tx:
            row = self._waiting(row_id)
            self._line(row, line)
            now = choices(row.body)
            self._decide(tx, row, now._replace(left=now.left | {line}))

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
                "state": TAKEN, "reason": "", "order_id": made, "body": _json(body),
            })  # fmt: skip
            return made

    def leave(self, row_id: bytes, reason: str, *, refuse: bool = False) -> None:
        """Take an order from outside no further; with `refuse` its source is told that it is cancelled.

        One that the shop has already stays as it is here.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why it is left."), field="reason")
        with self.db.transaction("order.left") as tx:
            row = self._waiting(row_id)
            body = {**row.body, "applied": row.body.get("told"), "refused": int(refuse and row.order_id is None)}
            state = LEFT if row.order_id is None else TAKEN
            tx.change(OutsideOrder, {"id": row.id}, {"state": state, "reason": reason, "body": _json(body)})

    # -- inside

    def _wanted(self, told: Told) -> bool:
        """Whether an order that nobody knows is to be known: one that cannot be read is, for a person."""
        return told.order is None or told.order.state in rules.WANTED

    def _take_in(self, tx: Transaction, source: str, told: Told, row: Row | None) -> str:
        if told.order is None:
            raise Refused(told.why)
        body = {**(row.body if row else {}), **_body(told)}
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
        held = row.order_id if row else None
        if held is None:
            if order.state not in rules.WANTED and not (asked and order.state == rules.UNPAID):
                return None
            lines = self._known(source, order, chosen)
            return self.taking.take(tx, source, order, lines, chosen)
        if order.state == rules.CANCELLED:
            if order_book.read(self.db, held).state not in OFF:
                self.taking.cancel(held)
            return held
        applied = row.body.get("applied") if row else None
        before = rules.read(applied) if applied else None
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
        values: dict[str, Any] = {"version": told.version, "state": state, "reason": reason, "body": _json(body)}
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

    def _row(self, where: str, values: tuple[Any, ...]) -> Row | None:
        row = self.db.row(ROW + where, values)
        if row is None:
            return None
        row_id, of, outside_id, version, state, reason, body, order_id, told_back = row
        return Row(row_id, of, outside_id, version, state, reason, json.loads(body or "{}"), order_id, told_back)

    def _waiting(self, row_id: bytes) -> Row:
        row = self._row("id = ?", (row_id,))
        if row is None:
            raise NotFound(_("That order has not come from outside."))
        if row.state == TAKEN:
            raise Refused(_("Order {number} was taken already.").format(number=row.outside_id))
        return row

    def _line(self, row: Row, line: int) -> rules.OutsideLine:
        order = row.order
        if order is None or not 0 < line <= len(order.lines):
            raise NotFound(_("There is no line {no} on it.").format(no=line))
        return order.lines[line - 1]

    def _decide(self, tx: Transaction, row: Row, chosen: Choices) -> None:
        tx.change(OutsideOrder, {"id": row.id}, {"body": _json({**row.body, "choices": chosen.told()})})

    def _remember(self, source: str, code: str, product_id: bytes | None) -> None:
        every = self.settings.get(ITEMS, dict[str, dict[str, str]]())
        mine = dict(every.get(source, {}))
        if product_id is None:
            mine.pop(code, None)
        else:
            mine[code] = product_id.hex()
        self.settings.set(ITEMS, {**every, source: mine})

    def _whole(self, one: Outside) -> Waiting:
        told, chosen = one.body.get("told"), choices(one.body)
        order = rules.read(told) if told else None
        lines = self.goods.lines(one.source, order, chosen) if order else []
        return Waiting(one, order, tuple(lines), chosen)


def _body(told: Told) -> dict[str, Any]:
    return {"told": rules.written(told.order) if told.order is not None else None}


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
