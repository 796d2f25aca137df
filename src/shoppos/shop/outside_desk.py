"""The desk for orders from outside: what is known of each, what its source is told, and what a person decides of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import DELIVERY, PICKUP, OutsideOrder
from shoppos.reports import outside
from shoppos.reports.outside import ITEMS, Free, News, Outside
from shoppos.rules import identifiers
from shoppos.rules import outside_order as rules
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.outside_goods import Choices, Line, OutsideGoods, choices, key
from shoppos.shop.settings import Settings

WAITS, TAKEN, LEFT = "waiting", "taken", "left"
LONGEST = 300
"""Characters of an address."""
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

    @property
    def text(self) -> str:
        """What was said of an order that cannot be read."""
        return str(self.row.body.get("text", ""))

    @property
    def file(self) -> str:
        """The name under which the file of such an order was put away, "" where it came from no file."""
        return str(self.row.body.get("file", ""))


class OutsideDesk:
    """Orders from outside as their records hold them; each act is one durable transaction."""

    def __init__(self, db: Database, settings: Settings, catalogue: Catalogue) -> None:
        """Work on `db`."""
        self.db = db
        self.settings = settings
        self.goods = OutsideGoods(catalogue)

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
            raise NotFound(
                _("No order {number} has come from outside.").format(number=asked), _("Look at those that wait.")
            )
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

    # -- what the source knows

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
                raise NotFound(_("That item is not in the catalogue."), _("Choose it again from the list of items."))
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

    def send_to(
        self, row_id: bytes, address: str, *, pin_code: str = "", town: str = "", region: str = "", pickup: bool = False
    ) -> None:  # fmt: skip
        """Say where an order goes whose source did not: the address as the customer says it, or they fetch it."""
        place = {"way": PICKUP} if pickup else {
            "way": DELIVERY, "address": clean(address, LONGEST), "town": clean(town, 80),
            "pin_code": _pin(pin_code), "region": region,
        }  # fmt: skip
        if not pickup and not place["address"]:
            raise InvalidInput(_("Type the address."), field="address")
        with self.db.transaction("order.addressed") as tx:
            row = self._waiting(row_id)
            self._decide(tx, row, choices(row.body)._replace(place=place))

    def leave_line(self, row_id: bytes, line: int) -> None:
        """Do not sell a line."""
        with self.db.transaction("order.lowered") as tx:
            row = self._waiting(row_id)
            self._line(row, line)
            now = choices(row.body)
            self._decide(tx, row, now._replace(left=now.left | {line}))

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
            tx.change(OutsideOrder, {"id": row.id}, {"state": state, "reason": reason, "body": json_of(body)})

    # -- inside

    def _row(self, where: str, values: tuple[Any, ...]) -> Row | None:
        row = self.db.row(ROW + where, values)
        if row is None:
            return None
        row_id, of, outside_id, version, state, reason, body, order_id, told_back = row
        return Row(row_id, of, outside_id, version, state, reason, json.loads(body or "{}"), order_id, told_back)

    def _waiting(self, row_id: bytes) -> Row:
        row = self._row("id = ?", (row_id,))
        if row is None:
            raise NotFound(_("That order has not come from outside."), _("Look at those that wait."))
        if row.state == TAKEN:
            raise Refused(_("Order {number} was taken already.").format(number=row.outside_id), _("Look on the board."))
        return row

    def _line(self, row: Row, line: int) -> rules.OutsideLine:
        order = row.order
        if order is None or not 0 < line <= len(order.lines):
            raise NotFound(_("There is no line {no} on it.").format(no=line), _("Look at the order again."))
        return order.lines[line - 1]

    def _decide(self, tx: Transaction, row: Row, chosen: Choices) -> None:
        tx.change(OutsideOrder, {"id": row.id}, {"body": json_of({**row.body, "choices": chosen.told()})})

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
        order = chosen.on(rules.read(told)) if told else None
        lines = self.goods.lines(one.source, order, chosen) if order else []
        return Waiting(one, order, tuple(lines), chosen)


def json_of(body: Mapping[str, Any]) -> str:
    """A record's body as it is stored."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _pin(typed: str) -> str:
    """A PIN code as it is written down, "" where none was said; InvalidInput for what is none."""
    said = clean(typed, LONGEST)
    code = ascii_digits(said).replace(" ", "")
    if code and not identifiers.check("pin", code).valid:
        raise InvalidInput(_("{pin} is not a PIN code.").format(pin=said), _("It has six digits."), "pin_code")
    return code
