"""How much to buy: computed once more in floating point, the way one would on paper."""

import math

from hypothesis import given
from hypothesis import strategies as st

from shoppos.rules.reorder import Need, advise

WEEKLY = st.tuples(*[st.integers(0, 500).map(lambda n: n * 1000)] * 4)


def on_paper(need):
    weights = [4, 3, 2, 1][: need.weeks]
    weekly = sum(w * (s + m) for w, s, m in zip(weights, need.sold, need.lost, strict=False)) / sum(weights)
    per_day = weekly / 7
    low = need.low or 0
    point = max(low, per_day * (need.lead_days + 2))
    ahead = need.have + need.coming
    if ahead > math.ceil(point - 1e-6) or (not per_day and not low):
        return 0
    wanted = point + (per_day * need.cover_days if per_day else low) - ahead
    boxes = math.ceil(wanted / need.multiple - 1e-9)
    if need.most is not None:
        boxes = min(boxes, max(need.most - ahead, 0) // need.multiple)
    return boxes * need.multiple


@given(
    WEEKLY, WEEKLY, st.integers(1, 4), st.integers(-50, 900), st.integers(0, 200), st.integers(0, 30),
    st.integers(1, 30), st.none() | st.integers(0, 100), st.none() | st.integers(0, 2000), st.sampled_from([1, 6, 12]),
)  # fmt: skip
def test_the_advice_is_what_paper_says(sold, lost, weeks, have, coming, lead, cover, low, most, box):
    need = Need(
        sold, lost, weeks, have * 1000, coming * 1000, lead, cover, None if low is None else low * 1000,
        None if most is None else most * 1000, box * 1000,
    )  # fmt: skip
    advice = advise(need)
    assert abs(advice.quantity - on_paper(need)) <= need.multiple  # a whole box where paper is a hair below one
    assert advice.quantity >= 0
    assert advice.quantity % need.multiple == 0
    if most is not None:
        assert advice.quantity == 0 or need.have + need.coming + advice.quantity <= need.most


def test_a_steady_seller_is_bought_for_lead_time_safety_and_the_days_to_cover():
    steady = Need((70_000,) * 4, have=40_000, lead_days=3, cover_days=7)
    assert (advise(steady).per_day, advise(steady).point, advise(steady).quantity) == (10_000, 50_000, 80_000)
    assert advise(Need((70_000,) * 4, have=51_000)).quantity == 0
    assert advise(Need((70_000,) * 4, have=40_000, coming=20_000)).quantity == 0
    assert advise(Need((70_000,) * 4, have=40_000, multiple=12_000)).quantity == 84_000
    assert advise(Need((70_000,) * 4, have=40_000, most=100_000, multiple=12_000)).quantity == 60_000


def test_what_was_asked_for_in_vain_counts_and_the_newest_week_counts_most():
    empty = Need((0, 0, 0, 0), (7_000, 0, 0, 0))
    assert advise(empty).per_day == 400
    assert advise(Need((7_000, 0, 0, 0))).quantity > advise(Need((0, 0, 0, 7_000))).quantity
    assert advise(Need((7_000, 0, 0, 0), weeks=1)).per_day == 1000


def test_what_never_sells_is_brought_back_over_its_line_and_nothing_else_is_bought():
    assert advise(Need((0,) * 4, have=2_000, low=5_000)).quantity == 8_000
    assert advise(Need((0,) * 4, have=0)).quantity == 0
