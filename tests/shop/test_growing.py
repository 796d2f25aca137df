"""A shop of many years is as quick as a new one: what orders ask for is found by indexes, and held in short acts."""

import contextlib
import time

import pytest

from shoppos.reports import outside, reading
from shoppos.reports.orders import board
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.message_routes import routes
from shoppos.shop.payments import Tender
from shoppos.shop.published import GONE, LIVING
from tests.plans import overheard, read_whole
from tests.shop.order_taking import confirmed


@pytest.fixture
def taken(shop: Shop) -> bytes:
    """A confirmed order of which two QRs were shown."""
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.qr(order, 100_00)
    return order


def references(shop: Shop, order: bytes, *amounts: int) -> list[str]:
    return [shop.advances.qr(order, amount).reference for amount in amounts]


def test_a_payment_finds_what_it_is_for_by_indexes(shop: Shop, taken, monkeypatch):
    reference, other = references(shop, taken, 20_00, 30_00)
    with overheard(shop, monkeypatch) as asked:
        learned = shop.bank.learn([Credit(20_00, "412345678901", reference=reference), Credit(9_00, said="RENT")])
        assert len(learned.matched) == 1
        (rent,) = shop.bank.open()
        shop.bank.suggestions(rent.id)
        shop.bank.learn([Credit(30_00, key="pay_1", reference=other)])
        shop.bank.again()
    assert sum("FROM upi_attempt" in sql for sql, _values in asked) > 3
    assert read_whole(shop, asked, "parcel_door") == []


def test_what_came_in_is_looked_for_before_the_file_is_held_and_written_in_short_acts(shop: Shop, taken, monkeypatch):
    came = [Credit(100 + n, f"4123456{n:05}", reference=one) for n, one in
            enumerate(references(shop, taken, *range(100, 140)))]  # fmt: skip
    acts, one_act = list[int](), shop.db.transaction

    @contextlib.contextmanager
    def counted(kind: str):
        before = len(shop.bank.open()) + shop.db.row("SELECT count(*) FROM bank_credit")[0]
        with one_act(kind) as tx:
            yield tx
        acts.append(shop.db.row("SELECT count(*) FROM bank_credit")[0] - before)

    monkeypatch.setattr(shop.db, "transaction", counted)
    monkeypatch.setattr("shoppos.shop.bank.HELD", 0.0)
    heard = list[tuple[int, int]]()
    learned = shop.bank.learn(came, "file", lambda done, of: not heard.append((done, of)))
    assert (learned.new, len(learned.matched), len(learned.ids)) == (40, 40, 40)
    assert acts == [1] * 40, "an act whose time is over leaves the rest to the next"
    assert heard == [(n + 1, 40) for n in range(40)]


def test_a_claim_that_another_till_has_settled_meanwhile_is_not_paid_again(shop: Shop, taken, monkeypatch):
    (reference,) = references(shop, taken, 20_00)
    one_act, once = shop.db.transaction, [True]

    @contextlib.contextmanager
    def late(kind: str):
        if once.pop() if once else False:
            shop.bank.learn([Credit(20_00, "412345678901", reference=reference)])
        with one_act(kind) as tx:
            yield tx

    monkeypatch.setattr(shop.db, "transaction", late)
    learned = shop.bank.learn([Credit(20_00, "412345678902", reference=reference)])
    assert (learned.new, learned.matched, learned.open) == (1, (), 1)
    assert shop.advances.left(taken) == 20_00


def test_a_message_is_owed_and_a_chat_is_heard_by_indexes(shop: Shop, taken, monkeypatch):
    with overheard(shop, monkeypatch) as asked:
        with shop.db.transaction("order.packed") as tx:
            shop.messages.owe(tx, "packed", taken)
        shop.messages.written("telegram", [("7001", "b:1", "hello", "A"), ("7001", "b:2", "/start x", "A")], ("b", 2))
    assert sum("FROM message" in sql for sql, _values in asked) > 4
    assert read_whole(shop, asked) == []


def test_a_parcel_whose_name_holds_a_sign_of_like_is_its_own(shop: Shop, taken):
    with shop.db.transaction("order.changed") as tx:
        first = shop.messages.owe(tx, "payment", taken, {"amount": 100, "once": "a1"})
        second = shop.messages.owe(tx, "payment", taken, {"amount": 100, "once": "a_"})
    assert first != second


def test_the_board_reads_no_table_and_asks_as_often_for_many_orders_as_for_one(shop: Shop, taken, monkeypatch):
    def asked_by_the_board() -> int:
        with overheard(shop, monkeypatch) as asked:
            board(shop.db)
        assert read_whole(shop, asked, "parcel_door", "orders_live") == []
        return len(asked)

    one = asked_by_the_board()
    for n in range(4):
        order = confirmed(shop, "1001", phone=f"98123456{n:02}")
        customer = shop.db.row("SELECT customer_id FROM orders WHERE id = ?", (order,))[0]
        shop.messages.heard(customer, "whatsapp", "When?")
    assert board(shop.db).waiting == 4
    assert asked_by_the_board() == one


def test_free_stock_is_told_by_one_question(shop: Shop, taken, monkeypatch):
    with overheard(shop, monkeypatch) as asked:
        told = {one.sku: one.pieces for one in outside.stock(shop.db, "web", everything=True)}
    assert sum("FROM product" in sql for sql, _values in asked) == 1
    free = {row[0]: row[1] // 1000 for row in shop.db.rows(
        "SELECT p.code, k.on_hand - coalesce((SELECT sum(quantity) FROM reservation WHERE product_id = p.id), 0) "
        "FROM product p JOIN stock k ON k.product_id = p.id")}  # fmt: skip
    assert told == free
    assert any(row[0] for row in shop.db.rows("SELECT quantity FROM reservation"))


def test_pages_are_looked_through_by_the_state_of_their_orders(shop: Shop, taken):
    asked = [(LIVING, (0,)), (GONE, (0,))]
    assert read_whole(shop, asked, "orders_live") == []
    plan = [row[3] for row in shop.db.rows(f"EXPLAIN QUERY PLAN {LIVING}", (0,))]
    assert any("orders_live" in one for one in plan), plan
    assert any("orders_since (state=? AND since>?)" in one for one in plan), plan


def test_a_payment_keeps_the_name_its_service_gave_it_when_the_utr_is_told_later(shop: Shop, taken):
    (reference,) = references(shop, taken, 20_00)
    assert len(shop.bank.learn([Credit(20_00, key="pay_A", reference=reference)]).matched) == 1
    later = shop.bank.learn([Credit(20_00, "412345678901", key="pay_A", reference=reference)])
    assert (later.new, later.known, later.odd, shop.bank.open()) == (0, 1, (), [])
    assert shop.bank.arrived("412345678901", 20_00).known == 1
    assert shop.db.rows("SELECT key, utr FROM bank_credit") == [("pay_A", "412345678901")]


def test_a_utr_that_stands_for_two_payments_is_told_to_a_person(shop: Shop):
    shop.bank.learn([Credit(20_00, key="pay_A")])
    shop.bank.arrived("412345678901", 20_00)
    (said,) = shop.bank.learn([Credit(20_00, "412345678901", key="pay_A")]).odd
    assert "stands for another payment" in said
    assert len(shop.bank.open()) == 2


def test_a_utr_that_a_person_typed_does_not_make_the_file_new(shop: Shop, taken):
    told = [Credit(300_00, said="BY TRANSFER ANIL")]
    (came,) = shop.bank.learn(told, "file").ids
    shop.bank.match(came, taken, utr="412345678901")
    again = shop.bank.learn(told, "file")
    assert (again.new, again.known) == (0, 1)


def test_dues_that_the_bank_told_of_count_in_the_reading_of_the_till_that_learned_it(shop: Shop):
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    anil = shop.customers.by_phone("9812345678").id
    shop.tills.add("A2")
    (came,) = shop.bank.learn([Credit(100_00, "412345678901")]).ids
    shop.bank.match(came, anil)
    time.sleep(0.002)
    shop.tills.use("A2")
    shop.customers.pay(anil, 20_00)
    day = shop.db.clock.business_day(shop.db.clock.ms())
    assert [reading.read(shop.db, till, day).khata_received for till in ("A1", "A2")] == [100_00, 20_00]


def test_where_a_customer_wrote_last_is_found_among_what_was_said(shop: Shop, taken, monkeypatch):
    (customer,) = shop.db.row("SELECT customer_id FROM orders WHERE id = ?", (taken,))
    with overheard(shop, monkeypatch) as asked:
        routes(shop.db, customer, "packed")
    plans = [
        "; ".join(row[3] for row in shop.db.rows(f"EXPLAIN QUERY PLAN {sql}", values))
        for sql, values in asked
        if "FROM message " in sql
    ]
    assert len(plans) == 2
    assert all("message_talk (customer_id=?" in plan for plan in plans), plans
