"""Batches: sold the nearest expiry first, refused when they are over, and back where they came from."""

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval
from shoppos.base.ids import new_id
from shoppos.reports.audit import audit
from shoppos.reports.expiring import expiring, worth_within
from shoppos.shop import Shop
from shoppos.shop.batches import NewBatch
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def shop(folder):
    shop = Shop.open(folder, clock=SetClock("2026-05-20 10:00"))
    shop.keepings.set(shop.catalogue.add(ProductForm("MILK", "Milk", 3000, cost=2500)), tracks="batch")
    yield shop
    shop.close()


def milk(shop):
    return shop.catalogue.show("MILK").product_id


def receive(shop, pieces, code, expiry, **more):
    with shop.db.transaction("test.received") as tx:
        shop.stock.receive(
            tx,
            new_id(),
            1,
            milk(shop),
            pieces * 1000,
            day=20260520,
            kind="opening",
            batch=NewBatch(code, expiry, **more),
        )


def left(shop):
    return {batch.code: batch.on_hand // 1000 for batch in shop.stock.batches(milk(shop))}


def test_the_nearest_expiry_goes_first_and_a_line_may_take_several(shop):
    receive(shop, 5, "late", 20261231)
    receive(shop, 3, "soon", 20260601)
    receive(shop, 4, "never", None)
    shop.sales.sell(["4*MILK"], CASH)
    assert left(shop) == {"LATE": 4, "NEVER": 4}
    shop.sales.sell(["5*MILK"], CASH)
    assert left(shop) == {"NEVER": 3}
    assert shop.stock.on_hand(milk(shop)) == 3_000
    assert audit(shop.db).agrees


def test_a_batch_is_good_on_its_last_day_and_refused_on_the_next(shop):
    receive(shop, 3, "today", 20260520)
    shop.sales.sell(["MILK"], CASH)
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    shop.db.clock.set("2026-05-21 10:00")
    view = shop.sales.enter(shop.sales.on_screen().id, "MILK").view
    assert "Milk expired on 20-05-2026; no other batch is left. A manager must allow it." in view.warnings
    shop.staff.sign_in("Meena")
    yes = "Milk expired on 20-05-2026; no other batch is left. Sold on the owner's yes."
    assert yes in shop.sales.view(view.id).warnings
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval, match="Milk expired on 20-05-2026") as refusal:
        shop.sales.checkout(view.id, CASH)
    assert refusal.value.act == "expired"
    assert left(shop) == {"TODAY": 2}


def test_a_manager_may_allow_what_is_over(shop):
    receive(shop, 3, "old", 20260501)
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    sale = shop.sales.enter(shop.sales.on_screen().id, "2*MILK").view.id
    with pytest.raises(NeedsApproval) as needed:
        shop.sales.checkout(sale, CASH)
    shop.staff.approve("expired", needed.value.doc_id, "4711", "for the dog")
    shop.sales.enter(sale, "MILK")
    with pytest.raises(NeedsApproval) as more:  # the yes was for two
        shop.sales.checkout(sale, CASH)
    assert more.value.doc_id != needed.value.doc_id
    shop.sales.undo(sale)
    shop.sales.checkout(sale, CASH)
    assert left(shop) == {"OLD": 1}
    assert audit(shop.db).agrees


def test_fresh_goods_are_sold_while_old_ones_still_lie_there(shop):
    receive(shop, 3, "old", 20260501)
    receive(shop, 2, "fresh", 20260701)
    shop.sales.sell(["2*MILK"], CASH)
    assert left(shop) == {"OLD": 3}


def test_what_comes_back_goes_back_to_its_batch_and_a_cancelled_bill_too(shop):
    receive(shop, 1, "soon", 20260601)
    receive(shop, 5, "late", 20261231)
    number = shop.sales.sell(["3*MILK"], CASH).numbers[0]
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"))
    assert left(shop) == {"LATE": 4}
    second = shop.sales.sell(["4*MILK"], CASH).numbers[0]
    assert left(shop) == {}
    shop.sales.void(second, "wrong")
    assert left(shop) == {"LATE": 4}
    assert audit(shop.db).agrees


def test_damage_takes_the_batch_named_else_what_expires_first(shop):
    receive(shop, 2, "soon", 20260501)
    receive(shop, 5, "late", 20261231)
    shop.stock.damage("MILK", 1_000, "sour")
    shop.stock.damage("MILK", 2_000, "fell", batch="late")
    assert left(shop) == {"SOON": 1, "LATE": 3}
    with pytest.raises(InvalidInput, match="Only 3"):
        shop.stock.damage("MILK", 4_000, "fell", batch="late")
    with pytest.raises(InvalidInput, match="no batch NONE"):
        shop.stock.damage("MILK", 1_000, "fell", batch="none")


@pytest.mark.parametrize(
    ("batch", "field"), [(None, "batch"), (NewBatch(" "), "batch"), (NewBatch("X", 20261332), "expiry")]
)
def test_a_receipt_without_its_batch_is_refused(batch, field, shop):
    with pytest.raises(InvalidInput) as refusal, shop.db.transaction("test.received") as tx:
        shop.stock.receive(tx, new_id(), 1, milk(shop), 1000, day=20260520, kind="opening", batch=batch)
    assert refusal.value.field == field
    assert shop.stock.on_hand(milk(shop)) is None


def test_one_code_has_one_expiry(shop):
    receive(shop, 2, "B1", 20260601)
    receive(shop, 2, "b1", None)
    assert left(shop) == {"B1": 4}
    with pytest.raises(InvalidInput, match="01-06-2026"):
        receive(shop, 2, "B1", 20270601)


def test_what_expires_is_listed_with_its_worth(shop):
    today = shop.db.clock.now().date()
    for code, expiry in (("over", 20260519), ("A", 20260601), ("B", 20260710), ("C", 20260801), ("far", 20271231)):
        receive(shop, 2, code, expiry, cost=2000)
    found = expiring(shop.db, today)
    assert [(one.batch, one.days) for one in found] == [("OVER", -1), ("A", 12), ("B", 51), ("C", 73)]
    assert worth_within(found) == {0: 4000, 30: 4000, 60: 8000, 90: 12000}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE batch_stock SET on_hand = on_hand + 1000", "sum"),
        ("DELETE FROM batch_stock", "sum"),
        ("UPDATE batch SET expiry = 20300101 WHERE code = 'LATE'", "row"),
        ("DROP TRIGGER batch_move_no_update; UPDATE batch_move SET quantity = quantity - 1", "row"),
        ("DROP TRIGGER batch_move_no_delete; DELETE FROM batch_move", "missing"),
    ],
)
def test_an_attack_on_batches_is_found(statement, kind, shop):
    receive(shop, 5, "late", 20261231)
    shop.sales.sell(["2*MILK"], CASH)
    shop.db.raw.executescript(statement)
    assert kind in {fault.kind for fault in audit(shop.db, most=9).faults}


def test_two_lines_of_one_bill_do_not_both_count_on_the_same_fresh_batch(shop):
    receive(shop, 5, "old", 20260501)
    receive(shop, 3, "fresh", 20260701)
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval, match="Milk expired on 01-05-2026"):
        shop.sales.sell(["3*MILK", "2*MILK@25"], CASH)
    shop.sales.sell(["2*MILK", "MILK@25"], CASH)
    assert left(shop) == {"OLD": 5}
    assert audit(shop.db).agrees


def test_what_came_before_batches_were_kept_is_sold_before_what_is_over(shop):
    receive(shop, 5, "old", 20260501)
    shop.stock.move("MILK", 2_000, "found")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    shop.sales.sell(["MILK", "MILK@25"], CASH)
    assert left(shop) == {"OLD": 5}
    with pytest.raises(NeedsApproval):
        shop.sales.sell(["MILK"], CASH)


def test_a_counted_loss_goes_off_what_has_no_batch_and_then_off_what_expires_first(shop):
    receive(shop, 3, "soon", 20260601)
    receive(shop, 5, "late", 20261231)
    shop.stock.move("MILK", 1_000, "found")
    count = shop.counting.start("items", products=[milk(shop)])
    shop.counting.enter(count.id, "6*MILK")
    shop.counting.finish(count.id, "stolen")
    assert left(shop) == {"SOON": 1, "LATE": 5}
    assert audit(shop.db).agrees
