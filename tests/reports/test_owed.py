"""The papers that wait: named by their bill or by their id, and counted."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.reports import owed
from shoppos.shop.payments import Tender


@pytest.fixture
def bill(shop):
    return shop.sales.sell(["1001"], [Tender("cash")])


def test_what_waits_is_told_with_its_kind_the_oldest_first(shop, bill):
    shop.papers.slip(bill.numbers[0])
    shop.papers.reading()
    found = [(paper.kind, paper.number, paper.copy) for paper in owed.papers(shop.db)]
    assert found == [("bill", bill.numbers[0], 0), ("slip", bill.numbers[0], 0), ("reading", "", 0)]
    assert owed.counts(shop.db) == {"owed": 3, "sending": 0, "uncertain": 0}


def test_a_paper_is_named_by_its_bill_or_by_the_end_of_its_id(shop, bill):
    (paper,) = owed.papers(shop.db)
    assert owed.named(shop.db, bill.numbers[0].lower()) == paper
    assert owed.named(shop.db, paper.id.hex()[-8:]) == paper
    assert owed.paper(shop.db, paper.id) == paper
    shop.papers.slip(bill.numbers[0])
    with pytest.raises(InvalidInput, match="Several"):
        owed.named(shop.db, bill.numbers[0])
    for nobody in ("A1/2627/000099", "", "ffffffff"):
        with pytest.raises(NotFound):
            owed.named(shop.db, nobody)


def test_a_copy_is_found_by_its_number_and_kind(shop, bill):
    shop.papers.slip(bill.numbers[0])
    shop.papers.copy(bill.numbers[0])
    assert owed.copy(shop.db, bill.sale_ids[0], 1).kind == "bill"
    assert owed.copy(shop.db, bill.sale_ids[0], 0, "slip").kind == "slip"
    with pytest.raises(NotFound):
        owed.copy(shop.db, bill.sale_ids[0], 1, "slip")
