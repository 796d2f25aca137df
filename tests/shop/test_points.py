"""Points: earned by known customers, spent like money, taken back with what comes back."""

import pytest

from shoppos.base.errors import InvalidInput, Refused
from shoppos.reports import customers
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give

PHONE = "9812345678"


@pytest.fixture
def anil(shop: Shop):
    """A customer of a shop that gives one point, worth a rupee, for every ten rupees."""
    shop.points.set_rule(10_00, 1_00, active=True)
    return shop.customers.add("Anil Verma", PHONE)


def test_points_are_earned_and_spent(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone=PHONE)
    assert shop.points.balance(anil.id) == 15
    shop.sales.sell(["1002"], [Tender("points", 5_50), Tender("cash")], customer_phone=PHONE)
    assert shop.points.balance(anil.id) == 15 - 6, "a started point is spent whole, and spent points earn none"
    told = [(line.kind, line.points, line.balance) for line in customers.points(shop.db, anil.id)]
    assert told == [("earned", 15, 15), ("spent", -6, 9)]
    assert audit(shop.db).agrees


def test_more_points_than_there_are_pay_nothing(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone=PHONE)
    with pytest.raises(Refused, match="15"):
        shop.sales.sell(["1001"], [Tender("points", 15_01), Tender("cash")], customer_phone=PHONE)
    with pytest.raises(Refused):
        shop.sales.sell(["1001"], [Tender("points")])
    assert shop.points.balance(anil.id) == 15


def test_a_cancelled_bill_undoes_what_it_earned_and_spent(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone=PHONE)
    number = shop.sales.sell(["2*1001"], [Tender("points", 10_00), Tender("cash")], customer_phone=PHONE).numbers[0]
    assert shop.points.balance(anil.id) == 15 - 10 + 29
    shop.sales.void(number, "wrong")
    assert shop.points.balance(anil.id) == 15
    assert audit(shop.db).agrees


def test_returns_take_back_all_that_was_earned_and_no_more(shop: Shop, anil):
    number = shop.sales.sell(["7*1002"], [Tender("cash")], customer_phone=PHONE).numbers[0]
    seen = [shop.points.balance(anil.id)]
    for _piece in range(7):
        shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "stale")
        seen.append(shop.points.balance(anil.id))
    assert seen == [7, 6, 5, 4, 3, 2, 1, 0]
    assert audit(shop.db).agrees


def test_nothing_is_written_for_strangers_or_where_no_points_are_given(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("cash")])
    shop.points.set_rule(10_00, 1_00, active=False)
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone=PHONE)
    assert shop.db.rows("SELECT 1 FROM points_entry") == []
    assert shop.points.worth(anil.id) == 0


def test_points_are_given_by_hand_and_a_senseless_rule_is_refused(shop: Shop, anil):
    assert shop.points.gift(anil.id, 50) == 50
    assert shop.points.worth(anil.id) == 50_00
    for per, worth in ((0, 1), (100, 0), (100, 101)):
        with pytest.raises(InvalidInput):
            shop.points.set_rule(per, worth, active=True)
    with pytest.raises(InvalidInput):
        shop.points.gift(anil.id, 0)
    shop.settings.set("points", {"per": "x", "active": True})
    assert not shop.points.rule().active, "a setting that makes no sense gives no points"


def test_a_khata_has_one_opening_balance(shop: Shop, anil):
    assert shop.customers.opening(anil.id, 250_00).owes == 250_00
    with pytest.raises(Refused, match="already"):
        shop.customers.opening(anil.id, 1_00)
    other = shop.customers.add("B", "9812345679")
    with pytest.raises(InvalidInput):
        shop.customers.opening(other.id, 0)
    with pytest.raises(Refused):
        shop.customers.pay(anil.id, 1_00, "points")
    with pytest.raises(InvalidInput):
        shop.customers.remind(anil.id, "pigeon")
    with pytest.raises(Refused, match="nothing"):
        shop.customers.remind(other.id)


def test_goods_that_points_had_paid_come_back_as_points_though_others_are_taken_instead(shop: Shop, anil):
    shop.points.gift(anil.id, 150)
    number = shop.sales.sell(["1001"], [Tender("points")], customer_phone=PHONE).numbers[0]
    worth = 150 - shop.points.balance(anil.id)
    gives = {1: Give(1000)}
    seen = shop.returns.preview(shop.returns.open(number), gives, ["1002"])
    assert (seen.points, seen.exchange, seen.back) == (worth * 1_00, 0, 0)
    done = shop.returns.take(number, gives, Refund("cash"), "stale", exchange=["1002"])
    assert done.ways == (("points", worth * 1_00),)
    assert shop.points.balance(anil.id) == 150 + shop.points.rule().earned(seen.to_pay)
    assert audit(shop.db).agrees


def test_no_cashier_gives_points_or_opens_a_khata_once_pins_guard_it(shop: Shop, anil):
    shop.staff.add("Ravi")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_in("Ravi")
    with pytest.raises(Refused, match="Only a manager"):
        shop.points.gift(anil.id, 100)
    with pytest.raises(Refused, match="Only a manager"):
        shop.customers.opening(anil.id, -100_00)
    assert (shop.points.balance(anil.id), shop.customers.get(anil.id).owes) == (0, 0)
    shop.staff.sign_in("Meena", "4711")
    shop.points.gift(anil.id, 100)
    assert shop.customers.opening(anil.id, -100_00).owes == -100_00


def test_what_is_taken_instead_on_an_erased_buyers_bill_earns_nobody_points(shop: Shop, anil):
    number = shop.sales.sell(["1001"], [Tender("cash")], customer_phone=PHONE).numbers[0]
    shop.privacy.erase(anil.id, sweep=False)
    done = shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "stale", exchange=["2*1001"])
    assert done.bill is not None
    assert shop.db.row("SELECT customer_id, personal_id FROM sale WHERE id = ?", done.bill.sale_ids) == (None, None)
    kinds = shop.db.rows("SELECT kind FROM points_entry WHERE customer_id = ? ORDER BY id", (anil.id,))
    assert [kind for (kind,) in kinds] == ["earned", "clawed"]
    assert audit(shop.db).agrees
