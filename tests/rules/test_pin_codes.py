"""The State a PIN code suggests."""

import pytest

from shoppos.rules.pin_codes import CIRCLES, state_of
from shoppos.rules.place_of_supply import STATES


@pytest.mark.parametrize(
    ("pin", "state"),
    [
        ("411001", "27"), ("403001", "30"), ("110001", "07"), ("560 001", "29"), ("500081", "36"), ("682555", "31"),
        ("160017", "04"), ("834001", "20"), ("800001", "10"), ("४११००१", "27"), ("737101", "11"), ("194101", "38"),
    ],
)  # fmt: skip
def test_a_pin_code_suggests_its_state(pin, state):
    assert state_of(pin) == state


@pytest.mark.parametrize("pin", ["", "4110", "4110011", "041100", "990001", "abcdef"])
def test_what_is_no_pin_code_suggests_none(pin):
    assert state_of(pin) == ""


def test_every_suggestion_is_a_state():
    assert set(CIRCLES.values()) <= set(STATES)
