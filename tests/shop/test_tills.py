"""Tills: their codes, their number series, and what stands on each screen."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.shop import Shop
from shoppos.shop.payments import Tender

CASH = [Tender("cash")]


@pytest.mark.parametrize("code", ["ABCD", "A-1", "0A", "अ1", "a b"])
def test_a_till_needs_a_code_that_can_begin_a_number(code, shop: Shop):
    with pytest.raises(InvalidInput):
        shop.tills.add(code)


def test_a_till_without_a_code_gets_the_next_one(shop: Shop):
    assert [shop.tills.add(), shop.tills.add("C7"), shop.tills.add()] == ["A2", "C7", "A3"]


def test_a_code_is_taken_once(shop: Shop):
    with pytest.raises(Refused, match="A1"):
        shop.tills.add("a1")
    with pytest.raises(NotFound):
        shop.tills.use("B1")


def test_each_till_has_its_own_series_screen_and_chain(shop: Shop, folder):
    shop.tills.add("B1", "Back counter")
    back = Shop.open(folder, till="b1")
    shop.sales.enter(shop.sales.on_screen().id, "1001")
    back.sales.enter(back.sales.on_screen().id, "1002")
    assert [line.code for line in shop.sales.on_screen().lines] == ["1001"]
    assert [line.code for line in back.sales.on_screen().lines] == ["1002"]
    assert shop.sales.sell(["1001"], CASH).numbers[0].startswith("A1/")
    assert back.sales.sell(["1001"], CASH).numbers[0].startswith("B1/")
    assert back.sales.sell(["1001"], CASH).numbers[0].endswith("/000002")
    assert back.sales.held() == []
    assert {row[0] for row in shop.db.rows("SELECT DISTINCT till FROM journal")} == {"A1", "B1"}
    back.close()


def test_a_number_drawn_in_vain_is_drawn_again(shop: Shop):
    day = shop.catalogue.today()
    with shop.db.transaction("sale.done") as tx:
        drawn = shop.tills.draw(tx, day)
        tx.raw.execute("ROLLBACK")
        tx.raw.execute("BEGIN IMMEDIATE")
        assert shop.tills.draw(tx, day) == drawn


def test_letters_have_series_of_their_own(shop: Shop):
    with shop.db.transaction("sale.done") as tx:
        drawn = [shop.tills.draw(tx, 20260714, letter)[0] for letter in ("", "C", "", "O")]
    assert drawn == ["A1/2627/000001", "A1/2627/C00001", "A1/2627/000002", "A1/2627/O00001"]


def test_a_payment_reference_is_never_given_twice(shop: Shop):
    given = []
    for _again in range(3):
        with shop.db.transaction("upi.shown") as tx:
            given.append(shop.tills.next_attempt(tx))
    assert given == ["A1000001", "A1000002", "A1000003"]
