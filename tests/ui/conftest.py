"""A window for every test of the screens."""

from collections.abc import Iterator

import pytest

from tests.ui.counter_hands import Hands


@pytest.fixture
def hands(qapp, shop) -> "Iterator[Hands]":
    """Hands at the counter of a shop that has a few things to sell."""
    made = Hands(shop)
    yield made
    made.close()
