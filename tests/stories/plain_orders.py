"""A shop's orders recounted from its documents alone: goods, promises, money, steps and messages, all added up anew."""

import json
from collections import Counter, defaultdict

from shoppos.reports.audit import audit
from shoppos.shop import Shop

STEPS = {
    "taken": {"": "taken"},
    "confirmed": {"taken": "confirmed"},
    "changed": {"confirmed": "confirmed", "packed": "confirmed"},
    "packed": {"confirmed": "packed"},
    "unpacked": {"packed": "confirmed"},
    "delayed": {state: state for state in ("taken", "confirmed", "packed", "dispatched")},
    "dispatched": {"confirmed": "dispatched", "packed": "dispatched"},
    "handed_over": {"confirmed": "delivered", "packed": "delivered"},
    "cancelled": dict.fromkeys(("taken", "confirmed", "packed"), "cancelled"),
}
"""What may follow what before the door, as the trade does it: by each step, from which state to which."""
AT_THE_DOOR = {"delivered", "part_delivered", "not_delivered", "out", "returned", "numbered"}
TOLD_BY = {
    "confirmed": {"confirmed"}, "delayed": {"delayed"}, "packed": {"packed", "dispatched"}, "cancelled": {"cancelled"},
    "dispatched": {"dispatched", "out"}, "out": {"out"}, "handed_over": {"delivered"}, "delivered": {"delivered"},
    "part_delivered": {"delivered"}, "not_delivered": {"not_delivered"}, "returned": {"cancelled", "refund", "credit"},
    "numbered": {"dispatched"},
}  # fmt: skip
"""Which message each step may owe."""


def wrong_with(shop: Shop) -> list[str]:
    """Everything that is wrong, in words; [] when nothing of any order is lost."""
    return [f"audit: {fault}" for fault in audit(shop.db).faults] + recounted(shop)


def recounted(shop: Shop) -> list[str]:
    """The same without the shop's own audit."""
    return goods(shop) + promises(shop) + settled(shop) + stations(shop) + told(shop)


def goods(shop: Shop) -> list[str]:
    """What lies there is what lay there or came in, less every bill, and what credit notes brought back unharmed."""
    found = Counter(dict(shop.db.rows(
        "SELECT product_id, sum(quantity) FROM stock_move WHERE kind IN ('opening', 'adjust', 'count') "
        "GROUP BY product_id"
    )))  # fmt: skip
    for product, quantity, kind, fate in shop.db.rows(
        "SELECT l.product_id, l.quantity, s.kind, c.fate FROM sale_line l JOIN sale s ON s.id = l.sale_id "
        "LEFT JOIN credit_line c ON c.sale_id = l.sale_id AND c.line = l.line WHERE s.state = 'done' "
        "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
    ):
        found[product] += (quantity if fate == "restock" else 0) if kind == "CREDIT NOTE" else -quantity
    there = dict(shop.db.rows("SELECT product_id, on_hand FROM stock"))
    return [
        f"on hand of {product.hex()[-4:]}: {there.get(product, 0)} instead of {left}"
        for product, left in found.items()
        if there.get(product, 0) != left
    ]


def promises(shop: Shop) -> list[str]:
    """What is promised is what confirmed orders have on their open sales, each its own; nobody else holds anything."""
    wanted: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    for order, product, quantity in shop.db.rows(
        "SELECT o.id, l.product_id, l.quantity FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id "
        "WHERE o.state IN ('confirmed', 'packed')"
    ):
        wanted[order][product] += quantity
    held: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    for order, product, quantity in shop.db.rows("SELECT doc_id, product_id, quantity FROM reservation"):
        held[order][product] += quantity
    return [
        f"promised to order {order.hex()[-4:]}: {dict(held[order])} instead of {dict(wanted[order])}"
        for order in wanted.keys() | held.keys()
        if wanted[order] != held[order]
    ]


def settled(shop: Shop) -> list[str]:
    """Each order's money: what it comes to is what was paid before, with it, at the door, and what is due."""
    found: list[str] = []
    for order, number in shop.db.rows("SELECT id, number FROM orders ORDER BY number"):
        view = shop.orders.view(order)
        ways, billed, back, received = _papers(shop, order)
        (held,) = shop.db.row("SELECT coalesce(sum(amount), 0) FROM advance WHERE order_id = ?", (order,))
        here = view.sale.payable if view.sale and view.state in {"taken", "confirmed", "packed"} else 0
        left = held - ways["advance"]
        door = ways["cod"] - received
        says = (view.payable, view.paid + view.due, view.credit)
        means = (billed - back + here, billed - back + here, max(left - here, 0))
        if says != means:
            found.append(f"{number}: says (payable, paid + due, credit) {says} and means {means}")
        if left < 0 or door < 0:
            found.append(f"{number}: {left} left of what was paid before, {door} due at the door")
        if not ways["khata"] and view.due != max(here - left, 0) + door:
            found.append(f"{number}: {view.due} due instead of {max(here - left, 0) + door}")
    return found


def _papers(shop: Shop, order: bytes) -> tuple[Counter[str], int, int, int]:
    """An order's bills and credit notes: paise by way, what was billed and came back, what came in at the door."""
    ways, billed, back, received = Counter[str](), 0, 0, 0
    for paper, kind, payable in shop.db.rows(
        "WITH bill AS (SELECT s.id FROM parcel p JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id "
        "WHERE p.order_id = :id) SELECT id, kind, payable FROM sale WHERE id IN (SELECT id FROM bill) UNION ALL "
        "SELECT s.id, s.kind, s.payable FROM credit_note n JOIN sale s ON s.id = n.sale_id "
        "WHERE n.against_id IN (SELECT id FROM bill)",
        {"id": order},
    ):
        paid = shop.db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (paper,))
        for way, amount in paid:
            if kind != "CREDIT NOTE" or way == "cod":  # what else a credit note gives back, it gives back at once
                ways[way] += amount
        if kind == "CREDIT NOTE":
            back += payable
        else:
            billed += payable
            assert sum(amount for _way, amount in paid) == payable
        (came,) = shop.db.row("SELECT coalesce(sum(amount), 0) FROM cod_receipt WHERE sale_id = ?", (paper,))
        received += came
    return ways, billed, back, received


def stations(shop: Shop) -> list[str]:
    """Each order went only where orders go, and stands where its goods and its parcels are."""
    found: list[str] = []
    for order, number, state, sale in shop.db.rows("SELECT id, number, state, sale_id FROM orders"):
        found += [f"{number}: {fault}" for fault in _walked(shop, order)]
        parcels = [row[0] for row in shop.db.rows("SELECT state FROM parcel WHERE order_id = ?", (order,))]
        if state not in _stands(parcels, here=sale is not None):
            found.append(f"{number} is {state}, and its parcels are {parcels}")
        opened = shop.db.row("SELECT state FROM sale WHERE id = ?", (sale,)) if sale else None
        if opened not in {None, ("open",)}:
            found.append(f"{number}: its goods stand on a sale that is {opened}")
        lost = (
            "SELECT count(*) FROM parcel p JOIN sale s ON s.id = p.sale_id WHERE p.order_id = ? AND s.state <> 'done'"
        )
        if shop.db.row(lost, (order,)) != (0,):
            found.append(f"{number}: a parcel has left without its bill")
    return found


def _walked(shop: Shop, order: bytes) -> list[str]:
    """The steps of an order that could not follow those before; of what went in parts the rest stays confirmed."""
    found, now, left = [], {""}, False
    steps = shop.db.rows("SELECT kind, told FROM order_step WHERE order_id = ? ORDER BY id", (order,))
    for kind, told in steps:
        left = left or kind in {"dispatched", "handed_over"}
        if kind in AT_THE_DOOR and not left:
            found.append(f"{kind} of what never left")
        if kind not in STEPS:
            continue
        after = {STEPS[kind][state] for state in now if state in STEPS[kind]}
        if kind == "changed" and "packed" in now:  # another price opens no box
            after.add("packed")
        if not after:
            found.append(f"{kind} after {now}")
        elif kind in {"dispatched", "handed_over"} and json.loads(told)["rest"]:
            after = {"confirmed"}
        elif kind == "cancelled" and left:  # what left before is on its way still
            after = {"dispatched"}
        now = after or now
    return found


def _stands(parcels: list[str], *, here: bool) -> set[str]:
    """What an order may be, by what is in the shop still and what became of its parcels."""
    if here:
        return {"taken", "confirmed", "packed"}
    if not parcels:
        return {"cancelled"}
    if {"out", "failed"} & set(parcels):
        return {"dispatched"}
    return {"returned" if set(parcels) == {"returned"} else "delivered"}


def told(shop: Shop) -> list[str]:
    """Each step that a customer hears of is owed at most once on a channel, none without its step, none forgotten."""
    found: list[str] = []
    twice = "SELECT key FROM message WHERE key <> '' GROUP BY key HAVING count(*) > 1"
    found += [f"told twice: {key}" for (key,) in shop.db.rows(twice)]
    for order, number in shop.db.rows("SELECT id, number FROM orders"):
        steps = Counter(row[0] for row in shop.db.rows("SELECT kind FROM order_step WHERE order_id = ?", (order,)))
        may: Counter[str] = Counter()
        for kind, count in steps.items():
            for message in TOLD_BY.get(kind, ()):
                may[message] += count
        for back in ("refund", "credit"):
            may[back] += steps["given_back"] + steps["part_delivered"]
        may["payment"] += steps["paid"]
        owed = Counter(row[0] for row in shop.db.rows("SELECT step FROM message WHERE doc_id = ?", (order,)))
        found += [
            f"{number}: {owed[step]} times {step}, for {may[step]} steps" for step in owed if owed[step] > may[step]
        ]
        once = {"confirmed": "confirmed", "dispatched": "dispatched", "delivered": "delivered"}
        missing = [step for step, kind in once.items() if steps[kind] and not (owed[step] or owed["out"])]
        found += [f"{number}: nobody was told that it is {step}" for step in missing]
    return found
