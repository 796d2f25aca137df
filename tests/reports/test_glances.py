"""Charts as small as a card: bars are as long as what they stand for, and nothing leaves the room that there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shoppos.reports import glances
from shoppos.reports.drawing import Box, Drawing, Words, wide

AMOUNTS = st.integers(0, 10**9)


def bars(drawing: Drawing, fill: str) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.fill == fill and shape.said]


def inside(drawing: Drawing) -> bool:
    for shape in drawing.shapes:
        if isinstance(shape, Box) and not (
            shape.x >= -0.01 and shape.y >= -0.01 and shape.x + shape.width <= drawing.width + 1.01
            and shape.y + shape.height <= drawing.height + 1.01
        ):  # fmt: skip
            return False
        if isinstance(shape, Words) and not 0 <= shape.y <= drawing.height + 0.01:
            return False
    return True


def test_bars_beside_each_other_are_as_high_as_their_values() -> None:
    made = glances.beside(("10", "11"), (100, 50), (200, 0), ("Today", "Before"), 300, 160, "said")
    now, before = bars(made, "accent"), bars(made, "before")
    assert now[0].height == 2 * now[1].height
    assert before[0].height == 2 * now[0].height
    assert now[0].said == "10: ₹1"
    assert [shape.text for shape in made.shapes if isinstance(shape, Words)][:2] == ["Today", "Before"]


def test_the_parts_of_a_whole_fill_its_width_by_their_shares() -> None:
    made = glances.parts((("Cash", 300), ("UPI", 100)), 400, 120, "said")
    cash, upi = bars(made, "part0")[0], bars(made, "part1")[0]
    assert round((cash.width + 1.5) / (upi.width + 1.5)) == 3
    assert {"75 %", "25 %"} <= {shape.text for shape in made.shapes if isinstance(shape, Words)}


def test_a_ranking_shows_as_many_rows_as_there_is_room_for() -> None:
    values = tuple((f"Item {n}", 10 - n) for n in range(10))
    low, high = (glances.ranked(values, 300, height, "said") for height in (40, 400))
    assert len(bars(low, "accent")) == 2
    assert len(bars(high, "accent")) == 10
    longest, shortest = bars(high, "accent")[0], bars(high, "accent")[-1]
    assert round(longest.width / shortest.width) == 10


@given(
    values=st.lists(st.tuples(st.text("abc अआ", min_size=1, max_size=30), AMOUNTS), min_size=1, max_size=9),
    width=st.floats(80, 600), height=st.floats(0, 400),
)  # fmt: skip
def test_nothing_leaves_its_room_whatever_is_shown(values: list[tuple[str, int]], width: float, height: float) -> None:
    labels, numbers = [label for label, _value in values], [value for _label, value in values]
    if height >= glances.LINE:
        assert inside(glances.beside(labels, numbers, numbers[::-1], ("Today", "Before"), width, height, ""))
    assert inside(glances.ranked(values, width, height, ""))
    if height >= glances.THICK:
        made = glances.parts(values, width, height, "")
        assert inside(made)
        for shape in made.shapes:
            if isinstance(shape, Words) and shape.anchor == "start":
                assert shape.x + wide(shape.text, glances.TYPE) <= width + 16
