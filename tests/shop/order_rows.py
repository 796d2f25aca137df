"""Orders written row by row, for what rests on them but not on how they are taken: their money."""

from shoppos.base.ids import new_id
from shoppos.models.order import Order, Parcel
from shoppos.shop import Shop, sale_view

PHONE = "9812345678"


def an_order(shop: Shop, *lines: str, phone: str = PHONE, agreed: int = 0) -> bytes:
    """An order of these lines (as typed at the counter) for the customer of that number."""
    anil = shop.customers.by_phone(phone) or shop.customers.add("Anil Verma", phone)
    sale_id = new_id()
    for line in lines:
        shop.sales.enter(sale_id, line)
    shop.sales.set_customer(sale_id, customer_id=anil.id)
    order_id = new_id()
    with shop.db.transaction("order.taken") as tx:
        number, day = shop.tills.draw(tx, shop.db.clock.business_day(tx.at), "O")
        tx.insert(
            Order,
            {
                "id": order_id, "number": number, "till": shop.db.till, "channel": "phone", "way": "delivery",
                "state": "taken", "since": tx.at, "sale_id": sale_id, "customer_id": anil.id,
                "personal_id": anil.personal_id, "pay_by": "", "promised": None, "slot": "", "agreed": agreed,
                "backorder": 0, "language": "en", "note": "", "token": new_id(), "source": "", "outside_id": "",
                "business_date": day, "made_at": tx.at, "employee_id": shop.db.employee,
            },
        )  # fmt: skip
        shop.tills.show(tx, None)
    return order_id


def leaves(shop: Shop, order_id: bytes, *tenders, awb: str = "") -> bytes:
    """Everything of an order leaves with its bill, which what was paid before pays first; gives the bill's id."""
    with shop.db.transaction("order.dispatched") as tx:
        (sale_id,) = shop.db.row("SELECT sale_id FROM orders WHERE id = ?", (order_id,))
        header = sale_view.read_header(shop.db, sale_id)
        lines = sale_view.read_lines(shop.db, sale_id)
        used = min(shop.advances.left(order_id), shop.sales.view(sale_id).payable)
        shop.sales._complete(tx, sale_id, header, lines, tenders, fresh=False, advance=used)
        row = {"id": new_id(), "order_id": order_id, "no": 1, "sale_id": sale_id, "way": "courier", "awb": awb}
        tx.insert(
            Parcel,
            {
                **row,
                "courier": "",
                "weight": 0,
                "carrier": "",
                "cod": 0,
                "state": "out",
                "tries": 0,
                "out_at": tx.at,
                "ended_at": None,
            },
        )
        tx.change(Order, {"id": order_id}, {"sale_id": None, "state": "dispatched", "since": tx.at})
    return sale_id
