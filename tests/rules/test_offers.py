"""Offers against a counter that lays every piece on the table and tries all ways to share them."""

import time
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoppos.base.money import half_up
from shoppos.rules.offers import COUNT, GET, PERCENT, Choice, Offer, OfferLine, apply, read, told

TEA, SALT = "tea", "salt"


def line(product: str = TEA, pieces: float = 1, price: int = 100_00, **more) -> OfferLine:
    return OfferLine(product, more.pop("category", ""), int(pieces * 1000), price, **more)


def taken(offers, lines) -> list[int]:
    return [sum(off.amount for off in offs) for offs in apply(offers, lines)]


# -- by hand


@pytest.mark.parametrize(("pieces", "off"), [(1, 0), (2, 0), (3, 100_00), (5, 100_00), (6, 200_00), (3.9, 100_00)])
def test_buy_two_get_one(pieces, off) -> None:
    assert taken([Offer(b"1", "", GET, buy=2, get=1)], [line(pieces=pieces)]) == [off]


def test_the_cheapest_pieces_are_those_given() -> None:
    offer = Offer(b"1", "", GET, buy=1, get=1)
    assert taken([offer], [line(price=90_00), line(SALT, price=20_00)]) == [0, 20_00]


def test_another_product_at_half_its_price_as_many_as_were_earned() -> None:
    offer = Offer(
        b"1", "", GET, of=Choice(products=frozenset({TEA})), buy=2, get=1, also=Choice(products=frozenset({SALT})),
        off=5000,
    )  # fmt: skip
    assert taken([offer], [line(pieces=4), line(SALT, pieces=3, price=20_00)]) == [0, 20_00]
    assert taken([offer], [line(pieces=1), line(SALT, pieces=3, price=20_00)]) == [0, 0]


def test_three_for_a_price_and_the_rest_at_its_own() -> None:
    offer = Offer(b"1", "", COUNT, count=3, price=250_00)
    assert taken([offer], [line(pieces=4)]) == [50_00]
    assert taken([offer], [line(pieces=3, price=80_00)]) == [0]


def test_a_great_many_pieces_for_a_price_are_counted_by_the_line() -> None:
    offer = Offer(b"1", "", COUNT, count=3, price=250_00)
    began = time.perf_counter()
    assert taken([offer], [line(pieces=30_000_001), line(SALT, pieces=2)]) == [10_000_000 * 50_00 + 16_66, 33_34]
    assert time.perf_counter() - began < 1


def test_a_percentage_from_an_amount_on() -> None:
    offer = Offer(b"1", "", PERCENT, off=1000, least=500_00)
    assert taken([offer], [line(pieces=4)]) == [0]
    assert taken([offer], [line(pieces=4), line(SALT)]) == [40_00, 10_00]


def test_one_offer_a_line_the_best_unless_it_stacks() -> None:
    small, large = Offer(b"1", "", PERCENT, off=500), Offer(b"2", "", PERCENT, off=1000)
    assert taken([small, large], [line()]) == [10_00]
    on_top = Offer(b"3", "", PERCENT, off=500, stacks=True)
    assert taken([small, large, on_top], [line()]) == [15_00]
    free = Offer(b"4", "", PERCENT, off=10_000)
    assert taken([free, on_top], [line()]) == [100_00]


def test_what_was_taken_off_by_hand_is_left_alone_but_counts() -> None:
    offer = Offer(b"1", "", GET, buy=1, get=1)
    lines = [line(disc=10_00, closed=True), line(SALT, price=20_00)]
    assert taken([offer], lines) == [0, 20_00]


@pytest.mark.parametrize(
    ("day", "weekday", "minute", "runs"),
    [(20260601, 1, 600, True), (20260531, 1, 600, False), (20260701, 1, 600, False), (20260615, 2, 600, False),
     (20260615, 1, 659, True), (20260615, 1, 660, False), (20260615, 1, 599, False)],
)  # fmt: skip
def test_it_runs_on_its_days_and_in_its_hours(day, weekday, minute, runs) -> None:
    offer = Offer(b"1", "", PERCENT, off=1, since=20260601, until=20260630, days=frozenset({1}), hours=(600, 660))
    assert offer.runs(day, weekday, minute) is runs


def test_hours_may_go_past_midnight() -> None:
    offer = Offer(b"1", "", PERCENT, off=1, hours=(1380, 60))
    assert [offer.runs(20260601, 1, minute) for minute in (1379, 1380, 0, 59, 60)] == [False, True, True, True, False]


# -- against the table


LINES = st.lists(
    st.builds(
        OfferLine, product=st.sampled_from([TEA, SALT]), category=st.sampled_from(["", "A"]),
        quantity=st.integers(1, 3).map(lambda n: n * 1000), price=st.integers(0, 9).map(lambda n: n * 7),
        disc=st.just(0), closed=st.booleans(),
    ),
    max_size=3,
)  # fmt: skip
CHOICES = st.sampled_from([Choice(), Choice(products=frozenset({TEA})), Choice(categories=frozenset({"A"}))])
OFFERS = st.one_of(
    st.builds(
        Offer, id=st.just(b"1"), name=st.just("x"), kind=st.just(GET), of=CHOICES, buy=st.integers(1, 3),
        get=st.integers(1, 2), also=st.one_of(st.none(), CHOICES), off=st.just(10_000),
    ),
    st.builds(
        Offer, id=st.just(b"1"), name=st.just("x"), kind=st.just(COUNT), of=CHOICES, count=st.integers(2, 4),
        price=st.integers(0, 150),
    ),
    st.builds(
        Offer, id=st.just(b"1"), name=st.just("x"), kind=st.just(PERCENT), of=CHOICES, off=st.integers(1, 10_000),
        least=st.integers(0, 100),
    ),
)  # fmt: skip


def table(lines, holds) -> list[int]:
    """The price of every whole piece that may be had cheaper."""
    return [one.price for one in lines if holds(one) and not one.closed for _n in range(one.quantity // 1000)]


def by_trying(offer: Offer, lines) -> int:
    """What the offer comes to in all: the least of all ways to give pieces away, the most of all ways to group."""
    within = [one for one in lines if offer.of.holds(one)]
    if sum(one.gross - one.disc for one in within) < offer.least:
        return 0
    if offer.kind == PERCENT:
        return sum(half_up(one.gross * offer.off, 10_000) for one in within if not one.closed)
    if offer.kind == GET:
        bought = sum(one.quantity // 1000 for one in within)
        if offer.also is None:
            given, pieces = bought // (offer.buy + offer.get) * offer.get, table(lines, offer.of.holds)
        else:
            also = offer.also
            given = bought // offer.buy * offer.get
            pieces = table(lines, lambda one: also.holds(one) and not offer.of.holds(one))
        return min(map(sum, combinations(pieces, min(given, len(pieces)))))
    return best_groups(tuple(sorted(table(lines, offer.of.holds))), offer)


def best_groups(pieces: tuple[int, ...], offer: Offer) -> int:
    best = 0
    for group in set(combinations(range(len(pieces)), offer.count)):
        gain = sum(pieces[at] for at in group) - offer.price
        if gain > 0:
            rest = tuple(price for at, price in enumerate(pieces) if at not in group)
            best = max(best, gain + best_groups(rest, offer))
    return best


@settings(max_examples=150, deadline=None)
@given(OFFERS, LINES)
def test_an_offer_takes_off_what_trying_all_ways_does(offer, lines) -> None:
    if offer.kind == COUNT and sum(one.quantity for one in lines) > 6000:
        lines = lines[:2]
    assert sum(taken([offer], lines)) == by_trying(offer, lines)


@given(st.lists(OFFERS, max_size=4), LINES)
def test_never_below_nothing_never_more_than_the_price_and_the_best_of_all(offers, lines) -> None:
    numbered = [Offer(**{**as_dict(offer), "id": bytes([n])}) for n, offer in enumerate(offers)]
    found = taken(numbered, lines)
    for one, off in zip(lines, found, strict=True):
        assert 0 <= off <= one.gross
        assert not (one.closed and off)
    alone = [taken([offer], lines) for offer in numbered]
    assert found == [max(column, default=0) for column in zip(*alone, strict=True)] if alone else not any(found)


@given(st.lists(OFFERS, max_size=3), LINES)
def test_the_order_of_lines_and_offers_changes_nothing(offers, lines) -> None:
    numbered = [Offer(**{**as_dict(offer), "id": bytes([n]), "stacks": n == 1}) for n, offer in enumerate(offers)]
    first = sorted(zip(lines, taken(numbered, lines), strict=True))
    for others in permutations(lines):
        assert sorted(zip(others, taken(numbered[::-1], others), strict=True)) == first


@given(OFFERS)
def test_an_offer_is_read_as_it_was_told(offer) -> None:
    assert read(offer.id, offer.name, offer.kind, told(offer)) == offer


def as_dict(offer: Offer) -> dict:
    return {name: getattr(offer, name) for name in Offer.__slots__}
