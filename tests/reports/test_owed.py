"""The papers that wait: counted, and found by their copy."""

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


def test_a_copy_is_found_by_its_number_and_kind(shop, bill):
    shop.papers.slip(bill.numbers[0])
    shop.papers.copy(bill.numbers[0])
    assert owed.copy(shop.db, bill.sale_ids[0], 1).kind == "bill"
    assert owed.copy(shop.db, bill.sale_ids[0], 0, "slip").kind == "slip"
    with pytest.raises(NotFound):
        owed.copy(shop.db, bill.sale_ids[0], 1, "slip")
