"""Who works here, and who is at the till."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


def test_a_bill_says_who_made_it(shop: Shop):
    shop.staff.add("Ravi")
    shop.staff.sign_in("ravi")
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    shop.staff.sign_in("Meena")
    shop.staff.leave("Ravi")
    assert bill.load(shop.db, number).employee == "Ravi"
    assert [person.name for person in shop.staff.list()] == ["Meena"]


def test_a_name_stands_once_on_the_list_and_a_role_is_one_of_four(shop: Shop):
    with pytest.raises(Refused, match="already"):
        shop.staff.add("Meena")
    with pytest.raises(InvalidInput, match="role"):
        shop.staff.add("Ravi", "king")
    with pytest.raises(InvalidInput, match="name"):
        shop.staff.add(" \x1b ")


def test_nobody_signs_in_who_does_not_work_here(shop: Shop):
    with pytest.raises(NotFound, match="Nobody called Ravi"):
        shop.staff.sign_in("Ravi")
    assert shop.staff.current.name == "Meena"


def test_the_one_at_the_till_cannot_leave(shop: Shop):
    shop.staff.add("Ravi")
    with pytest.raises(Refused, match="at the till"):
        shop.staff.leave("Meena")
    with pytest.raises(NotFound):
        shop.staff.leave("Asha")
