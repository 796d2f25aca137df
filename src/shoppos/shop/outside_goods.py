"""What the lines of an order from outside are here: found by code, barcode or name, or matched by a person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import fold
from shoppos.reports.outside import ITEMS
from shoppos.rules.outside_order import OutsideLine, OutsideOrder, lowered
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.hits import Hit
from shoppos.shop.order_sale import Agreed


class Choices(NamedTuple):
    """What a person decided of an order that waits, by the numbers of its lines (from 1).

    `items` says which product a line is, `lower` how many thousandths of it are sold only, `left` which lines are not
    sold; `backorder`: the customer waits for what is not there. `refused`: its source is to be told that it is off.
    `place` says where an order goes whose source did not (`way`, `address`, `town`, `pin_code`, `region`).
    """

    items: dict[int, bytes]
    lower: dict[int, int]
    left: frozenset[int]
    backorder: bool = False
    refused: bool = False
    place: Mapping[str, str] | None = None

    def on(self, order: OutsideOrder) -> OutsideOrder:
        """The order with where it goes, as a person said it; what its source says of that counts more."""
        return order if order.address or not self.place else replace(order, **self.place)

    def told(self) -> dict[str, Any]:
        """As JSON can say it."""
        return {
            "items": {str(no): product.hex() for no, product in self.items.items()},
            "lower": {str(no): amount for no, amount in self.lower.items()},
            "left": sorted(self.left), "backorder": self.backorder, "place": dict(self.place or {}),
        }  # fmt: skip


def choices(body: dict[str, Any]) -> Choices:
    """What was decided of an order so far, as its record holds it."""
    told: dict[str, Any] = body.get("choices") or {}
    return Choices(
        {int(no): bytes.fromhex(product) for no, product in told.get("items", {}).items()},
        {int(no): amount for no, amount in told.get("lower", {}).items()},
        frozenset(told.get("left", ())), bool(told.get("backorder")), bool(body.get("refused")),
        told.get("place") or None,
    )  # fmt: skip


class Line(NamedTuple):
    """A line of an order from outside: as it was told, what of it is sold, and its item (None: nobody knows)."""

    no: int
    told: OutsideLine
    sold: OutsideLine | None
    hit: Hit | None

    @property
    def unknown(self) -> bool:
        """Whether somebody has to say what it is."""
        return self.sold is not None and self.hit is None

    @property
    def said(self) -> str:
        """What it is called, for a person."""
        return self.told.name or self.told.sku or self.told.barcode

    def agreed(self) -> Agreed | None:
        """What goes on the order for it; None for nothing."""
        if self.sold is None or self.hit is None:
            return None
        return Agreed(self.hit.product_id, self.sold.quantity, self.sold.amount, self.sold.note)


def key(line: OutsideLine) -> str:
    """By what a web shop knows an item: its code there, else its barcode or name."""
    return line.sku or line.barcode or fold(line.name)


class OutsideGoods:
    """Knows which items the lines of orders from outside are."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look them up in `catalogue`."""
        self.catalogue = catalogue

    def lines(self, source: str, order: OutsideOrder, chosen: Choices) -> list[Line]:
        """The lines with their items; one that was left, or lowered to nothing, is not sold."""
        mapped: dict[str, str] = setting(self.catalogue.db, ITEMS, dict[str, dict[str, str]]()).get(source, {})
        found = list[Line]()
        for no, line in enumerate(order.lines, 1):
            amount = min(chosen.lower.get(no, line.quantity), line.quantity)
            sold = None if no in chosen.left or amount <= 0 else lowered(line, amount)
            picked = chosen.items.get(no) or bytes.fromhex(mapped.get(key(line), ""))
            hit = self.catalogue.find_id(picked) if picked else self._known(line)
            found.append(Line(no, line, sold, hit))
        return found

    def unknown(self, lines: list[Line]) -> str:
        """What is said of lines that nobody knows; "" when all are known."""
        names = [line.said for line in lines if line.unknown]
        if not names:
            return ""
        more = _(" and {n} more").format(n=len(names) - 3) if len(names) > 3 else ""  # noqa: PLR2004  (a sentence, no list)
        return _("No item is known as: {names}.").format(names=", ".join(names[:3]) + more)

    def _known(self, line: OutsideLine) -> Hit | None:
        """By code or barcode, else by a name that one item alone has."""
        for code in (line.sku, line.barcode):
            hit = self.catalogue.find_code(code) if code else None
            if hit is not None:
                return hit
        name = fold(line.name)
        hits = [hit for hit in self.catalogue.search(line.name) if name in {fold(hit.name), fold(hit.local_name)}]
        return hits[0] if name and len(hits) == 1 else None
