"""The drawer by command: shift open, cash, show, close; what must lie in it is told only by its end."""

import pytest


@pytest.fixture
def opened(stocked):
    assert stocked("shift", "open", "--float", "2000").code == 0
    return stocked


def test_a_shift_is_opened_shown_and_closed(opened):
    assert opened("sell", "1001", "--pay", "cash:200").code == 0
    out = opened("shift", "cash", "OUT", "20", "--reason", "tea", "--json").json
    assert out == {"till": "A1", "kind": "out", "amount": "20.00", "reason": "tea"}
    assert "₹500.00 put into the drawer: change" in opened("shift", "cash", "in", "500", "--reason", "change").out
    shown = opened("shift", "show", "--json").json
    assert (shown["open"]["shift"], shown["open"]["employee"], shown["open"]["float"]) == (1, "Meena", "2000.00")
    assert [(one["kind"], one["amount"], one["reason"]) for one in shown["movements"]] == [
        ("out", "20.00", "tea"), ("in", "500.00", "change")
    ]  # fmt: skip
    said = opened("shift", "show")
    assert "tea" in said.out
    assert "2,630" not in said.out
    assert "2630" not in str(shown)
    closed = opened("shift", "close", "--pieces", "500=5,100=1,10=1", "--reason", "given too much", "--json").json
    assert closed == {
        "till": "A1", "shift": 1, "float": "2000.00", "expected": "2630.00", "counted": "2610.00", "over": "-20.00",
        "reason": "given too much", "pieces": {"500.00": 5, "100.00": 1, "10.00": 1},
        "counts": 1, "first_counted": None,
    }  # fmt: skip
    assert opened("shift", "show", "--json").json["open"] is None
    assert "No shift is open at till A1." in opened("shift", "show").out
    assert opened("verify").code == 0


def test_a_difference_is_told_refused_without_a_reason_and_taken_with_one(opened):
    said = opened("shift", "close", "--counted", "1990")
    assert said.code == 1
    assert "The drawer is ₹10.00 short: ₹1,990.00 counted." in said.err
    assert opened("shift", "show", "--json").json["open"] is not None
    told = opened("shift", "close", "--counted", "1995", "--json")
    assert told.code == 1
    said = opened("shift", "close", "--counted", "1990", "--reason", "tea")
    assert "Counted 3 times, first ₹1,990.00" in said.out
    assert (said.code, "The drawer is ₹10.00 short." in said.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("close",), 2, "--counted"), (("close", "--counted", "1", "--pieces", "5=1"), 2, "not allowed"),
        (("close", "--pieces", "500"), 1, "500 is no count"), (("close", "--pieces", "500=1,500=2"), 1, "no count"),
        (("close", "--pieces", "700=1"), 1, "no note or coin of ₹700.00"),
        (("open", "--float", "100"), 1, "Meena's shift"), (("open", "--float", "-1"), 1, ""), (("open",), 2, "--float"),
        (("cash", "out", "0", "--reason", "x"), 1, "more than 0"), (("cash", "up", "1", "--reason", "x"), 2, "up"),
        (("cash", "out", "89010587", "--reason", "x"), 1, "is a barcode"),
        (("cash", "out", "999999", "--reason", "x"), 1, "₹9,99,999.00 out of the drawer? If it is right"),
        (("cash", "out", "5"), 2, "--reason"), (("cash", "out", "5", "--reason", " "), 1, "Say what the cash is for"),
    ],
)  # fmt: skip
def test_what_does_not_do_changes_nothing(words, code, said, opened):
    found = opened("shift", *words)
    assert found.code == code
    assert said in found.err
    shown = opened("shift", "show", "--json").json
    assert (shown["open"]["float"], shown["movements"]) == ("2000.00", [])


def test_the_same_key_moves_cash_once(opened):
    key = "0192f0c4-0000-7000-8000-000000000001"
    for _twice in range(2):
        assert opened("shift", "cash", "out", "20", "--reason", "tea", "--key", key).code == 0
    assert len(opened("shift", "show", "--json").json["movements"]) == 1
    assert opened("shift", "cash", "out", "20", "--reason", "tea", "--key", "x").code == 1
