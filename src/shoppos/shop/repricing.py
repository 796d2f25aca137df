"""Prices on an open sale that follow the customer and the quantity, unless somebody typed one."""

from collections.abc import Iterable

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.shop.prices import Prices
from shoppos.shop.sale_edit import Edit, untold
from shoppos.shop.sale_view import OpenLine

NAMED = 3


def reprice(prices: Prices, edit: Edit) -> str:
    """Give each line the price that is usual after a change, when it had the usual one before; says which changed.

    A price that was typed stays. The step that undoes the change undoes this too.
    """
    if not edit.was or not edit.lines or not _by_lists(prices, edit):
        return ""
    before = _before(edit)
    was, now = prices.usual(_list_before(prices, edit), _sum(before.values())), _now(prices, edit)
    changed: list[OpenLine] = []
    for line in list(edit.lines.values()):
        old = before.get(line.line)
        usual = was.get(line.product_id) if old is not None else None
        follows = line.price == usual or (old is None and line.price == prices.own(line.product_id))
        price = now.get(line.product_id, line.price)
        if follows and price != line.price:
            edit.put(line._replace(price=price))
            changed.append(edit.lines[line.line])
    return _told(changed)


def at_once(prices: Prices, customer_id: bytes | None, lines: list[OpenLine]) -> list[OpenLine]:
    """The lines of a sale that is made in one go, at what is usual for its customer and quantities."""
    if not lines or not prices.used():
        return lines
    usual = prices.usual(prices.list_of(customer_id), _sum(lines))
    return [
        line._replace(price=usual.get(line.product_id, line.price))
        if line.price == prices.own(line.product_id)
        else line
        for line in lines
    ]


def usual_price(prices: Prices, edit: Edit, product_id: bytes, price: int) -> int:
    """What one more of a product would cost on this sale by itself, in paise; `price` where no list says otherwise."""
    if not edit.lines or not _by_lists(prices, edit):
        return price
    quantities = {product: quantity for product, quantity in _sum(edit.lines.values()).items() if product == product_id}
    return prices.usual(prices.list_of(edit.header.customer_id), quantities).get(product_id, price)


def _by_lists(prices: Prices, edit: Edit) -> bool:
    """Whether the shop has price lists; asked once for each change."""
    if edit.by_lists is None:
        edit.by_lists = prices.used()
    return edit.by_lists


def _now(prices: Prices, edit: Edit) -> dict[bytes, int]:
    return prices.usual(prices.list_of(edit.header.customer_id), _sum(edit.lines.values()))


def _list_before(prices: Prices, edit: Edit) -> bytes | None:
    """The list of the customer who was on the sale before this change."""
    head = edit.was.get("head", {})
    customer = untold(head["customer_id"]) if "customer_id" in head else edit.header.customer_id
    return prices.list_of(customer if isinstance(customer, bytes) else None)


def _before(edit: Edit) -> dict[int, OpenLine]:
    """The lines as they stood before this change."""
    lines = dict(edit.lines)
    for number, told in edit.was.get("lines", {}).items():
        if told is None:
            lines.pop(int(number), None)
        else:
            values = {name: untold(value) for name, value in told.items()}
            lines[int(number)] = OpenLine(int(number), **values)  # type: ignore[arg-type]  # the line's own columns
    return lines


def _sum(lines: Iterable[OpenLine]) -> dict[bytes, int]:
    """How much of each product, in thousandths."""
    found: dict[bytes, int] = {}
    for line in lines:
        found[line.product_id] = found.get(line.product_id, 0) + line.quantity
    return found


def _told(changed: list[OpenLine]) -> str:
    if not changed:
        return ""
    named = ", ".join(f"{line.name} {rupees(line.price)}" for line in changed[:NAMED])
    said = ngettext("{n} price changed: {named}", "{n} prices changed: {named}", len(changed))
    more = _(" and more") if len(changed) > NAMED else ""
    return said.format(n=len(changed), named=named) + more
