"""The papers that wait: counted, found by their copy, and with what was owed beside them."""

import pytest

from shoppos.base.errors import NotFound
from shoppos.reports import owed
from shoppos.shop.payments import Tender


@pytest.fixture
def bill(shop):
    return shop.sales.sell(["1001"], [Tender("cash")])


def test_what_waits_is_counted_by_its_state(shop, bill):
    shop.papers.slip(bill.numbers[0])
    shop.papers.reading()
    assert owed.counts(shop.db) == {"owed": 3, "sending": 0, "uncertain": 0}


def test_what_was_owed_with_a_paper_is_found(shop):
    two = shop.sales.sell(["1001", "2001"], [Tender("cash")], gstin="27AAPFU0939F1ZV")
    assert len(two.numbers) == 2
    shop.papers.copy(two.numbers[0])
    copies = [owed.copy(shop.db, sale_id, 1).id for sale_id in two.sale_ids]
    assert [owed.beside(shop.db, one) for one in copies] == [[copies[1]], [copies[0]]]
    assert owed.beside(shop.db, owed.copy(shop.db, two.sale_ids[0], 0).id) != [copies[1]]


def test_a_copy_is_found_by_its_number_and_kind(shop, bill):
    shop.papers.slip(bill.numbers[0])
    shop.papers.copy(bill.numbers[0])
    assert owed.copy(shop.db, bill.sale_ids[0], 1).kind == "bill"
    assert owed.copy(shop.db, bill.sale_ids[0], 0, "slip").kind == "slip"
    with pytest.raises(NotFound):
        owed.copy(shop.db, bill.sale_ids[0], 1, "slip")
