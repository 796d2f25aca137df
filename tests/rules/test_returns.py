"""Credit notes: the published case, and that pieces given back never come to more or less than the bill."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base import money
from shoppos.base.errors import InvalidInput, Refused
from shoppos.rules.pricing import PricedLine, PricedSale, PriceLine, price_sale
from shoppos.rules.returns import NOTHING, Sold, Taken, Window, last_day, price_return, tax_until

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))
CAPPED = ("gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess")
NAMES = ("gross", "disc", "bdisc", "ship", "net", "taxable", "cgst", "sgst", "igst", "cess")


def added(one: PricedLine, two: PricedLine) -> PricedLine:
    return PricedLine(*(getattr(one, name) + getattr(two, name) for name in NAMES))


class Bill:
    """A bill that remembers what was given back."""

    def __init__(self, lines: list[PriceLine], **foot: Any) -> None:
        self.lines, self.foot = lines, foot
        self.sale = price_sale(lines, **foot)
        self.taken = [Taken()] * len(lines)
        self.refunded = 0

    def give_back(self, returned: dict[int, int]) -> PricedSale:
        note = price_return(
            Sold(
                self.lines,
                self.sale.lines,
                self.sale.payable,
                self.foot.get("intra", True),
                self.taken,
                self.refunded,
                self.foot.get("round_to", 100),
            ),
            returned,
        )
        for i, line in zip(sorted(returned), note.lines, strict=True):
            self.taken[i] = Taken(self.taken[i].quantity + returned[i], added(self.taken[i].money, line))
        self.refunded += note.payable
        return note


def test_three_pieces_given_back_one_by_one_add_up_to_the_sale() -> None:
    bill = Bill([PriceLine(3000, 9_900, 500, inclusive=True)])
    for expected in VECTORS["credit_note"][0]["expect"]:
        note = bill.give_back({0: 1000})
        got = {name: money.plain(getattr(note, name)) for name in ("taxable", "cgst", "sgst", "total", "round_off")}
        assert {**got, "refund": money.plain(note.payable)} == {
            k: v for k, v in expected.items() if k != "returned_so_far"
        }
    assert bill.taken[0].money == bill.sale.lines[0]


def test_a_share_of_the_charge_goes_back_from_the_paisa_that_it_stands_with_on_the_bill() -> None:
    goods = [PriceLine(2000, 645_50, 500, inclusive=True), PriceLine(1000, 216_00, 500, inclusive=True)]
    bill = Bill(goods, shipping=40_00)
    assert [line.ship for line in bill.sale.lines] == [34_27, 5_73], "34.267 and 5.733"
    assert bill.give_back({0: 1000}).lines[0].ship == 17_14, "half of 34.27, half a paisa up"
    assert bill.give_back({0: 1000}).lines[0].ship == 17_13, "and what is left of it with the other"


LINE = st.builds(
    PriceLine,
    st.integers(1, 9).map(lambda pieces: 1000 * pieces) | st.integers(1, 5_000),
    st.integers(1, 100_000),
    st.sampled_from([0, 500, 1800, 4000]),
    st.booleans(),
    st.sampled_from([0, 0, 1000, 3333, 10_000]),
    cess_rate=st.sampled_from([0, 0, 1200]),
)
FOOT = st.fixed_dictionaries(
    {
        "intra": st.booleans(),
        "bill_discount_rate": st.sampled_from([0, 0, 1000, 3333]),
        "round_to": st.sampled_from([100, 0]),
    }
)


@given(st.lists(LINE, min_size=1, max_size=6), FOOT)
def test_the_whole_bill_given_back_is_the_bill_again(lines: list[PriceLine], foot: dict[str, Any]) -> None:
    bill = Bill(lines, **foot)
    assert bill.give_back({i: line.quantity for i, line in enumerate(lines)}) == bill.sale


@given(st.lists(st.tuples(LINE, st.lists(st.integers(0, 1000), max_size=4)), min_size=1, max_size=4), FOOT)
def test_pieces_given_back_at_any_time_come_to_the_bill_and_never_above(
    plan: list[tuple[PriceLine, list[int]]], foot: dict[str, Any]
) -> None:
    bill = Bill([line for line, _visits in plan], **foot)
    for visit in range(5):
        left = [line.quantity - taken.quantity for line, taken in zip(bill.lines, bill.taken, strict=True)]
        shares = [visits[visit] if visit < len(visits) else 1000 * (visit == 4) for _line, visits in plan]
        returned = {i: milli * share // 1000 for i, (milli, share) in enumerate(zip(left, shares, strict=True))}
        returned = {i: milli for i, milli in returned.items() if milli}
        if not returned:
            continue
        note = bill.give_back(returned)
        assert note.payable >= 0
        assert bill.refunded <= bill.sale.payable
        assert note.cgst == note.sgst
        assert note.total == sum(line.total for line in note.lines) == note.payable - note.round_off
        for taken, sold in zip(bill.taken, bill.sale.lines, strict=True):
            assert all(getattr(taken.money, name) <= max(getattr(sold, name), 0) for name in CAPPED)
    assert [taken.money for taken in bill.taken] == list(bill.sale.lines)
    assert bill.refunded == bill.sale.payable


def test_a_share_of_discount_and_shipping_goes_back_with_the_pieces() -> None:
    bill = Bill([PriceLine(4000, 10_000, 1800), PriceLine(1000, 10_000, 500)], bill_discount=1_000, shipping=500)
    note = bill.give_back({0: 1000})
    assert (note.lines[0].gross, note.lines[0].bdisc, note.lines[0].ship) == (10_000, 200, 100)
    assert (note.taxable, note.cgst, note.payable) == (9_900, 891, 11_700)


def test_a_return_keeps_the_inter_state_tax_of_the_bill() -> None:
    bill = Bill([PriceLine(2000, 10_000, 1800)], intra=False)
    note = bill.give_back({0: 1000})
    assert (note.igst, note.cgst, note.payable) == (1_800, 0, 11_800)


@pytest.mark.parametrize(
    ("returned", "error", "sentence"),
    [
        ({}, InvalidInput, "Nothing is being returned"),
        ({0: 0}, InvalidInput, "must be more than 0"),
        ({0: -1000}, InvalidInput, "must be more than 0"),
        ({7: 1000}, InvalidInput, "must be more than 0"),
        ({0: 2001}, Refused, "only 2 left to return"),
    ],
)
def test_more_than_is_left_or_nothing_at_all_is_refused(
    returned: dict[int, int], error: type[Exception], sentence: str
) -> None:
    bill = Bill([PriceLine(3000, 9_900)])
    bill.give_back({0: 1000})
    with pytest.raises(error) as refusal:
        bill.give_back(returned)
    assert sentence in str(refusal.value)


def test_a_first_return_needs_no_earlier_ones() -> None:
    lines = [PriceLine(1000, 9_900)]
    sale = price_sale(lines)
    assert price_return(Sold(lines, sale.lines, sale.payable), {0: 1000}) == sale
    assert NOTHING.total == 0


class TestWindow:
    """How long goods may come back, and how long the tax with them."""

    def test_a_product_goes_before_its_category_and_that_before_the_shop(self) -> None:
        window = Window.of({"days": 30, "categories": {"Dairy": 1}, "no_bill": "allow", "approve_after": False})
        assert [window.days_of("Dairy", None), window.days_of("Dairy", 3), window.days_of("", None)] == [1, 3, 30]
        assert (window.after, window.no_bill) == (False, "allow")

    def test_what_the_shop_does_not_say_or_says_wrongly_is_as_usual(self) -> None:
        assert Window.of({}) == Window()
        assert Window.of({"days": "many", "no_bill": "sometimes", "approve_after": 1, "categories": [1]}) == Window()

    def test_the_last_day_counts_and_minus_one_is_never(self) -> None:
        assert last_day(dt.date(2026, 2, 27), 2) == dt.date(2026, 3, 1)
        assert last_day(dt.date(2026, 2, 27), 0) == dt.date(2026, 2, 27)
        assert last_day(dt.date(2026, 2, 27), -1) is None

    @pytest.mark.parametrize(
        ("sold", "until"), [("2026-03-31", "2026-11-30"), ("2026-04-01", "2027-11-30"), ("2026-12-31", "2027-11-30")]
    )
    def test_the_tax_goes_back_until_november_after_the_financial_year(self, sold: str, until: str) -> None:
        assert tax_until(dt.date.fromisoformat(sold)) == dt.date.fromisoformat(until)
