"""Orders taken and confirmed by the shop's own departments, for the tests of what becomes of them."""

from shoppos.base.errors import Doubtful
from shoppos.shop import Shop

PHONE = "9812345670"
ADDRESS = "7 Lake View Road, Pune"


def confirmed(
    shop: Shop, *lines: str, way: str = "delivery", pay_by: str = "cod", phone: str = PHONE, address: str = ADDRESS,
    shipping: int = 0, **more: object,
) -> bytes:  # fmt: skip
    """A confirmed order of these lines (as typed at the counter); gives its id."""
    customer = shop.customers.by_phone(phone) or shop.customers.add(
        "Asha Kulkarni", phone, address=address, pin_code="411004", state="27"
    )
    order_id = shop.orders.begin(customer_id=customer.id, way=way).id
    for line in lines:
        shop.orders.enter(order_id, line)
    shop.orders.set(order_id, pay_by=pay_by, shipping=shipping, **more)
    try:
        shop.orders.confirm(order_id)
    except Doubtful:
        shop.orders.confirm(order_id, sure=True)
    return order_id
