"""The shop's choices, and who it says it is."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


def test_a_choice_is_kept_and_its_default_says_its_type(shop: Shop, folder):
    assert shop.settings.get("round_to", 100) == 100
    shop.settings.set("round_to", 0)
    shop.settings.set("printers", [{"name": "Counter", "device": "file:x"}])
    other = Shop.open(folder)
    assert other.settings.get("round_to", 100) == 0
    assert other.settings.get("printers", [])[0]["name"] == "Counter"
    assert other.settings.get("printers", "") == ""
    other.close()


def test_paise_are_kept_where_the_shop_does_not_round(shop: Shop):
    shop.settings.set("round_to", 0)
    assert shop.sales.sell(["0.333*2001"], [Tender("cash")]).payable == 55_94


def test_an_old_bill_keeps_the_letterhead_it_was_made_with(shop: Shop):
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    shop.settings.set_profile(name="Sharma & Sons", address="1 New Road")
    new = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    assert bill.load(shop.db, number).letterhead.name == "Sharma Kirana"
    assert bill.load(shop.db, new).letterhead.name == "Sharma & Sons"


def test_the_same_profile_again_makes_no_new_letterhead(shop: Shop):
    shop.settings.set_profile(name="Sharma Kirana")
    assert shop.db.row("SELECT count(*) FROM letterhead") == (1,)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("gstin", "27AAPFU0939F1ZX"), ("gstin", ""), ("scheme", "none"), ("pin_code", "1234"),
     ("phone", "12"), ("upi", "nobody")],
)  # fmt: skip
def test_what_the_law_or_upi_would_refuse_names_its_field(field, value, shop: Shop):
    with pytest.raises(InvalidInput) as refused:
        shop.settings.set_profile(**{field: value})
    assert refused.value.field == field
    assert shop.settings.profile().name == "Sharma Kirana"


def test_the_gstin_decides_the_state_and_an_unregistered_shop_has_none(shop: Shop):
    assert shop.settings.set_profile(gstin="29aabcr1718e1zl").state == "29"
    profile = shop.settings.set_profile(scheme="unregistered", state="27")
    assert (profile.gstin, profile.state) == ("", "27")
    found = bill.load(shop.db, shop.sales.sell(["1001"], [Tender("cash")]).numbers[0])
    assert (found.kind, found.taxable, found.cgst) == ("CASH MEMO", 150_00, 0)
