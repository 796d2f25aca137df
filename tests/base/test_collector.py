"""The collector stays out of a sale."""

import gc

import pytest

from shoppos.base import collector
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def settled():
    """As the program runs once all is loaded."""
    before = gc.get_threshold()
    collector.settle()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_it_does_not_look_within_a_bill(shop: Shop, settled):
    shop.sales.sell(["1001"], [Tender("cash")])
    looked = []
    gc.callbacks.append(lambda phase, _info: looked.append(phase))
    for _bill in range(5):
        shop.sales.sell(["1001", "1002", "1003", "2001", "3001"] * 4, [Tender("cash")])
    gc.callbacks.pop()
    assert len(looked) <= 2
    assert gc.isenabled()
