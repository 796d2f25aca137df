"""The list of bills: which are shown, with what sign, and what has become of each."""

from shoppos.reports.bills import find
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give


def test_a_credit_note_stands_below_zero_and_its_bill_says_what_came_back(shop: Shop) -> None:
    first = shop.sales.sell(["2*1001"], [Tender("upi")]).numbers[0]
    second = shop.sales.sell(["1002"], [Tender("cash")]).numbers[0]
    part = shop.returns.take(first, {1: Give(1000)}, Refund("upi")).numbers[0]
    whole = shop.returns.take(second, None, Refund()).numbers[0]
    day = shop.db.clock.now().date()
    shown = {row.number: row for row in find(shop.db, day, day)}
    assert {number: (row.state, row.payable, row.methods, row.claimed) for number, row in shown.items()} == {
        first: ("part returned", 300_00, "upi", True),
        second: ("returned", 10_00, "cash", False),
        part: ("done", -150_00, "upi", False),
        whole: ("done", -10_00, "cash", False),
    }
    assert shown[part].kind == "CREDIT NOTE"
    assert {row.number for row in find(shop.db, day, day, only="notes")} == {part, whole}
    assert [row.number for row in find(shop.db, day, day, only="claimed")] == [first]
    assert [row.number for row in find(shop.db, day, day, "150")] == [part]
