"""The units of the GST portal."""

import json
from pathlib import Path

import pytest

from shoppos.rules.uqc import CODES, is_known, uqc

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))["uqc"]


def test_the_codes_are_those_of_the_portal():
    assert VECTORS["codes"] == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_code_stands_for_itself(code):
    assert uqc(code.lower(), "3402") == code


@pytest.mark.parametrize(
    ("unit", "code"), [("kg", "KGS"), ("GM", "GMS"), ("ML", "MLT"), ("Litres", "LTR"), ("", "PCS"), ("dozen", "DOZ")]
)
def test_what_shops_write_becomes_its_code(unit, code):
    assert uqc(unit) == code
    assert is_known(unit)


def test_what_the_portal_does_not_know_is_other_and_a_service_has_no_unit():
    assert uqc("HEAP", "0701") == "OTH"
    assert not is_known("HEAP")
    assert uqc("HRS", "998314") == "NA"
