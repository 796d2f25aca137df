"""Offers: what they take off the lines of a bill. One offer for a line, the best; the same whatever the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.rules.pricing import WHOLE, share

PIECE = 1000
GET, COUNT, PERCENT = "get", "count", "percent"
KINDS = (GET, COUNT, PERCENT)
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Choice:
    """Which products an offer is of, by id (hex) and by category; nothing chosen means all of them."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def holds(self, line: "OfferLine") -> bool:
        """Whether a line's product is one of them."""
        everything = not (self.products or self.categories)
        return everything or line.product in self.products or line.category in self.categories


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer: `get` (buy some, get some at `off`), `count` (so many for one price), `percent` (so much off).

    `buy`, `get` and `count` in pieces, `price` and `least` (what the chosen goods must come to) in paise, `off` in
    hundredths of a percent. `also` names what one gets where it is another product. `stacks`: comes on top of others.
    `since` and `until` are days (yyyymmdd), `days` weekdays 1 to 7, `hours` minutes of the day, the last not included.
    """

    id: bytes
    name: str
    kind: str
    of: Choice = field(default_factory=Choice)
    buy: int = 0
    get: int = 0
    also: Choice | None = None
    off: int = WHOLE
    count: int = 0
    price: int = 0
    least: int = 0
    stacks: bool = False
    since: int | None = None
    until: int | None = None
    days: frozenset[int] = frozenset()
    hours: tuple[int, int] | None = None

    def runs(self, day: int, weekday: int, minute: int) -> bool:
        """Whether it holds on a business day (yyyymmdd), a weekday (1 is Monday) and a minute of the day."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        if self.days and weekday not in self.days:
            return False
        if self.hours is None:
            return True
        begin, end = self.hours
        return begin <= minute < end if begin < end else minute >= begin or minute < end


class OfferLine(NamedTuple):
    """A line as offers see it: price of one unit and what was taken off by hand in paise, quantity in thousandths.

    A line with a discount by hand, or with a price that was typed, is `closed`: it counts, and gets nothing more.
    `by_hand`: it is closed by its discount alone, and an offer that takes off more may come instead of that.
    """

    product: str
    category: str
    quantity: int
    price: int
    disc: int = 0
    closed: bool = False
    by_hand: bool = False

    @property
    def gross(self) -> int:
        """Price times quantity in paise, as the bill rounds it."""
        return half_up(self.quantity * self.price, PIECE)

    @property
    def pieces(self) -> int:
        """Whole pieces."""
        return self.quantity // PIECE


class Off(NamedTuple):
    """What an offer takes off a line, in paise, and the offer's words; `instead` of how much that was typed."""

    offer: bytes
    said: str
    amount: int
    instead: int = 0


def apply(offers: Sequence[Offer], lines: Sequence[OfferLine]) -> list[tuple[Off, ...]]:
    """What comes off each line: the best of the offers that do not stack, then those that do, never above its price.

    Each offer looks at the whole bill by itself; ties go to the offer that was made first.
    """
    order = sorted(range(len(lines)), key=lambda at: (lines[at], at))
    ordered = [lines[at] for at in order]
    best: list[Off | None] = [None] * len(lines)
    more: list[list[Off]] = [[] for _line in lines]
    for offer in sorted(offers, key=lambda one: one.id):
        for at, amount in zip(order, _takes(offer, ordered), strict=True):
            if amount <= 0:
                continue
            off = Off(offer.id, offer.name, amount)
            old = best[at]
            if offer.stacks:
                more[at].append(off)
            elif old is None or amount > old.amount:
                best[at] = off
    return [_capped(line, best[at], more[at]) for at, line in enumerate(lines)]


def better(offers: Sequence[Offer], lines: Sequence[OfferLine]) -> list[tuple[Off, ...]]:
    """What offers take off each line, where a discount by hand stands only if it is at least as good for the customer.

    An offer on a line `by_hand` comes instead of its discount, never on top of it.
    """
    opened = {at for at, line in enumerate(lines) if line.by_hand}
    while True:
        tried = [line._replace(disc=0, closed=False) if at in opened else line for at, line in enumerate(lines)]
        found = apply(offers, tried)
        worse = {at for at in opened if sum(off.amount for off in found[at]) <= lines[at].disc}
        if not worse:
            break
        opened -= worse
    for at in opened:
        found[at] = (found[at][0]._replace(instead=lines[at].disc), *found[at][1:])
    return found


def _capped(line: OfferLine, best: Off | None, more: Sequence[Off]) -> tuple[Off, ...]:
    left = line.gross - line.disc
    found: list[Off] = []
    for off in (*((best,) if best else ()), *more):
        amount = min(off.amount, left)
        if amount > 0:
            found.append(off._replace(amount=amount))
            left -= amount
    return tuple(found)


def _takes(offer: Offer, lines: Sequence[OfferLine]) -> list[int]:
    """What one offer would take off each line, by itself."""
    if offer.least and sum(line.gross - line.disc for line in lines if offer.of.holds(line)) < offer.least:
        return [0] * len(lines)
    if offer.kind == GET:
        return _get(offer, lines)
    if offer.kind == COUNT:
        return _count(offer, lines)
    return [half_up(line.gross * offer.off, WHOLE) if offer.of.holds(line) and not line.closed else 0 for line in lines]


def _get(offer: Offer, lines: Sequence[OfferLine]) -> list[int]:
    """Buy some, get some: of what one gets, the cheapest pieces are those given."""
    bought = [line for line in lines if offer.of.holds(line)]
    if offer.also is None:
        given = sum(line.pieces for line in bought) // (offer.buy + offer.get) * offer.get
        open_to = [offer.of.holds(line) and not line.closed for line in lines]
    else:
        given = sum(line.pieces for line in bought) // offer.buy * offer.get
        open_to = [offer.also.holds(line) and not offer.of.holds(line) and not line.closed for line in lines]
    taken = [0] * len(lines)
    for at in sorted((at for at, may in enumerate(open_to) if may), key=lambda at: (lines[at].price, lines[at])):
        pieces = min(given, lines[at].pieces)
        taken[at] = half_up(lines[at].price * pieces * offer.off, WHOLE)
        given -= pieces
    return taken


def _count(offer: Offer, lines: Sequence[OfferLine]) -> list[int]:
    """So many for one price: the dearest pieces go together first, as long as the customer gains by it."""
    order = sorted(
        (-line.price, at, line.pieces) for at, line in enumerate(lines) if offer.of.holds(line) and not line.closed
    )
    taken = [0] * len(lines)
    group = list[tuple[int, int]]()
    for minus, at, many in order:
        price, left = -minus, many
        if group:
            more = min(offer.count - len(group), left)
            group += [(price, at)] * more
            left -= more
            if len(group) == offer.count:
                gain = sum(one for one, _at in group) - offer.price
                if gain <= 0:
                    return taken
                for (_price, where), part in zip(group, share(gain, [one for one, _at in group]), strict=True):
                    taken[where] += part
                group = []
        if left >= offer.count:
            gain = price * offer.count - offer.price
            if gain <= 0:
                return taken
            taken[at] += left // offer.count * gain
            left %= offer.count
        group += [(price, at)] * left
    return taken


def checked(offer: Offer) -> Offer:
    """The offer, if it can be kept; InvalidInput names the field that does not do."""
    wrong = {
        GET: (("buy", offer.buy < 1), ("get", offer.get < 1), ("off", not 0 < offer.off <= WHOLE)),
        COUNT: (("count", offer.count < 2), ("price", offer.price < 0)),  # noqa: PLR2004  (one for a price is a price)
        PERCENT: (("off", not 0 < offer.off <= WHOLE),),
    }.get(offer.kind, (("kind", True),))
    for name, bad in wrong:
        if bad:
            raise InvalidInput(_("The offer lacks a figure."), _("Say how many, and for how much."), name)
    if offer.least < 0:
        raise InvalidInput(_("An amount cannot be below zero."), field="least")
    if offer.since and offer.until and offer.until < offer.since:
        raise InvalidInput(_("The offer ends before it begins."), field="until")
    if offer.hours and not all(0 <= minute <= DAY for minute in offer.hours):
        raise InvalidInput(_("A day has 24 hours."), field="hours")
    return offer


def told(offer: Offer) -> dict[str, Any]:
    """What of an offer its row keeps as JSON."""
    kept: dict[str, Any] = {"of": _chosen(offer.of)}
    if offer.also is not None:
        kept["also"] = _chosen(offer.also)
    for name in ("buy", "get", "off", "count", "price", "least", "stacks"):
        kept[name] = getattr(offer, name)
    return kept


def read(id: bytes, name: str, kind: str, kept: Mapping[str, Any], **when: Any) -> Offer:
    """An offer as its row keeps it."""
    also = kept.get("also")
    figures = {key: int(kept.get(key, 0)) for key in ("buy", "get", "off", "count", "price", "least")}
    return Offer(
        id, name, kind, of=_choice(kept.get("of") or {}), also=None if also is None else _choice(also),
        stacks=bool(kept.get("stacks")), **figures, **when,
    )  # fmt: skip


def _chosen(choice: Choice) -> dict[str, list[str]]:
    return {"products": sorted(choice.products), "categories": sorted(choice.categories)}


def _choice(kept: Mapping[str, Any]) -> Choice:
    return Choice(frozenset(map(str, kept.get("products", ()))), frozenset(map(str, kept.get("categories", ()))))
