"""Prices: the published vectors, a slow second computation with fractions, and what must hold for every bill."""

import json
import math
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoppos.base import money
from shoppos.base.errors import InvalidInput, Refused
from shoppos.rules.pricing import PricedSale, PriceLine, part, price_sale, rounded, share

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))
RATES = (0, 25, 150, 300, 500, 1200, 1800, 2800, 4000)


def line_of(given_: dict[str, Any]) -> PriceLine:
    return PriceLine(
        money.parse_quantity(given_.get("qty", "1")),
        money.parse_paise(given_["price"]),
        money.parse_rate(given_["rate"]),
        given_.get("incl", False),
        money.parse_rate(given_.get("disc_pct", "0")),
        money.parse_paise(given_.get("disc_amt", "0")),
        money.parse_rate(given_.get("cess_rate", "0")),
        money.parse_paise(given_.get("cess_per_unit", "0")),
    )


def sale_of(given_: dict[str, Any]) -> PricedSale:
    return price_sale(
        [line_of(line) for line in given_["lines"]],
        intra=given_["intra"],
        bill_discount=money.parse_paise(given_["bill_discount"]),
        shipping=money.parse_paise((given_["shipping"] or {"amount": "0"})["amount"]),
        round_to=money.parse_paise(given_["round_to"]),
    )


def plain(record: object, names: str) -> dict[str, str]:
    return {name: money.plain(getattr(record, name)) for name in names.split()}


@pytest.mark.parametrize("case", VECTORS["tax"], ids=lambda case: case["id"])
def test_the_published_tax_cases_come_out_to_the_paisa(case: dict[str, Any]) -> None:
    sale = sale_of(case["input"])
    assert {
        "lines": [plain(line, "gross disc bdisc taxable cgst sgst igst cess total") for line in sale.lines],
        "by_rate": {money.rate(one.rate): plain(one, "taxable cgst sgst igst cess") for one in sale.by_rate},
        "totals": plain(sale, "taxable cgst sgst igst cess total"),
        **plain(sale, "round_off payable"),
    } == case["expect"]


def test_a_coupon_taken_as_money_changes_what_is_due_and_no_tax() -> None:
    case = VECTORS["after_tax_discount"][0]
    sale = price_sale([PriceLine(1000, 10_000, 1800, inclusive=True)])
    expected = dict(case["expect"])
    due = sale.payable - money.parse_paise(case["input"]["coupon"])
    assert money.plain(due) == expected.pop("amount_due")
    assert plain(sale, "taxable cgst sgst payable") == expected


# The second computation: settled once a group, fractions, one line after another -------------------------------------


def paisa(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def slow_shares(amount: int, weights: list[int]) -> list[int]:
    if not amount:
        return [0] * len(weights)
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    shares = [math.floor(one) for one in exact]
    while sum(shares) < amount:
        worst = max(range(len(shares)), key=lambda i: (exact[i] - shares[i], -i))
        shares[worst] += 1
    return shares


def slow(
    lines: Sequence[PriceLine],
    *,
    intra: bool,
    bill_discount: int,
    bill_discount_rate: int,
    shipping: int,
    round_to: int,
) -> dict[str, Any]:
    gross = [paisa(Fraction(line.quantity * line.price, 1000)) for line in lines]
    disc = [
        paisa(Fraction(g * line.disc_rate, 10_000)) + line.disc_amount for g, line in zip(gross, lines, strict=True)
    ]
    before = [g - d for g, d in zip(gross, disc, strict=True)]
    off = paisa(Fraction(sum(before) * bill_discount_rate, 10_000)) + bill_discount
    bdisc, ship = slow_shares(off, before), slow_shares(shipping, before)
    net = [n - b + s for n, b, s in zip(before, bdisc, ship, strict=True)]
    taxes: dict[int, tuple[int, int, int, int, int]] = {}
    for key in {(line.rate, line.cess_rate) for line in lines}:
        members = [i for i, line in enumerate(lines) if (line.rate, line.cess_rate) == key]
        rate, cess_rate = Fraction(key[0], 10_000), Fraction(key[1], 10_000)
        head = rate / 2 if intra else rate
        fixed = [paisa(Fraction(lines[i].quantity * lines[i].cess_per_unit, 1000)) for i in members]
        raw = [
            (net[i] - one) / (1 + rate + cess_rate) if lines[i].inclusive else Fraction(net[i])
            for i, one in zip(members, fixed, strict=True)
        ]
        whole = paisa(sum(raw, Fraction(0)))
        spread: list[list[int]] = []
        for total, factor in ((whole, Fraction(1)), (paisa(whole * head), head), (paisa(whole * cess_rate), cess_rate)):
            ends = [paisa(sum(raw[: k + 1], Fraction(0)) * factor) for k in range(len(raw) - 1)] + [total]
            spread.append([end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)])
        for i, taxable, tax, cess, extra in zip(members, *spread, fixed, strict=True):
            taxes[i] = (taxable, tax if intra else 0, tax if intra else 0, 0 if intra else tax, cess + extra)
    total = sum(sum(one) for one in taxes.values())
    asked = sum(net) if all(line.inclusive for line in lines) else total
    payable = paisa(Fraction(asked, round_to)) * round_to if round_to else asked
    return {
        "lines": [(gross[i], disc[i], bdisc[i], ship[i], net[i], *taxes[i]) for i in range(len(lines))],
        "total": total,
        "payable": payable,
    }


@st.composite
def price_lines(draw: st.DrawFn, inclusive: bool | None = None) -> PriceLine:
    quantity = draw(st.sampled_from([1000, 1000, 2000, 375]) | st.integers(1, 20_000))
    price = draw(st.integers(1, 500_000))
    gross = money.half_up(quantity * price, 1000)
    rate = draw(st.sampled_from([0, 0, 0, 1000]) | st.integers(0, 10_000))
    left = gross - money.half_up(gross * rate, 10_000)
    return PriceLine(
        quantity,
        price,
        draw(st.sampled_from(RATES)),
        draw(st.booleans()) if inclusive is None else inclusive,
        rate,
        draw(st.just(0) | st.integers(0, left)),
        draw(st.sampled_from([0, 0, 0, 1200])),
    )


LINES = st.lists(price_lines(), min_size=1, max_size=12)
INCLUSIVE = st.lists(price_lines(inclusive=True), min_size=1, max_size=12)


@st.composite
def bills(draw: st.DrawFn, lines: st.SearchStrategy[list[PriceLine]] = LINES) -> tuple[list[PriceLine], dict[str, Any]]:
    sold = draw(lines)
    worth = sum(one.net for one in price_sale(sold).lines)
    rate = draw(st.sampled_from([0, 0, 500, 3333, 10_000]))
    left = worth - money.half_up(worth * rate, 10_000)
    return sold, {
        "intra": draw(st.booleans()),
        "bill_discount": draw(st.just(0) | st.integers(0, left)),
        "bill_discount_rate": rate,
        "shipping": draw(st.sampled_from([0, 0, 6000, 1]) if worth else st.just(0)),
        "round_to": draw(st.sampled_from([100, 0])),
    }


@given(bills())
@settings(max_examples=300)
def test_the_fast_computation_equals_a_slow_one_with_fractions(bill: tuple[list[PriceLine], dict[str, Any]]) -> None:
    lines, foot = bill
    sale = price_sale(lines, **foot)
    names = ("gross", "disc", "bdisc", "ship", "net", "taxable", "cgst", "sgst", "igst", "cess")
    assert {
        "lines": [tuple(getattr(line, name) for name in names) for line in sale.lines],
        "total": sale.total,
        "payable": sale.payable,
    } == slow(lines, **foot)


@given(bills())
def test_lines_add_up_to_the_rates_and_to_the_bill(bill: tuple[list[PriceLine], dict[str, Any]]) -> None:
    lines, foot = bill
    sale = price_sale(lines, **foot)
    for name in ("taxable", "cgst", "sgst", "igst", "cess"):
        whole = getattr(sale, name)
        assert whole == sum(getattr(line, name) for line in sale.lines)
        assert whole == sum(getattr(one, name) for one in sale.by_rate)
    for one in sale.by_rate:
        members = [
            m
            for m, line in zip(sale.lines, lines, strict=True)
            if (line.rate, line.cess_rate) == (one.rate, one.cess_rate)
        ]
        assert one.taxable == sum(member.taxable for member in members)
        assert one.cgst == money.half_up(one.taxable * one.rate, 20_000) * foot["intra"]
    assert sale.total == sum(line.total for line in sale.lines)
    assert sale.payable == sale.total + sale.round_off >= 0
    assert sum(line.ship for line in sale.lines) == foot["shipping"]
    assert all(line.cgst == line.sgst and line.bdisc <= line.gross - line.disc for line in sale.lines)
    assert not (sale.cgst and sale.igst)


@given(bills(INCLUSIVE))
def test_an_all_inclusive_bill_asks_exactly_its_marked_prices(bill: tuple[list[PriceLine], dict[str, Any]]) -> None:
    lines, foot = bill
    sale = price_sale(lines, **foot)
    assert sale.payable == rounded(sum(line.net for line in sale.lines), foot["round_to"])


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_shares_add_up_and_none_is_a_paisa_from_its_due(amount: int, weights: list[int]) -> None:
    shares = share(amount, weights)
    worth = sum(weights)
    assert sum(shares) == (amount if worth else 0)
    assert all(abs(one * worth - amount * weight) < worth for one, weight in zip(shares, weights, strict=True) if worth)


def test_an_odd_paisa_goes_to_the_earlier_of_equal_lines() -> None:
    assert share(100, [1, 1, 1]) == [34, 33, 33]


def test_two_papers_of_one_sale_hold_its_lines_unchanged() -> None:
    lines = [PriceLine(1000, 10_049, 1800), PriceLine(1000, 4_949, 0), PriceLine(2000, 5_000, 1800)]
    sale = price_sale(lines)
    invoice, supply = part(sale, lines, [0, 2]), part(sale, lines, [1])
    assert invoice.lines == (sale.lines[0], sale.lines[2])
    assert (invoice.total + supply.total, invoice.cgst) == (sale.total, sale.cgst)
    assert [one.rate for one in invoice.by_rate] == [1800]
    assert (supply.payable, supply.round_off) == (4_900, -49)


def test_an_empty_sale_costs_nothing() -> None:
    assert price_sale([], bill_discount_rate=1000) == PricedSale((), (), 0, 0, 0, 0, 0, 0, 0, 0)


def test_cess_by_quantity_comes_off_an_inclusive_price_before_its_tax() -> None:
    line = price_sale([PriceLine(2000, 14_000, 1800, inclusive=True, cess_per_unit=2000)]).lines[0]
    assert (line.net, line.taxable, line.cess, line.total) == (28_000, 20_339, 4_000, 28_001)


@pytest.mark.parametrize(
    ("line", "foot", "error", "sentence"),
    [
        (PriceLine(0, 100), {}, InvalidInput, "quantity of line 1 must be more than 0"),
        (PriceLine(-1000, 100), {}, InvalidInput, "For a return press F8"),
        (PriceLine(1000, -1), {}, InvalidInput, "below zero"),
        (PriceLine(1000, 100, -1), {}, InvalidInput, "tax rate of line 1"),
        (PriceLine(1000, 100, 10_001), {}, InvalidInput, "tax rate of line 1"),
        (PriceLine(1000, 100, cess_rate=-1), {}, InvalidInput, "below zero"),
        (PriceLine(1000, 100, cess_per_unit=-1), {}, InvalidInput, "below zero"),
        (PriceLine(1000, 100, disc_amount=-1), {}, InvalidInput, "below zero"),
        (PriceLine(1000, 100, disc_rate=-1), {}, InvalidInput, "below zero"),
        (PriceLine(10**9, 10**8), {}, InvalidInput, "too large"),
        (PriceLine(1000, 100, disc_amount=101), {}, Refused, "discount of line 1 is more than its price"),
        (PriceLine(1000, 100, disc_rate=5000, disc_amount=51), {}, Refused, "more than its price"),
        (PriceLine(1000, 100, inclusive=True, cess_per_unit=101), {}, Refused, "does not cover its cess"),
        (PriceLine(1000, 100), {"bill_discount": 101}, Refused, "bill's discount is more"),
        (PriceLine(1000, 100), {"bill_discount_rate": 5000, "bill_discount": 51}, Refused, "bill's discount is more"),
        (PriceLine(1000, 0), {"bill_discount": 1}, Refused, "bill's discount is more"),
        (PriceLine(1000, 0), {"shipping": 1}, Refused, "Shipping needs an item"),
        (PriceLine(1000, 100), {"shipping": -1}, InvalidInput, "cannot be below zero"),
        (PriceLine(1000, 100), {"bill_discount": -1}, InvalidInput, "cannot be below zero"),
    ],
)
def test_what_falls_below_zero_or_means_nothing_is_refused_in_words(
    line: PriceLine, foot: dict[str, int], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as refusal:
        price_sale([line], **foot)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("case", VECTORS["rounding_pitfall"], ids=lambda case: case["value"])
def test_halves_are_rounded_up_where_bankers_rounding_would_not(case: dict[str, str]) -> None:
    thousandths = round(Fraction(case["value"]) * 1000)
    assert money.plain(money.half_up(thousandths, 10)) == case["half_up"]


def test_two_hundred_lines_are_priced_between_two_key_strokes() -> None:
    lines = [PriceLine(1000 + i, 9_900 + 13 * i, RATES[i % 9], i % 3 > 0, 500 * (i % 5 == 0)) for i in range(200)]
    best = math.inf
    for _ in range(30):
        start = time.perf_counter()
        price_sale(lines, bill_discount=5_000, shipping=4_000)
        best = min(best, time.perf_counter() - start)
    assert best < 0.002
