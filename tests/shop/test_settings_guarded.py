"""What decides about returns and about prices that bind is not for who only sells."""

import pytest

from shoppos.base.errors import Refused


@pytest.mark.parametrize(("key", "value"), [("gst_turnover", 1), ("eway_limit", 100_000_00), ("estimate_days", 3)])
def test_a_cashier_does_not_choose_what_returns_and_promises_go_by(shop, key, value):
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "2468")
    shop.staff.sign_in("Ravi")
    with pytest.raises(Refused):
        shop.settings.set(key, value)
    assert shop.settings.get(key, 0) == 0
    shop.staff.sign_in("Meena", "2468")
    shop.settings.set(key, value)
    assert shop.settings.get(key, 0) == value
