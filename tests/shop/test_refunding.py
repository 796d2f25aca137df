"""How a return is settled: goods instead, then dues, then points, then money; never more and never less."""

from hypothesis import given
from hypothesis import strategies as st

from shoppos.shop.refunding import Worth, settle_back

PAISE = st.integers(0, 10_000)


def test_each_comes_before_the_next() -> None:
    shares = settle_back([Worth(100, khata=20, cod=10, points=5), Worth(50, khata=5)], 60, "upi", "R1")
    assert [[(t.method, t.amount) for t in share] for share in shares] == [
        [("points", -5), ("exchange", -60), ("khata", -20), ("cod", -10), ("upi", -5)],
        [("khata", -5), ("upi", -45)],
    ]
    assert [t.reference for share in shares for t in share if t.method == "upi"] == ["R1", "R1"]


def test_money_onto_the_khata_is_one_payment_with_the_due() -> None:
    assert [(t.method, t.amount) for t in settle_back([Worth(100, khata=30)], 0, "khata")[0]] == [("khata", -100)]


@given(st.lists(st.builds(Worth, PAISE, PAISE, PAISE, PAISE), max_size=3), PAISE, st.sampled_from(["cash", "khata"]))
def test_the_parts_are_always_the_whole(notes: list[Worth], exchange: int, way: str) -> None:
    shares = settle_back(notes, exchange, way)
    for note, share in zip(notes, shares, strict=True):
        assert -sum(t.amount for t in share) == note.payable
        assert all(t.amount < 0 for t in share)
    set_off = -sum(t.amount for share in shares for t in share if t.method == "exchange")
    assert set_off == min(exchange, sum(note.open for note in notes))
    back = [-sum(t.amount for t in share if t.method == "points") for share in shares]
    assert back == [min(note.points, note.payable) for note in notes]
