"""Orders at the phone: taken from the first key on, changed, confirmed, put off, given up, and read back."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender

ANIL = "9812345678"


@pytest.fixture
def anil(shop: Shop) -> bytes:
    """A customer with an address in Pune."""
    card = shop.customers.add("Anil Kumar", ANIL, address="4 Lake View, Pune", pin_code="411001", state="27")
    return card.id


@pytest.fixture
def order(shop: Shop, anil: bytes) -> bytes:
    """An order of his with two things on it."""
    order_id = shop.orders.begin(phone=ANIL).id
    shop.orders.enter(order_id, "2*1001")
    shop.orders.enter(order_id, "1003")
    return order_id


def product(shop: Shop, code: str) -> bytes:
    return shop.catalogue.show(code).product_id


def test_an_order_is_in_the_books_from_the_first_key_on(shop: Shop, anil: bytes):
    view = shop.orders.begin(phone=ANIL)
    assert view.number == f"A1/{shop.orders.view(view.id).number.split('/')[1]}/O00001"
    assert (view.state, view.way, view.channel, view.next_act) == ("taken", "delivery", "phone", "confirm")
    assert view.customer.id == anil
    again = shop.orders.begin(phone=ANIL)
    assert again.id == view.id, "an order on which nothing stands is taken up again"
    assert shop.sales.on_screen().lines == ()
    assert shop.sales.held() == []


def test_the_same_key_begins_one_order(shop: Shop, anil: bytes):
    key = b"k" * 16
    first = shop.orders.begin(phone=ANIL, key=key)
    shop.orders.enter(first.id, "1001")
    assert shop.orders.begin(phone=ANIL, key=key).id == first.id == key
    assert shop.orders.begin(phone=ANIL).id != first.id


def test_nobody_is_asked_who_is_calling(shop: Shop):
    with pytest.raises(InvalidInput) as refused:
        shop.orders.begin()
    assert refused.value.field == "phone"


def test_somebody_new_needs_a_number_alone(shop: Shop):
    view = shop.orders.begin(phone="9898989898")
    assert (view.customer.phone, view.customer.name) == ("9898989898", "")
    view = shop.orders.address(view.id, "7 Hill Road, Mumbai", pin_code="400050", name="Zoya")
    assert (view.card.name, view.card.address, view.card.state) == ("Zoya", "7 Hill Road, Mumbai", "27")
    assert view.sale and view.sale.state == "27"


def test_lines_are_the_counters_own(shop: Shop, order: bytes):
    entered = shop.orders.enter(order, "3*1002")
    assert entered.line == 3
    assert [(line.code, line.quantity) for line in entered.view.sale.lines] == [
        ("1001", 2000), ("1003", 1000), ("1002", 3000),
    ]  # fmt: skip
    assert entered.view.payable == 2 * 150_00 + 62_00 + 3 * 10_00
    view = shop.orders.undo(order).view
    assert len(view.sale.lines) == 2
    assert shop.orders.set_quantity(order, 1, 5000).view.sale.lines[0].quantity == 5000
    assert shop.orders.change_quantity(order, 1, -1000).view.sale.lines[0].quantity == 4000
    assert shop.orders.set_price(order, 1, 140_00).view.sale.lines[0].price == 140_00
    assert shop.orders.set_line_note(order, 2, "unsalted").view.sale.lines[1].note == "unsalted"
    assert len(shop.orders.remove(order, 2).view.sale.lines) == 1
    hits = shop.orders.enter(order, "surf").hits
    assert [hit.code for hit in hits] == ["1001"]
    assert shop.orders.pick(order, "surf", hits[0].product_id).view.sale.lines[-1].code == "1001"
    assert shop.sales.on_screen().lines == (), "an order never gets on a till's screen"


def test_confirming_promises_the_goods(shop: Shop, order: bytes):
    view = shop.orders.confirm(order)
    assert (view.state, view.next_act, view.agreed) == ("confirmed", "pack", 362_00)
    assert shop.stock.reserved(product(shop, "1001")) == 2000
    assert shop.stock.free(product(shop, "1001")) == 48_000
    assert [step.kind for step in view.steps] == ["taken", "confirmed"]
    assert view.steps[0].by == "Meena"
    assert shop.orders.confirm(order).steps == view.steps, "twice is once"
    assert audit(shop.db, most=9).faults == ()


def test_a_change_of_a_confirmed_order_promises_anew(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    shop.orders.set_quantity(order, 1, 5000)
    assert shop.stock.reserved(product(shop, "1001")) == 5000
    shop.orders.remove(order, 2)
    assert shop.stock.reserved(product(shop, "1003")) == 0
    view = shop.orders.undo(order).view
    assert shop.stock.reserved(product(shop, "1003")) == 1000
    assert view.agreed == view.payable
    changed = [step.told["lines"] for step in view.steps if step.kind == "changed"]
    assert changed[0] == [{"line": 1, "code": "1001", "quantity": [2000, 5000]}]
    assert audit(shop.db, most=9).faults == ()


def test_a_cancelled_order_gives_everything_back(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    view = shop.orders.cancel(order, "Changed his mind")
    assert (view.state, view.acts, view.steps[-1].said) == ("cancelled", (), "Changed his mind")
    assert [line.code for line in view.sale.lines] == ["1001", "1003"], "what it would have been is still seen"
    assert shop.stock.reserved(product(shop, "1001")) == 0
    assert shop.orders.cancel(order, "again").steps == view.steps
    with pytest.raises(Refused):
        shop.orders.enter(order, "1001")
    assert audit(shop.db, most=9).faults == ()
