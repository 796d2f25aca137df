"""The board of ten thousand orders: through the shop, and as plain SQL that reads the same live orders."""

import os
import tempfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.table import Act, Bar, in_turns, percentile
from shoppos.base.money import rupees
from shoppos.reports.orders import Board, board
from shoppos.shop import FILE, Shop
from shoppos.shop.payments import Tender

ORDERS = 10_000
LIVE = 20
"""Every how manieth of them wants something of the shop still."""
ROUNDS = 40
SIZE = (1366, 620)
"""Pixels that the board has on a small screen."""
COPIED = ("sale", "sale_line", "orders", "message", "parcel", "payment", "cod_receipt")
LIVING = "SELECT * FROM orders o JOIN personal c ON c.id = o.personal_id WHERE o.state = 'confirmed'"
UNPAID = (
    "SELECT p.order_id FROM parcel p INDEXED BY parcel_door WHERE p.cod > 0 AND p.state = 'delivered' "
    "AND p.cod > coalesce((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = p.sale_id), 0)"
)
BESIDE = (
    "SELECT l.* FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id WHERE o.state = 'confirmed'",
    "SELECT m.* FROM orders o JOIN message m ON m.doc_id = o.id WHERE o.state = 'confirmed'",
    UNPAID,
)
"""The least that a board needs: who ordered, what, what they were told, and who has not paid at the door."""


def bars(_bills: int, orders: int = ORDERS, rounds: int = ROUNDS) -> list[Bar]:
    """Bar 19 of the table."""
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        folder = Path(scratch, "shop")
        fill.make(folder, 60)
        shop = Shop.open(folder)
        grow(shop, orders)
        plain: Any = dbapi2.connect(str(folder / FILE), isolation_level=None)
        plain.execute("PRAGMA cache_size=-16000")
        try:
            return _bars(shop, plain, rounds)
        finally:
            plain.close()
            shop.close()


def _bars(shop: Shop, plain: Any, rounds: int) -> list[Bar]:
    floor, ours = in_turns([(_nothing, lambda: read(plain)), (_nothing, lambda: board(shop.db))], rounds)
    bare, painted = in_turns([(_nothing, act) for act in _painted(board(shop.db))], rounds)
    return [
        Bar("19", f"the board of {ORDERS:,} orders", percentile(ours, 50), percentile(floor, 50), "ms", 3.0, 2.0),
        Bar("19", "  its p95", percentile(ours, 95), percentile(floor, 95), "ms"),
        Bar("19", "  painted", percentile(painted, 50), percentile(bare, 50), "ms", 3.0, 2.0),
    ]


def _nothing() -> None:
    """Nothing has to be ready."""


def _painted(found: Board) -> tuple[Act, Act]:
    """To paint as many plain lists of the same orders, and the board itself, whole and offscreen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QWidget

    from shoppos.ui import style
    from shoppos.ui.widgets.order_board import OrderBoard

    app: Any = QApplication.instance() or QApplication([])
    style.prepare(app, theme="light", percent=100)
    bare, own = QWidget(), OrderBoard()
    row = QHBoxLayout(bare)
    for column in found.columns:
        view = QListView(bare)
        texts = [f"{one.number}  {one.customer}\n{one.town}  {rupees(one.payable)}" for one in column.rows]
        view.setModel(QStringListModel(texts, view))
        view.setUniformItemSizes(True)
        row.addWidget(view)
    own.show_board(found, 20261123)
    for widget in (bare, own):
        widget.resize(*SIZE)
        widget.show()
    QApplication.processEvents()
    return bare.grab, own.grab


def read(plain: Any) -> int:
    """What the floor reads of the live orders; gives how many there are."""
    for sql in BESIDE:
        plain.execute(sql).fetchall()
    return len(plain.execute(LIVING).fetchall())


def grow(shop: Shop, orders: int) -> None:
    """So many orders copied from two real ones: one in twenty is confirmed, the others were delivered and paid."""
    live, over = _taken(shop), _taken(shop)
    parcel = shop.dispatching.dispatch(over, carrier="Ravi", sure=True).parcel_id
    shop.dispatching.deliver(parcel, tenders=[Tender("cash")])
    raw = shop.db.raw
    names = {table: [row[1] for row in raw.execute(f"PRAGMA table_info({table})")] for table in COPIED}
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN IMMEDIATE")
    for n in range(orders - 2):
        _copy(raw, names, over if n % LIVE else live, n)
    raw.execute("COMMIT")
    shop.db.checkpoint()
    raw.execute("ANALYZE")


def _taken(shop: Shop) -> bytes:
    """A confirmed order of three things, for somebody who has not ordered before."""
    phone = f"98{len(shop.db.rows('SELECT id FROM customer')):08d}"
    who = shop.customers.add("Asha Kulkarni", phone, address="7 Lake View Road, Pune", pin_code="411004", state="27")
    order_id = shop.orders.begin(customer_id=who.id).id
    for number in range(3):
        shop.orders.enter(order_id, fill.ean(number))
    shop.orders.set(order_id, pay_by="cod")
    shop.orders.confirm(order_id, sure=True)
    return order_id


def _copy(raw: Any, names: dict[str, list[str]], order_id: bytes, n: int) -> None:
    """One order more, with all that hangs on it; an old one ended long ago."""
    sale, open_sale, order, new_sale = raw.execute(
        "SELECT coalesce(o.sale_id, p.sale_id), o.sale_id IS NOT NULL, randomblob(16), randomblob(16) FROM orders o "
        "LEFT JOIN parcel p ON p.order_id = o.id WHERE o.id = ?",
        (order_id,),
    ).fetchone()
    said = {"sale_id": f"x'{new_sale.hex()}'", "order_id": f"x'{order.hex()}'", "doc_id": f"x'{order.hex()}'"}
    for table in COPIED:
        own = {"orders": order_id, "parcel": order_id, "message": order_id}.get(table, sale)
        key = {"orders": "id", "sale": "id", "parcel": "order_id", "message": "doc_id"}.get(table, "sale_id")
        new = dict(said)
        if table == "orders":
            old = {} if open_sale else {"since": f"{n} * 60000", "sale_id": "NULL"}
            new |= {"id": said["order_id"], "number": f"'B1/2627/O{n:05d}'", "token": "randomblob(16)", **old}
        elif table == "sale":
            new |= {"id": said["sale_id"], "number": "NULL" if open_sale else f"'B1/2627/{n:06d}'"}
        elif "id" in names[table]:
            new["id"] = "randomblob(16)"
        if table == "message":
            new["key"] = f"hex(randomblob(8)) || '{n}'"
        columns = ", ".join(new.get(name, name) for name in names[table])
        raw.execute(f"INSERT INTO {table} SELECT {columns} FROM {table} WHERE {key} = ?", (own,))
