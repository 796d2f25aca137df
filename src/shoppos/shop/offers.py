"""Offers: kept as the shop made them, and put on the lines of a sale while they run."""

import json
from collections.abc import Sequence
from dataclasses import replace

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import half_up, rate, rupees
from shoppos.base.text import clean
from shoppos.models import offer as stored
from shoppos.rules import offers as rules
from shoppos.rules.offers import COUNT, GET, Off, Offer, OfferLine
from shoppos.rules.pricing import WHOLE
from shoppos.shop.sale_view import OpenLine

COLUMNS = "id, name, kind, told, since, until, days, hours"
ACTIVE = f"SELECT {COLUMNS} FROM offer WHERE active = 1 ORDER BY id"


class Offers:
    """What the shop gives away, and when."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def all(self) -> list[Offer]:
        """The offers that were not ended, the oldest first."""
        return [_read(row) for row in self.db.rows(ACTIVE)]

    def running(self) -> list[Offer]:
        """Those that run now, by the shop's day and clock."""
        every = self.all()
        if not every:
            return []
        now = self.db.clock.now()
        day = self.db.clock.business_day(self.db.clock.ms())
        return [offer for offer in every if offer.runs(day, day_of(day).isoweekday(), now.hour * 60 + now.minute)]

    def add(self, offer: Offer) -> bytes:
        """A new offer (its id is drawn here); without a name it is called by what it gives. Gives its id."""
        offer = replace(rules.checked(offer), id=new_id(), name=clean(offer.name, 60) or title(offer))
        with self.db.transaction("offer.made") as tx:
            tx.insert(stored.Offer, {"id": offer.id, **_row(offer), "active": 1, "made_at": self.db.clock.ms()})
        return offer.id

    def change(self, offer: Offer) -> None:
        """Write an offer anew; bills of the past keep what it said then."""
        offer = replace(rules.checked(offer), name=clean(offer.name, 60) or title(offer))
        with self.db.transaction("offer.changed") as tx:
            if not tx.change(stored.Offer, {"id": offer.id}, _row(offer)):
                raise NotFound(_("That offer is gone."))

    def end(self, offer_id: bytes) -> None:
        """Run an offer no more."""
        with self.db.transaction("offer.ended") as tx:
            if not tx.change(stored.Offer, {"id": offer_id, "active": 1}, {"active": 0}):
                raise NotFound(_("That offer is gone."))

    def on(self, lines: Sequence[OpenLine]) -> dict[int, tuple[Off, ...]]:
        """What comes off the lines of an open sale now, by the lines' numbers; nothing is read where no offer runs.

        A line cheaper than its item gets nothing more; one with a discount of its own keeps the better of the two.
        """
        running = self.running()
        if not running or not lines:
            return {}
        asked = json.dumps(sorted({line.product_id.hex() for line in lines}))
        rows = self.db.rows(
            "SELECT id, category, price FROM product WHERE id IN (SELECT unhex(value) FROM json_each(?))", (asked,)
        )
        known = {row[0]: (row[1], row[2]) for row in rows}
        found = rules.better(running, [_line(line, *known.get(line.product_id, ("", 0))) for line in lines])
        return {line.line: offs for line, offs in zip(lines, found, strict=True) if offs}


def _line(line: OpenLine, category: str, price: int) -> OfferLine:
    whole = OfferLine(line.product_id.hex(), category, line.quantity, line.price)
    by_hand = bool(line.disc_rate or line.disc_amount)
    off = min(whole.gross, line.disc_amount + half_up(whole.gross * line.disc_rate, WHOLE)) if by_hand else 0
    cheaper = line.price < price
    return whole._replace(disc=off, closed=by_hand or cheaper, by_hand=by_hand and not cheaper)


def title(offer: Offer) -> str:
    """What an offer gives, in words: "Buy 2 get 1 free", "3 for ₹100.00", "10 % off"."""
    if offer.kind == GET:
        said = _("Buy {buy} get {get} free") if offer.off == WHOLE else _("Buy {buy} get {get} at {off} % off")
        return said.format(buy=offer.buy, get=offer.get, off=rate(offer.off))
    if offer.kind == COUNT:
        return _("{count} for {price}").format(count=offer.count, price=rupees(offer.price))
    said = _("{off} % off from {least}") if offer.least else _("{off} % off")
    return said.format(off=rate(offer.off), least=rupees(offer.least))


def _row(offer: Offer) -> dict[str, Value]:
    hours = "{}-{}".format(*offer.hours) if offer.hours else ""
    return {
        "name": offer.name, "kind": offer.kind, "told": json.dumps(rules.told(offer), sort_keys=True),
        "since": offer.since, "until": offer.until, "days": "".join(map(str, sorted(offer.days))), "hours": hours,
    }  # fmt: skip


def _read(row: Sequence[object]) -> Offer:
    offer_id, name, kind, kept, since, until, days, hours = row
    begin, _dash, end = str(hours).partition("-")
    return rules.read(
        bytes(offer_id), str(name), str(kind), json.loads(str(kept)), since=since, until=until,  # type: ignore[arg-type]  # the row's own columns
        days=frozenset(map(int, str(days))), hours=(int(begin), int(end)) if hours else None,
    )  # fmt: skip


def minutes(text: str) -> int:
    """The minute of the day that "17:30" names; InvalidInput."""
    hour, _colon, minute = text.strip().partition(":")
    if not (hour.isdecimal() and (minute or "0").isdecimal() and int(hour) * 60 + int(minute or 0) <= rules.DAY):
        raise InvalidInput(
            _("{text} is not a time of day.").format(text=clean(text)), _("Type it like 17:30."), "hours"
        )
    return int(hour) * 60 + int(minute or 0)
