"""The State and the districts that a PIN code suggests."""

import json
from pathlib import Path

import pytest

from shoppos.rules import pin_codes
from shoppos.rules.pin_codes import CIRCLES, directory, districts_of, exists, state_of
from shoppos.rules.place_of_supply import STATES

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize(
    ("pin", "districts"),
    [
        ("411001", ("Pune",)), ("560 001", ("Bengaluru Urban",)), ("४०००५०", ("Mumbai Suburban",)), ("999999", ()),
        ("4110", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_pin_code_suggests_its_districts(pin, districts):
    assert districts_of(pin) == districts


def test_a_pin_code_on_a_border_suggests_all_its_districts():
    crossing = next(pin for pin in directory().get_pincodes() if len(districts_of(pin)) > 1)
    assert state_of(crossing) in STATES


def test_what_india_post_does_not_know_is_told():
    assert exists("411001")
    assert not exists("411999")
    assert not exists("nothing")


def test_every_state_of_the_directory_has_its_code():
    named = {directory().get_state(pin) for pin in directory().get_pincodes()} - {None}
    assert named <= set(pin_codes._CODES)


def test_the_circles_agree_with_the_directory_nearly_everywhere():
    pins = [pin for pin in directory().get_pincodes() if directory().get_state(pin)]
    differ = [
        pin
        for pin in pins
        if next((CIRCLES[pin[:n]] for n in range(6, 1, -1) if pin[:n] in CIRCLES), "") != state_of(pin)
    ]
    assert len(differ) * 100 < len(pins)


def test_the_directory_lies_within_the_ranges_of_the_e_invoice_codes():
    ranges = VECTORS["pin_prefix_hint"]["ranges"]
    asked = [pin for pin in directory().get_pincodes() if state_of(pin) in ranges]
    outside = [pin for pin in asked if not any(low <= int(pin[:3]) <= high for low, high in ranges[state_of(pin)])]
    assert len(asked) > 15_000
    assert len(outside) * 200 < len(asked), outside[:20]
