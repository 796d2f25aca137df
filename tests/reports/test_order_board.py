"""The board: every order in its column, found by what one has of it, and no slower for what is over."""

import pytest

from shoppos.base.ids import new_id
from shoppos.models.message import Message
from shoppos.reports.orders import Filters, board
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.counted import counted
from tests.shop.order_taking import confirmed

SOME = 1000
"""Orders on the board's shop; three times as many more are over."""
STEPS = 50
"""Of SQLite's own machine, for each order that is over and was paid at its door: some thirty."""
MOST_QUESTIONS = 20
"""That the board asks of the file, however many orders there are."""


def keys(shop: Shop, **asked) -> dict[str, list[str]]:
    """The numbers on the board by their column, without the shop's part of them."""
    found = board(shop.db, Filters(**asked))
    return {column.key: [row.number[-3:] for row in column.rows] for column in found.columns if column.rows}


@pytest.fixture
def day(shop: Shop) -> dict[str, bytes]:
    """A day's orders: a draft, one confirmed, one packed, one out, one delivered and paid, one delivered unpaid."""
    d = shop.dispatching
    draft = shop.orders.begin(phone="9845012345").id
    shop.orders.enter(draft, "2*1001")
    new = confirmed(shop, "1001", phone="9812345671")
    packed = confirmed(shop, "2*1002", phone="9812345672", way="pickup", pay_by="cash")
    d.pack_all(packed)
    out = confirmed(shop, "1003", phone="9812345673")
    d.dispatch(out, courier="Delhivery", awb="14908 11234567")
    paid = confirmed(shop, "1003", phone="9812345674")
    d.deliver(d.dispatch(paid, carrier="Ravi").parcel_id, tenders=[Tender("cash")])
    unpaid = confirmed(shop, "1003", phone="9812345675")
    d.deliver(d.dispatch(unpaid, carrier="Ravi").parcel_id)
    return {"draft": draft, "new": new, "packed": packed, "out": out, "paid": paid, "unpaid": unpaid}


def test_every_order_stands_in_its_column(shop: Shop, day):
    assert keys(shop) == {
        "new": ["002", "001"], "packed": ["003"], "out": ["004"], "delivered": ["005"], "unpaid": ["006"],
    }  # fmt: skip


def test_a_row_says_goods_money_and_messages_each_by_a_word_of_its_own(shop: Shop, day):
    rows = {row.order_id: row for row in board(shop.db).rows}
    new, out, paid, unpaid = (rows[day[key]] for key in ("new", "out", "paid", "unpaid"))
    assert (new.state, new.payment, new.message) == ("confirmed", "cod", "owed")
    assert (new.customer, new.ending, new.town) == ("Asha Kulkarni", "5671", "Pune 411004")
    assert (out.state, out.due, out.parcels[0].awb) == ("dispatched", 62_00, "1490811234567")
    assert (paid.payable, paid.paid, paid.due, paid.payment) == (62_00, 62_00, 0, "paid")
    assert (unpaid.due, unpaid.payment, unpaid.items) == (62_00, "cod", 1)
    assert rows[day["packed"]].packed == 100
    assert rows[day["draft"]].payable == 300_00


@pytest.mark.parametrize(
    ("text", "found"),
    [("O00004", "004"), ("4", "004"), ("1490811234567", "004"), ("12345675", "006"), ("A1/2627/000001", "004")],
)
def test_an_order_is_found_by_what_one_has_of_it(shop: Shop, day, text, found):
    assert found in [number for numbers in keys(shop, text=text).values() for number in numbers]


def test_a_name_finds_every_order_of_it_and_a_sign_of_sql_finds_none(shop: Shop, day):
    assert sum(map(len, keys(shop, text="kulkarni").values())) == 5
    assert keys(shop, text="%") == {}
    assert keys(shop, text="_") == {}


def test_filters_keep_what_they_name(shop: Shop, day):
    assert keys(shop, way="pickup") == {"packed": ["003"]}
    assert keys(shop, channel="online") == {}
    shop.orders.delay(day["new"], 20991231, "", "rain")
    assert keys(shop, day=20991231) == {"new": ["002"]}


def test_what_was_promised_for_a_day_that_is_over_is_late(shop: Shop, day, monkeypatch):
    assert board(shop.db).late == 0
    later = shop.db.clock.ms() + 3 * 86_400_000
    monkeypatch.setattr(shop.db.clock, "ms", lambda: later)
    found = board(shop.db, Filters(late=True))
    assert {row.order_id for row in found.rows} == {day["new"], day["packed"], day["out"]}
    assert found.late == 3
    assert found.rows[0].age_minutes == 3 * 24 * 60
    assert keys(shop)["unpaid"] == ["006"], "money due at the door stays in sight, however old"
    assert "delivered" not in keys(shop)


def asks(shop: Shop, customer: bytes) -> None:
    """A customer writes to the shop."""
    row = {
        "customer_id": customer, "doc_id": None, "way": "in", "step": "said", "channel": "sms", "language": "en",
        "key": "", "address": "", "subject": "", "body": "Where is it?", "attach": "", "reference": "",
        "state": "got", "by_hand": 0, "tries": 0, "next_at": 0, "error": "", "made_at": shop.db.clock.ms(),
        "done_at": None, "employee_id": shop.db.employee,
    }  # fmt: skip
    with shop.db.transaction("message.got") as tx:
        tx.insert(Message, {"id": new_id(), **row})


def test_a_customer_who_waits_for_a_reply_is_told_on_every_order(shop: Shop, day):
    (customer,) = shop.db.row("SELECT customer_id FROM orders WHERE id = ?", (day["out"],))
    asks(shop, customer)
    assert [one.order_id for one in board(shop.db, Filters(waiting=True)).rows] == [day["out"]]
    shop.messages.note_call(customer, "It comes at six")
    assert board(shop.db).waiting == 0


def test_who_waits_is_known_by_every_card_of_theirs(shop: Shop, day):
    (customer,) = shop.db.row("SELECT customer_id FROM orders WHERE id = ?", (day["out"],))
    kept = shop.customers.add("Asha K.", "9800000001").id
    shop.merging.merge(kept, customer)
    asks(shop, kept)
    assert [one.order_id for one in board(shop.db, Filters(waiting=True)).rows] == [day["out"]]


def many(shop: Shop, numbers: range, *, all_over: bool = False) -> None:
    """Orders of these numbers, most of them delivered long ago and one in twenty living, copied from real ones.

    One in fifty of those delivered is not paid; where it is `all_over`, every one was delivered and paid.
    """
    done = shop.orders.find("6")
    living = shop.orders.find("2")
    raw = shop.db.raw
    copies = {
        table: [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        for table in ("orders", "sale", "sale_line", "parcel", "payment", "cod_receipt", "message")
    }
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO cod_receipt SELECT randomblob(16), p.sale_id, p.cod, 'cash', '', 'A1', 20261101, 1, "
                "o.employee_id FROM parcel p JOIN orders o ON o.id = p.order_id WHERE o.id = ? "
                "AND NOT EXISTS (SELECT 1 FROM cod_receipt r WHERE r.sale_id = p.sale_id)", (done,))  # fmt: skip

    def copy(table, where, values, **new):
        names = copies[table]
        said = ", ".join(new.get(name, name) for name in names)
        raw.execute(f"INSERT INTO {table} SELECT {said} FROM {table} WHERE {where}", values)

    for n in numbers:
        old = done if n % 20 or all_over else living
        sale, order, new_sale = raw.execute(
            "SELECT coalesce(o.sale_id, p.sale_id), randomblob(16), randomblob(16) FROM orders o "
            "LEFT JOIN parcel p ON p.order_id = o.id WHERE o.id = ?", (old,)
        ).fetchone()  # fmt: skip
        s, o = f"x'{new_sale.hex()}'", f"x'{order.hex()}'"
        billed = old == done
        copy("sale", "id = ?", (sale,), id=s, number=f"'B1/2627/{n:06d}'" if billed else "NULL")
        copy("sale_line", "sale_id = ?", (sale,), sale_id=s)
        copy("orders", "id = ?", (old,), id=o, number=f"'B1/2627/O{n:05d}'", sale_id="NULL" if billed else s,
             token="randomblob(16)", since=f"{n} * 60000" if n % 40 or all_over else "since")  # fmt: skip
        copy("message", "doc_id = ? AND id = (SELECT min(id) FROM message WHERE doc_id = ?)", (old, old),
             id="randomblob(16)", doc_id=o, key=f"'{order.hex()}'")  # fmt: skip
        if billed:
            copy("parcel", "order_id = ?", (old,), id="randomblob(16)", order_id=o, sale_id=s)
            copy("payment", "sale_id = ?", (sale,), sale_id=s)
            if n % 50 or all_over:
                copy("cod_receipt", "sale_id = ?", (sale,), id="randomblob(16)", sale_id=s)
    raw.execute("COMMIT")


def test_a_board_costs_what_stands_on_it_and_hardly_more_for_what_is_over(shop: Shop, day):
    many(shop, range(SOME))
    with counted(shop) as before:
        found = board(shop.db)
    shown = {column.key: column.total for column in found.columns}
    assert shown["new"] == 2 + SOME // 20
    assert shown["unpaid"] == SOME // 100
    many(shop, range(SOME, 4 * SOME), all_over=True)
    with counted(shop) as after:
        again = board(shop.db)
    assert {column.key: column.total for column in again.columns} == shown
    assert after.questions == before.questions < MOST_QUESTIONS
    assert after.steps - before.steps < STEPS * 3 * SOME, "of those only two indexes are walked, side by side"


def test_what_has_left_of_an_order_stands_where_its_parcel_is_and_the_rest_where_it_waits(shop: Shop):
    order_id = confirmed(shop, "1003", "2*1002", phone="9812345676")
    shop.dispatching.scan(order_id, "1003")
    shop.dispatching.pack(order_id, short="later")
    parcel = shop.dispatching.dispatch(order_id, carrier="Ravi").parcel_id
    assert keys(shop) == {"new": ["001"], "out": ["001"]}
    assert [row.part for row in board(shop.db).rows] == ["rest"], "each order is told once"
    shop.dispatching.deliver(parcel)
    assert keys(shop) == {"new": ["001"], "unpaid": ["001"]}
    shop.cod.take(shop.orders.view(order_id).parcels[0].sale_id, 62_00, "cash", "")
    assert keys(shop) == {"new": ["001"]}


def test_a_thing_that_left_in_two_parcels_is_one_item_of_its_order(shop: Shop):
    order_id = confirmed(shop, "4*1002", "1003", "1001", phone="9812345676")
    first = shop.dispatching.dispatch(order_id, lines={1: 2000, 2: 1000}, carrier="Ravi").parcel_id
    assert {row.part: row.items for column in board(shop.db).columns for row in column.rows} == {"rest": 2, "gone": 2}
    shop.dispatching.deliver(first, tenders=[Tender("cash")])
    assert [row.items for row in board(shop.db).rows] == [3], "what left and what waits on one card"
    second = shop.dispatching.dispatch(order_id, carrier="Ravi").parcel_id
    assert [row.items for row in board(shop.db).rows] == [3]
    shop.dispatching.deliver(second, tenders=[Tender("cash")])
    assert [row.items for row in board(shop.db).rows] == [3]


def test_a_card_of_a_part_says_the_money_of_that_part(shop: Shop):
    def cards() -> dict[str, tuple[int, int, str]]:
        return {row.part: tuple(row.own) for column in board(shop.db).columns for row in column.rows}

    order_id = confirmed(shop, "1003", "2*1002", phone="9812345676")
    assert cards() == {"": (82_00, 82_00, "cod")}
    parcel = shop.dispatching.dispatch(order_id, lines={1: 1000}, courier="Delhivery", awb="14908 11234567").parcel_id
    assert cards() == {"gone": (62_00, 62_00, "cod"), "rest": (20_00, 20_00, "cod")}
    assert [row.due for row in board(shop.db).rows] == [82_00], "a list tells the whole order"
    shop.dispatching.deliver(parcel, tenders=[Tender("cash", 60_00)])
    assert cards() == {"gone": (62_00, 2_00, "part paid"), "rest": (20_00, 20_00, "cod")}


def test_what_was_paid_before_pays_what_left_first_and_only_then_the_rest(shop: Shop):
    order_id = confirmed(shop, "1003", "2*1002", phone="9812345676", pay_by="upi")
    shop.advances.take(order_id, Tender("cash", 65_00))
    shop.dispatching.dispatch(order_id, lines={1: 1000}, courier="Delhivery", awb="14908 11234567")
    cards = {row.part: tuple(row.own) for column in board(shop.db).columns for row in column.rows}
    assert cards == {"gone": (62_00, 0, "paid"), "rest": (20_00, 17_00, "part paid")}
