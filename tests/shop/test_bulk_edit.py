"""Many items changed in one go, shown before, and taken back."""

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, Refused
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.bulk_edit import Wish
from shoppos.shop.catalogue import ProductForm


@pytest.fixture
def tea(shop: Shop) -> list[bytes]:
    """Five kinds of tea, 10 to 50 rupees, one of them at its MRP."""
    return [
        shop.catalogue.add(
            ProductForm(
                f"T{n}",
                f"Tea {n}",
                n * 10_00,
                category="Tea",
                rate=500,
                cost=n * 7_00,
                mrp=50_00 if n == 5 else None,
                barcodes=(f"89000{n}",),
            )
        )
        for n in range(1, 6)
    ]


def prices(shop: Shop, tea: list[bytes]) -> list[int]:
    return [shop.catalogue.card(one).form.price for one in tea]


def test_a_price_rises_by_percent_to_the_nearest_rupee_and_none_above_its_mrp(shop: Shop, tea):
    wish = Wish(percent=750, round_to=100)
    plan = shop.bulk.plan(shop.bulk.choose(category="Tea"), wish)
    assert [one.new_price for one in plan] == [11_00, 22_00, 32_00, 43_00, 54_00]
    assert [bool(one.problem) for one in plan] == [False] * 4 + [True]
    assert (plan[0].old_margin, plan[0].new_margin) == (2647, 3321)
    assert prices(shop, tea) == [10_00, 20_00, 30_00, 40_00, 50_00]
    done = shop.bulk.apply(plan, wish)
    assert (done.changed, done.kept, done.stopped) == (4, (), False)
    assert prices(shop, tea) == [11_00, 22_00, 32_00, 43_00, 50_00]
    assert shop.importing.past(1)[0].id == done.id
    assert audit(shop.db).agrees


def test_what_was_changed_together_goes_back_but_not_what_was_edited_since(shop: Shop, tea):
    wish = Wish(amount=-100, category="Chai", hsn="0902", low=3000)
    done = shop.bulk.apply(shop.bulk.plan(tea, wish), wish)
    shop.catalogue.change(tea[0], price=99_00)
    undone = shop.bulk.undo(done.id)
    assert (undone.restored, undone.kept) == (4, ("Tea 1",))
    assert prices(shop, tea) == [99_00, 20_00, 30_00, 40_00, 50_00]
    card = shop.catalogue.card(tea[1]).form
    assert (card.category, card.hsn, card.low) == ("Tea", "", None)
    with pytest.raises(Refused):
        shop.bulk.undo(done.id)


def test_a_rate_holds_from_its_day_and_goes_back(shop: Shop, tea):
    wish = Wish(rate=1800, since=20400101)
    done = shop.bulk.apply(shop.bulk.plan(tea[:1], wish), wish)
    assert shop.catalogue.card(tea[0]).rates == ((0, 500, 0, 0), (20400101, 1800, 0, 0))
    shop.bulk.undo(done.id)
    assert shop.catalogue.card(tea[0]).rates == ((0, 500, 0, 0),)


def test_a_rate_of_today_replaces_one_of_today_and_comes_back(shop: Shop, tea):
    shop.catalogue.set_rate(tea[0], shop.catalogue.today(), 300)
    wish = Wish(rate=1800)
    done = shop.bulk.apply(shop.bulk.plan(tea[:1], wish), wish)
    assert shop.catalogue.find_code("T1").rate == 1800
    shop.bulk.undo(done.id)
    assert shop.catalogue.find_code("T1").rate == 300


def test_items_taken_off_the_list_are_sold_again_under_their_codes(shop: Shop, tea):
    wish = Wish(retire=True)
    done = shop.bulk.apply(shop.bulk.plan(tea, wish), wish)
    assert shop.catalogue.find_code("T1") is None
    shop.catalogue.add(ProductForm("T2", "Another thing", 1_00))
    undone = shop.bulk.undo(done.id)
    assert (undone.restored, len(undone.kept)) == (4, 1)
    assert shop.catalogue.find_code("890001").code == "T1"
    assert [hit.code for hit in shop.catalogue.search("tea 3")] == ["T3"]
    assert audit(shop.db).agrees


def test_it_can_be_stopped_and_what_is_in_goes_back(shop: Shop, tea):
    wish = Wish(amount=100)
    done = shop.bulk.apply(shop.bulk.plan(tea, wish), wish, cancelled=lambda: True)
    assert (done.stopped, done.changed) == (True, 0)
    assert prices(shop, tea)[0] == 10_00


@pytest.mark.parametrize(
    ("wish", "field"),
    [(Wish(), "percent"), (Wish(rate=777), "rate"), (Wish(hsn="12"), "hsn"), (Wish(amount=1, round_to=0), "round_to")],
)
def test_a_wish_without_sense_is_refused(wish, field, shop: Shop, tea):
    with pytest.raises(InvalidInput) as refused:
        shop.bulk.plan(tea, wish)
    assert refused.value.field == field


def test_items_are_chosen_by_search_and_category(shop: Shop, tea):
    assert shop.bulk.choose("tea") == tea
    assert shop.bulk.choose("surf", "Tea") == []
    assert len(shop.bulk.choose()) == 10


def test_a_cashier_changes_no_items_together_once_a_manager_has_a_pin(shop: Shop, tea):
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    shop.bulk.apply(shop.bulk.plan(tea, Wish(hsn="0902")), Wish(hsn="0902"))
    shop.staff.set_pin("Meena", "4711")
    plan = shop.bulk.plan(tea, Wish(hsn="2101"))
    with pytest.raises(NeedsApproval, match=r"change 5 items at once\. A manager allows it") as needed:
        shop.bulk.apply(plan, Wish(hsn="2101"))
    assert shop.catalogue.card(tea[0]).form.hsn == "0902"
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    for other, wish in ((plan[:4], Wish(hsn="2101")), (plan, Wish(hsn="2101", retire=True))):
        with pytest.raises(NeedsApproval):
            shop.bulk.apply(other, wish)
    assert shop.bulk.apply(plan, Wish(hsn="2101")).changed == 5
    with pytest.raises(NeedsApproval):  # one yes, one change
        shop.bulk.apply(plan, Wish(hsn="2101"))
    shop.staff.sign_in("Meena", "4711")
    again = shop.bulk.plan(tea, Wish(hsn="0902"))
    assert shop.bulk.apply(again, Wish(hsn="0902")).changed == 5
