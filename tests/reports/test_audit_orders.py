"""The audit of orders: a promise, a step or a state that was changed behind the program's back is found and named."""

import pytest

from shoppos.reports.audit import audit, orders
from shoppos.shop import Shop
from tests.reports.test_audit import attack

FIRST = "(SELECT id FROM orders WHERE number LIKE '%/O00001')"

STRAY = (
    "INSERT INTO reservation (doc_id, line, product_id, quantity) "
    "SELECT zeroblob(16), 1, id, 7000 FROM product WHERE code = '1002'"
)


@pytest.fixture
def promised(shop: Shop) -> Shop:
    """A shop with a confirmed order, one that was given up, and one that is only begun."""
    shop.customers.add("Anil", "9812345678", address="4 Lake View, Pune", pin_code="411001", state="27")
    confirmed = shop.orders.begin(phone="9812345678").id
    shop.orders.enter(confirmed, "2*1001")
    shop.orders.enter(confirmed, "1003")
    shop.orders.confirm(confirmed)
    for key, cancel in ((b"a" * 16, True), (b"b" * 16, False)):
        other = shop.orders.begin(phone="9898989898", key=key).id
        shop.orders.enter(other, "5*1002")
        if cancel:
            shop.orders.confirm(other, sure=True)
            shop.orders.cancel(other, "too dear")
    assert audit(shop.db).faults == ()
    return shop


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE reservation SET quantity = 1000 WHERE line = 1", "reservation"),
        ("DELETE FROM reservation WHERE line = 1", "reservation"),
        (f"UPDATE orders SET promised = 20990101 WHERE id = {FIRST}", "promised"),
        (f"UPDATE orders SET agreed = agreed - 100 WHERE id = {FIRST}", "agreed"),
        (f"DELETE FROM order_step WHERE order_id = {FIRST} AND kind = 'confirmed'", "order_step"),
        (f"UPDATE order_step SET kind = 'delayed' WHERE order_id = {FIRST} AND kind = 'confirmed'", "kind"),
    ],
)
def test_an_order_changed_by_hand_is_found(promised: Shop, statement: str, said: str) -> None:
    attack(promised, statement)
    every = [fault.sentence for fault in audit(promised.db, most=20).faults]
    assert any(said in sentence for sentence in every), every


class TestEachCheck:
    """The checks of the sums themselves, which find what was changed together with its journal."""

    def faults(self, shop: Shop, check: str) -> list[str]:
        return [fault.sentence for fault in getattr(orders, check)(shop.db)]

    @pytest.mark.parametrize(
        ("statement", "check", "said"),
        [
            ("UPDATE reservation SET quantity = 1000 WHERE line = 1", "promises",
             "O00001 was promised of item 1001 does not add up: quantity is 1, it should be 2."),
            ("DELETE FROM reservation WHERE line = 2", "promises",
             "O00001 was promised of item 1003 does not add up: quantity is 0, it should be 1."),
            (STRAY, "strays",
             "What is promised of item 1002 to no open order does not add up: quantity is 7, it should be 0."),
            ("UPDATE orders SET state = 'delivered', sale_id = NULL WHERE number LIKE '%/O00001'", "strays",
             "What is promised of item 1001 to no open order"),
            ("UPDATE orders SET state = 'delivered' WHERE number LIKE '%/O00002'", "states",
             'O00002 does not add up: state is "delivered", it should be "cancelled".'),
            ("UPDATE orders SET state = 'dispatched' WHERE number LIKE '%/O00001'", "states",
             "O00001 holds goods, but its sale is open."),
            ("UPDATE sale SET state = 'void' WHERE id = (SELECT sale_id FROM orders WHERE number LIKE '%/O00003')",
             "states", "O00003 holds goods, but its sale is void."),
        ],
    )  # fmt: skip
    def test_finds_what_it_is_for(self, promised: Shop, statement: str, check: str, said: str) -> None:
        assert self.faults(promised, check) == []
        attack(promised, statement)
        found = self.faults(promised, check)
        assert any(said in sentence for sentence in found), found
