"""Orders at the phone: taken from the first key on, changed, confirmed, given up, and read back."""

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.journal import body_of
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.shop.order_taken import ANIL, product


def test_an_order_is_in_the_books_from_the_first_key_on(shop: Shop, anil: bytes):
    view = shop.orders.begin(phone=ANIL)
    assert view.number == f"A1/{shop.orders.view(view.id).number.split('/')[1]}/O00001"
    assert (view.state, view.way, view.channel, view.next_act) == ("taken", "delivery", "phone", "confirm")
    assert view.customer.id == anil
    again = shop.orders.begin(phone=ANIL)
    assert again.id == view.id, "an order on which nothing stands is taken up again"
    fetched = shop.orders.begin(phone=ANIL, way="pickup")
    assert (fetched.id, fetched.way) == (view.id, "pickup")
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
    assert view.sale.state == "27"


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


def test_the_counter_keeps_its_hands_off_an_orders_goods(shop: Shop, order: bytes):
    sale = shop.orders.view(order).sale.id
    with pytest.raises(Refused, match="O00001"):
        shop.sales.recall(sale)
    with pytest.raises(Refused, match="O00001"):
        shop.sales.checkout(sale, [Tender("cash")])
    with pytest.raises(Refused, match="O00001"):
        shop.sales.abandon(sale)
    assert shop.orders.view(order).state == "taken"


def test_what_is_promised_to_one_is_not_free_for_the_next(shop: Shop, order: bytes):
    shop.orders.set_quantity(order, 1, 45_000)
    shop.orders.confirm(order)
    other = shop.orders.begin(phone="9898989898").id
    view = shop.orders.enter(other, "6*1001").view
    assert view.stock[1] == (5000, 45_000, 50_000, 1000)
    assert "Only 5 of Surf Excel 1 kg are free; 45 promised to other orders." in view.warnings
    with pytest.raises(Refused, match="Only 5 of Surf Excel 1 kg are free; 6 asked for"):
        shop.orders.confirm(other, sure=True)
    assert shop.orders.view(other).state == "taken"
    assert shop.stock.reserved(product(shop, "1001")) == 45_000
    view = shop.orders.set_quantity(other, 1, 5000).view
    assert view.stock[1].short == 0
    assert shop.orders.confirm(other, sure=True).state == "confirmed"
    mine = shop.orders.view(order)
    assert mine.stock[1] == (45_000, 5000, 50_000, 0), "what is promised to an order is free for it"
    with pytest.raises(Refused, match="Only 45 of"):
        shop.orders.change_quantity(order, 1, 1000)
    assert shop.orders.view(order).sale.lines[0].quantity == 45_000, "what is refused changes nothing"


def test_one_that_is_free_is_spoken_of_as_one(shop: Shop, order: bytes):
    shop.orders.set_quantity(order, 1, 49_000)
    shop.orders.confirm(order)
    other = shop.orders.begin(phone="9898989898").id
    view = shop.orders.enter(other, "2*1001").view
    assert "Only 1 of Surf Excel 1 kg is free; 49 promised to other orders." in view.warnings
    with pytest.raises(Refused, match="Only 1 of Surf Excel 1 kg is free; 2 asked for"):
        shop.orders.confirm(other, sure=True)


def test_who_waits_may_order_what_is_not_there(shop: Shop, order: bytes):
    shop.orders.set_quantity(order, 2, 40_000)
    with pytest.raises(Refused, match="Only 30 of Amul"):
        shop.orders.confirm(order)
    view = shop.orders.set(order, backorder=True)
    assert view.backorder
    shop.orders.confirm(order)
    assert shop.stock.free(product(shop, "1003")) == -10_000
    with pytest.raises(Refused):
        shop.orders.set(order, backorder=False)
    assert "Something of it is not here yet; we deliver when it has come." in shop.orders.read_back(order)
    shop.orders.set_quantity(order, 2, 30_000)
    assert not shop.orders.set(order, backorder=False).backorder
    assert audit(shop.db, most=9).faults == ()


def test_packs_are_promised_by_their_parts(shop: Shop, order: bytes):
    pack = shop.catalogue.add(ProductForm("P6", "Six of butter", 360_00, rate=500))
    shop.packs.set_parts(pack, {product(shop, "1003"): 6000})
    view = shop.orders.enter(order, "5*P6").view
    assert view.stock[3] == (5000, 0, 5000, 1000), "one piece of the butter is on a line of its own"
    with pytest.raises(Refused, match="Six of butter"):
        shop.orders.confirm(order)
    view = shop.orders.set_quantity(order, 3, 4000).view
    assert view.stock[3].short == 0
    shop.orders.confirm(order)
    assert shop.stock.reserved(product(shop, "1003")) == 25_000
    assert shop.stock.free(pack) == 0
    shop.orders.cancel(order, "no")
    assert shop.stock.reserved(product(shop, "1003")) == 0


def test_what_is_not_counted_is_promised_without_a_question(shop: Shop, order: bytes):
    view = shop.orders.enter(order, "9*3001").view
    assert view.stock[3] == (None, 0, None, 0)
    assert shop.orders.confirm(order).state == "confirmed"


# -- money and rights


def test_what_was_paid_goes_back_the_way_that_is_named(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    shop.advances.take(order, Tender("cash", 100_00))
    view = shop.orders.view(order)
    assert (view.payable, view.paid, view.due, view.payment) == (362_00, 100_00, 262_00, "part paid")
    shop.orders.cancel(order, "Too late", refund_way="cash")
    assert [row[:2] for row in shop.db.rows("SELECT amount, method FROM advance ORDER BY id")] == [
        (100_00, "cash"), (-100_00, "cash"),
    ]  # fmt: skip
    assert shop.orders.view(order).payment == "refunded"
    assert audit(shop.db, most=9).faults == ()


def test_what_was_paid_stays_as_credit_where_no_way_is_named(shop: Shop, anil: bytes, order: bytes):
    shop.orders.confirm(order)
    shop.advances.take(order, Tender("cash", 100_00))
    shop.orders.cancel(order, "Too late")
    assert shop.customers.get(anil).owes == -100_00
    shop.orders.cancel(order, "Too late")
    assert shop.customers.get(anil).owes == -100_00, "twice is once"
    assert audit(shop.db, most=9).faults == ()


@pytest.fixture
def guarded(shop: Shop, order: bytes) -> Shop:
    """The same shop with a cashier at the till, and an owner who has a PIN."""
    shop.orders.confirm(order)
    shop.staff.set_pin("Meena", "4321")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    return shop


def test_an_agreed_price_is_changed_only_with_a_managers_yes(guarded: Shop, order: bytes):
    shop = guarded
    assert shop.orders.set_quantity(order, 1, 3000).view.sale.lines[0].quantity == 3000, "more of it needs nobody"
    for act in (
        lambda: shop.orders.set_price(order, 1, 1_00),
        lambda: shop.orders.discount_line(order, 1, rate=5000),
        lambda: shop.orders.discount_bill(order, amount=50_00),
        lambda: shop.orders.enter(order, "=1"),
        lambda: shop.orders.set(order, shipping=90_00),
    ):
        with pytest.raises(NeedsApproval) as asked:
            act()
        assert asked.value.act == "order.price"
    with pytest.raises(NeedsApproval) as asked:
        shop.orders.set_price(order, 1, 140_00)
    shop.staff.approve("order.price", asked.value.doc_id, "4321")
    assert shop.orders.set_price(order, 1, 140_00).view.sale.lines[0].price == 140_00
    with pytest.raises(NeedsApproval):
        shop.orders.set_price(order, 1, 130_00)


def test_who_may_cancel_what_is_confirmed_is_the_shops_choice(guarded: Shop, order: bytes):
    shop = guarded
    shop.staff.sign_in("Meena", "4321")
    shop.settings.set("rights", {"order.cancel": "manager"})
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as asked:
        shop.orders.cancel(order, "no")
    shop.staff.approve("order.cancel", asked.value.doc_id, "4321")
    assert shop.orders.cancel(order, "no").state == "cancelled"


def test_a_draft_may_be_changed_and_given_up_by_anybody(shop: Shop, order: bytes):
    shop.staff.set_pin("Meena", "4321")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    shop.orders.set_price(order, 1, 1_00)
    assert shop.orders.cancel(order, "no").state == "cancelled"


# -- finding, and what cannot be


def test_an_order_is_found_by_its_number_and_its_last_digits(shop: Shop, order: bytes):
    number = shop.orders.view(order).number
    for typed in (number, number.lower(), "1", "O00001", "o1", "१"):
        assert shop.orders.find(typed) == order
    for typed in ("2", "", "A1/2627/000001", "'; --"):
        with pytest.raises(NotFound):
            shop.orders.find(typed)


def test_an_empty_order_can_be_forgotten_and_no_other(shop: Shop, order: bytes):
    empty = shop.orders.begin(phone="9898989898").id
    shop.orders.give_up(empty)
    shop.orders.give_up(empty)
    assert shop.orders.view(empty).state == "cancelled"
    with pytest.raises(Refused, match="Something stands on order"):
        shop.orders.give_up(order)
    with pytest.raises(InvalidInput):
        shop.orders.cancel(order, "")
    with pytest.raises(NotFound):
        shop.orders.view(b"x" * 16)


def test_the_last_goods_of_a_confirmed_order_are_not_taken_off(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    shop.orders.remove(order, 1)
    with pytest.raises(Refused, match="Nothing would be left"):
        shop.orders.remove(order, 2)
    assert len(shop.orders.view(order).sale.lines) == 1


def test_a_packed_order_is_opened_by_other_goods_and_not_by_another_day(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    shop.dispatching.pack_all(order)
    assert shop.orders.set(order, promised=20991231, note="Ring twice").state == "packed"
    assert shop.orders.view(order).steps[-1].told["set"] == ["note", "promised"]
    assert shop.orders.enter(order, "1002").view.state == "confirmed"
    assert shop.db.row("SELECT count(*) FROM packed_line") == (0,)
    assert shop.orders.view(order).steps[-1].told["lines"] == [
        {"line": 3, "code": "1002", "quantity": [None, 1000], "price": [None, 10_00], "disc_rate": [None, 0],
         "disc_amount": [None, 0]},
    ]  # fmt: skip


def test_the_read_back_speaks_the_orders_language(shop: Shop, order: bytes):
    shop.orders.set(order, pay_by="cod")
    told = shop.orders.read_back(order)
    assert told[0] == "Order for Anil Kumar, phone ending in 5678."
    assert told[2:4] == ("2 × Surf Excel 1 kg at ₹150.00, ₹300.00", "1 × Amul Butter 100 g, ₹62.00")
    assert told[-3:] == (told[-3], "You pay when it comes.", "Is all of that right?")
    shop.orders.set(order, language="hi")
    assert any("सर्फ एक्सेल" in sentence for sentence in shop.orders.read_back(order))


def test_nothing_personal_of_an_order_enters_the_journal(shop: Shop, order: bytes):
    shop.orders.set(order, note="Ask for Lakshmi at the gate")
    shop.orders.confirm(order)
    shop.orders.cancel(order, "Lakshmi is ill")
    bodies = b"".join(body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    assert b"O00001" in bodies
    for personal in (b"Lakshmi", b"Lake View", ANIL.encode()):
        assert personal not in bodies


def test_the_rest_of_an_order_of_which_some_left_can_be_given_up(shop: Shop, order: bytes):
    shop.orders.set(order, pay_by="cod")
    shop.orders.confirm(order)
    shop.advances.take(order, Tender("cash", 50_00))
    shop.dispatching.pack_all(order)
    sent = shop.dispatching.dispatch(order, lines={2: 1000}, courier="India Post", awb="EE123456785IN")
    assert (shop.orders.view(order).state, shop.stock.reserved(product(shop, "1001"))) == ("confirmed", 2000)
    view = shop.orders.cancel(order, "The rest is not wanted", refund_way="cash")
    assert (view.state, view.payable) == ("dispatched", 62_00)
    assert shop.stock.reserved(product(shop, "1001")) == 0
    assert shop.stock.on_hand(product(shop, "1001")) == 50_000
    shop.dispatching.deliver(sent.parcel_id, tenders=[Tender("cash")])
    view = shop.orders.view(order)
    assert (view.state, view.payment, view.due) == ("delivered", "paid", 0)
    assert audit(shop.db, most=9).faults == ()


def test_what_was_typed_is_there_after_the_program_was_killed(shop: Shop, order: bytes):
    shop.orders.set(order, note="Ring twice", promised=20991231, slot="10-12")
    again = Shop.open(shop.db.path.parent)  # beside the first, which never got to close
    view = again.orders.view(order)
    assert [(line.code, line.quantity) for line in view.sale.lines] == [("1001", 2000), ("1003", 1000)]
    assert (view.note, view.promised, view.slot, view.state) == ("Ring twice", 20991231, "10-12", "taken")
    assert len(again.orders.undo(order).view.sale.lines) == 1, "even the last step can be taken back"
    assert again.sales.on_screen().lines == ()
    again.close()


def test_two_tills_that_take_the_last_piece_get_one_yes(shop: Shop, order: bytes):
    shop.orders.set_quantity(order, 2, 30_000)
    other = shop.orders.begin(phone="9898989898").id
    shop.orders.enter(other, "1003")
    second = Shop.open(shop.db.path.parent)
    second.orders.confirm(other, sure=True)
    with pytest.raises(Refused, match="Only 29 of Amul Butter"):
        shop.orders.confirm(order)
    second.close()
    assert shop.stock.reserved(product(shop, "1003")) == 1000
