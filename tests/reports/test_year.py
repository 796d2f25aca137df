"""The year that other tests count has all that a shop's year has, and is the same each time."""

from collections import Counter

from shoppos.shop import Shop
from tests.reports.year import documents


def test_the_year_holds_bills_cancelled_ones_and_what_came_back(year: Shop):
    docs = documents(year)
    kinds = Counter(doc.kind for doc in docs)
    assert kinds["bill"] >= 400
    assert kinds["void"] >= 15
    assert kinds["note"] >= 10
    assert {doc.till for doc in docs} == {"A1", "A2"}
    assert {doc.employee for doc in docs} == {"Meena", "Asha", "Ravi"}
    assert {method for doc in docs for method, _amount in doc.paid} == {"cash", "upi", "card", "khata"}
    assert len({doc.day // 100 for doc in docs}) == 13


def test_the_year_is_the_same_each_time(year: Shop):
    docs = documents(year)
    assert sum(doc.net for doc in docs) == SALES
    assert sum(doc.net for doc in docs if doc.day == 20261123) == LAST_DAY


SALES, LAST_DAY = 19422200, 530700
