"""Counting while selling goes on: what is expected is taken at the scan, and a count is finished once."""

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.reports import count_sheet
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


def product(shop, code):
    return shop.catalogue.show(code).product_id


def test_the_difference_is_that_of_the_scan_however_much_is_sold_after_it(shop: Shop):
    shop.catalogue.change(product(shop, "1001"), cost=12000)
    count = shop.counting.start("all")
    shop.sales.sell(["5*1001"], CASH)
    line = shop.counting.enter(count.id, "43*1001").lines[0]
    assert (line.expected, line.counted, line.worth) == (45_000, 43_000, -2 * 12000)
    shop.sales.sell(["3*1001"], CASH)
    shop.counting.finish(count.id, "stolen")
    assert shop.stock.on_hand(product(shop, "1001")) == 40_000
    assert audit(shop.db).faults == ()


def test_a_count_is_finished_once_and_then_stands(shop: Shop):
    count = shop.counting.start("all")
    with pytest.raises(Refused, match="Nothing is counted"):
        shop.counting.finish(count.id)
    shop.counting.enter(count.id, "50*1001")
    done = shop.counting.finish(count.id)
    assert (done.counted, done.differing, done.finished_at is None) == (1, 0, False)
    for again in (
        lambda: shop.counting.finish(count.id, "x"), lambda: shop.counting.enter(count.id, "1001"),
        lambda: shop.counting.recount(count.id, product(shop, "1001")),
    ):  # fmt: skip
        with pytest.raises(Refused, match="finished"):
            again()
    assert shop.stock.on_hand(product(shop, "1001")) == 50_000


def test_scans_add_up_and_a_sale_between_them_is_told(shop: Shop):
    count = shop.counting.start("items", products=[product(shop, "1001")])
    shop.counting.enter(count.id, "8901030865275")
    assert shop.counting.enter(count.id, "2*1001").lines[0].counted == 3_000
    shop.sales.sell(["1001"], CASH)
    told = shop.counting.enter(count.id, "1001")
    assert told.message.startswith("Surf Excel 1 kg was sold or came in while you count it.")
    assert shop.counting.enter(count.id, "0*1001", replace=True).lines[0].counted == 0
    shop.counting.recount(count.id, product(shop, "1001"))
    assert shop.counting.lines(count.id)[0].counted is None


def test_what_comes_and_goes_after_the_scan_stays(shop: Shop):
    sold = shop.sales.sell(["5*1001"], CASH)
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "43*1001")  # of 45
    shop.sales.sell(["3*1001"], CASH)
    shop.stock.move("1001", 6_000, "a box behind the door")
    shop.returns.take(sold.numbers[0], {1: Give(1_000)}, Refund("cash"))
    shop.counting.finish(count.id, "stolen")
    assert shop.stock.on_hand(product(shop, "1001")) == 43_000 - 3_000 + 6_000 + 1_000
    assert audit(shop.db).faults == ()


@pytest.mark.parametrize("act", ["move", "damage", "use"])
def test_the_same_difference_is_not_taken_off_by_hand_and_by_the_count(shop: Shop, act: str):
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "48*1001")
    getattr(shop.stock, act)("1001", -2_000 if act == "move" else 2_000, "two are broken")
    with pytest.raises(Doubtful, match=r"Surf Excel 1 kg was corrected by hand by -2 .* differs by -2"):
        shop.counting.finish(count.id, "broken")
    assert shop.stock.on_hand(product(shop, "1001")) == 48_000
    shop.counting.enter(count.id, "48*1001", replace=True)
    shop.counting.finish(count.id, "broken")
    assert shop.stock.on_hand(product(shop, "1001")) == 48_000
    assert audit(shop.db).faults == ()


def test_who_says_both_are_true_has_both(shop: Shop):
    shop.stock.damage("1001", 1_000, "before the count")
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "48*1001")
    shop.stock.damage("1001", 2_000, "fell after the count")
    shop.counting.finish(count.id, "stolen", sure=True)
    assert shop.stock.on_hand(product(shop, "1001")) == 46_000


@pytest.mark.parametrize(
    ("first", "second", "left"), [(20, 27, 47), (20, 30, 47), (20, 26, 46), (20, 31, 48), (0, 47, 47)]
)
def test_what_is_sold_between_two_scans_is_no_difference_wherever_it_was_taken_from(shop, first, second, left):
    count = shop.counting.start("all")
    shop.counting.enter(count.id, f"{first}*1001", replace=True)
    shop.sales.sell(["3*1001"], CASH)
    shop.counting.enter(count.id, f"{second}*1001")
    shop.counting.finish(count.id, "stolen")
    assert shop.stock.on_hand(product(shop, "1001")) == left * 1000
    assert audit(shop.db).faults == ()


def test_what_was_corrected_by_hand_between_two_scans_is_counted_once(shop: Shop):
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "40*1001")
    shop.stock.move("1001", -2_000, "two are broken")
    shop.counting.enter(count.id, "8*1001")
    shop.counting.finish(count.id)
    assert shop.stock.on_hand(product(shop, "1001")) == 48_000


def test_two_counts_of_one_shelf_correct_the_same_difference_once(shop: Shop):
    first, second = shop.counting.start("all"), shop.counting.start("items", products=[product(shop, "1001")])
    for count in (first, second):
        shop.counting.enter(count.id, "45*1001")
    later = shop.db.clock.ms() + 60_000
    shop.db.clock.ms = lambda: later  # type: ignore[method-assign]  # a minute later
    shop.counting.finish(first.id, "stolen")
    with pytest.raises(Refused, match=r"Surf Excel 1 kg .* Count it again"):
        shop.counting.finish(second.id, "stolen")
    assert shop.stock.on_hand(product(shop, "1001")) == 45_000
    shop.counting.enter(second.id, "44*1001", replace=True)
    shop.counting.finish(second.id, "stolen")
    assert shop.stock.on_hand(product(shop, "1001")) == 44_000
    assert audit(shop.db).faults == ()


def test_a_difference_wants_its_reason(shop: Shop):
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "49*1001")
    shop.counting.enter(count.id, "190*1002")
    with pytest.raises(InvalidInput, match="differs by"):
        shop.counting.finish(count.id)
    shop.counting.explain(count.id, product(shop, "1001"), "broken")
    shop.counting.finish(count.id, "miscounted")
    reasons = dict(shop.db.rows("SELECT quantity, reason FROM stock_move WHERE kind = 'count'"))
    assert reasons == {-1_000: "broken", -10_000: "miscounted"}
    assert [line.code for line in shop.counting.differences(count.id)] == ["1001", "1002"]


def test_what_was_never_counted_is_known_from_then_on_without_a_reason(shop: Shop):
    shop.sales.sell(["3001"], CASH)
    count = shop.counting.start("items", products=[product(shop, "3001")])
    shop.counting.enter(count.id, "7*3001")
    assert shop.counting.finish(count.id).worth == 0
    assert shop.stock.on_hand(product(shop, "3001")) == 7_000
    other = shop.catalogue.add(ProductForm("NEW", "New", 100))
    second = shop.counting.start("items", products=[other])
    shop.counting.enter(second.id, "0*NEW", replace=True)
    shop.counting.finish(second.id)
    assert shop.stock.on_hand(other) == 0
    assert audit(shop.db).faults == ()


def test_a_box_counts_as_its_pieces(shop: Shop):
    box = shop.catalogue.add(ProductForm("BOX", "Box", 100))
    shop.packs.set_parts(box, {product(shop, "1001"): 12_000})
    count = shop.counting.start("items", products=[box])
    shop.counting.enter(count.id, "4*BOX")
    assert shop.counting.enter(count.id, "2*1001").lines[0].counted == 50_000


def test_shelves_and_categories_are_counted_alone(shop: Shop):
    shop.keepings.set(product(shop, "1002"), shelf="A1")
    shop.catalogue.change(product(shop, "1003"), category="Dairy")
    assert [line.code for line in shop.counting.lines(shop.counting.start("shelf", "A1").id)] == ["1002"]
    dairy = shop.counting.start("category", "Dairy")
    assert [line.code for line in shop.counting.lines(dairy.id)] == ["1003"]
    assert shop.counting.start("category", "Dairy").id == dairy.id
    for scope, of in (("shelf", "Z9"), ("category", "None")):
        with pytest.raises(Refused, match="nothing to count"):
            shop.counting.start(scope, of)
    with pytest.raises(NotFound):
        shop.counting.enter(dairy.id, "nothing-like-it")


def test_this_morning_s_list_begins_below_zero_and_the_sheet_is_blind(shop: Shop):
    shop.sales.sell(["31*1003"], CASH)
    count = shop.counting.start()
    assert count.lines == 5
    sheet = count_sheet.load(shop.db, count.id)
    assert sheet.title == "Today's count"
    assert {line.expected for line in sheet.lines} == {None}
    assert -1_000 in {line.expected for line in count_sheet.load(shop.db, count.id, blind=False).lines}


def test_who_may_not_correct_the_stock_asks(shop: Shop):
    shop.settings.set("rights", {"adjust": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "49*1001")
    with pytest.raises(NeedsApproval) as refusal:
        shop.counting.finish(count.id, "broken")
    shop.staff.approve(refusal.value.act, refusal.value.doc_id, "4711")
    shop.counting.finish(count.id, "broken")
    with pytest.raises(NeedsApproval):
        shop.stock.move("1001", 1000, "found")


def test_the_shop_is_reminded_when_it_is_time(folder):
    shop = Shop.open(folder, clock=SetClock("2026-05-20 10:00"))
    shop.catalogue.add(ProductForm("A", "A", 100, stock=1000))
    assert shop.counting.due() == ""
    shop.settings.set("count_reminder", "weekly")
    assert "never counted" in shop.counting.due()
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "A")
    shop.counting.finish(count.id)
    shop.db.clock.set("2026-05-26 23:00")
    assert shop.counting.due() == ""
    shop.db.clock.set("2026-05-27 01:00")
    assert "7 days ago" in shop.counting.due()
    shop.close()


def test_a_count_that_moved_otherwise_than_it_found_is_named(shop: Shop):
    count = shop.counting.start("all")
    shop.counting.enter(count.id, "49*1001")
    shop.counting.finish(count.id, "broken")
    shop.db.raw.execute("UPDATE stock_count_line SET counted = 48000 WHERE counted = 49000")
    shop.db.raw.commit()
    assert {"row", "sum"} <= {fault.kind for fault in audit(shop.db, most=9).faults}
