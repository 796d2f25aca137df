"""The shop's choices, and who it says it is."""

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, Refused
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


def test_a_cashier_does_not_send_the_upi_money_elsewhere(shop: Shop):
    shop.staff.add("Ravi")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_in("Ravi")
    assert shop.settings.set_profile(name="Sharma Kirana").name == "Sharma Kirana", "nothing changes, nobody is asked"
    with pytest.raises(NeedsApproval, match=r"where its UPI money goes\. A manager allows it") as needed:
        shop.settings.set_profile(upi="shop@okicici")
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    with pytest.raises(NeedsApproval):
        shop.settings.set_profile(upi="ravi@okicici")
    assert shop.settings.profile().upi == "sharmakirana@okhdfcbank"
    assert shop.settings.set_profile(upi="shop@okicici").upi == "shop@okicici"
    shop.staff.sign_in("Meena", "4711")
    shop.settings.set_profile(upi="sharmakirana@okhdfcbank")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval):  # the yes was for the first time
        shop.settings.set_profile(upi="shop@okicici")


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


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phone", "98765", "98765 is not a mobile number. It has ten digits and begins with 6 to 9"),
        ("upi", "nobody", "nobody is not a UPI id. It looks like name@bank."),
        ("pin_code", "4110", "4110 is not a PIN code. It has six digits"),
    ],
)
def test_what_is_no_number_is_refused_in_plain_words(shop, field, typed, said):
    with pytest.raises(InvalidInput) as refused:
        shop.settings.set_profile(**{field: typed})
    assert str(refused.value).startswith(said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("020 25531234", "020 25531234"),
        ("02025531234", "02025531234"),
        ("080-2558 1234", "080-2558 1234"),
        ("(0484) 255123 4", "(0484) 255123 4"),
        ("098765 43210", "9876543210"),
        ("+91 98765 43210", "9876543210"),
    ],
)
def test_a_shop_may_have_a_landline_with_its_std_code(shop, typed, kept):
    assert shop.settings.set_profile(phone=typed).phone == kept


@pytest.mark.parametrize("typed", ["020 2553123", "25531234", "00 25531234 5", "020 255312345"])
def test_what_is_no_landline_is_none(shop, typed):
    with pytest.raises(InvalidInput):
        shop.settings.set_profile(phone=typed)


def test_what_decides_about_money_or_rights_is_chosen_by_a_manager_once_pins_guard_it(shop: Shop):
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    shop.settings.set("stock_policy", "allow")
    shop.staff.add("Kiran", "manager")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_in("Meena", "4711")
    shop.staff.set_pin("Kiran", "0815")
    shop.staff.sign_in("Ravi")
    shop.settings.set("theme", "dark")
    for key in ("rights", "returns", "stock_policy", "credit_policy", "credit_limit", "points"):
        with pytest.raises(Refused, match=r"Only (a manager|the owner) may do that"):
            shop.settings.set(key, {})
    with pytest.raises(Refused, match="Only a manager"):
        shop.points.set_rule(1_00, 1_00, active=True)
    shop.staff.sign_in("Meena")
    with pytest.raises(Refused):
        shop.settings.set("returns", {"days": 1})
    shop.staff.sign_in("Kiran", "0815")
    shop.settings.set("returns", {"days": 1})
    with pytest.raises(Refused, match="Only the owner"):
        shop.settings.set("rights", {"void": "cashier"})
    shop.staff.sign_in("Meena", "4711")
    shop.settings.set("rights", {"void": "manager"})
    assert shop.settings.get("stock_policy", "") == "allow"
