"""Two cards of one person: joined with both histories, and parted again while nothing happened."""

import pytest

from shoppos.base.errors import Refused
from shoppos.reports import dues, khata
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def two(shop: Shop):
    """Anil twice: 150 rupees owed on each card, one point each."""
    shop.points.set_rule(100_00, 100, active=True)
    pair = shop.customers.add("Anil Verma", "9812345678"), shop.customers.add("Anil V", "9812345679")
    for one in pair:
        shop.sales.sell(["1001"], [Tender("khata")], customer_phone=one.phone)
    return pair


def test_both_histories_are_read_through_the_card_that_stays(shop: Shop, two):
    keep, gone = two
    now = shop.merging.merge(keep.id, gone.id)
    assert (now.owes, now.bills, shop.points.balance(keep.id)) == (300_00, 2, 2)
    assert [line.balance for line in shop.customers.khata(keep.id)] == [150_00, 300_00]
    assert shop.customers.by_phone(gone.phone).id == keep.id
    assert [one.id for one in shop.customers.search("5679")] == [keep.id]
    assert [one.id for one in shop.customers.search("anil")] == [keep.id]
    assert shop.customers.get(gone.id).id == keep.id
    assert [one.phone for one in shop.customers.search("9812345679")] == [keep.phone]
    assert shop.db.row("SELECT count(*) FROM sale WHERE customer_id = ? AND state = 'done'", (gone.id,)) == (1,)
    assert audit(shop.db).agrees


def test_payments_after_it_settle_the_oldest_bill_of_either_card(shop: Shop, two):
    keep, gone = two
    shop.merging.merge(gone.id, keep.id)
    shop.customers.pay(gone.id, 150_00)
    bills = [row[0] for row in shop.db.rows("SELECT id FROM sale WHERE state = 'done' ORDER BY number")]
    assert [dues.unpaid(shop.db, sale)[0] for sale in bills] == [0, 150_00]
    assert khata.ageing(shop.db, gone.id).owes == 150_00


def test_what_comes_back_of_an_old_bill_goes_to_the_card_that_stays(shop: Shop, two):
    keep, gone = two
    number = shop.db.row("SELECT number FROM sale WHERE customer_id = ?", (gone.id,))[0]
    shop.merging.merge(keep.id, gone.id)
    shop.sales.void(number, "wrong")
    assert (shop.customers.get(keep.id).owes, shop.points.balance(keep.id)) == (150_00, 1)
    assert audit(shop.db).agrees


def test_what_is_written_on_the_card_that_joined_stands_on_the_other(shop: Shop, two):
    keep, gone = two
    shop.merging.merge(keep.id, gone.id)
    shop.customers.change(gone.id, name="Anil K", phone="9812345670")
    assert (shop.customers.card(keep.id).name, shop.customers.get(keep.id).phone) == ("Anil K", "9812345670")
    bill = shop.db.row(
        "SELECT p.name FROM sale s JOIN personal p ON p.id = s.personal_id WHERE s.customer_id = ?", (keep.id,)
    )
    assert bill == ("Anil Verma",)
    assert shop.points.gift(gone.id, 5) == shop.points.balance(keep.id) == 7
    assert audit(shop.db).agrees


def test_a_bill_that_is_open_goes_along(shop: Shop, two):
    keep, gone = two
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1002")
    shop.sales.set_customer(sale, gone.id)
    shop.merging.merge(keep.id, gone.id)
    assert shop.sales.view(sale).customer.id == keep.id


def test_cards_are_parted_as_they_were(shop: Shop, two):
    keep, gone = two
    before = [(one.owes, one.bills) for one in (shop.customers.get(keep.id), shop.customers.get(gone.id))]
    for _twice in range(2):
        shop.merging.merge(keep.id, gone.id)
        assert shop.merging.merged(keep.id) == [(gone.id, "Anil V", "9812345679")]
        assert shop.merging.unmerge(gone.id).id == gone.id
    assert [(one.owes, one.bills) for one in (shop.customers.get(keep.id), shop.customers.get(gone.id))] == before
    assert (shop.points.balance(keep.id), shop.points.balance(gone.id)) == (1, 1)
    assert shop.customers.by_phone(gone.phone).id == gone.id
    assert len(shop.customers.search("anil")) == 2
    assert audit(shop.db).agrees


def test_cards_parted_and_joined_within_one_millisecond_are_parted_as_they_were(shop: Shop, two, monkeypatch):
    keep, gone = two
    now = [shop.db.clock.ms() + 1]
    monkeypatch.setattr(shop.db.clock, "ms", lambda: now[0])
    shop.merging.merge(keep.id, gone.id)
    now[0] += 1
    shop.merging.unmerge(gone.id)
    shop.merging.merge(keep.id, gone.id)
    shop.merging.unmerge(gone.id)
    assert (shop.points.balance(keep.id), shop.points.balance(gone.id)) == (1, 1)
    assert audit(shop.db).agrees


def test_cards_stay_one_after_something_happened(shop: Shop, two):
    keep, gone = two
    shop.merging.merge(keep.id, gone.id)
    shop.customers.pay(keep.id, 1_00)
    with pytest.raises(Refused, match="since"):
        shop.merging.unmerge(gone.id)
    with pytest.raises(Refused, match="not merged"):
        shop.merging.unmerge(keep.id)


def test_a_card_is_not_merged_with_itself_however_it_is_named(shop: Shop, two):
    keep, gone = two
    with pytest.raises(Refused, match="same card"):
        shop.merging.merge(keep.id, keep.id)
    shop.merging.merge(keep.id, gone.id)
    with pytest.raises(Refused, match="same card"):
        shop.merging.merge(keep.id, gone.id)


def test_three_cards_join_in_a_row(shop: Shop, two):
    keep, gone = two
    third = shop.customers.add("A Verma", "9812345670")
    shop.merging.merge(keep.id, gone.id)
    shop.merging.merge(third.id, keep.id)
    assert (shop.customers.get(gone.id).id, shop.customers.get(third.id).owes) == (third.id, 300_00)
    assert shop.customers.get(third.id).bills == 2
    with pytest.raises(Refused):
        shop.merging.unmerge(gone.id)
    shop.merging.unmerge(keep.id)
    assert shop.customers.get(gone.id).id == keep.id
    assert audit(shop.db).agrees
