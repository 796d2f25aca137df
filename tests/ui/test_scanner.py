"""A scanner is told from a person by its speed alone, with the measured gaps of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.ui.scanner import FEWEST, LONGEST_GAP, MEAN_GAP, Burst

CODE = "8901030865275"


def burst(text, gaps, end):
    """What the burst of `text` with these gaps before each next key, and `end` before Enter, is taken for."""
    watched, at = Burst(), 1000
    for char, gap in zip(text, [0, *gaps], strict=True):
        at += gap
        watched.add(char, at)
    return watched.end(at + end)


@pytest.mark.parametrize("gap", [0, 1, 5, 20, 30])
def test_a_wired_or_bluetooth_scanner_is_heard(gap):
    assert burst(CODE, [gap] * (len(CODE) - 1), gap) == CODE


def test_a_scanner_on_a_busy_machine_is_heard():
    gaps = [5] * (len(CODE) - 1)
    gaps[6] = 100
    assert burst(CODE, gaps, 40) == CODE


@pytest.mark.parametrize("gap", [60, 100, 150, 250])
def test_a_typist_is_no_scanner(gap):
    assert burst(CODE, [gap] * (len(CODE) - 1), gap) == ""


def test_a_code_of_five_characters_is_too_short_to_tell():
    assert burst(CODE[: FEWEST - 1], [5] * (FEWEST - 2), 5) == ""


def test_enter_long_after_the_burst_is_a_persons():
    assert burst(CODE, [5] * (len(CODE) - 1), LONGEST_GAP + 1) == ""


def test_a_pause_begins_a_new_burst():
    watched = Burst()
    for n, char in enumerate("abc"):
        watched.add(char, n * 100)
    assert watched.add("8", 1000)
    for n, char in enumerate(CODE[1:], 1):
        watched.add(char, 1000 + 5 * n)
    assert watched.end(1000 + 5 * len(CODE)) == CODE


def test_a_clock_that_runs_backwards_makes_no_scan():
    watched = Burst()
    for n, char in enumerate(CODE):
        watched.add(char, 10_000 - n * 5)
    assert watched.end(10_000) == ""


@given(st.lists(st.integers(0, 400), min_size=6, max_size=60))
def test_what_is_taken_for_a_scan_was_quick_throughout(gaps):
    text = "7" * len(gaps)
    heard = burst(text, gaps[1:], gaps[0])
    if heard:
        quick = [*gaps[-(len(heard) - 1) :], gaps[0]]
        assert max(quick) <= LONGEST_GAP
        assert sum(quick) < MEAN_GAP * len(heard)
