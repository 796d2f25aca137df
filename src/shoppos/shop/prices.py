"""Price lists: what some customers pay, and what anybody pays from a quantity on."""

from collections.abc import Mapping
from dataclasses import dataclass

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees, sane
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.offer import ListPrice, PriceList
from shoppos.models.setting import Setting

FOR_ALL = "price_list"
"""The setting that names (hex) the list that holds for everybody."""
USUAL = (
    "SELECT p.price, CASE WHEN p.inclusive = 1 THEN p.mrp END, "
    "(SELECT price FROM list_price WHERE list_id = :list AND product_id = p.id AND least <= :quantity "
    "ORDER BY least DESC LIMIT 1), "
    "(SELECT price FROM list_price WHERE list_id = :all AND product_id = p.id AND least <= :quantity "
    "ORDER BY least DESC LIMIT 1) FROM product p WHERE p.id = :product"
)


@dataclass(frozen=True, slots=True)
class ListView:
    """A price list: how many prices it has and how many customers buy by it; `for_all`: it holds for everybody."""

    id: bytes
    name: str
    prices: int
    customers: int
    for_all: bool


@dataclass(frozen=True, slots=True)
class PriceView:
    """One price of a list: of which product, from which quantity (thousandths), and its usual price, in paise."""

    product_id: bytes
    code: str
    name: str
    least: int
    price: int
    usual: int
    mrp: int | None
    cost: int | None


class Prices:
    """Price lists and what is usual for whom."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    # -- looking

    def used(self) -> bool:
        """Whether the shop has any price beside those of its items."""
        return self.db.row("SELECT 1 FROM list_price LIMIT 1") is not None

    def lists(self) -> list[ListView]:
        """The lists in use, by name."""
        everybody = self.for_all()
        rows = self.db.rows(
            "SELECT l.id, l.name, (SELECT count(*) FROM list_price p WHERE p.list_id = l.id), "
            "(SELECT count(*) FROM customer_terms t WHERE t.list_id = l.id) "
            "FROM price_list l WHERE l.active = 1 ORDER BY l.name"
        )
        return [ListView(row[0], row[1], row[2], row[3], row[0] == everybody) for row in rows]

    def named(self, name: str) -> ListView:
        """The list of that name; NotFound."""
        for one in self.lists():
            if one.name.casefold() == clean(name).casefold():
                return one
        raise NotFound(_("There is no price list {name}.").format(name=clean(name)))

    def on_list(self, list_id: bytes) -> list[PriceView]:
        """The prices of a list, by the items' names, the smallest quantity first."""
        rows = self.db.rows(
            "SELECT p.id, p.code, p.name, l.least, l.price, p.price, p.mrp, p.cost FROM list_price l "
            "JOIN product p ON p.id = l.product_id WHERE l.list_id = ? AND p.active = 1 ORDER BY p.name, l.least",
            (list_id,),
        )
        return [PriceView(*row) for row in rows]

    def for_all(self) -> bytes | None:
        """The list that holds for everybody, for prices from a quantity on."""
        told = setting(self.db, FOR_ALL, "")
        return bytes.fromhex(told) if told else None

    def list_of(self, customer_id: bytes | None) -> bytes | None:
        """The list a customer buys by."""
        if customer_id is None:
            return None
        row = self.db.row(
            "SELECT l.id FROM customer_terms t JOIN price_list l ON l.id = t.list_id "
            "WHERE t.customer_id = ? AND l.active = 1",
            (customer_id,),
        )
        return row[0] if row else None

    def usual(self, list_id: bytes | None, quantities: Mapping[bytes, int]) -> dict[bytes, int]:
        """What one of each product costs on that list at that quantity (thousandths), in paise; never above its MRP.

        The list's own price comes first, then that of the list for everybody, then the item's.
        """
        found: dict[bytes, int] = {}
        asked = {"list": list_id, "all": self.for_all()}
        for product_id, quantity in quantities.items():
            row = self.db.row(USUAL, {**asked, "product": product_id, "quantity": quantity})
            if row is not None:
                listed = row[2] if row[2] is not None else row[3]
                capped = listed if listed is None or row[1] is None else min(listed, row[1])
                found[product_id] = row[0] if capped is None else capped
        return found

    def own(self, product_id: bytes) -> int | None:
        """The price on a product's own card, in paise."""
        row = self.db.row("SELECT price FROM product WHERE id = ?", (product_id,))
        return row[0] if row else None

    # -- writing

    def add(self, name: str) -> bytes:
        """A new list; Refused when there is one of that name. Gives its id."""
        list_id = new_id()
        with self.db.transaction("prices.list") as tx:
            tx.insert(PriceList, {"id": list_id, "name": self._free_name(name), "active": 1})
        return list_id

    def rename(self, list_id: bytes, name: str) -> None:
        """Call a list otherwise."""
        with self.db.transaction("prices.list") as tx:
            if not tx.change(PriceList, {"id": list_id}, {"name": self._free_name(name, list_id)}):
                raise NotFound(_("That price list is gone."))

    def retire(self, list_id: bytes) -> None:
        """Use a list no more: its customers pay what everybody pays."""
        with self.db.transaction("prices.list") as tx:
            row = self.db.row("SELECT name FROM price_list WHERE id = ? AND active = 1", (list_id,))
            if row is None:
                raise NotFound(_("That price list is gone."))
            name = f"{row[0]} #{list_id.hex()[-8:]}"
            tx.change(PriceList, {"id": list_id}, {"active": 0, "name": name})
            if self.for_all() == list_id:
                self._choose(None)

    def choose_for_all(self, list_id: bytes | None) -> None:
        """Let the prices of a list hold for everybody, or those of none."""
        with self.db.transaction("prices.list"):
            self._choose(list_id)

    def _choose(self, list_id: bytes | None) -> None:
        told = f'"{list_id.hex() if list_id else ""}"'
        with self.db.transaction("setting.changed") as tx:
            if not tx.change(Setting, {"key": FOR_ALL}, {"value": told}):
                tx.insert(Setting, {"key": FOR_ALL, "value": told})

    def set(self, list_id: bytes, product_id: bytes, price: int, least: int = 0) -> None:
        """One unit of a product costs `price` paise on that list, from `least` thousandths on.

        InvalidInput below zero; Refused above the MRP (Legal Metrology (Packaged Commodities) Rules, rule 18(2)).
        """
        sane("price", price)
        sane("least", least)
        if min(price, least) < 0:
            raise InvalidInput(_("A price cannot be below zero."), field="price")
        key = {"list_id": list_id, "product_id": product_id, "least": least}
        with self.db.transaction("prices.set") as tx:
            row = self.db.row("SELECT name, mrp, inclusive FROM product WHERE id = ? AND active = 1", (product_id,))
            if row is None or not self.db.row("SELECT 1 FROM price_list WHERE id = ? AND active = 1", (list_id,)):
                raise NotFound(_("That item or price list is gone."))
            if row[1] is not None and row[2] and price > row[1]:
                raise Refused(
                    _("{name} may not be sold above its MRP of {mrp}.").format(name=row[0], mrp=rupees(row[1]))
                )
            if not tx.change(ListPrice, key, {"price": price}):
                tx.insert(ListPrice, {**key, "price": price})

    def unset(self, list_id: bytes, product_id: bytes, least: int = 0) -> None:
        """That price holds no more."""
        with self.db.transaction("prices.set") as tx:
            tx.remove(ListPrice, {"list_id": list_id, "product_id": product_id, "least": least})

    def _free_name(self, name: str, but: bytes = b"") -> str:
        name = clean(name, 60)
        if not name:
            raise InvalidInput(_("A price list needs a name."), _("For example: Wholesale."), "name")
        row = self.db.row("SELECT 1 FROM price_list WHERE lower(name) = lower(?) AND id <> ?", (name, but))
        if row is not None:
            raise Refused(_("There is a price list {name} already.").format(name=name), _("Choose another name."))
        return name
