"""Orders from outside: each once, at the prices that were agreed; what does not do waits and blocks nothing."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.reports import outside
from shoppos.reports.audit import audit
from shoppos.rules.outside_order import told_of
from tests.shop.web_orders import ASHA, SOURCE, received, row, told


def lines(view):
    return [(line.code, line.quantity, line.amount, line.note) for line in view.sale.lines]


def waits(shop, outside_id="727"):
    state, _order, reason, _told = row(shop, outside_id)
    assert state == "waiting"
    return reason


def test_an_order_is_confirmed_at_once_at_the_prices_that_were_agreed(shop):
    view = received(shop)
    assert (view.state, view.channel, view.source, view.outside_id) == ("confirmed", "online", SOURCE, "727")
    assert lines(view) == [("1001", 2000, 29000, "Gift wrap"), ("1002", 5000, 4950, "")]
    assert (view.sale.shipping, view.payable, view.pay_by, view.note) == (4000, 38000, "cod", "Ring twice")
    assert (view.card.name, view.card.phone, view.card.address) == (
        "Asha Kulkarni", "9812345670", "7 Lake View Road, Pune",
    )  # fmt: skip
    assert (view.card.pin_code, view.card.state, view.card.email) == ("411004", "27", "asha@example.in")
    assert shop.stock.free(shop.catalogue.find_code("1001").product_id) == 48_000
    told_here = next(step for step in view.steps if step.kind == "outside")
    assert told_here.told["differs"] == [
        {"code": "1001", "agreed": 29000, "usual": 30000}, {"code": "1002", "agreed": 4950, "usual": 5000},
    ]  # fmt: skip
    assert "379.50" in told_here.said
    assert audit(shop.db, lambda _done, _all: None, 5).agrees


def test_the_same_order_twice_is_one(shop):
    assert shop.receiving.receive(SOURCE, told()) == "new"
    assert [shop.receiving.receive(SOURCE, told()) for _n in range(3)] == ["same"] * 3
    assert shop.receiving.receive("another", told()) == "new"
    assert shop.db.row("SELECT count(*) FROM orders")[0] == 2


def test_every_amount_comes_out_to_the_paisa(shop):
    for no, (amount, quantity) in enumerate([("100.01", 3), ("0.07", 7), ("999.99", 13), ("1.00", 3), ("0", 2)]):
        many = [{"sku": "1002", "quantity": quantity, "amount": amount}]
        view = received(shop, id=str(no), lines=many, shipping="0", total=None)
        assert view.sale.lines[0].amount == round(float(amount) * 100)


def test_a_product_that_is_priced_without_tax_is_sold_at_what_was_agreed_with_it(shop):
    many = [{"sku": "3001", "quantity": 1, "amount": "500.00"}]
    view = received(shop, lines=many, shipping="0", total="500.00")
    assert (view.payable, view.sale.lines[0].inclusive) == (50000, True)


def test_a_price_list_has_no_say_in_what_was_agreed(shop):
    everybody = shop.prices.add("Everybody")
    shop.prices.set(everybody, shop.catalogue.find_code("1002").product_id, 900)
    shop.prices.choose_for_all(everybody)
    view = received(shop, lines=[{"sku": "1002", "quantity": 5, "amount": "50.00"}], shipping="0", total="50.00")
    assert view.payable == 5000


def test_the_reason_ends_with_one_full_stop(shop):
    view = received(shop)
    shop.receiving.receive(SOURCE, told(state="cancelled", version="2026-05-03T11:00:00"))
    bodies = [row[0] for row in shop.db.rows("SELECT body FROM message WHERE doc_id = ?", (view.id,))]
    assert any("Cancelled in the web shop." in body for body in bodies)
    assert not any(".." in body for body in bodies)


def test_an_unknown_product_waits_and_blocks_nothing(shop):
    strange = [{"sku": "X-9", "name": "Rose Water", "quantity": 2, "amount": "80"}]
    assert shop.receiving.receive(SOURCE, told(lines=strange, shipping="0", total="80")) == "waiting"
    assert "Rose Water" in waits(shop)
    assert shop.receiving.receive(SOURCE, told(id="728")) == "new"
    assert shop.db.row("SELECT count(*) FROM orders")[0] == 1
    row_id = shop.receiving.find("727")
    with pytest.raises(Refused, match="Rose Water"):
        shop.receiving.take(row_id)
    shop.receiving.match(row_id, 1, shop.catalogue.find_code("1003").product_id)
    order_id = shop.receiving.take(row_id)
    assert lines(shop.orders.view(order_id)) == [("1003", 2000, 8000, "")]
    again = shop.receiving.receive(SOURCE, told(id="729", lines=strange, shipping="0", total="80"))
    assert again == "new"  # it was remembered


def test_a_product_is_known_by_code_then_barcode_then_name(shop):
    many = [
        {"barcode": "8901719101038", "quantity": 1, "amount": "10"},
        {"sku": "none", "name": "amul  BUTTER 100 g", "quantity": 1, "amount": "62"},
    ]
    view = received(shop, lines=many, shipping="0", total="72")
    assert [line.code for line in view.sale.lines] == ["1002", "1003"]


def test_what_is_oversold_waits_and_can_be_awaited_lowered_or_left(shop):
    many = [{"sku": "1003", "quantity": 40, "amount": "2480"}, {"sku": "1002", "quantity": 1, "amount": "10"}]
    for number in ("1", "2", "3"):
        assert shop.receiving.receive(SOURCE, told(id=number, lines=many, shipping="0", total="2490")) == "waiting"
    assert "Only 30 of Amul Butter 100 g" in waits(shop, "1")
    one, two, three = (shop.receiving.find(number) for number in ("1", "2", "3"))
    shop.receiving.lower(one, 1, 10_000)
    assert lines(shop.orders.view(shop.receiving.take(one)))[0] == ("1003", 10_000, 62000, "")
    shop.receiving.leave_line(two, 1)
    assert [line[0] for line in lines(shop.orders.view(shop.receiving.take(two)))] == ["1002"]
    view = shop.orders.view(shop.receiving.take(three, backorder=True))
    assert (view.state, view.backorder, view.stock[1].short) == ("confirmed", True, 20_000)
    with pytest.raises(Refused, match="taken already"):
        shop.receiving.take(three)


def test_the_last_piece_is_promised_to_one_of_two(shop):
    many = [{"sku": "1003", "quantity": 20, "amount": "1240"}]
    assert shop.receiving.receive(SOURCE, told(id="1", lines=many, shipping="0", total=None)) == "new"
    assert shop.receiving.receive(SOURCE, told(id="2", lines=many, shipping="0", total=None)) == "waiting"


def test_an_order_that_is_left_stays_left_and_its_source_may_be_told(shop):
    strange = {"lines": [{"sku": "X", "quantity": 1, "amount": "9"}], "total": None}
    shop.receiving.receive(SOURCE, told(**strange))
    row_id = shop.receiving.find("727")
    with pytest.raises(InvalidInput):
        shop.receiving.leave(row_id, " ")
    shop.receiving.leave(row_id, "Not ours", refuse=True)
    assert row(shop)[0] == "left"
    assert [news.state for news in shop.receiving.owed(SOURCE)] == ["cancelled"]
    shop.receiving.told(row_id, "cancelled/0")
    assert shop.receiving.owed(SOURCE) == []
    assert shop.receiving.receive(SOURCE, told(**strange, version="2026-06-03T10:00:00", note="Please!")) == "same"
    assert row(shop)[0] == "left"


def test_a_changed_order_is_changed_here_while_nothing_is_packed(shop):
    received(shop)
    fewer = [{"sku": "1001", "quantity": 1, "amount": "145"}, {"sku": "1003", "quantity": 1, "amount": "60"}]
    place = {"address": "9 Hill Road", "town": "Pune", "pin_code": "411005", "state": "MH"}
    view = received(shop, lines=fewer, address=place, total="245", version="2026-05-03T11:00:00", note="Ring once")
    assert lines(view) == [("1001", 1000, 14500, ""), ("1003", 1000, 6000, "")]
    assert (view.payable, view.card.address, view.note) == (24500, "9 Hill Road, Pune", "Ring once")
    assert shop.stock.free(shop.catalogue.find_code("1002").product_id) == 200_000
    assert audit(shop.db, lambda _done, _all: None, 5).agrees


def test_an_older_word_never_undoes_a_newer_one(shop):
    received(shop, version="2026-05-03T11:00:00", note="new")
    assert shop.receiving.receive(SOURCE, told(version="2026-05-03T10:00:00", note="old")) == "same"
    assert shop.orders.view(row(shop)[1]).note == "new"


def test_what_is_packed_is_changed_by_a_person_alone(shop):
    view = received(shop)
    shop.dispatching.pack_all(view.id)
    more = [{"sku": "1001", "quantity": 3, "amount": "435"}]
    changed = told(lines=more, total=None, version="2026-05-03T11:00:00")
    assert shop.receiving.receive(SOURCE, changed) == "waiting"
    assert "packed" in waits(shop)
    assert shop.orders.view(view.id).payable == 38000
    shop.receiving.take(shop.receiving.find("727"))
    now = shop.orders.view(view.id)
    assert (now.state, now.sale.lines[0].quantity) == ("confirmed", 3000)


def test_a_change_that_somebody_leaves_leaves_the_order_as_it_is(shop):
    view = received(shop)
    shop.dispatching.pack_all(view.id)
    shop.receiving.receive(SOURCE, told(note="Blue paper", version="2026-05-03T11:00:00"))
    shop.receiving.leave(shop.receiving.find("727"), "Too late", refuse=True)
    assert row(shop)[:2] == ("taken", view.id)
    assert shop.orders.view(view.id).state == "packed"
    assert [news.state for news in shop.receiving.owed(SOURCE)] == ["packed"]


def test_what_is_cancelled_there_is_cancelled_here_while_it_is_in_the_shop(shop):
    view = received(shop)
    assert shop.receiving.receive(SOURCE, told(state="cancelled", version="2026-05-03T11:00:00")) == "cancelled"
    assert shop.orders.view(view.id).state == "cancelled"
    assert shop.receiving.owed(SOURCE) == []  # it knows
    assert shop.stock.free(shop.catalogue.find_code("1001").product_id) == 50_000


def test_what_has_left_and_is_cancelled_there_waits_for_a_person(shop):
    view = received(shop)
    shop.dispatching.dispatch(view.id, courier="Delhivery", awb="123456789")
    assert shop.receiving.receive(SOURCE, told(state="cancelled", version="2026-05-03T11:00:00")) == "waiting"
    assert "dispatched" in waits(shop)
    assert shop.orders.view(view.id).state == "dispatched"


def test_an_order_that_was_never_paid_for_is_none(shop):
    for state in ("unpaid", "cancelled", "done"):
        assert shop.receiving.receive(SOURCE, told(state=state)) == "skipped"
    assert shop.db.row("SELECT count(*) FROM outside_order")[0] == 0


def test_a_customer_is_known_by_number_then_by_mail_and_keeps_their_addresses(shop):
    first = received(shop)
    second = received(shop, id="728", customer={"name": "A. K.", "email": "ASHA@example.in"})
    assert second.customer.id == first.customer.id
    assert second.personal_id == first.personal_id
    place = {"name": "Meera Joshi", "phone": "9876501234", "address": "3 Fort Road", "town": "Goa", "state": "IN-GA",
             "pin_code": "403001"}  # fmt: skip
    third = received(shop, id="729", address=place)
    assert (third.customer.id, third.card.name, third.card.phone) == (first.customer.id, "Meera Joshi", "9876501234")
    assert third.card.state == "30"
    assert received(shop, id="730", address=place).personal_id == third.personal_id
    assert len(shop.customers.addresses(first.customer.id)) == 1
    stranger = received(shop, id="731", customer={"name": "Ravi", "phone": "020-2612 3456"})
    assert (stranger.customer.name, stranger.customer.phone) == ("Ravi", "")


def test_what_is_written_down_is_what_its_source_is_told(shop):
    view = received(shop, state="new")
    (news,) = shop.receiving.owed(SOURCE)
    assert (news.outside_id, news.state, news.key) == ("727", "confirmed", "confirmed/0")
    shop.receiving.told(news.id, news.key)
    assert shop.receiving.owed(SOURCE) == []
    assert shop.receiving.receive(SOURCE, told(state="new")) == "same"
    shop.dispatching.dispatch(view.id, courier="Delhivery", awb="123456789")
    (news,) = shop.receiving.owed(SOURCE)
    assert (news.state, news.parcels[0].awb) == ("dispatched", "123456789")
    assert news.parcels[0].link == "https://www.delhivery.com/track/package/123456789"


def test_free_stock_is_on_hand_less_promised_and_never_below_nothing(shop):
    butter = shop.catalogue.find_code("1003").product_id
    assert shop.receiving.stock(SOURCE) == []
    shop.receiving.map(SOURCE, "BUTTER", butter)
    received(shop, lines=[{"sku": "BUTTER", "quantity": 4, "amount": "248"}], shipping="0", total=None)
    assert shop.receiving.stock(SOURCE) == [("BUTTER", 26)]
    shop.stock.move("1003", -29_000, "Broken in the fridge")
    assert shop.stock.free(butter) == -3_000
    assert shop.receiving.stock(SOURCE) == [("BUTTER", 0)]
    assert {free.sku for free in shop.receiving.stock("other", everything=True)} == {"1001", "1002", "1003", "2001"}
    shop.receiving.map(SOURCE, "BUTTER", None)
    assert shop.receiving.stock(SOURCE) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"lines": []}, "nothing on this order"),
        ({"lines": [{"sku": "1001", "quantity": 1, "amount": "5"}] * 10_000}, "10000 lines"),
        ({"lines": [{"sku": "1001", "quantity": "1e9"}]}, "quantity of line 1"),
        ({"lines": [{"sku": "1001", "quantity": 10**400}]}, "quantity of line 1"),
        ({"lines": [{"sku": "1001", "quantity": -1}]}, "quantity of line 1"),
        ({"lines": [{"sku": "1001", "quantity": True}]}, "quantity of line 1"),
        ({"lines": [{"sku": "1001", "amount": "NaN"}]}, "amount of line 1"),
        ({"lines": {"0": 1}}, "lines are no list"),
        ({"lines": ["1001"]}, "no object"),
        ({"lines": [{}]}, "neither code nor name"),
        ({"total": "9999"}, "add up to"),
        ({"currency": "USD"}, "USD"),
        ({"customer": []}, "customer"),
        ({"customer": {"name": {"a": 1}}}, "name cannot be read"),
        ({"customer": {}}, "name or number"),
        ({"address": {"state": "Utopia"}}, "no State"),
        ({"address": {"country": "NP"}}, "another country"),
        ({"address": {"address": "1 Road", "pin_code": "12"}}, "PIN code"),
        ({"address": {}}, "no address"),
        ({"shipping": "-1"}, "shipping"),
        ({"discount": "99999", "total": None}, "less than nothing"),
        ({"state": "lost"}, "no state"),
        ({"paid": [1]}, "paid"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_waits_with_a_sentence(shop, more, said):
    assert shop.receiving.receive(SOURCE, told(**more)) == "waiting"
    assert said in waits(shop)
    assert shop.receiving.waiting()[0].row.outside_id == "727"
    assert shop.db.row("SELECT count(*) FROM orders")[0] == 0
    shop.receiving.leave(shop.receiving.find("727"), "Nonsense")
    assert outside.how_many(shop.db) == 0


def test_control_characters_go_where_an_order_comes_in(shop):
    nasty = {"name": "Asha\x1b[31m \u202eKulkarni\x00", "phone": "98123\u200b45670"}
    view = received(shop, customer=nasty, note="\x1b@\x07Ring\r\ntwice")
    assert (view.card.name, view.note) == ("Asha[31m Kulkarni", "@Ring twice")


def test_an_order_without_an_id_is_refused():
    with pytest.raises(InvalidInput, match="no id"):
        told_of({**ASHA, "id": None})
    with pytest.raises(InvalidInput, match="object"):
        told_of([])


def test_what_never_came_is_not_found(shop):
    with pytest.raises(NotFound):
        shop.receiving.find("1")
    received(shop)
    with pytest.raises(Refused):
        shop.receiving.leave(shop.receiving.find("727"), "x")


def test_what_a_web_shop_said_of_somebody_is_forgotten_with_them(shop):
    view = received(shop, way="pickup")
    shop.dispatching.hand_over(view.id)
    shop.receiving.receive(SOURCE, told(id="728", currency="USD", note="Asha wants it blue"))
    shop.receiving.receive(SOURCE, told(id="729", lines=[{"sku": "X", "quantity": 1, "amount": "9"}], total=None))
    shop.privacy.erase(view.customer.id)
    kept = dict(shop.db.rows("SELECT outside_id, body FROM outside_order"))
    assert "Asha" not in kept["727"] + kept["728"] + kept["729"]
    assert shop.receiving.receive(SOURCE, told(version="2027-01-01T00:00:00", note="Asha again")) == "same"
    assert "Asha" not in shop.db.row("SELECT group_concat(body || reason) FROM outside_order")[0]


def test_what_was_delivered_and_is_refunded_there_waits_for_a_person(shop):
    view = received(shop, way="pickup")
    shop.dispatching.hand_over(view.id)
    assert (
        shop.receiving.receive(SOURCE, told(way="pickup", state="cancelled", version="2026-06-01T00:00:00"))
        == "waiting"
    )
    assert "delivered" in waits(shop)
    shop.receiving.leave(shop.receiving.find("727"), "Refunded by hand")
    assert shop.orders.view(view.id).state == "delivered"


def test_a_busy_disk_parks_no_order(shop, monkeypatch):
    def busy(*_args, **_more):
        raise Unavailable("The shop's file is busy.")

    monkeypatch.setattr(shop.orders, "begin", busy)
    with pytest.raises(Unavailable):
        shop.receiving.receive(SOURCE, told())
    assert outside.how_many(shop.db) == 0
    monkeypatch.undo()
    assert shop.receiving.receive(SOURCE, told()) == "new"
